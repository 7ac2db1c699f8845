/*
 * The command line that all programs share: tables of options, the same
 * sentences, the same statuses.
 *
 *	static const struct cli_option options[] = {
 *		{"count", "N", "how many people to add", true},
 *		{"store", "DIR", "the store", true},
 *		{0}
 *	};
 *	if (!cli_parse(&cli, argc, argv, options, 0, 1, &err)) ...
 *	cli_text(&cli, "store")
 *
 * Long options only, as `--name value` or `--name=value`; `--` ends them.
 * Nothing here prints or exits: usage texts are written by main.
 */
#ifndef SKAPA_CORE_CLI_H
#define SKAPA_CORE_CLI_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct str;

#define CLI_OPTIONS 32

struct cli_option {
	const char *name;  /* without the dashes; NULL ends the table */
	const char *value; /* what its value is called, NULL: takes none */
	const char *help;  /* one line */
};

struct cli {
	const struct cli_option *options;
	/* "restore" and what it takes, "FILE DIR": set by program_main */
	const char *command, *takes;
	const char *given[CLI_OPTIONS]; /* by index; "" for one without value */
	char **words;			/* what is no option; borrowed */
	int n_words;
};

/*
 * Sorts argv (from argv[0], the first after the command's name) into options
 * and words; words are moved to the front of argv. --help, --version and
 * --site-key are known everywhere (cli_has). Errors: ERR_USAGE for an option
 * that is not in the table, is given twice or lacks its value.
 */
bool cli_parse(struct cli *cli, int argc, char **argv,
	const struct cli_option *options, struct err *err);
bool cli_has(const struct cli *cli, const char *name);
/* The value, or otherwise. */
const char *cli_text(
	const struct cli *cli, const char *name, const char *otherwise);
/*
 * A whole number in low..high into *out; *out is left if the option is not
 * given. Errors: ERR_USAGE.
 */
bool cli_number(const struct cli *cli, const char *name, long low, long high,
	long *out, struct err *err);
/* One of the words ("text", "json", NULL-ended), else ERR_USAGE. */
bool cli_word(const struct cli *cli, const char *name,
	const char *const words[], const char **out, struct err *err);
/* Errors: ERR_USAGE unless there are low..high words, naming what it takes. */
bool cli_words(const struct cli *cli, int low, int high, struct err *err);

/* --store, else $SKAPA_STORE, else ./skapa-store. */
const char *cli_store(const struct cli *cli);

/* "  --count N      how many people to add" a line. */
void cli_help(struct str *out, const struct cli_option *options);

#endif
