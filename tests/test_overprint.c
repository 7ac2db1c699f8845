/*
 * Blots between letters, found on a page of zones with bars for words.
 */
#include "tests/test.h"

#include "intake/image.h"
#include "intake/outline.h"
#include "intake/overprint.h"
#include "intake/paper.h"
#include "intake/print.h"
#include "intake/reduce.h"

#include <math.h>
#include <string.h>

enum { W = 1240, H = 1754, ZONES = 8 }; /* A4 at 150 dpi */
#define PX_UM (W / 210000.0)

/* A zone: a box of 6 mm, and below it a word of bars, mm. */
#define ZONE_W 22.0
#define ZONE_H 16.0
#define WORD_Y 9.0
#define WORD_H 5.0
#define BAR 0.5
#define BARS_EACH 1.0
#define BARS_W 18.0

static struct {
	uint8_t printed[W * H], bits[W * H];
	struct print print;
	struct field field; /* no shift anywhere */
	struct layout_box boxes[ZONES];
	struct layout_page page;
} here;

static double
zone_x(int zone)
{
	return 20 + zone % 2 * 60.0;
}

static double
zone_y(int zone)
{
	return 40 + zone / 2 * 40.0;
}

static const struct {
	const char *name;
	double thicker; /* mm that all bars are broader in the scan */
	int zone;	/* that has the blot; -1: none has */
	double x, y;	/* of its middle from the zone's corner, mm */
	double side;	/* mm */
	bool is_over;
} rows[] = {
	{"as printed", 0, -1, 0, 0, 0, false},
	{"printed fat", .25, -1, 0, 0, 0, false},
	{"printed thin", -.15, -1, 0, 0, 0, false},
	{"a blot between two letters", 0, 3, 8, 11, 2.4, true},
	{"a blot in the first letter", 0, 0, 2.6, 10.6, 2.4, true},
	{"a speck between two letters", 0, 3, 8, 11, .5, false},
	/* That is ink which nothing hides: no matter of this. */
	{"a mark in the box", 0, 3, 4, 4, 3, false},
	{"a mark away from print", 0, 3, 20.8, 3, 1.8, false},
};

/* mm, mm; half a pixel's softness at the edges is left to the threshold. */
static bool
is_black(double x, double y, double thicker)
{
	int i;

	for (i = 0; i < ZONES; i++) {
		const double u = x - zone_x(i), v = y - zone_y(i);
		const double bar =
			fmod(u - 2 + thicker / 2 + BARS_EACH, BARS_EACH);

		if (u >= 1 && v >= 1 && u < 7 && v < 7 &&
			(u < 1.3 || v < 1.3 || u >= 6.7 || v >= 6.7))
			return true;
		if (v >= WORD_Y && v < WORD_Y + WORD_H && u >= 2 &&
			u < 2 + BARS_W && bar < BAR + thicker)
			return true;
	}
	return false;
}

static void
draw(double thicker)
{
	int x, y;

	for (y = 0; y < H; y++)
		for (x = 0; x < W; x++)
			here.bits[y * W + x] =
				is_black((x + .5) / PX_UM / 1000,
					(y + .5) / PX_UM / 1000, thicker)
					? 20
					: (uint8_t)(240 + (x + y) % 3);
}

static void
blot(int zone, double x_mm, double y_mm, double side)
{
	const double to_px = 1000 * PX_UM;
	const int x0 = (int)((zone_x(zone) + x_mm - side / 2) * to_px);
	const int y0 = (int)((zone_y(zone) + y_mm - side / 2) * to_px);
	int x, y;

	for (y = y0; y < y0 + side * to_px; y++)
		for (x = x0; x < x0 + side * to_px; x++)
			here.bits[y * W + x] = 20;
}

static int
setup(void **state)
{
	const struct image image = {
		.w = W, .h = H, .depth = 8, .stride = W, .bits = here.bits};
	struct err err = {0};
	int i;

	(void)state;
	for (i = 0; i < ZONES; i++) {
		const int32_t x = (int32_t)(1000 * zone_x(i));
		const int32_t y = (int32_t)(1000 * zone_y(i));

		strcpy(here.boxes[i].item, "item");
		here.boxes[i].value = i + 1;
		here.boxes[i].box =
			(struct um_rect){x + 1000, y + 1000, 6000, 6000};
		here.boxes[i].zone = (struct um_rect){x, y,
			(int32_t)(1000 * ZONE_W), (int32_t)(1000 * ZONE_H)};
	}
	here.page = (struct layout_page){
		.page = 1, .boxes = here.boxes, .n_boxes = ZONES};
	draw(0);
	return print_make(&here.print, &image, &err) ? 0 : 1;
}

static void
test_overprint_find__by_table(void **state)
{
	const struct homography map = {{PX_UM, 0, 0, 0, PX_UM, 0, 0, 0, 1}};
	const struct grey work = {
		.w = W, .h = H, .stride = W, .px = here.bits, .factor = 1};
	struct paper paper = {0};
	struct err err = {0};
	bool is_over[ZONES];
	size_t c;
	int i;

	(void)state;
	for (c = 0; c < sizeof(rows) / sizeof(rows[0]); c++) {
		draw(rows[c].thicker);
		if (rows[c].zone >= 0)
			blot(rows[c].zone, rows[c].x, rows[c].y, rows[c].side);
		assert_ok(paper_measure(&work, &paper, &err), &err);
		paper.black = 20; /* as the page's anchors say */
		assert_ok(overprint_find(&work, &paper, &map, &here.field,
				  &here.print, &here.page, is_over, &err),
			&err);
		for (i = 0; i < ZONES; i++)
			if (is_over[i] !=
				(rows[c].is_over && i == rows[c].zone))
				fail_msg("%s: zone %d is %s", rows[c].name, i,
					is_over[i] ? "taken for written over"
						   : "passed over");
	}
	paper_done(&paper);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_overprint_find__by_table, setup),
	};

	return cmocka_run_group_tests_name("overprint", tests, NULL, NULL);
}
