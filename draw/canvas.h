/*
 * Pages to draw on, out to one PDF (PDF/A-1b), or one page to an SVG: the same
 * calls, and doc.format says which.
 *
 *	struct canvas *canvas = canvas_new(&doc, err);
 *	canvas_plate_begin(canvas);            what every person's page shares
 *	canvas_stroke_rect(canvas, box, &(struct canvas_stroke){
 *		.width_um = 300 });
 *	plate = canvas_plate_end(canvas);
 *	for each person:
 *		canvas_page(canvas);
 *		canvas_plate_use(canvas, plate);
 *		canvas_modules(canvas, qr.dark, QR_SIDE, place, 0);
 *	canvas_write(canvas, &pdf, err);
 *	canvas_free(canvas);
 *
 * um from the page's top left, x right, y down. Colours are 0xRRGGBB in sRGB;
 * grey ones print with black ink alone. Drawing goes to the open plate, else
 * to the page begun last; drawing functions return nothing: what goes wrong
 * is remembered and canvas_write tells. Nothing is kept of the caller's: art
 * and texts may be freed once drawn. The same calls give the same bytes.
 */
#ifndef SKAPA_DRAW_CANVAS_H
#define SKAPA_DRAW_CANVAS_H

#include "core/geom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct art;
struct err;
struct str;
struct text;
struct canvas;

#define CANVAS_PAGES 30000 /* at most; libharu's arrays end at 32767 */

enum canvas_format { CANVAS_PDF, CANVAS_SVG };

struct canvas_doc {
	const char *title;   /* UTF-8 */
	const char *lang;    /* BCP 47 */
	struct um_rect size; /* of every page; x and y are 0 */
	int64_t date;	     /* seconds since 1970 UTC; 0 leaves the date out */
	bool duplex; /* asks a viewer to print on both sides, long edge */
	enum canvas_format format;
	/* What the picture shows, for who hears it; an SVG's; NULL: none. */
	const char *about;
};

struct canvas_stroke {
	int32_t width_um;
	uint32_t colour;
	int32_t dash_um;   /* length of a dash and of its gap; 0 is solid */
	int32_t radius_um; /* of the corners of a rectangle; 0 is square */
};

struct canvas_photo {
	int w, h;	     /* px */
	size_t stride;	     /* bytes a row, w and more */
	const uint8_t *grey; /* h rows from the top */
};

struct canvas *canvas_new(const struct canvas_doc *doc, struct err *err);
void canvas_free(struct canvas *canvas);

/* Begins the next page. */
void canvas_page(struct canvas *canvas);

/*
 * A plate is drawn once and used on any number of pages, and stored once. It
 * is no page: begin, draw, end; then canvas_page and canvas_plate_use.
 */
void canvas_plate_begin(struct canvas *canvas);
size_t canvas_plate_end(struct canvas *canvas);
void canvas_plate_use(struct canvas *canvas, size_t plate);

void canvas_fill_rect(
	struct canvas *canvas, struct um_rect rect, uint32_t colour);
void canvas_fill_round(struct canvas *canvas, struct um_rect rect,
	int32_t radius_um, uint32_t colour);
/* The line lies inside rect: its outer edge is rect's edge. */
void canvas_stroke_rect(struct canvas *canvas, struct um_rect rect,
	const struct canvas_stroke *stroke);
void canvas_line(struct canvas *canvas, struct um_point from,
	struct um_point to, const struct canvas_stroke *stroke);
/* From point to point, corners round; 2 points and more. */
void canvas_polyline(struct canvas *canvas, const struct um_point *points,
	size_t n, const struct canvas_stroke *stroke);
/* Filled; 3 points and more. */
void canvas_polygon(struct canvas *canvas, const struct um_point *points,
	size_t n, uint32_t colour);
/* As large as fits in rect, in its middle, not distorted. */
void canvas_art(
	struct canvas *canvas, const struct art *art, struct um_rect rect);
/*
 * The same of a photograph: grey, 0 black to 255 white, copied; the same one is
 * stored once. A PDF's only.
 */
void canvas_photo(struct canvas *canvas, const struct canvas_photo *photo,
	struct um_rect rect);
/* n by n squares, row by row from the top; those not 0 are filled. */
void canvas_modules(struct canvas *canvas, const uint8_t *dark, int n,
	struct um_rect rect, uint32_t colour);
/* at is the top left of the block. */
void canvas_text(struct canvas *canvas, const struct text *text,
	struct um_point at, uint32_t colour);

size_t canvas_pages(const struct canvas *canvas); /* begun so far */

/*
 * Appends the whole PDF or SVG to out. May be called again after more pages.
 *
 * Errors: what was remembered; ERR_LIMIT beyond CANVAS_PAGES, or for an SVG of
 * more than one page; ERR_LIBRARY with libharu's code.
 */
bool canvas_write(struct canvas *canvas, struct str *out, struct err *err);

#endif
