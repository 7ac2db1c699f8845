#include "report/handover.h"

#include "core/doc.h"
#include "core/err.h"
#include "report/pages.h"
#include "report/rows.h"
#include "report/told.h"
#include "store/review.h"
#include "store/schedule.h"

#include <string.h>

/* ------------------------------------------------------- what there is */

static bool
add_note(const struct store_note *note, void *data, struct err *err)
{
	struct handover *to = data;

	(void)err;
	told_note(&to->notes, note);
	if (note->due[0] != '\0')
		str_addf(&to->notes, " (senast %s)", note->due);
	str_add(&to->notes, "\n");
	str_add(&to->notes_json, to->notes_json.len > 0 ? ",\n" : "");
	rows_note(&to->notes_json, note);
	return true;
}

static bool
add_activity(const struct store_activity *activity, void *data, struct err *err)
{
	struct handover *to = data;

	(void)err;
	told_activity(&to->activities, activity);
	str_add(&to->activities, "\n");
	str_add(&to->activities_json, to->activities_json.len > 0 ? ",\n" : "");
	rows_activity(&to->activities_json, activity);
	return true;
}

/* That there was one; a caseworker's about the person is left out. */
static bool
add_occasion(const struct store_occasion *o, void *data, struct err *err)
{
	static const char *const states[OCCASION_STATE__MAX] = {
		[OCCASION_OFFERED] = ", inte besvarad",
		[OCCASION_HELD] = "",
		[OCCASION_DECLINED] = ", tackade nej",
		[OCCASION_TALK_ONLY] = ", bara samtal"};
	struct handover *to = data;
	const char *kind = told_occasion_kind(o->kind);

	(void)err;
	if (o->rater != RATES_SELF)
		return true;
	str_addf(&to->occasions, "%s  %s%s%s%s%s%s%s%s\n", o->date,
		o->instrument, kind != NULL ? ", " : "",
		kind != NULL ? kind : "",
		o->language[0] != '\0' ? ", språk " : "", o->language,
		states[o->state],
		o->caseworker[0] != '\0' ? ", handläggare " : "",
		o->caseworker);
	str_add(&to->occasions_json, to->occasions_json.len > 0 ? ",\n" : "");
	rows_occasion(&to->occasions_json, o);
	return true;
}

/* Of this person; what is due within a quarter too. */
static bool
add_due(struct handover *to, struct store *store, struct err *err)
{
	struct schedule_ask ask = {
		.months = SCHEDULE_MONTHS, .window_days = SCHEDULE_WINDOW_MOST};
	struct schedule schedule = {0};
	size_t i;

	memcpy(ask.today, to->ask.today, STORE_DATE);
	if (!store_schedule(store, &ask, &schedule, err))
		return false;
	for (i = 0; i < schedule.n; i++) {
		const struct schedule_row *row = &schedule.rows[i];

		if (strcmp(row->person, to->ask.code) != 0)
			continue;
		str_addf(&to->due, "%s  %s, senaste gången %s\n", row->due,
			row->instrument, row->last);
		str_addf(&to->due_json, "%s{\"instrument\":\"%s\"",
			to->due_json.len > 0 ? ",\n" : "", row->instrument);
		doc_add_field(&to->due_json, "due", row->due);
		doc_add_field(&to->due_json, "last", row->last);
		str_add(&to->due_json, "}");
	}
	schedule_finish(&schedule);
	return true;
}

bool
handover_load(struct handover *handover, struct store *store,
	const struct handover_ask *ask, struct err *err)
{
	struct agenda_ask agenda = {.person = ask->code, .weeks = AGENDA_WEEKS};

	*handover = (struct handover){.ask = *ask};
	memcpy(agenda.today, ask->today, STORE_DATE);
	return store_who_check(ask->to, err) &&
	       store_text_check(ask->basis, "the basis", err) &&
	       agenda_load(&handover->agenda, store, &agenda, err) &&
	       store_notes(store, ask->code, add_note, handover, err) &&
	       store_activities(
		       store, ask->code, add_activity, handover, err) &&
	       store_occasions(store, ask->code, add_occasion, handover, err) &&
	       add_due(handover, store, err);
}

void
handover_finish(struct handover *handover)
{
	agenda_finish(&handover->agenda);
	str_finish(&handover->due);
	str_finish(&handover->notes);
	str_finish(&handover->activities);
	str_finish(&handover->occasions);
	str_finish(&handover->due_json);
	str_finish(&handover->notes_json);
	str_finish(&handover->activities_json);
	str_finish(&handover->occasions_json);
	*handover = (struct handover){0};
}

/* ------------------------------------------------------- on paper */

static const char *
said(const char *text)
{
	return text[0] != '\0' ? text : "inte sagt";
}

static void
add_head(const struct handover *handover, struct str *out)
{
	const struct store_person *person = &handover->agenda.rows[0].person;

	str_addf(out,
		"Person %s, språk %s\nHandläggare: %s. Ersättare: %s\n"
		"Lämnas över %s till: %s\nGrund: %s\n",
		person->code, said(person->language), said(person->caseworker),
		said(person->deputy), handover->ask.today, handover->ask.to,
		handover->ask.basis);
}

/* A block a line. */
static bool
add_lines(struct pages *pages, const struct str *lines, struct err *err)
{
	struct str line = {0};
	const char *at = lines->len > 0 ? lines->at : "Inget.\n", *end;
	bool ok = !lines->failed || err_set(err, ERR_SYSTEM, "out of memory");

	for (; ok && (end = strchr(at, '\n')) != NULL; at = end + 1) {
		str_add_bytes(&line, at, (size_t)(end - at));
		ok = str_ok(&line, err) &&
		     pages_add(pages, PAGES_BODY, line.at, 900, err);
		str_clear(&line);
	}
	str_finish(&line);
	return ok;
}

static bool
add_part(struct pages *pages, const char *heading, const struct str *lines,
	struct err *err)
{
	return pages_heading(pages, heading, err) &&
	       add_lines(pages, lines, err);
}

bool
handover_pdf(const struct handover *handover, struct text_engine *engine,
	struct str *out, struct err *err)
{
	struct pages pages = {.engine = engine, .foot = handover->ask.code};
	struct str head = {0}, now = {0};
	bool ok;

	add_head(handover, &head);
	agenda_lines(&handover->agenda.rows[0], &now);
	ok = pages_open(&pages, "Överlämning", handover->ask.at, err) &&
	     pages_add(&pages, PAGES_TITLE, "Överlämning", 0, err) &&
	     add_lines(&pages, &head, err) &&
	     add_part(&pages, "Läget", &now, err) &&
	     add_part(&pages, "Att fråga igen", &handover->due, err) &&
	     add_part(&pages, "Delmål, nästa steg och berättelser",
		     &handover->notes, err) &&
	     add_part(&pages, "Aktiviteter", &handover->activities, err) &&
	     add_part(&pages, "Tillfällen", &handover->occasions, err) &&
	     pages_close(&pages, out, err);
	pages_free(&pages);
	str_finish(&head);
	str_finish(&now);
	return ok;
}

/* ------------------------------------------------------- for a program */

static void
add_list(struct str *out, const char *name, const struct str *rows)
{
	str_addf(out, ",\n\"%s\":[", name);
	if (rows->len > 0)
		str_addf(out, "\n%s", rows->at);
	str_add(out, "]");
	out->failed = out->failed || rows->failed;
}

void
handover_json(const struct handover *handover, struct str *out)
{
	const struct agenda_row *row = &handover->agenda.rows[0];

	str_add(out, "{\"handover\":1");
	doc_add_field(out, "date", handover->ask.today);
	doc_add_field(out, "person", row->person.code);
	doc_add_field(out, "language", row->person.language);
	doc_add_field(out, "state", store_states[row->person.state]);
	doc_add_field(out, "caseworker", row->person.caseworker);
	doc_add_field(out, "deputy", row->person.deputy);
	doc_add_field(out, "to", handover->ask.to);
	doc_add_field(out, "basis", handover->ask.basis);
	doc_add_field(out, "last", row->last);
	doc_add_field(out, "gap_from", row->gap);
	add_list(out, "due", &handover->due_json);
	add_list(out, "notes", &handover->notes_json);
	add_list(out, "activities", &handover->activities_json);
	add_list(out, "occasions", &handover->occasions_json);
	str_add(out, "}\n");
}
