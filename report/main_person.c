/* skapa report person: a person's answers over time. */
#include "report/main.h"
#include "report/person.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/roles.h"

const struct cli_option person_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "text", "text, the only one so far"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

int
person_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {"text", NULL};
	char code[PERSON_CODE];
	struct names names = {.templates = program_templates(cli)};
	struct store *store = NULL;
	struct str out = {0};
	const char *format;
	bool ok;

	if (!cli_words(cli, 1, 1, err) ||
		!cli_word(cli, "format", formats, &format, err))
		return program_fail(err);
	if (!main_code(cli, code, err))
		return program_fail(err);
	store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, program_now());
	ok = store != NULL &&
	     person_report(store, code, main_name, &names, &out, err) &&
	     program_print(&out, err);
	store_close(store);
	main_names_finish(&names);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
