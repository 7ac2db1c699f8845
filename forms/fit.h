/*
 * Whether every sheet can be laid out: each instrument in each of its
 * languages, levels and numbers of steps. A text that does not fit its place
 * on paper is found here, and not when a group is waiting.
 */
#ifndef SKAPA_FORMS_FIT_H
#define SKAPA_FORMS_FIT_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct str;

struct fit {
	size_t sheets; /* that can be laid */
	size_t errors;
};

/*
 * Adds "<instrument> <language> <level> <steps>: error: ... [fit]" to found
 * for each that cannot be laid. language: NULL is all. What a language does
 * not offer is left out. Errors: an instrument that cannot be read; fonts.
 */
bool fit_look(const char *templates, const char *language, struct str *found,
	struct fit *fit, struct err *err);

#endif
