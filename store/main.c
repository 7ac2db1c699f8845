/* skapa-store: people, and the health of the store. */
#include "store/store.h"

#include "core/code.h"
#include "core/err.h"
#include "core/program.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

/* people add waits this long for a batch that is being filed. */
#define WAIT_MS 5000

#define OPTION_STORE                                                           \
	{                                                                      \
		"store", "DIR",                                                \
			"the store; else $SKAPA_STORE, else ./skapa-store"     \
	}
#define OPTION_FORMAT                                                          \
	{                                                                      \
		"format", "text|json", "text (the default) or json"            \
	}

static const struct cli_option store_options[] = {OPTION_STORE, {0}};
static const struct cli_option list_options[] = {
	OPTION_STORE, OPTION_FORMAT, {0}};
static const struct cli_option add_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	{"count", "N", "how many people to add"},
	{"language", "L", "their language, a key: ar, sv-simple"},
	{"unit", "U", "where they belong, a key"},
	{0},
};

static int
run_init(struct cli *cli, struct err *err)
{
	if (!cli_words(cli, 0, 0, err) || !store_init(cli_store(cli), err))
		return program_fail(err);
	return PROGRAM_DONE;
}

static void
add_finding(const char *sentence, void *data)
{
	struct str *out = data;

	str_addf(out, "%s\n", sentence);
}

static int
run_check(struct cli *cli, struct err *err)
{
	struct store *store = NULL;
	struct str out = {0};
	size_t n = 0;
	bool ok;

	if (!cli_words(cli, 0, 0, err))
		return program_fail(err);
	store = store_open(cli_store(cli), STORE_READ, 0, err);
	ok = store != NULL && store_check(store, add_finding, &out, &n, err);
	if (ok && n == 0)
		str_add(&out, "nothing wrong\n");
	ok = ok && program_print(&out, err);
	if (ok && n > 0)
		ok = err_set(err, ERR_INPUT, "%s: %zu finding%s",
			cli_store(cli), n, n == 1 ? "" : "s");
	store_close(store);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

struct people_out {
	struct str text;
	bool is_json;
};

static bool
is_json(const struct cli *cli, bool *json, struct err *err)
{
	static const char *const formats[] = {"text", "json", NULL};
	const char *format;

	if (!cli_word(cli, "format", formats, &format, err))
		return false;
	*json = strcmp(format, "json") == 0;
	return true;
}

/* word is a key, or "". */
static void
add_word(struct str *out, const char *name, const char *word)
{
	if (word[0] == '\0')
		str_addf(out, ",\"%s\":null", name);
	else
		str_addf(out, ",\"%s\":\"%s\"", name, word);
}

static bool
add_person(const struct store_person *person, void *data, struct err *err)
{
	struct people_out *out = data;

	(void)err;
	if (out->is_json) {
		str_addf(&out->text, "{\"code\":\"%s\"", person->code);
		add_word(&out->text, "language", person->language);
		add_word(&out->text, "unit", person->unit);
		str_add(&out->text, "}\n");
	} else {
		str_addf(&out->text, "%s\n", person->code);
	}
	return true;
}

static bool
add_people(struct cli *cli, size_t n, struct people_out *out, struct err *err)
{
	const char *language = cli_text(cli, "language", NULL);
	const char *unit = cli_text(cli, "unit", NULL);
	char(*codes)[PERSON_CODE] = calloc(n, sizeof(*codes));
	struct store *store = NULL;
	struct store_person person = {0};
	bool ok = false;
	size_t i;

	if (codes == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	store = store_open(cli_store(cli), STORE_WRITE, WAIT_MS, err);
	if (store == NULL ||
		!store_people_add(store, n, language, unit, codes, err))
		goto out;
	/* The store took them, so they are keys and fit. */
	str_copy(person.language, sizeof(person.language),
		language != NULL ? language : "");
	str_copy(person.unit, sizeof(person.unit), unit != NULL ? unit : "");
	for (i = 0; i < n; i++) {
		memcpy(person.code, codes[i], PERSON_CODE);
		add_person(&person, out, err);
	}
	ok = true;
out:
	store_close(store);
	free(codes);
	return ok;
}

static int
run_people_add(struct cli *cli, struct err *err)
{
	struct people_out out = {0};
	long count = 0;
	bool ok;

	if (!cli_words(cli, 0, 0, err) || !is_json(cli, &out.is_json, err) ||
		!cli_number(cli, "count", 1, STORE_PEOPLE_MAX, &count, err))
		return program_fail(err);
	if (count == 0) {
		err_set(err, ERR_USAGE, "people add needs --count N");
		return program_fail(err);
	}
	ok = add_people(cli, (size_t)count, &out, err) &&
	     program_print(&out.text, err);
	str_finish(&out.text);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static int
run_people_list(struct cli *cli, struct err *err)
{
	struct people_out out = {0};
	struct store *store = NULL;
	bool ok;

	if (!cli_words(cli, 0, 0, err) || !is_json(cli, &out.is_json, err))
		return program_fail(err);
	store = store_open(cli_store(cli), STORE_READ, 0, err);
	ok = store != NULL && store_people_list(store, add_person, &out, err) &&
	     program_print(&out.text, err);
	store_close(store);
	str_finish(&out.text);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* PERSON LINE ...: each sheet by itself; what was bound before stays. */
static int
run_people_bind(struct cli *cli, struct err *err)
{
	char person[PERSON_CODE], line[CODE_LINE];
	struct store *store = NULL;
	bool ok = cli_words(cli, 2, 1000, err);
	int i;

	if (ok && !person_code_read(cli->words[0], person))
		ok = err_set(err, ERR_USAGE,
			"'%s' is not a person code; it has the form "
			"7K4Q-MXP9",
			cli->words[0]);
	for (i = 1; ok && i < cli->n_words; i++)
		if (!code_line_read(cli->words[i], line))
			ok = err_set(err, ERR_USAGE,
				"'%s' is not a code line; it stands beside the "
				"square codes, as in 7K4QM-XMP92",
				cli->words[i]);
	store = ok ? store_open(cli_store(cli), STORE_WRITE, WAIT_MS, err)
		   : NULL;
	ok = store != NULL;
	for (i = 1; ok && i < cli->n_words; i++)
		ok = code_line_read(cli->words[i], line) &&
		     store_sheet_bind(store, line, person, err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static const struct program_command commands[] = {
	{"init", "", "make a store", store_options, run_init},
	{"check", "", "look whether the store is whole", store_options,
		run_check},
	{"people add", "", "add people and print their codes", add_options,
		run_people_add},
	{"people list", "", "print the codes of all people", list_options,
		run_people_list},
	{"people bind", "CODE LINE ...", "give blank sheets to a person",
		store_options, run_people_bind},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main("skapa-store",
		"people, and the health of the store", commands, argc, argv);
}
