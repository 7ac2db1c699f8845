#include "report/extract_pdf.h"

#include "core/err.h"
#include "core/str.h"
#include "report/pages.h"
#include "report/told.h"
#include "store/activities.h"
#include "store/chain.h"
#include "store/notes.h"
#include "store/papers.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct flow {
	struct pages pages;
	struct str line; /* of the row that is made */
	int n_rows;	 /* below the heading */
};

static bool
add_heading(struct flow *flow, const char *words, struct err *err)
{
	flow->n_rows = 0;
	return pages_heading(&flow->pages, words, err);
}

/* What was built up in flow->line. */
static bool
add_line(struct flow *flow, struct err *err)
{
	const bool ok =
		str_ok(&flow->line, err) &&
		pages_add(&flow->pages, PAGES_BODY, flow->line.at, 900, err);

	flow->n_rows++;
	str_clear(&flow->line);
	return ok;
}

/* Below a heading without rows. */
static bool
add_none(struct flow *flow, struct err *err)
{
	return flow->n_rows > 0 ||
	       pages_add(&flow->pages, PAGES_BODY, "Inga.", 900, err);
}

static bool
add_note(const struct store_note *note, void *data, struct err *err)
{
	struct flow *flow = data;

	told_note(&flow->line, note);
	return add_line(flow, err);
}

static bool
add_activity(const struct store_activity *activity, void *data, struct err *err)
{
	struct flow *flow = data;

	told_activity(&flow->line, activity);
	return add_line(flow, err);
}

static bool
add_paper(const struct store_paper *paper, void *data, struct err *err)
{
	char shown[CODE_LINE_SHOWN];
	struct flow *flow = data;

	code_line_shown(paper->line, shown);
	str_addf(&flow->line, "%s  %s, sida %d (%s)", paper->issued,
		paper->instrument, paper->page, shown);
	if (paper->reading != 0)
		str_addf(&flow->line, "; läst %s, sida %d i filen %.16s…",
			paper->read_on, paper->source_page, paper->sha256);
	return add_line(flow, err);
}

/* Swedish for the words of the audit; the word itself where there is none. */
static const char *
action_of(const char *word)
{
	static const char *const words[MAY__MAX] = {
		[MAY_ADD_PEOPLE] = "lade till personen",
		[MAY_CHANGE_PEOPLE] = "ändrade uppgifter om personen",
		[MAY_ISSUE] = "skrev ut blad",
		[MAY_BIND] = "gav ett blad till personen",
		[MAY_FILE] = "läste in en skannad sida",
		[MAY_KEEP_OCCASIONS] = "ändrade ett tillfälle",
		[MAY_PUT_ANSWERS] = "tog emot ett svar",
		[MAY_WRITE_NOTES] = "skrev en anteckning",
		[MAY_READ_ANSWERS] = "läste svar",
		[MAY_READ_BELIEFS] = "läste handläggarens svar om personen",
		[MAY_READ_NOTES] = "läste anteckningar",
		[MAY_COUNT] = "räknade svar",
		[MAY_EXPORT] = "lämnade ut svar utan koder",
		[MAY_READ_REVIEWS] = "läste svar som någon ska titta på",
		[MAY_READ_SCANS] = "läste en skannad fil",
		[MAY_DECIDE] = "bestämde om ett svar eller en sida",
	};
	int i;

	for (i = 0; i < MAY__MAX; i++) {
		if (words[i] != NULL &&
			strcmp(operation_word((enum store_operation)i), word) ==
				0)
			return words[i];
	}
	return word;
}

static bool
add_event(const struct store_event *event, void *data, struct err *err)
{
	const time_t at = (time_t)event->at;
	struct flow *flow = data;
	char when[32] = "okänd tid";
	struct tm tm;

	if (event->at != 0 && gmtime_r(&at, &tm) != NULL)
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &tm);
	str_addf(&flow->line, "%s  %s (%s) %s%s%s", when, event->actor,
		event->role, event->is_refused ? "nekades: " : "",
		action_of(event->action),
		strcmp(event->object, object_word(ABOUT_EVERYONE)) == 0
			? " (en lista över flera personer)"
			: "");
	return add_line(flow, err);
}

static bool
write_all(struct store *store, const struct extract_as *as, struct flow *flow,
	struct err *err)
{
	const struct person_as person = {.code = as->code,
		.templates = as->templates,
		.whose = SERIES_EVERY};
	const time_t at = (time_t)as->at;
	struct str report = {0};
	char day[16] = "";
	struct tm tm;
	bool ok;

	if (gmtime_r(&at, &tm) != NULL)
		strftime(day, sizeof(day), "%Y-%m-%d", &tm);
	str_addf(&flow->line,
		"Allt som finns om personen med koden %s den %s, och vem som "
		"har läst det. Tider är i UTC. Samma uppgifter finns i filen "
		"extract.json.",
		as->code, day);
	ok = person_report(store, &person, &report, err) &&
	     pages_open(&flow->pages, "Registerutdrag", as->at, err) &&
	     pages_add(&flow->pages, PAGES_TITLE, "Registerutdrag", 0, err) &&
	     add_line(flow, err) && add_heading(flow, "Svar", err) &&
	     pages_lines(&flow->pages, report.at, err) &&
	     add_heading(flow, "Anteckningar", err) &&
	     store_notes(store, as->code, add_note, flow, err) &&
	     add_none(flow, err) && add_heading(flow, "Aktiviteter", err) &&
	     store_activities(store, as->code, add_activity, flow, err) &&
	     add_none(flow, err) && add_heading(flow, "Blad", err) &&
	     store_papers(store, as->code, add_paper, flow, err) &&
	     add_none(flow, err) &&
	     add_heading(flow, "Vem som har läst och ändrat", err) &&
	     store_audit_each(store, as->code, INT64_MIN, add_event, flow, err);
	str_finish(&report);
	return ok;
}

bool
extract_pdf(struct store *store, const struct extract_as *as,
	struct text_engine *engine, struct str *out, struct err *err)
{
	struct flow flow = {.pages = {.engine = engine, .foot = as->code}};
	const bool ok = write_all(store, as, &flow, err) &&
			pages_close(&flow.pages, out, err);

	pages_free(&flow.pages);
	str_finish(&flow.line);
	return ok;
}
