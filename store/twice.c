#include "store/twice.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"

#include <string.h>

#define PAPERS 8 /* of one occasion, printed anew and anew */
#define ITEMS 64 /* of one occasion on a screen */

/* An answer on paper, of the reading that counts. */
struct paper {
	int64_t id, against;
	struct answer answer; /* as it counts: a person's word, if there is */
	bool is_human;
};

struct item {
	int64_t occasion;
	char item[ITEM_KEY];
};

static bool
is_doubtful(const struct paper *paper)
{
	return !paper->is_human &&
	       (paper->answer.status == ANSWER_REVIEW ||
		       paper->answer.status == ANSWER_UNREADABLE);
}

static bool
is_empty(const struct paper *paper)
{
	return paper->answer.status == ANSWER_BLANK ||
	       (paper->is_human && paper->answer.status == ANSWER_UNREADABLE);
}

static bool
is_same(const struct answer *a, const struct answer *b)
{
	return a->status == b->status &&
	       (a->status != ANSWER_ANSWERED || a->value == b->value);
}

void
twice_unsure(enum answer_status *status, int *value, char reason[ANSWER_REASON])
{
	if (*status == ANSWER_REVIEW || *status == ANSWER_UNREADABLE)
		return;
	*status = ANSWER_REVIEW;
	*value = VALUE_NONE;
	str_copy(reason, ANSWER_REASON, TWICE_REASON);
}

/* ------------------------------------------------------------- rows */

/* *id 0: there is none, or it was forgotten. */
static bool
get_screen(struct store *store, int64_t occasion, const char *item,
	struct answer *screen, int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, ANSWER_FIND);
	bool has = false;

	db_bind_int(q, occasion);
	db_bind_text(q, item);
	if (!db_run_id(q, id, err))
		return false;
	if (*id != 0 && !twice_screen(store, *id, screen, &has, err))
		return false;
	if (!has)
		*id = 0;
	return true;
}

/* A person's word, in the column behind the machine's. */
static bool
decided_at(struct store *store, struct db_query *q, const struct sealed_at *at,
	struct answer *answer, bool *is_human, struct err *err)
{
	struct store_decision decision;
	struct record record;
	bool ok;

	if (!sealed_get(store, q, 4, at, &record, is_human, err))
		return false;
	if (!*is_human)
		return true;
	ok = decision_of_record(&record, &decision);
	record_wipe(&record);
	answer->status = decision.status;
	answer->value = decision.value;
	return ok || db_damaged(store->db, err, "a decided answer");
}

bool
twice_screen(struct store *store, int64_t id, struct answer *screen, bool *has,
	struct err *err)
{
	struct db_query *q = db_query(store->db, TWICE_SCREEN);
	struct sealed_at at = {.column = "answer|put"};
	struct answer got = {0};
	struct record record = {0};
	bool is_human, ok;

	db_bind_int(q, id);
	if (!db_next(q, has, err))
		return false;
	if (!*has)
		return true;
	at.slot = db_int(q, 2);
	at.row = db_int(q, 0);
	at.item = got.item;
	ok = db_copy(q, 1, got.item, ITEM_KEY, err) &&
	     sealed_get(store, q, 3, &at, &record, has, err);
	if (ok && *has)
		ok = answer_of_record(&record, &got) ||
		     db_damaged(store->db, err, "an answer");
	record_wipe(&record);
	at.column = "answer|human";
	ok = ok && decided_at(store, q, &at, &got, &is_human, err);
	db_end(q);
	if (ok && *has)
		*screen = got;
	return ok;
}

static bool
paper_row(struct store *store, struct db_query *q, const char *item,
	struct paper *paper, bool *has, struct err *err)
{
	struct sealed_at at = {
		db_int(q, 1), "answer|machine", db_int(q, 2), item};
	struct record record;
	bool ok;

	*paper = (struct paper){.id = db_int(q, 0), .against = db_int(q, 5)};
	if (!sealed_get(store, q, 3, &at, &record, has, err))
		return false;
	if (!*has)
		return true;
	ok = answer_of_record(&record, &paper->answer);
	record_wipe(&record);
	if (!ok)
		return db_damaged(store->db, err, "an answer");
	at.column = "answer|human";
	return decided_at(store, q, &at, &paper->answer, &paper->is_human, err);
}

static bool
has_sheet(struct store *store, int64_t occasion, bool *has, struct err *err)
{
	struct db_query *q = db_query(store->db, TWICE_SHEET);
	bool ok;

	db_bind_int(q, occasion);
	ok = db_next(q, has, err);
	db_end(q);
	return ok;
}

static bool
get_papers(struct store *store, int64_t occasion, const char *item,
	struct paper papers[PAPERS], size_t *n, struct err *err)
{
	struct db_query *q;
	bool has_row, has, ok;

	*n = 0;
	if (!has_sheet(store, occasion, &has, err))
		return false;
	if (!has)
		return true;
	q = db_query(store->db, TWICE_PAPER);
	db_bind_int(q, occasion);
	db_bind_text(q, item);
	while ((ok = db_next(q, &has_row, err)) && has_row && *n < PAPERS) {
		ok = paper_row(store, q, item, &papers[*n], &has, err);
		if (!ok)
			break;
		*n += has ? 1 : 0;
	}
	db_end(q);
	return ok;
}

/* against 0: nothing. */
static bool
set(struct store *store, int64_t id, bool is_aside, int64_t against, bool waits,
	struct err *err)
{
	struct db_query *q = db_query(store->db, TWICE_SET);

	db_bind_int(q, is_aside);
	if (against == 0)
		db_bind_null(q);
	else
		db_bind_int(q, against);
	db_bind_int(q, waits);
	db_bind_int(q, id);
	return db_run(q, err);
}

bool
twice_wait(struct store *store, int64_t answer, struct err *err)
{
	struct db_query *q = db_query(store->db, TWICE_WAIT);

	db_bind_int(q, answer);
	return db_run(q, err);
}

/* Its page is one that waits, too. */
static bool
wait_for_person(struct store *store, int64_t id, struct err *err)
{
	struct db_query *q = db_query(store->db, TWICE_READING);

	db_bind_int(q, id);
	return db_run(q, err) && twice_wait(store, id, err);
}

/* ------------------------------------------------------------- settling */

static bool
settle_paper(struct store *store, const struct paper *paper,
	const struct answer *screen, int64_t screen_id, bool *is_aside,
	struct err *err)
{
	const bool doubtful = is_doubtful(paper);
	int64_t against = 0;

	*is_aside = false;
	if (screen->status == ANSWER_BLANK)
		return set(store, paper->id, false, 0, doubtful, err);
	if (is_empty(paper)) {
		*is_aside = true;
		return set(store, paper->id, true, 0, false, err);
	}
	if (doubtful || !is_same(&paper->answer, screen))
		against = screen_id;
	return set(store, paper->id, false, against, against != 0, err) &&
	       (against == 0 || wait_for_person(store, paper->id, err));
}

/* is_new: what was put is new, so that what was decided is asked again. */
static bool
settle(struct store *store, const struct item *item, bool is_new,
	struct err *err)
{
	struct paper papers[PAPERS];
	struct answer screen;
	bool is_aside, stands = false;
	int64_t id;
	size_t n, i;

	if (!get_screen(store, item->occasion, item->item, &screen, &id, err))
		return false;
	if (id == 0)
		return true;
	if (!get_papers(store, item->occasion, item->item, papers, &n, err))
		return false;
	for (i = 0; i < n; i++) {
		is_aside = false;
		if ((is_new || !papers[i].is_human || papers[i].against == 0) &&
			!settle_paper(
				store, &papers[i], &screen, id, &is_aside, err))
			return false;
		stands = stands || !is_aside;
	}
	return set(store, id, stands, 0,
		!stands && screen.status == ANSWER_REVIEW, err);
}

bool
twice_put(struct store *store, int64_t occasion, const char *item,
	struct err *err)
{
	struct item one = {.occasion = occasion};

	str_copy(one.item, sizeof(one.item), item);
	return settle(store, &one, true, err);
}

/* All that the query names: what is on a screen. */
static bool
settle_all(struct store *store, struct db_query *q, bool *any, struct err *err)
{
	struct item items[ITEMS];
	bool has_row, ok;
	size_t n = 0, i;

	while ((ok = db_next(q, &has_row, err)) && has_row && n < ITEMS) {
		items[n].occasion = db_int(q, 0);
		ok = db_copy(q, 1, items[n].item, ITEM_KEY, err);
		if (!ok)
			break;
		n++;
	}
	db_end(q);
	*any = n > 0;
	for (i = 0; ok && i < n; i++)
		ok = settle(store, &items[i], false, err);
	return ok;
}

bool
twice_occasion(struct store *store, int64_t occasion, struct err *err)
{
	struct db_query *q = db_query(store->db, TWICE_OF_OCCASION);
	bool any;

	db_bind_int(q, occasion);
	return settle_all(store, q, &any, err);
}

/* As the answers of the page's reading now stand. */
static bool
tell(struct store *store, int64_t page, struct reading *reading,
	struct err *err)
{
	struct db_query *q = db_query(store->db, TWICE_WAITING);
	bool has_row, ok;
	int i;

	db_bind_int(q, page);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		reading->status = READING_REVIEW;
		for (i = 0; i < reading->n_answers; i++) {
			struct answer *answer = &reading->answers[i];

			if (strcmp(answer->item, db_text(q, 0)) == 0)
				twice_unsure(&answer->status, &answer->value,
					answer->reason);
		}
	}
	db_end(q);
	return ok;
}

bool
twice_page(struct store *store, int64_t page, struct reading *reading,
	struct err *err)
{
	struct db_query *q = db_query(store->db, TWICE_OF_PAGE);
	bool any;

	db_bind_int(q, page);
	if (!settle_all(store, q, &any, err))
		return false;
	return !any || reading == NULL || tell(store, page, reading, err);
}
