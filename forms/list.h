/* What there is to print: instruments, languages, review, permission. */
#ifndef SKAPA_FORMS_LIST_H
#define SKAPA_FORMS_LIST_H

#include <stdbool.h>

struct err;
struct str;

/*
 * Adds the list for people, or one JSON object a line. Errors: those of
 * instrument_load and wording_load, for any file in the folder.
 */
bool list_write(
	const char *templates, bool json, struct str *out, struct err *err);

#endif
