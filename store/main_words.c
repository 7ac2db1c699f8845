/* What the commands of skapa-store take from their command lines. */
#include "store/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/roles.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct cli_option store_options[] = {OPTION_STORE, {0}};
const struct cli_option list_options[] = {OPTION_STORE, OPTION_FORMAT, {0}};

struct store *
main_open(const struct cli *cli, enum store_mode mode, struct err *err)
{
	struct store *store = store_open(cli_store(cli), mode,
		mode == STORE_WRITE ? WRITER_WAIT_MS : 0, err);

	store_at(store, program_now());
	return store;
}

bool
main_is_json(const struct cli *cli, bool *json, struct err *err)
{
	static const char *const formats[] = {"text", "json", NULL};
	const char *format;

	if (!cli_word(cli, "format", formats, &format, err))
		return false;
	*json = format == formats[1];
	return true;
}

bool
main_person(
	const struct cli *cli, int i, char code[PERSON_CODE], struct err *err)
{
	return person_code_read(cli->words[i], code) ||
	       err_set(err, ERR_USAGE,
		       "'%s' is not a person code; it has the form 7K4Q-MXP9",
		       cli->words[i]);
}

bool
main_number(const struct cli *cli, int i, int64_t *number, struct err *err)
{
	const char *text = cli->words[i];
	char *end;
	long long n;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || n < 1)
		return err_set(
			err, ERR_USAGE, "'%s' is not a number of one", text);
	*number = n;
	return true;
}

bool
main_word(const struct cli *cli, const char *name, const char *const words[],
	int *out, struct err *err)
{
	const char *word;
	int i;

	if (!cli_has(cli, name))
		return true;
	if (!cli_word(cli, name, words, &word, err))
		return false;
	for (i = 0; words[i] != word; i++)
		;
	*out = i;
	return true;
}

bool
main_field(const struct cli *cli, const char *name, char *out, size_t size,
	struct err *err)
{
	const char *text = cli_text(cli, name, NULL);

	return text == NULL || str_copy(out, size, text) ||
	       err_set(err, ERR_USAGE, "--%s is longer than %zu bytes", name,
		       size - 1);
}

/* All of standard input, up to room bytes. */
static bool
read_input(char *out, size_t room, size_t *len, struct err *err)
{
	ssize_t n = 1;

	for (*len = 0; n > 0 && *len < room; *len += (size_t)n) {
		n = read(STDIN_FILENO, out + *len, room - *len);
		if (n < 0)
			return err_errno(err, "standard input cannot be read");
	}
	return true;
}

bool
main_text(const struct cli *cli, int i, char *out, size_t size, struct err *err)
{
	size_t len;

	if (i < cli->n_words)
		return str_copy(out, size, cli->words[i]) ||
		       err_set(err, ERR_USAGE,
			       "the text is longer than %zu bytes", size - 1);
	if (isatty(STDIN_FILENO))
		return err_set(err, ERR_USAGE,
			"the text is missing; write it behind the code or into "
			"standard input");
	if (!read_input(out, size, &len, err))
		return false;
	if (len > 0 && out[len - 1] == '\n')
		len--;
	if (len == size)
		return err_set(err, ERR_USAGE,
			"the text is longer than %zu bytes", size - 1);
	out[len] = '\0';
	return memchr(out, '\0', len) == NULL ||
	       err_set(err, ERR_USAGE, "the text has a NUL in it");
}

bool
main_print_number(int64_t number, struct err *err)
{
	struct str out = {0};
	bool ok;

	str_addf(&out, "%lld\n", (long long)number);
	ok = program_print(&out, err);
	str_finish(&out);
	return ok;
}

int
main_list(struct cli *cli, int most, main_walk *walk, struct err *err)
{
	char code[PERSON_CODE];
	struct main_out out = {0};
	struct store *store = NULL;
	bool ok;

	ok = cli_words(cli, 0, most, err) &&
	     main_is_json(cli, &out.is_json, err) &&
	     (cli->n_words == 0 || main_person(cli, 0, code, err));
	if (ok)
		store = main_open(cli, STORE_READ, err);
	ok = store != NULL &&
	     walk(store, cli->n_words != 0 ? code : NULL, &out, err) &&
	     program_print(&out.text, err);
	store_close(store);
	str_finish(&out.text);
	return ok ? PROGRAM_DONE : program_fail(err);
}
