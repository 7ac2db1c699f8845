/*
 * Who gets a sheet: person codes from the command line or a file, one a line;
 * empty lines and what follows a # do not count.
 */
#ifndef SKAPA_FORMS_ROSTER_H
#define SKAPA_FORMS_ROSTER_H

#include "core/code.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

struct roster {
	char (*codes)[PERSON_CODE]; /* owned */
	size_t n;
};

/*
 * text is codes with commas between, or the path of a file. Errors: ERR_USAGE
 * names the place and the code that is no code, or stands there twice;
 * ERR_SYSTEM for a file that cannot be read.
 */
bool roster_read(const char *text, struct roster *roster, struct err *err);
void roster_finish(struct roster *roster);

#endif
