/*
 * The chain: who did what, when, to which row. Each row has a hash (BLAKE2b,
 * 32 bytes, keyed with a key of this store) over the hash of the row before it
 * and its own contents, so that nobody without the key can change, add, take
 * out or reorder rows unseen. What was cut off at the end shows against a head
 * that was kept somewhere else: the number and hash of the last row of that
 * day, signed.
 *
 * Rows name things by their numbers in the store. There is no person's code,
 * answer or word of anybody in them.
 */
#ifndef SKAPA_STORE_CHAIN_H
#define SKAPA_STORE_CHAIN_H

#include "store/roles.h"

#include <stddef.h>

struct err;
struct str;

#define CHAIN_HASH 32
#define CHAIN_HEADS_MAX (1u << 20) /* bytes of kept heads */

/* What a row is about. */
enum store_object {
	ABOUT_STORE,	/* as a whole; nobody's answers */
	ABOUT_EVERYONE, /* a list: whoever was in it at that time */
	ABOUT_PERSON,
	ABOUT_OCCASION,
	ABOUT_NOTE,
	ABOUT_ACTIVITY,
	ABOUT_SHEET,
	ABOUT_PAGE,
	ABOUT_READING,
	ABOUT_REVIEW,
	ABOUT_SCAN,
	ABOUT_SESSION,
	ABOUT_LAYOUT,
	ABOUT_ACCOUNT,
	ABOUT_DEVICE,
	ABOUT__MAX
};
const char *object_word(enum store_object object); /* "person" */

/* Words are borrowed while the callback runs. */
struct store_event {
	int64_t n;  /* 1.. */
	int64_t at; /* seconds since 1970, UTC; 0: was not said */
	const char *actor;
	const char *role;
	const char *action; /* operation_word() of that time */
	bool is_refused;    /* it was asked for and not allowed */
	const char *object; /* object_word() of that time */
	int64_t id;	    /* 0 for the store and everyone */
	uint8_t hash[CHAIN_HASH];
};

typedef bool store_each_event(
	const struct store_event *event, void *data, struct err *err);

/*
 * Rows from a time on, oldest first. person: a code, and only what concerns
 * that person, lists of everyone among it; NULL: all. Errors: ERR_USAGE for an
 * unknown person.
 */
bool store_audit_each(struct store *store, const char *person, int64_t from,
	store_each_event *each, void *data, struct err *err);

/*
 * Adds the chain's head as one line without its end, to be kept elsewhere:
 *
 *	skapa-head 1 <n> <hash> <public key> <signature>
 *
 * n 0 and a hash of zeros where the chain is empty. The signature is Ed25519
 * over the line up to the space before it.
 */
bool store_audit_head(struct store *store, struct str *out, struct err *err);

/* What store_audit_verify looked at. */
struct store_audit {
	int64_t rows;
	size_t heads;
};
/* One sentence. */
typedef void store_audit_finding(const char *sentence, void *data);
/*
 * Walks the chain from its first row to its last, and holds it against kept
 * heads, a line each (NULL: none). Returns false only if it could not look;
 * *n is how many findings there were. Errors: ERR_INPUT for a line of heads
 * that is none, ERR_LIMIT for more than CHAIN_HEADS_MAX bytes.
 */
bool store_audit_verify(struct store *store, const char *heads, size_t len,
	store_audit_finding *finding, void *data, struct store_audit *audit,
	size_t *n, struct err *err);

#endif
