#include "intake/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/err.h"

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "the sandbox knows x86-64 and arm64 only: add the audit name here"
#endif
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the filter reads the low half of an argument at its own address"
#endif

/* gcc says it with a macro, clang with a feature. */
#ifdef __SANITIZE_ADDRESS__
#define HAS_ASAN 1
#elif defined(__clang__)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif

#define MEMORY_BYTES ((rlim_t)1 << 30)

/* Exit statuses of a child whose walls do not stand; work returns less. */
enum wall { WALL_LIMITS = 100, WALL_LANDLOCK, WALL_SECCOMP, WALL_FILES };

/* Fields of later kernels are cut off by the size passed (landlock(7)). */
struct landlock_rules {
	uint64_t fs;
	uint64_t net;
};

#define NR offsetof(struct seccomp_data, nr)
#define LOW_ARG(n) (offsetof(struct seccomp_data, args) + 8 * (n))
#define LOAD(at) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (at))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define KILL RETURN(SECCOMP_RET_KILL_PROCESS)
#define ALLOW(call)                                                            \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1),                     \
		RETURN(SECCOMP_RET_ALLOW)
#define FAIL(call, error)                                                      \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1),                     \
		RETURN(SECCOMP_RET_ERRNO | (error))
/* Third argument without PROT_EXEC: allowed, else killed. */
#define ALLOW_DATA(call)                                                       \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 4), LOAD(LOW_ARG(2)),   \
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1), KILL,   \
		RETURN(SECCOMP_RET_ALLOW)

/*
 * What decoders need, measured: memory, and glibc's qsort asking for the size
 * of memory (sysinfo). Libraries that warn on stderr get EBADF: it is closed.
 */
#define CORE_CALLS                                                             \
	LOAD(offsetof(struct seccomp_data, arch)),                             \
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0), KILL,         \
		LOAD(NR), ALLOW_DATA(SYS_mmap), ALLOW_DATA(SYS_mprotect),      \
		ALLOW(SYS_munmap), ALLOW(SYS_brk), ALLOW(SYS_mremap),          \
		ALLOW(SYS_madvise), ALLOW(SYS_futex), ALLOW(SYS_sysinfo),      \
		ALLOW(SYS_clock_gettime), ALLOW(SYS_gettimeofday),             \
		ALLOW(SYS_rt_sigreturn), ALLOW(SYS_exit_group),                \
		FAIL(SYS_write, EBADF), FAIL(SYS_writev, EBADF)

#ifdef __x86_64__
#define OLD_FILE_CALLS                                                         \
	FAIL(SYS_open, ENOENT), FAIL(SYS_stat, ENOENT),                        \
		FAIL(SYS_lstat, ENOENT), FAIL(SYS_access, ENOENT),             \
		FAIL(SYS_readlink, ENOENT),
#else
#define OLD_FILE_CALLS
#endif

/* What a sanitizer's run-time asks for; it is never in a release. */
#ifdef HAS_ASAN
#define TOOL_CALLS                                                             \
	ALLOW(SYS_sched_yield), ALLOW(SYS_getpid), ALLOW(SYS_gettid),          \
		ALLOW(SYS_sigaltstack), ALLOW(SYS_rt_sigprocmask),
#else
#define TOOL_CALLS
#endif

static const struct sock_filter strict_calls[] = {
	CORE_CALLS,
	TOOL_CALLS KILL,
};

static const struct sock_filter no_files_calls[] = {
	CORE_CALLS,
	OLD_FILE_CALLS TOOL_CALLS FAIL(SYS_openat, ENOENT),
	FAIL(SYS_newfstatat, ENOENT),
	FAIL(SYS_statx, ENOENT),
	FAIL(SYS_faccessat, ENOENT),
	FAIL(SYS_readlinkat, ENOENT),
	/* Cryptography libraries want a seed to read an encrypted PDF. */
	ALLOW(SYS_getrandom),
	KILL,
};

static bool
limit(int which, rlim_t soft, rlim_t hard)
{
	const struct rlimit to = {.rlim_cur = soft, .rlim_max = hard};
	struct rlimit now;

	if (getrlimit((__rlimit_resource_t)which, &now))
		return false;
	/* A lower hard limit that stands already is as good. */
	return setrlimit((__rlimit_resource_t)which, &to) == 0 ||
	       now.rlim_max <= hard;
}

static bool
raise_limits(int cpu_s)
{
	const rlim_t cpu = (rlim_t)cpu_s;

#ifndef HAS_ASAN /* its shadow is terabytes of addresses */
	if (!limit(RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES))
		return false;
#endif
	/* SIGXCPU at the soft limit tells time from an outside SIGKILL. */
	return limit(RLIMIT_CPU, cpu, cpu + 1) && limit(RLIMIT_FSIZE, 0, 0) &&
	       limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NPROC, 0, 0) &&
	       limit(RLIMIT_NOFILE, 0, 0);
}

/* True also where the kernel has no landlock: seccomp stands alone there. */
static bool
raise_landlock(void)
{
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
	if (abi < 1)
		return true;

	struct landlock_rules rules = {.fs = (1U << 13) - 1};
	size_t size = sizeof rules.fs;
	if (abi >= 2)
		rules.fs |= 1U << 13; /* refer */
	if (abi >= 3)
		rules.fs |= 1U << 14; /* truncate */
	if (abi >= 5)
		rules.fs |= 1U << 15; /* ioctl on devices */
	if (abi >= 4) {
		rules.net = 3; /* bind and connect, TCP */
		size = sizeof rules;
	}
	const int ruleset =
		(int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
	if (ruleset < 0)
		return false;
	const bool ok = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return ok;
}

static bool
raise_seccomp(enum sandbox_kind kind)
{
	const struct sock_filter *calls = strict_calls;
	size_t n = sizeof strict_calls / sizeof *strict_calls;

	if (kind == SANDBOX_NO_FILES) {
		calls = no_files_calls;
		n = sizeof no_files_calls / sizeof *no_files_calls;
	}
	/* The kernel reads the program and does not write to it. */
	union {
		const struct sock_filter *in;
		struct sock_filter *out;
	} program = {.in = calls};
	const struct sock_fprog filter = {
		.len = (unsigned short)n,
		.filter = program.out,
	};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

static void
end_child(int status)
{
	for (;;)
		syscall(SYS_exit_group, status);
}

static void
run_child(const struct sandbox_limits *limits, pid_t parent,
	int (*work)(void *), void *arg)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent ||
		prctl(PR_SET_DUMPABLE, 0))
		end_child(WALL_LIMITS);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		end_child(WALL_SECCOMP);
	if (!raise_landlock())
		end_child(WALL_LANDLOCK);
	if (close_range(0, ~0U, 0))
		end_child(WALL_FILES);
	if (!raise_limits(limits->cpu_s))
		end_child(WALL_LIMITS);
	if (!raise_seccomp(limits->kind))
		end_child(WALL_SECCOMP);
	end_child(work(arg));
}

static bool
wall_error(int wall, struct err *err)
{
	static const char *const names[] = {
		[0] = "its limits",
		[WALL_LANDLOCK - WALL_LIMITS] = "landlock",
		[WALL_SECCOMP - WALL_LIMITS] = "seccomp",
		[WALL_FILES - WALL_LIMITS] = "closing all files",
	};
	return err_set(err, ERR_SYSTEM,
		"the sandbox for decoding scans does not close: the kernel "
		"refuses %s; scans are not read without it, use a Linux "
		"kernel from 5.11 with seccomp",
		names[wall - WALL_LIMITS]);
}

static long
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

/* 1: the child ended; 0: the time is over; -1: errno. */
static int
wait_for(int pidfd, int wall_ms)
{
	const long end = now_ms() + wall_ms;

	for (;;) {
		struct pollfd poll_for = {.fd = pidfd, .events = POLLIN};
		const long left = end - now_ms();
		const int n = poll(&poll_for, 1, left > 0 ? (int)left : 0);
		if (n >= 0)
			return n;
		if (errno != EINTR)
			return -1;
	}
}

bool
sandbox_run(const struct sandbox_limits *limits, int (*work)(void *), void *arg,
	struct sandbox_end *end, struct err *err)
{
	const pid_t parent = getpid();
	const pid_t child = fork();
	if (child < 0)
		return err_errno(err, "cannot start a process to decode in");
	if (child == 0)
		run_child(limits, parent, work, arg);

	bool ok = false;
	int ended = -1, status = 0;
	const int pidfd = (int)syscall(SYS_pidfd_open, child, 0);
	if (pidfd < 0)
		err_errno(err, "cannot watch the process that decodes");
	else if ((ended = wait_for(pidfd, limits->wall_ms)) < 0)
		err_errno(err, "cannot wait for the process that decodes");
	if (ended != 1)
		kill(child, SIGKILL);
	if (pidfd >= 0)
		close(pidfd);
	pid_t reaped;
	do {
		reaped = waitpid(child, &status, 0);
	} while (reaped < 0 && errno == EINTR);
	if (reaped != child) {
		err_errno(err, "cannot learn how the decoding process ended");
		goto out;
	}
	if (ended < 0)
		goto out;
	if (WIFEXITED(status) && WEXITSTATUS(status) >= WALL_LIMITS &&
		WEXITSTATUS(status) <= WALL_FILES) {
		wall_error(WEXITSTATUS(status), err);
		goto out;
	}
	if (ended == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		*end = (struct sandbox_end){SANDBOX_TIMED_OUT, 0};
	else if (WIFSIGNALED(status))
		*end = (struct sandbox_end){SANDBOX_KILLED, WTERMSIG(status)};
	else
		*end = (struct sandbox_end){
			SANDBOX_EXITED, WEXITSTATUS(status)};
	ok = true;
out:
	return ok;
}

static int
try_nothing(void *arg)
{
	(void)arg;
	return 7;
}

static int
try_file(void *arg)
{
	(void)arg;
	return (int)syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY) < 0;
}

static int
try_socket(void *arg)
{
	(void)arg;
	return (int)syscall(SYS_socket, AF_INET, SOCK_STREAM, 0) < 0;
}

bool
sandbox_check(struct err *err)
{
	static const struct {
		const char *what;
		int (*work)(void *);
		struct sandbox_end end;
	} rows[] = {
		{"a child that only computes", try_nothing,
			{SANDBOX_EXITED, 7}},
		{"a child that opens a file", try_file,
			{SANDBOX_KILLED, SIGSYS}},
		{"a child that opens a socket", try_socket,
			{SANDBOX_KILLED, SIGSYS}},
	};
	static const struct sandbox_limits limits = {SANDBOX_STRICT, 2, 5000};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sandbox_end end;
		if (!sandbox_run(&limits, rows[i].work, NULL, &end, err))
			return false;
		if (end.how != rows[i].end.how ||
			end.status != rows[i].end.status)
			return err_set(err, ERR_SYSTEM,
				"the sandbox for decoding scans does not "
				"hold: %s ended in the wrong way; scans are "
				"not read without it, use a Linux kernel from "
				"5.11 with seccomp",
				rows[i].what);
	}
	return true;
}
