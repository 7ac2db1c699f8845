#include "forms/job.h"

#include "core/err.h"
#include "forms/place.h"
#include "forms/print.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <string.h>

/* The words, and Swedish beside any other language than Swedish. */
static bool
load_words(struct job *job, const struct job_ask *ask, struct err *err)
{
	struct sheet_order *o = &job->order;
	const char *language =
		ask->language == NULL ? WORDING_SOURCE_LANGUAGE : ask->language;

	job->wording = wording_load(o->templates, o->instrument, language,
		ask->level, ask->steps, err);
	if (job->wording == NULL)
		return false;
	o->wording = job->wording;
	o->level = wording_level(job->wording);
	o->steps = wording_steps(job->wording);
	if (strcmp(language, WORDING_SOURCE_LANGUAGE) == 0 ||
		strcmp(language, WORDING_EASY_SWEDISH) == 0)
		return true;
	job->swedish = wording_load(o->templates, o->instrument,
		WORDING_SOURCE_LANGUAGE, o->level, o->steps, err);
	o->swedish = job->swedish;
	return o->swedish != NULL;
}

bool
job_make(struct job *job, const struct job_ask *ask, struct text_engine *engine,
	struct err *err)
{
	struct sheet_order *o = &job->order;

	o->templates = ask->templates;
	o->engine = engine;
	job->instrument = instrument_load(ask->templates, ask->instrument, err);
	if (job->instrument == NULL)
		return false;
	o->instrument = job->instrument;
	o->level = ask->level == NULL ? job->instrument->levels[0] : ask->level;
	o->steps = ask->steps == 0 ? job->instrument->steps[0] : ask->steps;
	if (!instrument_has_level(job->instrument, o->level, err) ||
		!instrument_has_steps(job->instrument, o->steps, err) ||
		!load_words(job, ask, err))
		return false;
	job->sheet = sheet_new(o, err);
	return job->sheet != NULL &&
	       print_plain(job->sheet, wording_title(o->wording),
		       wording_language(o->wording), &job->plain, err);
}

void
job_finish(struct job *job)
{
	sheet_free(job->sheet);
	wording_free(job->wording);
	wording_free(job->swedish);
	instrument_free(job->instrument);
	str_finish(&job->plain);
	*job = (struct job){0};
}
