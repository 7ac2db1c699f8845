/*
 * Kept files by their names, 64 hexadecimal digits: scans/ab/ab12... of a store
 * that is a folder, else rows of the server's (store/scantable.h). What is in
 * them is not looked at here (store/scans.c).
 */
#ifndef SKAPA_STORE_SCANFILE_H
#define SKAPA_STORE_SCANFILE_H

#include <stdbool.h>
#include <stddef.h>

struct bytes;
struct err;
struct store;

/*
 * path/scans/ab/ab12..., for sentences too, where a server's scan is named;
 * free it. NULL: no memory.
 */
char *scanfile_place(
	const struct store *store, const char *name, struct err *err);

/* Durable when it returns; one that is there is replaced. */
bool scanfile_put(struct store *store, const char *name, const void *bytes,
	size_t len, struct err *err);
/* *bytes is the caller's. *found false: it is untouched. */
bool scanfile_get(struct store *store, const char *name, struct bytes *bytes,
	bool *found, struct err *err);
/* Fine if it is not there. */
bool scanfile_remove(struct store *store, const char *name, struct err *err);

typedef bool scanfile_each(const char *name, void *data, struct err *err);

/* All names; what a process that was killed left half written is left out. */
bool scanfile_list(
	struct store *store, scanfile_each *each, void *data, struct err *err);

/* Removes what a process that was killed left half written. */
bool scanfile_sweep(struct store *store, struct err *err);

#endif
