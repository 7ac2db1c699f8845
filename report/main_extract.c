/* skapa report extract: all that is held about a person, and who read it. */
#include "report/extract.h"
#include "report/extract_pdf.h"
#include "report/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "store/roles.h"

/* An extract waits this long for a batch that is being filed. */
#define WRITER_WAIT_MS 5000

const struct cli_option extract_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"output", "FOLDER", "where extract.pdf and extract.json go"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

/* A row in the audit for each thing that is read, in one transaction. */
static bool
make_extract(struct store *store, const struct extract_as *as, struct str *json,
	struct str *pdf, struct err *err)
{
	struct text_engine *engine = text_engine_new(err);
	bool ok = engine != NULL && store_bulk_begin(store, err);

	if (ok)
		ok = store_bulk_end(store,
			extract_pdf(store, as, engine, pdf, err) &&
				extract_json(store, as->code, json, err),
			err);
	text_engine_free(engine);
	text_end();
	return ok;
}

static bool
write_extract(const char *folder, const struct str *json, const struct str *pdf,
	struct err *err)
{
	return main_folder(folder, err) &&
	       main_write_new(folder, "extract.json", json, err) &&
	       main_write_new(folder, "extract.pdf", pdf, err);
}

int
extract_run(struct cli *cli, struct err *err)
{
	const char *folder = cli_text(cli, "output", NULL);
	struct store *store = NULL;
	struct str json = {0}, pdf = {0};
	char code[PERSON_CODE];
	const struct extract_as as = {.code = code,
		.at = program_now(),
		.templates = program_templates(cli)};
	bool ok = cli_words(cli, 1, 1, err) && main_code(cli, code, err);

	if (ok && folder == NULL)
		ok = err_set(err, ERR_USAGE, "extract needs --output FOLDER");
	if (ok)
		store = store_open(
			cli_store(cli), STORE_WRITE, WRITER_WAIT_MS, err);
	store_at(store, as.at);
	ok = store != NULL && make_extract(store, &as, &json, &pdf, err) &&
	     write_extract(folder, &json, &pdf, err);
	store_close(store);
	str_finish(&json);
	str_finish(&pdf);
	return ok ? PROGRAM_DONE : program_fail(err);
}
