/* Days ahead, and who is to be asked again. */
#include "tests/stores.h"

#include "store/schedule.h"

static void
test_day__goes_on(void **state)
{
	static const struct {
		const char *day;
		int months, days;
		const char *want;
	} rows[] = {
		{"2026-01-15", 3, 0, "2026-04-15"},
		{"2026-11-30", 3, 0, "2027-02-28"},
		{"2027-11-30", 3, 0, "2028-02-29"},
		{"2026-01-31", 1, 0, "2026-02-28"},
		{"2026-12-31", 12, 0, "2027-12-31"},
		{"2026-02-28", 0, 1, "2026-03-01"},
		{"2026-03-01", 0, -1, "2026-02-28"},
		{"2026-12-25", 0, 14, "2027-01-08"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char got[STORE_DATE];

		if (rows[i].months > 0)
			day_after_months(rows[i].day, rows[i].months, got);
		else
			day_after_days(rows[i].day, rows[i].days, got);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("row %zu: %s", i, got);
	}
}

struct made {
	const char *language, *caseworker, *deputy;
	enum store_state state;
	const char *first, *last; /* NULL: none */
	enum occasion_kind kind;  /* of the last */
};

static const struct made people[] = {
	/* 0 due on 2026-04-10 */
	{"ar", "AB", "CD", PERSON_ACTIVE, "2026-01-10", NULL, 0},
	/* 1 late: on 2026-03-01 */
	{"so", "CD", "", PERSON_ACTIVE, "2025-08-01", "2025-12-01", 0},
	/* 2 to 4 not: paused, not to be asked, closed */
	{"ar", "AB", "", PERSON_PAUSED, "2025-12-01", NULL, 0},
	{"ar", "AB", "", PERSON_DO_NOT_SCHEDULE, "2025-12-01", NULL, 0},
	{"ar", "AB", "", PERSON_CLOSED, "2025-12-01", NULL, 0},
	/* 5 had a closing occasion */
	{"ar", "AB", "", PERSON_ACTIVE, "2025-09-01", "2025-12-01",
		OCCASION_CLOSING},
	/* 6 too early */
	{"ar", "AB", "", PERSON_ACTIVE, "2026-02-20", NULL, 0},
	/* 7 never asked */
	{"ti", "EF", "", PERSON_ACTIVE, NULL, NULL, 0},
	/* 8 a visit in between does not count */
	{"ar", "EF", "", PERSON_ACTIVE, "2026-01-04", "2026-03-30",
		OCCASION_DROP_IN},
	/* 9 nor does what was asked afterwards */
	{"ar", "EF", "", PERSON_ACTIVE, "2026-01-06", "2026-03-30",
		OCCASION_THEN},
};

#define PEOPLE (sizeof(people) / sizeof(*people))

static void
ask_one(struct store *store, const char *person, const char *instrument,
	const char *date, enum occasion_kind kind)
{
	struct store_occasion occasion = {.steps = 5, .kind = kind};
	struct store_put put = {
		.top = 5, .value = 3, .status = ANSWER_ANSWERED};
	struct err err = {0};
	int64_t id;

	strcpy(occasion.instrument, instrument);
	strcpy(occasion.version, "1");
	strcpy(occasion.level, kind == OCCASION_THEN ? "then" : "original");
	strcpy(occasion.date, date);
	memcpy(occasion.person, person, PERSON_CODE);
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	strcpy(put.item, "health");
	strcpy(put.once, "1");
	assert_ok(store_answer_put(store, id, &put, &err), &err);
}

static void
fill(struct store *store, char (*codes)[PERSON_CODE])
{
	struct err err = {0};
	size_t i;

	for (i = 0; i < PEOPLE; i++) {
		struct store_person like = {.state = people[i].state};

		strcpy(like.language, people[i].language);
		strcpy(like.caseworker, people[i].caseworker);
		strcpy(like.deputy, people[i].deputy);
		assert_ok(
			store_people_add_like(store, 1, &like, &codes[i], &err),
			&err);
		if (people[i].first != NULL)
			ask_one(store, codes[i], "skapa", people[i].first,
				OCCASION_BY_ORDER);
		if (people[i].last != NULL)
			ask_one(store, codes[i], "skapa", people[i].last,
				people[i].kind);
	}
}

static void
test_schedule__says_who_is_due(void **state)
{
	static const struct {
		const char *today, *who, *instrument;
		int months, window;
		const char *want; /* numbers of the people, and their state */
	} rows[] = {
		{"2026-04-05", NULL, NULL, 3, 14, "1L 8N 9N 0N "},
		{"2026-04-05", NULL, "skapa", 3, 14, "1L 8N 7F 9N 0N "},
		{"2026-04-05", NULL, "kaa", 3, 14, "*F *F *F *F *F *F *F "},
		{"2026-04-05", "CD", NULL, 3, 14, "1L 0N "},
		{"2026-04-05", "EF", NULL, 3, 14, "8N 9N "},
		{"2026-04-05", "XX", NULL, 3, 14, ""},
		{"2026-04-05", NULL, NULL, 3, 0, "1L 8L "},
		{"2026-03-10", NULL, NULL, 3, 14, "1N "},
		{"2026-05-30", NULL, NULL, 3, 14, "1L 8L 9L 0L 6N "},
		{"2026-04-05", NULL, NULL, 6, 14, ""},
		/* The first and the last day of the window are in it. */
		{"2026-03-26", "CD", NULL, 3, 14, "1L "},
		{"2026-03-27", "CD", NULL, 3, 14, "1L 0N "},
		{"2026-04-24", "CD", NULL, 3, 14, "1L 0N "},
		{"2026-04-25", "CD", NULL, 3, 14, "1L 0L "},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[PEOPLE][PERSON_CODE];
	size_t i, j, k;

	fill(store, codes);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct schedule_ask ask = {.months = rows[i].months,
			.window_days = rows[i].window,
			.who = rows[i].who,
			.instrument = rows[i].instrument};
		struct schedule schedule;
		struct str got = {0};
		struct err err = {0};

		strcpy(ask.today, rows[i].today);
		assert_ok(store_schedule(store, &ask, &schedule, &err), &err);
		for (j = 0; j < schedule.n; j++) {
			const struct schedule_row *row = &schedule.rows[j];

			for (k = 0; k < PEOPLE; k++) {
				if (strcmp(codes[k], row->person) == 0)
					break;
			}
			assert_int_not_equal(k, PEOPLE);
			assert_string_equal(row->language, people[k].language);
			/* Their codes are random: no order among the same day.
			 */
			if (rows[i].instrument != NULL &&
				strcmp(rows[i].instrument, "kaa") == 0)
				str_add(&got, "*");
			else
				str_addf(&got, "%zu", k);
			str_addf(&got, "%c ", "FNL"[row->state]);
		}
		str_add(&got, "");
		if (strcmp(got.at, rows[i].want) != 0)
			fail_msg("row %zu: %s", i, got.at);
		schedule_finish(&schedule);
		str_finish(&got);
	}
	store_close(store);
}

/* A course's evaluation: by name for who never had it, and not again. */
static void
test_schedule__asks_once_about_a_course(void **state)
{
	struct schedule_ask ask = {"2026-08-01", 3, 14, NULL, NULL};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[2][PERSON_CODE];
	struct schedule schedule;
	struct err err = {0};

	assert_ok(store_people_add(store, 2, "ar", "north", codes, &err), &err);
	ask_one(store, codes[0], "course-evaluation", "2026-05-01",
		OCCASION_BY_ORDER);
	assert_ok(store_schedule(store, &ask, &schedule, &err), &err);
	assert_int_equal(schedule.n, 0);
	schedule_finish(&schedule);
	ask.instrument = "course-evaluation";
	assert_ok(store_schedule(store, &ask, &schedule, &err), &err);
	assert_int_equal(schedule.n, 1);
	assert_string_equal(schedule.rows[0].person, codes[1]);
	assert_int_equal(schedule.rows[0].state, SCHEDULE_FIRST);
	schedule_finish(&schedule);
	store_close(store);
}

static void
test_schedule__refuses(void **state)
{
	static const struct schedule_ask rows[] = {
		{"spring", 3, 14, NULL, NULL},
		{"2026-04-05", 0, 14, NULL, NULL},
		{"2026-04-05", 37, 14, NULL, NULL},
		{"2026-04-05", 3, -1, NULL, NULL},
		{"2026-04-05", 3, 101, NULL, NULL},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_READ);
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct schedule schedule;
		struct err err = {0};

		if (store_schedule(store, &rows[i], &schedule, &err) ||
			err.code != ERR_USAGE)
			fail_msg("row %zu: %s", i, err.text);
	}
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_day__goes_on),
		cmocka_unit_test_setup_teardown(
			test_schedule__says_who_is_due, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_schedule__asks_once_about_a_course, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_schedule__refuses, setup, teardown),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
