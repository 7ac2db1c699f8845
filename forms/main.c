/* skapa-forms: rating sheets on paper. Joins forms and the store. */
#include "core/doc.h"
#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "forms/fit.h"
#include "forms/job.h"
#include "forms/list.h"
#include "forms/main.h"
#include "forms/print.h"
#include "forms/roster.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/progress.h"
#include "instrument/wording.h"
#include "instrument/wordlint.h"
#include "store/roles.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define COUNT_MOST 5000
#define STORE_WAIT_MS 10000

#define SHEET_OPTIONS                                                          \
	{"instrument", "ID", "what is asked; skapa forms list names them"},    \
		{"language", "L", "language of the sheet, sv if not given"},   \
		{"level", "LEVEL", "original, or what the instrument has"},    \
		{"steps", "N", "steps of the ladders, 5 if not given"},        \
	{                                                                      \
		"templates", "DIR", "folder of instruments and wording"        \
	}

static const struct cli_option list_options[] = {
	{"templates", "DIR", "folder of instruments and wording"},
	{"format", "F", "text or json"},
	{0},
};

static const struct cli_option layout_options[] = {
	SHEET_OPTIONS,
	{0},
};

static const struct cli_option print_options[] = {
	SHEET_OPTIONS,
	{"people", "CODES|FILE", "codes with commas, or a file of them"},
	{"count", "N", "add N people and print for them"},
	{"blank", "N", "print N sheets that belong to no one yet"},
	{"due", NULL, "print for everybody who is to be asked again"},
	{"session", "S", "name of the group's meeting"},
	{"store", "DIR", "the store; $SKAPA_STORE, else ./skapa-store"},
	{"output", "FILE", "the PDF"},
	{"format", "F", "text or json"},
	{0},
};

static const struct cli_option review_options[] = {
	{"language", "L", "of that language alone"},
	{"rows", NULL, "rows for review.tsv, for the texts that are draft"},
	{"templates", "DIR", "folder of instruments and wording"},
	{"format", "F", "text or json"},
	{0},
};

static const struct cli_option lint_options[] = {
	{"language", "L", "of that language alone"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

static const char *const formats[] = {"text", "json", NULL};

/* What the options ask for. */
static bool
ask_of(const struct cli *cli, struct job_ask *ask, struct err *err)
{
	long steps = 0;

	*ask = (struct job_ask){.templates = program_templates(cli),
		.instrument = cli_text(cli, "instrument", NULL),
		.language = cli_text(cli, "language", NULL),
		.level = cli_text(cli, "level", NULL)};
	if (ask->instrument == NULL)
		return err_set(err, ERR_USAGE,
			"--instrument is missing; skapa forms list names them");
	if (!cli_number(cli, "steps", 2, STEP_MAX, &steps, err))
		return false;
	ask->steps = (int)steps;
	return true;
}

/* The job of the options; *engine is made for it. */
static bool
make(const struct cli *cli, struct text_engine **engine, struct job *job,
	struct err *err)
{
	struct job_ask ask;

	if (!ask_of(cli, &ask, err))
		return false;
	*engine = text_engine_new(err);
	return *engine != NULL && job_make(job, &ask, *engine, err);
}

static void
unmake(struct text_engine *engine, struct job *job)
{
	job_finish(job);
	text_engine_free(engine);
	text_end();
}

static int
run_list(struct cli *cli, struct err *err)
{
	struct str out = {0};
	const char *format;
	bool ok = cli_words(cli, 0, 0, err) &&
		  cli_word(cli, "format", formats, &format, err) &&
		  list_write(program_templates(cli), format == formats[1], &out,
			  err) &&
		  program_print(&out, err);

	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static int
run_layout(struct cli *cli, struct err *err)
{
	struct text_engine *engine = NULL;
	struct job job = {0};
	struct str out = {0};
	bool ok = cli_words(cli, 0, 0, err) && make(cli, &engine, &job, err);

	if (ok) {
		layout_write(&job.sheet->layout, &out);
		str_add(&out, "\n");
		ok = program_print(&out, err);
	}
	str_finish(&out);
	unmake(engine, &job);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* Who the sheets are for; n sheets. */
struct readers {
	struct roster roster; /* empty for blank sheets */
	size_t n;
	bool add; /* n new people */
};

static bool
readers_are(const struct cli *cli, struct err *err)
{
	return cli_has(cli, "people") + cli_has(cli, "count") +
			       cli_has(cli, "blank") + cli_has(cli, "due") ==
		       1 ||
	       err_set(err, ERR_USAGE,
		       "say who the sheets are for with one of --people, "
		       "--count, --blank and --due");
}

static bool
readers_of(const struct cli *cli, struct readers *out, struct err *err)
{
	long n = 0;

	if (!readers_are(cli, err))
		return false;
	if (cli_has(cli, "people")) {
		if (!roster_read(
			    cli_text(cli, "people", ""), &out->roster, err))
			return false;
		out->n = out->roster.n;
		return true;
	}
	if (!cli_number(cli, "count", 1, COUNT_MOST, &n, err) ||
		!cli_number(cli, "blank", 1, COUNT_MOST, &n, err))
		return false;
	out->n = (size_t)n;
	out->add = cli_has(cli, "count");
	return true;
}

static bool
issue(struct store *store, const struct job *job, const struct cli *cli,
	struct readers *readers, struct store_page *pages, struct err *err)
{
	const char *wording =
		wording_status_word(wording_status(job->order.wording));
	struct store_request *requests = calloc(readers->n, sizeof(*requests));
	char(*codes)[PERSON_CODE] = readers->roster.codes;
	char(*added)[PERSON_CODE] = NULL;
	char today[PROGRAM_DATE];
	uint16_t layout;
	bool ok = false;
	size_t i;

	if (requests == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	if (!store_layout_put(store, &job->sheet->layout, job->plain.at,
		    job->plain.len, &layout, err))
		goto out;
	if (readers->add) {
		added = calloc(readers->n, sizeof(*added));
		codes = added;
		if (added == NULL) {
			err_set(err, ERR_SYSTEM, "out of memory");
			goto out;
		}
		if (!store_people_add(store, readers->n,
			    wording_language(job->order.wording), NULL, added,
			    err))
			goto out;
	}
	for (i = 0; i < readers->n; i++) {
		requests[i].layout_id = layout;
		requests[i].rater = job->instrument->rater == RATER_CASEWORKER
					    ? RATES_CASEWORKER
					    : RATES_SELF;
		requests[i].wording = wording;
		requests[i].pages = (uint8_t)job->sheet->n_pages;
		if (codes != NULL)
			memcpy(requests[i].person, codes[i], PERSON_CODE);
	}
	program_today(today);
	ok = store_issue(store, requests, readers->n,
		cli_text(cli, "session", NULL), today, pages, err);
out:
	free(added);
	free(requests);
	return ok;
}

static bool
write_pdf(const struct job *job, const struct store *store,
	const struct store_page *pages, size_t n, const char *path,
	struct err *err)
{
	const struct sheet_order *o = &job->order;
	struct print_page *printed = calloc(n, sizeof(*printed));
	struct str pdf = {0};
	bool ok = false;
	size_t i;

	if (printed == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	for (i = 0; i < n; i++) {
		printed[i].code = pages[i].code;
		memcpy(printed[i].line, pages[i].line, CODE_LINE);
	}
	ok = print_issued(job->sheet, wording_title(o->wording),
		     wording_language(o->wording), o->engine, printed, n,
		     store_key(store), &pdf, err) &&
	     file_write(path, pdf.at, pdf.len, err);
out:
	str_finish(&pdf);
	free(printed);
	return ok;
}

static bool
tell(const struct store_page *pages, size_t n, size_t sheets, bool json,
	const char *path, struct err *err)
{
	struct str out = {0};
	size_t i;
	bool ok;

	for (i = 0; json && i < n; i++) {
		str_addf(&out,
			"{\"pdf_page\":%zu,\"code\":\"%s\",\"person\":", i + 1,
			pages[i].line);
		if (pages[i].person[0] == '\0')
			str_add(&out, "null");
		else
			str_addf(&out, "\"%s\"", pages[i].person);
		str_addf(&out, ",\"page\":%d}\n", pages[i].code.page);
	}
	if (!json)
		str_addf(&out, "%s: %zu sheet%s, %zu page%s\n", path, sheets,
			sheets == 1 ? "" : "s", n, n == 1 ? "" : "s");
	for (i = 0; !json && i < n; i++) {
		if (pages[i].code.page == 1 && pages[i].person[0] != '\0')
			str_addf(&out, "  page %zu: %s\n", i + 1,
				pages[i].person);
	}
	ok = program_print(&out, err);
	str_finish(&out);
	return ok;
}

static int
run_print(struct cli *cli, struct err *err)
{
	struct text_engine *engine = NULL;
	struct job job = {0};
	struct readers readers = {0};
	struct store *store = NULL;
	struct store_page *pages = NULL;
	const char *path = cli_text(cli, "output", NULL);
	const char *format;
	size_t n;
	bool ok = false;

	if (!cli_words(cli, 0, 0, err) ||
		!cli_word(cli, "format", formats, &format, err))
		goto out;
	if (path == NULL) {
		err_set(err, ERR_USAGE, "--output is missing");
		goto out;
	}
	if (readers_are(cli, err) && cli_has(cli, "due"))
		return due_print(cli, path, format == formats[1], err);
	if (!readers_of(cli, &readers, err) || !file_can_write(path, err) ||
		!make(cli, &engine, &job, err))
		goto out;
	n = readers.n * job.sheet->n_pages;
	pages = calloc(n, sizeof(*pages));
	if (pages == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	store = store_open(cli_store(cli), STORE_WRITE, STORE_WAIT_MS, err);
	store_at(store, program_now());
	ok = store != NULL && issue(store, &job, cli, &readers, pages, err) &&
	     write_pdf(&job, store, pages, n, path, err) &&
	     tell(pages, n, readers.n, format == formats[1], path, err);
out:
	store_close(store);
	free(pages);
	roster_finish(&readers.roster);
	unmake(engine, &job);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static int
run_review(struct cli *cli, struct err *err)
{
	struct str out = {0};
	enum progress_form form = PROGRESS_TEXT;
	const char *format;
	bool ok = cli_words(cli, 0, 0, err) &&
		  cli_word(cli, "format", formats, &format, err);

	if (ok && format == formats[1])
		form = PROGRESS_JSON;
	if (ok && cli_has(cli, "rows"))
		form = PROGRESS_ROWS;
	ok = ok &&
	     progress_write(program_templates(cli),
		     cli_text(cli, "language", NULL), form, &out, err) &&
	     program_print(&out, err);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static int
run_lint(struct cli *cli, struct err *err)
{
	const char *templates = program_templates(cli);
	const char *language = cli_text(cli, "language", NULL);
	struct wordlint lint = {0};
	struct fit fit = {0};
	bool ok = cli_words(cli, 0, 0, err) &&
		  wordlint_look(templates, language, &lint, err) &&
		  fit_look(templates, language, &lint.found, &fit, err);

	str_addf(&lint.found,
		"%zu texts, %zu sheets can be laid; %zu errors, %zu warnings\n",
		lint.texts, fit.sheets, lint.errors + fit.errors,
		lint.warnings);
	ok = ok && program_print(&lint.found, err);
	str_finish(&lint.found);
	text_end();
	if (!ok)
		return program_fail(err);
	return lint.errors + fit.errors == 0 ? PROGRAM_DONE
					     : PROGRAM_SOME_REFUSED;
}

static const struct program_command commands[] = {
	{"list", "", "instruments, languages, review status", list_options,
		run_list},
	{"layout", "", "the layout of a sheet as JSON", layout_options,
		run_layout},
	{"print", "", "issue pages and write them as PDF", print_options,
		run_print},
	{"pack", "", "all papers of a group's meeting", pack_options, pack_run},
	{"manual", "", "how an instrument is used: manual, crib sheet",
		manual_options, manual_run},
	{"invite", "", "invitations to a meeting, in each one's language",
		invite_options, invite_run},
	{"review", "", "how far the words have been reviewed", review_options,
		run_review},
	{"lint", "", "what is wrong with the words, and what does not fit",
		lint_options, run_lint},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main(
		"skapa-forms", "Rating sheets on paper.", commands, argc, argv);
}
