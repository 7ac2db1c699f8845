/*
 * The finder patterns of page codes, looked for anywhere in the picture: what
 * a page whose anchors are lost is found by. Slower than anchors, and only
 * tried when those have failed.
 */
#ifndef SKAPA_INTAKE_FINDERS_H
#define SKAPA_INTAKE_FINDERS_H

#include "core/geom.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct grey;
struct paper;

#define FINDERS 3	/* of a symbol */
#define FINDER_CODES 12 /* symbols kept */

/* Three finders that stand as those of one symbol of version 4 do. */
struct finder_code {
	struct px_point at[FINDERS]; /* top left, top right, bottom left */
	double module;		     /* px */
	double error;		     /* from a square corner; only to compare */
};

/*
 * *n is how many there are, the likeliest first. Errors: ERR_SYSTEM.
 */
bool finders_find(const struct grey *work, const struct paper *paper,
	struct finder_code codes[FINDER_CODES], int *n, struct err *err);
/* Where finder 0, 1 or 2 of copy 0 or 1 of the page code is, um. */
struct px_point finder_place(int copy, int finder);

#endif
