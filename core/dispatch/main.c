/*
 * skapa: runs the program of the command's first word, as git does. It execs,
 * so that signals and the exit status are the program's own.
 */
#include "core/str.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name, *help;
} commands[] = {
	{"forms", "print rating sheets"},
	{"intake", "read scanned sheets and file the answers"},
	{"store", "people, and the health of the store"},
	{"report", "a person's progression"},
	{"kiosk", "the scales on a touchscreen, and the staff's pages"},
};

static void
usage(FILE *to)
{
	size_t i;

	fputs("usage: skapa COMMAND [ARGUMENT ...]\n\n", to);
	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].help);
	fputs("\nskapa COMMAND --help tells more; skapa --version names the "
	      "version.\nman skapa is the manual.\n",
		to);
}

/* The folder this program lies in, where its programs lie too. */
static bool
own_folder(char *folder, size_t size)
{
	char path[PATH_MAX];
	const ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (len <= 0)
		return false;
	path[len] = '\0';
	return str_copy(folder, size, dirname(path));
}

/* The exit status of what was only printed. */
static int
written(void)
{
	if (fflush(stdout) == 0)
		return 0;
	perror("skapa: standard output");
	return 1;
}

int
main(int argc, char **argv)
{
	char folder[PATH_MAX], path[PATH_MAX + 16];
	size_t i;

	if (argc < 2) {
		usage(stderr);
		return 2;
	}
	if (strcmp(argv[1], "--help") == 0) {
		usage(stdout);
		return written();
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("skapa " SKAPA_VERSION);
		return written();
	}
	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (strcmp(argv[1], commands[i].name) == 0)
			break;
	}
	if (i == sizeof(commands) / sizeof(*commands)) {
		fprintf(stderr,
			"skapa: unknown command \"%s\"; skapa --help names "
			"them\n",
			argv[1]);
		return 2;
	}
	if (!own_folder(folder, sizeof(folder))) {
		fprintf(stderr, "skapa: /proc/self/exe: %s\n", strerror(errno));
		return 1;
	}
	snprintf(path, sizeof(path), "%s/skapa-%s", folder, argv[1]);
	argv[1] = path;
	execv(path, argv + 1);
	fprintf(stderr, "skapa: %s: %s\n", path, strerror(errno));
	return 1;
}
