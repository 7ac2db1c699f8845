#include "tests/stores.h"

#include "store/activities.h"
#include "store/occasions.h"

static void
add_people(struct store *store, char codes[2][PERSON_CODE])
{
	struct err err = {0};

	assert_ok(store_people_add(store, 2, NULL, NULL, codes, &err), &err);
}

static bool
tell_note(const struct store_note *note, void *data, struct err *err)
{
	(void)err;
	str_addf(data, "%lld %s %s %s %s %s %s|", (long long)note->number,
		note_kinds[note->kind], note_states[note->state], note->due,
		note->who, note->marked, note->text);
	return true;
}

static void
assert_notes(struct store *store, const char *person, const char *want)
{
	struct err err = {0};
	struct str out = {0};

	str_add(&out, "");
	assert_ok(store_notes(store, person, tell_note, &out, &err), &err);
	assert_string_equal(out.at, want);
	str_finish(&out);
}

static void
test_notes__are_kept_and_marked(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_note note = {.kind = NOTE_MILESTONE,
		.day = DATE,
		.due = "2026-05-01",
		.item = "health",
		.who = "AB",
		.text = "ta bussen sj\xc3\xa4lv"};
	char codes[2][PERSON_CODE];
	struct err err = {0};
	int64_t first = 0, second = 0;

	add_people(store, codes);
	memcpy(note.person, codes[0], PERSON_CODE);
	assert_ok(store_note_add(store, &note, &first, &err), &err);
	note = (struct store_note){.kind = NOTE_STORY,
		.day = "2026-02-01",
		.text = "ringde sj\xc3\xa4lv"};
	memcpy(note.person, codes[1], PERSON_CODE);
	assert_ok(store_note_add(store, &note, &second, &err), &err);
	assert_ok(store_note_mark(store, first, NOTE_ON_THE_WAY, "CD",
			  "2026-04-02", &err),
		&err);
	assert_notes(store, codes[0],
		"1 milestone on_the_way 2026-05-01 CD 2026-04-02 ta bussen "
		"sj\xc3\xa4lv|");
	assert_notes(store, NULL,
		"1 milestone on_the_way 2026-05-01 CD 2026-04-02 ta bussen "
		"sj\xc3\xa4lv|2 story open    ringde sj\xc3\xa4lv|");
	assert_false(store_note_mark(
		store, second, NOTE_REACHED, "CD", "2026-04-02", &err));
	assert_string_equal(
		err.text, "note 2 is a story: it is told, not reached");
	err_clear(&err);
	assert_false(store_note_mark(
		store, 7, NOTE_REACHED, "CD", "2026-04-02", &err));
	assert_string_equal(err.text,
		"there is no note 7; skapa store note list names those there "
		"are");
	store_close(store);
}

static void
test_notes__refuse(void **state)
{
	static const struct {
		const char *text, *day, *due, *who;
		int64_t occasion;
		const char *sentence;
	} rows[] = {
		{"", DATE, "", "", 0, "a note is empty"},
		{"two\nlines", DATE, "", "", 0,
			"a note is not one line of UTF-8 text"},
		{"born 500101-0000", DATE, "", "", 0,
			"a note holds what looks like a personal number; leave "
			"it out"},
		{"x", "today", "", "", 0,
			"a note: \"today\" is not a date like 2026-11-24"},
		{"x", DATE, "2026-02-30", "", 0,
			"a note is due: \"2026-02-30\" is not a date like "
			"2026-11-24"},
		{"x", DATE, "", "Anna B", 0,
			"who decides is said in 1 to 24 letters, digits, '-', "
			"'_' or '.': initials or a role"},
		{"x", DATE, "", "", 5, "$: has no occasion 5"},
		{"x", DATE, "", "", 1, "occasion 1 is not of "},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_occasion other = {
		.instrument = "skapa", .level = "original", .date = DATE};
	char codes[2][PERSON_CODE];
	struct str want = {0};
	struct err err = {0};
	int64_t number = 0;
	size_t i;

	add_people(store, codes);
	memcpy(other.person, codes[1], PERSON_CODE);
	assert_ok(store_occasion_open(store, &other, &number, &err), &err);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct store_note note = {.occasion = rows[i].occasion};

		memcpy(note.person, codes[0], PERSON_CODE);
		strcpy(note.text, rows[i].text);
		strcpy(note.day, rows[i].day);
		strcpy(note.due, rows[i].due);
		strcpy(note.who, rows[i].who);
		expected(rows[i].sentence, place->path, &want);
		err_clear(&err);
		if (store_note_add(store, &note, &number, &err) ||
			err.code != ERR_USAGE ||
			strncmp(err.text, want.at, want.len) != 0)
			fail_msg("row %zu: \"%s\"", i, err.text);
	}
	assert_notes(store, NULL, "");
	str_finish(&want);
	store_close(store);
}

static bool
tell_activity(
	const struct store_activity *activity, void *data, struct err *err)
{
	(void)err;
	str_addf(data, "%lld %s %s-%s %s %s|", (long long)activity->number,
		activity_kinds[activity->kind], activity->from, activity->until,
		activity->who, activity->text);
	return true;
}

static void
test_activities__begin_and_end(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_activity activity = {.kind = ACTIVITY_LANGUAGE,
		.from = "2026-02-01",
		.text = "sfi B"};
	char codes[2][PERSON_CODE];
	struct err err = {0};
	struct str out = {0};
	int64_t number = 0;

	add_people(store, codes);
	memcpy(activity.person, codes[0], PERSON_CODE);
	assert_ok(store_activity_add(store, &activity, &number, &err), &err);
	activity = (struct store_activity){.kind = ACTIVITY_HEALTH,
		.from = "2026-01-07",
		.until = "2026-01-07"};
	memcpy(activity.person, codes[0], PERSON_CODE);
	assert_ok(store_activity_add(store, &activity, &number, &err), &err);
	assert_false(store_activity_end(store, 1, "2026-01-31", "AB", &err));
	assert_string_equal(err.text,
		"an activity ends on 2026-01-31 and begins on 2026-02-01");
	err_clear(&err);
	assert_ok(store_activity_end(store, 1, "2026-06-12", "AB", &err), &err);
	assert_ok(store_activities(store, codes[0], tell_activity, &out, &err),
		&err);
	assert_string_equal(out.at,
		"2 health 2026-01-07-2026-01-07  |"
		"1 language 2026-02-01-2026-06-12 AB sfi B|");
	str_clear(&out);
	str_add(&out, "");
	assert_ok(store_activities(store, codes[1], tell_activity, &out, &err),
		&err);
	assert_string_equal(out.at, "");
	assert_false(store_activity_end(store, 9, "2026-06-12", "AB", &err));
	str_finish(&out);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_notes__are_kept_and_marked),
		TEST(test_notes__refuse),
		TEST(test_activities__begin_and_end),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("notes", tests, NULL, NULL);
}
