#include "tests/alloc_calls.h"

#include "tests/tree.h"

#include "core/file.h"
#include "store/accounts.h"
#include "store/backup.h"
#include "store/counted.h"
#include "store/due.h"
#include "store/forget.h"
#include "store/review.h"
#include "store/shown.h"
#include "store/weeding.h"

static bool
call_open(struct store *store, const struct alloc_world *world, struct err *err)
{
	(void)store;
	store = store_open(world->path, STORE_READ, 0, err);
	store_close(store);
	return store != NULL;
}

static bool
call_try(struct store *store, const struct alloc_world *world, struct err *err)
{
	(void)store;
	store = store_open(world->path, STORE_TRY, 0, err);
	store_close(store);
	return store != NULL;
}

static bool
call_people(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	char codes[3][PERSON_CODE];

	(void)world;
	return store_people_add(store, 3, "so", NULL, codes, err);
}

static bool
call_layout(
	struct store *store, const struct alloc_world *world, struct err *err)
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
call_issue(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	struct store_request requests[2] = {
		{.layout_id = 1, .pages = 2}, {.layout_id = 1, .pages = 2}};
	struct store_page pages[4];

	memcpy(requests[0].person, world->person, PERSON_CODE);
	return store_issue(
		store, requests, 2, "a group", "2026-06-06", pages, err);
}

static bool
call_bind(struct store *store, const struct alloc_world *world, struct err *err)
{
	return store_sheet_bind(store,
		world->pages[2 * (ALLOC_SHEETS - 1)].line, world->person, err);
}

/* One that is there: a new one without its reading is a finding. */
static bool
call_keep(struct store *store, const struct alloc_world *world, struct err *err)
{
	const char *hash = world->first.sha256;
	struct bytes bytes = {0};
	bool ok = store_scan_read(store, hash, &bytes, err) &&
		  store_scan_keep_as(store, bytes.at, bytes.len, hash, err);

	bytes_free(&bytes);
	return ok;
}

static bool
call_file(struct store *store, const struct alloc_world *world, struct err *err)
{
	struct reading reading = world->first;

	return store_file(store, &reading, DATE, err);
}

static bool
call_conflict(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	struct reading reading = world->other;

	return store_file(store, &reading, DATE, err);
}

static bool
call_set(struct store *store, const struct alloc_world *world, struct err *err)
{
	return store_review_set(store, world->answer_review, ANSWER_ANSWERED, 4,
		ALLOC_WHO, DATE, err);
}

static bool
call_take(struct store *store, const struct alloc_world *world, struct err *err)
{
	return store_review_choose(
		store, world->conflict_review, true, ALLOC_WHO, DATE, err);
}

static bool
call_history(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	struct store_review review;

	return store_review_get(store, world->answer_review, &review, err);
}

static bool
call_occasion(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	struct store_occasion occasion;
	int64_t id;

	alloc_like_occasion(world, &occasion);
	strcpy(occasion.date, "2026-08-08");
	return store_occasion_open(store, &occasion, &id, err);
}

static bool
call_put(struct store *store, const struct alloc_world *world, struct err *err)
{
	const struct store_put put = {.item = "health",
		.top = 5,
		.status = ANSWER_ANSWERED,
		.value = 2,
		.once = "0123456789"};

	return store_answer_put(store, world->occasion, &put, err);
}

static bool
call_lock(struct store *store, const struct alloc_world *world, struct err *err)
{
	return store_occasion_lock(store, world->occasion, 1767225600, err);
}

static bool
call_note(struct store *store, const struct alloc_world *world, struct err *err)
{
	struct store_note note;
	int64_t number;

	alloc_like_note(world, &note);
	return store_note_add(store, &note, &number, err);
}

static bool
call_mark(struct store *store, const struct alloc_world *world, struct err *err)
{
	return store_note_mark(
		store, world->note, NOTE_REACHED, ALLOC_WHO, DATE, err);
}

static bool
call_activity(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	return store_activity_end(
		store, world->activity, "2026-09-09", ALLOC_WHO, err);
}

static bool
count_due(const struct store_due *due, void *data, struct err *err)
{
	(void)due;
	(void)err;
	++*(size_t *)data;
	return true;
}

static bool
call_due(struct store *store, const struct alloc_world *world, struct err *err)
{
	size_t n = 0;

	return store_due_sheet(
		store, world->pages[0].sheet, count_due, &n, err);
}

static bool
call_measure(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	struct alloc_amount amount;

	if (!alloc_measure(store, world, &amount, err))
		return false;
	return amount.findings == 0 ||
	       err_set(err, ERR_INPUT, "findings: %s", amount.finding);
}

static bool
call_bulk(struct store *store, const struct alloc_world *world, struct err *err)
{
	bool ok = store_bulk_begin(store, err);

	if (!ok)
		return false;
	ok = call_people(store, world, err) && call_put(store, world, err) &&
	     call_people(store, world, err);
	return store_bulk_end(store, ok, err) && ok;
}

static bool
call_session(
	struct store *store, const struct alloc_world *world, struct err *err)
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
call_forget(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	struct store_receipt receipt;

	return store_forget(store, world->leaver, false, DATE, &receipt, err);
}

static bool
call_propose(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	int64_t number;

	(void)world;
	return store_weeding_propose(
		store, NULL, 0, true, "2031-01-01", &number, err);
}

static bool
call_weed(struct store *store, const struct alloc_world *world, struct err *err)
{
	(void)world;
	return store_weeding_approve(store, 1, "2031-01-01", err);
}

static void
beside(const struct alloc_world *world, const char *name, char path[120])
{
	snprintf(path, 120, "%s.%s", world->path, name);
}

static bool
call_backup(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	char data[120], keys[120];

	beside(world, "data", data);
	beside(world, "keys", keys);
	return store_backup_data(store, data, err) &&
	       store_backup_keys(store, keys, err);
}

/* Of what the call before has backed up. */
static bool
call_restore(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	char data[120], keys[120], to[120];
	const struct store_restore how = {data, keys, world->path, to, DATE};
	struct alloc_amount amount = {0};
	bool ok;

	(void)store;
	beside(world, "data", data);
	beside(world, "keys", keys);
	beside(world, "again", to);
	ok = store_restore(&how, alloc_count_finding, &amount, err);
	if (ok)
		tree_remove(to);
	return ok;
}

static bool
call_account(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	(void)world;
	return store_account_add(
		store, "bo", ROLE_REPORT, "north", ALLOC_PASSWORD, err);
}

static bool
call_login(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	struct store_actor actor;

	(void)world;
	return store_login(store, ALLOC_WHO, ALLOC_PASSWORD, 1000, &actor, err);
}

static bool
count_visitor(const struct counted_person *visitor, void *data, struct err *err)
{
	(void)visitor;
	(void)err;
	++*(size_t *)data;
	return true;
}

static bool
call_counted(
	struct store *store, const struct alloc_world *world, struct err *err)
{
	size_t n = 0;

	(void)world;
	return store_counted(store, count_visitor, &n, err);
}

static bool
call_shown(
	struct store *store, const struct alloc_world *world, struct err *err)
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

const struct alloc_call alloc_calls[] = {
	{"open", call_open, 0},
	{"try", call_try, 0},
	{"people add", call_people, ALLOC_CHANGES},
	{"layout get", call_layout, 0},
	{"issue", call_issue, ALLOC_CHANGES},
	{"bind", call_bind, ALLOC_CHANGES},
	{"scan keep", call_keep, 0},
	{"file", call_file, ALLOC_CHANGES},
	{"file again", call_conflict, ALLOC_CHANGES},
	{"review set", call_set, ALLOC_CHANGES},
	{"review take", call_take, ALLOC_CHANGES},
	{"review get", call_history, 0},
	{"occasion open", call_occasion, ALLOC_CHANGES},
	{"answer put", call_put, ALLOC_CHANGES},
	{"occasion lock", call_lock, ALLOC_CHANGES},
	{"note add", call_note, ALLOC_CHANGES},
	{"note mark", call_mark, ALLOC_CHANGES},
	{"activity end", call_activity, ALLOC_CHANGES},
	{"due", call_due, 0},
	{"everything read", call_measure, 0},
	{"bulk", call_bulk, ALLOC_CHANGES},
	{"session issue", call_session, ALLOC_CHANGES},
	{"forget", call_forget, ALLOC_CHANGES | ALLOC_FINISHED},
	{"weeding propose", call_propose, 0},
	{"weeding approve", call_weed, ALLOC_CHANGES | ALLOC_FINISHED},
	{"backup", call_backup, 0},
	{"restore", call_restore, 0},
	{"account add", call_account, ALLOC_CHANGES},
	{"login", call_login, 0},
	{"everybody counted", call_counted, 0},
	{"shown keep", call_shown, ALLOC_CHANGES},
	{NULL, NULL, 0},
};
