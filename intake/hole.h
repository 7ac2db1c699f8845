/*
 * Punched holes through which a dark lid shows: round, of one size, and near
 * the paper's edge. A pen may draw one such disc; two at a punch's distance, it
 * does not.
 *
 * They are looked for in the page's picture, print and ink alike, so that a
 * hole over a box's outline is as round as any other.
 */
#ifndef SKAPA_INTAKE_HOLE_H
#define SKAPA_INTAKE_HOLE_H

#include "core/geom.h"

#include <stdbool.h>

struct field;
struct grey;
struct paper;
struct print;

/* Two punches of four, at both of the paper's long edges. */
#define HOLES 16

/* um on the page. */
struct hole {
	double x, y, r;
	bool paired; /* another lies at a punch's distance along the edge */
};

/* Finds at most HOLES; returns how many. */
int holes_find(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, struct hole holes[HOLES]);
/* mm^2 of a hole that lie in a rectangle. */
double hole_in(const struct hole *hole, struct um_rect rect);

#endif
