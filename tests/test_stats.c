/*
 * The statistics against figures that were worked out elsewhere: those of the
 * report that they answer to, and R's (tests/statistics.R).
 */
#include "tests/test.h"

#include "report/stats.h"

#include <math.h>

/* Percent with one decimal, as it is printed. */
#define PERCENT(share) (round((share)*1000) / 10)

static void
test_stats_wilson__is_as_published(void **state)
{
	/* R: prop.test(k, n, correct = FALSE)$conf.int, in percent. */
	static const struct {
		size_t k, n;
		double share, low, high;
	} rows[] = {
		{500, 747, 66.9, 63.5, 70.2},
		{11, 18, 61.1, 38.6, 79.7},
		{0, 10, 0, 0, 27.8},
		{10, 10, 100, 72.2, 100},
		{1, 1, 100, 20.7, 100},
		{5, 20, 25, 11.2, 46.9},
		{2000, 4000, 50, 48.5, 51.5},
		{0, 0, 0, 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct stats_range r = stats_wilson(rows[i].k, rows[i].n);

		if (fabs(PERCENT(r.share) - rows[i].share) > 1e-9 ||
			fabs(PERCENT(r.low) - rows[i].low) > 1e-9 ||
			fabs(PERCENT(r.high) - rows[i].high) > 1e-9)
			fail_msg("%zu of %zu: %.4f (%.4f to %.4f)", rows[i].k,
				rows[i].n, r.share, r.low, r.high);
	}
}

static void
test_stats_bounds__hold_what_is_missing(void **state)
{
	static const struct {
		size_t k, n, all;
		double low, high;
	} rows[] = {
		{500, 747, 1000, 50.0, 75.3},
		{500, 747, 747, 66.9, 66.9},
		{0, 0, 40, 0, 100},
		{0, 0, 0, 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct stats_range r =
			stats_bounds(rows[i].k, rows[i].n, rows[i].all);

		if (fabs(PERCENT(r.low) - rows[i].low) > 1e-9 ||
			fabs(PERCENT(r.high) - rows[i].high) > 1e-9)
			fail_msg("row %zu: %.4f to %.4f", i, r.low, r.high);
	}
}

static void
test_stats_difference__is_newcombes(void **state)
{
	/* Newcombe 1998, table II, method 10: 56/70 - 48/80 and others. */
	static const struct {
		size_t k1, n1, k2, n2;
		double low, high;
	} rows[] = {
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{5, 56, 0, 29, -0.0381, 0.1926},
		{0, 10, 0, 10, -0.2775, 0.2775},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct stats_range r = stats_difference(
			rows[i].k1, rows[i].n1, rows[i].k2, rows[i].n2);

		if (fabs(r.low - rows[i].low) > 6e-5 ||
			fabs(r.high - rows[i].high) > 6e-5)
			fail_msg("row %zu: %.5f to %.5f", i, r.low, r.high);
	}
	assert_near(stats_difference(1, 2, 0, 0).high, 0, 0);
}

static void
test_stats_mdc__is_as_the_worked_table(void **state)
{
	static const struct {
		double sd, r, mdc;
	} rows[] = {
		{1.0, .5, 1.96},
		{1.0, .6, 1.75},
		{1.0, .7, 1.52},
		{1.0, .8, 1.24},
		{0.7, .8, 0.87},
		{0.7, .9, 0.61},
		{2.2, .6, 3.86},
		{2.2, .8, 2.73},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const double mdc = stats_mdc(rows[i].sd, rows[i].r);

		if (fabs(round(mdc * 100) / 100 - rows[i].mdc) > 1e-9)
			fail_msg("row %zu: %.4f", i, mdc);
		/* What is just that much is where the index is 1.96. */
		assert_near(stats_rci(2, 2 + mdc, rows[i].sd, rows[i].r),
			STATS_Z, 1e-12);
		assert_near(stats_rci(2, 2 - mdc, rows[i].sd, rows[i].r),
			-STATS_Z, 1e-12);
	}
	assert_near(round(stats_mdc_group(1, .6, 30) * 100) / 100, .32, 1e-9);
	assert_near(stats_mdc_group(1, .6, 0), 0, 0);
	assert_near(stats_regression(1, 3, .6), 1.8, 1e-12);
	/* A step on one item is noise, two are not, at r .6 and SD 1. */
	assert_true(fabs(stats_rci(3, 4, 1, .6)) < STATS_Z);
	assert_true(fabs(stats_rci(3, 5, 1, .6)) > STATS_Z);
}

static void
test_stats_counts__are_described(void **state)
{
	static const struct {
		size_t counts[5];
		double median, mean, sd;
		bool ceiling, floor;
	} rows[] = {
		{{0, 0, 0, 0, 0}, 0, 0, 0, false, false},
		{{0, 0, 1, 0, 0}, 3, 3, 0, false, false},
		{{1, 0, 0, 0, 1}, 3, 3, 2.828427, true, true},
		{{0, 2, 2, 0, 0}, 2.5, 2.5, 0.577350, false, false},
		{{3, 4, 6, 4, 3}, 3, 3, 1.297771, false, false},
		{{3, 4, 6, 4, 4}, 3, 3.095238, 1.338087, true, false},
		{{10, 20, 30, 25, 15}, 3, 3.15, 1.200799, false, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const size_t *c = rows[i].counts;

		if (fabs(stats_median(c, 5) - rows[i].median) > 1e-9 ||
			fabs(stats_mean(c, 5) - rows[i].mean) > 1e-6 ||
			fabs(stats_sd(c, 5) - rows[i].sd) > 1e-6 ||
			stats_ceiling(c, 5) != rows[i].ceiling ||
			stats_floor(c, 5) != rows[i].floor)
			fail_msg("row %zu: median %g, mean %g, sd %.6f", i,
				stats_median(c, 5), stats_mean(c, 5),
				stats_sd(c, 5));
	}
}

static void
test_stats_kappa__is_cohens(void **state)
{
	/* From the definition: all alike, all opposite, chance alone. */
	static const struct {
		size_t table[9];
		double kappa;
	} rows[] = {
		{{10, 0, 0, 0, 10, 0, 0, 0, 10}, 1},
		{{0, 0, 10, 0, 0, 0, 10, 0, 0}, -1},
		{{4, 4, 4, 4, 4, 4, 4, 4, 4}, 0},
		{{10, 0, 0, 0, 0, 0, 0, 0, 0}, 0},
		{{0}, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const double kappa = stats_kappa(rows[i].table, 3);

		if (fabs(kappa - rows[i].kappa) > 1e-9)
			fail_msg("row %zu: %g", i, kappa);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stats_wilson__is_as_published),
		cmocka_unit_test(test_stats_bounds__hold_what_is_missing),
		cmocka_unit_test(test_stats_difference__is_newcombes),
		cmocka_unit_test(test_stats_mdc__is_as_the_worked_table),
		cmocka_unit_test(test_stats_counts__are_described),
		cmocka_unit_test(test_stats_kappa__is_cohens),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
