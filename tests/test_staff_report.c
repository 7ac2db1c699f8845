/* What the staff's pages count: pages of a day, the organisation's report. */
#include "tests/stand.h"

#include "store/days.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days__count_pages),
		cmocka_unit_test_setup_teardown(
			test_group__is_shown_and_printed, setup, teardown),
	};

	/* One world: a test leaves behind what the others do not look at. */
	return cmocka_run_group_tests_name(
		"staff_report", tests, make_world, end_world);
}
