/* Groups' meetings in the store. */
#include "tests/stores.h"

#include "core/err.h"

#include <string.h>

#define SEATS 3

/* Seats 1 to 3: one known person, two new; seat 3 gets no paper. */
static void
plan(struct store *store, struct store_session *session,
	struct store_session_request *request,
	struct store_request sheets[SEATS],
	struct store_request caseworker[SEATS], struct store_seat seats[SEATS],
	const char *person)
{
	const uint16_t layout = put_layout(store);
	int i;

	memset(sheets, 0, SEATS * sizeof(*sheets));
	memset(caseworker, 0, SEATS * sizeof(*caseworker));
	memset(seats, 0, SEATS * sizeof(*seats));
	*session = (struct store_session){.name = "Group 4",
		.date = "2026-11-24",
		.instrument = "skapa",
		.seats = seats,
		.n = SEATS};
	for (i = 0; i < SEATS; i++) {
		seats[i].number = i + 1;
		seats[i].steps = 5;
		strcpy(seats[i].language, i == 1 ? "ti" : "ar");
		strcpy(seats[i].level, "original");
		sheets[i].layout_id = layout;
		sheets[i].pages = i == 2 ? 0 : 2;
		caseworker[i].layout_id = layout;
		caseworker[i].pages = 1;
	}
	strcpy(seats[0].person, person);
	*request = (struct store_session_request){
		.cover = {.layout_id = layout, .pages = 1},
		.sheets = sheets,
		.caseworker = caseworker};
}

static void
test_session__comes_back_as_it_was_issued(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_request sheets[SEATS], caseworker[SEATS];
	struct store_seat seats[SEATS];
	struct store_session session, got;
	struct store_session_request request;
	struct store_page pages[LAYOUT_PAGES];
	char people[1][PERSON_CODE];
	struct err err = {0};
	bool found = false;
	size_t i, n;

	assert_ok(store_people_add(store, 1, "ar", NULL, people, &err), &err);
	plan(store, &session, &request, sheets, caseworker, seats, people[0]);
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
	store_close(store);

	store = must_open(place->path, STORE_READ);
	assert_ok(
		store_session_get(store, "Group 4", &got, &found, &err), &err);
	assert_true(found);
	assert_string_equal(got.date, "2026-11-24");
	assert_string_equal(got.instrument, "skapa");
	assert_int_equal(got.n, SEATS);
	assert_int_equal(got.cover, session.cover);
	assert_string_equal(got.seats[0].person, people[0]);
	for (i = 0; i < SEATS; i++) {
		assert_memory_equal(&got.seats[i], &seats[i], sizeof(seats[i]));
		assert_int_equal(got.seats[i].sheet == 0, i == 2);
		assert_ok(store_sheet_pages(store, got.seats[i].caseworker,
				  pages, &n, &err),
			&err);
		assert_int_equal(n, 1);
		assert_string_equal(pages[0].person, got.seats[i].person);
	}
	assert_ok(store_sheet_pages(store, got.seats[0].sheet, pages, &n, &err),
		&err);
	assert_int_equal(n, 2);
	assert_int_equal(pages[1].code.page, 2);
	assert_ok(store_sheet_pages(store, got.cover, pages, &n, &err), &err);
	assert_int_equal(n, 1);
	assert_string_equal(pages[0].person, "");
	store_session_finish(&got);

	found = true;
	assert_ok(
		store_session_get(store, "Group 5", &got, &found, &err), &err);
	assert_false(found);
	store_close(store);
}

static bool
count_person(const struct store_person *person, void *data, struct err *err)
{
	(void)person;
	(void)err;
	(*(size_t *)data)++;
	return true;
}

/* What fails leaves nothing behind: no person, no sheet, no session. */
static void
test_session__is_issued_whole_or_not_at_all(void **state)
{
	static const struct {
		const char *name, *person, *sentence;
	} rows[] = {
		{"Group 4", "",
			"there is a session \"Group 4\" of 2026-11-24 already"},
		{"Group 6", "7K4Q-MXP9",
			"unknown person 7K4Q-MXP9; people are added with: "
			"skapa store people add"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_request sheets[SEATS], caseworker[SEATS];
	struct store_seat seats[SEATS];
	struct store_session session, got;
	struct store_session_request request;
	struct err err = {0};
	size_t i, before = 0, after = 0;
	bool found = true;

	plan(store, &session, &request, sheets, caseworker, seats, "");
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
	assert_ok(store_people_list(store, count_person, &before, &err), &err);
	assert_int_equal(before, SEATS);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		plan(store, &session, &request, sheets, caseworker, seats, "");
		/* The last seat: those before it are new people. */
		strcpy(seats[2].person, rows[i].person);
		strcpy(session.name, rows[i].name);
		err_clear(&err);
		if (store_session_issue(store, &session, &request, DATE, &err))
			fail_msg("row %zu was issued", i);
		assert_string_equal(err.text, rows[i].sentence);
		assert_int_equal(err.code, ERR_USAGE);
		after = 0;
		assert_ok(store_people_list(store, count_person, &after, &err),
			&err);
		if (after != before)
			fail_msg("row %zu left %zu people", i, after);
	}
	assert_ok(
		store_session_get(store, "Group 6", &got, &found, &err), &err);
	assert_false(found);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_session__comes_back_as_it_was_issued, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_session__is_issued_whole_or_not_at_all, setup,
			teardown),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("sessions", tests, NULL, NULL);
}
