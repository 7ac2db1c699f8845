/* What is asked for: which instrument, in which words. All is borrowed. */
#ifndef SKAPA_FORMS_ORDER_H
#define SKAPA_FORMS_ORDER_H

#include "core/geom.h"

#include <stdbool.h>

struct err;
struct instrument;
struct text;
struct text_engine;
struct text_style;
struct wording;

struct sheet_order {
	const char *templates; /* folder */
	const struct instrument *instrument;
	const struct wording *wording; /* the sheet's language */
	const struct wording *swedish; /* NULL where that is Swedish */
	const char *level;
	int steps;
	struct text_engine *engine;
};

/*
 * Lays utf8 in style, with the language and direction of words, at
 * style->size_pt or, where a word is too wide, as much smaller as needed, down
 * to least_pt. Errors name `what`.
 */
struct text *order_lay(const struct sheet_order *order,
	const struct wording *words, const struct text_style *style,
	double least_pt, const char *utf8, const char *what, struct err *err);

/* rect, or its mirror image on the page where the language is right to left. */
struct um_rect order_mirror(
	const struct sheet_order *order, struct um_rect rect);

#endif
