#include "store/forget.h"

#include "core/err.h"
#include "core/str.h"
#include "store/erase.h"
#include "store/inside.h"

/* ------------------------------------------------------------- forgetting */

bool
forget_intend(struct store *store, int64_t person,
	const struct erase_counts *counts, const char *date, int64_t *receipt,
	struct err *err)
{
	struct db_query *q = db_query(store->db, RECEIPT_ADD);

	db_bind_int(q, person);
	db_bind_text(q, date);
	erase_bind_counts(q, counts);
	return db_run_id(q, receipt, err);
}

static bool
may_go(const struct erase_counts *counts, bool with_stacks, struct err *err)
{
	const int waiting = counts->waiting, others = counts->others;

	if (waiting > 0)
		return err_set(err, ERR_INPUT,
			"%d other page%s on the same scans wait%s for somebody "
			"to look (skapa intake review list); decide first, "
			"nothing was changed",
			waiting, waiting == 1 ? "" : "s",
			waiting == 1 ? "s" : "");
	if (others > 0 && !with_stacks)
		return err_set(err, ERR_INPUT,
			"the same scans show %d page%s of other people, whose "
			"pictures would go too, not their answers; say so with "
			"--stacks, nothing was changed",
			others, others == 1 ? "" : "s");
	return true;
}

/* The first transaction: what is to go. */
static bool
intend(struct store *store, const char *code, bool with_stacks,
	const char *date, struct store_receipt *receipt, struct err *err)
{
	struct erase_counts counts = {0};
	struct person_row row;

	if (!store_may(store, MAY_FORGET, ABOUT_STORE, 0, err) ||
		!person_need(store, code, &row, err) ||
		!erase_count(
			store, &(struct erase){row.id, ""}, 0, &counts, err) ||
		!may_go(&counts, with_stacks, err) ||
		!forget_intend(
			store, row.id, &counts, date, &receipt->number, err) ||
		!store_does(store, MAY_FORGET, ABOUT_PERSON, row.id, err))
		return false;
	receipt->person = row.id;
	receipt->occasions = counts.occasions;
	receipt->answers = counts.answers;
	receipt->pages = counts.pages;
	receipt->scans = counts.scans;
	receipt->others = counts.others;
	return true;
}

bool
store_forget(struct store *store, const char *code, bool with_stacks,
	const char *date, struct store_receipt *receipt, struct err *err)
{
	struct store_receipt made = {0};

	if (!store_begin(store, err) ||
		!store_end(store,
			intend(store, code, with_stacks, date, &made, err),
			err) ||
		!erase_finish(store, &(struct erase){made.person, ""}, err))
		return false;
	str_copy(made.date, sizeof(made.date), date);
	*receipt = made;
	return true;
}

bool
forget_finish(struct store *store, struct err *err)
{
	int64_t person = 1;

	while (person != 0) {
		struct db_query *q = db_query(store->db, RECEIPT_OPEN);

		if (!db_run_id(q, &person, err))
			return false;
		if (person != 0 &&
			!erase_finish(store, &(struct erase){person, ""}, err))
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------- again */

/* The receipt of somebody whose key was destroyed since a backup. */
static bool
intend_again(
	struct store *store, int64_t person, const char *date, struct err *err)
{
	struct erase_counts counts = {0};
	int64_t receipt;

	return erase_count(
		       store, &(struct erase){person, ""}, 0, &counts, err) &&
	       forget_intend(store, person, &counts, date, &receipt, err) &&
	       store_does(store, MAY_FORGET, ABOUT_PERSON, person, err);
}

bool
forget_again(struct store *store, const char *date, struct err *err)
{
	int64_t person = 0, slot;
	bool is_forgotten, has_row;

	for (;;) {
		struct db_query *q = db_query(store->db, FORGET_PERSON_NEXT);

		db_bind_int(q, person);
		if (!db_next(q, &has_row, err))
			return false;
		if (!has_row)
			return true;
		person = db_int(q, 0);
		slot = db_int(q, 1);
		db_end(q);
		if (!sealed_is_forgotten(store, slot, &is_forgotten, err))
			return false;
		if (is_forgotten &&
			(!store_begin(store, err) ||
				!store_end(store,
					intend_again(store, person, date, err),
					err) ||
				!forget_finish(store, err)))
			return false;
	}
}

/* ---------------------------------------------------------------- receipts */

bool
store_receipts(struct store *store, store_each_receipt *each, void *data,
	struct err *err)
{
	struct db_query *q;
	bool has_row, ok;

	if (!store_may(store, MAY_READ_AUDIT, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, RECEIPT_LIST);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_receipt receipt = {.number = db_int(q, 0),
			.person = db_int(q, 1),
			.occasions = (int)db_int(q, 3),
			.answers = (int)db_int(q, 4),
			.pages = (int)db_int(q, 5),
			.scans = (int)db_int(q, 6),
			.others = (int)db_int(q, 7)};

		ok = db_copy(q, 2, receipt.date, sizeof(receipt.date), err) &&
		     each(&receipt, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}
