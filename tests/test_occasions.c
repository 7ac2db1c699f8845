#include "tests/stores.h"

#include "store/occasions.h"
#include "store/words.h"

/* Occasions as "ID:series.ordinal kind state date/session|". */
static bool
tell(const struct store_occasion *o, void *data, struct err *err)
{
	(void)err;
	str_addf(data, "%lld:%lld.%d %s %s %s/%s|", (long long)o->id,
		(long long)o->series, o->ordinal, occasion_kinds[o->kind],
		occasion_states[o->state], o->date, o->session);
	return true;
}

static void
assert_occasions(struct store *store, const char *person, const char *want)
{
	struct err err = {0};
	struct str out = {0};

	str_add(&out, "");
	assert_ok(store_occasions(store, person, tell, &out, &err), &err);
	assert_string_equal(out.at, want);
	str_finish(&out);
}

static void
add_person(struct store *store, char code[PERSON_CODE])
{
	struct store_person person = {.caseworker = "AB", .deputy = "CD"};
	char codes[1][PERSON_CODE];
	struct err err = {0};

	assert_ok(store_people_add_like(store, 1, &person, codes, &err), &err);
	memcpy(code, codes[0], PERSON_CODE);
}

static void
issue_on(struct store *store, const char *person, const char *session,
	const char *date, struct store_page pages[2])
{
	struct store_request request = {.pages = 2, .wording = "draft"};
	struct err err = {0};

	request.layout_id = put_layout(store);
	memcpy(request.person, person, strlen(person) + 1);
	assert_ok(store_issue(store, &request, 1, session, date, pages, &err),
		&err);
}

/* Sheets of one series, day and session share their occasion. */
static void
test_sheets__make_and_join_occasions(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_occasion occasion;
	struct store_page pages[2], blank[2];
	struct reading reading;
	struct err err = {0};
	char code[PERSON_CODE];

	add_person(store, code);
	issue_on(store, code, NULL, "2026-03-01", pages);
	assert_int_equal(pages[0].occasion, 1);
	issue_on(store, code, NULL, "2026-03-01", pages);
	assert_int_equal(pages[0].occasion, 1);
	issue_on(store, code, "monday", "2026-03-01", pages);
	assert_int_equal(pages[0].occasion, 2);
	issue_on(store, code, NULL, "2026-06-01", pages);
	assert_int_equal(pages[0].occasion, 3);
	issue_on(store, "", NULL, "2026-05-01", blank);
	assert_int_equal(blank[0].occasion, 0);
	assert_occasions(store, code,
		"1:1.1 start offered 2026-03-01/|"
		"2:1.2 follow_up offered 2026-03-01/monday|"
		"3:1.3 follow_up offered 2026-06-01/|");
	/* A page that is filed makes it held; a blank sheet joins by its day.
	 */
	make_reading(&reading, &pages[0], "123");
	keep(store, 1, &reading);
	assert_ok(store_file(store, &reading, "2026-06-03", &err), &err);
	assert_ok(store_sheet_bind(store, blank[0].line, code, &err), &err);
	assert_occasions(store, code,
		"1:1.1 start offered 2026-03-01/|"
		"2:1.2 follow_up offered 2026-03-01/monday|"
		"4:1.3 follow_up offered 2026-05-01/|"
		"3:1.4 follow_up held 2026-06-01/|");
	assert_ok(store_occasion_get(store, 2, &occasion, &err), &err);
	assert_string_equal(occasion.person, code);
	assert_string_equal(occasion.instrument, "skapa");
	assert_string_equal(occasion.version, "1");
	assert_string_equal(occasion.level, "original");
	assert_string_equal(occasion.language, "sv");
	assert_string_equal(occasion.wording, "draft");
	assert_string_equal(occasion.caseworker, "AB");
	assert_string_equal(occasion.deputy, "CD");
	assert_int_equal(occasion.steps, 5);
	assert_int_equal(occasion.mode, MODE_PAPER);
	assert_int_equal(occasion.setting, SETTING_GROUP);
	assert_int_equal(occasion.rater, RATES_SELF);
	store_close(store);
}

/* Who is the caseworker now is not who was. */
static void
test_occasion__keeps_its_caseworker(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_occasion occasion;
	struct store_person person;
	struct store_page pages[2];
	struct err err = {0};
	char code[PERSON_CODE];
	bool found;

	add_person(store, code);
	issue_on(store, code, NULL, "2026-03-01", pages);
	assert_ok(store_person_get(store, code, &person, &found, &err), &err);
	strcpy(person.caseworker, "EF");
	assert_ok(store_person_set(store, &person, &err), &err);
	issue_on(store, code, NULL, "2026-06-01", pages);
	assert_ok(store_occasion_get(store, 1, &occasion, &err), &err);
	assert_string_equal(occasion.caseworker, "AB");
	assert_ok(store_occasion_get(store, 2, &occasion, &err), &err);
	assert_string_equal(occasion.caseworker, "EF");
	store_close(store);
}

static struct store_occasion
at_the_screen(const char *person, const char *date)
{
	struct store_occasion occasion = {.mode = MODE_KIOSK,
		.setting = SETTING_INDIVIDUAL,
		.assistance = ASSISTANCE_INTERPRETER,
		.instrument = "skapa",
		.version = "1",
		.level = "original",
		.steps = 5,
		.language = "ar",
		.horizon_months = 12,
		.started = 1767225600};

	strcpy(occasion.date, date);
	memcpy(occasion.person, person, PERSON_CODE);
	return occasion;
}

static bool
put(struct store *store, int64_t id, const char *item, int value,
	const char *once, struct err *err)
{
	struct store_put put = {.top = 5, .position = item[0] == 'e'};

	strcpy(put.item, item);
	strcpy(put.once, once);
	put.value = value;
	put.status = value > 0		       ? ANSWER_ANSWERED
		     : value == VALUE_DECLINED ? ANSWER_DECLINED
					       : ANSWER_BLANK;
	return store_answer_put(store, id, &put, err);
}

static bool
check_answer(const struct store_answer *answer, void *data, struct err *err)
{
	(void)err;
	assert_int_equal(answer->sheet, 0);
	assert_int_equal(answer->page, 0);
	assert_string_equal(answer->line, "");
	assert_string_equal(answer->language, "ar");
	assert_string_equal(answer->date, "2026-04-01");
	assert_int_equal(answer->steps, 5);
	assert_int_equal(answer->top, 5);
	assert_false(answer->is_decided);
	str_addf(data, "%s %s %d|", answer->item,
		answer_status_word(answer->status), answer->value);
	return true;
}

static void
assert_answers(struct store *store, int64_t id, const char *want)
{
	struct err err = {0};
	struct str out = {0};

	str_add(&out, "");
	assert_ok(store_occasion_answers(store, id, check_answer, &out, &err),
		&err);
	assert_string_equal(out.at, want);
	str_finish(&out);
}

/* An answer that is sent twice, late or after the end, is there once. */
static void
test_put__is_kept_once(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_occasion occasion, got;
	struct err err = {0};
	struct tally tally;
	char code[PERSON_CODE];
	int64_t id = 0, again = 0;

	add_person(store, code);
	occasion = at_the_screen(code, "2026-04-01");
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	assert_ok(store_occasion_open(store, &occasion, &again, &err), &err);
	assert_int_equal(id, again);
	assert_occasions(store, code, "1:1.1 start offered 2026-04-01/|");
	assert_ok(put(store, id, "energy", 2, "a", &err), &err);
	assert_ok(put(store, id, "health", 3, "b", &err), &err);
	assert_ok(put(store, id, "health", VALUE_DECLINED, "c", &err), &err);
	assert_answers(store, id, "health declined -1|energy answered 2|");
	/* An older message comes late: it changes nothing. */
	assert_ok(put(store, id, "health", 3, "b", &err), &err);
	assert_answers(store, id, "health declined -1|energy answered 2|");
	assert_ok(store_occasion_lock(store, id, 1767226000, &err), &err);
	assert_ok(store_occasion_lock(store, id, 1767229999, &err), &err);
	assert_ok(put(store, id, "health", VALUE_DECLINED, "c", &err), &err);
	assert_false(put(store, id, "health", 5, "d", &err));
	assert_string_equal(
		err.text, "occasion 1 is locked: it takes no more answers");
	err_clear(&err);
	/* What was refused may be sent again: it is refused again. */
	assert_false(put(store, id, "health", 5, "d", &err));
	err_clear(&err);
	assert_answers(store, id, "health declined -1|energy answered 2|");
	assert_ok(store_occasion_get(store, id, &got, &err), &err);
	assert_true(got.is_locked);
	assert_int_equal(got.ended, 1767226000);
	assert_int_equal(got.started, 1767225600);
	assert_int_equal(got.state, OCCASION_HELD);
	assert_int_equal(got.horizon_months, 12);
	assert_int_equal(got.assistance, ASSISTANCE_INTERPRETER);
	count(store, code, &tally);
	assert_string_equal(tally.signs, "d2");
	assert_int_equal(tally.findings, 0);
	store_close(store);
}

/* Talked, not rated: said of the occasion, and kept apart from the answers. */
static void
test_set__says_how_it_was(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_occasion occasion, got;
	struct err err = {0};
	char code[PERSON_CODE];
	int64_t id = 0;

	add_person(store, code);
	occasion = at_the_screen(code, "2026-04-01");
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	assert_ok(store_occasion_get(store, id, &got, &err), &err);
	got.state = OCCASION_TALK_ONLY;
	got.kind = OCCASION_CLOSING;
	strcpy(got.reason, "tired");
	assert_ok(store_occasion_set(store, &got, &err), &err);
	assert_occasions(store, code, "1:1.1 closing talk_only 2026-04-01/|");
	/* Held is never set by hand, and a kind once given stays. */
	got.state = OCCASION_HELD;
	got.kind = OCCASION_BY_ORDER;
	assert_ok(store_occasion_set(store, &got, &err), &err);
	assert_occasions(store, code, "1:1.1 closing offered 2026-04-01/|");
	store_close(store);
}

static void
test_occasion__refuses(void **state)
{
	enum { OPEN, PUT, SET };
	static const struct {
		int call;
		const char *field, *value, *sentence;
	} rows[] = {
		{OPEN, "person", "0000-0000",
			"unknown person 0000-0000; people are added with: "
			"skapa store people add"},
		{OPEN, "person", "", "a person's code is missing"},
		{OPEN, "instrument", "SKAPA",
			"instrument \"SKAPA\" of an occasion is not a key: up "
			"to 31 of a-z, 0-9, _ and -, a letter first"},
		{OPEN, "date", "2026-13-01",
			"an occasion: \"2026-13-01\" is not a date like "
			"2026-11-24"},
		{OPEN, "steps", "13", "13 steps: there are 0 to 12"},
		{OPEN, "horizon", "121",
			"a horizon of 121 months: it has 0 to 120"},
		{OPEN, "caseworker", "Anna B",
			"who decides is said in 1 to 24 letters, digits, '-', "
			"'_' or '.': initials or a role"},
		{SET, "reason", "Too tired",
			"reason \"Too tired\" of an occasion is not a key: up "
			"to 31 of a-z, 0-9, _ and -, a letter first"},
		{SET, "id", "9", "$: has no occasion 9"},
		{PUT, "id", "9", "$: has no occasion 9"},
		{PUT, "value", "6",
			"health has the steps 1 to 5, and can be declined, not "
			"understood or blank"},
		{PUT, "once", "", "an answer to health without a key for once"},
		{PUT, "item", "",
			"item \"\" of an occasion is not a key: up to 31 of "
			"a-z, 0-9, _ and -, a letter first"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct str want = {0};
	struct err err = {0};
	char code[PERSON_CODE];
	int64_t id = 0, made;
	size_t i;

	add_person(store, code);
	{
		const struct store_occasion first =
			at_the_screen(code, "2026-04-01");

		assert_ok(store_occasion_open(store, &first, &id, &err), &err);
	}
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct store_occasion o = at_the_screen(code, "2026-05-01");
		const char *field = rows[i].field, *value = rows[i].value;
		char item[ITEM_KEY] = "health", once[8] = "x";
		int step = 3;
		bool ok;

		o.id = id;
		if (strcmp(field, "person") == 0)
			strcpy(o.person, value);
		else if (strcmp(field, "instrument") == 0)
			strcpy(o.instrument, value);
		else if (strcmp(field, "date") == 0)
			strcpy(o.date, value);
		else if (strcmp(field, "steps") == 0)
			o.steps = atoi(value);
		else if (strcmp(field, "horizon") == 0)
			o.horizon_months = atoi(value);
		else if (strcmp(field, "caseworker") == 0)
			strcpy(o.caseworker, value);
		else if (strcmp(field, "reason") == 0)
			strcpy(o.reason, value);
		else if (strcmp(field, "id") == 0)
			o.id = atoi(value);
		else if (strcmp(field, "value") == 0)
			step = atoi(value);
		else if (strcmp(field, "once") == 0)
			strcpy(once, value);
		else
			strcpy(item, value);
		err_clear(&err);
		ok = rows[i].call == OPEN
			     ? store_occasion_open(store, &o, &made, &err)
		     : rows[i].call == SET
			     ? store_occasion_set(store, &o, &err)
			     : put(store, o.id, item, step, once, &err);
		expected(rows[i].sentence, place->path, &want);
		if (ok || err.code != ERR_USAGE ||
			strcmp(err.text, want.at) != 0)
			fail_msg("row %zu %s: \"%s\"", i, field, err.text);
	}
	assert_occasions(store, code, "1:1.1 start offered 2026-04-01/|");
	str_finish(&want);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_sheets__make_and_join_occasions),
		TEST(test_occasion__keeps_its_caseworker),
		TEST(test_put__is_kept_once),
		TEST(test_set__says_how_it_was),
		TEST(test_occasion__refuses),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("occasions", tests, NULL, NULL);
}
