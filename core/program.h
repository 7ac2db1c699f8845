/*
 * The main that all programs share: a table of commands, their usage texts,
 * and the exit statuses of the contract. With core/log.c the only place in the
 * archives that prints.
 *
 *	static const struct program_command commands[] = {
 *		{"people add", "", "add people", add_options, run_add},
 *		{0}
 *	};
 *	int main(int argc, char **argv) {
 *		return program_main("skapa-store", "people, ...", commands,
 *			argc, argv);
 *	}
 */
#ifndef SKAPA_CORE_PROGRAM_H
#define SKAPA_CORE_PROGRAM_H

#include "core/cli.h"

#include <stdint.h>

struct str;

enum {
	PROGRAM_DONE = 0,
	PROGRAM_FAILED = 1,
	PROGRAM_USAGE = 2,
	PROGRAM_SOME_REFUSED = 4
};

struct program_command {
	const char *name;  /* one or two words; NULL ends the table */
	const char *words; /* what follows the options, for the usage text */
	const char *help;  /* one line */
	const struct cli_option *options;
	/*
	 * The exit status; on PROGRAM_FAILED and PROGRAM_USAGE err has the
	 * sentence, which program_main writes.
	 */
	int (*run)(struct cli *cli, struct err *err);
};

int program_main(const char *name, const char *help,
	const struct program_command *commands, int argc, char **argv);

/* err_exit_status(), for `return program_fail(err)`. */
int program_fail(const struct err *err);

/*
 * Writes out to stdout. Errors: ERR_SYSTEM if it cannot be written (a full
 * disk, a closed pipe).
 */
bool program_print(const struct str *out, struct err *err);

/*
 * Asks for a secret on the terminal, without showing it: one line, without
 * its end. Errors: ERR_USAGE if stdin is no terminal, or nothing was typed;
 * ERR_LIMIT for more than size - 1 bytes.
 */
bool program_ask(const char *prompt, char *out, size_t size, struct err *err);

/*
 * Where templates are, folders with ':' between, first come first served:
 * --templates, and behind it $SKAPA_TEMPLATES, else ../templates or
 * ../share/skapa/templates from the program's folder, else where PREFIX was
 * when it was built.
 */
const char *program_templates(const struct cli *cli);

/* Today in UTC as "YYYY-MM-DD". */
#define PROGRAM_DATE 11
void program_today(char date[PROGRAM_DATE]);
/* Now, seconds since 1970, UTC. */
int64_t program_now(void);

#endif
