#include "store/shown.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	int64_t person, slot;
	uint16_t *groups; /* by table; as many as it has room for */
	size_t room;
	bool is_changed;
};

struct shown {
	struct store *store;
	char topic[LAYOUT_KEY];
	char (*tables)[SHOWN_NAME];
	size_t n_tables, n_kept; /* tables behind n_kept are new */
	struct entry *entries;	 /* by person */
	size_t n_entries, room;
};

/* The place of a person, or where the person would come in. */
static size_t
place_of(const struct shown *shown, int64_t person)
{
	size_t low = 0, high = shown->n_entries;

	/* People come in the order of their numbers. */
	if (high > 0 && shown->entries[high - 1].person < person)
		return high;
	while (low < high) {
		const size_t middle = (low + high) / 2;

		if (shown->entries[middle].person < person)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct entry *
add_entry(struct shown *shown, int64_t person, struct err *err)
{
	const size_t at = place_of(shown, person);
	struct entry *entries = shown->entries;

	if (at < shown->n_entries && entries[at].person == person)
		return &entries[at];
	if (shown->n_entries == shown->room) {
		entries = reallocarray(
			entries, shown->room * 2 + 64, sizeof(*entries));
		if (entries == NULL) {
			err_set(err, ERR_SYSTEM, "out of memory");
			return NULL;
		}
		shown->entries = entries;
		shown->room = shown->room * 2 + 64;
	}
	memmove(entries + at + 1, entries + at,
		(shown->n_entries - at) * sizeof(*entries));
	shown->n_entries++;
	entries[at] = (struct entry){.person = person};
	return &entries[at];
}

static bool
make_room(struct entry *entry, size_t n, struct err *err)
{
	uint16_t *groups;

	if (n <= entry->room)
		return true;
	n += 64;
	groups = reallocarray(entry->groups, n, sizeof(*groups));
	if (groups == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	memset(groups + entry->room, 0, (n - entry->room) * sizeof(*groups));
	entry->groups = groups;
	entry->room = n;
	return true;
}

/* ------------------------------------------------------------- reading */

static bool
read_tables(struct shown *shown, struct err *err)
{
	struct db_query *q = db_query(shown->store->db, SHOWN_TABLES);
	bool has_row, ok;

	db_bind_text(q, shown->topic);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = shown->n_tables < SHOWN_TABLES_MAX
			     ? db_copy(q, 0, shown->tables[shown->n_tables],
				       SHOWN_NAME, err)
			     : db_damaged(shown->store->db, err,
				       "what was shown has too many tables");
		if (!ok)
			break;
		shown->n_tables++;
	}
	db_end(q);
	shown->n_kept = shown->n_tables;
	return ok;
}

static bool
read_entry(struct shown *shown, struct db_query *q, struct err *err)
{
	const struct sealed_at at = {
		db_int(q, 1), "shown|about", db_int(q, 0), shown->topic};
	struct record record;
	struct entry *entry;
	size_t i, n;
	bool has, ok = true;

	if (!sealed_get(shown->store, q, 2, &at, &record, &has, err))
		return false;
	if (!has)
		return true;
	entry = add_entry(shown, db_int(q, 0), err);
	if (entry != NULL) {
		record_read(&record, 1);
		n = (size_t)record_get(&record, 2);
		ok = n <= SHOWN_TABLES_MAX && make_room(entry, n, err);
		for (i = 0; ok && i < n; i++)
			entry->groups[i] = (uint16_t)record_get(&record, 2);
		if (ok && !record_ok(&record))
			ok = db_damaged(shown->store->db, err,
				"what was shown of a person");
	}
	record_wipe(&record);
	return ok && entry != NULL;
}

static bool
read_entries(struct shown *shown, struct err *err)
{
	struct db_query *q = db_query(shown->store->db, SHOWN_LIST);
	bool has_row, ok;

	db_bind_text(q, shown->topic);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = read_entry(shown, q, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

struct shown *
shown_open(struct store *store, const char *topic, struct err *err)
{
	struct shown *shown = calloc(1, sizeof(*shown));
	bool ok = shown != NULL;

	if (ok) {
		shown->store = store;
		shown->tables = calloc(SHOWN_TABLES_MAX, SHOWN_NAME);
		ok = shown->tables != NULL;
	}
	if (!ok)
		err_set(err, ERR_SYSTEM, "out of memory");
	if (ok && !str_copy(shown->topic, LAYOUT_KEY, topic))
		ok = err_set(err, ERR_LIMIT, "%s: too long a topic", topic);
	ok = ok && store_may(store, MAY_COUNT, ABOUT_EVERYONE, 0, err) &&
	     read_tables(shown, err) && read_entries(shown, err);
	if (ok)
		return shown;
	shown_close(shown);
	return NULL;
}

void
shown_close(struct shown *shown)
{
	size_t i;

	if (shown == NULL)
		return;
	for (i = 0; i < shown->n_entries; i++)
		free(shown->entries[i].groups);
	free(shown->entries);
	free(shown->tables);
	free(shown);
}

/* ------------------------------------------------------------- in memory */

bool
shown_table(
	struct shown *shown, const char *name, size_t *table, struct err *err)
{
	size_t i;

	for (i = 0; i < shown->n_tables; i++) {
		if (strcmp(shown->tables[i], name) == 0)
			break;
	}
	if (i == SHOWN_TABLES_MAX)
		return err_set(err, ERR_LIMIT,
			"%s: more than %d tables were shown", shown->topic,
			SHOWN_TABLES_MAX);
	if (i == shown->n_tables) {
		if (!str_copy(shown->tables[i], SHOWN_NAME, name))
			return err_set(err, ERR_LIMIT,
				"%s: too long a name of a table", name);
		shown->n_tables++;
	}
	*table = i;
	return true;
}

int64_t
shown_person(const struct shown *shown, size_t i)
{
	return i < shown->n_entries ? shown->entries[i].person : 0;
}

unsigned
shown_group(const struct shown *shown, int64_t person, size_t table)
{
	const size_t at = place_of(shown, person);
	const struct entry *entry = &shown->entries[at];

	return at < shown->n_entries && entry->person == person &&
			       table < entry->room
		       ? entry->groups[table]
		       : 0;
}

bool
shown_set(struct shown *shown, int64_t person, size_t table, unsigned group,
	struct err *err)
{
	struct entry *entry = add_entry(shown, person, err);

	if (entry == NULL || !make_room(entry, table + 1, err) ||
		entry->groups == NULL)
		return false;
	if (group > SHOWN_GROUPS_MAX)
		return err_set(err, ERR_LIMIT,
			"%s: more than %d groups of people were shown",
			shown->topic, SHOWN_GROUPS_MAX);
	if (entry->groups[table] != group)
		entry->is_changed = true;
	entry->groups[table] = (uint16_t)group;
	return true;
}

/* ------------------------------------------------------------- writing */

static bool
slot_of(struct store *store, struct entry *entry, struct err *err)
{
	struct db_query *q = db_query(store->db, PERSON_BY_ID);
	bool has_row;

	db_bind_int(q, entry->person);
	if (!db_next(q, &has_row, err))
		return false;
	entry->slot = has_row ? db_int(q, 0) : 0;
	db_end(q);
	return has_row || db_damaged(store->db, err,
				  "somebody was shown who is not there");
}

static bool
keep_entry(struct shown *shown, struct entry *entry, struct err *err)
{
	struct sealed_at at = {.column = "shown|about",
		.row = entry->person,
		.item = shown->topic};
	struct record record;
	struct db_query *q;
	size_t i;

	if (!slot_of(shown->store, entry, err))
		return false;
	at.slot = entry->slot;
	record_begin(&record, 1);
	record_put(&record, (int64_t)shown->n_tables, 2);
	for (i = 0; i < shown->n_tables; i++)
		record_put(&record, i < entry->room ? entry->groups[i] : 0, 2);
	q = db_query(shown->store->db, SHOWN_PUT);
	db_bind_int(q, entry->person);
	db_bind_text(q, shown->topic);
	return sealed_bind(shown->store, q, &at, &record, err) &&
	       db_run(q, err);
}

static bool
keep(struct shown *shown, struct err *err)
{
	bool ok = store_does(shown->store, MAY_COUNT, ABOUT_EVERYONE, 0, err);
	size_t i;

	for (i = shown->n_kept; ok && i < shown->n_tables; i++) {
		struct db_query *q =
			db_query(shown->store->db, SHOWN_TABLE_ADD);

		db_bind_text(q, shown->topic);
		db_bind_int(q, (int64_t)i);
		db_bind_text(q, shown->tables[i]);
		ok = db_run(q, err);
	}
	for (i = 0; ok && i < shown->n_entries; i++) {
		if (shown->entries[i].is_changed)
			ok = keep_entry(shown, &shown->entries[i], err);
	}
	return ok;
}

bool
shown_keep(struct shown *shown, struct err *err)
{
	size_t i;

	if (!store_begin(shown->store, err) ||
		!store_end(shown->store, keep(shown, err), err))
		return false;
	shown->n_kept = shown->n_tables;
	for (i = 0; i < shown->n_entries; i++)
		shown->entries[i].is_changed = false;
	return true;
}
