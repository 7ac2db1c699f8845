/* System calls are made directly, so that nothing here comes back to itself. */
#include "tests/fault/shim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct faults now;
static bool is_armed;

/* ------------------------------------------------------------------ words */

static const char *const words[] = {
	[FAULT_NONE] = "none",
	[FAULT_KILL] = "kill",
	[FAULT_KILL_INSIDE] = "kill_inside",
	[FAULT_EIO] = "eio",
	[FAULT_ENOSPC] = "enospc",
	[FAULT_EIO_FROM] = "eio_from",
	[FAULT_ENOSPC_FROM] = "enospc_from",
	[FAULT_SHORT] = "short",
	[FAULT_SHORT_FROM] = "short_from",
	[FAULT_EINTR] = "eintr",
	[FAULT_READ_EIO] = "read_eio",
};

const char *
fault_word(enum fault_kind kind)
{
	return words[kind];
}

enum fault_kind
fault_of_word(const char *word)
{
	int i;

	for (i = 0; i < FAULT__MAX && strcmp(words[i], word) != 0; i++)
		;
	return (enum fault_kind)i;
}

/* -------------------------------------------------------------------- log */

static void
log_add(enum op_kind kind, const char *path, int64_t at, const void *data,
	size_t len)
{
	const size_t path_len = strlen(path) + 1;
	const size_t total =
		(sizeof(struct op) + path_len + len + 15) / 16 * 16;
	struct op_log *log = now.log;
	struct op op = {kind, at, len, path_len, total};

	if (!is_armed || log == NULL)
		return;
	if (log->used + total > OP_LOG) {
		log->full = true;
		return;
	}
	memcpy(log->bytes + log->used, &op, sizeof(op));
	memcpy(log->bytes + log->used + sizeof(op), path, path_len);
	if (len > 0)
		memcpy(log->bytes + log->used + sizeof(op) + path_len, data,
			len);
	log->used += total;
}

void
faults_log_ack(int64_t page)
{
	log_add(OP_ACK, "", page, NULL, 0);
}

const struct op *
op_first(const struct op_log *log)
{
	return log->used > 0 ? (const struct op *)(const void *)log->bytes
			     : NULL;
}

const struct op *
op_next(const struct op_log *log, const struct op *op)
{
	const unsigned char *next =
		(const unsigned char *)(const void *)op + op->total;

	return next < log->bytes + log->used
		       ? (const struct op *)(const void *)next
		       : NULL;
}

const char *
op_path(const struct op *op)
{
	return (const char *)(op + 1);
}

const void *
op_data(const struct op *op)
{
	return op_path(op) + op->path;
}

/* ------------------------------------------------------------------ faults */

static void
disarm(void)
{
	is_armed = false;
}

void
faults_arm(const struct faults *faults)
{
	static bool forks;

	if (!forks)
		pthread_atfork(NULL, NULL, disarm);
	forks = true;
	is_armed = faults != NULL;
	if (is_armed)
		now = *faults;
}

static bool
is_under(const char *path)
{
	const size_t n = is_armed ? strlen(now.root) : 0;

	return is_armed && strncmp(path, now.root, n) == 0 &&
	       (path[n] == '/' || path[n] == '\0');
}

/* The path of an open file; false if it is none of ours, or has none. */
static bool
path_of(int fd, char path[PATH_MAX])
{
	char name[32];
	ssize_t n;

	if (!is_armed)
		return false;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	n = syscall(SYS_readlink, name, path, PATH_MAX - 1);
	if (n <= 0)
		return false;
	path[n] = '\0';
	return is_under(path) && strstr(path, " (deleted)") == NULL;
}

static void
die(void)
{
	syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
	for (;;)
		pause();
}

enum turn {
	TURN_GO,
	TURN_FAIL, /* errno is set */
	TURN_HALF, /* half of a write */
	TURN_DIE   /* as TURN_HALF, then the end */
};

/* What becomes of this call; counts it. */
static enum turn
turn(bool is_read, bool is_write)
{
	const bool counts = is_read == (now.kind == FAULT_READ_EIO);
	long n;

	if (!counts)
		return TURN_GO;
	n = ++*now.calls;
	switch (now.kind) {
	case FAULT_KILL:
		if (n == now.at)
			die();
		return TURN_GO;
	case FAULT_KILL_INSIDE:
		return n == now.at ? TURN_DIE : TURN_GO;
	case FAULT_EIO:
	case FAULT_READ_EIO:
		errno = EIO;
		return n == now.at ? TURN_FAIL : TURN_GO;
	case FAULT_ENOSPC:
		errno = ENOSPC;
		return n == now.at ? TURN_FAIL : TURN_GO;
	case FAULT_EIO_FROM:
		errno = EIO;
		return n >= now.at ? TURN_FAIL : TURN_GO;
	case FAULT_ENOSPC_FROM:
		errno = ENOSPC;
		return n >= now.at ? TURN_FAIL : TURN_GO;
	case FAULT_EINTR:
		errno = EINTR;
		return n == now.at ? TURN_FAIL : TURN_GO;
	case FAULT_SHORT:
		return is_write && n == now.at ? TURN_HALF : TURN_GO;
	case FAULT_SHORT_FROM:
		return is_write && n >= now.at ? TURN_HALF : TURN_GO;
	default:
		return TURN_GO;
	}
}

/* A call that changes names or sizes: done or not. */
static bool
goes(enum turn turn)
{
	return turn != TURN_FAIL;
}

static long
done(enum turn turn, long result)
{
	if (turn == TURN_DIE)
		die();
	return result;
}

/* ------------------------------------------------------- names and folders */

static int
open_any(int folder, const char *path, int flags, mode_t mode)
{
	const bool ours = is_under(path);
	const bool changes = (flags & (O_CREAT | O_TRUNC)) != 0;
	bool is_new = false;
	struct stat st;
	enum turn t = TURN_GO;
	int fd;

	if (ours) {
		is_new = (flags & O_CREAT) != 0 &&
			 syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0) != 0;
		t = turn(!changes, false);
		if (!goes(t))
			return -1;
	}
	fd = (int)syscall(SYS_openat, folder, path, flags, mode);
	if (ours && fd >= 0 && is_new)
		log_add(OP_CREATE, path, 0, NULL, 0);
	if (ours && fd >= 0 && (flags & O_TRUNC) != 0)
		log_add(OP_CUT, path, 0, NULL, 0);
	return (int)done(t, fd);
}

#define OPEN(name)                                                             \
	int name(const char *path, int flags, ...);                            \
	int name(const char *path, int flags, ...)                             \
	{                                                                      \
		va_list args;                                                  \
		mode_t mode;                                                   \
                                                                               \
		va_start(args, flags);                                         \
		mode = (mode_t)va_arg(args, int);                              \
		va_end(args);                                                  \
		return open_any(AT_FDCWD, path, flags, mode);                  \
	}
OPEN(open)
OPEN(open64)

int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);

int
__open_2(const char *path, int flags)
{
	return open_any(AT_FDCWD, path, flags, 0);
}

int
__open64_2(const char *path, int flags)
{
	return open_any(AT_FDCWD, path, flags, 0);
}

int
mkdir(const char *path, mode_t mode)
{
	const bool ours = is_under(path);
	const enum turn t = ours ? turn(false, false) : TURN_GO;
	int result;

	if (!goes(t))
		return -1;
	result = (int)syscall(SYS_mkdir, path, mode);
	if (ours && result == 0)
		log_add(OP_MKDIR, path, 0, NULL, 0);
	return (int)done(t, result);
}

int
rename(const char *from, const char *to)
{
	const bool ours = is_under(from);
	const enum turn t = ours ? turn(false, false) : TURN_GO;
	int result;

	if (!goes(t))
		return -1;
	result = (int)syscall(SYS_rename, from, to);
	if (ours && result == 0)
		log_add(OP_RENAME, from, 0, to, strlen(to) + 1);
	return (int)done(t, result);
}

static int
unlink_path(const char *path)
{
	const bool ours = is_under(path);
	const enum turn t = ours ? turn(false, false) : TURN_GO;
	int result;

	if (!goes(t))
		return -1;
	result = (int)syscall(SYS_unlink, path);
	if (ours && result == 0)
		log_add(OP_UNLINK, path, 0, NULL, 0);
	return (int)done(t, result);
}

int
unlink(const char *path)
{
	return unlink_path(path);
}

int
unlinkat(int folder, const char *name, int flags)
{
	char path[PATH_MAX];

	if (flags != 0 || !path_of(folder, path) ||
		strlen(path) + strlen(name) + 2 > sizeof(path))
		return (int)syscall(SYS_unlinkat, folder, name, flags);
	strcat(path, "/");
	strcat(path, name);
	return unlink_path(path);
}

/* ------------------------------------------------------------------- files */

static int
sync_any(int fd)
{
	char path[PATH_MAX];
	const bool ours = path_of(fd, path);
	const enum turn t = ours ? turn(false, false) : TURN_GO;

	if (!goes(t))
		return -1;
	/* Nothing here outlives the machine: the log knows what was synced. */
	if (ours && !now.no_sync)
		log_add(OP_SYNC, path, 0, NULL, 0);
	return (int)done(t, ours ? 0 : syscall(SYS_fsync, fd));
}

int
fsync(int fd)
{
	return sync_any(fd);
}

int
fdatasync(int fd)
{
	return sync_any(fd);
}

static int
cut_any(int fd, off_t size)
{
	char path[PATH_MAX];
	const bool ours = path_of(fd, path);
	const enum turn t = ours ? turn(false, false) : TURN_GO;
	int result;

	if (!goes(t))
		return -1;
	result = (int)syscall(SYS_ftruncate, fd, size);
	if (ours && result == 0)
		log_add(OP_CUT, path, size, NULL, 0);
	return (int)done(t, result);
}

int
ftruncate(int fd, off_t size)
{
	return cut_any(fd, size);
}

int ftruncate64(int fd, off_t size);
int
ftruncate64(int fd, off_t size)
{
	return cut_any(fd, size);
}

static ssize_t
write_any(int fd, const void *bytes, size_t len, off_t at, bool has_at)
{
	char path[PATH_MAX];
	const bool ours = path_of(fd, path);
	const enum turn t = ours ? turn(false, true) : TURN_GO;
	ssize_t result;

	if (!goes(t))
		return -1;
	if ((t == TURN_HALF || t == TURN_DIE) && len > 1)
		len /= 2;
	if (ours && !has_at)
		at = (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
	result = has_at ? syscall(SYS_pwrite64, fd, bytes, len, at)
			: syscall(SYS_write, fd, bytes, len);
	if (ours && result > 0)
		log_add(OP_WRITE, path, at, bytes, (size_t)result);
	return done(t, result);
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
	return write_any(fd, bytes, len, 0, false);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	return write_any(fd, bytes, len, at, true);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t at);
ssize_t
pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
	return write_any(fd, bytes, len, at, true);
}

static ssize_t
read_any(int fd, void *bytes, size_t len, off_t at, bool has_at)
{
	char path[PATH_MAX];

	if (now.kind == FAULT_READ_EIO && path_of(fd, path) &&
		!goes(turn(true, false)))
		return -1;
	return has_at ? syscall(SYS_pread64, fd, bytes, len, at)
		      : syscall(SYS_read, fd, bytes, len);
}

ssize_t
read(int fd, void *bytes, size_t len)
{
	return read_any(fd, bytes, len, 0, false);
}

ssize_t
pread(int fd, void *bytes, size_t len, off_t at)
{
	return read_any(fd, bytes, len, at, true);
}

ssize_t pread64(int fd, void *bytes, size_t len, off_t at);
ssize_t
pread64(int fd, void *bytes, size_t len, off_t at)
{
	return read_any(fd, bytes, len, at, true);
}

/* --------------------------------------------------------------- preloaded */

#ifdef FAULTS_PRELOADED
static long calls;
static struct faults from_environment;

__attribute__((constructor)) static void
arm_from_environment(void)
{
	static char word[32], root[PATH_MAX];
	const char *text = getenv("FAULT");

	if (text == NULL)
		return;
	from_environment.root = root;
	from_environment.calls = &calls;
	if (sscanf(text, "%31s %ld %4095s", word, &from_environment.at, root) !=
			3 ||
		(from_environment.kind = fault_of_word(word)) == FAULT__MAX) {
		fprintf(stderr, "FAULT is not KIND AT ROOT: %s\n", text);
		_exit(99);
	}
	faults_arm(&from_environment);
}

__attribute__((destructor)) static void
tell_calls(void)
{
	const char *place = getenv("FAULT_CALLS");
	FILE *out;

	if (!is_armed || place == NULL)
		return;
	is_armed = false;
	out = fopen(place, "a");
	if (out == NULL)
		return;
	fprintf(out, "%ld\n", calls);
	fclose(out);
}
#endif
