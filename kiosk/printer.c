#include "kiosk/printer.h"

#include "core/err.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* lp with its input from that end of a pipe; what it says is nobody's. */
static bool
start_lp(const char *queue, int from, pid_t *pid, struct err *err)
{
	char lp[] = "lp", d[] = "-d", s[] = "-s", t[] = "-t", title[] = "slip";
	char *argv[] = {lp, s, t, title, d, NULL, NULL};
	posix_spawn_file_actions_t actions;
	char *copy = strdup(queue);
	int failed;

	if (copy == NULL)
		return err_errno(err, "the printer \"%s\"", queue);
	argv[5] = copy;
	posix_spawn_file_actions_init(&actions);
	failed = posix_spawn_file_actions_adddup2(&actions, from, 0);
	if (failed == 0)
		failed = posix_spawnp(pid, "lp", &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	free(copy);
	if (failed == 0)
		return true;
	errno = failed;
	return err_errno(err,
		"the printer \"%s\": lp cannot be started; the package "
		"cups-client has it",
		queue);
}

static bool
hand_over(int to, const void *pdf, size_t len, struct err *err)
{
	const ssize_t n = write(to, pdf, len);

	if (n == (ssize_t)len)
		return true;
	return err_errno(err, "a slip for the printer");
}

bool
printer_print(
	struct printer *printer, const void *pdf, size_t len, struct err *err)
{
	size_t i = 0;
	int ends[2];
	bool ok;

	while (i < PRINTER_JOBS && printer->jobs[i] != 0)
		i++;
	if (i == PRINTER_JOBS)
		return err_set(err, ERR_LIMIT,
			"the printer \"%s\" has %d slips waiting; see what "
			"keeps it",
			printer->queue, PRINTER_JOBS);
	if (len > PRINTER_BYTES)
		return err_set(err, ERR_LIMIT,
			"a slip of %zu bytes is larger than %d", len,
			PRINTER_BYTES);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_errno(err, "a slip for the printer");
	/* All of it fits in, so it may stand there before lp does. */
	ok = fcntl(ends[1], F_SETPIPE_SZ, PRINTER_BYTES) >= PRINTER_BYTES ||
	     err_errno(err, "a slip for the printer");
	ok = ok && hand_over(ends[1], pdf, len, err) &&
	     start_lp(printer->queue, ends[0], &printer->jobs[i], err);
	close(ends[0]);
	close(ends[1]);
	return ok;
}

bool
printer_tick(struct printer *printer, struct err *err)
{
	size_t i;
	int status;

	for (i = 0; i < PRINTER_JOBS; i++) {
		if (printer->jobs[i] == 0 ||
			waitpid(printer->jobs[i], &status, WNOHANG) !=
				printer->jobs[i])
			continue;
		printer->jobs[i] = 0;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			return err_set(err, ERR_LIBRARY,
				"the printer \"%s\" did not take a slip; "
				"'lpstat -p %s' says what is wrong",
				printer->queue, printer->queue);
	}
	return true;
}
