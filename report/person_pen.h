/*
 * Words and lines on a person's pages. Places are given as in a language from
 * left to right; in one from right to left they are mirrored in the room.
 * Drawings whose directions mean something (a spider) are not: they are placed
 * whole.
 */
#ifndef SKAPA_REPORT_PERSON_PEN_H
#define SKAPA_REPORT_PERSON_PEN_H

#include "core/geom.h"
#include "draw/text.h"

#include <stdbool.h>
#include <stdint.h>

struct canvas;
struct err;
struct wording;

struct pen {
	struct canvas *canvas;
	struct text_engine *engine;
	const char *lang; /* of the page */
	bool rtl;
	struct um_rect room; /* that is mirrored in */
};

struct pen_words {
	const char *text;
	double pt;
	bool is_bold;
	uint32_t colour;
	enum text_align align;	  /* start and end are the page's */
	const struct wording *in; /* whose language it is; NULL: the page's */
};

/*
 * Laid in so many um, smaller where a word is too wide (down to PEN_SMALLEST
 * of its size, then it sticks out). The caller ends it with text_free. Errors:
 * ERR_INPUT for a sign that no font has.
 */
struct text *pen_lay(const struct pen *pen, const struct pen_words *words,
	int32_t width_um, struct err *err);
#define PEN_SMALLEST 0.6

/* Puts a laid text with its top left there, and ends it. */
void pen_put(const struct pen *pen, struct text *text, int32_t x, int32_t y,
	uint32_t colour);
/*
 * Both at once: *y moves below. What is too long for the line wraps.
 */
bool pen_write(const struct pen *pen, const struct pen_words *words, int32_t x,
	int32_t *y, int32_t width_um, struct err *err);

struct um_rect pen_mirror(const struct pen *pen, struct um_rect rect);
/* A level line. */
void pen_rule(const struct pen *pen, int32_t x, int32_t y, int32_t width_um,
	int32_t thick_um, uint32_t colour);

#endif
