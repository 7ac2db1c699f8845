#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "intake/sandbox.h"
#include "tests/test.h"

static const struct sandbox_limits strict = {SANDBOX_STRICT, 2, 5000};

static int
give_42(void *arg)
{
	*(int *)arg = 42;
	return 42;
}

static int
open_file(void *arg)
{
	(void)arg;
	return open("/etc/passwd", O_RDONLY) >= 0 ? 1 : 0;
}

static int
open_socket(void *arg)
{
	(void)arg;
	return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : 0;
}

static int
start_process(void *arg)
{
	(void)arg;
	return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0 ? 1 : 0;
}

static int
start_program(void *arg)
{
	static char *const args[] = {NULL};

	(void)arg;
	return execve("/bin/true", args, args) == 0;
}

static int
map_code(void *arg)
{
	(void)arg;
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static int
make_data_code(void *arg)
{
	return mprotect(arg, 4096, PROT_READ | PROT_EXEC) != 0;
}

static int
kill_parent(void *arg)
{
	(void)arg;
	return kill(getppid(), 0) == 0;
}

static int
read_inherited(void *arg)
{
	char byte;

	return read(*(int *)arg, &byte, 1) == 1;
}

static int
write_inherited(void *arg)
{
	return write(*(int *)arg, "x", 1) == 1;
}

static int
probe_file(void *arg)
{
	(void)arg;
	return open("/etc/passwd", O_RDONLY) < 0 ? 9 : 1;
}

static int
take_memory(void *arg)
{
	(void)arg;
	return mmap(NULL, (size_t)2 << 30, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
		       ? 5
		       : 1;
}

static int
spin(void *arg)
{
	volatile int *const turns = arg;

	for (;;)
		++*turns;
	return 0;
}

static int
fault(void *arg)
{
	(void)arg;
	raise(SIGSEGV); /* the system call for it is forbidden too */
	return 0;
}

static void
test_sandbox_check__holds_here(void **state)
{
	struct err err = {0};

	(void)state;
	assert_ok(sandbox_check(&err), &err);
}

static void
test_sandbox_run__only_shared_memory_comes_back(void **state)
{
	struct err err = {0};
	struct sandbox_end end;
	int own = 1;
	int *const shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	(void)state;
	assert_ok(sandbox_run(&strict, give_42, shared, &end, &err), &err);
	assert_int_equal(end.how, SANDBOX_EXITED);
	assert_int_equal(end.status, 42);
	assert_int_equal(*shared, 42);
	assert_ok(sandbox_run(&strict, give_42, &own, &end, &err), &err);
	assert_int_equal(own, 1);
	munmap(shared, sizeof *shared);
}

static void
test_sandbox_run__kills_who_leaves(void **state)
{
	char *const data = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	const struct {
		const char *what;
		int (*work)(void *);
		void *arg;
		bool in_no_files; /* killed there too */
	} rows[] = {
		{"open", open_file, NULL, false},
		{"socket", open_socket, NULL, true},
		{"fork", start_process, NULL, true},
		{"exec", start_program, NULL, true},
		{"code in fresh memory", map_code, NULL, true},
		{"data made code", make_data_code, data, true},
		{"signal", kill_parent, NULL, true},
		{"read", read_inherited, &ends[0], true},
		{"raise", fault, NULL, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int kind = 0; kind < SANDBOX__MAX; kind++) {
			const struct sandbox_limits limits = {
				(enum sandbox_kind)kind, 2, 5000};
			struct err err = {0};
			struct sandbox_end end = {0};
			if (kind == SANDBOX_NO_FILES && !rows[i].in_no_files)
				continue;
			assert_ok(sandbox_run(&limits, rows[i].work,
					  rows[i].arg, &end, &err),
				&err);
			/* ASan's own run-time may ask for a signal mask. */
			if (end.how != SANDBOX_KILLED || end.status != SIGSYS)
				fail_msg("row %zu '%s' in sandbox %d: how %d, "
					 "status %d",
					i, rows[i].what, kind, (int)end.how,
					end.status);
		}
	close(ends[0]);
	close(ends[1]);
	munmap(data, 4096);
}

static void
test_sandbox_run__inherited_files_are_closed(void **state)
{
	struct err err = {0};
	struct sandbox_end end;
	int ends[2];
	char byte;

	(void)state;
	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	assert_ok(sandbox_run(&strict, write_inherited, &ends[1], &end, &err),
		&err);
	assert_int_equal(end.how, SANDBOX_EXITED);
	assert_int_equal(end.status, 0);
	assert_int_equal(read(ends[0], &byte, 1), -1);
	close(ends[0]);
	close(ends[1]);
}

static void
test_sandbox_run__soft_ends(void **state)
{
	struct err err = {0};
	struct sandbox_end end;
	const struct sandbox_limits no_files = {SANDBOX_NO_FILES, 2, 5000};

	(void)state;
	assert_ok(sandbox_run(&no_files, probe_file, NULL, &end, &err), &err);
	assert_int_equal(end.how, SANDBOX_EXITED);
	assert_int_equal(end.status, 9);
#ifndef __SANITIZE_ADDRESS__ /* its shadow needs the addresses */
	assert_ok(sandbox_run(&strict, take_memory, NULL, &end, &err), &err);
	assert_int_equal(end.how, SANDBOX_EXITED);
	assert_int_equal(end.status, 5);
#else
	(void)take_memory;
#endif
}

static void
test_sandbox_run__time_is_bounded(void **state)
{
	static const struct sandbox_limits rows[] = {
		{SANDBOX_STRICT, 10, 100}, /* wall */
		{SANDBOX_STRICT, 1, 10000} /* processor */
	};
	volatile int turns = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = {0};
		struct sandbox_end end = {0};
		union {
			volatile int *in;
			void *out;
		} arg = {.in = &turns};
		assert_ok(
			sandbox_run(&rows[i], spin, arg.out, &end, &err), &err);
		if (end.how != SANDBOX_TIMED_OUT)
			fail_msg("row %zu: how %d, status %d", i, (int)end.how,
				end.status);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sandbox_check__holds_here),
		cmocka_unit_test(
			test_sandbox_run__only_shared_memory_comes_back),
		cmocka_unit_test(test_sandbox_run__kills_who_leaves),
		cmocka_unit_test(test_sandbox_run__inherited_files_are_closed),
		cmocka_unit_test(test_sandbox_run__soft_ends),
		cmocka_unit_test(test_sandbox_run__time_is_bounded),
	};

	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
