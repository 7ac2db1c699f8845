/*
 * Faults in the calls with which a program writes and reads its files. The
 * functions of the C library that do it (open, write, fsync, rename, ...) are
 * defined anew in shim.c: linked into a program they stand before the C
 * library's for the program and for every shared library that it uses; as
 * faults.so they do so by LD_PRELOAD. Calls that the C library makes inside
 * itself (stdio) are not seen.
 *
 * Only what lies under `root` is touched and counted. After a fork the child
 * has no faults until it arms its own.
 *
 * As faults.so it is armed by the environment:
 *	FAULT="KIND AT ROOT", for example "kill 17 /tmp/store"
 * and appends the number of calls that it saw at exit to $FAULT_CALLS.
 */
#ifndef SKAPA_TESTS_FAULT_SHIM_H
#define SKAPA_TESTS_FAULT_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fault_kind {
	FAULT_NONE,
	FAULT_KILL,	   /* SIGKILL before the call */
	FAULT_KILL_INSIDE, /* half of a write, or all of another call, then
			      SIGKILL */
	FAULT_EIO,	   /* the call fails once */
	FAULT_ENOSPC,
	FAULT_EIO_FROM, /* this call and all later ones fail */
	FAULT_ENOSPC_FROM,
	FAULT_SHORT,	  /* half is written, which is no error */
	FAULT_SHORT_FROM, /* from this call on always */
	FAULT_EINTR,
	FAULT_READ_EIO, /* counts reads alone; the others count writes alone */
	FAULT__MAX
};

/* The word of a kind, as in the environment; FAULT__MAX for a word of none. */
const char *fault_word(enum fault_kind kind);
enum fault_kind fault_of_word(const char *word);

/*
 * What was done to files, in order; for the replay of power cuts. The bytes of
 * an entry are followed by the path (and by the second path, or by the data).
 */
enum op_kind {
	OP_CREATE,
	OP_WRITE, /* at `at`, `len` bytes */
	OP_CUT,	  /* the file's new size is `at` */
	OP_SYNC,  /* a file or a folder */
	OP_RENAME,
	OP_UNLINK,
	OP_MKDIR,
	OP_ACK /* not of the shim: page `at` was acknowledged */
};

struct op {
	enum op_kind kind;
	int64_t at;
	size_t len;   /* of the data, or of the second path with its NUL */
	size_t path;  /* its length with the NUL */
	size_t total; /* of this entry, a multiple of 16 */
};

#define OP_LOG (64u << 20) /* bytes of a log */

/* Memory that a parent and its children share. */
struct op_log {
	size_t used;
	bool full;
	_Alignas(16) unsigned char bytes[OP_LOG];
};

struct faults {
	const char *root; /* absolute, without a slash at its end */
	enum fault_kind kind;
	long at;	    /* the call, from 1 */
	bool no_sync;	    /* planted: fsync does nothing, and says it did */
	struct op_log *log; /* NULL: none */
	long *calls;	    /* counts up; in shared memory if a kill is due */
};

/* Faults for this process from now on; NULL: none. *faults is borrowed. */
void faults_arm(const struct faults *faults);
void faults_log_ack(int64_t page);

const struct op *op_first(const struct op_log *log);
/* The one behind op; NULL at the end. */
const struct op *op_next(const struct op_log *log, const struct op *op);
const char *op_path(const struct op *op);
const void *op_data(const struct op *op);

#endif
