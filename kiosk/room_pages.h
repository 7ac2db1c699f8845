/*
 * What the pages of a group's meeting share. Three kinds of people look at
 * them: who leads (room_lead.c, room_cards.c), who interprets (room_voice.c)
 * and who answers (room_seat.c, room_answer.c).
 *
 * A page is whole by itself; with room.js it takes its <main> anew whenever
 * the room has changed.
 */
#ifndef SKAPA_KIOSK_ROOM_PAGES_H
#define SKAPA_KIOSK_ROOM_PAGES_H

#include "kiosk/html.h"
#include "kiosk/route.h"
#include "kiosk/rooms.h"

struct room_page {
	const char *language; /* of the page */
	bool is_rtl;
	const char *title;
	const char *kind; /* "lead", "voice", "seat"; a class of the body */
	/*
	 * Where it hears of changes and says that it is there; NULL: no. One
	 * with here alone sends what it has, and hears of nothing.
	 */
	const char *events, *here;
	/* What the stream would say now: what the page shows. */
	const char *state;
	int text_size; /* 0..ROOM_SIZES - 1 */
	int again_s;   /* loads itself anew after so long; 0: never */
	bool plays;    /* what is read aloud begins by itself */
};

/* Up to and with <main>. */
void room_page_begin(struct html *html, const struct kiosk *kiosk,
	const struct ask *ask, const struct room_page *page);
bool room_page_end(
	struct html *html, struct http_reply *reply, struct err *err);

/* A form that is one button; name NULL: it says nothing. */
void room_button(struct html *html, const struct ask *ask, const char *action,
	const char *name, const char *value, const char *picture,
	const char *word, const char *class);
/* A button to hear a text, where there is a clip; word: "listen". */
void room_listen(struct html *html, const struct kiosk *kiosk,
	const char *language, const char *text, const char *word);
/* The picture of an item, and of a value of it. */
#define ROOM_PICTURE 64
void room_item_picture(const struct item *item, char name[ROOM_PICTURE]);
void room_value_picture(
	const struct item *item, int value, int steps, char name[ROOM_PICTURE]);
/* What is asked now: an item, or the practice; NULL: nothing. */
const struct item *room_asked(const struct live *live);
/* For HTML's lang: "sv-simple" is Swedish. */
const char *room_lang(const char *language);

/* The room that an address of who leads names. Errors: ERR_USAGE. */
bool lead_find(struct kiosk *kiosk, const struct ask *ask, struct live **live,
	struct err *err);

/* JSON with a status. */
bool room_json(struct http_reply *reply, int status, struct str *text,
	struct err *err);
/* A reply without a body. */
bool room_nothing(struct http_reply *reply);

route_handler room_card_page, room_card;
route_handler seat_page, seat_here, seat_events, seat_answer, seat_done,
	seat_look, seat_stop_page, seat_stop;
route_handler voice_link, voice_page, voice_here, voice_events, voice_ready,
	voice_ask;
route_handler lead_list, lead_make, lead_page, lead_do, lead_here, lead_events,
	lead_link, lead_cards, lead_report, lead_papers, lead_papers_start,
	lead_debrief, lead_debrief_print, lead_remark, lead_settle;
route_opened seat_opened, voice_opened, lead_opened;

#endif
