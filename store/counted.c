#include "store/counted.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/words.h"

#include <stdlib.h>
#include <string.h>

#define PILOTS 32 /* instruments with a trial */

struct pilot {
	char instrument[LAYOUT_KEY];
	char until[STORE_DATE];
};

/* What is known of the person who is being read. */
struct visitor {
	struct counted_person about;
	struct counted_visit *visits;
	size_t visits_room;
	/* As they come, with their visit; and visit by visit. */
	struct raw {
		struct counted_answer answer;
		size_t visit;
	} * raws;
	size_t n_raws, raws_room;
	struct counted_answer *answers;
	size_t answers_room;
	char caseworker[STORE_WHO]; /* the last one who is known */
	struct pilot pilots[PILOTS];
	size_t n_pilots;
};

/* Room for one more of n; NULL with err set. */
static void *
grow(void *at, size_t n, size_t *room, size_t size, struct err *err)
{
	void *more = at;

	if (n < *room)
		return at;
	more = reallocarray(at, *room * 2 + 16, size);
	if (more == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	else
		*room = *room * 2 + 16;
	return more;
}

static bool
read_pilots(struct store *store, struct visitor *v, struct err *err)
{
	struct db_query *q = db_query(store->db, PILOT_LIST);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct pilot *pilot = &v->pilots[v->n_pilots];

		ok = v->n_pilots < PILOTS &&
		     db_copy(q, 0, pilot->instrument, LAYOUT_KEY, err) &&
		     db_copy(q, 1, pilot->until, STORE_DATE, err);
		if (!ok)
			break;
		v->n_pilots++;
	}
	db_end(q);
	return ok;
}

static bool
is_pilot(const struct visitor *v, const struct store_occasion *occasion)
{
	size_t i;

	for (i = 0; i < v->n_pilots; i++) {
		if (strcmp(v->pilots[i].instrument, occasion->instrument) ==
				0 &&
			strcmp(occasion->date, v->pilots[i].until) <= 0)
			return true;
	}
	return false;
}

static bool
add_visit(struct visitor *v, struct store_occasion *occasion, struct err *err)
{
	struct counted_visit *visit = grow(v->visits, v->about.n_visits,
		&v->visits_room, sizeof(*v->visits), err);

	if (visit == NULL)
		return false;
	v->visits = visit;
	visit += v->about.n_visits++;
	*visit = (struct counted_visit){.is_pilot = is_pilot(v, occasion)};
	if (occasion->caseworker[0] != '\0') {
		visit->is_other_caseworker =
			v->caseworker[0] != '\0' &&
			strcmp(v->caseworker, occasion->caseworker) != 0;
		memcpy(v->caseworker, occasion->caseworker, STORE_WHO);
	}
	memset(occasion->person, 0, PERSON_CODE);
	memset(occasion->caseworker, 0, STORE_WHO);
	memset(occasion->deputy, 0, STORE_WHO);
	visit->about = *occasion;
	return true;
}

static bool
add_answer(struct visitor *v, const struct store_answer *row, struct err *err)
{
	struct raw *raw =
		grow(v->raws, v->n_raws, &v->raws_room, sizeof(*raw), err);
	size_t i;

	if (raw == NULL)
		return false;
	v->raws = raw;
	for (i = 0; i < v->about.n_visits; i++) {
		if (v->visits[i].about.id == row->occasion)
			break;
	}
	/* Of an occasion that is not shown: it was forgotten. */
	if (i == v->about.n_visits)
		return true;
	raw += v->n_raws++;
	*raw = (struct raw){.visit = i};
	raw->answer = (struct counted_answer){.top = row->top,
		.status = row->status,
		.value = row->value,
		.confidence = row->confidence,
		.is_decided = row->is_decided};
	memcpy(raw->answer.item, row->item, ITEM_KEY);
	memcpy(raw->answer.reason, row->reason, ANSWER_REASON);
	v->visits[i].n_answers++;
	return true;
}

/* What came in the order of filing goes to its visits. */
static bool
place_answers(struct visitor *v, struct err *err)
{
	size_t i, n = 0;

	while (v->answers_room < v->n_raws) {
		struct counted_answer *more = grow(v->answers, v->answers_room,
			&v->answers_room, sizeof(*more), err);

		if (more == NULL)
			return false;
		v->answers = more;
	}
	for (i = 0; i < v->about.n_visits; i++) {
		v->visits[i].answers = v->answers + n;
		n += v->visits[i].n_answers;
		v->visits[i].n_answers = 0;
	}
	for (i = 0; i < v->n_raws; i++) {
		struct counted_visit *visit = &v->visits[v->raws[i].visit];
		const size_t first = (size_t)(visit->answers - v->answers);

		v->answers[first + visit->n_answers++] = v->raws[i].answer;
	}
	return true;
}

/* ------------------------------------------------------------- three queries
 */

static bool
take_visits(struct store *store, struct visitor *v, struct err *err)
{
	struct db_query *q = db_query(store->db, OCCASION_OF_PERSON);
	bool has_row, has, ok;

	db_bind_int(q, v->about.person);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_occasion occasion;
		int64_t slot;

		ok = occasion_row(store, q, &occasion, &slot, &has, err) &&
		     (!has || add_visit(v, &occasion, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

static bool
take_answers(struct store *store, struct visitor *v, struct err *err)
{
	struct db_query *q = db_query(store->db, ANSWER_OF_PERSON);
	struct answer_walk walk = {0};
	bool has_row, has, ok;

	db_bind_int(q, v->about.person);
	db_bind_int(q, v->about.person);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_answer row;

		ok = answer_row(store, q, &walk, &row, &has, err) &&
		     (!has || add_answer(v, &row, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

static bool
take_visitor(struct store *store, struct db_query *people, struct visitor *v,
	struct err *err)
{
	struct store_person person;

	v->about = (struct counted_person){.person = db_int(people, 0)};
	v->n_raws = 0;
	v->caseworker[0] = '\0';
	if (!person_at(store, people, 1, &person, err))
		return false;
	v->about.sex = person.sex;
	v->about.state = person.state;
	memcpy(v->about.unit, person.unit, LAYOUT_KEY);
	memcpy(v->about.language, person.language, LAYOUT_KEY);
	if (!take_visits(store, v, err))
		return false;
	if (v->about.n_visits > 0 &&
		(!take_answers(store, v, err) || !place_answers(v, err)))
		return false;
	v->about.visits = v->visits;
	return true;
}

static bool
each_person(struct store *store, enum store_operation operation,
	struct counted_part *part, store_each_counted *each, void *data,
	struct err *err)
{
	struct visitor v = {0};
	/* Who begins to read is written down; who goes on must still may. */
	bool has_row,
		ok = (part->behind == 0 ? store_reads(store, operation,
						  ABOUT_EVERYONE, 0, err)
					: store_may(store, operation,
						  ABOUT_EVERYONE, 0, err)) &&
		     read_pilots(store, &v, err);
	struct db_query *people;
	size_t n = 0;

	if (ok) {
		people = db_query(store->db, PERSON_LIST_FROM);
		db_bind_int(people, part->behind);
		db_bind_int(people, (int64_t)part->most);
		while ((ok = db_next(people, &has_row, err)) && has_row) {
			part->behind = db_int(people, 0);
			n++;
			ok = take_visitor(store, people, &v, err) &&
			     (v.about.n_visits == 0 ||
				     each(&v.about, data, err));
			if (!ok)
				break;
		}
		db_end(people);
		part->is_all = n < part->most;
	}
	free(v.visits);
	free(v.raws);
	free(v.answers);
	return ok;
}

bool
store_counted(struct store *store, store_each_counted *each, void *data,
	struct err *err)
{
	struct counted_part all = {.most = INT64_MAX};

	return each_person(store, MAY_COUNT, &all, each, data, err);
}

bool
store_counted_part(struct store *store, struct counted_part *part,
	store_each_counted *each, void *data, struct err *err)
{
	return each_person(store, MAY_COUNT, part, each, data, err);
}

bool
store_counted_is_there(
	struct store *store, int64_t person, bool *is_there, struct err *err)
{
	struct db_query *q;
	bool has_row;

	if (!store_may(store, MAY_COUNT, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, PERSON_BY_ID);
	db_bind_int(q, person);
	if (!db_next(q, &has_row, err))
		return false;
	*is_there = has_row && !db_is_null(q, 1);
	db_end(q);
	return true;
}

bool
store_study(struct store *store, store_each_counted *each, void *data,
	struct err *err)
{
	struct counted_part all = {.most = INT64_MAX};

	return each_person(store, MAY_EXPORT, &all, each, data, err);
}

/* ------------------------------------------------------------- pilots */

bool
store_pilot_set(struct store *store, const char *instrument, const char *until,
	struct err *err)
{
	struct db_query *q;
	bool ok;

	if (!str_is_key(instrument))
		return err_set(err, ERR_USAGE, "\"%s\" is no instrument's id",
			instrument);
	if ((until[0] != '\0' && !day_check(until, "a trial's end", err)) ||
		!store_begin(store, err))
		return false;
	ok = store_does(store, MAY_COUNT, ABOUT_STORE, 0, err);
	if (ok) {
		q = db_query(store->db, PILOT_SET);
		db_bind_text(q, instrument);
		db_bind_text(q, until);
		ok = db_run(q, err);
	}
	return store_end(store, ok, err);
}
