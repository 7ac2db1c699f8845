#include "tests/test.h"

#include "core/str.h"
#include "report/agenda.h"
#include "report/day.h"
#include "report/handover.h"
#include "store/notes.h"
#include "store/roles.h"

#include <ftw.h>
#include <unistd.h>

/* ------------------------------------------------------- days */

static void
test_day__counts_as_the_calendar(void **state)
{
	static const struct {
		const char *date;
		int32_t day;
	} rows[] = {
		{"1970-01-01", 0},
		{"1970-03-01", 59},
		{"1969-12-31", -1},
		{"1972-02-29", 789},
		{"1972-03-01", 790},
		{"2000-03-01", 11017}, /* date -d 2000-03-01 +%s / 86400 */
		{"2026-11-22", 20779},
		{"2100-03-01", 47541},
	};
	char text[STORE_DATE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (day_of(rows[i].date) != rows[i].day)
			fail_msg("%s: %d", rows[i].date,
				(int)day_of(rows[i].date));
		day_text(rows[i].day, text);
		if (strcmp(text, rows[i].date) != 0)
			fail_msg("%s: back as %s", rows[i].date, text);
	}
	for (i = 0; i < 50000; i++) {
		day_text((int32_t)i, text);
		if (day_of(text) != (int32_t)i)
			fail_msg("day %zu is %s", i, text);
	}
}

static void
test_day__months_end_where_the_month_does(void **state)
{
	static const struct {
		const char *date;
		int months;
		const char *later;
	} rows[] = {
		{"2026-01-15", 0, "2026-01-15"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2027-11-30", 3, "2028-02-29"},
		{"2026-12-31", 1, "2027-01-31"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2026-10-05", 15, "2028-01-05"},
	};
	char later[STORE_DATE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		day_months_later(rows[i].date, rows[i].months, later);
		if (strcmp(later, rows[i].later) != 0)
			fail_msg("%s and %d months: %s", rows[i].date,
				rows[i].months, later);
	}
}

/* ------------------------------------------------------- a store */

struct place {
	char root[64];
	struct store *store;
	char codes[3][PERSON_CODE];
};

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int
setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	struct err err = {0};

	assert_non_null(place);
	strcpy(place->root, "/tmp/skapa-test-XXXXXX");
	assert_non_null(mkdtemp(place->root));
	assert_ok(store_init(place->root, &err), &err);
	place->store = store_open(place->root, STORE_WRITE, 0, &err);
	assert_ok(place->store != NULL, &err);
	assert_ok(store_people_add(
			  place->store, 3, NULL, NULL, place->codes, &err),
		&err);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	store_close(place->store);
	nftw(place->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

static void
take_part(struct place *place, const char *from, const char *until)
{
	struct store_activity activity = {.kind = ACTIVITY_LANGUAGE};
	struct err err = {0};
	int64_t number;

	memcpy(activity.person, place->codes[0], PERSON_CODE);
	strcpy(activity.from, from);
	strcpy(activity.until, until);
	strcpy(activity.who, "AB");
	strcpy(activity.text, "SFI C");
	assert_ok(store_activity_add(place->store, &activity, &number, &err),
		&err);
}

static void
plan(struct place *place, size_t person, const char *due,
	enum note_state marked)
{
	struct store_note note = {.kind = NOTE_NEXT_STEP};
	struct err err = {0};
	int64_t number;

	memcpy(note.person, place->codes[person], PERSON_CODE);
	strcpy(note.day, "2026-01-01");
	strcpy(note.due, due);
	strcpy(note.who, "AB");
	snprintf(note.text, sizeof(note.text), "steg %s", due);
	assert_ok(store_note_add(place->store, &note, &number, &err), &err);
	if (marked != NOTE_OPEN)
		assert_ok(store_note_mark(place->store, number, marked, "AB",
				  "2026-01-02", &err),
			&err);
}

/* An occasion with an answer; the kind is said. */
static void
ask_person(struct place *place, size_t person, const char *date,
	enum occasion_kind kind, bool is_answered)
{
	struct store_occasion occasion = {.instrument = "skapa",
		.version = "1",
		.level = "original",
		.steps = 5,
		.kind = kind,
		.mode = MODE_KIOSK};
	const struct store_put put = {.item = "health",
		.top = 5,
		.status = ANSWER_ANSWERED,
		.value = 3,
		.once = "a"};
	struct err err = {0};
	int64_t id;

	strcpy(occasion.date, date);
	memcpy(occasion.person, place->codes[person], PERSON_CODE);
	assert_ok(
		store_occasion_open(place->store, &occasion, &id, &err), &err);
	if (is_answered)
		assert_ok(store_answer_put(place->store, id, &put, &err), &err);
}

static struct agenda
load(struct place *place, const char *caseworker, const char *today)
{
	struct agenda_ask ask = {.caseworker = caseworker, .weeks = 4};
	struct agenda agenda;
	struct err err = {0};

	strcpy(ask.today, today);
	assert_ok(agenda_load(&agenda, place->store, &ask, &err), &err);
	return agenda;
}

static const struct agenda_row *
row_of(const struct agenda *agenda, const char *code)
{
	size_t i;

	for (i = 0; i < agenda->n; i++) {
		if (strcmp(agenda->rows[i].person.code, code) == 0)
			return &agenda->rows[i];
	}
	return NULL;
}

static void
test_agenda__tells_a_gap(void **state)
{
	static const struct {
		const char *name;
		const char *activities[3][2]; /* first and last day */
		const char *gap;
	} rows[] = {
		{"none", {{NULL}}, ""},
		{"far off", {{"2026-01-01", "2026-05-01"}}, ""},
		{"the last day told", {{"2026-01-01", "2026-03-28"}},
			"2026-03-29"},
		{"one day later", {{"2026-01-01", "2026-03-29"}}, ""},
		{"is there", {{"2026-01-01", "2026-02-01"}}, "2026-02-02"},
		{"goes on", {{"2026-01-01", ""}}, ""},
		{"followed at once",
			{{"2026-01-01", "2026-03-08"},
				{"2026-03-09", "2026-06-01"}},
			""},
		{"followed a day late",
			{{"2026-01-01", "2026-03-08"},
				{"2026-03-10", "2026-06-01"}},
			"2026-03-09"},
		{"followed by one without an end, late",
			{{"2026-01-01", "2026-03-08"}, {"2026-03-12", ""}},
			"2026-03-09"},
		{"a past gap was closed",
			{{"2025-01-01", "2025-02-01"},
				{"2025-05-01", "2026-06-01"}},
			""},
		{"a short one inside a long one",
			{{"2026-01-01", "2026-06-01"},
				{"2026-02-01", "2026-03-05"}},
			""},
	};
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		void *one;
		struct place *place;
		struct agenda agenda;

		setup(&one);
		place = one;
		for (k = 0; k < 3 && rows[i].activities[k][0] != NULL; k++)
			take_part(place, rows[i].activities[k][0],
				rows[i].activities[k][1]);
		agenda = load(place, NULL, "2026-03-01");
		assert_int_equal(agenda.n, 3);
		if (strcmp(row_of(&agenda, place->codes[0])->gap,
			    rows[i].gap) != 0)
			fail_msg("%s: gap '%s'", rows[i].name,
				row_of(&agenda, place->codes[0])->gap);
		if (rows[i].gap[0] != '\0')
			assert_string_equal(
				agenda.rows[0].person.code, place->codes[0]);
		agenda_finish(&agenda);
		teardown(&one);
	}
}

static void
test_agenda__shows_the_step_that_comes_first(void **state)
{
	struct place *place = *state;
	struct agenda agenda;

	plan(place, 0, "", NOTE_OPEN);
	plan(place, 0, "2026-05-01", NOTE_OPEN);
	plan(place, 0, "2026-04-01", NOTE_ON_THE_WAY);
	plan(place, 0, "2026-03-01", NOTE_REACHED);
	plan(place, 0, "2026-02-01", NOTE_DROPPED);
	plan(place, 1, "2026-02-01", NOTE_REACHED);
	agenda = load(place, NULL, "2026-03-01");
	assert_string_equal(
		row_of(&agenda, place->codes[0])->step.text, "steg 2026-04-01");
	assert_false(row_of(&agenda, place->codes[1])->has_step);
	agenda_finish(&agenda);
}

static void
test_agenda__follows_up_after_the_end(void **state)
{
	struct place *place = *state;
	const struct agenda_row *row;
	struct agenda agenda;

	ask_person(place, 0, "2025-01-10", OCCASION_START, true);
	ask_person(place, 0, "2025-06-10", OCCASION_CLOSING, true);
	ask_person(place, 0, "2025-08-09", OCCASION_FOLLOW_UP, true);
	ask_person(place, 0, "2026-01-10", OCCASION_FOLLOW_UP, false);
	agenda = load(place, NULL, "2026-03-15");
	row = row_of(&agenda, place->codes[0]);
	assert_string_equal(row->closing, "2025-06-10");
	assert_string_equal(row->last, "2025-08-09");
	assert_int_equal(row->n_held, 3);
	assert_string_equal(row->after[0].day, "2025-09-10");
	/* A day short of two months behind is too early. */
	assert_int_equal(row->after[0].held, AGENDA_MISSED);
	/* Offered is not held, and its time is over. */
	assert_int_equal(row->after[1].held, AGENDA_MISSED);
	assert_int_equal(row->after[2].held, AGENDA_AHEAD);
	agenda_finish(&agenda);
	ask_person(place, 0, "2025-08-10", OCCASION_FOLLOW_UP, true);
	agenda = load(place, NULL, "2026-03-15");
	assert_int_equal(
		row_of(&agenda, place->codes[0])->after[0].held, AGENDA_HELD);
	agenda_finish(&agenda);
}

static void
test_agenda__is_for_caseworker_and_deputy(void **state)
{
	struct place *place = *state;
	struct store_person person = {0};
	struct agenda agenda;
	struct str out = {0};
	struct err err = {0};

	memcpy(person.code, place->codes[0], PERSON_CODE);
	strcpy(person.caseworker, "AB");
	strcpy(person.deputy, "CD");
	assert_ok(store_person_set(place->store, &person, &err), &err);
	plan(place, 0, "2026-04-01", NOTE_OPEN);
	take_part(place, "2026-01-01", "2026-03-08");
	agenda = load(place, "CD", "2026-03-01");
	assert_int_equal(agenda.n, 1);
	agenda_text(&agenda, &out);
	agenda_json(&agenda, &out);
	agenda_finish(&agenda);
	agenda = load(place, "EF", "2026-03-01");
	assert_int_equal(agenda.n, 0);
	agenda_text(&agenda, &out);
	agenda_finish(&agenda);
	{
		struct str want = {0};

		str_addf(&want,
			"Ärendeforum 2026-03-01, CD\n1 person\n\n"
			"%s  handläggare AB, ersättare CD\n"
			"  LUCKA från 2026-03-09\n"
			"  Ingen skattning än\n"
			"  Nästa steg: steg 2026-04-01 (senast 2026-04-01)\n"
			"  Pågår: Språk: SFI C, från 2026-01-01 till "
			"2026-03-08\n"
			"{\"code\":\"%s\",\"state\":\"active\","
			"\"caseworker\":\"AB\",\"deputy\":\"CD\","
			"\"last\":null,\"held\":0,"
			"\"next_step\":\"steg 2026-04-01\","
			"\"next_step_due\":\"2026-04-01\",\"activities\":1,"
			"\"gap_from\":\"2026-03-09\",\"closing\":null,"
			"\"after\":[],\"forum\":null}\n"
			"Ärendeforum 2026-03-01, EF\n0 personer\n",
			place->codes[0], place->codes[0]);
		if (strcmp(out.at, want.at) != 0)
			fail_msg("got:\n%s\nwant:\n%s", out.at, want.at);
		str_finish(&want);
	}
	str_finish(&out);
}

/* ------------------------------------------------------- hand-over */

static void
test_handover__is_for_who_may_read(void **state)
{
	static const struct {
		struct store_actor actor;
		bool may;
	} rows[] = {
		{{"op-1", ROLE_OPERATOR, 1}, true},
		{{"ab-1", ROLE_CASEWORKER, 1}, true},
		{{"ab-1", ROLE_DEPUTY, 1}, false},
		{{"cd-2", ROLE_DEPUTY, 1}, true},
		{{"cd-2", ROLE_CASEWORKER, 1}, false},
		{{"ef-3", ROLE_CASEWORKER, 1}, false},
		{{"re-1", ROLE_RECEPTION, 1}, false},
		{{"rp-1", ROLE_REPORT, 1}, false},
		{{"ar-1", ROLE_ARCHIVE, 1}, false},
		{{"au-1", ROLE_AUDITOR, 1}, false},
		{{"ad-1", ROLE_ADMIN, 1}, false},
	};
	struct place *place = *state;
	const struct handover_ask ask = {.code = place->codes[0],
		.to = "gh-4",
		.basis = "samtycke 2026-02-28",
		.today = "2026-03-01"};
	struct store_person person = {.caseworker = "ab-1", .deputy = "cd-2"};
	struct err err = {0};
	size_t i;

	memcpy(person.code, place->codes[0], PERSON_CODE);
	assert_ok(store_person_set(place->store, &person, &err), &err);
	plan(place, 0, "2026-04-01", NOTE_OPEN);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct store_actor *actor = &rows[i].actor;
		struct handover handover;
		bool ok;

		store_act_as(place->store, actor);
		ok = handover_load(&handover, place->store, &ask, &err);
		if (ok != rows[i].may || (!ok && err.code != ERR_REFUSED))
			fail_msg("%s (%s): %s", actor->name,
				role_word(actor->role), err.text);
		if (ok && strstr(handover.notes.at, "steg") == NULL)
			fail_msg("%s: no next step", actor->name);
		handover_finish(&handover);
		err_clear(&err);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_day__counts_as_the_calendar),
		cmocka_unit_test(test_day__months_end_where_the_month_does),
		cmocka_unit_test(test_agenda__tells_a_gap),
		cmocka_unit_test_setup_teardown(
			test_agenda__shows_the_step_that_comes_first, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_agenda__follows_up_after_the_end, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_agenda__is_for_caseworker_and_deputy, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_handover__is_for_who_may_read, setup, teardown),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("agenda", tests, NULL, NULL);
}
