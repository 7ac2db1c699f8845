#include "core/program.h"

#include "core/err.h"
#include "core/log.h"
#include "core/str.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void
command_usage(struct str *out, const char *program,
	const struct program_command *command)
{
	str_addf(out, "usage: %s %s [OPTION ...]%s%s\n%s\n\n", program,
		command->name, command->words[0] == '\0' ? "" : " ",
		command->words, command->help);
	cli_help(out, command->options);
}

static void
program_usage(struct str *out, const char *program, const char *help,
	const struct program_command *commands)
{
	int i;

	str_addf(out, "usage: %s COMMAND [OPTION ...]\n%s\n\n", program, help);
	for (i = 0; commands[i].name != NULL; i++)
		str_addf(out, "  %-16s  %s\n", commands[i].name,
			commands[i].help);
	str_addf(out, "\n%s COMMAND --help tells more; man %s is the manual.\n",
		program, program);
}

/* How many of argv's words name the command, 0 if they do not. */
static int
names_command(const char *name, int argc, char **argv)
{
	const char *space = strchr(name, ' ');
	const size_t first =
		space == NULL ? strlen(name) : (size_t)(space - name);

	if (argc < 1 || strlen(argv[0]) != first ||
		memcmp(argv[0], name, first) != 0)
		return 0;
	if (space == NULL)
		return 1;
	return argc >= 2 && strcmp(argv[1], space + 1) == 0 ? 2 : 0;
}

static int
print_and_finish(struct str *out)
{
	struct err err = {0};
	const bool ok = program_print(out, &err);

	if (!ok)
		log_err(&err);
	str_finish(out);
	return ok ? PROGRAM_DONE : PROGRAM_FAILED;
}

static int
run_command(const char *program, const struct program_command *command,
	int argc, char **argv)
{
	struct err err = {0};
	struct str out = {0};
	struct cli cli;
	int status;

	if (!cli_parse(&cli, argc, argv, command->options, &err)) {
		log_err(&err);
		return PROGRAM_USAGE;
	}
	cli.command = command->name;
	cli.takes = command->words;
	if (cli_has(&cli, "help")) {
		command_usage(&out, program, command);
		return print_and_finish(&out);
	}
	if (cli_has(&cli, "version")) {
		str_addf(&out, "%s %s\n", program, SKAPA_VERSION);
		return print_and_finish(&out);
	}
	/* Whatever opens the store looks there (store/sitekey.h). */
	if (cli_has(&cli, "site-key"))
		setenv("SKAPA_SITE_KEY", cli_text(&cli, "site-key", ""), 1);
	status = command->run(&cli, &err);
	if (err.code != ERR_NONE)
		log_err(&err);
	return status;
}

int
program_main(const char *name, const char *help,
	const struct program_command *commands, int argc, char **argv)
{
	struct str out = {0};
	int i, n;

	log_program(name);
	if (argc < 2) {
		program_usage(&out, name, help, commands);
		fputs(out.at == NULL ? "" : out.at, stderr);
		str_finish(&out);
		return PROGRAM_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0) {
		program_usage(&out, name, help, commands);
		return print_and_finish(&out);
	}
	if (strcmp(argv[1], "--version") == 0) {
		str_addf(&out, "%s %s\n", name, SKAPA_VERSION);
		return print_and_finish(&out);
	}
	for (i = 0; commands[i].name != NULL; i++) {
		n = names_command(commands[i].name, argc - 1, argv + 1);
		if (n > 0)
			return run_command(
				name, &commands[i], argc - 1 - n, argv + 1 + n);
	}
	log_line("unknown command \"%s%s%s\"; %s --help names them", argv[1],
		argc > 2 && argv[2][0] != '-' ? " " : "",
		argc > 2 && argv[2][0] != '-' ? argv[2] : "", name);
	return PROGRAM_USAGE;
}

int
program_fail(const struct err *err)
{
	return err_exit_status(err);
}

bool
program_print(const struct str *out, struct err *err)
{
	if (!str_ok(out, err))
		return false;
	if (out->len > 0 && fwrite(out->at, 1, out->len, stdout) != out->len)
		return err_errno(err, "standard output cannot be written");
	if (fflush(stdout) != 0)
		return err_errno(err, "standard output cannot be written");
	return true;
}

/* A line from the terminal; more than fits is read to its end. */
static bool
read_line(char *out, size_t size, struct err *err)
{
	size_t len = 0;
	ssize_t n;
	char c;

	while ((n = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n') {
		if (len < size)
			out[len] = c;
		len++;
	}
	if (n < 0)
		return err_errno(err, "standard input cannot be read");
	if (len == 0)
		return err_set(err, ERR_USAGE, "nothing was typed");
	if (len >= size)
		return err_set(err, ERR_LIMIT, "the line is too long");
	out[len] = '\0';
	return true;
}

bool
program_ask(const char *prompt, char *out, size_t size, struct err *err)
{
	struct termios shown, hidden;
	bool ok;

	if (isatty(STDIN_FILENO) == 0 || tcgetattr(STDIN_FILENO, &shown) != 0)
		return err_set(err, ERR_USAGE,
			"standard input is no terminal, nobody can be asked");
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	fputs(prompt, stderr);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	ok = read_line(out, size, err);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	fputc('\n', stderr);
	return ok;
}

/* From the program's folder: the tree it was built in, or installed. */
static const char *
shipped_templates(char *found, size_t size)
{
	static const char *const places[] = {
		"../templates", "../share/skapa/templates"};
	char path[PATH_MAX];
	const char *folder;
	ssize_t len;
	size_t i;

	len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (len <= 0)
		return SKAPA_TEMPLATES;
	path[len] = '\0';
	folder = dirname(path);
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		snprintf(found, size, "%s/%s", folder, places[i]);
		if (access(found, R_OK | X_OK) == 0)
			return found;
	}
	return SKAPA_TEMPLATES;
}

const char *
program_templates(const struct cli *cli)
{
	static char both[2 * PATH_MAX + 64];
	char found[PATH_MAX + 32];
	const char *environment = getenv("SKAPA_TEMPLATES");
	const char *shipped = environment != NULL && environment[0] != '\0'
				      ? environment
				      : shipped_templates(found, sizeof(found));

	if (cli_has(cli, "templates"))
		snprintf(both, sizeof(both), "%s:%s",
			cli_text(cli, "templates", ""), shipped);
	else
		snprintf(both, sizeof(both), "%s", shipped);
	return both;
}

void
program_today(char date[PROGRAM_DATE])
{
	const time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(date, PROGRAM_DATE, "%Y-%m-%d", &tm);
}

int64_t
program_now(void)
{
	return time(NULL);
}
