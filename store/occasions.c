#include "store/occasions.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/twice.h"
#include "store/words.h"

#include <string.h>

const char *const occasion_kinds[] = {
	"by_order", "start", "follow_up", "closing", "drop_in", "then", NULL};
const char *const occasion_settings[] = {
	"not_said", "individual", "group", NULL};
const char *const occasion_modes[] = {
	"not_said", "paper", "kiosk", "oral", NULL};
const char *const occasion_assistances[] = {"not_said", "none", "interpreter",
	"language_support", "staff", "other", NULL};
const char *const occasion_states[] = {
	"offered", "held", "declined", "talk_only", NULL};
const char *const store_raters[] = {"self", "caseworker", NULL};

enum store_rater
rater_of(const char *word)
{
	const int number = words_find(store_raters, word);

	return number < 0 ? RATES__MAX : (enum store_rater)number;
}

/* ------------------------------------------------------------- rows */

static void
occasion_record(const struct store_occasion *o, struct record *record)
{
	record_begin(record, 1);
	record_put(record, (int)o->kind, 1);
	record_put(record, (int)o->setting, 1);
	record_put(record, (int)o->mode, 1);
	record_put(record, (int)o->assistance, 1);
	record_put(record, (int)o->state, 1);
	record_put(record, o->horizon_months, 2);
	record_put(record, o->started, 8);
	record_put(record, o->ended, 8);
	record_put_text(record, o->reason);
	record_put_text(record, o->language);
	record_put_text(record, o->wording);
	record_put_text(record, o->words_hash);
	record_put_text(record, o->caseworker);
	record_put_text(record, o->deputy);
}

static bool
occasion_of_record(struct record *record, struct store_occasion *o)
{
	record_read(record, 1);
	o->kind = (enum occasion_kind)record_get(record, 1);
	o->setting = (enum occasion_setting)record_get(record, 1);
	o->mode = (enum occasion_mode)record_get(record, 1);
	o->assistance = (enum occasion_assistance)record_get(record, 1);
	o->state = (enum occasion_state)record_get(record, 1);
	o->horizon_months = (int)record_get(record, 2);
	o->started = record_get(record, 8);
	o->ended = record_get(record, 8);
	record_get_text(record, o->reason, sizeof(o->reason));
	record_get_text(record, o->language, sizeof(o->language));
	record_get_text(record, o->wording, sizeof(o->wording));
	record_get_text(record, o->words_hash, sizeof(o->words_hash));
	record_get_text(record, o->caseworker, sizeof(o->caseworker));
	record_get_text(record, o->deputy, sizeof(o->deputy));
	return record_ok(record) && o->kind < OCCASION_KIND__MAX &&
	       o->setting < SETTING__MAX && o->mode < MODE__MAX &&
	       o->assistance < ASSISTANCE__MAX &&
	       o->state < OCCASION_STATE__MAX;
}

bool
occasion_at(struct store *store, struct db_query *q, int column, int64_t id,
	int64_t slot, struct store_occasion *occasion, bool *has,
	struct err *err)
{
	const struct sealed_at at = {slot, "occasion|about", id, ""};
	struct record record;
	bool ok;

	if (!sealed_get(store, q, column, &at, &record, has, err))
		return false;
	ok = !*has || occasion_of_record(&record, occasion);
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "an occasion");
}

bool
occasion_row(struct store *store, struct db_query *q,
	struct store_occasion *out, int64_t *slot, bool *has, struct err *err)
{
	*out = (struct store_occasion){.id = db_int(q, 0),
		.steps = (int)db_int(q, 7),
		.rater = rater_of(db_text(q, 8)),
		.is_locked = db_int(q, 11) != 0,
		.ordinal = (int)db_int(q, 13),
		.series = db_int(q, 15)};
	*slot = db_int(q, 16);
	if (!person_code_at(store, q, 2, out->person, err) ||
		!db_copy(q, 4, out->instrument, LAYOUT_KEY, err) ||
		!db_copy(q, 5, out->version, LAYOUT_KEY, err) ||
		!db_copy(q, 6, out->level, LAYOUT_KEY, err) ||
		!db_copy(q, 9, out->date, STORE_DATE, err) ||
		!db_copy(q, 10, out->session, STORE_SESSION, err) ||
		!occasion_at(store, q, 12, out->id, *slot, out, has, err))
		return false;
	if (out->state == OCCASION_OFFERED && db_int(q, 14) != 0)
		out->state = OCCASION_HELD;
	return true;
}

static bool
get(struct store *store, int64_t id, struct store_occasion *occasion,
	int64_t *slot, struct err *err)
{
	struct db_query *q = db_query(store->db, OCCASION_GET);
	bool has, ok;

	db_bind_int(q, id);
	if (!db_next(q, &has, err))
		return false;
	ok = !has || occasion_row(store, q, occasion, slot, &has, err);
	db_end(q);
	if (ok && !has)
		return err_set(err, ERR_USAGE, "%s: has no occasion %lld",
			store->path, (long long)id);
	return ok;
}

static bool
keep(struct store *store, int64_t id, int64_t slot,
	const struct store_occasion *occasion, struct err *err)
{
	const struct sealed_at at = {slot, "occasion|about", id, ""};
	struct db_query *q = db_query(store->db, OCCASION_SET);
	struct store_occasion kept = *occasion;
	struct record record;

	/* Held is what an offer with answers is: nobody has to keep it up. */
	if (kept.state == OCCASION_HELD)
		kept.state = OCCASION_OFFERED;
	occasion_record(&kept, &record);
	if (!sealed_bind(store, q, &at, &record, err))
		return false;
	db_bind_int(q, id);
	return db_run(q, err);
}

/* ------------------------------------------------------------- joining */

/* One instrument's row for a person, and the number of its key. */
struct series_row {
	int64_t id, slot;
	bool is_new;
};

static struct db_query *
series_query(struct store *store, enum statement statement, int64_t person,
	const struct store_occasion *like)
{
	struct db_query *q = db_query(store->db, statement);

	db_bind_int(q, person);
	db_bind_text(q, like->instrument);
	db_bind_text(q, like->version);
	db_bind_text(q, like->level);
	db_bind_int(q, like->steps);
	return q;
}

static bool
find_or_add_series(struct store *store, int64_t person,
	const struct store_occasion *like, struct series_row *row,
	struct err *err)
{
	struct db_query *q = series_query(store, SERIES_GET, person, like);
	bool has_row;

	if (!db_next(q, &has_row, err))
		return false;
	if (has_row)
		*row = (struct series_row){db_int(q, 0), db_int(q, 1), false};
	db_end(q);
	if (has_row)
		return true;
	row->is_new = true;
	if (!sealed_slot(store, &row->slot, err))
		return false;
	q = series_query(store, SERIES_ADD, person, like);
	db_bind_text(q, store_raters[like->rater]);
	db_bind_int(q, row->slot);
	return db_run_id(q, &row->id, err);
}

static bool
find_or_add(struct store *store, int64_t series,
	const struct store_occasion *like, int64_t *id, bool *is_new,
	struct err *err)
{
	static const enum statement two[] = {OCCASION_FIND, OCCASION_ADD};
	size_t i;

	*id = 0;
	for (i = 0; i < 2 && *id == 0; i++) {
		struct db_query *q = db_query(store->db, two[i]);

		db_bind_int(q, series);
		db_bind_text(q, like->date);
		db_bind_text(q, like->session);
		*is_new = two[i] == OCCASION_ADD;
		if (!db_run_id(q, id, err))
			return false;
	}
	return true;
}

/* A form for one kind of occasion has that kind's name. */
static enum occasion_kind
kind_of(const char *instrument, bool is_first)
{
	if (strcmp(instrument, "drop-in") == 0)
		return OCCASION_DROP_IN;
	if (strcmp(instrument, "closing") == 0)
		return OCCASION_CLOSING;
	return is_first ? OCCASION_START : OCCASION_FOLLOW_UP;
}

bool
occasion_join(struct store *store, const struct person_row *person,
	const struct store_occasion *like, int64_t *id, int64_t *slot,
	struct err *err)
{
	struct store_occasion made = *like;
	struct series_row series;
	bool is_new;

	if (!find_or_add_series(store, person->id, like, &series, err) ||
		!find_or_add(store, series.id, like, id, &is_new, err))
		return false;
	*slot = series.slot;
	if (!is_new)
		return true;
	if (strcmp(made.level, LAYOUT_THEN) == 0)
		made.kind = OCCASION_THEN;
	else if (made.kind == OCCASION_BY_ORDER)
		made.kind = kind_of(made.instrument, series.is_new);
	if (made.setting == SETTING_NOT_SAID && made.session[0] != '\0')
		made.setting = SETTING_GROUP;
	if (made.caseworker[0] == '\0')
		memcpy(made.caseworker, person->person.caseworker, STORE_WHO);
	if (made.deputy[0] == '\0')
		memcpy(made.deputy, person->person.deputy, STORE_WHO);
	return keep(store, *id, series.slot, &made, err);
}

/* ------------------------------------------------------------- calls */

static bool
check_key(const char *what, const char *key, bool may_lack, struct err *err)
{
	return (may_lack && key[0] == '\0') || str_is_key(key) ||
	       err_set(err, ERR_USAGE,
		       "%s \"%s\" of an occasion is not a key: up to 31 of "
		       "a-z, 0-9, _ and -, a letter first",
		       what, key);
}

/* What is said of it. */
static bool
check_said(const struct store_occasion *o, struct err *err)
{
	if (o->horizon_months < 0 || o->horizon_months > OCCASION_HORIZON)
		return err_set(err, ERR_USAGE,
			"a horizon of %d months: it has 0 to %d",
			o->horizon_months, OCCASION_HORIZON);
	return check_key("reason", o->reason, true, err) &&
	       check_key("language", o->language, true, err) &&
	       check_key("wording", o->wording, true, err) &&
	       (o->caseworker[0] == '\0' ||
		       store_who_check(o->caseworker, err)) &&
	       (o->deputy[0] == '\0' || store_who_check(o->deputy, err));
}

bool
store_occasion_open(struct store *store, const struct store_occasion *occasion,
	int64_t *id, struct err *err)
{
	struct person_row person;
	int64_t got = 0, slot;
	bool ok;

	if (occasion->steps < 0 || occasion->steps > STEP_MAX)
		return err_set(err, ERR_USAGE, "%d steps: there are 0 to %d",
			occasion->steps, STEP_MAX);
	if (occasion->kind == OCCASION_THEN &&
		strcmp(occasion->level, LAYOUT_THEN) != 0)
		return err_set(err, ERR_USAGE,
			"an occasion of the kind then has the level %s",
			LAYOUT_THEN);
	if (!check_key("instrument", occasion->instrument, false, err) ||
		!check_key("level", occasion->level, false, err) ||
		!day_check(occasion->date, "an occasion", err) ||
		!check_said(occasion, err) || !store_begin(store, err))
		return false;
	ok = person_need(store, occasion->person, &person, err) &&
	     occasion_join(store, &person, occasion, &got, &slot, err) &&
	     store_does(store, MAY_KEEP_OCCASIONS, ABOUT_OCCASION, got, err);
	if (!store_end(store, ok, err))
		return false;
	*id = got;
	return true;
}

bool
store_occasion_get(struct store *store, int64_t id,
	struct store_occasion *occasion, struct err *err)
{
	struct store_occasion got;
	int64_t slot;

	if (!store_may(store, MAY_LIST_OCCASIONS, ABOUT_OCCASION, id, err) ||
		!get(store, id, &got, &slot, err))
		return false;
	*occasion = got;
	return true;
}

bool
store_occasion_set(struct store *store, const struct store_occasion *occasion,
	struct err *err)
{
	struct store_occasion said = *occasion, before;
	int64_t slot;
	bool ok;

	if (!check_said(occasion, err) || !store_begin(store, err))
		return false;
	ok = get(store, occasion->id, &before, &slot, err) &&
	     store_does(store, MAY_KEEP_OCCASIONS, ABOUT_OCCASION, occasion->id,
		     err);
	if (ok && said.kind == OCCASION_BY_ORDER)
		said.kind = before.kind;
	if (ok &&
		(said.kind == OCCASION_THEN) != (before.kind == OCCASION_THEN))
		ok = err_set(err, ERR_USAGE,
			"occasion %lld: what was asked at level %s is of the "
			"kind then, and nothing else is",
			(long long)occasion->id, LAYOUT_THEN);
	ok = ok && keep(store, occasion->id, slot, &said, err);
	return store_end(store, ok, err);
}

static bool
lock(struct store *store, int64_t id, int64_t ended, struct err *err)
{
	struct store_occasion occasion;
	struct db_query *q;
	int64_t slot;

	if (!get(store, id, &occasion, &slot, err))
		return false;
	if (!store_may(store, MAY_KEEP_OCCASIONS, ABOUT_OCCASION, id, err))
		return false;
	if (occasion.is_locked)
		return true;
	if (!chain_add(
		    store, MAY_KEEP_OCCASIONS, false, ABOUT_OCCASION, id, err))
		return false;
	occasion.ended = ended;
	if (!keep(store, id, slot, &occasion, err))
		return false;
	q = db_query(store->db, OCCASION_LOCK);
	db_bind_int(q, id);
	return db_run(q, err);
}

bool
store_occasion_lock(
	struct store *store, int64_t id, int64_t ended, struct err *err)
{
	return store_begin(store, err) &&
	       store_end(store, lock(store, id, ended, err), err);
}

bool
store_occasions(struct store *store, const char *person,
	store_each_occasion *each, void *data, struct err *err)
{
	struct db_query *q;
	struct person_row row = {0};
	bool has_row, ok, shows;

	if ((person != NULL && !person_find(store, person, &row, err)) ||
		!store_may(store, MAY_LIST_OCCASIONS,
			person != NULL ? ABOUT_PERSON : ABOUT_EVERYONE, row.id,
			err))
		return false;
	q = db_query(
		store->db, person != NULL ? OCCASION_OF_PERSON : OCCASION_LIST);
	if (person != NULL)
		db_bind_int(q, row.id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_occasion occasion;
		int64_t slot;

		ok = occasion_row(store, q, &occasion, &slot, &shows, err) &&
		     (!shows || store_shows(store, MAY_LIST_OCCASIONS,
					occasion.person, &shows, err)) &&
		     (!shows || each(&occasion, data, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

/* ------------------------------------------------------------- answers */

static bool
check_put(const struct store_put *put, struct err *err)
{
	const bool is_value =
		put->status == ANSWER_ANSWERED
			? put->value >= 1 && put->value <= put->top
			: put->status == ANSWER_DECLINED ||
				  put->status == ANSWER_NOT_UNDERSTOOD ||
				  put->status == ANSWER_BLANK;

	if (!check_key("item", put->item, false, err))
		return false;
	if (put->top < 1 || put->top > STEP_MAX || !is_value)
		return err_set(err, ERR_USAGE,
			"%s has the steps 1 to %d, and can be declined, not "
			"understood or blank",
			put->item, put->top);
	if (put->once[0] == '\0')
		return err_set(err, ERR_USAGE,
			"an answer to %s without a key for once", put->item);
	return true;
}

/* Whether this very answer was put before. */
static bool
put_once(struct store *store, int64_t occasion, const char *once, bool *again,
	struct err *err)
{
	struct db_query *q = db_query(store->db, PUT_ADD);
	int64_t id;

	db_bind_int(q, occasion);
	db_bind_text(q, once);
	if (!db_run_id(q, &id, err))
		return false;
	*again = id == 0;
	return true;
}

static struct answer
answer_of_put(const struct store_put *put)
{
	return (struct answer){.status = put->status,
		.confidence = 1,
		.value = put->status == ANSWER_ANSWERED	  ? put->value
			 : put->status == ANSWER_DECLINED ? VALUE_DECLINED
			 : put->status == ANSWER_NOT_UNDERSTOOD
				 ? VALUE_NOT_UNDERSTOOD
				 : VALUE_NONE};
}

static void
add_candidate(struct answer *answer, int value)
{
	int i;

	for (i = 0; i < answer->n_marks; i++) {
		if (answer->marks[i].value == value)
			return;
	}
	if (value != VALUE_NONE && answer->n_marks < ANSWER_MARKS)
		answer->marks[answer->n_marks++] =
			(struct mark){.value = value, .candidate = true};
}

/*
 * What came too late counts for nothing until a person has looked: it waits,
 * beside what there was. *is_same: that was the same, and stays.
 */
static bool
make_late(struct store *store, int64_t id, struct answer *answer, bool *is_same,
	struct err *err)
{
	const struct answer late = *answer;
	struct answer before = {0};
	bool has = false;

	*is_same = false;
	if (id != 0 && !twice_screen(store, id, &before, &has, err))
		return false;
	*is_same = has && before.status == late.status &&
		   before.value == late.value;
	if (!has)
		before = (struct answer){.value = VALUE_NONE};
	add_candidate(&before, before.value);
	add_candidate(&before, late.value);
	before.status = ANSWER_REVIEW;
	before.value = VALUE_NONE;
	before.confidence = 0;
	str_copy(before.reason, sizeof(before.reason), ANSWER_LATE);
	*answer = before;
	return true;
}

/* is_late: it came when the occasion took no more. */
static bool
write_put(struct store *store, int64_t occasion, int64_t slot,
	const struct store_put *put, bool is_late, struct err *err)
{
	const struct sealed_at at = {slot, "answer|put", occasion, put->item};
	struct answer answer = answer_of_put(put);
	struct record record;
	struct db_query *q = db_query(store->db, ANSWER_FIND);
	bool is_same = false;
	int64_t id;

	db_bind_int(q, occasion);
	db_bind_text(q, put->item);
	if (!db_run_id(q, &id, err) ||
		(is_late && !make_late(store, id, &answer, &is_same, err)))
		return false;
	if (is_same)
		return true;
	answer_record(&answer, &record);
	if (id != 0) {
		q = db_query(store->db, is_late ? ANSWER_WAITS : ANSWER_CHANGE);
		if (!sealed_bind(store, q, &at, &record, err))
			return false;
		db_bind_int(q, put->top);
		db_bind_int(q, id);
		return db_run(q, err) &&
		       (!is_late || twice_wait(store, id, err));
	}
	q = db_query(store->db, ANSWER_ADD);
	db_bind_null(q);
	db_bind_int(q, occasion);
	db_bind_int(q, put->position);
	db_bind_text(q, put->item);
	db_bind_int(q, put->top);
	db_bind_int(q, is_late);
	return sealed_bind(store, q, &at, &record, err) && db_run(q, err);
}

static bool
put_in(struct store *store, int64_t id, const struct store_put *put,
	bool is_late, struct err *err)
{
	struct store_occasion occasion;
	int64_t slot;
	bool again;

	if (!get(store, id, &occasion, &slot, err) ||
		!store_may(store, MAY_PUT_ANSWERS, ABOUT_OCCASION, id, err) ||
		!put_once(store, id, put->once, &again, err))
		return false;
	if (again)
		return true;
	if (occasion.is_locked && !is_late)
		return err_set(err, ERR_USAGE,
			"occasion %lld is locked: it takes no more answers",
			(long long)id);
	return write_put(store, id, slot, put, is_late, err) &&
	       twice_put(store, id, put->item, err) &&
	       chain_add(
		       store, MAY_PUT_ANSWERS, false, ABOUT_OCCASION, id, err);
}

static bool
put_it(struct store *store, int64_t occasion, const struct store_put *put,
	bool is_late, struct err *err)
{
	bool ok;

	if (!check_put(put, err))
		return false;
	do {
		ok = store_begin(store, err) &&
		     store_end(store,
			     put_in(store, occasion, put, is_late, err), err);
	} while (!ok && store_again(store, err));
	return ok;
}

bool
store_answer_put(struct store *store, int64_t occasion,
	const struct store_put *put, struct err *err)
{
	return put_it(store, occasion, put, false, err);
}

bool
store_answer_late(struct store *store, int64_t occasion,
	const struct store_put *put, struct err *err)
{
	return put_it(store, occasion, put, true, err);
}

bool
store_occasion_given(struct store *store, int64_t occasion, uint64_t *positions,
	struct err *err)
{
	struct db_query *q;
	uint64_t got = 0;
	bool has_row, ok;

	if (!store_may(
		    store, MAY_KEEP_OCCASIONS, ABOUT_OCCASION, occasion, err))
		return false;
	q = db_query(store->db, PUT_POSITIONS);
	db_bind_int(q, occasion);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		const int64_t position = db_int(q, 0);

		if (position >= 0 && position < 64)
			got |= UINT64_C(1) << position;
	}
	db_end(q);
	if (ok)
		*positions = got;
	return ok;
}

bool
store_occasion_waiting(
	struct store *store, int64_t occasion, int *n, struct err *err)
{
	struct db_query *q;
	int64_t got;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_OCCASION, occasion, err))
		return false;
	q = db_query(store->db, PUT_WAITING);
	db_bind_int(q, occasion);
	if (!db_run_id(q, &got, err))
		return false;
	*n = (int)got;
	return true;
}
