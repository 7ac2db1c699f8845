#include "store/backup.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "store/forget.h"
#include "store/inside.h"
#include "store/keyfile.h"
#include "store/keytable.h"
#include "store/stream.h"
#include "store/transfer.h"
#include "store/weeding.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_MOST 256

/* The two lines in front of a backup, and what they say. */
struct head {
	char text[HEAD_MOST];
	size_t len;
	char lock[SITEKEY_LOCK];
};

static bool
read_head(
	const char *path, const char *what, struct head *head, struct err *err)
{
	FILE *file = fopen(path, "rbe");
	char *end, kind[8] = "";
	int version = 0;
	size_t got;

	if (file == NULL)
		return err_errno(err, "%s: cannot be opened", path);
	got = fread(head->text, 1, sizeof(head->text) - 1, file);
	fclose(file);
	head->text[got] = '\0';
	end = strchr(head->text, '\n');
	if (sscanf(head->text, BACKUP_MAGIC " %d %7s", &version, kind) != 2 ||
		end == NULL || version < 1)
		return err_set(err, ERR_INPUT,
			"%s: is no backup of a store, or is damaged", path);
	if (version > BACKUP_VERSION)
		return err_set(err, ERR_INPUT,
			"%s: has form %d, and this program knows up to %d; "
			"install the newer program",
			path, version, BACKUP_VERSION);
	if (strcmp(kind, what) != 0)
		return err_set(err, ERR_INPUT,
			"%s: is a backup of %s, not of %s", path, kind, what);
	got = strcspn(end + 1, "\n");
	if (end[1 + got] != '\n' || got >= sizeof(head->lock))
		return err_set(err, ERR_INPUT,
			"%s: is no backup of a store, or is damaged", path);
	memcpy(head->lock, end + 1, got);
	head->lock[got] = '\0';
	head->len = (size_t)(end - head->text) + got + 2;
	return true;
}

/* ---------------------------------------------------------------- files */

static bool
get_number(
	struct stream *stream, uint64_t *number, size_t bytes, struct err *err)
{
	uint8_t in[8];
	size_t i;

	if (!stream_get(stream, in, bytes, err))
		return false;
	*number = 0;
	for (i = bytes; i > 0; i--)
		*number = *number << 8 | in[i - 1];
	return true;
}

/* Where a file of a backup goes; NULL with err for a name that is none. */
static char *
place_of(const char *to, const char *name, struct err *err)
{
	const char *scan = name + strlen(STORE_SCANS "/");
	struct str out = {0};
	char *place;

	if (strcmp(name, STORE_DATABASE) == 0) {
		str_addf(&out, "%s/" STORE_DATABASE, to);
	} else if (strcmp(name, KEYFILE) == 0) {
		str_addf(&out, "%s/" STORE_KEYS "/" KEYFILE, to);
	} else if (strncmp(name, STORE_SCANS "/", strlen(STORE_SCANS "/")) ==
			   0 &&
		   strlen(scan) == 64 &&
		   strspn(scan, "0123456789abcdef") == 64) {
		str_addf(&out, "%s/" STORE_SCANS "/%.2s", to, scan);
		if (str_ok(&out, NULL) && mkdir(out.at, 0700) != 0 &&
			errno != EEXIST) {
			err_errno(err, "%s: cannot be made", out.at);
			str_finish(&out);
			return NULL;
		}
		str_addf(&out, "/%s", scan);
	} else {
		err_set(err, ERR_INPUT, "holds a file that is none of ours");
		return NULL;
	}
	place = str_take(&out);
	if (place == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	return place;
}

static bool
get_file(struct stream *stream, const char *to, const char *name, uint64_t len,
	struct err *err)
{
	char *place = place_of(to, name, err);
	uint8_t *bytes = len < SIZE_MAX / 2 ? malloc((size_t)len + 1) : NULL;
	bool ok = false;

	if (place != NULL && bytes == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	else if (place != NULL)
		ok = stream_get(stream, bytes, (size_t)len, err) &&
		     file_write(place, bytes, (size_t)len, err) &&
		     (chmod(place, 0600) == 0 ||
			     err_errno(err, "%s: cannot be written", place));
	free(place);
	free(bytes);
	return ok;
}

/* Every file of a backup into the folder to. */
static bool
unpack(const char *path, const struct head *head, const struct seal_key *site,
	const char *to, struct err *err)
{
	struct stream *stream;
	struct seal_key key;
	uint64_t n = 1, len;
	char name[128];
	bool ok;

	seal_subkey(site, "backup", &key);
	stream = stream_open(path, &key, head->text, head->len, err);
	seal_wipe(&key, sizeof(key));
	ok = stream != NULL;
	while (ok && n > 0) {
		ok = get_number(stream, &n, 2, err);
		if (!ok || n == 0)
			break;
		ok = n < sizeof(name) && get_number(stream, &len, 8, err) &&
		     stream_get(stream, name, (size_t)n, err);
		if (ok) {
			name[n] = '\0';
			ok = get_file(stream, to, name, len, err);
		}
	}
	ok = ok && stream_end(stream, err);
	stream_close(stream);
	return ok;
}

/* --------------------------------------------------------------- together */

/* The site key that fits a backup: of the live store, or as it is named. */
static bool
find_site(const struct store_restore *restore, const struct head *head,
	const char *path, struct seal_key *site, struct err *err)
{
	char *folder = store_keys_folder(restore->live, err);
	const struct sitekey_from from = {.folder = folder};
	bool is_next, ok;

	ok = folder != NULL &&
	     (sitekey_open(&from, head->lock, site, &is_next, err) ||
		     err_wrap(err, "%s", path));
	free(folder);
	return ok;
}

/* The keys of the store in use. */
static bool
live_keys(const struct store_restore *restore, const struct seal_key *site,
	struct bytes *bytes, struct err *err)
{
	char *folder = store_keys_folder(restore->live, err);
	struct keys *keys = NULL;
	bool ok;

	if (folder != NULL)
		keys = db_is_address(restore->live)
			       ? keytable_open(
					 restore->live, KEYS_READ, site, err)
			       : keyfile_open(folder, KEYS_READ, site, err);
	ok = keys != NULL && keys_records(keys, bytes, err);
	keys_close(keys);
	free(folder);
	return ok ||
	       err_wrap(err, "the keys are not there; name a backup of them "
			     "with --keys FILE");
}

static bool
put_keys(const struct store_restore *restore, const struct seal_key *live,
	const char *to, struct err *err)
{
	char *place = place_of(to, KEYFILE, err);
	struct seal_key site = {{0}};
	struct bytes keys = {0};
	struct head head;
	bool ok = place != NULL;

	if (ok && restore->keys != NULL)
		ok = read_head(restore->keys, "keys", &head, err) &&
		     find_site(restore, &head, restore->keys, &site, err) &&
		     unpack(restore->keys, &head, &site, to, err);
	else if (ok)
		ok = live_keys(restore, live, &keys, err) &&
		     file_write(place, keys.at, keys.len, err) &&
		     (chmod(place, 0600) == 0 ||
			     err_errno(err, "%s: cannot be written", place));
	seal_wipe(&site, sizeof(site));
	bytes_free(&keys);
	free(place);
	return ok;
}

static bool
make_folders(const char *to, struct err *err)
{
	static const char *const folders[] = {
		"", "/" STORE_KEYS, "/" STORE_SCANS};
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (snprintf(path, sizeof(path), "%s%s", to, folders[i]) >=
			(int)sizeof(path))
			return err_set(
				err, ERR_USAGE, "%s: the path is too long", to);
		if (mkdir(path, 0700) != 0)
			return err_errno(err, "%s: cannot be made", path);
	}
	return true;
}

/* That what was put together is a whole store. */
static bool
look_through(const struct store_restore *restore, const char *to,
	const struct seal_key *site, store_finding *finding, void *data,
	struct err *err)
{
	struct store *store = store_open_under(to, site, err);
	char lock[PATH_MAX];
	size_t n = 0;
	bool ok = store != NULL && forget_again(store, restore->date, err) &&
		  weeding_again(store, restore->date, err) &&
		  store_check(store, finding, data, &n, err);

	store_close(store);
	if (ok && n > 0)
		ok = err_set(err, ERR_INPUT,
			"%s: %zu finding%s; nothing was restored",
			restore->data, n, n == 1 ? "" : "s");
	if (ok && snprintf(lock, sizeof(lock), "%s/" STORE_LOCK, to) <
			  (int)sizeof(lock))
		unlink(lock);
	return ok;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static bool
sync_parent(const char *path, struct err *err)
{
	char *copy = strdup(path);
	const int fd = copy != NULL
			       ? open(dirname(copy),
					 O_RDONLY | O_DIRECTORY | O_CLOEXEC)
			       : -1;
	const bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		err_errno(err, "%s: cannot be written", path);
	if (fd >= 0)
		close(fd);
	free(copy);
	return ok;
}

/* What was put together beside its place comes to it, all in one. */
static bool
into_place(const struct store_restore *restore, const char *beside,
	struct err *err)
{
	return (rename(beside, restore->to) == 0 ||
		       err_errno(err, "%s: cannot be written", restore->to)) &&
	       sync_parent(restore->to, err);
}

static bool
into_server(const struct store_restore *restore, const char *beside,
	const struct seal_key *site, struct err *err)
{
	struct store *store = store_open_under(beside, site, err);
	const bool ok =
		store != NULL && transfer_to_server(store, restore->to, err);

	store_close(store);
	return ok;
}

static bool
put_together(const struct store_restore *restore, const struct head *head,
	const struct seal_key *site, const char *beside, store_finding *finding,
	void *data, struct err *err)
{
	const bool is_server = db_is_address(restore->to);
	const bool ok =
		make_folders(beside, err) &&
		unpack(restore->data, head, site, beside, err) &&
		put_keys(restore, site, beside, err) &&
		look_through(restore, beside, site, finding, data, err) &&
		(is_server ? into_server(restore, beside, site, err)
			   : into_place(restore, beside, err));

	if (!ok || is_server)
		nftw(beside, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return ok;
}

bool
store_restore(const struct store_restore *restore, store_finding *finding,
	void *data, struct err *err)
{
	const bool is_server = db_is_address(restore->to);
	const char *named = getenv("SKAPA_KEYS");
	struct seal_key *site;
	struct str beside = {0};
	struct head head;
	struct stat st;
	bool ok;

	if (named != NULL && named[0] != '\0')
		return err_set(err, ERR_USAGE,
			"a store is restored with its keys in its folder; "
			"unset $SKAPA_KEYS, and move them afterwards");
	if (!is_server && lstat(restore->to, &st) == 0)
		return err_set(err, ERR_USAGE,
			"%s: is there already; name a new folder", restore->to);
	site = seal_memory(sizeof(*site), err);
	str_addf(&beside, "%s.tmp-%ld",
		is_server ? "skapa-restore" : restore->to, (long)getpid());
	ok = site != NULL && str_ok(&beside, err) &&
	     read_head(restore->data, "data", &head, err) &&
	     find_site(restore, &head, restore->data, site, err) &&
	     put_together(restore, &head, site, beside.at, finding, data, err);
	seal_memory_free(site);
	str_finish(&beside);
	return ok;
}
