/*
 * The keys of people, sheets and scans, kept apart from the data. A key has a
 * slot; its number is what rows hold. A slot's number is given once: when its
 * key is destroyed, nothing that was sealed with it can be read again, in the
 * store or in any copy of the data.
 *
 *	keys = keyfile_open("skapa-store/keys", KEYS_WRITE, &site, err);
 *	keys_add(keys, 2, slots, err);     -> durable, before rows name them
 *	keys_get(keys, slots[0], &key, &state, err);
 *	keys_destroy(keys, slots, 2, err);
 *
 * In the slots are the keys sealed with the site key and bound to their
 * numbers. They are records of KEYS_RECORD bytes: record 0 says which site key
 * they are under, record n is slot n, all zero when destroyed. Where records
 * are kept is a keys_place: a file (store/keyfile.h) or a table.
 *
 * Keys that were added and that no row names (a killed process) cost their
 * record and nothing else.
 *
 * Errors: ERR_SYSTEM for what the disk refuses. After a failed keys_add or
 * keys_destroy the store is not used again.
 */
#ifndef SKAPA_STORE_KEYS_H
#define SKAPA_STORE_KEYS_H

#include "store/seal.h"

struct bytes;
struct keys;

#define KEYS_RECORD 80 /* bytes; sealed key 73 */

enum keys_mode {
	KEYS_READ,
	KEYS_WRITE, /* one process: who holds the store's lock */
	KEYS_TRY    /* as KEYS_WRITE; nothing on disk changes */
};

enum keys_state {
	KEYS_WHOLE,
	KEYS_DESTROYED, /* on purpose: the record is all zero */
	KEYS_DAMAGED,	/* does not open */
	KEYS_MISSING	/* no record of that number: a copy that is too old */
};

/*
 * Where records are. A file is one such place, a database's table another.
 * data is theirs. What was written is durable when sync returns true.
 */
struct keys_place {
	/* How many records there are, record 0 too; *n 0: none yet. */
	bool (*count)(void *data, int64_t *n, struct err *err);
	/* n records from number first on, which are there. */
	bool (*read)(void *data, int64_t first, size_t n, uint8_t *records,
		struct err *err);
	/* n records from number first on: new ones, or over old ones. */
	bool (*write)(void *data, int64_t first, size_t n,
		const uint8_t *records, struct err *err);
	/*
	 * One record, which may be as it was a while ago if it was a key then;
	 * NULL: there is no faster way than read.
	 */
	bool (*recent)(void *data, int64_t number, uint8_t record[KEYS_RECORD],
		struct err *err);
	bool (*sync)(void *data, struct err *err);
	void (*close)(void *data);
};

/*
 * site is borrowed for the life of keys. name stands in sentences. place is
 * closed with keys, also on failure. An empty place gets its record 0 if mode
 * is KEYS_WRITE. NULL on failure. Errors: ERR_INPUT if there are no keys, or
 * if they are under another site key.
 */
struct keys *keys_open(const struct keys_place *place, void *data,
	const char *name, enum keys_mode mode, const struct seal_key *site,
	struct err *err);
void keys_close(struct keys *keys); /* NULL is fine */

/* n new keys; slots has room for their numbers, 1.. */
bool keys_add(struct keys *keys, size_t n, int64_t *slots, struct err *err);
/* *key is set only when *state is KEYS_WHOLE. */
bool keys_get(struct keys *keys, int64_t slot, struct seal_key *key,
	enum keys_state *state, struct err *err);
/* Those that are destroyed or missing stay so. */
bool keys_destroy(
	struct keys *keys, const int64_t *slots, size_t n, struct err *err);
/* How many slots are whole, destroyed, damaged; by enum keys_state. */
bool keys_tally(
	struct keys *keys, int64_t tally[KEYS_MISSING + 1], struct err *err);

/*
 * All records as they are, KEYS_RECORD bytes each, to be ended with bytes_free
 * (core/file.h).
 */
bool keys_records(struct keys *keys, struct bytes *bytes, struct err *err);

/*
 * The same keys under the site key next, record by record, into another place
 * or into the same one (which must then be able to take it back until it is
 * whole). Destroyed keys stay destroyed.
 */
bool keys_rewrap(struct keys *keys, const struct seal_key *next,
	const struct keys_place *place, void *data, struct err *err);

#endif
