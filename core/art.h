/*
 * A picture of curves: what an SVG pictogram is after parsing, and what the
 * PDF and the kiosk draw. Coordinates are in the picture's own grid, x right,
 * y down, from (0, 0) to (w, h).
 */
#ifndef SKAPA_CORE_ART_H
#define SKAPA_CORE_ART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum art_op {
	ART_MOVE,  /* 1 point */
	ART_LINE,  /* 1 point */
	ART_CURVE, /* 3 points, cubic */
	ART_CLOSE, /* 0 points */
	ART__MAX
};

struct art_segment {
	enum art_op op;
	float x[3], y[3];
};

#define ART_NO_COLOUR UINT32_MAX

struct art_shape {
	size_t first, n; /* its segments in art.segments */
	uint32_t fill;	 /* 0xRRGGBB or ART_NO_COLOUR */
	uint32_t stroke;
	float stroke_width; /* in the grid's unit */
	int cap, join; /* as in PDF: 0 butt/miter, 1 round, 2 square/bevel */
	bool even_odd;
};

struct art {
	float w, h;
	struct art_segment *segments;
	size_t n_segments;
	struct art_shape *shapes;
	size_t n_shapes;
};

void art_free(struct art *art); /* frees art itself too; NULL is fine */

#endif
