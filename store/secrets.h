/*
 * The keys of the store as a whole, under the site key, in the database's
 * table `secret`. They stay when the site key is changed: paper with our codes
 * is out, and rows are found by the index.
 *
 *	site.lock   in the open: what fits the site key (store/sitekey.h)
 *	code        signs page codes (core/code.h)
 *	index       hashes what is looked up (seal_index)
 *	chain       what the chain's keys come from (store/chain.h)
 */
#ifndef SKAPA_STORE_SECRETS_H
#define SKAPA_STORE_SECRETS_H

#include "store/seal.h"
#include "store/sitekey.h"

struct db;
struct err;

/* In memory of seal_memory(), in one piece. */
struct secrets {
	struct seal_key site;
	struct seal_key code;
	struct seal_key index;
	struct seal_key chain;
};

/* New secrets under this site key, in a transaction that is begun. */
bool secrets_make(struct db *db, const char lock[SITEKEY_LOCK],
	struct secrets *secrets, struct err *err);

/*
 * Finds the site key that fits and opens the secrets with it. *is_next:
 * sitekey_open. Errors: those of sitekey_open; ERR_LIBRARY for a database
 * without them.
 */
bool secrets_open(struct db *db, const struct sitekey_from *from,
	struct secrets *secrets, bool *is_next, struct err *err);

/* The site key's lock as it stands. */
bool secrets_lock(struct db *db, char lock[SITEKEY_LOCK], struct err *err);
/*
 * secrets_open with a site key that is known. Errors: ERR_INPUT if it is not
 * the database's.
 */
bool secrets_open_under(struct db *db, const struct seal_key *site,
	struct secrets *secrets, struct err *err);

/* The same secrets under another site key, in a transaction that is begun. */
bool secrets_rewrap(struct db *db, const char lock[SITEKEY_LOCK],
	const struct seal_key *next, const struct secrets *secrets,
	struct err *err);

#endif
