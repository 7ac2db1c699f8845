/*
 * A page of ours in memory for the reader's tests: the frame, both page codes,
 * items with boxes and simple pictures, and whatever a test draws on it; then
 * a scan of it through any map. Nothing of intake/ is used to make it.
 *
 * Positions on the page are um. Every row of boxes is one item: item0, item1,
 * with values 1 to 5 and `declined` from left to right.
 */
#ifndef SKAPA_TESTS_SYNTH_PAGE_H
#define SKAPA_TESTS_SYNTH_PAGE_H

#include "core/code.h"
#include "core/layout.h"
#include "intake/image.h"

#include <stdbool.h>
#include <stdint.h>

#define SYNTH_PER_MM 12 /* px of the page in memory */
#define SYNTH_ITEMS 9
#define SYNTH_VALUES 6

struct synth {
	struct layout layout;
	const struct layout_page *fields; /* of layout: the page's boxes */
	struct page_code code;
	uint8_t key[CODE_KEY];
	int w, h;
	uint8_t *print; /* what every copy has: no codes, no ink */
	uint8_t *page;	/* with codes and ink */
};

/* The same page for the same number. */
struct synth *synth_new(unsigned number);
/*
 * A printed page: its layout (a file of JSON, the page's number) and a PGM of
 * 12 px a mm, whose codes are put in place of the printed ones. NULL with an
 * error if they cannot be read.
 */
struct synth *synth_load(
	const char *layout, int page, const char *pgm, struct err *err);
void synth_free(struct synth *synth);
/* The print as a picture, borrowed. */
struct image synth_print(const struct synth *synth);
/* Takes all ink off again. */
void synth_clean(struct synth *synth);
/* Prints these codes instead (text of a QR symbol; NULL: leave white). */
void synth_codes(struct synth *synth, const char *text0, const char *text1);

const struct layout_box *synth_box(
	const struct synth *synth, int item, int value);

/* value: what is left of the light there, 0 black. */
void synth_line(struct synth *synth, double x0, double y0, double x1, double y1,
	double width, double value);
void synth_rect(struct synth *synth, struct um_rect rect, double value);
void synth_ring(struct synth *synth, double x, double y, double rx, double ry,
	double width, double value);
/* A tick, a cross, a fill of a box, by their usual shapes, in blue pen. */
void synth_tick(struct synth *synth, const struct layout_box *box);
void synth_cross(struct synth *synth, const struct layout_box *box);
void synth_fill(struct synth *synth, const struct layout_box *box);

struct synth_scan {
	double dpi;
	int turn; /* quarter turns clockwise */
	double skew_deg;
	double scale;	/* 0 is 1 */
	double stretch; /* share by which the lower half is longer */
	double dx_mm, dy_mm;
	double blur_mm;
	double noise;	     /* standard deviation, values */
	double black, white; /* 0 and 0: 20 and 245 */
	double tilt; /* perspective: share by which the bottom is wider */
	int depth;   /* 8 or 1 */
	bool mirrored;
	bool whole; /* the picture shows 15 mm of dark bed around the page */
	bool no_dpi;
	unsigned seed;
};

/* image->bits is allocated: synth_image_free. */
void synth_scan(const struct synth *synth, const struct synth_scan *how,
	struct image *image);
void synth_image_free(struct image *image);

#endif
