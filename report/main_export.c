#include "report/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "report/export.h"
#include "store/roles.h"

#include <string.h>

#define FIRST_DAY "2000-01-01"

const struct cli_option export_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "FORMAT", "csv, csv-plain, json, fhir or spss"},
	{"output", "FOLDER", "where the files go"},
	{"instrument", "ID", "whose answers, skapa if not given"},
	{"level", "LEVEL", "of the words; the instrument's first if not given"},
	{"steps", "N", "of the ladder; the instrument's first if not given"},
	{"from", "DATE", "occasions from that day"},
	{"until", "DATE", "occasions up to that day"},
	{"with-pilot", NULL, "also what was a trial"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

static bool
take_ask(const struct cli *cli, struct export_ask *ask, struct err *err)
{
	char today[PROGRAM_DATE];
	const char *from = cli_text(cli, "from", FIRST_DAY);
	const char *until;

	program_today(today);
	until = cli_text(cli, "until", today);
	if (!cli_words(cli, 0, 0, err))
		return false;
	if (!str_is_date(from) || !str_is_date(until))
		return err_set(err, ERR_USAGE,
			"%s is no day; write it as 2026-03-31",
			str_is_date(from) ? until : from);
	ask->with_pilot = cli_has(cli, "with-pilot");
	if (!cli_has(cli, "output"))
		return err_set(err, ERR_USAGE, "export needs --output FOLDER");
	return str_copy(ask->from, sizeof(ask->from), from) &&
	       str_copy(ask->until, sizeof(ask->until), until);
}

static bool
take_series(const struct cli *cli, struct export_ask *ask, struct err *err)
{
	long steps = ask->instrument->steps[0];
	const char *level = cli_text(cli, "level", ask->instrument->levels[0]);

	if (!cli_number(cli, "steps", 2, STEP_MAX, &steps, err))
		return false;
	ask->steps = (int)steps;
	return str_copy(ask->level, sizeof(ask->level), level) ||
	       err_set(err, ERR_USAGE, "unknown level \"%s\"", level);
}

static bool
write_files(const struct cli *cli, enum export_format format,
	const struct str *data, const struct str *beside, struct err *err)
{
	const struct export_names names = export_names(format);
	const char *folder = cli_text(cli, "output", NULL);

	return str_ok(data, err) && str_ok(beside, err) &&
	       main_folder(folder, err) &&
	       main_write_new(folder, names.data, data, err) &&
	       (names.beside == NULL ||
		       main_write_new(folder, names.beside, beside, err));
}

static bool
make(const struct cli *cli, const struct export_ask *ask,
	enum export_format format, struct err *err)
{
	struct store *store = store_open(cli_store(cli), STORE_READ, 0, err);
	struct str data = {0}, beside = {0}, out = {0};
	size_t n = 0, others = 0;
	bool ok;

	store_at(store, program_now());
	ok = store != NULL &&
	     export_make(
		     store, ask, format, &data, &beside, &n, &others, err) &&
	     write_files(cli, format, &data, &beside, err);
	store_close(store);
	if (ok)
		str_addf(&out,
			"%zu occasion%s of %s with %d steps, without anybody's "
			"code\n",
			n, n == 1 ? "" : "s", ask->level, ask->steps);
	if (ok && others > 0)
		str_addf(&out,
			"left out: %zu of another --level or --steps, which "
			"are never put together\n",
			others);
	ok = ok && program_print(&out, err);
	str_finish(&data);
	str_finish(&beside);
	str_finish(&out);
	return ok;
}

int
export_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {
		"csv", "csv-plain", "json", "fhir", "spss", NULL};
	struct instrument *instrument = NULL;
	struct wording *words = NULL;
	struct export_ask ask = {0};
	int format = 0;
	const char *word;
	bool ok = cli_word(cli, "format", formats, &word, err) &&
		  take_ask(cli, &ask, err);

	while (ok && strcmp(formats[format], word) != 0)
		format++;
	if (ok)
		instrument = instrument_load(program_templates(cli),
			cli_text(cli, "instrument", "skapa"), err);
	ask.instrument = instrument;
	if (instrument != NULL && take_series(cli, &ask, err))
		words = wording_load(program_templates(cli), instrument,
			WORDING_SOURCE_LANGUAGE, ask.level, ask.steps, err);
	ask.words = words;
	ok = words != NULL && make(cli, &ask, (enum export_format)format, err);
	wording_free(words);
	instrument_free(instrument);
	return ok ? PROGRAM_DONE : program_fail(err);
}
