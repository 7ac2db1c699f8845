/*
 * print_ways shared|each SHEETS OUT.pdf: one sheet's pages as many times, with
 * page codes, into a PDF: each page's own drawing once and shared, as forms
 * print does, or drawn anew on every page. For tests/bench/print.sh.
 */
#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/text.h"
#include "forms/job.h"
#include "forms/print.h"
#include "forms/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
draw(struct canvas *canvas, const struct job *job, struct text_engine *engine,
	bool shared, size_t sheets, struct err *err)
{
	static const uint8_t key[CODE_KEY] = "a key for a bench, not a secret";
	struct print_page page = {.line = "0123456789"};
	size_t plates[LAYOUT_PAGES];
	size_t i, p;

	page.code.layout_id = 1;
	page.code.of = (uint8_t)job->sheet->n_pages;
	if (shared)
		print_plates(canvas, job->sheet, plates);
	for (i = 0; i < sheets; i++) {
		if (!shared)
			print_plates(canvas, job->sheet, plates);
		for (p = 0; p < job->sheet->n_pages; p++) {
			page.code.page = (uint8_t)(p + 1);
			memcpy(page.code.token, &i, sizeof(i));
			if (!print_page(
				    canvas, engine, plates, &page, key, err))
				return false;
		}
	}
	return true;
}

int
main(int argc, char **argv)
{
	const struct job_ask ask = {
		.templates = "templates", .instrument = "skapa"};
	struct err err = {0};
	struct job job = {0};
	struct str pdf = {0};
	struct canvas *canvas = NULL;
	struct text_engine *engine = text_engine_new(&err);
	bool ok = engine != NULL && argc == 4;

	if (argc != 4)
		err_set(&err, ERR_USAGE,
			"usage: print_ways shared|each SHEETS OUT.pdf");
	ok = ok && job_make(&job, &ask, engine, &err);
	canvas = ok ? print_open("bench", "sv", &err) : NULL;
	ok = canvas != NULL &&
	     draw(canvas, &job, engine, strcmp(argv[1], "shared") == 0,
		     strtoul(argv[2], NULL, 10), &err) &&
	     canvas_write(canvas, &pdf, &err) &&
	     file_write(argv[3], pdf.at, pdf.len, &err);
	if (!ok)
		fprintf(stderr, "print_ways: %s\n", err.text);
	canvas_free(canvas);
	str_finish(&pdf);
	job_finish(&job);
	text_engine_free(engine);
	text_end();
	return ok ? 0 : 1;
}
