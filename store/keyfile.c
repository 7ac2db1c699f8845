#include "store/keyfile.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct keyfile {
	char *path;
	int fd;
};

/* ---------------------------------------------------------------- records */

static bool
file_count(void *data, int64_t *n, struct err *err)
{
	struct keyfile *file = data;
	struct stat st;

	if (fstat(file->fd, &st) != 0)
		return err_errno(err, "%s: cannot be read", file->path);
	/* A record that a kill cut off is nobody's, but its number is gone. */
	*n = (st.st_size + KEYS_RECORD - 1) / KEYS_RECORD;
	return true;
}

static bool
file_get(void *data, int64_t first, size_t n, uint8_t *records, struct err *err)
{
	struct keyfile *file = data;
	const size_t len = n * KEYS_RECORD;
	size_t got = 0;

	while (got < len) {
		const ssize_t some = pread(file->fd, records + got, len - got,
			(off_t)first * KEYS_RECORD + (off_t)got);

		if (some < 0 && errno == EINTR)
			continue;
		if (some < 0)
			return err_errno(err, "%s: cannot be read", file->path);
		if (some == 0)
			break;
		got += (size_t)some;
	}
	memset(records + got, 0, len - got);
	return true;
}

static bool
file_put(void *data, int64_t first, size_t n, const uint8_t *records,
	struct err *err)
{
	struct keyfile *file = data;
	const size_t len = n * KEYS_RECORD;
	size_t done = 0;

	while (done < len) {
		const ssize_t some = pwrite(file->fd, records + done,
			len - done, (off_t)first * KEYS_RECORD + (off_t)done);

		if (some < 0 && errno == EINTR)
			continue;
		if (some < 0)
			return err_errno(
				err, "%s: cannot be written", file->path);
		done += (size_t)some;
	}
	return true;
}

static bool
file_sync(void *data, struct err *err)
{
	struct keyfile *file = data;

	return fdatasync(file->fd) == 0 ||
	       err_errno(err, "%s: cannot be written", file->path);
}

static void
file_close(void *data)
{
	struct keyfile *file = data;

	if (file->fd >= 0)
		close(file->fd);
	free(file->path);
	free(file);
}

static const struct keys_place place = {.count = file_count,
	.read = file_get,
	.write = file_put,
	.sync = file_sync,
	.close = file_close};

/* ---------------------------------------------------------------- files */

/* NULL on failure; *is_missing if there is no such file. */
static struct keyfile *
open_one(const char *folder, const char *name, int flags, bool *is_missing,
	struct err *err)
{
	struct keyfile *file = calloc(1, sizeof(*file));
	struct str path = {0};

	*is_missing = false;
	str_addf(&path, "%s/%s", folder, name);
	if (file == NULL || (file->path = str_take(&path)) == NULL) {
		free(file);
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	file->fd = open(file->path, flags | O_CLOEXEC, 0600);
	if (file->fd >= 0)
		return file;
	*is_missing = errno == ENOENT;
	if (*is_missing)
		err_set(err, ERR_INPUT,
			"%s: missing; put back a copy of the keys", file->path);
	else
		err_errno(err, "%s: cannot be opened", file->path);
	file_close(file);
	return NULL;
}

static struct keys *
open_keys(const char *folder, const char *name, enum keys_mode mode,
	const struct seal_key *site, bool *is_missing, struct err *err)
{
	struct keyfile *file = open_one(folder, name,
		mode == KEYS_WRITE ? O_RDWR : O_RDONLY, is_missing, err);
	struct keys *keys = NULL;
	struct str said = {0};
	int64_t n = 0;

	if (file == NULL)
		return NULL;
	str_add(&said, file->path);
	if (!str_ok(&said, err) || !file_count(file, &n, err)) {
		file_close(file);
	} else if (n == 0) {
		err_set(err, ERR_INPUT,
			"%s: is empty; put back a copy of the keys",
			file->path);
		file_close(file);
	} else {
		keys = keys_open(&place, file, said.at, mode, site, err);
	}
	str_finish(&said);
	return keys;
}

/* Writes zeros over a file: what it held is not left on the disk. */
static bool
blank(struct keyfile *file, struct err *err)
{
	static const uint8_t zeros[KEYS_RECORD];
	int64_t n = 0, i;

	if (!file_count(file, &n, err))
		return false;
	for (i = 0; i < n; i++)
		if (!file_put(file, i, 1, zeros, err))
			return false;
	return file_sync(file, err);
}

/* The file is not needed any more; fine if it is not there. */
static bool
blank_name(const char *folder, const char *name, struct err *err)
{
	bool is_missing, ok;
	struct keyfile *file =
		open_one(folder, name, O_RDWR, &is_missing, NULL);

	if (file == NULL && is_missing)
		return true;
	if (file == NULL)
		return err_errno(err, "%s/%s: cannot be opened", folder, name);
	ok = blank(file, err);
	file_close(file);
	return ok;
}

static bool
remove_next(const char *folder, struct err *err)
{
	struct str path = {0};
	bool ok;

	str_addf(&path, "%s/" KEYFILE_NEXT, folder);
	ok = str_ok(&path, err);
	if (ok && access(path.at, F_OK) == 0)
		ok = blank_name(folder, KEYFILE_NEXT, err) &&
		     (unlink(path.at) == 0 ||
			     err_errno(err, "%s: cannot be removed", path.at));
	str_finish(&path);
	return ok;
}

/* The next file takes the file's place. */
static bool
move_next(const char *folder, struct err *err)
{
	struct str from = {0}, to = {0};
	bool ok;

	str_addf(&from, "%s/" KEYFILE_NEXT, folder);
	str_addf(&to, "%s/" KEYFILE, folder);
	ok = str_ok(&from, err) && str_ok(&to, err) &&
	     blank_name(folder, KEYFILE, err) &&
	     (rename(from.at, to.at) == 0 ||
		     err_errno(err, "%s: cannot be written", to.at)) &&
	     file_sync_folder(folder, err);
	str_finish(&from);
	str_finish(&to);
	return ok;
}

struct keys *
keyfile_open(const char *folder, enum keys_mode mode,
	const struct seal_key *site, struct err *err)
{
	struct err trouble = {0};
	bool is_missing;
	struct keys *keys =
		open_keys(folder, KEYFILE, mode, site, &is_missing, &trouble);

	if (keys != NULL) {
		if (mode != KEYS_WRITE || remove_next(folder, err))
			return keys;
		keys_close(keys);
		return NULL;
	}
	keys = open_keys(folder, KEYFILE_NEXT, mode, site, &is_missing, NULL);
	if (keys == NULL) {
		err_set(err, trouble.code, "%s", trouble.text);
		return NULL;
	}
	if (mode != KEYS_WRITE)
		return keys;
	keys_close(keys);
	return move_next(folder, err) ? open_keys(folder, KEYFILE, mode, site,
						&is_missing, err)
				      : NULL;
}

bool
keyfile_init(const char *folder, const struct seal_key *site, struct err *err)
{
	bool is_missing;
	struct keyfile *file =
		open_one(folder, KEYFILE, O_RDWR | O_CREAT, &is_missing, err);
	struct keys *keys;
	int64_t n = 0;

	if (file == NULL)
		return false;
	/* A killed one may have left the first record, or half of it. */
	if (!file_count(file, &n, err))
		goto out;
	if (n > 1) {
		err_set(err, ERR_INPUT,
			"%s: holds another store's keys; name another folder",
			file->path);
		goto out;
	}
	if (ftruncate(file->fd, 0) != 0) {
		err_errno(err, "%s: cannot be written", file->path);
		goto out;
	}
	keys = keys_open(&place, file, KEYFILE, KEYS_WRITE, site, err);
	keys_close(keys);
	return keys != NULL && file_sync_folder(folder, err);
out:
	file_close(file);
	return false;
}

bool
keyfile_rewrap(const char *folder, const struct seal_key *site,
	const struct seal_key *next, struct err *err)
{
	struct keys *keys = keyfile_open(folder, KEYS_WRITE, site, err);
	struct keyfile *file = NULL;
	bool is_missing, ok = false;

	if (keys == NULL)
		return false;
	file = open_one(folder, KEYFILE_NEXT, O_RDWR | O_CREAT | O_EXCL,
		&is_missing, err);
	ok = file != NULL && keys_rewrap(keys, next, &place, file, err) &&
	     file_sync_folder(folder, err);
	if (file != NULL)
		file_close(file);
	keys_close(keys);
	return ok;
}
