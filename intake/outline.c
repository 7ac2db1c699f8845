#include "intake/outline.h"

#include "core/err.h"
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
	int best = REACH, i;

	for (i = 0; i < SHIFTS; i++) {
		c[i] = correlate(want, have, side, i - REACH);
		/* A nearer one is preferred by a little. */
		if (c[i] - 0.002 * abs(i - REACH) >
			c[best] - 0.002 * abs(best - REACH))
			best = i;
	}
	*shift = best - REACH;
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

	*out = (struct outline){0, 0, 0, false, c.x, c.y};
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

		for (x = -edge; x < w + edge; x++) {
			const bool x_in = x >= REACH + 1 && x < w - REACH - 1;
			double v;

			if (x_in == y_in) /* the middle, or a corner */
				continue;
			v = (white - grey_at(work, a.x + dx * (x + edge),
					     a.y + dy * (x + edge))) /
			    range;
			v = fmin(fmax(v, 0), 1);
			if (x_in)
				have_y[y + edge] += v;
			else
				have_x[x + edge] += v;
			if (x < -OUT || y < -OUT || x >= w + OUT ||
				y >= h + OUT)
				continue;
			v = 255 - print->grey[(size_t)(y0 + y) * PRINT_W +
					      (size_t)(x0 + x)];
			if (x_in)
				want_y[y + OUT] += v / 255;
			else
				want_x[x + OUT] += v / 255;
		}
	}
	mx = match(want_x, have_x, w, &sx);
	my = match(want_y, have_y, h, &sy);
	out->match = fmin(fmax(fmin(mx, my), 0), 1);
	out->dx = sx * CELL;
	out->dy = sy * CELL;
}

static int
by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

#define NEAREST 7

/* Whether a shift agrees with the median of the nearest outlines found. */
static bool
agrees(const struct field *field, size_t n_boxes, size_t i)
{
	const struct outline *me = &field->at[i];
	double d[NEAREST], dx[NEAREST], dy[NEAREST];
	int n = 0, k;
	size_t j;

	for (j = 0; j < n_boxes; j++) {
		const struct outline *o = &field->at[j];
		/* Rows lie 17 mm apart and move as one: x counts less. */
		const double far = hypot((o->x - me->x) / 2, o->y - me->y);

		if (j == i || o->match < LIMIT_OUTLINE_FOUND)
			continue;
		if (n == NEAREST && d[n - 1] <= far)
			continue;
		if (n < NEAREST)
			n++;
		for (k = n - 1; k > 0 && d[k - 1] > far; k--) {
			d[k] = d[k - 1];
			dx[k] = dx[k - 1];
			dy[k] = dy[k - 1];
		}
		d[k] = far;
		dx[k] = o->dx;
		dy[k] = o->dy;
	}
	if (n < 2)
		return fabs(me->dx) < LIMIT_OUTLINE_STRAY_MM * 1000 &&
		       fabs(me->dy) < LIMIT_OUTLINE_STRAY_MM * 1000;
	qsort(dx, (size_t)n, sizeof(dx[0]), by_value);
	qsort(dy, (size_t)n, sizeof(dy[0]), by_value);
	return fabs(me->dx - dx[n / 2]) < LIMIT_OUTLINE_STRAY_MM * 1000 &&
	       fabs(me->dy - dy[n / 2]) < LIMIT_OUTLINE_STRAY_MM * 1000;
}

bool
field_measure(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct print *print,
	const struct layout_page *page, struct field *field, struct err *err)
{
	const size_t n = page->n_boxes + FRAME_ANCHORS;
	size_t i;

	if (n > field->room) {
		struct outline *at = realloc(field->at, n * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		field->at = at;
		field->room = n;
	}
	field->n = n;
	for (i = 0; i < page->n_boxes; i++)
		find(work, paper, map, print, page->boxes[i].box,
			&field->at[i]);
	for (i = 0; i < FRAME_ANCHORS; i++) {
		const struct um_point c = um_rect_centre(page->anchors[i]);

		field->at[page->n_boxes + i] =
			(struct outline){1, 0, 0, true, c.x, c.y};
	}
	for (i = 0; i < page->n_boxes; i++)
		field->at[i].believed =
			field->at[i].match >= LIMIT_OUTLINE_FOUND &&
			agrees(field, page->n_boxes, i);
	return true;
}

#define SOFT 4000.0 /* um: nearer than this is near enough */

void
field_shift(
	const struct field *field, double x, double y, double *dx, double *dy)
{
	double sum = 0, sx = 0, sy = 0;
	size_t i;

	for (i = 0; i < field->n; i++) {
		const struct outline *o = &field->at[i];
		double far, weight;

		if (!o->believed)
			continue;
		far = (o->x - x) * (o->x - x) + (o->y - y) * (o->y - y) +
		      SOFT * SOFT;
		weight = 1 / (far * far);
		sum += weight;
		sx += weight * o->dx;
		sy += weight * o->dy;
	}
	*dx = sum > 0 ? sx / sum : 0;
	*dy = sum > 0 ? sy / sum : 0;
}

double
field_rms_mm(const struct field *field)
{
	double sum = 0;
	size_t i, n = 0;

	for (i = 0; i < field->n; i++) {
		const struct outline *o = &field->at[i];

		if (!o->believed)
			continue;
		sum += o->dx * o->dx + o->dy * o->dy;
		n++;
	}
	return n == 0 ? 0 : sqrt(sum / (double)n) / 1000;
}

void
field_finish(struct field *field)
{
	free(field->at);
	*field = (struct field){0};
}
