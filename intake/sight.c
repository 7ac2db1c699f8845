#include "intake/sight.h"

#include "intake/ink.h"
#include "intake/paper.h"
#include "intake/print.h"
#include "intake/reduce.h"

#include <math.h>
#include <string.h>

#define CELL (1000.0 / PRINT_PER_MM) /* um a cell of the print */
#define SEEN_POINTS 160
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

/* 64 cells of a row of the print that is black, from x on; none from x1 on. */
static uint64_t
black_at(const struct print *print, int x, int x1, int y)
{
	const uint64_t bits = print_bits_at(print->black[y], x);

	return x1 - x < 64 ? bits & ((1ULL << (x1 - x)) - 1) : bits;
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
	int n_print = 0, every, left = 0, x, y;
	int n[2] = {0, 0}, seen[2] = {0, 0};

	for (y = y0; y < y1; y++)
		for (x = x0; x < x1; x += 64)
			n_print +=
				__builtin_popcountll(black_at(print, x, x1, y));
	every = n_print / SEEN_POINTS + 1;
	for (y = y0; y < y1; y++)
		for (x = x0; x < x1; x += 64) {
			uint64_t bits = black_at(print, x, x1, y);

			const int n_bits = __builtin_popcountll(bits);

			/* Every so many of the zone's, row by row. */
			if (n_bits <= left) {
				left -= n_bits;
				continue;
			}
			for (; bits != 0; bits &= bits - 1) {
				const int column = x + __builtin_ctzll(bits);
				const double ux = (column + 0.5) * CELL;
				const double uy = (y + 0.5) * CELL;
				const bool in_box = um_rect_has(
					near_box, (struct um_point){(int32_t)ux,
							  (int32_t)uy});

				if (left-- > 0)
					continue;
				left = every - 1;
				n[in_box]++;
				seen[in_box] += is_dark_near(
					work, paper, map, field, ux, uy);
			}
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
