/* Who is to be asked again, and what was printed for groups and is not back. */
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "kiosk/staff_words.h"
#include "kiosk/visit.h"
#include "review/tell.h"
#include "store/due.h"
#include "store/schedule.h"

#include <stdio.h>
#include <string.h>

struct listing {
	struct html *html;
	char name[STORE_SESSION];
	size_t n;
	struct due_count count;
	bool names_people;
};

/* The pages that are missing, with what stands on them. */
static void
add_missing(struct html *html, const struct store_due *due)
{
	char shown[CODE_LINE_SHOWN];
	int i;

	html_open(html, "td", NULL);
	for (i = 0; i < due->n_missing; i++) {
		code_line_shown(due->missing[i].line, shown);
		html_text(html, i > 0 ? ", " : "");
		html_open(html, "span", "class", "whole-word", NULL);
		html_textf(html, "sida %d (%s)", due->missing[i].page, shown);
		html_close(html, "span");
	}
	html_close(html, "td");
}

static void
add_sheet(struct html *html, const struct store_due *due, bool with_person)
{
	html_open(html, "tr", NULL);
	html_open(html, "td", "class", "n", NULL);
	if (due->seat > 0)
		html_textf(html, "%d", due->seat);
	html_close(html, "td");
	html_put(html, "td", with_person ? due->person : "", NULL);
	html_put(html, "td", staff_instrument(due->instrument), NULL);
	html_put(html, "td", staff_language(due->language), NULL);
}

static void
begin_table(struct html *html, const char *last)
{
	const char *const names[] = {
		"Plats", "Person", "Formulär", "Språk", last, NULL};

	html_open(html, "table", NULL);
	staff_columns(html, names);
	html_open(html, "tbody", NULL);
}

static void
end_table(struct html *html)
{
	html_close(html, "tbody");
	html_close(html, "table");
}

/* ------------------------------------------------------------------ missing */

static bool
add_due(const struct store_due *due, void *data, struct err *err)
{
	struct listing *listing = data;
	struct html *html = listing->html;

	(void)err;
	if (due->n_missing == 0)
		return true;
	if (listing->n++ == 0 || strcmp(listing->name, due->session) != 0) {
		if (listing->n > 1)
			end_table(html);
		str_copy(listing->name, sizeof(listing->name), due->session);
		html_open(html, "h3", NULL);
		staff_link(html, "/staff/sessions", due->session, due->session);
		html_close(html, "h3");
		begin_table(html, "Saknas");
	}
	add_sheet(html, due, listing->names_people);
	add_missing(html, due);
	html_close(html, "tr");
	return true;
}

/* ---------------------------------------------------------- to be asked again
 */

static void
add_turn(struct html *html, const struct schedule_row *row)
{
	static const char *const states[] = {
		[SCHEDULE_FIRST] = "första gången",
		[SCHEDULE_NOW] = "nu",
		[SCHEDULE_LATE] = "försenad",
	};

	html_open(html, "tr", NULL);
	html_open(html, "th", "scope", "row", NULL);
	staff_link(html, "/staff/people", row->person, row->person);
	html_close(html, "th");
	html_put(html, "td",
		row->instrument[0] != '\0' ? staff_instrument(row->instrument)
					   : "",
		NULL);
	html_put(html, "td",
		row->language[0] != '\0' ? staff_language(row->language) : "",
		NULL);
	html_put(html, "td", row->last, NULL);
	html_put(html, "td", row->due, NULL);
	html_put(html, "td", row->until, NULL);
	html_put(html, "td", states[row->state], NULL);
	html_put(html, "td", row->caseworker, NULL);
	html_close(html, "tr");
}

static void
begin_turns(struct html *html)
{
	static const char *const names[] = {"Person", "Formulär", "Språk",
		"Senast", "Ska tillfrågas", "Sista dag", "Läge", "Handläggare",
		NULL};

	html_open(html, "table", NULL);
	staff_columns(html, names);
	html_open(html, "tbody", NULL);
}

/* Rows of one state or, with all, of every; *n counts them. */
static bool
add_some(struct kiosk *kiosk, struct html *html,
	const struct schedule_ask *turn, bool all, size_t *n, struct err *err)
{
	struct schedule schedule = {0};
	const bool ok = store_schedule(kiosk->store, turn, &schedule, err);
	size_t i;

	for (i = 0; ok && i < schedule.n; i++) {
		if (!all && schedule.rows[i].state != SCHEDULE_FIRST)
			continue;
		if (++*n == 1)
			begin_turns(html);
		add_turn(html, &schedule.rows[i]);
	}
	schedule_finish(&schedule);
	return ok;
}

/*
 * As skapa report due has it: three months, two weeks before and after; and
 * who was never asked what the screens ask.
 */
static bool
add_turns(struct kiosk *kiosk, struct html *html, struct err *err)
{
	struct schedule_ask turn = {
		.months = SCHEDULE_MONTHS, .window_days = SCHEDULE_WINDOW};
	size_t n = 0;

	staff_day(kiosk->now, turn.today);
	html_put(html, "h2", "Dags att fråga", NULL);
	if (!add_some(kiosk, html, &turn, true, &n, err))
		return false;
	turn.instrument = visits_instrument(kiosk->visits)->id;
	if (!add_some(kiosk, html, &turn, false, &n, err))
		return false;
	if (n > 0)
		end_table(html);
	else
		staff_empty(html, "Ingen ska tillfrågas nu.",
			"Här syns den som inte har svarat förut, och den som "
			"svarade för tre månader sedan.");
	return true;
}

bool
due_page(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct html html = {0};
	struct listing listing = {
		.html = &html, .names_people = staff_may(ask, MAY_LIST_PEOPLE)};

	staff_begin(&html, kiosk, ask, "Saknas", "/staff/due");
	if (listing.names_people && !add_turns(kiosk, &html, err)) {
		html_finish(&html);
		return false;
	}
	html_put(&html, "h2", "Blanketter som inte har kommit tillbaka", NULL);
	if (!store_due_session(kiosk->store, NULL, add_due, &listing, err)) {
		html_finish(&html);
		return false;
	}
	if (listing.n > 0)
		end_table(&html);
	else
		staff_empty(&html, "Ingen blankett saknas.",
			"Här syns blanketter som är utskrivna till en "
			"gruppträff tills de är inlästa.");
	return staff_end(&html, reply, err);
}

/* ----------------------------------------------------------------- sessions */

static void
add_session(struct listing *listing)
{
	struct html *html = listing->html;
	const struct due_count *count = &listing->count;

	if (listing->n == 0)
		return;
	html_open(html, "tr", NULL);
	html_open(html, "th", "scope", "row", NULL);
	staff_link(html, "/staff/sessions", listing->name, listing->name);
	html_close(html, "th");
	html_open(html, "td", "class", "n", NULL);
	html_textf(html, "%zu", count->issued);
	html_close(html, "td");
	html_open(html, "td", "class", "n", NULL);
	html_textf(html, "%zu", count->received);
	html_close(html, "td");
	html_open(html, "td", "class", "n", NULL);
	html_textf(html, "%zu", count->issued - count->received);
	html_close(html, "td");
	html_close(html, "tr");
	listing->count = (struct due_count){0};
}

static bool
count_due(const struct store_due *due, void *data, struct err *err)
{
	static const char *const names[] = {
		"Gruppträff", "Utskrivna", "Inlästa", "Saknas", NULL};
	struct listing *listing = data;

	(void)err;
	if (listing->n == 0) {
		html_open(listing->html, "table", "class", "list", NULL);
		staff_columns(listing->html, names);
		html_open(listing->html, "tbody", NULL);
	} else if (strcmp(listing->name, due->session) != 0) {
		add_session(listing);
	}
	listing->n++;
	str_copy(listing->name, sizeof(listing->name), due->session);
	due_count_add(&listing->count, due);
	return true;
}

bool
sessions_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	struct listing listing = {.html = &html};

	staff_begin(&html, kiosk, ask, "Gruppträffar", "/staff/sessions");
	if (!store_due_session(kiosk->store, NULL, count_due, &listing, err)) {
		html_finish(&html);
		return false;
	}
	add_session(&listing);
	if (listing.n > 0)
		end_table(&html);
	else
		staff_empty(&html, "Det finns inga gruppträffar.",
			"En gruppträff blir till när dess blanketter skrivs "
			"ut med skapa forms pack.");
	return staff_end(&html, reply, err);
}

static bool
add_seat(const struct store_due *due, void *data, struct err *err)
{
	struct listing *listing = data;
	struct html *html = listing->html;

	(void)err;
	if (listing->n++ == 0)
		begin_table(html, "Läge");
	due_count_add(&listing->count, due);
	add_sheet(html, due, listing->names_people);
	if (due->n_missing > 0)
		add_missing(html, due);
	else
		html_put(html, "td", "inläst", NULL);
	html_close(html, "tr");
	return true;
}

bool
session_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	struct listing listing = {
		.html = &html, .names_people = staff_may(ask, MAY_LIST_PEOPLE)};
	char title[STORE_SESSION + 32];

	snprintf(title, sizeof(title), "Gruppträff %s", ask->part[0]);
	staff_begin(&html, kiosk, ask, title, "/staff/sessions");
	if (!store_due_session(
		    kiosk->store, ask->part[0], add_seat, &listing, err)) {
		html_finish(&html);
		return false;
	}
	if (listing.n > 0) {
		end_table(&html);
		html_open(&html, "p", "class", "lead", NULL);
		html_textf(&html, "%zu utskrivna, %zu inlästa.",
			listing.count.issued, listing.count.received);
		html_close(&html, "p");
	} else {
		staff_empty(&html, "Den gruppträffen har inga blanketter.",
			"Se efter namnet i listan över gruppträffar.");
	}
	return staff_end(&html, reply, err);
}
