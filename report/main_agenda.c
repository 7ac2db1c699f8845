/* skapa report agenda: what a case forum goes through. */
#include "report/agenda.h"
#include "report/agenda_pdf.h"
#include "report/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "store/roles.h"

#include <string.h>

const struct cli_option agenda_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"caseworker", "WHO", "people of that caseworker or deputy alone"},
	{"date", "DATE", "as of that day; today if not given"},
	{"scores", NULL, "the last answers of those who have agreed to it"},
	{"templates", "DIR", "folder of instruments and wording"},
	{"weeks", "N", "how far ahead a gap is told, 4 if not given"},
	{"format", "F", "text, json or pdf"},
	{"output", "FILE", "where it goes; else standard output"},
	{0},
};

static bool
ask_of(const struct cli *cli, struct agenda_ask *ask, struct err *err)
{
	const char *date = cli_text(cli, "date", NULL);
	long weeks = 4;

	ask->caseworker = cli_text(cli, "caseworker", NULL);
	if (cli_has(cli, "scores"))
		ask->scores = program_templates(cli);
	program_today(ask->today);
	if (date != NULL && !str_is_date(date))
		return err_set(err, ERR_USAGE,
			"\"%s\" is no day; write it as 2026-11-24", date);
	if (date != NULL)
		str_copy(ask->today, STORE_DATE, date);
	if (!cli_number(cli, "weeks", 1, AGENDA_WEEKS, &weeks, err))
		return false;
	ask->weeks = (int)weeks;
	return true;
}

static bool
make(const struct agenda *agenda, const char *format, struct str *out,
	struct err *err)
{
	struct text_engine *engine;
	bool ok;

	if (strcmp(format, "text") == 0) {
		agenda_text(agenda, out);
		return str_ok(out, err);
	}
	if (strcmp(format, "json") == 0) {
		agenda_json(agenda, out);
		return str_ok(out, err);
	}
	engine = text_engine_new(err);
	ok = engine != NULL &&
	     agenda_pdf(agenda, program_now(), engine, out, err);
	text_engine_free(engine);
	text_end();
	return ok;
}

int
agenda_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {"text", "json", "pdf", NULL};
	const char *path = cli_text(cli, "output", NULL), *format;
	struct agenda_ask ask = {0};
	struct agenda agenda = {0};
	struct store *store = NULL;
	struct str out = {0};
	bool ok;

	if (!cli_words(cli, 0, 0, err) ||
		!cli_word(cli, "format", formats, &format, err) ||
		!ask_of(cli, &ask, err) ||
		(path != NULL && !file_can_write(path, err)))
		return program_fail(err);
	store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, program_now());
	ok = store != NULL && agenda_load(&agenda, store, &ask, err) &&
	     make(&agenda, format, &out, err) &&
	     (path != NULL ? file_write(path, out.at, out.len, err)
			   : program_print(&out, err));
	agenda_finish(&agenda);
	store_close(store);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
