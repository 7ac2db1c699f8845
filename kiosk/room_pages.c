#include "kiosk/room_pages.h"

#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "kiosk/listen.h"
#include "kiosk/page.h"
#include "kiosk/visit.h"

#include <stdio.h>
#include <string.h>

const struct route room_routes[] = {
	{HTTP_GET, "/room", ACCESS_ANYONE, 0, 0, room_card_page, NULL},
	{HTTP_POST, "/room/card", ACCESS_ANYONE, 0, 0, room_card, NULL},

	{HTTP_GET, "/room/seat", ACCESS_SEAT_LATE, 0, 0, seat_page, NULL},
	{HTTP_GET, "/room/seat/events", ACCESS_SEAT, 0, 0, seat_events,
		seat_opened},
	{HTTP_POST, "/room/seat/here", ACCESS_SEAT, 0, 0, seat_here, NULL},
	{HTTP_POST, "/room/seat/answer", ACCESS_SEAT_LATE, 0, 0, seat_answer,
		NULL},
	{HTTP_PUT, "/room/seat/answer", ACCESS_SEAT_LATE, 0, 0, seat_answer,
		NULL},
	{HTTP_POST, "/room/seat/done", ACCESS_SEAT, 0, 0, seat_done, NULL},
	{HTTP_POST, "/room/seat/look", ACCESS_SEAT, 0, 0, seat_look, NULL},
	{HTTP_GET, "/room/seat/stop", ACCESS_SEAT, 0, 0, seat_stop_page, NULL},
	{HTTP_POST, "/room/seat/stop", ACCESS_SEAT, 0, 0, seat_stop, NULL},

	{HTTP_GET, "/room/link/{}", ACCESS_ANYONE, 0, 0, voice_link, NULL},
	{HTTP_GET, "/room/voice", ACCESS_VOICE, 0, 0, voice_page, NULL},
	{HTTP_GET, "/room/voice/events", ACCESS_VOICE, 0, 0, voice_events,
		voice_opened},
	{HTTP_POST, "/room/voice/here", ACCESS_VOICE, 0, 0, voice_here, NULL},
	{HTTP_POST, "/room/voice/ready", ACCESS_VOICE, 0, 0, voice_ready, NULL},
	{HTTP_POST, "/room/voice/ask", ACCESS_VOICE, 0, 0, voice_ask, NULL},

	{HTTP_GET, "/staff/rooms", ACCESS_STAFF, MAY_LEAD, 0, lead_list, NULL},
	{HTTP_POST, "/staff/rooms", ACCESS_STAFF, MAY_LEAD, 0, lead_make, NULL},
	{HTTP_GET, "/staff/rooms/{}", ACCESS_STAFF, MAY_LEAD, 0, lead_page,
		NULL},
	{HTTP_GET, "/staff/rooms/{}/events", ACCESS_STAFF, MAY_LEAD, 0,
		lead_events, lead_opened},
	{HTTP_POST, "/staff/rooms/{}/here", ACCESS_STAFF, MAY_LEAD, 0,
		lead_here, NULL},
	{HTTP_POST, "/staff/rooms/{}/do", ACCESS_STAFF, MAY_LEAD, 0, lead_do,
		NULL},
	{HTTP_POST, "/staff/rooms/{}/link", ACCESS_STAFF, MAY_LEAD, 0,
		lead_link, NULL},
	{HTTP_GET, "/staff/rooms/{}/cards", ACCESS_STAFF, MAY_LEAD, 0,
		lead_cards, NULL},
	{HTTP_GET, "/staff/rooms/{}/report", ACCESS_STAFF, MAY_LEAD, 0,
		lead_report, NULL},
	{HTTP_GET, "/staff/rooms/{}/papers", ACCESS_STAFF, MAY_LEAD, 0,
		lead_papers, NULL},
	{HTTP_POST, "/staff/rooms/{}/papers", ACCESS_STAFF, MAY_LEAD, 0,
		lead_papers_start, NULL},
	{HTTP_GET, "/staff/rooms/{}/debrief", ACCESS_STAFF, MAY_LEAD, 0,
		lead_debrief, NULL},
	{HTTP_GET, "/staff/rooms/{}/debrief/print", ACCESS_STAFF, MAY_LEAD, 0,
		lead_debrief_print, NULL},
	{HTTP_POST, "/staff/rooms/{}/debrief/remark", ACCESS_STAFF, MAY_LEAD, 0,
		lead_remark, NULL},
	{HTTP_POST, "/staff/rooms/{}/debrief/settle", ACCESS_STAFF, MAY_LEAD, 0,
		lead_settle, NULL},
	{0},
};

void
room_page_begin(struct html *html, const struct kiosk *kiosk,
	const struct ask *ask, const struct room_page *of)
{
	char class[40];
	const struct page page = {.language = of->language,
		.is_rtl = of->is_rtl,
		.title = of->title,
		.class = class,
		.style = "room.css",
		.script = of->here != NULL ? "room.js" : NULL,
		.again_s = of->again_s};

	snprintf(class, sizeof(class), "room %s text-%d", of->kind,
		of->text_size);
	page_begin(html, kiosk, &page);
	html_open(html, "main", "id", "main", "data-kind", of->kind,
		"data-events", of->events != NULL ? of->events : HTML_OFF,
		"data-here", of->here != NULL ? of->here : HTML_OFF,
		"data-state", of->here != NULL ? of->state : HTML_OFF,
		"data-token", of->here != NULL ? ask->token : HTML_OFF,
		"data-plays", of->plays ? "" : HTML_OFF, NULL);
}

bool
room_page_end(struct html *html, struct http_reply *reply, struct err *err)
{
	html_close(html, "main");
	/* Shown by room.js while there is no connection. */
	html_open(html, "div", "id", "lost", "hidden", HTML_ON, NULL);
	page_picture(html, "phone", NULL);
	html_close(html, "div");
	return page_end(html, reply, err);
}

void
room_button(struct html *html, const struct ask *ask, const char *action,
	const char *name, const char *value, const char *picture,
	const char *word, const char *class)
{
	page_form(html, ask, action, NULL);
	html_open(html, "button", "class", class, "name",
		name != NULL ? name : HTML_OFF, "value",
		name != NULL ? value : HTML_OFF, NULL);
	if (picture != NULL)
		page_picture(html, picture, NULL);
	html_put(html, "span", word, NULL);
	html_close(html, "button");
	html_close(html, "form");
}

void
room_listen(struct html *html, const struct kiosk *kiosk, const char *language,
	const char *text, const char *word)
{
	if (text != NULL)
		listen_button(html, visits_audio(kiosk->visits), language, text,
			word);
}

void
room_item_picture(const struct item *item, char name[ROOM_PICTURE])
{
	snprintf(name, ROOM_PICTURE, "%s",
		item->picture != NULL ? item->picture : "practice");
}

void
room_value_picture(
	const struct item *item, int value, int steps, char name[ROOM_PICTURE])
{
	if (value < 0)
		snprintf(name, ROOM_PICTURE, "%s", value_word(value));
	else if (item->pictures != NULL)
		snprintf(name, ROOM_PICTURE, "%s", item->pictures[value - 1]);
	else
		snprintf(name, ROOM_PICTURE, "%s-%d",
			item->picture != NULL ? item->picture : "practice",
			item_picture(item, value, steps));
}

const struct item *
room_asked(const struct live *live)
{
	switch (live->room.state) {
	case ROOM_PRACTICE:
		return live->instrument->practice;
	case ROOM_ITEM:
		return live->items[live->room.item];
	default:
		return NULL;
	}
}

const char *
room_lang(const char *language)
{
	return strcmp(language, WORDING_EASY_SWEDISH) == 0 ? "sv" : language;
}

bool
room_json(
	struct http_reply *reply, int status, struct str *text, struct err *err)
{
	if (!str_ok(text, err)) {
		str_finish(text);
		return false;
	}
	reply->status = status;
	reply->type = "application/json";
	str_finish(&reply->body);
	reply->body = *text;
	*text = (struct str){0};
	return true;
}

bool
room_nothing(struct http_reply *reply)
{
	reply->status = 204;
	return true;
}
