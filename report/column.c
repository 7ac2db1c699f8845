#include "report/column.h"

#include "core/str.h"

#include <string.h>

/*
 * The character at text as UTF-8 of Latin-1's repertoire into out (up to 3
 * bytes and the NUL); returns how many bytes of text it took, 1 and up.
 */
static size_t
take(const char *text, char out[4])
{
	const unsigned char *at = (const unsigned char *)text;
	size_t len = 1;

	if (at[0] < 0x80) {
		out[0] = at[0] >= ' ' && at[0] != 0x7f ? text[0] : ' ';
		out[1] = '\0';
		return 1;
	}
	while (len < 4 && (at[len] & 0xc0) == 0x80)
		len++;
	if (len == 2 && (at[0] == 0xc2 || at[0] == 0xc3) &&
		!(at[0] == 0xc2 && at[1] < 0xa0)) {
		memcpy(out, text, 2);
		out[2] = '\0';
		return 2;
	}
	out[0] = '?';
	out[1] = '\0';
	if (len == 3 && at[0] == 0xe2 && at[1] == 0x80) {
		if (at[2] >= 0x90 && at[2] <= 0x95)
			out[0] = '-'; /* hyphens and dashes */
		else if (at[2] >= 0x98 && at[2] <= 0x9b)
			out[0] = '\'';
		else if (at[2] >= 0x9c && at[2] <= 0x9f)
			out[0] = '"';
		else if (at[2] == 0xa6)
			out[0] = '.'; /* an ellipsis */
	}
	return len;
}

static size_t
columns_of(const char *text)
{
	size_t n = 0;
	char c[4];

	while (*text != '\0') {
		text += take(text, c);
		n++;
	}
	return n;
}

void
column_add(struct str *line, const char *text, size_t columns)
{
	const size_t all = columns_of(text);
	const size_t room = columns - 1;
	const size_t shown = all <= room ? all : room - 1;
	size_t i;
	char c[4];

	for (i = 0; i < shown; i++) {
		text += take(text, c);
		str_add(line, c);
	}
	if (all > room) {
		str_add(line, ".");
		i++;
	}
	for (; i < columns; i++)
		str_add(line, " ");
}

void
column_end(struct str *line, struct str *out)
{
	size_t len = line->len;

	while (len > 0 && line->at[len - 1] == ' ')
		len--;
	str_add_bytes(out, line->at, len);
	str_add(out, "\n");
	if (line->failed)
		out->failed = true;
	str_clear(line);
}

bool
column_can(const char *text)
{
	char c[4];

	while (*text != '\0') {
		const char first = *text;

		text += take(text, c);
		if (c[0] == '?' && first != '?')
			return false;
	}
	return true;
}

/* Bytes and columns of the word that starts here, spaces before it too. */
static size_t
word_at(const char *text, size_t *columns)
{
	const char *at = text;
	char c[4];

	*columns = 0;
	while (*at == ' ') {
		at++;
		++*columns;
	}
	while (*at != '\0' && *at != ' ') {
		at += take(at, c);
		++*columns;
	}
	return (size_t)(at - text);
}

void
column_wrap(const char *text, size_t indent, size_t width, struct str *out)
{
	size_t column = 0, columns, len, i;
	char c[4];

	while (*text != '\0') {
		len = word_at(text, &columns);
		if (column > indent && column + columns > width) {
			str_add(out, "\n");
			for (i = 0; i < indent; i++)
				str_add(out, " ");
			column = indent;
			while (*text == ' ') {
				text++;
				len--;
			}
		}
		while (len > 0) {
			const size_t took = take(text, c);

			if (column == width) {
				str_add(out, "\n");
				for (i = 0; i < indent; i++)
					str_add(out, " ");
				column = indent;
			}
			str_add(out, c);
			text += took;
			len -= took;
			column++;
		}
	}
	str_add(out, "\n");
}
