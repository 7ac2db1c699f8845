/*
 * The organisation's report over a store whose people are known one by one:
 * the counts, the change, what is hidden, and that what was shown stays safe.
 */
#include "tests/stores.h"

#include "report/group_count.h"
#include "report/stats.h"
#include "store/occasions.h"
#include "tests/pdf_bench.h"

#define PEOPLE 60
#define UNTIL "2026-12-31"

static void
ask_for(struct group_ask *ask)
{
	*ask = (struct group_ask){.baseline = 1, .least = DISCLOSE_LEAST};
	strcpy(ask->from, "2026-01-01");
	strcpy(ask->until, UNTIL);
}

static void
rate(struct store *store, const char *person, const char *date, int value,
	enum occasion_kind kind)
{
	static const char *const items[] = {
		"job_idea", "contact", "health", "energy", "skills"};
	struct store_occasion occasion = {
		.steps = 5, .mode = MODE_KIOSK, .kind = kind};
	struct store_put put = {.top = 5};
	struct err err = {0};
	int64_t id;
	int i;

	strcpy(occasion.instrument, "skapa");
	strcpy(occasion.version, "1");
	strcpy(occasion.level, "original");
	strcpy(occasion.date, date);
	memcpy(occasion.person, person, PERSON_CODE);
	if (value == 0) {
		occasion.state = OCCASION_DECLINED;
		strcpy(occasion.reason, "not_now");
	}
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	for (i = 0; value > 0 && i < 5; i++) {
		/* health is as said; the others a step more, the last not. */
		put.status = ANSWER_ANSWERED;
		put.value = i == 2 ? value : value < 5 ? value + 1 : 5;
		if (i == 4) {
			put.status = ANSWER_DECLINED;
			put.value = 0;
		}
		strcpy(put.item, items[i]);
		snprintf(put.once, sizeof(put.once), "%d", i);
		assert_ok(store_answer_put(store, id, &put, &err), &err);
	}
}

/*
 * Person i first rates health 1 + i % 3; the first forty again: twenty a step
 * up, ten the same, ten a step down (of 3); the last six declined.
 */
static void
fill(struct store *store, char (*codes)[PERSON_CODE])
{
	struct err err = {0};
	int i;

	assert_ok(store_bulk_begin(store, &err), &err);
	assert_ok(store_people_add(store, PEOPLE, "ar", "north", codes, &err),
		&err);
	for (i = 0; i < PEOPLE; i++) {
		const int first = i < 30 ? 2 : i < 40 ? 3 : 1 + i % 3;

		rate(store, codes[i], "2026-02-01", i < 54 ? first : 0,
			OCCASION_BY_ORDER);
		if (i < 40)
			rate(store, codes[i], "2026-05-01",
				i < 20	 ? 3
				: i < 30 ? 2
					 : 2,
				i < 10 ? OCCASION_CLOSING : OCCASION_BY_ORDER);
	}
	assert_ok(store_bulk_end(store, true, &err), &err);
}

static const struct group_table *
must_have(const struct group *group, enum group_kind kind,
	enum group_split split, const char *item, int rating)
{
	const struct group_series *s = &group->series[0];
	const struct group_table *t;
	int at = -1, i;

	for (i = 0; item != NULL && i < (int)s->n_items; i++) {
		if (strcmp(s->items[i].key, item) == 0)
			at = i;
	}
	t = group_table(s, kind, split, at, rating);
	if (t == NULL)
		fail_msg("no table %d %d %s %d", kind, split,
			item != NULL ? item : "", rating);
	return t;
}

static void
must_be(const struct group_table *t, const char *want)
{
	struct str got = {0};
	int i;

	str_addf(&got, "%zu:", t->result.total);
	for (i = 0; i < t->n_ways * t->n_cells; i++) {
		if (t->result.has_cell[i])
			str_addf(&got, " %zu", t->result.counts[i]);
		else
			str_add(&got, " -");
	}
	assert_string_equal(got.at, want);
	str_finish(&got);
}

static const char *
no_name(const char *instrument, const char *item, void *data)
{
	(void)data;
	return item != NULL ? item : instrument;
}

static void
test_group__counts(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[PEOPLE][PERSON_CODE];
	struct group_ask ask;
	struct group group;
	struct err err = {0};
	struct str text = {0}, json = {0};

	fill(store, codes);
	ask_for(&ask);
	assert_ok(group_make(store, &ask, &group, &err), &err);
	assert_int_equal(group.n_series, 1);
	must_be(must_have(&group, GROUP_FLOW, SPLIT_NONE, NULL, 0),
		"60: 6 14 40 0 0");
	must_be(must_have(&group, GROUP_CLOSING, SPLIT_NONE, NULL, 0),
		"60: 50 10");
	must_be(must_have(&group, GROUP_REASON, SPLIT_NONE, NULL, 0),
		"60: 54 0 6");
	/* 30 twos, 10 threes, and of 40 to 53 five, five and four. */
	must_be(must_have(&group, GROUP_ITEM, SPLIT_NONE, "health", 1),
		"54: - 35 - 0 0 0 0 0");
	must_be(must_have(&group, GROUP_ITEM, SPLIT_NONE, "health", 2),
		"40: 0 20 20 0 0 0 0 0");
	/* Everybody declined: not told of everybody. */
	must_be(must_have(&group, GROUP_ITEM, SPLIT_NONE, "skills", 1),
		"54: - - - - - - - -");
	must_be(must_have(&group, GROUP_CHANGE, SPLIT_NONE, "health", 0),
		"40: 20 10 10 0");
	must_be(must_have(&group, GROUP_CHANGE, SPLIT_MODE, "health", 0),
		"40: 0 0 0 0 20 20 0 0");
	must_be(must_have(&group, GROUP_ALIKE, SPLIT_NONE, NULL, 1), "54: - -");
	assert_true(group.series[0].has_days);
	assert_near(group.series[0].days, 89, 0);
	must_be(must_have(&group, GROUP_OVERDUE, SPLIT_NONE, NULL, 0),
		"60: 10 50");
	must_be(must_have(&group, GROUP_UNREVIEWED, SPLIT_NONE, NULL, 0),
		"60: 6 54");
	must_be(must_have(&group, GROUP_UNREADABLE, SPLIT_NONE, NULL, 0),
		"60: 60 0");
	group_text(&group, no_name, NULL, &text);
	assert_non_null(strstr(text.at,
		"upp 50 % (35-65), ned 25 % (14-40) av 40 som svarat båda"));
	assert_non_null(strstr(text.at, "upp 33 till 67 % av alla 60"));
	/* No median where a step is hidden. */
	assert_non_null(strstr(
		text.at, "-    35     -     0     0     0     0     0\n"));
	group_json(&group, &json);
	assert_non_null(strstr(json.at, "\"up\":[0.500000,0.351995,0.648005]"));
	str_finish(&text);
	str_finish(&json);
	group_finish(&group);
	store_close(store);
}

/* What a few have done since the last report is not shown, nor who they are. */
static void
test_group__does_not_tell_the_few_apart(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[PEOPLE][PERSON_CODE], more[8][PERSON_CODE];
	struct group_ask ask;
	struct group group;
	struct err err = {0};
	int i;

	fill(store, codes);
	ask_for(&ask);
	assert_ok(group_make(store, &ask, &group, &err), &err);
	group_finish(&group);
	assert_ok(store_people_add(store, 8, "ar", "north", more, &err), &err);
	for (i = 0; i < 2; i++)
		rate(store, more[i], "2026-06-01", 4, OCCASION_BY_ORDER);
	assert_ok(group_make(store, &ask, &group, &err), &err);
	assert_true(group.series[0].is_withheld);
	assert_int_equal(group.series[0].n_tables, 0);
	group_finish(&group);
	/* Before they came it is as it was. */
	strcpy(ask.until, "2026-05-31");
	assert_ok(group_make(store, &ask, &group, &err), &err);
	must_be(must_have(&group, GROUP_FLOW, SPLIT_NONE, NULL, 0),
		"60: 6 14 40 0 0");
	group_finish(&group);
	strcpy(ask.until, UNTIL);
	for (i = 2; i < 8; i++)
		rate(store, more[i], "2026-06-01", 4, OCCASION_BY_ORDER);
	assert_ok(group_make(store, &ask, &group, &err), &err);
	must_be(must_have(&group, GROUP_FLOW, SPLIT_NONE, NULL, 0),
		"68: 6 22 40 0 0");
	must_be(must_have(&group, GROUP_ITEM, SPLIT_NONE, "health", 1),
		"62: - 35 - 8 0 0 0 0");
	group_finish(&group);
	/* Nor by a unit that is all but one of them. */
	strcpy(ask.unit, "north");
	{
		struct store_person one = {.unit = "south"};

		memcpy(one.code, codes[0], PERSON_CODE);
		assert_ok(store_person_set(store, &one, &err), &err);
	}
	assert_ok(group_make(store, &ask, &group, &err), &err);
	assert_true(group.series[0].is_withheld);
	group_finish(&group);
	store_close(store);
}

static void
test_group__asks_for_what_there_is(void **state)
{
	static const struct {
		const char *from, *until;
		int baseline;
		size_t least;
		double retest;
	} rows[] = {
		{"2026-02-02", "2026-02-01", 1, 5, 0},
		{"spring", "2026-02-01", 1, 5, 0},
		{"2026-01-01", "2026-02-01", 4, 5, 0},
		{"2026-01-01", "2026-02-01", 0, 5, 0},
		{"2026-01-01", "2026-02-01", 1, 4, 0},
		{"2026-01-01", "2026-02-01", 1, 5, 1},
		{"2026-01-01", "2026-02-01", 1, 5, -0.1},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct group_ask ask = {.baseline = rows[i].baseline,
			.least = rows[i].least,
			.retest = rows[i].retest};
		struct group group;
		struct err err = {0};

		strcpy(ask.from, rows[i].from);
		strcpy(ask.until, rows[i].until);
		if (group_make(store, &ask, &group, &err) ||
			err.code != ERR_USAGE)
			fail_msg("row %zu: %s", i, err.text);
	}
	store_close(store);
}

/* Reliable change: only with a test-retest of this place. */
static void
test_group__tells_change_beyond_noise(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[PEOPLE][PERSON_CODE];
	struct group_ask ask;
	struct group group;
	struct err err = {0};
	int i;

	assert_ok(store_bulk_begin(store, &err), &err);
	assert_ok(
		store_people_add(store, PEOPLE, "ar", NULL, codes, &err), &err);
	/* Ten on each of five steps, who all rise by one or two. */
	for (i = 0; i < 50; i++) {
		const int first = 1 + i / 10;
		const int more = first + 1 + i % 2;

		rate(store, codes[i], "2026-02-01", first, OCCASION_BY_ORDER);
		rate(store, codes[i], "2026-05-01", more < 5 ? more : 5,
			OCCASION_BY_ORDER);
	}
	assert_ok(store_bulk_end(store, true, &err), &err);
	ask_for(&ask);
	ask.retest = 0.6;
	assert_ok(group_make(store, &ask, &group, &err), &err);
	must_be(must_have(&group, GROUP_CHANGE, SPLIT_NONE, "health", 0),
		"50: 40 10 0 0");
	/* SD 1.43: two steps are within 2.5. */
	assert_near(group.series[0].sd[2], 1.42857, 1e-4);
	assert_null(group_table(
		&group.series[0], GROUP_RELIABLE, SPLIT_NONE, 2, 0));
	group_finish(&group);
	ask.retest = 0.9;
	assert_ok(group_make(store, &ask, &group, &err), &err);
	must_be(must_have(&group, GROUP_RELIABLE, SPLIT_NONE, "health", 0),
		"50: 15 35 0 0");
	group_finish(&group);
	store_close(store);
}

static void
test_group__counts_from_the_second(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[PEOPLE][PERSON_CODE];
	struct group_ask ask;
	struct group group;
	struct err err = {0};
	int i;

	fill(store, codes);
	/* They rated 2 and 3. */
	assert_ok(store_bulk_begin(store, &err), &err);
	for (i = 0; i < 20; i++)
		rate(store, codes[i], "2026-08-01", i < 10 ? 2 : 3,
			OCCASION_BY_ORDER);
	assert_ok(store_bulk_end(store, true, &err), &err);
	ask_for(&ask);
	ask.baseline = 2;
	assert_ok(group_make(store, &ask, &group, &err), &err);
	must_be(must_have(&group, GROUP_CHANGE, SPLIT_NONE, "health", 0),
		"20: 0 10 10 0");
	group_finish(&group);
	store_close(store);
}

static void
test_group__has_thirds_of_a_ladder(void **state)
{
	static const struct {
		int top;
		const char *thirds; /* of 0, 1 .. top + 1 */
	} rows[] = {{2, "0130"}, {3, "01230"}, {4, "011330"}, {5, "0112330"},
		{6, "01113330"}};
	size_t i;
	int value;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (value = 0; value <= rows[i].top + 1; value++) {
			if (group_third(value, rows[i].top) !=
				rows[i].thirds[value] - '0')
				fail_msg("row %zu: %d", i, value);
		}
	}
}

/* One answer of an occasion of that instrument and level. */
static void
say(struct store *store, const char *person, const char *instrument,
	const char *level, const char *item, int value, int months)
{
	struct store_occasion occasion = {
		.steps = 5, .mode = MODE_KIOSK, .horizon_months = months};
	struct store_put put = {
		.top = 5, .status = ANSWER_ANSWERED, .value = value};
	struct err err = {0};
	int64_t id;

	strcpy(occasion.instrument, instrument);
	strcpy(occasion.version, "1");
	strcpy(occasion.level, level);
	strcpy(occasion.date, "2026-05-01");
	memcpy(occasion.person, person, PERSON_CODE);
	if (strcmp(instrument, "skapa-caseworker") == 0)
		occasion.rater = RATES_CASEWORKER;
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	strcpy(put.item, item);
	strcpy(put.once, item);
	assert_ok(store_answer_put(store, id, &put, &err), &err);
}

/*
 * How it was then, asked afterwards, is no rating: it stands beside the series
 * and is its baseline where that is asked for.
 */
static void
test_group__has_how_it_was_then(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[PEOPLE][PERSON_CODE];
	struct group_ask ask;
	struct group group;
	struct err err = {0};
	struct str text = {0};
	int i;

	fill(store, codes);
	ask_for(&ask);
	ask.baseline = GROUP_BY_THEN;
	assert_ok(group_make(store, &ask, &group, &err), &err);
	assert_null(
		group_table(&group.series[0], GROUP_ASKED, SPLIT_NONE, -1, 0));
	assert_null(
		group_table(&group.series[0], GROUP_CHANGE, SPLIT_NONE, 2, 0));
	group_finish(&group);
	/*
	 * Of who rated twice all but five: they rated 2 and 3, then 2. And who
	 * never rated, all: of all but one the tables would tell who that is.
	 */
	assert_ok(store_bulk_begin(store, &err), &err);
	for (i = 0; i < 35; i++)
		say(store, codes[i], "skapa", "then", "health",
			i < 25	 ? 1
			: i < 30 ? 2
				 : 4,
			0);
	for (i = 54; i < 60; i++)
		say(store, codes[i], "skapa", "then", "health", 1, 0);
	assert_ok(store_bulk_end(store, true, &err), &err);
	assert_ok(group_make(store, &ask, &group, &err), &err);
	assert_int_equal(group.n_series, 1);
	/* The series itself is as it was: no rating more, nobody again. */
	must_be(must_have(&group, GROUP_FLOW, SPLIT_NONE, NULL, 0),
		"60: 6 14 40 0 0");
	must_be(must_have(&group, GROUP_ITEM, SPLIT_NONE, "health", 2),
		"40: 0 20 20 0 0 0 0 0");
	must_be(must_have(&group, GROUP_ASKED, SPLIT_NONE, NULL, 0),
		"60: 19 41");
	must_be(must_have(&group, GROUP_THEN, SPLIT_NONE, "health", 0),
		"41: 31 5 0 5 0 0 0 0");
	/* First 2 (30 people) and 3 (five): up five, same five, down 25. */
	must_be(must_have(&group, GROUP_SHIFT, SPLIT_NONE, "health", 0),
		"41: 5 5 25 6");
	/* Now 3 (20), 2 (15): up 25, the same five, down five. */
	must_be(must_have(&group, GROUP_CHANGE, SPLIT_NONE, "health", 0),
		"41: 25 5 5 6");
	group_text(&group, no_name, NULL, &text);
	assert_non_null(strstr(text.at,
		"Förändring från hur det var då, sagt efteråt, till den"));
	assert_non_null(strstr(text.at,
		"  har sagt efteråt hur det var då       41  68 % (56-79)\n"));
	str_clear(&text);
	group_json(&group, &text);
	assert_non_null(strstr(text.at, "\"baseline\":\"then\""));
	str_finish(&text);
	group_finish(&group);
	store_close(store);
}

/* What caseworkers believe stands beside what people say, and of no few. */
static void
test_group__has_belief_beside_self(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[PEOPLE][PERSON_CODE];
	struct group_ask ask;
	struct group group;
	struct err err = {0};
	struct str text = {0};
	int i;

	assert_ok(store_bulk_begin(store, &err), &err);
	assert_ok(
		store_people_add(store, PEOPLE, "ar", NULL, codes, &err), &err);
	/* Twenty low and low, ten high and high, ten low and high, ten one. */
	for (i = 0; i < 50; i++) {
		say(store, codes[i], "skapa", "original", "manage_job",
			i < 10	 ? 1
			: i < 20 ? 2
			: i < 30 ? 5
				 : 1,
			0);
		if (i < 40)
			say(store, codes[i], "skapa-caseworker", "original",
				"job_belief", i < 20 ? 2 : 4, i % 2 * 12);
		else /* of two years is another question */
			say(store, codes[i], "skapa-caseworker", "original",
				"job_belief", 4, 24);
	}
	assert_ok(store_bulk_end(store, true, &err), &err);
	ask_for(&ask);
	strcpy(ask.instrument, "skapa");
	assert_ok(group_make(store, &ask, &group, &err), &err);
	assert_int_equal(group.n_series, 1);
	must_be(must_have(&group, GROUP_BELIEF, SPLIT_NONE, "manage_job", 0),
		"50: 20 0 10 0 0 0 0 0 10 10");
	group_text(&group, no_name, NULL, &text);
	assert_non_null(strstr(text.at,
		"  personen lågt              20        0       10\n"));
	/* By hand: seen 4 * 10, by chance 4 * (30 * 20 + 10 * 20) / 40. */
	assert_non_null(strstr(text.at, "Viktad kappa 0,50"));
	str_finish(&text);
	group_finish(&group);
	/* Six more, three alike: which cells is not told, nor what follows. */
	for (i = 50; i < 56; i++) {
		say(store, codes[i], "skapa", "original", "manage_job",
			i < 53 ? 3 : 5, 0);
		say(store, codes[i], "skapa-caseworker", "original",
			"job_belief", i < 53 ? 3 : 1, 12);
	}
	assert_ok(group_make(store, &ask, &group, &err), &err);
	must_be(must_have(&group, GROUP_BELIEF, SPLIT_NONE, "manage_job", 0),
		"56: 20 0 10 0 - 0 - 0 10 10");
	text = (struct str){0};
	group_text(&group, no_name, NULL, &text);
	assert_null(strstr(text.at, "Viktad kappa"));
	str_finish(&text);
	group_finish(&group);
	/* Four more who say otherwise are not told, nor found out. */
	for (i = 56; i < 60; i++) {
		say(store, codes[i], "skapa", "original", "manage_job", 3, 0);
		say(store, codes[i], "skapa-caseworker", "original",
			"job_belief", 3, 12);
	}
	assert_ok(group_make(store, &ask, &group, &err), &err);
	assert_true(group.series[0].is_withheld);
	group_finish(&group);
	store_close(store);
}

/* What pdftotext reads in the report as it is printed. */
static void
print(const struct group *group, struct str *out)
{
	struct bench *bench = NULL;
	struct str pdf = {0};
	struct err err = {0};
	char path[64];

	assert_int_equal(bench_setup((void **)&bench), 0);
	assert_ok(group_pdf(group, no_name, NULL, bench->engine, 0, &pdf, &err),
		&err);
	snprintf(path, sizeof(path), "%s/group.pdf", bench->folder);
	write_file(path, pdf.at, pdf.len);
	assert_int_equal(
		bench_run(bench, out, "pdftotext -layout group.pdf -"), 0);
	str_finish(&pdf);
	bench_teardown((void **)&bench);
}

/* k of n with its interval: 18 of 30 is 60 % (42.3 to 75.4; Wilson 1927). */
static void
test_group__says_who_came_closer(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_occasion occasion = {.steps = 5, .mode = MODE_KIOSK};
	struct store_put put = {.top = 2, .status = ANSWER_ANSWERED};
	char codes[30][PERSON_CODE];
	struct group_ask ask;
	struct group group;
	struct str text = {0};
	struct err err = {0};
	int64_t id;
	size_t i;

	assert_ok(
		store_people_add(store, 30, "ar", "north", codes, &err), &err);
	strcpy(occasion.instrument, "closing");
	strcpy(occasion.version, "1");
	strcpy(occasion.level, "original");
	strcpy(occasion.date, "2026-06-01");
	strcpy(put.item, "closer");
	strcpy(put.once, "1");
	for (i = 0; i < 30; i++) {
		memcpy(occasion.person, codes[i], PERSON_CODE);
		put.value = i < 18 ? 1 : 2;
		assert_ok(
			store_occasion_open(store, &occasion, &id, &err), &err);
		assert_ok(store_answer_put(store, id, &put, &err), &err);
	}
	ask_for(&ask);
	assert_ok(group_make(store, &ask, &group, &err), &err);
	group_text(&group, no_name, NULL, &text);
	if (strstr(text.at, "närmare arbetsmarknaden:") == NULL ||
		strstr(text.at, "18 av 30, 60 % (42-75)") == NULL ||
		strstr(text.at, "har en avslutande skattning           30") ==
			NULL)
		fail_msg("%s", text.at);
	str_clear(&text);
	group_json(&group, &text);
	if (strstr(text.at, "\"closer\":{\"yes\":18,\"of\":30,"
			    "\"share\":[0.600000,0.423204,0.754") == NULL)
		fail_msg("%s", text.at);
	str_clear(&text);
	print(&group, &text);
	if (strstr(text.at, "närmare arbetsmarknaden:") == NULL ||
		strstr(text.at, "18 av 30, 60 % (42-75)") == NULL)
		fail_msg("on paper: %s", text.at);
	group_finish(&group);
	str_finish(&text);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_group__counts, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_group__does_not_tell_the_few_apart, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_group__asks_for_what_there_is, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_group__tells_change_beyond_noise, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_group__counts_from_the_second, setup, teardown),
		cmocka_unit_test(test_group__has_thirds_of_a_ladder),
		cmocka_unit_test_setup_teardown(
			test_group__has_how_it_was_then, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_group__has_belief_beside_self, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_group__says_who_came_closer, setup, teardown),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("group", tests, NULL, NULL);
}
