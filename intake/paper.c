#include "intake/paper.h"

#include "core/err.h"
#include "intake/limits.h"
#include "intake/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Every fourth pixel of every fourth row is enough: 256 of a tile. */
#define STEP 4
/* Shares of a tile's values, from the dark end. */
#define SHARE_WHITE 0.75
#define SHARE_LOW 0.60
#define SHARE_HIGH 0.90
/* Anchors and page codes alone are 0.76 % of the sheet. [A] */
#define SHARE_BLACK 0.004
/* Distance of the two shares above in standard deviations. */
#define SHARES_SIGMA (1.2816 - 0.2533)

struct tile {
	uint16_t count[256];
	unsigned n;
};

/* The first value with more than each share, which rise, at or below it. */
static void
shares_of(const struct tile *tile, const double *shares, int n, uint8_t *values)
{
	unsigned sum = tile->count[0];
	int v = 0, i;

	for (i = 0; i < n; i++) {
		const unsigned want = (unsigned)(shares[i] * tile->n);

		while (sum <= want && v < 255)
			sum += tile->count[++v];
		values[i] = (uint8_t)v;
	}
}

/* Eight at a time: 256 counts of some 560 tiles. */
static void
add_counts(const uint16_t *restrict counts, unsigned *restrict sums)
{
	int v;

	for (v = 0; v < 256; v++)
		sums[v] += counts[v];
}

static void
tile_fill(const struct grey *grey, int tx, int ty, struct tile *tile)
{
	const int x1 = tx * PAPER_TILE + PAPER_TILE < grey->w
			       ? tx * PAPER_TILE + PAPER_TILE
			       : grey->w;
	const int y1 = ty * PAPER_TILE + PAPER_TILE < grey->h
			       ? ty * PAPER_TILE + PAPER_TILE
			       : grey->h;
	int x, y;

	memset(tile, 0, sizeof(*tile));
	for (y = ty * PAPER_TILE; y < y1; y += STEP) {
		const uint8_t *row = grey->px + (size_t)y * grey->stride;

		for (x = tx * PAPER_TILE; x < x1; x += STEP) {
			tile->count[row[x]]++;
			tile->n++;
		}
	}
}

static int
share_of_counts(const unsigned counts[256], unsigned n, double share)
{
	const double want = share * n;
	unsigned sum = 0;
	int v;

	for (v = 0; v < 255; v++) {
		sum += counts[v];
		if (sum > want)
			break;
	}
	return v;
}

/* Tiles without paper (a dark lid, a filled shape) take their neighbours'. */
static void
fill_gaps(struct paper *paper, uint8_t *before)
{
	const int limit = (int)(paper->page * LIMIT_PAPER_SHARE);
	int round, x, y, i, j;

	for (round = 0; round < 3; round++) {
		memcpy(before, paper->white,
			(size_t)paper->nx * (size_t)paper->ny);
		for (y = 0; y < paper->ny; y++)
			for (x = 0; x < paper->nx; x++) {
				int best = before[y * paper->nx + x];

				if (best >= limit)
					continue;
				for (j = y - 1; j <= y + 1; j++)
					for (i = x - 1; i <= x + 1; i++) {
						if (i < 0 || j < 0 ||
							i >= paper->nx ||
							j >= paper->ny)
							continue;
						if (before[j * paper->nx + i] >
							best)
							best = before
								[j * paper->nx +
									i];
					}
				paper->white[y * paper->nx + x] = (uint8_t)best;
			}
	}
	for (i = 0; i < paper->nx * paper->ny; i++)
		if (paper->white[i] < limit)
			paper->white[i] = (uint8_t)paper->page;
}

bool
paper_measure(const struct grey *grey, struct paper *paper, struct err *err)
{
	const int nx = (grey->w + PAPER_TILE - 1) / PAPER_TILE;
	const int ny = (grey->h + PAPER_TILE - 1) / PAPER_TILE;
	unsigned whites[256] = {0}, spreads[256] = {0}, values[256] = {0};
	unsigned n_plain = 0, n_values = 0;
	uint8_t *spread; /* of each tile */
	struct tile tile;
	int x, y;

	if (paper->room < 2 * nx * ny) {
		free(paper->white);
		paper->room = 0;
		paper->white = calloc((size_t)nx * (size_t)ny, 2);
		if (paper->white == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		paper->room = 2 * nx * ny;
	}
	paper->nx = nx;
	paper->ny = ny;
	spread = paper->white + nx * ny;
	for (y = 0; y < ny; y++)
		for (x = 0; x < nx; x++) {
			static const double shares[] = {
				SHARE_LOW, SHARE_WHITE, SHARE_HIGH};
			uint8_t v[3];

			tile_fill(grey, x, y, &tile);
			add_counts(tile.count, values);
			n_values += tile.n;
			shares_of(&tile, shares, 3, v);
			paper->white[y * nx + x] = v[1];
			spread[y * nx + x] = v[2] - v[0];
			whites[v[1]]++;
		}
	paper->page = share_of_counts(whites, (unsigned)(nx * ny), 0.5);
	for (x = 0; x < nx * ny; x++) {
		if (paper->white[x] < paper->page * LIMIT_PAPER_SHARE)
			continue;
		spreads[spread[x]]++;
		n_plain++;
	}
	paper->noise = n_plain == 0 ? 0
				    : share_of_counts(spreads, n_plain, 0.5) /
					      SHARES_SIGMA;
	paper->black = share_of_counts(values, n_values, SHARE_BLACK);
	fill_gaps(paper, spread);
	return true;
}

void
paper_done(struct paper *paper)
{
	free(paper->white);
	*paper = (struct paper){0};
}

double
paper_contrast(const struct paper *paper, double x, double y, double value)
{
	const double white = paper_white_at(paper, x, y);

	return (white - value) / fmax(white - paper->black, LIMIT_RANGE);
}

/*
 * The tiles beside the block at place, and how far it lies from the first to
 * the second, in 16ths of a tile: what paper_white_at does, in whole numbers.
 */
static int
between(int place, int n, int *first, int *second)
{
	int at = (2 * place + PAPER_STEP) * 8 / PAPER_TILE - 8;

	at = at < 0 ? 0 : at > 16 * (n - 1) ? 16 * (n - 1) : at;
	*first = at / 16;
	*second = *first + 1 < n ? *first + 1 : *first;
	return at % 16;
}

static int
threshold(double white, int black, double contrast)
{
	const double range = white - black;
	const double t =
		white - contrast * (range > LIMIT_RANGE ? range : LIMIT_RANGE);
	const int whole = t < 0 ? 0 : (int)t;

	return whole + (t > whole);
}

void
paper_thresholds(
	const struct paper *paper, int y, int w, double contrast, uint8_t *out)
{
	int iy, jy, x, value = 0, before = -1; /* the sum that gave value */
	const int ay = between(y - y % PAPER_STEP, paper->ny, &iy, &jy);
	const uint8_t *above = paper->white + iy * paper->nx;
	const uint8_t *below = paper->white + jy * paper->nx;

	for (x = 0; x < w; x += PAPER_STEP) {
		int ix, jx;
		const int ax = between(x, paper->nx, &ix, &jx);
		const int sum =
			(above[ix] * (16 - ax) + above[jx] * ax) * (16 - ay) +
			(below[ix] * (16 - ax) + below[jx] * ax) * ay;

		if (sum != before)
			value = threshold(sum / 256.0, paper->black, contrast);
		before = sum;
		if (x + PAPER_STEP <= w)
			memset(out + x, value, PAPER_STEP);
		else
			memset(out + x, value, (size_t)(w - x));
	}
}
