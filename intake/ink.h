/*
 * Ink that the print does not explain, as strokes: what hangs together, or
 * nearly so, is one stroke, and how much of it lies in which box and zone is
 * counted. Only dark pixels are looked at; no page is warped.
 */
#ifndef SKAPA_INTAKE_INK_H
#define SKAPA_INTAKE_INK_H

#include "core/geom.h"
#include "core/layout.h"
#include "intake/blob.h"
#include "intake/hole.h"
#include "intake/outline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct grey;
struct paper;
struct print;

#define STROKE_ZONES 8

/* Areas are mm^2 of ink mass (intake/limits.h). */
struct stroke {
	double mass;
	double area;	 /* mm^2 of dark pixels, whatever their contrast */
	double bulk;	 /* of it, in pieces of LIMIT_PIECE_MM2 and more */
	double contrast; /* mean, weighted by mass */
	double outside;	 /* in no zone */
	double in_field; /* in a rectangle for writing */
	double x0, y0, x1, y1; /* bounding box, um on the page */
	int n_zones;
	bool many; /* in more zones than there is room for */
	struct {
		int box; /* of the page's boxes */
		double mass;
		double in_box; /* of it, within the printed square */
	} zones[STROKE_ZONES];
};

/* Of each box of the page. */
struct box_ink {
	double inside;	 /* share of the inside that is ink, 0..1 */
	double covered;	 /* share of the zone that is ink, 0..1 */
	double seen_box; /* share of its printed outline that is on the page */
	double seen;	 /* the same of the print in the whole zone */
	int n_seen;	 /* points that `seen` rests on */
	/* mm^2 of the spots left out because they lie along print. */
	double sliver_box; /* the largest along the box's outline */
	double sliver;	   /* all along the picture and the words */
	double fold;	   /* mm^2 taken out of the printed square as a fold */
	double tone;	   /* mean contrast of the box's inside */
	double pale; /* mm^2 taken out of the zone as the other side's print */
	double pale_dark; /* of it, far darker than most of what shows */
};

struct ink {
	struct stroke *strokes;
	size_t n_strokes, room_strokes;
	struct box_ink *boxes;
	size_t n_boxes, room_boxes;
	struct hole holes[HOLES];
	int n_holes;
	double streak_mm; /* width of the scanner's streaks, taken out */
	bool too_much;	  /* most of the page is dark */
	bool rough;	  /* noise or dots: faint ink may be lost in it */
	double pale;	  /* contrast of what shows through, or 0: none does */
	int n_spots;	  /* connected spots of ink, however small */
	/* Working memory. */
	struct blobs blobs;
	struct ink_px *px;
	size_t n_px, room_px;
	struct spot *spots;
	size_t room_spots;
	uint16_t *zone_of, *label_of;
	float *mesh;
	size_t room_mesh;
	uint8_t *row;
	size_t room_row;
	uint32_t *stack;
	uint32_t *columns;
	size_t room_columns;
};

/*
 * contrast: the least that counts as ink. Errors: ERR_SYSTEM.
 */
bool ink_measure(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, const struct layout_page *page,
	double contrast, struct ink *ink, struct err *err);
/*
 * Where pixel i of the n_px that the print does not explain lies, um on the
 * page without the field's shift. False if it was taken out: a streak, a fold
 * or what shows through.
 */
bool ink_at(const struct ink *ink, size_t i, struct um_point *at);
void ink_finish(struct ink *ink);

#endif
