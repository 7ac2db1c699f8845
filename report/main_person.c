/* skapa report person: a person's answers over time. */
#include "report/main.h"
#include "report/person.h"
#include "report/person_data.h"
#include "report/person_page.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/pngfile.h"
#include "store/roles.h"

#include <string.h>

/* A journal's picture: 1,075 by 1,520 px, less than 200 kB. */
#define PNG_DPI 130

const struct cli_option person_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "F", "text, pdf, svg or png"},
	{"language", "L", "in that language alone; of pdf, svg and png"},
	{"output", "FILE", "where it goes; else standard output"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

/* What one of the forms is made of. */
struct person_job {
	struct person_page_as as;
	struct person_data data;
	struct text_engine *engine;
};

/* One page of a PDF of ours, drawn by poppler in the child of intake. */
static bool
draw_png(const struct str *pdf, int page, struct str *out, struct err *err)
{
	struct decode_file file;
	struct refusal refusal;
	struct image image;
	struct decoder *decoder = decoder_new(err);
	const bool ok = decoder != NULL &&
			decode_probe(decoder, pdf->at, pdf->len, &file,
				&refusal, err) &&
			decode_page(decoder, pdf->at, pdf->len, &file, page,
				PNG_DPI, &image, &refusal, err) &&
			pngfile_write(&image, out, err);

	decoder_free(decoder);
	return ok;
}

static bool
make_page(struct person_job *job, const char *format, struct str *out,
	struct err *err)
{
	struct str pdf = {0};
	int page = 1;
	bool ok;

	if (strcmp(format, "svg") == 0)
		return person_page_svg(
			&job->data, &job->as, job->engine, out, err);
	if (strcmp(format, "pdf") == 0)
		return person_page_pdf(
			&job->data, &job->as, job->engine, out, &page, err);
	ok = person_page_pdf(
		     &job->data, &job->as, job->engine, &pdf, &page, err) &&
	     draw_png(&pdf, page, out, err);
	str_finish(&pdf);
	return ok;
}

static bool
make(struct store *store, const struct cli *cli, const char *code,
	const char *format, struct str *out, struct err *err)
{
	struct names names = {.templates = program_templates(cli)};
	struct person_job job = {
		.as = {.templates = program_templates(cli),
			.language = cli_text(cli, "language", NULL),
			.at = program_now()}};
	bool ok;

	if (strcmp(format, "text") == 0) {
		ok = person_report(store, code, main_name, &names, out, err);
		main_names_finish(&names);
		return ok;
	}
	ok = person_data_load(&job.data, store, code, err) &&
	     (job.engine = text_engine_new(err)) != NULL &&
	     make_page(&job, format, out, err);
	person_data_finish(&job.data);
	text_engine_free(job.engine);
	text_end();
	return ok;
}

int
person_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {
		"text", "pdf", "svg", "png", NULL};
	const char *path = cli_text(cli, "output", NULL);
	char code[PERSON_CODE];
	struct store *store = NULL;
	struct str out = {0};
	const char *format;
	bool ok;

	if (!cli_words(cli, 1, 1, err) ||
		!cli_word(cli, "format", formats, &format, err) ||
		!main_code(cli, code, err) ||
		(path != NULL && !file_can_write(path, err)))
		return program_fail(err);
	store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, program_now());
	ok = store != NULL && make(store, cli, code, format, &out, err) &&
	     (path != NULL ? file_write(path, out.at, out.len, err)
			   : program_print(&out, err));
	store_close(store);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
