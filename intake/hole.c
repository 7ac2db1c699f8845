#include "intake/hole.h"

#include "core/frame.h"
#include "intake/outline.h"
#include "intake/paper.h"
#include "intake/print.h"
#include "intake/reduce.h"

#include <math.h>
#include <stdlib.h>

#define CELL (1000.0 / PRINT_PER_MM) /* um a cell of the print */

/*
 * ISO 838: two holes of 6 mm (5.5 to 6.5), 80 mm apart, their middles 12 mm
 * from the paper's edge; the Swedish four (SS 628103) are 21, 70 and 21 mm
 * apart. um on the page as it should be, so that a page printed at 92 to 104 %
 * has them so much larger or smaller.
 */
#define RADIUS_MIN 2450.0
#define RADIUS_MAX 3650.0
#define APART_MIN 0.955
#define APART_MAX 1.09
#define ASIDE 1200.0
/* How far in a middle may lie: paper moves in a punch and in a feeder. */
#define IN 17000.0

#define GRID 1500.0  /* um: every hole has a point of it near its middle, */
#define CROSS 1400.0 /* and so far from that point is a hole all the same */
/* Contrast of a hole, a pale lid's too, and by how much it may vary. */
#define DARK 0.07
#define EVEN 0.15
#define RAYS 36
#define RAY_STEP 100.0
#define RAY_STEPS 60
#define ROUNDS 3    /* of fitting a circle to where the rays end */
#define OFF 200.0   /* a ray's end this far from the circle is no part of it */
#define ROUND 0.7   /* of the rays end on the circle; 0.62 in a square */
#define PRINTED 0.3 /* of the disc: what is round here is print */

/* Where it is looked for. */
struct view {
	const struct grey *work;
	const struct paper *paper;
	const struct homography *map;
	double dx, dy; /* um: the field's shift there */
};

static double
contrast_at(const struct view *view, double x, double y)
{
	const struct px_point p =
		homography_at(view->map, x + view->dx, y + view->dy);

	if (p.x < 0 || p.y < 0 || p.x >= view->work->w || p.y >= view->work->h)
		return 0;
	return paper_contrast(
		view->paper, p.x, p.y, grey_at(view->work, p.x, p.y));
}

/* Whether all about a place is evenly dark; what most pages have nowhere. */
static bool
is_dark_about(const struct view *view, double x, double y, double *level)
{
	static const double off[][2] = {
		{0, 0}, {CROSS, 0}, {-CROSS, 0}, {0, CROSS}, {0, -CROSS}};
	double low = 9, high = 0, sum = 0;
	size_t i;

	for (i = 0; i < 5; i++) {
		const double c =
			contrast_at(view, x + off[i][0], y + off[i][1]);

		low = fmin(low, c);
		high = fmax(high, c);
		sum += c;
		if (c < DARK || high - low > EVEN)
			return false;
	}
	*level = sum / 5;
	return true;
}

/* How far from a place it is as dark as that; 0: further than any hole. */
static double
ray(const struct view *view, const struct hole *from, double angle,
	double level)
{
	const double ux = cos(angle), uy = sin(angle);
	double before = level;
	int k;

	for (k = 1; k <= RAY_STEPS; k++) {
		const double far = k * RAY_STEP;
		const double c = contrast_at(
			view, from->x + far * ux, from->y + far * uy);

		if (c < level / 2)
			return far - RAY_STEP * (level / 2 - c) /
					     fmax(before - c, 1e-6);
		before = c;
	}
	return 0;
}

static int
by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/*
 * Moves the middle to where opposite rays are of one length, by their medians,
 * and measures: the share of rays that end on the circle.
 */
static double
fit(const struct view *view, double level, struct hole *hole)
{
	double far[RAYS], sorted[RAYS];
	int i, n = 0, k = 0;

	for (i = 0; i < RAYS; i++) {
		far[i] = ray(view, hole, 2 * M_PI * i / RAYS, level);
		if (far[i] > 0)
			sorted[n++] = far[i];
	}
	if (n < ROUND * RAYS)
		return 0;
	qsort(sorted, (size_t)n, sizeof(sorted[0]), by_value);
	hole->r = sorted[n / 2];
	n = 0;
	for (i = 0; i < RAYS; i++)
		n += fabs(far[i] - hole->r) <= OFF;
	/* By pairs of opposite rays: a line that crosses the rim spoils one. */
	for (i = 0; i < 2; i++) {
		double move[RAYS / 2];
		const double way = i * M_PI / 2;
		int j, m = 0;

		for (j = 0; j < RAYS / 2; j++) {
			const double along = cos(2 * M_PI * j / RAYS - way);
			const double a = far[j], b = far[j + RAYS / 2];

			if (fabs(along) < 0.7 || a <= 0 || b <= 0)
				continue;
			move[m++] = (a - b) / 2 / along;
		}
		if (m == 0)
			continue;
		qsort(move, (size_t)m, sizeof(move[0]), by_value);
		if (i == 0)
			hole->x += move[m / 2];
		else
			hole->y += move[m / 2];
	}
	k = n;
	return (double)k / RAYS;
}

/* Whether most of a disc is print: a picture's, an anchor's. */
static bool
is_print(const struct print *print, const struct hole *hole)
{
	int n = 0, black = 0, x, y;
	const double step = hole->r / 6;

	for (y = -5; y <= 5; y++)
		for (x = -5; x <= 5; x++) {
			const int u = (int)((hole->x + x * step) / CELL);
			const int v = (int)((hole->y + y * step) / CELL);

			if (hypot(x, y) > 5.5 || u < 0 || v < 0 ||
				u >= PRINT_W || v >= PRINT_H)
				continue;
			n++;
			black += print_bits_at(print->black[v], u) & 1;
		}
	return n == 0 || black > PRINTED * n;
}

static bool
is_known(const struct hole *holes, int n, double x, double y)
{
	int i;

	for (i = 0; i < n; i++)
		if (hypot(holes[i].x - x, holes[i].y - y) < RADIUS_MAX)
			return true;
	return false;
}

static bool
is_near_edge(double x, double y)
{
	return x < IN || y < IN || x > FRAME_PAGE_W - IN ||
	       y > FRAME_PAGE_H - IN;
}

static bool
is_hole(const struct view *view, const struct print *print, double level,
	struct hole *hole)
{
	double share = 0;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		share = fit(view, level, hole);
		if (share <= 0 || !is_near_edge(hole->x, hole->y))
			return false;
	}
	return share >= ROUND && hole->r >= RADIUS_MIN &&
	       hole->r <= RADIUS_MAX && !is_print(print, hole);
}

static bool
are_a_pair(const struct hole *a, const struct hole *b)
{
	static const double apart_of[] = {80000, 21000, 70000};
	const double dx = fabs(a->x - b->x), dy = fabs(a->y - b->y);
	const double apart = fmax(dx, dy);
	size_t i;

	for (i = 0; i < sizeof(apart_of) / sizeof(apart_of[0]); i++)
		if (fmin(dx, dy) < ASIDE && apart > APART_MIN * apart_of[i] &&
			apart < APART_MAX * apart_of[i])
			return true;
	return false;
}

int
holes_find(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, struct hole holes[HOLES])
{
	struct view view = {work, paper, map, 0, 0};
	double x, y, level;
	int n = 0, i, j;

	for (y = GRID; y < FRAME_PAGE_H; y += GRID)
		for (x = GRID; x < FRAME_PAGE_W; x += GRID) {
			struct hole hole = {.x = x, .y = y};

			if (!is_near_edge(x, y)) {
				/* On to the other edge. */
				x += floor((FRAME_PAGE_W - IN - x) / GRID) *
				     GRID;
				continue;
			}
			field_shift(field, x, y, &view.dx, &view.dy);
			if (is_known(holes, n, x, y) ||
				!is_dark_about(&view, x, y, &level) ||
				!is_hole(&view, print, level, &hole) ||
				is_known(holes, n, hole.x, hole.y))
				continue;
			holes[n++] = hole;
			if (n == HOLES)
				return 0; /* dots of a pattern, no holes */
		}
	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			if (i != j && are_a_pair(&holes[i], &holes[j]))
				holes[i].paired = true;
	return n;
}

double
hole_in(const struct hole *hole, struct um_rect rect)
{
	const double step = hole->r / 20;
	int n = 0, x, y;

	for (y = -20; y <= 20; y++)
		for (x = -20; x <= 20; x++) {
			const struct um_point at = {
				(int32_t)(hole->x + x * step),
				(int32_t)(hole->y + y * step)};

			n += hypot(x, y) <= 20 && um_rect_has(rect, at);
		}
	return n * step * step / UM_PER_MM / UM_PER_MM;
}
