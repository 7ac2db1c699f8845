#include "report/group_hold.h"

#include "core/err.h"
#include "report/blind.h"

#include <stdlib.h>
#include <string.h>

#define MOST_TABLES 16
/* Parts in which people differ, and the sets of values that are looked at. */
enum { RATINGS, BEFORE, LATEST, SIDE, CHANGE, SHIFT, PARTS };
#define MOST_SETS 128
#define NONE 31 /* the value of who has none */

/* A way in which somebody can have answered. */
struct kind {
	uint8_t parts[PARTS];
	size_t n_people;
	bool is_nobody; /* by a 0 that is shown */
	struct blind blind;
};

struct hold {
	const struct group_making *making;
	const struct group_table *tables[MOST_TABLES];
	size_t n_tables;
	int item, top, base; /* base: the rating that changes are from */
	size_t n_values;     /* steps and words */
	/* What caseworkers believe, or how it was then, 0: not said. */
	size_t n_sides;
	bool is_belief;
	/*
	 * Behind the kinds, n_all in all: who has rated again since, by rating
	 * and answer, when that was neither the baseline nor the latest.
	 */
	struct kind *kinds;
	size_t n_kinds, n_all;
	uint32_t *rows;
	size_t n_rows;
	struct {
		uint32_t sets[MOST_SETS];
		size_t n;
	} parts[PARTS];
};

/* ------------------------------------------------------------- kinds */

/* Values of a table of steps: from 0, then the words. */
static uint8_t
step_of(const struct hold *hold, uint8_t value)
{
	if (value <= STEP_MAX)
		return (uint8_t)(value >= 1 && value <= hold->top
					 ? value - 1
					 : hold->top + 2);
	return (uint8_t)(hold->top + value - GROUP_DECLINED);
}

static uint8_t
value_of(const struct hold *hold, size_t step)
{
	return (uint8_t)(step < (size_t)hold->top
				 ? step + 1
				 : step - (size_t)hold->top + GROUP_DECLINED);
}

/* The number of the kind; before counts only behind the base. */
static size_t
number_of(const struct hold *hold, size_t n, size_t before, size_t latest,
	size_t side)
{
	const size_t v = hold->n_values, base = (size_t)hold->base;
	size_t number = 0;

	if (n > base)
		number = 1 + (base + (n - base - 1) * v + before) * v + latest;
	else if (n > 0)
		number = 1 + (n - 1) * v + latest;
	return number * hold->n_sides + side;
}

/* Somebody of the kind, as the tables see it. */
static void
person_of(const struct hold *hold, const struct kind *kind,
	struct group_member *person)
{
	const int n = kind->parts[RATINGS], item = hold->item;
	const int side = kind->parts[SIDE];

	memset(person, 0, sizeof(*person));
	memset(person->values, GROUP_MISSING, sizeof(person->values));
	person->n_ratings = n;
	if (n > hold->base)
		person->values[hold->base - 1][item] =
			value_of(hold, kind->parts[BEFORE]);
	if (n > 0)
		person->values[n - 1][item] =
			person->values[GROUP_AT_LATEST][item] =
				value_of(hold, kind->parts[LATEST]);
	if (hold->is_belief) {
		person->belief[item] = (uint8_t)side;
	} else if (side > 0) {
		person->has_then = true;
		person->values[GROUP_AT_THEN][item] =
			value_of(hold, (size_t)side - 1);
	}
}

/* Where the kind stands; who has rated again since is counted apart. */
static int
cell_of(const struct hold *hold, const struct kind *kind,
	const struct group_member *person, const struct group_table *table)
{
	const int n = kind->parts[RATINGS];

	if (table->kind == GROUP_ITEM && table->rating != hold->base &&
		(table->rating != n || n == GROUP_RATINGS))
		return DISCLOSE_OUT;
	return group_cell(hold->making, person, table);
}

static void
list_parts(struct hold *hold, struct kind *kind)
{
	const struct group_table change = {.kind = GROUP_CHANGE,
					 .item = hold->item},
				 shift = {.kind = GROUP_SHIFT,
					 .item = hold->item};
	struct group_member person;
	int cell;

	person_of(hold, kind, &person);
	cell = group_cell(hold->making, &person, &change);
	kind->parts[CHANGE] = (uint8_t)(cell == DISCLOSE_OUT ? NONE : cell);
	cell = group_cell(hold->making, &person, &shift);
	kind->parts[SHIFT] = (uint8_t)(cell == DISCLOSE_OUT ? NONE : cell);
}

static void
list_kinds(struct hold *hold)
{
	const size_t base = (size_t)hold->base, v = hold->n_values;
	size_t n, before, latest, side;

	for (n = 0; n <= GROUP_RATINGS; n++) {
		for (before = 0; before < (n > base ? v : 1); before++) {
			for (latest = 0; latest < (n > 0 ? v : 1); latest++) {
				for (side = 0; side < hold->n_sides; side++) {
					struct kind *kind =
						&hold->kinds[number_of(hold, n,
							before, latest, side)];

					kind->parts[RATINGS] = (uint8_t)n;
					kind->parts[BEFORE] =
						(uint8_t)(n > base    ? before
							  : n == base ? latest
								      : NONE);
					kind->parts[LATEST] =
						(uint8_t)(n > 0 ? latest
								: NONE);
					kind->parts[SIDE] = (uint8_t)side;
					list_parts(hold, kind);
				}
			}
		}
	}
}

static void
count_people(struct hold *hold)
{
	const struct group_series *s = hold->making->series;
	size_t i;

	for (i = 0; i < s->n_members; i++) {
		const struct group_member *m = &s->members[i];
		const int n = m->n_ratings < GROUP_RATINGS ? m->n_ratings
							   : GROUP_RATINGS;
		size_t side = 0;

		if (hold->is_belief)
			side = m->belief[hold->item];
		else if (hold->n_sides > 1 && m->has_then)
			side = 1u +
			       step_of(hold,
				       m->values[GROUP_AT_THEN][hold->item]);
		hold
			->kinds[number_of(hold, (size_t)n,
				step_of(hold,
					m->values[hold->base - 1][hold->item]),
				step_of(hold,
					m->values[GROUP_AT_LATEST][hold->item]),
				side)]
			.n_people++;
	}
}

/* ------------------------------------------------------------- counts */

/* Whether somebody with n ratings, 4 or more at the last, has rated since. */
static bool
is_since(int n, int rating)
{
	return n > rating || (n == GROUP_RATINGS && rating == n);
}

/* Those of a rating's table who have rated since, and that these are all. */
static void
add_since(struct hold *hold, const struct group_table *table, uint32_t *rows,
	size_t *counts)
{
	const struct group_series *s = hold->making->series;
	const size_t n_cells = (size_t)table->n_cells;
	const size_t first =
		hold->n_kinds + (size_t)(table->rating - 1) * hold->n_values;
	uint32_t *sum = rows + (n_cells + 1) * hold->n_all;
	size_t i, cell;

	for (i = 0; i < s->n_members; i++) {
		const struct group_member *m = &s->members[i];

		if (is_since(m->n_ratings, table->rating))
			hold->kinds[first +
				    step_of(hold, m->values[table->rating - 1]
							   [hold->item])]
				.n_people++;
	}
	for (i = 0; i < n_cells; i++) {
		cell = table->result.has_cell[i] ? i : n_cells;
		rows[cell * hold->n_all + first + i] = 1;
		sum[first + i] = 1;
		counts[cell] += hold->kinds[first + i].n_people;
	}
	for (i = 0; i < hold->n_kinds; i++) {
		if (is_since(hold->kinds[i].parts[RATINGS], table->rating))
			sum[i] = BLIND_PRIME - 1;
	}
	hold->n_rows++;
}

/* The counts of a table: of each shown cell, and of the hidden ones. */
static void
add_rows(struct hold *hold, const struct group_table *table)
{
	const size_t n_cells = (size_t)table->n_cells;
	size_t counts[DISCLOSE_CELLS + 1] = {0}, i, cell;
	uint32_t *rows = hold->rows + hold->n_rows * hold->n_all;
	struct group_member person;

	for (i = 0; i < hold->n_kinds; i++) {
		const struct kind *kind = &hold->kinds[i];
		int at;

		person_of(hold, kind, &person);
		at = cell_of(hold, kind, &person, table);
		if (at == DISCLOSE_OUT)
			continue;
		cell = table->result.has_cell[at] ? (size_t)at : n_cells;
		rows[cell * hold->n_all + i] = 1;
		counts[cell] += kind->n_people;
	}
	hold->n_rows += n_cells + 1;
	if (table->kind == GROUP_ITEM && table->rating != hold->base)
		add_since(hold, table, rows, counts);
	for (cell = 0; cell <= n_cells; cell++) {
		for (i = 0; i < hold->n_all && counts[cell] == 0; i++) {
			if (rows[cell * hold->n_all + i] != 0)
				hold->kinds[i].is_nobody = true;
		}
	}
}

/* Where nobody can have rated since, no answer is of such people. */
static void
end_since(struct hold *hold)
{
	size_t i, k;
	int rating;

	for (rating = 1; rating <= GROUP_RATINGS; rating++) {
		struct kind *since =
			&hold->kinds[hold->n_kinds +
				     (size_t)(rating - 1) * hold->n_values];
		bool is_nobody = true;

		for (i = 0; i < hold->n_kinds; i++) {
			if (is_since(hold->kinds[i].parts[RATINGS], rating))
				is_nobody =
					is_nobody && hold->kinds[i].is_nobody;
		}
		for (k = 0; k < hold->n_values && is_nobody; k++)
			since[k].is_nobody = true;
	}
}

static bool
work_out(struct hold *hold, struct err *err)
{
	struct blind *blind = calloc(hold->n_all, sizeof(*blind));
	size_t i, row;

	if (blind == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < hold->n_tables; i++)
		add_rows(hold, hold->tables[i]);
	end_since(hold);
	for (i = 0; i < hold->n_all; i++) {
		for (row = 0; row < hold->n_rows && hold->kinds[i].is_nobody;
			row++)
			hold->rows[row * hold->n_all + i] = 0;
	}
	blind_make(hold->rows, hold->n_rows, hold->n_all, blind);
	for (i = 0; i < hold->n_all; i++)
		hold->kinds[i].blind = blind[i];
	free(blind);
	return true;
}

/* ------------------------------------------------------------- groups of few
 */

static void
add_set(struct hold *hold, int part, uint32_t set)
{
	if (hold->parts[part].n < MOST_SETS)
		hold->parts[part].sets[hold->parts[part].n++] = set;
}

/* From one of the values to another, for all of them. */
static void
add_ranges(struct hold *hold, int part, uint32_t from, uint32_t until)
{
	uint32_t low, high;

	for (low = from; low < until; low++) {
		for (high = low + 1; high <= until; high++)
			add_set(hold, part, (1u << high) - (1u << low));
	}
}

static void
list_sets(struct hold *hold)
{
	const uint32_t top = (uint32_t)hold->top;
	int part;

	for (part = 0; part < PARTS; part++)
		add_set(hold, part, ~0u);
	add_ranges(hold, RATINGS, 0, GROUP_RATINGS + 1);
	for (part = BEFORE; part <= LATEST; part++) {
		add_ranges(hold, part, 0, top);
		add_ranges(hold, part, top, top + 3);
		add_set(hold, part, 1u << NONE);
	}
	if (hold->is_belief) {
		add_ranges(hold, SIDE, 0, BELIEF_THIRDS + 1);
	} else if (hold->n_sides > 1) {
		add_ranges(hold, SIDE, 0, 1);
		add_ranges(hold, SIDE, 1, top + 1);
		add_ranges(hold, SIDE, top + 1, top + 4);
		add_ranges(hold, SHIFT, 0, CHANGE__MAX);
	}
	add_ranges(hold, CHANGE, 0, CHANGE__MAX);
	add_set(hold, CHANGE, 1u << CHANGE_UP | 1u << CHANGE_DOWN);
	add_set(hold, CHANGE, 1u << NONE);
}

/* A group: the kinds of a list. */
static bool
is_told(const struct hold *hold, const uint16_t *list, size_t n)
{
	uint64_t sums[2] = {0};
	size_t i;

	for (i = 0; i < n; i++) {
		sums[0] += hold->kinds[list[i]].blind.numbers[0];
		sums[1] += hold->kinds[list[i]].blind.numbers[1];
	}
	return sums[0] % BLIND_PRIME == 0 && sums[1] % BLIND_PRIME == 0;
}

/*
 * Whether a group of few of the list, by this part and those behind it, is
 * told. room: for as many a part as there are kinds.
 */
static bool
find(const struct hold *hold, int part, const uint16_t *list, size_t n,
	uint16_t *room)
{
	size_t i;

	for (i = 0; i < hold->parts[part].n; i++) {
		const uint32_t set = hold->parts[part].sets[i];
		size_t k, m = 0, people = 0;

		for (k = 0; k < n; k++) {
			const struct kind *kind = &hold->kinds[list[k]];

			if ((set >> kind->parts[part] & 1u) == 0)
				continue;
			room[m++] = list[k];
			people += kind->n_people;
		}
		/* Nobody, or the same as without: it was looked at. */
		if (people == 0 || (i > 0 && m == n))
			continue;
		if (part + 1 < PARTS ? find(hold, part + 1, room, m,
					       room + hold->n_kinds)
				     : people < hold->making->ask->least &&
					       is_told(hold, room, m))
			return true;
	}
	return false;
}

/* ------------------------------------------------------------- the whole */

/* The tables that tell of the item. */
static void
gather(struct hold *hold, const struct group_table *table)
{
	const struct group_series *s = hold->making->series;
	size_t i;

	for (i = 0; i < s->n_tables && hold->n_tables + 1 < MOST_TABLES; i++) {
		const struct group_table *t = &s->tables[i];
		const bool is_of_all =
			t->kind == GROUP_FLOW || t->kind == GROUP_ASKED;

		if (t->split == SPLIT_NONE &&
			(is_of_all || (t->item == hold->item && t->item >= 0)))
			hold->tables[hold->n_tables++] = t;
	}
	hold->tables[hold->n_tables++] = table;
}

static void
open_hold(struct hold *hold, const struct group_table *table)
{
	const int baseline = hold->making->ask->baseline;
	size_t base, n_rows = 0, i;

	hold->item = table->item;
	hold->top = hold->making->series->items[table->item].top;
	hold->base = baseline == GROUP_BY_THEN ? 1 : baseline;
	hold->is_belief = table->kind == GROUP_BELIEF;
	hold->n_values = (size_t)hold->top + 3;
	hold->n_sides = hold->is_belief			 ? BELIEF_THIRDS + 1
			: hold->making->series->has_then ? hold->n_values + 1
							 : 1;
	base = (size_t)hold->base;
	hold->n_kinds = (1 + (base + (GROUP_RATINGS - base) * hold->n_values) *
					hold->n_values) *
			hold->n_sides;
	hold->n_all = hold->n_kinds + GROUP_RATINGS * hold->n_values;
	gather(hold, table);
	for (i = 0; i < hold->n_tables; i++)
		n_rows += (size_t)hold->tables[i]->n_cells + 2;
	hold->kinds = calloc(hold->n_all, sizeof(*hold->kinds));
	hold->rows = calloc(n_rows * hold->n_all, sizeof(*hold->rows));
}

bool
group_holds(const struct group_making *making, const struct group_table *table,
	bool *holds, struct err *err)
{
	struct hold *hold = calloc(1, sizeof(*hold));
	uint16_t *lists = NULL;
	size_t i, n = 0;
	bool ok = hold != NULL;

	if (ok) {
		hold->making = making;
		open_hold(hold, table);
		lists = calloc(hold->n_kinds * (PARTS + 1), sizeof(*lists));
		ok = hold->kinds != NULL && hold->rows != NULL && lists != NULL;
	}
	if (!ok) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	list_kinds(hold);
	count_people(hold);
	ok = work_out(hold, err);
	if (!ok)
		goto out;
	list_sets(hold);
	for (i = 0; i < hold->n_kinds; i++) {
		if (!hold->kinds[i].is_nobody)
			lists[n++] = (uint16_t)i;
	}
	*holds = !find(hold, 0, lists, n, lists + hold->n_kinds);
out:
	if (hold != NULL) {
		free(hold->kinds);
		free(hold->rows);
	}
	free(hold);
	free(lists);
	return ok;
}
