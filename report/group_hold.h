/*
 * Whether a table may stand beside the other tables of its item: the report
 * attacks itself before it is shown. It lists how anybody can have answered the
 * item, from the first answers to the latest, and looks for a group of fewer
 * than the least whose size follows from all that the report shows of it.
 *
 * Across reports it is report/disclose.h that holds, table by table.
 */
#ifndef SKAPA_REPORT_GROUP_HOLD_H
#define SKAPA_REPORT_GROUP_HOLD_H

#include "report/group_cells.h"

/*
 * *holds: the shown tables of the series that are of the item or of everybody,
 * and this one of the same item with its result, tell of no such group.
 */
bool group_holds(const struct group_making *making,
	const struct group_table *table, bool *holds, struct err *err);

#endif
