#include "tests/test.h"

#include "instrument/instrument.h"
#include "report/series.h"
#include "store/roles.h"

#include <ftw.h>
#include <unistd.h>

struct place {
	char root[64];
	struct store *store;
	char code[PERSON_CODE];
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
	struct store_person person = {0};
	char codes[1][PERSON_CODE];
	struct err err = {0};

	assert_non_null(place);
	strcpy(place->root, "/tmp/skapa-test-XXXXXX");
	assert_non_null(mkdtemp(place->root));
	assert_ok(store_init(place->root, &err), &err);
	place->store = store_open(place->root, STORE_WRITE, 0, &err);
	assert_ok(place->store != NULL, &err);
	strcpy(person.caseworker, "ab-1");
	strcpy(person.deputy, "cd-1");
	assert_ok(store_people_add_like(place->store, 1, &person, codes, &err),
		&err);
	memcpy(place->code, codes[0], PERSON_CODE);
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

/* items: a letter an item (h, e, j, w) and its step; d for declined. */
static void
answer(struct place *place, const struct store_occasion *like,
	const char *items)
{
	static const struct {
		char letter;
		const char *item;
		int top;
	} keys[] = {{'h', "health", 0}, {'e', "energy", 0},
		{'j', "job_idea", 0}, {'w', "wage", 6}, {'b', "job_belief", 0}};
	struct store_occasion occasion = *like;
	struct err err = {0};
	int64_t id;
	size_t k;

	memcpy(occasion.person, place->code, PERSON_CODE);
	occasion.mode = MODE_KIOSK;
	assert_ok(
		store_occasion_open(place->store, &occasion, &id, &err), &err);
	for (; *items != '\0'; items += 2) {
		struct store_put put = {.status = items[1] == 'd'
							  ? ANSWER_DECLINED
							  : ANSWER_ANSWERED};

		for (k = 0; keys[k].letter != items[0]; k++)
			;
		strcpy(put.item, keys[k].item);
		put.top = keys[k].top != 0 ? keys[k].top : like->steps;
		put.value = items[1] == 'd' ? VALUE_DECLINED : items[1] - '0';
		snprintf(put.once, sizeof(put.once), "x%c%s", items[0],
			like->date);
		assert_ok(store_answer_put(place->store, id, &put, &err), &err);
	}
}

static const struct store_occasion own = {.instrument = "skapa",
	.version = "1",
	.level = "original",
	.steps = 5,
	.date = "2026-01-10"};

static struct store_occasion
at(const char *date, const char *version, int steps)
{
	struct store_occasion occasion = own;

	strcpy(occasion.date, date);
	strcpy(occasion.version, version);
	occasion.steps = steps;
	return occasion;
}

static struct series_set
load(struct place *place, enum series_whose whose)
{
	struct series_set set;
	struct err err = {0};

	assert_ok(series_load(&set, place->store, place->code, whose, &err),
		&err);
	return set;
}

/* Another version, level or number of steps is never in one line. */
static void
test_series__keeps_unlike_forms_apart(void **state)
{
	struct place *place = *state;
	struct store_occasion occasion = own;
	struct series_set set;

	answer(place, &occasion, "h3e4");
	occasion = at("2026-04-10", "1", 5);
	answer(place, &occasion, "h2e4");
	occasion = at("2026-05-10", "2", 5);
	answer(place, &occasion, "h2");
	occasion = at("2026-06-10", "1", 3);
	answer(place, &occasion, "h2");
	strcpy(occasion.level, "easy");
	answer(place, &occasion, "h2");
	set = load(place, SERIES_OWN);
	assert_int_equal(set.n, 4);
	assert_int_equal(set.all[0].n_columns, 2);
	assert_string_equal(series_last(&set.all[0]), "2026-04-10");
	assert_true(series_falls(&set.all[0], 1));
	assert_false(series_falls(&set.all[0], 0));
	assert_int_equal(set.all[1].n_columns, 1);
	series_finish(&set);
}

static void
test_series__tells_steps_from_what_is_missing(void **state)
{
	struct place *place = *state;
	struct instrument *skapa;
	struct store_occasion occasion = own;
	struct series_set set;
	struct err err = {0};

	answer(place, &occasion, "w5h3ed");
	occasion = at("2026-04-10", "1", 5);
	answer(place, &occasion, "j1e5");
	set = load(place, SERIES_OWN);
	skapa = instrument_load("templates", "skapa", &err);
	assert_ok(skapa != NULL, &err);
	series_order(&set.all[0], skapa);
	instrument_free(skapa);
	assert_int_equal(set.all[0].n_items, 4);
	assert_string_equal(set.all[0].items[0].key, "job_idea");
	assert_string_equal(set.all[0].items[1].key, "energy");
	assert_string_equal(set.all[0].items[2].key, "health");
	assert_string_equal(set.all[0].items[3].key, "wage");
	assert_int_equal(series_ladders(&set.all[0]), 3);
	assert_int_equal(series_value(&set.all[0], 0, 0), 0);
	assert_null(series_cell(&set.all[0], 0, 0));
	assert_int_equal(series_value(&set.all[0], 1, 0), 0);
	assert_int_equal(
		series_cell(&set.all[0], 1, 0)->status, ANSWER_DECLINED);
	assert_int_equal(series_value(&set.all[0], 1, 1), 5);
	assert_int_equal(series_value(&set.all[0], 2, 0), 3);
	/* A bracket is no step. */
	assert_int_equal(series_value(&set.all[0], 3, 0), 0);
	assert_int_equal(series_answered(&set.all[0], 0), 1);
	assert_int_equal(series_answered(&set.all[0], 1), 2);
	/* From declined to a step is no fall. */
	assert_false(series_falls(&set.all[0], 1));
	series_finish(&set);
}

/* What a caseworker believes has an access class of its own. */
static void
test_series__caseworkers_answers_are_apart(void **state)
{
	static const struct {
		const char *name;
		enum store_role role;
		bool may;	 /* read the person's answers */
		bool may_belief; /* and the caseworker's */
	} rows[] = {
		{"op", ROLE_OPERATOR, true, true},
		{"ab-1", ROLE_CASEWORKER, true, true},
		{"xy-1", ROLE_CASEWORKER, false, false},
		{"cd-1", ROLE_DEPUTY, true, false},
		{"re-1", ROLE_RECEPTION, false, false},
		{"ad-1", ROLE_ADMIN, false, false},
	};
	struct place *place = *state;
	struct store_occasion belief = own;
	size_t i;

	answer(place, &own, "h3");
	strcpy(belief.instrument, "skapa-caseworker");
	belief.rater = RATES_CASEWORKER;
	belief.horizon_months = 12;
	answer(place, &belief, "b2");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct store_actor actor = {.role = rows[i].role, .at = 1};
		struct series_set set = {0};
		struct err err = {0};

		strcpy(actor.name, rows[i].name);
		store_act_as(place->store, &actor);
		if (series_load(&set, place->store, place->code, SERIES_OWN,
			    &err) != rows[i].may)
			fail_msg("%s: own: %s", rows[i].name, err.text);
		if (rows[i].may &&
			(set.n != 1 || set.all[0].of->rater != RATES_SELF))
			fail_msg("%s: %zu own series", rows[i].name, set.n);
		series_finish(&set);
		err_clear(&err);
		if (series_load(&set, place->store, place->code,
			    SERIES_CASEWORKER, &err) != rows[i].may_belief)
			fail_msg("%s: belief: %s", rows[i].name, err.text);
		if (rows[i].may_belief &&
			(set.n != 1 ||
				set.all[0].of->rater != RATES_CASEWORKER ||
				set.all[0].columns[0].occasion == NULL ||
				set.all[0].columns[0]
						.occasion->horizon_months !=
					12))
			fail_msg("%s: %zu series", rows[i].name, set.n);
		series_finish(&set);
		err_clear(&err);
		/* All of both: only as far as the class goes. */
		if (rows[i].may &&
			series_load(&set, place->store, place->code,
				SERIES_EVERY, &err) &&
			set.n != (rows[i].may_belief ? 2 : 1))
			fail_msg("%s: %zu of all", rows[i].name, set.n);
		series_finish(&set);
	}
}

static void
test_series__of_nobody(void **state)
{
	struct place *place = *state;
	struct series_set set = load(place, SERIES_EVERY);
	struct err err = {0};

	assert_int_equal(set.n, 0);
	series_finish(&set);
	assert_false(
		series_load(&set, place->store, "0000-0000", SERIES_OWN, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_int_equal(set.n, 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_series__keeps_unlike_forms_apart),
		TEST(test_series__tells_steps_from_what_is_missing),
		TEST(test_series__caseworkers_answers_are_apart),
		TEST(test_series__of_nobody),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
