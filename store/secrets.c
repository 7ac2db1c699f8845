#include "store/secrets.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

#define LOCK "site.lock"

/* The secrets by name; the site key itself is in no table. */
static const struct {
	const char *name, *about;
	size_t at;
} table[] = {
	{"code", "secret|wrapped|code", offsetof(struct secrets, code)},
	{"index", "secret|wrapped|index", offsetof(struct secrets, index)},
	{"chain", "secret|wrapped|chain", offsetof(struct secrets, chain)},
};
#define TABLE (sizeof(table) / sizeof(*table))

static bool
put(struct db *db, const char *name, const void *bytes, size_t len,
	struct err *err)
{
	struct db_query *q = db_query(db, SECRET_PUT);

	db_bind_text(q, name);
	db_bind_bytes(q, bytes, len);
	return db_run(q, err);
}

bool
secrets_rewrap(struct db *db, const char lock[SITEKEY_LOCK],
	const struct seal_key *next, const struct secrets *secrets,
	struct err *err)
{
	uint8_t sealed[SEAL_KEY + SEAL_MORE];
	size_t i;

	for (i = 0; i < TABLE; i++) {
		seal_into(next, table[i].about,
			(const uint8_t *)secrets + table[i].at, SEAL_KEY,
			sealed);
		if (!put(db, table[i].name, sealed, sizeof(sealed), err))
			return false;
	}
	return put(db, LOCK, lock, strlen(lock), err);
}

bool
secrets_make(struct db *db, const char lock[SITEKEY_LOCK],
	struct secrets *secrets, struct err *err)
{
	size_t i;

	for (i = 0; i < TABLE; i++) {
		struct seal_key key;

		if (!seal_key_make(&key, err))
			return false;
		memcpy((uint8_t *)secrets + table[i].at, &key, sizeof(key));
		seal_wipe(&key, sizeof(key));
	}
	return secrets_rewrap(db, lock, &secrets->site, secrets, err);
}

/* The bytes of a row; out has room for size. */
static bool
get(struct db *db, const char *name, uint8_t *out, size_t size, size_t *len,
	struct err *err)
{
	struct db_query *q = db_query(db, SECRET_GET);
	const void *bytes;
	bool has_row, ok;

	db_bind_text(q, name);
	if (!db_next(q, &has_row, err))
		return false;
	bytes = has_row ? db_bytes(q, 0, len) : NULL;
	ok = has_row && *len <= size;
	if (ok)
		memcpy(out, bytes, *len);
	db_end(q);
	return ok || db_damaged(db, err, "a secret is missing");
}

bool
secrets_lock(struct db *db, char lock[SITEKEY_LOCK], struct err *err)
{
	size_t len = 0;

	if (!get(db, LOCK, (uint8_t *)lock, SITEKEY_LOCK - 1, &len, err))
		return false;
	lock[len] = '\0';
	return true;
}

bool
secrets_open_under(struct db *db, const struct seal_key *site,
	struct secrets *secrets, struct err *err)
{
	uint8_t sealed[SEAL_KEY + SEAL_MORE];
	size_t i, len = 0;

	secrets->site = *site;
	for (i = 0; i < TABLE; i++) {
		if (!get(db, table[i].name, sealed, sizeof(sealed), &len, err))
			return false;
		if (!seal_open_into(site, table[i].about, sealed, len,
			    (uint8_t *)secrets + table[i].at))
			return db_damaged(db, err, "a secret does not open");
	}
	return true;
}

bool
secrets_open(struct db *db, const struct sitekey_from *from,
	struct secrets *secrets, bool *is_next, struct err *err)
{
	char lock[SITEKEY_LOCK] = "";

	return secrets_lock(db, lock, err) &&
	       sitekey_open(from, lock, &secrets->site, is_next, err) &&
	       secrets_open_under(db, &secrets->site, secrets, err);
}
