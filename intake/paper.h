/*
 * How white the paper is from place to place, how black the print, and how
 * much the values of plain paper scatter.
 */
#ifndef SKAPA_INTAKE_PAPER_H
#define SKAPA_INTAKE_PAPER_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct grey;

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
void paper_finish(struct paper *paper);

double paper_white_at(const struct paper *paper, double x, double y);
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
