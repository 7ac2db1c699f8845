/*
 * People's marks: a stroke model of our own. A mark is a path through the box
 * or its picture, drawn with a pen whose pressure, speed and hand tremble, and
 * multiplied onto the page as ink is. All measures are guesses from looking at
 * real marks, not fits to them.
 */
#ifndef SKAPA_TESTS_TOOLS_PEN_H
#define SKAPA_TESTS_TOOLS_PEN_H

#include "tests/tools/raster.h"
#include "tests/tools/rng.h"

enum pen_kind {
	PEN_BALLPOINT_BLUE,
	PEN_BALLPOINT_BLACK,
	PEN_PENCIL,
	PEN_PENCIL_FAINT,
	PEN_FELT,
	PEN_MARKER,
	PEN_HIGHLIGHTER,
	PEN__MAX
};

const char *pen_kind_word(enum pen_kind kind);
enum pen_kind pen_kind_of_word(const char *word); /* PEN__MAX: none */

struct pen {
	enum pen_kind kind;
	double width_mm;
	double through[3];  /* light that full ink lets pass, 0..1 by colour */
	double cover;	    /* how full the ink is at normal pressure, 0..1 */
	double grain;	    /* 0 even, 1 as rough as the paper */
	double skip_per_mm; /* how often the ink stops for a moment */
	double tremor_mm;   /* of the hand that holds it */
	double size;	    /* of its marks beside the box's, 0.6..1.05 */
	double slant;	    /* the hand's: radians that a mark is turned by */
};

/* One person's pen and hand. */
struct pen pen_make(enum pen_kind kind, struct rng *rng);

enum mark_style {
	MARK_TICK,
	MARK_CROSS,
	MARK_FILL,
	MARK_DASH,
	MARK_UPRIGHT, /* one vertical line */
	MARK_DIAGONAL,
	MARK_DOT,
	MARK_RING_IN_BOX,
	MARK_RING_BOX, /* around the box */
	MARK_RING_PICTURE,
	MARK_SCRIBBLE,
	MARK__MAX
};

const char *mark_style_word(enum mark_style style);
enum mark_style mark_style_of_word(const char *word); /* MARK__MAX: none */

/*
 * Where ink went: px of the page raster, thinned out so that there are at
 * most INK_POINTS. `open` says that the page was white there.
 */
#define INK_POINTS 1024

struct ink {
	int n;
	int every; /* one pixel in `every` is kept */
	long n_px; /* pixels that are mostly ink */
	struct {
		int x, y;
		bool open;
	} at[INK_POINTS];
};

void ink_clear(struct ink *ink);
/* For a drawer of ink: the page had `light` at (x, y) before. */
void ink_add(struct ink *ink, int x, int y, uint8_t light);

/*
 * Where a person rings the picture: the largest part of the zone that the box
 * leaves over, or the box itself if there is none.
 */
struct mm_rect mark_picture(struct mm_rect box, struct mm_rect zone);

/* box: the printed square. ink may be NULL. */
void pen_mark(struct raster *page, const struct pen *pen, enum mark_style style,
	struct mm_rect box, struct mm_rect zone, struct rng *rng,
	struct ink *ink);

/* Blackens the box, or what was marked in it, to take the mark back. */
void pen_blacken(struct raster *page, const struct pen *pen, struct mm_rect box,
	struct rng *rng, struct ink *ink);
/* One or two lines through the box and beyond, as through a wrong word. */
void pen_strike(struct raster *page, const struct pen *pen, struct mm_rect box,
	struct rng *rng, struct ink *ink);
/* A line as of handwriting that fills the width of rect. */
void pen_write(struct raster *page, const struct pen *pen, struct mm_rect rect,
	struct rng *rng);
/* A touch of the pen, 0.2 to 0.4 mm, at x, y in mm. */
void pen_touch(struct raster *page, const struct pen *pen, double x_mm,
	double y_mm, struct rng *rng);

#endif
