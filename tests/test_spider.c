#include "tests/test.h"

#include "report/spider.h"

static const struct spider ten = {
	.centre = {90000, 60000}, .radius_um = 50000, .n_axes = 10, .steps = 5};

static void
test_spider_at__goes_clockwise_from_above(void **state)
{
	static const struct {
		struct spider spider;
		size_t axis;
		int step;
		struct um_point at;
	} rows[] = {
		{{{0, 0}, 1000, 4, 5}, 0, 5, {0, -1000}},
		{{{0, 0}, 1000, 4, 5}, 1, 5, {1000, 0}},
		{{{0, 0}, 1000, 4, 5}, 2, 5, {0, 1000}},
		{{{0, 0}, 1000, 4, 5}, 3, 5, {-1000, 0}},
		{{{0, 0}, 1000, 4, 5}, 1, 1, {200, 0}},
		{{{0, 0}, 1000, 4, 5}, 1, 0, {0, 0}},
		{{{7, 9}, 3000, 6, 3}, 1, 2, {7 + 1732, 9 - 1000}},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct um_point at =
			spider_at(&rows[i].spider, rows[i].axis, rows[i].step);

		if (at.x != rows[i].at.x || at.y != rows[i].at.y)
			fail_msg("row %zu: %d %d", i, (int)at.x, (int)at.y);
	}
}

/* A gap where an answer is missing, never a line to the middle. */
static void
test_spider_line__breaks_at_gaps(void **state)
{
	static const struct {
		int values[10];
		const char *lines; /* the axes of each, first to last */
	} rows[] = {
		{{1, 2, 3, 4, 5, 1, 2, 3, 4, 5}, "01234567890 "},
		{{1, 2, 3, 4, 0, 1, 2, 3, 4, 5}, "567890123 "},
		{{0, 2, 3, 4, 5, 1, 2, 3, 4, 5}, "123456789 "},
		{{1, 2, 3, 4, 5, 1, 2, 3, 4, 0}, "012345678 "},
		{{1, 2, 0, 4, 0, 1, 2, 3, 0, 5}, "567 901 "},
		{{1, 0, 3, 0, 5, 0, 2, 0, 4, 0}, ""},
		{{1, 1, 0, 0, 0, 0, 0, 0, 0, 0}, "01 "},
		{{1, 0, 0, 0, 0, 0, 0, 0, 0, 1}, "90 "},
		{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, ""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct um_point points[SPIDER_AXES + 1];
		char lines[64] = "";
		size_t from = 0, n, k, axis, len = 0;

		while ((n = spider_line(&ten, rows[i].values, &from, points)) >
			0) {
			for (k = 0; k < n; k++) {
				for (axis = 0; axis < 10; axis++) {
					const struct um_point at =
						spider_at(&ten, axis,
							rows[i].values[axis]);

					if (rows[i].values[axis] > 0 &&
						at.x == points[k].x &&
						at.y == points[k].y)
						break;
				}
				lines[len++] = (char)('0' + (int)axis);
			}
			lines[len++] = ' ';
		}
		lines[len] = '\0';
		if (strcmp(lines, rows[i].lines) != 0)
			fail_msg("row %zu: %s", i, lines);
	}
}

/* Boxes of words touch neither each other nor the outermost ring. */
static void
test_spider_label__boxes_never_meet(void **state)
{
	size_t n, i, k;

	(void)state;
	for (n = SPIDER_LEAST; n <= 12; n++) {
		struct spider spider = ten;
		struct um_rect boxes[SPIDER_AXES];

		spider.n_axes = n;
		for (i = 0; i < n; i++) {
			const struct um_point end = spider_at(&spider, i, 5);

			boxes[i] = spider_label(&spider, i, 5500,
				spider_side(&spider, i) == 0 ? 40000 : 30000,
				9500);
			if (um_rect_has(boxes[i], end))
				fail_msg("%zu axes: words %zu on the ring", n,
					i);
			for (k = 0; k < i; k++) {
				if (um_rect_overlaps(boxes[i], boxes[k]))
					fail_msg("%zu axes: %zu and %zu", n, i,
						k);
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spider_at__goes_clockwise_from_above),
		cmocka_unit_test(test_spider_line__breaks_at_gaps),
		cmocka_unit_test(test_spider_label__boxes_never_meet),
	};

	return cmocka_run_group_tests_name("spider", tests, NULL, NULL);
}
