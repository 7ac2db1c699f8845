/* skapa-report: a person's progression. Joins the store and the wording. */
#include "report/person.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "store/roles.h"
#include "store/store.h"

#include <string.h>

static const struct cli_option person_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "text", "text, the only one so far"},
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
	if (!person_code_read(cli->words[0], code)) {
		err_set(err, ERR_USAGE,
			"\"%s\" is not a person's code: eight letters and "
			"digits as in 7K4Q-MXP9, and the last one checks the "
			"others",
			cli->words[0]);
		return program_fail(err);
	}
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
