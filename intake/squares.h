/*
 * Dark squares in the picture that may be anchors (core/frame.h): connected
 * spots whose moments are a square's.
 */
#ifndef SKAPA_INTAKE_SQUARES_H
#define SKAPA_INTAKE_SQUARES_H

#include "core/geom.h"
#include "intake/blob.h"
#include "intake/reduce.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct paper;

struct square {
	struct px_point at;    /* working px */
	double side;	       /* working px */
	bool hollow;	       /* with a hole as anchor 0 has */
	double x0, y0, x1, y1; /* bounding box, working px */
};

/* Working memory, reused. */
struct square_search {
	struct grey half;
	struct blobs blobs;
	uint8_t *row;
	int room;
};

/*
 * The largest squares of the picture, at most room, the largest first; *n is
 * how many. filled: outlines count as if filled, so that an anchor that is
 * hollow is a square, and so are boxes and round pictures; their centres are
 * not refined. Errors: ERR_SYSTEM.
 */
bool squares_find(struct square_search *search, const struct grey *work,
	const struct paper *paper, bool filled, struct square *squares,
	int room, int *n, struct err *err);
/* Moves a square's centre to that of the darkness around it: finer. */
void square_refine(const struct grey *work, const struct paper *paper,
	struct square *square);
void square_search_finish(struct square_search *search);

#endif
