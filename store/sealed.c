#include "store/sealed.h"

#include "core/err.h"
#include "store/inside.h"

#include <stdio.h>
#include <string.h>

#define ABOUT 96

/* Where it stands, as text: "answer|machine|17/health". */
static void
about_of(const struct sealed_at *at, char about[ABOUT])
{
	snprintf(about, ABOUT, "%s|%lld%s%s", at->column, (long long)at->row,
		at->item[0] != '\0' ? "/" : "", at->item);
}

bool
sealed_slot(struct store *store, int64_t *slot, struct err *err)
{
	return keys_add(store->keys, 1, slot, err);
}

/*
 * The key of a slot, in store->last: rows that come together have one key.
 * *is_there false: it was destroyed.
 */
static bool
find_key(struct store *store, int64_t slot, bool *is_there, struct err *err)
{
	enum keys_state state = KEYS_WHOLE;

	*is_there = true;
	if (slot == store->last_slot)
		return true;
	sealed_forget(store);
	if (!keys_get(store->keys, slot, store->last, &state, err))
		return false;
	switch (state) {
	case KEYS_WHOLE:
		store->last_slot = slot;
		return true;
	case KEYS_DESTROYED:
		*is_there = false;
		return true;
	case KEYS_MISSING:
		return err_set(err, ERR_INPUT,
			"%s: has no key %lld: the keys are older than the "
			"data; put back the newest copy of the keys",
			store->path, (long long)slot);
	case KEYS_DAMAGED:
		break;
	}
	return err_set(err, ERR_LIBRARY,
		"%s: key %lld is damaged; put back a copy of the keys",
		store->path, (long long)slot);
}

void
sealed_forget(struct store *store)
{
	seal_wipe(store->last, sizeof(*store->last));
	store->last_slot = 0;
}

bool
sealed_is_forgotten(
	struct store *store, int64_t slot, bool *is_forgotten, struct err *err)
{
	bool is_there;

	if (!find_key(store, slot, &is_there, err))
		return false;
	*is_forgotten = !is_there;
	return true;
}

bool
sealed_bind(struct store *store, struct db_query *query,
	const struct sealed_at *at, struct record *record, struct err *err)
{
	uint8_t sealed[RECORD_MOST + SEAL_MORE];
	char about[ABOUT];
	bool is_there;

	if (!record_end(record))
		return err_set(err, ERR_LIMIT, "%s: %s is too long to be kept",
			store->path, at->column);
	if (!find_key(store, at->slot, &is_there, err))
		return false;
	if (!is_there)
		return err_set(err, ERR_USAGE,
			"%s: this is of somebody who was forgotten",
			store->path);
	about_of(at, about);
	seal_into(store->last, about, record->at, record->len, sealed);
	db_bind_bytes(query, sealed, record->len + SEAL_MORE);
	record_wipe(record);
	return true;
}

bool
sealed_get(struct store *store, struct db_query *query, int column,
	const struct sealed_at *at, struct record *record, bool *has,
	struct err *err)
{
	char about[ABOUT];
	const void *bytes;
	size_t len;

	*has = !db_is_null(query, column);
	if (!*has)
		return true;
	if (!find_key(store, at->slot, has, err))
		return false;
	if (!*has)
		return true;
	bytes = db_bytes(query, column, &len);
	about_of(at, about);
	if (len < SEAL_MORE || len - SEAL_MORE > RECORD_MOST ||
		!seal_open_into(store->last, about, bytes, len, record->at)) {
		char what[ABOUT + 16];

		snprintf(what, sizeof(what), "%s does not open", about);
		return db_damaged(store->db, err, what);
	}
	record->len = len - SEAL_MORE;
	return true;
}

void
sealed_index(
	const struct store *store, const char *text, uint8_t out[SEALED_INDEX])
{
	seal_index(&store->secrets->index, text, strlen(text), out);
}
