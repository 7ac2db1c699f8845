#include "store/rekey.h"

#include "core/err.h"
#include "store/inside.h"
#include "store/keyfile.h"
#include "store/keytable.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The secrets under the new key, and the row that says so. */
static bool
commit(struct store *store, const char lock[SITEKEY_LOCK],
	const struct seal_key *next, struct err *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
		store_does(store, MAY_REKEY, ABOUT_STORE, 0, err) &&
			(!store->is_server ||
				keytable_rewrap(
					store->db, store->keys, next, err)) &&
			secrets_rewrap(
				store->db, lock, next, store->secrets, err),
		err);
}

/* The key in the store's own folder goes when it is not the store's any more.
 */
static bool
remove_old(const char *folder, struct err *err)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/" SITEKEY_FILE, folder) <
		       (int)sizeof(path) &&
	       sitekey_remove(path, err);
}

static bool
change(struct store *store, const char *folder, enum sitekey_kind kind,
	const char *file, struct seal_key *next, struct err *err)
{
	const struct sitekey_from from = {.folder = folder};
	const bool is_own = kind == SITEKEY_IS_FILE && file == NULL;
	char lock[SITEKEY_LOCK], path[PATH_MAX], own[PATH_MAX];

	snprintf(own, sizeof(own), "%s/" SITEKEY_FILE, folder);
	if (is_own && sitekey_place(&from, path, sizeof(path)) &&
		strcmp(path, own) != 0)
		return err_set(err, ERR_USAGE,
			"the site key is %s; name the file of the new one with "
			"--new-site-key",
			path);
	if (!sitekey_prepare(&from, kind, file, next, lock, err) ||
		(!store->is_server &&
			!keyfile_rewrap(
				folder, &store->secrets->site, next, err)) ||
		!commit(store, lock, next, err))
		return false;
	store->secrets->site = *next; /* which the keys borrow */
	sealed_forget(store);
	if (!store->is_server) {
		keys_close(store->keys);
		store->keys = keyfile_open(
			folder, KEYS_WRITE, &store->secrets->site, err);
	}
	return store->keys != NULL &&
	       (is_own ? sitekey_settle(folder, true, err)
		       : remove_old(folder, err));
}

bool
store_rekey(struct store *store, enum sitekey_kind kind, const char *file,
	struct err *err)
{
	struct seal_key *next;
	char *folder;
	bool ok;

	if (store->mode != STORE_WRITE) /* on trial: who may, and the row */
		return store_begin(store, err) &&
		       store_end(store,
			       store_does(
				       store, MAY_REKEY, ABOUT_STORE, 0, err),
			       err);
	if (!store_may(store, MAY_REKEY, ABOUT_STORE, 0, err))
		return false;
	next = seal_memory(sizeof(*next), err);
	folder = next != NULL ? store_keys_folder(store->path, err) : NULL;
	ok = folder != NULL && change(store, folder, kind, file, next, err);
	seal_memory_free(next);
	free(folder);
	return ok;
}
