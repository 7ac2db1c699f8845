/*
 * Which host reads which file. A store in a folder has one process that
 * writes, so everything is its own; on a server a row of the table claim says
 * whose it is, by the hash of the file: until it is read, the connection of the
 * process has ended, or it has not written for a quarter of an hour.
 */
#include "store/inside.h"

#include "core/err.h"
#include "core/hash.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

bool
store_claim(
	struct store *store, const char *path, bool *is_ours, struct err *err)
{
	char hash[HASH_HEX], host[HOST_NAME_MAX + 1] = "";
	struct db_query *q;
	int64_t row = 0;

	*is_ours = true;
	/* What cannot be read is told of by who reads it. */
	if (!store->is_server || store->mode != STORE_WRITE ||
		!hash_file(path, hash, NULL))
		return true;
	gethostname(host, sizeof(host) - 1);
	q = db_query(store->db, CLAIM_TAKE);
	db_bind_text(q, hash);
	db_bind_text(q, host);
	if (!db_run_id(q, &row, err))
		return false;
	*is_ours = row == 1;
	return true;
}

bool
store_claim_end(struct store *store, const char *sha256, struct err *err)
{
	struct db_query *q;

	if (!store->is_server || store->mode != STORE_WRITE)
		return true;
	q = db_query(store->db, CLAIM_END);
	db_bind_text(q, sha256);
	return db_run(q, err);
}
