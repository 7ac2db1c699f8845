/*
 * All PO files of <templates>/wording, one after the other, for what looks at
 * the words themselves and not at a sheet.
 */
#ifndef SKAPA_INSTRUMENT_WORDFILES_H
#define SKAPA_INSTRUMENT_WORDFILES_H

#include "instrument/po.h"

#include <stdbool.h>

struct err;

struct wordfile {
	const char *path;
	const char *file;     /* "skapa", "sheet", "glossary" ... */
	const char *language; /* "ar" */
	const struct po *po;
	const struct po *swedish; /* the same file in the source language */
};

/*
 * Calls each for every file, in the order of their names; those of one
 * language only if language is not NULL. Ends at the first false.
 *
 * Errors: those of po_read; ERR_USAGE if no file is in that language; ERR_INPUT
 * for a file without its Swedish one, or with a name that is not
 * <file>.<language>.po; what each says.
 */
bool wordfiles_each(const char *templates, const char *language,
	bool (*each)(
		void *context, const struct wordfile *file, struct err *err),
	void *context, struct err *err);

/* The text of that key, or NULL. */
const struct po_text *wordfile_text(const struct po *po, const char *key);

#endif
