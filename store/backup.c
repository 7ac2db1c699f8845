#include "store/backup.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/keyfile.h"
#include "store/scanfile.h"
#include "store/stream.h"
#include "store/transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- writing */

static bool
put_number(
	struct stream *stream, uint64_t number, size_t bytes, struct err *err)
{
	uint8_t out[8];
	size_t i;

	for (i = 0; i < bytes; i++)
		out[i] = (uint8_t)(number >> (8 * i));
	return stream_put(stream, out, bytes, err);
}

static bool
put_file(struct stream *stream, const char *name, const void *bytes, size_t len,
	struct err *err)
{
	return put_number(stream, strlen(name), 2, err) &&
	       put_number(stream, len, 8, err) &&
	       stream_put(stream, name, strlen(name), err) &&
	       stream_put(stream, bytes, len, err);
}

/* The head, and a stream behind it. */
static struct stream *
create(struct store *store, const char *path, const char *what, struct err *err)
{
	struct stream *stream = NULL;
	char lock[SITEKEY_LOCK];
	struct str head = {0};
	struct seal_key key;

	if (!secrets_lock(store->db, lock, err))
		return NULL;
	str_addf(
		&head, BACKUP_MAGIC " %d %s\n%s\n", BACKUP_VERSION, what, lock);
	if (str_ok(&head, err)) {
		seal_subkey(&store->secrets->site, "backup", &key);
		stream = stream_create(path, &key, head.at, head.len, err);
		seal_wipe(&key, sizeof(key));
	}
	str_finish(&head);
	return stream;
}

static bool
finish(struct stream *stream, bool ok, struct err *err)
{
	ok = ok && put_number(stream, 0, 2, err) && stream_finish(stream, err);
	stream_close(stream);
	return ok;
}

struct packing {
	struct store *store;
	struct stream *stream;
};

static bool
put_scan(const char *name, void *data, struct err *err)
{
	const struct packing *packing = data;
	struct bytes bytes = {0};
	char path[96];
	bool found = false, ok;

	if (!scanfile_get(packing->store, name, &bytes, &found, err))
		return false;
	snprintf(path, sizeof(path), STORE_SCANS "/%.64s", name);
	/* One that is gone was forgotten this moment. */
	ok = !found ||
	     put_file(packing->stream, path, bytes.at, bytes.len, err);
	bytes_free(&bytes);
	return ok;
}

bool
store_backup_data(struct store *store, const char *path, struct err *err)
{
	struct packing packing = {.store = store};
	struct bytes database = {0};
	bool ok;

	/* The database first: every scan that it names is there then. */
	if (!store_reads(store, MAY_BACKUP, ABOUT_STORE, 0, err) ||
		!(store->is_server ? transfer_to_file(store->db, &database, err)
				   : db_snapshot(store->db, &database, err)))
		return false;
	packing.stream = create(store, path, "data", err);
	ok = packing.stream != NULL &&
	     put_file(packing.stream, STORE_DATABASE, database.at, database.len,
		     err) &&
	     scanfile_list(store, put_scan, &packing, err);
	bytes_free(&database);
	return packing.stream != NULL && finish(packing.stream, ok, err);
}

bool
store_backup_keys(struct store *store, const char *path, struct err *err)
{
	struct stream *stream = NULL;
	struct bytes keys = {0};
	bool ok = store_reads(store, MAY_BACKUP, ABOUT_STORE, 0, err) &&
		  keys_records(store->keys, &keys, err);

	if (ok)
		stream = create(store, path, "keys", err);
	ok = stream != NULL &&
	     finish(stream, put_file(stream, KEYFILE, keys.at, keys.len, err),
		     err);
	bytes_free(&keys);
	return ok;
}
