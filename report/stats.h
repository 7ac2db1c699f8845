/*
 * The statistics of the organisation's report, from counts alone. Every
 * interval is one of 95 %, and every number comes from counts, never from
 * percentages that were rounded before.
 *
 *	stats_wilson(500, 747) -> 66.9 % (63.5 to 70.2)
 *	stats_bounds(500, 747, 1000) -> 50.0 % to 75.3 %
 *
 * Shares are 0..1. Where there is nothing to divide by, n is 0 and all of a
 * result is 0: the caller shows that there is nothing.
 */
#ifndef SKAPA_REPORT_STATS_H
#define SKAPA_REPORT_STATS_H

#include <stdbool.h>
#include <stddef.h>

#define STATS_Z 1.959963984540054 /* of the normal distribution, 0.975 */
#define STATS_CEILING 0.15	  /* Terwee et al. 2007 */
/* People measured twice within 7 to 14 days before an r is trusted. */
#define STATS_RETEST_PEOPLE 50

struct stats_range {
	double share, low, high;
};

/* k of n; the interval of Wilson (1927), without continuity correction. */
struct stats_range stats_wilson(size_t k, size_t n);
/*
 * k1 of n1 less k2 of n2; Newcombe's (1998) hybrid of two Wilson intervals.
 */
struct stats_range stats_difference(size_t k1, size_t n1, size_t k2, size_t n2);
/*
 * k yes of n who answered, of all who could have: if all who are missing had
 * said no, and if all had said yes. share is k of all.
 */
struct stats_range stats_bounds(size_t k, size_t n, size_t all);

/* Of counts[i] people at step i + 1. */
size_t stats_count(const size_t *counts, size_t n_steps);
/* The middle one, or halfway between the two in the middle; 0: nobody. */
double stats_median(const size_t *counts, size_t n_steps);
double stats_mean(const size_t *counts, size_t n_steps);
/* With n - 1 below; 0 for fewer than two people. */
double stats_sd(const size_t *counts, size_t n_steps);
/* Whether more than STATS_CEILING stand at the highest (or lowest) step. */
bool stats_ceiling(const size_t *counts, size_t n_steps);
bool stats_floor(const size_t *counts, size_t n_steps);

/*
 * What is noise in one person's change (Jacobson and Truax 1991). sd: of the
 * first measurement; r: test-retest, 0..1, never a measure of how items agree.
 */
double stats_sem(double sd, double r);
/* (after - before) over the error of a difference; beyond +-1.96 is change. */
double stats_rci(double before, double after, double sd, double r);
/* The least change of one person that is more than noise. */
double stats_mdc(double sd, double r);
/* The same of a mean of n people. */
double stats_mdc_group(double sd, double r, size_t n);
/* What is expected the next time of who stood at x: back to the middle. */
double stats_regression(double x, double mean, double r);

/*
 * Agreement of two raters beyond chance, weighted by the square of the
 * distance (Cohen 1968): table[i * n + j] people at i by one, j by the other.
 * 0 where both always say the same one thing.
 */
double stats_kappa(const size_t *table, size_t n);

#endif
