/*
 * The interpreter's page, on a phone or a tablet: what is asked in both
 * languages side by side, with the numbers that the participants see. Nothing
 * of it is about anybody in the room.
 */
#include "kiosk/room_pages.h"

#include "core/err.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "kiosk/page.h"
#include "kiosk/room_doc.h"

#include <stdio.h>
#include <string.h>

#define LINES 8 /* of prompts, and of what is not to be said */
#define GLOSSARY_KEY 128

struct voice_view {
	const struct live *live;
	const struct ask *ask;
	const struct room_channel *channel;
	const struct wording *own, *swedish;
	const struct kiosk *kiosk;
	int steps;
	struct html html;
};

bool
voice_link(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	size_t channel;

	if (rooms_of_voice(kiosk->rooms, ask->part[0], kiosk->now, &channel) ==
		NULL)
		return err_set(err, ERR_USAGE,
			"the link is too old, or another was made since");
	http_cookie_set(reply, ask->request, COOKIE_VOICE, ask->part[0], 0);
	http_redirect(reply, "/room/voice");
	return true;
}

/* Two cells; text may be NULL in either. */
static void
pair(struct voice_view *view, const char *number, const char *picture,
	const char *own, const char *swedish, const char *class)
{
	struct html *h = &view->html;
	const bool is_rtl = wording_is_rtl(view->own);

	html_open(h, "div", "class", class, NULL);
	html_open(h, "div", "class", "mark", NULL);
	if (number != NULL)
		html_put(h, "span", number, "class", "number", NULL);
	if (picture != NULL)
		page_picture(h, picture, NULL);
	html_close(h, "div");
	html_open(h, "div", "class", "own", NULL);
	html_put(h, "p", own != NULL ? own : "", "lang",
		room_lang(view->channel->language), "dir",
		is_rtl ? "rtl" : "ltr", NULL);
	room_listen(h, view->kiosk, view->channel->language, own,
		"Spela upp inspelningen");
	html_close(h, "div");
	html_put(h, "p", swedish != NULL ? swedish : "", "lang", "sv", "dir",
		"ltr", "class", "swedish", NULL);
	html_close(h, "div");
}

static void
lines(struct voice_view *view, const struct item *item, const char *what,
	const char *title)
{
	char key[3 * ITEM_KEY];
	bool has_title = false;
	int i;

	for (i = 1; i <= LINES; i++) {
		const char *swedish;

		snprintf(key, sizeof(key), "%s.%s.%s.%d",
			view->live->instrument->id, item->key, what, i);
		swedish = wording_text(view->swedish, key);
		if (swedish == NULL)
			break;
		if (!has_title)
			html_put(&view->html, "h2", title, "lang", "sv", NULL);
		has_title = true;
		pair(view, NULL, NULL, wording_text(view->own, key), swedish,
			"pair small");
	}
}

static void
show_answers(struct voice_view *view, const struct item *item)
{
	const struct instrument *in = view->live->instrument;
	const int n = item_steps(item, view->steps);
	char number[16], picture[ROOM_PICTURE];
	unsigned i;
	int value;

	for (value = 1; value <= n; value++) {
		snprintf(number, sizeof(number), "%d", value);
		room_value_picture(item, value, view->steps, picture);
		pair(view, number, picture,
			wording_step(view->own, item->key, value),
			wording_step(view->swedish, item->key, value), "pair");
	}
	for (i = 0; i < in->n_extras; i++)
		pair(view, NULL, value_word(in->extras[i]),
			wording_step(view->own, item->key, in->extras[i]),
			wording_step(view->swedish, item->key, in->extras[i]),
			"pair");
}

static void
show_item(struct voice_view *view, const struct item *item)
{
	char key[3 * ITEM_KEY], picture[ROOM_PICTURE];

	room_item_picture(item, picture);
	page_picture(&view->html, picture, "large");
	pair(view, NULL, NULL, wording_question(view->own, item->key),
		wording_question(view->swedish, item->key), "pair question");
	show_answers(view, item);
	snprintf(key, sizeof(key), "%s.%s.concept", view->live->instrument->id,
		item->key);
	if (wording_text(view->swedish, key) != NULL) {
		html_put(&view->html, "h2", "Vad frågan gäller", "lang", "sv",
			NULL);
		pair(view, NULL, NULL, wording_text(view->own, key),
			wording_text(view->swedish, key), "pair small");
	}
	lines(view, item, "avoid", "Säg inte");
	lines(view, item, "talk", "Att prata om först");
}

/* Before the meeting has come to them, they can all be looked through. */
static void
show_all(struct voice_view *view)
{
	const struct form *query = &view->ask->request->query;
	struct html *h = &view->html;
	int i, chosen = -1;

	if (form_value(query, "item") != NULL &&
		form_number(query, "item", 0, view->live->room.n_items - 1,
			&chosen, NULL)) {
		show_item(view, view->live->items[chosen]);
		html_put(h, "a", "Alla frågor", "href", "/room/voice", "class",
			"button", "lang", "sv", NULL);
		return;
	}
	html_put(h, "h2", "Öva: alla frågor", "lang", "sv", NULL);
	html_open(h, "ul", "class", "tiles", NULL);
	for (i = 0; i < view->live->room.n_items; i++) {
		const struct item *item = view->live->items[i];
		char picture[ROOM_PICTURE], path[48];

		room_item_picture(item, picture);
		snprintf(path, sizeof(path), "/room/voice?item=%d", i);
		html_open(h, "li", NULL);
		html_open(h, "a", "href", path, "class", "tile", NULL);
		page_picture(h, picture, NULL);
		html_put(h, "span", wording_name(view->swedish, item->key),
			"lang", "sv", NULL);
		html_close(h, "a");
		html_close(h, "li");
	}
	html_close(h, "ul");
}

static bool
ends_in_term(const char *key)
{
	const size_t len = strlen(key), end = strlen(".term");

	return len > end && strcmp(key + len - end, ".term") == 0;
}

/* The words that are used about work, with what they mean. */
static void
show_glossary(struct voice_view *view, const struct wording *own,
	const struct wording *swedish)
{
	const char *key;
	char meaning[GLOSSARY_KEY];
	size_t i;

	html_put(&view->html, "h2", "Ordlista", "lang", "sv", NULL);
	for (i = 0; (key = wording_key(swedish, i)) != NULL; i++) {
		if (!ends_in_term(key))
			continue;
		snprintf(meaning, sizeof(meaning), "%.*s.meaning",
			(int)(strlen(key) - strlen(".term")), key);
		pair(view, NULL, NULL, wording_text(own, key),
			wording_text(swedish, key), "pair term");
		pair(view, NULL, NULL, wording_text(own, meaning),
			wording_text(swedish, meaning), "pair small");
	}
	html_put(&view->html, "a", "Tillbaka", "href", "/room/voice", "class",
		"tool", "lang", "sv", NULL);
}

/* What the meeting is at, and the two buttons. */
static void
show_top(struct voice_view *view)
{
	static const char *const said[ROOM_STATE__MAX] = {
		[ROOM_DRAFT] = "Träffen har inte börjat",
		[ROOM_LOBBY] = "Vi samlas",
		[ROOM_PRACTICE] = "Vi övar",
		[ROOM_WRAP_UP] = "Alla gör klart i egen takt",
		[ROOM_CLOSED] = "Träffen är slut",
		[ROOM_ABORTED] = "Träffen avbröts",
	};
	static const char *const phases[] = {
		"läs upp", "alla svarar", "vi går snart vidare"};
	const struct room *room = &view->live->room;
	struct html *h = &view->html;
	char item[16];

	html_open(h, "div", "class", "band", "lang", "sv", "role", "status",
		NULL);
	page_picture(h, "interpreter", NULL);
	html_open(h, "strong", NULL);
	if (room->is_paused && !room_is_over(room))
		html_text(h, "Paus");
	else if (room->state == ROOM_ITEM)
		html_textf(h, "Fråga %d av %d: %s", room->item + 1,
			room->n_items, phases[room->phase]);
	else
		html_text(h, said[room->state]);
	html_close(h, "strong");
	snprintf(item, sizeof(item), "%d", room->item);
	if (room->state == ROOM_ITEM && room->phase == ROOM_EXPLAIN &&
		!room->is_paused) {
		if (view->channel->is_ready)
			html_put(h, "span", "Klart, vi väntar på de andra",
				"class", "ready", NULL);
		else
			room_button(h, view->ask, "/room/voice/ready", "item",
				item, "next", "Jag har läst klart", "go");
	}
	if (view->channel->is_asking)
		html_put(h, "span", "Ledaren kommer", "class", "ready", NULL);
	else if (!room_is_over(room))
		room_button(h, view->ask, "/room/voice/ask", NULL, NULL,
			"can_ask", "Fråga ledaren", "tool");
	html_put(h, "a", "Ordlista", "href", "/room/voice?words=1", "class",
		"tool", NULL);
	html_close(h, "div");
}

/* The level and steps that those of the language have. */
static bool
open_view(struct voice_view *view, struct kiosk *kiosk, const struct ask *ask,
	struct err *err)
{
	const struct live *live = ask->room;
	const struct store_seat *of = &live->seats[0];
	size_t i;

	*view = (struct voice_view){.live = live,
		.ask = ask,
		.kiosk = kiosk,
		.channel = &live->room.channels[ask->number]};
	for (i = 0; i < live->room.n_seats; i++) {
		if (live->room.seats[i].channel == ask->number) {
			of = &live->seats[i];
			break;
		}
	}
	view->steps = of->steps;
	view->own = rooms_wording(kiosk, live, view->channel->language,
		of->level, of->steps, err);
	if (view->own == NULL)
		return false;
	view->swedish = rooms_wording(kiosk, live, WORDING_SOURCE_LANGUAGE,
		of->level, of->steps, err);
	return view->swedish != NULL;
}

bool
voice_page(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct room_page page = {.language = "sv",
		.title = "Tolkens sida",
		.kind = "voice",
		.events = "/room/voice/events",
		.here = "/room/voice/here"};
	const struct wording *own, *swedish;
	struct voice_view view;
	const struct item *item;
	struct str state = {0};

	if (!open_view(&view, kiosk, ask, err))
		return false;
	own = rooms_words(kiosk, "glossary", view.channel->language, err);
	swedish = rooms_words(kiosk, "glossary", WORDING_SOURCE_LANGUAGE, err);
	if (own == NULL || swedish == NULL)
		return false;
	room_show_interpreter(
		&view.live->room, ask->number, kiosk->now, &state);
	page.state = state.at;
	room_page_begin(&view.html, kiosk, ask, &page);
	str_finish(&state);
	html_put(&view.html, "h1", "Tolkens sida", "class", "unseen", NULL);
	show_top(&view);
	if (wording_status(view.own) == WORDING_DRAFT)
		html_put(&view.html, "p",
			"Översättningen är ett utkast. Säg till ledaren om "
			"något är fel.",
			"class", "draft", NULL);
	item = room_asked(view.live);
	if (form_value(&ask->request->query, "words") != NULL)
		show_glossary(&view, own, swedish);
	else if (item != NULL &&
		 form_value(&ask->request->query, "item") == NULL)
		show_item(&view, item);
	else
		show_all(&view);
	return room_page_end(&view.html, reply, err);
}

bool
voice_here(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	(void)kiosk;
	(void)ask;
	(void)err;
	return room_nothing(reply);
}

bool
voice_events(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	(void)kiosk;
	(void)ask;
	(void)err;
	reply->is_stream = true;
	return true;
}

void
voice_opened(struct kiosk *kiosk, const struct http_request *request,
	struct http_stream *stream)
{
	char token[HTTP_COOKIE];
	struct live *live = NULL;
	size_t channel;

	if (http_cookie(request, COOKIE_VOICE, token))
		live = rooms_of_voice(
			kiosk->rooms, token, kiosk->now, &channel);
	if (live == NULL)
		http_stream_end(stream);
	else
		rooms_listen_voice(kiosk, live, channel, token, stream);
}

/* Late or twice: the page that comes back says how it is. */
bool
voice_ready(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	int item;

	if (!form_number(
		    &ask->request->form, "item", 0, ROOM_ITEMS - 1, &item, err))
		return false;
	http_redirect(reply, "/room/voice");
	return room_ready(rooms_change(ask->room, ROOMS_ALL), ask->number, item,
		       kiosk->now) != ROOM_DONE ||
	       rooms_keep(kiosk, ask->room, err);
}

bool
voice_ask(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	room_ask(rooms_change(ask->room, ROOMS_ALL), ask->number);
	http_redirect(reply, "/room/voice");
	return rooms_keep(kiosk, ask->room, err);
}
