#include "report/group.h"

#include "core/err.h"
#include "core/str.h"
#include "report/group_count.h"
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
/* Answers that can be alike, at least. */
#define ALIKE_ITEMS 5

/* A table that is being made of a series. */
struct making {
	struct group *group;
	struct group_series *series;
	struct shown *shown;
	const struct group_table *flow; /* NULL while it is made */
	int64_t *people;
	int *cells;
};

typedef int cell_of(const struct making *making,
	const struct group_member *member, const struct group_table *table);

/* ------------------------------------------------------------- cells */

static int
flow_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->n_ratings < GROUP_RATINGS ? m->n_ratings : GROUP_RATINGS;
}

/* Splits are coarse, so that they can be shown. */
static int
flow_split_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->n_ratings >= 2;
}

static int
closing_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->has_closing;
}

static int
reason_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->reason;
}

static int
handover_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->has_handover;
}

static int
asked_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->has_then;
}

static int
overdue_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->is_overdue;
}

static int
alike_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	const struct group_series *s = making->series;
	int answered = 0, value = 0;
	bool is_alike = true;
	size_t i;

	if (m->n_ratings < table->rating)
		return DISCLOSE_OUT;
	for (i = 0; i < s->n_items; i++) {
		const int v = m->values[table->rating - 1][i];

		/* A ladder of its own length is no straight line. */
		if (s->items[i].top != s->steps || v > STEP_MAX)
			continue;
		is_alike = is_alike && (answered == 0 || v == value);
		value = v;
		answered++;
	}
	return answered < ALIKE_ITEMS ? 2 : is_alike ? 0 : 1;
}

/* Of a table of steps: the one at a place of the member's values. */
static int
step_cell(const struct making *making, const struct group_member *m, int at,
	int item)
{
	const int top = making->series->items[item].top;
	const int value = m->values[at][item];

	if (value <= STEP_MAX)
		return value <= top ? value - 1 : top + 2;
	return top + value - GROUP_DECLINED;
}

static int
item_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	return m->n_ratings < table->rating
		       ? DISCLOSE_OUT
		       : step_cell(making, m, table->rating - 1, table->item);
}

static int
then_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	return m->has_then ? step_cell(making, m, GROUP_AT_THEN, table->item)
			   : DISCLOSE_OUT;
}

/* Whether the member is in the tables of change. */
static bool
is_counted(const struct making *making, const struct group_member *m)
{
	const int baseline = making->group->ask.baseline;

	return baseline == GROUP_BY_THEN ? m->has_then
					 : m->n_ratings > baseline;
}

/* The step between two of the member's values; false: one is missing. */
static bool
step_between(
	const struct group_member *m, int from, int to, int item, int *step)
{
	const int before = m->values[from][item];
	const int after = m->values[to][item];

	*step = after - before;
	return before <= STEP_MAX && after <= STEP_MAX;
}

/* From the baseline to the latest rating. */
static bool
step_of(const struct making *making, const struct group_member *m, int item,
	int *step)
{
	const int baseline = making->group->ask.baseline;

	/* How it was then and how it is now: of a later rating than the first.
	 */
	if (baseline == GROUP_BY_THEN && m->n_ratings < 2)
		return false;
	return step_between(m,
		baseline == GROUP_BY_THEN ? GROUP_AT_THEN : baseline - 1,
		GROUP_AT_LATEST, item, step);
}

static int
way_of(int step)
{
	return step > 0 ? CHANGE_UP : step == 0 ? CHANGE_SAME : CHANGE_DOWN;
}

static int
shift_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	int step;

	(void)making;
	if (!m->has_then)
		return DISCLOSE_OUT;
	return m->n_ratings > 0 && step_between(m, 0, GROUP_AT_THEN,
					   table->item, &step)
		       ? way_of(step)
		       : CHANGE_MISSING;
}

static int
change_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	int step;

	if (!is_counted(making, m))
		return DISCLOSE_OUT;
	if (!step_of(making, m, table->item, &step))
		return CHANGE_MISSING;
	return way_of(step);
}

static int
belief_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	const int top = making->series->items[table->item].top;
	const int own =
		m->n_ratings > 0
			? group_third(
				  m->values[GROUP_AT_LATEST][table->item], top)
			: 0;
	const int theirs = m->belief[table->item];

	return own == 0 || theirs == 0 ? BELIEF_MISSING
				       : (own - 1) * BELIEF_THIRDS + theirs - 1;
}

static int
change_split_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	const int cell = change_cell(making, m, table);

	return cell == DISCLOSE_OUT || cell == CHANGE_MISSING
		       ? DISCLOSE_OUT
		       : cell != CHANGE_UP;
}

static int
reliable_cell(const struct making *making, const struct group_member *m,
	const struct group_table *table)
{
	const double mdc = stats_mdc(
		making->series->sd[table->item], making->group->ask.retest);
	int step;

	if (!is_counted(making, m))
		return DISCLOSE_OUT;
	if (!step_of(making, m, table->item, &step))
		return CHANGE_MISSING;
	return step > mdc ? CHANGE_UP : step < -mdc ? CHANGE_DOWN : CHANGE_SAME;
}

static cell_of *const cells_of[GROUP_KIND__MAX] = {
	[GROUP_FLOW] = flow_cell,
	[GROUP_CLOSING] = closing_cell,
	[GROUP_REASON] = reason_cell,
	[GROUP_HANDOVER] = handover_cell,
	[GROUP_ASKED] = asked_cell,
	[GROUP_ALIKE] = alike_cell,
	[GROUP_ITEM] = item_cell,
	[GROUP_THEN] = then_cell,
	[GROUP_SHIFT] = shift_cell,
	[GROUP_CHANGE] = change_cell,
	[GROUP_RELIABLE] = reliable_cell,
	[GROUP_BELIEF] = belief_cell,
};

/* ------------------------------------------------------------- one table */

/* The same counts have the same name in every report, whatever its period. */
static void
name_of(const struct making *making, const struct group_table *table,
	const char *kind, char name[SHOWN_NAME])
{
	const struct group_series *s = making->series;
	const struct group_ask *ask = &making->group->ask;
	const char *const splits[] = {
		"", " by sex", " by mode", " by language", " by help"};
	const bool is_change =
		table->kind == GROUP_CHANGE || table->kind == GROUP_RELIABLE;

	snprintf(name, SHOWN_NAME, "%s %s %d %d: %s %s %d%s", s->version,
		s->level, s->steps, s->horizon_months, kind,
		table->item >= 0 ? s->items[table->item].key : "",
		is_change ? ask->baseline : table->rating,
		splits[table->split]);
}

static bool
decide(struct making *making, struct group_table *table, cell_of *cell_at,
	const char *kind, const char *whole_kind, struct err *err)
{
	const struct group_series *s = making->series;
	struct disclose_table asked = {.least = making->group->ask.least,
		.n_cells = (size_t)(table->n_ways * table->n_cells),
		.people = making->people,
		.cells = making->cells,
		/* That all have come equally far is no answer of anybody. */
		.may_be_alike = table->kind <= GROUP_ASKED};
	struct group_table whole = *table;
	char name[SHOWN_NAME], whole_name[SHOWN_NAME];
	size_t i;

	name_of(making, table, kind, name);
	asked.name = name;
	if (whole_kind != NULL) {
		whole.split = SPLIT_NONE;
		name_of(making, &whole, whole_kind, whole_name);
		asked.whole = whole_name;
		asked.is_all_or_none = true;
	}
	for (i = 0; i < s->n_members; i++) {
		const struct group_member *m = &s->members[i];
		const int cell = cell_at(making, m, table);

		if (cell == DISCLOSE_OUT)
			continue;
		making->people[asked.n] = m->person;
		making->cells[asked.n++] =
			m->ways[table->split] * table->n_cells + cell;
	}
	return disclose(&asked, making->shown, &table->result, err);
}

static const char *const kind_words[GROUP_KIND__MAX] = {
	[GROUP_FLOW] = "flow",
	[GROUP_CLOSING] = "closing",
	[GROUP_REASON] = "reason",
	[GROUP_HANDOVER] = "handover",
	[GROUP_ASKED] = "asked",
	[GROUP_ALIKE] = "alike",
	[GROUP_ITEM] = "item",
	[GROUP_THEN] = "then",
	[GROUP_SHIFT] = "shift",
	[GROUP_CHANGE] = "change",
	[GROUP_RELIABLE] = "reliable",
	[GROUP_BELIEF] = "belief",
};

/* Keeps the table if anything of it is shown. */
static bool
add_table(struct making *making, struct group_table table, struct err *err)
{
	struct group_series *s = making->series;
	const char *whole = table.split != SPLIT_NONE ? kind_words[table.kind]
			    : table.kind == GROUP_RELIABLE
				    ? kind_words[GROUP_CHANGE]
				    : NULL;

	table.n_ways = 0;
	while (group_ways(table.split, false)[table.n_ways] != NULL)
		table.n_ways++;
	if (table.n_ways * table.n_cells > DISCLOSE_CELLS)
		return err_set(err, ERR_LIMIT, "%s: a table of %d cells",
			s->instrument, table.n_ways * table.n_cells);
	if (!decide(making, &table,
		    table.split == SPLIT_NONE  ? cells_of[table.kind]
		    : table.kind == GROUP_FLOW ? flow_split_cell
					       : change_split_cell,
		    kind_words[table.kind], whole, err))
		return false;
	if (table.result.is_shown)
		s->tables[s->n_tables++] = table;
	return true;
}

/*
 * Whether it may be told how many rated at least so often: the hidden cells of
 * the flow must not lie on both sides.
 */
static bool
may_tell(const struct making *making, int ratings)
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
add_splits(
	struct making *making, const struct group_table *whole, struct err *err)
{
	struct group_table table = *whole;
	int split;

	table.n_cells = 2;

	for (split = SPLIT_SEX; split < SPLIT__MAX; split++) {
		if (split == SPLIT_LANGUAGE &&
			making->group->ask.unit[0] != '\0')
			continue;
		table.split = (enum group_split)split;
		if (!add_table(making, table, err))
			return false;
	}
	return true;
}

static bool
add_changes(struct making *making, int item, struct err *err)
{
	struct group_series *s = making->series;
	const struct group_ask *ask = &making->group->ask;
	struct group_table table = {
		.kind = GROUP_CHANGE, .item = item, .n_cells = CHANGE__MAX};
	const struct group_table *first =
		ask->baseline == GROUP_BY_THEN
			? group_table(s, GROUP_THEN, SPLIT_NONE, item, 0)
			: group_table(s, GROUP_ITEM, SPLIT_NONE, item,
				  ask->baseline);
	const size_t n_tables = s->n_tables;

	if (!add_table(making, table, err))
		return false;
	if (s->n_tables == n_tables)
		return true;
	/* Without what the baseline's steps show there is no SD to tell. */
	if (ask->retest > 0 && first != NULL &&
		group_knows(first, (size_t)s->items[item].top)) {
		s->sd[item] = stats_sd(
			first->result.counts, (size_t)s->items[item].top);
		table.kind = GROUP_RELIABLE;
		if (s->sd[item] > 0 && !add_table(making, table, err))
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
add_then(struct making *making, int item, struct err *err)
{
	struct group_series *s = making->series;
	struct group_table table = {.kind = GROUP_THEN,
		.item = item,
		.n_cells = s->items[item].top + 3};

	if (!may_tell_then(s))
		return true;
	if (!add_table(making, table, err))
		return false;
	table.kind = GROUP_SHIFT;
	table.n_cells = CHANGE__MAX;
	return add_table(making, table, err);
}

static bool
add_belief(struct making *making, int item, struct err *err)
{
	struct group_series *s = making->series;
	const struct group_table table = {
		.kind = GROUP_BELIEF, .item = item, .n_cells = BELIEF__MAX};

	if (!s->has_belief ||
		group_belief(s->instrument, s->items[item].key) == NULL)
		return true;
	return add_table(making, table, err);
}

static bool
add_items(struct making *making, struct err *err)
{
	struct group_series *s = making->series;
	const int baseline = making->group->ask.baseline;
	bool ok = true;
	int rating, item;

	for (rating = 1; ok && rating <= GROUP_RATINGS; rating++) {
		struct group_table table = {.kind = GROUP_ALIKE,
			.item = -1,
			.rating = rating,
			.n_cells = 3};

		if (!may_tell(making, rating))
			continue;
		ok = add_table(making, table, err);
		table.kind = GROUP_ITEM;
		for (item = 0; ok && item < (int)s->n_items; item++) {
			table.item = item;
			table.n_cells = s->items[item].top + 3;
			ok = add_table(making, table, err);
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
tell_days(struct making *making)
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
tell_quality(struct making *making, struct err *err)
{
	struct group_quality *quality = &making->series->quality;
	struct group_table table = {.item = -1, .n_ways = 1, .n_cells = 2};

	if (!decide(making, &table, overdue_cell, "overdue", NULL, err))
		return false;
	quality->has_overdue =
		table.result.is_shown && table.result.has_cell[1];
	quality->overdue = table.result.counts[1];
	/* Of all answers together: only where no few people came or went. */
	quality->has_rest = making->flow->result.hidden == 0;
	if (!quality->has_rest)
		*quality = (struct group_quality){
			.has_overdue = quality->has_overdue,
			.overdue = quality->overdue};
	return true;
}

static bool
make_series(struct making *making, struct err *err)
{
	struct group_series *s = making->series;
	struct group_table tables[] = {
		{.kind = GROUP_CLOSING, .n_cells = 2},
		{.kind = GROUP_REASON, .n_cells = 2 + (int)s->n_reasons},
		{.kind = GROUP_HANDOVER, .n_cells = 2},
		{.kind = GROUP_ASKED, .n_cells = 2},
	};
	struct group_table flow = {
		.kind = GROUP_FLOW, .item = -1, .n_cells = FLOW_CELLS};
	size_t i;

	if (!add_table(making, flow, err))
		return false;
	s->is_withheld = s->n_tables == 0;
	if (s->is_withheld) {
		s->quality = (struct group_quality){0};
		return true;
	}
	making->flow = &s->tables[0];
	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		if (tables[i].kind == GROUP_ASKED && !s->has_then)
			continue;
		tables[i].item = -1;
		if (!add_table(making, tables[i], err))
			return false;
	}
	tell_days(making);
	return (!may_tell(making, 2) || add_splits(making, &flow, err)) &&
	       tell_quality(making, err) && add_items(making, err);
}

/* Tables at most: of the whole, of ratings, and of items with their splits. */
static size_t
most_tables(const struct group_series *s)
{
	return 5 + SPLIT__MAX + GROUP_RATINGS +
	       s->n_items * (GROUP_RATINGS + 5 + SPLIT__MAX);
}

static bool
decide_series(struct store *store, struct group *group, struct group_series *s,
	struct err *err)
{
	struct making making = {.group = group, .series = s};
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

static bool
make(struct store *store, struct group *group, struct err *err)
{
	size_t i;

	if (!group_count(store, group, err))
		return false;
	if (group->n_series > 1)
		qsort(group->series, group->n_series, sizeof(*group->series),
			by_series);
	for (i = 0; i < group->n_series; i++) {
		if (!decide_series(store, group, &group->series[i], err))
			return false;
	}
	return true;
}

bool
group_make_within(struct store *store, const struct group_ask *ask,
	struct group *group, struct err *err)
{
	struct group made = {.ask = *ask};

	if (!check(ask, err))
		return false;
	if (!make(store, &made, err)) {
		group_finish(&made);
		return false;
	}
	*group = made;
	return true;
}

/* What was kept is kept again if another host came between. */
bool
group_make(struct store *store, const struct group_ask *ask,
	struct group *group, struct err *err)
{
	struct group made = {0};
	bool ok = check(ask, err) && store_bulk_begin(store, err);

	if (!ok)
		return false;
	ok = group_make_within(store, ask, &made, err);
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
