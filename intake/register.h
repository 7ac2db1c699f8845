/*
 * Where the page lies in the picture: from black squares to maps of page um to
 * working px. Several guesses come back, the likeliest first; which is right
 * is for the page codes to say (pagecode.h).
 */
#ifndef SKAPA_INTAKE_REGISTER_H
#define SKAPA_INTAKE_REGISTER_H

#include "core/frame.h"
#include "core/geom.h"

#include <stdbool.h>

struct err;
struct grey;
struct paper;
struct square_search;

#define REGISTER_GUESSES 12

struct guess {
	struct homography map; /* page um to working px */
	int n_anchors;	       /* 3 or 4; by page codes also fewer */
	bool found[FRAME_ANCHORS];
	struct px_point at[FRAME_ANCHORS]; /* centres, if found */
	/* How far the fourth lies from the plane of the other three, mm. */
	double off_mm;
	double score; /* only to compare guesses of one page */
};

/*
 * *n is how many guesses there are; 0 if no three anchors are consistent.
 * Errors: ERR_SYSTEM.
 */
bool register_guess(struct square_search *search, const struct grey *work,
	const struct paper *paper, struct guess guesses[REGISTER_GUESSES],
	int *n, struct err *err);
/* Keeps the best by their score, the best first. */
void guess_keep(struct guess guesses[REGISTER_GUESSES], int *n,
	const struct guess *guess);
/* um */
struct px_point anchor_centre(int i);

/* px a mm along the page's x and y at its middle. */
void map_scale(const struct homography *map, double *x, double *y);
/* Of the page in the picture, clockwise, 0..360. */
double map_rotation_deg(const struct homography *map);
/* Mean value of the picture in the middle of the anchors found. */
int anchors_black(const struct grey *work, const struct guess *guess);

#endif
