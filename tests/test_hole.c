/*
 * Punched holes, found in a page of lines, boxes and pen.
 */
#include "tests/test.h"

#include "intake/hole.h"
#include "intake/image.h"
#include "intake/outline.h"
#include "intake/paper.h"
#include "intake/print.h"
#include "intake/reduce.h"

#include <math.h>
#include <stdlib.h>

enum { W = 1240, H = 1754 }; /* A4 at 150 dpi */
#define PX_UM (W / 210000.0)
#define FINE 4 /* places of a pixel that are asked, each way */

/* The page: boxes of 6.4 mm down its left edge, as print. */
#define BOX_X 14.0
#define BOX_Y 20.0
#define BOX_STEP 40.0
#define BOX_SIDE 6.4
#define BOX_LINE 0.3

enum shape { NOTHING, DISC, SQUARE, RING, TICK };

struct drawn {
	enum shape shape;
	double x, y, r; /* mm; half the side of a square */
};

static const struct {
	const char *name;
	struct drawn drawn[4];
	double scale; /* of what is drawn; 0: 1 */
	double dark;  /* 1: as black as print; 0: 1 */
	int n, n_paired;
} rows[] = {
	{"a page as printed", {{NOTHING}}, .n = 0},
	{"two holes", {{DISC, 11, 108, 3}, {DISC, 11, 188, 3}}, .n = 2,
		.n_paired = 2},
	{"two holes under a pale lid", {{DISC, 11, 108, 3}, {DISC, 11, 188, 3}},
		.dark = .1, .n = 2, .n_paired = 2},
	{"printed at 93 %", {{DISC, 11, 108, 3}, {DISC, 11, 188, 3}},
		.scale = 1 / .93, .n = 2, .n_paired = 2},
	{"printed at 103 %", {{DISC, 11, 108, 3}, {DISC, 11, 188, 3}},
		.scale = 1 / 1.03, .n = 2, .n_paired = 2},
	{"on the right", {{DISC, 199, 108, 3}, {DISC, 199, 188, 3}}, .n = 2,
		.n_paired = 2},
	{"at the top", {{DISC, 65, 12, 3}, {DISC, 145, 12, 3}}, .n = 2,
		.n_paired = 2},
	{"the Swedish four",
		{{DISC, 11, 92.5, 3}, {DISC, 11, 113.5, 3},
			{DISC, 11, 183.5, 3}, {DISC, 11, 204.5, 3}},
		.n = 4, .n_paired = 4},
	{"over the boxes' corners", {{DISC, 14, 106, 3}, {DISC, 14, 186, 3}},
		.n = 2, .n_paired = 2},
	{"over the boxes' left sides",
		{{DISC, 14, 103.2, 3}, {DISC, 14, 183.2, 3}}, .n = 2,
		.n_paired = 2},
	{"in the boxes' middle",
		{{DISC, 17.2 - .5, 103.2, 3}, {DISC, 17.2 - .5, 183.2, 3}},
		.n = 2, .n_paired = 2},
	{"a pen's line into one",
		{{DISC, 11, 108, 3}, {DISC, 11, 188, 3}, {TICK, 12, 108, 9}},
		.n = 2, .n_paired = 2},
	{"one alone", {{DISC, 11, 108, 3}}, .n = 1},
	{"60 mm apart", {{DISC, 11, 108, 3}, {DISC, 11, 168, 3}}, .n = 2},
	{"not in line", {{DISC, 11, 108, 3}, {DISC, 14, 188, 3}}, .n = 2},
	{"too small", {{DISC, 11, 108, 2.1}, {DISC, 11, 188, 2.1}}, .n = 0},
	{"too large", {{DISC, 11, 108, 4.2}, {DISC, 11, 188, 4.2}}, .n = 0},
	{"far from the edge", {{DISC, 60, 108, 3}, {DISC, 60, 188, 3}}, .n = 0},
	{"filled boxes", {{SQUARE, 12, 108, 3}, {SQUARE, 12, 188, 3}}, .n = 0},
	{"rings", {{RING, 11, 108, 3}, {RING, 11, 188, 3}}, .n = 0},
};

static struct {
	uint8_t printed[W * H], bits[W * H];
	struct print print;
	struct field field; /* no shift anywhere */
} here;

static bool
is_box_line(double x, double y)
{
	const double u = x - BOX_X;
	const double v = fmod(y - BOX_Y, BOX_STEP);
	const double l = BOX_LINE, s = BOX_SIDE;

	return y >= BOX_Y && u >= 0 && v >= 0 && u < s && v < s &&
	       (u < l || v < l || u > s - l || v > s - l);
}

static bool
is_in(const struct drawn *d, double x, double y)
{
	const double u = x - d->x, v = y - d->y;

	switch (d->shape) {
	case NOTHING:
		break;
	case DISC:
		return hypot(u, v) < d->r;
	case SQUARE:
		return fabs(u) < d->r && fabs(v) < d->r;
	case RING:
		return hypot(u, v) < d->r && hypot(u, v) > d->r - .6;
	case TICK:
		return u > 0 && u < d->r && fabs(u + v) < .35;
	}
	return false;
}

/* Draws what lies in a square of the page, mm, over what is there. */
static void
draw(const struct drawn *drawn, double scale, double dark, double x_mm,
	double y_mm, double reach_mm)
{
	const int x0 = (int)fmax((x_mm - reach_mm) * 1000 * PX_UM, 0);
	const int y0 = (int)fmax((y_mm - reach_mm) * 1000 * PX_UM, 0);
	const int x1 = (int)fmin((x_mm + reach_mm) * 1000 * PX_UM, W);
	const int y1 = (int)fmin((y_mm + reach_mm) * 1000 * PX_UM, H);
	int x, y, i;

	for (y = y0; y < y1; y++)
		for (x = x0; x < x1; x++) {
			int n = 0;
			double v = 240 + (x + y) % 3;

			for (i = 0; i < FINE * FINE; i++) {
				const int down = i / FINE;
				const double u =
					(x + (i % FINE + .5) / FINE) / PX_UM;
				const double w =
					(y + (down + .5) / FINE) / PX_UM;

				n += drawn == NULL
					     ? is_box_line(u / 1000, w / 1000)
					     : is_in(drawn, u / 1000 / scale,
						       w / 1000 / scale);
			}
			v -= 220 * dark * n / (FINE * FINE);
			if (v < here.bits[y * W + x])
				here.bits[y * W + x] = (uint8_t)v;
		}
}

static int
setup(void **state)
{
	const struct image image = {
		.w = W, .h = H, .depth = 8, .stride = W, .bits = here.bits};
	struct err err = {0};

	(void)state;
	memset(here.bits, 255, sizeof(here.bits));
	draw(NULL, 1, 1, 105, 148, 150);
	memcpy(here.printed, here.bits, sizeof(here.bits));
	return print_make(&here.print, &image, &err) ? 0 : 1;
}

static void
test_holes_find__by_table(void **state)
{
	const struct homography map = {{PX_UM, 0, 0, 0, PX_UM, 0, 0, 0, 1}};
	const struct grey work = {
		.w = W, .h = H, .stride = W, .px = here.bits, .factor = 1};
	struct paper paper = {0};
	struct err err = {0};
	size_t c;

	(void)state;
	for (c = 0; c < sizeof(rows) / sizeof(rows[0]); c++) {
		const double scale = rows[c].scale > 0 ? rows[c].scale : 1;
		const double dark = rows[c].dark > 0 ? rows[c].dark : 1;
		struct hole holes[HOLES];
		int n, n_paired = 0, i;

		memcpy(here.bits, here.printed, sizeof(here.bits));
		for (i = 0; i < 4; i++) {
			const struct drawn *d = &rows[c].drawn[i];

			draw(d, scale, dark, d->x * scale, d->y * scale,
				2 * d->r);
		}
		assert_ok(paper_measure(&work, &paper, &err), &err);
		paper.black = 20; /* as the page's anchors say */
		n = holes_find(
			&work, &paper, &map, &here.field, &here.print, holes);
		for (i = 0; i < n; i++)
			n_paired += holes[i].paired;
		if (n != rows[c].n || n_paired != rows[c].n_paired)
			fail_msg("%s: %d holes, %d of them paired",
				rows[c].name, n, n_paired);
		for (i = 0; i < n; i++) {
			const struct drawn *d = &rows[c].drawn[i];
			const double x = holes[i].x / 1000 / scale;
			const double y = holes[i].y / 1000 / scale;
			const double r = holes[i].r / 1000 / scale;

			if (hypot(x - d->x, y - d->y) > .15 ||
				fabs(r - d->r) > .1)
				fail_msg("%s: hole %d at %.2f %.2f, r %.2f",
					rows[c].name, i, x, y, r);
		}
	}
	paper_done(&paper);
}

static void
test_hole_in__shares_of_a_disc(void **state)
{
	const struct hole hole = {10000, 10000, 3000, true};
	static const struct {
		struct um_rect rect;
		double mm2;
	} cases[] = {
		{{0, 0, 20000, 20000}, 28.3},
		{{0, 0, 10000, 20000}, 14.1},
		{{0, 0, 10000, 10000}, 7.1},
		{{14000, 0, 5000, 20000}, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const double mm2 = hole_in(&hole, cases[i].rect);

		if (fabs(mm2 - cases[i].mm2) > .5)
			fail_msg("row %zu: %.2f mm2, not %.2f", i, mm2,
				cases[i].mm2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_holes_find__by_table),
		cmocka_unit_test(test_hole_in__shares_of_a_disc),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
