#include "intake/decode_content.h"

#include <math.h>
#include <string.h>

#define STACK 16    /* q within q; deeper is no scan */
#define OPERANDS 6  /* of cm, the longest we use */
#define DIGITS 24   /* of a number */
#define INVISIBLE 3 /* text mode, PDF 1.7, table 5.3 */

struct matrix {
	double a, b, c, d, e, f;
};

struct state {
	struct matrix to_page;
	int text_mode;
};

struct reader {
	const unsigned char *at, *end;
	struct state stack[STACK];
	int depth;
	double operands[OPERANDS]; /* the last ones */
	int n_operands;
	char name[64]; /* the last one */
	bool in_text;
	bool has_image;
	struct content_image image;
};

static bool
is_space(unsigned char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' ||
	       c == ' ';
}

static bool
is_delimiter(unsigned char c)
{
	return c != 0 && strchr("()<>[]{}/%", c) != NULL;
}

/* Copies a word up to a space or delimiter; false if it does not fit. */
static bool
take_word(struct reader *reader, char *out, size_t size)
{
	size_t n = 0;

	while (reader->at < reader->end && !is_space(*reader->at) &&
		(n == 0 || !is_delimiter(*reader->at))) {
		if (n + 1 >= size)
			return false;
		out[n++] = (char)*reader->at++;
	}
	out[n] = '\0';
	return n > 0;
}

static bool
skip_string(struct reader *reader)
{
	int depth = 0;

	while (reader->at < reader->end) {
		const unsigned char c = *reader->at++;
		if (c == '\\' && reader->at < reader->end)
			reader->at++;
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return true;
	}
	return false;
}

static void
skip_line(struct reader *reader)
{
	while (reader->at < reader->end && *reader->at != '\n' &&
		*reader->at != '\r')
		reader->at++;
}

/* A decimal without an exponent, as PDF has it. */
static bool
read_number(const char *word, double *out)
{
	double value = 0, unit = 1;
	bool point = false, digits = false;
	const bool negative = *word == '-';

	if (*word == '-' || *word == '+')
		word++;
	for (; *word; word++) {
		if (*word == '.' && !point) {
			point = true;
		} else if (*word >= '0' && *word <= '9') {
			digits = true;
			value = value * 10 + (*word - '0');
			if (point)
				unit *= 10;
		} else {
			return false;
		}
	}
	*out = (negative ? -value : value) / unit;
	return digits;
}

static struct matrix
product(struct matrix m, struct matrix n)
{
	return (struct matrix){
		.a = m.a * n.a + m.b * n.c,
		.b = m.a * n.b + m.b * n.d,
		.c = m.c * n.a + m.d * n.c,
		.d = m.c * n.b + m.d * n.d,
		.e = m.e * n.a + m.f * n.c + n.e,
		.f = m.e * n.b + m.f * n.d + n.f,
	};
}

static bool
draw_image(struct reader *reader)
{
	const struct matrix at = reader->stack[reader->depth].to_page;

	/* Upright: a turn or shear of under a pixel at 600 dpi on A3. */
	if (reader->has_image || reader->in_text || reader->name[0] == '\0' ||
		!(at.a > 0) || !(at.d > 0) || fabs(at.b) > 0.1 ||
		fabs(at.c) > 0.1)
		return false;
	reader->has_image = true;
	reader->image = (struct content_image){
		.x = at.e, .y = at.f, .w = at.a, .h = at.d};
	memcpy(reader->image.name, reader->name, sizeof reader->name);
	return true;
}

static bool
is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static bool
run_operator(struct reader *reader, const char *word)
{
	/* Change nothing that can be seen of an image. */
	static const char *const harmless[] = {"BMC", "BDC", "EMC", "MP", "DP",
		"w", "J", "j", "M", "d", "i", "ri", "g", "G", "rg", "RG", "k",
		"K", "n", NULL};
	static const char *const text[] = {"Tf", "Td", "TD", "Tm", "T*", "Tc",
		"Tw", "Tz", "TL", "Ts", NULL};
	static const char *const show[] = {"Tj", "TJ", "'", "\"", NULL};
	struct state *const now = &reader->stack[reader->depth];
	const double *const v = reader->operands;

	if (strcmp(word, "q") == 0) {
		if (reader->depth + 1 == STACK)
			return false;
		reader->depth++;
		reader->stack[reader->depth] = *now;
		return true;
	}
	if (strcmp(word, "Q") == 0)
		return reader->depth-- > 0;
	if (strcmp(word, "cm") == 0) {
		const struct matrix by = {v[0], v[1], v[2], v[3], v[4], v[5]};
		now->to_page = product(by, now->to_page);
		return reader->n_operands == 6;
	}
	if (strcmp(word, "Do") == 0)
		return draw_image(reader);
	if (strcmp(word, "BT") == 0 || strcmp(word, "ET") == 0) {
		reader->in_text = word[0] == 'B';
		return true;
	}
	if (strcmp(word, "Tr") == 0) {
		now->text_mode = (int)v[0];
		return reader->n_operands == 1;
	}
	if (is_one_of(word, show))
		return reader->in_text && now->text_mode == INVISIBLE;
	return is_one_of(word, harmless) || is_one_of(word, text);
}

static bool
read_token(struct reader *reader)
{
	const unsigned char c = *reader->at;
	char word[64];
	double number;

	if (c == '(')
		return skip_string(reader);
	if (c == '%') {
		skip_line(reader);
		return true;
	}
	/* Arrays, dictionaries and hex strings: their words are harmless. */
	if (c == '<' && reader->at + 1 < reader->end && reader->at[1] != '<') {
		while (reader->at < reader->end && *reader->at != '>')
			reader->at++;
		return reader->at < reader->end;
	}
	if (c != '/' && is_delimiter(c)) {
		reader->at++;
		return c != '{' && c != '}';
	}
	if (!take_word(reader, word, sizeof word))
		return false;
	if (c == '/') {
		memcpy(reader->name, word, sizeof word);
		return true;
	}
	if (strlen(word) < DIGITS && read_number(word, &number)) {
		if (reader->n_operands == OPERANDS) {
			memmove(reader->operands, reader->operands + 1,
				(OPERANDS - 1) * sizeof number);
			reader->n_operands--;
		}
		reader->operands[reader->n_operands++] = number;
		return true;
	}
	if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0 ||
		strcmp(word, "null") == 0)
		return true;
	const bool ok = run_operator(reader, word);
	reader->n_operands = 0;
	reader->name[0] = '\0';
	memset(reader->operands, 0, sizeof reader->operands);
	return ok;
}

bool
content_is_image(
	const unsigned char *bytes, size_t len, struct content_image *out)
{
	struct reader reader = {.at = bytes, .end = bytes + len};

	reader.stack[0].to_page = (struct matrix){1, 0, 0, 1, 0, 0};
	for (;;) {
		while (reader.at < reader.end && is_space(*reader.at))
			reader.at++;
		if (reader.at == reader.end)
			break;
		if (!read_token(&reader))
			return false;
	}
	if (!reader.has_image)
		return false;
	*out = reader.image;
	return true;
}
