/* skapa-report: a person's progression. */
#include "report/person.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/store.h"

static const struct cli_option person_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "text", "text, the only one so far"},
	{0},
};

static int
run_person(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {"text", NULL};
	char code[PERSON_CODE];
	struct store *store = NULL;
	struct str out = {0};
	const char *format;
	bool ok;

	if (!cli_words(cli, 1, 1, err) ||
		!cli_word(cli, "format", formats, &format, err))
		return program_fail(err);
	if (!person_code_read(cli->words[0], code)) {
		err_set(err, ERR_USAGE,
			"\"%s\" is not a person's code: eight letters and "
			"digits as in 7K4Q-MXP9, and the last one checks the "
			"others",
			cli->words[0]);
		return program_fail(err);
	}
	store = store_open(cli_store(cli), STORE_READ, 0, err);
	ok = store != NULL &&
	     person_report(store, code, NULL, NULL, &out, err) &&
	     program_print(&out, err);
	store_close(store);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static const struct program_command commands[] = {
	{"person", "CODE", "a person's answers over time, as text",
		person_options, run_person},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main(
		"skapa-report", "a person's progression", commands, argc, argv);
}
