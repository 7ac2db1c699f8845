/*
 * One person's line: the items as rows, the occasions as columns, and below
 * them what still waits for somebody to look. Plain Swedish text, UTF-8 with
 * LF, at most 72 columns, only signs that Latin-1 has too.
 *
 *	person_report(store, "7K4Q-MXP9", labels, NULL, &out, err);
 *
 * An occasion is the day on which a sheet was first filed, or on which somebody
 * answered without paper. Answers to another instrument, level or number of
 * steps are a series, and a table, of their own. There is no sum of items and
 * no order among people.
 */
#ifndef SKAPA_REPORT_PERSON_H
#define SKAPA_REPORT_PERSON_H

#include <stdbool.h>

struct err;
struct store;
struct str;

#define PERSON_WIDTH 72 /* columns */

/*
 * The Swedish name of an item, or with item NULL of the instrument itself;
 * borrowed while the report is made. NULL: the key is shown.
 */
typedef const char *person_label(
	const char *instrument, const char *item, void *data);

/*
 * Adds the report to out. code is in its shown form. Errors: ERR_USAGE if
 * there is no such person in the store.
 */
bool person_report(struct store *store, const char *code, person_label *label,
	void *data, struct str *out, struct err *err);

#endif
