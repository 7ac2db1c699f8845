#include "intake/squares.h"

#include "core/err.h"
#include "core/frame.h"
#include "intake/limits.h"
#include "intake/paper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A side against the picture's diagonal: 6 mm of A4's 364 mm is 0.0165. [A] */
#define SIDE_MIN 0.007
#define SIDE_MAX 0.036
#define SIDE_MIN_PX 5
#define HOLE_SHARE                                                             \
	((double)FRAME_HOLE * FRAME_HOLE / ((double)ANCHOR_UM * ANCHOR_UM))
#define ANCHOR_UM 6000.0
/* Below this many px a mm the working picture is not halved for the search. */
#define HALVE_FROM 1500 /* px of the long side */

struct moments {
	double n, x, y, xx, yy, xy;
	int x0, y0, x1, y1;
	int row_x0, row_x1; /* of row y1 - 1, if outlines are filled */
};

static bool
square_of(const struct moments *m, double scale, double diagonal,
	struct square *square)
{
	const double cx = m->x / m->n, cy = m->y / m->n;
	const double a = m->xx - m->n * cx * cx;
	const double b = m->yy - m->n * cy * cy;
	const double c = m->xy - m->n * cx * cy;
	const double ratio = (a + b) / (m->n * m->n);
	const double root = sqrt((a - b) * (a - b) + 4 * c * c);
	const bool hollow = ratio >= LIMIT_HOLLOW_MIN;
	const double side = sqrt(hollow ? m->n / (1 - HOLE_SHARE) : m->n);

	if (ratio < LIMIT_SOLID_MIN || ratio > LIMIT_HOLLOW_MAX)
		return false;
	if (a + b + root > LIMIT_ANCHOR_OBLONG * (a + b - root))
		return false;
	if (side < SIDE_MIN_PX || side < SIDE_MIN * diagonal ||
		side > SIDE_MAX * diagonal)
		return false;
	*square = (struct square){{cx * scale, cy * scale}, side * scale,
		hollow, m->x0 * scale, m->y0 * scale, m->x1 * scale,
		m->y1 * scale};
	return true;
}

/* The centre of darkness around a square, finer than its outline's. */
void
square_refine(const struct grey *work, const struct paper *paper,
	struct square *square)
{
	const int x0 = (int)fmax(square->x0 - 2, 0);
	const int y0 = (int)fmax(square->y0 - 2, 0);
	const int x1 = (int)fmin(square->x1 + 2, work->w);
	const int y1 = (int)fmin(square->y1 + 2, work->h);
	const double white = paper_white_at(paper, square->at.x, square->at.y);
	const double range = fmax(white - paper->black, LIMIT_RANGE);
	double sum = 0, sx = 0, sy = 0;
	int x, y;

	for (y = y0; y < y1; y++)
		for (x = x0; x < x1; x++) {
			const double v =
				work->px[(size_t)y * work->stride + (size_t)x];
			const double c = (white - v) / range;
			const double w = fmin(fmax((c - 0.2) / 0.6, 0), 1);

			sum += w;
			sx += w * (x + 0.5);
			sy += w * (y + 0.5);
		}
	if (sum > 0 && fabs(sx / sum - square->at.x) < 2 &&
		fabs(sy / sum - square->at.y) < 2)
		square->at = (struct px_point){sx / sum, sy / sum};
}

static void
add_run(struct moments *m, int y_px, int x0, int x1)
{
	const double n = x1 - x0;
	const double x = (x0 + x1) / 2.0;
	const double y = y_px + 0.5;

	m->n += n;
	m->x += n * x;
	m->y += n * y;
	m->xx += n * (x * x + n * n / 12);
	m->yy += n * (y * y + 1.0 / 12);
	m->xy += n * x * y;
}

/* filled: each row counts from its first to its last pixel. */
static bool
gather(struct blobs *blobs, bool filled, struct moments **out, struct err *err)
{
	struct moments *all;
	size_t i;

	all = calloc((size_t)blobs->n + 1, sizeof(*all));
	if (all == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < blobs->n_runs; i++) {
		const struct blob_run *run = &blobs->runs[i];
		struct moments *m = &all[run->blob];

		if (m->y1 == 0) {
			m->x0 = run->x0;
			m->y0 = run->y;
			m->x1 = run->x1;
		}
		if (run->x0 < m->x0)
			m->x0 = run->x0;
		if (run->x1 > m->x1)
			m->x1 = run->x1;
		if (!filled)
			add_run(m, run->y, run->x0, run->x1);
		else if (m->y1 == run->y + 1)
			m->row_x1 = run->x1;
		else {
			if (m->y1 > 0)
				add_run(m, m->y1 - 1, m->row_x0, m->row_x1);
			m->row_x0 = run->x0;
			m->row_x1 = run->x1;
		}
		m->y1 = run->y + 1;
	}
	for (i = 0; filled && i < (size_t)blobs->n; i++)
		if (all[i].y1 > 0)
			add_run(&all[i], all[i].y1 - 1, all[i].row_x0,
				all[i].row_x1);
	*out = all;
	return true;
}

typedef uint8_t bytes16 __attribute__((vector_size(16)));

/* mask: not 0 where row is below the limit. */
static void
mark_below(const uint8_t *row, const uint8_t *limits, int w, uint8_t *mask)
{
	int x = 0;

	for (; x + 16 <= w; x += 16) {
		bytes16 values, bounds, below;

		memcpy(&values, row + x, sizeof(values));
		memcpy(&bounds, limits + x, sizeof(bounds));
		below = (bytes16)(values < bounds);
		memcpy(mask + x, &below, sizeof(below));
	}
	for (; x < w; x++)
		mask[x] = row[x] < limits[x];
}

/* The blobs of what is dark; *scale is working px a px of theirs. */
static bool
find_blobs(struct square_search *search, const struct grey *work,
	const struct paper *paper, double *diagonal, double *scale,
	struct err *err)
{
	const bool halve = work->w > HALVE_FROM || work->h > HALVE_FROM;
	const struct grey *grey = work;
	uint8_t *limits, *mask;
	int x, y;

	if (halve) {
		if (!reduce_half(work, &search->half, err))
			return false;
		grey = &search->half;
	}
	if (search->room < 4 * work->w + 64) {
		free(search->row);
		search->room = 0;
		search->row = malloc(4 * (size_t)work->w + 64);
		if (search->row == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		search->room = 4 * work->w + 64;
	}
	limits = search->row;
	mask = search->row + 2 * work->w + 32;
	*scale = halve ? 2 : 1;
	*diagonal = hypot(grey->w, grey->h);
	blobs_begin(&search->blobs);
	for (y = 0; y < grey->h; y++) {
		const uint8_t *row = grey->px + (size_t)y * grey->stride;
		const int step = halve ? PAPER_STEP / 2 : PAPER_STEP;

		if (y % step == 0) {
			paper_thresholds(
				paper, halve ? 2 * y : y, work->w, 0.5, limits);
			for (x = 0; halve && x < grey->w; x++)
				limits[x] = limits[2 * x];
		}
		mark_below(row, limits, grey->w, mask);
		if (!blobs_row(&search->blobs, y, mask, grey->w, err))
			return false;
	}
	blobs_end(&search->blobs);
	return true;
}

/* The largest squares, at most room. */
static bool
pick_squares(struct square_search *search, bool filled, double diagonal,
	double scale, struct square *squares, int room, int *n, struct err *err)
{
	struct moments *all = NULL;
	int i;

	*n = 0;
	if (!gather(&search->blobs, filled, &all, err))
		return false;
	for (i = 0; i < search->blobs.n; i++) {
		struct square square;
		int k;

		if (all[i].n < 25 ||
			!square_of(&all[i], scale, diagonal, &square))
			continue;
		if (*n == room && squares[*n - 1].side >= square.side)
			continue;
		if (*n < room)
			(*n)++;
		for (k = *n - 1; k > 0 && squares[k - 1].side < square.side;
			k--)
			squares[k] = squares[k - 1];
		squares[k] = square;
	}
	free(all);
	return true;
}

bool
squares_find(struct square_search *search, const struct grey *work,
	const struct paper *paper, bool filled, struct square *squares,
	int room, int *n, struct err *err)
{
	double diagonal = 0, scale = 1;
	int i;

	if (!find_blobs(search, work, paper, &diagonal, &scale, err) ||
		!pick_squares(
			search, filled, diagonal, scale, squares, room, n, err))
		return false;
	for (i = 0; i < *n && !filled; i++)
		square_refine(work, paper, &squares[i]);
	return true;
}

void
square_search_finish(struct square_search *search)
{
	grey_finish(&search->half);
	blobs_finish(&search->blobs);
	free(search->row);
	*search = (struct square_search){0};
}
