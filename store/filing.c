/*
 * A reading becomes answers, once. The scan is on the disk and synced before
 * its reading comes here; what became of the reading is decided and written in
 * one transaction. Repeating any of it changes nothing.
 */
#include "store/inside.h"

#include "core/err.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/str.h"
#include "store/twice.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ------------------------------------------------------------- decisions */

static bool
scan_id(struct store *store, const struct reading *reading, const char *date,
	int64_t *id, struct err *err)
{
	struct db_query *q;
	int64_t slot;

	if (!scan_row(store, reading->sha256, id, err))
		return false;
	if (*id != 0)
		return true;
	if (!scan_slot(store, reading->sha256, &slot, err))
		return false;
	q = db_query(store->db, SCAN_ADD);
	db_bind_int(q, slot);
	db_bind_text(q, reading->sha256);
	db_bind_text(q, date);
	return db_run(q, err) && scan_row(store, reading->sha256, id, err) &&
	       (*id != 0 || db_damaged(store->db, err, "a scan has no row"));
}

/* What this scan's page was before; READING__MAX if it is new. id: its row's.
 */
static bool
seen_before(struct store *store, int64_t scan, const struct reading *reading,
	int64_t page, enum reading_status *status, int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, READING_SEEN);
	bool has_row;

	db_bind_int(q, scan);
	db_bind_int(q, reading->source_page);
	db_bind_int(q, page);
	if (!db_next(q, &has_row, err))
		return false;
	*status = READING__MAX;
	*id = has_row ? db_int(q, 1) : 0;
	if (has_row)
		*status = reading_status_of_word(db_text(q, 0)) ==
					  READING_CONFLICT
				  ? READING_CONFLICT
				  : READING_DUPLICATE;
	db_end(q);
	return true;
}

/* page 0: none. *id is the row's, 0 if the same is there already. */
static bool
add_reading(struct store *store, int64_t scan, const struct reading *reading,
	int64_t page, const char *date, int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, READING_ADD);

	db_bind_int(q, scan);
	db_bind_int(q, reading->source_page);
	if (page == 0)
		db_bind_null(q);
	else
		db_bind_int(q, page);
	db_bind_text(q, reading_status_word(reading->status));
	db_bind_word(q, reading->reason);
	db_bind_text(q, date);
	if (reading->has_map) {
		db_bind_real(q, reading->scale);
		db_bind_real(q, reading->rotation_deg);
		db_bind_real(q, reading->residual_mm);
	}
	return db_run_id(q, id, err) &&
	       (*id == 0 ||
		       store_does(store, MAY_FILE, ABOUT_READING, *id, err));
}

/* What was read, of a reading that is new. */
static bool
add_answers(struct store *store, const struct reading *reading, int64_t id,
	int64_t slot, struct err *err)
{
	struct record record;
	struct db_query *q;
	int i;

	if (reading->has_map) {
		q = db_query(store->db, MAP_ADD);
		db_bind_int(q, id);
		for (i = 0; i < 8; i++)
			db_bind_real(q, reading->map.m[i]);
		if (!db_run(q, err))
			return false;
	}
	for (i = 0; i < reading->n_writings; i++) {
		const struct writing *writing = &reading->writings[i];
		const struct sealed_at at = {
			slot, "writing|machine", id, writing->item};

		record_begin(&record, 1);
		record_put_text(&record, writing->suggestion);
		q = db_query(store->db, WRITING_ADD);
		db_bind_int(q, id);
		db_bind_text(q, writing->item);
		db_bind_real(q, writing->ink_mm2);
		if (!sealed_bind(store, q, &at, &record, err) ||
			!db_run(q, err))
			return false;
	}
	return answers_put(store, id, slot, reading, err);
}

static bool
file_first(struct store *store, int64_t scan, struct reading *reading,
	const struct page_row *page, const char *date, int64_t *id,
	struct err *err)
{
	struct db_query *q;

	reading->status = reading_status_of_answers(reading);
	if (!add_reading(store, scan, reading, page->id, date, id, err) ||
		!add_answers(store, reading, *id, page->slot, err))
		return false;
	q = db_query(store->db, PAGE_FILE);
	db_bind_int(q, *id);
	db_bind_int(q, page->id);
	if (!db_run(q, err))
		return false;
	q = db_query(store->db, SHEET_FILE);
	db_bind_text(q, date);
	db_bind_int(q, page->page.sheet);
	return db_run(q, err) && twice_page(store, page->id, reading, err);
}

/* As the store keeps it: without the practice item. */
static void
without_practice(const struct reading *reading, struct reading *out)
{
	int i;

	*out = *reading;
	out->n_answers = 0;
	for (i = 0; i < reading->n_answers; i++) {
		if (strcmp(reading->answers[i].item, ITEM_PRACTICE) != 0)
			out->answers[out->n_answers++] = reading->answers[i];
	}
}

enum known {
	KNOWN_NOT,
	KNOWN_WAITS, /* a conflict that nobody has decided yet says the same */
	KNOWN_DECIDED
};

/* Whether another reading of this page, already known, says the same. */
static bool
other_known(struct store *store, const struct page_row *page,
	const struct reading *reading, enum known *known, struct err *err)
{
	struct db_query *q = db_query(store->db, CONFLICT_OF_PAGE);
	struct reading other;
	bool has_row, ok;

	*known = KNOWN_NOT;
	db_bind_int(q, page->id);
	while ((ok = db_next(q, &has_row, err)) && has_row &&
		*known == KNOWN_NOT) {
		ok = answers_get(store, db_int(q, 0), &other, err);
		if (!ok)
			break;
		if (reading_agrees(&other, reading))
			*known = db_int(q, 1) ? KNOWN_WAITS : KNOWN_DECIDED;
	}
	db_end(q);
	return ok;
}

static bool
file_again(struct store *store, int64_t scan, struct reading *reading,
	const struct page_row *page, const char *date, int64_t *id,
	struct err *err)
{
	struct reading filed, now;
	struct db_query *q;
	enum known known = KNOWN_NOT;

	without_practice(reading, &now);
	if (!answers_get(store, page->reading, &filed, err))
		return false;
	if (!reading_agrees(&filed, &now) &&
		!other_known(store, page, &now, &known, err))
		return false;
	if (reading_agrees(&filed, &now) || known == KNOWN_DECIDED) {
		reading->status = READING_DUPLICATE;
		return add_reading(
			store, scan, reading, page->id, date, id, err);
	}
	reading->status = READING_CONFLICT;
	if (!add_reading(store, scan, reading, page->id, date, id, err))
		return false;
	if (known == KNOWN_WAITS)
		return true;
	if (!add_answers(store, reading, *id, page->slot, err))
		return false;
	q = db_query(store->db, CONFLICT_ADD);
	db_bind_int(q, page->id);
	db_bind_int(q, *id);
	return db_run(q, err);
}

static void
say(struct reading *reading, const char *reason, const char *hint)
{
	str_copy(reading->reason, sizeof(reading->reason), reason);
	str_copy(reading->hint, sizeof(reading->hint), hint);
}

bool
filing_decide(struct store *store, struct reading *reading, const char *date,
	int64_t *id, struct err *err)
{
	const bool has_answers = reading->status != READING_REFUSED &&
				 reading->status != READING_BLANK_PAGE;
	enum reading_status before;
	struct page_row page = {0};
	bool found = false, is_forgotten = false;
	int64_t scan, refused;

	*id = 0;
	if (!store_may(store, MAY_FILE, ABOUT_STORE, 0, err) ||
		!scan_id(store, reading, date, &scan, err))
		return false;
	if (reading->has_code &&
		!page_find(store, reading->code.token, &page, &found, err))
		return false;
	if (!has_answers)
		return add_reading(
			store, scan, reading, page.id, date, &refused, err);
	if (!found || page.page.code.layout_id != reading->code.layout_id ||
		page.page.code.page != reading->code.page) {
		reading->status = READING_REFUSED;
		say(reading, "unknown_code",
			"this page was not printed with this store");
		return add_reading(
			store, scan, reading, page.id, date, &refused, err);
	}
	if (!sealed_is_forgotten(store, page.slot, &is_forgotten, err))
		return false;
	if (is_forgotten) {
		reading->status = READING_REFUSED;
		say(reading, "forgotten",
			"the person of this sheet was forgotten; nothing of it "
			"is kept");
		return add_reading(
			store, scan, reading, page.id, date, &refused, err);
	}
	if (!seen_before(store, scan, reading, page.id, &before, id, err))
		return false;
	if (before != READING__MAX)
		reading->status = before;
	else if (page.reading == 0)
		return file_first(store, scan, reading, &page, date, id, err);
	else if (!file_again(store, scan, reading, &page, date, id, err))
		return false;
	if (reading->status == READING_CONFLICT)
		say(reading, "other_answers",
			"this page was filed before with other answers; a "
			"person decides which of the scans counts");
	return true;
}

bool
store_file(struct store *store, struct reading *reading, const char *date,
	struct err *err)
{
	struct reading work;
	int64_t id, slot;
	bool ok;

	if (reading->sha256[0] == '\0' && reading->status == READING_REFUSED)
		return true;
	if (strlen(reading->sha256) != HASH_HEX - 1)
		return err_set(err, ERR_INPUT, "a reading without its scan");
	if (!scan_slot(store, reading->sha256, &slot, err))
		return false;
	do {
		work = *reading;
		ok = store_begin(store, err) &&
		     store_end(store,
			     filing_decide(store, &work, date, &id, err), err);
	} while (!ok && store_again(store, err));
	if (ok)
		*reading = work;
	return ok;
}
