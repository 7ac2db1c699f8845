/*
 * The contract between print and read: where everything stands on the pages of
 * one instrument in one language. It is stored with every issued page and
 * never recomputed.
 *
 * In memory micrometres from the page's top left; in JSON millimetres with at
 * most three decimals. Item keys are words; a box's value is a step (1..) or
 * one of the words of core/answer.h.
 */
#ifndef SKAPA_CORE_LAYOUT_H
#define SKAPA_CORE_LAYOUT_H

#include "core/answer.h"
#include "core/frame.h"
#include "core/geom.h"

#include <stddef.h>

struct err;
struct str;

#define LAYOUT_VERSION 1
#define LAYOUT_HASH 65	/* SHA-256 in hexadecimal and the NUL */
#define LAYOUT_PAGES 15 /* a page code counts to 15 */
#define LAYOUT_KEY 32
/*
 * The level of a sheet that asks how it was at the first rating: a series of
 * its own, never in one line with what was said at the time.
 */
#define LAYOUT_THEN "then"

struct layout_box {
	char item[ITEM_KEY];
	int value;	    /* a step, VALUE_DECLINED or VALUE_NOT_UNDERSTOOD */
	struct um_rect box; /* the outer edge of the printed square */
	struct um_rect zone; /* the whole cell; ink here is a mark on value */
};

struct layout_field {
	char item[ITEM_KEY];
	char kind[16]; /* "crop": writing is kept as a picture */
	struct um_rect rect;
};

struct layout_page {
	int page; /* 1.. */
	struct um_rect anchors[FRAME_ANCHORS];
	struct um_rect codes[FRAME_CODES];
	struct um_rect code_lines[FRAME_CODES];
	struct layout_box *boxes;
	size_t n_boxes;
	struct layout_field *fields;
	size_t n_fields;
};

struct layout {
	char hash[LAYOUT_HASH];
	/* SHA-256 of the PDF with these pages and no codes: what was printed.
	 */
	char print[LAYOUT_HASH];
	char instrument[LAYOUT_KEY];
	char instrument_version[LAYOUT_KEY];
	char language[LAYOUT_KEY];
	char direction[4]; /* "ltr" or "rtl" */
	char level[LAYOUT_KEY];
	int steps;
	struct um_rect size; /* x and y are 0 */
	struct layout_page *pages;
	size_t n_pages;
};

/* Adds a page with the frame's anchors, codes and lines. NULL: no memory. */
struct layout_page *layout_page_add(struct layout *layout, struct err *err);
struct layout_box *layout_box_add(struct layout_page *page, struct err *err);
struct layout_field *layout_field_add(
	struct layout_page *page, struct err *err);

/* Sets print and hash. pdf is the print without codes. */
bool layout_seal(
	struct layout *layout, const void *pdf, size_t len, struct err *err);

/* One line of JSON, no newline; the same layout gives the same bytes. */
void layout_write(const struct layout *layout, struct str *out);
/*
 * Errors: ERR_INPUT names the member and the place; a hash that does not fit
 * the rest is an error too.
 */
bool layout_read(
	const char *json, size_t len, struct layout *layout, struct err *err);

/* The items of a page in order of their first box; returns how many. */
size_t layout_items(
	const struct layout_page *page, const char *items[], size_t room);

void layout_finish(struct layout *layout);

#endif
