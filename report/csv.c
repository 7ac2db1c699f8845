#include "report/csv.h"

#include "core/str.h"

#include <stdio.h>
#include <string.h>

void
csv_begin(struct csv *csv, enum csv_kind kind, struct str *out)
{
	*csv = (struct csv){.kind = kind, .out = out};
	if (kind == CSV_SWEDISH)
		str_add(out, "\xef\xbb\xbf");
}

static void
next(struct csv *csv)
{
	if (csv->has_cell)
		str_add(csv->out, csv->kind == CSV_SWEDISH ? ";" : ",");
	csv->has_cell = true;
}

void
csv_text(struct csv *csv, const char *text)
{
	const bool is_formula =
		text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
	const bool is_quoted = strpbrk(text, ";,\"\r\n\t") != NULL;

	next(csv);
	if (is_quoted)
		str_add(csv->out, "\"");
	if (is_formula)
		str_add(csv->out, "'");
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_add(csv->out, "\"");
		str_add_bytes(csv->out, text, 1);
	}
	if (is_quoted)
		str_add(csv->out, "\"");
}

void
csv_number(struct csv *csv, long number)
{
	next(csv);
	str_addf(csv->out, "%ld", number);
}

void
csv_real(struct csv *csv, double number, int decimals)
{
	char text[64];
	char *point;

	snprintf(text, sizeof(text), "%.*f", decimals, number);
	point = strpbrk(text, ".,");
	if (point != NULL)
		*point = csv->kind == CSV_SWEDISH ? ',' : '.';
	next(csv);
	str_add(csv->out, text);
}

void
csv_empty(struct csv *csv)
{
	/* An empty first cell is a row's beginning all the same. */
	next(csv);
}

void
csv_end(struct csv *csv)
{
	str_add(csv->out, csv->kind == CSV_SWEDISH ? "\r\n" : "\n");
	csv->has_cell = false;
}
