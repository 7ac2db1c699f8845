/*
 * Edges of the print, some in each tile of the page, by which the reader finds
 * how far the print of a tile lies from where the map says. They are chosen
 * once for each layout page.
 */
#ifndef SKAPA_INTAKE_EDGES_H
#define SKAPA_INTAKE_EDGES_H

#include "core/geom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct grey;
struct paper;

/* Feeds stretch paper along its way: tiles are low and wide. */
#define EDGE_TILES_X 7
#define EDGE_TILES_Y 27
#define EDGE_TILES (EDGE_TILES_X * EDGE_TILES_Y)
#define EDGE_POINTS 24 /* of a tile, each way */

/* A place where the print turns from paper to black, or back. */
struct edge {
	uint16_t x, y; /* cells of the print */
	bool rises;    /* lighter towards larger x (or y) */
};

struct edges {
	struct {
		int n[2]; /* edges met going in x, and in y */
		struct edge at[2][EDGE_POINTS];
	} tiles[EDGE_TILES];
};

/* Where the print of a tile lies from where it was looked for. */
struct edge_shift {
	double x, y;   /* um on the page, the middle of the tile's edges */
	double dx, dy; /* um */
	double match_x, match_y; /* 0..1; 0: there is nothing to find */
};

/* grey is w x h cells of 1/per_mm mm, 0 black to 255. */
void edges_choose(const uint8_t *grey, int w, int h, struct edges *edges);
/*
 * Looks within reach_um of (dx, dy) um from the map's place, cell_um being the
 * size of the print's cells. False if the tile has too few edges to say.
 */
bool edges_find(const struct edges *edges, int tile, double cell_um,
	const struct grey *work, const struct paper *paper,
	const struct homography *map, double dx, double dy,
	struct edge_shift *out);
/* The middle of a tile's edges, um; false if it has too few. */
bool edges_middle(const struct edges *edges, int tile, double cell_um,
	double *x, double *y);

#endif
