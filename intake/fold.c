#include "intake/fold.h"

#include <math.h>
#include <string.h>

#define SIDE_MAX 1024 /* coarse cells of the page's longer side */
#define SPREAD 80     /* cells that a leaning line strays beyond the page */
#define PARTS 64      /* of the page's width (or height), bits of a word */
/* Parts that a line must run through: folds are broken by print and light. */
#define PARTS_MIN 36
#define SLOPES 25 /* each way */
#define SLOPE 0.0025
/* Half the width of what is taken as one line, cells. */
#define NEAR 1.6

/* Slopes looked at together first; each way from their middle one. */
#define TOGETHER 4

/* Cells, and a direction to look along. */
struct search {
	const uint32_t *cells;
	size_t n;
	const bool *gone;
	bool down;
	int along, across; /* cells */
};

/* The parts that ink lies in, of each line of slope number s. */
static void
fill_parts(const struct search *search, int s,
	uint64_t parts[SIDE_MAX + 2 * SPREAD])
{
	const double middle = search->along / 2.0;
	size_t i;

	memset(parts, 0,
		((size_t)search->across + 2 * SPREAD) * sizeof(parts[0]));
	for (i = 0; i < search->n; i++) {
		const int x = (int)(search->cells[i] & 0xffff);
		const int y = (int)(search->cells[i] >> 16);
		const int u = search->down ? y : x, v = search->down ? x : y;
		const double line = v - s * SLOPE * (u - middle) + 0.5;
		int at = (int)line;

		at -= line < at; /* floor() would be a call */
		if (search->gone[i] || at < -SPREAD ||
			at >= search->across + SPREAD)
			continue;
		parts[at + SPREAD] |= 1ULL << u * PARTS / search->along;
	}
}

/*
 * False if no slope up to TOGETHER from s can have a line: not even the band
 * that all these lines of one place lie in runs through enough parts.
 */
static bool
may_have_line(const struct search *search, int s)
{
	uint64_t parts[SIDE_MAX + 2 * SPREAD];
	const int stray = (int)(TOGETHER * SLOPE * search->along / 2) + 2;
	const int n = search->across + 2 * SPREAD;
	int t, k;

	fill_parts(search, s, parts);
	for (t = 0; t < n; t++) {
		const int end = t + 2 * stray + 2 < n ? t + 2 * stray + 2 : n;
		uint64_t band = 0;

		for (k = t; k < end; k++)
			band |= parts[k];
		if (__builtin_popcountll(band) >= PARTS_MIN)
			return true;
	}
	return false;
}

/*
 * The best line of one direction; returns the parts it runs through. Lines of
 * less than PARTS_MIN may be missed.
 */
static int
best_line(const struct search *search, struct fold *best)
{
	uint64_t parts[SIDE_MAX + 2 * SPREAD];
	int best_n = 0, first, s, t;

	for (first = -SLOPES; first <= SLOPES; first += 2 * TOGETHER + 1) {
		if (!may_have_line(search, first + TOGETHER))
			continue;
		for (s = first; s <= first + 2 * TOGETHER && s <= SLOPES; s++) {
			fill_parts(search, s, parts);
			for (t = 0; t + 1 < search->across + 2 * SPREAD; t++) {
				/* In one row of cells or between two. */
				const int both = __builtin_popcountll(
					parts[t] | parts[t + 1]);

				if (both <= best_n)
					continue;
				best_n = both;
				*best = (struct fold){search->down, s * SLOPE,
					t + 0.5 - SPREAD, search->along / 2.0};
			}
		}
	}
	return best_n;
}

double
fold_distance(const struct fold *fold, double x, double y)
{
	const double u = fold->down ? y : x, v = fold->down ? x : y;

	return fabs(v - fold->at - fold->slope * (u - fold->middle));
}

#define CELLS_MAX 65536

int
folds_find(
	const uint32_t *cells, size_t n, int w, int h, struct fold folds[FOLDS])
{
	static const bool ways[2] = {false, true};
	bool gone[CELLS_MAX] = {false};
	int found = 0, way;
	size_t i;

	if (n > CELLS_MAX || w > SIDE_MAX || h > SIDE_MAX)
		return 0;
	for (way = 0; way < 2; way++) {
		const struct search search = {cells, n, gone, ways[way],
			ways[way] ? h : w, ways[way] ? w : h};

		while (found < FOLDS &&
			best_line(&search, &folds[found]) >= PARTS_MIN) {
			for (i = 0; i < n; i++)
				if (fold_distance(&folds[found],
					    cells[i] & 0xffff,
					    cells[i] >> 16) <= NEAR)
					gone[i] = true;
			found++;
		}
	}
	return found;
}
