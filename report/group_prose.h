/*
 * The words of the organisation's report: lines and rows that its parts share
 * (group_prose.c), and what changed (group_prose_change.c). Only for
 * group_text.c and these.
 */
#ifndef SKAPA_REPORT_GROUP_PROSE_H
#define SKAPA_REPORT_GROUP_PROSE_H

#include "core/str.h"
#include "report/group.h"
#include "report/stats.h"

#define GROUP_PROSE_WIDTH 72
#define GROUP_PROSE_NAME 34 /* columns of what a count is of */

struct group_prose {
	const struct group *group;
	const struct group_series *s;
	group_name *name;
	void *data;
	struct str *out;
	struct str line;
};

void group_prose_paragraph(
	struct group_prose *w, size_t indent, const char *words);
/* A paragraph after an empty line. */
void group_prose_title(struct group_prose *w, const char *words);
/* The item's name, else its key. */
const char *group_prose_item(const struct group_prose *w, int item);
/* "66,9", without decimals for fewer than a hundred. */
void group_prose_percent(double share, size_t n, char out[16]);
/* "66,9 % (63,5-70,2)" */
void group_prose_range(struct stats_range range, size_t n, char out[64]);
/* Onto the line, right-aligned in its columns; "-" for what is hidden. */
void group_prose_number(
	struct group_prose *w, bool is_shown, size_t n, size_t columns);
/* A row of k, with its share of n; of 0: without. */
void group_prose_count(struct group_prose *w, const char *what, bool is_shown,
	size_t k, size_t n);

void group_prose_shift(struct group_prose *w);
/* offered: how many people the series has. */
void group_prose_changes(struct group_prose *w, size_t offered);
void group_prose_beliefs(struct group_prose *w);

#endif
