#include "tests/stores.h"

#include "core/doc.h"
#include "report/extract.h"
#include "store/activities.h"
#include "store/notes.h"
#include "store/review.h"

/* Two people with the same things; their notes say whose they are. */
static void
fill(struct store *store, const char *text, int number, char code[PERSON_CODE])
{
	struct store_activity activity = {
		.from = DATE, .kind = ACTIVITY_LANGUAGE};
	struct store_note note = {.day = DATE, .kind = NOTE_STORY};
	char codes[1][PERSON_CODE];
	struct store_page pages[2];
	struct reading reading;
	struct err err = {0};
	int64_t id;

	assert_ok(store_people_add(store, 1, "ar", NULL, codes, &err), &err);
	memcpy(code, codes[0], PERSON_CODE);
	issue(store, 1, code, pages);
	make_reading(&reading, &pages[0], "3?d");
	reading.n_writings = 1;
	strcpy(reading.writings[0].item, "comment");
	strcpy(reading.writings[0].suggestion, "\"so\" \\ it");
	keep(store, number, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	strcpy(note.text, text);
	strcpy(note.person, code);
	assert_ok(store_note_add(store, &note, &id, &err), &err);
	strcpy(activity.person, code);
	assert_ok(store_activity_add(store, &activity, &id, &err), &err);
}

static void
assert_count(struct doc *doc, const char *name, size_t want)
{
	struct doc_at list;
	struct err err = {0};
	size_t n = 0;

	assert_ok(doc_array(doc_root(doc), name, &list, &n, &err), &err);
	if (n != want)
		fail_msg("%zu %s, not %zu", n, name, want);
}

static void
test_json__has_all_and_only_theirs(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char one[PERSON_CODE], other[PERSON_CODE], text[64];
	struct doc_at list, row;
	struct str out = {0};
	struct err err = {0};
	struct doc *doc;
	size_t n, i;
	int value;

	fill(store, "of the one", 1, one);
	fill(store, "of the other", 2, other);
	assert_ok(store_review_set(
			  store, 2, ANSWER_ANSWERED, 2, "ab-1", DATE, &err),
		&err);
	assert_ok(store_review_write(store, 1, "it \"is\"", "ab-1", DATE, &err),
		&err);
	assert_ok(extract_json(store, one, &out, &err), &err);
	doc = doc_parse(out.at, out.len, &err);
	assert_ok(doc != NULL, &err);
	assert_ok(doc_object(doc_root(doc), "person", &row, &err), &err);
	assert_ok(doc_text(row, "code", text, sizeof(text), &err), &err);
	assert_string_equal(text, one);
	assert_count(doc, "occasions", 1);
	assert_count(doc, "answers", 3);
	assert_count(doc, "notes", 1);
	assert_count(doc, "activities", 1);
	assert_count(doc, "papers", 2);
	assert_count(doc, "reviews", 2);

	/* The decided answer counts, and both decisions are there. */
	assert_ok(doc_array(doc_root(doc), "answers", &list, &n, &err), &err);
	assert_ok(doc_entry(list, 1, &row, &err), &err);
	assert_ok(doc_int(row, "value", &value, &err), &err);
	assert_int_equal(value, 2);
	assert_ok(doc_array(doc_root(doc), "reviews", &list, &n, &err), &err);
	for (i = 0; i < n; i++) {
		struct doc_at decisions;
		size_t n_decisions;

		assert_ok(doc_entry(list, i, &row, &err), &err);
		assert_ok(doc_array(row, "decisions", &decisions, &n_decisions,
				  &err),
			&err);
		assert_int_equal(n_decisions, 1);
		assert_ok(doc_entry(decisions, 0, &row, &err), &err);
		assert_ok(doc_text(row, "who", text, sizeof(text), &err), &err);
		assert_string_equal(text, "ab-1");
		if (i > 0)
			continue;
		assert_ok(
			doc_text(row, "text", text, sizeof(text), &err), &err);
		assert_string_equal(text, "it \"is\"");
	}

	/* Reading for it is in its log; nothing of the other is anywhere. */
	assert_non_null(strstr(out.at, "\"action\":\"read answers\""));
	assert_non_null(strstr(out.at, "of the one"));
	assert_null(strstr(out.at, "of the other"));
	assert_null(strstr(out.at, other));
	assert_null(strstr(out.at, "\"object\":\"person\",\"id\":2"));
	doc_free(doc);
	str_finish(&out);
	store_close(store);
}

static void
test_json__of_nobody(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct str out = {0};
	struct err err = {0};

	assert_false(extract_json(store, "0000-0000", &out, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_string_equal(err.text,
		"unknown code 0000-0000; skapa store people list "
		"names those there are");
	str_finish(&out);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_json__has_all_and_only_theirs, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_json__of_nobody, setup, teardown),
	};

	return cmocka_run_group_tests_name(
		"register_extract", tests, NULL, NULL);
}
