/* The staff's pages of people: found, added, shown, missing, handed over. */
#include "tests/stand.h"

static void
test_person__shows_answers_and_what_was_written(void **state)
{
	const struct world *world = *state;
	const char *code = world->things[OWN].person;
	struct stand stand;
	char page[64], notes[64], mark[96], long_text[600];

	stand_open(&stand, world->place->path);
	snprintf(page, sizeof(page), "/staff/people/%s", code);
	snprintf(notes, sizeof(notes), "/staff/people/%s/notes", code);
	snprintf(mark, sizeof(mark), "%s/%lld", notes,
		(long long)world->things[OWN].note);
	stand_request(&stand, ROLE_CASEWORKER, page, NULL);
	stand_must_say(&stand, "Hälsa</th>");
	stand_must_say(&stand, "<b>5</b> av 8");
	stand_must_say(&stand, "väntar på granskning");
	stand_must_say(&stand, "call the course");
	stand_must_say(&stand, "<svg ");
	assert_false(stand_says(&stand, "style="));
	stand_request(&stand, ROLE_CASEWORKER, notes,
		"kind=milestone&text=%3Cb%3E%26%22&due=2026-04-01");
	assert_true(stand.ok);
	assert_string_equal(stand.reply.location, page);
	stand_request(&stand, ROLE_CASEWORKER, mark, "state=reached");
	assert_true(stand.ok);
	stand_request(&stand, ROLE_CASEWORKER, page, NULL);
	stand_must_say(&stand, "&lt;b&gt;&amp;&quot;</p>");
	stand_must_say(&stand, "följs upp 2026-04-01");
	stand_must_say(&stand, "value=\"reached\" selected");
	assert_false(stand_says(&stand, "<b>&"));
	stand_request(&stand, ROLE_CASEWORKER, notes,
		"kind=sermon&text=a&due=2026-04-01");
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_request(
		&stand, ROLE_CASEWORKER, notes, "kind=story&text=a&due=soon");
	assert_int_equal(stand.err.code, ERR_USAGE);
	memset(long_text, 'a', sizeof(long_text));
	memcpy(long_text, "kind=story&due=&text=", 21);
	long_text[sizeof(long_text) - 1] = '\0';
	stand_request(&stand, ROLE_CASEWORKER, notes, long_text);
	assert_int_equal(stand.err.code, ERR_LIMIT);
	stand_close(&stand);
}

/* Who may list people, and not read answers, sees none. */
static void
test_person__shows_reception_no_answers(void **state)
{
	const struct world *world = *state;
	struct stand stand;
	char page[64];

	stand_open(&stand, world->place->path);
	snprintf(page, sizeof(page), "/staff/people/%s",
		world->things[OWN].person);
	stand_request(&stand, ROLE_RECEPTION, page, NULL);
	stand_must_say(&stand, "caseworker-1");
	assert_false(stand_says(&stand, "Svar över tid"));
	assert_false(stand_says(&stand, "call the course"));
	stand_close(&stand);
}

static bool
count_person(const struct store_person *person, void *data, struct err *err)
{
	(void)person;
	(void)err;
	++*(size_t *)data;
	return true;
}

static void
test_people__are_found_and_added(void **state)
{
	const struct world *world = *state;
	const char *code = world->things[OTHER].person;
	struct store_person person;
	struct stand stand;
	size_t n = 0;
	char form[64], page[64];
	bool found = false;

	stand_open(&stand, world->place->path);
	/* Typed small and without its hyphen. */
	snprintf(form, sizeof(form), "code=%.4s+%s", code, code + 5);
	snprintf(page, sizeof(page), "/staff/people/%s", code);
	stand_request(&stand, ROLE_RECEPTION, "/staff/people/find", form);
	assert_true(stand.ok);
	assert_string_equal(stand.reply.location, page);
	stand_request(
		&stand, ROLE_RECEPTION, "/staff/people/find", "code=ANNA");
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_request(&stand, ROLE_RECEPTION, "/staff/people/0000-0000", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_request(
		&stand, ROLE_CASEWORKER, "/staff/people/add", "language=ti");
	assert_true(stand.ok);
	assert_ok(store_person_get(stand.kiosk.store,
			  stand.reply.location + strlen("/staff/people/"),
			  &person, &found, &stand.err),
		&stand.err);
	assert_true(found);
	assert_string_equal(person.language, "ti");
	assert_string_equal(person.caseworker, "caseworker-1");
	stand_request(
		&stand, ROLE_CASEWORKER, "/staff/people/add", "language=A+B");
	assert_int_equal(stand.err.code, ERR_USAGE);
	assert_true(store_people_list(
		stand.kiosk.store, count_person, &n, &stand.err));
	assert_int_equal(n, 2);
	stand_close(&stand);
}

/* Only the own caseworker says so; the deputy may hand over too. */
static void
test_share__is_for_who_may(void **state)
{
	const struct world *world = *state;
	const char *own = world->things[OWN].person;
	const char *other = world->things[OTHER].person;
	struct stand stand;
	char address[64];

	stand_open(&stand, world->place->path);
	snprintf(address, sizeof(address), "/staff/people/%s/handover", own);
	stand_request(&stand, ROLE_CASEWORKER, address, "to=CD&basis=samtycke");
	stand_must_say(&stand, "%PDF-1.");
	stand_request(&stand, ROLE_CASEWORKER, address, "to=CD&basis=");
	assert_false(stand.ok);
	stand_request(&stand, ROLE_RECEPTION, address, "to=CD&basis=x");
	assert_int_equal(stand.refused, 403);
	snprintf(address, sizeof(address), "/staff/people/%s/handover", other);
	stand_request(&stand, ROLE_CASEWORKER, address, "to=CD&basis=x");
	assert_int_equal(stand.err.code, ERR_REFUSED);
	snprintf(address, sizeof(address), "/staff/people/%s/forum", own);
	stand_request(&stand, ROLE_CASEWORKER, address, "day=2026-11-02");
	assert_true(stand.ok);
	snprintf(address, sizeof(address), "/staff/people/%s", own);
	stand_request(&stand, ROLE_CASEWORKER, address, NULL);
	stand_must_say(&stand, "value=\"2026-11-02\"");
	snprintf(address, sizeof(address), "/staff/people/%s/forum", own);
	stand_request(&stand, ROLE_CASEWORKER, address, "day=i+dag");
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_request(&stand, ROLE_DEPUTY, address, "day=");
	assert_int_equal(stand.refused, 403);
	stand_request(&stand, ROLE_CASEWORKER, address, "day=");
	assert_true(stand.ok);
	stand_close(&stand);
}

/* A new person is to be asked the first time, whoever may list people. */
static void
test_due__has_who_was_never_asked(void **state)
{
	const struct place *place = *state;
	char codes[1][PERSON_CODE], row[96];
	struct stand stand;
	struct err err = {0};

	stand_open(&stand, place->path);
	store_act_as(stand.kiosk.store,
		&(struct store_actor){STORE_OPERATOR, ROLE_OPERATOR, NOW});
	assert_ok(
		store_people_add(stand.kiosk.store, 1, "ti", NULL, codes, &err),
		&err);
	stand_request(&stand, ROLE_RECEPTION, "/staff/due", NULL);
	snprintf(row, sizeof(row), "<a href=\"/staff/people/%s\">%s</a>",
		codes[0], codes[0]);
	stand_must_say(&stand, row);
	stand_must_say(&stand, "första gången");
	stand_request(&stand, ROLE_CASEWORKER, "/staff/due", NULL);
	assert_false(stand_says(&stand, codes[0]));
	stand_close(&stand);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_person__shows_answers_and_what_was_written),
		cmocka_unit_test(test_person__shows_reception_no_answers),
		cmocka_unit_test(test_people__are_found_and_added),
		cmocka_unit_test(test_share__is_for_who_may),
		cmocka_unit_test_setup_teardown(
			test_due__has_who_was_never_asked, setup, teardown),
	};

	/* One world: a test leaves behind what the others do not look at. */
	return cmocka_run_group_tests_name(
		"staff_people", tests, make_world, end_world);
}
