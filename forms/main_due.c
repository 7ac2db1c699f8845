/*
 * skapa forms print --due: sheets for everybody who is to be asked, each in the
 * person's own language and at the level and number of steps that they have
 * answered before, in one PDF.
 */
#include "forms/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/log.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/text.h"
#include "forms/job.h"
#include "forms/print.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "store/roles.h"
#include "store/schedule.h"

#include <stdlib.h>
#include <string.h>

#define STORE_WAIT_MS 10000
#define KINDS 64 /* languages, levels and steps of one run */

/* What sheets of one language, level and number of steps share. */
struct kind {
	char language[LAYOUT_KEY], level[LAYOUT_KEY];
	int steps;
	struct job job;
	uint16_t layout;
	size_t plates[LAYOUT_PAGES];
};

struct due_job {
	struct cli *cli;
	struct text_engine *engine;
	struct store *store;
	struct schedule schedule;
	struct kind *kinds;
	size_t n_kinds;
	/* Of each row of the schedule, or n_kinds: it has no such sheet. */
	size_t *kind_of;
	struct store_request *requests;
	struct store_page *pages;
	size_t n_sheets, n_pages, n_left;
};

/* Finds or makes; *at is KINDS for what there are no words for. */
static bool
find_kind(struct due_job *due, const struct schedule_row *row, size_t *at,
	struct err *err)
{
	const char *language = row->language[0] != '\0' ? row->language : "sv";
	struct job_ask ask = {.templates = program_templates(due->cli),
		.instrument = row->instrument,
		.language = language,
		.level = row->level[0] != '\0' ? row->level : NULL,
		.steps = row->steps};
	struct kind *kind;
	struct err why = {0};
	size_t i;

	for (i = 0; i < due->n_kinds; i++) {
		kind = &due->kinds[i];
		if (strcmp(kind->language, language) == 0 &&
			strcmp(kind->level, row->level) == 0 &&
			kind->steps == row->steps)
			break;
	}
	*at = i;
	if (i < due->n_kinds)
		return true;
	if (i == KINDS)
		return err_set(err, ERR_LIMIT,
			"more than %d languages, levels and steps", KINDS);
	kind = &due->kinds[i];
	if (!job_make(&kind->job, &ask, due->engine, &why)) {
		job_finish(&kind->job);
		kind->job = (struct job){0};
		*at = KINDS;
		if (why.code != ERR_USAGE)
			return err_set(err, why.code, "%s", why.text);
		log_line("somebody is left out: %s", why.text);
		return true;
	}
	str_copy(kind->language, sizeof(kind->language), language);
	memcpy(kind->level, row->level, LAYOUT_KEY);
	kind->steps = row->steps;
	due->n_kinds++;
	return true;
}

static bool
plan(struct due_job *due, struct err *err)
{
	size_t i;

	due->kinds = calloc(KINDS, sizeof(*due->kinds));
	due->kind_of = calloc(due->schedule.n + 1, sizeof(*due->kind_of));
	due->requests = calloc(due->schedule.n + 1, sizeof(*due->requests));
	due->pages = calloc(
		(due->schedule.n + 1) * LAYOUT_PAGES, sizeof(*due->pages));
	if (due->kinds == NULL || due->kind_of == NULL ||
		due->requests == NULL || due->pages == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < due->schedule.n; i++) {
		if (!find_kind(
			    due, &due->schedule.rows[i], &due->kind_of[i], err))
			return false;
		due->n_left += due->kind_of[i] == KINDS;
	}
	return true;
}

/* All of them or none. */
static bool
issue(struct due_job *due, const char *today, struct err *err)
{
	size_t i;

	for (i = 0; i < due->n_kinds; i++) {
		struct job *job = &due->kinds[i].job;

		if (!store_layout_put(due->store, &job->sheet->layout,
			    job->plain.at, job->plain.len,
			    &due->kinds[i].layout, err))
			return false;
	}
	for (i = 0; i < due->schedule.n; i++) {
		struct store_request *request = &due->requests[due->n_sheets];
		const struct job *job;

		if (due->kind_of[i] == KINDS)
			continue;
		job = &due->kinds[due->kind_of[i]].job;
		*request = (struct store_request){
			.layout_id = due->kinds[due->kind_of[i]].layout,
			.pages = (uint8_t)job->sheet->n_pages,
			.rater = RATES_SELF,
			.wording = wording_status_word(
				wording_status(job->order.wording))};
		memcpy(request->person, due->schedule.rows[i].person,
			PERSON_CODE);
		due->n_pages += request->pages;
		due->n_sheets++;
	}
	return due->n_sheets == 0 ||
	       store_issue(due->store, due->requests, due->n_sheets,
		       cli_text(due->cli, "session", NULL), today, due->pages,
		       err);
}

static bool
write_pdf(struct due_job *due, const char *path, struct err *err)
{
	struct canvas *canvas = print_open(
		wording_title(due->kinds[0].job.order.wording), "sv", err);
	struct str pdf = {0};
	size_t i, j, page = 0;
	bool ok = canvas != NULL;

	for (i = 0; ok && i < due->n_kinds; i++)
		print_plates(
			canvas, due->kinds[i].job.sheet, due->kinds[i].plates);
	for (i = 0; ok && i < due->schedule.n; i++) {
		const struct kind *kind;

		if (due->kind_of[i] == KINDS)
			continue;
		kind = &due->kinds[due->kind_of[i]];
		for (j = 0; ok && j < kind->job.sheet->n_pages; j++, page++) {
			struct print_page printed = {
				.code = due->pages[page].code};

			memcpy(printed.line, due->pages[page].line, CODE_LINE);
			ok = print_page(canvas, due->engine, kind->plates,
				&printed, store_key(due->store), err);
		}
	}
	ok = ok && canvas_write(canvas, &pdf, err) &&
	     file_write(path, pdf.at, pdf.len, err);
	canvas_free(canvas);
	str_finish(&pdf);
	return ok;
}

static bool
tell(const struct due_job *due, bool is_json, const char *path, struct err *err)
{
	struct str out = {0};
	size_t i;
	bool ok;

	if (!is_json && due->n_sheets == 0)
		str_add(&out, "nobody is due; no PDF is written\n");
	else if (!is_json)
		str_addf(&out, "%s: %zu sheet%s, %zu page%s\n", path,
			due->n_sheets, due->n_sheets == 1 ? "" : "s",
			due->n_pages, due->n_pages == 1 ? "" : "s");
	for (i = 0; i < due->n_pages; i++) {
		const struct store_page *page = &due->pages[i];

		if (is_json)
			str_addf(&out,
				"{\"pdf_page\":%zu,\"code\":\"%s\",\"person\":"
				"\"%s\",\"page\":%d}\n",
				i + 1, page->line, page->person,
				page->code.page);
		else if (page->code.page == 1)
			str_addf(&out, "  page %zu: %s\n", i + 1, page->person);
	}
	for (i = 0; !is_json && i < due->schedule.n; i++) {
		if (due->kind_of[i] == KINDS)
			str_addf(&out, "  left out: %s\n",
				due->schedule.rows[i].person);
	}
	str_add(&out, "");
	ok = program_print(&out, err);
	str_finish(&out);
	return ok;
}

static void
finish(struct due_job *due)
{
	size_t i;

	for (i = 0; due->kinds != NULL && i < due->n_kinds; i++)
		job_finish(&due->kinds[i].job);
	free(due->kinds);
	free(due->kind_of);
	free(due->requests);
	free(due->pages);
	schedule_finish(&due->schedule);
	store_close(due->store);
	text_engine_free(due->engine);
	text_end();
}

int
due_print(struct cli *cli, const char *path, bool is_json, struct err *err)
{
	struct schedule_ask ask = {.months = SCHEDULE_MONTHS,
		.window_days = SCHEDULE_WINDOW,
		.instrument = cli_text(cli, "instrument", NULL)};
	struct due_job due = {.cli = cli};
	bool ok = true;

	program_today(ask.today);
	if (cli_has(cli, "language") || cli_has(cli, "level") ||
		cli_has(cli, "steps"))
		ok = err_set(err, ERR_USAGE,
			"--due takes language, level and steps from what each "
			"person has answered before");
	if (ok && ask.instrument == NULL)
		ok = err_set(err, ERR_USAGE,
			"--instrument is missing; skapa forms list names them");
	ok = ok && file_can_write(path, err);
	if (ok)
		due.engine = text_engine_new(err);
	if (due.engine != NULL)
		due.store = store_open(
			cli_store(cli), STORE_WRITE, STORE_WAIT_MS, err);
	store_at(due.store, program_now());
	ok = due.store != NULL &&
	     store_schedule(due.store, &ask, &due.schedule, err) &&
	     plan(&due, err) && issue(&due, ask.today, err) &&
	     (due.n_sheets == 0 || write_pdf(&due, path, err)) &&
	     tell(&due, is_json, path, err);
	finish(&due);
	if (!ok)
		return program_fail(err);
	return due.n_left > 0 ? PROGRAM_SOME_REFUSED : PROGRAM_DONE;
}
