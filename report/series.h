/*
 * A person's answers as series: one instrument and version, at one level and
 * number of steps, by one kind of rater. What is in one series may stand in
 * one line; nothing else may.
 *
 *	series_load(&set, store, "7K4Q-MXP9", SERIES_OWN, err)
 *	series_cell(&set.all[0], item, column)	NULL: nothing was kept there
 *	series_finish(&set)
 *
 * A column is one sheet or, without paper, one occasion. Columns stand by
 * date; items as they stand on the first sheet, or as the instrument has them
 * (series_order).
 */
#ifndef SKAPA_REPORT_SERIES_H
#define SKAPA_REPORT_SERIES_H

#include "store/occasions.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct instrument;

/* Whose answers: nobody gets both by accident. */
enum series_whose {
	SERIES_OWN,	   /* what the person answered */
	SERIES_CASEWORKER, /* what a caseworker answered about the person */
	SERIES_EVERY	   /* both, for a register extract */
};

struct series_item {
	char key[ITEM_KEY];
	int top;	/* its highest step on the sheet seen last */
	bool is_ladder; /* of the sheet's own steps: what a spider shows */
};

struct series_column {
	const struct store_answer *first; /* its date, language */
	int64_t sheet;			  /* 0: all without paper */
	/* What is said of the occasion; NULL: bound to none. */
	const struct store_occasion *occasion;
};

struct series {
	const struct store_answer *of; /* instrument, level, steps, rater */
	struct series_item *items;     /* owned, as columns and cells */
	size_t n_items;
	struct series_column *columns;
	size_t n_columns;
	const struct store_answer **cells;
};

struct series_set {
	struct store_answer *rows; /* owned, as all and occasions */
	size_t n_rows, room_rows;
	struct store_occasion *occasions;
	size_t n_occasions, room_occasions;
	struct series *all; /* by their first answer */
	size_t n;
};

/*
 * code in its shown form. Errors: those of store_answers or, for a
 * caseworker's, store_beliefs, and of store_occasions;
 * then the set is empty.
 */
bool series_load(struct series_set *set, struct store *store, const char *code,
	enum series_whose whose, struct err *err);
void series_finish(struct series_set *set);

/* The items as the instrument has them; those it has not, behind them. */
void series_order(struct series *series, const struct instrument *instrument);

/* Borrowed. Both are in range. */
const struct store_answer *series_cell(
	const struct series *series, size_t item, size_t column);
/* The date of its last column, borrowed. */
const char *series_last(const struct series *series);
/*
 * Which comes first, as qsort has it: the latest; what was asked afterwards of
 * how it was then (LAYOUT_THEN) behind all others, whatever its day.
 */
int series_by_last(const struct series *a, const struct series *b);
/* How many of the ladders have a value there. */
size_t series_answered(const struct series *series, size_t column);
size_t series_ladders(const struct series *series);
/*
 * The step of a ladder, 1 and up; 0 where there is none, for whatever reason.
 */
int series_value(const struct series *series, size_t item, size_t column);
/* Whether any ladder stands lower in a column than in the one before. */
bool series_falls(const struct series *series, size_t column);

#endif
