#include "intake/outline.h"

#include "core/err.h"
#include "intake/edges.h"
#include "intake/limits.h"
#include "intake/paper.h"
#include "intake/print.h"
#include "intake/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELL (1000.0 / PRINT_PER_MM) /* um */
/* Cells searched each way. */
#define REACH (LIMIT_OUTLINE_SEARCH_UM * PRINT_PER_MM / 1000)
#define SHIFTS (2 * REACH + 1)
#define OUT 3 /* cells looked at outside the edge, */
#define IN 4  /* and inside */
#define WINDOW (OUT + IN)
#define SIDE_MAX 96 /* cells; larger boxes are not found by this */
#define PROFILE (SIDE_MAX + 2 * (REACH + OUT))

/* Profiles of darkness across a box and down it. */
struct profile {
	double v[PROFILE];
	int n;
};

/*
 * Correlation of the two windows at the edges of want (a box of side cells
 * that begins at OUT) with have, which begins REACH earlier, shifted.
 */
static double
correlate(const double *want, const double *have, int side, int shift)
{
	double sw = 0, sh = 0, sww = 0, shh = 0, swh = 0;
	const int n = 2 * WINDOW;
	double var_w, var_h;
	int i;

	for (i = 0; i < n; i++) {
		const int k = i < WINDOW ? i : side + 2 * OUT - 2 * WINDOW + i;
		const double w = want[k], h = have[k + REACH + shift];

		sw += w;
		sh += h;
		sww += w * w;
		shh += h * h;
		swh += w * h;
	}
	var_w = sww - sw * sw / n;
	var_h = shh - sh * sh / n;
	if (var_w < 1e-6 || var_h < 1e-3)
		return 0;
	return (swh - sw * sh / n) / sqrt(var_w * var_h);
}

/* The best shift in cells, and its correlation. */
static double
match(const double *want, const double *have, int side, double *shift)
{
	double c[SHIFTS];
	int best = REACH, cells, i;

	for (i = 0; i < SHIFTS; i++)
		c[i] = correlate(want, have, side, i - REACH);
	for (i = 0; i < SHIFTS; i++) {
		/* A nearer one is preferred by a little. */
		if (c[i] - 0.002 * abs(i - REACH) >
			c[best] - 0.002 * abs(best - REACH))
			best = i;
	}
	cells = best - REACH;
	*shift = cells;
	if (best > 0 && best < SHIFTS - 1) {
		const double bend = c[best - 1] - 2 * c[best] + c[best + 1];

		if (bend < -1e-9)
			*shift += fmin(
				fmax((c[best - 1] - c[best + 1]) / (2 * bend),
					-0.5),
				0.5);
	}
	return c[best];
}

/* How thick the side at a cell of the profile is, a mean over n lines. */
static double
side_mm(const double *have, int cell, double shift, int n)
{
	const int at = cell + REACH + OUT + (int)floor(shift + 0.5);
	double sum = 0;
	int k;

	for (k = at - IN; k <= at + IN; k++)
		if (k >= 0 && k < PROFILE)
			sum += have[k];
	return sum / n * CELL / 1000;
}

static void
find(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct print *print,
	struct um_rect box, struct outline *out)
{
	const int x0 = (int)(box.x / CELL + 0.5),
		  y0 = (int)(box.y / CELL + 0.5);
	const int w = (int)(box.w / CELL + 0.5), h = (int)(box.h / CELL + 0.5);
	const int edge = REACH + OUT;
	double want_x[PROFILE] = {0}, want_y[PROFILE] = {0};
	double have_x[PROFILE] = {0}, have_y[PROFILE] = {0};
	const struct um_point c = um_rect_centre(box);
	const struct px_point middle = homography_at(map, c.x, c.y);
	const double white = paper_white_at(paper, middle.x, middle.y);
	const double range = fmax(white - paper->black, LIMIT_RANGE);
	double sx, sy, mx, my;
	int x, y;

	*out = (struct outline){.x = c.x, .y = c.y};
	/* Inside columns and rows stay inside whatever the shift. */
	if (w > SIDE_MAX || h > SIDE_MAX || w < 2 * REACH + 4 ||
		h < 2 * REACH + 4 || x0 < edge || y0 < edge ||
		x0 + w + edge > PRINT_W || y0 + h + edge > PRINT_H)
		return;
	for (y = -edge; y < h + edge; y++) {
		const struct px_point a = homography_at(
			map, (x0 - edge + 0.5) * CELL, (y0 + y + 0.5) * CELL);
		const struct px_point b = homography_at(map,
			(x0 + w + edge + 0.5) * CELL, (y0 + y + 0.5) * CELL);
		const double dx = (b.x - a.x) / (w + 2 * edge);
		const double dy = (b.y - a.y) / (w + 2 * edge);
		const bool y_in = y >= REACH + 1 && y < h - REACH - 1;

		/* Neither the middle nor the corners. */
		const int end = y_in ? w + edge : w - REACH - 1;

		for (x = y_in ? -edge : REACH + 1; x < end; x++) {
			double v;

			if (y_in && x == REACH + 1)
				x = w - REACH - 1;
			v = (white - grey_at(work, a.x + dx * (x + edge),
					     a.y + dy * (x + edge))) /
			    range;
			v = held(v, 0, 1);
			if (y_in)
				have_x[x + edge] += v;
			else
				have_y[y + edge] += v;
			if (x < -OUT || y < -OUT || x >= w + OUT ||
				y >= h + OUT)
				continue;
			v = 255 - print->grey[(size_t)(y0 + y) * PRINT_W +
					      (size_t)(x0 + x)];
			if (y_in)
				want_x[x + OUT] += v / 255;
			else
				want_y[y + OUT] += v / 255;
		}
	}
	mx = match(want_x, have_x, w, &sx);
	my = match(want_y, have_y, h, &sy);
	out->match = fmin(fmax(fmin(mx, my), 0), 1);
	out->dx = sx * CELL;
	out->dy = sy * CELL;
	out->side_mm[0] = side_mm(have_x, 0, sx, h - 2 * REACH - 2);
	out->side_mm[1] = side_mm(have_x, w - 1, sx, h - 2 * REACH - 2);
	out->side_mm[2] = side_mm(have_y, 0, sy, w - 2 * REACH - 2);
	out->side_mm[3] = side_mm(have_y, h - 1, sy, w - 2 * REACH - 2);
}

static int
by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

#define NEAREST 7

/*
 * Whether a shift in x (way 0) or y (1) agrees with the median of the nearest
 * that were found.
 */
static bool
agrees(const struct drift *all, size_t n_all, size_t i, int way)
{
	const struct drift *me = &all[i];
	double far_of[NEAREST], d[NEAREST]; /* squared, and the shift */
	int n = 0, k;
	size_t j;

	for (j = 0; j < n_all; j++) {
		const struct drift *o = &all[j];
		/* What lies side by side moves as one: x counts less. */
		const double x = (o->x - me->x) / 2, y = o->y - me->y;
		const double far = x * x + y * y;

		if (j == i || !o->known[way])
			continue;
		if (n == NEAREST && far_of[n - 1] <= far)
			continue;
		if (n < NEAREST)
			n++;
		for (k = n - 1; k > 0 && far_of[k - 1] > far; k--) {
			far_of[k] = far_of[k - 1];
			d[k] = d[k - 1];
		}
		far_of[k] = far;
		d[k] = o->d[way];
	}
	if (n < 2)
		return fabs(me->d[way]) < LIMIT_OUTLINE_STRAY_MM * 1000;
	qsort(d, (size_t)n, sizeof(d[0]), by_value);
	return fabs(me->d[way] - d[n / 2]) < LIMIT_OUTLINE_STRAY_MM * 1000;
}

/* --- the field ----------------------------------------------------------- */

#define SOFT 4000.0 /* um: nearer than this is near enough */

/* Two places looked at together, as every processor can. */
#define PAIR 2
typedef double pair __attribute__((vector_size(PAIR * sizeof(double))));

/*
 * The mean of what is known, the near counting for far more; at two places
 * side by side.
 */
static void
spread(const struct drift *drifts, size_t n, const double x[PAIR], double y,
	double d[2][PAIR])
{
	pair at, sum[2] = {{0}, {0}}, s[2] = {{0}, {0}};
	size_t i;
	int way, k;

	memcpy(&at, x, sizeof(at));
	for (i = 0; i < n; i++) {
		const struct drift *o = &drifts[i];
		const pair aside = o->x - at;
		const pair far =
			aside * aside + (o->y - y) * (o->y - y) + SOFT * SOFT;
		const pair weight = 1 / (far * far);

		for (way = 0; way < 2; way++) {
			if (!o->known[way])
				continue;
			sum[way] += weight;
			s[way] += weight * o->d[way];
		}
	}
	for (way = 0; way < 2; way++)
		for (k = 0; k < PAIR; k++)
			d[way][k] =
				sum[way][k] > 0 ? s[way][k] / sum[way][k] : 0;
}

/* The field's nodes, row by row. */
static void
spread_nodes(struct field *field)
{
	double at[PAIR], d[2][PAIR];
	int x, y, k;

	for (y = 0; y < FIELD_NY; y++)
		for (x = 0; x < FIELD_NX; x += PAIR) {
			for (k = 0; k < PAIR; k++)
				at[k] = (x + k) * FIELD_STEP;
			spread(field->drifts, field->n_drifts, at,
				y * FIELD_STEP, d);
			for (k = 0; k < PAIR && x + k < FIELD_NX; k++) {
				field->shift[y][x + k][0] = (float)d[0][k];
				field->shift[y][x + k][1] = (float)d[1][k];
			}
		}
}

/* The map was fitted to the anchors found: there it is right. */
static void
add_anchors(const struct layout_page *page, const bool found[FRAME_ANCHORS],
	struct field *field)
{
	size_t i;

	for (i = 0; i < FRAME_ANCHORS; i++) {
		const struct um_point c = um_rect_centre(page->anchors[i]);

		if (!found[i])
			continue;
		field->drifts[field->n_drifts++] =
			(struct drift){c.x, c.y, {0, 0}, {true, true}};
	}
	field->n_anchors = field->n_drifts;
}

static void
add_boxes(struct field *field)
{
	struct drift *const all = field->scratch;
	size_t i;

	for (i = 0; i < field->n; i++) {
		const struct outline *o = &field->at[i];
		const bool found = o->match >= LIMIT_OUTLINE_FOUND;

		all[i] = (struct drift){
			o->x, o->y, {o->dx, o->dy}, {found, found}};
	}
	for (i = 0; i < field->n; i++) {
		struct outline *o = &field->at[i];

		o->believed = all[i].known[0] && agrees(all, field->n, i, 0) &&
			      agrees(all, field->n, i, 1);
		field->drifts[field->n_drifts++] = (struct drift){
			o->x, o->y, {o->dx, o->dy}, {o->believed, o->believed}};
	}
}

/* Against the median of the page's boxes, side by side. */
static void
compare_sides(struct field *field, double *scratch)
{
	size_t n, i;
	int side;

	for (i = 0; i < field->n; i++)
		field->at[i].thicker = 0;
	for (side = 0; side < 4; side++) {
		n = 0;
		for (i = 0; i < field->n; i++)
			if (field->at[i].believed)
				scratch[n++] = field->at[i].side_mm[side];
		if (n == 0)
			return;
		qsort(scratch, n, sizeof(*scratch), by_value);
		for (i = 0; i < field->n; i++) {
			struct outline *o = &field->at[i];

			if (o->believed)
				o->thicker = fmax(o->thicker,
					o->side_mm[side] - scratch[n / 2]);
		}
	}
}

/* Print between the boxes, from where the boxes say that it is. */
static void
add_tiles(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct print *print,
	struct field *field)
{
	struct drift *const all = field->scratch;
	const size_t n_before = field->n_drifts;
	size_t n = 0, i;
	int t, way;

	for (t = 0; t < EDGE_TILES; t++) {
		struct edge_shift found;
		double x[PAIR] = {0}, y, d[2][PAIR];

		if (!edges_middle(&print->edges, t, CELL, &x[0], &y))
			continue;
		spread(field->drifts, n_before, x, y, d);
		if (!edges_find(&print->edges, t, CELL, work, paper, map,
			    d[0][0], d[1][0], &found))
			continue;
		all[n++] =
			(struct drift){found.x, found.y, {found.dx, found.dy},
				{found.match_x >= LIMIT_EDGES_FOUND,
					found.match_y >= LIMIT_EDGES_FOUND}};
	}
	for (i = 0; i < n; i++) {
		struct drift drift = {
			all[i].x, all[i].y, {all[i].d[0], all[i].d[1]}, {0}};

		for (way = 0; way < 2; way++)
			drift.known[way] =
				all[i].known[way] && agrees(all, n, i, way);
		field->drifts[field->n_drifts++] = drift;
	}
}

static bool
rooms_make(struct field *field, size_t n_boxes)
{
	const size_t n = n_boxes + FRAME_ANCHORS + EDGE_TILES;

	if (n <= field->room)
		return true;
	free(field->at);
	free(field->drifts);
	free(field->scratch);
	free(field->sides);
	field->sides = malloc(n * sizeof(*field->sides));
	field->at = malloc(n * sizeof(*field->at));
	field->drifts = malloc(n * sizeof(*field->drifts));
	field->scratch = malloc(n * sizeof(*field->scratch));
	field->room = n;
	if (field->at != NULL && field->drifts != NULL &&
		field->scratch != NULL && field->sides != NULL)
		return true;
	field->room = 0;
	return false;
}

bool
field_measure(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct print *print,
	const struct layout_page *page, const bool found[FRAME_ANCHORS],
	struct field *field, struct err *err)
{
	const size_t n = page->n_boxes;
	size_t i;

	if (!rooms_make(field, n))
		return err_set(err, ERR_SYSTEM, "out of memory");
	field->n = n;
	field->n_drifts = 0;
	for (i = 0; i < n; i++)
		find(work, paper, map, print, page->boxes[i].box,
			&field->at[i]);
	add_anchors(page, found, field);
	add_boxes(field);
	compare_sides(field, field->sides);
	add_tiles(work, paper, map, print, field);
	spread_nodes(field);
	return true;
}

void
field_shift(
	const struct field *field, double x, double y, double *dx, double *dy)
{
	const double u = fmin(fmax(x / FIELD_STEP, 0), FIELD_NX - 1.001);
	const double v = fmin(fmax(y / FIELD_STEP, 0), FIELD_NY - 1.001);
	const int iu = (int)u, iv = (int)v;
	const double au = u - iu, av = v - iv;
	const float *a = field->shift[iv][iu], *b = field->shift[iv][iu + 1];
	const float *c = field->shift[iv + 1][iu];
	const float *d = field->shift[iv + 1][iu + 1];
	double out[2];
	int way;

	for (way = 0; way < 2; way++)
		out[way] =
			(1 - av) * ((1 - au) * (double)a[way] +
					   au * (double)b[way]) +
			av * ((1 - au) * (double)c[way] + au * (double)d[way]);
	*dx = out[0];
	*dy = out[1];
}

double
field_found(const struct field *field, struct um_rect rect)
{
	size_t i, n = 0, found = 0;

	for (i = field->n_anchors; i < field->n_drifts; i++) {
		const struct drift *o = &field->drifts[i];

		if (o->x < rect.x || o->x > rect.x + rect.w || o->y < rect.y ||
			o->y > rect.y + rect.h)
			continue;
		n++;
		found += o->known[0] || o->known[1];
	}
	return n == 0 ? 1 : (double)found / (double)n;
}

double
field_farthest(const struct field *field)
{
	double far = 0;
	size_t i;

	for (i = 0; i < field->n_drifts; i++) {
		const struct drift *o = &field->drifts[i];

		far = fmax(far, hypot(o->known[0] ? o->d[0] : 0,
					o->known[1] ? o->d[1] : 0));
	}
	return far;
}

double
field_strain(const struct field *field)
{
	double most = 0;
	int x, y, way;

	for (y = 0; y + 1 < FIELD_NY; y++)
		for (x = 0; x + 1 < FIELD_NX; x++)
			for (way = 0; way < 2; way++) {
				const float at = field->shift[y][x][way];
				const float right = field->shift[y][x + 1][way];
				const float below = field->shift[y + 1][x][way];

				most = fmax(most, fabs((double)(right - at)));
				most = fmax(most, fabs((double)(below - at)));
			}
	return most / FIELD_STEP;
}

#define REFIT_MIN 12 /* places, well spread, to fit an affine map to */

bool
field_refit(const struct field *field, struct homography *map)
{
	struct px_point from[EDGE_TILES], to[EDGE_TILES];
	size_t n = 0, i;

	for (i = field->n_anchors; i < field->n_drifts && n < EDGE_TILES; i++) {
		const struct drift *o = &field->drifts[i];

		if (!o->known[0] || !o->known[1])
			continue;
		from[n] = (struct px_point){o->x, o->y};
		to[n++] = homography_at(map, o->x + o->d[0], o->y + o->d[1]);
	}
	return n >= REFIT_MIN && map_fit(MAP_AFFINE, from, to, n, map, NULL);
}

void
field_finish(struct field *field)
{
	free(field->at);
	free(field->drifts);
	free(field->scratch);
	free(field->sides);
	*field = (struct field){0};
}
