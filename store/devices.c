#include "store/devices.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"

#include <string.h>

static bool
device_row(struct db_query *q, struct store_device *device, struct err *err)
{
	*device = (struct store_device){.id = db_int(q, 0),
		.px_m = (int)db_int(q, 4),
		.asked = db_int(q, 5),
		.paired = db_int(q, 6),
		.seen = db_int(q, 7)};
	return db_copy(q, 1, device->code, DEVICE_CODE, err) &&
	       db_copy(q, 2, device->place, DEVICE_PLACE, err) &&
	       db_copy(q, 3, device->language, LAYOUT_KEY, err);
}

/* A screen is no person's: it needs the right to everyone's occasions. */
static bool
is_screens(struct store *store, struct err *err)
{
	return store_may(store, MAY_KEEP_OCCASIONS, ABOUT_STORE, 0, err);
}

static bool
count_waiting(struct store *store, int *n, struct err *err)
{
	struct db_query *q = db_query(store->db, DEVICE_WAITING);
	bool has_row;

	if (!db_next(q, &has_row, err))
		return false;
	*n = has_row ? (int)db_int(q, 0) : 0;
	db_end(q);
	return true;
}

static bool
ask(struct store *store, const char *token, const char *code, struct err *err)
{
	uint8_t index[SEALED_INDEX];
	const int64_t now = store->actor.at;
	struct db_query *q;
	int64_t id;
	int n;

	if (!is_screens(store, err))
		return false;
	q = db_query(store->db, DEVICE_FORGET);
	db_bind_int(q, now - DEVICE_WAIT_S);
	if (!db_run(q, err) || !count_waiting(store, &n, err))
		return false;
	if (n >= DEVICE_WAITS)
		return err_set(err, ERR_LIMIT,
			"%s: %d screens wait to be let in already; try again "
			"in %d minutes",
			store->path, n, DEVICE_WAIT_S / 60);
	sealed_index(store, token, index);
	q = db_query(store->db, DEVICE_ADD);
	db_bind_bytes(q, index, sizeof(index));
	db_bind_text(q, code);
	db_bind_int(q, DEVICE_PX_M);
	db_bind_int(q, now);
	return db_run_id(q, &id, err);
}

bool
store_device_ask(struct store *store, const char *token, const char *code,
	struct err *err)
{
	if (strlen(code) != DEVICE_CODE - 1 ||
		strspn(code, "0123456789") != DEVICE_CODE - 1)
		return err_set(err, ERR_USAGE,
			"\"%s\" is no code of six digits", code);
	return store_begin(store, err) &&
	       store_end(store, ask(store, token, code, err), err);
}

static bool
take_row(struct db_query *q, struct store_device *device, bool *found,
	struct err *err)
{
	bool ok;

	if (!db_next(q, found, err))
		return false;
	ok = !*found || device_row(q, device, err);
	db_end(q);
	return ok;
}

bool
store_device_find(struct store *store, const char *token,
	struct store_device *device, bool *found, struct err *err)
{
	uint8_t index[SEALED_INDEX];
	struct db_query *q;

	if (!is_screens(store, err))
		return false;
	sealed_index(store, token, index);
	q = db_query(store->db, DEVICE_FIND);
	db_bind_bytes(q, index, sizeof(index));
	return take_row(q, device, found, err);
}

/* Of a statement that gives the row's number back. */
static bool
run_on(struct store *store, struct db_query *q, int64_t id, struct err *err)
{
	int64_t changed;

	if (!db_run_id(q, &changed, err))
		return false;
	return changed != 0 || err_set(err, ERR_USAGE,
				       "%s: has no screen %lld: it was revoked "
				       "or waited too long",
				       store->path, (long long)id);
}

static bool
pair(struct store *store, int64_t id, const char *place, const char *language,
	struct err *err)
{
	struct db_query *q;

	if (!store_does(store, MAY_PAIR, ABOUT_DEVICE, id, err))
		return false;
	q = db_query(store->db, DEVICE_PAIR);
	db_bind_text(q, place);
	db_bind_word(q, language);
	db_bind_int(q, store->actor.at);
	db_bind_int(q, id);
	return run_on(store, q, id, err);
}

bool
store_device_pair(struct store *store, int64_t id, const char *place,
	const char *language, struct err *err)
{
	const size_t len = strlen(place);

	if (len == 0 || len >= DEVICE_PLACE || !str_is_line(place) ||
		str_has_personal_number(place))
		return err_set(err, ERR_USAGE,
			"the place of a screen is a line of 1 to %d bytes "
			"without a personal number",
			DEVICE_PLACE - 1);
	if (language[0] != '\0' && !str_is_key(language))
		return err_set(err, ERR_USAGE,
			"language \"%s\" is not a key: up to 31 of a-z, 0-9, _ "
			"and -, a letter first",
			language);
	return store_begin(store, err) &&
	       store_end(store, pair(store, id, place, language, err), err);
}

static bool
note(struct store *store, int64_t id, int px_m, int64_t seen, struct err *err)
{
	struct db_query *q;

	if (!is_screens(store, err))
		return false;
	q = db_query(store->db, DEVICE_NOTE);
	db_bind_int(q, px_m);
	db_bind_int(q, seen);
	db_bind_int(q, id);
	return run_on(store, q, id, err);
}

bool
store_device_note(struct store *store, int64_t id, int px_m, int64_t seen,
	struct err *err)
{
	if (px_m < DEVICE_PX_M_LEAST || px_m > DEVICE_PX_M_MOST)
		return err_set(err, ERR_USAGE,
			"%d pixels a metre: a screen has %d to %d", px_m,
			DEVICE_PX_M_LEAST, DEVICE_PX_M_MOST);
	return store_begin(store, err) &&
	       store_end(store, note(store, id, px_m, seen, err), err);
}

static bool
revoke(struct store *store, int64_t id, struct err *err)
{
	struct db_query *q;

	if (!store_does(store, MAY_UNPAIR, ABOUT_DEVICE, id, err))
		return false;
	q = db_query(store->db, DEVICE_REVOKE);
	db_bind_int(q, id);
	return run_on(store, q, id, err);
}

bool
store_device_revoke(struct store *store, int64_t id, struct err *err)
{
	return store_begin(store, err) &&
	       store_end(store, revoke(store, id, err), err);
}

bool
store_device_list(struct store *store, store_each_device *each, void *data,
	struct err *err)
{
	struct store_device device;
	struct db_query *q;
	bool has_row, ok;

	if (!store_may(store, MAY_PAIR, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, DEVICE_LIST);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = device_row(q, &device, err) && each(&device, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}
