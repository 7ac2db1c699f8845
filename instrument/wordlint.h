/*
 * All words of a templates folder looked through: each text against the rules
 * of instrument/proof.h, each ladder against itself, each file against the
 * Swedish one.
 */
#ifndef SKAPA_INSTRUMENT_WORDLINT_H
#define SKAPA_INSTRUMENT_WORDLINT_H

#include "core/str.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

/* Start with {0}; end with str_finish(&lint.found). */
struct wordlint {
	/* "<path>: line <n>: <key>: error|warning: <sentence> [<rule>]" */
	struct str found;
	size_t texts, errors, warnings;
};

/*
 * language: NULL is all. Findings are no errors; a file that is no PO file is
 * one (po_read), as is a language without files (ERR_USAGE).
 */
bool wordlint_look(const char *templates, const char *language,
	struct wordlint *lint, struct err *err);

#endif
