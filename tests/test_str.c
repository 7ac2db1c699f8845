#include "tests/test.h"

#include "core/doc.h"
#include "core/file.h"
#include "core/str.h"

#include <sys/stat.h>
#include <unistd.h>

static void
test_str__grows_and_is_taken(void **state)
{
	struct str s = {0};
	char *taken;
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		str_addf(&s, "%d,", i);
	assert_true(str_ok(&s, NULL));
	assert_int_equal(s.len, 10 * 2 + 90 * 3 + 900 * 4);
	assert_int_equal(strlen(s.at), s.len);
	taken = str_take(&s);
	assert_memory_equal(taken, "0,1,2,", 6);
	assert_null(s.at);
	free(taken);
	str_add(&s, "");
	assert_string_equal(s.at, "");
	str_finish(&s);
}

static void
test_str_copy__fits_or_is_empty(void **state)
{
	char four[4] = "xyz";

	(void)state;
	assert_true(str_copy(four, sizeof(four), "abc"));
	assert_string_equal(four, "abc");
	assert_false(str_copy(four, sizeof(four), "abcd"));
	assert_string_equal(four, "");
}

static void
test_str_is_key__table(void **state)
{
	static const struct {
		const char *text;
		bool is_key;
	} rows[] = {{"health", true}, {"job_idea", true}, {"sv-simple", true},
		{"a1", true}, {"", false}, {"1a", false}, {"_a", false},
		{"Health", false}, {"a b", false}, {"h\xc3\xa4lsa", false},
		{"a234567890123456789012345678901", true},
		{"a2345678901234567890123456789012", false}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (str_is_key(rows[i].text) != rows[i].is_key)
			fail_msg("row %zu '%s'", i, rows[i].text);
	}
}

static void
test_doc_add_text__escapes(void **state)
{
	static const struct {
		const char *text, *json;
	} rows[] = {
		{"a\"b\\c", "\"a\\\"b\\\\c\""},
		{"\n\t\x7f", "\"\\u000a\\u0009\\u007f\""},
		{"\xc3\xa5\xe2\x82\xac\xf0\x9f\x8c\xb3",
			"\"\xc3\xa5\xe2\x82\xac\xf0\x9f\x8c\xb3\""},
		{"\xc3", "\"\xef\xbf\xbd\""},
		{"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
		{"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str out = {0};
		struct err err = {0};
		struct doc *doc;

		doc_add_text(&out, rows[i].text);
		if (strcmp(out.at, rows[i].json) != 0)
			fail_msg("row %zu: %s", i, out.at);
		str_finish(&out);
		str_add(&out, "[");
		doc_add_text(&out, rows[i].text);
		str_add(&out, "]");
		doc = doc_parse(out.at, out.len, &err);
		assert_ok(doc != NULL, &err);
		doc_free(doc);
		str_finish(&out);
	}
}

static void
test_file__written_whole_and_read_back(void **state)
{
	char folder[] = "/tmp/skapa-test-XXXXXX";
	char path[64], other[64];
	struct bytes got = {0};
	struct err err = {0};

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a", folder);
	snprintf(other, sizeof(other), "%s/no/a", folder);
	assert_ok(file_write(path, "hello", 5, &err), &err);
	assert_ok(file_write(path, "hello you", 9, &err), &err);
	assert_ok(file_read(path, 9, &got, &err), &err);
	assert_int_equal(got.len, 9);
	assert_memory_equal(got.at, "hello you", 10);
	bytes_free(&got);
	assert_false(file_read(path, 8, &got, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	err_clear(&err);
	assert_false(file_read(folder, 8, &got, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_non_null(strstr(err.text, "is not an ordinary file"));
	err_clear(&err);
	assert_false(file_write(other, "x", 1, &err));
	assert_non_null(strstr(err.text, "/no/a: cannot be written: No such"));
	err_clear(&err);
	assert_false(file_can_write(folder, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_null(got.at);
	unlink(path);
	/* Only what was written is there: no file beside it is left. */
	assert_int_equal(rmdir(folder), 0);
}

static void
test_str_has_personal_number__table(void **state)
{
	static const struct {
		const char *text;
		bool has;
	} rows[] = {{"", false}, {"500101-0000", true}, {"500101+0000", true},
		{"500101 0000", true}, {"5001010000", true},
		{"19500101-0000", true}, {"195001010000", true},
		{"call 500101-0000!", true}, {"AB", false},
		{"reception-2", false}, {"12345", false}, {"500101-000", false},
		{"500101-00000", false}, {"50010-0000", false},
		{"5001011-0000", false}, {"1234567890123", false},
		{"ABCDE-12345", false}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (str_has_personal_number(rows[i].text) != rows[i].has)
			fail_msg("row %zu '%s'", i, rows[i].text);
	}
}

static void
test_str_is_line__table(void **state)
{
	static const struct {
		const char *text;
		bool is_line;
	} rows[] = {{"", true}, {"one line", true}, {"bl\xc3\xa5", true},
		{"\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", true},
		{"two\nlines", false}, {"tab\t", false}, {"\x1b[31m", false},
		{"\x7f", false}, {"\xc2\x85", false}, {"\xc3", false},
		{"\xc0\xaf", false}, {"\xed\xa0\x80", false},
		{"\xf5\x80\x80\x80", false}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (str_is_line(rows[i].text) != rows[i].is_line)
			fail_msg("row %zu", i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_str__grows_and_is_taken),
		cmocka_unit_test(test_str_copy__fits_or_is_empty),
		cmocka_unit_test(test_str_is_key__table),
		cmocka_unit_test(test_str_has_personal_number__table),
		cmocka_unit_test(test_str_is_line__table),
		cmocka_unit_test(test_doc_add_text__escapes),
		cmocka_unit_test(test_file__written_whole_and_read_back),
	};

	return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
