#include "intake/overprint.h"

#include "core/err.h"
#include "intake/limits.h"
#include "intake/outline.h"
#include "intake/paper.h"
#include "intake/print.h"
#include "intake/reduce.h"

#include <math.h>
#include <stdlib.h>

#define STEP 2 /* cells of the print from point to point */
#define POINT (1000.0 * STEP / PRINT_PER_MM) /* um */
#define POINT_MM2 (POINT * POINT / 1e6)
#define WINDOW 6	/* points: 2 mm */
#define WINDOW_STEP 2	/* points */
#define POINTS 120	/* along a side: 40 mm */
#define BOX_NEAR 400	/* um: its outline has a measure of its own */
#define SHARE_LEAST 4.0 /* mm^2 of print in a zone, to tell its share */

struct raster {
	int w, h; /* points */
	/* Contrast that is seen, and that is printed; 0 away from print. */
	double seen[POINTS][POINTS], printed[POINTS][POINTS];
};

struct eye {
	const struct grey *work;
	const struct paper *paper;
	const struct homography *map;
	const struct field *field;
	const struct print *print;
};

static void
raster_make(
	const struct eye *eye, const struct layout_box *box, struct raster *out)
{
	const struct um_rect zone = box->zone;
	const struct um_rect outline = um_rect_grown(box->box, BOX_NEAR);
	double dx, dy;
	int x, y;

	field_shift(eye->field, zone.x + zone.w / 2.0, zone.y + zone.h / 2.0,
		&dx, &dy);
	out->w = (int)fmin(zone.w / POINT, POINTS);
	out->h = (int)fmin(zone.h / POINT, POINTS);
	for (y = 0; y < out->h; y++)
		for (x = 0; x < out->w; x++) {
			const double at_x = zone.x + (x + 0.5) * POINT;
			const double at_y = zone.y + (y + 0.5) * POINT;
			const int cell_x = (int)(at_x * PRINT_PER_MM / 1000);
			const int cell_y = (int)(at_y * PRINT_PER_MM / 1000);
			struct px_point p;

			out->seen[y][x] = out->printed[y][x] = 0;
			if (cell_x < 0 || cell_y < 0 || cell_x >= PRINT_W ||
				cell_y >= PRINT_H ||
				(print_bits_at(
					 eye->print->barred[cell_y], cell_x) &
					1) == 0 ||
				um_rect_has(outline,
					(struct um_point){
						(int32_t)at_x, (int32_t)at_y}))
				continue;
			p = homography_at(eye->map, at_x + dx, at_y + dy);
			if (p.x < 0 || p.y < 0 || p.x >= eye->work->w ||
				p.y >= eye->work->h)
				continue;
			out->seen[y][x] =
				fmin(fmax(paper_contrast(eye->paper, p.x, p.y,
						  grey_at(eye->work, p.x, p.y)),
					     0),
					1);
			out->printed[y][x] =
				(255 - eye->print->grey[cell_y * PRINT_W +
							cell_x]) /
				255.0;
		}
}

/* mm^2 of ink that a window has beyond the share of its print: the most. */
static double
most_over(const struct raster *raster)
{
	double seen = 0, printed = 0, share, most = 0;
	int x, y, i, j;

	for (y = 0; y < raster->h; y++)
		for (x = 0; x < raster->w; x++) {
			seen += raster->seen[y][x];
			printed += raster->printed[y][x];
		}
	if (printed * POINT_MM2 < SHARE_LEAST)
		return 0;
	share = seen / printed;
	for (y = 0; y + WINDOW <= raster->h; y += WINDOW_STEP)
		for (x = 0; x + WINDOW <= raster->w; x += WINDOW_STEP) {
			double over = 0;

			for (i = y; i < y + WINDOW; i++)
				for (j = x; j < x + WINDOW; j++)
					over += raster->seen[i][j] -
						share * raster->printed[i][j];
			most = fmax(most, over);
		}
	return most * POINT_MM2;
}

static int
by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

bool
overprint_find(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, const struct layout_page *page,
	bool *is_over, struct err *err)
{
	const struct eye eye = {work, paper, map, field, print};
	struct raster *raster = malloc(sizeof(*raster));
	double *most = calloc(2 * page->n_boxes + 1, sizeof(*most));
	double *sorted, limit;
	const bool ok = raster != NULL && most != NULL;
	size_t i;

	if (!ok)
		err_set(err, ERR_SYSTEM, "out of memory");
	if (ok && page->n_boxes > 0) {
		sorted = most + page->n_boxes;
		for (i = 0; i < page->n_boxes; i++) {
			raster_make(&eye, &page->boxes[i], raster);
			sorted[i] = most[i] = most_over(raster);
		}
		qsort(sorted, page->n_boxes, sizeof(*sorted), by_value);
		limit = fmax(LIMIT_OVERPRINT_MM2,
			LIMIT_OVERPRINT_USUAL * sorted[page->n_boxes * 3 / 4]);
		for (i = 0; i < page->n_boxes; i++)
			is_over[i] = most[i] > limit;
	}
	free(raster);
	free(most);
	return ok;
}
