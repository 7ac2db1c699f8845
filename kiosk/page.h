/*
 * The frame of every page: head, styles, scripts, and what is said when
 * something went wrong.
 *
 *	page_begin(&h, kiosk, &(struct page){.language = "sv",
 *		.title = "Logga in", .style = "staff.css"});
 *	html_put(&h, "h1", "Logga in", NULL);
 *	return page_end(&h, reply, err);
 */
#ifndef SKAPA_KIOSK_PAGE_H
#define SKAPA_KIOSK_PAGE_H

#include "kiosk/html.h"
#include "kiosk/http.h"
#include "kiosk/kiosk.h"

struct ask;

struct page {
	const char *language; /* as an HTML lang: "sv", "ckb" */
	bool is_rtl;
	const char *title;
	const char *class; /* of <body>; NULL: none */
	const char *style; /* a file of kiosk/web behind base.css, or NULL */
	/* "start": of fonts-start.css; NULL: of fonts-LANGUAGE.css. */
	const char *fonts;
	const char *script; /* an ES module of kiosk/web, or NULL */
	int px_m;    /* pixels in a metre of the screen; 0: what is usual */
	int again_s; /* loads itself anew after so long; 0: never */
	/* "60; url=/still": without JavaScript, which knows of touches. */
	const char *idle;
};

/* Up to and with the open <body>. */
void page_begin(
	struct html *html, const struct kiosk *kiosk, const struct page *page);
/* A pictogram by its name, at an address that a browser keeps. */
void page_picture(struct html *html, const char *name, const char *class);
/* Closes it and hands it over; html is finished, also on failure. */
bool page_end(struct html *html, struct http_reply *reply, struct err *err);

/*
 * <form method=post action=PATH class=CLASS> with the page's token in it; the
 * caller closes "form". class NULL: none.
 */
void page_form(struct html *html, const struct ask *ask, const char *path,
	const char *class);

/*
 * A page of the staff's that says one sentence, with a link to go on to; the
 * reply begins anew with it. english: the exact words, folded beneath; or NULL.
 */
void page_say(const struct kiosk *kiosk, struct http_reply *reply, int status,
	const char *title, const char *sentence, const char *english,
	const char *link, const char *link_text);

#endif
