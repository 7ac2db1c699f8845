/* Many calls in one transaction: all of them are kept, or none. */
#include "tests/stores.h"

static bool
count_person(const struct store_person *person, void *data, struct err *err)
{
	(void)person;
	(void)err;
	++*(size_t *)data;
	return true;
}

static size_t
people(struct store *store)
{
	struct tally tally = {0};
	struct err err = {0};
	size_t n = 0;

	assert_ok(store_check(store, tally_finding, &tally, &n, &err), &err);
	assert_int_equal(n, 0);
	n = 0;
	assert_ok(store_people_list(store, count_person, &n, &err), &err);
	return n;
}

static const struct bulk_case {
	const char *name;
	bool fails; /* a call in between */
	bool wanted;
	size_t kept;
} cases[] = {
	{"all is well", false, true, 6},
	{"not wanted", false, false, 0},
	{"a call failed", true, true, 0},
};

static void
test_bulk__all_or_nothing(void **state)
{
	const struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct store *store = must_open(place->path, STORE_WRITE);
		const size_t before = people(store);
		char codes[3][PERSON_CODE];
		struct err err = {0};
		bool ok;

		assert_ok(store_bulk_begin(store, &err), &err);
		assert_ok(store_people_add(store, 3, "ar", NULL, codes, &err),
			&err);
		if (cases[i].fails)
			assert_false(store_people_add(
				store, 1, "no key", NULL, codes, NULL));
		if (cases[i].fails) {
			struct store_person nobody = {.code = "0000-0000"};

			assert_false(store_person_set(store, &nobody, NULL));
		}
		assert_ok(store_people_add(store, 3, "so", NULL, codes, &err),
			&err);
		ok = store_bulk_end(store, cases[i].wanted, &err);
		if (ok != (cases[i].kept > 0))
			fail_msg("%s: %d", cases[i].name, ok);
		if (people(store) != before + cases[i].kept)
			fail_msg(
				"%s: %zu people", cases[i].name, people(store));
		/* What comes after is a transaction of its own again. */
		assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err),
			&err);
		store_close(store);
		store = must_open(place->path, STORE_READ);
		if (people(store) != before + cases[i].kept + 1)
			fail_msg("%s: %zu people on the disk", cases[i].name,
				people(store));
		store_close(store);
	}
}

static void
test_bulk__is_for_writers(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_READ);
	struct err err = {0};

	assert_false(store_bulk_begin(store, &err));
	assert_int_equal(err.code, ERR_USAGE);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_bulk__all_or_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_bulk__is_for_writers, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
