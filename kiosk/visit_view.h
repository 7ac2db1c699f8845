/*
 * One screen of a participant's way under construction: the frame with its
 * bar at the bottom, where a hand reaches, and the few things screens are made
 * of. Every control has a picture and a word.
 *
 *	struct view view;
 *
 *	if (!view_open(&view, kiosk, ask, err))
 *		goto out;
 *	view_begin(&view, "stop");
 *	view_heading(&view, "stop", "stop_question");
 *	view_go(&view, "/visit/stop", "keep", "stop_keep", "yes");
 *	view_bar(&view, 0);
 *	ok = view_reply(&view, reply, err);
 *	out:
 *	view_finish(&view);
 */
#ifndef SKAPA_KIOSK_VISIT_VIEW_H
#define SKAPA_KIOSK_VISIT_VIEW_H

#include "kiosk/html.h"
#include "kiosk/route.h"
#include "kiosk/visit.h"

#include <stdbool.h>

struct err;

struct view {
	struct kiosk *kiosk;
	const struct ask *ask;
	struct store_visit visit; /* of a page of ACCESS_VISIT */
	struct tongue *tongue;	  /* borrowed */
	struct wording *asked;	  /* the same */
	struct html html;
	bool is_visit;
};

/* Of a page of ACCESS_VISIT: its visit and words. */
bool view_open(struct view *view, struct kiosk *kiosk, const struct ask *ask,
	struct err *err);
/* Of a page of nobody, in that language. */
bool view_open_in(struct view *view, struct kiosk *kiosk, const struct ask *ask,
	const char *language, struct err *err);
void view_finish(struct view *view); /* after either, also if it failed */

/* The frame up to <main>; kind: what the style sheet knows the page by. */
void view_begin(struct view *view, const char *kind);
/* The bar below it; has: what stands in it besides size and contrast. */
enum { VIEW_STOP = 1, VIEW_ALL = 2, VIEW_NEXT = 4 };
void view_bar(struct view *view, int has);
/* The whole page becomes the reply's. */
bool view_reply(struct view *view, struct http_reply *reply, struct err *err);

/* Words by their key in kiosk.*, never NULL. */
const char *view_say(const struct view *view, const char *key);

/* templates/pictograms/<name>.svg; says nothing that its word does not. */
void view_picture(struct view *view, const char *name, const char *kind);
/* A picture and a heading with a listen button. */
void view_heading(struct view *view, const char *picture, const char *key);
void view_headline(struct view *view, const char *picture, const char *text);
/* A paragraph with a listen button. */
void view_text(struct view *view, const char *text, const char *kind);
/* A button to hear a text, where there is a clip of it. */
void view_listen(struct view *view, const char *text);

/* <form method=post> with the page's token; ended by html_close "form". */
void view_form(struct view *view, const char *action);
/* The one whose button is VIEW_NEXT in the bar. */
void view_answer_form(struct view *view, const char *action);
/* A button within a form: picture above word; name NULL: says nothing. */
void view_button(struct view *view, const char *name, const char *value,
	const char *picture, const char *word, const char *kind);
/* A form that is one button; key of its word. */
void view_go(struct view *view, const char *action, const char *picture,
	const char *key, const char *kind);
/* The same, saying name=value. */
void view_say_go(struct view *view, const char *action, const char *name,
	const char *value, const char *picture, const char *key,
	const char *kind);
/* A link that looks like one of them. */
void view_link(struct view *view, const char *path, const char *picture,
	const char *key, const char *kind);

/* The same, with a listen button. */
void view_way(struct view *view, const char *path, const char *picture,
	const char *key, const char *kind);

/*
 * The answers to an item as radio buttons within a form: its steps, low first
 * in reading direction, and the words beside. item may be the practice.
 */
void view_answers(struct view *view, const struct item *item);

#endif
