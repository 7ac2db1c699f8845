#include "report/group_cells.h"

#include "report/stats.h"

#include <string.h>

/* Answers that can be alike, at least. */
#define ALIKE_ITEMS 5

typedef int cell_of(const struct group_making *making,
	const struct group_member *member, const struct group_table *table);

static int
flow_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->n_ratings < GROUP_RATINGS ? m->n_ratings : GROUP_RATINGS;
}

/* Splits are coarse, so that they can be shown. */
static int
flow_split_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->n_ratings >= 2;
}

static int
reason_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	(void)table;
	return m->reason;
}

/* What is so of a member, or not. */
static bool
is_so(const struct group_member *m, enum group_kind kind)
{
	switch (kind) {
	case GROUP_CLOSING:
		return m->has_closing;
	case GROUP_HANDOVER:
		return m->has_handover;
	case GROUP_OVERDUE:
		return m->is_overdue;
	case GROUP_UNREADABLE:
		return m->is_unreadable;
	case GROUP_WAITING:
		return m->is_waiting;
	case GROUP_DECIDED:
		return m->is_decided;
	case GROUP_TWO_MARKS:
		return m->has_two_marks;
	case GROUP_UNREVIEWED:
		return m->is_unreviewed;
	case GROUP_ASKED:
		return m->has_then;
	case GROUP_RATED:
		return m->n_ratings > 0;
	default:
		return false;
	}
}

static int
so_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	(void)making;
	return is_so(m, table->kind);
}

/* Whether an item of a shown rating has neither an answer nor a refusal. */
static int
wanting_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	const size_t n_items = making->series->n_items;
	int rating;

	(void)table;
	for (rating = 0; rating < m->n_ratings && rating < GROUP_RATINGS;
		rating++) {
		if (memchr(m->values[rating], GROUP_MISSING, n_items) != NULL)
			return 1;
	}
	return 0;
}

static int
alike_cell(const struct group_making *making, const struct group_member *m,
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
	return answered < ALIKE_ITEMS || !is_alike;
}

/* Of a table of steps: the one at a place of the member's values. */
static int
step_cell(const struct group_making *making, const struct group_member *m,
	int at, int item)
{
	const int top = making->series->items[item].top;
	const int value = m->values[at][item];

	if (value <= STEP_MAX)
		return value <= top ? value - 1 : top + 2;
	return top + value - GROUP_DECLINED;
}

static int
item_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	return m->n_ratings < table->rating
		       ? DISCLOSE_OUT
		       : step_cell(making, m, table->rating - 1, table->item);
}

static int
then_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	return m->has_then ? step_cell(making, m, GROUP_AT_THEN, table->item)
			   : DISCLOSE_OUT;
}

/* Whether the member is in the tables of change. */
static bool
is_counted(const struct group_making *making, const struct group_member *m)
{
	const int baseline = making->ask->baseline;

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
step_of(const struct group_making *making, const struct group_member *m,
	int item, int *step)
{
	const int baseline = making->ask->baseline;

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
shift_cell(const struct group_making *making, const struct group_member *m,
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
change_cell(const struct group_making *making, const struct group_member *m,
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
belief_cell(const struct group_making *making, const struct group_member *m,
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
change_split_cell(const struct group_making *making,
	const struct group_member *m, const struct group_table *table)
{
	const int cell = change_cell(making, m, table);

	return cell == DISCLOSE_OUT || cell == CHANGE_MISSING
		       ? DISCLOSE_OUT
		       : cell != CHANGE_UP;
}

static int
reliable_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	const double mdc =
		stats_mdc(making->series->sd[table->item], making->ask->retest);
	int step;

	if (!is_counted(making, m))
		return DISCLOSE_OUT;
	if (!step_of(making, m, table->item, &step))
		return CHANGE_MISSING;
	return step > mdc ? CHANGE_UP : step < -mdc ? CHANGE_DOWN : CHANGE_SAME;
}

/* Thirds, then missing, then who never rated. */
static int
latest_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	const int top = making->series->items[table->item].top;
	const int third =
		group_third(m->values[GROUP_AT_LATEST][table->item], top);

	if (m->n_ratings == 0)
		return BELIEF_THIRDS + 1;
	return third > 0 ? third - 1 : BELIEF_THIRDS;
}

/*
 * Both answers, the first missing, both, the second. Of a ladder of two steps
 * also which: up and down tell there what was answered.
 */
static int
gap(int before, int after, int top)
{
	if (top == 2)
		return (before <= top ? before : 0) * 3 +
		       (after <= top ? after : 0);
	if (before > STEP_MAX)
		return after > STEP_MAX ? 2 : 1;
	return after > STEP_MAX ? 3 : 0;
}

static int
gaps_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	const int baseline = making->ask->baseline, item = table->item;
	const int top = making->series->items[item].top;
	int before;
	const bool has_latest = baseline == GROUP_BY_THEN
					? m->n_ratings >= 2
					: m->n_ratings > baseline;

	/* Who has not rated again is in what was said the first time. */
	if (baseline == GROUP_BY_THEN ? !m->has_then : m->n_ratings < baseline)
		return DISCLOSE_OUT;
	before = m->values[baseline == GROUP_BY_THEN ? GROUP_AT_THEN
						     : baseline - 1][item];
	if (has_latest)
		return gap(before, m->values[GROUP_AT_LATEST][item], top);
	/* An answer that none has followed is no gap. */
	return before <= STEP_MAX && top != 2 ? 0
					      : gap(before, GROUP_MISSING, top);
}

static int
shift_gaps_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	const int item = table->item;

	if (!m->has_then)
		return DISCLOSE_OUT;
	return gap(m->n_ratings > 0 ? m->values[0][item] : GROUP_MISSING,
		m->values[GROUP_AT_THEN][item],
		making->series->items[item].top);
}

static cell_of *const cells_of[GROUP_KIND__MAX] = {
	[GROUP_FLOW] = flow_cell,
	[GROUP_CLOSING] = so_cell,
	[GROUP_REASON] = reason_cell,
	[GROUP_HANDOVER] = so_cell,
	[GROUP_OVERDUE] = so_cell,
	[GROUP_UNREADABLE] = so_cell,
	[GROUP_WAITING] = so_cell,
	[GROUP_DECIDED] = so_cell,
	[GROUP_TWO_MARKS] = so_cell,
	[GROUP_UNREVIEWED] = so_cell,
	[GROUP_ASKED] = so_cell,
	[GROUP_ALIKE] = alike_cell,
	[GROUP_ITEM] = item_cell,
	[GROUP_THEN] = then_cell,
	[GROUP_SHIFT] = shift_cell,
	[GROUP_CHANGE] = change_cell,
	[GROUP_RELIABLE] = reliable_cell,
	[GROUP_BELIEF] = belief_cell,
	[GROUP_RATED] = so_cell,
	[GROUP_WANTING] = wanting_cell,
	[GROUP_LATEST] = latest_cell,
	[GROUP_GAPS] = gaps_cell,
	[GROUP_SHIFT_GAPS] = shift_gaps_cell,
};

int
group_cell(const struct group_making *making, const struct group_member *m,
	const struct group_table *table)
{
	if (table->split == SPLIT_NONE)
		return cells_of[table->kind](making, m, table);
	return table->kind == GROUP_FLOW ? flow_split_cell(making, m, table)
					 : change_split_cell(making, m, table);
}
