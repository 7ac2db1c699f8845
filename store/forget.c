#include "store/forget.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/scanfile.h"

#include <stdlib.h>
#include <string.h>

/* The keys that go, and the scans with them. */
struct going {
	int64_t *slots;
	size_t n, room;
	struct str names; /* of scans, 64 digits each, one after another */
};

static void
going_finish(struct going *going)
{
	free(going->slots);
	str_finish(&going->names);
}

static bool
add_slot(struct going *going, int64_t slot, struct err *err)
{
	if (going->n == going->room) {
		const size_t room = going->room == 0 ? 32 : 2 * going->room;
		int64_t *slots = realloc(going->slots, room * sizeof(*slots));

		if (slots == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		going->slots = slots;
		going->room = room;
	}
	going->slots[going->n++] = slot;
	return true;
}

/* The slots of the person, of their sheets and of the scans that show them. */
static bool
list_going(struct store *store, int64_t person, struct going *going,
	struct err *err)
{
	struct db_query *q = db_query(store->db, FORGET_SLOTS);
	char name[SEAL_INDEX_HEX];
	bool has_row, ok;

	db_bind_int(q, person);
	db_bind_int(q, person);
	while ((ok = db_next(q, &has_row, err)) && has_row)
		if (!add_slot(going, db_int(q, 0), err)) {
			db_end(q);
			return false;
		}
	if (!ok)
		return false;
	q = db_query(store->db, FORGET_SCANS);
	db_bind_int(q, person);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		scan_name(store, db_text(q, 1), name);
		str_add(&going->names, name);
		ok = add_slot(going, db_int(q, 2), err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok && str_ok(&going->names, err);
}

static bool
number(struct store *store, enum statement statement, int64_t person, int times,
	int *out, struct err *err)
{
	struct db_query *q = db_query(store->db, statement);
	bool has_row;

	while (times-- > 0)
		db_bind_int(q, person);
	if (!db_next(q, &has_row, err))
		return false;
	*out = has_row ? (int)db_int(q, 0) : 0;
	db_end(q);
	return true;
}

static bool
may_go(struct store *store, int64_t person, bool with_stacks,
	struct store_receipt *receipt, struct err *err)
{
	int waiting = 0;

	if (!number(store, FORGET_WAITING, person, 2, &waiting, err) ||
		!number(store, FORGET_OTHERS, person, 2, &receipt->others, err))
		return false;
	if (waiting > 0)
		return err_set(err, ERR_INPUT,
			"%d other page%s on the same scans wait%s for somebody "
			"to look (skapa intake review list); decide first, "
			"nothing was changed",
			waiting, waiting == 1 ? "" : "s",
			waiting == 1 ? "s" : "");
	if (receipt->others > 0 && !with_stacks)
		return err_set(err, ERR_INPUT,
			"the same scans show %d page%s of other people, whose "
			"pictures would go too, not their answers; say so with "
			"--stacks, nothing was changed",
			receipt->others, receipt->others == 1 ? "" : "s");
	return true;
}

/* Counts what is to go, and writes it down. */
static bool
add_receipt(struct store *store, int64_t person, const char *date,
	struct store_receipt *receipt, struct err *err)
{
	struct db_query *q;

	if (!number(store, FORGET_N_OCCASIONS, person, 1, &receipt->occasions,
		    err) ||
		!number(store, FORGET_N_ANSWERS, person, 2, &receipt->answers,
			err) ||
		!number(store, FORGET_N_PAGES, person, 1, &receipt->pages,
			err) ||
		!number(store, FORGET_N_SCANS, person, 1, &receipt->scans, err))
		return false;
	receipt->person = person;
	q = db_query(store->db, RECEIPT_ADD);
	db_bind_int(q, person);
	db_bind_text(q, date);
	db_bind_int(q, receipt->occasions);
	db_bind_int(q, receipt->answers);
	db_bind_int(q, receipt->pages);
	db_bind_int(q, receipt->scans);
	db_bind_int(q, receipt->others);
	return db_run_id(q, &receipt->number, err);
}

/* The first transaction: what is to go. */
static bool
intend(struct store *store, const char *code, bool with_stacks,
	const char *date, struct store_receipt *receipt, struct err *err)
{
	struct person_row row;

	return store_may(store, MAY_FORGET, ABOUT_STORE, 0, err) &&
	       person_need(store, code, &row, err) &&
	       may_go(store, row.id, with_stacks, receipt, err) &&
	       add_receipt(store, row.id, date, receipt, err) &&
	       store_does(store, MAY_FORGET, ABOUT_PERSON, row.id, err);
}

/* Keys and files: from here on there is no way back. */
static bool
destroy(struct store *store, int64_t person, struct err *err)
{
	struct going going = {0};
	char name[SEAL_INDEX_HEX];
	bool ok = list_going(store, person, &going, err) &&
		  keys_destroy(store->keys, going.slots, going.n, err);
	size_t i;

	sealed_forget(store);
	for (i = 0; ok && i + 64 <= going.names.len; i += 64) {
		memcpy(name, going.names.at + i, 64);
		name[64] = '\0';
		ok = scanfile_remove(store, name, err);
	}
	store->scan[0] = '\0';
	going_finish(&going);
	return ok;
}

/* The next row behind id; 0: none. */
static bool
next_row(struct store *store, enum statement statement, int64_t person,
	int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, statement);

	db_bind_int(q, person);
	db_bind_int(q, *id);
	return db_run_id(q, id, err);
}

/* Another hash for each scan that went, and another code for each page. */
static bool
rename_rows(struct store *store, int64_t person, struct err *err)
{
	uint8_t random[32], token[CODE_TOKEN];
	char hex[READING_SHA256], line[CODE_LINE];
	struct db_query *q;
	int64_t id = 0;

	while (next_row(store, FORGET_SCAN_NEXT, person, &id, err) && id != 0) {
		seal_random(random, sizeof(random));
		str_hex(random, sizeof(random), hex);
		q = db_query(store->db, FORGET_SCAN);
		db_bind_text(q, hex);
		db_bind_int(q, id);
		if (!db_run(q, err))
			return false;
	}
	if (id != 0)
		return false;
	while (next_row(store, FORGET_PAGE_NEXT, person, &id, err) && id != 0) {
		if (!token_make(token, err))
			return false;
		code_line(token, line);
		q = db_query(store->db, FORGET_PAGE);
		db_bind_bytes(q, token, sizeof(token));
		db_bind_text(q, line);
		db_bind_int(q, id);
		if (!db_run(q, err))
			return false;
	}
	return id == 0;
}

/* The last transaction: nothing of the person is left in the rows. */
static bool
empty_rows(struct store *store, int64_t person, struct err *err)
{
	static const struct {
		enum statement statement;
		int times;
	} steps[] = {
		{FORGET_ANSWERS, 2},
		{FORGET_WRITING, 1},
		{FORGET_DECISIONS, 1},
		{FORGET_OCCASIONS, 1},
		{FORGET_NOTES, 1},
		{FORGET_ACTIVITIES, 1},
		{FORGET_VISITS, 1},
		{FORGET_SHOWN, 1},
		{FORGET_CONFLICTS, 1},
		{FORGET_PERSON, 1},
		{RECEIPT_DONE, 1},
	};
	size_t i;
	int k;

	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		struct db_query *q = db_query(store->db, steps[i].statement);

		for (k = 0; k < steps[i].times; k++)
			db_bind_int(q, person);
		if (!db_run(q, err))
			return false;
	}
	return true;
}

static bool
finish_one(struct store *store, int64_t person, struct err *err)
{
	if (store->mode == STORE_WRITE && !destroy(store, person, err))
		return false;
	if (!store_begin(store, err))
		return false;
	return store_end(store,
		rename_rows(store, person, err) &&
			empty_rows(store, person, err),
		err);
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
		!finish_one(store, made.person, err))
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
		if (person != 0 && !finish_one(store, person, err))
			return false;
	}
	return true;
}

/* The receipt of somebody whose key was destroyed since a backup. */
static bool
intend_again(
	struct store *store, int64_t person, const char *date, struct err *err)
{
	struct store_receipt receipt = {0};

	return number(store, FORGET_OTHERS, person, 2, &receipt.others, err) &&
	       add_receipt(store, person, date, &receipt, err) &&
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
				!finish_one(store, person, err)))
			return false;
	}
}

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
