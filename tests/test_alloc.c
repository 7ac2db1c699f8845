/*
 * No memory, at every allocation that a call makes: once, and from there on.
 * The call then fails with a sentence and has changed nothing, or it did not
 * need the memory and has done all of it. The linker puts the functions here
 * before those of the C library for our own code (Makefile); SQLite and
 * jansson are told to use them.
 *
 * ALLOC_EVERY=1 tries every allocation (make soak); plain tests every few.
 */
#include "tests/stores.h"
#include "tests/tree.h"

#include "core/code.h"
#include "core/file.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/backup.h"
#include "store/chain.h"
#include "store/counted.h"
#include "store/due.h"
#include "store/forget.h"
#include "store/notes.h"
#include "store/occasions.h"
#include "store/retention.h"
#include "store/review.h"
#include "store/shown.h"
#include "store/weeding.h"

#include <jansson.h>
#include <sqlite3.h>
#include <unistd.h>

#define WHO "anna"
#define PASSWORD "en lång nyckel"

/* ------------------------------------------------------------- no memory */

static struct {
	bool armed, from; /* from: all later ones too */
	long at, seen;
} memory;

static bool
refuses(void)
{
	if (!memory.armed)
		return false;
	memory.seen++;
	return memory.from ? memory.seen >= memory.at
			   : memory.seen == memory.at;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t n, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t n);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t n, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);

void *
__wrap_malloc(size_t size)
{
	return refuses() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return refuses() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
	return refuses() ? NULL : __real_realloc(old, size);
}

void *
__wrap_reallocarray(void *old, size_t n, size_t size)
{
	return refuses() ? NULL : __real_reallocarray(old, n, size);
}

char *
__wrap_strdup(const char *text)
{
	return refuses() ? NULL : __real_strdup(text);
}

char *
__wrap_strndup(const char *text, size_t n)
{
	return refuses() ? NULL : __real_strndup(text, n);
}

static sqlite3_mem_methods plain;

static void *
sqlite_malloc(int size)
{
	return refuses() ? NULL : plain.xMalloc(size);
}

static void *
sqlite_realloc(void *old, int size)
{
	return refuses() ? NULL : plain.xRealloc(old, size);
}

static int
take_libraries(void **state)
{
	sqlite3_mem_methods ours;

	(void)state;
	assert_int_equal(
		sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain), SQLITE_OK);
	ours = plain;
	ours.xMalloc = sqlite_malloc;
	ours.xRealloc = sqlite_realloc;
	assert_int_equal(
		sqlite3_config(SQLITE_CONFIG_MALLOC, &ours), SQLITE_OK);
	json_set_alloc_funcs(__wrap_malloc, free);
	return 0;
}

/* ------------------------------------------------------------- the store */

#define SHEETS 6

/* What is in the store before a call. */
struct world {
	char path[80];
	char person[PERSON_CODE];
	char leaver[PERSON_CODE]; /* who is forgotten and weeded */
	struct store_page pages[2 * SHEETS];
	struct reading first, other; /* of sheet 3, not filed */
	int64_t occasion, note, activity, answer_review, conflict_review;
};

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
	struct world *world = data;

	(void)err;
	if (review->kind == REVIEW_ANSWER && world->answer_review == 0)
		world->answer_review = review->number;
	if (review->kind == REVIEW_CONFLICT)
		world->conflict_review = review->number;
	return true;
}

static void
like_occasion(const struct world *world, struct store_occasion *occasion)
{
	*occasion = (struct store_occasion){.steps = 5, .mode = MODE_KIOSK};
	memcpy(occasion->person, world->person, PERSON_CODE);
	strcpy(occasion->instrument, "skapa");
	strcpy(occasion->version, "1");
	strcpy(occasion->level, "original");
	strcpy(occasion->date, "2026-05-05");
}

static void
like_note(const struct world *world, struct store_note *note)
{
	*note = (struct store_note){.kind = NOTE_MILESTONE};
	memcpy(note->person, world->person, PERSON_CODE);
	strcpy(note->day, DATE);
	strcpy(note->who, WHO);
	strcpy(note->text, "bor nu i eget rum");
}

static void
like_activity(const struct world *world, struct store_activity *activity)
{
	*activity = (struct store_activity){.kind = ACTIVITY_JOB};
	memcpy(activity->person, world->person, PERSON_CODE);
	strcpy(activity->from, DATE);
	strcpy(activity->who, WHO);
	strcpy(activity->text, "praktik i ett kök");
}

/* Somebody else with a sheet, and a proposal that it goes. */
static void
add_leaver(struct store *store, struct world *world)
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

static void
make_world(struct world *world)
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
	issue(store, SHEETS - 1, world->person, world->pages);
	issue(store, 1, "", blank);
	memcpy(world->pages + 2 * (SHEETS - 1), blank, sizeof(blank));
	file(store, 1, &world->pages[0], "?23");
	file(store, 2, &world->pages[2], "444");
	file(store, 3, &world->pages[2], "445");
	make_reading(&world->first, &world->pages[6], "d?1");
	keep_first(store, 4, &world->first);
	make_reading(&world->other, &world->pages[0], "123");
	keep_first(store, 5, &world->other);
	like_occasion(world, &occasion);
	assert_ok(store_occasion_open(store, &occasion, &world->occasion, &err),
		&err);
	like_note(world, &note);
	assert_ok(store_note_add(store, &note, &world->note, &err), &err);
	like_activity(world, &activity);
	assert_ok(store_activity_add(store, &activity, &world->activity, &err),
		&err);
	assert_ok(store_account_add(
			  store, WHO, ROLE_CASEWORKER, NULL, PASSWORD, &err),
		&err);
	assert_ok(store_review_list(store, take_review, world, &err), &err);
	assert_true(world->answer_review > 0 && world->conflict_review > 0);
	add_leaver(store, world);
	store_close(store);
}

/* How much of everything there is: a call has happened or not. */
struct amount {
	size_t people, occasions, notes, activities, answers, decided, reviews;
	size_t conflicts, filed, findings, said, found, accounts, shown;
	char finding[200];
};

#define COUNT(name, type, field)                                               \
	static bool count_##name(                                              \
		const struct type *one, void *data, struct err *err)           \
	{                                                                      \
		(void)one;                                                     \
		(void)err;                                                     \
		((struct amount *)data)->field++;                              \
		return true;                                                   \
	}
COUNT(person, store_person, people)
COUNT(review, store_review, reviews)
COUNT(conflict, store_conflict, conflicts)
COUNT(due, store_due, found)
COUNT(account, store_account, accounts)
COUNT(visitor, counted_person, found)

static bool
count_occasion(
	const struct store_occasion *occasion, void *data, struct err *err)
{
	struct amount *amount = data;

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
	((struct amount *)data)->notes += 1 + 10u * note->state;
	return true;
}

static bool
count_activity(
	const struct store_activity *activity, void *data, struct err *err)
{
	(void)err;
	((struct amount *)data)->activities +=
		1 + 10u * (activity->until[0] != '\0');
	return true;
}

static bool
count_answer(const struct store_answer *answer, void *data, struct err *err)
{
	struct amount *amount = data;

	(void)err;
	amount->answers++;
	amount->decided += answer->is_decided;
	return true;
}

static void
count_finding(const char *sentence, void *data)
{
	struct amount *amount = data;

	if (amount->findings++ == 0)
		snprintf(amount->finding, sizeof(amount->finding), "%s",
			sentence);
}

/* People whom some table has shown. */
static bool
count_shown(struct store *store, struct amount *amount, struct err *err)
{
	struct shown *shown = shown_open(store, "skapa", err);

	while (shown != NULL && shown_person(shown, amount->shown) != 0)
		amount->shown++;
	shown_close(shown);
	return shown != NULL;
}

static bool
measure(struct store *store, const struct world *world, struct amount *amount,
	struct err *err)
{
	struct store_audit audit;
	size_t n, i;

	*amount = (struct amount){0};
	for (i = 0; i < 2 * SHEETS; i++) {
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
	       store_audit_verify(store, NULL, 0, count_finding, amount, &audit,
		       &n, err) &&
	       store_check(store, count_finding, amount, &n, err);
}

/* ------------------------------------------------------------- the calls */

typedef bool store_call(
	struct store *store, const struct world *world, struct err *err);

static bool
call_open(struct store *store, const struct world *world, struct err *err)
{
	(void)store;
	store = store_open(world->path, STORE_READ, 0, err);
	store_close(store);
	return store != NULL;
}

static bool
call_try(struct store *store, const struct world *world, struct err *err)
{
	(void)store;
	store = store_open(world->path, STORE_TRY, 0, err);
	store_close(store);
	return store != NULL;
}

static bool
call_people(struct store *store, const struct world *world, struct err *err)
{
	char codes[3][PERSON_CODE];

	(void)world;
	return store_people_add(store, 3, "so", NULL, codes, err);
}

static bool
call_layout(struct store *store, const struct world *world, struct err *err)
{
	struct layout layout = {0};
	struct str json = {0};
	bool found = false, ok;

	(void)world;
	ok = store_layout_get(store, 1, &layout, &json, &found, err);
	layout_finish(&layout);
	str_finish(&json);
	return ok;
}

static bool
call_issue(struct store *store, const struct world *world, struct err *err)
{
	struct store_request requests[2] = {
		{.layout_id = 1, .pages = 2}, {.layout_id = 1, .pages = 2}};
	struct store_page pages[4];

	memcpy(requests[0].person, world->person, PERSON_CODE);
	return store_issue(
		store, requests, 2, "a group", "2026-06-06", pages, err);
}

static bool
call_bind(struct store *store, const struct world *world, struct err *err)
{
	return store_sheet_bind(
		store, world->pages[2 * (SHEETS - 1)].line, world->person, err);
}

/* One that is there: a new one without its reading is a finding. */
static bool
call_keep(struct store *store, const struct world *world, struct err *err)
{
	const char *hash = world->first.sha256;
	struct bytes bytes = {0};
	bool ok = store_scan_read(store, hash, &bytes, err) &&
		  store_scan_keep_as(store, bytes.at, bytes.len, hash, err);

	bytes_free(&bytes);
	return ok;
}

static bool
call_file(struct store *store, const struct world *world, struct err *err)
{
	struct reading reading = world->first;

	return store_file(store, &reading, DATE, err);
}

static bool
call_conflict(struct store *store, const struct world *world, struct err *err)
{
	struct reading reading = world->other;

	return store_file(store, &reading, DATE, err);
}

static bool
call_set(struct store *store, const struct world *world, struct err *err)
{
	return store_review_set(store, world->answer_review, ANSWER_ANSWERED, 4,
		WHO, DATE, err);
}

static bool
call_take(struct store *store, const struct world *world, struct err *err)
{
	return store_review_choose(
		store, world->conflict_review, true, WHO, DATE, err);
}

static bool
call_history(struct store *store, const struct world *world, struct err *err)
{
	struct store_review review;

	return store_review_get(store, world->answer_review, &review, err);
}

static bool
call_occasion(struct store *store, const struct world *world, struct err *err)
{
	struct store_occasion occasion;
	int64_t id;

	like_occasion(world, &occasion);
	strcpy(occasion.date, "2026-08-08");
	return store_occasion_open(store, &occasion, &id, err);
}

static bool
call_put(struct store *store, const struct world *world, struct err *err)
{
	const struct store_put put = {.item = "health",
		.top = 5,
		.status = ANSWER_ANSWERED,
		.value = 2,
		.once = "0123456789"};

	return store_answer_put(store, world->occasion, &put, err);
}

static bool
call_lock(struct store *store, const struct world *world, struct err *err)
{
	return store_occasion_lock(store, world->occasion, 1767225600, err);
}

static bool
call_note(struct store *store, const struct world *world, struct err *err)
{
	struct store_note note;
	int64_t number;

	like_note(world, &note);
	return store_note_add(store, &note, &number, err);
}

static bool
call_mark(struct store *store, const struct world *world, struct err *err)
{
	return store_note_mark(
		store, world->note, NOTE_REACHED, WHO, DATE, err);
}

static bool
call_activity(struct store *store, const struct world *world, struct err *err)
{
	return store_activity_end(
		store, world->activity, "2026-09-09", WHO, err);
}

static bool
call_due(struct store *store, const struct world *world, struct err *err)
{
	struct amount amount = {0};

	return store_due_sheet(
		store, world->pages[0].sheet, count_due, &amount, err);
}

static bool
call_measure(struct store *store, const struct world *world, struct err *err)
{
	struct amount amount;

	if (!measure(store, world, &amount, err))
		return false;
	return amount.findings == 0 ||
	       err_set(err, ERR_INPUT, "findings: %s", amount.finding);
}

static bool
call_bulk(struct store *store, const struct world *world, struct err *err)
{
	bool ok = store_bulk_begin(store, err);

	if (!ok)
		return false;
	ok = call_people(store, world, err) && call_put(store, world, err) &&
	     call_people(store, world, err);
	return store_bulk_end(store, ok, err) && ok;
}

static bool
call_session(struct store *store, const struct world *world, struct err *err)
{
	const struct store_request none = {0};
	struct store_seat seat = {
		.number = 1, .language = "ar", .level = "original", .steps = 5};
	struct store_session session = {.name = "group",
		.date = DATE,
		.instrument = "skapa",
		.seats = &seat,
		.n = 1};
	const struct store_session_request request = {
		.cover = {.layout_id = 1, .pages = 1},
		.sheets = &none,
		.caseworker = &none};

	(void)world;
	return store_session_issue(store, &session, &request, DATE, err);
}

static bool
call_forget(struct store *store, const struct world *world, struct err *err)
{
	struct store_receipt receipt;

	return store_forget(store, world->leaver, false, DATE, &receipt, err);
}

static bool
call_propose(struct store *store, const struct world *world, struct err *err)
{
	int64_t number;

	(void)world;
	return store_weeding_propose(
		store, NULL, 0, true, "2031-01-01", &number, err);
}

static bool
call_weed(struct store *store, const struct world *world, struct err *err)
{
	(void)world;
	return store_weeding_approve(store, 1, "2031-01-01", err);
}

static void
beside(const struct world *world, const char *name, char path[120])
{
	snprintf(path, 120, "%s.%s", world->path, name);
}

static bool
call_backup(struct store *store, const struct world *world, struct err *err)
{
	char data[120], keys[120];

	beside(world, "data", data);
	beside(world, "keys", keys);
	return store_backup_data(store, data, err) &&
	       store_backup_keys(store, keys, err);
}

/* Of what the call before has backed up. */
static bool
call_restore(struct store *store, const struct world *world, struct err *err)
{
	char data[120], keys[120], to[120];
	const struct store_restore how = {data, keys, world->path, to, DATE};
	struct amount amount = {0};
	bool ok;

	(void)store;
	beside(world, "data", data);
	beside(world, "keys", keys);
	beside(world, "again", to);
	ok = store_restore(&how, count_finding, &amount, err);
	if (ok)
		tree_remove(to);
	return ok;
}

static bool
call_account(struct store *store, const struct world *world, struct err *err)
{
	(void)world;
	return store_account_add(
		store, "bo", ROLE_REPORT, "north", PASSWORD, err);
}

static bool
call_login(struct store *store, const struct world *world, struct err *err)
{
	struct store_actor actor;

	(void)world;
	return store_login(store, WHO, PASSWORD, 1000, &actor, err);
}

static bool
call_counted(struct store *store, const struct world *world, struct err *err)
{
	struct amount amount = {0};

	(void)world;
	return store_counted(store, count_visitor, &amount, err);
}

static bool
call_shown(struct store *store, const struct world *world, struct err *err)
{
	struct shown *shown = shown_open(store, "skapa", err);
	size_t table = 0;
	bool ok;

	(void)world;
	ok = shown != NULL && shown_table(shown, "health 1", &table, err) &&
	     shown_set(shown, 1, table, 3, err) && shown_keep(shown, err);
	shown_close(shown);
	return ok;
}

/* FINISHED: what it wrote down before it failed is done by the next writer. */
enum { CHANGES = 1, FINISHED = 2 };

static const struct alloc_case {
	const char *name;
	store_call *call;
	int changes; /* something that measure() sees */
} cases[] = {
	{"open", call_open, 0},
	{"try", call_try, 0},
	{"people add", call_people, CHANGES},
	{"layout get", call_layout, 0},
	{"issue", call_issue, CHANGES},
	{"bind", call_bind, CHANGES},
	{"scan keep", call_keep, 0},
	{"file", call_file, CHANGES},
	{"file again", call_conflict, CHANGES},
	{"review set", call_set, CHANGES},
	{"review take", call_take, CHANGES},
	{"review get", call_history, 0},
	{"occasion open", call_occasion, CHANGES},
	{"answer put", call_put, CHANGES},
	{"occasion lock", call_lock, CHANGES},
	{"note add", call_note, CHANGES},
	{"note mark", call_mark, CHANGES},
	{"activity end", call_activity, CHANGES},
	{"due", call_due, 0},
	{"everything read", call_measure, 0},
	{"bulk", call_bulk, CHANGES},
	{"session issue", call_session, CHANGES},
	{"forget", call_forget, CHANGES | FINISHED},
	{"weeding propose", call_propose, 0},
	{"weeding approve", call_weed, CHANGES | FINISHED},
	{"backup", call_backup, 0},
	{"restore", call_restore, 0},
	{"account add", call_account, CHANGES},
	{"login", call_login, 0},
	{"everybody counted", call_counted, 0},
	{"shown keep", call_shown, CHANGES},
};

/* ------------------------------------------------------------- the trying */

/* Opens, calls with memory failing at `at`, closes. */
static bool
try_call(const struct world *world, store_call *call, long at, bool from,
	struct err *err)
{
	struct store *store = must_open(world->path, STORE_WRITE);
	bool ok;

	*err = (struct err){0};
	memory.at = at;
	memory.from = from;
	memory.seen = 0;
	memory.armed = true;
	ok = call(store, world, err);
	memory.armed = false;
	store_close(store);
	return ok;
}

static void
look(const struct world *world, struct amount *amount)
{
	struct store *store = must_open(world->path, STORE_READ);
	struct err err = {0};

	assert_ok(measure(store, world, amount, &err), &err);
	store_close(store);
}

static long
every(void)
{
	const char *text = getenv("ALLOC_EVERY");

#ifdef __SANITIZE_ADDRESS__
	return text != NULL ? strtol(text, NULL, 10) : 401;
#else
	return text != NULL ? strtol(text, NULL, 10) : 83;
#endif
}

static void
try_case(const struct world *world, const struct alloc_case *c,
	const struct tree *tree, const struct amount *before, bool from,
	long *tried)
{
	struct amount after, now;
	struct err err;
	long at, calls;

	tree_write(tree, world->path);
	if (!try_call(world, c->call, 0, false, &err))
		fail_msg("%s fails with all the memory: %s", c->name, err.text);
	calls = memory.seen;
	look(world, &after);
	if (((c->changes & CHANGES) != 0) ==
		(memcmp(&after, before, sizeof(after)) == 0))
		fail_msg("%s: what it changes is not seen", c->name);
	tree_write(tree, world->path);
	for (at = 1; at <= calls; at += at < 8 ? 1 : every()) {
		const bool ok = try_call(world, c->call, at, from, &err);

		const bool same = tree_is(tree, world->path);
		bool is_done = ok;

		++*tried;
		/* Byte for byte as before needs no second look. */
		if (!ok && strlen(err.text) >= 10 && same)
			continue;
		if (!ok && (c->changes & FINISHED) != 0)
			store_close(must_open(world->path, STORE_WRITE));
		look(world, &now);
		if (!ok && (c->changes & FINISHED) != 0)
			is_done = memcmp(&now, &after, sizeof(now)) == 0;
		if (now.findings != 0)
			fail_msg("%s, allocation %ld of %ld: %s", c->name, at,
				calls, now.finding);
		if (!ok && strlen(err.text) < 10)
			fail_msg("%s, allocation %ld of %ld: no sentence",
				c->name, at, calls);
		if (memcmp(&now, is_done ? &after : before, sizeof(now)) != 0)
			fail_msg("%s, allocation %ld of %ld, %s: the store is "
				 "neither as before nor done (%s)",
				c->name, at, calls, ok ? "done" : "failed",
				err.text);
		/* Else what each try says in the chain would add up. */
		if (!same)
			tree_write(tree, world->path);
	}
}

static void
try_cases(bool from)
{
	struct amount before;
	struct tree tree;
	struct world world = {0};
	char root[64];
	long tried = 0;
	size_t i;

	snprintf(root, sizeof(root), "%s/skapa-alloc-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(root));
	snprintf(world.path, sizeof(world.path), "%s/store", root);
	make_world(&world);
	look(&world, &before);
	assert_int_equal(before.findings, 0);
	tree_load(&tree, world.path);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		try_case(&world, &cases[i], &tree, &before, from, &tried);
	tree_finish(&tree);
	tree_remove(root);
	print_message("%ld allocations refused\n", tried);
}

static void
test_alloc__refused_once(void **state)
{
	(void)state;
	try_cases(false);
}

static void
test_alloc__refused_from_then_on(void **state)
{
	(void)state;
	try_cases(true);
}

/* What core gives and takes as text. */
static void
test_alloc__layout_to_and_fro(void **state)
{
	struct layout layout, back;
	struct str json, text;
	struct reading reading;
	struct store_page page = {0};
	struct err err = {0};
	bool ok = false;
	long at;

	(void)state;
	make_layout(&layout, "sv");
	make_reading(&reading, &page, "?d3");
	for (at = 1; !ok || memory.seen >= at; at++) {
		json = (struct str){0};
		text = (struct str){0};
		back = (struct layout){0};
		err_clear(&err);
		memory.at = at;
		memory.seen = 0;
		memory.armed = true;
		layout_write(&layout, &json);
		ok = str_ok(&json, &err) &&
		     layout_read(json.at, json.len, &back, &err);
		if (ok) {
			reading_write(&reading, "a.pdf", &text);
			ok = str_ok(&text, &err);
		}
		memory.armed = false;
		if (!ok && strlen(err.text) < 10)
			fail_msg("allocation %ld: no sentence", at);
		if (ok)
			assert_string_equal(back.hash, layout.hash);
		layout_finish(&back);
		str_finish(&json);
		str_finish(&text);
		assert_true(at < 100000);
	}
	print_message("%ld allocations refused\n", at - 1);
	layout_finish(&layout);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc__refused_once),
		cmocka_unit_test(test_alloc__refused_from_then_on),
		cmocka_unit_test(test_alloc__layout_to_and_fro),
	};

	return cmocka_run_group_tests(tests, take_libraries, NULL);
}
