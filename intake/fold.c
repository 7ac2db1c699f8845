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

static int
count_bits(uint64_t v)
{
	int n = 0;

	for (; v != 0; v &= v - 1)
		n++;
	return n;
}

/* The best line of one direction; returns the parts it runs through. */
static int
best_line(const uint32_t *cells, size_t n, const bool *gone, bool down, int w,
	int h, struct fold *best)
{
	const int along = down ? h : w, across = down ? w : h;
	uint64_t parts[SIDE_MAX + 2 * SPREAD];
	int best_n = 0, s, t;
	size_t i;

	for (s = -SLOPES; s <= SLOPES; s++) {
		memset(parts, 0, sizeof(parts));
		for (i = 0; i < n; i++) {
			const int x = (int)(cells[i] & 0xffff);
			const int y = (int)(cells[i] >> 16);
			const int u = down ? y : x, v = down ? x : y;
			const int at = (int)floor(
				v - s * SLOPE * (u - along / 2.0) + 0.5);

			if (gone[i] || at < -SPREAD || at >= across + SPREAD)
				continue;
			parts[at + SPREAD] |= 1ULL << u * PARTS / along;
		}
		for (t = 0; t + 1 < across + 2 * SPREAD; t++) {
			/* A line lies in one row of cells or between two. */
			const int both = count_bits(parts[t] | parts[t + 1]);

			if (both <= best_n)
				continue;
			best_n = both;
			*best = (struct fold){
				down, s * SLOPE, t + 0.5 - SPREAD, along / 2.0};
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
	for (way = 0; way < 2; way++)
		while (found < FOLDS &&
			best_line(cells, n, gone, ways[way], w, h,
				&folds[found]) >= PARTS_MIN) {
			for (i = 0; i < n; i++)
				if (fold_distance(&folds[found],
					    cells[i] & 0xffff,
					    cells[i] >> 16) <= NEAR)
					gone[i] = true;
			found++;
		}
	return found;
}
