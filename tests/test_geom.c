#include "tests/test.h"

#include "core/geom.h"

#include <math.h>

static void
test_rect__relations(void **state)
{
	static const struct {
		struct um_rect a, b;
		bool overlaps, within;
	} rows[] = {
		{{0, 0, 10, 10}, {5, 5, 10, 10}, true, false},
		{{0, 0, 10, 10}, {10, 0, 10, 10}, false, false},
		{{2, 2, 3, 3}, {0, 0, 10, 10}, true, true},
		{{0, 0, 10, 10}, {0, 0, 10, 10}, true, true},
		{{0, 0, 11, 10}, {0, 0, 10, 10}, true, false},
		{{-5, -5, 3, 3}, {0, 0, 10, 10}, false, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (um_rect_overlaps(rows[i].a, rows[i].b) !=
				rows[i].overlaps ||
			um_rect_within(rows[i].a, rows[i].b) != rows[i].within)
			fail_msg("row %zu", i);
	}
}

static void
test_rect_grown__never_turns_inside_out(void **state)
{
	const struct um_rect r = {100, 100, 40, 20};
	const struct um_rect small = um_rect_grown(r, -15);

	(void)state;
	assert_int_equal(small.w, 10);
	assert_int_equal(small.h, 0);
	assert_int_equal(um_rect_grown(r, 5).x, 95);
	assert_int_equal(um_rect_grown(r, 5).w, 50);
}

/* A known map: turn, scale, shift and some perspective. */
static struct homography
example(double degrees, double perspective)
{
	const double a = degrees * M_PI / 180, s = 0.0118;
	const struct homography h = {{s * cos(a), -s * sin(a), 300, s * sin(a),
		s * cos(a), 200, perspective, perspective / 2, 1}};

	return h;
}

static void
test_homography_fit__finds_the_map(void **state)
{
	static const struct px_point corners[] = {{14000, 14000},
		{196000, 14000}, {196000, 283000}, {14000, 283000},
		{180000, 20000}, {30000, 276000}};
	static const struct {
		size_t n;
		double degrees, perspective;
	} rows[] = {
		{3, 0, 0},
		{3, 171, 0},
		{4, 2.5, 0},
		{4, 90, 2e-7},
		{6, -45, -3e-7},
		{6, 180, 5e-7},
	};
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct homography truth =
			example(rows[i].degrees, rows[i].perspective);
		struct px_point to[6];
		struct homography got, back;
		double residual = -1;

		for (k = 0; k < rows[i].n; k++)
			to[k] = homography_at(
				&truth, corners[k].x, corners[k].y);
		if (!homography_fit(corners, to, rows[i].n, &got, &residual))
			fail_msg("row %zu: no fit", i);
		if (!(residual < 1e-6))
			fail_msg("row %zu: residual %g", i, residual);
		for (k = 0; k < 6; k++) {
			const struct px_point a = homography_at(
				&truth, corners[k].x, corners[k].y);
			const struct px_point b =
				homography_at(&got, corners[k].x, corners[k].y);

			if (hypot(a.x - b.x, a.y - b.y) > 1e-5)
				fail_msg("row %zu point %zu: %g off", i, k,
					hypot(a.x - b.x, a.y - b.y));
		}
		assert_true(homography_inverse(&got, &back));
		for (k = 0; k < 6; k++) {
			const struct px_point a =
				homography_at(&got, corners[k].x, corners[k].y);
			const struct px_point b =
				homography_at(&back, a.x, a.y);

			if (hypot(b.x - corners[k].x, b.y - corners[k].y) >
				1e-2)
				fail_msg("row %zu: the inverse is off", i);
		}
	}
}

static void
test_homography_fit__refuses_what_spans_nothing(void **state)
{
	static const struct px_point line[] = {
		{0, 0}, {1000, 1000}, {2000, 2000}, {3000, 3000}};
	struct homography map = {{7, 7, 7, 7, 7, 7, 7, 7, 7}};
	double residual = 42;

	(void)state;
	assert_false(homography_fit(line, line, 2, &map, &residual));
	assert_false(homography_fit(line, line, 3, &map, &residual));
	assert_false(homography_fit(line, line, 4, &map, &residual));
	assert_near(map.m[0], 7, 0);
	assert_near(residual, 42, 0);
}

/*
 * What each kind of map makes of points that only a freer one takes exactly;
 * the residuals by hand.
 */
static void
test_map_fit__is_as_free_as_told(void **state)
{
	static const struct px_point square[] = {
		{0, 0}, {2000, 0}, {2000, 2000}, {0, 2000}};
	static const struct {
		const char *name;
		enum map_freedom freedom;
		size_t n;
		struct px_point to[4];
		double residual;
		struct px_point middle; /* where 1000, 1000 comes */
	} rows[] = {
		{"similar, two points", MAP_SIMILAR, 2, {{10, 20}, {10, 24}}, 0,
			{8, 22}},
		{"similar, turned by 90", MAP_SIMILAR, 4,
			{{10, 0}, {10, 10}, {0, 10}, {0, 0}}, 0, {5, 5}},
		/* As near as a turn comes to a mirror image: its middle. */
		{"similar, no mirror", MAP_SIMILAR, 4,
			{{1, -1}, {-1, -1}, {-1, 1}, {1, 1}}, 1.414213562,
			{0, 0}},
		/* Of 12 by 8 the square of 10: 1 and 1 off at each corner. */
		{"similar, oblong", MAP_SIMILAR, 4,
			{{-6, -4}, {6, -4}, {6, 4}, {-6, 4}}, 1.414213562,
			{0, 0}},
		{"affine, oblong", MAP_AFFINE, 4,
			{{-6, -4}, {6, -4}, {6, 4}, {-6, 4}}, 0, {0, 0}},
		{"affine, mirror", MAP_AFFINE, 3, {{10, 0}, {0, 0}, {0, 10}}, 0,
			{5, 5}},
		/* One corner 4 off: each takes 1 of it. */
		{"affine, a corner off", MAP_AFFINE, 4,
			{{0, 0}, {10, 0}, {10, 14}, {0, 10}}, 1, {5, 6}},
		{"projective, a corner off", MAP_PROJECTIVE, 4,
			{{0, 0}, {10, 0}, {10, 14}, {0, 10}}, 0,
			/* Where the corners' diagonals cross. */
			{25 / 6.0, 35 / 6.0}},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct homography map;
		struct px_point at;
		double residual = -1;

		if (!map_fit(rows[i].freedom, square, rows[i].to, rows[i].n,
			    &map, &residual))
			fail_msg("row '%s': no map", rows[i].name);
		at = homography_at(&map, 1000, 1000);
		if (fabs(residual - rows[i].residual) > 1e-6)
			fail_msg("row '%s': residual %g", rows[i].name,
				residual);
		if (fabs(at.x - rows[i].middle.x) > 1e-6 ||
			fabs(at.y - rows[i].middle.y) > 1e-6)
			fail_msg("row '%s': the middle at %g %g", rows[i].name,
				at.x, at.y);
	}
}

static void
test_map_fit__needs_points(void **state)
{
	static const struct px_point line[] = {
		{0, 0}, {1000, 1000}, {2000, 2000}, {3000, 3000}};
	static const struct px_point one[] = {{5, 5}, {5, 5}, {5, 5}, {5, 5}};
	static const struct {
		const char *name;
		enum map_freedom freedom;
		const struct px_point *from;
		size_t n;
	} rows[] = {
		{"similar, no point", MAP_SIMILAR, line, 0},
		{"similar, one point", MAP_SIMILAR, line, 1},
		{"similar, one point four times", MAP_SIMILAR, one, 4},
		{"affine, two", MAP_AFFINE, line, 2},
		{"affine, on a line", MAP_AFFINE, line, 4},
		{"projective, three", MAP_PROJECTIVE, line, 3},
		{"projective, on a line", MAP_PROJECTIVE, line, 4},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct homography map = {{7, 7, 7, 7, 7, 7, 7, 7, 7}};
		double residual = 42;

		if (map_fit(rows[i].freedom, rows[i].from, line, rows[i].n,
			    &map, &residual))
			fail_msg("row '%s': taken", rows[i].name);
		assert_near(map.m[0], 7, 0);
		assert_near(residual, 42, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rect__relations),
		cmocka_unit_test(test_rect_grown__never_turns_inside_out),
		cmocka_unit_test(test_homography_fit__finds_the_map),
		cmocka_unit_test(
			test_homography_fit__refuses_what_spans_nothing),
		cmocka_unit_test(test_map_fit__is_as_free_as_told),
		cmocka_unit_test(test_map_fit__needs_points),
	};

	return cmocka_run_group_tests_name("geom", tests, NULL, NULL);
}
