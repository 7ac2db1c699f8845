#include "store/erase.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/scanfile.h"

#include <stdlib.h>
#include <string.h>

/* A statement about this record: its first two parameters. */
static struct db_query *
query(struct store *store, enum statement statement, const struct erase *of)
{
	struct db_query *q = db_query(store->db, statement);

	db_bind_int(q, of->person);
	db_bind_text(q, of->instrument);
	return q;
}

/* ---------------------------------------------------------------- counting */

static bool
number_of(struct db_query *q, int *out, struct err *err)
{
	int64_t number;

	if (!db_run_id(q, &number, err))
		return false;
	*out = (int)number;
	return true;
}

bool
erase_count(struct store *store, const struct erase *of, int64_t weeding,
	struct erase_counts *counts, struct err *err)
{
	const struct {
		enum statement statement;
		int *out;
	} tallies[] = {
		{ERASE_N_OCCASIONS, &counts->occasions},
		{ERASE_N_ANSWERS, &counts->answers},
		{ERASE_N_PAGES, &counts->pages},
		{ERASE_N_SCANS, &counts->scans},
		{ERASE_WAITING, &counts->waiting},
		{ERASE_OTHERS, &counts->others},
	};
	size_t i;

	for (i = 0; i < sizeof(tallies) / sizeof(*tallies); i++) {
		struct db_query *q = query(store, tallies[i].statement, of);

		if (tallies[i].statement == ERASE_OTHERS)
			db_bind_int(q, weeding);
		if (!number_of(q, tallies[i].out, err))
			return false;
	}
	return true;
}

void
erase_bind_counts(struct db_query *query, const struct erase_counts *counts)
{
	db_bind_int(query, counts->occasions);
	db_bind_int(query, counts->answers);
	db_bind_int(query, counts->pages);
	db_bind_int(query, counts->scans);
	db_bind_int(query, counts->others);
}

/* ---------------------------------------------------------------- keys */

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

static bool
list_slots(struct store *store, const struct erase *of, struct going *going,
	struct err *err)
{
	struct db_query *q = query(store, ERASE_SLOTS, of);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = add_slot(going, db_int(q, 0), err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

static bool
list_scans(struct store *store, const struct erase *of, struct going *going,
	struct err *err)
{
	struct db_query *q = query(store, ERASE_SCANS, of);
	char name[SEAL_INDEX_HEX];
	bool has_row, ok;

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

/* Keys and files: from here on there is no way back. */
static bool
destroy(struct store *store, const struct erase *of, struct err *err)
{
	struct going going = {0};
	char name[SEAL_INDEX_HEX];
	bool ok = list_slots(store, of, &going, err) &&
		  list_scans(store, of, &going, err) &&
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

/* ---------------------------------------------------------------- rows */

/* The next row behind *id; 0: none. */
static bool
next_row(struct store *store, enum statement statement, const struct erase *of,
	int64_t *id, struct err *err)
{
	struct db_query *q = query(store, statement, of);

	db_bind_int(q, *id);
	return db_run_id(q, id, err);
}

/* Another hash for a scan that went. */
static bool
rename_scan(struct store *store, int64_t id, struct err *err)
{
	uint8_t random[32];
	char hex[READING_SHA256];
	struct db_query *q = db_query(store->db, ERASE_SCAN);

	seal_random(random, sizeof(random));
	str_hex(random, sizeof(random), hex);
	db_bind_text(q, hex);
	db_bind_int(q, id);
	return db_run(q, err);
}

/* Another code for a page. */
static bool
rename_page(struct store *store, int64_t id, struct err *err)
{
	uint8_t token[CODE_TOKEN];
	char line[CODE_LINE];
	struct db_query *q;

	if (!token_make(token, err))
		return false;
	code_line(token, line);
	q = db_query(store->db, ERASE_PAGE);
	db_bind_bytes(q, token, sizeof(token));
	db_bind_text(q, line);
	db_bind_int(q, id);
	return db_run(q, err);
}

/* Another key for a series, should the person come again. */
static bool
renew_series(struct store *store, int64_t id, struct err *err)
{
	struct db_query *q;
	int64_t slot;

	if (!sealed_slot(store, &slot, err))
		return false;
	q = db_query(store->db, ERASE_SERIES);
	db_bind_int(q, slot);
	db_bind_int(q, id);
	return db_run(q, err);
}

static bool
each_row(struct store *store, enum statement next, const struct erase *of,
	bool (*f)(struct store *store, int64_t id, struct err *err),
	struct err *err)
{
	int64_t id = 0;

	do {
		if (!next_row(store, next, of, &id, err) ||
			(id != 0 && !f(store, id, err)))
			return false;
	} while (id != 0);
	return true;
}

/* Nothing of it is left in the rows. */
static bool
empty_rows(struct store *store, const struct erase *of, struct err *err)
{
	static const enum statement steps[] = {ERASE_ANSWERS, ERASE_WRITING,
		ERASE_DECISIONS, ERASE_OCCASIONS, ERASE_CONFLICTS, ERASE_NOTES,
		ERASE_ACTIVITIES, ERASE_VISITS, ERASE_SHOWN, ERASE_PERSON,
		RECEIPT_DONE, WEEDED_DONE};
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		if (!db_run(query(store, steps[i], of), err))
			return false;
	}
	return true;
}

static bool
finish_rows(struct store *store, const struct erase *of, struct err *err)
{
	return each_row(store, ERASE_SCAN_NEXT, of, rename_scan, err) &&
	       each_row(store, ERASE_PAGE_NEXT, of, rename_page, err) &&
	       (of->instrument[0] == '\0' || each_row(store, ERASE_SERIES_NEXT,
						     of, renew_series, err)) &&
	       empty_rows(store, of, err);
}

bool
erase_finish(struct store *store, const struct erase *of, struct err *err)
{
	if (store->mode == STORE_WRITE && !destroy(store, of, err))
		return false;
	return store_begin(store, err) &&
	       store_end(store, finish_rows(store, of, err), err);
}
