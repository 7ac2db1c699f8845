/*
 * What a layout page looks like before anybody wrote on it: the rendered
 * template, without page codes, as two small rasters of PRINT_PER_MM pixels a
 * millimetre. Ink that is darker than the print allows is a person's.
 *
 * A struct print is made once for each layout page and only read afterwards:
 * prints.h shares it between processes.
 */
#ifndef SKAPA_INTAKE_PRINT_H
#define SKAPA_INTAKE_PRINT_H

#include "intake/edges.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct image;

#define PRINT_PER_MM 6
#define PRINT_W (210 * PRINT_PER_MM) /* A4 */
#define PRINT_H (297 * PRINT_PER_MM)

/* A bit a cell of a row, the leftmost in the lowest; one word to spare. */
#define PRINT_WORDS ((PRINT_W + 63) / 64 + 1)
typedef uint64_t print_bits[PRINT_H][PRINT_WORDS];

/* Both rasters row by row; 0 black to 255 paper. */
struct print {
	uint8_t grey[PRINT_W * PRINT_H]; /* the mean of each cell */
	/* The darkest within LIMIT_PRINT_UM of the cell: what is allowed. */
	uint8_t darkest[PRINT_W * PRINT_H];
	/* What is asked of either over and over, so that it stays at hand. */
	print_bits black;   /* grey is: print that must be seen */
	print_bits barred;  /* darkest is: no ink can be told there */
	struct edges edges; /* of grey */
};

/* 64 cells of a row of bits from x on, 0 <= x < PRINT_W. */
static inline uint64_t
print_bits_at(const uint64_t row[PRINT_WORDS], int x)
{
	const uint64_t bits = row[x / 64] >> x % 64;

	return x % 64 == 0 ? bits : bits | row[x / 64 + 1] << (64 - x % 64);
}

/*
 * Fills *print, which the caller gives. rendered is the whole A4 page, upright,
 * true to scale, of at least 140 dpi (its pixels are mapped to 210 x 297 mm;
 * dpi_x and dpi_y are not looked at).
 *
 * Errors: ERR_INPUT if the shape is not A4's or the picture is too small;
 * ERR_SYSTEM if memory runs out. *print is then unspecified.
 */
bool print_make(
	struct print *print, const struct image *rendered, struct err *err);

#endif
