#include "tests/stores.h"

#include "core/file.h"
#include "store/activities.h"
#include "store/inside.h"
#include "store/notes.h"
#include "store/review.h"

#include <sqlite3.h>

#define WHO "planted-who"
#define UNIT "planted-unit"
#define WORDS "planted words of a story"
#define STEP "planted next step"
#define COURSE "planted course"
#define WRITTEN "planted by hand"
#define GUESS "planted guess of a machine"
#define REASON "planted reason"

/* What nobody may find in the store's files, with the person's code. */
static const char *const planted[] = {WHO, UNIT, WORDS, STEP, COURSE, WRITTEN,
	GUESS, REASON, "two_marks", "do_not_schedule", "talk_only", "declined"};
#define PLANTED (sizeof(planted) / sizeof(*planted))

static sqlite3 *
must_open_file(const char *path)
{
	char file[160];
	sqlite3 *db = NULL;

	snprintf(file, sizeof(file), "%s/skapa.sqlite", path);
	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	return db;
}

static void
must_run(const char *path, const char *sql)
{
	sqlite3 *db = must_open_file(path);

	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* A store in which all that can be said of somebody has been said. */
static void
fill(struct store *store, char code[PERSON_CODE], struct store_page pages[6])
{
	struct store_person person = {
		.sex = SEX_WOMAN, .unit = UNIT, .caseworker = WHO};
	struct store_note note = {
		.kind = NOTE_STORY, .day = DATE, .who = WHO, .text = WORDS};
	struct store_activity activity = {
		.kind = ACTIVITY_HEALTH, .from = DATE, .text = COURSE};
	struct store_occasion occasion = {.mode = MODE_KIOSK,
		.date = DATE,
		.instrument = "skapa",
		.version = "1",
		.level = "easy",
		.state = OCCASION_TALK_ONLY};
	struct store_put put = {.item = "health",
		.top = 5,
		.status = ANSWER_DECLINED,
		.once = "one"};
	struct reading reading;
	struct err err = {0};
	char codes[1][PERSON_CODE];
	int64_t id = 0;

	assert_ok(store_people_add_like(store, 1, &person, codes, &err), &err);
	memcpy(code, codes[0], PERSON_CODE);
	memcpy(person.code, code, PERSON_CODE);
	person.state = PERSON_DO_NOT_SCHEDULE;
	assert_ok(store_person_set(store, &person, &err), &err);
	memcpy(note.person, code, PERSON_CODE);
	assert_ok(store_note_add(store, &note, &id, &err), &err);
	note.kind = NOTE_NEXT_STEP;
	strcpy(note.text, STEP);
	assert_ok(store_note_add(store, &note, &id, &err), &err);
	memcpy(activity.person, code, PERSON_CODE);
	assert_ok(store_activity_add(store, &activity, &id, &err), &err);
	memcpy(occasion.person, code, PERSON_CODE);
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	assert_ok(store_answer_put(store, id, &put, &err), &err);

	issue(store, 2, code, pages);
	issue(store, 1, "", &pages[4]);
	make_reading(&reading, &pages[0], "4?7"); /* review 2 */
	reading.n_writings = 1;			  /* review 1 */
	strcpy(reading.writings[0].item, "comment");
	strcpy(reading.writings[0].suggestion, GUESS);
	reading.writings[0].ink_mm2 = 5;
	keep(store, 1, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	make_reading(&reading, &pages[2], "d2-");
	keep(store, 2, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	reading = (struct reading){
		.status = READING_REFUSED, .reason = "no_anchors"};
	keep(store, 3, &reading); /* review 3 */
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	make_reading(&reading, &pages[4], "1?1"); /* nobody's; review 4 */
	keep(store, 4, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);

	assert_ok(store_review_set(
			  store, 2, ANSWER_ANSWERED, 2, "AB", DATE, &err),
		&err);
	assert_ok(
		store_review_write(store, 1, WRITTEN, "AB", DATE, &err), &err);
	assert_ok(
		store_review_discard(store, 3, REASON, "AB", DATE, &err), &err);
	assert_ok(store_sheet_bind(store, pages[4].line, code, &err), &err);
}

static bool
file_has(const char *path, const char *text)
{
	const size_t len = strlen(text);
	struct bytes bytes = {0};
	struct err err = {0};
	bool has;

	assert_ok(file_read(path, 1 << 26, &bytes, &err), &err);
	assert_true(bytes.len > 0);
	has = memmem(bytes.at, bytes.len, text, len) != NULL;
	bytes_free(&bytes);
	return has;
}

/* The first planted text that a file has; NULL if it has none. */
static const char *
found(const char *path, const char *code)
{
	static char bare[PERSON_CODE]; /* without the hyphen */
	size_t i;

	memcpy(bare, code, 4);
	memcpy(bare + 4, code + 5, 5);
	if (file_has(path, code) || file_has(path, bare))
		return code;
	for (i = 0; i < PLANTED; i++) {
		if (file_has(path, planted[i]))
			return planted[i];
	}
	return NULL;
}

static const char *
found_in_database(const struct place *place, const char *code)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/skapa.sqlite", place->path);
	return found(path, code);
}

static void
test_sealed__nothing_is_in_the_files(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_page pages[6];
	struct reading reading;
	struct tally tally;
	struct err err = {0};
	char code[PERSON_CODE], path[160];
	const char *text;
	int64_t id;

	fill(store, code, pages);
	count(store, code, &tally);
	assert_int_equal(tally.findings, 0);
	assert_string_equal(tally.signs, "d427d2-1?1");
	text = found_in_database(place, code);
	if (text != NULL)
		fail_msg("the database has \"%s\"", text);
	/* The journal has the pages as they were: rows are added to them. */
	make_reading(&reading, &pages[2], "555");
	keep(store, 5, &reading);
	assert_ok(store_begin(store, &err), &err);
	assert_ok(filing_decide(store, &reading, DATE, &id, &err), &err);
	snprintf(path, sizeof(path), "%s/skapa.sqlite-journal", place->path);
	text = found(path, code);
	if (text != NULL)
		fail_msg("the journal has \"%s\"", text);
	assert_true(file_has(path, "health")); /* it has those pages */
	assert_false(store_end(store, false, &err));
	store_close(store);
}

/* The search finds each text where a row has it in the open. */
static void
test_sealed__the_search_finds_what_is_open(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_page pages[6];
	char code[PERSON_CODE], sql[160];
	size_t i;

	fill(store, code, pages);
	store_close(store);
	for (i = 0; i <= PLANTED; i++) {
		const char *text = i < PLANTED ? planted[i] : code;
		const char *got;

		snprintf(sql, sizeof(sql),
			"UPDATE note SET about = CAST('%s' AS BLOB)", text);
		must_run(place->path, sql);
		got = found_in_database(place, code);
		if (got == NULL || strcmp(got, text) != 0)
			fail_msg("row %zu: \"%s\" was not found", i, text);
	}
}

/* How long an answer is says nothing of it; nor does what it is sealed to. */
static void
test_sealed__answers_look_alike(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_page pages[6];
	char code[PERSON_CODE];
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db;

	fill(store, code, pages);
	store_close(store);
	db = must_open_file(place->path);
	assert_int_equal(
		sqlite3_prepare_v2(db,
			"SELECT count(*), count(DISTINCT machine),"
			" count(DISTINCT length(machine)) FROM answer"
			" WHERE reading IS NOT NULL AND item <> 'wage'",
			-1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(stmt, 0), 6);
	assert_int_equal(sqlite3_column_int(stmt, 1), 6);
	assert_int_equal(sqlite3_column_int(stmt, 2), 1);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static bool
any_answer(const struct store_answer *answer, void *data, struct err *err)
{
	(void)answer;
	(void)data;
	(void)err;
	return true;
}

static bool
any_note(const struct store_note *note, void *data, struct err *err)
{
	(void)note;
	(void)data;
	(void)err;
	return true;
}

static bool
any_occasion(const struct store_occasion *occasion, void *data, struct err *err)
{
	(void)occasion;
	(void)data;
	(void)err;
	return true;
}

static bool
any_review(const struct store_review *review, void *data, struct err *err)
{
	(void)review;
	(void)data;
	(void)err;
	return true;
}

static bool
any_person(const struct store_person *person, void *data, struct err *err)
{
	(void)person;
	(void)data;
	(void)err;
	return true;
}

static bool
read_all(struct store *store, struct err *err)
{
	return store_people_list(store, any_person, NULL, err) &&
	       store_answers(store, NULL, any_answer, NULL, err) &&
	       store_notes(store, NULL, any_note, NULL, err) &&
	       store_occasions(store, NULL, any_occasion, NULL, err) &&
	       store_review_list(store, any_review, NULL, err);
}

/* What is sealed opens only where it stands. */
static void
test_sealed__what_is_moved_does_not_open(void **state)
{
	static const struct {
		const char *name, *sql, *sentence;
	} rows[] = {
		{"an answer to another item",
			"UPDATE answer SET machine = (SELECT machine FROM"
			" answer WHERE id = 2) WHERE id = 3",
			"answer|machine|1/energy does not open"},
		{"a decision into another answer",
			"UPDATE answer SET human = (SELECT human FROM answer"
			" WHERE human IS NOT NULL) WHERE id = 4",
			"answer|human|1/wage does not open"},
		{"one byte",
			"UPDATE answer SET machine = CAST(substr(machine, 1,"
			" 40) || x'00' || substr(machine, 42) AS BLOB)"
			" WHERE id = 2",
			"answer|machine|1/health does not open"},
		{"cut off",
			"UPDATE note SET about = substr(about, 1, 30)"
			" WHERE id = 1",
			"note|about|1 does not open"},
		{"another note",
			"UPDATE note SET about = (SELECT about FROM note"
			" WHERE id = 2) WHERE id = 1",
			"note|about|1 does not open"},
		{"another key", "UPDATE person SET slot = slot + 1",
			"does not open"},
		{"no such key", "UPDATE person SET slot = 100000",
			"the keys are older than the data"},
	};
	const struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct store_page pages[6];
		struct err err = {0};
		struct store *store;
		char path[128], code[PERSON_CODE];

		snprintf(path, sizeof(path), "%s/%zu", place->root, i);
		assert_ok(store_init(path, &err), &err);
		store = must_open(path, STORE_WRITE);
		fill(store, code, pages);
		assert_ok(read_all(store, &err), &err);
		store_close(store);
		must_run(path, rows[i].sql);
		store = must_open(path, STORE_READ);
		if (read_all(store, &err) ||
			strstr(err.text, rows[i].sentence) == NULL)
			fail_msg("row %zu %s: \"%s\"", i, rows[i].name,
				err.text);
		store_close(store);
	}
}

/* The keys of a person, of their series and of their sheets. */
static void
destroy_keys(struct store *store, int64_t person)
{
	struct db_query *q = db_query(store->db, ERASE_SLOTS);
	struct err err = {0};
	int64_t slots[16];
	size_t n = 0;
	bool has_row;

	db_bind_int(q, person);
	db_bind_text(q, "");
	while (db_next(q, &has_row, &err) && has_row && n < 16)
		slots[n++] = db_int(q, 0);
	db_end(q);
	assert_true(n >= 2);
	assert_ok(keys_destroy(store->keys, slots, n, &err), &err);
	sealed_forget(store);
}

/* Keys that are destroyed take all of the person along, and nothing else. */
static void
test_sealed__without_the_key_there_is_nobody(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_page pages[6], other[6];
	struct reading reading;
	struct person_row row;
	struct tally tally;
	struct err err = {0};
	char code[PERSON_CODE], stays[PERSON_CODE];
	bool found = true;

	fill(store, code, pages);
	assert_ok(person_need(store, code, &row, &err), &err);
	assert_ok(store_people_add(store, 1, NULL, NULL,
			  (char(*)[PERSON_CODE])stays, &err),
		&err);
	issue(store, 1, stays, other);
	make_reading(&reading, &other[0], "123");
	keep(store, 6, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	destroy_keys(store, row.id);
	assert_ok(store_person_get(store, code, NULL, &found, &err), &err);
	assert_false(found);
	assert_ok(read_all(store, &err), &err);
	count(store, stays, &tally);
	assert_string_equal(tally.signs, "123");
	/* Their paper is refused, and the batch goes on. */
	make_reading(&reading, &pages[2], "d2-");
	keep(store, 7, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	assert_int_equal(reading.status, READING_REFUSED);
	assert_string_equal(reading.reason, "forgotten");
	assert_false(person_need(store, code, &row, &err));
	err_clear(&err);
	/* Nothing of a dead key is sealed anew. */
	assert_false(store_occasion_lock(store, 1, 0, &err));
	assert_int_equal(err.code, ERR_USAGE);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_sealed__nothing_is_in_the_files),
		TEST(test_sealed__the_search_finds_what_is_open),
		TEST(test_sealed__answers_look_alike),
		TEST(test_sealed__what_is_moved_does_not_open),
		TEST(test_sealed__without_the_key_there_is_nobody),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("sealed", tests, NULL, NULL);
}
