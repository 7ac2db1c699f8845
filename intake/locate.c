#include "intake/locate.h"

#include "core/err.h"
#include "intake/limits.h"
#include "intake/paper.h"
#include "intake/pins.h"

#include <math.h>

static double
judge(const struct locator *locator, const struct guess *guess, double reach,
	struct code_place place[FRAME_CODES])
{
	double sum = 0;
	int i;

	locator->paper->black = anchors_black(locator->work, guess);
	for (i = 0; i < FRAME_CODES; i++) {
		const double far = 0.05 / UM_PER_MM;

		place[i] = pagecode_locate(locator->pagecode, locator->work,
			locator->paper, &guess->map, i, reach);
		/* A code far from its place speaks against the guess. */
		sum += fmax(place[i].agreement, 0) -
		       far * hypot(place[i].off_x, place[i].off_y);
	}
	return sum;
}

static bool
is_sure(const struct located *found)
{
	int i;

	for (i = 0; i < FRAME_CODES; i++)
		if (found->place[i].agreement < LIMIT_CODE_CLEAR ||
			hypot(found->place[i].off_x, found->place[i].off_y) >
				LIMIT_ANCHOR_OFF_MM * UM_PER_MM)
			return false;
	return true;
}

/* The guess that the page codes agree with best. */
static bool
choose(const struct locator *locator, const struct guess *guesses, int n,
	struct located *best)
{
	const int black = locator->paper->black;
	int i;

	best->sum = -1e9;
	for (i = 0; i < n; i++) {
		struct located now = {.guess = guesses[i]};
		const double reach = guesses[i].n_anchors == 4
					     ? LIMIT_CODE_SEARCH_MM
					     : LIMIT_CODE_WIDE_MM / 2;

		now.sum = judge(locator, &guesses[i], reach, now.place) +
			  guesses[i].score / 20;
		if (now.sum > best->sum)
			*best = now;
		if (is_sure(best))
			break;
		locator->paper->black = black;
	}
	if (best->sum <= -1e9)
		return false;
	locator->paper->black = anchors_black(locator->work, &best->guess);
	return true;
}

static struct px_point
centre_of(struct um_rect rect)
{
	const struct um_point p = um_rect_centre(rect);

	return (struct px_point){p.x, p.y};
}

/*
 * Fits the map to the anchors and to the page codes that were seen. With four
 * anchors the codes average out what a torn or scribbled one is off by; with
 * three they only tell how far the paper is from flat.
 */
static void
fit(struct located *found)
{
	struct px_point from[FRAME_ANCHORS + FRAME_CODES];
	struct px_point to[FRAME_ANCHORS + FRAME_CODES];
	const struct guess *guess = &found->guess;
	struct homography map = guess->map;
	double sx, sy, sum = 0;
	size_t n = 0, i;

	for (i = 0; i < FRAME_ANCHORS; i++)
		if (guess->found[i]) {
			from[n] = centre_of(frame_anchor((int)i));
			to[n++] = guess->at[i];
		}
	for (i = 0; i < FRAME_CODES; i++)
		if (found->place[i].agreement >= LIMIT_CODE_SEEN) {
			const struct px_point c = centre_of(frame_code((int)i));

			from[n] = c;
			to[n++] = homography_at(&guess->map,
				c.x + found->place[i].off_x,
				c.y + found->place[i].off_y);
		}
	if (guess->n_anchors == 4 && homography_fit(from, to, n, &map, NULL))
		for (i = 0; i < FRAME_CODES; i++) {
			/* Where they are now seen from the new map. */
			const struct px_point c = centre_of(frame_code((int)i));
			const struct px_point p = homography_at(&guess->map,
				c.x + found->place[i].off_x,
				c.y + found->place[i].off_y);
			struct homography back;
			struct px_point um;

			if (!homography_inverse(&map, &back))
				continue;
			um = homography_at(&back, p.x, p.y);
			found->place[i].off_x = um.x - c.x;
			found->place[i].off_y = um.y - c.y;
		}
	found->guess.map = map;
	map_scale(&map, &sx, &sy);
	for (i = 0; i < n; i++) {
		const struct px_point p =
			homography_at(&map, from[i].x, from[i].y);

		sum += (p.x - to[i].x) * (p.x - to[i].x) +
		       (p.y - to[i].y) * (p.y - to[i].y);
	}
	found->residual_mm = sqrt(sum / (double)n) / fmax((sx + sy) / 2, 1e-6);
}

/* No page code is where the map puts one. */
static bool
is_lost(const struct located *found)
{
	return found->place[0].agreement < LIMIT_CODE_SEEN &&
	       found->place[1].agreement < LIMIT_CODE_SEEN;
}

bool
locate_by_anchors(const struct locator *locator, struct located *out,
	enum locate_result *result, struct err *err)
{
	struct guess guesses[REGISTER_GUESSES];
	int n, i;

	*result = LOCATE_NOTHING;
	if (!register_guess(locator->search, locator->work, locator->paper,
		    guesses, &n, err))
		return false;
	if (!choose(locator, guesses, n, out))
		return true;
	*result = LOCATE_FOUND;
	if (is_lost(out)) {
		*result = LOCATE_NO_CODE;
		for (i = 0; i < n; i++)
			if (pagecode_mirrored(locator->pagecode, locator->work,
				    locator->paper,
				    &guesses[i].map) > LIMIT_CODE_SEEN)
				*result = LOCATE_MIRRORED;
	}
	fit(out);
	return true;
}

bool
locate_by_codes(const struct locator *locator, struct located *out,
	enum locate_result *result, struct err *err)
{
	const int black = locator->paper->black;
	struct guess guesses[REGISTER_GUESSES];
	struct located found = {0};
	int n;

	if (!pins_guess(locator->search, locator->work, locator->paper, guesses,
		    &n, err))
		return false;
	if (!choose(locator, guesses, n, &found) || is_lost(&found)) {
		locator->paper->black = black;
		return true;
	}
	fit(&found);
	*out = found;
	*result = LOCATE_FOUND;
	return true;
}
