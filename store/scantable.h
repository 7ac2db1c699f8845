/*
 * Kept files of a store on a server: rows of its table scan_file, found by
 * name. The other place for them is a folder (store/scanfile.c).
 */
#ifndef SKAPA_STORE_SCANTABLE_H
#define SKAPA_STORE_SCANTABLE_H

#include "store/scanfile.h"

/* Durable when it returns; one that is there is replaced. */
bool scantable_put(struct store *store, const char *name, const void *bytes,
	size_t len, struct err *err);
/* *bytes is the caller's. *found false: it is untouched. */
bool scantable_get(struct store *store, const char *name, struct bytes *bytes,
	bool *found, struct err *err);
/* Fine if it is not there. */
bool scantable_remove(struct store *store, const char *name, struct err *err);
/* All names in their order. */
bool scantable_list(
	struct store *store, scanfile_each *each, void *data, struct err *err);

#endif
