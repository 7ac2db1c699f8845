/* skapa forms invite: invitations to a meeting. Joins forms, store, intake. */
#include "core/err.h"
#include "core/file.h"
#include "core/frame.h"
#include "core/log.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/text.h"
#include "forms/invite.h"
#include "forms/main.h"
#include "forms/print.h"
#include "forms/roster.h"
#include "forms/sheet.h"
#include "instrument/wording.h"
#include "intake/decode.h"
#include "intake/photograph.h"
#include "intake/reduce.h"
#include "store/roles.h"
#include "store/schedule.h"

#include <stdlib.h>
#include <string.h>

#define LANGUAGES 64

const struct cli_option invite_options[] = {
	{"people", "CODES|FILE", "codes with commas, or a file of them"},
	{"due", NULL, "everybody who is to be asked again"},
	{"instrument", "ID", "with --due: that, and who was never asked it"},
	{"caseworker", "WHO", "with --due: whose caseworker or deputy that is"},
	{"date", "DATE", "the day; a line to write on if not given"},
	{"time", "HH:MM", "the time of that day"},
	{"place", "TEXT", "where: house, street, room"},
	{"photo", "FILE", "a photograph of the place: PNG, JPEG or TIFF"},
	{"who", "TEXT", "whom one meets"},
	{"phone", "NUMBER", "whom to call who cannot come"},
	{"language", "L", "in that language; else each person's own"},
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"templates", "DIR", "folder of wording and pictures"},
	{"output", "FILE", "the PDF"},
	{"format", "F", "text or json"},
	{0},
};

/* Who is invited, and in which language. */
struct guest {
	char code[PERSON_CODE];
	char language[LAYOUT_KEY];
	size_t words; /* of job.words; LANGUAGES: there are none */
};

struct invite_job {
	const struct cli *cli;
	struct invite invite;
	struct guest *guests; /* owned */
	size_t n_guests, room, n_left;
	struct invite_words *words; /* by language; owned */
	size_t n_words;
	struct grey grey;
	struct canvas_photo photo;
	struct text_engine *engine;
};

/* "08:05" */
static bool
is_time(const char *text)
{
	return strlen(text) == 5 && strspn(text, "0123456789:") == 5 &&
	       text[2] == ':' && strchr(text, ':') == strrchr(text, ':') &&
	       atoi(text) < 24 && atoi(text + 3) < 60;
}

static bool
check(const struct invite_job *job, struct err *err)
{
	const struct cli *cli = job->cli;
	const struct invite *invite = &job->invite;

	if (cli_has(cli, "people") + cli_has(cli, "due") != 1)
		return err_set(err, ERR_USAGE,
			"say who is invited with one of --people and --due");
	if ((cli_has(cli, "caseworker") || cli_has(cli, "instrument")) &&
		!cli_has(cli, "due"))
		return err_set(err, ERR_USAGE, "--%s goes with --due",
			cli_has(cli, "caseworker") ? "caseworker"
						   : "instrument");
	if (invite->place == NULL || invite->phone == NULL)
		return err_set(err, ERR_USAGE, "--%s is missing",
			invite->place == NULL ? "place" : "phone");
	if (invite->date != NULL && !str_is_date(invite->date))
		return err_set(err, ERR_USAGE,
			"\"%s\" is no day; write it as 2026-11-24",
			invite->date);
	if (invite->time != NULL && invite->date == NULL)
		return err_set(err, ERR_USAGE, "--time goes with --date");
	if (invite->time != NULL && !is_time(invite->time))
		return err_set(err, ERR_USAGE,
			"\"%s\" is no time; write it as 13:15", invite->time);
	if (!cli_has(cli, "output"))
		return err_set(err, ERR_USAGE, "--output is missing");
	return file_can_write(cli_text(cli, "output", ""), err);
}

/* ------------------------------------------------------- who */

/* Once, however many sheets are due. */
static bool
add_guest(struct invite_job *job, const char *code, const char *language,
	struct err *err)
{
	const char *as = cli_text(job->cli, "language", language);
	struct guest *at;
	size_t i;

	for (i = 0; i < job->n_guests; i++)
		if (strcmp(job->guests[i].code, code) == 0)
			return true;
	if (job->n_guests == job->room) {
		const size_t room = job->room == 0 ? 64 : 2 * job->room;

		at = reallocarray(job->guests, room, sizeof(*at));
		if (at == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		job->guests = at;
		job->room = room;
	}
	at = &job->guests[job->n_guests++];
	*at = (struct guest){.words = LANGUAGES};
	memcpy(at->code, code, PERSON_CODE);
	return str_copy(at->language, LAYOUT_KEY,
		       as[0] != '\0' ? as : WORDING_SOURCE_LANGUAGE) ||
	       err_set(err, ERR_USAGE, "no language \"%s\"", as);
}

static bool
add_named(struct invite_job *job, struct store *store, struct err *err)
{
	struct roster roster = {0};
	struct store_person person;
	bool found = false, ok;
	size_t i;

	ok = roster_read(cli_text(job->cli, "people", ""), &roster, err);
	for (i = 0; ok && i < roster.n; i++) {
		ok = store_person_get(
			store, roster.codes[i], &person, &found, err);
		if (ok && !found)
			ok = err_set(err, ERR_USAGE, "unknown person %s",
				roster.codes[i]);
		ok = ok &&
		     add_guest(job, roster.codes[i], person.language, err);
	}
	roster_finish(&roster);
	return ok;
}

static bool
add_due(struct invite_job *job, struct store *store, struct err *err)
{
	struct schedule_ask ask = {.months = SCHEDULE_MONTHS,
		.window_days = SCHEDULE_WINDOW,
		.instrument = cli_text(job->cli, "instrument", NULL),
		.who = cli_text(job->cli, "caseworker", NULL)};
	struct schedule schedule = {0};
	bool ok;
	size_t i;

	program_today(ask.today);
	ok = store_schedule(store, &ask, &schedule, err);
	for (i = 0; ok && i < schedule.n; i++)
		ok = add_guest(job, schedule.rows[i].person,
			schedule.rows[i].language, err);
	schedule_finish(&schedule);
	return ok;
}

/* ------------------------------------------------------- words, picture */

/* A guest's language that there are no words in is left out and counted. */
static bool
find_words(struct invite_job *job, struct guest *guest, struct err *err)
{
	struct invite_words *words = &job->words[job->n_words];
	struct err why = {0};
	size_t i;

	for (i = 0; i < job->n_words; i++)
		if (strcmp(wording_language(job->words[i].own),
			    guest->language) == 0)
			break;
	if (i == LANGUAGES)
		return err_set(
			err, ERR_LIMIT, "more than %d languages", LANGUAGES);
	if (i == job->n_words) {
		if (!invite_words_open(words, program_templates(job->cli),
			    guest->language, &why)) {
			invite_words_finish(words);
			if (why.code != ERR_USAGE || !cli_has(job->cli, "due"))
				return err_set(err, why.code, "%s", why.text);
			log_line("%s is left out: %s", guest->code, why.text);
			job->n_left++;
			return true;
		}
		job->n_words++;
	}
	guest->words = i;
	return true;
}

static bool
load_words(struct invite_job *job, struct err *err)
{
	bool ok = true;
	size_t i;

	job->words = calloc(LANGUAGES + 1, sizeof(*job->words));
	if (job->words == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; ok && i < job->n_guests; i++)
		ok = find_words(job, &job->guests[i], err);
	return ok;
}

static bool
load_photo(struct invite_job *job, struct err *err)
{
	const char *path = cli_text(job->cli, "photo", NULL);
	struct decoder *decoder = NULL;
	struct bytes file = {0};
	bool ok;

	if (path == NULL)
		return true;
	ok = file_read(path, DECODE_FILE_BYTES, &file, err);
	if (ok)
		decoder = decoder_new(err);
	ok = decoder != NULL &&
	     (photograph_read(decoder, file.at, file.len, &job->grey, err) ||
		     err_wrap(err, "%s", path));
	decoder_free(decoder);
	bytes_free(&file);
	if (ok) {
		job->photo = (struct canvas_photo){job->grey.w, job->grey.h,
			job->grey.stride, job->grey.px};
		job->invite.photo = &job->photo;
	}
	return ok;
}

/* ------------------------------------------------------- out */

static bool
draw(struct invite_job *job, struct canvas *canvas, const struct guest *guest,
	struct err *err)
{
	struct sheet *sheet;

	job->invite.code = guest->code;
	sheet = invite_sheet(
		&job->words[guest->words], job->engine, &job->invite, err);
	if (sheet == NULL)
		return false;
	canvas_page(canvas);
	sheet_draw(sheet, 0, canvas);
	sheet_free(sheet);
	return true;
}

/* Nobody is on another's back. */
static bool
write_pdf(struct invite_job *job, struct err *err)
{
	const struct canvas_doc doc = {.title = "Kallelser",
		.lang = WORDING_SOURCE_LANGUAGE,
		.size = {0, 0, FRAME_PAGE_W, FRAME_PAGE_H}};
	struct canvas *canvas = canvas_new(&doc, err);
	struct str pdf = {0};
	bool ok = canvas != NULL;
	size_t i;

	for (i = 0; ok && i < job->n_guests; i++)
		ok = job->guests[i].words == LANGUAGES ||
		     draw(job, canvas, &job->guests[i], err);
	ok = ok && canvas_write(canvas, &pdf, err) &&
	     file_write(cli_text(job->cli, "output", ""), pdf.at, pdf.len, err);
	canvas_free(canvas);
	str_finish(&pdf);
	return ok;
}

static bool
tell(const struct invite_job *job, bool is_json, struct err *err)
{
	const size_t n = job->n_guests - job->n_left;
	struct str out = {0};
	size_t i, page = 0;
	bool ok;

	if (!is_json && n == 0)
		str_add(&out, "nobody is invited; no PDF is written\n");
	else if (!is_json)
		str_addf(&out, "%s: %zu invitation%s\n",
			cli_text(job->cli, "output", ""), n, n == 1 ? "" : "s");
	for (i = 0; i < job->n_guests; i++) {
		const struct guest *guest = &job->guests[i];
		const bool is_left = guest->words == LANGUAGES;

		page += !is_left;
		if (is_json && !is_left)
			str_addf(&out,
				"{\"pdf_page\":%zu,\"person\":\"%s\","
				"\"language\":\"%s\"}\n",
				page, guest->code, guest->language);
		else if (!is_json && is_left)
			str_addf(&out, "  left out: %s (%s)\n", guest->code,
				guest->language);
		else if (!is_json)
			str_addf(&out, "  page %zu: %s (%s)\n", page,
				guest->code, guest->language);
	}
	str_add(&out, "");
	ok = program_print(&out, err);
	str_finish(&out);
	return ok;
}

static bool
make(struct invite_job *job, struct err *err)
{
	struct store *store =
		store_open(cli_store(job->cli), STORE_READ, 0, err);
	bool ok = store != NULL;

	store_at(store, program_now());
	if (ok)
		ok = cli_has(job->cli, "due") ? add_due(job, store, err)
					      : add_named(job, store, err);
	store_close(store);
	if (!ok || !load_words(job, err) || !load_photo(job, err))
		return false;
	if (job->n_guests == job->n_left)
		return true;
	job->engine = text_engine_new(err);
	return job->engine != NULL && write_pdf(job, err);
}

int
invite_run(struct cli *cli, struct err *err)
{
	static const char *const formats[] = {"text", "json", NULL};
	struct invite_job job = {.cli = cli,
		.invite = {.date = cli_text(cli, "date", NULL),
			.time = cli_text(cli, "time", NULL),
			.place = cli_text(cli, "place", NULL),
			.who = cli_text(cli, "who", NULL),
			.phone = cli_text(cli, "phone", NULL)}};
	const char *format;
	bool ok = cli_words(cli, 0, 0, err) &&
		  cli_word(cli, "format", formats, &format, err) &&
		  check(&job, err) && make(&job, err) &&
		  tell(&job, format == formats[1], err);
	size_t i;

	for (i = 0; i < job.n_words; i++)
		invite_words_finish(&job.words[i]);
	free(job.words);
	free(job.guests);
	grey_finish(&job.grey);
	text_engine_free(job.engine);
	text_end();
	if (!ok)
		return program_fail(err);
	return job.n_left > 0 ? PROGRAM_SOME_REFUSED : PROGRAM_DONE;
}
