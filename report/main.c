/* skapa-report: a person's progression. Joins the store and the wording. */
#include "report/extract.h"
#include "report/extract_pdf.h"
#include "report/person.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "store/roles.h"
#include "store/store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An extract waits this long for a batch that is being filed. */
#define WRITER_WAIT_MS 5000

static const struct cli_option person_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "text", "text, the only one so far"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

static const struct cli_option extract_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"output", "FOLDER", "where extract.pdf and extract.json go"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

/* The Swedish words of the instruments that were asked for so far. */
struct names {
	const char *templates;
	struct name {
		char instrument[ITEM_KEY];
		struct wording *wording; /* NULL where it cannot be loaded */
	} known[16];
	size_t n;
};

static struct wording *
load_words(const char *templates, const char *id)
{
	struct instrument *instrument = instrument_load(templates, id, NULL);
	struct wording *words = NULL;

	if (instrument != NULL)
		words = wording_load(templates, instrument,
			WORDING_SOURCE_LANGUAGE, instrument->levels[0],
			instrument->steps[0], NULL);
	instrument_free(instrument);
	return words;
}

static const char *
name_of(const char *instrument, const char *item, void *data)
{
	struct names *names = data;
	const struct wording *words;
	size_t i;

	for (i = 0; i < names->n; i++) {
		if (strcmp(names->known[i].instrument, instrument) == 0)
			break;
	}
	if (i == sizeof(names->known) / sizeof(*names->known))
		return NULL;
	if (i == names->n) {
		names->n++;
		str_copy(names->known[i].instrument, ITEM_KEY, instrument);
		names->known[i].wording =
			load_words(names->templates, instrument);
	}
	words = names->known[i].wording;
	if (words == NULL)
		return NULL;
	return item == NULL ? wording_title(words) : wording_name(words, item);
}

static void
names_finish(struct names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		wording_free(names->known[i].wording);
}

static bool
read_code(const struct cli *cli, char code[PERSON_CODE], struct err *err)
{
	return person_code_read(cli->words[0], code) ||
	       err_set(err, ERR_USAGE,
		       "\"%s\" is not a person's code: eight letters and "
		       "digits as in 7K4Q-MXP9, and the last one checks the "
		       "others",
		       cli->words[0]);
}

static int
run_person(struct cli *cli, struct err *err)
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
	if (!read_code(cli, code, err))
		return program_fail(err);
	store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, program_now());
	ok = store != NULL &&
	     person_report(store, code, name_of, &names, &out, err) &&
	     program_print(&out, err);
	store_close(store);
	names_finish(&names);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* folder/name, which is not there yet. */
static bool
write_new(const char *folder, const char *name, const struct str *bytes,
	struct err *err)
{
	struct str path = {0};
	bool ok;

	str_addf(&path, "%s/%s", folder, name);
	ok = str_ok(&path, err) &&
	     (access(path.at, F_OK) != 0 ||
		     err_set(err, ERR_INPUT,
			     "%s: is there already; name another folder",
			     path.at)) &&
	     file_write(path.at, bytes->at, bytes->len, err);
	str_finish(&path);
	return ok;
}

/* A row in the audit for each thing that is read, in one transaction. */
static bool
make_extract(struct store *store, const struct extract_as *as, struct str *json,
	struct str *pdf, struct err *err)
{
	struct text_engine *engine = text_engine_new(err);
	bool ok = engine != NULL && store_bulk_begin(store, err);

	if (ok)
		ok = store_bulk_end(store,
			extract_pdf(store, as, engine, pdf, err) &&
				extract_json(store, as->code, json, err),
			err);
	text_engine_free(engine);
	text_end();
	return ok;
}

static bool
write_extract(const char *folder, const struct str *json, const struct str *pdf,
	struct err *err)
{
	umask(0077);
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return err_errno(err, "%s: cannot be made", folder);
	return write_new(folder, "extract.json", json, err) &&
	       write_new(folder, "extract.pdf", pdf, err);
}

static int
run_extract(struct cli *cli, struct err *err)
{
	const char *folder = cli_text(cli, "output", NULL);
	struct names names = {.templates = program_templates(cli)};
	struct store *store = NULL;
	struct str json = {0}, pdf = {0};
	char code[PERSON_CODE];
	const struct extract_as as = {.code = code,
		.at = program_now(),
		.label = name_of,
		.data = &names};
	bool ok = cli_words(cli, 1, 1, err) && read_code(cli, code, err);

	if (ok && folder == NULL)
		ok = err_set(err, ERR_USAGE, "extract needs --output FOLDER");
	if (ok)
		store = store_open(
			cli_store(cli), STORE_WRITE, WRITER_WAIT_MS, err);
	store_at(store, as.at);
	ok = store != NULL && make_extract(store, &as, &json, &pdf, err) &&
	     write_extract(folder, &json, &pdf, err);
	store_close(store);
	names_finish(&names);
	str_finish(&json);
	str_finish(&pdf);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static const struct program_command commands[] = {
	{"person", "CODE", "a person's answers over time, as text",
		person_options, run_person},
	{"extract", "CODE",
		"everything that is held about a person, and who "
		"read it",
		extract_options, run_extract},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main(
		"skapa-report", "a person's progression", commands, argc, argv);
}
