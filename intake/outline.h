/*
 * Where the print really is: each box's printed outline, and the edges of the
 * print in each tile of the page, are found near the place that the map says,
 * and the shifts make a smooth field over the page.
 * Paper that was stretched, folded or fed unevenly moves boxes by a
 * millimetre; a mark does not.
 */
#ifndef SKAPA_INTAKE_OUTLINE_H
#define SKAPA_INTAKE_OUTLINE_H

#include "core/geom.h"
#include "core/layout.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct grey;
struct paper;
struct print;

struct outline {
	double match;  /* with the printed outline, 0..1 */
	double dx, dy; /* um, from where the map says */
	bool believed; /* found, and near what its neighbours say */
	double x, y;   /* um, the box's middle */
	/*
	 * By how much its printed sides are thicker than those of the page's
	 * other boxes, mm: the most of the four. A pen drew along them.
	 */
	double thicker;
	double side_mm[4]; /* left, right, top, bottom: as thick as seen */
};

/* A place where the shift is known, in x or in y or in both. */
struct drift {
	double x, y; /* um */
	double d[2]; /* um, in x and in y */
	bool known[2];
};

/* Nodes of the field's grid, so far apart that it is smooth between them. */
#define FIELD_STEP 7500.0 /* um */
#define FIELD_NX 29
#define FIELD_NY 41

struct field {
	struct outline *at; /* of each box */
	size_t n;
	/* Anchors, boxes, tiles; of what is not believed nothing is known. */
	struct drift *drifts;
	size_t n_drifts;
	size_t n_anchors; /* the first of them */
	struct drift *scratch;
	double *sides;
	size_t room; /* of each of the four */
	float shift[FIELD_NY][FIELD_NX][2];
};

/* found: the anchors that map was fitted to. Errors: ERR_SYSTEM. */
bool field_measure(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct print *print,
	const struct layout_page *page, const bool found[FRAME_ANCHORS],
	struct field *field, struct err *err);
/* How far, in um, the print at a place of the page lies from the map's. */
void field_shift(
	const struct field *field, double x, double y, double *dx, double *dy);
/*
 * Share of the places of the print that were looked for in a rectangle, and
 * found; 1 for none.
 */
double field_found(const struct field *field, struct um_rect rect);
/* How far, in um, the print that was found lies from the map's at most. */
double field_farthest(const struct field *field);
/* The most by which neighbouring print was moved apart, of its distance. */
double field_strain(const struct field *field);
/* The affine map to where the print was found; false if it is too little. */
bool field_refit(const struct field *field, struct homography *map);
void field_finish(struct field *field);

#endif
