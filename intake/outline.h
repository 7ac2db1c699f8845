/*
 * Where the print really is: each box's printed outline is found near the
 * place that the map says, and the shifts make a smooth field over the page.
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
};

/* n_boxes outlines, then the four anchors with no shift. */
struct field {
	struct outline *at;
	size_t n, room;
};

/* Errors: ERR_SYSTEM. */
bool field_measure(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct print *print,
	const struct layout_page *page, struct field *field, struct err *err);
/* How far, in um, the print at a place of the page lies from the map's. */
void field_shift(
	const struct field *field, double x, double y, double *dx, double *dy);
/* The root mean square of all shifts that are believed, mm. */
double field_rms_mm(const struct field *field);
void field_finish(struct field *field);

#endif
