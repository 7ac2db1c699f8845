/* skapa report handover: what the next caseworker of a person needs. */
#include "report/handover.h"
#include "report/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "store/roles.h"

const struct cli_option handover_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"to", "WHO", "who takes over: initials or an account"},
	{"basis", "TEXT", "why it may be: a law, or what was agreed and when"},
	{"output", "FOLDER", "where the files go"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

/* The whole package is read before the first file is written. */
static bool
make(struct store *store, const struct handover_ask *ask, struct str *pdf,
	struct str *json, struct err *err)
{
	struct handover handover;
	struct text_engine *engine = NULL;
	bool ok = handover_load(&handover, store, ask, err);

	if (ok)
		engine = text_engine_new(err);
	ok = ok && engine != NULL && handover_pdf(&handover, engine, pdf, err);
	if (ok) {
		handover_json(&handover, json);
		ok = str_ok(json, err);
	}
	handover_finish(&handover);
	text_engine_free(engine);
	text_end();
	return ok;
}

static bool
is_complete(const struct cli *cli, struct err *err)
{
	static const char *const needed[] = {"to", "basis", "output"};
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!cli_has(cli, needed[i]))
			return err_set(
				err, ERR_USAGE, "--%s is missing", needed[i]);
	return true;
}

int
handover_run(struct cli *cli, struct err *err)
{
	const char *folder = cli_text(cli, "output", NULL);
	struct str pdf = {0}, json = {0};
	struct store *store = NULL;
	char code[PERSON_CODE];
	struct handover_ask ask = {.code = code,
		.to = cli_text(cli, "to", NULL),
		.basis = cli_text(cli, "basis", NULL),
		.at = program_now()};
	bool ok = cli_words(cli, 1, 1, err) && main_code(cli, code, err) &&
		  is_complete(cli, err);

	program_today(ask.today);
	if (ok)
		store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, ask.at);
	ok = store != NULL && make(store, &ask, &pdf, &json, err) &&
	     main_folder(folder, err) &&
	     main_write_new(folder, "handover.pdf", &pdf, err) &&
	     main_write_new(folder, "handover.json", &json, err) &&
	     main_write_person(
		     store, code, program_templates(cli), folder, err);
	store_close(store);
	str_finish(&pdf);
	str_finish(&json);
	return ok ? PROGRAM_DONE : program_fail(err);
}
