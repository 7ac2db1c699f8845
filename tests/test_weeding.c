/*
 * What is over goes when two people say so, with its key and nothing else, and
 * is whole after a kill.
 */
#include "tests/stores.h"

#include "store/activities.h"
#include "store/backup.h"
#include "store/forget.h"
#include "store/inside.h"
#include "store/notes.h"
#include "store/retention.h"
#include "store/weeding.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define LATER "2031-03-01"

static const struct store_actor archive = {"archive-1", ROLE_ARCHIVE, 1};
static const struct store_actor admin = {"admin-1", ROLE_ADMIN, 1};

/* Answers to an instrument on a screen, on that day. */
static void
answer(struct store *store, const char *code, const char *instrument,
	const char *day, const char *once)
{
	struct store_occasion occasion = {.steps = 5};
	struct store_put put = {.item = "health",
		.top = 5,
		.status = ANSWER_ANSWERED,
		.value = 4};
	struct err err = {0};
	int64_t id = 0;

	str_copy(occasion.person, PERSON_CODE, code);
	str_copy(occasion.instrument, LAYOUT_KEY, instrument);
	str_copy(occasion.date, STORE_DATE, day);
	strcpy(occasion.version, "1");
	strcpy(occasion.level, "original");
	str_copy(put.once, OCCASION_ONCE, once);
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	assert_ok(store_answer_put(store, id, &put, &err), &err);
}

static void
note(struct store *store, const char *code, const char *day)
{
	struct store_note note = {.kind = NOTE_STORY};
	struct err err = {0};
	int64_t number;

	str_copy(note.person, PERSON_CODE, code);
	str_copy(note.day, STORE_DATE, day);
	strcpy(note.text, "went to see the workshop");
	assert_ok(store_note_add(store, &note, &number, &err), &err);
}

/* A person's sheet, one page of which is filed from scan number. */
static void
file_sheet(struct store *store, const char *code, int scan, int source_page,
	const char *answers)
{
	struct store_page pages[2];
	struct reading reading;
	struct err err = {0};

	issue(store, 1, code, pages);
	make_reading(&reading, &pages[0], answers);
	reading.source_page = source_page;
	keep(store, scan, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
}

static void
add_people(struct store *store, size_t n, char (*codes)[PERSON_CODE])
{
	struct err err = {0};

	assert_ok(store_people_add(store, n, NULL, NULL, codes, &err), &err);
}

static void
set_rule(struct store *store, const char *instrument, int months)
{
	struct err err = {0};

	assert_ok(store_rule_set(store, instrument, months, &err), &err);
}

/* "CODE instrument last over|" with the people's numbers for codes. */
struct telling {
	char (*codes)[PERSON_CODE];
	struct str out;
};

static int
who(const struct telling *telling, const char *code)
{
	int i;

	for (i = 0; i < 4; i++) {
		if (strcmp(telling->codes[i], code) == 0)
			return i;
	}
	return -1;
}

static bool
tell_overdue(const struct store_overdue *row, void *data, struct err *err)
{
	struct telling *telling = data;

	(void)err;
	str_addf(&telling->out, "%d %s %s %s|", who(telling, row->person),
		row->instrument, row->last_day, row->over);
	return true;
}

static bool
tell_weeded(const struct store_weeded *row, void *data, struct err *err)
{
	struct telling *telling = data;

	(void)err;
	str_addf(&telling->out, "%lld:%lld %s %s %d+%d+%d+%d+%d|",
		(long long)row->number, (long long)row->row, row->instrument,
		weeded_states[row->state], row->occasions, row->answers,
		row->pages, row->scans, row->others);
	return true;
}

static void
assert_weeded(struct store *store, int64_t number, const char *want)
{
	struct telling telling = {0};
	struct err err = {0};

	str_add(&telling.out, "");
	assert_ok(
		store_weeding_list(store, number, tell_weeded, &telling, &err),
		&err);
	assert_string_equal(telling.out.at, want);
	str_finish(&telling.out);
}

static int64_t
propose(struct store *store, bool with_stacks)
{
	struct err err = {0};
	int64_t number = 0;

	store_act_as(store, &archive);
	assert_ok(store_weeding_propose(
			  store, NULL, 0, with_stacks, LATER, &number, &err),
		&err);
	return number;
}

static void
be_operator(struct store *store)
{
	const struct store_actor operator= {.name = STORE_OPERATOR};

	store_act_as(store, &operator);
}

static size_t
answers_of(struct store *store, const char *code)
{
	struct tally tally;

	be_operator(store);
	count(store, code, &tally);
	if (tally.findings > 0)
		fail_msg("%s", tally.finding);
	return tally.answers;
}

/* What is over is counted from the last day, by each rule on its own. */
static void
test_overdue__counts_from_the_last_day(void **state)
{
	static const struct {
		const char *instrument;
		int months;
		const char *date, *want;
	} rows[] = {
		{"skapa", 12, "2027-02-27", ""},
		{"skapa", 12, "2027-02-28", "0 skapa 2026-02-28 2027-02-28|"},
		/* A month that has no such day ends with its last. */
		{"short", 1, "2026-02-28", "0 short 2026-01-31 2026-02-28|"},
		{"short", 25, "2028-02-29", "0 short 2026-01-31 2028-02-29|"},
		{"short", 23, "2027-12-30", ""},
		{"none", 1, "2099-01-01", ""},
		/* A note is of everything; of the other there is no day. */
		{"", 60, "2031-04-30", "1  2026-02-28 2031-02-28|"},
		{"", 60, "2031-05-01",
			"0  2026-05-01 2031-05-01|1  2026-02-28 2031-02-28|"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct telling telling = {0};
	char codes[4][PERSON_CODE];
	struct err err = {0};
	size_t i;

	add_people(store, 4, codes);
	answer(store, codes[0], "skapa", "2025-11-01", "a");
	answer(store, codes[0], "skapa", "2026-02-28", "b");
	answer(store, codes[0], "short", "2026-01-31", "c");
	note(store, codes[0], "2026-05-01");
	note(store, codes[1], "2026-02-28");
	telling.codes = codes;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		set_rule(store, rows[i].instrument, rows[i].months);
		str_clear(&telling.out);
		str_add(&telling.out, "");
		assert_ok(store_overdue(store, rows[i].date, tell_overdue,
				  &telling, &err),
			&err);
		if (strcmp(telling.out.at, rows[i].want) != 0)
			fail_msg("row %zu: %s", i, telling.out.at);
		set_rule(store, rows[i].instrument, 0);
	}
	assert_false(store_rule_set(store, "Not a key", 1, &err));
	assert_int_equal(err.code, ERR_USAGE);
	err_clear(&err);
	assert_false(store_rule_set(store, "skapa", RULE_MONTHS + 1, &err));
	assert_int_equal(err.code, ERR_USAGE);
	str_finish(&telling.out);
	store_close(store);
}

/* One instrument goes; the other, the notes and other people stay. */
static void
test_approve__takes_one_instrument(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[4][PERSON_CODE];
	struct err err = {0};
	int64_t number;

	add_people(store, 4, codes);
	file_sheet(store, codes[0], 1, 1, "427");
	answer(store, codes[0], "skapa", "2026-02-01", "a");
	answer(store, codes[0], "other", "2026-02-01", "b");
	note(store, codes[0], "2026-02-01");
	answer(store, codes[1], "skapa", "2030-02-01", "c");
	set_rule(store, "skapa", 60);
	number = propose(store, false);
	assert_int_equal(number, 1);
	assert_int_equal(answers_of(store, codes[0]), 5);

	/* Whoever proposed it does not approve it, however it is written. */
	store_act_as(store, &archive);
	assert_false(store_weeding_approve(store, number, LATER, &err));
	assert_string_equal(err.text,
		"archive-1 proposed it: somebody else has to approve proposal "
		"1");
	assert_int_equal(err.code, ERR_REFUSED);
	err_clear(&err);
	store_act_as(store, &(struct store_actor){"Archive-1", ROLE_ADMIN, 1});
	assert_false(store_weeding_approve(store, number, LATER, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	err_clear(&err);
	assert_int_equal(answers_of(store, codes[0]), 5);

	store_act_as(store, &admin);
	assert_ok(store_weeding_approve(store, number, LATER, &err), &err);
	assert_weeded(store, 0, "1:1 skapa done 2+4+2+1+0|");
	assert_int_equal(answers_of(store, codes[0]), 1);
	assert_int_equal(answers_of(store, codes[1]), 1);
	assert_false(store_weeding_approve(store, number, LATER, &err));
	assert_string_equal(err.text, "proposal 1 was approved on " LATER);
	err_clear(&err);
	assert_false(store_weeding_approve(store, 7, LATER, &err));
	assert_int_equal(err.code, ERR_USAGE);
	err_clear(&err);
	/* Who comes again has a new key, and what is over does not come back.
	 */
	answer(store, codes[0], "skapa", "2031-04-01", "d");
	assert_int_equal(answers_of(store, codes[0]), 2);
	assert_int_equal(propose(store, false), 0);
	store_close(store);
}

/* Of a person everything goes, with the code; the operator may be one. */
static void
test_approve__takes_everything_of_a_person(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[4][PERSON_CODE];
	struct err err = {0};
	int64_t number = 0;
	bool found = true;

	add_people(store, 4, codes);
	file_sheet(store, codes[0], 1, 1, "427");
	note(store, codes[0], "2026-03-01");
	set_rule(store, "", 60);
	set_rule(store, "skapa", 12);
	assert_ok(store_weeding_propose(
			  store, NULL, 0, false, LATER, &number, &err),
		&err);
	assert_false(store_weeding_approve(store, number, LATER, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	err_clear(&err);
	store_act_as(store, &archive);
	assert_ok(store_weeding_approve(store, number, LATER, &err), &err);
	assert_weeded(store, number, "1:1  done 1+3+2+1+0|");
	be_operator(store);
	assert_ok(store_person_get(store, codes[0], NULL, &found, &err), &err);
	assert_false(found);
	assert_int_equal(answers_of(store, codes[1]), 0);
	store_close(store);
}

/* What may not go yet is left, and says why. */
static void
test_sift__leaves_what_may_not_go(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[4][PERSON_CODE];
	struct err err = {0};
	int64_t number;

	add_people(store, 4, codes);
	/* 0 and 1 on one stack, 1 with somebody whose time is not over. */
	file_sheet(store, codes[0], 1, 1, "427");
	file_sheet(store, codes[1], 1, 2, "111");
	file_sheet(store, codes[1], 2, 1, "222");
	file_sheet(store, codes[2], 2, 2, "333");
	answer(store, codes[2], "skapa", "2031-01-01", "a");
	file_sheet(store, codes[3], 3, 1, "444");
	set_rule(store, "skapa", 60);
	number = propose(store, false);
	/* As 1 stays, 0's scan shows somebody who stays. */
	assert_weeded(store, number,
		"1:1 skapa shared 1+3+2+1+1|1:2 skapa shared 1+6+4+2+1|"
		"1:4 skapa proposed 1+3+2+1+0|");
	number = propose(store, true);
	assert_weeded(store, 1,
		"1:1 skapa shared 1+3+2+1+1|1:2 skapa shared 1+6+4+2+1|"
		"1:4 skapa replaced 1+3+2+1+0|");
	assert_weeded(store, number,
		"2:1 skapa proposed 1+3+2+1+0|2:2 skapa proposed 1+6+4+2+1|"
		"2:4 skapa proposed 1+3+2+1+0|");
	store_act_as(store, &admin);
	assert_false(store_weeding_approve(store, 1, LATER, &err));
	assert_string_equal(err.text,
		"nothing of proposal 1 is left to approve: skapa store weed "
		"show 1 says why");
	err_clear(&err);
	/* Somebody came back, and a page of 2's waits for somebody to look. */
	be_operator(store);
	answer(store, codes[3], "skapa", "2031-02-01", "b");
	file_sheet(store, codes[2], 2, 3, "4?7");
	store_act_as(store, &admin);
	assert_ok(store_weeding_approve(store, number, LATER, &err), &err);
	assert_weeded(store, number,
		"2:1 skapa done 1+3+2+1+1|2:2 skapa waits 1+6+4+2+2|"
		"2:4 skapa changed 2+4+2+1+0|");
	assert_int_equal(answers_of(store, codes[0]), 0);
	assert_int_equal(answers_of(store, codes[1]), 6);
	assert_int_equal(answers_of(store, codes[3]), 4);
	store_close(store);
}

/* Only these people; nobody whom there is not. */
static void
test_propose__takes_the_people_that_are_named(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[4][PERSON_CODE], unknown[1][PERSON_CODE] = {"7K4Q-MXP9"};
	struct err err = {0};
	int64_t number = 0;
	int i;

	add_people(store, 4, codes);
	set_rule(store, "skapa", 1);
	for (i = 0; i < 4; i++)
		answer(store, codes[i], "skapa", "2026-02-01", "a");
	assert_ok(store_weeding_propose(store,
			  (const char(*)[PERSON_CODE]) & codes[1], 2, false,
			  LATER, &number, &err),
		&err);
	assert_weeded(store, number,
		"1:2 skapa proposed 1+1+0+0+0|1:3 skapa proposed 1+1+0+0+0|");
	assert_false(store_weeding_propose(store,
		(const char(*)[PERSON_CODE])unknown, 1, false, LATER, &number,
		&err));
	assert_int_equal(err.code, ERR_USAGE);
	store_close(store);
}

/*
 * A copy of the data from before, with the keys of today, is weeded again when
 * it is restored; with the keys of that day it were all there.
 */
static void
test_backup__is_weeded_too(void **state)
{
	const struct place *place = *state;
	struct store *store;
	char codes[4][PERSON_CODE], data[96], keys[96], to[2][96];
	struct store_restore restore = {data, NULL, place->path, to[0], LATER};
	struct err err = {0};
	int i;

	ONLY_IN_A_FOLDER();
	store = must_open(place->path, STORE_WRITE);
	snprintf(data, sizeof(data), "%s/data", place->root);
	snprintf(keys, sizeof(keys), "%s/keys-of-then", place->root);
	add_people(store, 4, codes);
	file_sheet(store, codes[0], 1, 1, "427");
	answer(store, codes[0], "other", "2026-02-01", "b");
	set_rule(store, "skapa", 60);
	assert_ok(store_backup_data(store, data, &err), &err);
	assert_ok(store_backup_keys(store, keys, &err), &err);
	(void)propose(store, false);
	store_act_as(store, &admin);
	assert_ok(store_weeding_approve(store, 1, LATER, &err), &err);
	store_close(store);
	for (i = 0; i < 2; i++) {
		char from[140], key[140];
		struct err trouble = {0};

		snprintf(to[i], sizeof(to[i]), "%s/to%d", place->root, i);
		restore.to = to[i];
		restore.keys = i == 1 ? keys : NULL;
		assert_ok(store_restore(&restore, tally_finding,
				  &(struct tally){0}, &trouble),
			&trouble);
		snprintf(from, sizeof(from), "%s/keys/site.key", place->path);
		snprintf(key, sizeof(key), "%s/keys/site.key", to[i]);
		assert_int_equal(link(from, key), 0);
		store = must_open(to[i], STORE_WRITE);
		assert_int_equal(answers_of(store, codes[0]), i == 0 ? 1 : 4);
		if (i == 0)
			assert_weeded(store, 0, "1:1 skapa done 1+3+2+1+0|");
		store_close(store);
	}
}

/* Killed at any time, a record is there or is gone when it is opened again. */
static void
test_approve__is_whole_after_a_kill(void **state)
{
	enum { PEOPLE = 16 };
	const struct place *place = *state;
	struct store *store;
	char codes[PEOPLE][PERSON_CODE];
	int i, gone = 0, there = 0;

	ONLY_IN_A_FOLDER();
	store = must_open(place->path, STORE_WRITE);
	add_people(store, PEOPLE, codes);
	for (i = 0; i < PEOPLE; i++)
		file_sheet(store, codes[i], i, 1, "427");
	set_rule(store, "skapa", 60);
	store_close(store);
	for (i = 0; i < PEOPLE; i++) {
		int64_t number = 0;
		struct err err = {0};
		size_t n;
		pid_t child;
		int status;

		store = must_open(place->path, STORE_WRITE);
		store_act_as(store, &archive);
		assert_ok(store_weeding_propose(store,
				  (const char(*)[PERSON_CODE])codes[i], 1,
				  false, LATER, &number, &err),
			&err);
		store_close(store);
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			store = store_open(place->path, STORE_WRITE, 0, NULL);
			_exit(store == NULL || !store_weeding_approve(store,
						       number, LATER, NULL));
		}
		usleep((useconds_t)(i * 4000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		store = must_open(place->path, STORE_WRITE);
		n = answers_of(store, codes[i]);
		if (n != 3 && n != 0)
			fail_msg("person %d: %zu answers", i, n);
		gone += n == 0;
		there += n == 3;
		store_close(store);
	}
	print_message("%d were there, %d were gone\n", there, gone);
}

/* What was written down goes also if nothing else was done. */
static void
test_open__finishes_what_was_approved(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[4][PERSON_CODE];
	struct db_query *q;
	struct err err = {0};

	add_people(store, 4, codes);
	file_sheet(store, codes[0], 1, 1, "427");
	file_sheet(store, codes[1], 2, 1, "427");
	set_rule(store, "skapa", 60);
	(void)propose(store, false);
	assert_ok(store_begin(store, &err), &err);
	q = db_query(store->db, WEEDED_SET);
	db_bind_text(q, "going");
	db_bind_int(q, 1);
	db_bind_int(q, 3);
	db_bind_int(q, 2);
	db_bind_int(q, 1);
	db_bind_int(q, 0);
	db_bind_int(q, 1);
	assert_true(store_end(store, db_run(q, &err), &err));
	store_close(store);
	store = must_open(place->path, STORE_WRITE);
	assert_weeded(store, 0,
		"1:1 skapa done 1+3+2+1+0|1:2 skapa proposed 1+3+2+1+0|");
	assert_int_equal(answers_of(store, codes[0]), 0);
	assert_int_equal(answers_of(store, codes[1]), 3);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(test_overdue__counts_from_the_last_day),
		TEST(test_approve__takes_one_instrument),
		TEST(test_approve__takes_everything_of_a_person),
		TEST(test_sift__leaves_what_may_not_go),
		TEST(test_propose__takes_the_people_that_are_named),
		TEST(test_backup__is_weeded_too),
		TEST(test_approve__is_whole_after_a_kill),
		TEST(test_open__finishes_what_was_approved),
#undef TEST
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("weeding", tests, NULL, NULL);
}
