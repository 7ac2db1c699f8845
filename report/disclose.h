/*
 * What of a table of people may be shown, so that a few of them cannot be told
 * apart: neither by this table, nor by it and all that were shown before.
 *
 * A table puts each person into one cell, or leaves the person out. What was
 * shown so far has put each into a group (store/shown.h). Whatever sums and
 * differences of shown counts somebody works out, it is a count of whole groups
 * of people who were always shown together. So the one rule is: of everybody
 * who was shown alike so far, those whom the new table puts into one place must
 * be none or at least `least`. Places are the shown cells, all hidden cells
 * together (their sum follows from the total), and outside.
 *
 * Cells that break the rule are hidden, and with them the smallest others until
 * it holds; empty cells stay. A table that breaks it with all its cells hidden
 * is not shown at all, not even how many it counts. If everybody stands in one
 * cell, that cell would say it of everybody: only the total is shown, unless it
 * is nothing that anybody has answered.
 */
#ifndef SKAPA_REPORT_DISCLOSE_H
#define SKAPA_REPORT_DISCLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct shown;

#define DISCLOSE_LEAST 5 /* people; a report may take more, never fewer */
#define DISCLOSE_CELLS 64
#define DISCLOSE_BESIDE 3
#define DISCLOSE_OUT (-1) /* is not in the table */

struct disclose_table {
	const char *name; /* the same counts have the same, always */
	/*
	 * Tables of other questions from which something follows for this one,
	 * NULL behind the last: its cells are held against all of them.
	 */
	const char *beside[DISCLOSE_BESIDE];
	uint64_t hidden;     /* bit c: cell c is hidden from the start */
	bool is_all_or_none; /* one hidden cell hides the whole table */
	bool may_be_alike;   /* one cell may hold everybody */
	bool is_trial;	     /* nothing of it is put into *shown */
	size_t n_cells, least;
	/* n people by their number, and the cell of each or DISCLOSE_OUT. */
	const int64_t *people;
	const int *cells;
	size_t n;
};

struct disclose_result {
	bool is_shown; /* the total, and what is shown below */
	size_t total;  /* 0 unless it is shown */
	bool has_cell[DISCLOSE_CELLS];
	size_t counts[DISCLOSE_CELLS]; /* 0 where it is hidden */
	size_t hidden;		       /* how many stand in hidden cells */
};

/*
 * Decides, and puts what is shown into *shown (shown_keep is the caller's).
 * Errors: those of store/shown.h.
 */
bool disclose(const struct disclose_table *table, struct shown *shown,
	struct disclose_result *result, struct err *err);

#endif
