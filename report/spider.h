/*
 * A spider diagram as numbers: where axes, rings and answers lie. Nothing here
 * draws, knows words or compares: no area, no sum, no order.
 *
 *	struct spider spider = {.centre = {90000, 60000}, .radius_um = 45000,
 *		.n_axes = 10, .steps = 5};
 *	spider_at(&spider, 0, 4)	step 4 on the first axis
 *
 * The first axis points up, the others follow clockwise, in every language:
 * two people who look at one person's picture see the same. Step 1 lies on the
 * innermost ring, the last step on the outermost; the middle is no answer.
 */
#ifndef SKAPA_REPORT_SPIDER_H
#define SKAPA_REPORT_SPIDER_H

#include "core/geom.h"

#include <stdbool.h>
#include <stddef.h>

#define SPIDER_LEAST 3 /* axes; fewer span no plane */
#define SPIDER_AXES 24 /* at most: labels would not fit */

struct spider {
	struct um_point centre;
	int32_t radius_um; /* of the outermost ring */
	size_t n_axes;	   /* SPIDER_LEAST..SPIDER_AXES */
	int steps;	   /* 1 and up */
};

/* Where a step lies on an axis, from 0; step 0 is the middle. */
struct um_point spider_at(const struct spider *spider, size_t axis, int step);
/* A ring's corners, n_axes of them. */
void spider_ring(const struct spider *spider, int step,
	struct um_point corners[SPIDER_AXES]);

/*
 * The lines of an answered occasion: neighbouring axes that both have a value
 * are joined, an axis without one is a gap. values has n_axes steps, 0 for
 * none. Start with *from 0; gives the next line's points, of which there are 2
 * and more (n_axes + 1, the first again at the end, where there is no gap), or
 * 0 when there are no more.
 */
size_t spider_line(const struct spider *spider, const int *values, size_t *from,
	struct um_point points[SPIDER_AXES + 1]);

/*
 * Where the words of an axis stand: a box of w by h um outside the ring, gap_um
 * from the axis' end, held where the axis points: to the right of it on the
 * right side, to the left on the left, in the middle above and below.
 */
struct um_rect spider_label(const struct spider *spider, size_t axis,
	int32_t gap_um, int32_t w, int32_t h);
/* -1: left side, 0: above or below the middle, 1: right side. */
int spider_side(const struct spider *spider, size_t axis);

#endif
