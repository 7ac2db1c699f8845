/*
 * How white the paper is from place to place, how black the print, and how
 * much the values of plain paper scatter.
 */
#ifndef SKAPA_INTAKE_PAPER_H
#define SKAPA_INTAKE_PAPER_H

#include "intake/reduce.h"

#include <stdbool.h>
#include <stdint.h>

struct err;

#define PAPER_TILE 64 /* px of the working picture */

struct paper {
	int nx, ny;	/* tiles */
	uint8_t *white; /* nx * ny, the paper's value in the tile's middle */
	int room;
	int page;     /* the page's own white, the median of the tiles */
	int black;    /* the print's: at first the darkest 0.4 % of the page */
	double noise; /* standard deviation of plain paper, in values */
};

bool paper_measure(
	const struct grey *grey, struct paper *paper, struct err *err);
void paper_done(struct paper *paper);

/* Interpolated between the tiles' middles. */
static inline double
paper_white_at(const struct paper *paper, double x, double y)
{
	const double fx = held(x / PAPER_TILE - 0.5, 0, paper->nx - 1);
	const double fy = held(y / PAPER_TILE - 0.5, 0, paper->ny - 1);
	const int ix = (int)fx, iy = (int)fy;
	const int jx = ix + 1 < paper->nx ? ix + 1 : ix;
	const int jy = iy + 1 < paper->ny ? iy + 1 : iy;
	const double ax = fx - ix, ay = fy - iy;
	const uint8_t *above = paper->white + iy * paper->nx;
	const uint8_t *below = paper->white + jy * paper->nx;

	return (above[ix] * (1 - ax) + above[jx] * ax) * (1 - ay) +
	       (below[ix] * (1 - ax) + below[jx] * ax) * ay;
}

/* (white - value) / (white - black) at a place. */
double paper_contrast(
	const struct paper *paper, double x, double y, double value);

/*
 * For w pixels of the row y: the value below which contrast is exceeded. Rows
 * of one block of PAPER_STEP have the same.
 */
#define PAPER_STEP 8
void paper_thresholds(
	const struct paper *paper, int y, int w, double contrast, uint8_t *out);

#endif
