#include "intake/edges.h"

#include "intake/limits.h"
#include "intake/paper.h"
#include "intake/reduce.h"

#include <math.h>
#include <string.h>

/* Values by which the print changes over two cells at an edge. */
#define STEP 120
/* Fewer edges of one way say nothing. */
#define EDGES_MIN 8
/* A sharp and an unsharp picture both change most within these cells. */
#define ASIDE 1
/* Cells searched each way. */
#define REACH 6
#define SHIFTS (2 * REACH + 1)
/* The second best place must be worse than this share of the best. */
#define OTHER 0.85

/* Cells of a tile, and as many edges at most. */
#define TILE_CELLS 32768

/* Every so many edges of a tile is taken, so that they spread over it. */
static void
choose_tile(const uint8_t *grey, int w, int x0, int y0, int x1, int y1, int way,
	int *n, struct edge *at)
{
	const int step = way == 0 ? 1 : w;
	uint32_t all[TILE_CELLS]; /* places in grey */
	int n_all = 0, every, i, x, y;

	for (y = y0; y < y1; y++)
		for (x = x0; x < x1 && n_all < TILE_CELLS; x++) {
			const uint8_t *p = grey + (size_t)y * (size_t)w + x;
			const int d = p[step] - p[-step];

			/* Written always, kept if it is one. */
			all[n_all] = (uint32_t)(p - grey);
			n_all += d <= -STEP || d >= STEP;
		}
	every = (n_all + EDGE_POINTS - 1) / EDGE_POINTS;
	if (every < 1)
		every = 1;
	*n = 0;
	for (i = every / 2; i < n_all && *n < EDGE_POINTS; i += every) {
		/* cppcheck-suppress uninitvar ; the first n_all are written */
		const uint8_t *p = grey + all[i];

		at[(*n)++] = (struct edge){(uint16_t)(all[i] % (uint32_t)w),
			(uint16_t)(all[i] / (uint32_t)w), p[step] > p[-step]};
	}
}

void
edges_choose(const uint8_t *grey, int w, int h, struct edges *edges)
{
	const int margin = REACH + ASIDE + 1;
	int tx, ty, way;

	memset(edges, 0, sizeof(*edges));
	for (ty = 0; ty < EDGE_TILES_Y; ty++)
		for (tx = 0; tx < EDGE_TILES_X; tx++) {
			int x0 = tx * w / EDGE_TILES_X;
			int y0 = ty * h / EDGE_TILES_Y;
			int x1 = (tx + 1) * w / EDGE_TILES_X;
			int y1 = (ty + 1) * h / EDGE_TILES_Y;
			const int t = ty * EDGE_TILES_X + tx;

			x0 = x0 < margin ? margin : x0;
			y0 = y0 < margin ? margin : y0;
			x1 = x1 > w - margin ? w - margin : x1;
			y1 = y1 > h - margin ? h - margin : y1;
			for (way = 0; way < 2; way++)
				choose_tile(grey, w, x0, y0, x1, y1, way,
					&edges->tiles[t].n[way],
					edges->tiles[t].at[way]);
		}
}

bool
edges_middle(const struct edges *edges, int tile, double cell_um, double *x,
	double *y)
{
	double sx = 0, sy = 0;
	int n = 0, way, i;

	for (way = 0; way < 2; way++)
		for (i = 0; i < edges->tiles[tile].n[way]; i++) {
			sx += edges->tiles[tile].at[way][i].x + 0.5;
			sy += edges->tiles[tile].at[way][i].y + 0.5;
			n++;
		}
	if (edges->tiles[tile].n[0] < EDGES_MIN &&
		edges->tiles[tile].n[1] < EDGES_MIN)
		return false;
	*x = sx / n * cell_um;
	*y = sy / n * cell_um;
	return true;
}

/*
 * How well edges of one way agree with the picture at each shift: the mean
 * over them of the step that is there, in steps from paper to print.
 */
static double
match_way(const struct edge *at, int n, int way, double cell_um,
	const struct grey *work, double range, const struct homography *map,
	double dx, double dy, double *shift)
{
	double sum[SHIFTS] = {0}, second = 0;
	int best = REACH, i, k;

	*shift = 0;
	if (n < EDGES_MIN)
		return 0;
	for (i = 0; i < n; i++) {
		const double x = (at[i].x + 0.5) * cell_um + dx;
		const double y = (at[i].y + 0.5) * cell_um + dy;
		const struct px_point p = homography_at(map, x, y);
		const struct px_point q =
			homography_at(map, x + (way == 0 ? cell_um : 0),
				y + (way == 0 ? 0 : cell_um));
		const double ux = q.x - p.x, uy = q.y - p.y;
		double v[SHIFTS + 2 * ASIDE];

		for (k = 0; k < SHIFTS + 2 * ASIDE; k++) {
			const double far = k - REACH - ASIDE;

			v[k] = grey_at(work, p.x + far * ux, p.y + far * uy);
		}
		for (k = 0; k < SHIFTS; k++) {
			const double d = (v[k + 2 * ASIDE] - v[k]) / range;

			/* What is there beside the print counts little. */
			sum[k] += held(at[i].rises ? d : -d, -0.3, 1);
		}
	}
	for (k = 0; k < SHIFTS; k++)
		if (sum[k] > sum[best])
			best = k;
	if (best == 0 || best == SHIFTS - 1)
		return 0;
	for (k = 0; k < SHIFTS; k++)
		if (k < best - 2 || k > best + 2)
			second = fmax(second, sum[k]);
	if (second > OTHER * sum[best])
		return 0;
	*shift = best - REACH;
	if (2 * sum[best] - sum[best - 1] - sum[best + 1] > 1e-9)
		*shift += (sum[best + 1] - sum[best - 1]) /
			  (2 * (2 * sum[best] - sum[best - 1] - sum[best + 1]));
	*shift *= cell_um;
	return sum[best] / n;
}

bool
edges_find(const struct edges *edges, int tile, double cell_um,
	const struct grey *work, const struct paper *paper,
	const struct homography *map, double dx, double dy,
	struct edge_shift *out)
{
	struct px_point p;
	double range;

	*out = (struct edge_shift){0};
	if (!edges_middle(edges, tile, cell_um, &out->x, &out->y))
		return false;
	p = homography_at(map, out->x, out->y);
	range = fmax(
		paper_white_at(paper, p.x, p.y) - paper->black, LIMIT_RANGE);
	out->match_x =
		match_way(edges->tiles[tile].at[0], edges->tiles[tile].n[0], 0,
			cell_um, work, range, map, dx, dy, &out->dx);
	out->match_y =
		match_way(edges->tiles[tile].at[1], edges->tiles[tile].n[1], 1,
			cell_um, work, range, map, dx, dy, &out->dy);
	out->dx += dx;
	out->dy += dy;
	return true;
}
