/*
 * What happens to paper between the printer and the scanner. Drawn on the
 * page's raster before it is scanned.
 */
#ifndef SKAPA_TESTS_TOOLS_DAMAGE_H
#define SKAPA_TESTS_TOOLS_DAMAGE_H

#include "tests/tools/raster.h"
#include "tests/tools/rng.h"

enum damage_kind {
	DAMAGE_NONE,
	DAMAGE_HOLES,	/* two punched holes in the left margin (ISO 838) */
	DAMAGE_FOLD,	/* one or two folds across */
	DAMAGE_STAIN,	/* a soft blotch with a rim */
	DAMAGE_SPECKS,	/* dirt all over the page */
	DAMAGE_THROUGH, /* print and pen of the other side show through */
	DAMAGE_STAPLE,	/* a staple near a corner, and the holes of another */
	DAMAGE_CORNER,	/* a corner torn off, 15 to 45 mm */
	DAMAGE_COVER,	/* a slip of white paper on it, to a quarter of it */
	/* Not by chance: */
	DAMAGE_QUARTER,	     /* an eighth to a quarter of it covered */
	DAMAGE_TORN,	     /* the same, torn off along a straight line */
	DAMAGE_TWO_ANCHORS,  /* slips of paper on two anchors */
	DAMAGE_ANCHORS,	     /* on all four */
	DAMAGE_ANCHORS_CODE, /* on all four, and on one page code */
	DAMAGE_CODE,	     /* a slip on one page code with its line */
	DAMAGE_EDGES,	     /* 8 mm along every edge, as some scanners do */
	DAMAGE__MAX
};

const char *damage_word(enum damage_kind kind);
enum damage_kind damage_of_word(const char *word); /* __MAX: none */
/* Most often none; folds, holes and stains; `hard` also has the last two. */
enum damage_kind damage_random(struct rng *rng, bool hard);

#define DAMAGE_COVERS 6

/* The part of the page that is lost: a half-plane cut off, or boxes */
struct damage {
	enum damage_kind kind;
	bool has_corner; /* or more of it torn off */
	double a, b, c;	 /* lost where a x + b y > c, in mm */
	int n_covers;
	struct mm_rect covers[DAMAGE_COVERS];
};

/* bed: the light of what shows where there is no paper. */
void damage_do(struct raster *page, enum damage_kind kind, uint8_t bed,
	struct rng *rng, struct damage *damage);
/* Whether any of rect, or of a millimetre around it, is lost. */
bool damage_hits(const struct damage *damage, struct mm_rect rect);
/* How much of rect is lost, 0..1. */
double damage_share(const struct damage *damage, struct mm_rect rect);

#endif
