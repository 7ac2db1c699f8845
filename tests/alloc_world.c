#include "tests/alloc_world.h"

#include "store/accounts.h"
#include "store/chain.h"
#include "store/retention.h"
#include "store/review.h"
#include "store/shown.h"
#include "store/weeding.h"

static void
file(struct store *store, int number, const struct store_page *page,
	const char *answers)
{
	struct reading reading;
	struct err err = {0};

	make_reading(&reading, page, answers);
	keep(store, number, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
}

/* Kept, and of its two pages the second is filed: a blank one. */
static void
keep_first(struct store *store, int number, struct reading *reading)
{
	struct reading blank = {.source_page = 2, .status = READING_BLANK_PAGE};
	struct err err = {0};

	keep(store, number, reading);
	memcpy(blank.sha256, reading->sha256, sizeof(blank.sha256));
	assert_ok(store_file(store, &blank, DATE, &err), &err);
}

static bool
take_review(const struct store_review *review, void *data, struct err *err)
{
	struct alloc_world *world = data;

	(void)err;
	if (review->kind == REVIEW_ANSWER && world->answer_review == 0)
		world->answer_review = review->number;
	if (review->kind == REVIEW_CONFLICT)
		world->conflict_review = review->number;
	return true;
}

void
alloc_like_occasion(
	const struct alloc_world *world, struct store_occasion *occasion)
{
	*occasion = (struct store_occasion){.steps = 5, .mode = MODE_KIOSK};
	memcpy(occasion->person, world->person, PERSON_CODE);
	strcpy(occasion->instrument, "skapa");
	strcpy(occasion->version, "1");
	strcpy(occasion->level, "original");
	strcpy(occasion->date, "2026-05-05");
}

void
alloc_like_note(const struct alloc_world *world, struct store_note *note)
{
	*note = (struct store_note){.kind = NOTE_MILESTONE};
	memcpy(note->person, world->person, PERSON_CODE);
	strcpy(note->day, DATE);
	strcpy(note->who, ALLOC_WHO);
	strcpy(note->text, "bor nu i eget rum");
}

void
alloc_like_activity(
	const struct alloc_world *world, struct store_activity *activity)
{
	*activity = (struct store_activity){.kind = ACTIVITY_JOB};
	memcpy(activity->person, world->person, PERSON_CODE);
	strcpy(activity->from, DATE);
	strcpy(activity->who, ALLOC_WHO);
	strcpy(activity->text, "praktik i ett kök");
}

/* Somebody else with a sheet, and a proposal that it goes. */
static void
add_leaver(struct store *store, struct alloc_world *world)
{
	const struct store_actor weeder = {.name = "weeder"};
	const struct store_actor operator= {.name = STORE_OPERATOR};
	struct store_page pages[2];
	char codes[1][PERSON_CODE];
	struct err err = {0};
	int64_t number = 0;

	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	memcpy(world->leaver, codes[0], PERSON_CODE);
	issue(store, 1, world->leaver, pages);
	file(store, 9, &pages[0], "123");
	assert_ok(store_rule_set(store, "skapa", 1, &err), &err);
	store_act_as(store, &weeder);
	assert_ok(
		store_weeding_propose(store, (const char(*)[PERSON_CODE])codes,
			1, false, "2031-01-01", &number, &err),
		&err);
	assert_int_equal(number, 1);
	store_act_as(store, &operator);
}

void
alloc_world_make(struct alloc_world *world)
{
	struct store *store;
	struct store_occasion occasion;
	struct store_note note;
	struct store_activity activity;
	struct store_page blank[2];
	char codes[1][PERSON_CODE];
	struct err err = {0};

	assert_ok(store_init(world->path, &err), &err);
	store = must_open(world->path, STORE_WRITE);
	assert_ok(store_people_add(store, 1, "ar", "north", codes, &err), &err);
	memcpy(world->person, codes[0], PERSON_CODE);
	issue(store, ALLOC_SHEETS - 1, world->person, world->pages);
	issue(store, 1, "", blank);
	memcpy(world->pages + 2 * (ALLOC_SHEETS - 1), blank, sizeof(blank));
	file(store, 1, &world->pages[0], "?23");
	file(store, 2, &world->pages[2], "444");
	file(store, 3, &world->pages[2], "445");
	make_reading(&world->first, &world->pages[6], "d?1");
	keep_first(store, 4, &world->first);
	make_reading(&world->other, &world->pages[0], "123");
	keep_first(store, 5, &world->other);
	alloc_like_occasion(world, &occasion);
	assert_ok(store_occasion_open(store, &occasion, &world->occasion, &err),
		&err);
	alloc_like_note(world, &note);
	assert_ok(store_note_add(store, &note, &world->note, &err), &err);
	alloc_like_activity(world, &activity);
	assert_ok(store_activity_add(store, &activity, &world->activity, &err),
		&err);
	assert_ok(store_account_add(store, ALLOC_WHO, ROLE_CASEWORKER, NULL,
			  ALLOC_PASSWORD, &err),
		&err);
	assert_ok(store_review_list(store, take_review, world, &err), &err);
	assert_true(world->answer_review > 0 && world->conflict_review > 0);
	add_leaver(store, world);
	store_close(store);
}

#define COUNT(name, type, field)                                               \
	static bool count_##name(                                              \
		const struct type *one, void *data, struct err *err)           \
	{                                                                      \
		(void)one;                                                     \
		(void)err;                                                     \
		((struct alloc_amount *)data)->field++;                        \
		return true;                                                   \
	}
COUNT(person, store_person, people)
COUNT(review, store_review, reviews)
COUNT(conflict, store_conflict, conflicts)
COUNT(account, store_account, accounts)

static bool
count_occasion(
	const struct store_occasion *occasion, void *data, struct err *err)
{
	struct alloc_amount *amount = data;

	(void)err;
	amount->occasions++;
	amount->said +=
		100u * occasion->is_locked + (size_t)occasion->horizon_months;
	return true;
}

static bool
count_note(const struct store_note *note, void *data, struct err *err)
{
	(void)err;
	((struct alloc_amount *)data)->notes += 1 + 10u * note->state;
	return true;
}

static bool
count_activity(
	const struct store_activity *activity, void *data, struct err *err)
{
	(void)err;
	((struct alloc_amount *)data)->activities +=
		1 + 10u * (activity->until[0] != '\0');
	return true;
}

static bool
count_answer(const struct store_answer *answer, void *data, struct err *err)
{
	struct alloc_amount *amount = data;

	(void)err;
	amount->answers++;
	amount->decided += answer->is_decided;
	return true;
}

void
alloc_count_finding(const char *sentence, void *data)
{
	struct alloc_amount *amount = data;

	if (amount->findings++ == 0)
		snprintf(amount->finding, sizeof(amount->finding), "%s",
			sentence);
}

/* People whom some table has shown. */
static bool
count_shown(struct store *store, struct alloc_amount *amount, struct err *err)
{
	struct shown *shown = shown_open(store, "skapa", err);

	while (shown != NULL && shown_person(shown, amount->shown) != 0)
		amount->shown++;
	shown_close(shown);
	return shown != NULL;
}

bool
alloc_measure(struct store *store, const struct alloc_world *world,
	struct alloc_amount *amount, struct err *err)
{
	struct store_audit audit;
	size_t n, i;

	*amount = (struct alloc_amount){0};
	for (i = 0; i < 2 * ALLOC_SHEETS; i++) {
		struct store_page page;
		bool found;

		if (!store_page_by_token(store, world->pages[i].code.token,
			    &page, &found, err))
			return false;
		amount->filed += page.is_filed + 100u * (page.person[0] == 0);
	}
	return count_shown(store, amount, err) &&
	       store_account_list(store, count_account, amount, err) &&
	       store_people_list(store, count_person, amount, err) &&
	       store_occasions(store, NULL, count_occasion, amount, err) &&
	       store_notes(store, NULL, count_note, amount, err) &&
	       store_activities(store, NULL, count_activity, amount, err) &&
	       store_answers(store, world->person, count_answer, amount, err) &&
	       store_review_list(store, count_review, amount, err) &&
	       store_conflicts(store, NULL, count_conflict, amount, err) &&
	       store_audit_verify(store, NULL, 0, alloc_count_finding, amount,
		       &audit, &n, err) &&
	       store_check(store, alloc_count_finding, amount, &n, err);
}
