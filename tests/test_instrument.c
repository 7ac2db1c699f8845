#include "tests/test.h"

#include "core/str.h"
#include "instrument/instrument.h"

#include <sys/stat.h>
#include <unistd.h>

#define TEMPLATES "templates"

/* A templates folder with one instrument, "x". */
struct place {
	char folder[64];
	char sub[96];
	char path[128];
};

static int
setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	strcpy(place->folder, "/tmp/test_instrument.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->sub, sizeof(place->sub), "%s/instruments",
		place->folder);
	assert_int_equal(mkdir(place->sub, 0700), 0);
	snprintf(place->path, sizeof(place->path), "%s/x.yaml", place->sub);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	unlink(place->path);
	rmdir(place->sub);
	rmdir(place->folder);
	free(place);
	return 0;
}

static void
put(const struct place *place, const char *text, size_t len)
{
	FILE *file = fopen(place->path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

#define HEAD                                                                   \
	"id: x\n"                                                              \
	"version: \"1\"\n"                                                     \
	"rater: self\n"                                                        \
	"owner: a\n"                                                           \
	"source: b\n"
#define OPEN "permission: {state: unconfirmed}\n"
#define TAIL                                                                   \
	"orientation: row\n"                                                   \
	"levels: [original]\n"                                                 \
	"steps: [5]\n"
#define ITEM "items:\n  - {key: a, kind: ladder}\n"
#define GOOD HEAD OPEN TAIL ITEM

static void
test_load__names_what_is_wrong(void **state)
{
	static const struct {
		const char *text;
		const char *sentence; /* behind the path and ": " */
	} rows[] = {
		{"", "is empty"},
		{"# nothing\n", "is empty"},
		{"- a\n", "line 1: expecting MAPPING, got event: "
			  "SEQUENCE_START"},
		{"hello\n", "line 1: expecting MAPPING, got event: SCALAR"},
		{"id: x\n\tversion: 1\n",
			"line 2: no YAML: found a tab character that violates "
			"indentation"},
		{"id: x\nversion: [1\n",
			"line 3: no YAML: did not find expected ',' or ']'"},
		{"id: x\nowner: \"a\n",
			"line 3: no YAML: found unexpected end of stream"},
		{"id: x\nowner: \xff\n",
			"line 2: no YAML: invalid leading UTF-8 octet"},
		{"id: x\nowner: \x01\n",
			"line 2: no YAML: control characters are not allowed"},
		{GOOD "---\n" GOOD, "holds more than one document"},
		{"id: x\n", "line 1: field 'version' is missing"},
		{HEAD OPEN TAIL, "line 1: field 'items' is missing"},
		{GOOD "colour: red\n", "line 12: unknown field 'colour'"},
		{HEAD "titel: c\n" OPEN TAIL ITEM,
			"line 6: unknown field 'titel'"},
		{GOOD "owner: c\n", "line 12: field 'owner' is there twice"},
		{"id: y\n"
		 "version: \"1\"\nrater: self\nowner: a\nsource: b\n" OPEN TAIL
				ITEM,
			"line 1: id: is not the file's name without .yaml"},
		{"id: x\nversion: \"1\"\nrater: boss\n",
			"line 3: rater: unknown value 'boss'; use self or "
			"caseworker"},
		{"id: x\nversion: \"1\"\nrater: self\nowner:\n",
			"line 4: owner: is empty"},
		{"id: x\nversion: \"1\"\nrater: self\nowner: [a]\n",
			"line 4: owner: expecting STRING, got event: "
			"SEQUENCE_START"},
		{"id: x\nversion: "
		 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
			"line 2: version: is longer than 31 bytes"},
		{"id: x\nversion: \"1\"\nrater: self\nowner: \"a\\nb\"\n"
		 "source: b\n" OPEN TAIL ITEM,
			"line 4: owner: has a control character"},
		{HEAD "permission: {state: perhaps}\n" TAIL ITEM,
			"line 6: permission, state: unknown value 'perhaps'; "
			"use confirmed or unconfirmed"},
		{HEAD "permission: {state: confirmed}\n" TAIL ITEM,
			"line 6: permission: field 'by' is missing: who "
			"confirmed it"},
		{HEAD "permission: {state: confirmed, by: c}\n" TAIL ITEM,
			"line 6: permission: field 'date' is missing: when it "
			"was confirmed"},
		{HEAD "permission:\n  state: confirmed\n  by: c\n"
		      "  date: 2026-13-01\n" TAIL ITEM,
			"line 9: permission, date: is no date of the form "
			"2026-01-31"},
		{HEAD "permission: {state: unconfirmed, by: c}\n" TAIL ITEM,
			"line 6: permission: is unconfirmed, but 'by' says who "
			"confirmed it"},
		{HEAD OPEN "orientation: slope\n",
			"line 7: orientation: unknown value 'slope'; use row "
			"or column"},
		{HEAD OPEN "orientation: row\nlevels: []\n",
			"line 8: levels: has no entry"},
		{HEAD OPEN
			"orientation: row\nlevels: [Easy]\nsteps: [5]\n" ITEM,
			"line 8: levels 1: is no key"},
		{HEAD OPEN "orientation: row\nlevels: [easy, easy]\nsteps: "
			   "[5]\n" ITEM,
			"line 8: levels 2: is there twice"},
		{HEAD OPEN "orientation: row\nlevels: [a]\nsteps: 5\n" ITEM,
			"line 9: steps: expecting SEQUENCE, got event: SCALAR"},
		{HEAD OPEN "orientation: row\nlevels: [a]\nsteps: [1]\n" ITEM,
			"line 9: steps 1: unknown value '1'; use 2 to 12"},
		{HEAD OPEN "orientation: row\nlevels: [a]\nsteps:\n  - 5\n"
			   "  - 13\n" ITEM,
			"line 11: steps 2: unknown value '13'; use 2 to 12"},
		{HEAD OPEN
			"orientation: row\nlevels: [a]\nsteps: [5, 5]\n" ITEM,
			"line 9: steps 2: is there twice"},
		{HEAD OPEN TAIL "extras: [maybe]\n" ITEM,
			"line 10: extras 1: unknown value 'maybe'; use "
			"not_understood or declined"},
		{HEAD OPEN TAIL "extras: [declined, declined]\n" ITEM,
			"line 10: extras 2: is there twice"},
		{HEAD OPEN TAIL "items: []\n", "line 10: items: has no entry"},
		{HEAD OPEN TAIL "items:\n  - key: a\n  - key: b\n",
			"line 11: items 1: field 'kind' is missing"},
		{HEAD OPEN TAIL "items:\n  - key: a\n    kind: laddr\n",
			"line 12: items 1, kind: unknown value 'laddr'; use "
			"ladder, brackets, choice, comment or talk"},
		{HEAD OPEN TAIL ITEM "  - key: b\n    kind: ladder\n"
				     "    question: Why?\n",
			"line 14: items 2: unknown field 'question'"},
		{HEAD OPEN TAIL ITEM "  - key: b\n    kind: ladder\n"
				     "    key: c\n",
			"line 14: items 2: field 'key' is there twice"},
		{HEAD OPEN TAIL ITEM "  - {key: b, kind: ladder}\n"
				     "  - {key: a, kind: ladder}\n",
			"line 13: items 3, key: 'a' is item 1 already"},
		{HEAD OPEN TAIL "items:\n  - {key: A b, kind: ladder}\n",
			"line 11: items 1, key: is no key; use a to z, 0 to 9, "
			"_ and -, a letter first"},
		{HEAD OPEN TAIL "items:\n  - {key: practice, kind: ladder}\n",
			"line 11: items 1, key: 'practice' is kept for the "
			"practice item"},
		{HEAD OPEN TAIL "items:\n  - {key: a, kind: brackets}\n",
			"line 11: items 1: field 'brackets' is missing"},
		{HEAD OPEN TAIL
			"items:\n  - {key: a, kind: brackets, brackets: 13}\n",
			"line 11: items 1, brackets: unknown value '13'; use 2 "
			"to 12"},
		{HEAD OPEN TAIL
			"items:\n  - {key: a, kind: ladder, brackets: 6}\n",
			"line 11: items 1, brackets: an item of this kind has "
			"none"},
		{HEAD OPEN TAIL "items:\n  - {key: a, kind: choice}\n",
			"line 11: items 1: field 'choices' is missing"},
		{HEAD OPEN TAIL
			"items:\n  - {key: a, kind: talk, choices: 2}\n",
			"line 11: items 1, choices: an item of this kind has "
			"none"},
		{HEAD OPEN TAIL
			"items:\n  - {key: a, kind: ladder, picture: b, "
			"pictures: [c, d]}\n",
			"line 11: items 1, pictures: only a choice has a "
			"picture each"},
		{HEAD OPEN TAIL
			"items:\n  - {key: a, kind: choice, choices: 2, "
			"picture: b, pictures: [c]}\n",
			"line 11: items 1, pictures: are not as many as the "
			"choices"},
		{HEAD OPEN TAIL
			"items:\n  - {key: a, kind: choice, choices: 2, "
			"pictures: [c, d]}\n",
			"line 11: items 1: field 'picture' is missing: that of "
			"the question"},
		{HEAD OPEN TAIL
			"items:\n  - {key: a, kind: choice, choices: 2, "
			"picture: b, pictures: [c, ../d]}\n",
			"line 11: items 1, pictures: has a name that is no "
			"key"},
		{HEAD OPEN TAIL
			"items:\n  - {key: a, kind: ladder, picture: ../b}\n",
			"line 11: items 1, picture: is no key; it is a file's "
			"name without -1.svg"},
		{HEAD OPEN TAIL "practice: {picture: a/b}\n" ITEM,
			"line 10: practice, picture: is no key; it is a file's "
			"name without -1.svg"},
		{HEAD OPEN TAIL "items:\n  - key: a\n    kind: ladder\n"
				"    indicators:\n      - {label: b}\n",
			"line 14: items 1, indicators 1: field 'state' is "
			"missing"},
		{HEAD OPEN
			"orientation: &o row\nlevels: [*o]\nsteps: [5]\n" ITEM,
			"line 8: levels 1: is an alias; write the value "
			"itself"},
	};
	const struct place *place = *state;
	char want[ERR_TEXT + 256];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct instrument *instrument;

		put(place, rows[i].text, strlen(rows[i].text));
		instrument = instrument_load(place->folder, "x", &err);
		instrument_free(instrument);
		snprintf(want, sizeof(want), "%s: %s", place->path,
			rows[i].sentence);
		if (instrument != NULL)
			fail_msg("row %zu: taken, not '%s'", i, want);
		if (strcmp(err.text, want) != 0)
			fail_msg("row %zu: '%s', not '%s'", i, err.text, want);
		assert_int_equal(err.code, ERR_INPUT);
	}
}

static void
test_load__takes_the_least(void **state)
{
	const struct place *place = *state;
	struct err err = {0};
	struct instrument *instrument;

	put(place, GOOD, strlen(GOOD));
	instrument = instrument_load(place->folder, "x", &err);
	assert_ok(instrument != NULL, &err);
	assert_string_equal(instrument->version, "1");
	assert_false(instrument->permission.confirmed);
	assert_null(instrument->practice);
	assert_int_equal(instrument->n_extras, 0);
	assert_int_equal(instrument->n_items, 1);
	assert_null(instrument->items[0].picture);
	assert_null(instrument_item(instrument, ITEM_PRACTICE));
	instrument_free(instrument);
}

static void
test_load__takes_a_confirmed_permission(void **state)
{
	static const char text[] = HEAD "permission: {state: confirmed, by: A "
					"B, date: 2026-02-03}\n" TAIL ITEM;
	const struct place *place = *state;
	struct err err = {0};
	struct instrument *instrument;

	put(place, text, strlen(text));
	instrument = instrument_load(place->folder, "x", &err);
	assert_ok(instrument != NULL, &err);
	assert_true(instrument->permission.confirmed);
	assert_string_equal(instrument->permission.by, "A B");
	assert_string_equal(instrument->permission.date, "2026-02-03");
	instrument_free(instrument);
}

static void
test_load__refuses_too_much(void **state)
{
	const struct place *place = *state;
	struct err err = {0};
	char *text = malloc(INSTRUMENT_LIMIT + 2);

	assert_non_null(text);
	memset(text, '#', INSTRUMENT_LIMIT + 1);
	put(place, text, INSTRUMENT_LIMIT + 1);
	free(text);
	assert_null(instrument_load(place->folder, "x", &err));
	assert_int_equal(err.code, ERR_LIMIT);
}

static void
test_load__knows_which_there_are(void **state)
{
	static const char *const ids[] = {
		"foo", "", "../instruments/skapa", "skapa.yaml", "SKAPA"};
	char want[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct err err = {0};

		assert_null(instrument_load(TEMPLATES, ids[i], &err));
		snprintf(want, sizeof(want),
			"no instrument '%s' in templates; there is closing, "
			"course-evaluation, drop-in, fip, kaa, skapa, "
			"skapa-caseworker",
			ids[i]);
		assert_string_equal(err.text, want);
		assert_int_equal(err.code, ERR_USAGE);
	}
}

static void
test_ids__sorted(void **state)
{
	struct err err = {0};
	size_t n = 0;
	char **ids = instrument_ids(TEMPLATES, &n, &err);

	(void)state;
	assert_ok(ids != NULL, &err);
	assert_int_equal(n, 7);
	assert_string_equal(ids[0], "closing");
	assert_string_equal(ids[5], "skapa");
	assert_string_equal(ids[6], "skapa-caseworker");
	assert_null(ids[7]);
	instrument_ids_free(ids);
	assert_null(instrument_ids("templates/none", &n, &err));
	assert_string_equal(err.text,
		"templates/none/instruments: No such file or directory");
	assert_int_equal(err.code, ERR_SYSTEM);
}

static void
test_skapa__is_what_was_agreed(void **state)
{
	static const char *const keys[] = {"job_idea", "contact", "cooperation",
		"support", "energy", "health", "skills", "manage_job",
		"improve", "job_search", "wage"};
	struct err err = {0};
	struct instrument *skapa = instrument_load(TEMPLATES, "skapa", &err);
	unsigned i;

	(void)state;
	assert_ok(skapa != NULL, &err);
	assert_int_equal(skapa->n_items, 11);
	for (i = 0; i < 11; i++) {
		const struct item *item = &skapa->items[i];

		assert_string_equal(item->key, keys[i]);
		assert_int_equal(
			item->kind, i < 10 ? ITEM_LADDER : ITEM_BRACKETS);
		assert_int_equal(item_steps(item, 5), i < 10 ? 5 : 6);
		assert_int_equal(item_steps(item, 3), i < 10 ? 3 : 6);
		assert_int_equal(item_picture(item, 2, 3), i < 10 ? 3 : 2);
		assert_int_equal(item->n_indicators, i < 10 ? 1 : 0);
		if (i < 10)
			assert_false(item->indicators[0].confirmed);
		assert_ptr_equal(instrument_item(skapa, keys[i]), item);
	}
	assert_int_equal(skapa->rater, RATER_SELF);
	assert_string_equal(rater_word(skapa->rater), "self");
	assert_string_equal(skapa->owner, "Samordningsförbundet Halland");
	assert_false(skapa->permission.confirmed);
	assert_int_equal(skapa->n_extras, 2);
	assert_int_equal(skapa->extras[0], VALUE_NOT_UNDERSTOOD);
	assert_int_equal(skapa->extras[1], VALUE_DECLINED);
	assert_string_equal(
		instrument_item(skapa, ITEM_PRACTICE)->key, ITEM_PRACTICE);
	assert_true(instrument_has_level(skapa, "original", &err));
	assert_true(instrument_has_steps(skapa, 5, &err));
	assert_true(instrument_has_level(skapa, "easy", &err));
	assert_false(instrument_has_level(skapa, "hard", &err));
	assert_string_equal(err.text,
		"instrument 'skapa' has no level 'hard'; there is original, "
		"easy, then");
	assert_int_equal(err.code, ERR_USAGE);
	err_clear(&err);
	assert_false(instrument_has_steps(skapa, 4, &err));
	assert_string_equal(err.text,
		"instrument 'skapa' has no ladder of 4 steps; there is 5, 3");
	assert_int_equal(err.code, ERR_USAGE);
	instrument_free(skapa);
}

static void
test_skapa_caseworker__is_what_was_agreed(void **state)
{
	struct err err = {0};
	struct instrument *two =
		instrument_load(TEMPLATES, "skapa-caseworker", &err);

	(void)state;
	assert_ok(two != NULL, &err);
	assert_int_equal(two->n_items, 2);
	assert_string_equal(two->items[0].key, "job_belief");
	assert_string_equal(two->items[1].key, "purposeful");
	assert_string_equal(rater_word(two->rater), "caseworker");
	instrument_free(two);
}

/* Which of five pictures the steps of shorter and longer ladders show. */
static void
test_item_picture__takes_the_nearest_of_five(void **state)
{
	static const char *const want[] = {
		NULL, NULL, "15", "135", "1245", "12345", "123456"};
	const struct item ladder = {.kind = ITEM_LADDER};
	int steps, value;

	(void)state;
	for (steps = 2; steps <= 6; steps++)
		for (value = 1; value <= steps; value++)
			if (item_picture(&ladder, value, steps) !=
				want[steps][value - 1] - '0')
				fail_msg("step %d of %d: %d", value, steps,
					item_picture(&ladder, value, steps));
}

/* A site's folder before the shipped one: its files count, the rest is there.
 */
static void
test_load__looks_in_one_folder_after_the_other(void **state)
{
	const struct place *place = *state;
	struct err err = {0};
	char both[160];
	struct instrument *own, *shipped;
	char **ids;
	size_t n, i;
	bool found = false;

	put(place, GOOD, strlen(GOOD));
	snprintf(both, sizeof(both), "%s:templates", place->folder);
	own = instrument_load(both, "x", &err);
	assert_ok(own != NULL, &err);
	shipped = instrument_load(both, "skapa", &err);
	assert_ok(shipped != NULL, &err);
	ids = instrument_ids(both, &n, &err);
	assert_ok(ids != NULL, &err);
	assert_string_equal(ids[n - 1], "x");
	for (i = 0; i < n; i++)
		found = found || strcmp(ids[i], "skapa") == 0;
	assert_true(found);
	instrument_ids_free(ids);
	instrument_free(own);
	instrument_free(shipped);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_load__names_what_is_wrong, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_load__takes_the_least, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_load__takes_a_confirmed_permission, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_load__refuses_too_much, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_load__looks_in_one_folder_after_the_other, setup,
			teardown),
		cmocka_unit_test(test_item_picture__takes_the_nearest_of_five),
		cmocka_unit_test(test_load__knows_which_there_are),
		cmocka_unit_test(test_ids__sorted),
		cmocka_unit_test(test_skapa__is_what_was_agreed),
		cmocka_unit_test(test_skapa_caseworker__is_what_was_agreed),
	};

	return cmocka_run_group_tests_name("instrument", tests, NULL, NULL);
}
