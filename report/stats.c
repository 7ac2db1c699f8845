#include "report/stats.h"

#include <math.h>

struct stats_range
stats_wilson(size_t k, size_t n)
{
	struct stats_range range = {0};
	double p, zz, middle, half;

	if (n == 0)
		return range;
	p = (double)k / (double)n;
	zz = STATS_Z * STATS_Z / (double)n;
	middle = p + zz / 2;
	half = sqrt(p * (1 - p) * zz + zz * zz / 4);
	range.share = p;
	/* At the ends rounding must not leave a trace. */
	range.low = k == 0 ? 0 : (middle - half) / (1 + zz);
	range.high = k == n ? 1 : (middle + half) / (1 + zz);
	return range;
}

struct stats_range
stats_difference(size_t k1, size_t n1, size_t k2, size_t n2)
{
	const struct stats_range a = stats_wilson(k1, n1);
	const struct stats_range b = stats_wilson(k2, n2);
	struct stats_range range = {0};

	if (n1 == 0 || n2 == 0)
		return range;
	range.share = a.share - b.share;
	range.low = range.share - hypot(a.share - a.low, b.high - b.share);
	range.high = range.share + hypot(a.high - a.share, b.share - b.low);
	return range;
}

struct stats_range
stats_bounds(size_t k, size_t n, size_t all)
{
	struct stats_range range = {0};

	if (all == 0)
		return range;
	range.share = range.low = (double)k / (double)all;
	range.high = (double)(k + all - n) / (double)all;
	return range;
}

/* ------------------------------------------------------------- counts */

size_t
stats_count(const size_t *counts, size_t n_steps)
{
	size_t i, n = 0;

	for (i = 0; i < n_steps; i++)
		n += counts[i];
	return n;
}

/* The step of the person with that number, from 0, low steps first. */
static size_t
step_of(const size_t *counts, size_t n_steps, size_t number)
{
	size_t i, below = 0;

	for (i = 0; i < n_steps; i++) {
		below += counts[i];
		if (number < below)
			break;
	}
	return i + 1;
}

double
stats_median(const size_t *counts, size_t n_steps)
{
	const size_t n = stats_count(counts, n_steps);

	if (n == 0)
		return 0;
	return ((double)step_of(counts, n_steps, (n - 1) / 2) +
		       (double)step_of(counts, n_steps, n / 2)) /
	       2;
}

double
stats_mean(const size_t *counts, size_t n_steps)
{
	const size_t n = stats_count(counts, n_steps);
	double sum = 0;
	size_t i;

	for (i = 0; i < n_steps; i++)
		sum += (double)(i + 1) * (double)counts[i];
	return n == 0 ? 0 : sum / (double)n;
}

double
stats_sd(const size_t *counts, size_t n_steps)
{
	const size_t n = stats_count(counts, n_steps);
	const double mean = stats_mean(counts, n_steps);
	double sum = 0;
	size_t i;

	for (i = 0; i < n_steps; i++)
		sum += (double)counts[i] * ((double)(i + 1) - mean) *
		       ((double)(i + 1) - mean);
	return n < 2 ? 0 : sqrt(sum / (double)(n - 1));
}

static bool
is_crowded(const size_t *counts, size_t n_steps, size_t at)
{
	const size_t n = stats_count(counts, n_steps);

	return n > 0 && (double)counts[at] > STATS_CEILING * (double)n;
}

bool
stats_ceiling(const size_t *counts, size_t n_steps)
{
	return is_crowded(counts, n_steps, n_steps - 1);
}

bool
stats_floor(const size_t *counts, size_t n_steps)
{
	return is_crowded(counts, n_steps, 0);
}

/* ------------------------------------------------------------- one person */

double
stats_sem(double sd, double r)
{
	return sd * sqrt(1 - r);
}

double
stats_rci(double before, double after, double sd, double r)
{
	return (after - before) / (sqrt(2) * stats_sem(sd, r));
}

double
stats_mdc(double sd, double r)
{
	return STATS_Z * sqrt(2) * stats_sem(sd, r);
}

double
stats_mdc_group(double sd, double r, size_t n)
{
	return n == 0 ? 0 : stats_mdc(sd, r) / sqrt((double)n);
}

double
stats_regression(double x, double mean, double r)
{
	return mean + r * (x - mean);
}

double
stats_kappa(const size_t *table, size_t n)
{
	const double all = (double)stats_count(table, n * n);
	double seen = 0, chance = 0;
	size_t i, j, k;

	for (i = 0; all > 0 && i < n; i++) {
		for (j = 0; j < n; j++) {
			const double apart = (double)i - (double)j;
			double row = 0, column = 0;

			for (k = 0; k < n; k++) {
				row += (double)table[i * n + k];
				column += (double)table[k * n + j];
			}
			seen += apart * apart * (double)table[i * n + j];
			chance += apart * apart * row * column / all;
		}
	}
	return chance > 0 ? 1 - seen / chance : 0;
}
