/*
 * A PO file, as a list of texts with their keys (msgctxt). Strict: what
 * libgettextpo only warns of is an error too, every text has a key, none has
 * plural forms, and the file is UTF-8 and says its language.
 */
#ifndef SKAPA_INSTRUMENT_PO_H
#define SKAPA_INSTRUMENT_PO_H

#include <stdbool.h>
#include <stddef.h>

struct err;

#define PO_LIMIT 1048576 /* bytes of a file */

struct po_text {
	char *key;
	char *source; /* msgid */
	char *target; /* msgstr; "" if it is not translated */
	bool fuzzy;
	size_t line; /* of its msgctxt, from 1; 0 if not found */
};

struct po {
	bool rtl; /* from the header's X-Direction */
	struct po_text *texts;
	size_t n_texts;
};

/*
 * Reads a file whose header must say `language`. The caller ends po with
 * po_finish. Out of memory inside libgettextpo ends the program: its own rule.
 *
 * Errors: "<path>: line <n>: ...". ERR_INPUT, ERR_LIMIT, ERR_SYSTEM.
 */
bool po_read(
	const char *path, const char *language, struct po *po, struct err *err);
void po_finish(struct po *po);

#endif
