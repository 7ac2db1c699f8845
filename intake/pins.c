#include "intake/pins.h"

#include "core/err.h"
#include "intake/finders.h"
#include "intake/limits.h"
#include "intake/squares.h"

#include <math.h>

/* Filled outlines of the anchors' size: boxes and pictures are some, too. */
#define FILLED 160
#define ANCHOR_UM 6000.0
#define POINTS (FRAME_ANCHORS + FRAME_CODES * FINDERS)

/* What is known of where the page lies, and the map that fits it. */
struct pins {
	struct px_point from[POINTS], to[POINTS]; /* um, working px */
	size_t n;
	struct homography map;
};

/* The smaller of the deviations along the points' two axes, um. */
static double
spread_of(const struct pins *pins)
{
	double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
	const double n = (double)pins->n;
	size_t i;

	for (i = 0; i < pins->n; i++) {
		x += pins->from[i].x / n;
		y += pins->from[i].y / n;
	}
	for (i = 0; i < pins->n; i++) {
		const double dx = pins->from[i].x - x;
		const double dy = pins->from[i].y - y;

		xx += dx * dx / n;
		yy += dy * dy / n;
		xy += dx * dy / n;
	}
	return sqrt(fmax((xx + yy - hypot(xx - yy, 2 * xy)) / 2, 0));
}

static void
pin(struct pins *pins, struct px_point from, struct px_point to)
{
	pins->from[pins->n] = from;
	pins->to[pins->n++] = to;
}

static double
px_per_um(const struct homography *map)
{
	double x, y;

	map_scale(map, &x, &y);
	return (x + y) / 2 / UM_PER_MM;
}

/*
 * As free a map as the points can tell. False if one of them lies where no
 * map can put it: it is something else.
 */
static bool
fit_pins(struct pins *pins)
{
	const enum map_freedom freedom = spread_of(pins) >= LIMIT_AFFINE_SPREAD
						 ? MAP_AFFINE
						 : MAP_SIMILAR;
	size_t i;

	if (!map_fit(freedom, pins->from, pins->to, pins->n, &pins->map, NULL))
		return false;
	for (i = 0; i < pins->n; i++) {
		const struct px_point p = homography_at(
			&pins->map, pins->from[i].x, pins->from[i].y);

		if (hypot(p.x - pins->to[i].x, p.y - pins->to[i].y) >
			LIMIT_PIN_MM * UM_PER_MM * px_per_um(&pins->map))
			return false;
	}
	return true;
}

/* How far from where the map says a place of the page may be, px. */
static double
reach_at(const struct pins *pins, struct px_point um)
{
	double nearest = 1e9;
	size_t i;

	for (i = 0; i < pins->n; i++)
		nearest = fmin(nearest,
			hypot(pins->from[i].x - um.x, pins->from[i].y - um.y));
	return (LIMIT_PIN_MM * UM_PER_MM + LIMIT_PIN_SHARE * nearest) *
	       px_per_um(&pins->map);
}

static void
pin_code(struct pins *pins, const struct finder_code *code, int copy)
{
	int i;

	for (i = 0; i < FINDERS; i++)
		pin(pins, finder_place(copy, i), code->at[i]);
}

/* The other copy's finders, if some lie where the map puts them. */
static bool
pin_other_code(
	struct pins *pins, const struct finder_code *codes, int n, int other)
{
	const struct pins before = *pins;
	double nearest = 1e9;
	int best = -1, i, k;

	for (i = 0; i < n; i++) {
		double far = 0;

		for (k = 0; k < FINDERS; k++) {
			const struct px_point um = finder_place(other, k);
			const struct px_point p =
				homography_at(&pins->map, um.x, um.y);

			far = fmax(far, hypot(p.x - codes[i].at[k].x,
						p.y - codes[i].at[k].y) /
						reach_at(pins, um));
		}
		if (far < 1 && far < nearest) {
			nearest = far;
			best = i;
		}
	}
	if (best < 0)
		return false;
	pin_code(pins, &codes[best], other);
	if (fit_pins(pins))
		return true;
	*pins = before;
	return false;
}

static int
nearest_square(const struct square *squares, int n, const struct pins *pins,
	int anchor)
{
	const struct px_point um = anchor_centre(anchor);
	const struct px_point p = homography_at(&pins->map, um.x, um.y);
	const double side = ANCHOR_UM * px_per_um(&pins->map);
	double nearest = reach_at(pins, um);
	int best = -1, i;

	for (i = 0; i < n; i++) {
		const double far =
			hypot(squares[i].at.x - p.x, squares[i].at.y - p.y);

		if (far >= nearest ||
			fabs(squares[i].side / side - 1) > LIMIT_ANCHOR_SIDE)
			continue;
		nearest = far;
		best = i;
	}
	return best;
}

/* The anchors where the map puts them, those near the code first. */
static void
pin_anchors(struct pins *pins, const struct grey *work,
	const struct paper *paper, struct square *squares, int n,
	struct guess *guess)
{
	const bool by_copy_1 = pins->from[0].x < FRAME_PAGE_W / 2.0;
	/* Anchor 1 is next to copy 0, anchor 3 to copy 1. */
	const int order[FRAME_ANCHORS] = {
		by_copy_1 ? 3 : 1, 0, 2, by_copy_1 ? 1 : 3};
	int i;

	for (i = 0; i < FRAME_ANCHORS; i++) {
		const struct pins before = *pins;
		const int anchor = order[i];
		const int at = nearest_square(squares, n, pins, anchor);

		if (at < 0)
			continue;
		square_refine(work, paper, &squares[at]);
		pin(pins, anchor_centre(anchor), squares[at].at);
		if (!fit_pins(pins)) {
			*pins = before;
			continue;
		}
		guess->found[anchor] = true;
		guess->at[anchor] = squares[at].at;
		guess->n_anchors++;
	}
}

/* The other copy's place would put most of the page outside the picture. */
static bool
middle_in_picture(const struct homography *map, const struct grey *work)
{
	const struct px_point p =
		homography_at(map, FRAME_PAGE_W / 2.0, FRAME_PAGE_H / 2.0);

	return p.x > 0 && p.y > 0 && p.x < work->w && p.y < work->h;
}

static bool
guess_by_code(const struct finder_code *codes, int n_codes, int i, int copy,
	const struct grey *work, const struct paper *paper,
	struct square *squares, int n_squares, struct guess *guess)
{
	struct pins pins = {.n = 0};
	bool other;

	*guess = (struct guess){0};
	pin_code(&pins, &codes[i], copy);
	if (!fit_pins(&pins) || !middle_in_picture(&pins.map, work))
		return false;
	other = pin_other_code(&pins, codes, n_codes, !copy);
	pin_anchors(&pins, work, paper, squares, n_squares, guess);
	guess->map = pins.map;
	if (guess->n_anchors == FRAME_ANCHORS) {
		struct px_point from[FRAME_ANCHORS];
		int k;

		for (k = 0; k < FRAME_ANCHORS; k++)
			from[k] = anchor_centre(k);
		if (!homography_fit(
			    from, guess->at, FRAME_ANCHORS, &guess->map, NULL))
			return false;
	}
	guess->score = guess->n_anchors + (other ? 2 : 0) - codes[i].error;
	return true;
}

bool
pins_guess(struct square_search *search, const struct grey *work,
	const struct paper *paper, struct guess guesses[REGISTER_GUESSES],
	int *n, struct err *err)
{
	struct finder_code codes[FINDER_CODES];
	struct square squares[FILLED];
	int n_codes, n_squares, i, copy;

	*n = 0;
	if (!finders_find(work, paper, codes, &n_codes, err))
		return false;
	if (n_codes == 0)
		return true;
	if (!squares_find(search, work, paper, true, squares, FILLED,
		    &n_squares, err))
		return false;
	for (i = 0; i < n_codes; i++)
		for (copy = 0; copy < FRAME_CODES; copy++) {
			struct guess guess;

			if (guess_by_code(codes, n_codes, i, copy, work, paper,
				    squares, n_squares, &guess))
				guess_keep(guesses, n, &guess);
		}
	return true;
}
