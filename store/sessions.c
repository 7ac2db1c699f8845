/* Groups' meetings: who sits where, and which sheets they got. */
#include "store/inside.h"

#include "core/err.h"

#include <stdlib.h>
#include <string.h>

static bool
keep_session(struct store *store, const struct store_session *session,
	int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, SESSION_ADD);

	db_bind_text(q, session->name);
	db_bind_text(q, session->date);
	db_bind_text(q, session->instrument);
	db_bind_int(q, session->cover);
	return db_run_id(q, id, err);
}

static void
bind_sheet(struct db_query *q, int64_t sheet)
{
	if (sheet == 0)
		db_bind_null(q);
	else
		db_bind_int(q, sheet);
}

static bool
keep_seat(struct store *store, int64_t session, const struct store_seat *seat,
	struct err *err)
{
	struct person_row person;
	struct db_query *q;

	if (!person_find(store, seat->person, &person, err))
		return false;
	q = db_query(store->db, SEAT_ADD);
	db_bind_int(q, session);
	db_bind_int(q, seat->number);
	db_bind_int(q, person.id);
	db_bind_text(q, seat->language);
	db_bind_text(q, seat->level);
	db_bind_int(q, seat->steps);
	bind_sheet(q, seat->sheet);
	bind_sheet(q, seat->caseworker);
	return db_run(q, err);
}

/* One sheet of the session; no pages: none, and *sheet is 0. */
static bool
issue_one(struct store *store, const struct store_session *session,
	struct store_request request, const char *person, const char *issued,
	int64_t *sheet, struct err *err)
{
	struct store_page pages[LAYOUT_PAGES];

	*sheet = 0;
	if (request.pages == 0)
		return true;
	memcpy(request.person, person, PERSON_CODE);
	if (!sheet_issue(store, &request, session->name, issued, session->date,
		    pages, err))
		return false;
	*sheet = pages[0].sheet;
	return true;
}

static bool
issue_seat(struct store *store, const struct store_session *session, size_t i,
	const struct store_session_request *request, const char *issued,
	struct err *err)
{
	struct store_seat *seat = &session->seats[i];
	struct store_person like = {0};

	memcpy(like.language, seat->language, sizeof(like.language));
	if (seat->person[0] == '\0' &&
		!person_add(store, &like, seat->person, err))
		return false;
	return issue_one(store, session, request->sheets[i], seat->person,
		       issued, &seat->sheet, err) &&
	       issue_one(store, session, request->caseworker[i], seat->person,
		       issued, &seat->caseworker, err);
}

static bool
issue_all(struct store *store, struct store_session *session,
	const struct store_session_request *request, const char *issued,
	struct err *err)
{
	static const char nobody[PERSON_CODE] = "";
	int64_t id;
	size_t i;

	if (!issue_one(store, session, request->cover, nobody, issued,
		    &session->cover, err) ||
		!keep_session(store, session, &id, err) ||
		!store_does(store, MAY_ISSUE, ABOUT_SESSION, id, err))
		return false;
	for (i = 0; i < session->n; i++) {
		if (!issue_seat(store, session, i, request, issued, err) ||
			!keep_seat(store, id, &session->seats[i], err))
			return false;
	}
	return true;
}

bool
store_session_issue(struct store *store, struct store_session *session,
	const struct store_session_request *request, const char *issued,
	struct err *err)
{
	struct store_session other;
	bool found = false;

	if (!store_may(store, MAY_ISSUE, ABOUT_STORE, 0, err) ||
		!store_session_get(store, session->name, &other, &found, err))
		return false;
	if (found) {
		store_session_finish(&other);
		return err_set(err, ERR_USAGE,
			"there is a session \"%s\" of %s already",
			session->name, session->date);
	}
	if (!store_begin(store, err))
		return false;
	return store_end(
		store, issue_all(store, session, request, issued, err), err);
}

static bool
get_seats(struct store *store, int64_t id, struct store_session *session,
	struct err *err)
{
	struct db_query *q = db_query(store->db, SEAT_OF_SESSION);
	bool has_row, ok;

	db_bind_int(q, id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_seat *seats = reallocarray(
			session->seats, session->n + 1, sizeof(*seats));
		struct store_seat *seat;

		if (seats == NULL) {
			ok = err_set(err, ERR_SYSTEM, "out of memory");
			break;
		}
		session->seats = seats;
		seat = &seats[session->n++];
		*seat = (struct store_seat){.number = (int)db_int(q, 0),
			.steps = (int)db_int(q, 5),
			.sheet = db_int(q, 6),
			.caseworker = db_int(q, 7)};
		ok = person_code_at(store, q, 1, seat->person, err) &&
		     db_copy(q, 3, seat->language, sizeof(seat->language),
			     err) &&
		     db_copy(q, 4, seat->level, sizeof(seat->level), err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

bool
store_session_get(struct store *store, const char *name,
	struct store_session *session, bool *found, struct err *err)
{
	struct store_session got = {0};
	struct db_query *q;
	bool has_row, ok;
	int64_t id = 0;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, SESSION_GET);
	db_bind_text(q, name);
	if (!db_next(q, &has_row, err))
		return false;
	ok = !has_row ||
	     (db_copy(q, 1, got.name, sizeof(got.name), err) &&
		     db_copy(q, 2, got.date, sizeof(got.date), err) &&
		     db_copy(q, 3, got.instrument, sizeof(got.instrument),
			     err));
	if (ok && has_row) {
		id = db_int(q, 0);
		got.cover = db_int(q, 4);
	}
	db_end(q);
	if (ok && has_row)
		ok = get_seats(store, id, &got, err);
	if (!ok) {
		store_session_finish(&got);
		return false;
	}
	*found = has_row;
	if (has_row)
		*session = got;
	return true;
}

bool
session_find(struct store *store, const char *name, int64_t *session,
	struct err *err)
{
	struct db_query *q = db_query(store->db, SESSION_GET);

	db_bind_text(q, name);
	if (!db_run_id(q, session, err))
		return false;
	return *session != 0 ||
	       err_set(err, ERR_USAGE,
		       "there is no session \"%s\"; sessions are made with: "
		       "skapa forms pack --session FILE",
		       name);
}

void
store_session_finish(struct store_session *session)
{
	free(session->seats);
	*session = (struct store_session){0};
}
