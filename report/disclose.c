#include "report/disclose.h"

#include "core/err.h"
#include "store/shown.h"

#include <stdlib.h>
#include <string.h>

/* Places of a group: its cells, then outside. */
#define PLACES (DISCLOSE_CELLS + 1)
#define OUTSIDE DISCLOSE_CELLS
#define TABLES (1 + DISCLOSE_BESIDE) /* the own one first */

/* Somebody in the table or shown before. */
struct member {
	int64_t person;
	unsigned shown[TABLES]; /* so far in those tables, 0: never */
	int cell;
	size_t group; /* number of who was shown alike */
	size_t place; /* in the end */
};

/* People who were shown alike so far, by where they stand now. */
struct group {
	bool is_shown; /* in one of the tables at all */
	/*
	 * Of those who were shown alike in this table the first group, which
	 * all of them are counted in too; NULL if they never were.
	 */
	struct group *own;
	size_t own_size;
	size_t counts[PLACES], own_counts[PLACES];
};

struct work {
	const struct disclose_table *table;
	size_t tables[TABLES], n_tables;
	struct member *members;
	size_t n_members;
	struct group *groups;
	size_t n_groups;
	bool is_hidden[DISCLOSE_CELLS];
};

/* ------------------------------------------------------------- who */

static bool
was_shown(const struct member *member)
{
	size_t i;

	for (i = 0; i < TABLES; i++) {
		if (member->shown[i] != 0)
			return true;
	}
	return false;
}

static void
add_member(
	struct work *work, const struct shown *shown, int64_t person, int cell)
{
	struct member *member = &work->members[work->n_members];
	size_t i;

	*member = (struct member){.person = person, .cell = cell};
	for (i = 0; i < work->n_tables; i++)
		member->shown[i] = shown_group(shown, person, work->tables[i]);
	/* Who was never shown and is not now says nothing. */
	if (cell != DISCLOSE_OUT || was_shown(member))
		work->n_members++;
}

/* Both lists are in the order of the people's numbers. */
static bool
gather(struct work *work, const struct shown *shown, struct err *err)
{
	const struct disclose_table *table = work->table;
	size_t n_shown = 0, i = 0, j = 0;

	while (shown_person(shown, n_shown) != 0)
		n_shown++;
	work->members = calloc(table->n + n_shown + 1, sizeof(*work->members));
	if (work->members == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	while (i < table->n || j < n_shown) {
		const int64_t before = shown_person(shown, j);

		if (i == table->n ||
			(j < n_shown && before < table->people[i])) {
			add_member(work, shown, before, DISCLOSE_OUT);
			j++;
			continue;
		}
		add_member(work, shown, table->people[i], table->cells[i]);
		if (j < n_shown && before == table->people[i])
			j++;
		i++;
	}
	return true;
}

static int
by_shown(const struct member *x, const struct member *y)
{
	size_t i;

	for (i = 0; i < TABLES; i++) {
		if (x->shown[i] != y->shown[i])
			return x->shown[i] < y->shown[i] ? -1 : 1;
	}
	return 0;
}

static int
by_group(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	const int order = by_shown(x, y);

	return order != 0 ? order
			  : (x->person > y->person) - (x->person < y->person);
}

static bool
count(struct work *work, struct err *err)
{
	struct group *own = NULL;
	size_t i;

	if (work->n_members > 0)
		qsort(work->members, work->n_members, sizeof(*work->members),
			by_group);
	for (i = 0; i < work->n_members; i++) {
		struct member *m = &work->members[i];

		if (i == 0 || by_shown(m, m - 1) != 0)
			work->n_groups++;
		m->group = work->n_groups - 1;
	}
	work->groups = calloc(work->n_groups + 1, sizeof(*work->groups));
	if (work->groups == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < work->n_members; i++) {
		const struct member *m = &work->members[i];
		struct group *group = &work->groups[m->group];
		const int place = m->cell == DISCLOSE_OUT ? OUTSIDE : m->cell;

		group->is_shown = was_shown(m);
		group->counts[place]++;
		if (m->shown[0] == 0)
			continue;
		/* By group: the own table is the first thing they go by. */
		if (i == 0 || m->shown[0] != m[-1].shown[0])
			own = group;
		group->own = own;
		own->own_size++;
		own->own_counts[place]++;
	}
	return true;
}

/* ------------------------------------------------------------- the rule */

/*
 * Too few of a group: n of it, and own_n of all who were shown alike with it in
 * this table. If that is all of them, they stand together as before: no news,
 * however few the group is by the tables beside.
 */
static bool
is_few(const struct work *work, const struct group *group, size_t n,
	size_t own_n)
{
	return n > 0 && n < work->table->least &&
	       !(group->own != NULL && own_n == group->own->own_size);
}

static bool
is_few_in(const struct work *work, const struct group *group, size_t place)
{
	return is_few(work, group, group->counts[place],
		group->own != NULL ? group->own->own_counts[place] : 0);
}

static size_t
in_cell(const struct work *work, size_t cell)
{
	size_t i, n = 0;

	for (i = 0; i < work->n_groups; i++)
		n += work->groups[i].counts[cell];
	return n;
}

static bool
is_few_hidden(const struct work *work, const struct group *group)
{
	size_t cell, n = 0, own_n = 0;

	for (cell = 0; cell < work->table->n_cells; cell++) {
		if (!work->is_hidden[cell])
			continue;
		n += group->counts[cell];
		if (group->own != NULL)
			own_n += group->own->own_counts[cell];
	}
	return is_few(work, group, n, own_n);
}

/* The smallest shown cell in which the group has somebody; n_cells: none. */
static size_t
smallest(const struct work *work, const struct group *group)
{
	const size_t n_cells = work->table->n_cells;
	size_t cell, found = n_cells;

	for (cell = 0; cell < n_cells; cell++) {
		if (!work->is_hidden[cell] && group->counts[cell] > 0 &&
			(found == n_cells ||
				in_cell(work, cell) < in_cell(work, found)))
			found = cell;
	}
	return found;
}

/* Hides until the rule holds; false: it cannot. */
static bool
hide_few(struct work *work)
{
	const size_t n_cells = work->table->n_cells;
	size_t i, cell;
	bool again = true;

	while (again) {
		again = false;
		for (i = 0; i < work->n_groups; i++) {
			const struct group *group = &work->groups[i];

			if (is_few_in(work, group, OUTSIDE) && group->is_shown)
				return false;
			for (cell = 0; cell < n_cells; cell++) {
				if (!work->is_hidden[cell] &&
					is_few_in(work, group, cell))
					work->is_hidden[cell] = again = true;
			}
			if (!is_few_hidden(work, group))
				continue;
			cell = smallest(work, group);
			if (cell == n_cells)
				return false;
			work->is_hidden[cell] = again = true;
		}
	}
	return true;
}

/* Whether the rule holds of the cells that are hidden now. */
static bool
is_safe(const struct work *work)
{
	size_t i, cell;

	for (i = 0; i < work->n_groups; i++) {
		const struct group *group = &work->groups[i];

		if (is_few_hidden(work, group))
			return false;
		for (cell = 0; cell < work->table->n_cells; cell++) {
			if (!work->is_hidden[cell] &&
				is_few_in(work, group, cell))
				return false;
		}
	}
	return true;
}

/*
 * Hides, and no cell in vain: one that went with a few of one group may not be
 * needed when another has gone with the few of the next.
 */
static bool
hide(struct work *work)
{
	size_t cell;

	if (!hide_few(work))
		return false;
	for (cell = work->table->n_cells; cell-- > 0;) {
		if (!work->is_hidden[cell] ||
			(work->table->hidden >> cell & 1u) != 0)
			continue;
		work->is_hidden[cell] = false;
		work->is_hidden[cell] = !is_safe(work);
	}
	return true;
}

/* Everybody in one cell: also the empty ones would say so. */
static bool
are_alike(struct work *work)
{
	size_t cell, filled = 0;

	if (work->table->may_be_alike)
		return false;
	for (cell = 0; cell < work->table->n_cells; cell++)
		filled += in_cell(work, cell) > 0;
	for (cell = 0; filled == 1 && cell < work->table->n_cells; cell++)
		work->is_hidden[cell] = true;
	return filled == 1;
}

/* ------------------------------------------------------------- what is kept */

/* By this table alone: the tables beside keep their own. */
static int
by_place(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->shown[0] != y->shown[0])
		return x->shown[0] < y->shown[0] ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

static bool
keep(struct work *work, struct shown *shown, size_t table, struct err *err)
{
	unsigned number = 0;
	size_t i;

	for (i = 0; i < work->n_members; i++) {
		struct member *m = &work->members[i];

		m->place = m->cell == DISCLOSE_OUT    ? OUTSIDE
			   : work->is_hidden[m->cell] ? work->table->n_cells
						      : (size_t)m->cell;
	}
	if (work->n_members > 0)
		qsort(work->members, work->n_members, sizeof(*work->members),
			by_place);
	for (i = 0; i < work->n_members; i++) {
		const struct member *m = &work->members[i];

		if (i == 0 || by_place(m, m - 1) != 0)
			number++;
		if (!shown_set(shown, m->person, table, number, err))
			return false;
	}
	return true;
}

static void
tell(const struct work *work, struct disclose_result *result)
{
	size_t cell;

	result->is_shown = true;
	for (cell = 0; cell < work->table->n_cells; cell++) {
		const size_t n = in_cell(work, cell);

		result->total += n;
		result->has_cell[cell] = !work->is_hidden[cell];
		if (work->is_hidden[cell])
			result->hidden += n;
		else
			result->counts[cell] = n;
	}
}

static bool
may_show(struct work *work)
{
	size_t cell;

	if (!hide(work) || (work->table->is_all_or_none && are_alike(work)))
		return false;
	for (cell = 0; cell < work->table->n_cells; cell++) {
		if (work->table->is_all_or_none && work->is_hidden[cell])
			return false;
	}
	(void)are_alike(work);
	return true;
}

/* The tables by their numbers, the own one first. */
static bool
look_up(struct work *work, struct shown *shown, struct err *err)
{
	const struct disclose_table *table = work->table;
	size_t i;
	bool ok = shown_table(shown, table->name, &work->tables[0], err);

	work->n_tables = 1;
	for (i = 0; ok && i < DISCLOSE_BESIDE && table->beside[i] != NULL; i++)
		ok = shown_table(shown, table->beside[i],
			&work->tables[work->n_tables++], err);
	return ok;
}

bool
disclose(const struct disclose_table *table, struct shown *shown,
	struct disclose_result *result, struct err *err)
{
	struct work work = {.table = table};
	size_t cell;
	bool ok = look_up(&work, shown, err) && gather(&work, shown, err) &&
		  count(&work, err);

	*result = (struct disclose_result){0};
	for (cell = 0; cell < table->n_cells; cell++)
		work.is_hidden[cell] = (table->hidden >> cell & 1u) != 0;
	if (ok && may_show(&work)) {
		tell(&work, result);
		/* An empty table tells that nobody is in it. */
		ok = table->is_trial || keep(&work, shown, work.tables[0], err);
	}
	free(work.members);
	free(work.groups);
	return ok;
}
