#include "intake/watch.h"

#include "core/err.h"
#include "core/file.h"
#include "core/log.h"
#include "core/str.h"
#include "intake/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CLOSED_MS 500 /* a scanner may open a file again for the next page */
#define LOOK_MS 5000  /* how often to look where changes are not told of */
#define SOON_MS 100   /* while a file is being written */
#define NAMES_MOST 100000 /* of one name in read/ or refused/ */

struct entry {
	char *name;
	off_t size;
	struct timespec changed; /* mtime */
	int64_t since_ms;	 /* when it was seen to change last */
	bool is_closed;		 /* its writer has closed it since */
	bool is_ignored;	 /* told of once */
	bool is_here;		 /* seen in this round */
};

struct watch {
	char *folder;
	int quiet_ms;
	int inotify;
	struct entry *entries;
	size_t n, room;
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
path_of(const struct watch *watch, const char *folder, const char *name,
	char path[PATH_MAX], struct err *err)
{
	if (snprintf(path, PATH_MAX, "%s/%s%s%s", watch->folder, folder,
		    folder[0] == '\0' ? "" : "/", name) >= PATH_MAX)
		return err_set(err, ERR_SYSTEM, "%s/%s: the path is too long",
			watch->folder, name);
	return true;
}

static bool
make_folder(const struct watch *watch, const char *name, struct err *err)
{
	char path[PATH_MAX];

	if (!path_of(watch, "", name, path, err))
		return false;
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return err_errno(err,
			"%s: cannot be made; files that are done with are "
			"moved there",
			path);
	return true;
}

struct watch *
watch_open(const char *folder, int quiet_ms, struct err *err)
{
	struct watch *watch = calloc(1, sizeof(*watch));
	struct stat st;

	if (watch != NULL) {
		watch->inotify = -1;
		watch->quiet_ms = quiet_ms;
		watch->folder = strdup(folder);
	}
	if (watch == NULL || watch->folder == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto fail;
	}
	if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
		err_set(err, ERR_USAGE, "%s: there is no such folder", folder);
		goto fail;
	}
	if (!make_folder(watch, "read", err) ||
		!make_folder(watch, "refused", err))
		goto fail;
	watch->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->inotify < 0 || inotify_add_watch(watch->inotify, folder,
					  IN_CLOSE_WRITE | IN_MOVED_TO |
						  IN_CREATE | IN_ONLYDIR) < 0) {
		err_errno(err, "%s: cannot be watched", folder);
		goto fail;
	}
	return watch;
fail:
	watch_close(watch);
	return NULL;
}

static void
drop(struct watch *watch, size_t i)
{
	free(watch->entries[i].name);
	watch->entries[i] = watch->entries[--watch->n];
}

void
watch_close(struct watch *watch)
{
	if (watch == NULL)
		return;
	while (watch->n > 0)
		drop(watch, watch->n - 1);
	if (watch->inotify >= 0)
		close(watch->inotify);
	free(watch->entries);
	free(watch->folder);
	free(watch);
}

static struct entry *
entry_of(struct watch *watch, const char *name, struct err *err)
{
	struct entry *entry;
	size_t i;

	for (i = 0; i < watch->n; i++) {
		if (strcmp(watch->entries[i].name, name) == 0)
			return &watch->entries[i];
	}
	if (watch->n == watch->room) {
		const size_t room = watch->room * 2 + 64;

		entry = reallocarray(watch->entries, room, sizeof(*entry));
		if (entry == NULL) {
			err_set(err, ERR_SYSTEM, "out of memory");
			return NULL;
		}
		watch->entries = entry;
		watch->room = room;
	}
	entry = &watch->entries[watch->n];
	*entry = (struct entry){.name = strdup(name), .size = -1};
	if (entry->name == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	watch->n++;
	return entry;
}

/* What is there now of a name; is_closed: its writer has just closed it. */
static bool
look_at(struct watch *watch, const char *name, bool is_closed, struct err *err)
{
	char path[PATH_MAX];
	struct entry *entry;
	struct stat st;

	if (name[0] == '.' || !path_of(watch, "", name, path, err))
		return name[0] == '.';
	if (lstat(path, &st) != 0 || S_ISDIR(st.st_mode))
		return true;
	entry = entry_of(watch, name, err);
	if (entry == NULL)
		return false;
	entry->is_here = true;
	if (!S_ISREG(st.st_mode) || !inputs_is_picture(name)) {
		if (!entry->is_ignored)
			log_line("%s: is no picture or PDF by its name, left "
				 "alone",
				path);
		entry->is_ignored = true;
		return true;
	}
	if (entry->size != st.st_size ||
		entry->changed.tv_sec != st.st_mtim.tv_sec ||
		entry->changed.tv_nsec != st.st_mtim.tv_nsec) {
		entry->size = st.st_size;
		entry->changed = st.st_mtim;
		entry->since_ms = now_ms();
		entry->is_closed = false;
	}
	entry->is_closed = entry->is_closed || is_closed;
	return true;
}

/* Who closed what since the last look. A full queue loses nothing: we look. */
static bool
hear(struct watch *watch, struct err *err)
{
	union {
		struct inotify_event event;
		char bytes[8192];
	} got;
	ssize_t n;

	while ((n = read(watch->inotify, &got, sizeof(got))) > 0) {
		const char *at = got.bytes;

		while (at < got.bytes + n) {
			const struct inotify_event *event =
				(const struct inotify_event *)(const void *)at;

			if ((event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) !=
					0 &&
				event->len > 0 &&
				!look_at(watch, event->name, true, err))
				return false;
			at += sizeof(*event) + event->len;
		}
	}
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name,
		((const struct entry *)b)->name);
}

/* Everything in the folder; what has gone is forgotten. */
static bool
look(struct watch *watch, struct err *err)
{
	DIR *folder = opendir(watch->folder);
	struct dirent *found;
	bool ok = true;
	size_t i;

	if (folder == NULL)
		return err_errno(
			err, "%s: cannot be looked into", watch->folder);
	for (i = 0; i < watch->n; i++)
		watch->entries[i].is_here = false;
	while (ok && (found = readdir(folder)) != NULL)
		ok = look_at(watch, found->d_name, false, err);
	closedir(folder);
	for (i = watch->n; ok && i > 0; i--) {
		if (!watch->entries[i - 1].is_here)
			drop(watch, i - 1);
	}
	if (watch->n > 0)
		qsort(watch->entries, watch->n, sizeof(*watch->entries),
			by_name);
	return ok;
}

/*
 * Whether somebody here has it open to write: then no lease is given (fcntl(2),
 * F_SETLEASE). Where leases cannot be had, only time tells.
 */
static bool
is_being_written(const char *path)
{
	const int fd =
		open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool is_open;

	if (fd < 0)
		return false;
	is_open = fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
	close(fd);
	return is_open;
}

/* Adds what is whole; *n_left are those that are not yet. */
static bool
gather(struct watch *watch, struct inputs *inputs, size_t *n_left,
	struct err *err)
{
	const int64_t now = now_ms();
	char path[PATH_MAX];
	size_t i;

	*n_left = 0;
	for (i = 0; i < watch->n; i++) {
		const struct entry *entry = &watch->entries[i];
		const int64_t wait =
			entry->is_closed && watch->quiet_ms > CLOSED_MS
				? CLOSED_MS
				: watch->quiet_ms;

		if (entry->is_ignored)
			continue;
		if (!path_of(watch, "", entry->name, path, err))
			return false;
		if (now - entry->since_ms < wait || is_being_written(path))
			++*n_left;
		else if (!inputs_add(inputs, path, err))
			return false;
	}
	return true;
}

bool
watch_wait(struct watch *watch, int stop, bool is_once, struct inputs *inputs,
	struct err *err)
{
	struct pollfd polls[2] = {{.fd = stop, .events = POLLIN},
		{.fd = watch->inotify, .events = POLLIN}};
	size_t n_left;

	for (;;) {
		if (!hear(watch, err) || !look(watch, err) ||
			!gather(watch, inputs, &n_left, err))
			return false;
		if (inputs->n > 0 || (is_once && n_left == 0))
			return true;
		if (poll(polls, 2, n_left > 0 ? SOON_MS : LOOK_MS) < 0 &&
			errno != EINTR)
			return err_errno(
				err, "%s: cannot be watched", watch->folder);
		if (polls[0].revents != 0)
			return true;
	}
}

/* The name with a number before its ending: "scan.pdf", "scan-2.pdf". */
static bool
numbered(const struct watch *watch, const char *folder, const char *name,
	int number, char path[PATH_MAX], struct err *err)
{
	const char *dot = strrchr(name, '.');
	const int stem = dot == NULL ? (int)strlen(name) : (int)(dot - name);
	char other[NAME_MAX + 16];

	if (number == 1)
		return path_of(watch, folder, name, path, err);
	snprintf(other, sizeof(other), "%.*s-%d%s", stem, name, number,
		dot == NULL ? "" : dot);
	return path_of(watch, folder, other, path, err);
}

bool
watch_done(struct watch *watch, const char *path, const char *reason,
	struct err *err)
{
	const char *folder = reason == NULL ? "read" : "refused";
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	char to[PATH_MAX], text[PATH_MAX + 8];
	struct stat st;
	bool is_moved = false;
	int i;

	for (i = 1; !is_moved; i++) {
		if (i == NAMES_MOST)
			return err_set(err, ERR_SYSTEM,
				"%s: %s/%s is full of files of that name; "
				"clear it",
				path, watch->folder, folder);
		if (!numbered(watch, folder, name, i, to, err))
			return false;
		if (lstat(to, &st) == 0)
			continue;
		is_moved = rename(path, to) == 0;
		if (!is_moved && errno == ENOENT)
			return true;
		if (!is_moved)
			return err_errno(err, "%s: cannot be moved to %s/%s",
				path, watch->folder, folder);
	}
	if (reason == NULL)
		return true;
	snprintf(text, sizeof(text), "%s.txt", to);
	return file_write(text, reason, strlen(reason), err);
}
