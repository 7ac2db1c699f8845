/*
 * The page of who leads a group's meeting. It may stand on a wall: seats by
 * number, no names and no answers.
 */
#include "kiosk/room_pages.h"

#include "core/err.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "kiosk/logins.h"
#include "kiosk/page.h"
#include "kiosk/room_doc.h"
#include "kiosk/staff.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"
#include "store/rooms.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LIST_DAYS 31 /* sessions of so many days back */
#define PATH 64

static const char *const presences[] = {"väntas", "har hämtat sin platta",
	"här", "borta en stund", "klar", "har slutat"};
static const char *const modes[] = {"platta", "papper", "personal"};
static const char *const voices[] = {"tolk", "inspelning", "ledaren läser"};

bool
lead_find(struct kiosk *kiosk, const struct ask *ask, struct live **live,
	struct err *err)
{
	char *end;
	long long session;

	errno = 0;
	session = strtoll(ask->part[0], &end, 10);
	*live = errno == 0 && *end == '\0' ? rooms_at(kiosk->rooms, session)
					   : NULL;
	return *live != NULL ||
	       swedish_err(err, ERR_USAGE,
		       "träffen är inte öppen på plattor, eller är färdig");
}

static void
path_of(const struct live *live, const char *what, char path[PATH])
{
	snprintf(path, PATH, "/staff/rooms/%lld%s", (long long)live->session,
		what);
}

/* ------------------------------------------------------------- the list */

struct listing {
	struct html *html;
	const struct ask *ask;
	int n;
};

static bool
list_one(const struct store_session_row *row, void *data, struct err *err)
{
	struct listing *listing = data;
	struct html *h = listing->html;
	char path[PATH], report[PATH];

	(void)err;
	listing->n++;
	snprintf(report, sizeof(report), "/staff/rooms/%lld/report",
		(long long)row->session);
	html_open(h, "tr", NULL);
	html_put(h, "th", row->name, "scope", "row", NULL);
	html_put(h, "td", row->date, NULL);
	html_open(h, "td", NULL);
	html_textf(h, "%d", row->seats);
	html_close(h, "td");
	html_open(h, "td", NULL);
	snprintf(path, sizeof(path), "/staff/rooms/%lld",
		(long long)row->session);
	if (row->is_done)
		html_put(h, "a", "Färdig: vad som är klart", "href", report,
			NULL);
	else if (row->has_room)
		html_put(
			h, "a", "Öppna", "href", path, "class", "button", NULL);
	else
		room_button(h, listing->ask, "/staff/rooms", "session",
			row->name, NULL, "Ha på plattor", "go");
	html_close(h, "td");
	html_close(h, "tr");
	return true;
}

bool
lead_list(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	static const char *const heads[] = {
		"Träff", "Dag", "Platser", "", NULL};
	const time_t first = (time_t)(kiosk->now - LIST_DAYS * 86400);
	struct html html = {0};
	struct listing listing = {.html = &html, .ask = ask};
	char from[STORE_DATE];
	struct tm tm;

	strftime(from, sizeof(from), "%Y-%m-%d", gmtime_r(&first, &tm));
	staff_begin(&html, kiosk, ask, "Träff på plattor", "/staff/rooms");
	html_open(&html, "table", NULL);
	staff_columns(&html, heads);
	html_open(&html, "tbody", NULL);
	if (!store_session_list(kiosk->store, from, list_one, &listing, err)) {
		html_finish(&html);
		return false;
	}
	html_close(&html, "tbody");
	html_close(&html, "table");
	if (listing.n == 0)
		staff_empty(&html, "Det finns ingen träff.",
			"Gör en fil med platser och skriv ut träffens papper: "
			"skapa forms pack --session FIL --output MAPP");
	return staff_end(&html, reply, err);
}

bool
lead_make(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const char *session = form_value(&ask->request->form, "session");
	struct live *live;
	char path[PATH];

	if (session == NULL)
		return swedish_err(err, ERR_USAGE, "session saknas");
	if (!rooms_make(kiosk, session, &live, err))
		return false;
	path_of(live, "", path);
	http_redirect(reply, path);
	return true;
}

/* ------------------------------------------------------------- the page */

struct lead_view {
	const struct live *live;
	const struct ask *ask;
	const struct wording *words;
	int64_t now;
	bool leads;
	char action[PATH];
	struct html html;
};

/* A form that is one command; value may be NULL. */
static void
command(struct lead_view *view, const char *verb, const char *name, size_t at,
	const char *to, const char *word, const char *class)
{
	struct html *h = &view->html;
	char rev[16], number[24];

	snprintf(rev, sizeof(rev), "%d", view->live->room.rev);
	snprintf(number, sizeof(number), "%zu", at);
	page_form(h, view->ask, view->action, NULL);
	html_leaf(h, "input", "type", "hidden", "name", "rev", "value", rev,
		NULL);
	html_leaf(h, "input", "type", "hidden", "name", "verb", "value", verb,
		NULL);
	if (name != NULL)
		html_leaf(h, "input", "type", "hidden", "name", name, "value",
			number, NULL);
	if (to != NULL)
		html_leaf(h, "input", "type", "hidden", "name", "to", "value",
			to, NULL);
	html_put(h, "button", word, "class", class, NULL);
	html_close(h, "form");
}

/* "Fråga 3 av 11: alla svarar". */
static void
where(struct lead_view *view)
{
	static const char *const states[ROOM_STATE__MAX] = {"Inte börjat",
		"Samling", "Övning", "", "Klart i egen takt", "Slut",
		"Avbruten"};
	static const char *const phases[] = {
		"titta och lyssna", "alla svarar", "vi går snart vidare"};
	const struct room *room = &view->live->room;
	struct html *h = &view->html;

	html_open(h, "h2", "role", "status", NULL);
	if (room->is_paused && !room_is_over(room))
		html_text(h, "Paus. ");
	if (room->state == ROOM_ITEM)
		html_textf(h, "Fråga %d av %d: %s", room->item + 1,
			room->n_items, phases[room->phase]);
	else
		html_text(h, states[room->state]);
	html_close(h, "h2");
}

static void
clock_and_count(struct lead_view *view)
{
	const struct room *room = &view->live->room;
	struct html *h = &view->html;
	int here, answered, paper = 0;
	size_t i;

	for (i = 0; i < room->n_seats; i++)
		paper += room->seats[i].mode == SEAT_PAPER;
	room_count(room, room->item, view->now, &here, &answered);
	html_open(h, "p", "class", "count", NULL);
	if (room->state == ROOM_ITEM) {
		const int64_t at =
			room->is_paused ? room->paused_at : view->now;
		const int64_t left = room->item_since + room->item_s - at;

		html_open(h, "strong", NULL);
		html_textf(h, "%d av %d", answered, here);
		html_close(h, "strong");
		html_text(h, " plattor har svarat. ");
		if (left > 0)
			html_textf(h, "Kvar: %lld min.",
				(long long)(left + 59) / 60);
		else
			html_text(h, "Tiden är slut; ni väljer när ni går "
				     "vidare.");
	} else {
		html_textf(h, "%d plattor är här.", here);
	}
	if (paper > 0)
		html_textf(h, " %d svarar på papper.", paper);
	html_close(h, "p");
}

static const char *
next_word(const struct room *room)
{
	switch (room->state) {
	case ROOM_DRAFT:
		return "Släpp in";
	case ROOM_LOBBY:
		return room->has_practice ? "Börja öva" : "Första frågan";
	case ROOM_PRACTICE:
		return "Första frågan";
	case ROOM_WRAP_UP:
		return "Avsluta träffen";
	default:
		break;
	}
	if (room->phase == ROOM_EXPLAIN)
		return "Nu svarar alla";
	if (room->phase == ROOM_OPEN)
		return "Vi går snart vidare";
	return room->item + 1 < room->n_items ? "Nästa fråga"
					      : "Till avslutningen";
}

static void
commands(struct lead_view *view)
{
	const struct room *room = &view->live->room;
	struct html *h = &view->html;

	html_open(h, "div", "class", "commands", NULL);
	if (!view->leads) {
		html_put(h, "p", "Någon annan leder träffen.", NULL);
		command(view, "take", NULL, 0, NULL, "Ta över", "go");
		html_close(h, "div");
		return;
	}
	if (room->is_paused || room->state == ROOM_ABORTED) {
		command(view, "resume", NULL, 0, NULL, "Fortsätt", "go");
	} else if (room->state != ROOM_CLOSED) {
		command(view, "next", NULL, 0, NULL, next_word(room), "go");
		if (room->state != ROOM_DRAFT) {
			command(view, "back", NULL, 0, NULL, "Tillbaka",
				"quiet");
			command(view, "pause", NULL, 0, NULL, "Paus", "quiet");
		}
	}
	if (room->state == ROOM_ITEM)
		command(view, "extend", NULL, 0, NULL, "En minut till",
			"quiet");
	if (!room_is_over(room))
		command(view, "abort", NULL, 0, NULL, "Avbryt träffen",
			"quiet stop");
	html_close(h, "div");
}

static void
one_channel(struct lead_view *view, size_t i)
{
	const struct room *room = &view->live->room;
	const struct room_channel *c = &room->channels[i];
	const bool explains =
		room->state == ROOM_ITEM && room->phase == ROOM_EXPLAIN;
	struct html *h = &view->html;
	char to[8], action[PATH], number[24];
	int voice;

	html_open(h, "li", "class", c->is_asking ? "asks" : HTML_OFF, NULL);
	html_put(h, "strong", staff_language(c->language), NULL);
	html_textf(h, " %s", voices[c->voice]);
	if (c->is_ready)
		html_textf(h, ", läst klart på %lld s",
			(long long)(c->ready_at - room->item_since));
	else if (explains && c->voice == VOICE_INTERPRETER)
		html_textf(h, ", läser: %lld s",
			(long long)(view->now - room->since));
	if (c->is_asking) {
		html_put(h, "em", "Tolken frågar efter dig", NULL);
		command(view, "heard", "channel", i, NULL, "Jag kommer",
			"quiet");
	}
	html_open(h, "details", NULL);
	html_put(h, "summary", "Ändra", NULL);
	for (voice = 0; voice < VOICE__MAX; voice++) {
		snprintf(to, sizeof(to), "%d", voice);
		if (voice != (int)c->voice)
			command(view, "voice", "channel", i, to, voices[voice],
				"quiet");
	}
	path_of(view->live, "/link", action);
	snprintf(number, sizeof(number), "%zu", i);
	room_button(h, view->ask, action, "channel", number, NULL,
		"Gör en länk till tolken", "quiet");
	html_close(h, "details");
	html_close(h, "li");
}

static void
one_seat(struct lead_view *view, size_t i)
{
	const struct room *room = &view->live->room;
	const struct room_seat *seat = &room->seats[i];
	const enum room_presence is = room_presence(room, i, view->now);
	struct html *h = &view->html;
	char class[48];
	const bool has = room->state == ROOM_ITEM &&
			 (seat->answered >> room->item & 1) != 0;

	snprintf(class, sizeof(class), "seat %s %s%s",
		seat->mode == SEAT_TABLET ? room_presences[is] : "other",
		room_modes[seat->mode], has ? " has" : "");
	html_open(h, "li", "class", class, NULL);
	html_open(h, "strong", NULL);
	html_textf(h, "%d", seat->number);
	html_close(h, "strong");
	html_textf(h, " %s, ",
		staff_language(room->channels[seat->channel].language));
	if (seat->mode == SEAT_TABLET)
		html_textf(h, "%s, %d av %d svar%s", presences[is],
			__builtin_popcountll(seat->answered), room->n_items,
			has ? ", har svarat nu" : "");
	else
		html_text(h, modes[seat->mode]);
	html_open(h, "details", NULL);
	html_put(h, "summary", "Ändra", NULL);
	command(view, "mode", "seat", i, "0", "Ny platta", "quiet");
	if (seat->mode != SEAT_PAPER)
		command(view, "mode", "seat", i, "1", "Till papper", "quiet");
	if (is != SEAT_WITHDREW)
		command(view, "leaves", "seat", i, NULL, "Har gått", "quiet");
	html_close(h, "details");
	html_close(h, "li");
}

static void
show_asked(struct lead_view *view)
{
	const struct item *item = room_asked(view->live);
	struct html *h = &view->html;
	char picture[ROOM_PICTURE];

	if (item == NULL)
		return;
	room_item_picture(item, picture);
	html_open(h, "div", "class", "headline", NULL);
	page_picture(h, picture, "large");
	html_put(h, "p", wording_question(view->words, item->key), "class",
		"asked", NULL);
	html_close(h, "div");
}

static void
show_lead(struct lead_view *view)
{
	const struct room *room = &view->live->room;
	struct html *h = &view->html;
	char path[PATH];
	size_t i;

	where(view);
	show_asked(view);
	clock_and_count(view);
	commands(view);
	html_put(h, "h2", "Språk", NULL);
	html_open(h, "ul", "class", "channels", NULL);
	for (i = 0; i < room->n_channels; i++)
		one_channel(view, i);
	html_close(h, "ul");
	html_put(h, "h2", "Platser", NULL);
	html_open(h, "ul", "class", "seats", NULL);
	for (i = 0; i < room->n_seats; i++)
		one_seat(view, i);
	html_close(h, "ul");
	html_open(h, "p", "class", "links", NULL);
	path_of(view->live, "/report", path);
	html_put(h, "a", "Vad som är klart", "href", path, NULL);
	html_text(h, " ");
	path_of(view->live, "/debrief", path);
	html_put(h, "a", "Efterprat", "href", path, NULL);
	html_text(h, " ");
	path_of(view->live, "/cards", path);
	html_put(h, "a", "Skriv ut kort", "href", path, NULL);
	html_text(h, " ");
	path_of(view->live, "/papers", path);
	html_put(h, "a", "Skriv ut papper", "href", path, NULL);
	html_text(h, " ");
	html_put(h, "a", "Alla träffar", "href", "/staff/rooms", NULL);
	html_close(h, "p");
}

static bool
make_page(struct kiosk *kiosk, const struct ask *ask, struct live *live,
	struct http_reply *reply, struct err *err)
{
	struct lead_view view = {.live = live, .ask = ask, .now = kiosk->now};
	char events[PATH], here[PATH];
	struct str state = {0};
	struct room_page page = {.language = "sv",
		.title = live->name,
		.kind = "lead",
		.events = events,
		.here = here};

	path_of(live, "/events", events);
	path_of(live, "/here", here);
	path_of(live, "/do", view.action);
	view.leads = !room_is_others(&live->room, ask->actor.name, kiosk->now);
	view.words = rooms_wording(kiosk, live, WORDING_SOURCE_LANGUAGE,
		live->seats[0].level, live->seats[0].steps, err);
	if (view.words == NULL)
		return false;
	room_show_leader(&live->room, ask->actor.name, kiosk->now, &state);
	page.state = state.at;
	room_page_begin(&view.html, kiosk, ask, &page);
	str_finish(&state);
	html_put(&view.html, "h1", live->name, NULL);
	show_lead(&view);
	return room_page_end(&view.html, reply, err);
}

bool
lead_page(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct live *live;

	return lead_find(kiosk, ask, &live, err) &&
	       make_page(kiosk, ask, live, reply, err);
}

/* ------------------------------------------------------------- commands */

static bool
read_command(
	const struct ask *ask, struct room_command *command, struct err *err)
{
	const struct form *form = &ask->request->form;
	const char *verb = form_value(form, "verb");
	int rev = 0, channel = 0, seat = 0, to = 0, i = 0;

	while (verb != NULL && room_verbs[i] != NULL &&
		strcmp(room_verbs[i], verb) != 0)
		i++;
	if (verb == NULL || room_verbs[i] == NULL)
		return err_set(err, ERR_USAGE, "verb is not one of a room's");
	if (!form_number(form, "rev", 0, 1000000000, &rev, err) ||
		(form_value(form, "channel") != NULL &&
			!form_number(form, "channel", 0, ROOM_CHANNELS,
				&channel, err)) ||
		(form_value(form, "seat") != NULL &&
			!form_number(
				form, "seat", 0, ROOM_SEATS, &seat, err)) ||
		(form_value(form, "to") != NULL &&
			!form_number(form, "to", 0, 16, &to, err)))
		return false;
	*command = (struct room_command){.verb = (enum room_verb)i,
		.expect_rev = rev,
		.who = ask->actor.name,
		.channel = (size_t)channel,
		.seat = (size_t)seat,
		.to = to};
	return true;
}

/* What a program, or a page that is not on top of it, is told. */
static bool
show_state(struct kiosk *kiosk, const struct ask *ask, struct live *live,
	int status, struct http_reply *reply, struct err *err)
{
	struct str text = {0};

	room_show_leader(&live->room, ask->actor.name, kiosk->now, &text);
	return room_json(reply, status, &text, err);
}

bool
lead_do(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const char *accept = http_header(ask->request, "Accept");
	const bool is_json =
		accept != NULL && strcmp(accept, "application/json") == 0;
	struct room_command command;
	enum room_answer answer;
	struct err why = {0};
	struct live *live;
	char path[PATH];

	if (!lead_find(kiosk, ask, &live, err) ||
		!read_command(ask, &command, err))
		return false;
	answer = room_command(
		rooms_change(live, ROOMS_ALL), &command, kiosk->now, &why);
	if (answer == ROOM_DONE && !rooms_keep(kiosk, live, err))
		return false;
	if (is_json)
		return show_state(kiosk, ask, live,
			answer == ROOM_DONE	? 200
			: answer == ROOM_OTHERS ? 403
						: 409,
			reply, err);
	/* The page shows how it is; a tap too many does no harm. */
	path_of(live, "", path);
	http_redirect(reply, path);
	return true;
}

/* ------------------------------------------------------------- its stream */

bool
lead_here(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct live *live;

	if (!lead_find(kiosk, ask, &live, err))
		return false;
	room_renew(
		rooms_change(live, ROOMS_NOBODY), ask->actor.name, kiosk->now);
	return room_nothing(reply);
}

bool
lead_events(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct live *live;

	if (!lead_find(kiosk, ask, &live, err))
		return false;
	reply->is_stream = true;
	return true;
}

void
lead_opened(struct kiosk *kiosk, const struct http_request *request,
	struct http_stream *stream)
{
	char token[HTTP_COOKIE];
	struct store_actor actor;
	struct live *live;

	live = rooms_at(kiosk->rooms,
		strtoll(request->path + strlen("/staff/rooms/"), NULL, 10));
	if (live == NULL || !http_cookie(request, COOKIE_STAFF, token) ||
		!logins_find(kiosk->logins, token, kiosk->now, &actor))
		http_stream_end(stream);
	else
		rooms_listen_leader(kiosk, live, actor.name, stream);
}
