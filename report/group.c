#include "report/group.h"

#include "core/err.h"
#include "core/str.h"
#include "report/group_hold.h"
#include "report/stats.h"
#include "store/counted.h"
#include "store/shown.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLOW_CELLS (GROUP_RATINGS + 1)
/* A median of fewer people says too much of the ones in the middle. */
#define MEDIAN_PEOPLE 10

/* ------------------------------------------------------------- one table */

static const char *const kind_words[GROUP_KIND__MAX] = {
	[GROUP_FLOW] = "flow",
	[GROUP_CLOSING] = "closing",
	[GROUP_REASON] = "reason",
	[GROUP_HANDOVER] = "handover",
	[GROUP_OVERDUE] = "overdue",
	[GROUP_UNREADABLE] = "unreadable",
	[GROUP_WAITING] = "waiting",
	[GROUP_DECIDED] = "decided",
	[GROUP_TWO_MARKS] = "two marks",
	[GROUP_UNREVIEWED] = "unreviewed",
	[GROUP_ASKED] = "asked",
	[GROUP_ALIKE] = "alike",
	[GROUP_ITEM] = "item",
	[GROUP_THEN] = "then",
	[GROUP_SHIFT] = "shift",
	[GROUP_CHANGE] = "change",
	[GROUP_RELIABLE] = "reliable",
	[GROUP_BELIEF] = "belief",
	[GROUP_RATED] = "rated",
	[GROUP_WANTING] = "wanting",
	[GROUP_LATEST] = "latest",
	[GROUP_GAPS] = "gaps",
	[GROUP_SHIFT_GAPS] = "shift gaps",
};

/* The same counts have the same name in every report, whatever its period. */
static void
name_of(const struct group_making *making, const struct group_table *table,
	char name[SHOWN_NAME])
{
	const struct group_series *s = making->series;
	const struct group_ask *ask = making->ask;
	const char *const splits[] = {
		"", " by sex", " by mode", " by language", " by help"};
	const bool is_change = table->kind == GROUP_CHANGE ||
			       table->kind == GROUP_RELIABLE ||
			       table->kind == GROUP_GAPS;

	snprintf(name, SHOWN_NAME, "%s %s %d %d: %s %s %d%s", s->version,
		s->level, s->steps, s->horizon_months, kind_words[table->kind],
		table->item >= 0 ? s->items[table->item].key : "",
		is_change ? ask->baseline : table->rating,
		splits[table->split]);
}

/*
 * The tables of which something follows for this one: it is a part of one, or
 * its people are.
 */
static size_t
beside_of(const struct group_table *table,
	struct group_table beside[DISCLOSE_BESIDE])
{
	static const struct {
		enum group_kind of, beside;
	} pairs[] = {
		/* Of reports before; who has a closing is not overdue. */
		{GROUP_FLOW, GROUP_CLOSING},
		{GROUP_FLOW, GROUP_OVERDUE},
		/* Hardly anybody closes with the first rating. */
		{GROUP_CLOSING, GROUP_FLOW},
		{GROUP_CLOSING, GROUP_OVERDUE},
		{GROUP_OVERDUE, GROUP_CLOSING},
		/* Who has just rated is not overdue. */
		{GROUP_OVERDUE, GROUP_FLOW},
		{GROUP_UNREADABLE, GROUP_RATED},
		{GROUP_UNREADABLE, GROUP_WANTING},
		{GROUP_WAITING, GROUP_RATED},
		{GROUP_WAITING, GROUP_WANTING},
		{GROUP_WAITING, GROUP_UNREADABLE},
		{GROUP_DECIDED, GROUP_RATED},
		{GROUP_TWO_MARKS, GROUP_RATED},
		{GROUP_TWO_MARKS, GROUP_WAITING},
		{GROUP_TWO_MARKS, GROUP_DECIDED},
		{GROUP_UNREVIEWED, GROUP_RATED},
		/* Who declined is missing, and known by the times' tables. */
		{GROUP_SHIFT, GROUP_SHIFT_GAPS},
		{GROUP_CHANGE, GROUP_GAPS},
		{GROUP_RELIABLE, GROUP_CHANGE},
		{GROUP_RELIABLE, GROUP_GAPS},
		{GROUP_BELIEF, GROUP_LATEST},
	};
	size_t i, n = 0;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		if (table->split == SPLIT_NONE && pairs[i].of == table->kind) {
			beside[n] = *table;
			beside[n++].kind = pairs[i].beside;
		}
	}
	if (table->split != SPLIT_NONE) {
		beside[n] = *table;
		beside[n++].split = SPLIT_NONE;
		/* Who rated twice and is in neither part has no answer. */
		if (table->kind != GROUP_FLOW)
			beside[n++] = (struct group_table){.kind = GROUP_FLOW,
				.split = table->split,
				.item = -1};
	}
	return n;
}

static bool
decide_by(struct group_making *making, struct group_table *table,
	uint64_t hidden, bool is_trial, struct err *err)
{
	const struct group_series *s = making->series;
	struct disclose_table asked = {.least = making->ask->least,
		.hidden = hidden,
		.is_trial = is_trial,
		.people = making->people,
		.cells = making->cells,
		/* That all have come equally far is no answer of anybody. */
		.may_be_alike = table->kind <= GROUP_ASKED ||
				table->kind >= GROUP_RATED,
		.is_all_or_none = table->split != SPLIT_NONE ||
				  table->kind == GROUP_RELIABLE ||
				  table->kind == GROUP_GAPS ||
				  table->kind == GROUP_SHIFT_GAPS};
	struct group_table beside[DISCLOSE_BESIDE];
	char name[SHOWN_NAME], names[DISCLOSE_BESIDE][SHOWN_NAME];
	size_t i, n;

	table->n_ways = 0;
	while (group_ways(table->split, false)[table->n_ways] != NULL)
		table->n_ways++;
	asked.n_cells = (size_t)table->n_ways * (size_t)table->n_cells;
	if (asked.n_cells > DISCLOSE_CELLS)
		return err_set(err, ERR_LIMIT, "%s: a table of %zu cells",
			s->instrument, asked.n_cells);
	name_of(making, table, name);
	asked.name = name;
	n = beside_of(table, beside);
	for (i = 0; i < n; i++) {
		name_of(making, &beside[i], names[i]);
		asked.beside[i] = names[i];
	}
	for (i = 0; i < s->n_members; i++) {
		const struct group_member *m = &s->members[i];
		const int cell = group_cell(making, m, table);

		if (cell == DISCLOSE_OUT)
			continue;
		making->people[asked.n] = m->person;
		making->cells[asked.n++] =
			m->ways[table->split] * table->n_cells + cell;
	}
	return disclose(&asked, making->shown, &table->result, err);
}

static bool
decide(struct group_making *making, struct group_table *table, uint64_t hidden,
	struct err *err)
{
	return decide_by(making, table, hidden, false, err);
}

/* Keeps the table if anything of it is shown. */
static bool
add_table(struct group_making *making, struct group_table table,
	uint64_t hidden, struct err *err)
{
	struct group_series *s = making->series;

	if (!decide(making, &table, hidden, err))
		return false;
	if (table.result.is_shown)
		s->tables[s->n_tables++] = table;
	return true;
}

/* The smallest shown cell of somebody; all of them if there is none. */
static uint64_t
one_more(const struct group_table *table)
{
	const struct disclose_result *r = &table->result;
	const int n_cells = table->n_ways * table->n_cells;
	int cell, found = -1;

	for (cell = 0; cell < n_cells; cell++) {
		if (r->counts[cell] > 0 &&
			(found < 0 || r->counts[cell] < r->counts[found]))
			found = cell;
	}
	return found < 0 ? ~(uint64_t)0 : (uint64_t)1 << found;
}

/*
 * A table that ties others of its item together: as much of it as tells of
 * nobody with them. *is_less: that is less than it could show by itself.
 */
static bool
add_tie(struct group_making *making, struct group_table table, uint64_t hidden,
	bool *is_less, struct err *err)
{
	bool holds = false;

	*is_less = false;
	for (;;) {
		if (!decide_by(making, &table, hidden, true, err))
			return false;
		if (!table.result.is_shown)
			return true;
		if (!group_holds(making, &table, &holds, err))
			return false;
		if (holds)
			return add_table(making, table, hidden, err);
		*is_less = true;
		/* Not even how many it counts. */
		if (hidden == ~(uint64_t)0)
			return true;
		hidden |= one_more(&table);
	}
}

/*
 * The same of a change or a shift, whose missing answers together with those
 * of the two times tell how many missed one, and how many both. Where they are
 * few, who is missing is hidden among others; *is_whole says that nobody is.
 */
static bool
add_with_gaps(struct group_making *making, struct group_table table,
	bool *is_whole, struct err *err)
{
	const struct group_series *s = making->series;
	bool is_less;
	const bool has_two = s->items[table.item].top == 2;
	struct group_table gaps = table;
	size_t counts[CHANGE__MAX] = {0};
	uint64_t hidden = 0;
	int cell, least = CHANGE_SAME;
	size_t i;

	gaps.kind = table.kind == GROUP_SHIFT ? GROUP_SHIFT_GAPS : GROUP_GAPS;
	gaps.n_cells = has_two ? 9 : 4;
	if (!decide(making, &gaps, 0, err))
		return false;
	*is_whole = gaps.result.is_shown;
	for (i = 0; i < s->n_members; i++) {
		cell = group_cell(making, &s->members[i], &table);
		if (cell != DISCLOSE_OUT)
			counts[cell]++;
	}
	for (cell = CHANGE_UP; cell < CHANGE_MISSING; cell++) {
		if (counts[cell] > 0 &&
			(counts[least] == 0 || counts[cell] < counts[least]))
			least = cell;
	}
	if (!*is_whole)
		hidden = has_two ? (1u << CHANGE__MAX) - 1
				 : 1u << CHANGE_MISSING | 1u << least;
	if (!add_tie(making, table, hidden, &is_less, err))
		return false;
	*is_whole = *is_whole && !is_less;
	return true;
}

/*
 * Whether it may be told how many rated at least so often: the hidden cells of
 * the flow must not lie on both sides.
 */
static bool
may_tell(const struct group_making *making, int ratings)
{
	bool below = false, above = false;
	int i;

	for (i = 0; i < FLOW_CELLS; i++) {
		if (making->flow->result.has_cell[i])
			continue;
		if (i < ratings)
			below = true;
		else
			above = true;
	}
	return !below || !above;
}

/* ------------------------------------------------------------- a series */

static bool
add_splits(struct group_making *making, const struct group_table *whole,
	struct err *err)
{
	struct group_table table = *whole;
	int split;

	table.n_cells = 2;

	for (split = SPLIT_SEX; split < SPLIT__MAX; split++) {
		if (split == SPLIT_LANGUAGE && making->ask->unit[0] != '\0')
			continue;
		table.split = (enum group_split)split;
		if (!add_table(making, table, 0, err))
			return false;
	}
	return true;
}

static bool
add_changes(struct group_making *making, int item, struct err *err)
{
	struct group_series *s = making->series;
	const struct group_ask *ask = making->ask;
	struct group_table table = {
		.kind = GROUP_CHANGE, .item = item, .n_cells = CHANGE__MAX};
	const struct group_table *first =
		ask->baseline == GROUP_BY_THEN
			? group_table(s, GROUP_THEN, SPLIT_NONE, item, 0)
			: group_table(s, GROUP_ITEM, SPLIT_NONE, item,
				  ask->baseline);
	const size_t n_tables = s->n_tables;
	bool is_whole;

	if (!add_with_gaps(making, table, &is_whole, err))
		return false;
	/* Its parts would tell what is hidden of the whole. */
	if (s->n_tables == n_tables || !is_whole)
		return true;
	/* Without what the baseline's steps show there is no SD to tell. */
	if (ask->retest > 0 && first != NULL &&
		group_knows(first, (size_t)s->items[item].top)) {
		s->sd[item] = stats_sd(
			first->result.counts, (size_t)s->items[item].top);
		table.kind = GROUP_RELIABLE;
		if (s->sd[item] > 0 &&
			!add_tie(making, table, 0, &is_whole, err))
			return false;
		table.kind = GROUP_CHANGE;
	}
	return add_splits(making, &table, err);
}

/* Whether it may be told how many were asked how it was then. */
static bool
may_tell_then(const struct group_series *s)
{
	const struct group_table *asked =
		group_table(s, GROUP_ASKED, SPLIT_NONE, -1, 0);

	return s->has_then && asked != NULL && asked->result.hidden == 0;
}

static bool
add_then(struct group_making *making, int item, struct err *err)
{
	struct group_series *s = making->series;
	struct group_table table = {.kind = GROUP_THEN,
		.item = item,
		.n_cells = s->items[item].top + 3};
	bool is_whole;

	if (!may_tell_then(s))
		return true;
	if (!add_table(making, table, 0, err))
		return false;
	table.kind = GROUP_SHIFT;
	table.n_cells = CHANGE__MAX;
	return add_with_gaps(making, table, &is_whole, err);
}

static bool
add_belief(struct group_making *making, int item, struct err *err)
{
	struct group_series *s = making->series;
	const struct group_table table = {
		.kind = GROUP_BELIEF, .item = item, .n_cells = BELIEF__MAX};
	struct group_table latest = {.kind = GROUP_LATEST,
		.item = item,
		.n_cells = BELIEF_THIRDS + 2};
	bool is_less;

	if (!s->has_belief ||
		group_belief(s->instrument, s->items[item].key) == NULL)
		return true;
	if (!decide(making, &latest, 0, err))
		return false;
	return add_tie(making, table, 0, &is_less, err);
}

static bool
add_items(struct group_making *making, struct err *err)
{
	struct group_series *s = making->series;
	const int baseline = making->ask->baseline;
	bool ok = true;
	int rating, item;

	for (rating = 1; ok && rating <= GROUP_RATINGS; rating++) {
		struct group_table table = {.kind = GROUP_ALIKE,
			.item = -1,
			.rating = rating,
			.n_cells = 2};

		if (!may_tell(making, rating))
			continue;
		ok = add_table(making, table, 0, err);
		table.kind = GROUP_ITEM;
		for (item = 0; ok && item < (int)s->n_items; item++) {
			table.item = item;
			table.n_cells = s->items[item].top + 3;
			ok = add_table(making, table, 0, err);
		}
	}
	for (item = 0; ok && item < (int)s->n_items; item++)
		ok = add_then(making, item, err);
	for (item = 0; ok && item < (int)s->n_items; item++)
		ok = (baseline == GROUP_BY_THEN
				     ? !may_tell_then(s)
				     : !may_tell(making, baseline + 1)) ||
		     add_changes(making, item, err);
	for (item = 0; ok && item < (int)s->n_items; item++)
		ok = add_belief(making, item, err);
	return ok;
}

static int
by_days(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The median of the days from the first rating to the second. */
static void
tell_days(struct group_making *making)
{
	struct group_series *s = making->series;
	size_t i, low, high, n = 0;

	for (i = 0; i < s->n_members; i++) {
		if (s->members[i].days >= 0)
			making->cells[n++] = s->members[i].days;
	}
	low = n > 0 ? (n - 1) / 2 : 0;
	high = n / 2;
	if (n < MEDIAN_PEOPLE || making->flow->result.hidden > 0)
		return;
	qsort(making->cells, n, sizeof(*making->cells), by_days);
	s->has_days = true;
	s->days = ((double)making->cells[low] + making->cells[high]) / 2;
}

static bool
make_series(struct group_making *making, struct err *err)
{
	struct group_series *s = making->series;
	struct group_table flow = {
		.kind = GROUP_FLOW, .item = -1, .n_cells = FLOW_CELLS};
	struct group_table held = {.item = -1, .n_cells = 2};
	int kind;

	if (!add_table(making, flow, 0, err))
		return false;
	s->is_withheld = s->n_tables == 0;
	if (s->is_withheld)
		return true;
	making->flow = &s->tables[0];
	for (kind = GROUP_RATED; kind <= GROUP_WANTING; kind++) {
		held.kind = (enum group_kind)kind;
		if (!decide(making, &held, 0, err))
			return false;
	}
	for (kind = GROUP_CLOSING; kind <= GROUP_ASKED; kind++) {
		const struct group_table table = {.kind = (enum group_kind)kind,
			.item = -1,
			.n_cells = kind == GROUP_REASON ? 2 + (int)s->n_reasons
							: 2};

		if (kind == GROUP_ASKED && !s->has_then)
			continue;
		if (!add_table(making, table, 0, err))
			return false;
	}
	tell_days(making);
	return (!may_tell(making, 2) || add_splits(making, &flow, err)) &&
	       add_items(making, err);
}

/* Tables at most: of the whole, of ratings, and of items with their splits. */
static size_t
most_tables(const struct group_series *s)
{
	return GROUP_ALIKE + SPLIT__MAX + GROUP_RATINGS +
	       s->n_items * (GROUP_RATINGS + 5 + SPLIT__MAX);
}

static bool
decide_series(struct store *store, struct group *group, struct group_series *s,
	struct err *err)
{
	struct group_making making = {.ask = &group->ask, .series = s};
	bool ok;

	s->tables = calloc(most_tables(s), sizeof(*s->tables));
	making.people = calloc(s->n_members + 1, sizeof(*making.people));
	making.cells = calloc(s->n_members + 1, sizeof(*making.cells));
	ok = s->tables != NULL && making.people != NULL && making.cells != NULL;
	if (!ok)
		err_set(err, ERR_SYSTEM, "out of memory");
	making.shown = ok ? shown_open(store, s->instrument, err) : NULL;
	ok = making.shown != NULL && make_series(&making, err) &&
	     shown_keep(making.shown, err);
	shown_close(making.shown);
	free(making.people);
	free(making.cells);
	free(s->members);
	s->members = NULL;
	s->n_members = s->room = 0;
	return ok;
}

/* ------------------------------------------------------------- the whole */

const char *const group_baselines[] = {"first", "second", "then", NULL};

static bool
check(const struct group_ask *ask, struct err *err)
{
	if (!str_is_date(ask->from) || !str_is_date(ask->until) ||
		strcmp(ask->from, ask->until) > 0)
		return err_set(err, ERR_USAGE,
			"%s to %s is no period; write days as 2026-03-31",
			ask->from, ask->until);
	if (ask->baseline < 1 || ask->baseline > GROUP_BY_THEN)
		return err_set(err, ERR_USAGE,
			"a baseline is the first or the second rating, or how "
			"it was then");
	if (ask->least < DISCLOSE_LEAST)
		return err_set(err, ERR_USAGE,
			"fewer than %d people are never shown", DISCLOSE_LEAST);
	if (ask->retest < 0 || ask->retest >= 1)
		return err_set(err, ERR_USAGE,
			"a test-retest correlation lies between 0 and 1");
	return true;
}

static int
by_series(const void *a, const void *b)
{
	const struct group_series *x = a, *y = b;
	const int c = strcmp(x->instrument, y->instrument);

	return c != 0 ? c : y->steps - x->steps;
}

bool
group_begin(const struct group_ask *ask, struct group *group, struct err *err)
{
	*group = (struct group){.ask = *ask};
	if (!check(ask, err))
		return false;
	group->series = calloc(GROUP_SERIES, sizeof(*group->series));
	return group->series != NULL ||
	       err_set(err, ERR_SYSTEM, "out of memory");
}

/* Who was forgotten while the others were counted. */
static bool
drop_forgotten(struct store *store, struct group_series *s, struct err *err)
{
	size_t i, n = 0;

	for (i = 0; i < s->n_members; i++) {
		bool is_there;

		if (!store_counted_is_there(
			    store, s->members[i].person, &is_there, err))
			return false;
		if (is_there)
			s->members[n++] = s->members[i];
	}
	s->n_members = n;
	return true;
}

bool
group_decide(struct store *store, struct group *group, struct err *err)
{
	size_t i;

	if (group->n_series > 1)
		qsort(group->series, group->n_series, sizeof(*group->series),
			by_series);
	for (i = 0; i < group->n_series; i++) {
		if (!drop_forgotten(store, &group->series[i], err) ||
			!decide_series(store, group, &group->series[i], err))
			return false;
	}
	return true;
}

/* What was kept is kept again if another host came between. */
bool
group_make(struct store *store, const struct group_ask *ask,
	struct group *group, struct err *err)
{
	struct group made;
	bool ok = group_begin(ask, &made, err);

	if (!ok || !store_bulk_begin(store, err)) {
		group_finish(&made);
		return false;
	}
	ok = group_count(store, &made, INT64_MAX, err) &&
	     group_decide(store, &made, err);
	if (!store_bulk_end(store, ok, err) || !ok) {
		group_finish(&made);
		return false;
	}
	*group = made;
	return true;
}

void
group_finish(struct group *group)
{
	size_t i;

	for (i = 0; i < group->n_series; i++) {
		free(group->series[i].tables);
		free(group->series[i].members);
	}
	free(group->series);
	*group = (struct group){0};
}

bool
group_knows(const struct group_table *table, size_t n)
{
	size_t i = 0;

	while (i < n && table->result.has_cell[i])
		i++;
	return table->result.is_shown && i == n;
}

bool
group_is_change(enum group_kind kind)
{
	return kind == GROUP_CHANGE || kind == GROUP_RELIABLE ||
	       kind == GROUP_SHIFT;
}

const struct group_table *
group_table(const struct group_series *series, enum group_kind kind,
	enum group_split split, int item, int rating)
{
	size_t i;

	for (i = 0; i < series->n_tables; i++) {
		const struct group_table *t = &series->tables[i];

		if (t->kind == kind && t->split == split && t->item == item &&
			t->rating == rating)
			return t;
	}
	return NULL;
}

static int
closer_item(const struct group_series *series)
{
	size_t i;

	for (i = 0; i < series->n_items; i++) {
		if (strcmp(series->items[i].key, "closer") == 0)
			return (int)i;
	}
	return -1;
}

bool
group_has_closer(const struct group_series *series)
{
	return closer_item(series) >= 0;
}

bool
group_closer(const struct group_series *series, size_t *yes, size_t *n)
{
	const struct group_table *t = group_table(
		series, GROUP_ITEM, SPLIT_NONE, closer_item(series), 1);

	if (t == NULL || t->item < 0 || !group_knows(t, 2))
		return false;
	*yes = t->result.counts[0];
	*n = *yes + t->result.counts[1];
	return *n > 0;
}

bool
group_sexes(
	const struct group_table *table, struct stats_range *range, size_t *n)
{
	const size_t *women, *men;
	size_t n_women, n_men;

	if (table->kind != GROUP_CHANGE || table->split != SPLIT_SEX)
		return false;
	women = &table->result.counts[(int)SEX_WOMAN * table->n_cells];
	men = &table->result.counts[(int)SEX_MAN * table->n_cells];
	n_women = stats_count(women, (size_t)table->n_cells);
	n_men = stats_count(men, (size_t)table->n_cells);
	if (n_women == 0 || n_men == 0)
		return false;
	*range = stats_difference(
		women[CHANGE_UP], n_women, men[CHANGE_UP], n_men);
	*n = n_women < n_men ? n_women : n_men;
	return true;
}
