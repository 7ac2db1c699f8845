/*
 * The lines that a code line's text, or its symbols with what else each may be,
 * can stand for.
 */
#include "tests/test.h"

#include "intake/codeline.h"
#include "intake/ocr.h"

#define ROOM 24
#define SYMBOLS 10

static const uint8_t token[CODE_TOKEN] = {9, 8, 7, 6, 5};

/* The symbols of a line as they would be read without any doubt. */
static size_t
read_as(const char *line, struct ocr_symbol symbols[SYMBOLS + 2])
{
	size_t n = 0;

	for (; line[n] != '\0'; n++)
		symbols[n] = (struct ocr_symbol){
			.choices = {line[n]}, .shares = {0.99}, .n = 1};
	return n;
}

/* What was read at a place is c; what is right comes next. */
static void
doubt(struct ocr_symbol *symbol, char c, double share)
{
	symbol->choices[1] = symbol->choices[0];
	symbol->choices[0] = c;
	symbol->shares[0] = 0.9;
	symbol->shares[1] = share;
	symbol->n = 2;
}

/* A symbol that is not c. */
static char
other(char c)
{
	return c == 'C' ? 'K' : 'C';
}

/* Where line is among the lines; n if it is not. */
static size_t
place_of(const char *line, char lines[][CODE_LINE], size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(lines[i], line) == 0)
			break;
	return i;
}

static void
test_codeline_candidates__stand_for_the_text(void **state)
{
	char lines[24][CODE_LINE];
	char line[CODE_LINE], text[32];
	size_t n, i;
	bool found;

	(void)state;
	code_line(token, line);
	n = codeline_candidates(line, lines, 24);
	assert_int_equal(n, 1);
	assert_string_equal(lines[0], line);
	snprintf(text, sizeof(text), "-%.5s-%s\n", line, line + 5);
	assert_int_equal(codeline_candidates(text, lines, 24), 1);
	assert_string_equal(lines[0], line);
	/* Nine symbols, or none, are no line. */
	assert_int_equal(codeline_candidates(line + 1, lines, 24), 0);
	assert_int_equal(codeline_candidates("", lines, 24), 0);
	/* One symbol doubled: the line is among what is left. */
	snprintf(text, sizeof(text), "%.4s%s", line, line + 3);
	n = codeline_candidates(text, lines, 24);
	for (found = false, i = 0; i < n; i++)
		found = found || strcmp(lines[i], line) == 0;
	assert_true(found);
	/* A symbol that is nothing like the right one is not put right. */
	memcpy(text, line, sizeof(line));
	text[0] = text[0] == 'C' ? 'K' : 'C';
	n = codeline_candidates(text, lines, 24);
	for (i = 0; i < n; i++)
		assert_true(strlen(lines[i]) == CODE_LINE - 1);
	assert_true(n <= 24);
}

static void
test_codeline_combine__puts_symbols_right(void **state)
{
	static const struct {
		const char *name;
		int wrong[5]; /* places, from 1; 0: no more */
		bool found;
	} rows[] = {
		{"none", {0}, true},
		{"the first", {1}, true},
		{"the last, the check symbol", {10}, true},
		{"two", {3, 4}, true},
		{"three", {1, 5, 10}, true},
		{"four are too many", {1, 2, 5, 10}, false},
	};
	char lines[ROOM][CODE_LINE], line[CODE_LINE];
	size_t i, k;

	(void)state;
	code_line(token, line);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct ocr_symbol symbols[SYMBOLS + 2];
		size_t n = read_as(line, symbols), at;

		for (k = 0; k < 5 && rows[i].wrong[k] > 0; k++) {
			const int place = rows[i].wrong[k] - 1;

			doubt(&symbols[place], other(line[place]), 0.05);
		}
		n = codeline_combine(symbols, n, lines, ROOM);
		at = place_of(line, lines, n);
		if ((at < n) != rows[i].found)
			fail_msg("row '%s': %zu lines, ours at %zu",
				rows[i].name, n, at);
		for (k = 0; k < n; k++) {
			char checked[CODE_LINE];

			if (!code_line_read(lines[k], checked))
				fail_msg("row '%s': %s has a wrong check "
					 "symbol",
					rows[i].name, lines[k]);
		}
	}
}

/* Two lines have a right check symbol: the likelier one comes first. */
static void
test_codeline_combine__likeliest_first(void **state)
{
	char lines[ROOM][CODE_LINE], a[CODE_LINE], b[CODE_LINE];
	char checked[CODE_LINE];
	int turn, i;

	(void)state;
	code_line(token, a);
	/* Another in its third symbol, and so in its check symbol. */
	memcpy(b, a, sizeof(a));
	b[2] = other(a[2]);
	for (i = 0; i < 32 && !code_line_read(b, checked); i++)
		b[SYMBOLS - 1] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[i];
	assert_true(code_line_read(b, checked));
	for (turn = 0; turn < 2; turn++) {
		struct ocr_symbol symbols[SYMBOLS + 2];
		size_t n = read_as(a, symbols);

		for (i = 0; i < SYMBOLS; i++) {
			if (a[i] == b[i])
				continue;
			symbols[i].choices[turn] = a[i];
			symbols[i].choices[!turn] = b[i];
			symbols[i].shares[0] = 0.6;
			symbols[i].shares[1] = 0.3;
			symbols[i].n = 2;
		}
		n = codeline_combine(symbols, n, lines, ROOM);
		assert_true(n >= 2);
		assert_string_equal(lines[0], turn == 0 ? a : b);
		assert_true(place_of(turn == 0 ? b : a, lines, n) < n);
		/* Room for one is given to the likelier. */
		assert_int_equal(
			codeline_combine(symbols, SYMBOLS, lines, 1), 1);
		assert_string_equal(lines[0], turn == 0 ? a : b);
	}
}

static void
test_codeline_combine__wants_ten_symbols(void **state)
{
	struct ocr_symbol symbols[SYMBOLS + 2];
	char lines[ROOM][CODE_LINE], line[CODE_LINE];
	size_t n;

	(void)state;
	code_line(token, line);
	n = read_as(line, symbols);
	assert_int_equal(n, SYMBOLS);
	assert_int_equal(codeline_combine(symbols, n, lines, ROOM), 1);
	assert_int_equal(codeline_combine(symbols, n - 1, lines, ROOM), 0);
	assert_int_equal(codeline_combine(symbols, 0, lines, ROOM), 0);
	assert_int_equal(codeline_combine(symbols, n, lines, 0), 0);
	symbols[n] = symbols[0];
	assert_int_equal(codeline_combine(symbols, n + 1, lines, ROOM), 0);
	/* The hyphen in the middle is no symbol. */
	memmove(symbols + 6, symbols + 5, 5 * sizeof(*symbols));
	symbols[5] =
		(struct ocr_symbol){.choices = {'-'}, .shares = {0.9}, .n = 1};
	assert_int_equal(codeline_combine(symbols, n + 1, lines, ROOM), 1);
	assert_string_equal(lines[0], line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codeline_candidates__stand_for_the_text),
		cmocka_unit_test(test_codeline_combine__puts_symbols_right),
		cmocka_unit_test(test_codeline_combine__likeliest_first),
		cmocka_unit_test(test_codeline_combine__wants_ten_symbols),
	};

	return cmocka_run_group_tests_name("codeline", tests, NULL, NULL);
}
