/*
 * A store in one file, and back. Data and keys go into files of their own, so
 * that each can be kept as long as it should be: who was forgotten is in old
 * backups of the data, which nobody can read without their key, and in old
 * backups of the keys, which therefore are kept for a short time only.
 *
 *	SKAPA backup 1 data        a line, or "keys"
 *	file 1 01ab...             the site key's lock (store/sitekey.h)
 *	a sealed stream            (store/stream.h) under a key that comes from
 *	                           the site key; bound to the two lines
 *
 * In the stream are files: the length of the name 2, of the file 8, the least
 * first, the name, the file; a name of no length is behind the last.
 */
#ifndef SKAPA_STORE_BACKUP_H
#define SKAPA_STORE_BACKUP_H

#include "store/store.h"

/*
 * The data of a store as it is at this moment, all in one; others may write
 * meanwhile. The file is written beside its place and renamed.
 */
bool store_backup_data(struct store *store, const char *path, struct err *err);
/* The keys of people, sheets and scans; not the site key. */
bool store_backup_keys(struct store *store, const char *path, struct err *err);

struct store_restore {
	const char *data; /* files of store_backup_data */
	const char *keys; /* and of store_backup_keys; NULL: those of today */
	const char *live; /* the store that has them, or the site key */
	/* A folder that is not there yet, or a server's empty database. */
	const char *to;
	const char *date; /* today */
};

/*
 * Makes the store `to`, all of it or nothing: it is put together beside its
 * place, checked (store_check) and renamed, or brought into the database in one
 * transaction; for that it is put together below the folder that is worked in.
 * Who was forgotten since the backup is forgotten in it too. Errors: ERR_INPUT
 * for a wrong key, a damaged or newer file, or where the check found something,
 * which finding is told; ERR_USAGE if `to` is there.
 */
bool store_restore(const struct store_restore *restore, store_finding *finding,
	void *data, struct err *err);

#endif
