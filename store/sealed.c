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
 * The key of a slot; borrowed until the next call. *key NULL: it was
 * destroyed.
 */
static bool
find_key(struct store *store, int64_t slot, const struct seal_key **key,
	struct err *err)
{
	struct sealed_key *at =
		&store->at_hand->at[(uint64_t)slot % SEALED_AT_HAND];
	enum keys_state state = KEYS_WHOLE;

	*key = &at->key;
	if (at->slot == slot && slot != 0)
		return true;
	seal_wipe(at, sizeof(*at));
	if (!keys_get(store->keys, slot, &at->key, &state, err))
		return false;
	switch (state) {
	case KEYS_WHOLE:
		at->slot = slot;
		return true;
	case KEYS_DESTROYED:
		*key = NULL;
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
	seal_wipe(store->at_hand, sizeof(*store->at_hand));
}

bool
sealed_is_forgotten(
	struct store *store, int64_t slot, bool *is_forgotten, struct err *err)
{
	const struct seal_key *key;

	if (!find_key(store, slot, &key, err))
		return false;
	*is_forgotten = key == NULL;
	return true;
}

bool
sealed_bind(struct store *store, struct db_query *query,
	const struct sealed_at *at, struct record *record, struct err *err)
{
	uint8_t sealed[RECORD_MOST + SEAL_MORE];
	const struct seal_key *key;
	char about[ABOUT];

	if (!record_end(record))
		return err_set(err, ERR_LIMIT, "%s: %s is too long to be kept",
			store->path, at->column);
	if (!find_key(store, at->slot, &key, err))
		return false;
	if (key == NULL)
		return err_set(err, ERR_USAGE,
			"%s: this is of somebody who was forgotten",
			store->path);
	about_of(at, about);
	seal_into(key, about, record->at, record->len, sealed);
	db_bind_bytes(query, sealed, record->len + SEAL_MORE);
	record_wipe(record);
	return true;
}

bool
sealed_get(struct store *store, struct db_query *query, int column,
	const struct sealed_at *at, struct record *record, bool *has,
	struct err *err)
{
	const struct seal_key *key;
	char about[ABOUT];
	const void *bytes;
	size_t len;

	*has = !db_is_null(query, column);
	if (!*has)
		return true;
	if (!find_key(store, at->slot, &key, err))
		return false;
	*has = key != NULL;
	if (!*has)
		return true;
	bytes = db_bytes(query, column, &len);
	about_of(at, about);
	if (len < SEAL_MORE || len - SEAL_MORE > RECORD_MOST ||
		!seal_open_into(key, about, bytes, len, record->at)) {
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
