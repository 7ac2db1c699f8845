#include "tests/role_world.h"

#include "store/forget.h"
#include "store/occasions.h"
#include "store/visits.h"

#define TOKEN_A                                                                \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define TOKEN_B                                                                \
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct store_visit
begin(struct store *store, const char *token, int64_t seen)
{
	struct store_visit visit = {
		.language = "ar", .text_size = 1, .seen = seen};
	struct err err = {0};

	assert_ok(store_visit_begin(store, token, &visit, &err), &err);
	assert_true(visit.id > 0);
	return visit;
}

/* A new person answers from here on. */
static void
begin_answering(struct store *store, struct store_visit *visit)
{
	struct store_occasion occasion = {.instrument = "skapa",
		.version = "1",
		.level = "original",
		.steps = 5,
		.date = DATE};
	char codes[1][PERSON_CODE];
	struct err err = {0};

	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	memcpy(occasion.person, codes[0], PERSON_CODE);
	assert_ok(store_occasion_open(store, &occasion, &visit->occasion, &err),
		&err);
	memcpy(visit->person, codes[0], PERSON_CODE);
	strcpy(visit->level, "original");
	visit->steps = 5;
	visit->answered = (1ull << 63) | 1;
	assert_ok(store_visit_set(store, visit, &err), &err);
}

static bool
find(struct store *store, const char *token, struct store_visit *visit)
{
	struct err err = {0};
	bool found;

	assert_ok(store_visit_find(store, token, visit, &found, &err), &err);
	return found;
}

static void
test_visit__is_kept_over_a_restart(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_visit visit = begin(store, TOKEN_A, 100), got;

	begin_answering(store, &visit);
	store_close(store);
	store = must_open(place->path, STORE_WRITE);
	assert_true(find(store, TOKEN_A, &got));
	assert_int_equal(got.id, visit.id);
	assert_int_equal(got.occasion, visit.occasion);
	assert_string_equal(got.person, visit.person);
	assert_string_equal(got.language, "ar");
	assert_string_equal(got.level, "original");
	assert_int_equal(got.steps, 5);
	assert_int_equal(got.text_size, 1);
	assert_false(got.is_dark);
	assert_false(got.is_parked);
	assert_true(got.answered == visit.answered);
	assert_int_equal(got.seen, 100);
	assert_false(find(store, TOKEN_B, &got));
	store_close(store);
}

static void
test_parked__is_found_by_the_person_alone(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_visit visit = begin(store, TOKEN_A, 100), got;
	struct err err = {0};
	bool found;

	begin_answering(store, &visit);
	assert_ok(store_visit_park(store, visit.id, &err), &err);
	assert_false(find(store, TOKEN_A, &got));
	assert_ok(
		store_visit_of_person(store, visit.person, &got, &found, &err),
		&err);
	assert_true(found && got.is_parked);
	assert_int_equal(got.occasion, visit.occasion);
	assert_ok(store_visit_end(store, visit.id, &err), &err);
	assert_ok(
		store_visit_of_person(store, visit.person, &got, &found, &err),
		&err);
	assert_false(found);
	assert_false(store_visit_set(store, &visit, &err));
	assert_int_equal(err.code, ERR_USAGE);
	store_close(store);
}

/* What the sweep leaves, by when it was seen and whether it has begun. */
static void
test_sweep__parks_what_has_begun(void **state)
{
	static const struct {
		int64_t seen;
		bool has_begun, is_found, is_kept;
	} rows[] = {
		{900, false, true, true},
		{900, true, true, true},
		{899, false, false, false},
		{899, true, false, true},
		{500, true, false, true},
		{499, true, false, false},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct store_visit visit = begin(store, TOKEN_A, rows[i].seen);
		struct err err = {0};
		int open, parked;

		if (rows[i].has_begun)
			begin_answering(store, &visit);
		assert_ok(store_visits_sweep(store, 900, 500, &err), &err);
		if (find(store, TOKEN_A, &visit) != rows[i].is_found)
			fail_msg("row %zu: found or not", i);
		assert_ok(
			store_visits_count(store, &open, &parked, &err), &err);
		if (rows[i].has_begun &&
			(open != (rows[i].is_found ? 1 : 0) ||
				parked != (rows[i].is_kept && !rows[i].is_found
							  ? 1
							  : 0)))
			fail_msg(
				"row %zu: %d open, %d parked", i, open, parked);
		/* All of it goes before the next. */
		assert_ok(store_visits_sweep(store, INT64_MAX, INT64_MAX, &err),
			&err);
	}
	store_close(store);
}

static void
test_visit__refuses(void **state)
{
	static const struct {
		const char *language;
		int steps, text_size;
		enum store_role role;
		enum err_code code;
	} rows[] = {
		{"ar", 5, 0, ROLE_RECEPTION, ERR_NONE},
		{"", 5, 0, ROLE_RECEPTION, ERR_USAGE},
		{"AR", 5, 0, ROLE_RECEPTION, ERR_USAGE},
		{"ar", STEP_MAX + 1, 0, ROLE_RECEPTION, ERR_USAGE},
		{"ar", 5, VISIT_SIZES, ROLE_RECEPTION, ERR_USAGE},
		{"ar", 5, -1, ROLE_RECEPTION, ERR_USAGE},
		{"ar", 5, 0, ROLE_AUDITOR, ERR_REFUSED},
		{"ar", 5, 0, ROLE_CASEWORKER, ERR_REFUSED},
	};
	const struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct store *store = must_open(place->path, STORE_TRY);
		struct store_visit visit = {
			.steps = rows[i].steps, .text_size = rows[i].text_size};
		const struct store_actor actor = actor_of(rows[i].role);
		struct err err = {0};

		store_act_as(store, &actor);
		str_copy(visit.language, LAYOUT_KEY, rows[i].language);
		if (store_visit_begin(store, TOKEN_A, &visit, &err) !=
				(rows[i].code == ERR_NONE) ||
			err.code != rows[i].code)
			fail_msg("row %zu: %s", i, err.text);
		store_close(store);
	}
}

static void
test_forgotten__has_no_visit(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_visit visit = begin(store, TOKEN_A, 100);
	struct store_receipt receipt;
	struct err err = {0};

	begin_answering(store, &visit);
	assert_ok(
		store_forget(store, visit.person, false, DATE, &receipt, &err),
		&err);
	assert_false(find(store, TOKEN_A, &visit));
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_visit__is_kept_over_a_restart),
		TEST(test_parked__is_found_by_the_person_alone),
		TEST(test_sweep__parks_what_has_begun),
		TEST(test_visit__refuses),
		TEST(test_forgotten__has_no_visit),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("visits", tests, NULL, NULL);
}
