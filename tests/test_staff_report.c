/* What the staff's pages count: pages of a day, the organisation's report. */
#include "tests/stand.h"

#include "store/days.h"
#include "store/forget.h"
#include "store/occasions.h"

static bool
take_day(const struct store_day *day, void *data, struct err *err)
{
	(void)err;
	assert_string_equal(day->date, DATE);
	*(struct store_day *)data = *day;
	return true;
}

static void
test_days__count_pages(void **state)
{
	const struct world *world = *state;
	struct store_day day = {.date = ""};
	struct stand stand;

	stand_open(&stand, world->place->path);
	assert_ok(
		store_days(stand.kiosk.store, DATE, take_day, &day, &stand.err),
		&stand.err);
	/* Of two people a page each, and its other scan; two of nobody. */
	assert_int_equal(day.n[READING_REVIEW], 2);
	assert_int_equal(day.n[READING_CONFLICT], 2);
	assert_int_equal(day.n[READING_REFUSED], 2);
	assert_int_equal(day.n[READING_FILED], 0);
	day.date[0] = '\0';
	assert_true(store_days(
		stand.kiosk.store, "2026-03-02", take_day, &day, &stand.err));
	assert_string_equal(day.date, "");
	assert_false(store_days(
		stand.kiosk.store, "soon", take_day, &day, &stand.err));
	stand_request(&stand, ROLE_ARCHIVE, "/staff", NULL);
	stand_must_say(&stand,
		"<th scope=\"row\">2026-03-01</th><td class=\"n\">0"
		"</td><td class=\"n\">2</td>");
	stand_close(&stand);
}

/* The organisation's report is made by a form, kept as shown, and no GET. */
static void
test_group__is_shown_and_printed(void **state)
{
	static const char form[] = "until=2026-12-31&baseline=then";
	static const char *const wrong[] = {"from=spring", "unit=A%20B",
		"baseline=best", "from=2026-02-02&until=2026-02-01"};
	const struct place *place = *state;
	struct stand stand;
	size_t i;

	stand_open(&stand, place->path);
	stand_request(&stand, ROLE_REPORT, "/staff/report", form);
	stand_must_say(&stand,
		"<pre class=\"journal\">Organisationens rapport, "
		"2000-01-01 till 2026-12-31");
	stand_must_say(&stand, "<option value=\"then\" selected>");
	stand_request(&stand, ROLE_REPORT, "/staff/report",
		"until=2026-12-31&baseline=then&as=pdf");
	stand_must_say(&stand, "%PDF-1.");
	stand_request(&stand, ROLE_CASEWORKER, "/staff/report", form);
	assert_int_equal(stand.refused, 403);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		stand_request(&stand, ROLE_REPORT, "/staff/report", wrong[i]);
		if (stand.ok || stand.err.code != ERR_USAGE)
			fail_msg("row %zu: %s", i, stand.err.text);
	}
	stand_close(&stand);
}

#define PEOPLE 60 /* read in three parts and a rest */

/* An answer of that person, as a screen gives it. */
static void
answer(struct stand *stand, const char *person, const char *date, int value)
{
	struct store_occasion occasion = {.instrument = "skapa",
		.version = "1",
		.level = "original",
		.steps = 5,
		.kind = OCCASION_START,
		.mode = MODE_KIOSK};
	struct store_put put = {
		.item = "health", .top = 5, .status = ANSWER_ANSWERED};
	const struct store_actor office = {.name = STORE_OPERATOR};
	struct store *store = stand->kiosk.store;

	str_copy(occasion.person, PERSON_CODE, person);
	str_copy(occasion.date, STORE_DATE, date);
	put.value = value;
	snprintf(put.once, sizeof(put.once), "%s %s", person, date);
	store_act_as(store, &office);
	assert_ok(store_occasion_open(
			  store, &occasion, &occasion.id, &stand->err),
		&stand->err);
	assert_ok(store_answer_put(store, occasion.id, &put, &stand->err),
		&stand->err);
}

static char people[PEOPLE + 1][PERSON_CODE];

/* Of another request of the same round. */
static void
answer_within(struct stand *stand)
{
	answer(stand, people[PEOPLE], "2026-02-02", 1);
}

/* A screen's answer is kept, and somebody who was counted is forgotten. */
static void
answer_between(struct stand *stand)
{
	struct store *store = stand->kiosk.store;
	struct store_receipt receipt;

	if (stand->rounds != 1)
		return;
	assert_ok(store_bulk_begin(store, &stand->err), &stand->err);
	answer(stand, people[PEOPLE], "2027-01-01", 1);
	assert_ok(store_bulk_end(store, true, &stand->err), &stand->err);
	assert_ok(store_forget(
			  store, people[0], false, DATE, &receipt, &stand->err),
		&stand->err);
}

/*
 * While the organisation's report is being made others' answers are kept: it
 * is made in parts. What a part read in a round that was taken back does not
 * count.
 */
static void
test_group__holds_nobody_up(void **state)
{
	static const char form[] = "until=2026-12-31";
	static const int offered[] = {PEOPLE, PEOPLE, PEOPLE - 1};
	const struct place *place = *state;
	struct stand stand;
	int i;

	stand_open(&stand, place->path);
	assert_ok(store_people_add(stand.kiosk.store, PEOPLE + 1, NULL, NULL,
			  people, &stand.err),
		&stand.err);
	for (i = 0; i < PEOPLE; i++)
		answer(&stand, people[i], "2026-02-01", 1 + i % 5);
	for (i = 0; i < 3; i++) {
		const char *said;
		int n = 0;

		stand.taken_back = i == 1 ? 3 : 0;
		stand.within = answer_within;
		stand.between = i == 2 ? answer_between : NULL;
		stand_request(&stand, ROLE_REPORT, "/staff/report", form);
		assert_true(stand.ok);
		/* Three parts, what may be shown, and the page. */
		assert_in_range(stand.rounds, 5, 99);
		stand_must_say(&stand, "\nerbjudna ");
		said = strstr(stand.reply.body.at, "\nerbjudna ");
		assert_int_equal(sscanf(said, " erbjudna %d", &n), 1);
		assert_int_equal(n, offered[i]);
	}
	stand_close(&stand);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days__count_pages),
		cmocka_unit_test_setup_teardown(
			test_group__is_shown_and_printed, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_group__holds_nobody_up, setup, teardown),
	};

	/* One world: a test leaves behind what the others do not look at. */
	return cmocka_run_group_tests_name(
		"staff_report", tests, make_world, end_world);
}
