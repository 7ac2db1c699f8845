/* One stroke: a smooth path under a pen, multiplied onto the page. */
#ifndef SKAPA_TESTS_TOOLS_STROKE_H
#define SKAPA_TESTS_TOOLS_STROKE_H

#include "tests/tools/pen.h"

#define PATH_POINTS 128

struct path {
	int n;
	int corner_at; /* the point where the hand turns sharply, or -1 */
	bool flick;    /* the pen leaves the paper while it moves */
	struct {
		double x, y; /* mm */
	} at[PATH_POINTS];
};

/* Points beyond PATH_POINTS are dropped: the hand stops there. */
void path_add(struct path *path, double x_mm, double y_mm);

void stroke_draw(struct raster *page, const struct pen *pen,
	const struct path *path, struct rng *rng, struct ink *ink);

#endif
