#include "report/series.h"

#include "core/err.h"
#include "instrument/instrument.h"

#include <stdlib.h>
#include <string.h>

/* Room for one more behind n; *at moves. */
static bool
grow(void **at, size_t n, size_t *room, size_t size, struct err *err)
{
	const size_t more = *room == 0 ? 64 : 2 * *room;
	void *moved;

	if (n < *room)
		return true;
	moved = reallocarray(*at, more, size);
	if (moved == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	*at = moved;
	*room = more;
	return true;
}

static bool
add_row(const struct store_answer *answer, void *data, struct err *err)
{
	struct series_set *set = data;
	void *at = set->rows;

	if (!grow(&at, set->n_rows, &set->room_rows, sizeof(*set->rows), err) ||
		at == NULL)
		return false;
	set->rows = at;
	set->rows[set->n_rows++] = *answer;
	return true;
}

static bool
add_occasion(const struct store_occasion *occasion, void *data, struct err *err)
{
	struct series_set *set = data;
	void *at = set->occasions;

	if (!grow(&at, set->n_occasions, &set->room_occasions,
		    sizeof(*set->occasions), err))
		return false;
	set->occasions = at;
	set->occasions[set->n_occasions++] = *occasion;
	return true;
}

static bool
is_same_series(const struct store_answer *a, const struct store_answer *b)
{
	return strcmp(a->instrument, b->instrument) == 0 &&
	       strcmp(a->version, b->version) == 0 &&
	       strcmp(a->level, b->level) == 0 && a->steps == b->steps &&
	       a->rater == b->rater;
}

/* Of one sheet; what came without paper is with a sheet of its occasion. */
static bool
is_of_column(const struct series_column *column, const struct store_answer *row)
{
	if (row->sheet != 0 && column->sheet != 0)
		return row->sheet == column->sheet;
	return row->occasion == column->first->occasion &&
	       (row->occasion != 0 || row->sheet == column->sheet);
}

static const struct store_occasion *
occasion_of(const struct series_set *set, const struct store_answer *row)
{
	size_t i;

	for (i = 0; row->occasion != 0 && i < set->n_occasions; i++) {
		if (set->occasions[i].id == row->occasion)
			return &set->occasions[i];
	}
	return NULL;
}

static size_t
item_of(const struct series *series, const char *key)
{
	size_t i;

	for (i = 0; i < series->n_items; i++) {
		if (strcmp(series->items[i].key, key) == 0)
			break;
	}
	return i;
}

static size_t
column_of(const struct series *series, const struct store_answer *row)
{
	size_t i;

	for (i = 0; i < series->n_columns; i++) {
		if (is_of_column(&series->columns[i], row))
			break;
	}
	return i;
}

static void
note_row(const struct series_set *set, struct series *series,
	const struct store_answer *row)
{
	const size_t item = item_of(series, row->item);
	const size_t column = column_of(series, row);

	if (item == series->n_items) {
		memcpy(series->items[item].key, row->item, ITEM_KEY);
		series->n_items++;
	}
	series->items[item].top = row->top;
	series->items[item].is_ladder = row->top == row->steps;
	if (column == series->n_columns)
		series->columns[series->n_columns++] =
			(struct series_column){.first = row,
				.sheet = row->sheet,
				.occasion = occasion_of(set, row)};
	else if (row->sheet != 0)
		series->columns[column].sheet = row->sheet;
}

/* All rows of the series whose first is series->of. */
static bool
fill(const struct series_set *set, struct series *series, struct err *err)
{
	const struct store_answer *of = series->of;
	size_t i;

	series->items = calloc(set->n_rows + 1, sizeof(*series->items));
	series->columns = calloc(set->n_rows + 1, sizeof(*series->columns));
	if (series->items == NULL || series->columns == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < set->n_rows; i++) {
		if (is_same_series(of, &set->rows[i]))
			note_row(set, series, &set->rows[i]);
	}
	/* One more: there is no array of none. */
	series->cells = calloc(series->n_items * series->n_columns + 1,
		sizeof(const struct store_answer *));
	if (series->cells == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < set->n_rows; i++) {
		const struct store_answer *row = &set->rows[i];

		if (is_same_series(of, row))
			series->cells[item_of(series, row->item) *
					      series->n_columns +
				      column_of(series, row)] = row;
	}
	return true;
}

static bool
sort_out(struct series_set *set, struct err *err)
{
	size_t i, k;

	set->n = 0;
	set->all = calloc(set->n_rows + 1, sizeof(*set->all));
	if (set->all == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < set->n_rows; i++) {
		struct series *to = &set->all[set->n];

		for (k = 0; k < set->n; k++) {
			if (is_same_series(set->all[k].of, &set->rows[i]))
				break;
		}
		if (k < set->n)
			continue;
		set->n++;
		to->of = &set->rows[i];
		if (!fill(set, to, err))
			return false;
	}
	return true;
}

static bool
add_own(const struct store_answer *answer, void *data, struct err *err)
{
	return answer->rater != RATES_SELF || add_row(answer, data, err);
}

bool
series_load(struct series_set *set, struct store *store, const char *code,
	enum series_whose whose, struct err *err)
{
	bool ok;

	*set = (struct series_set){0};
	if (whose == SERIES_CASEWORKER)
		ok = store_beliefs(store, code, add_row, set, err);
	else
		ok = store_answers(store, code,
			whose == SERIES_OWN ? add_own : add_row, set, err);
	if (ok && store_occasions(store, code, add_occasion, set, err) &&
		sort_out(set, err))
		return true;
	series_finish(set);
	return false;
}

void
series_finish(struct series_set *set)
{
	size_t i;

	for (i = 0; i < set->n; i++) {
		free(set->all[i].items);
		free(set->all[i].columns);
		free(set->all[i].cells);
	}
	free(set->all);
	free(set->rows);
	free(set->occasions);
	*set = (struct series_set){0};
}

const struct store_answer *
series_cell(const struct series *series, size_t item, size_t column)
{
	return series->cells[item * series->n_columns + column];
}

int
series_by_last(const struct series *a, const struct series *b)
{
	const bool a_is_then = strcmp(a->of->level, LAYOUT_THEN) == 0;
	const bool b_is_then = strcmp(b->of->level, LAYOUT_THEN) == 0;

	return a_is_then != b_is_then ? a_is_then - b_is_then
				      : strcmp(series_last(b), series_last(a));
}

const char *
series_last(const struct series *series)
{
	return series->columns[series->n_columns - 1].first->date;
}

int
series_value(const struct series *series, size_t item, size_t column)
{
	const struct store_answer *cell = series_cell(series, item, column);

	return series->items[item].is_ladder && cell != NULL &&
			       cell->status == ANSWER_ANSWERED
		       ? cell->value
		       : 0;
}

size_t
series_answered(const struct series *series, size_t column)
{
	size_t i, n = 0;

	for (i = 0; i < series->n_items; i++)
		n += series_value(series, i, column) > 0;
	return n;
}

size_t
series_ladders(const struct series *series)
{
	size_t i, n = 0;

	for (i = 0; i < series->n_items; i++)
		n += series->items[i].is_ladder;
	return n;
}

bool
series_falls(const struct series *series, size_t column)
{
	size_t i;

	for (i = 0; column > 0 && i < series->n_items; i++) {
		const int before = series_value(series, i, column - 1);
		const int now = series_value(series, i, column);

		if (before > 0 && now > 0 && now < before)
			return true;
	}
	return false;
}

/* ------------------------------------------------------- order */

static void
swap_items(struct series *series, size_t a, size_t b)
{
	const struct series_item item = series->items[a];
	size_t c;

	series->items[a] = series->items[b];
	series->items[b] = item;
	for (c = 0; c < series->n_columns; c++) {
		const struct store_answer **cells = series->cells + c;
		const struct store_answer *cell = cells[a * series->n_columns];

		cells[a * series->n_columns] = cells[b * series->n_columns];
		cells[b * series->n_columns] = cell;
	}
}

void
series_order(struct series *series, const struct instrument *instrument)
{
	size_t placed = 0, i, k;

	for (i = 0; i < instrument->n_items; i++) {
		const struct item *item = &instrument->items[i];

		k = item_of(series, item->key);
		if (k == series->n_items)
			continue;
		series->items[k].is_ladder = item->kind == ITEM_LADDER;
		/* One place at a time: the others keep their order. */
		for (; k > placed; k--)
			swap_items(series, k, k - 1);
		placed++;
	}
}
