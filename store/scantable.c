#include "store/scantable.h"

#include "core/err.h"
#include "core/file.h"
#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

bool
scantable_put(struct store *store, const char *name, const void *bytes,
	size_t len, struct err *err)
{
	struct db_query *q = db_query(store->db, SCAN_FILE_PUT);

	db_bind_text(q, name);
	db_bind_bytes(q, bytes, len);
	return db_run(q, err);
}

bool
scantable_get(struct store *store, const char *name, struct bytes *bytes,
	bool *found, struct err *err)
{
	struct db_query *q = db_query(store->db, SCAN_FILE_GET);
	struct bytes got = {0};
	const void *at;
	bool has_row;

	db_bind_text(q, name);
	if (!db_next(q, &has_row, err))
		return false;
	if (has_row) {
		at = db_bytes(q, 0, &got.len);
		got.at = got.len > 0 ? malloc(got.len) : NULL;
		if (got.len > 0 && got.at == NULL) {
			db_end(q);
			return err_set(err, ERR_SYSTEM, "out of memory");
		}
		if (got.at != NULL)
			memcpy(got.at, at, got.len);
		*bytes = got;
	}
	db_end(q);
	*found = has_row;
	return true;
}

bool
scantable_remove(struct store *store, const char *name, struct err *err)
{
	struct db_query *q = db_query(store->db, SCAN_FILE_REMOVE);

	db_bind_text(q, name);
	return db_run(q, err);
}

bool
scantable_list(
	struct store *store, scanfile_each *each, void *data, struct err *err)
{
	struct db_query *q = db_query(store->db, SCAN_FILE_LIST);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = each(db_text(q, 0), data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}
