#include "tests/stores.h"

#include "store/inside.h"
#include "store/scanfile.h"

#include "core/file.h"
#include "core/hash.h"

#include <unistd.h>

/* ---------------------------------------------------------------- filing */

/*
 * A step files scan `scan` (a number), which shows page 0 with these three
 * answers; "R" is a refused reading, "B" a blank one, "X" one of a page that
 * was never issued.
 */
struct step {
	int scan;
	char answers[8];
	char status[16];
};

static const struct {
	const char *name;
	const char *steps; /* "SCAN ANSWERS STATUS, ..." */
	const char *kept;  /* the person's answers in the end */
	size_t reviews, conflicts;
} histories[] = {
	{"first", "1 427 filed", "427", 0, 0},
	{"words", "1 dn- filed", "dn-", 0, 0},
	{"doubtful", "1 4?7 review", "4?7", 1, 0},
	{"torn", "1 u?7 review", "u?7", 2, 0},
	{"same scan", "1 427 filed, 1 427 duplicate, 1 427 duplicate", "427", 0,
		0},
	{"second scan", "1 427 filed, 2 427 duplicate, 2 427 duplicate", "427",
		0, 0},
	{"second scan in doubt alike", "1 4?7 review, 2 4?7 duplicate", "4?7",
		1, 0},
	{"other answers", "1 427 filed, 2 437 conflict", "427", 0, 1},
	{"blank is another answer", "1 427 filed, 2 -27 conflict", "427", 0, 1},
	{"declined is another answer", "1 d27 filed, 2 n27 conflict", "d27", 0,
		1},
	{"torn is another answer", "1 427 filed, 2 u27 conflict", "427", 0, 1},
	{"conflict scanned again",
		"1 427 filed, 2 437 conflict, 2 437 conflict", "427", 0, 1},
	{"conflict in a third scan",
		"1 427 filed, 2 437 conflict, 3 437 conflict, 3 437 conflict",
		"427", 0, 1},
	{"two conflicts",
		"1 427 filed, 2 437 conflict, 3 447 conflict, 4 427 duplicate",
		"427", 0, 2},
	{"same scan, read otherwise by a newer program",
		"1 427 filed, 1 437 duplicate", "427", 0, 0},
	{"conflict scan, read otherwise",
		"1 427 filed, 2 437 conflict, 2 427 conflict", "427", 0, 1},
	{"refused", "1 R refused, 1 R refused", "", 0, 0},
	{"refused, then read", "1 R refused, 1 427 filed, 1 427 duplicate",
		"427", 0, 0},
	{"filed, then refused", "1 427 filed, 1 R refused, 1 427 duplicate",
		"427", 0, 0},
	{"blank", "1 B blank_page, 1 B blank_page", "", 0, 0},
	{"not issued", "1 X refused, 1 X refused", "", 0, 0},
};

static void
make_step(struct store *store, const struct step *step,
	const struct store_page *page, struct reading *reading)
{
	make_reading(reading, page,
		strlen(step->answers) == 3 ? step->answers : "427");
	keep(store, step->scan, reading);
	if (step->answers[0] == 'R') {
		reading->status = READING_REFUSED;
		reading->n_answers = 0;
		strcpy(reading->reason, "streak");
	} else if (step->answers[0] == 'B') {
		reading->status = READING_BLANK_PAGE;
		reading->n_answers = 0;
	} else if (step->answers[0] == 'X') {
		memset(reading->code.token, 7, CODE_TOKEN);
	}
}

static void
follow(const char *path, size_t row, enum store_mode mode)
{
	struct store *store = must_open(path, STORE_WRITE);
	char codes[1][PERSON_CODE];
	struct store_page pages[2];
	struct tally tally;
	struct err err = {0};
	const char *at = histories[row].steps;
	struct step step;
	int took;

	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	issue(store, 1, codes[0], pages);
	if (mode == STORE_TRY) {
		store_close(store);
		store = must_open(path, STORE_TRY);
	}
	for (; sscanf(at, "%d %7s %15[a-z_]%n", &step.scan, step.answers,
		       step.status, &took) == 3;
		at += took + (at[took] == ',')) {
		struct reading reading;

		make_step(store, &step, &pages[0], &reading);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		if (strcmp(reading_status_word(reading.status), step.status) !=
			0)
			fail_msg("row %zu %s, at %s: %s", row,
				histories[row].name, at,
				reading_status_word(reading.status));
		if (step.answers[0] == 'X')
			assert_string_equal(reading.reason, "unknown_code");
		if (reading.status == READING_CONFLICT)
			assert_string_equal(reading.reason, "other_answers");
	}
	assert_string_equal(at, ""); /* the row was read to its end */
	if (mode == STORE_WRITE) {
		count(store, codes[0], &tally);
		if (strcmp(tally.signs, histories[row].kept) != 0 ||
			tally.reviews != histories[row].reviews ||
			tally.conflicts != histories[row].conflicts ||
			tally.findings != 0)
			fail_msg("row %zu %s: kept %s, %zu reviews, %zu "
				 "conflicts, %zu findings (%s)",
				row, histories[row].name, tally.signs,
				tally.reviews, tally.conflicts, tally.findings,
				tally.finding);
	}
	store_close(store);
}

static void
test_file__histories(void **state)
{
	const struct place *place = *state;
	struct err err = {0};
	char path[PLACE];
	size_t i;

	for (i = 0; i < sizeof(histories) / sizeof(*histories); i++) {
		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		follow(path, i, STORE_WRITE);
	}
}

/* The same statuses as filing gives, and not a byte changes. */
static void
test_try__answers_alike_and_changes_nothing(void **state)
{
	const struct place *place = *state;
	char path[PLACE + 8], before[HASH_HEX], after[HASH_HEX];
	struct tally tally;
	struct store *store;
	struct err err = {0};
	size_t i;

	for (i = 0; i < sizeof(histories) / sizeof(*histories); i++) {
		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		follow(path, i, STORE_TRY);
		store = must_open(path, STORE_READ);
		count(store, "7K4Q-MXP9", &tally);
		assert_int_equal(tally.reviews + tally.conflicts, 0);
		store_close(store);
		if (on_server())
			continue;
		strcat(path, "/scans");
		assert_int_equal(rmdir(path), 0); /* it is empty */
	}
	store = must_open(place->path, STORE_WRITE);
	put_layout(store);
	store_close(store);
	content_hash(place->path, before);
	store = must_open(place->path, STORE_TRY);
	{
		char codes[9][PERSON_CODE];
		struct store_page pages[2];

		assert_ok(store_people_add(store, 9, NULL, NULL, codes, &err),
			&err);
		issue(store, 1, codes[8], pages);
	}
	store_close(store);
	content_hash(place->path, after);
	assert_string_equal(before, after);
}

static bool
see_fields(const struct store_answer *answer, void *data, struct err *err)
{
	const struct store_page *page = data;

	(void)err;
	assert_int_equal(answer->sheet, page->sheet);
	assert_string_equal(answer->date, "2026-03-02");
	assert_string_equal(answer->instrument, "skapa");
	assert_string_equal(answer->language, "sv");
	assert_string_equal(answer->level, "original");
	assert_string_equal(answer->line, page->line);
	assert_int_equal(answer->steps, 5);
	assert_int_equal(answer->page, 1);
	assert_false(answer->is_decided);
	assert_near(answer->confidence, .99, 1e-9);
	if (strcmp(answer->item, "wage") == 0) {
		assert_int_equal(answer->top, 8);
		assert_int_equal(answer->value, 7);
	} else {
		assert_int_equal(answer->top, 5);
	}
	if (answer->status == ANSWER_REVIEW) {
		assert_string_equal(answer->reason, "two_marks");
		assert_int_equal(answer->value, VALUE_NONE);
	}
	return true;
}

static void
test_answers__carry_where_they_come_from(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[1][PERSON_CODE];
	struct store_page pages[2], page;
	struct reading reading;
	struct err err = {0};
	bool found = false;

	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	issue(store, 1, codes[0], pages);
	make_reading(&reading, &pages[0], "4?7");
	keep(store, 1, &reading);
	assert_ok(store_file(store, &reading, "2026-03-02", &err), &err);
	assert_ok(store_answers(store, codes[0], see_fields, &pages[0], &err),
		&err);
	assert_ok(store_page_by_token(
			  store, pages[0].code.token, &page, &found, &err),
		&err);
	assert_true(page.is_filed);
	store_close(store);
}

static void
test_file__refuses_what_was_not_kept(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_page pages[2];
	struct reading reading;
	struct err err = {0};
	struct str want = {0};

	issue(store, 1, "", pages);
	make_reading(&reading, &pages[0], "427");
	assert_false(store_file(store, &reading, DATE, &err));
	assert_string_equal(err.text, "a reading without its scan");
	memset(reading.sha256, 'a', 64);
	err_clear(&err);
	assert_false(store_file(store, &reading, DATE, &err));
	expected("$: has no scan "
		 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaaaaaaaaaaaaa; it is kept before it is filed",
		place->path, &want);
	assert_string_equal(err.text, want.at);
	/* A file that could not even be read has no scan, and no row. */
	reading = (struct reading){.status = READING_REFUSED};
	err_clear(&err);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	assert_int_equal(reading.status, READING_REFUSED);
	str_finish(&want);
	store_close(store);
}

/* Changes the last byte of a file. */
static void
flip_last(const char *path)
{
	struct bytes bytes = {0};
	struct err err = {0};

	assert_ok(file_read(path, 1 << 20, &bytes, &err), &err);
	bytes.at[bytes.len - 1] ^= 1;
	write_file(path, bytes.at, bytes.len);
	bytes_free(&bytes);
}

/* Where a scan is kept. */
static void
scan_place(struct store *store, const char *sha256, char path[256])
{
	char name[SEAL_INDEX_HEX], *place;
	struct err err = {0};

	scan_name(store, sha256, name);
	place = scanfile_place(store, name, &err);
	assert_non_null(place);
	snprintf(path, 256, "%s", place);
	free(place);
}

static void
test_scan__is_kept_as_it_was(void **state)
{
	ONLY_IN_A_FOLDER();
	/* FIPS 180-4's example: SHA-256 of "abc". */
	static const char abc[] = "ba7816bf8f01cfea414140de5dae2223"
				  "b00361a396177a9cb410ff61f20015ad";
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char sha256[READING_SHA256], path[256];
	struct bytes bytes = {0};
	struct err err = {0};
	int i;

	for (i = 0; i < 4; i++) {
		assert_ok(store_scan_keep(store, "abc", 3, sha256, &err), &err);
		assert_string_equal(sha256, abc);
		scan_place(store, abc, path);
		assert_null(strstr(path, "ba7816bf"));
		assert_ok(file_read(path, 200, &bytes, &err), &err);
		assert_null(memmem(bytes.at, bytes.len, "abc", 3));
		bytes_free(&bytes);
		assert_ok(store_scan_read(store, abc, &bytes, &err), &err);
		assert_int_equal(bytes.len, 3);
		assert_memory_equal(bytes.at, "abc", 3);
		bytes_free(&bytes);
		if (i == 1)
			write_file(path, "", 0); /* damaged; then mended */
		if (i == 2)
			flip_last(path);
	}
	store_close(store);
}

/* ---------------------------------------------------------------- check */

/* Changes every occurrence of one text in the database file. */
static void
patch(const char *path, const char *from, const char *to)
{
	struct bytes bytes = {0};
	struct err err = {0};
	const size_t len = strlen(from);
	size_t i, n = 0;
	char file[160];

	snprintf(file, sizeof(file), "%s/skapa.sqlite", path);
	assert_ok(file_read(file, 1 << 24, &bytes, &err), &err);
	for (i = 0; i + len <= bytes.len; i++) {
		if (memcmp(bytes.at + i, from, len) == 0) {
			memcpy(bytes.at + i, to, len);
			n++;
		}
	}
	assert_true(n > 0);
	write_file(file, bytes.at, bytes.len);
	bytes_free(&bytes);
}

static void
test_check__finds(void **state)
{
	ONLY_IN_A_FOLDER();
	static const struct {
		const char *name, *from, *to; /* in the database, */
		int scan;	     /* or 1 changed, 2 removed, 3 added */
		const char *finding; /* begins so, $ the scan's place */
	} rows[] = {
		{"nothing", NULL, NULL, 0, NULL},
		{"changed scan", NULL, NULL, 1,
			"$: damaged; its bytes are not what was scanned"},
		{"removed scan", NULL, NULL, 2, "$: missing"},
		{"forgotten scan", NULL, NULL, 4,
			"$: was forgotten; its key is destroyed"},
		{"other file", NULL, NULL, 5,
			"$: damaged; its bytes are not what was scanned"},
		{"scan without a row", NULL, NULL, 3, "scan "},
		{"other print", PDF, "%PDF-1.7 print of the text layout", 0,
			"layout 1: its print is not what it describes"},
		{"other layout", "\"energy\"", "\"enorgy\"", 0, "layout 1: "},
	};
	const struct place *place = *state;
	struct str want = {0};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct store *store;
		struct store_page pages[2];
		struct reading reading;
		struct tally tally;
		struct err err = {0};
		char path[128], scan[256];

		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		store = must_open(path, STORE_WRITE);
		issue(store, 1, "", pages);
		make_reading(&reading, &pages[0], "427");
		keep(store, 1, &reading);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		if (rows[i].scan == 3)
			keep(store, 2, &reading);
		scan_place(store, reading.sha256, scan);
		if (rows[i].scan == 4)
			assert_ok(keys_destroy(store->keys, &store->scan_slot,
					  1, &err),
				&err);
		store_close(store);
		if (rows[i].scan == 1)
			flip_last(scan);
		if (rows[i].scan == 5)
			write_file(scan, "scan number 9", 13);
		if (rows[i].scan == 2)
			assert_int_equal(unlink(scan), 0);
		if (rows[i].from != NULL)
			patch(path, rows[i].from, rows[i].to);
		store = must_open(path, STORE_READ);
		count(store, "7K4Q-MXP9", &tally);
		store_close(store);
		expected(rows[i].finding == NULL ? "" : rows[i].finding, scan,
			&want);
		if (tally.findings != (rows[i].finding == NULL ? 0u : 1u) ||
			(rows[i].finding != NULL &&
				strncmp(tally.finding, want.at, want.len) != 0))
			fail_msg("row %zu %s: %zu findings, \"%s\"", i,
				rows[i].name, tally.findings, tally.finding);
	}
	str_finish(&want);
}

static void
test_check__finds_a_line_of_another_token(void **state)
{
	ONLY_IN_A_FOLDER();
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_page pages[2];
	char line[CODE_LINE], want[64];
	struct tally tally;

	issue(store, 1, "", pages);
	store_close(store);
	memcpy(line, pages[1].line, CODE_LINE);
	line[9] = line[9] == 'Z' ? 'Y' : 'Z';
	patch(place->path, pages[1].line, line);
	store = must_open(place->path, STORE_READ);
	count(store, "7K4Q-MXP9", &tally);
	store_close(store);
	snprintf(want, sizeof(want), "page %s: its line is not of its token",
		line);
	assert_int_equal(tally.findings, 1);
	assert_string_equal(tally.finding, want);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f, s) cmocka_unit_test_setup_teardown(f, s, teardown)
		TEST(test_file__histories, setup),
		TEST(test_try__answers_alike_and_changes_nothing, setup),
		TEST(test_answers__carry_where_they_come_from, setup),
		TEST(test_file__refuses_what_was_not_kept, setup),
		TEST(test_scan__is_kept_as_it_was, setup),
		TEST(test_check__finds, setup),
		TEST(test_check__finds_a_line_of_another_token, setup),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("filing", tests, NULL, NULL);
}
