/*
 * Rows of cells for a spreadsheet (RFC 4180). Two kinds: for a Swedish Excel,
 * with a mark of UTF-8 first, semicolons, decimal commas and CRLF; and plain,
 * with commas, decimal points and LF, for programs.
 *
 *	csv_begin(&csv, CSV_SWEDISH, &out);
 *	csv_text(&csv, "health");
 *	csv_number(&csv, 4);
 *	csv_end(&csv);
 *
 * A text that a spreadsheet would take for a formula (it starts with = + - @, a
 * tab or a carriage return) gets an apostrophe before it.
 */
#ifndef SKAPA_REPORT_CSV_H
#define SKAPA_REPORT_CSV_H

#include <stdbool.h>

struct str;

enum csv_kind { CSV_SWEDISH, CSV_PLAIN };

struct csv {
	enum csv_kind kind;
	struct str *out; /* borrowed */
	bool has_cell;	 /* in this row */
};

void csv_begin(struct csv *csv, enum csv_kind kind, struct str *out);
void csv_text(struct csv *csv, const char *text); /* UTF-8 */
void csv_number(struct csv *csv, long number);
/* With so many decimals, 0..6. */
void csv_real(struct csv *csv, double number, int decimals);
void csv_empty(struct csv *csv);
void csv_end(struct csv *csv); /* the row */

#endif
