/* skapa report person and caseworker: answers about one person. */
#include "report/main.h"
#include "report/person.h"
#include "report/person_data.h"
#include "report/person_page.h"
#include "report/person_words.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "instrument/wording.h"
#include "intake/decode.h"
#include "intake/pagepng.h"
#include "store/roles.h"

#include <string.h>

const struct cli_option person_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "F", "text, journal, line, pdf, svg or png"},
	{"language", "L", "in that language alone; of pdf, svg and png"},
	{"output", "FILE", "where it goes; else standard output"},
	{"all", "FOLDER", "journal.txt, line.txt, page.pdf and page.png"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

const struct cli_option caseworker_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "F", "text or journal"},
	{"output", "FILE", "where it goes; else standard output"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

/* What every form is made of. */
struct person_job {
	struct store *store;
	struct person_as text;
	struct person_page_as page;
	struct person_data data; /* of line, pdf, svg and png */
	struct text_engine *engine;
};

static void
job_finish(struct person_job *job)
{
	person_data_finish(&job->data);
	if (job->engine != NULL) {
		text_engine_free(job->engine);
		text_end();
	}
}

static bool
need_data(struct person_job *job, struct err *err)
{
	return job->data.code[0] != '\0' ||
	       person_data_load(
		       &job->data, job->store, job->text.code, SERIES_OWN, err);
}

static bool
draw_png(const struct str *pdf, int page, struct str *out, struct err *err)
{
	struct decoder *decoder = decoder_new(err);
	const bool ok =
		decoder != NULL && pagepng_draw(decoder, pdf, page, out, err);

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

	if (!need_data(job, err))
		return false;
	if (job->engine == NULL)
		job->engine = text_engine_new(err);
	if (job->engine == NULL)
		return false;
	if (strcmp(format, "svg") == 0)
		return person_page_svg(
			&job->data, &job->page, job->engine, out, err);
	if (strcmp(format, "pdf") == 0)
		return person_page_pdf(
			&job->data, &job->page, job->engine, out, &page, err);
	ok = person_page_pdf(
		     &job->data, &job->page, job->engine, &pdf, &page, err) &&
	     draw_png(&pdf, page, out, err);
	str_finish(&pdf);
	return ok;
}

static bool
make_line(struct person_job *job, struct str *out, struct err *err)
{
	struct person_words words = {0};
	const bool ok = need_data(job, err) &&
			person_words_open(&words, job->text.templates,
				WORDING_SOURCE_LANGUAGE, err);

	if (ok)
		person_line(&job->data, &words, out);
	person_words_finish(&words);
	return ok;
}

/* Text in one of its forms. */
static bool
make(struct person_job *job, const char *format, struct str *out,
	struct err *err)
{
	struct str text = {0};
	bool ok;

	if (strcmp(format, "line") == 0)
		return make_line(job, out, err);
	if (strcmp(format, "text") == 0)
		return person_report(job->store, &job->text, out, err);
	if (strcmp(format, "journal") != 0)
		return make_page(job, format, out, err);
	ok = person_report(job->store, &job->text, &text, err) &&
	     str_ok(&text, err);
	if (ok)
		person_latin1(text.at, out);
	str_finish(&text);
	return ok;
}

/* What a journal system takes: a note, its summary, and two attachments. */
static bool
make_all(struct person_job *job, const char *folder, struct err *err)
{
	struct str out = {0}, line = {0};
	bool ok = main_folder(folder, err);

	ok = ok && make(job, "journal", &out, err) &&
	     main_write_new(folder, "journal.txt", &out, err);
	str_clear(&out);
	ok = ok && make(job, "line", &line, err) && str_ok(&line, err);
	if (ok)
		person_latin1(line.at, &out);
	ok = ok && main_write_new(folder, "line.txt", &out, err);
	str_clear(&out);
	ok = ok && make(job, "pdf", &out, err) &&
	     main_write_new(folder, "page.pdf", &out, err);
	str_clear(&out);
	ok = ok && make(job, "png", &out, err) &&
	     main_write_new(folder, "page.png", &out, err);
	str_finish(&out);
	str_finish(&line);
	return ok;
}

bool
main_write_person(struct store *store, const char *code, const char *templates,
	const char *folder, struct err *err)
{
	struct person_job job = {.store = store,
		.text = {.code = code,
			.templates = templates,
			.whose = SERIES_OWN},
		.page = {.templates = templates, .at = program_now()}};
	const bool ok = make_all(&job, folder, err);

	job_finish(&job);
	return ok;
}

static bool
make_one(struct person_job *job, const char *format, const char *path,
	struct err *err)
{
	struct str out = {0};
	const bool ok = make(job, format, &out, err) && str_ok(&out, err) &&
			(path != NULL ? file_write(path, out.at, out.len, err)
				      : program_print(&out, err));

	str_finish(&out);
	return ok;
}

static bool
is_one_way(const struct cli *cli, struct err *err)
{
	if (cli_has(cli, "all") &&
		(cli_has(cli, "format") || cli_has(cli, "output")))
		return err_set(err, ERR_USAGE,
			"--all says the forms and the folder; leave out "
			"--format and --output");
	return true;
}

static int
run(struct cli *cli, enum series_whose whose, const char *const formats[],
	struct err *err)
{
	const bool is_own = whose == SERIES_OWN;
	const char *path = cli_text(cli, "output", NULL), *format;
	const char *folder = is_own ? cli_text(cli, "all", NULL) : NULL;
	char code[PERSON_CODE];
	struct person_job job = {.text = {.code = code,
					 .templates = program_templates(cli),
					 .whose = whose},
		.page = {.templates = program_templates(cli),
			.language =
				is_own ? cli_text(cli, "language", NULL) : NULL,
			.at = program_now()}};
	bool ok;

	if (!cli_words(cli, 1, 1, err) ||
		!cli_word(cli, "format", formats, &format, err) ||
		!main_code(cli, code, err) ||
		(is_own && !is_one_way(cli, err)) ||
		(path != NULL && !file_can_write(path, err)))
		return program_fail(err);
	job.store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(job.store, program_now());
	ok = job.store != NULL &&
	     (folder != NULL ? make_all(&job, folder, err)
			     : make_one(&job, format, path, err));
	job_finish(&job);
	store_close(job.store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

int
person_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {
		"text", "journal", "line", "pdf", "svg", "png", NULL};

	return run(cli, SERIES_OWN, formats, err);
}

int
caseworker_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {"text", "journal", NULL};

	return run(cli, SERIES_CASEWORKER, formats, err);
}
