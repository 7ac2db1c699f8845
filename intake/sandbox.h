/*
 * Runs one function in a child process that can compute and nothing else: no
 * file, no network, no other process, no new program. It has the caller's
 * memory as it was (copied when written) and whatever is mapped as shared.
 *
 *	struct sandbox_limits limits = {SANDBOX_STRICT, 10, 15000};
 *	if (!sandbox_run(&limits, work, &job, &end, err))
 *		return false;
 *	if (end.how == SANDBOX_EXITED && end.status == 0)
 *		...
 *
 * Walls: every descriptor closed, seccomp allow-list, landlock where the
 * kernel has it, rlimits (1 GiB of addresses, no files, no core), no new
 * privileges; the child dies with its parent.
 */
#ifndef SKAPA_INTAKE_SANDBOX_H
#define SKAPA_INTAKE_SANDBOX_H

#include <stdbool.h>

struct err;

enum sandbox_kind {
	SANDBOX_STRICT, /* a forbidden system call kills the child */
	/*
	 * For code that probes for files it can do without: looking for or
	 * opening a file fails with ENOENT. All else kills, as above.
	 */
	SANDBOX_NO_FILES,
	SANDBOX__MAX
};

struct sandbox_limits {
	enum sandbox_kind kind;
	int cpu_s;   /* > 0; processor time */
	int wall_ms; /* > 0; then the child is killed */
};

enum sandbox_how {
	SANDBOX_EXITED, /* work returned: status is what it returned */
	SANDBOX_KILLED, /* by the signal in status; SIGSYS: it tried to leave */
	SANDBOX_TIMED_OUT, /* wall or processor time */
};

struct sandbox_end {
	enum sandbox_how how;
	int status;
};

/*
 * work returns 0..99. It starts after the walls stand; if one cannot be
 * raised work never runs.
 *
 * Errors: ERR_SYSTEM if the child cannot be started or closed in.
 */
bool sandbox_run(const struct sandbox_limits *limits, int (*work)(void *),
	void *arg, struct sandbox_end *end, struct err *err);

/*
 * Whether this kernel can: runs children that open a file and a socket and
 * sees them die. Call once before the first sandbox_run.
 *
 * Errors: ERR_SYSTEM.
 */
bool sandbox_check(struct err *err);

#endif
