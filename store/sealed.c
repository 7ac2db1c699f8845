#include "store/sealed.h"

#include "core/err.h"
#include "core/hash.h"
#include "store/inside.h"

#include <string.h>

bool
sealed_slot(struct store *store, int64_t *slot, struct err *err)
{
	(void)store;
	(void)err;
	*slot = 0;
	return true;
}

bool
sealed_bind(struct store *store, struct db_query *query,
	const struct sealed_at *at, struct record *record, struct err *err)
{
	if (!record_end(record))
		return err_set(err, ERR_LIMIT, "%s: %s is too long to be kept",
			store->path, at->column);
	db_bind_bytes(query, record->at, record->len);
	return true;
}

bool
sealed_get(struct store *store, struct db_query *query, int column,
	const struct sealed_at *at, struct record *record, bool *has,
	struct err *err)
{
	const void *bytes;
	size_t len;

	*has = !db_is_null(query, column);
	if (!*has)
		return true;
	bytes = db_bytes(query, column, &len);
	if (len > RECORD_MOST)
		return db_damaged(store->db, err, at->column);
	memcpy(record->at, bytes, len);
	record->len = len;
	return true;
}

void
sealed_index(
	const struct store *store, const char *text, uint8_t out[SEALED_INDEX])
{
	char hex[HASH_HEX];

	(void)store;
	hash_bytes(text, strlen(text), hex);
	memcpy(out, hex, SEALED_INDEX);
}
