#include "report/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "report/due.h"
#include "store/roles.h"
#include "store/schedule.h"

#include <string.h>

#define MONTHS_MOST 36
#define WINDOW_MOST 90

const struct cli_option due_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"format", "FORMAT", "text, csv, csv-plain, json or calendar"},
	{"output", "FILE", "where it goes, else to standard output"},
	{"caseworker", "WHO", "whose caseworker or deputy that is"},
	{"instrument", "ID", "that alone, and who was never asked it"},
	{"months", "N", "from the last time to the next, 3 if not given"},
	{"window", "DAYS", "before and after that day, 14 if not given"},
	{"date", "DATE", "as of that day, today if not given"},
	{0},
};

static bool
take_ask(const struct cli *cli, struct schedule_ask *ask, struct err *err)
{
	long months = SCHEDULE_MONTHS, window = SCHEDULE_WINDOW;
	char today[PROGRAM_DATE];

	program_today(today);
	*ask = (struct schedule_ask){.who = cli_text(cli, "caseworker", NULL),
		.instrument = cli_text(cli, "instrument", NULL)};
	if (!cli_words(cli, 0, 0, err) ||
		!cli_number(cli, "months", 1, MONTHS_MOST, &months, err) ||
		!cli_number(cli, "window", 0, WINDOW_MOST, &window, err))
		return false;
	ask->months = (int)months;
	ask->window_days = (int)window;
	return str_copy(ask->today, sizeof(ask->today),
		       cli_text(cli, "date", today)) ||
	       err_set(err, ERR_USAGE, "--date: write it as 2026-03-31");
}

static void
write_as(const char *format, const struct schedule *schedule, struct str *out)
{
	if (strcmp(format, "csv") == 0)
		due_csv(schedule, CSV_SWEDISH, out);
	else if (strcmp(format, "csv-plain") == 0)
		due_csv(schedule, CSV_PLAIN, out);
	else if (strcmp(format, "json") == 0)
		due_json(schedule, out);
	else if (strcmp(format, "calendar") == 0)
		due_calendar(schedule, program_now(), out);
	else
		due_text(schedule, out);
}

int
due_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {
		"text", "csv", "csv-plain", "json", "calendar", NULL};
	const char *output = cli_text(cli, "output", NULL);
	struct schedule schedule = {0};
	struct schedule_ask ask;
	struct store *store = NULL;
	struct str out = {0};
	const char *format;
	bool ok = cli_word(cli, "format", formats, &format, err) &&
		  take_ask(cli, &ask, err);

	if (ok)
		store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, program_now());
	ok = store != NULL && store_schedule(store, &ask, &schedule, err);
	store_close(store);
	if (ok) {
		write_as(format, &schedule, &out);
		str_add(&out, "");
		ok = str_ok(&out, err) &&
		     (output != NULL ? file_write(output, out.at, out.len, err)
				     : program_print(&out, err));
	}
	schedule_finish(&schedule);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
