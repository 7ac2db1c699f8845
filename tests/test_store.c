#include "tests/test.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/str.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DATE "2026-03-01"
#define PDF "%PDF-1.7 print of the test layout"

/* ---------------------------------------------------------------- places */

struct place {
	char root[64];
	char path[80]; /* root/store */
};

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int
setup_empty(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	strcpy(place->root, "/tmp/skapa-test-XXXXXX");
	assert_non_null(mkdtemp(place->root));
	snprintf(place->path, sizeof(place->path), "%s/store", place->root);
	*state = place;
	return 0;
}

static int
setup(void **state)
{
	struct err err = {0};

	setup_empty(state);
	assert_ok(store_init(((struct place *)*state)->path, &err), &err);
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	nftw(place->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

static struct store *
must_open(const char *path, enum store_mode mode)
{
	struct err err = {0};
	struct store *store = store_open(path, mode, 0, &err);

	if (store == NULL)
		fail_msg("%s", err.text);
	return store;
}

static void
write_file(const char *path, const void *bytes, size_t len)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

/* The sentence with every $ as the path. */
static void
expected(const char *pattern, const char *path, struct str *out)
{
	str_clear(out);
	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '$')
			str_add(out, path);
		else
			str_add_bytes(out, pattern, 1);
	}
}

/*
 * Runs f in a child (which may mount, limit or be killed); its sentence comes
 * back in text. Returns its exit status: 0 it went well, 1 it failed with the
 * sentence, CANNOT: this machine does not let us try.
 */
#define CANNOT 77

static int
in_child(int (*f)(const char *path, struct err *err), const char *path,
	char text[ERR_TEXT])
{
	struct err err = {0};
	int ends[2], status = 0;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		const int result = f(path, &err);

		n = write(ends[1], err.text, strlen(err.text));
		_exit(n < 0 ? 99 : result);
	}
	close(ends[1]);
	n = read(ends[0], text, ERR_TEXT - 1);
	text[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---------------------------------------------------------------- things */

static void
make_layout(struct layout *layout, const char *language)
{
	static const struct {
		const char *item;
		int steps;
	} items[] = {
		{"practice", 5}, {"health", 5}, {"energy", 5}, {"wage", 8}};
	struct err err = {0};
	struct layout_page *page;
	size_t i;
	int v;

	*layout = (struct layout){
		.steps = 5, .direction = "ltr", .size = {0, 0, 210000, 297000}};
	strcpy(layout->instrument, "skapa");
	strcpy(layout->instrument_version, "1");
	strcpy(layout->language, language);
	strcpy(layout->level, "original");
	page = layout_page_add(layout, &err);
	assert_non_null(page);
	for (i = 0; i < 4; i++) {
		for (v = 1; v <= items[i].steps; v++) {
			struct layout_box *box = layout_box_add(page, &err);

			assert_non_null(box);
			strcpy(box->item, items[i].item);
			box->value = v;
			box->box = (struct um_rect){v * 15000,
				(int32_t)(40000 + 20000 * i), 5000, 5000};
			box->zone = (struct um_rect){v * 15000 - 2000,
				(int32_t)(38000 + 20000 * i), 9000, 9000};
		}
	}
	assert_non_null(layout_page_add(layout, &err));
	assert_ok(layout_seal(layout, PDF, strlen(PDF), &err), &err);
}

static uint16_t
put_layout(struct store *store)
{
	struct layout layout;
	struct err err = {0};
	uint16_t id = 0;

	make_layout(&layout, "sv");
	assert_ok(store_layout_put(store, &layout, PDF, strlen(PDF), &id, &err),
		&err);
	layout_finish(&layout);
	return id;
}

/* n sheets of two pages; the first of each page is at 2 * i. */
static void
issue(struct store *store, size_t n, const char *person,
	struct store_page *pages)
{
	struct store_request *requests = calloc(n, sizeof(*requests));
	const uint16_t id = put_layout(store);
	struct err err = {0};
	size_t i;

	assert_non_null(requests);
	for (i = 0; i < n; i++) {
		requests[i] =
			(struct store_request){.layout_id = id, .pages = 2};
		strcpy(requests[i].person, person);
	}
	assert_ok(
		store_issue(store, requests, n, NULL, DATE, pages, &err), &err);
	free(requests);
}

/* A file of its own for each number; kept in the store. */
static void
keep(struct store *store, int number, struct reading *reading)
{
	struct err err = {0};
	char bytes[32];

	snprintf(bytes, sizeof(bytes), "scan number %d", number);
	assert_ok(store_scan_keep(
			  store, bytes, strlen(bytes), reading->sha256, &err),
		&err);
}

static void
add_answer(struct reading *reading, const char *item, int steps, char sign)
{
	struct answer *answer = &reading->answers[reading->n_answers++];
	int v;

	*answer = (struct answer){.confidence = .99, .n_marks = steps};
	strcpy(answer->item, item);
	for (v = 1; v <= steps; v++)
		answer->marks[v - 1].value = v;
	if (sign >= '1' && sign <= '9') {
		answer->value = sign - '0';
		answer->status = ANSWER_ANSWERED;
		answer->marks[answer->value - 1].candidate = true;
	} else if (sign == 'd') {
		answer->value = VALUE_DECLINED;
		answer->status = ANSWER_DECLINED;
	} else if (sign == 'n') {
		answer->value = VALUE_NOT_UNDERSTOOD;
		answer->status = ANSWER_NOT_UNDERSTOOD;
	} else if (sign == '?') { /* 2 and 4 are marked */
		answer->status = ANSWER_REVIEW;
		strcpy(answer->reason, "two_marks");
		answer->marks[1].candidate = answer->marks[3].candidate = true;
	} else if (sign == 'u') {
		answer->status = ANSWER_UNREADABLE;
		strcpy(answer->reason, "torn");
	} else {
		answer->status = ANSWER_BLANK;
	}
}

/* answers: three signs, for health, energy and wage; "" none. */
static void
make_reading(struct reading *reading, const struct store_page *page,
	const char *answers)
{
	*reading = (struct reading){.source_page = 1,
		.has_code = true,
		.has_map = true,
		.scale = 1,
		.code = page->code};
	memcpy(reading->line, page->line, CODE_LINE);
	if (answers[0] == '\0')
		return;
	add_answer(reading, "practice", 5, '3');
	add_answer(reading, "health", 5, answers[0]);
	add_answer(reading, "energy", 5, answers[1]);
	add_answer(reading, "wage", 8, answers[2]);
}

struct tally {
	size_t answers, reviews, conflicts, findings;
	char signs[256]; /* of the answers in order */
	char finding[512];
};

static bool
tally_answer(const struct store_answer *answer, void *data, struct err *err)
{
	struct tally *tally = data;
	char sign = answer->status == ANSWER_ANSWERED
			    ? (char)('0' + answer->value)
		    : answer->status == ANSWER_DECLINED	      ? 'd'
		    : answer->status == ANSWER_NOT_UNDERSTOOD ? 'n'
		    : answer->status == ANSWER_REVIEW	      ? '?'
		    : answer->status == ANSWER_UNREADABLE     ? 'u'
							      : '-';

	(void)err;
	assert_string_not_equal(answer->item, "practice");
	if (tally->answers < sizeof(tally->signs) - 1)
		tally->signs[tally->answers] = sign;
	tally->answers++;
	return true;
}

static bool
tally_review(const struct store_answer *answer, void *data, struct err *err)
{
	(void)answer;
	(void)err;
	((struct tally *)data)->reviews++;
	return true;
}

static bool
tally_conflict(
	const struct store_conflict *conflict, void *data, struct err *err)
{
	(void)err;
	assert_int_equal(conflict->filed->n_answers, 3);
	assert_int_equal(conflict->other->n_answers, 3);
	assert_false(reading_agrees(conflict->filed, conflict->other));
	((struct tally *)data)->conflicts++;
	return true;
}

static void
tally_finding(const char *sentence, void *data)
{
	struct tally *tally = data;

	if (tally->findings++ == 0)
		snprintf(
			tally->finding, sizeof(tally->finding), "%s", sentence);
}

/* What the store has for a person now, and that it is whole. */
static void
count(struct store *store, const char *person, struct tally *tally)
{
	struct err err = {0};
	size_t n = 0;

	*tally = (struct tally){0};
	assert_ok(
		store_answers(store, person, tally_answer, tally, &err), &err);
	assert_ok(store_reviews(store, tally_review, tally, &err), &err);
	assert_ok(store_conflicts(store, person, tally_conflict, tally, &err),
		&err);
	assert_ok(store_check(store, tally_finding, tally, &n, &err), &err);
	assert_int_equal(n, tally->findings);
}

/* ----------------------------------------------------- making and opening */

static void
test_init__makes_a_store_once(void **state)
{
	const struct place *place = *state;
	struct str want = {0};
	struct err err = {0};
	struct stat st;
	char key[128];

	assert_ok(store_init(place->path, &err), &err);
	snprintf(key, sizeof(key), "%s/site.key", place->path);
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
	const struct place *place = *state;
	struct err err = {0};
	char path[128];

	assert_int_equal(mkdir(place->path, 0700), 0);
	snprintf(path, sizeof(path), "%s/site.key", place->path);
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
	static const struct harm rows[] = {
		{"missing", NULL, 1, 0, NULL, 0,
			"$: no store here; make one with: skapa store init "
			"--store $"},
		{"no database", "skapa.sqlite", 1, 0, NULL, 0,
			"$: no store here; make one with: skapa store init "
			"--store $"},
		{"no key", "site.key", 1, 0, NULL, 0,
			"$/site.key: missing; put it back from its copy, the "
			"page codes cannot be read without it"},
		{"short key", "site.key", 0, -1, NULL, 31,
			"$/site.key: has 31 bytes, not 32; put it back from "
			"its copy"},
		{"empty key", "site.key", 0, -1, NULL, 0,
			"$/site.key: has 0 bytes, not 32; put it back from its "
			"copy"},
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
			"knows up to 1; install the newer program"},
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
	char path[128];
	size_t i;

	for (i = 0; i < sizeof(histories) / sizeof(*histories); i++) {
		snprintf(path, sizeof(path), "%s/%zu", place->root, i);
		assert_ok(store_init(path, &err), &err);
		follow(path, i, STORE_WRITE);
	}
}

static void
database_hash(const char *path, char hash[HASH_HEX])
{
	struct err err = {0};
	char file[160];

	snprintf(file, sizeof(file), "%s/skapa.sqlite", path);
	assert_ok(hash_file(file, hash, &err), &err);
}

/* The same statuses as filing gives, and not a byte changes. */
static void
test_try__answers_alike_and_changes_nothing(void **state)
{
	const struct place *place = *state;
	char path[128], before[HASH_HEX], after[HASH_HEX];
	struct tally tally;
	struct store *store;
	struct err err = {0};
	size_t i;

	for (i = 0; i < sizeof(histories) / sizeof(*histories); i++) {
		snprintf(path, sizeof(path), "%s/try%zu", place->root, i);
		assert_ok(store_init(path, &err), &err);
		follow(path, i, STORE_TRY);
		store = must_open(path, STORE_READ);
		count(store, "7K4Q-MXP9", &tally);
		assert_int_equal(tally.reviews + tally.conflicts, 0);
		store_close(store);
		strcat(path, "/scans");
		assert_int_equal(rmdir(path), 0); /* it is empty */
	}
	store = must_open(place->path, STORE_WRITE);
	put_layout(store);
	store_close(store);
	database_hash(place->path, before);
	store = must_open(place->path, STORE_TRY);
	{
		char codes[9][PERSON_CODE];
		struct store_page pages[2];

		assert_ok(store_people_add(store, 9, NULL, NULL, codes, &err),
			&err);
		issue(store, 1, codes[8], pages);
	}
	store_close(store);
	database_hash(place->path, after);
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

static void
test_scan__is_kept_as_it_was(void **state)
{
	/* FIPS 180-4's example: SHA-256 of "abc". */
	static const char abc[] = "ba7816bf8f01cfea414140de5dae2223"
				  "b00361a396177a9cb410ff61f20015ad";
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char sha256[READING_SHA256], path[200];
	struct bytes bytes = {0};
	struct err err = {0};
	int i;

	snprintf(path, sizeof(path), "%s/scans/ba/%s", place->path, abc);
	for (i = 0; i < 3; i++) {
		assert_ok(store_scan_keep(store, "abc", 3, sha256, &err), &err);
		assert_string_equal(sha256, abc);
		assert_ok(file_read(path, 100, &bytes, &err), &err);
		assert_int_equal(bytes.len, 3);
		assert_memory_equal(bytes.at, "abc", 3);
		bytes_free(&bytes);
		if (i == 1)
			write_file(path, "", 0); /* damaged; then mended */
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
	static const struct {
		const char *name, *from, *to; /* in the database, */
		int scan;	     /* or 1 changed, 2 removed, 3 added */
		const char *finding; /* begins so, $ the scan's place */
	} rows[] = {
		{"nothing", NULL, NULL, 0, NULL},
		{"changed scan", NULL, NULL, 1,
			"$: damaged; its bytes are not what was scanned"},
		{"removed scan", NULL, NULL, 2, "$: missing"},
		{"scan without a row", NULL, NULL, 3,
			"$: kept but never read; read it with: skapa intake "
			"read $"},
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

		snprintf(path, sizeof(path), "%s/%zu", place->root, i);
		assert_ok(store_init(path, &err), &err);
		store = must_open(path, STORE_WRITE);
		issue(store, 1, "", pages);
		make_reading(&reading, &pages[0], "427");
		keep(store, 1, &reading);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		if (rows[i].scan == 3)
			keep(store, 2, &reading);
		store_close(store);
		snprintf(scan, sizeof(scan), "%s/scans/%.2s/%s", path,
			reading.sha256, reading.sha256);
		if (rows[i].scan == 1)
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

/* ---------------------------------------------------- locks, kills, disks */

static void
nap(long ms)
{
	const struct timespec time = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&time, NULL);
}

/* A child that holds the store until it is killed or hold_ms are over. */
static pid_t
hold(const char *path, long hold_ms, bool with_orphan)
{
	int ends[2];
	pid_t pid;
	char c;

	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct store *store = store_open(path, STORE_WRITE, 0, NULL);
		const pid_t orphan = with_orphan ? fork() : -1;

		if (orphan == 0) {
			close(ends[0]);
			close(ends[1]);
			nap(3000);
			_exit(0);
		}
		if (write(ends[1], store != NULL ? "1" : "0", 1) != 1)
			_exit(1);
		nap(hold_ms);
		store_close(store);
		_exit(0);
	}
	assert_int_equal(read(ends[0], &c, 1), 1);
	assert_int_equal(c, '1');
	close(ends[0]);
	close(ends[1]);
	return pid;
}

static void
end(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void
test_lock__names_the_other_writer(void **state)
{
	const struct place *place = *state;
	const pid_t pid = hold(place->path, 60000, false);
	char want[256];
	struct err err = {0};

	assert_null(store_open(place->path, STORE_WRITE, 0, &err));
	snprintf(want, sizeof(want),
		"%s: process %ld (%s) is writing to this store; try again when "
		"it has finished",
		place->path, (long)pid, program_invocation_short_name);
	assert_string_equal(err.text, want);
	err_clear(&err);
	assert_null(store_open(place->path, STORE_WRITE, 120, &err));
	assert_string_equal(err.text, want);
	store_close(must_open(place->path, STORE_READ));
	store_close(must_open(place->path, STORE_TRY));
	end(pid);
	store_close(must_open(place->path, STORE_WRITE));
}

static void
test_lock__waits_for_a_short_writer(void **state)
{
	const struct place *place = *state;
	const pid_t pid = hold(place->path, 150, false);
	struct err err = {0};
	struct store *store = store_open(place->path, STORE_WRITE, 20000, &err);

	end(pid);
	if (store == NULL)
		fail_msg("%s", err.text);
	store_close(store);
}

/* The child of a killed writer lives on for a while: that holds nobody up. */
static void
test_lock__is_not_inherited(void **state)
{
	const struct place *place = *state;

	end(hold(place->path, 60000, true));
	store_close(must_open(place->path, STORE_WRITE));
}

#define KILL_PAGES 12

/* Files KILL_PAGES pages, each out of a scan of its own. */
static bool
file_all(struct store *store, const struct store_page *pages,
	enum reading_status *statuses, struct err *err)
{
	int i;

	for (i = 0; i < KILL_PAGES; i++) {
		struct reading reading;
		char bytes[32];

		make_reading(&reading, &pages[2 * i], "427");
		snprintf(bytes, sizeof(bytes), "scan number %d", i);
		if (!store_scan_keep(
			    store, bytes, strlen(bytes), reading.sha256, err) ||
			!store_file(store, &reading, DATE, err))
			return false;
		if (statuses != NULL)
			statuses[i] = reading.status;
	}
	return true;
}

static void
test_kill__every_page_is_filed_once(void **state)
{
	const struct place *place = *state;
	unsigned seed = 20260301;
	size_t cut_short = 0;
	int round;

	for (round = 0; round < 20; round++) {
		char path[128], codes[1][PERSON_CODE];
		struct store_page pages[2 * KILL_PAGES];
		enum reading_status statuses[KILL_PAGES];
		struct tally tally;
		struct store *store;
		struct err err = {0};
		size_t filed = 0;
		pid_t pid;
		int status, i;

		snprintf(path, sizeof(path), "%s/%d", place->root, round);
		assert_ok(store_init(path, &err), &err);
		store = must_open(path, STORE_WRITE);
		assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err),
			&err);
		issue(store, KILL_PAGES, codes[0], pages);
		store_close(store);
		fflush(NULL);
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			store = store_open(path, STORE_WRITE, 0, NULL);
			_exit(store != NULL && file_all(
						       store, pages, NULL, NULL)
					? 0
					: 1);
		}
		seed = seed * 1103515245u + 12345u;
		nap((long)(seed >> 16) % 120);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		cut_short += WIFSIGNALED(status);
		store = must_open(path, STORE_WRITE);
		assert_ok(file_all(store, pages, statuses, &err), &err);
		for (i = 0; i < KILL_PAGES; i++)
			filed += statuses[i] == READING_FILED;
		count(store, codes[0], &tally);
		if (tally.answers != 3 * KILL_PAGES || tally.conflicts != 0 ||
			tally.findings != 0)
			fail_msg("round %d, %zu filed after the kill: %zu "
				 "answers, %zu conflicts, %zu findings (%s)",
				round, filed, tally.answers, tally.conflicts,
				tally.findings, tally.finding);
		assert_ok(file_all(store, pages, statuses, &err), &err);
		for (i = 0; i < KILL_PAGES; i++)
			assert_int_equal(statuses[i], READING_DUPLICATE);
		store_close(store);
	}
	print_message("%zu of 20 were killed while they filed\n", cut_short);
}

/* A file system of our own over path. CANNOT where that is not allowed. */
static int
mount_over(const char *path, const char *size)
{
	char options[64];

	snprintf(options, sizeof(options), "size=%s,mode=777", size);
	if (unshare(CLONE_NEWNS) != 0 &&
		unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return CANNOT;
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
		mount("skapa-test", path, "tmpfs", 0, options) != 0)
		return CANNOT;
	return 0;
}

static int
fill_the_disk(const char *path, struct err *err)
{
	struct store_page pages[2];
	struct store *store;
	struct reading reading;
	char bytes[4096];
	char file[128];
	int fd;

	if (mount_over(path, "1m") != 0)
		return CANNOT;
	if (!store_init(path, err))
		return 2;
	store = store_open(path, STORE_WRITE, 0, err);
	if (store == NULL)
		return 2;
	issue(store, 1, "", pages);
	make_reading(&reading, &pages[0], "427");
	keep(store, 1, &reading);
	memset(bytes, 'x', sizeof(bytes));
	snprintf(file, sizeof(file), "%s/ballast", path);
	fd = open(file, O_WRONLY | O_CREAT, 0600);
	while (write(fd, bytes, sizeof(bytes)) > 0)
		;
	close(fd);
	if (store_file(store, &reading, DATE, err))
		return 3;
	/* Room again: nothing was lost and nothing is half. */
	unlink(file);
	store_close(store);
	store = store_open(path, STORE_WRITE, 0, NULL);
	if (store == NULL || !store_file(store, &reading, DATE, NULL) ||
		reading.status != READING_FILED)
		return 4;
	return 1;
}

static int
fill_the_disk_with_a_scan(const char *path, struct err *err)
{
	static char bytes[2 << 20];
	char sha256[READING_SHA256];
	struct store *store;

	if (mount_over(path, "1m") != 0)
		return CANNOT;
	if (!store_init(path, err))
		return 2;
	store = store_open(path, STORE_WRITE, 0, err);
	if (store == NULL)
		return 2;
	return store_scan_keep(store, bytes, sizeof(bytes), sha256, err) ? 0
									 : 1;
}

static int
look_for_room(const char *path, struct err *err)
{
	struct store *store;

	if (mount_over(path, "20m") != 0)
		return CANNOT;
	if (!store_init(path, err))
		return 2;
	store = store_open(path, STORE_READ, 0, err);
	if (store == NULL || !store_room(store, 0, err) ||
		!store_room(store, 1 << 20, err))
		return 3;
	return store_room(store, 2 << 20, err) ? 0 : 1;
}

/* A disk that is read-only from now on. */
static int
mount_read_only(const char *path, struct err *err)
{
	struct store *store;
	struct tally tally;

	if (mount_over(path, "4m") != 0)
		return CANNOT;
	if (!store_init(path, err))
		return 2;
	if (mount("skapa-test", path, NULL, MS_REMOUNT | MS_RDONLY, NULL) != 0)
		return CANNOT;
	/* Reading goes on. */
	store = store_open(path, STORE_READ, 0, err);
	if (store == NULL)
		return 3;
	count(store, "7K4Q-MXP9", &tally);
	store_close(store);
	store = store_open(path, STORE_TRY, 0, err);
	if (store == NULL)
		return 4;
	store_close(store);
	return store_open(path, STORE_WRITE, 0, err) != NULL ? 0 : 1;
}

/* A folder that belongs to somebody else. */
static int
open_as_nobody(const char *path, struct err *err)
{
	if (getuid() == 0 && setuid(65534) != 0)
		return CANNOT;
	return store_open(path, STORE_READ, 0, err) != NULL ? 0 : 1;
}

/* No file may grow: what a quota does. */
static int
limit_the_files(const char *path, struct err *err)
{
	const struct rlimit limit = {0, 0};
	char codes[1][PERSON_CODE];
	struct store *store = store_open(path, STORE_WRITE, 0, err);

	if (store == NULL)
		return 2;
	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return CANNOT;
	return store_people_add(store, 1, NULL, NULL, codes, err) ? 0 : 1;
}

static void
test_disk__says_what_it_refused(void **state)
{
	static const struct {
		const char *name;
		int (*f)(const char *path, struct err *err);
		bool is_made; /* the store is there already */
		const char *sentence;
	} rows[] = {
		{"full while filing", fill_the_disk, false,
			"$/skapa.sqlite: the disk is full; make room and run "
			"the command again"},
		{"full while keeping", fill_the_disk_with_a_scan, false,
			"$/scans/56/5647f05ec18958947d32874eeb788fa396a05d0bab7"
			"c1b71f112ceb7e9b31eee: cannot be written: No space "
			"left on device"},
		{"no room", look_for_room, false,
			"$: the disk has room for 19 MiB and this batch needs "
			"22; make room first, nothing has been read"},
		{"read-only disk", mount_read_only, false,
			"$: cannot be written: Read-only file system"},
		{"somebody else's", open_as_nobody, true,
			"$: cannot be opened: Permission denied"},
		{"a quota", limit_the_files, true,
			"$/skapa.sqlite: the disk refused: File too large"},
	};
	const struct place *place = *state;
	struct str want = {0};
	size_t i;

	/* Only root can become nobody, and see what nobody sees. */
	assert_int_equal(chmod(place->root, 0755), 0);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char path[128], text[ERR_TEXT];
		struct err err = {0};
		int status;

		if (rows[i].f == open_as_nobody && getuid() != 0) {
			print_message(
				"not tried, not root: %s\n", rows[i].name);
			continue;
		}
		snprintf(path, sizeof(path), "%s/%zu", place->root, i);
		if (rows[i].is_made)
			assert_ok(store_init(path, &err), &err);
		else
			assert_int_equal(mkdir(path, 0700), 0);
		status = in_child(rows[i].f, path, text);
		if (status == CANNOT) {
			print_message("not tried, no mount allowed: %s\n",
				rows[i].name);
			continue;
		}
		expected(rows[i].sentence, path, &want);
		if (status != 1 || strcmp(text, want.at) != 0)
			fail_msg("row %zu %s: status %d, \"%s\"", i,
				rows[i].name, status, text);
	}
	str_finish(&want);
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
		TEST(test_file__histories, setup),
		TEST(test_try__answers_alike_and_changes_nothing, setup),
		TEST(test_answers__carry_where_they_come_from, setup),
		TEST(test_file__refuses_what_was_not_kept, setup),
		TEST(test_scan__is_kept_as_it_was, setup),
		TEST(test_check__finds, setup),
		TEST(test_check__finds_a_line_of_another_token, setup),
		TEST(test_lock__names_the_other_writer, setup),
		TEST(test_lock__waits_for_a_short_writer, setup),
		TEST(test_lock__is_not_inherited, setup),
		TEST(test_kill__every_page_is_filed_once, setup),
		TEST(test_disk__says_what_it_refused, setup),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
