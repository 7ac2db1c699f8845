#include "store/visits.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"

#include <string.h>

static bool
visit_row(struct store *store, struct db_query *q, struct store_visit *visit,
	struct err *err)
{
	struct store_visit got = {.id = db_int(q, 0),
		.occasion = db_int(q, 3),
		.steps = (int)db_int(q, 6),
		.text_size = (int)db_int(q, 7),
		.is_dark = db_int(q, 8) != 0,
		.answered = (uint64_t)db_int(q, 9),
		.seen = db_int(q, 10),
		.is_parked = db_int(q, 11) != 0};

	if (!person_code_at(store, q, 1, got.person, err) ||
		!db_copy(q, 4, got.language, LAYOUT_KEY, err) ||
		!db_copy(q, 5, got.level, LAYOUT_KEY, err))
		return false;
	*visit = got;
	return true;
}

static bool
take_row(struct store *store, struct db_query *q, struct store_visit *visit,
	bool *found, struct err *err)
{
	bool ok;

	if (!db_next(q, found, err))
		return false;
	ok = !*found || visit_row(store, q, visit, err);
	db_end(q);
	return ok;
}

static bool
check(const struct store_visit *visit, struct err *err)
{
	if (!str_is_key(visit->language) ||
		(visit->level[0] != '\0' && !str_is_key(visit->level)))
		return err_set(err, ERR_USAGE,
			"language \"%s\" or level \"%s\" of a visit is not a "
			"key: up to 31 of a-z, 0-9, _ and -, a letter first",
			visit->language, visit->level);
	if (visit->steps < 0 || visit->steps > STEP_MAX ||
		visit->text_size < 0 || visit->text_size >= VISIT_SIZES)
		return err_set(err, ERR_USAGE,
			"%d steps in text size %d: there are 0 to %d steps and "
			"sizes 0 to %d",
			visit->steps, visit->text_size, STEP_MAX,
			VISIT_SIZES - 1);
	return true;
}

/* A visit is nobody's own: the right to everyone's occasions is needed. */
static bool
may(struct store *store, struct err *err)
{
	return store_may(store, MAY_KEEP_OCCASIONS, ABOUT_STORE, 0, err);
}

bool
store_visit_begin(struct store *store, const char *token,
	struct store_visit *visit, struct err *err)
{
	uint8_t index[SEALED_INDEX];
	struct db_query *q;
	int64_t id = 0;
	bool ok;

	if (!check(visit, err) || !store_begin(store, err))
		return false;
	ok = may(store, err);
	if (ok) {
		sealed_index(store, token, index);
		q = db_query(store->db, VISIT_ADD);
		db_bind_bytes(q, index, sizeof(index));
		db_bind_text(q, visit->language);
		db_bind_int(q, visit->text_size);
		db_bind_int(q, visit->is_dark ? 1 : 0);
		db_bind_int(q, visit->seen);
		ok = db_run_id(q, &id, err);
	}
	if (!store_end(store, ok, err))
		return false;
	visit->id = id;
	return true;
}

bool
store_visit_find(struct store *store, const char *token,
	struct store_visit *visit, bool *found, struct err *err)
{
	uint8_t index[SEALED_INDEX];
	struct db_query *q;

	if (!may(store, err))
		return false;
	q = db_query(store->db, VISIT_FIND);
	sealed_index(store, token, index);
	db_bind_bytes(q, index, sizeof(index));
	return take_row(store, q, visit, found, err);
}

static bool
is_over(struct store *store, int64_t id, struct err *err)
{
	return err_set(err, ERR_USAGE, "%s: has no visit %lld: it is over",
		store->path, (long long)id);
}

bool
store_visit_get(struct store *store, int64_t id, struct store_visit *visit,
	struct err *err)
{
	struct db_query *q;
	bool found;

	if (!may(store, err))
		return false;
	q = db_query(store->db, VISIT_GET);
	db_bind_int(q, id);
	return take_row(store, q, visit, &found, err) &&
	       (found || is_over(store, id, err));
}

bool
store_visit_of_person(struct store *store, const char *person,
	struct store_visit *visit, bool *found, struct err *err)
{
	struct person_row row;
	struct db_query *q;

	if (!may(store, err) || !person_need(store, person, &row, err))
		return false;
	q = db_query(store->db, VISIT_OF_PERSON);
	db_bind_int(q, row.id);
	return take_row(store, q, visit, found, err);
}

static void
bind_row(struct db_query *q, int64_t id)
{
	if (id != 0)
		db_bind_int(q, id);
	else
		db_bind_null(q);
}

static bool
set(struct store *store, const struct store_visit *visit, struct err *err)
{
	struct person_row person;
	struct db_query *q;
	int64_t id;

	if (!may(store, err) ||
		!person_find(store, visit->person, &person, err))
		return false;
	q = db_query(store->db, VISIT_SET);
	bind_row(q, person.id);
	bind_row(q, visit->occasion);
	db_bind_text(q, visit->language);
	db_bind_word(q, visit->level);
	db_bind_int(q, visit->steps);
	db_bind_int(q, visit->text_size);
	db_bind_int(q, visit->is_dark ? 1 : 0);
	db_bind_int(q, (int64_t)visit->answered);
	db_bind_int(q, visit->seen);
	db_bind_int(q, visit->id);
	if (!db_run_id(q, &id, err))
		return false;
	return id != 0 ||
	       err_set(err, ERR_USAGE, "%s: has no visit %lld: it is over",
		       store->path, (long long)visit->id);
}

bool
store_visit_set(
	struct store *store, const struct store_visit *visit, struct err *err)
{
	return check(visit, err) && store_begin(store, err) &&
	       store_end(store, set(store, visit, err), err);
}

static bool
run_on(struct store *store, enum statement statement, int64_t id,
	struct err *err)
{
	struct db_query *q;
	bool ok;

	if (!store_begin(store, err))
		return false;
	ok = may(store, err);
	if (ok) {
		q = db_query(store->db, statement);
		db_bind_int(q, id);
		ok = db_run(q, err);
	}
	return store_end(store, ok, err);
}

bool
store_visit_park(struct store *store, int64_t id, struct err *err)
{
	return run_on(store, VISIT_PARK, id, err);
}

bool
store_visit_end(struct store *store, int64_t id, struct err *err)
{
	return run_on(store, VISIT_END, id, err);
}

bool
store_visits_sweep(
	struct store *store, int64_t idle, int64_t old, struct err *err)
{
	struct db_query *q;
	bool ok;

	if (!store_begin(store, err))
		return false;
	ok = may(store, err);
	if (ok) {
		q = db_query(store->db, VISIT_PARK_IDLE);
		db_bind_int(q, idle);
		ok = db_run(q, err);
	}
	if (ok) {
		q = db_query(store->db, VISIT_END_IDLE);
		db_bind_int(q, idle);
		db_bind_int(q, old);
		ok = db_run(q, err);
	}
	return store_end(store, ok, err);
}

bool
store_visits_count(struct store *store, int *open, int *parked, struct err *err)
{
	struct db_query *q;
	bool has_row;

	if (!may(store, err))
		return false;
	q = db_query(store->db, VISIT_COUNT);
	if (!db_next(q, &has_row, err))
		return false;
	*open = has_row ? (int)db_int(q, 0) : 0;
	*parked = has_row ? (int)db_int(q, 1) : 0;
	db_end(q);
	return true;
}
