/* skapa forms manual: how an instrument is used, made of the instrument. */
#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "forms/job.h"
#include "forms/main.h"
#include "forms/manual.h"
#include "forms/paper.h"
#include "forms/staff.h"
#include "instrument/instrument.h"

const struct cli_option manual_options[] = {
	{"instrument", "ID", "what is asked; skapa forms list names them"},
	{"language", "L", "of the questions, sv if not given"},
	{"level", "LEVEL", "original, or what the instrument has"},
	{"steps", "N", "steps of the ladders, 5 if not given"},
	{"templates", "DIR", "folder of instruments and wording"},
	{"output", "FILE", "the PDF"},
	{0},
};

static bool
make(const struct job_ask *ask, struct str *pdf, struct err *err)
{
	struct text_engine *engine = text_engine_new(err);
	struct job job = {0};
	struct paper paper = {0};
	struct staff staff = {.engine = engine};
	bool has_paper = false;
	bool ok = engine != NULL && job_make(&job, ask, engine, err);

	if (ok)
		ok = has_paper = paper_open(&paper, &job.order, err);
	ok = ok && staff_open(&staff, ask->templates, err) &&
	     manual_pdf(&paper, &staff, pdf, err);
	staff_finish(&staff);
	if (has_paper)
		paper_finish(&paper);
	job_finish(&job);
	text_engine_free(engine);
	text_end();
	return ok;
}

int
manual_run(struct cli *cli, struct err *err)
{
	const char *path = cli_text(cli, "output", NULL);
	struct job_ask ask = {.templates = program_templates(cli),
		.instrument = cli_text(cli, "instrument", NULL),
		.language = cli_text(cli, "language", NULL),
		.level = cli_text(cli, "level", NULL)};
	struct str pdf = {0};
	long steps = 0;
	bool ok = cli_words(cli, 0, 0, err) &&
		  cli_number(cli, "steps", 2, STEP_MAX, &steps, err);

	ask.steps = (int)steps;
	if (ok && ask.instrument == NULL)
		ok = err_set(err, ERR_USAGE,
			"--instrument is missing; skapa forms list names them");
	if (ok && path == NULL)
		ok = err_set(err, ERR_USAGE, "--output is missing");
	ok = ok && file_can_write(path, err) && make(&ask, &pdf, err) &&
	     file_write(path, pdf.at, pdf.len, err);
	str_finish(&pdf);
	return ok ? PROGRAM_DONE : program_fail(err);
}
