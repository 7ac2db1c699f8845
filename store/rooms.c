#include "store/rooms.h"

#include "core/err.h"
#include "store/inside.h"

#include <string.h>

static bool
check_state(const char *state, struct err *err)
{
	return strlen(state) < ROOM_STATE ||
	       err_set(err, ERR_LIMIT,
		       "the state of a room has at most %d bytes",
		       ROOM_STATE - 1);
}

static bool
begin(struct store *store, const char *name, const char *state, struct err *err)
{
	struct db_query *q;
	int64_t session, added;

	if (!session_find(store, name, &session, err) ||
		!store_does(store, MAY_LEAD, ABOUT_SESSION, session, err))
		return false;
	q = db_query(store->db, ROOM_ADD);
	db_bind_int(q, session);
	db_bind_text(q, state);
	if (!db_run_id(q, &added, err))
		return false;
	return added != 0 || err_set(err, ERR_USAGE,
				     "session \"%s\" has a room already", name);
}

bool
store_room_begin(struct store *store, const char *name, const char *state,
	struct err *err)
{
	return check_state(state, err) &&
	       store_may(store, MAY_LEAD, ABOUT_STORE, 0, err) &&
	       store_begin(store, err) &&
	       store_end(store, begin(store, name, state, err), err);
}

static bool
set(struct store *store, const struct store_room *room, struct err *err)
{
	struct db_query *q;
	int64_t session, changed;

	if (!session_find(store, room->name, &session, err) ||
		!store_does(store, MAY_LEAD, ABOUT_SESSION, session, err))
		return false;
	q = db_query(store->db, ROOM_SET);
	db_bind_int(q, room->is_done ? 1 : 0);
	db_bind_text(q, room->state);
	db_bind_int(q, session);
	db_bind_int(q, room->boot);
	if (!db_run_id(q, &changed, err))
		return false;
	return changed != 0 ||
	       err_set(err, ERR_USAGE,
		       "the room of session \"%s\" is not led from here; "
		       "another server has been started since",
		       room->name);
}

bool
store_room_set(
	struct store *store, const struct store_room *room, struct err *err)
{
	return check_state(room->state, err) &&
	       store_may(store, MAY_LEAD, ABOUT_STORE, 0, err) &&
	       store_begin(store, err) &&
	       store_end(store, set(store, room, err), err);
}

/* The rows of a query that is bound. */
static bool
each_room(
	struct db_query *q, store_each_room *each, void *data, struct err *err)
{
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_room room = {.boot = (int)db_int(q, 1),
			.is_done = db_int(q, 2) != 0,
			.state = db_text(q, 3),
			.session = db_int(q, 4)};

		ok = db_copy(q, 0, room.name, sizeof(room.name), err) &&
		     each(&room, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

static bool
boot(struct store *store, store_each_room *each, void *data, struct err *err)
{
	return store_does(store, MAY_LEAD, ABOUT_STORE, 0, err) &&
	       db_run(db_query(store->db, ROOM_BOOT), err) &&
	       each_room(db_query(store->db, ROOM_LIST), each, data, err);
}

bool
store_rooms_boot(
	struct store *store, store_each_room *each, void *data, struct err *err)
{
	return store_begin(store, err) &&
	       store_end(store, boot(store, each, data, err), err);
}

bool
store_room_get(struct store *store, const char *name, store_each_room *each,
	void *data, struct err *err)
{
	struct db_query *q;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, ROOM_GET);
	db_bind_text(q, name);
	return each_room(q, each, data, err);
}

bool
store_room_done(struct store *store, int64_t session, store_each_room *each,
	void *data, struct err *err)
{
	struct db_query *q;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, ROOM_DONE);
	db_bind_int(q, session);
	return each_room(q, each, data, err);
}

bool
store_session_list(struct store *store, const char *from,
	store_each_session *each, void *data, struct err *err)
{
	struct db_query *q;
	bool has_row, ok;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, SESSION_LIST);
	db_bind_text(q, from);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_session_row row = {.seats = (int)db_int(q, 3),
			.has_room = db_int(q, 4) != 0,
			.is_done = db_int(q, 5) != 0,
			.session = db_int(q, 6)};

		ok = db_copy(q, 0, row.name, sizeof(row.name), err) &&
		     db_copy(q, 1, row.date, sizeof(row.date), err) &&
		     db_copy(q, 2, row.instrument, sizeof(row.instrument),
			     err) &&
		     each(&row, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}
