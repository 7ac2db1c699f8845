/*
 * Long straight thin lines of ink that run across most of the page: folds,
 * creases, the edge of another sheet. Nobody marks an answer so.
 */
#ifndef SKAPA_INTAKE_FOLD_H
#define SKAPA_INTAKE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FOLDS 6

/* A line in coarse cells: x or y = at + slope * (other - middle). */
struct fold {
	bool down; /* runs down the page: x as a function of y */
	double slope, at, middle;
};

/*
 * cells: n coarse cells with ink, x in the low 16 bits and y in the high ones,
 * of a page of w x h cells. Returns how many folds there are, at most FOLDS.
 */
int folds_find(const uint32_t *cells, size_t n, int w, int h,
	struct fold folds[FOLDS]);
/* How far a place lies from a fold, in cells. */
double fold_distance(const struct fold *fold, double x, double y);

#endif
