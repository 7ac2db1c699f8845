#include "intake/register.h"

#include "core/err.h"
#include "intake/limits.h"
#include "intake/paper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Squares considered: a page of ours has four and some in its pictures. */
#define CANDIDATES 36
/* A side against the picture's diagonal: 6 mm of A4's 364 mm is 0.0165. [A] */
#define SIDE_MIN 0.007
#define SIDE_MAX 0.036
#define SIDE_MIN_PX 5
#define HOLE_SHARE                                                             \
	((double)FRAME_HOLE * FRAME_HOLE / ((double)ANCHOR_UM * ANCHOR_UM))
#define ANCHOR_UM 6000
#define SPAN_X 182000.0 /* um between anchor centres, core/frame.h */
#define SPAN_Y 269000.0
/* Below this many px a mm the working picture is not halved for the search. */
#define HALVE_FROM 1500 /* px of the long side */

struct square {
	struct px_point at; /* working px */
	double side;	    /* working px */
	bool hollow;
	double x0, y0, x1, y1; /* bounding box, working px */
};

struct moments {
	double n, x, y, xx, yy, xy;
	int x0, y0, x1, y1;
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
static void
refine(const struct grey *work, const struct paper *paper,
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

static bool
gather(struct blobs *blobs, const struct grey *grey, struct moments **out,
	struct err *err)
{
	struct moments *all;
	size_t i;

	(void)grey;
	all = calloc((size_t)blobs->n + 1, sizeof(*all));
	if (all == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < blobs->n_runs; i++) {
		const struct blob_run *run = &blobs->runs[i];
		struct moments *m = &all[run->blob];
		const double n = run->x1 - run->x0;
		const double x = (run->x0 + run->x1) / 2.0;
		const double y = run->y + 0.5;

		if (m->n <= 0) {
			m->x0 = run->x0;
			m->y0 = run->y;
			m->x1 = run->x1;
		}
		if (run->x0 < m->x0)
			m->x0 = run->x0;
		if (run->x1 > m->x1)
			m->x1 = run->x1;
		m->y1 = run->y + 1;
		m->n += n;
		m->x += n * x;
		m->y += n * y;
		m->xx += n * (x * x + n * n / 12);
		m->yy += n * (y * y + 1.0 / 12);
		m->xy += n * x * y;
	}
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

static bool
find_squares(struct registrar *registrar, const struct grey *work,
	const struct paper *paper, struct square squares[CANDIDATES], int *n,
	struct err *err)
{
	const bool halve = work->w > HALVE_FROM || work->h > HALVE_FROM;
	const struct grey *grey = work;
	struct moments *all = NULL;
	const double scale = halve ? 2 : 1;
	uint8_t *limits, *mask;
	double diagonal;
	int i, x, y;

	if (halve) {
		if (!reduce_half(work, &registrar->half, err))
			return false;
		grey = &registrar->half;
	}
	if (registrar->room < 4 * work->w + 64) {
		free(registrar->row);
		registrar->room = 0;
		registrar->row = malloc(4 * (size_t)work->w + 64);
		if (registrar->row == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		registrar->room = 4 * work->w + 64;
	}
	limits = registrar->row;
	mask = registrar->row + 2 * work->w + 32;
	diagonal = hypot(grey->w, grey->h);
	blobs_begin(&registrar->blobs);
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
		if (!blobs_row(&registrar->blobs, y, mask, grey->w, err))
			return false;
	}
	blobs_end(&registrar->blobs);
	if (!gather(&registrar->blobs, grey, &all, err))
		return false;
	*n = 0;
	for (i = 0; i < registrar->blobs.n; i++) {
		struct square square;
		int k;

		if (all[i].n < 25 ||
			!square_of(&all[i], scale, diagonal, &square))
			continue;
		/* The largest are kept. */
		if (*n == CANDIDATES && squares[*n - 1].side >= square.side)
			continue;
		if (*n < CANDIDATES)
			(*n)++;
		for (k = *n - 1; k > 0 && squares[k - 1].side < square.side;
			k--)
			squares[k] = squares[k - 1];
		squares[k] = square;
	}
	free(all);
	for (i = 0; i < *n; i++)
		refine(work, paper, &squares[i]);
	return true;
}

static struct px_point
anchor_centre(int i)
{
	const struct um_point p = um_rect_centre(frame_anchor(i));

	return (struct px_point){p.x, p.y};
}

/* index[i] is the square at anchor i, or -1. */
static bool
make_guess(const struct square *squares, const int index[FRAME_ANCHORS],
	double error, struct guess *guess)
{
	struct px_point from[FRAME_ANCHORS], to[FRAME_ANCHORS];
	size_t n = 0;
	int i;

	*guess = (struct guess){0};
	for (i = 0; i < FRAME_ANCHORS; i++) {
		if (index[i] < 0)
			continue;
		guess->found[i] = true;
		guess->at[i] = squares[index[i]].at;
		from[n] = anchor_centre(i);
		to[n++] = squares[index[i]].at;
	}
	guess->n_anchors = (int)n;
	if (!homography_fit(from, to, n, &guess->map, NULL))
		return false;
	guess->score = (n == 4 ? 3 : 0) - 4 * error;
	if (n == 4) {
		const struct px_point *p = guess->at;
		const double dx = p[0].x - p[1].x + p[2].x - p[3].x;
		const double dy = p[0].y - p[1].y + p[2].y - p[3].y;
		double sx, sy;

		map_scale(&guess->map, &sx, &sy);
		guess->off_mm = hypot(dx, dy) / fmax((sx + sy) / 2, 1e-6);
		guess->score -= fmin(guess->off_mm / 10, 1);
	}
	for (i = 0; i < FRAME_ANCHORS; i++) {
		if (index[i] < 0)
			continue;
		if (squares[index[i]].hollow)
			guess->score += i == 0 ? 1 : -1;
		else if (i == 0)
			guess->score -= 0.5;
	}
	return true;
}

static void
keep(struct guess guesses[REGISTER_GUESSES], int *n, const struct guess *guess)
{
	int k;

	if (*n == REGISTER_GUESSES && guesses[*n - 1].score >= guess->score)
		return;
	if (*n < REGISTER_GUESSES)
		(*n)++;
	for (k = *n - 1; k > 0 && guesses[k - 1].score < guess->score; k--)
		guesses[k] = guesses[k - 1];
	guesses[k] = *guess;
}

/*
 * How far three squares are from being a corner with its two neighbours, 0
 * for exactly, or a negative number if they cannot be. v is the corner, p
 * across the page's short side at distance lp, q along its long one at lq.
 */
static double
corner_error(const struct square *v, const struct square *p,
	const struct square *q, double lp, double lq)
{
	const double px = p->at.x - v->at.x, py = p->at.y - v->at.y;
	const double qx = q->at.x - v->at.x, qy = q->at.y - v->at.y;
	const double side = ANCHOR_UM * (lp + lq) / (SPAN_X + SPAN_Y);
	double aspect, cosine, size;

	if (lp < 1 || lq < 1)
		return -1;
	aspect = fabs(lp / lq * SPAN_Y / SPAN_X - 1);
	if (aspect > LIMIT_QUAD_ASPECT)
		return -1;
	cosine = fabs((px * qx + py * qy) / (lp * lq));
	if (cosine > LIMIT_QUAD_COSINE)
		return -1;
	size = fmax(fabs(v->side / side - 1),
		fmax(fabs(p->side / side - 1), fabs(q->side / side - 1)));
	if (size > LIMIT_ANCHOR_SIDE)
		return -1;
	return aspect + cosine + size;
}

/* The square nearest to where the parallelogram's fourth corner is, or -1. */
static int
find_fourth(const struct square *squares, int n, int v, int p, int q)
{
	const double x = squares[p].at.x + squares[q].at.x - squares[v].at.x;
	const double y = squares[p].at.y + squares[q].at.y - squares[v].at.y;
	const double diagonal = hypot(squares[p].at.x - squares[q].at.x,
		squares[p].at.y - squares[q].at.y);
	const double side =
		(squares[v].side + squares[p].side + squares[q].side) / 3;
	double nearest = LIMIT_QUAD_FOURTH * diagonal;
	int best = -1, i;

	for (i = 0; i < n; i++) {
		const double d =
			hypot(squares[i].at.x - x, squares[i].at.y - y);

		if (i == v || i == p || i == q || d > nearest ||
			fabs(squares[i].side / side - 1) > LIMIT_ANCHOR_SIDE)
			continue;
		nearest = d;
		best = i;
	}
	return best;
}

/* Both ways up of one corner with its neighbours and perhaps the fourth. */
static void
keep_both(const struct square *squares, int v, int p, int q, int fourth,
	double error, struct guess guesses[REGISTER_GUESSES], int *n)
{
	const struct square *a = &squares[v];
	const double cross =
		(squares[p].at.x - a->at.x) * (squares[q].at.y - a->at.y) -
		(squares[p].at.y - a->at.y) * (squares[q].at.x - a->at.x);
	/* Anchors: 0 top left, 1 top right, 2 bottom right, 3 bottom left. */
	static const int role[2][2][4] = {
		/* v, p (short side), q (long side), fourth */
		{{0, 1, 3, 2}, {2, 3, 1, 0}},
		{{1, 0, 2, 3}, {3, 2, 0, 1}},
	};
	int way;

	for (way = 0; way < 2; way++) {
		const int *r = role[cross > 0 ? 0 : 1][way];
		int index[FRAME_ANCHORS];
		struct guess guess;

		index[r[0]] = v;
		index[r[1]] = p;
		index[r[2]] = q;
		index[r[3]] = fourth;
		if (make_guess(squares, index, error, &guess))
			keep(guesses, n, &guess);
	}
}

static void
measure_distances(
	const struct square *squares, int n, double apart[][CANDIDATES])
{
	int a, b;

	for (a = 0; a < n; a++)
		for (b = 0; b <= a; b++)
			apart[a][b] = apart[b][a] =
				hypot(squares[a].at.x - squares[b].at.x,
					squares[a].at.y - squares[b].at.y);
}

bool
register_guess(struct registrar *registrar, const struct grey *work,
	const struct paper *paper, struct guess guesses[REGISTER_GUESSES],
	int *n, struct err *err)
{
	struct square squares[CANDIDATES];
	double apart[CANDIDATES][CANDIDATES];
	int n_squares = 0, v, p, q;

	*n = 0;
	if (!find_squares(registrar, work, paper, squares, &n_squares, err))
		return false;
	measure_distances(squares, n_squares, apart);
	for (v = 0; v < n_squares; v++)
		for (p = 0; p < n_squares; p++)
			for (q = 0; q < n_squares; q++) {
				double error;
				int fourth;

				if (p == v || q == v || q == p)
					continue;
				error = corner_error(&squares[v], &squares[p],
					&squares[q], apart[v][p], apart[v][q]);
				if (error < 0)
					continue;
				keep_both(squares, v, p, q, -1, error, guesses,
					n);
				fourth = find_fourth(
					squares, n_squares, v, p, q);
				/* A quadrilateral is met from each corner. */
				if (fourth < 0 || v > p || v > q || v > fourth)
					continue;
				keep_both(squares, v, p, q, fourth, error,
					guesses, n);
			}
	return true;
}

void
registrar_finish(struct registrar *registrar)
{
	grey_finish(&registrar->half);
	blobs_finish(&registrar->blobs);
	free(registrar->row);
	*registrar = (struct registrar){0};
}

#define MIDDLE_X (FRAME_PAGE_W / 2.0)
#define MIDDLE_Y (FRAME_PAGE_H / 2.0)
#define HALF_MM 500.0

void
map_scale(const struct homography *map, double *x, double *y)
{
	const struct px_point l =
		homography_at(map, MIDDLE_X - HALF_MM, MIDDLE_Y);
	const struct px_point r =
		homography_at(map, MIDDLE_X + HALF_MM, MIDDLE_Y);
	const struct px_point t =
		homography_at(map, MIDDLE_X, MIDDLE_Y - HALF_MM);
	const struct px_point b =
		homography_at(map, MIDDLE_X, MIDDLE_Y + HALF_MM);

	*x = hypot(r.x - l.x, r.y - l.y);
	*y = hypot(b.x - t.x, b.y - t.y);
}

double
map_rotation_deg(const struct homography *map)
{
	const struct px_point l =
		homography_at(map, MIDDLE_X - 50 * HALF_MM, MIDDLE_Y);
	const struct px_point r =
		homography_at(map, MIDDLE_X + 50 * HALF_MM, MIDDLE_Y);
	const double deg = atan2(r.y - l.y, r.x - l.x) * 180 / 3.14159265358979;

	return deg < 0 ? deg + 360 : deg;
}

int
anchors_black(const struct grey *work, const struct guess *guess)
{
	double sum = 0;
	int i, k, n = 0;

	for (i = 0; i < FRAME_ANCHORS; i++) {
		const struct um_rect rect = frame_anchor(i);

		if (!guess->found[i])
			continue;
		/* 0.9 mm in from each corner: clear of the hole. */
		for (k = 0; k < 4; k++) {
			const double x = rect.x + (k & 1 ? rect.w - 900 : 900);
			const double y = rect.y + (k & 2 ? rect.h - 900 : 900);
			const struct px_point p =
				homography_at(&guess->map, x, y);

			sum += grey_at(work, p.x, p.y);
			n++;
		}
	}
	return n == 0 ? 0 : (int)(sum / n);
}
