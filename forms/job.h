/*
 * From what is asked for to a sheet that can be printed: instrument, words,
 * small Swedish, placed pages and their print without codes. Many of them may
 * be made in one run, of different languages, levels and instruments; the
 * text engine is shared.
 *
 *	const struct job_ask ask = {.templates = "templates",
 *		.instrument = "skapa", .language = "ar"};
 *	if (!job_make(&job, &ask, engine, err))
 *		goto out;
 *	... job.sheet, job.plain, wording_title(job.wording)
 *	out: job_finish(&job);
 */
#ifndef SKAPA_FORMS_JOB_H
#define SKAPA_FORMS_JOB_H

#include "core/str.h"
#include "forms/order.h"

#include <stdbool.h>

struct err;
struct instrument;
struct sheet;
struct text_engine;
struct wording;

struct job_ask {
	const char *templates;
	const char *instrument; /* id */
	const char *language;	/* NULL: Swedish */
	const char *level;	/* NULL: the first that there is */
	int steps;		/* 0: the first that there is */
};

/* Owns all but the engine in its order. Start with {0}. */
struct job {
	struct instrument *instrument;
	struct wording *wording; /* the sheet's language */
	struct wording *swedish; /* NULL where that is Swedish */
	struct sheet_order order;
	struct sheet *sheet; /* its layout is sealed */
	struct str plain;    /* the PDF without codes, as the store keeps it */
};

/*
 * The engine is borrowed for as long as the job lives. job_finish also after
 * a failure. Errors: ERR_USAGE for an instrument, language, level or number of
 * steps that there is not; those of wording_load and sheet_new.
 */
bool job_make(struct job *job, const struct job_ask *ask,
	struct text_engine *engine, struct err *err);
void job_finish(struct job *job);

#endif
