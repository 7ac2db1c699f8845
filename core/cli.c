#include "core/cli.h"

#include "core/err.h"
#include "core/str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Known everywhere; their places in given[] are behind the table's. */
static const struct cli_option common[] = {
	{"site-key", "FILE", "the store's site key; else see skapa(1)"},
	{"help", NULL, "show this text"},
	{"version", NULL, "show the version"},
	{0},
};

static int
option_index(const struct cli_option *options, const char *name, size_t len)
{
	int i, k;

	for (i = 0; options[i].name != NULL; i++) {
		if (strlen(options[i].name) == len &&
			memcmp(options[i].name, name, len) == 0)
			return i;
	}
	for (k = 0; common[k].name != NULL; k++) {
		if (strlen(common[k].name) == len &&
			memcmp(common[k].name, name, len) == 0)
			return i + k;
	}
	return -1;
}

static const struct cli_option *
option_at(const struct cli_option *options, int index)
{
	int n = 0;

	while (options[n].name != NULL)
		n++;
	return index < n ? &options[index] : &common[index - n];
}

/* One option at argv[i]; returns how many arguments it took, 0 on error. */
static int
take_option(struct cli *cli, int i, int argc, char **argv, struct err *err)
{
	const char *name = argv[i] + 2;
	const char *equals = strchr(name, '=');
	const size_t len =
		equals != NULL ? (size_t)(equals - name) : strlen(name);
	const int index = option_index(cli->options, name, len);
	const struct cli_option *option;

	if (index < 0) {
		err_set(err, ERR_USAGE, "unknown option --%.*s", (int)len,
			name);
		return 0;
	}
	option = option_at(cli->options, index);
	if (cli->given[index] != NULL) {
		err_set(err, ERR_USAGE, "--%s is given twice", option->name);
		return 0;
	}
	if (option->value == NULL) {
		if (equals != NULL) {
			err_set(err, ERR_USAGE, "--%s takes no value",
				option->name);
			return 0;
		}
		cli->given[index] = "";
		return 1;
	}
	if (equals != NULL) {
		cli->given[index] = equals + 1;
		return 1;
	}
	if (i + 1 >= argc) {
		err_set(err, ERR_USAGE, "--%s needs %s", option->name,
			option->value);
		return 0;
	}
	cli->given[index] = argv[i + 1];
	return 2;
}

bool
cli_parse(struct cli *cli, int argc, char **argv,
	const struct cli_option *options, struct err *err)
{
	bool ended = false;
	int i = 0;

	*cli = (struct cli){.options = options, .words = argv};
	while (i < argc) {
		const char *arg = argv[i];
		int took;

		if (!ended && strcmp(arg, "--") == 0) {
			ended = true;
			i++;
			continue;
		}
		if (ended || arg[0] != '-' || arg[1] == '\0') {
			argv[cli->n_words++] = argv[i++];
			continue;
		}
		if (arg[1] != '-')
			return err_set(
				err, ERR_USAGE, "unknown option %s", arg);
		took = take_option(cli, i, argc, argv, err);
		if (took == 0)
			return false;
		i += took;
	}
	return true;
}

bool
cli_has(const struct cli *cli, const char *name)
{
	const int index = option_index(cli->options, name, strlen(name));

	return index >= 0 && cli->given[index] != NULL;
}

const char *
cli_text(const struct cli *cli, const char *name, const char *otherwise)
{
	const int index = option_index(cli->options, name, strlen(name));

	return index >= 0 && cli->given[index] != NULL ? cli->given[index]
						       : otherwise;
}

bool
cli_number(const struct cli *cli, const char *name, long low, long high,
	long *out, struct err *err)
{
	const char *text = cli_text(cli, name, NULL);
	char *end;
	long n;

	if (text == NULL)
		return true;
	errno = 0;
	n = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || n < low || n > high)
		return err_set(err, ERR_USAGE,
			"--%s \"%s\" is not a whole number from %ld to %ld",
			name, text, low, high);
	*out = n;
	return true;
}

bool
cli_word(const struct cli *cli, const char *name, const char *const words[],
	const char **out, struct err *err)
{
	const char *text = cli_text(cli, name, words[0]);
	struct str known = {0};
	int i;

	for (i = 0; words[i] != NULL; i++) {
		if (strcmp(text, words[i]) == 0) {
			*out = words[i];
			return true;
		}
	}
	for (i = 0; words[i] != NULL; i++)
		str_addf(&known, "%s%s", i > 0 ? ", " : "", words[i]);
	err_set(err, ERR_USAGE, "unknown --%s \"%s\"; there is: %s", name, text,
		known.at == NULL ? "" : known.at);
	str_finish(&known);
	return false;
}

bool
cli_words(const struct cli *cli, int low, int high, struct err *err)
{
	if (cli->n_words < low)
		return err_set(err, ERR_USAGE,
			"something is missing behind \"%s\": %s takes %s",
			cli->n_words > 0 ? cli->words[cli->n_words - 1]
					 : cli->command,
			cli->command, cli->takes);
	if (cli->n_words > high)
		return err_set(
			err, ERR_USAGE, "unexpected \"%s\"", cli->words[high]);
	return true;
}

const char *
cli_store(const struct cli *cli)
{
	const char *environment = getenv("SKAPA_STORE");

	if (environment == NULL || environment[0] == '\0')
		environment = "./skapa-store";
	return cli_text(cli, "store", environment);
}

static void
help_lines(struct str *out, const struct cli_option *options)
{
	int i;

	for (i = 0; options[i].name != NULL; i++) {
		char left[40];

		snprintf(left, sizeof(left), "--%s%s%s", options[i].name,
			options[i].value == NULL ? "" : " ",
			options[i].value == NULL ? "" : options[i].value);
		str_addf(out, "  %-24s %s\n", left, options[i].help);
	}
}

void
cli_help(struct str *out, const struct cli_option *options)
{
	help_lines(out, options);
	help_lines(out, common);
}
