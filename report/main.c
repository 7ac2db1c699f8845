/* skapa-report: a person's progression. Joins the store and the wording. */
#include "report/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <string.h>

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

const char *
main_name(const char *instrument, const char *item, void *data)
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

void
main_names_finish(struct names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		wording_free(names->known[i].wording);
}

bool
main_code(const struct cli *cli, char code[PERSON_CODE], struct err *err)
{
	return person_code_read(cli->words[0], code) ||
	       err_set(err, ERR_USAGE,
		       "\"%s\" is not a person's code: eight letters and "
		       "digits as in 7K4Q-MXP9, and the last one checks the "
		       "others",
		       cli->words[0]);
}

static const struct program_command commands[] = {
	{"person", "CODE", "a person's answers over time, as text",
		person_options, person_run},
	{"extract", "CODE",
		"everything that is held about a person, and who "
		"read it",
		extract_options, extract_run},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main(
		"skapa-report", "a person's progression", commands, argc, argv);
}
