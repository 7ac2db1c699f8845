/*
 * Where somebody stands in a table: only for group.c and group_hold.c.
 *
 *	group_cell(&making, member, &table) -> 0 .. n_cells - 1, DISCLOSE_OUT
 */
#ifndef SKAPA_REPORT_GROUP_CELLS_H
#define SKAPA_REPORT_GROUP_CELLS_H

#include "report/group_count.h"

struct shown;

/* The tables that are being made of a series. */
struct group_making {
	const struct group_ask *ask;
	struct group_series *series;
	struct shown *shown;
	const struct group_table *flow; /* NULL while it is made */
	int64_t *people;
	int *cells;
};

/* The cell of a way, without the split itself. */
int group_cell(const struct group_making *making,
	const struct group_member *member, const struct group_table *table);

#endif
