/*
 * Points, rectangles and the map from the page to the picture.
 *
 * Page: micrometres (um) from the top left of the sheet, x right, y down.
 * Picture: pixels (px), x right, y down; (0.5, 0.5) is the centre of the
 * first pixel.
 */
#ifndef SKAPA_CORE_GEOM_H
#define SKAPA_CORE_GEOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UM_PER_MM 1000
#define UM_PER_INCH 25400

struct um_point {
	int32_t x, y;
};

struct um_rect {
	int32_t x, y, w, h; /* w, h > 0 for a rectangle that holds anything */
};

struct px_point {
	double x, y;
};

bool um_rect_has(struct um_rect rect, struct um_point point);
bool um_rect_overlaps(struct um_rect a, struct um_rect b);
bool um_rect_within(struct um_rect inner, struct um_rect outer);
/* Larger by margin um on each side; negative shrinks, never below 0. */
struct um_rect um_rect_grown(struct um_rect rect, int32_t margin);
struct um_point um_rect_centre(struct um_rect rect);

/*
 * A projective map of the plane, row by row, um to px (or back, inverted).
 * m[8] is 1.
 */
struct homography {
	double m[9];
};

struct px_point homography_at(
	const struct homography *map, double um_x, double um_y);
/* False if the map cannot be inverted. */
bool homography_inverse(const struct homography *map, struct homography *back);
/*
 * The least-squares homography (4 points or more) or affine map (3) that takes
 * from[i] to to[i]. *residual is the root mean square distance in the unit of
 * `to`. False if the points are too few or do not span the plane.
 */
bool homography_fit(const struct px_point *from, const struct px_point *to,
	size_t n, struct homography *map, double *residual);

/* How free a map is, by its number of unknowns. */
enum map_freedom {
	MAP_SIMILAR = 4, /* moved, turned, scaled: 2 points or more */
	MAP_AFFINE = 6,	 /* 3 or more, not on a line */
	MAP_PROJECTIVE = 8,
};

/* The least-squares map of a kind; else as homography_fit. */
bool map_fit(enum map_freedom freedom, const struct px_point *from,
	const struct px_point *to, size_t n, struct homography *map,
	double *residual);

#endif
