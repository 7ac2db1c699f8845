/*
 * A rating sheet: everything that is printed on its pages, and the layout that
 * the reader will go by. Placing is done once, drawing as often as needed.
 *
 * Lengths in um from the page's top left. Nothing may overlap, leave the page
 * or stand in the frame's quiet zones: sheet_check says so, with the words
 * that do not fit.
 */
#ifndef SKAPA_FORMS_SHEET_H
#define SKAPA_FORMS_SHEET_H

#include "core/layout.h"
#include "draw/canvas.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct art;
struct err;
struct text;

/* What a sheet promises (domain R119, issue 3): um and points. */
#define SHEET_BOX_LEAST 6000
#define SHEET_ZONES_APART 3000
#define SHEET_MARGIN 10000 /* that a printer may leave white */
#define SHEET_QUESTION_PT 14

enum placed_kind {
	PLACED_TEXT,
	PLACED_ART,
	PLACED_PHOTO,
	PLACED_BOX,   /* stroked rectangle */
	PLACED_FILL,  /* filled rectangle; may lie under a text */
	PLACED_LINE,  /* along the rectangle's top edge */
	PLACED_FRAME, /* stroked rectangle; may lie around others */
};

struct placed {
	enum placed_kind kind;
	struct um_rect rect;
	struct text *text;		  /* owned */
	const struct art *art;		  /* borrowed from sheet.arts */
	const struct canvas_photo *photo; /* borrowed, till it is drawn */
	struct canvas_stroke stroke;
	uint32_t colour;
	double least_pt; /* of a text; 0 where any size will do */
	char what[48];	 /* for the sentence when it does not fit */
};

struct sheet_page {
	struct placed *placed;
	size_t n_placed;
};

struct sheet {
	struct layout layout; /* sealed by sheet_print */
	struct sheet_page *pages;
	size_t n_pages;
	struct art **arts; /* owned */
	size_t n_arts;
	bool is_bare; /* without the frame: pages that nobody scans */
};

/* Adds a page to both the sheet and, unless it is bare, its layout. */
bool sheet_page_add(struct sheet *sheet, struct err *err);
/*
 * Adds to the last page. placed.text is taken over, also on failure. *out, if
 * not NULL, is valid until the next call.
 */
bool sheet_place(
	struct sheet *sheet, const struct placed *placed, struct err *err);
/* The same on page i, from 0. */
bool sheet_place_on(struct sheet *sheet, size_t i, const struct placed *placed,
	struct err *err);
/* Takes art over, also on failure (then returns NULL). NULL passes through. */
const struct art *sheet_keep_art(
	struct sheet *sheet, struct art *art, struct err *err);

/* "step 2 of health", "declined of health". */
void sheet_name_box(const char *item, int value, char *out, size_t size);

/*
 * That nothing overlaps, stands in the margin or in the frame's quiet zones,
 * and that the sheet keeps what it promises. What is clear of the margin stays
 * on the paper at 94 to 103 % of its size too, whether a printer scales from
 * the corner or the middle: 3 % of 287 mm is less than the margin.
 *
 * Errors: ERR_INPUT "page 2: the question of health overlaps the step 3 of
 * ...", "... leaves the space that the page has for it" and their like.
 */
bool sheet_check(const struct sheet *sheet, struct err *err);

/* Draws the static part of page i (from 0) with the anchors, no codes. */
void sheet_draw(const struct sheet *sheet, size_t i, struct canvas *canvas);

void sheet_free(struct sheet *sheet); /* NULL is fine */

#endif
