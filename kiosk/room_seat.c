/*
 * The tablet at a seat: its card, and what the person there sees. It follows
 * the meeting; within an item everybody has the own pace, and in the end the
 * own way through what was left out. An answer that was given is not shown
 * again: who passes by sees that there is one, not which.
 */
#include "kiosk/room_pages.h"

#include "core/err.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "kiosk/page.h"
#include "kiosk/room_doc.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------- the card */

static bool
card_page(struct kiosk *kiosk, const struct ask *ask, const char *sentence,
	struct http_reply *reply, struct err *err)
{
	const struct room_page page = {.language = "sv",
		.title = "Lägg kortet vid läsaren",
		.kind = "enter"};
	struct html html = {0};

	room_page_begin(&html, kiosk, ask, &page);
	page_picture(&html, "seat", "large");
	html_put(&html, "h1", page.title, NULL);
	if (sentence != NULL)
		html_put(&html, "p", sentence, "role", "alert", "class",
			"wrong", NULL);
	page_form(&html, ask, "/room/card", "fields");
	html_put(
		&html, "label", "Kortets kod, tio tecken", "for", "card", NULL);
	html_leaf(&html, "input", "id", "card", "name", "card", "type", "text",
		"autocomplete", "off", "autocapitalize", "characters",
		"maxlength", "16", "required", HTML_ON, "autofocus", HTML_ON,
		NULL);
	html_open(&html, "button", "class", "go", NULL);
	page_picture(&html, "next", NULL);
	html_put(&html, "span", "Vidare", NULL);
	html_close(&html, "button");
	html_close(&html, "form");
	return room_page_end(&html, reply, err);
}

bool
room_card_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	char token[HTTP_COOKIE];
	const bool had = http_cookie(ask->request, COOKIE_SEAT, token);
	struct live *live = NULL;
	size_t seat;

	if (had) {
		live = rooms_of_seat(kiosk->rooms, token, &seat);
		if (live == NULL &&
			!rooms_late(kiosk, token, &live, &seat, err))
			return false;
	}
	if (live != NULL &&
		(!room_is_over(&live->room) ||
			form_value(&ask->request->query, "next") == NULL)) {
		http_redirect(reply, "/room/seat");
		return true;
	}
	if (had)
		http_cookie_set(reply, ask->request, COOKIE_SEAT, "", -1);
	return card_page(kiosk, ask,
		had && live == NULL ? "Platsen används på en annan platta nu."
				    : NULL,
		reply, err);
}

static bool
join_seat(struct kiosk *kiosk, const struct ask *ask, struct live *live,
	size_t seat, struct http_reply *reply, struct err *err)
{
	struct room *room = rooms_change(live, ROOMS_SEAT + (int)seat);
	char token[ROOMS_TOKEN], hash[TOKEN];
	struct err why = {0};

	rooms_seat_token(live, token);
	token_hash(token, hash);
	if (!room_join(room, seat, hash, kiosk->now, &why))
		return card_page(kiosk, ask,
			"Platsen är klar, eller träffen är slut. Fråga den "
			"som leder träffen.",
			reply, err);
	if (!rooms_keep(kiosk, live, err))
		return false;
	http_cookie_set(reply, ask->request, COOKIE_SEAT, token, 0);
	http_redirect(reply, "/room/seat");
	return true;
}

static bool
join_voice(struct kiosk *kiosk, const struct ask *ask, struct live *live,
	size_t channel, struct http_reply *reply, struct err *err)
{
	char token[TOKEN], hash[TOKEN];

	token_new(token);
	token_hash(token, hash);
	room_pair(rooms_change(live, ROOMS_ALL), channel, hash,
		kiosk->now + ROOMS_VOICE_S);
	if (!rooms_keep(kiosk, live, err))
		return false;
	http_cookie_set(reply, ask->request, COOKIE_VOICE, token, 0);
	http_redirect(reply, "/room/voice");
	return true;
}

bool
room_card(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const char *typed = form_value(&ask->request->form, "card");
	struct live *live;
	int seat, channel;

	live = typed == NULL ? NULL
			     : rooms_of_card(kiosk, typed, &seat, &channel);
	if (live == NULL)
		return card_page(kiosk, ask,
			"Kortet är inte med i någon träff som är öppen. Prova "
			"igen, eller fråga den som leder träffen.",
			reply, err);
	if (seat >= 0)
		return join_seat(kiosk, ask, live, (size_t)seat, reply, err);
	return join_voice(kiosk, ask, live, (size_t)channel, reply, err);
}

/* ------------------------------------------------------------- its page */

struct seat_view {
	const struct live *live;
	const struct ask *ask;
	const struct room_seat *seat;
	const struct store_seat *of;
	const struct wording *words;	   /* of the instrument */
	const struct wording *room;	   /* room.<language>.po */
	const struct wording *kiosk_words; /* kiosk.<language>.po */
	const struct kiosk *kiosk;
	struct html html;
};

static const char *
say(const struct seat_view *view, const char *key)
{
	const char *text = wording_text(view->room, key);

	return text != NULL ? text : "";
}

/* What there is of both ways' words: "kiosk.listen". */
static const char *
kiosk_say(const struct seat_view *view, const char *key)
{
	const char *text = wording_text(view->kiosk_words, key);

	return text != NULL ? text : "";
}

static void
listen(struct seat_view *view, const char *text)
{
	room_listen(&view->html, view->kiosk, view->of->language, text,
		kiosk_say(view, "kiosk.listen"));
}

static void
heading(struct seat_view *view, const char *picture, const char *text)
{
	html_open(&view->html, "div", "class", "headline", NULL);
	page_picture(&view->html, picture, NULL);
	html_put(&view->html, "h1", text, "id", "question", NULL);
	listen(view, text);
	html_close(&view->html, "div");
}

/* A picture and a sentence; nothing to do. */
static void
notice(struct seat_view *view, const char *picture, const char *key)
{
	html_open(&view->html, "div", "class", "notice", NULL);
	page_picture(&view->html, picture, "large");
	html_put(&view->html, "h1", say(view, key), NULL);
	listen(view, say(view, key));
	html_close(&view->html, "div");
}

/* What is to be done now. */
static void
hint(struct seat_view *view, const char *text)
{
	html_open(&view->html, "div", "class", "hint", NULL);
	html_put(&view->html, "p", text, NULL);
	listen(view, text);
	html_close(&view->html, "div");
}

static void
one_answer(struct seat_view *view, const struct item *item, int value,
	bool is_inert)
{
	struct html *h = &view->html;
	char number[16], picture[ROOM_PICTURE];

	snprintf(number, sizeof(number), "%d", value);
	room_value_picture(item, value, view->of->steps, picture);
	html_open(h, "div", "class", "answer", NULL);
	html_open(h, "button", "name", "value", "value",
		value > 0 ? number : value_word(value), "class",
		value > 0 ? "step" : "aside", "disabled",
		is_inert ? HTML_ON : HTML_OFF, NULL);
	page_picture(h, picture, NULL);
	if (value > 0)
		html_put(h, "span", number, "class", "number", NULL);
	html_put(h, "span", wording_step(view->words, item->key, value), NULL);
	html_close(h, "button");
	listen(view, wording_step(view->words, item->key, value));
	html_close(h, "div");
}

/* A tap is an answer. index -1: the practice, of which nothing is kept. */
static void
answers(struct seat_view *view, const struct item *item, int index,
	bool is_inert)
{
	const struct instrument *in = view->live->instrument;
	const int n = item_steps(item, view->of->steps);
	struct html *h = &view->html;
	char number[16], steps[24];
	unsigned i;
	int value;

	snprintf(number, sizeof(number), "%d", index);
	snprintf(steps, sizeof(steps), "steps of-%d", n);
	html_open(h, "form", "method", "post", "action", "/room/seat/answer",
		"class", "answers", "aria-labelledby", "question", NULL);
	html_leaf(h, "input", "type", "hidden", "name", "token", "value",
		view->ask->token, NULL);
	html_leaf(h, "input", "type", "hidden", "name", "item", "value", number,
		NULL);
	html_open(h, "div", "class", steps, NULL);
	for (value = 1; value <= n; value++)
		one_answer(view, item, value, is_inert);
	html_close(h, "div");
	html_open(h, "div", "class", "beside", NULL);
	for (i = 0; i < in->n_extras; i++)
		one_answer(view, item, in->extras[i], is_inert);
	html_close(h, "div");
	html_close(h, "form");
}

static void
link_to(struct seat_view *view, const char *path, const char *picture,
	const char *word, const char *class)
{
	html_open(&view->html, "a", "href", path, "class", class, NULL);
	page_picture(&view->html, picture, NULL);
	html_put(&view->html, "span", word, NULL);
	html_close(&view->html, "a");
}

/* One item: to be listened to, to be answered, or answered. */
static void
show_item(struct seat_view *view, int index, bool is_inert)
{
	const struct item *item = view->live->items[index];
	const bool again =
		form_value(&view->ask->request->query, "again") != NULL;
	char picture[ROOM_PICTURE], path[64];

	room_item_picture(item, picture);
	heading(view, picture, wording_question(view->words, item->key));
	if ((view->seat->answered >> index & 1) != 0 && !again) {
		notice(view, "keep", "room.given");
		snprintf(path, sizeof(path), "/room/seat?item=%d&again=1",
			index);
		link_to(view, path, "back", say(view, "room.change"), "tool");
		return;
	}
	hint(view, say(view, is_inert ? "room.listen" : "room.answer"));
	answers(view, item, index, is_inert);
}

static void
show_practice(struct seat_view *view)
{
	const struct item *item = view->live->instrument->practice;

	heading(view, "practice", wording_question(view->words, ITEM_PRACTICE));
	if (form_value(&view->ask->request->query, "practised") != NULL) {
		notice(view, "practice", "room.practised");
		return;
	}
	hint(view, wording_text(view->words, "how.practice"));
	answers(view, item, -1, false);
}

/* Everything by its picture; what has no answer can be given one. */
static void
show_overview(struct seat_view *view)
{
	struct html *h = &view->html;
	int i;

	notice(view, "how", "room.left");
	html_open(h, "ul", "class", "tiles", NULL);
	for (i = 0; i < view->live->room.n_items; i++) {
		const struct item *item = view->live->items[i];
		const bool has = (view->seat->answered >> i & 1) != 0;
		char picture[ROOM_PICTURE], path[48];

		room_item_picture(item, picture);
		snprintf(path, sizeof(path), "/room/seat?item=%d", i);
		html_open(h, "li", NULL);
		html_open(h, "a", "href", path, "class",
			has ? "tile has" : "tile", NULL);
		page_picture(h, picture, NULL);
		html_put(h, "span", wording_name(view->words, item->key), NULL);
		if (has)
			html_put(h, "span", "✓", "class", "mark", "aria-hidden",
				"true", NULL);
		html_close(h, "a");
		html_close(h, "li");
	}
	html_close(h, "ul");
	room_button(h, view->ask, "/room/seat/done", NULL, NULL, "hand_in",
		say(view, "room.done"), "go");
}

/* An item out of the order; only when all have been asked. */
static int
chosen_item(const struct seat_view *view)
{
	const struct form *query = &view->ask->request->query;
	int item;

	if (form_value(query, "item") == NULL ||
		!form_number(query, "item", 0, view->live->room.n_items - 1,
			&item, NULL))
		return -1;
	return item;
}

static void
show_soon(struct seat_view *view)
{
	html_open(&view->html, "div", "class", "soon", "role", "status", NULL);
	html_put(&view->html, "p", say(view, "room.closing"), NULL);
	listen(view, say(view, "room.closing"));
	html_close(&view->html, "div");
}

static void
show(struct seat_view *view)
{
	const struct room *room = &view->live->room;
	const int chosen = chosen_item(view);

	if (view->seat->presence == SEAT_DONE ||
		view->seat->presence == SEAT_WITHDREW || room_is_over(room)) {
		notice(view, "hand_in", "room.thanks");
		/* The tablet is free for another meeting. */
		if (room_is_over(room))
			link_to(view, "/room?next=1", "next",
				kiosk_say(view, "kiosk.next"), "tool");
		return;
	}
	if (room->is_paused) {
		notice(view, "stop", "room.pause");
		return;
	}
	switch (room->state) {
	case ROOM_PRACTICE:
		show_practice(view);
		break;
	case ROOM_ITEM:
		if (room->phase == ROOM_CLOSING)
			show_soon(view);
		show_item(view, room->item, room->phase == ROOM_EXPLAIN);
		break;
	case ROOM_WRAP_UP:
		if (chosen >= 0)
			show_item(view, chosen, false);
		else
			show_overview(view);
		break;
	default:
		notice(view, "group", "room.wait");
	}
}

static bool
open_view(struct seat_view *view, struct kiosk *kiosk, const struct ask *ask,
	struct err *err)
{
	const struct live *live = ask->room;

	*view = (struct seat_view){.live = live,
		.ask = ask,
		.seat = &live->room.seats[ask->number],
		.of = &live->seats[ask->number]};
	view->words = rooms_wording(kiosk, live, view->of->language,
		view->of->level, view->of->steps, err);
	if (view->words == NULL)
		return false;
	view->kiosk = kiosk;
	view->room = rooms_words(kiosk, "room", view->of->language, err);
	view->kiosk_words =
		rooms_words(kiosk, "kiosk", view->of->language, err);
	return view->room != NULL && view->kiosk_words != NULL;
}

static bool
is_draft(const struct seat_view *view)
{
	return wording_status(view->words) == WORDING_DRAFT ||
	       wording_status(view->room) == WORDING_DRAFT;
}

static bool
make_page(struct kiosk *kiosk, const struct ask *ask,
	void (*body)(struct seat_view *view), bool has_stop,
	struct http_reply *reply, struct err *err)
{
	struct seat_view view;
	struct room_page page = {.kind = "seat"};
	struct str state = {0};
	char number[16];

	if (!open_view(&view, kiosk, ask, err))
		return false;
	room_show_seat(&view.live->room, ask->number, kiosk->now, &state);
	page.state = state.at;
	page.language = room_lang(view.of->language);
	page.is_rtl = wording_is_rtl(view.words);
	page.title = wording_title(view.words);
	page.here = "/room/seat/here";
	page.events = view.live->is_put_away ? NULL : "/room/seat/events";
	page.text_size = view.seat->text_size;
	page.plays = view.live->room.channels[view.seat->channel].voice ==
		     VOICE_AUDIO;
	room_page_begin(&view.html, kiosk, ask, &page);
	str_finish(&state);
	html_open(&view.html, "div", "class", "band", NULL);
	snprintf(number, sizeof(number), "%d", view.seat->number);
	page_picture(&view.html, "seat", NULL);
	html_put(&view.html, "strong", number, NULL);
	if (is_draft(&view))
		html_put(&view.html, "span",
			wording_text(view.words, "draft.band"), "class",
			"draft", NULL);
	room_button(&view.html, ask, "/room/seat/look", NULL, NULL, "larger",
		kiosk_say(&view, "kiosk.larger"), "tool larger");
	if (has_stop)
		link_to(&view, "/room/seat/stop", "stop",
			say(&view, "room.stop"), "tool stop");
	html_close(&view.html, "div");
	body(&view);
	return room_page_end(&view.html, reply, err);
}

bool
seat_page(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const struct live *live = ask->room;
	const bool over = room_is_over(&live->room) ||
			  live->room.seats[ask->number].presence >= SEAT_DONE;

	return make_page(kiosk, ask, show, !over, reply, err);
}

/* The next size of text, of as many as there are. */
bool
seat_look(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct room *room = rooms_change(ask->room, ROOMS_NOBODY);
	struct room_seat *seat = &room->seats[ask->number];

	seat->text_size = (seat->text_size + 1) % ROOM_SIZES;
	http_redirect(reply, "/room/seat");
	return rooms_keep(kiosk, ask->room, err);
}

/* What becomes of the answers; its picture is of the same name. */
static void
choice(struct seat_view *view, const char *what, const char *word)
{
	html_open(&view->html, "div", "class", "choice", NULL);
	room_button(&view->html, view->ask, "/room/seat/stop", "answers", what,
		what, word, "go");
	listen(view, word);
	html_close(&view->html, "div");
}

static void
show_stop(struct seat_view *view)
{
	struct html *h = &view->html;

	heading(view, "stop", say(view, "room.stop_question"));
	html_open(h, "div", "class", "choices", NULL);
	choice(view, "keep", say(view, "room.keep"));
	choice(view, "delete", say(view, "room.delete"));
	link_to(view, "/room/seat", "back", say(view, "room.back"), "tool");
	html_close(h, "div");
}

bool
seat_stop_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	return make_page(kiosk, ask, show_stop, false, reply, err);
}

/* ------------------------------------------------------------- its stream */

static void
note_seen(const struct kiosk *kiosk, const struct ask *ask)
{
	if (room_seen(rooms_change(ask->room, ROOMS_NOBODY), ask->number,
		    kiosk->now))
		rooms_change(ask->room, ROOMS_LEADERS);
}

bool
seat_here(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	(void)err;
	note_seen(kiosk, ask);
	return room_nothing(reply);
}

bool
seat_events(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	(void)err;
	note_seen(kiosk, ask);
	reply->is_stream = true;
	return true;
}

void
seat_opened(struct kiosk *kiosk, const struct http_request *request,
	struct http_stream *stream)
{
	char token[HTTP_COOKIE];
	struct live *live = NULL;
	size_t seat;

	if (http_cookie(request, COOKIE_SEAT, token))
		live = rooms_of_seat(kiosk->rooms, token, &seat);
	if (live == NULL)
		http_stream_end(stream);
	else
		rooms_listen_seat(kiosk, live, seat, token, stream);
}
