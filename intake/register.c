#include "intake/register.h"

#include "core/err.h"
#include "intake/limits.h"
#include "intake/squares.h"

#include <math.h>

/* Squares considered: a page of ours has four and some in its pictures. */
#define CANDIDATES 36
#define ANCHOR_UM 6000
#define SPAN_X 182000.0 /* um between anchor centres, core/frame.h */
#define SPAN_Y 269000.0

struct px_point
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

void
guess_keep(struct guess guesses[REGISTER_GUESSES], int *n,
	const struct guess *guess)
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
			guess_keep(guesses, n, &guess);
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
register_guess(struct square_search *search, const struct grey *work,
	const struct paper *paper, struct guess guesses[REGISTER_GUESSES],
	int *n, struct err *err)
{
	struct square squares[CANDIDATES];
	double apart[CANDIDATES][CANDIDATES];
	int n_squares = 0, v, p, q;

	*n = 0;
	if (!squares_find(search, work, paper, false, squares, CANDIDATES,
		    &n_squares, err))
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
