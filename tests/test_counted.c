/* Everybody's occasions and answers without codes, and what was shown. */
#include "tests/stores.h"

#include "store/forget.h"
#include "store/shown.h"
#include "store/counted.h"

#define PEOPLE 7

static void
open_one(struct store *store, const char *person, const char *date,
	const char *caseworker, int64_t *id)
{
	struct store_occasion occasion = {.steps = 5, .mode = MODE_KIOSK};
	struct err err = {0};

	strcpy(occasion.instrument, "skapa");
	strcpy(occasion.version, "1");
	strcpy(occasion.level, "original");
	strcpy(occasion.date, date);
	strcpy(occasion.caseworker, caseworker);
	memcpy(occasion.person, person, PERSON_CODE);
	assert_ok(store_occasion_open(store, &occasion, id, &err), &err);
}

static void
put_one(struct store *store, int64_t occasion, const char *item, int value)
{
	struct store_put put = {.top = 5, .status = ANSWER_ANSWERED};
	struct err err = {0};

	put.value = value;
	put.position = item[0] == 'e';
	strcpy(put.item, item);
	snprintf(put.once, sizeof(put.once), "%s-%d", item, value);
	assert_ok(store_answer_put(store, occasion, &put, &err), &err);
}

/* Two people with occasions, one without. */
static void
fill(struct store *store, char (*codes)[PERSON_CODE])
{
	const struct store_person like = {.sex = SEX_MAN, .unit = "north"};
	struct err err = {0};
	int64_t a, b;

	assert_ok(store_people_add_like(store, 3, &like, codes, &err), &err);
	open_one(store, codes[0], "2026-01-10", "AB", &a);
	open_one(store, codes[0], "2026-04-10", "CD", &b);
	put_one(store, b, "health", 2);
	put_one(store, a, "health", 4);
	put_one(store, b, "energy", 3);
	open_one(store, codes[2], "2026-02-01", "AB", &a);
}

static bool
tell(const struct counted_person *visitor, void *data, struct err *err)
{
	size_t i, j;

	(void)err;
	str_addf(data, "%s %s:", store_sexes[visitor->sex], visitor->unit);
	for (i = 0; i < visitor->n_visits; i++) {
		const struct counted_visit *v = &visitor->visits[i];

		str_addf(data, " %s%s%s", v->about.date,
			v->is_pilot ? " pilot" : "",
			v->is_other_caseworker ? " other" : "");
		if (v->about.person[0] != '\0' ||
			v->about.caseworker[0] != '\0')
			str_add(data, " NAMED");
		for (j = 0; j < v->n_answers; j++)
			str_addf(data, " %s=%d", v->answers[j].item,
				v->answers[j].value);
		str_add(data, ";");
	}
	str_add(data, "|");
	return true;
}

static void
test_counted__are_told_without_codes(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[3][PERSON_CODE];
	struct str out = {0};
	struct err err = {0};

	fill(store, codes);
	assert_ok(store_pilot_set(store, "skapa", "2026-02-01", &err), &err);
	assert_ok(store_counted(store, tell, &out, &err), &err);
	assert_string_equal(out.at, "man north: 2026-01-10 pilot health=4;"
				    " 2026-04-10 other health=2 energy=3;|"
				    "man north: 2026-02-01 pilot;|");
	str_clear(&out);
	assert_ok(store_pilot_set(store, "skapa", "", &err), &err);
	assert_ok(store_counted(store, tell, &out, &err), &err);
	assert_null(strstr(out.at, "pilot"));
	str_finish(&out);
	assert_false(store_pilot_set(store, "skapa", "spring", &err));
	assert_int_equal(err.code, ERR_USAGE);
	store_close(store);
}

static void
test_shown__is_kept(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct shown *shown;
	struct err err = {0};
	char codes[PEOPLE][PERSON_CODE];
	size_t table, other, i;

	assert_ok(
		store_people_add(store, PEOPLE, "ar", NULL, codes, &err), &err);
	shown = shown_open(store, "skapa", &err);
	assert_ok(shown != NULL, &err);
	assert_int_equal(shown_person(shown, 0), 0);
	assert_ok(shown_table(shown, "health 1", &table, &err), &err);
	/* Also out of their order. */
	for (i = PEOPLE; i > 0; i--)
		assert_ok(shown_set(shown, (int64_t)i, table, 10 + (unsigned)i,
				  &err),
			&err);
	assert_false(shown_set(shown, 1, table, SHOWN_GROUPS_MAX + 1, &err));
	err_clear(&err);
	assert_ok(shown_keep(shown, &err), &err);
	assert_ok(shown_table(shown, "health 2", &other, &err), &err);
	assert_ok(shown_set(shown, 2, other, 1, &err), &err);
	assert_ok(shown_keep(shown, &err), &err);
	shown_close(shown);

	shown = shown_open(store, "skapa", &err);
	assert_ok(shown_table(shown, "health 1", &i, &err), &err);
	assert_int_equal(i, table);
	for (i = 1; i <= PEOPLE; i++) {
		assert_int_equal(shown_person(shown, i - 1), i);
		assert_int_equal(shown_group(shown, (int64_t)i, table), 10 + i);
		assert_int_equal(shown_group(shown, (int64_t)i, other), i == 2);
	}
	assert_int_equal(shown_group(shown, PEOPLE + 1, table), 0);
	shown_close(shown);
	shown = shown_open(store, "kaa", &err);
	assert_int_equal(shown_person(shown, 0), 0);
	shown_close(shown);
	store_close(store);
}

static void
test_shown__forgets_with_the_person(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_receipt receipt;
	struct shown *shown;
	struct err err = {0};
	char codes[2][PERSON_CODE];
	struct tally tally = {0};
	size_t table, n = 9;

	assert_ok(store_people_add(store, 2, "ar", NULL, codes, &err), &err);
	shown = shown_open(store, "skapa", &err);
	assert_ok(shown_table(shown, "health 1", &table, &err) &&
			  shown_set(shown, 1, table, 1, &err) &&
			  shown_set(shown, 2, table, 1, &err) &&
			  shown_keep(shown, &err),
		&err);
	shown_close(shown);
	assert_ok(store_forget(store, codes[0], false, DATE, &receipt, &err),
		&err);
	shown = shown_open(store, "skapa", &err);
	assert_ok(shown != NULL, &err);
	assert_int_equal(shown_group(shown, 1, table), 0);
	assert_int_equal(shown_group(shown, 2, table), 1);
	shown_close(shown);
	assert_ok(store_check(store, tally_finding, &tally, &n, &err), &err);
	assert_int_equal(tally.findings, 0);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_counted__are_told_without_codes, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_shown__is_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_shown__forgets_with_the_person, setup, teardown),
	};

	return cmocka_run_group_tests_name("counted", tests, NULL, NULL);
}
