#include "instrument/file.h"

#include "core/err.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
read_all(int fd, size_t limit, char **bytes, size_t *len, struct err *err)
{
	size_t room = 0;
	size_t n = 0;
	char *at = NULL;

	for (;;) {
		ssize_t got;

		if (room - n < 2) {
			char *more;

			room = room == 0 ? 16384 : 2 * room;
			more = realloc(at, room);
			if (more == NULL) {
				free(at);
				return err_set(
					err, ERR_SYSTEM, "out of memory");
			}
			at = more;
		}
		got = read(fd, at + n, room - n - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			err_errno(err, "cannot be read");
			free(at);
			return false;
		}
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > limit) {
			free(at);
			return err_set(err, ERR_LIMIT,
				"is larger than %zu bytes", limit);
		}
	}
	at[n] = '\0';
	*bytes = at;
	*len = n;
	return true;
}

char *
file_read(const char *path, size_t limit, size_t *len, struct err *err)
{
	struct stat status;
	char *bytes = NULL;
	int fd;

	/* A pipe without a writer must not hold us. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		err_errno(err, "%s", path);
		return NULL;
	}
	if (fstat(fd, &status) < 0)
		err_errno(err, "%s", path);
	else if (!S_ISREG(status.st_mode))
		err_set(err, ERR_INPUT, "%s: is not a regular file", path);
	else if (!read_all(fd, limit, &bytes, len, err))
		err_wrap(err, "%s", path);
	close(fd);
	return bytes;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The middle of name, or NULL if it is not prefix, something, suffix. */
static char *
middle(const char *name, const char *prefix, const char *suffix, bool *failed)
{
	const size_t before = strlen(prefix);
	const size_t behind = strlen(suffix);
	const size_t len = strlen(name);
	char *part;

	if (len <= before + behind || strncmp(name, prefix, before) != 0 ||
		strcmp(name + len - behind, suffix) != 0)
		return NULL;
	part = strndup(name + before, len - before - behind);
	*failed = part == NULL;
	return part;
}

char **
file_names(const char *folder, const char *prefix, const char *suffix,
	size_t *n_names, struct err *err)
{
	const struct dirent *entry;
	char **names = calloc(1, sizeof(*names));
	DIR *dir = opendir(folder);
	size_t n = 0;
	bool failed = names == NULL;

	if (dir == NULL) {
		err_errno(err, "%s", folder);
		free(names);
		return NULL;
	}
	while (!failed && (entry = readdir(dir)) != NULL) {
		char *part = middle(entry->d_name, prefix, suffix, &failed);
		char **more;

		if (part == NULL)
			continue;
		more = realloc(names, (n + 2) * sizeof(*names));
		if (more == NULL) {
			free(part);
			failed = true;
			break;
		}
		names = more;
		names[n++] = part;
		names[n] = NULL;
	}
	closedir(dir);
	if (failed) {
		err_set(err, ERR_SYSTEM, "%s: out of memory", folder);
		file_names_free(names);
		return NULL;
	}
	qsort(names, n, sizeof(*names), by_bytes);
	if (n_names != NULL)
		*n_names = n;
	return names;
}

void
file_names_free(char **names)
{
	size_t i;

	for (i = 0; names != NULL && names[i] != NULL; i++)
		free(names[i]);
	free(names);
}

void
file_names_join(char *const *names, char *out, size_t size)
{
	size_t len = 0;
	size_t i;

	out[0] = '\0';
	for (i = 0; names[i] != NULL && len < size; i++) {
		const int n = snprintf(out + len, size - len, "%s%s",
			i > 0 ? ", " : "", names[i]);

		if (n > 0)
			len += (size_t)n;
	}
}
