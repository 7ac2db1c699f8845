/*
 * The keys of people, sheets and scans of a store on a server: the records of
 * store/keys.h as rows of skapa_keys.slot, a schema of its own that no backup
 * of the data holds. They are written through a connection of their own: what
 * is added stays when the transaction that wanted it is taken back. A key
 * that is destroyed is written over and the table is written anew; what the
 * server keeps of its past (its write-ahead log, its backups) it still has
 * (docs/postgresql.md).
 */
#ifndef SKAPA_STORE_KEYTABLE_H
#define SKAPA_STORE_KEYTABLE_H

#include "store/keys.h"

struct db;

/* As keyfile_open, for the store at address. */
struct keys *keytable_open(const char *address, enum keys_mode mode,
	const struct seal_key *site, struct err *err);

/* Within a transaction of db: all of these keys into its table, which is empty.
 */
bool keytable_fill(struct db *db, struct keys *keys, struct err *err);
/*
 * Within a transaction of db: the same keys, which are those of its table,
 * under another site key. Who adds keys waits meanwhile, and is refused then.
 */
bool keytable_rewrap(struct db *db, struct keys *keys,
	const struct seal_key *next, struct err *err);

#endif
