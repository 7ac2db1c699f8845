/*
 * Where answers go in and come out, and the only place that knows how a row
 * keeps one.
 */
#include "store/inside.h"

#include "core/err.h"
#include "core/str.h"
#include "store/twice.h"

#include <string.h>

#define INK 10000  /* a share of ink, in the record */
#define MICRO 1000 /* millimetres in micrometres */

/* ------------------------------------------------------------- records */

void
answer_record(const struct answer *answer, struct record *record)
{
	int i;

	record_begin(record, 1);
	record_put(record, (int)answer->status, 1);
	record_put(record, answer->value, 1);
	record_put(record, (int64_t)(answer->confidence * INK + .5), 2);
	record_put(record, answer->n_marks, 1);
	for (i = 0; i < answer->n_marks; i++) {
		const struct mark *m = &answer->marks[i];

		record_put(record, m->value, 1);
		record_put(record, m->candidate ? 1 : 0, 1);
		record_put(record, (int64_t)(m->ink * INK + .5), 2);
		record_put(record, (int64_t)(m->zone_ink * MICRO + .5), 2);
		record_put(record, (int64_t)(m->outline * INK + .5), 2);
		record_put(record, (int64_t)(m->shift_mm * MICRO + .5), 2);
	}
	record_put_room(record, answer->reason, sizeof(answer->reason));
}

bool
answer_of_record(struct record *record, struct answer *answer)
{
	int i;

	record_read(record, 1);
	answer->status = (enum answer_status)record_get(record, 1);
	answer->value = (int)record_get(record, 1);
	answer->confidence = (double)record_get(record, 2) / INK;
	answer->n_marks = (int)record_get(record, 1);
	if (!record_ok(record) || answer->status >= ANSWER__MAX ||
		answer->n_marks < 0 || answer->n_marks > ANSWER_MARKS)
		return false;
	for (i = 0; i < answer->n_marks; i++) {
		struct mark *m = &answer->marks[i];

		m->value = (int)record_get(record, 1);
		m->candidate = record_get(record, 1) != 0;
		m->ink = (double)record_get(record, 2) / INK;
		m->zone_ink = (double)record_get(record, 2) / MICRO;
		m->outline = (double)record_get(record, 2) / INK;
		m->shift_mm = (double)record_get(record, 2) / MICRO;
	}
	record_get_room(record, answer->reason, sizeof(answer->reason));
	return record_ok(record);
}

void
decision_record(const struct store_decision *decision, struct record *record)
{
	record_begin(record, 1);
	record_put(record, (int)decision->status, 1);
	record_put(record, decision->value, 1);
	record_put_text(record, decision->text);
}

bool
decision_of_record(struct record *record, struct store_decision *decision)
{
	record_read(record, 1);
	decision->status = (enum answer_status)record_get(record, 1);
	decision->value = (int)record_get(record, 1);
	record_get_text(record, decision->text, sizeof(decision->text));
	return record_ok(record) && decision->status <= ANSWER__MAX;
}

/* The machine's column of an answer. *has false: it was forgotten. */
static bool
machine_at(struct store *store, struct db_query *q, int column,
	const struct sealed_at *at, struct answer *answer, bool *has,
	struct err *err)
{
	struct record record;
	bool ok;

	if (!sealed_get(store, q, column, at, &record, has, err))
		return false;
	ok = !*has || answer_of_record(&record, answer);
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "an answer");
}

/* ------------------------------------------------------------- of a reading */

static int
top_step(const struct answer *answer)
{
	int top = answer->value > 0 ? answer->value : 0;
	int i;

	for (i = 0; i < answer->n_marks; i++) {
		if (answer->marks[i].value > top)
			top = answer->marks[i].value;
	}
	return top;
}

bool
answers_put(struct store *store, int64_t reading_id, int64_t slot,
	const struct reading *reading, struct err *err)
{
	struct record record;
	bool ok = true;
	int i;

	for (i = 0; ok && i < reading->n_answers; i++) {
		const struct answer *answer = &reading->answers[i];
		const struct sealed_at at = {
			slot, "answer|machine", reading_id, answer->item};
		struct db_query *q;

		if (strcmp(answer->item, ITEM_PRACTICE) == 0)
			continue;
		answer_record(answer, &record);
		q = db_query(store->db, ANSWER_ADD);
		db_bind_int(q, reading_id);
		db_bind_null(q);
		db_bind_int(q, i);
		db_bind_text(q, answer->item);
		db_bind_int(q, top_step(answer));
		db_bind_int(q, answer->status == ANSWER_REVIEW ||
				       answer->status == ANSWER_UNREADABLE);
		ok = sealed_bind(store, q, &at, &record, err) && db_run(q, err);
	}
	record_wipe(&record);
	return ok;
}

bool
answers_get(struct store *store, int64_t reading_id, struct reading *reading,
	struct err *err)
{
	struct db_query *q = db_query(store->db, ANSWER_OF_READING);
	bool has_row, has, ok;

	*reading = (struct reading){0};
	db_bind_int(q, reading_id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct answer *answer = &reading->answers[reading->n_answers];
		const struct sealed_at at = {db_int(q, 1), "answer|machine",
			reading_id, answer->item};

		if (reading->n_answers == READING_ANSWERS) {
			ok = db_damaged(
				store->db, err, "a page has too many answers");
			break;
		}
		ok = db_copy(q, 0, answer->item, sizeof(answer->item), err) &&
		     machine_at(store, q, 2, &at, answer, &has, err);
		if (!ok)
			break;
		if (has)
			reading->n_answers++;
	}
	db_end(q);
	return ok;
}

/* ------------------------------------------------------------- as they count
 */

static bool
walk_on(struct store *store, struct db_query *q, struct answer_walk *walk,
	struct err *err)
{
	struct store_occasion occasion = {0};
	bool has;

	if (walk->person != db_int(q, 0) || walk->person == 0) {
		walk->person = db_int(q, 0);
		if (!person_code_at(store, q, 1, walk->code, err))
			return false;
	}
	if (db_int(q, 17) == 0 && walk->occasion != db_int(q, 4)) {
		walk->occasion = db_int(q, 4);
		if (!occasion_at(store, q, 20, walk->occasion, db_int(q, 16),
			    &occasion, &has, err))
			return false;
		memcpy(walk->language, occasion.language, LAYOUT_KEY);
	}
	return true;
}

static bool
human_at(struct store *store, struct db_query *q, const struct sealed_at *at,
	struct store_answer *row, struct err *err)
{
	struct store_decision decision;
	struct record record;
	bool has, ok;

	if (!sealed_get(store, q, 19, at, &record, &has, err))
		return false;
	row->is_decided = has;
	if (!has)
		return true;
	ok = decision_of_record(&record, &decision);
	record_wipe(&record);
	if (!ok || decision.status >= ANSWER__MAX)
		return db_damaged(store->db, err, "a decided answer");
	row->status = decision.status;
	row->value = decision.value;
	return true;
}

bool
answer_row(struct store *store, struct db_query *q, struct answer_walk *walk,
	struct store_answer *row, bool *has, struct err *err)
{
	const int64_t reading = db_int(q, 17);
	struct sealed_at at = {.slot = db_int(q, 16),
		.column = reading != 0 ? "answer|machine" : "answer|put",
		.row = reading != 0 ? reading : db_int(q, 4),
		.item = row->item};
	struct answer answer = {0};

	*row = (struct store_answer){
		.sheet = db_int(q, 3),
		.occasion = db_int(q, 4),
		.steps = (int)db_int(q, 10),
		.rater = rater_of(db_text(q, 11)),
		.page = (int)db_int(q, 12),
		.top = (int)db_int(q, 15),
	};
	if (!walk_on(store, q, walk, err) ||
		!db_copy(q, 5, row->date, sizeof(row->date), err) ||
		!db_copy(q, 6, row->instrument, LAYOUT_KEY, err) ||
		!db_copy(q, 7, row->version, LAYOUT_KEY, err) ||
		!db_copy(q, 8, row->language, LAYOUT_KEY, err) ||
		!db_copy(q, 9, row->level, LAYOUT_KEY, err) ||
		!db_copy(q, 13, row->line, sizeof(row->line), err) ||
		!db_copy(q, 14, row->item, sizeof(row->item), err) ||
		!machine_at(store, q, 18, &at, &answer, has, err))
		return false;
	memcpy(row->person, walk->code, PERSON_CODE);
	if (reading == 0)
		memcpy(row->language, walk->language, LAYOUT_KEY);
	row->status = answer.status;
	row->value = answer.value;
	row->confidence = answer.confidence;
	memcpy(row->reason, answer.reason, sizeof(row->reason));
	at.column = "answer|human";
	if (!human_at(store, q, &at, row, err))
		return false;
	if (db_int(q, 22) != 0 && !db_is_null(q, 23)) {
		twice_unsure(&row->status, &row->value, row->reason);
		row->is_decided = false;
	}
	return true;
}

/*
 * Whether a row is of a kind that the operation is about: what a caseworker
 * believes has a class of its own, and is among other answers only for who may
 * read it.
 */
static bool
is_about(struct store *store, enum store_operation operation,
	const struct store_answer *row, bool *is, struct err *err)
{
	*is = operation != MAY_READ_BELIEFS || row->rater == RATES_CASEWORKER;
	if (operation != MAY_READ_ANSWERS || row->rater != RATES_CASEWORKER)
		return true;
	return store_shows(store, MAY_READ_BELIEFS, row->person, is, err);
}

/* Those that this operation shows to the actor. */
static bool
each_row(struct store *store, enum store_operation operation,
	struct db_query *q, store_each_answer *each, void *data,
	struct err *err)
{
	struct answer_walk walk = {0};
	bool has_row, ok, shows;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_answer row;

		ok = answer_row(store, q, &walk, &row, &shows, err) &&
		     (!shows || store_shows(store, operation, row.person,
					&shows, err)) &&
		     (!shows ||
			     is_about(store, operation, &row, &shows, err)) &&
		     (!shows || each(&row, data, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

static bool
answers_of(struct store *store, const char *person,
	enum store_operation operation, store_each_answer *each, void *data,
	struct err *err)
{
	struct person_row row = {0}; /* id 0 has nothing */
	struct db_query *q;

	if ((person != NULL && !person_look(store, person, &row, err)) ||
		!store_reads(store, operation,
			person != NULL ? ABOUT_PERSON : ABOUT_EVERYONE, row.id,
			err))
		return false;
	q = db_query(
		store->db, person != NULL ? ANSWER_OF_PERSON : ANSWER_LIST);
	if (person != NULL) {
		db_bind_int(q, row.id);
		db_bind_int(q, row.id);
	}
	return each_row(store, operation, q, each, data, err);
}

bool
store_answers(struct store *store, const char *person, store_each_answer *each,
	void *data, struct err *err)
{
	return answers_of(store, person, MAY_READ_ANSWERS, each, data, err);
}

bool
store_beliefs(struct store *store, const char *person, store_each_answer *each,
	void *data, struct err *err)
{
	return answers_of(store, person, MAY_READ_BELIEFS, each, data, err);
}

bool
store_occasion_answers(struct store *store, int64_t occasion,
	store_each_answer *each, void *data, struct err *err)
{
	struct db_query *q;

	if (!store_reads(
		    store, MAY_READ_ANSWERS, ABOUT_OCCASION, occasion, err))
		return false;
	q = db_query(store->db, ANSWER_OF_OCCASION);
	db_bind_int(q, occasion);
	db_bind_int(q, occasion);
	return each_row(store, MAY_READ_ANSWERS, q, each, data, err);
}

bool
store_reviews(struct store *store, store_each_answer *each, void *data,
	struct err *err)
{
	return store_reads(store, MAY_READ_REVIEWS, ABOUT_EVERYONE, 0, err) &&
	       each_row(store, MAY_READ_REVIEWS,
		       db_query(store->db, ANSWER_WAITING), each, data, err);
}

/* ------------------------------------------------------------- conflicts */

static bool
conflict_row(struct store *store, struct db_query *q, store_each_conflict *each,
	void *data, struct err *err)
{
	struct reading filed, other;
	struct store_conflict row = {
		.sheet = db_int(q, 2),
		.page = (int)db_int(q, 5),
		.filed = &filed,
		.other = &other,
	};
	bool shows;

	if (!person_code_at(store, q, 0, row.person, err) ||
		!store_shows(store, MAY_READ_REVIEWS, row.person, &shows, err))
		return false;
	return !shows ||
	       (db_copy(q, 3, row.date, sizeof(row.date), err) &&
		       db_copy(q, 4, row.instrument, sizeof(row.instrument),
			       err) &&
		       db_copy(q, 6, row.line, sizeof(row.line), err) &&
		       answers_get(store, db_int(q, 7), &filed, err) &&
		       answers_get(store, db_int(q, 8), &other, err) &&
		       each(&row, data, err));
}

bool
store_conflicts(struct store *store, const char *person,
	store_each_conflict *each, void *data, struct err *err)
{
	struct person_row row = {0};
	struct db_query *q;
	bool has_row, ok;

	if ((person != NULL && !person_look(store, person, &row, err)) ||
		!store_reads(store, MAY_READ_REVIEWS,
			person != NULL ? ABOUT_PERSON : ABOUT_EVERYONE, row.id,
			err))
		return false;
	q = db_query(
		store->db, person != NULL ? CONFLICT_OF_PERSON : CONFLICT_LIST);
	if (person != NULL)
		db_bind_int(q, row.id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = conflict_row(store, q, each, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}
