#include "tests/test.h"

#include "store/record.h"

#include <string.h>

/* Numbers come back as the nearest that their bytes hold. */
static void
test_numbers__table(void **state)
{
	static const struct {
		int64_t value;
		int bytes;
		int64_t want;
	} rows[] = {
		{0, 1, 0},
		{-2, 1, -2},
		{127, 1, 127},
		{128, 1, 127},
		{-129, 1, -128},
		{32767, 2, 32767},
		{40000, 2, 32767},
		{-40000, 2, -32768},
		{INT64_C(1) << 40, 4, INT32_MAX},
		{1767225600, 8, 1767225600},
		{INT64_MIN, 8, INT64_MIN},
		{INT64_MAX, 8, INT64_MAX},
	};
	struct record record;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t got;

		record_begin(&record, 1);
		record_put(&record, rows[i].value, rows[i].bytes);
		assert_true(record_end(&record));
		assert_int_equal(record.len, RECORD_BLOCK);
		record_read(&record, 1);
		got = record_get(&record, rows[i].bytes);
		if (got != rows[i].want || !record_ok(&record))
			fail_msg("row %zu: %lld", i, (long long)got);
	}
}

static void
test_texts__come_back(void **state)
{
	char text[8], room[8];
	struct record record;

	(void)state;
	record_begin(&record, 2);
	record_put_text(&record, "");
	record_put_text(&record, "\xc3\xa5\xc3\xa4");
	record_put_room(&record, "a", sizeof(room));
	record_put_room(&record, "1234567", sizeof(room));
	assert_true(record_end(&record));
	record_read(&record, 2);
	record_get_text(&record, text, sizeof(text));
	assert_string_equal(text, "");
	record_get_text(&record, text, sizeof(text));
	assert_string_equal(text, "\xc3\xa5\xc3\xa4");
	record_get_room(&record, room, sizeof(room));
	assert_string_equal(room, "a");
	record_get_room(&record, room, sizeof(room));
	assert_string_equal(room, "1234567");
	assert_true(record_ok(&record));
}

enum fault { CUT, VERSION, LONG_TEXT, NO_NUL, MUCH, WIDE, FAULT__MAX };

/* What cannot be is noticed, and nothing is read beyond the end. */
static void
test_record__refuses(void **state)
{
	static const char *const names[] = {"cut off", "another version",
		"a text that does not fit", "room without a NUL",
		"more than fits", "a text wider than its room"};
	int i;

	(void)state;
	for (i = 0; i < FAULT__MAX; i++) {
		struct record record;
		char text[8];
		bool ok = true;
		int k;

		record_begin(&record, 1);
		record_put_text(&record, i == LONG_TEXT ? "12345678" : "abc");
		record_put_room(&record, i == WIDE ? "12345678" : "abc", 8);
		for (k = 0; i == MUCH && k < RECORD_MOST; k++)
			record_put(&record, k, 8);
		ok = record_end(&record);
		if (i == CUT)
			record.len = 9;
		if (i == NO_NUL)
			memset(record.at, 1, 3 + 3 + 8);
		if (i == NO_NUL)
			record.at[1] = 3, record.at[2] = 0;
		record_read(&record, i == VERSION ? 2 : 1);
		record_get_text(&record, text, sizeof(text));
		record_get_room(&record, text, sizeof(text));
		if (ok && record_ok(&record))
			fail_msg("row %d %s", i, names[i]);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers__table),
		cmocka_unit_test(test_texts__come_back),
		cmocka_unit_test(test_record__refuses),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
