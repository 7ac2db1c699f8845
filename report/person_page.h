/*
 * A person's own page: what was answered, as a spider and as steps, the same
 * over time, and what is told, aimed at and done next. In the person's
 * language first, then in Swedish for the journal. No name is on it.
 *
 *	person_data_load(&data, store, code, err)
 *	person_page_pdf(&data, &as, engine, &pdf, &swedish, err)
 *
 * What a caseworker answered about the person is not on it.
 */
#ifndef SKAPA_REPORT_PERSON_PAGE_H
#define SKAPA_REPORT_PERSON_PAGE_H

#include "report/person_data.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct str;
struct text_engine;

struct person_page_as {
	const char *templates;
	/* NULL: the person's own and then Swedish; else that alone. */
	const char *language;
	int64_t at; /* seconds since 1970, UTC; 0: no date in the file */
};

/*
 * Adds a PDF/A-1b of A4 pages; *swedish is the first page in Swedish, from 1,
 * or the first page where as->language says another. Errors: ERR_USAGE for a
 * language without words; ERR_INPUT for a note with a sign that no font has.
 */
bool person_page_pdf(struct person_data *data, const struct person_page_as *as,
	struct text_engine *engine, struct str *out, int *swedish,
	struct err *err);

/*
 * Adds an SVG of the latest series: spider, key and words for a screen, in one
 * language (NULL: the person's own). Words stand in it as words. Errors: as
 * above.
 */
bool person_page_svg(struct person_data *data, const struct person_page_as *as,
	struct text_engine *engine, struct str *out, struct err *err);

#endif
