/*
 * Text in columns, where a column is one character and not one byte. Only the
 * characters that Latin-1 has go out: dashes and quotation marks that it lacks
 * become those of ASCII, anything else a question mark.
 */
#ifndef SKAPA_REPORT_COLUMN_H
#define SKAPA_REPORT_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

struct str;

/*
 * Adds text to the line and fills it up to so many columns; what is too long
 * ends in a full stop, and one column stays free.
 */
void column_add(struct str *line, const char *text, size_t columns);
/* The line without the spaces at its end goes to out; the line is emptied. */
void column_end(struct str *line, struct str *out);
/*
 * Adds text to out as lines of at most width columns, broken at spaces (within
 * a word only where it is longer than a line); further lines are indented.
 */
void column_wrap(
	const char *text, size_t indent, size_t width, struct str *out);

/* Whether all of it can go out as it is, or as its like in ASCII. */
bool column_can(const char *text);

#endif
