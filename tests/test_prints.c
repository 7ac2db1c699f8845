#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/err.h"
#include "intake/print.h"
#include "intake/prints.h"
#include "tests/test.h"

/* What the maker is to do, and how often it was asked. */
struct job {
	enum { FILL, FAIL, DIE } how;
	int n;
};

static bool
make(void *context, uint16_t layout, int page, struct print *print,
	struct err *err)
{
	struct job *job = context;

	job->n++;
	if (job->how == FAIL)
		return err_set(err, ERR_INPUT, "this one is not to be made");
	if (job->how == DIE)
		raise(SIGKILL);
	memset(print->grey, layout % 256, sizeof(print->grey));
	memset(print->darkest, page, sizeof(print->darkest));
	return true;
}

/*
 * Asks in a process of its own: 10 and how often the maker was called, 1 if
 * there was no print, 2 if it is another page's, -1 if the process was killed.
 */
static int
ask(struct prints *prints, uint16_t layout, int page, int how)
{
	struct job job = {how, 0};
	const pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		const struct print *print =
			prints_get(prints, layout, page, make, &job, NULL);

		if (print == NULL)
			_exit(1);
		if (print->grey[0] != layout % 256 ||
			print->darkest[sizeof(print->darkest) - 1] != page)
			_exit(2);
		_exit(10 + job.n);
	}
	assert_true(pid > 0 && waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_prints_get__made_once_for_all_processes(void **state)
{
	static const struct {
		uint16_t layout;
		int page, how, want;
	} rows[] = {
		{700, 3, FILL, 11},
		{700, 3, FILL, 10}, /* made by the process before */
		{700, 4, FILL, 11},
		{701, 4, FILL, 11},
		{700, 3, FAIL, 10},
		{701, 4, FAIL, 10},
		/* Who fails or dies leaves it to the next. */
		{9, 1, DIE, -1},
		{9, 1, FAIL, 1},
		{9, 1, FILL, 11},
		{9, 1, DIE, 10},
	};
	struct prints *prints = prints_new(NULL);
	size_t i;

	(void)state;
	assert_non_null(prints);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const int got =
			ask(prints, rows[i].layout, rows[i].page, rows[i].how);

		if (got != rows[i].want)
			fail_msg("row %zu: %d, not %d", i, got, rows[i].want);
	}
	prints_free(prints);
}

/* More than a process has mapped at a time: made once all the same. */
static void
test_prints_get__of_many_layouts(void **state)
{
	struct prints *prints = prints_new(NULL);
	struct job job = {FILL, 0};
	int round, i;

	(void)state;
	assert_non_null(prints);
	for (round = 0; round < 2; round++) {
		for (i = 1; i <= 3 * PRINTS_MAPPED; i++) {
			const struct print *print = prints_get(
				prints, (uint16_t)i, 1, make, &job, NULL);

			assert_non_null(print);
			if (print->grey[0] != i)
				fail_msg("round %d: layout %d is layout %d",
					round, i, print->grey[0]);
		}
	}
	assert_int_equal(job.n, 3 * PRINTS_MAPPED);
	prints_free(prints);
}

static void
test_prints_get__the_makers_error(void **state)
{
	struct prints *prints = prints_new(NULL);
	struct job job = {FAIL, 0};
	struct err err = {0};

	(void)state;
	assert_non_null(prints);
	assert_null(prints_get(prints, 1, 1, make, &job, &err));
	assert_string_equal(err.text, "this one is not to be made");
	prints_free(prints);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prints_get__made_once_for_all_processes),
		cmocka_unit_test(test_prints_get__of_many_layouts),
		cmocka_unit_test(test_prints_get__the_makers_error),
	};

	return cmocka_run_group_tests_name("prints", tests, NULL, NULL);
}
