/*
 * What became of a meeting: who is complete, what is missing, which papers have
 * not come back. By seats; no answer is read for it.
 */
#include "kiosk/room_pages.h"

#include "core/err.h"
#include "kiosk/room_doc.h"
#include "kiosk/staff.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"
#include "store/due.h"
#include "store/rooms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct report {
	int64_t session;
	char name[STORE_SESSION];
	struct room room;
	bool found, has_room;
	struct store_session seats;
	/* Pages of each seat's own sheet that have not come back. */
	int missing[ROOM_SEATS], pages[ROOM_SEATS];
};

static bool
find_session(const struct store_session_row *row, void *data, struct err *err)
{
	struct report *report = data;

	(void)err;
	if (row->session == report->session) {
		memcpy(report->name, row->name, sizeof(report->name));
		report->found = true;
	}
	return true;
}

static bool
take_room(const struct store_room *kept, void *data, struct err *err)
{
	struct report *report = data;

	report->has_room = true;
	return room_read(kept->state, strlen(kept->state), &report->room, err);
}

static bool
take_sheet(const struct store_due *due, void *data, struct err *err)
{
	struct report *report = data;
	size_t i;

	(void)err;
	for (i = 0; i < report->seats.n && i < ROOM_SEATS; i++) {
		if (report->seats.seats[i].sheet == due->sheet) {
			report->missing[i] = due->n_missing;
			report->pages[i] = due->n_pages;
		}
	}
	return true;
}

/* As it is now, or as it was when the meeting was put away. */
static bool
load(struct kiosk *kiosk, const struct ask *ask, struct report *report,
	struct err *err)
{
	const struct live *live;

	report->session = strtoll(ask->part[0], NULL, 10);
	if (!store_session_list(
		    kiosk->store, "0000-01-01", find_session, report, err))
		return false;
	if (report->found && !store_room_get(kiosk->store, report->name,
				     take_room, report, err))
		return false;
	if (!report->has_room)
		return swedish_err(err, ERR_USAGE,
			"det finns ingen sådan träff på plattor");
	live = rooms_at(kiosk->rooms, report->session);
	if (live != NULL)
		report->room = live->room;
	return store_session_get(kiosk->store, report->name, &report->seats,
		       &report->found, err) &&
	       store_due_session(
		       kiosk->store, report->name, take_sheet, report, err);
}

/* What is said of a seat; true: nothing of it is missing. */
static bool
say_of(const struct report *report, size_t i, char *out, size_t size)
{
	const struct room_seat *seat = &report->room.seats[i];
	const int has = __builtin_popcountll(seat->answered);
	const int left = report->room.n_items - has;

	if (seat->presence == SEAT_WITHDREW) {
		snprintf(out, size, "har slutat");
		return true;
	}
	if (report->pages[i] > 0 && report->missing[i] == 0) {
		snprintf(out, size,
			has > 0 ? "papperet är inläst; %d svar också på platta"
				: "papperet är inläst",
			has);
		return true;
	}
	if (left == 0) {
		snprintf(out, size, "klar");
		return true;
	}
	if (report->pages[i] > 0 && has == 0)
		snprintf(out, size, "papperet saknas");
	else
		snprintf(out, size, "%d frågor saknar svar", left);
	return false;
}

static void
show(struct html *html, const struct report *report)
{
	static const char *const heads[] = {
		"Plats", "Språk", "Svarar på", "Läge", NULL};
	static const char *const modes[] = {"platta", "papper", "personal"};
	const struct room *room = &report->room;
	char sentence[80];
	int complete = 0;
	size_t i;

	for (i = 0; i < room->n_seats; i++)
		complete += say_of(report, i, sentence, sizeof(sentence));
	html_open(html, "p", NULL);
	html_textf(
		html, "%d av %zu platser är klara.", complete, room->n_seats);
	html_close(html, "p");
	html_open(html, "table", NULL);
	staff_columns(html, heads);
	html_open(html, "tbody", NULL);
	for (i = 0; i < room->n_seats; i++) {
		const struct room_seat *seat = &room->seats[i];
		const bool is_done =
			say_of(report, i, sentence, sizeof(sentence));

		html_open(html, "tr", NULL);
		html_open(html, "td", "class", "n", NULL);
		html_textf(html, "%d", seat->number);
		html_close(html, "td");
		html_put(html, "td",
			staff_language(room->channels[seat->channel].language),
			NULL);
		html_put(html, "td", modes[seat->mode], NULL);
		html_put(html, is_done ? "td" : "th", sentence, NULL);
		html_close(html, "tr");
	}
	html_close(html, "tbody");
	html_close(html, "table");
	html_put(html, "a", "Det som väntar på en människa", "href",
		"/staff/review", NULL);
}

bool
lead_report(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct report *report = calloc(1, sizeof(*report));
	struct html html = {0};
	bool ok;

	if (report == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	ok = load(kiosk, ask, report, err);
	if (ok) {
		staff_begin(&html, kiosk, ask, report->name, "/staff/rooms");
		show(&html, report);
		ok = staff_end(&html, reply, err);
	}
	store_session_finish(&report->seats);
	free(report);
	return ok;
}
