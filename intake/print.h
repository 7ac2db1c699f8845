/*
 * What a layout page looks like before anybody wrote on it: the rendered
 * template, without page codes, as two small rasters of PRINT_PER_MM pixels a
 * millimetre. Ink that is darker than the print allows is a person's.
 *
 * A struct print is made once for each layout page and only read afterwards:
 * pages read at the same time may share it.
 */
#ifndef SKAPA_INTAKE_PRINT_H
#define SKAPA_INTAKE_PRINT_H

#include "intake/edges.h"

#include <stddef.h>
#include <stdint.h>

struct err;
struct image;

#define PRINT_PER_MM 6
#define PRINT_W (210 * PRINT_PER_MM) /* A4 */
#define PRINT_H (297 * PRINT_PER_MM)

/* Both row by row, PRINT_W bytes a row; 0 black to 255 paper. */
struct print {
	uint8_t *grey; /* the mean of each cell */
	/* The darkest within LIMIT_PRINT_UM of the cell: what is allowed. */
	uint8_t *darkest;
	struct edges edges; /* of grey */
};

/*
 * rendered is the whole A4 page, upright, true to scale, of at least 140 dpi
 * (its pixels are mapped to 210 x 297 mm; dpi_x and dpi_y are not looked at).
 *
 * Errors: ERR_INPUT if the shape is not A4's or the picture is too small;
 * ERR_SYSTEM if memory runs out.
 */
struct print *print_new(const struct image *rendered, struct err *err);
void print_free(struct print *print); /* NULL is fine */

#endif
