#include "tests/stores.h"

#include "store/due.h"
#include "store/review.h"

/* The tests' own way to look: what is open, as "NUMBER KIND ITEM-OR-REASON,".
 */
static bool
add_open(const struct store_review *review, void *data, struct err *err)
{
	static const char kinds[] = "acwp";
	struct str *out = data;

	(void)err;
	assert_true(review->is_open);
	str_addf(out, "%lld%c%s%s ", (long long)review->number,
		kinds[review->kind], review->answer.item[0] == '\0' ? "" : ":",
		review->answer.item[0] == '\0' ? "" : review->answer.item);
	return true;
}

static void
assert_open(struct store *store, const char *what, size_t row)
{
	struct err err = {0};
	struct str out = {0};
	size_t n = 0, words = 0;
	const char *c;

	str_add(&out, "");
	assert_ok(store_review_list(store, add_open, &out, &err), &err);
	if (strcmp(out.at, what) != 0)
		fail_msg("row %zu: open is \"%s\", not \"%s\"", row, out.at,
			what);
	for (c = out.at; *c != '\0'; c++)
		words += *c == ' ';
	assert_ok(store_review_count(store, &n, &err), &err);
	assert_int_equal(n, words);
	str_finish(&out);
}

/*
 * A story: what is scanned and decided, and what waits and counts after each
 * step. Steps: "scan S ANSWERS" (S a scan's number; "R" refused with no page,
 * "P" refused with its page known, "W" the answers 427 with writing),
 * "set N STATUS VALUE", "write N TEXT", "keep N", "take N",
 * "assign N ANSWERS", "discard N", "undo N". "!" before a step: it fails.
 */
struct story_step {
	const char *step;
	const char *open;
	const char *kept; /* the person's answers; NULL: not looked at */
};

#define STORY_STEPS 12

static const struct {
	const char *name;
	struct story_step steps[STORY_STEPS];
} stories[] = {
	{"an answer",
		{{"scan 1 4?7", "1a:energy ", "4?7"},
			{"!set 2 answered 3", "1a:energy ", "4?7"},
			{"!set 1 answered 6", "1a:energy ", "4?7"},
			{"!set 1 answered 0", "1a:energy ", "4?7"},
			{"!keep 1", "1a:energy ", "4?7"},
			{"!discard 1", "1a:energy ", "4?7"},
			{"set 1 answered 2", "", "427"},
			{"set 1 declined 0", "", "4d7"}, {"undo 1", "", "427"},
			{"undo 1", "1a:energy ", "4?7"},
			{"!undo 1", "1a:energy ", "4?7"}}},
	{"words",
		{{"scan 1 ?u?", "1a:health 2a:energy 3a:wage ", "?u?"},
			{"set 1 not_understood 0", "2a:energy 3a:wage ", "nu?"},
			{"set 2 blank 0", "3a:wage ", "n-?"},
			{"set 3 answered 8", "", "n-8"},
			{"set 2 unreadable 0", "", "nu8"}}},
	{"a second scan after a decision",
		{{"scan 1 4?7", "1a:energy ", "4?7"},
			{"set 1 answered 3", "", "437"},
			{"scan 2 4?7", "", "437"}, {"scan 3 427", "2c ", "437"},
			{"take 2", "", "427"}, {"undo 2", "2c ", "437"}}},
	{"a conflict that is kept",
		{{"scan 1 427", "", "427"}, {"scan 2 437", "1c ", "427"},
			{"!set 1 answered 3", "1c ", "427"},
			{"keep 1", "", "427"}, {"scan 2 437", "", "427"},
			{"scan 3 437", "", "427"}, {"!take 1", "", "427"},
			{"scan 4 447", "2c ", "427"},
			{"undo 1", "1c 2c ", "427"}}},
	{"a conflict that is taken",
		{{"scan 1 427", "", "427"}, {"scan 2 4?7", "2c ", "427"},
			{"!set 1 answered 5", "2c ", "427"},
			{"take 2", "1a:energy ", "4?7"},
			{"set 1 answered 5", "", "457"},
			{"scan 1 427", "", "457"}, {"scan 3 427", "", "457"},
			{"undo 2", "2c ", "427"},
			{"!set 1 answered 1", "2c ", "427"}}},
	{"two are taken, one after the other",
		{{"scan 1 427", "", "427"}, {"scan 2 437", "1c ", "427"},
			{"scan 3 447", "1c 2c ", "427"},
			{"take 1", "2c ", "437"}, {"take 2", "", "447"},
			{"!undo 1", "", "447"}, {"undo 2", "2c ", "437"},
			{"undo 1", "1c 2c ", "427"}}},
	{"a page that is assigned",
		{{"scan 1 R", "1p ", ""}, {"scan 1 R", "1p ", ""},
			{"!set 1 answered 3", "1p ", ""},
			{"assign 1 4?7", "2a:energy ", "4?7"},
			{"!assign 1 427", "2a:energy ", "4?7"},
			{"set 2 answered 1", "", "417"},
			{"scan 1 R", "", "417"}, {"scan 2 4?7", "", "417"},
			{"!undo 1", "", "417"}}},
	{"an assignment is undone",
		{{"scan 1 R", "1p ", ""}, {"assign 1 427", "", "427"},
			{"undo 1", "1p ", ""}, {"assign 1 437", "", "437"},
			{"undo 1", "1p ", ""}, {"scan 2 427", "1p ", "427"},
			{"assign 1 437", "2c ", "427"},
			{"undo 1", "1p ", "427"}, {"assign 1 427", "", "427"},
			{"undo 1", "1p ", "427"}}},
	{"a page that is discarded",
		{{"scan 1 R", "1p ", ""}, {"discard 1", "", ""},
			{"scan 1 R", "", ""}, {"!assign 1 427", "", ""},
			{"undo 1", "1p ", ""}}},
	{"a refused page is scanned anew",
		{{"scan 1 P", "1p ", ""}, {"scan 2 427", "", "427"},
			{"!discard 1", "", "427"}}},
	{"a refused page is read by a newer program",
		{{"scan 1 R", "1p ", ""}, {"scan 1 427", "", "427"}}},
	{"filed, then refused",
		{{"scan 1 427", "", "427"}, {"scan 1 P", "", "427"}}},
	{"writing", {{"scan 1 W", "1w:comment ", "427"},
			    {"!set 1 answered 3", "1w:comment ", "427"},
			    {"!write 1 500101-0000", "1w:comment ", "427"},
			    {"write 1 thanks", "", "427"},
			    {"write 1 -", "", "427"}, {"undo 1", "", "427"},
			    {"undo 1", "1w:comment ", "427"}}},
};

#define WHO "AB"
#define DAY "2026-03-09"

static void
make_scan(struct store *store, int scan, const char *answers,
	const struct store_page *page, struct reading *reading)
{
	const bool read = strchr("RPW", answers[0]) == NULL;

	make_reading(reading, page, read ? answers : "427");
	keep(store, scan, reading);
	reading->map.m[0] = 0.001 * scan;
	reading->map.m[8] = 1;
	if (answers[0] == 'R' || answers[0] == 'P') {
		reading->status = READING_REFUSED;
		reading->n_answers = 0;
		reading->has_code = answers[0] == 'P';
		strcpy(reading->reason, "streak");
	} else if (answers[0] == 'W') {
		reading->n_writings = 1;
		reading->writings[0] = (struct writing){
			.item = "comment", .ink_mm2 = 12, .suggestion = "tack"};
	}
}

static bool
do_step(struct store *store, const char *step, const struct store_page *page,
	struct err *err)
{
	char verb[12] = "", word[24] = "";
	struct reading reading;
	int n = 0, value = 0;

	sscanf(step, "%11s %d %23s %d", verb, &n, word, &value);
	if (strcmp(verb, "scan") == 0) {
		make_scan(store, n, word, page, &reading);
		return store_file(store, &reading, DATE, err);
	}
	if (strcmp(verb, "set") == 0) {
		if (answer_status_of_word(word) == ANSWER_ANSWERED)
			sscanf(step, "%*s %*d %*s %d", &value);
		return store_review_set(store, n, answer_status_of_word(word),
			value, WHO, DAY, err);
	}
	if (strcmp(verb, "write") == 0)
		return store_review_write(store, n,
			strcmp(word, "-") == 0 ? "" : word, WHO, DAY, err);
	if (strcmp(verb, "keep") == 0 || strcmp(verb, "take") == 0)
		return store_review_choose(
			store, n, verb[0] == 't', WHO, DAY, err);
	if (strcmp(verb, "assign") == 0) {
		make_scan(store, 1, word, page, &reading);
		return store_review_assign(store, n, &reading, WHO, DAY, err);
	}
	if (strcmp(verb, "discard") == 0)
		return store_review_discard(
			store, n, "a poster", WHO, DAY, err);
	assert_string_equal(verb, "undo");
	return store_review_undo(store, n, WHO, DAY, err);
}

static void
test_review__stories(void **state)
{
	const struct place *place = *state;
	size_t i, k;

	for (i = 0; i < sizeof(stories) / sizeof(*stories); i++) {
		char codes[1][PERSON_CODE], path[PLACE];
		struct store_page pages[2];
		struct store *store;
		struct err err = {0};

		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		store = must_open(path, STORE_WRITE);
		assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err),
			&err);
		issue(store, 1, codes[0], pages);
		for (k = 0; k < STORY_STEPS; k++) {
			const struct story_step *step = &stories[i].steps[k];
			const bool fails =
				step->step != NULL && step->step[0] == '!';
			struct tally tally;

			if (step->step == NULL)
				break;
			err_clear(&err);
			if (do_step(store, step->step + fails, &pages[0],
				    &err) == fails)
				fail_msg("%s, step %zu '%s': %s",
					stories[i].name, k, step->step,
					err.text);
			if (fails && err.code != ERR_USAGE)
				fail_msg("%s, step %zu: %s", stories[i].name, k,
					err.text);
			assert_open(store, step->open, i * 100 + k);
			count(store, codes[0], &tally);
			if (strcmp(tally.signs, step->kept) != 0 ||
				tally.findings != 0)
				fail_msg("%s, step %zu '%s': kept %s (%s)",
					stories[i].name, k, step->step,
					tally.signs, tally.finding);
		}
		store_close(store);
	}
}

static bool
add_decision(const struct store_decision *decision, void *data, struct err *err)
{
	(void)err;
	assert_string_equal(decision->day, DAY);
	str_addf(data, "%s %s%s%d%s%s|", decision->who, decision->action,
		decision->status == ANSWER__MAX
			? "-"
			: answer_status_word(decision->status),
		decision->value, decision->text,
		decision->is_undone ? " undone" : "");
	return true;
}

static void
test_review__keeps_both_values_and_all_decisions(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_review review;
	struct store_page pages[2];
	struct reading reading;
	struct err err = {0};
	struct str out = {0};

	issue(store, 1, "", pages);
	make_scan(store, 7, "4?7", &pages[0], &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	assert_ok(
		store_review_set(store, 1, ANSWER_ANSWERED, 3, "AB", DAY, &err),
		&err);
	assert_ok(store_review_set(
			  store, 1, ANSWER_BLANK, 3, "unit-2", DAY, &err),
		&err);
	assert_ok(store_review_undo(store, 1, "CD", DAY, &err), &err);
	assert_ok(
		store_review_history(store, 1, add_decision, &out, &err), &err);
	assert_string_equal(
		out.at, "AB setanswered3|unit-2 setblank0 undone|CD undo-0|");
	assert_ok(store_review_get(store, 1, &review, &err), &err);
	assert_false(review.is_open);
	assert_int_equal(review.answer.status, ANSWER_REVIEW);
	assert_string_equal(review.reason, "two_marks");
	assert_true(review.answer.marks[1].candidate);
	assert_int_equal(review.top, 5);
	assert_int_equal(review.decision.value, 3);
	assert_string_equal(review.decision.who, "AB");
	assert_string_equal(review.line, pages[0].line);
	assert_string_equal(review.sha256, reading.sha256);
	assert_int_equal(review.reading, review.filed);
	assert_ok(store_reading(store, review.reading, &reading, &err), &err);
	assert_true(reading.has_map);
	assert_near(reading.map.m[0], 0.007, 1e-12);
	assert_near(reading.map.m[8], 1, 0);
	assert_int_equal(reading.n_answers, 3);
	str_finish(&out);
	store_close(store);
}

static void
test_who_and_text__table(void **state)
{
	static const struct {
		const char *text;
		bool who, line;
	} rows[] = {{"AB", true, true}, {"reception-2", true, true},
		{"a.b_c", true, true}, {"", false, false},
		{"Anna B", false, true}, {"\xc3\x85\xc3\x84", false, true},
		{"500101-0000", false, false}, {"5001010000", false, false},
		{"50-01-01", false, true}, {"id12345", true, true},
		{"id123456", false, true}, {"a\nb", false, false},
		{"aaaaaaaaaaaaaaaaaaaaaaaa", true, true},
		{"aaaaaaaaaaaaaaaaaaaaaaaaa", false, true},
		{"poster, 195001010000", false, false}};
	struct err err = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		err_clear(&err);
		if (store_who_check(rows[i].text, &err) != rows[i].who ||
			(!rows[i].who && err.code != ERR_USAGE))
			fail_msg("row %zu '%s' as who: %s", i, rows[i].text,
				err.text);
		err_clear(&err);
		if (store_text_check(rows[i].text, "it", &err) !=
				rows[i].line ||
			(!rows[i].line && err.code != ERR_USAGE))
			fail_msg("row %zu '%s' as text: %s", i, rows[i].text,
				err.text);
	}
}

/* --- due
 * ---------------------------------------------------------------------- */

static bool
add_due(const struct store_due *due, void *data, struct err *err)
{
	struct str *out = data;
	int i;

	(void)err;
	str_addf(out, "%s/%lld %d", due->session, (long long)due->sheet,
		due->n_pages);
	for (i = 0; i < due->n_missing; i++)
		str_addf(out, " %d:%s", due->missing[i].page,
			due->missing[i].line);
	str_add(out, "|");
	return true;
}

static void
test_due__names_what_is_missing(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_request requests[3];
	struct store_page pages[6];
	struct reading reading;
	struct err err = {0};
	struct str out = {0}, want = {0};
	size_t i;

	for (i = 0; i < 3; i++)
		requests[i] = (struct store_request){
			.layout_id = put_layout(store), .pages = 2};
	assert_ok(store_issue(store, requests, 2, "tuesday", DATE, pages, &err),
		&err);
	assert_ok(store_issue(
			  store, requests, 1, "friday", DATE, pages + 4, &err),
		&err);
	issue(store, 1, "", (struct store_page[2]){0});
	make_reading(&reading, &pages[0], "427");
	keep(store, 1, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);

	/* The layout's second page has no boxes: nothing to wait for. */
	assert_ok(
		store_due_session(store, "tuesday", add_due, &out, &err), &err);
	str_addf(&want, "tuesday/1 1|tuesday/2 1 1:%s|", pages[2].line);
	assert_string_equal(out.at, want.at);
	str_clear(&out);
	str_clear(&want);
	assert_ok(store_due_session(store, NULL, add_due, &out, &err), &err);
	str_addf(&want, "friday/3 1 1:%s|tuesday/1 1|tuesday/2 1 1:%s|",
		pages[4].line, pages[2].line);
	assert_string_equal(out.at, want.at);
	str_clear(&out);
	str_add(&out, "");
	assert_ok(
		store_due_session(store, "monday", add_due, &out, &err), &err);
	assert_string_equal(out.at, "");
	assert_ok(store_due_sheet(store, 1, add_due, &out, &err), &err);
	assert_string_equal(out.at, "tuesday/1 1|");
	str_finish(&out);
	str_finish(&want);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_review__stories),
		TEST(test_review__keeps_both_values_and_all_decisions),
		TEST(test_due__names_what_is_missing),
		cmocka_unit_test(test_who_and_text__table),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
