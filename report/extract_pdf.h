/*
 * The register extract to be read: A4 in Swedish, with the answers as
 * person_report has them, notes, activities, papers, and who has read and
 * changed what. extract.h has all of it as data.
 */
#ifndef SKAPA_REPORT_EXTRACT_PDF_H
#define SKAPA_REPORT_EXTRACT_PDF_H

#include "report/person.h"

#include <stdint.h>

struct text_engine;

struct extract_as {
	const char *code; /* the person's, in its shown form */
	int64_t at;	  /* now, seconds since 1970, UTC */
	const char *templates;
};

/*
 * Adds the PDF. Errors: ERR_USAGE for an unknown person; ERR_INPUT for a note
 * with a sign that no font has; those of store/store.h.
 */
bool extract_pdf(struct store *store, const struct extract_as *as,
	struct text_engine *engine, struct str *out, struct err *err);

#endif
