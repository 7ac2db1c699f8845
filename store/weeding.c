#include "store/weeding.h"

#include "core/err.h"
#include "core/str.h"
#include "store/erase.h"
#include "store/forget.h"
#include "store/inside.h"
#include "store/retention.h"
#include "store/words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const weeded_states[] = {"proposed", "changed", "waits", "shared",
	"replaced", "going", "done", NULL};

/* ---------------------------------------------------------------- proposals */

static bool
weeded_row(struct store *store, struct db_query *q, struct store_weeded *row,
	struct err *err)
{
	const int state = words_find(weeded_states, db_text(q, 6));

	if (state < 0)
		return db_damaged(store->db, err, "what was weeded");
	*row = (struct store_weeded){.number = db_int(q, 0),
		.row = db_int(q, 1),
		.state = (enum weeded_state)state,
		.occasions = (int)db_int(q, 7),
		.answers = (int)db_int(q, 8),
		.pages = (int)db_int(q, 9),
		.scans = (int)db_int(q, 10),
		.others = (int)db_int(q, 11)};
	return person_code_at(store, q, 2, row->person, err) &&
	       db_copy(q, 4, row->instrument, LAYOUT_KEY, err) &&
	       db_copy(q, 5, row->last_day, STORE_DATE, err) &&
	       db_copy(q, 12, row->proposed, STORE_DATE, err) &&
	       db_copy(q, 13, row->proposer, STORE_WHO, err) &&
	       db_copy(q, 14, row->approved, STORE_DATE, err) &&
	       db_copy(q, 15, row->approver, STORE_WHO, err);
}

bool
store_weeding_list(struct store *store, int64_t number, store_each_weeded *each,
	void *data, struct err *err)
{
	struct db_query *q;
	bool has_row, ok;

	if (!store_may(store, MAY_LIST_WEEDING, ABOUT_EVERYONE, 0, err))
		return false;
	q = db_query(store->db, WEEDED_LIST);
	db_bind_int(q, number);
	db_bind_int(q, number != 0 ? number : INT64_MAX);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_weeded row;

		ok = weeded_row(store, q, &row, err) && each(&row, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

/* A proposal, and one row of it that is being looked at. */
struct proposal {
	int64_t number;
	bool with_stacks;
	char proposer[STORE_WHO];
	char approved[STORE_DATE]; /* "" if it is not */
	struct item {
		int64_t id, person;
		char instrument[LAYOUT_KEY];
		char last_day[STORE_DATE];
	} item;
	struct erase_counts counts; /* of the item */
};

/* The next row in that state behind the last one; item.id 0: there is none. */
static bool
next_item(struct store *store, struct proposal *proposal,
	enum weeded_state state, struct err *err)
{
	struct db_query *q = db_query(store->db, WEEDED_NEXT);
	struct item *item = &proposal->item;
	bool has_row, ok;

	db_bind_int(q, proposal->number);
	db_bind_text(q, weeded_states[state]);
	db_bind_int(q, item->id);
	*item = (struct item){0};
	if (!db_next(q, &has_row, err))
		return false;
	if (!has_row)
		return true;
	item->id = db_int(q, 0);
	item->person = db_int(q, 1);
	ok = db_copy(q, 2, item->instrument, LAYOUT_KEY, err) &&
	     db_copy(q, 3, item->last_day, STORE_DATE, err);
	db_end(q);
	return ok;
}

static bool
set_item(struct store *store, const struct proposal *proposal,
	enum weeded_state state, struct err *err)
{
	struct db_query *q = db_query(store->db, WEEDED_SET);

	db_bind_text(q, weeded_states[state]);
	erase_bind_counts(q, &proposal->counts);
	db_bind_int(q, proposal->item.id);
	return db_run(q, err);
}

/* Whether the last day on which something was kept is still the same. */
static bool
is_as_proposed(struct store *store, const struct item *item, bool *is_same,
	struct err *err)
{
	struct db_query *q = db_query(store->db, WEEDING_LAST);
	bool has_row;

	db_bind_int(q, item->person);
	db_bind_text(q, item->instrument);
	if (!db_next(q, &has_row, err))
		return false;
	*is_same = has_row && strcmp(db_text(q, 0), item->last_day) == 0;
	db_end(q);
	return true;
}

/* Whether the item may go, and how much it is. */
static bool
look_at_item(struct store *store, struct proposal *proposal,
	enum weeded_state *state, struct err *err)
{
	const struct item *item = &proposal->item;
	const struct erase of = {item->person, item->instrument};
	const struct erase_counts *counts = &proposal->counts;
	bool is_same;

	if (!is_as_proposed(store, item, &is_same, err) ||
		!erase_count(
			store, &of, proposal->number, &proposal->counts, err))
		return false;
	*state = !is_same	       ? WEEDED_CHANGED
		 : counts->waiting > 0 ? WEEDED_WAITS
		 : counts->others > 0 && !proposal->with_stacks
			 ? WEEDED_SHARED
			 : WEEDED_PROPOSED;
	return true;
}

/*
 * Leaves out what may not go, until nothing more has to be: who is left out is
 * one of the others on somebody else's scans from then on.
 */
static bool
sift(struct store *store, struct proposal *proposal, int64_t *n,
	struct err *err)
{
	enum weeded_state state = WEEDED_PROPOSED;
	bool is_stable;

	do {
		is_stable = true;
		*n = 0;
		proposal->item.id = 0;
		for (;;) {
			if (!next_item(store, proposal, WEEDED_PROPOSED, err))
				return false;
			if (proposal->item.id == 0)
				break;
			if (!look_at_item(store, proposal, &state, err) ||
				!set_item(store, proposal, state, err))
				return false;
			is_stable &= state == WEEDED_PROPOSED;
			*n += state == WEEDED_PROPOSED;
		}
	} while (!is_stable);
	return true;
}

/* What is over, gathered: rows are added when the query has ended. */
struct gathering {
	const char (*people)[PERSON_CODE];
	size_t n_people;
	struct store_overdue *rows;
	size_t n, room;
};

static bool
gather(const struct store_overdue *row, void *data, struct err *err)
{
	struct gathering *g = data;
	bool is_wanted = g->n_people == 0;
	size_t i;

	for (i = 0; i < g->n_people; i++)
		is_wanted |= strcmp(g->people[i], row->person) == 0;
	if (!is_wanted)
		return true;
	if (g->n == g->room) {
		const size_t room = g->room == 0 ? 64 : 2 * g->room;
		struct store_overdue *rows =
			realloc(g->rows, room * sizeof(*rows));

		if (rows == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		g->rows = rows;
		g->room = room;
	}
	g->rows[g->n++] = *row;
	return true;
}

static bool
add_proposal(struct store *store, bool with_stacks, const char *date,
	const char *approved, int64_t *number, struct err *err)
{
	struct db_query *q = db_query(store->db, WEEDING_ADD);

	db_bind_text(q, date);
	db_bind_text(q, store->actor.name);
	db_bind_int(q, with_stacks ? 1 : 0);
	db_bind_word(q, approved);
	return db_run_id(q, number, err);
}

static bool
add_item(struct store *store, int64_t number, const struct item *item,
	enum weeded_state state, const struct erase_counts *counts,
	struct err *err)
{
	struct db_query *q = db_query(store->db, WEEDED_ADD);
	int64_t id;

	db_bind_int(q, number);
	db_bind_int(q, item->person);
	db_bind_text(q, item->instrument);
	db_bind_text(q, item->last_day);
	db_bind_text(q, weeded_states[state]);
	erase_bind_counts(q, counts);
	return db_run_id(q, &id, err);
}

static bool
write_proposal(struct store *store, const struct gathering *g,
	struct proposal *proposal, const char *date, struct err *err)
{
	static const struct erase_counts none;
	int64_t left;
	size_t i;

	if (!db_run(db_query(store->db, WEEDING_REPLACE), err) ||
		!add_proposal(store, proposal->with_stacks, date, "",
			&proposal->number, err))
		return false;
	for (i = 0; i < g->n; i++) {
		const struct store_overdue *row = &g->rows[i];
		struct item item = {.person = row->row};

		memcpy(item.instrument, row->instrument, LAYOUT_KEY);
		memcpy(item.last_day, row->last_day, STORE_DATE);
		if (!add_item(store, proposal->number, &item, WEEDED_PROPOSED,
			    &none, err))
			return false;
	}
	return sift(store, proposal, &left, err);
}

static bool
propose(struct store *store, struct gathering *g, struct proposal *proposal,
	const char *date, struct err *err)
{
	struct person_row person;
	size_t i;

	if (!store_does(store, MAY_PROPOSE_WEEDING, ABOUT_STORE, 0, err))
		return false;
	for (i = 0; i < g->n_people; i++)
		if (!person_need(store, g->people[i], &person, err))
			return false;
	return retention_overdue(store, date, gather, g, err) &&
	       (g->n == 0 || write_proposal(store, g, proposal, date, err));
}

bool
store_weeding_propose(struct store *store, const char (*people)[PERSON_CODE],
	size_t n, bool with_stacks, const char *date, int64_t *number,
	struct err *err)
{
	struct gathering g = {.people = people, .n_people = n};
	struct proposal proposal = {.with_stacks = with_stacks};
	bool ok;

	ok = day_check(date, "weeding", err) && store_begin(store, err) &&
	     store_end(store, propose(store, &g, &proposal, date, err), err);
	free(g.rows);
	if (ok)
		*number = proposal.number;
	return ok;
}

/* ---------------------------------------------------------------- approval */

/* That it is there, is another's and is not approved. */
static bool
may_approve(struct store *store, struct proposal *proposal, struct err *err)
{
	struct db_query *q = db_query(store->db, WEEDING_GET);
	const long long number = proposal->number;
	bool has_row, ok;

	db_bind_int(q, number);
	if (!db_next(q, &has_row, err))
		return false;
	if (!has_row)
		return err_set(
			err, ERR_USAGE, "there is no proposal %lld", number);
	proposal->with_stacks = db_int(q, 1) != 0;
	ok = db_copy(q, 0, proposal->proposer, STORE_WHO, err) &&
	     db_copy(q, 2, proposal->approved, STORE_DATE, err);
	db_end(q);
	if (!ok)
		return false;
	if (proposal->approved[0] != '\0')
		return err_set(err, ERR_USAGE,
			"proposal %lld was approved on %s", number,
			proposal->approved);
	if (strcasecmp(proposal->proposer, store->actor.name) != 0)
		return true;
	store->refusal = (struct store_refusal){
		true, MAY_APPROVE_WEEDING, ABOUT_STORE, 0};
	return err_set(err, ERR_REFUSED,
		"%s proposed it: somebody else has to approve proposal %lld",
		store->actor.name, number);
}

/* Writes down that the item goes. */
static bool
let_go(struct store *store, const struct proposal *proposal, const char *date,
	struct err *err)
{
	const struct item *item = &proposal->item;
	int64_t receipt;

	return set_item(store, proposal, WEEDED_IS_GOING, err) &&
	       (item->instrument[0] != '\0' ||
		       forget_intend(store, item->person, &proposal->counts,
			       date, &receipt, err)) &&
	       store_does(store, MAY_APPROVE_WEEDING, ABOUT_PERSON,
		       item->person, err);
}

static bool
approve(struct store *store, struct proposal *proposal, const char *date,
	struct err *err)
{
	enum weeded_state state;
	struct db_query *q;
	int64_t n;

	if (!store_may(store, MAY_APPROVE_WEEDING, ABOUT_STORE, 0, err) ||
		!may_approve(store, proposal, err) ||
		!sift(store, proposal, &n, err))
		return false;
	if (n == 0)
		return err_set(err, ERR_USAGE,
			"nothing of proposal %lld is left to approve: skapa "
			"store weed show %lld says why",
			(long long)proposal->number,
			(long long)proposal->number);
	q = db_query(store->db, WEEDING_APPROVE);
	db_bind_text(q, date);
	db_bind_text(q, store->actor.name);
	db_bind_int(q, proposal->number);
	if (!db_run(q, err))
		return false;
	proposal->item.id = 0;
	while (next_item(store, proposal, WEEDED_PROPOSED, err)) {
		if (proposal->item.id == 0)
			return true;
		if (!look_at_item(store, proposal, &state, err) ||
			!let_go(store, proposal, date, err))
			return false;
	}
	return false;
}

/* What a kill left is finished, and so is what was just written down. */
bool
weeding_finish(struct store *store, struct err *err)
{
	for (;;) {
		struct db_query *q = db_query(store->db, WEEDED_GOING);
		char instrument[LAYOUT_KEY];
		struct erase of = {0, instrument};
		bool has_row, ok;

		if (!db_next(q, &has_row, err))
			return false;
		if (!has_row)
			return true;
		of.person = db_int(q, 0);
		ok = db_copy(q, 1, instrument, LAYOUT_KEY, err);
		db_end(q);
		if (!ok || !erase_finish(store, &of, err))
			return false;
	}
}

bool
store_weeding_approve(
	struct store *store, int64_t number, const char *date, struct err *err)
{
	struct proposal proposal = {.number = number};

	return day_check(date, "weeding", err) && store_begin(store, err) &&
	       store_end(store, approve(store, &proposal, date, err), err) &&
	       weeding_finish(store, err);
}

/* ---------------------------------------------------------------- again */

static bool
intend_again(struct store *store, const struct item *item, const char *date,
	struct err *err)
{
	const struct erase of = {item->person, item->instrument};
	struct erase_counts counts;
	int64_t number;

	return add_proposal(store, true, date, date, &number, err) &&
	       erase_count(store, &of, number, &counts, err) &&
	       add_item(store, number, item, WEEDED_IS_GOING, &counts, err) &&
	       store_does(store, MAY_APPROVE_WEEDING, ABOUT_PERSON,
		       item->person, err);
}

bool
weeding_again(struct store *store, const char *date, struct err *err)
{
	int64_t series = 0, slot;
	struct item item = {0};
	bool is_gone, has_row, ok;

	for (;;) {
		struct db_query *q = db_query(store->db, FORGET_SERIES_NEXT);

		db_bind_int(q, series);
		if (!db_next(q, &has_row, err))
			return false;
		if (!has_row)
			return true;
		series = db_int(q, 0);
		slot = db_int(q, 1);
		item.person = db_int(q, 2);
		ok = db_copy(q, 3, item.instrument, LAYOUT_KEY, err);
		db_end(q);
		if (!ok || !sealed_is_forgotten(store, slot, &is_gone, err))
			return false;
		if (is_gone &&
			(!store_begin(store, err) ||
				!store_end(store,
					intend_again(store, &item, date, err),
					err) ||
				!weeding_finish(store, err)))
			return false;
	}
}
