/*
 * What ink.c and unmarked.c share: the pixels of ink, and the page's cells that
 * strokes are joined and zones looked up in. Of no use to anybody else.
 */
#ifndef SKAPA_INTAKE_INK_PX_H
#define SKAPA_INTAKE_INK_PX_H

#include "intake/ink.h"
#include "intake/limits.h"
#include "intake/print.h"

#include <string.h>

#define CELL (1000.0 / PRINT_PER_MM) /* um a cell of the print */
/* Strokes are joined and zones looked up in cells of 0.5 mm. */
#define COARSE 3 /* print cells */
#define COARSE_W (PRINT_W / COARSE)
#define COARSE_H (PRINT_H / COARSE)
#define COARSE_CELLS ((size_t)COARSE_W * COARSE_H)
#define COARSE_UM (COARSE * CELL)
#define NO_ZONE 0
#define FIELD UINT16_MAX

/* A pixel of ink, in the order of the blobs' runs. */
struct ink_px {
	uint32_t cell;	  /* of the print, row by row */
	uint8_t contrast; /* 0..200: per cent */
	bool at_print;	  /* print lies close by */
	uint16_t x;	  /* working px */
};

/* The first cell from i on that is not 0, or COARSE_CELLS. Most are. */
static inline size_t
next_cell(const struct ink *ink, size_t i)
{
	uint64_t four;

	for (; i + 4 <= COARSE_CELLS; i += 4) {
		memcpy(&four, ink->label_of + i, sizeof(four));
		if (four != 0)
			break;
	}
	while (i < COARSE_CELLS && ink->label_of[i] == 0)
		i++;
	return i;
}

static inline double
mass_of(const struct ink_px *px, double px_mm2)
{
	const double c = px->contrast / 100.0;

	return c >= LIMIT_INK_FULL ? px_mm2 : px_mm2 * c / LIMIT_INK_FULL;
}

static inline uint32_t
coarse_of(uint32_t cell)
{
	const uint32_t x = cell % PRINT_W, y = cell / PRINT_W;

	return y / COARSE * COARSE_W + x / COARSE;
}

#endif
