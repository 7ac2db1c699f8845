#include "store/review.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/twice.h"

#include <stdio.h>
#include <string.h>

#define WHO_DIGITS 5

/* ------------------------------------------------------------- who and what */

bool
store_who_check(const char *who, struct err *err)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
	const size_t len = strlen(who);
	int digits = 0;
	size_t i;

	for (i = 0; i < len; i++)
		digits += who[i] >= '0' && who[i] <= '9';
	if (len == 0 || len >= REVIEW_WHO || strspn(who, fine) != len)
		return err_set(err, ERR_USAGE,
			"who decides is said in 1 to %d letters, digits, "
			"'-', '_' or '.': initials or a role",
			REVIEW_WHO - 1);
	if (digits > WHO_DIGITS)
		return err_set(err, ERR_USAGE,
			"who decides has %d digits; initials or a role, never "
			"a personal number",
			digits);
	return true;
}

bool
store_text_check(const char *text, const char *what, struct err *err)
{
	if (text[0] == '\0')
		return err_set(err, ERR_USAGE, "%s is empty", what);
	if (strlen(text) >= REVIEW_TEXT)
		return err_set(err, ERR_USAGE, "%s is longer than %d bytes",
			what, REVIEW_TEXT - 1);
	if (!str_is_line(text))
		return err_set(err, ERR_USAGE,
			"%s is not one line of UTF-8 text", what);
	if (str_has_personal_number(text))
		return err_set(err, ERR_USAGE,
			"%s holds what looks like a personal number; leave it "
			"out",
			what);
	return true;
}

/* ------------------------------------------------------------- rows */

/* What was said in a decision, from a column; nothing was for a null one. */
static bool
said_at(struct store *store, struct db_query *q, int column, int64_t slot,
	int64_t id, struct store_decision *out, struct err *err)
{
	const struct sealed_at at = {slot, "decision|said", id, ""};
	struct record record;
	bool has, ok;

	out->status = ANSWER__MAX;
	if (!sealed_get(store, q, column, &at, &record, &has, err))
		return false;
	ok = !has || decision_of_record(&record, out);
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "a decision");
}

struct review_row {
	struct store_review review;
	int64_t page, sheet, decision, slot;
	int64_t occasion; /* of an answer from a screen; else 0 */
};

/* Where an answer is sealed: by its reading, or its occasion. */
static int64_t
home_of(const struct review_row *row)
{
	return row->occasion != 0 ? row->occasion : row->review.reading;
}

/* What the machine saw of an answer or of writing. */
static bool
machine_at(struct store *store, struct db_query *q, struct review_row *row,
	struct err *err)
{
	struct store_review *out = &row->review;
	const bool is_answer = out->kind == REVIEW_ANSWER;
	const struct sealed_at at = {row->slot,
		!is_answer	     ? "writing|machine"
		: row->occasion != 0 ? "answer|put"
				     : "answer|machine",
		home_of(row), out->answer.item};
	struct record record;
	bool has, ok = true;

	if (!sealed_get(store, q, is_answer ? 17 : 18, &at, &record, &has, err))
		return false;
	if (has && is_answer) {
		ok = answer_of_record(&record, &out->answer) &&
		     str_copy(out->reason, sizeof(out->reason),
			     out->answer.reason);
	} else if (has) {
		record_read(&record, 1);
		record_get_text(&record, out->suggestion, READING_WRITTEN);
		ok = record_ok(&record);
	}
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "an answer");
}

/* What was put on a screen, where the paper says otherwise. */
static bool
screen_at(struct store *store, struct db_query *q, struct store_review *out,
	struct err *err)
{
	enum answer_status status = out->answer.status;
	int value = 0;

	if (db_is_null(q, 27))
		return true;
	twice_unsure(&status, &value, out->reason);
	return twice_screen(
		store, db_int(q, 27), &out->screen, &out->has_screen, err);
}

/* The language that an answer from a screen was asked in. */
static bool
language_at(struct store *store, struct db_query *q, struct review_row *row,
	struct err *err)
{
	struct store_occasion occasion = {0};
	bool has;

	if (row->occasion == 0)
		return true;
	if (!occasion_at(store, q, 29, row->occasion, row->slot, &occasion,
		    &has, err))
		return false;
	memcpy(row->review.language, occasion.language, LAYOUT_KEY);
	return true;
}

static bool
review_row(struct store *store, struct db_query *q, struct review_row *row,
	struct err *err)
{
	struct store_review *out = &row->review;
	struct store_decision *decision = &out->decision;

	*row = (struct review_row){.page = db_int(q, 4),
		.slot = db_int(q, 19),
		.decision = db_int(q, 20),
		.sheet = db_int(q, 25),
		.occasion = db_int(q, 28),
		.review = {
			.number = db_int(q, 0),
			.kind = (enum review_kind)db_int(q, 1),
			.is_open = db_int(q, 2) != 0,
			.reading = db_int(q, 3),
			.source_page = (int)db_int(q, 6),
			.layout_id = (uint16_t)db_int(q, 7),
			.page = (int)db_int(q, 8),
			.top = (int)db_int(q, 15),
			.is_decided = !db_is_null(q, 20),
			.filed = db_int(q, 26),
			.answer.status = ANSWER__MAX,
		}};
	return db_copy(q, 5, out->sha256, sizeof(out->sha256), err) &&
	       db_copy(q, 9, out->line, sizeof(out->line), err) &&
	       person_code_at(store, q, 10, out->person, err) &&
	       db_copy(q, 12, out->instrument, sizeof(out->instrument), err) &&
	       db_copy(q, 13, out->language, sizeof(out->language), err) &&
	       db_copy(q, 14, out->answer.item, ITEM_KEY, err) &&
	       db_copy(q, 16, out->reason, sizeof(out->reason), err) &&
	       machine_at(store, q, row, err) &&
	       language_at(store, q, row, err) &&
	       screen_at(store, q, out, err) &&
	       said_at(store, q, 22, row->slot, row->decision, decision, err) &&
	       db_copy(q, 21, decision->action, sizeof(decision->action),
		       err) &&
	       db_copy(q, 23, decision->who, REVIEW_WHO, err) &&
	       db_copy(q, 24, decision->day, STORE_DATE, err);
}

bool
review_each(struct store *store, struct db_query *q, store_each_review *each,
	void *data, struct err *err)
{
	bool has_row, ok, shows;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct review_row row;

		ok = review_row(store, q, &row, err) &&
		     store_shows(store, MAY_READ_REVIEWS, row.review.person,
			     &shows, err) &&
		     (!shows || each(&row.review, data, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

bool
store_review_list(struct store *store, store_each_review *each, void *data,
	struct err *err)
{
	return store_reads(store, MAY_READ_REVIEWS, ABOUT_EVERYONE, 0, err) &&
	       review_each(store, db_query(store->db, REVIEW_LIST), each, data,
		       err);
}

bool
store_review_count(struct store *store, size_t *n, struct err *err)
{
	struct db_query *q = db_query(store->db, REVIEW_COUNT);
	bool has_row;

	if (!db_next(q, &has_row, err))
		return false;
	*n = has_row ? (size_t)db_int(q, 0) : 0;
	db_end(q);
	return true;
}

static bool
get_row(struct store *store, int64_t number, struct review_row *row,
	struct err *err)
{
	struct db_query *q = db_query(store->db, REVIEW_GET);
	bool has_row, ok;

	db_bind_int(q, number);
	if (!db_next(q, &has_row, err))
		return false;
	ok = has_row ? review_row(store, q, row, err)
		     : err_set(err, ERR_USAGE,
			       "there is no review %lld; skapa intake review "
			       "list shows what waits",
			       (long long)number);
	db_end(q);
	return ok;
}

bool
store_review_get(struct store *store, int64_t number,
	struct store_review *review, struct err *err)
{
	struct review_row row;

	if (!store_reads(store, MAY_READ_REVIEWS, ABOUT_REVIEW, number, err) ||
		!get_row(store, number, &row, err))
		return false;
	*review = row.review;
	return true;
}

static bool
writing_row(struct store *store, struct db_query *q, int64_t reading,
	struct writing *writing, struct err *err)
{
	const struct sealed_at at = {
		db_int(q, 2), "writing|machine", reading, writing->item};
	struct record record;
	bool has, ok = true;

	writing->ink_mm2 = db_real(q, 1);
	if (!db_copy(q, 0, writing->item, sizeof(writing->item), err) ||
		!sealed_get(store, q, 3, &at, &record, &has, err))
		return false;
	if (has) {
		record_read(&record, 1);
		record_get_text(&record, writing->suggestion, READING_WRITTEN);
		ok = record_ok(&record);
	}
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "writing");
}

static bool
get_writings(struct store *store, int64_t id, struct reading *reading,
	struct err *err)
{
	struct db_query *q = db_query(store->db, WRITING_OF_READING);
	bool has_row, ok;

	db_bind_int(q, id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		if (reading->n_writings == READING_WRITINGS) {
			ok = db_damaged(store->db, err, "too many writings");
			break;
		}
		ok = writing_row(store, q, id,
			&reading->writings[reading->n_writings], err);
		if (!ok)
			break;
		reading->n_writings++;
	}
	db_end(q);
	return ok;
}

bool
store_reading(struct store *store, int64_t id, struct reading *reading,
	struct err *err)
{
	struct reading out;
	struct db_query *q;
	bool has_row, ok;
	int i;

	if (!store_reads(store, MAY_READ_REVIEWS, ABOUT_READING, id, err) ||
		!answers_get(store, id, &out, err) ||
		!get_writings(store, id, &out, err))
		return false;
	q = db_query(store->db, READING_GET);
	db_bind_int(q, id);
	if (!db_next(q, &has_row, err))
		return false;
	ok = has_row ? db_copy(q, 0, out.sha256, sizeof(out.sha256), err)
		     : err_set(err, ERR_USAGE, "%s: has no reading %lld",
			       store->path, (long long)id);
	if (ok) {
		out.source_page = (int)db_int(q, 1);
		out.has_map = db_int(q, 10) != 0;
		for (i = 0; i < 8; i++)
			out.map.m[i] = db_real(q, 2 + i);
		out.map.m[8] = 1;
	}
	db_end(q);
	if (ok)
		*reading = out;
	return ok;
}

bool
store_review_history(struct store *store, int64_t number,
	store_each_decision *each, void *data, struct err *err)
{
	struct review_row of;
	struct db_query *q;
	bool has_row, ok;

	if (!store_reads(store, MAY_READ_REVIEWS, ABOUT_REVIEW, number, err) ||
		!get_row(store, number, &of, err))
		return false;
	q = db_query(store->db, DECISION_LIST);
	db_bind_int(q, number);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_decision row = {.is_undone = db_int(q, 6) != 0};

		ok = said_at(store, q, 2, of.slot, db_int(q, 0), &row, err) &&
		     db_copy(q, 1, row.action, sizeof(row.action), err) &&
		     db_copy(q, 4, row.who, sizeof(row.who), err) &&
		     db_copy(q, 5, row.day, sizeof(row.day), err) &&
		     each(&row, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

/* ------------------------------------------------------------- deciding */

static const char *const kind_words[] = {
	[REVIEW_ANSWER] = "an answer: set it",
	[REVIEW_CONFLICT] = "a conflict of two scans: keep or take",
	[REVIEW_WRITING] = "writing: set it",
	[REVIEW_PAGE] = "a page that was refused: assign or discard it",
};

/* Begins the transaction. again: a decision may be made anew. */
static bool
begin(struct store *store, int64_t number, enum review_kind kind, bool again,
	const char *who, struct review_row *row, struct err *err)
{
	const struct store_review *review = &row->review;

	if (!store_who_check(who, err) || !store_begin(store, err))
		return false;
	if (!store_may(store, MAY_DECIDE, ABOUT_REVIEW, number, err) ||
		!get_row(store, number, row, err))
		goto fail;
	if (review->kind != kind) {
		err_set(err, ERR_USAGE, "review %lld is %s", (long long)number,
			kind_words[review->kind]);
		goto fail;
	}
	if (review->is_open || (again && review->reading == review->filed))
		return true;
	if (review->is_decided)
		err_set(err, ERR_USAGE,
			"review %lld was decided on %s by %s; undo it first",
			(long long)number, review->decision.day,
			review->decision.who);
	else
		err_set(err, ERR_USAGE,
			"review %lld waits no longer: the page was read or "
			"decided otherwise",
			(long long)number);
fail:
	store_end(store, false, err);
	return false;
}

/* reading 0: none. *id is the decision's. */
static bool
add_decision(struct store *store, const struct review_row *row,
	const struct store_decision *decision, int64_t reading, const char *who,
	const char *day, int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, DECISION_ADD);
	struct sealed_at at = {row->slot, "decision|said", 0, ""};
	struct record record;

	db_bind_int(q, row->review.number);
	db_bind_text(q, decision->action);
	if (reading == 0)
		db_bind_null(q);
	else
		db_bind_int(q, reading);
	db_bind_text(q, who);
	db_bind_text(q, day);
	if (!db_run_id(q, id, err))
		return false;
	at.row = *id;
	decision_record(decision, &record);
	q = db_query(store->db, DECISION_SAY);
	if (!sealed_bind(store, q, &at, &record, err))
		return false;
	db_bind_int(q, *id);
	return db_run(q, err) && chain_add(store, MAY_DECIDE, false,
					 ABOUT_REVIEW, row->review.number, err);
}

/*
 * The human column of the answer or the writing that a review is of. decision
 * NULL: nobody's.
 */
static bool
write_human(struct store *store, const struct review_row *row,
	const struct store_decision *decision, struct err *err)
{
	const struct store_review *review = &row->review;
	const bool is_answer = review->kind == REVIEW_ANSWER;
	const struct sealed_at at = {row->slot,
		is_answer ? "answer|human" : "writing|human", home_of(row),
		review->answer.item};
	struct db_query *q =
		db_query(store->db, is_answer ? ANSWER_DECIDE : WRITING_DECIDE);
	struct record record;

	if (decision == NULL) {
		db_bind_null(q);
	} else {
		decision_record(decision, &record);
		if (!sealed_bind(store, q, &at, &record, err))
			return false;
	}
	if (is_answer)
		db_bind_int(q, decision == NULL);
	db_bind_int(q, review->number);
	return db_run(q, err);
}

static bool
write_conflict(struct store *store, int64_t number, const char *decided,
	struct err *err)
{
	struct db_query *q = db_query(store->db, CONFLICT_DECIDE);

	db_bind_text(q, decided);
	db_bind_int(q, number);
	return db_run(q, err);
}

/* reading 0: the page is not filed any more. */
static bool
turn_page(struct store *store, int64_t page, int64_t reading, struct err *err)
{
	struct db_query *q = db_query(store->db, PAGE_TURN);

	if (reading == 0)
		db_bind_null(q);
	else
		db_bind_int(q, reading);
	db_bind_int(q, page);
	return db_run(q, err) && twice_page(store, page, NULL, err);
}

bool
store_review_set(struct store *store, int64_t number, enum answer_status status,
	int value, const char *who, const char *day, struct err *err)
{
	struct store_decision decision = {.action = "set", .status = status};
	struct review_row row;
	bool ok = true;
	int64_t id;

	if (!begin(store, number, REVIEW_ANSWER, true, who, &row, err))
		return false;
	if (status == ANSWER_ANSWERED) {
		decision.value = value;
		if (value < 1 || value > row.review.top)
			ok = err_set(err, ERR_USAGE,
				"%s has the steps 1 to %d, not %d",
				row.review.answer.item, row.review.top, value);
	} else if (status == ANSWER_DECLINED) {
		decision.value = VALUE_DECLINED;
	} else if (status == ANSWER_NOT_UNDERSTOOD) {
		decision.value = VALUE_NOT_UNDERSTOOD;
	} else if (status == ANSWER_REVIEW) {
		ok = err_set(err, ERR_USAGE, "an answer is not set to review");
	}
	return store_end(store,
		ok && write_human(store, &row, &decision, err) &&
			add_decision(
				store, &row, &decision, 0, who, day, &id, err),
		err);
}

bool
store_review_write(struct store *store, int64_t number, const char *text,
	const char *who, const char *day, struct err *err)
{
	struct store_decision decision = {
		.action = "set", .status = ANSWER_ANSWERED};
	struct review_row row;
	int64_t id;

	if (text[0] == '\0')
		decision.status = ANSWER_BLANK;
	else if (!store_text_check(text, "what is written", err))
		return false;
	if (!begin(store, number, REVIEW_WRITING, true, who, &row, err))
		return false;
	str_copy(decision.text, sizeof(decision.text), text);
	return store_end(store,
		write_human(store, &row, &decision, err) &&
			add_decision(
				store, &row, &decision, 0, who, day, &id, err),
		err);
}

bool
store_review_choose(struct store *store, int64_t number, bool take,
	const char *who, const char *day, struct err *err)
{
	struct store_decision decision = {.status = ANSWER__MAX};
	struct review_row row;
	int64_t id;

	str_copy(decision.action, sizeof(decision.action),
		take ? "take" : "keep");
	if (!begin(store, number, REVIEW_CONFLICT, false, who, &row, err))
		return false;
	/* The decision remembers what was filed until now. */
	return store_end(store,
		(!take ||
			turn_page(store, row.page, row.review.reading, err)) &&
			write_conflict(store, number, decision.action, err) &&
			add_decision(store, &row, &decision, row.review.filed,
				who, day, &id, err),
		err);
}

bool
store_review_assign(struct store *store, int64_t number,
	struct reading *reading, const char *who, const char *day,
	struct err *err)
{
	struct store_decision decision = {
		.action = "assign", .status = ANSWER__MAX};
	struct reading work = *reading;
	struct review_row row;
	int64_t id = 0, said;
	bool ok;

	if (!begin(store, number, REVIEW_PAGE, false, who, &row, err))
		return false;
	ok = (strcmp(work.sha256, row.review.sha256) == 0 &&
		     work.source_page == row.review.source_page) ||
	     err_set(err, ERR_USAGE, "review %lld is of another scan",
		     (long long)number);
	ok = ok && filing_decide(store, &work, day, &id, err);
	if (ok && id == 0)
		ok = err_set(err, ERR_USAGE,
			"review %lld could not be filed as that page: %s",
			(long long)number, work.reason);
	if (ok)
		code_line_shown(work.line, decision.text);
	if (!store_end(store,
		    ok && add_decision(store, &row, &decision, id, who, day,
				  &said, err),
		    err))
		return false;
	*reading = work;
	return true;
}

bool
store_review_discard(struct store *store, int64_t number, const char *reason,
	const char *who, const char *day, struct err *err)
{
	struct store_decision decision = {
		.action = "discard", .status = ANSWER__MAX};
	struct review_row row;
	int64_t id;

	if (!store_text_check(reason, "the reason", err) ||
		!begin(store, number, REVIEW_PAGE, false, who, &row, err))
		return false;
	str_copy(decision.text, sizeof(decision.text), reason);
	return store_end(store,
		add_decision(store, &row, &decision, 0, who, day, &id, err),
		err);
}

/* ------------------------------------------------------------- undoing */

/* What the decision that counts was made with. */
static bool
reading_of_decision(struct store *store, int64_t number, int64_t decision,
	int64_t *reading, struct err *err)
{
	struct db_query *q = db_query(store->db, DECISION_LIST);
	bool has_row, ok;

	*reading = 0;
	db_bind_int(q, number);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		if (db_int(q, 0) == decision)
			*reading = db_int(q, 3);
	}
	return ok;
}

static bool
undo_choice(struct store *store, const struct review_row *row, int64_t before,
	struct err *err)
{
	const bool took = strcmp(row->review.decision.action, "take") == 0;

	if (took && row->review.filed != row->review.reading)
		return err_set(err, ERR_USAGE,
			"another scan of this page was taken since; undo that "
			"first");
	return (!took || turn_page(store, row->page, before, err)) &&
	       write_conflict(store, row->review.number, NULL, err);
}

/* The page as it was before this scan was said to be it. */
static bool
undo_assign(struct store *store, int64_t number, int64_t decision,
	int64_t reading, struct err *err)
{
	char because[READING_REASON];
	int64_t page, sheet;
	struct db_query *q;
	bool has_row;

	q = db_query(store->db, READING_PAGE);
	db_bind_int(q, reading);
	if (!db_next(q, &has_row, err))
		return false;
	if (!has_row)
		return db_damaged(store->db, err, "a page has no reading");
	page = db_int(q, 0);
	sheet = db_int(q, 1);
	has_row = db_int(q, 2) == reading; /* it is what counts */
	db_end(q);
	if (has_row) {
		q = db_query(store->db, READING_OTHERS);
		db_bind_int(q, page);
		db_bind_int(q, reading);
		if (!db_next(q, &has_row, err))
			return false;
		has_row = db_int(q, 0) > 0;
		db_end(q);
		if (has_row)
			return err_set(err, ERR_USAGE,
				"review %lld cannot be undone: another scan of "
				"that page came since; set its answers one by "
				"one",
				(long long)number);
		if (!turn_page(store, page, 0, err))
			return false;
		q = db_query(store->db, SHEET_UNFILE);
		db_bind_int(q, sheet);
		db_bind_int(q, sheet);
		if (!db_run(q, err))
			return false;
	}
	q = db_query(store->db, CONFLICT_UNDO);
	db_bind_int(q, reading);
	if (!db_run(q, err))
		return false;
	snprintf(
		because, sizeof(because), "decision %lld", (long long)decision);
	q = db_query(store->db, READING_UNDO);
	db_bind_text(q, because);
	db_bind_int(q, reading);
	return db_run(q, err);
}

/* An answer or writing is again what the decision before says, if any. */
static bool
undo_set(struct store *store, int64_t number, struct err *err)
{
	struct review_row row;

	return get_row(store, number, &row, err) &&
	       write_human(store, &row,
		       row.review.is_decided ? &row.review.decision : NULL,
		       err);
}

static bool
undo(struct store *store, int64_t number, const char *who, const char *day,
	struct err *err)
{
	const struct store_decision decision = {
		.action = "undo", .status = ANSWER__MAX};
	struct review_row row;
	struct db_query *q;
	int64_t reading, last;

	if (!store_may(store, MAY_DECIDE, ABOUT_REVIEW, number, err) ||
		!get_row(store, number, &row, err))
		return false;
	if (!row.review.is_decided)
		return err_set(err, ERR_USAGE,
			"review %lld: there is nothing to undo",
			(long long)number);
	if (!reading_of_decision(store, number, row.decision, &reading, err) ||
		!add_decision(store, &row, &decision, 0, who, day, &last, err))
		return false;
	q = db_query(store->db, DECISION_UNDO);
	db_bind_int(q, last);
	db_bind_int(q, row.decision);
	if (!db_run(q, err))
		return false;
	switch (row.review.kind) {
	case REVIEW_ANSWER:
	case REVIEW_WRITING:
		return undo_set(store, number, err);
	case REVIEW_CONFLICT:
		return undo_choice(store, &row, reading, err);
	case REVIEW_PAGE:
		break;
	}
	return reading == 0 ||
	       undo_assign(store, number, row.decision, reading, err);
}

bool
store_review_undo(struct store *store, int64_t number, const char *who,
	const char *day, struct err *err)
{
	if (!store_who_check(who, err) || !store_begin(store, err))
		return false;
	return store_end(store, undo(store, number, who, day, err), err);
}
