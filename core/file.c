#include "core/file.h"

#include "core/err.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
bytes_free(struct bytes *bytes)
{
	free(bytes->at);
	*bytes = (struct bytes){0};
}

static bool
read_all(int fd, const char *path, struct bytes *out, struct err *err)
{
	size_t got = 0;

	while (got < out->len) {
		const ssize_t n = read(fd, out->at + got, out->len - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "%s: cannot be read", path);
		if (n == 0)
			return err_set(err, ERR_INPUT,
				"%s: grew shorter while it was read", path);
		got += (size_t)n;
	}
	return true;
}

bool
file_read(const char *path, size_t limit, struct bytes *out, struct err *err)
{
	struct bytes got = {0};
	struct stat st;
	bool ok = false;
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return err_errno(err, "%s: cannot be opened", path);
	if (fstat(fd, &st) != 0) {
		err_errno(err, "%s: cannot be read", path);
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(err, ERR_INPUT, "%s: is not an ordinary file", path);
		goto out;
	}
	if ((uint64_t)st.st_size > limit) {
		err_set(err, ERR_LIMIT, "%s: is larger than %zu MiB", path,
			limit >> 20);
		goto out;
	}
	got.len = (size_t)st.st_size;
	got.at = malloc(got.len + 1);
	if (got.at == NULL) {
		err_set(err, ERR_SYSTEM, "%s: out of memory", path);
		goto out;
	}
	if (!read_all(fd, path, &got, err))
		goto out;
	got.at[got.len] = '\0';
	*out = got;
	got = (struct bytes){0};
	ok = true;
out:
	bytes_free(&got);
	close(fd);
	return ok;
}

static bool
write_all(int fd, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		const ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

bool
file_sync_folder(const char *folder, struct err *err)
{
	const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		err_errno(err, "%s: cannot be written", folder);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool
file_sync_place(const char *path, struct err *err)
{
	char copy[PATH_MAX];

	if (snprintf(copy, sizeof(copy), "%s", path) >= (int)sizeof(copy))
		return err_set(
			err, ERR_USAGE, "%s: the path is too long", path);
	return file_sync_folder(dirname(copy), err);
}

static bool
beside(const char *path, char out[PATH_MAX], struct err *err)
{
	return snprintf(out, PATH_MAX, "%s.tmp-%ld", path, (long)getpid()) <
		       PATH_MAX ||
	       err_set(err, ERR_USAGE, "%s: the path is too long", path);
}

bool
file_draft(const char *path, const void *bytes, size_t len, struct err *err)
{
	char draft[PATH_MAX];
	bool ok;
	int fd;

	if (!beside(path, draft, err))
		return false;
	fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return err_errno(err, "%s: cannot be written", path);
	ok = write_all(fd, bytes, len) && fsync(fd) == 0;
	if (!ok)
		err_errno(err, "%s: cannot be written", path);
	if (close(fd) != 0 && ok)
		ok = err_errno(err, "%s: cannot be written", path);
	if (!ok)
		unlink(draft);
	return ok;
}

bool
file_keep(const char *path, struct err *err)
{
	char draft[PATH_MAX];

	return beside(path, draft, err) &&
	       (rename(draft, path) == 0 ||
		       err_errno(err, "%s: cannot be written", path)) &&
	       file_sync_place(path, err);
}

void
file_drop(const char *path)
{
	char draft[PATH_MAX];

	if (beside(path, draft, NULL))
		unlink(draft);
}

bool
file_write(const char *path, const void *bytes, size_t len, struct err *err)
{
	if (!file_draft(path, bytes, len, err))
		return false;
	if (file_keep(path, err))
		return true;
	file_drop(path);
	return false;
}

bool
file_can_write(const char *path, struct err *err)
{
	char copy[PATH_MAX];
	struct stat st;

	if (snprintf(copy, sizeof(copy), "%s", path) >= (int)sizeof(copy))
		return err_set(
			err, ERR_USAGE, "%s: the path is too long", path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return err_set(err, ERR_USAGE,
			"%s: is a folder; name a file in it", path);
	if (access(dirname(copy), W_OK | X_OK) != 0)
		return err_errno(err, "%s: cannot be written", path);
	return true;
}
