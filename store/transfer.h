/*
 * A whole database into another one of either kind: rows keep their numbers,
 * and sealed columns stay as they are. So a backup of a server's store is a
 * file's database, and can be put back into either.
 */
#ifndef SKAPA_STORE_TRANSFER_H
#define SKAPA_STORE_TRANSFER_H

#include <stdbool.h>

struct bytes;
struct db;
struct err;
struct store;

/*
 * The database of a store on a server as it is at this moment, as a file would
 * have it; the caller ends it with bytes_free. It is put together in memory.
 */
bool transfer_to_file(struct db *from, struct bytes *bytes, struct err *err);

/*
 * All of the store `from`, which is a folder that is open to write, into the
 * database at this address, in which there is none yet: rows, keys and scans in
 * one transaction. Errors: ERR_INPUT if there is a store.
 */
bool transfer_to_server(
	struct store *from, const char *address, struct err *err);

#endif
