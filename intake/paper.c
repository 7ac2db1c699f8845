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

static int
share_of(const struct tile *tile, double share)
{
	const unsigned want = (unsigned)(share * tile->n);
	unsigned sum = 0;
	int v;

	for (v = 0; v < 255; v++) {
		sum += tile->count[v];
		if (sum > want)
			break;
	}
	return v;
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
	struct tile tile;
	int x, y;

	if (paper->room < 2 * nx * ny) {
		free(paper->white);
		paper->room = 0;
		paper->white = malloc(2 * (size_t)nx * (size_t)ny);
		if (paper->white == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		paper->room = 2 * nx * ny;
	}
	paper->nx = nx;
	paper->ny = ny;
	for (y = 0; y < ny; y++)
		for (x = 0; x < nx; x++) {
			int white, v;

			tile_fill(grey, x, y, &tile);
			for (v = 0; v < 256; v++)
				values[v] += tile.count[v];
			n_values += tile.n;
			white = share_of(&tile, SHARE_WHITE);
			paper->white[y * nx + x] = (uint8_t)white;
			whites[white]++;
		}
	paper->page = share_of_counts(whites, (unsigned)(nx * ny), 0.5);
	for (y = 0; y < ny; y++)
		for (x = 0; x < nx; x++) {
			if (paper->white[y * nx + x] <
				paper->page * LIMIT_PAPER_SHARE)
				continue;
			tile_fill(grey, x, y, &tile);
			spreads[share_of(&tile, SHARE_HIGH) -
				share_of(&tile, SHARE_LOW)]++;
			n_plain++;
		}
	paper->noise = n_plain == 0 ? 0
				    : share_of_counts(spreads, n_plain, 0.5) /
					      SHARES_SIGMA;
	paper->black = share_of_counts(values, n_values, SHARE_BLACK);
	fill_gaps(paper, paper->white + nx * ny);
	return true;
}

void
paper_finish(struct paper *paper)
{
	free(paper->white);
	*paper = (struct paper){0};
}

double
paper_white_at(const struct paper *paper, double x, double y)
{
	const double fx = fmin(fmax(x / PAPER_TILE - 0.5, 0), paper->nx - 1);
	const double fy = fmin(fmax(y / PAPER_TILE - 0.5, 0), paper->ny - 1);
	const int ix = (int)fx, iy = (int)fy;
	const int jx = ix + 1 < paper->nx ? ix + 1 : ix;
	const int jy = iy + 1 < paper->ny ? iy + 1 : iy;
	const double ax = fx - ix, ay = fy - iy;
	const uint8_t *w = paper->white;

	return (w[iy * paper->nx + ix] * (1 - ax) +
		       w[iy * paper->nx + jx] * ax) *
		       (1 - ay) +
	       (w[jy * paper->nx + ix] * (1 - ax) +
		       w[jy * paper->nx + jx] * ax) *
		       ay;
}

double
paper_contrast(const struct paper *paper, double x, double y, double value)
{
	const double white = paper_white_at(paper, x, y);

	return (white - value) / fmax(white - paper->black, LIMIT_RANGE);
}

void
paper_thresholds(
	const struct paper *paper, int y, int w, double contrast, uint8_t *out)
{
	const double mid = y - y % PAPER_STEP + PAPER_STEP / 2.0;
	int x;

	for (x = 0; x < w; x += PAPER_STEP) {
		const double white =
			paper_white_at(paper, x + PAPER_STEP / 2.0, mid);
		const double t = white - contrast * fmax(white - paper->black,
							    LIMIT_RANGE);
		const int n = w - x < PAPER_STEP ? w - x : PAPER_STEP;

		memset(out + x, t < 0 ? 0 : (int)ceil(t), (size_t)n);
	}
}
