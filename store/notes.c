#include "store/notes.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/words.h"

#include <string.h>

_Static_assert(NOTE_TEXT == REVIEW_TEXT, "as store_text_check takes it");

const char *const note_kinds[] = {"milestone", "story", "next_step", NULL};
const char *const note_states[] = {
	"open", "on_the_way", "reached", "dropped", NULL};

/* ------------------------------------------------------------- rows */

static void
note_record(const struct store_note *note, struct record *record)
{
	record_begin(record, 1);
	record_put(record, (int)note->state, 1);
	record_put_text(record, note->due);
	record_put_text(record, note->item);
	record_put_text(record, note->who);
	record_put_text(record, note->marked);
	record_put_text(record, note->text);
}

static bool
note_of_record(struct record *record, struct store_note *note)
{
	record_read(record, 1);
	note->state = (enum note_state)record_get(record, 1);
	record_get_text(record, note->due, sizeof(note->due));
	record_get_text(record, note->item, sizeof(note->item));
	record_get_text(record, note->who, sizeof(note->who));
	record_get_text(record, note->marked, sizeof(note->marked));
	record_get_text(record, note->text, sizeof(note->text));
	return record_ok(record) && note->state < NOTE_STATE__MAX;
}

static bool
note_row(struct store *store, struct db_query *q, struct store_note *note,
	int64_t *slot, bool *has, struct err *err)
{
	const struct sealed_at at = {
		db_int(q, 1), "note|about", db_int(q, 0), ""};
	const int kind = words_find(note_kinds, db_text(q, 4));
	struct record record;
	bool ok;

	*note = (struct store_note){.number = at.row,
		.occasion = db_int(q, 3),
		.kind = (enum note_kind)kind};
	*slot = at.slot;
	if (!person_code_at(store, q, 1, note->person, err) ||
		!db_copy(q, 5, note->day, sizeof(note->day), err) ||
		!sealed_get(store, q, 6, &at, &record, has, err))
		return false;
	ok = !*has || (note_of_record(&record, note) && kind >= 0);
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "a note");
}

static bool
keep(struct store *store, int64_t slot, const struct store_note *note,
	struct err *err)
{
	const struct sealed_at at = {slot, "note|about", note->number, ""};
	struct db_query *q = db_query(store->db, NOTE_SET);
	struct record record;
	bool ok;

	note_record(note, &record);
	ok = sealed_bind(store, q, &at, &record, err);
	record_wipe(&record);
	db_bind_int(q, note->number);
	return ok && db_run(q, err);
}

/* ------------------------------------------------------------- calls */

static bool
check(const struct store_note *note, struct err *err)
{
	if (note->item[0] != '\0' && !str_is_key(note->item))
		return err_set(
			err, ERR_USAGE, "item \"%s\" is not a key", note->item);
	return day_check(note->day, "a note", err) &&
	       (note->due[0] == '\0' ||
		       day_check(note->due, "a note is due", err)) &&
	       store_text_check(note->text, "a note", err) &&
	       (note->who[0] == '\0' || store_who_check(note->who, err));
}

/* That an occasion is the person's. */
static bool
check_occasion(
	struct store *store, const struct store_note *note, struct err *err)
{
	struct store_occasion occasion;

	if (note->occasion == 0)
		return true;
	if (!store_occasion_get(store, note->occasion, &occasion, err))
		return false;
	return strcmp(occasion.person, note->person) == 0 ||
	       err_set(err, ERR_USAGE, "occasion %lld is not of %s",
		       (long long)note->occasion, note->person);
}

static bool
add(struct store *store, struct store_note *note, struct err *err)
{
	struct person_row person;
	struct db_query *q;

	if (!person_need(store, note->person, &person, err) ||
		!check_occasion(store, note, err))
		return false;
	q = db_query(store->db, NOTE_ADD);
	db_bind_int(q, person.id);
	if (note->occasion != 0)
		db_bind_int(q, note->occasion);
	else
		db_bind_null(q);
	db_bind_text(q, note_kinds[note->kind]);
	db_bind_text(q, note->day);
	return db_run_id(q, &note->number, err) &&
	       store_does(
		       store, MAY_WRITE_NOTES, ABOUT_NOTE, note->number, err) &&
	       keep(store, person.slot, note, err);
}

bool
store_note_add(struct store *store, const struct store_note *note,
	int64_t *number, struct err *err)
{
	struct store_note made = *note;

	made.marked[0] = '\0';
	if (!check(note, err) || !store_begin(store, err) ||
		!store_end(store, add(store, &made, err), err))
		return false;
	*number = made.number;
	return true;
}

static bool
get(struct store *store, int64_t number, struct store_note *note, int64_t *slot,
	struct err *err)
{
	struct db_query *q = db_query(store->db, NOTE_GET);
	bool has, ok;

	db_bind_int(q, number);
	if (!db_next(q, &has, err))
		return false;
	ok = !has || note_row(store, q, note, slot, &has, err);
	db_end(q);
	if (ok && !has)
		return err_set(err, ERR_USAGE,
			"there is no note %lld; skapa store note list names "
			"those there are",
			(long long)number);
	return ok;
}

static bool
mark(struct store *store, int64_t number, enum note_state state,
	const char *who, const char *day, struct err *err)
{
	struct store_note note;
	int64_t slot;

	if (!get(store, number, &note, &slot, err) ||
		!store_does(store, MAY_WRITE_NOTES, ABOUT_NOTE, number, err))
		return false;
	if (note.kind == NOTE_STORY)
		return err_set(err, ERR_USAGE,
			"note %lld is a story: it is told, not reached",
			(long long)number);
	note.state = state;
	str_copy(note.who, sizeof(note.who), who);
	str_copy(note.marked, sizeof(note.marked), day);
	return keep(store, slot, &note, err);
}

bool
store_note_mark(struct store *store, int64_t number, enum note_state state,
	const char *who, const char *day, struct err *err)
{
	return store_who_check(who, err) && day_check(day, "a mark", err) &&
	       store_begin(store, err) &&
	       store_end(store, mark(store, number, state, who, day, err), err);
}

bool
store_notes(struct store *store, const char *person, store_each_note *each,
	void *data, struct err *err)
{
	struct person_row row = {0};
	struct db_query *q;
	bool has_row, ok, shows;

	if ((person != NULL && !person_find(store, person, &row, err)) ||
		!store_reads(store, MAY_READ_NOTES,
			person != NULL ? ABOUT_PERSON : ABOUT_EVERYONE, row.id,
			err))
		return false;
	q = db_query(store->db, person != NULL ? NOTE_OF_PERSON : NOTE_LIST);
	if (person != NULL)
		db_bind_int(q, row.id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_note note;
		int64_t slot;

		ok = note_row(store, q, &note, &slot, &shows, err) &&
		     (!shows || store_shows(store, MAY_READ_NOTES, note.person,
					&shows, err)) &&
		     (!shows || each(&note, data, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}
