/* Cells of both kinds, and what a spreadsheet would take for a formula. */
#include "tests/test.h"

#include "core/str.h"
#include "report/csv.h"

static void
test_csv_text__is_one_cell(void **state)
{
	static const struct {
		const char *text, *swedish, *plain;
	} rows[] = {
		{"", "", ""},
		{"Hälsa", "Hälsa", "Hälsa"},
		{"a;b", "\"a;b\"", "\"a;b\""},
		{"a,b", "\"a,b\"", "\"a,b\""},
		{"say \"no\"", "\"say \"\"no\"\"\"", "\"say \"\"no\"\"\""},
		{"a\nb", "\"a\nb\"", "\"a\nb\""},
		{"=1+1", "'=1+1", "'=1+1"},
		{"+46", "'+46", "'+46"},
		{"-1", "'-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", "\"'\t=1\"", "\"'\t=1\""},
		{"\r=1", "\"'\r=1\"", "\"'\r=1\""},
		{"=HYPERLINK(\"x\";\"y\")",
			"\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\"",
			"\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\""},
		{"1=1", "1=1", "1=1"},
	};
	size_t i;
	int kind;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (kind = CSV_SWEDISH; kind <= CSV_PLAIN; kind++) {
			struct csv csv = {.kind = (enum csv_kind)kind};
			struct str out = {0};

			csv.out = &out;
			csv_text(&csv, rows[i].text);
			str_add(&out, "");
			if (strcmp(out.at, kind == CSV_SWEDISH
						   ? rows[i].swedish
						   : rows[i].plain) != 0)
				fail_msg("row %zu: %s", i, out.at);
			str_finish(&out);
		}
	}
}

static void
test_csv__has_two_kinds(void **state)
{
	static const char *const want[] = {
		[CSV_SWEDISH] = "\xef\xbb\xbf"
				"a;4;0,125;;x\r\n;1\r\n",
		[CSV_PLAIN] = "a,4,0.125,,x\n,1\n",
	};
	int kind;

	(void)state;
	for (kind = CSV_SWEDISH; kind <= CSV_PLAIN; kind++) {
		struct str out = {0};
		struct csv csv;

		csv_begin(&csv, (enum csv_kind)kind, &out);
		csv_text(&csv, "a");
		csv_number(&csv, 4);
		csv_real(&csv, 0.125, 3);
		csv_empty(&csv);
		csv_text(&csv, "x");
		csv_end(&csv);
		csv_empty(&csv);
		csv_number(&csv, 1);
		csv_end(&csv);
		assert_string_equal(out.at, want[kind]);
		str_finish(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_text__is_one_cell),
		cmocka_unit_test(test_csv__has_two_kinds),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
