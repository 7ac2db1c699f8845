#include "intake/sight.h"

#include "intake/ink.h"
#include "intake/paper.h"
#include "intake/print.h"
#include "intake/reduce.h"

#include <math.h>
#include <string.h>

#define CELL (1000.0 / PRINT_PER_MM) /* um a cell of the print */
#define SEEN_POINTS 160
#define SEEN_PRINT 110	   /* values of print that is black enough to ask */
#define SEEN_CONTRAST 0.25 /* of the page there */

/* Whether ink or print lies within 0.2 mm of a place of the page. */
static bool
is_dark_near(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field, double x,
	double y)
{
	static const double off[5][2] = {
		{0, 0}, {200, 0}, {-200, 0}, {0, 200}, {0, -200}};
	double dx, dy;
	int i;

	field_shift(field, x, y, &dx, &dy);
	for (i = 0; i < 5; i++) {
		const struct px_point p = homography_at(
			map, x + dx + off[i][0], y + dy + off[i][1]);

		if (p.x < 0 || p.y < 0 || p.x >= work->w || p.y >= work->h)
			continue;
		if (paper_contrast(paper, p.x, p.y, grey_at(work, p.x, p.y)) >
			SEEN_CONTRAST)
			return true;
	}
	return false;
}

/* The columns [x0, x1) of a row of the print that are black enough to ask. */
static int
columns_of_print(const uint8_t *row, int x0, int x1, uint16_t *columns)
{
	int n = 0, x = x0;

	while (x < x1) {
		uint64_t eight;
		int end = x + 8;

		if (end <= x1) {
			memcpy(&eight, row + x, 8);
			if (!any_below(eight, SEEN_PRINT)) {
				x = end;
				continue;
			}
		} else
			end = x1;
		for (; x < end; x++)
			if (row[x] < SEEN_PRINT)
				columns[n++] = (uint16_t)x;
	}
	return n;
}

static void
look(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, const struct layout_box *box,
	struct box_ink *out)
{
	const int x0 = (int)fmax(box->zone.x / CELL, 0);
	const int y0 = (int)fmax(box->zone.y / CELL, 0);
	const int x1 = (int)fmin((box->zone.x + box->zone.w) / CELL, PRINT_W);
	const int y1 = (int)fmin((box->zone.y + box->zone.h) / CELL, PRINT_H);
	const struct um_rect near_box = um_rect_grown(box->box, 200);
	uint16_t columns[PRINT_W];
	int n_print = 0, every, k = 0, i, y;
	int n[2] = {0, 0}, seen[2] = {0, 0};

	for (y = y0; y < y1; y++)
		n_print += columns_of_print(
			print->grey + y * PRINT_W, x0, x1, columns);
	every = n_print / SEEN_POINTS + 1;
	for (y = y0; y < y1; y++) {
		const int n_row = columns_of_print(
			print->grey + y * PRINT_W, x0, x1, columns);
		const double uy = (y + 0.5) * CELL;

		/* Every so many of the zone's, counted from row to row. */
		for (i = (every - k % every) % every; i < n_row; i += every) {
			const double ux = (columns[i] + 0.5) * CELL;
			const bool in_box = um_rect_has(near_box,
				(struct um_point){(int32_t)ux, (int32_t)uy});

			n[in_box]++;
			seen[in_box] +=
				is_dark_near(work, paper, map, field, ux, uy);
		}
		k += n_row;
	}
	out->seen_box = n[1] == 0 ? 1 : (double)seen[1] / n[1];
	out->seen = n[0] + n[1] == 0
			    ? 1
			    : (double)(seen[0] + seen[1]) / (n[0] + n[1]);
	out->n_seen = n[0] + n[1];
}

#define TONE_STEP 250 /* um */

/* The mean contrast of a box's inside, dots of the scanner's and all. */
static double
tone_of(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	struct um_rect in)
{
	double sum = 0, dx, dy;
	int n = 0, x, y;

	field_shift(field, in.x + in.w / 2.0, in.y + in.h / 2.0, &dx, &dy);
	for (y = in.y; y < in.y + in.h; y += TONE_STEP)
		for (x = in.x; x < in.x + in.w; x += TONE_STEP) {
			const struct px_point p =
				homography_at(map, x + dx, y + dy);

			if (p.x < 0 || p.y < 0 || p.x >= work->w ||
				p.y >= work->h)
				continue;
			sum += paper_contrast(
				paper, p.x, p.y, grey_at(work, p.x, p.y));
			n++;
		}
	return n == 0 ? 0 : sum / n;
}

void
sight_of_box(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, const struct layout_box *box,
	struct um_rect inside, struct box_ink *out)
{
	look(work, paper, map, field, print, box, out);
	out->tone = tone_of(work, paper, map, field, inside);
}
