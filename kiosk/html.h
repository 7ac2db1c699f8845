/*
 * HTML that cannot be written unescaped: elements are opened and closed by
 * name, attributes and text are escaped here, and an element that is left open
 * is an error at the end.
 *
 *	html_open(&h, "p", "class", "question", "lang", "ar", NULL);
 *	html_text(&h, question);
 *	html_close(&h, "p");
 *	html_leaf(&h, "img", "src", path, "alt", "", NULL);
 *
 * An attribute whose value is HTML_ON is written without one ("checked"), one
 * whose value is HTML_OFF is left out. Names of elements and attributes are
 * literals in the code, never data.
 */
#ifndef SKAPA_KIOSK_HTML_H
#define SKAPA_KIOSK_HTML_H

#include "core/str.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

#define HTML_DEEP 64 /* elements in one another */

struct files;

struct html {
	struct str out;
	const char *open[HTML_DEEP]; /* literals */
	size_t n_open;
	bool is_wrong;		   /* closed what was not open, or too deep */
	const struct files *files; /* of page_begin, for page_picture */
};

extern const char *const html_on, *const html_off;
#define HTML_ON html_on
#define HTML_OFF html_off

/* <!doctype html>, before the first element. */
void html_begin(struct html *html);
void html_finish(struct html *html); /* frees */

/* Pairs of name and value, then NULL. */
void html_open(struct html *html, const char *element, ...)
	__attribute__((sentinel));
void html_close(struct html *html, const char *element);
/* An element without an end: img, input, meta, link, br. */
void html_leaf(struct html *html, const char *element, ...)
	__attribute__((sentinel));
void html_text(struct html *html, const char *text);
void html_textf(struct html *html, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* An element with text alone: html_put(&h, "h1", title, "id", "t", NULL). */
void html_put(struct html *html, const char *element, const char *text, ...)
	__attribute__((sentinel));
/*
 * What another part of the program wrote as markup (an SVG of draw/svg.h): the
 * one way past the escaping.
 */
void html_markup(struct html *html, const char *markup, size_t len);

/* Every element closed and memory enough. Errors: ERR_LIMIT, ERR_SYSTEM. */
bool html_ok(const struct html *html, struct err *err);

#endif
