#include "report/main.h"
#include "report/main_names.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "report/group.h"
#include "report/stats.h"
#include "store/roles.h"

#include <stdlib.h>
#include <string.h>

/* A report waits this long for a batch that is being filed. */
#define WRITER_WAIT_MS 5000
#define LEAST_MAX 1000
#define FIRST_DAY "2000-01-01"

const struct cli_option group_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "text|json|pdf", "text (the default), json or pdf"},
	{"output", "FILE", "where it goes, else to standard output"},
	{"from", "DATE", "people who were first offered it from that day"},
	{"until", "DATE", "what was done up to that day, today if not given"},
	{"unit", "UNIT", "people of that unit only"},
	{"instrument", "ID", "that instrument only"},
	{"baseline", "first|second|then",
		"what changes are counted from: the first rating (if not "
		"given), the second, or how it was then, asked afterwards"},
	{"minimum", "N", "show no fewer people than so many, 5 if not given"},
	{"test-retest", "R", "correlation of this place's own test-retest"},
	{"retest-people", "N", "how many people that R comes from, 50 and up"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

/* R as 0.62 or 0,62: digits, so that no locale plays a part. */
static bool
take_retest(const struct cli *cli, double *r, struct err *err)
{
	const char *text = cli_text(cli, "test-retest", NULL);
	long people = 0, parts;
	char *end;

	if (text == NULL)
		return true;
	if (text[0] != '0' || (text[1] != '.' && text[1] != ',') ||
		strlen(text) > 6 || strspn(text + 2, "0123456789") == 0)
		return err_set(err, ERR_USAGE,
			"--test-retest: %s is no correlation between 0 and 1 "
			"as 0.62",
			text);
	if (!cli_number(cli, "retest-people", 1, 1000000, &people, err))
		return false;
	if (people < STATS_RETEST_PEOPLE)
		return err_set(err, ERR_USAGE,
			"--test-retest needs --retest-people N: at least %d "
			"people of this place, asked twice within 7 to 14 days",
			STATS_RETEST_PEOPLE);
	parts = strtol(text + 2, &end, 10);
	*r = (double)parts;
	for (text += 2; text < end; text++)
		*r /= 10;
	return *end == '\0' ||
	       err_set(err, ERR_USAGE, "--test-retest: digits are missing");
}

static bool
take_ask(const struct cli *cli, struct group_ask *ask, struct err *err)
{
	char today[PROGRAM_DATE];
	const char *baseline, *unit = cli_text(cli, "unit", "");
	const char *instrument = cli_text(cli, "instrument", "");
	long least = DISCLOSE_LEAST;

	program_today(today);
	if (!cli_words(cli, 0, 0, err) ||
		!cli_word(cli, "baseline", group_baselines, &baseline, err) ||
		!cli_number(cli, "minimum", DISCLOSE_LEAST, LEAST_MAX, &least,
			err) ||
		!take_retest(cli, &ask->retest, err))
		return false;
	if ((unit[0] != '\0' && !str_is_key(unit)) ||
		(instrument[0] != '\0' && !str_is_key(instrument)))
		return err_set(err, ERR_USAGE,
			"\"%s\" is not a key: up to 31 of a-z, 0-9, _ and -, "
			"a letter first",
			str_is_key(unit) ? instrument : unit);
	ask->baseline = 1;
	while (group_baselines[ask->baseline - 1] != baseline)
		ask->baseline++;
	ask->least = (size_t)least;
	str_copy(ask->unit, sizeof(ask->unit), unit);
	str_copy(ask->instrument, sizeof(ask->instrument), instrument);
	str_copy(
		ask->from, sizeof(ask->from), cli_text(cli, "from", FIRST_DAY));
	str_copy(ask->until, sizeof(ask->until), cli_text(cli, "until", today));
	return true;
}

static bool
write_pdf(const struct group *group, struct names *names, struct str *out,
	struct err *err)
{
	struct text_engine *engine = text_engine_new(err);
	bool ok = engine != NULL && group_pdf(group, main_name, names, engine,
					    program_now(), out, err);

	text_engine_free(engine);
	text_end();
	return ok;
}

int
group_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {"text", "json", "pdf", NULL};
	struct names names = {.templates = program_templates(cli)};
	const char *output = cli_text(cli, "output", NULL);
	struct group_ask ask = {.baseline = 1};
	struct group group = {0};
	struct store *store = NULL;
	struct str out = {0};
	const char *format;
	bool ok;

	if (!cli_word(cli, "format", formats, &format, err) ||
		!take_ask(cli, &ask, err))
		return program_fail(err);
	store = store_open(cli_store(cli), STORE_WRITE, WRITER_WAIT_MS, err);
	store_at(store, program_now());
	ok = store != NULL && group_make(store, &ask, &group, err);
	store_close(store);
	if (ok && strcmp(format, "pdf") == 0)
		ok = write_pdf(&group, &names, &out, err);
	else if (ok && strcmp(format, "json") == 0)
		group_json(&group, &out);
	else if (ok)
		group_text(&group, main_name, &names, &out);
	ok = ok && str_ok(&out, err) &&
	     (output != NULL ? file_write(output, out.at, out.len, err)
			     : program_print(&out, err));
	group_finish(&group);
	main_names_finish(&names);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
