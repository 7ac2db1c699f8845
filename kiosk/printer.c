#include "kiosk/printer.h"

#include "core/err.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* lp with its input from there; what it says is nobody's. */
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

/* A file in memory that lp reads, and that is gone when lp has ended. */
static bool
lay_down(const void *pdf, size_t len, int *fd, struct err *err)
{
	*fd = memfd_create("slip", MFD_CLOEXEC);
	if (*fd >= 0 && write(*fd, pdf, len) == (ssize_t)len &&
		lseek(*fd, 0, SEEK_SET) == 0)
		return true;
	return err_errno(err, "a paper for the printer");
}

bool
printer_print(
	struct printer *printer, const void *pdf, size_t len, struct err *err)
{
	size_t i = 0;
	int fd = -1;
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
	ok = lay_down(pdf, len, &fd, err) &&
	     start_lp(printer->queue, fd, &printer->jobs[i], err);
	if (fd >= 0)
		close(fd);
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
