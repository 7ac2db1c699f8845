/*
 * Sealing: what nobody may read without the key, and nobody may move or
 * change with it unseen. XChaCha20-Poly1305 (IETF) of libsodium with a random
 * nonce:
 *
 *	version 1 | nonce 24 | sealed bytes | tag 16
 *
 * Every sealed thing is about something: a text that says where it belongs
 * ("answer|machine|17/health": table, column, the row's natural key). It is
 * bound to that as additional data: the same bytes in another row do not
 * open.
 *
 *	seal_put(&key, "person|about|3", text, len, &out, err)
 *	seal_open(&key, "person|about|3", out.at, out.len, &plain, err)
 *
 * Errors of every function that has err: ERR_SYSTEM if there is no memory or
 * no randomness.
 */
#ifndef SKAPA_STORE_SEAL_H
#define SKAPA_STORE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes;
struct err;

#define SEAL_VERSION 1
#define SEAL_KEY 32		/* bytes of a key */
#define SEAL_MORE (1 + 24 + 16) /* what sealing adds, bytes */
#define SEAL_INDEX 32		/* bytes of a keyed hash */
#define SEAL_INDEX_HEX 65	/* in hexadecimal, with the NUL */

struct seal_key {
	uint8_t at[SEAL_KEY];
};

/* Before the first call of the others; again is fine. */
bool seal_ready(struct err *err);

/* A new random key. */
bool seal_key_make(struct seal_key *key, struct err *err);
/* Random bytes for a salt or the like. */
void seal_random(void *out, size_t len);

/*
 * Memory for keys, size bytes, zeroed: not in a core dump or in swap if the
 * system allows, wiped when freed, and zeros in a child after fork(), which
 * must not free it. End it with seal_memory_free; NULL is fine there.
 */
void *seal_memory(size_t size, struct err *err);
void seal_memory_free(void *memory);
/* Zeros that a compiler cannot leave out. */
void seal_wipe(void *at, size_t len);
/* Whether so many bytes are all zero; how long it takes says nothing. */
bool seal_is_zero(const void *at, size_t len);

/* Seals into sealed, which has room for len + SEAL_MORE bytes. */
void seal_into(const struct seal_key *key, const char *about, const void *plain,
	size_t len, uint8_t *sealed);
/* The same into memory of its own: *sealed is untouched on failure, and to be
 * ended with bytes_free (core/file.h). */
bool seal_put(const struct seal_key *key, const char *about, const void *plain,
	size_t len, struct bytes *sealed, struct err *err);

/*
 * Opens what seal_into wrote. plain has room for len - SEAL_MORE bytes and is
 * zeroed on failure. False: another key, another place, or damage; nobody can
 * say which.
 */
bool seal_open_into(const struct seal_key *key, const char *about,
	const void *sealed, size_t len, uint8_t *plain);
/*
 * The same into memory of its own, with a NUL behind; the caller ends *plain
 * with seal_bytes_free. Errors: ERR_INPUT "about: ..." for what does not open,
 * or for a later version.
 */
bool seal_open(const struct seal_key *key, const char *about,
	const void *sealed, size_t len, struct bytes *plain, struct err *err);
/* bytes_free, and wiped before. */
void seal_bytes_free(struct bytes *bytes);

/*
 * A keyed hash (BLAKE2b, 32 bytes), for looking up what is sealed: the same
 * text has the same hash, and without the key nobody can try texts.
 */
void seal_index(const struct seal_key *key, const void *bytes, size_t len,
	uint8_t index[SEAL_INDEX]);
void seal_index_hex(const struct seal_key *key, const void *bytes, size_t len,
	char hex[SEAL_INDEX_HEX]);
/* Another key out of a key, by its name; one says nothing of the other. */
void seal_subkey(
	const struct seal_key *key, const char *name, struct seal_key *subkey);

#endif
