/*
 * One person's answers as text: the items as rows, the occasions as columns,
 * and below them what is told, aimed at and done next, and what still waits
 * for somebody to look. Plain Swedish, UTF-8 with LF, at most 72 columns, only
 * signs that Latin-1 has too. It is complete in itself: a journal's note is
 * locked once it is written.
 *
 *	person_report(store, &as, &out, err);
 *
 * An occasion is the day on which a sheet was first filed, or on which somebody
 * answered without paper. Answers to another instrument or version, level or
 * number of steps are a series, and a table, of their own. There is no sum of
 * items and no order among people.
 */
#ifndef SKAPA_REPORT_PERSON_H
#define SKAPA_REPORT_PERSON_H

#include "report/series.h"

#include <stdbool.h>

struct err;
struct person_data;
struct person_words;
struct store;
struct str;

#define PERSON_WIDTH 72 /* columns */

struct person_as {
	const char *code; /* in its shown form */
	const char *templates;
	enum series_whose whose;
};

/*
 * Adds the report to out. Errors: ERR_USAGE if there is no such person in the
 * store.
 */
bool person_report(struct store *store, const struct person_as *as,
	struct str *out, struct err *err);

/*
 * The same in one line, of what the person answered last: "7K4Q-MXP9
 * 2026-06-01 Min väg mot arbete, mätning 3: 9 av 10 besvarade ..."; longer than
 * 72 columns. swedish has Swedish words.
 */
void person_line(const struct person_data *data, struct person_words *swedish,
	struct str *out);

/* What is UTF-8 with LF into Latin-1 with CRLF: for a journal system. */
void person_latin1(const char *text, struct str *out);

#endif
