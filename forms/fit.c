#include "forms/fit.h"

#include "core/err.h"
#include "core/str.h"
#include "draw/text.h"
#include "forms/job.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <string.h>

struct search {
	const char *templates;
	const char *language; /* NULL is all */
	struct text_engine *engine;
	struct str *found;
	struct fit *fit;
};

static void
try_sheet(struct search *search, const struct job_ask *ask)
{
	struct job job = {0};
	struct err err = {0};

	if (job_make(&job, ask, search->engine, &err)) {
		search->fit->sheets++;
	} else if (err.code != ERR_USAGE) {
		str_addf(search->found, "%s %s %s %d: error: %s [fit]\n",
			ask->instrument, ask->language, ask->level, ask->steps,
			err.text);
		search->fit->errors++;
	}
	job_finish(&job);
}

static void
try_language(struct search *search, const struct instrument *instrument,
	const char *language)
{
	struct job_ask ask = {.templates = search->templates,
		.instrument = instrument->id,
		.language = language};
	unsigned level, step;

	for (level = 0; level < instrument->n_levels; level++) {
		for (step = 0; step < instrument->n_steps; step++) {
			ask.level = instrument->levels[level];
			ask.steps = instrument->steps[step];
			try_sheet(search, &ask);
		}
	}
}

static bool
try_instrument(struct search *search, const char *id, struct err *err)
{
	struct instrument *instrument =
		instrument_load(search->templates, id, err);
	char **languages;
	size_t i;

	if (instrument == NULL)
		return false;
	languages = wording_languages(search->templates, id, NULL, err);
	for (i = 0; languages != NULL && languages[i] != NULL; i++)
		if (search->language == NULL ||
			strcmp(search->language, languages[i]) == 0)
			try_language(search, instrument, languages[i]);
	instrument_free(instrument);
	wording_languages_free(languages);
	return languages != NULL;
}

bool
fit_look(const char *templates, const char *language, struct str *found,
	struct fit *fit, struct err *err)
{
	struct search search = {.templates = templates,
		.language = language,
		.found = found,
		.fit = fit};
	char **ids = instrument_ids(templates, NULL, err);
	bool ok = ids != NULL;
	size_t i;

	search.engine = ok ? text_engine_new(err) : NULL;
	ok = search.engine != NULL;
	for (i = 0; ok && ids[i] != NULL; i++)
		ok = try_instrument(&search, ids[i], err);
	text_engine_free(search.engine);
	instrument_ids_free(ids);
	return ok && str_ok(found, err);
}
