/*
 * What became of a meeting: who is complete, what is missing, what a person
 * has to look at. By seats; no answer is read for it.
 */
#include "kiosk/room_pages.h"

#include "kiosk/room_after.h"
#include "kiosk/staff.h"
#include "kiosk/staff_words.h"

#include <stdio.h>

enum become { SEAT_COMPLETE, SEAT_IN_REVIEW, SEAT_MISSING, BECOME__MAX };

/* What is said of a seat. */
static enum become
say_of(const struct after *after, size_t i, char *out, size_t size)
{
	const struct room_seat *seat = &after->room.seats[i];
	const int has = __builtin_popcountll(seat->answered);
	const int left = after->room.n_items - has;
	const bool has_paper = after->pages[i] > 0;

	if (seat->presence == SEAT_WITHDREW && after->waiting[i] == 0) {
		snprintf(out, size, "har slutat");
		return SEAT_COMPLETE;
	}
	if (after->waiting[i] > 0) {
		snprintf(out, size, "%d svar väntar på granskning",
			after->waiting[i]);
		return SEAT_IN_REVIEW;
	}
	if (has_paper && after->missing[i] == 0) {
		snprintf(out, size,
			has > 0 ? "papperet är inläst; %d svar också på platta"
				: "papperet är inläst",
			has);
		return SEAT_COMPLETE;
	}
	if (left == 0) {
		snprintf(out, size, "klar");
		return SEAT_COMPLETE;
	}
	if (has_paper && has == 0)
		snprintf(out, size, "papperet saknas");
	else
		snprintf(out, size, "%d frågor saknar svar%s", left,
			has_paper ? "; papperet saknas" : "");
	return SEAT_MISSING;
}

static void
show_seat(struct html *html, const struct after *after, size_t i)
{
	static const char *const modes[] = {"platta", "papper", "personal"};
	const struct room *room = &after->room;
	const struct room_seat *seat = &room->seats[i];
	char sentence[80];
	const enum become become = say_of(after, i, sentence, sizeof(sentence));

	html_open(html, "tr", NULL);
	html_open(html, "td", "class", "n", NULL);
	html_textf(html, "%d", seat->number);
	html_close(html, "td");
	html_put(html, "td",
		staff_language(room->channels[seat->channel].language), NULL);
	html_put(html, "td", modes[seat->mode], NULL);
	html_put(html, become == SEAT_COMPLETE ? "td" : "th", sentence, NULL);
	html_close(html, "tr");
}

static void
show(struct html *html, const struct after *after)
{
	static const char *const heads[] = {
		"Plats", "Språk", "Svarar på", "Läge", NULL};
	size_t n[BECOME__MAX] = {0}, i;
	char sentence[80], path[64];

	for (i = 0; i < after->room.n_seats; i++)
		n[say_of(after, i, sentence, sizeof(sentence))]++;
	html_open(html, "p", NULL);
	html_textf(html,
		"%zu av %zu platser är klara. %zu väntar på granskning, %zu "
		"saknar svar eller papper.",
		n[SEAT_COMPLETE], after->room.n_seats, n[SEAT_IN_REVIEW],
		n[SEAT_MISSING]);
	html_close(html, "p");
	html_open(html, "table", NULL);
	staff_columns(html, heads);
	html_open(html, "tbody", NULL);
	for (i = 0; i < after->room.n_seats; i++)
		show_seat(html, after, i);
	html_close(html, "tbody");
	html_close(html, "table");
	html_open(html, "p", NULL);
	snprintf(path, sizeof(path), "/staff/rooms/%lld/debrief",
		(long long)after->session);
	html_put(html, "a", "Efterprat", "href", path, "class", "button", NULL);
	html_text(html, " ");
	html_put(html, "a", "Det som väntar på en människa", "href",
		"/staff/review", NULL);
	html_close(html, "p");
}

bool
lead_report(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct after *after = after_load(kiosk, ask, err);
	struct html html = {0};

	if (after == NULL)
		return false;
	staff_begin(&html, kiosk, ask, after->name, "/staff/rooms");
	show(&html, after);
	after_free(after);
	return staff_end(&html, reply, err);
}
