/* skapa-forms pack: joins the pack's papers and the store. */
#include "forms/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "draw/text.h"
#include "forms/pack.h"
#include "forms/seats.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "store/roles.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE_WAIT_MS 10000
#define INSTRUMENT "skapa"
#define MINUTES 5 /* a question; this project's own proposal */

const struct cli_option pack_options[] = {
	{"session", "FILE|NAME",
		"the meeting: a session file, or its name in "
		"the store"},
	{"output", "FILE|DIR", "one PDF, or a folder with one a language"},
	{"only", "PARTS",
		"cover,leader,observer,seats,sheets,caseworker,"
		"introduction,..."},
	{"language", "L", "without a session: of the papers"},
	{"instrument", "ID", "what is asked; skapa if nothing says"},
	{"level", "LEVEL", "without a session: of the words"},
	{"steps", "N", "without a session: of the ladders"},
	{"poster", "SIZE", "a4 or a3"},
	{"minutes", "N",
		"for a question on the leader's sheet, 5 if not "
		"given"},
	{"templates", "DIR", "folder of instruments and wording"},
	{"store", "DIR", "the store; $SKAPA_STORE, else ./skapa-store"},
	{"format", "F", "text or json"},
	{0},
};

static const char *const formats[] = {"text", "json", NULL};
static const char *const posters[] = {"a4", "a3", NULL};

/* What one run needs; all but the borrowed is ended by plan_finish. */
struct plan {
	struct cli *cli;
	unsigned parts;
	const char *output, *format, *poster;
	bool is_folder;
	const char *file;   /* of the session; NULL: it is in the store */
	struct seats seats; /* of the session; n 0: without one */
	struct store *store;
	struct store_session session; /* as the store has it */
	bool is_issued;		      /* session is in the store */
	struct pack pack;
	char instrument[SEATS_WORD];
};

static void
plan_finish(struct plan *plan)
{
	pack_finish(&plan->pack);
	store_session_finish(&plan->session);
	store_close(plan->store);
	free(plan);
	text_end();
}

/* ------------------------------------------------------- options */

static bool
ends_with(const char *text, const char *end)
{
	const size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

static bool
check_output(struct plan *plan, struct err *err)
{
	struct stat st;

	plan->output = cli_text(plan->cli, "output", NULL);
	if (plan->output == NULL)
		return err_set(err, ERR_USAGE, "--output is missing");
	plan->is_folder = !ends_with(plan->output, ".pdf") ||
			  (stat(plan->output, &st) == 0 && S_ISDIR(st.st_mode));
	if (plan->poster == posters[1] && !plan->is_folder &&
		(plan->parts & PACK_BIT(PACK_POSTER)) &&
		plan->parts != PACK_BIT(PACK_POSTER))
		return err_set(err, ERR_USAGE,
			"posters of A3 do not go into one PDF with pages of "
			"A4; name a folder with --output, or print them alone "
			"with --only poster");
	return file_can_write(plan->output, err);
}

static bool
options_of(struct plan *plan, struct err *err)
{
	const struct cli *cli = plan->cli;

	plan->parts = PACK_ALL;
	if (!cli_words(cli, 0, 0, err) ||
		!cli_word(cli, "format", formats, &plan->format, err) ||
		!cli_word(cli, "poster", posters, &plan->poster, err) ||
		(cli_has(cli, "only") && !pack_parts(cli_text(cli, "only", ""),
						 &plan->parts, err)))
		return false;
	if (cli_has(cli, "session")) {
		if (cli_has(cli, "language") || cli_has(cli, "level") ||
			cli_has(cli, "steps"))
			return err_set(err, ERR_USAGE,
				"the session's seats say language, level and "
				"steps; leave --language, --level and --steps "
				"out");
		return check_output(plan, err);
	}
	if (cli_has(cli, "only") && (plan->parts & PACK_OF_SESSION))
		return err_set(err, ERR_USAGE,
			"cover, leader, observer, seats, sheets and caseworker "
			"are papers of a meeting; name it with --session");
	plan->parts &= ~PACK_OF_SESSION;
	if (!cli_has(cli, "language"))
		return err_set(err, ERR_USAGE,
			"name a meeting with --session, or a language with "
			"--language");
	return check_output(plan, err);
}

/* ------------------------------------------------------- the session */

static bool
open_store(struct plan *plan, enum store_mode mode, struct err *err)
{
	plan->store =
		store_open(cli_store(plan->cli), mode, STORE_WAIT_MS, err);
	store_at(plan->store, program_now());
	return plan->store != NULL;
}

/* The seats of a session that is in the store. */
static bool
seats_of_store(struct plan *plan, const char *name, struct err *err)
{
	struct seats *seats = &plan->seats;
	size_t i;

	/* It is only printed again, also while a server writes. */
	if (!open_store(plan, STORE_READ, err) ||
		!store_session_get(plan->store, name, &plan->session,
			&plan->is_issued, err))
		return false;
	if (!plan->is_issued || plan->session.n > SEATS_MAX)
		return err_set(err, ERR_USAGE,
			"there is no file \"%s\", and the store has no session "
			"of that name",
			name);
	str_copy(seats->session, SEATS_NAME, plan->session.name);
	str_copy(seats->date, SEATS_DATE, plan->session.date);
	str_copy(seats->instrument, SEATS_WORD, plan->session.instrument);
	seats->n = plan->session.n;
	for (i = 0; i < seats->n; i++) {
		const struct store_seat *from = &plan->session.seats[i];
		struct seat *to = &seats->seats[i];

		to->number = from->number;
		to->steps = from->steps;
		to->has_paper = from->sheet != 0;
		memcpy(to->person, from->person, PERSON_CODE);
		str_copy(to->language, SEATS_WORD, from->language);
		str_copy(to->level, SEATS_WORD, from->level);
	}
	return true;
}

/* "<file>: line 7" before the sentence, where a file said it. */
static bool
blame(const struct plan *plan, const struct seat *seat, struct err *err)
{
	if (plan->file != NULL)
		return err_wrap(err, "%s: line %zu", plan->file, seat->line);
	return err_wrap(err, "seat %d", seat->number);
}

static bool
check_people(struct plan *plan, struct err *err)
{
	size_t i;

	for (i = 0; i < plan->seats.n; i++) {
		const struct seat *seat = &plan->seats.seats[i];
		bool found = true;

		if (seat->person[0] != '\0' &&
			!store_person_get(
				plan->store, seat->person, NULL, &found, err))
			return false;
		if (!found) {
			err_set(err, ERR_USAGE,
				"unknown person %s; people are added with: "
				"skapa store people add",
				seat->person);
			return blame(plan, seat, err);
		}
	}
	return true;
}

/*
 * A session file whose meeting is in the store already: it must be the same,
 * and then the pages that were issued are printed again.
 */
static bool
check_same(struct plan *plan, struct err *err)
{
	const struct seats *file = &plan->seats;
	const struct store_session *kept = &plan->session;
	bool is_same = file->n == kept->n &&
		       strcmp(file->date, kept->date) == 0 &&
		       strcmp(plan->instrument, kept->instrument) == 0;
	size_t i;

	for (i = 0; is_same && i < file->n; i++) {
		const struct seat *a = &file->seats[i];
		const struct store_seat *b = &kept->seats[i];
		const struct sheet_order *order =
			&plan->pack.kinds[plan->pack.seats[i].kind].job.order;

		is_same = a->number == b->number &&
			  a->has_paper == (b->sheet != 0) &&
			  (a->person[0] == '\0' ||
				  strcmp(a->person, b->person) == 0) &&
			  strcmp(a->language, b->language) == 0 &&
			  strcmp(order->level, b->level) == 0 &&
			  order->steps == b->steps;
	}
	return is_same || err_set(err, ERR_USAGE,
				  "%s: the session \"%s\" is in the store "
				  "already, and is another; give this one "
				  "another name, or print that one again with "
				  "--session \"%s\"",
				  plan->file, file->session, file->session);
}

static bool
read_session(struct plan *plan, struct err *err)
{
	const char *name = cli_text(plan->cli, "session", NULL);
	const char *instrument = cli_text(plan->cli, "instrument", NULL);

	if (name != NULL && access(name, F_OK) == 0) {
		plan->file = name;
		if (!seats_read(name, &plan->seats, err))
			return false;
		if ((plan->parts & PACK_ISSUED) &&
			(!open_store(plan, STORE_WRITE, err) ||
				!check_people(plan, err) ||
				!store_session_get(plan->store,
					plan->seats.session, &plan->session,
					&plan->is_issued, err)))
			return false;
	} else if (name != NULL) {
		if (!seats_of_store(plan, name, err))
			return false;
	}
	if (plan->seats.instrument[0] != '\0') {
		if (instrument != NULL &&
			strcmp(instrument, plan->seats.instrument) != 0)
			return err_set(err, ERR_USAGE,
				"the session asks %s; leave --instrument out",
				plan->seats.instrument);
		instrument = plan->seats.instrument;
	}
	if (instrument == NULL)
		instrument = INSTRUMENT;
	return str_copy(plan->instrument, SEATS_WORD, instrument) ||
	       err_set(err, ERR_USAGE, "unknown instrument '%s'", instrument);
}

/* ------------------------------------------------------- the pack */

/* What each seat asks for, or the options. */
static bool
make_kinds(struct plan *plan, struct err *err)
{
	struct pack *pack = &plan->pack;
	struct job_ask ask = {.templates = pack->templates,
		.instrument = pack->instrument,
		.language = cli_text(plan->cli, "language", NULL),
		.level = cli_text(plan->cli, "level", NULL)};
	long steps = 0;
	size_t i, kind;

	if (!cli_number(plan->cli, "steps", 2, STEP_MAX, &steps, err))
		return false;
	ask.steps = (int)steps;
	if (pack->n_seats == 0)
		return pack_kind(pack, &ask, &kind, err);
	for (i = 0; i < pack->n_seats; i++) {
		const struct seat *from = &plan->seats.seats[i];
		struct pack_seat *to = &pack->seats[i];
		size_t k;

		to->number = from->number;
		to->has_paper = from->has_paper;
		memcpy(to->person, from->person, PERSON_CODE);
		/* Making a sheet takes a while: as the seat before? */
		for (k = 0; k < i; k++) {
			const struct seat *other = &plan->seats.seats[k];

			if (other->steps == from->steps &&
				strcmp(other->language, from->language) == 0 &&
				strcmp(other->level, from->level) == 0)
				break;
		}
		if (k < i) {
			to->kind = pack->seats[k].kind;
			continue;
		}
		ask.language = from->language;
		ask.level = from->level[0] == '\0' ? NULL : from->level;
		ask.steps = from->steps;
		if (!pack_kind(pack, &ask, &to->kind, err))
			return blame(plan, from, err);
	}
	return true;
}

static bool
make_pack(struct plan *plan, struct err *err)
{
	long minutes = MINUTES;

	if (!cli_number(plan->cli, "minutes", 1, 60, &minutes, err) ||
		!pack_open(&plan->pack, program_templates(plan->cli),
			plan->instrument, plan->seats.n, err))
		return false;
	plan->pack.minutes = (int)minutes;
	if (plan->poster == posters[1])
		plan->pack.poster_scale = FLOW_A3;
	if (plan->seats.n > 0) {
		plan->pack.session = plan->seats.session;
		plan->pack.date = plan->seats.date;
	}
	return make_kinds(plan, err) && pack_lay(&plan->pack, plan->parts, err);
}

/* ------------------------------------------------------- issuing */

static bool
request_of(struct plan *plan, const struct job *job, bool is_wanted,
	struct store_request *request, struct err *err)
{
	if (!is_wanted)
		return true;
	request->pages = (uint8_t)job->sheet->n_pages;
	request->rater = job->instrument->rater == RATER_CASEWORKER
				 ? RATES_CASEWORKER
				 : RATES_SELF;
	request->wording = wording_status_word(wording_status(job->wording));
	return store_layout_put(plan->store, &job->sheet->layout, job->plain.at,
		job->plain.len, &request->layout_id, err);
}

static bool
fill_session(struct plan *plan, struct err *err)
{
	struct store_session *s = &plan->session;
	struct pack *pack = &plan->pack;
	size_t i;

	s->seats = calloc(pack->n_seats, sizeof(*s->seats));
	if (s->seats == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	s->n = pack->n_seats;
	str_copy(s->name, sizeof(s->name), plan->seats.session);
	str_copy(s->date, sizeof(s->date), plan->seats.date);
	str_copy(s->instrument, sizeof(s->instrument), plan->instrument);
	for (i = 0; i < s->n; i++) {
		const struct seat *from = &plan->seats.seats[i];
		const struct sheet_order *order =
			&pack->kinds[pack->seats[i].kind].job.order;

		s->seats[i].number = from->number;
		s->seats[i].steps = order->steps;
		memcpy(s->seats[i].person, from->person, PERSON_CODE);
		str_copy(s->seats[i].language, LAYOUT_KEY, from->language);
		str_copy(s->seats[i].level, LAYOUT_KEY, order->level);
	}
	return true;
}

/* Every sheet of the session at once, whatever part is printed now. */
static bool
issue(struct plan *plan, struct err *err)
{
	struct pack *pack = &plan->pack;
	const size_t n = pack->n_seats;
	struct store_request *sheets = calloc(2 * n, sizeof(*sheets));
	struct store_session_request request = {
		.sheets = sheets, .caseworker = sheets + n};
	char today[PROGRAM_DATE];
	bool ok = sheets != NULL || err_set(err, ERR_SYSTEM, "out of memory");
	size_t i;

	ok = ok && fill_session(plan, err) &&
	     store_layout_put(plan->store, &pack->cover->layout,
		     pack->cover_plain.at, pack->cover_plain.len,
		     &request.cover.layout_id, err);
	request.cover.pages = (uint8_t)pack->cover->n_pages;
	for (i = 0; ok && i < n; i++)
		ok = request_of(plan, &pack->kinds[pack->seats[i].kind].job,
			     pack->seats[i].has_paper, &sheets[i], err) &&
		     request_of(plan, &pack->caseworker, pack->has_caseworker,
			     &sheets[n + i], err);
	program_today(today);
	ok = ok && store_session_issue(
			   plan->store, &plan->session, &request, today, err);
	free(sheets);
	return ok;
}

/* The pages of a sheet, which must be printed as they were issued. */
static bool
pages_of(struct plan *plan, int64_t sheet, const struct layout *layout,
	struct print_page *out, size_t *n, struct err *err)
{
	struct store_page pages[LAYOUT_PAGES];
	uint16_t id = 0;
	bool found = false;
	size_t i;

	*n = 0;
	if (sheet == 0)
		return true;
	if (!store_sheet_pages(plan->store, sheet, pages, n, err) ||
		!store_layout_find(plan->store, layout->hash, &id, &found, err))
		return false;
	for (i = 0; i < *n; i++) {
		if (!found || pages[i].code.layout_id != id)
			return err_set(err, ERR_USAGE,
				"%s in %s has changed since its sheets were "
				"issued; print them with the templates of that "
				"day, or make a session of another name",
				layout->instrument, layout->language);
		out[i].code = pages[i].code;
		memcpy(out[i].line, pages[i].line, CODE_LINE);
	}
	return true;
}

static bool
caseworker_of(struct plan *plan, const struct store_seat *from,
	struct pack_seat *to, struct err *err)
{
	if (from->caseworker == 0)
		return true;
	if (!plan->pack.has_caseworker)
		return err_set(err, ERR_USAGE,
			"there is no instrument '%s-caseworker' any more; "
			"print with the templates of the day it was issued",
			plan->instrument);
	return pages_of(plan, from->caseworker,
		&plan->pack.caseworker.sheet->layout, to->caseworker,
		&to->n_caseworker, err);
}

static bool
fetch_pages(struct plan *plan, struct err *err)
{
	struct pack *pack = &plan->pack;
	struct print_page cover[LAYOUT_PAGES];
	size_t i, n;

	if (!pages_of(plan, plan->session.cover, &pack->cover->layout, cover,
		    &n, err))
		return false;
	pack->cover_page = cover[0];
	pack->key = store_key(plan->store);
	for (i = 0; i < pack->n_seats; i++) {
		const struct store_seat *from = &plan->session.seats[i];
		struct pack_seat *to = &pack->seats[i];

		memcpy(to->person, from->person, PERSON_CODE);
		if (!pages_of(plan, from->sheet,
			    &pack->kinds[to->kind].job.sheet->layout, to->sheet,
			    &to->n_sheet, err) ||
			!caseworker_of(plan, from, to, err))
			return err_wrap(err, "seat %d", to->number);
	}
	return true;
}

static bool
issue_once(struct plan *plan, struct err *err)
{
	if ((plan->parts & PACK_ISSUED) == 0)
		return true;
	if (plan->is_issued ? plan->file != NULL && !check_same(plan, err)
			    : !issue(plan, err))
		return false;
	return fetch_pages(plan, err);
}

/* ------------------------------------------------------- writing */

static void
tell_page(const struct pack_page *page, const char *path, size_t number,
	struct str *out)
{
	str_addf(out,
		"{\"file\":\"%s\",\"pdf_page\":%zu,\"part\":\"%s\","
		"\"language\":\"%s\",\"seat\":",
		path, number,
		page->is_blank ? "blank" : pack_part_word(page->part),
		page->language);
	if (page->seat == NULL)
		str_add(out, "null,\"code\":");
	else
		str_addf(out, "%d,\"code\":", page->seat->number);
	if (page->issued == NULL)
		str_add(out, "null,\"person\":null");
	else if (page->seat == NULL)
		str_addf(out, "\"%s\",\"person\":null", page->issued->line);
	else
		str_addf(out, "\"%s\",\"person\":\"%s\"", page->issued->line,
			page->seat->person);
	str_addf(out, ",\"page\":%d}\n", page->page);
}

static void
tell(const struct plan *plan, const struct pack_list *list, const char *path,
	struct str *out)
{
	size_t i, sheets = 0;

	for (i = 0; i < list->n; i++) {
		if (plan->format == formats[1])
			tell_page(&list->pages[i], path, i + 1, out);
		sheets += list->pages[i].part == PACK_SHEETS &&
			  list->pages[i].page == 1;
	}
	if (plan->format == formats[1])
		return;
	str_addf(out, "%s: %zu page%s", path, list->n, list->n == 1 ? "" : "s");
	if (sheets > 0)
		str_addf(out, ", %zu sheet%s", sheets, sheets == 1 ? "" : "s");
	str_add(out, "\n");
}

static bool
write_file(const struct plan *plan, const struct pack_file *file,
	const char *path, struct str *told, struct err *err)
{
	struct pack_list list = {0};
	struct str pdf = {0};
	bool ok = pack_write(&plan->pack, file, &pdf, &list, err);

	if (ok && list.n > 0) {
		ok = file_write(path, pdf.at, pdf.len, err);
		tell(plan, &list, path, told);
	}
	str_finish(&pdf);
	pack_list_finish(&list);
	return ok;
}

/* One of a folder's files; name is "staff.pdf". */
static bool
write_one(const struct plan *plan, unsigned parts, const char *language,
	double scale, const char *name, struct str *told, struct err *err)
{
	const struct pack_file file = {.parts = plan->parts & parts,
		.language = language,
		.scale = scale};
	struct str path = {0};
	bool ok;

	str_addf(&path, "%s%s%s%s%s", plan->output,
		ends_with(plan->output, "/") ? "" : "/", name,
		language == NULL ? "" : language, ".pdf");
	ok = str_ok(&path, err) && write_file(plan, &file, path.at, told, err);
	str_finish(&path);
	return ok;
}

static bool
write_folder(const struct plan *plan, struct str *told, struct err *err)
{
	const struct pack *pack = &plan->pack;
	const unsigned interpreter = PACK_BIT(PACK_INTERPRETER);
	const unsigned poster = PACK_BIT(PACK_POSTER);
	size_t i, k;

	if (mkdir(plan->output, 0777) != 0 && errno != EEXIST)
		return err_errno(err, "%s: cannot be made", plan->output);
	if (!write_one(plan, PACK_STAFF, NULL, 1, "staff", told, err))
		return false;
	for (i = 0; i < pack->n_kinds; i++) {
		const char *language =
			wording_language(pack->kinds[i].job.order.wording);

		for (k = 0; k < i; k++) {
			if (strcmp(wording_language(
					   pack->kinds[k].job.order.wording),
				    language) == 0)
				break;
		}
		if (k < i)
			continue;
		if (!write_one(plan,
			    PACK_ALL & ~PACK_STAFF & ~interpreter & ~poster,
			    language, 1, "", told, err) ||
			!write_one(plan, interpreter, language, 1,
				"interpreter-", told, err) ||
			!write_one(plan, poster, language, pack->poster_scale,
				"poster-", told, err))
			return false;
	}
	return true;
}

static bool
write_all(const struct plan *plan, struct err *err)
{
	const struct pack_file all = {.parts = plan->parts,
		.scale = plan->parts == PACK_BIT(PACK_POSTER)
				 ? plan->pack.poster_scale
				 : 1};
	struct str told = {0};
	bool ok = plan->is_folder
			  ? write_folder(plan, &told, err)
			  : write_file(plan, &all, plan->output, &told, err);

	ok = ok && program_print(&told, err);
	str_finish(&told);
	return ok;
}

int
pack_run(struct cli *cli, struct err *err)
{
	struct plan *plan = calloc(1, sizeof(*plan));
	bool ok;

	if (plan == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return program_fail(err);
	}
	plan->cli = cli;
	ok = options_of(plan, err) && read_session(plan, err) &&
	     make_pack(plan, err) && issue_once(plan, err) &&
	     pack_seal(&plan->pack, plan->parts, err) && write_all(plan, err);
	plan_finish(plan);
	return ok ? PROGRAM_DONE : program_fail(err);
}
