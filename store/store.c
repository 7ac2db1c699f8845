#include "store/inside.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "store/forget.h"
#include "store/keyfile.h"
#include "store/keytable.h"
#include "store/scanfile.h"
#include "store/weeding.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define LOCK_STEP_MS 50

char *
store_place(const char *path, const char *name, struct err *err)
{
	struct str out = {0};
	char *place;

	str_addf(&out, "%s/%s", path, name);
	place = str_take(&out);
	if (place == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	return place;
}

/* Makes a folder that may be there, and syncs the one it is in. */
static bool
make_folder(const char *path, struct err *err)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return err_errno(err, "%s: cannot be made", path);
	return file_sync_place(path, err);
}

/* ---------------------------------------------------------------- making */

/* Whether a name is of a store that was killed while it was made. */
static bool
is_ours(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	       strcmp(name, STORE_KEYS) == 0 ||
	       strcmp(name, STORE_SCANS) == 0 ||
	       strcmp(name, STORE_LOCK) == 0 ||
	       strstr(name, STORE_HALF) != NULL;
}

/* That path is a folder in which a store can be made. */
static bool
is_free(const char *path, struct err *err)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	bool ok = true;

	if (folder == NULL)
		return err_errno(err, "%s: cannot be opened", path);
	while (ok && (entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, STORE_DATABASE) == 0)
			ok = err_set(err, ERR_INPUT,
				"%s: there is a store here already", path);
		else if (!is_ours(entry->d_name))
			ok = err_set(err, ERR_INPUT,
				"%s: holds something else (%s); name an empty "
				"or a new folder",
				path, entry->d_name);
	}
	closedir(folder);
	return ok;
}

/* The database under a name of its own, then renamed: there or not there. */
static bool
make_database(const char *path, const char lock[SITEKEY_LOCK],
	struct secrets *secrets, struct err *err)
{
	char *half = store_place(path, STORE_DATABASE STORE_HALF "new", err);
	char *whole = store_place(path, STORE_DATABASE, err);
	struct db *db = NULL;
	bool ok = false;

	if (half == NULL || whole == NULL)
		goto out;
	if (unlink(half) != 0 && errno != ENOENT) {
		err_errno(err, "%s: cannot be written", half);
		goto out;
	}
	db = db_open(half, whole, DB_CREATE, err);
	if (db == NULL || !db_migrate(db, err) || !db_begin(db, err) ||
		!secrets_make(db, lock, secrets, err) || !db_commit(db, err))
		goto out;
	db_close(db);
	db = NULL;
	if (chmod(half, 0600) != 0 || rename(half, whole) != 0) {
		err_errno(err, "%s: cannot be written", whole);
		goto out;
	}
	ok = file_sync_folder(path, err);
out:
	db_close(db);
	free(half);
	free(whole);
	return ok;
}

/*
 * For a server, which has the keys of people in a table, it is where the site
 * key is.
 */
char *
store_keys_folder(const char *path, struct err *err)
{
	const char *named = getenv("SKAPA_KEYS");
	char *folder;

	if (named == NULL || named[0] == '\0') {
		if (!db_is_address(path))
			return store_place(path, STORE_KEYS, err);
		named = STORE_SERVER_KEYS;
	}
	folder = strdup(named);
	if (folder == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	return folder;
}

/* The tables on a server, whose database is there. */
static bool
make_tables(const char *address, const char lock[SITEKEY_LOCK],
	struct secrets *secrets, struct err *err)
{
	struct db *db = db_open(address, address, DB_CREATE, err);
	struct keys *keys = NULL;
	bool ok = db != NULL && db_migrate(db, err);

	if (ok)
		keys = keytable_open(address, KEYS_WRITE, &secrets->site, err);
	ok = keys != NULL && db_begin(db, err);
	if (ok && secrets_make(db, lock, secrets, err)) {
		ok = db_commit(db, err);
	} else if (ok) {
		db_rollback(db);
		ok = false;
	}
	keys_close(keys);
	db_close(db);
	return ok;
}

static bool
init_server(const char *address, enum sitekey_kind kind, struct err *err)
{
	struct secrets *secrets = seal_memory(sizeof(*secrets), err);
	char *keys = store_keys_folder(address, err);
	const struct sitekey_from from = {.folder = keys};
	char lock[SITEKEY_LOCK];
	const bool ok = secrets != NULL && keys != NULL &&
			make_folder(keys, err) &&
			sitekey_make(&from, kind, &secrets->site, lock, err) &&
			make_tables(address, lock, secrets, err);

	seal_memory_free(secrets);
	free(keys);
	return ok;
}

static bool
init_folder(const char *path, enum sitekey_kind kind, struct err *err)
{
	struct secrets *secrets = seal_memory(sizeof(*secrets), err);
	char *keys = store_keys_folder(path, err);
	char *scans = store_place(path, STORE_SCANS, err);
	const struct sitekey_from from = {.folder = keys};
	char lock[SITEKEY_LOCK];
	const bool ok = secrets != NULL && keys != NULL && scans != NULL &&
			make_folder(path, err) && is_free(path, err) &&
			make_folder(keys, err) &&
			sitekey_make(&from, kind, &secrets->site, lock, err) &&
			keyfile_init(keys, &secrets->site, err) &&
			make_folder(scans, err) &&
			make_database(path, lock, secrets, err);

	seal_memory_free(secrets);
	free(keys);
	free(scans);
	return ok;
}

bool
store_init_as(const char *path, enum sitekey_kind kind, struct err *err)
{
	return db_is_address(path) ? init_server(path, kind, err)
				   : init_folder(path, kind, err);
}

bool
store_init(const char *path, struct err *err)
{
	return store_init_as(path, SITEKEY_IS_FILE, err);
}

/* --------------------------------------------------------------- opening */

/* What the writer wrote of itself, as " (skapa-intake)"; "" if unknown. */
static void
holder_name(int fd, char *out, size_t size)
{
	char text[80];
	const ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	char *name, *end;

	out[0] = '\0';
	if (n <= 0)
		return;
	text[n] = '\0';
	name = strchr(text, ' ');
	end = strchr(text, '\n');
	if (name == NULL || end == NULL || end < name)
		return;
	*end = '\0';
	snprintf(out, size, " (%s)", name + 1);
}

/*
 * A record lock (fcntl), not flock: a child that was forked and outlives a
 * killed parent must not keep it, and the system knows the holder's number.
 */
static bool
take_lock(struct store *store, const char *place, int wait_ms, struct err *err)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	char text[80], name[80];
	int waited = 0;

	store->lock = open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (store->lock < 0)
		return err_errno(err, "%s: cannot be written", store->path);
	while (fcntl(store->lock, F_SETLK, &lock) != 0) {
		const struct timespec step = {
			.tv_nsec = LOCK_STEP_MS * 1000000L};

		if (errno != EAGAIN && errno != EACCES)
			return err_errno(
				err, "%s: cannot be locked", store->path);
		if (waited >= wait_ms) {
			lock.l_type = F_WRLCK;
			if (fcntl(store->lock, F_GETLK, &lock) == 0 &&
				lock.l_type != F_UNLCK) {
				holder_name(store->lock, name, sizeof(name));
				return err_set(err, ERR_SYSTEM,
					"%s: process %ld%s is writing to this "
					"store; try again when it has finished",
					store->path, (long)lock.l_pid, name);
			}
			lock = (struct flock){
				.l_type = F_WRLCK, .l_whence = SEEK_SET};
			wait_ms += LOCK_STEP_MS; /* it has just let go */
		}
		nanosleep(&step, NULL);
		waited += LOCK_STEP_MS;
	}
	snprintf(text, sizeof(text), "%ld %s\n", (long)getpid(),
		program_invocation_short_name);
	if (ftruncate(store->lock, 0) != 0 ||
		pwrite(store->lock, text, strlen(text), 0) < 0)
		return err_errno(err, "%s: cannot be written", store->path);
	return true;
}

/*
 * The keys by which the store goes. Who writes also ends a change of the site
 * key that was killed.
 */
static bool
open_keys(struct store *store, const char *path, const struct seal_key *site,
	struct err *err)
{
	static const enum keys_mode modes[] = {
		[STORE_READ] = KEYS_READ,
		[STORE_WRITE] = KEYS_WRITE,
		[STORE_TRY] = KEYS_TRY,
	};
	char *folder = store_keys_folder(path, err);
	const struct sitekey_from from = {.folder = folder};
	bool is_next = false, ok = false;

	store->secrets = seal_memory(sizeof(*store->secrets), err);
	store->at_hand = seal_memory(sizeof(*store->at_hand), err);
	if (folder == NULL || store->secrets == NULL ||
		store->at_hand == NULL ||
		!(site != NULL ? secrets_open_under(
					 store->db, site, store->secrets, err)
			       : secrets_open(store->db, &from, store->secrets,
					 &is_next, err)))
		goto out;
	store->keys = store->is_server
			      ? keytable_open(path, modes[store->mode],
					&store->secrets->site, err)
			      : keyfile_open(folder, modes[store->mode],
					&store->secrets->site, err);
	ok = store->keys != NULL &&
	     (store->mode != STORE_WRITE ||
		     sitekey_settle(folder, is_next, err));
out:
	free(folder);
	return ok;
}

static bool
is_store(const char *path, const char *database, struct err *err)
{
	struct stat st;

	if (stat(database, &st) == 0)
		return true;
	if (errno != ENOENT && errno != ENOTDIR)
		return err_errno(err, "%s: cannot be opened", path);
	if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		return err_set(err, ERR_INPUT,
			"%s: not a store; a store is a folder", path);
	return err_set(err, ERR_INPUT,
		"%s: no store here; make one with: skapa store init --store %s",
		path, path);
}

/* site NULL: it is looked for. */
static struct store *
open_store(const char *path, enum store_mode mode, int wait_ms,
	const struct seal_key *site, struct err *err)
{
	static const enum db_mode db_modes[] = {
		[STORE_READ] = DB_READ,
		[STORE_WRITE] = DB_WRITE,
		[STORE_TRY] = DB_COPY,
	};
	struct store *store = calloc(1, sizeof(*store));
	const bool is_server = db_is_address(path);
	char *database = is_server ? strdup(path)
				   : store_place(path, STORE_DATABASE, err);
	char *lock = store_place(path, STORE_LOCK, err);
	bool ok = false;

	if (store == NULL || database == NULL || lock == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	*store = (struct store){.mode = mode,
		.lock = -1,
		.owner = getpid(),
		.is_server = is_server,
		.actor = {.name = STORE_OPERATOR},
		.path = is_server ? db_shown(path, err) : strdup(path)};
	if (store->path == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	if (!is_server && !is_store(path, database, err))
		goto out;
	if (!is_server && mode == STORE_WRITE &&
		!take_lock(store, lock, wait_ms, err))
		goto out;
	store->db = db_open(database, database, db_modes[mode], err);
	if (store->db == NULL)
		goto out;
	if (mode != STORE_READ && !db_migrate(store->db, err))
		goto out;
	if (!open_keys(store, path, site, err))
		goto out;
	if (mode == STORE_WRITE &&
		(!scanfile_sweep(store, err) || !forget_finish(store, err) ||
			!weeding_finish(store, err)))
		goto out;
	ok = true;
out:
	free(database);
	free(lock);
	if (!ok) {
		store_close(store);
		return NULL;
	}
	return store;
}

struct store *
store_open(const char *path, enum store_mode mode, int wait_ms, struct err *err)
{
	return open_store(path, mode, wait_ms, NULL, err);
}

struct store *
store_open_under(const char *path, const struct seal_key *site, struct err *err)
{
	return open_store(path, STORE_WRITE, 0, site, err);
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	db_close(store->db);
	if (store->lock >= 0)
		close(store->lock);
	keys_close(store->keys);
	seal_memory_free(store->secrets);
	seal_memory_free(store->at_hand);
	free(store->path);
	free(store);
}

const uint8_t *
store_key(const struct store *store)
{
	return store->secrets->code.at;
}

bool
store_key_is_inside(const struct store *store)
{
	char *folder = store_keys_folder(store->path, NULL);
	const struct sitekey_from from = {.folder = folder};
	char named[PATH_MAX], key[PATH_MAX], place[PATH_MAX];
	const bool is_known = !store->is_server && folder != NULL &&
			      sitekey_place(&from, named, sizeof(named)) &&
			      realpath(named, key) != NULL &&
			      realpath(store->path, place) != NULL;
	const size_t len = is_known ? strlen(place) : 0;

	free(folder);
	return is_known && strncmp(key, place, len) == 0 && key[len] == '/';
}

bool
store_begin(struct store *store, struct err *err)
{
	if (store->mode == STORE_READ)
		return err_set(err, ERR_USAGE, "%s: is open for reading only",
			store->path);
	if (store->in_bulk)
		return true;
	store->refusal = (struct store_refusal){0};
	store->is_in = db_begin(store->db, err);
	return store->is_in;
}

bool
store_end(struct store *store, bool ok, struct err *err)
{
	if (store->in_bulk) {
		store->is_bulk_spoilt |= !ok;
		return ok;
	}
	store->is_in = false;
	if (ok)
		return db_commit(store->db, err);
	db_rollback(store->db);
	if (store->refusal.is_set)
		chain_refusal(store, err);
	return false;
}

bool
store_bulk_begin(struct store *store, struct err *err)
{
	if (!store_begin(store, err))
		return false;
	store->in_bulk = true;
	store->is_bulk_spoilt = false;
	return true;
}

bool
store_bulk_end(struct store *store, bool ok, struct err *err)
{
	store->in_bulk = false;
	return store_end(store, ok && !store->is_bulk_spoilt, err);
}

bool
store_again(struct store *store, struct err *err)
{
	if (store->in_bulk || !db_again(store->db))
		return false;
	err_clear(err);
	return true;
}

char *
store_shown(const char *path, struct err *err)
{
	char *shown;

	if (db_is_address(path))
		return db_shown(path, err);
	shown = strdup(path);
	if (shown == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	return shown;
}

const char *
store_name(const struct store *store)
{
	return store->path;
}

bool
store_room(const struct store *store, uint64_t batch_bytes, struct err *err)
{
	const uint64_t limit = UINT64_MAX / 2 / STORE_ROOM_TIMES;
	struct statvfs disk;
	uint64_t need, have;

	/* How full a server's disk is, only the server knows. */
	if (store->is_server)
		return true;
	if (statvfs(store->path, &disk) != 0)
		return err_errno(err, "%s: cannot be looked at", store->path);
	need = (batch_bytes < limit ? batch_bytes : limit) * STORE_ROOM_TIMES +
	       STORE_ROOM_MORE;
	have = (uint64_t)disk.f_bavail * disk.f_frsize;
	if (have < need)
		return err_set(err, ERR_SYSTEM,
			"%s: the disk has room for %llu MiB and this batch "
			"needs %llu; make room first, nothing has been read",
			store->path, (unsigned long long)(have >> 20),
			(unsigned long long)((need + (1 << 20) - 1) >> 20));
	return true;
}
