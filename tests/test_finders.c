/*
 * Finder patterns on small pictures drawn here, module for module: where each
 * symbol's three are is known to half a pixel.
 */
#include "tests/test.h"

#include "core/frame.h"
#include "intake/finders.h"
#include "intake/image.h"
#include "intake/paper.h"
#include "intake/reduce.h"

#define SIDE 420
#define APART 26 /* modules between two finders' middles: 33 - 7 */

struct canvas {
	uint8_t px[SIDE * SIDE];
	struct grey work;
	struct paper paper;
};

static void
rect(struct canvas *canvas, int x, int y, int w, int h, uint8_t value)
{
	int i;

	for (i = y; i < y + h; i++)
		memset(canvas->px + i * SIDE + x, value, (size_t)w);
}

/* Modules of mx by my px; x, y is the finder's middle. */
static void
finder(struct canvas *canvas, int x, int y, int mx, int my)
{
	const int left = x - 7 * mx / 2, top = y - 7 * my / 2;

	rect(canvas, left, top, 7 * mx, 7 * my, 0);
	rect(canvas, left + mx, top + my, 5 * mx, 5 * my, 255);
	rect(canvas, left + 2 * mx, top + 2 * my, 3 * mx, 3 * my, 0);
}

static int
find(struct canvas *canvas, struct finder_code codes[FINDER_CODES])
{
	const struct image image = {.w = SIDE,
		.h = SIDE,
		.depth = 8,
		.stride = SIDE,
		.bits = canvas->px};
	struct err err = {0};
	int n;

	assert_ok(reduce(&image, 1, &canvas->work, &err), &err);
	assert_ok(paper_measure(&canvas->work, &canvas->paper, &err), &err);
	assert_ok(finders_find(&canvas->work, &canvas->paper, codes, &n, &err),
		&err);
	return n;
}

static int
setup(void **state)
{
	*state = calloc(1, sizeof(struct canvas));
	return *state == NULL;
}

static int
teardown(void **state)
{
	struct canvas *canvas = *state;

	grey_finish(&canvas->work);
	paper_done(&canvas->paper);
	free(canvas);
	return 0;
}

/* Where the second and third finder are from the first, in modules. */
static const struct row {
	const char *name;
	int module, module_y; /* px; 0: square ones */
	int right[2], below[2];
	bool found;
} rows[] = {
	{"upright", 4, 0, {APART, 0}, {0, APART}, true},
	{"turned by 90", 4, 0, {0, APART}, {-APART, 0}, true},
	{"turned by 180", 4, 0, {-APART, 0}, {0, -APART}, true},
	{"turned by 270", 4, 0, {0, -APART}, {APART, 0}, true},
	{"turned by 37", 4, 0, {21, 16}, {-16, 21}, true},
	{"modules of 2 px", 2, 0, {APART, 0}, {0, APART}, true},
	{"modules of 6 px", 6, 0, {APART, 0}, {0, APART}, true},
	{"modules of 1 px", 1, 0, {APART, 0}, {0, APART}, false},
	{"a smaller symbol", 4, 0, {18, 0}, {0, 18}, false},
	{"a larger symbol", 4, 0, {36, 0}, {0, 36}, false},
	{"no right angle", 4, 0, {APART, 0}, {6, APART}, false},
	{"longer than wide", 4, 0, {APART, 0}, {0, 31}, false},
	{"two of three", 4, 0, {APART, 0}, {0, 0}, false},
	{"flat modules", 4, 8, {APART, 0}, {0, APART / 2}, false},
};

static void
test_finders_find__one_symbol(void **state)
{
	struct canvas *canvas = *state;
	size_t i;
	int k;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		const int m = row->module;
		const int my = row->module_y > 0 ? row->module_y : m;
		const int *const from[FINDERS] = {
			(const int[]){0, 0}, row->right, row->below};
		struct finder_code codes[FINDER_CODES];
		int n;

		memset(canvas->px, 255, sizeof(canvas->px));
		for (k = 0; k < FINDERS; k++)
			finder(canvas, SIDE / 2 + from[k][0] * m,
				SIDE / 2 + from[k][1] * my, m, my);
		n = find(canvas, codes);
		if (n != (row->found ? 1 : 0))
			fail_msg("row '%s': %d symbols", row->name, n);
		if (!row->found)
			continue;
		for (k = 0; k < FINDERS; k++) {
			const double dx =
				codes[0].at[k].x - (SIDE / 2 + from[k][0] * m);
			const double dy =
				codes[0].at[k].y - (SIDE / 2 + from[k][1] * my);

			if (dx < -0.5 || dx > 0.5 || dy < -0.5 || dy > 0.5)
				fail_msg("row '%s': finder %d is off by %g %g",
					row->name, k, dx, dy);
		}
		if (codes[0].module < 0.97 * m || codes[0].module > 1.03 * m)
			fail_msg("row '%s': modules of %g px", row->name,
				codes[0].module);
	}
}

/* Of two symbols the squarer comes first; text between them is none. */
static void
test_finders_find__likeliest_first(void **state)
{
	static const int at[2][FINDERS][2] = {
		/* The second is drawn out by a 26th and comes last. */
		{{30, 30}, {138, 30}, {30, 134}},
		{{230, 250}, {334, 250}, {230, 354}},
	};
	struct canvas *canvas = *state;
	struct finder_code codes[FINDER_CODES];
	int i, k;

	memset(canvas->px, 255, sizeof(canvas->px));
	for (i = 0; i < 2; i++)
		for (k = 0; k < FINDERS; k++)
			finder(canvas, at[i][k][0], at[i][k][1], 4, 4);
	for (i = 0; i < 40; i++)
		rect(canvas, 20 + 9 * i, 190 + i % 3, 2 + i % 5, 9, 0);
	assert_int_equal(find(canvas, codes), 2);
	for (i = 0; i < 2; i++)
		for (k = 0; k < FINDERS; k++) {
			assert_near(codes[i].at[k].x, at[1 - i][k][0], 0.5);
			assert_near(codes[i].at[k].y, at[1 - i][k][1], 0.5);
		}
	assert_true(codes[0].error < codes[1].error);
}

/* Ink over a finder's ring: the other two are not enough. */
static void
test_finders_find__a_broken_one_is_none(void **state)
{
	struct canvas *canvas = *state;
	struct finder_code codes[FINDER_CODES];

	memset(canvas->px, 255, sizeof(canvas->px));
	finder(canvas, 100, 100, 4, 4);
	finder(canvas, 204, 100, 4, 4);
	finder(canvas, 100, 204, 4, 4);
	assert_int_equal(find(canvas, codes), 1);
	rect(canvas, 90, 190, 28, 12, 0);
	rect(canvas, 90, 206, 28, 12, 0);
	assert_int_equal(find(canvas, codes), 0);
	memset(canvas->px, 255, sizeof(canvas->px));
	assert_int_equal(find(canvas, codes), 0);
}

/* By hand from core/frame.h: 3.5 and 29.5 modules of 550 um into the symbol. */
static void
test_finder_place__is_as_printed(void **state)
{
	static const struct px_point places[FRAME_CODES][FINDERS] = {
		{{173275, 12925}, {187575, 12925}, {173275, 27225}},
		{{22425, 269775}, {36725, 269775}, {22425, 284075}},
	};
	int copy, i;

	(void)state;
	for (copy = 0; copy < FRAME_CODES; copy++)
		for (i = 0; i < FINDERS; i++) {
			const struct px_point at = finder_place(copy, i);

			assert_near(at.x, places[copy][i].x, 1e-6);
			assert_near(at.y, places[copy][i].y, 1e-6);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finders_find__one_symbol),
		cmocka_unit_test(test_finders_find__likeliest_first),
		cmocka_unit_test(test_finders_find__a_broken_one_is_none),
		cmocka_unit_test(test_finder_place__is_as_printed),
	};

	return cmocka_run_group_tests_name("finders", tests, setup, teardown);
}
