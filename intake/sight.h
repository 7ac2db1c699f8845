/*
 * What is seen of a box: how much of its print is on the page, and how dark
 * its inside is on the whole. Neither looks for strokes: the first tells
 * whether the box can be read at all, the second whether it is as empty as the
 * page's others.
 */
#ifndef SKAPA_INTAKE_SIGHT_H
#define SKAPA_INTAKE_SIGHT_H

#include "core/geom.h"
#include "core/layout.h"

struct box_ink;
struct field;
struct grey;
struct paper;
struct print;

/*
 * Sets seen_box, seen, n_seen and tone of out. inside: the part of the box, um
 * on the page, that is white where nobody wrote.
 */
void sight_of_box(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, const struct layout_box *box,
	struct um_rect inside, struct box_ink *out);

#endif
