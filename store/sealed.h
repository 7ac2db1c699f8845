/*
 * The sealed columns of the store's rows: a record (store/record.h) goes in
 * and comes out, bound to where it stands. Nobody else seals or opens one.
 *
 *	struct sealed_at at = {slot, "answer|machine", reading, "health"};
 *
 *	sealed_bind(store, query, &at, &record, err)
 */
#ifndef SKAPA_STORE_SEALED_H
#define SKAPA_STORE_SEALED_H

#include "store/record.h"
#include "store/seal.h"

#include <stdbool.h>
#include <stdint.h>

struct db_query;
struct store;

#define SEALED_INDEX SEAL_INDEX /* bytes of a keyed hash */

/* Where it stands, and the key that it is sealed with. */
struct sealed_at {
	int64_t slot;	    /* number of the key (store/keys.h) */
	const char *column; /* "table|column" */
	int64_t row;	    /* the row's id, or another number of its own */
	const char *item;   /* which of the row's, if there are more; or "" */
};

/*
 * The keys that were used last, each at its slot's remainder: what comes
 * together has a person's key, a series' and a scan's.
 */
#define SEALED_AT_HAND 16
struct sealed_keys {
	struct sealed_key {
		int64_t slot; /* 0: none */
		struct seal_key key;
	} at[SEALED_AT_HAND];
};

/* A new slot, durable before a transaction names it. */
bool sealed_slot(struct store *store, int64_t *slot, struct err *err);
/* Ends the record, seals it and binds it as the query's next parameter. */
bool sealed_bind(struct store *store, struct db_query *query,
	const struct sealed_at *at, struct record *record, struct err *err);
/*
 * Opens a column of the row that the query gave. *has is false for a null one,
 * where nothing was kept, and for one whose key is destroyed: it was
 * forgotten. Errors: ERR_LIBRARY for what does not open, ERR_INPUT if the keys
 * are older than the data.
 */
bool sealed_get(struct store *store, struct db_query *query, int column,
	const struct sealed_at *at, struct record *record, bool *has,
	struct err *err);
/* Whether what is sealed with a slot was forgotten: its key is destroyed. */
bool sealed_is_forgotten(
	struct store *store, int64_t slot, bool *is_forgotten, struct err *err);
/* The keys that were used last are no longer at hand. */
void sealed_forget(struct store *store);
/* A keyed hash of a text: what sealed rows are found by. */
void sealed_index(
	const struct store *store, const char *text, uint8_t out[SEALED_INDEX]);

#endif
