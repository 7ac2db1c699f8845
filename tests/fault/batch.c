#include "tests/fault/batch.h"
#include "tests/fault/shim.h"
#include "tests/tree.h"
#include "tests/stores.h"

#include "store/chain.h"

#include <stdarg.h>

static char verdict[1024];

static const char *wrong(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static const char *
wrong(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(verdict, sizeof(verdict), format, args);
	va_end(args);
	return verdict;
}

/* ----------------------------------------------------------------- the batch
 */

static const struct {
	int sheet;	     /* -1: no page of ours */
	const char *answers; /* as in make_reading; NULL: refused */
	enum reading_status first, again;
} plan[BATCH_SCANS] = {
	{0, "123", READING_FILED, READING_DUPLICATE},
	{1, "451", READING_FILED, READING_DUPLICATE},
	{2, "?27", READING_REVIEW, READING_DUPLICATE},
	{3, "d28", READING_FILED, READING_DUPLICATE},
	{0, "123", READING_DUPLICATE, READING_DUPLICATE},
	{4, "n11", READING_FILED, READING_DUPLICATE},
	{-1, NULL, READING_REFUSED, READING_REFUSED},
	{5, "555", READING_FILED, READING_DUPLICATE},
	{1, "452", READING_CONFLICT, READING_CONFLICT},
	{6, "-31", READING_FILED, READING_DUPLICATE},
	{7, "243", READING_FILED, READING_DUPLICATE},
	{8, "u?5", READING_REVIEW, READING_DUPLICATE},
	{-1, NULL, READING_BLANK_PAGE, READING_BLANK_PAGE},
	{9, "426", READING_FILED, READING_DUPLICATE},
	{10, "335", READING_FILED, READING_DUPLICATE},
	{11, "144", READING_FILED, READING_DUPLICATE},
	{12, "412", READING_FILED, READING_DUPLICATE},
	{13, "528", READING_FILED, READING_DUPLICATE},
	{14, "337", READING_FILED, READING_DUPLICATE},
	{15, "211", READING_FILED, READING_DUPLICATE},
};
#define SHEETS 16

/* Bytes that differ from scan to scan; their number too. */
static void
make_scan(struct batch *batch, int i)
{
	uint32_t x = 2463534242u + (uint32_t)i;
	size_t k;

	batch->scans[i].len = (size_t)(100 + i * 1900);
	batch->scans[i].bytes = must_have(malloc(batch->scans[i].len));
	for (k = 0; k < batch->scans[i].len; k++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		batch->scans[i].bytes[k] = (uint8_t)x;
	}
}

void
batch_prepare(struct batch *batch, const char *path)
{
	struct store_page pages[2 * SHEETS];
	char codes[2][PERSON_CODE];
	struct err err = {0};
	struct store *store;
	int i;

	*batch = (struct batch){
		.answers = (size_t)3 * SHEETS, .reviews = 3, .conflicts = 1};
	assert_ok(store_init(path, &err), &err);
	store = must_open(path, STORE_WRITE);
	assert_ok(store_people_add(store, 2, "ar", NULL, codes, &err), &err);
	memcpy(batch->person, codes[0], PERSON_CODE);
	issue(store, SHEETS, codes[0], pages);
	store_close(store);
	for (i = 0; i < BATCH_SCANS; i++) {
		struct reading *reading = &batch->scans[i].reading;

		make_scan(batch, i);
		batch->scans[i].first = plan[i].first;
		batch->scans[i].again = plan[i].again;
		if (plan[i].sheet >= 0) {
			make_reading(reading, &pages[2 * plan[i].sheet],
				plan[i].answers);
			continue;
		}
		*reading = (struct reading){
			.source_page = 1, .status = plan[i].first};
		if (plan[i].first == READING_REFUSED)
			strcpy(reading->reason, "no_anchors");
	}
}

void
batch_finish(struct batch *batch)
{
	int i;

	for (i = 0; i < BATCH_SCANS; i++)
		free(batch->scans[i].bytes);
}

static bool
file_one(struct store *store, const struct batch *batch, int i,
	enum reading_status *status, struct err *err)
{
	struct reading reading = batch->scans[i].reading;

	if (!store_scan_keep(store, batch->scans[i].bytes, batch->scans[i].len,
		    reading.sha256, err) ||
		!store_file(store, &reading, DATE, err))
		return false;
	*status = reading.status;
	return true;
}

bool
batch_file(const struct batch *batch, const char *path, bool early,
	struct batch_run *run)
{
	struct err err = {0};
	struct store *store = store_open(path, STORE_WRITE, 0, &err);
	bool ok = store != NULL;
	int i;

	for (i = 0; ok && i < BATCH_SCANS; i++) {
		enum reading_status status = batch->scans[i].first;

		if (early) {
			run->acknowledged[i] = 1 + (int)status;
			faults_log_ack(i);
		}
		ok = file_one(store, batch, i, &status, &err);
		if (ok && !early) {
			run->acknowledged[i] = 1 + (int)status;
			faults_log_ack(i);
		}
	}
	store_close(store);
	run->has_failed = !ok;
	memcpy(run->sentence, err.text, sizeof(run->sentence));
	return ok;
}

/* ------------------------------------------------------------------ the look
 */

struct seen {
	size_t answers, reviews, conflicts;
	char finding[512];
};

static bool
see_answer(const struct store_answer *answer, void *data, struct err *err)
{
	(void)answer;
	(void)err;
	((struct seen *)data)->answers++;
	return true;
}

static bool
see_review(const struct store_answer *answer, void *data, struct err *err)
{
	(void)answer;
	(void)err;
	((struct seen *)data)->reviews++;
	return true;
}

static bool
see_conflict(const struct store_conflict *conflict, void *data, struct err *err)
{
	(void)conflict;
	(void)err;
	((struct seen *)data)->conflicts++;
	return true;
}

static void
see_finding(const char *sentence, void *data)
{
	struct seen *seen = data;

	if (seen->finding[0] == '\0')
		snprintf(seen->finding, sizeof(seen->finding), "%s", sentence);
}

/* What was acknowledged is there before anybody files anything again. */
static const char *
look_acknowledged(struct store *store, const struct batch *batch,
	const struct batch_run *run)
{
	struct err err = {0};
	int i;

	for (i = 0; i < BATCH_SCANS; i++) {
		const struct reading *reading = &batch->scans[i].reading;
		struct store_page page;
		bool found;

		if (run->acknowledged[i] == 0 || !reading->has_code)
			continue;
		if (!store_page_by_token(
			    store, reading->code.token, &page, &found, &err))
			return wrong(
				"a page cannot be looked up: %s", err.text);
		if (!found || !page.is_filed)
			return wrong("page %d was acknowledged and is not "
				     "filed",
				i);
	}
	return NULL;
}

/*
 * Files everything. filed: whether all of it must have been before. A scan that
 * was acknowledged is one that the store has seen.
 */
static const char *
look_again(struct store *store, const struct batch *batch,
	const struct batch_run *run, bool filed)
{
	struct err err = {0};
	int i;

	for (i = 0; i < BATCH_SCANS; i++) {
		const bool known = filed || run->acknowledged[i] != 0;
		enum reading_status status;

		if (!file_one(store, batch, i, &status, &err))
			return wrong("scan %d cannot be filed again: %s", i,
				err.text);
		if (status != batch->scans[i].again &&
			(known || status != batch->scans[i].first))
			return wrong("scan %d is %s", i,
				reading_status_word(status));
		if (run->acknowledged[i] != 0 &&
			run->acknowledged[i] - 1 != (int)batch->scans[i].first)
			return wrong("scan %d was acknowledged as %s", i,
				reading_status_word((enum reading_status)(
					run->acknowledged[i] - 1)));
	}
	return NULL;
}

static const char *
look_whole(struct store *store, const struct batch *batch)
{
	struct store_audit audit;
	struct seen seen = {0};
	struct err err = {0};
	size_t n = 0, broken = 0;

	if (!store_audit_verify(
		    store, NULL, 0, see_finding, &seen, &audit, &broken, &err))
		return wrong("%s", err.text);
	if (broken > 0 || audit.rows == 0)
		return wrong("the chain of %lld rows is broken: %s",
			(long long)audit.rows, seen.finding);
	if (!store_answers(store, batch->person, see_answer, &seen, &err) ||
		!store_reviews(store, see_review, &seen, &err) ||
		!store_conflicts(store, NULL, see_conflict, &seen, &err) ||
		!store_check(store, see_finding, &seen, &n, &err))
		return wrong("%s", err.text);
	if (n > 0)
		return wrong("%zu findings: %s", n, seen.finding);
	if (seen.answers != batch->answers || seen.reviews != batch->reviews ||
		seen.conflicts != batch->conflicts)
		return wrong("%zu answers, %zu to look at, %zu conflicts",
			seen.answers, seen.reviews, seen.conflicts);
	return NULL;
}

const char *
batch_look(const struct batch *batch, const char *path,
	const struct batch_run *run)
{
	struct err err = {0};
	struct store *store = store_open(path, STORE_WRITE, 0, &err);
	const char *what = NULL;
	char left[512];

	if (store == NULL)
		return wrong("cannot be opened: %s", err.text);
	what = look_acknowledged(store, batch, run);
	if (what == NULL && tree_has(path, ".tmp-", left, sizeof(left)))
		what = wrong("%s was left", left);
	if (what == NULL)
		what = look_again(store, batch, run, false);
	if (what == NULL)
		what = look_again(store, batch, run, true);
	if (what == NULL)
		what = look_whole(store, batch);
	/* Before, it may be one that was not yet begun in earnest. */
	if (what == NULL && tree_has(path, "-journal", left, sizeof(left)))
		what = wrong("%s was left", left);
	store_close(store);
	return what;
}
