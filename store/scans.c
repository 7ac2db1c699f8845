/*
 * Kept files: sealed, each with a key of its own, under a name that says
 * nothing of what is in it. What is kept under a name:
 *
 *	"SKAPA scan 1" and zeros, 16 | number of the key's slot 8, the least
 *first | the file, sealed about "scan|file|<name>"
 */
#include "store/inside.h"

#include "core/err.h"
#include "core/file.h"
#include "core/hash.h"
#include "store/scanfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char magic[16] = "SKAPA scan 1";
#define HEAD (sizeof(magic) + 8)

struct kept {
	struct bytes bytes; /* owned */
	bool found;
	int64_t slot; /* 0: it is damaged */
	struct seal_key key;
	enum keys_state state; /* of the key */
};

void
scan_name(const struct store *store, const char sha256[READING_SHA256],
	char name[SEAL_INDEX_HEX])
{
	seal_index_hex(&store->secrets->index, sha256, strlen(sha256), name);
}

static void
about_scan(const char *name, char about[96])
{
	snprintf(about, 96, "scan|file|%.64s", name);
}

static void
kept_finish(struct kept *kept)
{
	bytes_free(&kept->bytes);
	seal_wipe(&kept->key, sizeof(kept->key));
}

/* What is kept under a name, still sealed, with its key if that is there. */
static bool
kept_get(struct store *store, const char *name, struct kept *kept,
	struct err *err)
{
	int i;

	*kept = (struct kept){.state = KEYS_MISSING};
	if (!scanfile_get(store, name, &kept->bytes, &kept->found, err))
		return false;
	if (!kept->found || kept->bytes.len < HEAD + SEAL_MORE ||
		memcmp(kept->bytes.at, magic, sizeof(magic)) != 0)
		return true;
	for (i = 7; i >= 0; i--)
		kept->slot = (int64_t)((uint64_t)kept->slot << 8 |
				       kept->bytes.at[sizeof(magic) + i]);
	if (keys_get(store->keys, kept->slot, &kept->key, &kept->state, err))
		return true;
	kept_finish(kept);
	return false;
}

/* plain has room for kept->bytes.len - HEAD - SEAL_MORE bytes. */
static bool
kept_open(const struct kept *kept, const char *name, uint8_t *plain)
{
	char about[96];

	about_scan(name, about);
	return kept->state == KEYS_WHOLE &&
	       seal_open_into(&kept->key, about, kept->bytes.at + HEAD,
		       kept->bytes.len - HEAD, plain);
}

/* Why it does not open. */
static void
say_why(struct store *store, const char *name, const struct kept *kept,
	struct err *why)
{
	char *place = scanfile_place(store, name, why);

	if (place == NULL)
		return;
	if (!kept->found)
		err_set(why, ERR_INPUT, "%s: missing", place);
	else if (kept->slot > 0 && kept->state == KEYS_DESTROYED)
		err_set(why, ERR_INPUT,
			"%s: was forgotten; its key is destroyed", place);
	else if (kept->slot > 0 && kept->state == KEYS_MISSING)
		err_set(why, ERR_INPUT,
			"%s: its key is missing; put back the newest copy of "
			"the keys",
			place);
	else
		err_set(why, ERR_INPUT,
			"%s: damaged; its bytes are not what was scanned",
			place);
	free(place);
}

bool
scan_open(struct store *store, const char *name, struct bytes *bytes,
	struct err *why, struct err *err)
{
	struct kept kept;
	struct bytes plain = {0};
	bool ok;

	if (!kept_get(store, name, &kept, err))
		return false;
	if (kept.state == KEYS_WHOLE) {
		plain.len = kept.bytes.len - HEAD - SEAL_MORE;
		plain.at = malloc(plain.len + 1);
		if (plain.at == NULL) {
			kept_finish(&kept);
			return err_set(err, ERR_SYSTEM, "out of memory");
		}
		plain.at[plain.len] = '\0';
	}
	ok = plain.at != NULL && kept_open(&kept, name, plain.at);
	if (ok) {
		*bytes = plain;
	} else {
		bytes_free(&plain);
		say_why(store, name, &kept, why);
	}
	kept_finish(&kept);
	return true;
}

bool
scan_row(struct store *store, const char *sha256, int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, SCAN_GET);

	db_bind_text(q, sha256);
	return db_run_id(q, id, err);
}

bool
store_scan_read(struct store *store, const char sha256[READING_SHA256],
	struct bytes *bytes, struct err *err)
{
	char name[SEAL_INDEX_HEX], hex[HASH_HEX];
	struct bytes got = {0};
	struct err why = {0};
	int64_t id = 0;

	scan_name(store, sha256, name);
	if (!scan_row(store, sha256, &id, err) ||
		!store_reads(store, MAY_READ_SCANS, ABOUT_SCAN, id, err) ||
		!scan_open(store, name, &got, &why, err))
		return false;
	if (why.code == ERR_NONE) {
		hash_bytes(got.at, got.len, hex);
		if (strcmp(hex, sha256) == 0) {
			*bytes = got;
			return true;
		}
		bytes_free(&got);
		err_set(&why, ERR_INPUT, "scan %s: is another scan", sha256);
	}
	return err_set(err, why.code, "%s", why.text);
}

/* ---------------------------------------------------------------- keeping */

static void
remember(struct store *store, const char *sha256, int64_t slot)
{
	memcpy(store->scan, sha256, READING_SHA256);
	store->scan_slot = slot;
}

static bool
seal_and_put(struct store *store, const char *name, const struct kept *kept,
	const void *bytes, size_t len, struct err *err)
{
	const size_t whole = HEAD + len + SEAL_MORE;
	uint8_t *sealed =
		len < SIZE_MAX - HEAD - SEAL_MORE ? malloc(whole) : NULL;
	char about[96];
	bool ok;
	int i;

	if (sealed == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	memcpy(sealed, magic, sizeof(magic));
	for (i = 0; i < 8; i++)
		sealed[sizeof(magic) + i] =
			(uint8_t)((uint64_t)kept->slot >> (8 * i));
	about_scan(name, about);
	seal_into(&kept->key, about, bytes, len, sealed + HEAD);
	ok = scanfile_put(store, name, sealed, whole, err);
	free(sealed);
	return ok;
}

/* Whether what is kept is whole: then there is nothing to do. */
static bool
is_whole(const struct kept *kept, const char *name, size_t len, bool *whole,
	struct err *err)
{
	uint8_t *plain;

	*whole = false;
	if (kept->state != KEYS_WHOLE ||
		kept->bytes.len != HEAD + len + SEAL_MORE)
		return true;
	plain = malloc(len + 1);
	if (plain == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	*whole = kept_open(kept, name, plain);
	free(plain);
	return true;
}

static bool
keep(struct store *store, const void *bytes, size_t len, const char *sha256,
	struct err *err)
{
	char name[SEAL_INDEX_HEX];
	bool ok, whole = false;
	struct kept kept;

	scan_name(store, sha256, name);
	if (!kept_get(store, name, &kept, err))
		return false;
	ok = is_whole(&kept, name, len, &whole, err);
	if (ok && !whole) {
		/* Damage is mended with these bytes, under the same key. */
		if (kept.state != KEYS_WHOLE)
			ok = keys_add(store->keys, 1, &kept.slot, err) &&
			     keys_get(store->keys, kept.slot, &kept.key,
				     &kept.state, err);
		ok = ok && seal_and_put(store, name, &kept, bytes, len, err);
	}
	if (ok)
		remember(store, sha256, kept.slot);
	kept_finish(&kept);
	return ok;
}

/*
 * Where several hosts write, in a transaction, so that one at a time does: two
 * with the same scan would each make a key for it.
 */
static bool
keep_alone(struct store *store, const void *bytes, size_t len,
	const char *sha256, struct err *err)
{
	bool ok;

	do {
		ok = store_begin(store, err) &&
		     store_end(
			     store, keep(store, bytes, len, sha256, err), err);
		if (!ok)
			store->scan[0] = '\0';
	} while (!ok && store_again(store, err));
	return ok;
}

bool
store_scan_keep_as(struct store *store, const void *bytes, size_t len,
	const char sha256[READING_SHA256], struct err *err)
{
	if (store->mode == STORE_READ)
		return err_set(err, ERR_USAGE, "%s: is open for reading only",
			store->path);
	if (!store_may(store, MAY_FILE, ABOUT_STORE, 0, err))
		return false;
	if (store->mode == STORE_TRY)
		return true;
	return store->is_server ? keep_alone(store, bytes, len, sha256, err)
				: keep(store, bytes, len, sha256, err);
}

bool
store_scan_keep(struct store *store, const void *bytes, size_t len,
	char sha256[READING_SHA256], struct err *err)
{
	char hex[HASH_HEX];

	hash_bytes(bytes, len, hex);
	if (!store_scan_keep_as(store, bytes, len, hex, err))
		return false;
	memcpy(sha256, hex, sizeof(hex));
	return true;
}

bool
scan_slot(struct store *store, const char sha256[READING_SHA256], int64_t *slot,
	struct err *err)
{
	char name[SEAL_INDEX_HEX];
	struct kept kept;

	if (strcmp(store->scan, sha256) == 0) {
		*slot = store->scan_slot;
		return true;
	}
	if (store->mode == STORE_TRY) {
		if (!sealed_slot(store, &kept.slot, err))
			return false;
	} else {
		scan_name(store, sha256, name);
		if (!kept_get(store, name, &kept, err))
			return false;
		kept_finish(&kept);
		if (!kept.found)
			return err_set(err, ERR_INPUT,
				"%s: has no scan %s; it is kept before it is "
				"filed",
				store->path, sha256);
	}
	remember(store, sha256, kept.slot);
	*slot = kept.slot;
	return true;
}
