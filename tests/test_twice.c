/* A seat that answered on paper and on a tablet: one of the two counts. */
#include "tests/stores.h"

#include "store/forget.h"
#include "store/occasions.h"
#include "store/review.h"
#include "store/twice.h"

#include <string.h>

#define SHEETS 1

/* A seat with paper and a tablet. */
struct seat {
	struct store *store;
	struct store_page pages[LAYOUT_PAGES];
	char person[PERSON_CODE];
	int64_t occasion;
	int n_puts;
};

static void
sit_down(struct seat *seat, const char *path)
{
	const struct store_request none = {0};
	struct store_seat at = {.number = 1, .level = "original", .steps = 5};
	struct store_session session = {.name = "A",
		.date = DATE,
		.instrument = "skapa",
		.seats = &at,
		.n = 1};
	struct store_session_request request = {.caseworker = &none};
	struct store_request sheet = {.pages = 1};
	struct store_occasion occasion = {0};
	struct err err = {0};
	size_t n;

	*seat = (struct seat){.store = must_open(path, STORE_WRITE)};
	strcpy(at.language, "ar");
	sheet.layout_id = put_layout(seat->store);
	request.cover = sheet;
	request.sheets = &sheet;
	assert_ok(store_session_issue(
			  seat->store, &session, &request, DATE, &err),
		&err);
	memcpy(seat->person, at.person, PERSON_CODE);
	assert_ok(
		store_sheet_pages(seat->store, at.sheet, seat->pages, &n, &err),
		&err);
	seat->occasion = seat->pages[0].occasion;
	assert_ok(store_occasion_get(
			  seat->store, seat->occasion, &occasion, &err),
		&err);
	assert_string_equal(occasion.session, "A");
}

/* As count() has answers: a digit, d declined, u not understood, - blank. */
static void
put(struct seat *seat, const char *item, char sign)
{
	struct store_put put = {.top = 5,
		.status = sign == 'd'	? ANSWER_DECLINED
			  : sign == 'u' ? ANSWER_NOT_UNDERSTOOD
			  : sign == '-' ? ANSWER_BLANK
					: ANSWER_ANSWERED,
		.value = sign >= '1' && sign <= '9' ? sign - '0' : 0};
	struct err err = {0};

	strcpy(put.item, item);
	snprintf(put.once, sizeof(put.once), "tap %d", ++seat->n_puts);
	assert_ok(store_answer_put(seat->store, seat->occasion, &put, &err),
		&err);
}

/* Files the page with one answer to health; the others are declined. */
static enum reading_status
scan(struct seat *seat, int number, char sign, struct reading *reading)
{
	const char answers[] = {sign, 'd', 'd', '\0'};
	struct err err = {0};

	make_reading(reading, &seat->pages[0], answers);
	keep(seat->store, number, reading);
	assert_ok(store_file(seat->store, reading, DATE, &err), &err);
	return reading->status;
}

/* What counts of health: its sign, '?' while it waits, '!' for two. */
struct counts {
	char sign;
	bool on_screen, is_decided;
	char reason[ANSWER_REASON];
};

static bool
count_one(const struct store_answer *answer, void *data, struct err *err)
{
	struct counts *counts = data;

	(void)err;
	if (strcmp(answer->item, "health") != 0)
		return true;
	if (counts->sign != '\0') {
		counts->sign = '!';
		return true;
	}
	counts->on_screen = answer->sheet == 0;
	counts->is_decided = answer->is_decided;
	memcpy(counts->reason, answer->reason, ANSWER_REASON);
	counts->sign = answer->status == ANSWER_ANSWERED
			       ? (char)('0' + answer->value)
		       : answer->status == ANSWER_DECLINED	 ? 'd'
		       : answer->status == ANSWER_NOT_UNDERSTOOD ? 'u'
		       : answer->status == ANSWER_BLANK		 ? '-'
								 : '?';
	return true;
}

static struct counts
what_counts(const struct seat *seat)
{
	struct counts counts = {0};
	struct err err = {0};

	assert_ok(store_answers(
			  seat->store, seat->person, count_one, &counts, &err),
		&err);
	return counts;
}

static bool
take_review(const struct store_review *review, void *data, struct err *err)
{
	(void)err;
	if (strcmp(review->answer.item, "health") == 0)
		*(struct store_review *)data = *review;
	return true;
}

/* The review that waits; its number is 0 if none does. */
static struct store_review
waiting(const struct seat *seat)
{
	struct store_review review = {0};
	struct err err = {0};

	assert_ok(store_review_list(seat->store, take_review, &review, &err),
		&err);
	return review;
}

static void
must_count(const struct seat *seat, const char *row, char sign, bool waits)
{
	const struct counts counts = what_counts(seat);
	const struct store_review review = waiting(seat);

	if (counts.sign != sign || (review.number != 0) != waits)
		fail_msg("%s: %c counts, and not %c; review %lld", row,
			counts.sign, sign, (long long)review.number);
}

/* Whichever comes first: the same counts, and the same waits. */
static void
test_two_answers__one_counts(void **state)
{
	static const struct {
		char paper, screen, counts;
		bool waits, on_screen;
	} cases[] = {
		{'4', '4', '4', false, false},
		{'d', 'd', 'd', false, false},
		{'4', '2', '?', true, false},
		{'4', 'u', '?', true, false},
		{'d', '3', '?', true, false},
		{'-', '3', '3', false, true},
		{'4', '-', '4', false, false},
		{'?', '3', '?', true, false},
	};
	const struct place *place = *state;
	struct reading reading;
	struct seat seat;
	char path[PLACE], row[48];
	size_t i;

	for (i = 0; i < 2 * sizeof(cases) / sizeof(*cases); i++) {
		const char paper = cases[i / 2].paper,
			   screen = cases[i / 2].screen;
		const bool paper_first = i % 2 != 0;
		struct err err = {0};

		snprintf(row, sizeof(row), "paper %c, screen %c, %s first",
			paper, screen, paper_first ? "paper" : "screen");
		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		sit_down(&seat, path);
		if (!paper_first)
			put(&seat, "health", screen);
		scan(&seat, 1, paper, &reading);
		if (paper_first)
			put(&seat, "health", screen);
		must_count(&seat, row, cases[i / 2].counts, cases[i / 2].waits);
		if (what_counts(&seat).on_screen != cases[i / 2].on_screen)
			fail_msg("%s: the wrong one counts", row);
		if (!paper_first && cases[i / 2].waits &&
			(reading.status != READING_REVIEW ||
				reading.answers[1].status != ANSWER_REVIEW ||
				reading.answers[1].value != VALUE_NONE))
			fail_msg("%s: the reading is not told to wait", row);
		/* The same paper again is no news. */
		make_reading(&reading, &seat.pages[0],
			(char[]){paper, 'd', 'd', '\0'});
		keep(seat.store, 1, &reading);
		assert_ok(store_file(seat.store, &reading, DATE, &err), &err);
		assert_int_equal(reading.status, READING_DUPLICATE);
		must_count(&seat, row, cases[i / 2].counts, cases[i / 2].waits);
		store_close(seat.store);
	}
}

/* A person decides which one counts; undone, it waits again. */
static void
test_two_answers__a_person_decides(void **state)
{
	const struct place *place = *state;
	struct store_review review;
	struct reading reading;
	struct seat seat;
	struct err err = {0};

	sit_down(&seat, place->path);
	put(&seat, "health", '2');
	assert_int_equal(scan(&seat, 1, '4', &reading), READING_REVIEW);
	assert_string_equal(reading.answers[1].reason, TWICE_REASON);
	review = waiting(&seat);
	assert_string_equal(review.reason, TWICE_REASON);
	assert_int_equal(review.answer.value, 4);
	assert_true(review.has_screen);
	assert_int_equal(review.screen.value, 2);
	assert_ok(store_review_set(seat.store, review.number, ANSWER_ANSWERED,
			  2, "ab", DATE, &err),
		&err);
	must_count(&seat, "decided", '2', false);
	assert_true(what_counts(&seat).is_decided);
	assert_ok(
		store_review_undo(seat.store, review.number, "ab", DATE, &err),
		&err);
	must_count(&seat, "undone", '?', true);
	assert_ok(store_review_set(seat.store, review.number, ANSWER_ANSWERED,
			  4, "ab", DATE, &err),
		&err);
	must_count(&seat, "decided anew", '4', false);
	/* Another word on the tablet is asked about; the same as decided not.
	 */
	put(&seat, "health", '3');
	must_count(&seat, "changed on the tablet", '?', true);
	assert_int_equal(waiting(&seat).number, review.number);
	put(&seat, "health", '4');
	must_count(&seat, "changed to the same", '4', false);
	store_close(seat.store);
}

/* Another scan of the page is taken: it is compared, too. */
static void
test_two_answers__of_another_scan(void **state)
{
	const struct place *place = *state;
	struct store_review conflict = {0};
	struct reading reading;
	struct seat seat;
	struct err err = {0};

	sit_down(&seat, place->path);
	put(&seat, "health", '2');
	assert_int_equal(scan(&seat, 1, '2', &reading), READING_FILED);
	must_count(&seat, "the same", '2', false);
	assert_int_equal(scan(&seat, 2, '5', &reading), READING_CONFLICT);
	assert_ok(store_review_get(seat.store, 1, &conflict, &err), &err);
	assert_int_equal(conflict.kind, REVIEW_CONFLICT);
	assert_ok(store_review_choose(seat.store, 1, true, "ab", DATE, &err),
		&err);
	must_count(&seat, "the other scan", '?', true);
	assert_ok(store_review_undo(seat.store, 1, "ab", DATE, &err), &err);
	must_count(&seat, "the first scan again", '2', false);
	store_close(seat.store);
}

/* ------------------------------------------------------- what came too late */

static void
put_late(struct seat *seat, const char *once, char sign)
{
	struct store_put put = {.top = 5,
		.item = "health",
		.status = sign == 'd' ? ANSWER_DECLINED : ANSWER_ANSWERED,
		.value = sign == 'd' ? 0 : sign - '0'};
	struct err err = {0};

	strcpy(put.once, once);
	assert_ok(store_answer_late(seat->store, seat->occasion, &put, &err),
		&err);
}

/* "2 3": what it may be. */
static void
must_choose(const struct seat *seat, const char *row, const char *want)
{
	const struct store_review review = waiting(seat);
	char got[64] = "";
	int i;

	for (i = 0; i < review.answer.n_marks; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%d",
			i > 0 ? " " : "", review.answer.marks[i].value);
	if (strcmp(got, want) != 0)
		fail_msg("%s: the choice is \"%s\"", row, got);
}

/* A locked occasion, what was there before, what comes, what is on paper. */
static void
test_late__waits_for_a_person(void **state)
{
	static const struct {
		char before, late, paper; /* ' ': nothing */
		char counts;
		bool waits, is_late;
		const char *choice;
	} cases[] = {
		{' ', '3', ' ', '?', true, true, "3"},
		{' ', 'd', ' ', '?', true, true, "-1"},
		{'2', '3', ' ', '?', true, true, "2 3"},
		{'2', '2', ' ', '2', false, false, ""},
		{'d', '5', ' ', '?', true, true, "-1 5"},
		{'-', '5', ' ', '?', true, true, "5"},
		/* The paper's waits, beside the screen's. */
		{' ', '3', '3', '?', true, false, ""},
		{'2', '3', '2', '?', true, false, ""},
		{' ', '3', '-', '?', true, true, "3"},
	};
	const struct place *place = *state;
	struct reading reading;
	struct seat seat;
	char path[PLACE], row[48];
	size_t i;

	for (i = 0; i < 2 * sizeof(cases) / sizeof(*cases); i++) {
		const size_t c = i / 2;
		const bool paper_first = i % 2 != 0;
		struct store_review review;
		struct err err = {0};

		if (paper_first && cases[c].paper == ' ')
			continue;
		snprintf(row, sizeof(row), "before %c, late %c, paper %c %s",
			cases[c].before, cases[c].late, cases[c].paper,
			paper_first ? "first" : "then");
		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		sit_down(&seat, path);
		if (cases[c].before != ' ')
			put(&seat, "health", cases[c].before);
		if (paper_first)
			scan(&seat, 1, cases[c].paper, &reading);
		assert_ok(store_occasion_lock(
				  seat.store, seat.occasion, 1000, &err),
			&err);
		put_late(&seat, "late", cases[c].late);
		put_late(&seat, "late", cases[c].late); /* it sent it again */
		if (!paper_first && cases[c].paper != ' ')
			scan(&seat, 1, cases[c].paper, &reading);
		must_count(&seat, row, cases[c].counts, cases[c].waits);
		if (cases[c].choice[0] != '\0')
			must_choose(&seat, row, cases[c].choice);
		review = waiting(&seat);
		if (cases[c].is_late != (strcmp(review.reason, "late") == 0) ||
			(cases[c].is_late && review.sha256[0] != '\0'))
			fail_msg("%s: %s", row, review.reason);
		store_close(seat.store);
	}
}

/* What it was is decided, undone and decided anew; whose it is is known. */
static void
test_late__a_person_decides(void **state)
{
	const struct place *place = *state;
	struct store_review review;
	struct store_receipt receipt;
	struct tally tally;
	struct seat seat;
	struct err err = {0};
	size_t n;

	sit_down(&seat, place->path);
	put(&seat, "health", '2');
	assert_ok(store_occasion_lock(seat.store, seat.occasion, 1000, &err),
		&err);
	put_late(&seat, "1", '3');
	review = waiting(&seat);
	assert_string_equal(review.person, seat.person);
	assert_string_equal(review.instrument, "skapa");
	assert_string_equal(review.language, "sv"); /* of its layout */
	assert_int_equal(review.top, 5);
	assert_ok(store_review_count(seat.store, &n, &err), &err);
	assert_int_equal(n, 1);
	assert_ok(store_review_set(seat.store, review.number, ANSWER_ANSWERED,
			  3, "ab", DATE, &err),
		&err);
	must_count(&seat, "decided", '3', false);
	assert_true(what_counts(&seat).is_decided);
	assert_ok(
		store_review_undo(seat.store, review.number, "ab", DATE, &err),
		&err);
	must_count(&seat, "undone", '?', true);
	assert_ok(store_review_set(seat.store, review.number, ANSWER_ANSWERED,
			  2, "ab", DATE, &err),
		&err);
	must_count(&seat, "decided anew", '2', false);
	/* The decided again is no news; something else is. */
	put_late(&seat, "2", '2');
	must_count(&seat, "the same again", '2', false);
	put_late(&seat, "3", '5');
	must_count(&seat, "another again", '?', true);
	must_choose(&seat, "another again", "2 3 5");
	assert_int_equal(waiting(&seat).number, review.number);
	/* All is whole, and nothing of it is left when they are forgotten. */
	count(seat.store, seat.person, &tally);
	assert_int_equal(tally.findings, 0);
	assert_ok(store_forget(
			  seat.store, seat.person, false, DATE, &receipt, &err),
		&err);
	assert_ok(store_review_count(seat.store, &n, &err), &err);
	assert_int_equal(n, 0);
	store_close(seat.store);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_two_answers__one_counts, setup_empty, teardown),
		cmocka_unit_test_setup_teardown(
			test_two_answers__a_person_decides, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_two_answers__of_another_scan, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_late__waits_for_a_person, setup_empty, teardown),
		cmocka_unit_test_setup_teardown(
			test_late__a_person_decides, setup, teardown),
	};

	return cmocka_run_group_tests_name("twice", tests, NULL, NULL);
}
