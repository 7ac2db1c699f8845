#include "tests/stores.h"

#include "store/statements.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#define WORD(number) #number
#define WORD_OF(macro) WORD(macro)

/* ----------------------------------------------------- making and opening */

static void
test_init__makes_a_store_once(void **state)
{
	ONLY_IN_A_FOLDER();
	const struct place *place = *state;
	struct str want = {0};
	struct err err = {0};
	struct stat st;
	char key[128];

	assert_ok(store_init(place->path, &err), &err);
	snprintf(key, sizeof(key), "%s/keys/site.key", place->path);
	assert_int_equal(stat(key, &st), 0);
	assert_int_equal(st.st_size, 32);
	assert_int_equal(st.st_mode & 0777, 0600);
	store_close(must_open(place->path, STORE_WRITE));
	assert_false(store_init(place->path, &err));
	expected("$: there is a store here already", place->path, &want);
	assert_string_equal(err.text, want.at);
	str_finish(&want);
}

static void
test_init__says_why_not(void **state)
{
	ONLY_IN_A_FOLDER();
	static const struct {
		const char *name, *sentence;
	} rows[] = {
		{"nowhere/store",
			"$: cannot be made: No such file or directory"},
		{"file", "$: cannot be opened: Not a directory"},
		{"full", "$: holds something else (letter.txt); name an empty "
			 "or a new folder"},
	};
	const struct place *place = *state;
	struct str want = {0};
	char path[128];
	size_t i;

	snprintf(path, sizeof(path), "%s/file", place->root);
	write_file(path, "x", 1);
	snprintf(path, sizeof(path), "%s/full", place->root);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/full/letter.txt", place->root);
	write_file(path, "x", 1);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err err = {0};

		snprintf(
			path, sizeof(path), "%s/%s", place->root, rows[i].name);
		expected(rows[i].sentence, path, &want);
		if (store_init(path, &err) || strcmp(err.text, want.at) != 0)
			fail_msg("row %zu %s: \"%s\"", i, rows[i].name,
				err.text);
	}
	str_finish(&want);
}

/* A killed init leaves its files behind; the next one goes on from there. */
static void
test_init__goes_on_after_a_kill(void **state)
{
	ONLY_IN_A_FOLDER();
	const struct place *place = *state;
	struct err err = {0};
	char path[128];

	assert_int_equal(mkdir(place->path, 0700), 0);
	snprintf(path, sizeof(path), "%s/keys", place->path);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/keys/people.keys", place->path);
	write_file(path, "SKAPA keys 1", 12);
	snprintf(path, sizeof(path), "%s/keys/site.key", place->path);
	write_file(path, "0123456789abcdef0123456789abcdef", 32);
	snprintf(path, sizeof(path), "%s/skapa.sqlite.tmp-new", place->path);
	write_file(path, "half of a database", 18);
	assert_ok(store_init(place->path, &err), &err);
	store_close(must_open(place->path, STORE_WRITE));
}

struct harm {
	const char *name;
	const char *file; /* in the store; NULL: the store itself */
	int remove;	  /* 1: remove it */
	long offset;	  /* -1: truncate to len */
	const char *bytes;
	size_t len;
	const char *sentence;
};

static void
harm(const char *path, const struct harm *row)
{
	char file[PATH_MAX];
	int fd;

	snprintf(file, sizeof(file), "%s%s%s", path,
		row->file != NULL ? "/" : "",
		row->file != NULL ? row->file : "");
	if (row->remove) {
		assert_int_equal(
			nftw(file, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
		return;
	}
	fd = open(file, O_RDWR | O_CREAT, 0600);
	assert_true(fd >= 0);
	if (row->offset < 0)
		assert_int_equal(ftruncate(fd, (off_t)row->len), 0);
	else
		assert_int_equal(pwrite(fd, row->bytes, row->len, row->offset),
			row->len);
	close(fd);
}

static void
test_open__says_what_is_wrong(void **state)
{
	ONLY_IN_A_FOLDER();
	static const struct harm rows[] = {
		{"missing", NULL, 1, 0, NULL, 0,
			"$: no store here; make one with: skapa store init "
			"--store $"},
		{"no database", "skapa.sqlite", 1, 0, NULL, 0,
			"$: no store here; make one with: skapa store init "
			"--store $"},
		{"no site key", "keys/site.key", 1, 0, NULL, 0,
			"$/keys/site.key: missing; put the site key back from "
			"its copy, without it nothing in the store can be "
			"read"},
		{"short site key", "keys/site.key", 0, -1, NULL, 31,
			"$/keys/site.key: has 31 bytes, not 32; put it back "
			"from its copy"},
		{"empty site key", "keys/site.key", 0, -1, NULL, 0,
			"$/keys/site.key: has 0 bytes, not 32; put it back "
			"from its copy"},
		{"other site key", "keys/site.key", 0, 0,
			"0123456789abcdef0123456789abcdef", 32,
			"$/keys/site.key: is not this store's site key; name "
			"the right file with --site-key"},
		{"no keys", "keys/people.keys", 1, 0, NULL, 0,
			"$/keys/people.keys: missing; put back a copy of the "
			"keys"},
		{"empty keys", "keys/people.keys", 0, -1, NULL, 0,
			"$/keys/people.keys: is empty; put back a copy of the "
			"keys"},
		{"other file of keys", "keys/people.keys", 0, 0, "letter", 6,
			"$/keys/people.keys: is no file of keys; put back a "
			"copy of the keys"},
		{"another store's keys", "keys/people.keys", 0, 20, "letter", 6,
			"$/keys/people.keys: is under another site key than "
			"this one"},
		{"other header", "skapa.sqlite", 0, 0, "PostgreSQL", 10,
			"$/skapa.sqlite: not a store's database; put back a "
			"copy of the store"},
		{"empty database", "skapa.sqlite", 0, -1, NULL, 0,
			"$/skapa.sqlite: not a store's database; put back a "
			"copy of the store"},
		{"other program's", "skapa.sqlite", 0, 68, "\0\0\0\1", 4,
			"$/skapa.sqlite: not a store's database; put back a "
			"copy of the store"},
		{"newer", "skapa.sqlite", 0, 60, "\0\0\0\143", 4,
			"$/skapa.sqlite: has version 99, and this program "
			"knows up to " WORD_OF(
				SCHEMA_VERSION) "; install the newer program"},
		{"torn", "skapa.sqlite", 0, -1, NULL, 4096,
			"$/skapa.sqlite: damaged (database disk image is "
			"malformed); put back a copy of the store"},
		{"no tables", "skapa.sqlite", 0, 100, "\377\377\377\377", 4,
			"$/skapa.sqlite: damaged (database disk image is "
			"malformed); put back a copy of the store"},
	};
	static const enum store_mode modes[] = {
		STORE_READ, STORE_WRITE, STORE_TRY};
	const struct place *place = *state;
	struct str want = {0};
	size_t i, m;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (m = 0; m < 3; m++) {
			struct err err = {0};
			struct store *store;
			char path[128];
			size_t n;
			struct tally tally = {0};

			snprintf(path, sizeof(path), "%s/%zu-%zu", place->root,
				i, m);
			assert_ok(store_init(path, &err), &err);
			harm(path, &rows[i]);
			expected(rows[i].sentence, path, &want);
			store = store_open(path, modes[m], 0, &err);
			/* Damage shows when it is looked at, if not before. */
			if (store != NULL && store_check(store, tally_finding,
						     &tally, &n, &err))
				fail_msg("row %zu %s, mode %zu: opened", i,
					rows[i].name, m);
			store_close(store);
			if (strcmp(err.text, want.at) != 0)
				fail_msg("row %zu %s, mode %zu: \"%s\"", i,
					rows[i].name, m, err.text);
		}
	}
	str_finish(&want);
}

static void
test_open__a_file_is_no_store(void **state)
{
	ONLY_IN_A_FOLDER();
	const struct place *place = *state;
	struct str want = {0};
	struct err err = {0};

	write_file(place->path, "x", 1);
	assert_null(store_open(place->path, STORE_READ, 0, &err));
	expected("$: not a store; a store is a folder", place->path, &want);
	assert_string_equal(err.text, want.at);
	str_finish(&want);
}

static void
test_open__sweeps_what_a_kill_left(void **state)
{
	ONLY_IN_A_FOLDER();
	const struct place *place = *state;
	char path[160];

	snprintf(path, sizeof(path), "%s/scans/ab", place->path);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/scans/ab/abcd.tmp-123", place->path);
	write_file(path, "half", 4);
	store_close(must_open(place->path, STORE_READ));
	assert_int_equal(access(path, F_OK), 0);
	store_close(must_open(place->path, STORE_WRITE));
	assert_int_not_equal(access(path, F_OK), 0);
}

static void
test_read__refuses_to_write(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_READ);
	char codes[1][PERSON_CODE];
	char sha256[READING_SHA256];
	struct str want = {0};
	struct err err = {0};

	expected("$: is open for reading only", place->path, &want);
	assert_false(store_people_add(store, 1, NULL, NULL, codes, &err));
	assert_string_equal(err.text, want.at);
	err_clear(&err);
	assert_false(store_scan_keep(store, "a", 1, sha256, &err));
	assert_string_equal(err.text, want.at);
	store_close(store);
	str_finish(&want);
}

/* ---------------------------------------------------------- people, pages */

struct roll {
	size_t n;
	struct store_person people[8];
};

static bool
call(const struct store_person *person, void *data, struct err *err)
{
	struct roll *roll = data;

	if (roll->n == 8)
		return err_set(err, ERR_LIMIT, "enough");
	roll->people[roll->n++] = *person;
	return true;
}

static void
test_people__are_kept_in_order(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[5][PERSON_CODE], read[PERSON_CODE];
	struct store_person person;
	struct roll roll = {0};
	struct err err = {0};
	bool found;
	size_t i;

	assert_ok(
		store_people_add(store, 3, "ar", "unit-1", codes, &err), &err);
	assert_ok(
		store_people_add(store, 2, NULL, NULL, codes + 3, &err), &err);
	store_close(store);
	store = must_open(place->path, STORE_READ);
	assert_ok(store_people_list(store, call, &roll, &err), &err);
	assert_int_equal(roll.n, 5);
	for (i = 0; i < 5; i++) {
		assert_string_equal(roll.people[i].code, codes[i]);
		assert_true(person_code_read(codes[i], read));
		assert_string_equal(roll.people[i].language, i < 3 ? "ar" : "");
		assert_string_equal(roll.people[i].unit, i < 3 ? "unit-1" : "");
	}
	assert_ok(
		store_person_get(store, codes[2], &person, &found, &err), &err);
	assert_true(found);
	assert_string_equal(person.language, "ar");
	assert_ok(store_person_get(store, "0000-0000", &person, &found, &err),
		&err);
	assert_false(found);
	/* A callback that stops makes the call fail with its sentence. */
	roll.n = 8;
	assert_false(store_people_list(store, call, &roll, &err));
	assert_string_equal(err.text, "enough");
	store_close(store);
}

static void
test_people__refuses(void **state)
{
	static const struct {
		size_t n;
		const char *language, *unit, *sentence;
	} rows[] = {
		{0, NULL, NULL,
			"0 people: from 1 to 100000 can be added at once"},
		{100001, NULL, NULL,
			"100001 people: from 1 to 100000 can be added at once"},
		{1, "", NULL,
			"language \"\" is not a key: up to 31 of a-z, 0-9, _ "
			"and -, a letter first"},
		{1, "AR", NULL,
			"language \"AR\" is not a key: up to 31 of a-z, 0-9, _ "
			"and -, a letter first"},
		{1, "ar", "Anna Svensson",
			"unit \"Anna Svensson\" is not a key: up to 31 of a-z, "
			"0-9, _ and -, a letter first"},
		{1, "ar", "a12345678901234567890123456789012",
			"unit \"a12345678901234567890123456789012\" is not a "
			"key: up to 31 of a-z, 0-9, _ and -, a letter first"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[1][PERSON_CODE];
	struct roll roll = {0};
	struct err err = {0};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		err_clear(&err);
		if (store_people_add(store, rows[i].n, rows[i].language,
			    rows[i].unit, codes, &err) ||
			strcmp(err.text, rows[i].sentence) != 0 ||
			err.code != ERR_USAGE)
			fail_msg("row %zu: \"%s\"", i, err.text);
	}
	err_clear(&err);
	assert_ok(store_people_list(store, call, &roll, &err), &err);
	assert_int_equal(roll.n, 0);
	store_close(store);
}

static void
test_layout__is_kept_once(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct layout sv, en, got = {0};
	struct str json = {0}, want = {0}, pdf = {0};
	struct err err = {0};
	uint16_t a = 0, b = 0, c = 0;
	bool found;

	make_layout(&sv, "sv");
	make_layout(&en, "en");
	assert_ok(
		store_layout_put(store, &sv, PDF, strlen(PDF), &a, &err), &err);
	assert_ok(
		store_layout_put(store, &en, PDF, strlen(PDF), &b, &err), &err);
	assert_ok(
		store_layout_put(store, &sv, PDF, strlen(PDF), &c, &err), &err);
	assert_int_equal(a, c);
	assert_int_not_equal(a, b);
	assert_int_not_equal(a, 0);
	assert_ok(store_layout_find(store, en.hash, &c, &found, &err), &err);
	assert_true(found);
	assert_int_equal(c, b);
	assert_ok(store_layout_find(store, "none", &c, &found, &err), &err);
	assert_false(found);
	assert_ok(store_layout_get(store, b, &got, &pdf, &found, &err), &err);
	assert_true(found);
	layout_write(&en, &want);
	layout_write(&got, &json);
	assert_string_equal(json.at, want.at);
	assert_string_equal(pdf.at, PDF);
	layout_finish(&got);
	assert_ok(store_layout_get(store, 999, &got, &pdf, &found, &err), &err);
	assert_false(found);
	assert_int_equal(pdf.len, strlen(PDF));
	layout_finish(&sv);
	layout_finish(&en);
	str_finish(&json);
	str_finish(&want);
	str_finish(&pdf);
	store_close(store);
}

static void
test_issue__every_page_is_found_again(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[1][PERSON_CODE], line[CODE_LINE];
	struct store_page pages[40], page;
	struct err err = {0};
	bool found;
	size_t i, k;

	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	issue(store, 20, codes[0], pages);
	for (i = 0; i < 40; i++) {
		assert_int_equal(pages[i].code.page, 1 + i % 2);
		assert_int_equal(pages[i].code.of, 2);
		assert_int_equal(pages[i].sheet, pages[i & ~1u].sheet);
		code_line(pages[i].code.token, line);
		assert_string_equal(pages[i].line, line);
		for (k = 0; k < i; k++)
			assert_string_not_equal(pages[i].line, pages[k].line);
		assert_ok(store_page_by_token(store, pages[i].code.token, &page,
				  &found, &err),
			&err);
		assert_true(found);
		assert_memory_equal(
			&page.code, &pages[i].code, sizeof(page.code));
		assert_string_equal(page.person, codes[0]);
		assert_false(page.is_filed);
		assert_ok(store_page_by_line(
				  store, pages[i].line, &page, &found, &err),
			&err);
		assert_true(found);
		assert_memory_equal(
			page.code.token, pages[i].code.token, CODE_TOKEN);
	}
	assert_ok(store_page_by_line(store, "0000000000", &page, &found, &err),
		&err);
	assert_false(found);
	store_close(store);
}

static void
test_issue__all_or_none(void **state)
{
	static const struct {
		const char *person;
		int layout, pages;
		const char *sentence;
	} rows[] = {
		{"7K4Q-MXP9", 1, 2,
			"unknown person 7K4Q-MXP9; people are added with: "
			"skapa store people add"},
		{"", 2, 2, "$: has no layout 2"},
		{"", 1, 0, "a sheet of 0 pages: it has 1 to 15"},
		{"", 1, 16, "a sheet of 16 pages: it has 1 to 15"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct str want = {0};
	size_t i;

	assert_int_equal(put_layout(store), 1);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct store_request requests[2] = {
			{.layout_id = 1, .pages = 2},
			{.layout_id = (uint16_t)rows[i].layout,
				.pages = (uint8_t)rows[i].pages}};
		struct store_page pages[32] = {0}, page;
		struct err err = {0};
		bool found = true;

		strcpy(requests[1].person, rows[i].person);
		expected(rows[i].sentence, place->path, &want);
		if (store_issue(store, requests, 2, NULL, DATE, pages, &err) ||
			strcmp(err.text, want.at) != 0)
			fail_msg("row %zu: \"%s\"", i, err.text);
		err_clear(&err);
		assert_ok(store_page_by_token(store, pages[0].code.token, &page,
				  &found, &err),
			&err);
		if (found)
			fail_msg("row %zu: the first sheet was issued", i);
	}
	str_finish(&want);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f, s) cmocka_unit_test_setup_teardown(f, s, teardown)
		TEST(test_init__makes_a_store_once, setup_empty),
		TEST(test_init__says_why_not, setup_empty),
		TEST(test_init__goes_on_after_a_kill, setup_empty),
		TEST(test_open__says_what_is_wrong, setup_empty),
		TEST(test_open__a_file_is_no_store, setup_empty),
		TEST(test_open__sweeps_what_a_kill_left, setup),
		TEST(test_read__refuses_to_write, setup),
		TEST(test_people__are_kept_in_order, setup),
		TEST(test_people__refuses, setup),
		TEST(test_layout__is_kept_once, setup),
		TEST(test_issue__every_page_is_found_again, setup),
		TEST(test_issue__all_or_none, setup),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
