/*
 * A picture in memory: one plane of grey or three of red, green and blue, a
 * byte a pixel, 0 black to 255 white, rows from the top without padding.
 *
 * The tools of this folder judge the reader, so they share nothing with it.
 * Lengths on paper are millimetres (mm) in double, from the page's top left.
 */
#ifndef SKAPA_TESTS_TOOLS_RASTER_H
#define SKAPA_TESTS_TOOLS_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define MM_PER_INCH 25.4

struct mm_rect {
	double x, y, w, h;
};

struct raster {
	int w, h;
	int n_planes; /* 1 grey, 3 colour */
	double dpi;
	double dpi_y; /* down the picture; as dpi but for a fax */
	bool bilevel; /* only 0 and 255 */
	uint8_t *plane[3];
};

/* White. NULL if memory is out. */
struct raster *raster_new(int w, int h, int n_planes, double dpi);
struct raster *raster_copy(const struct raster *from);
void raster_free(struct raster *raster); /* NULL is fine */

/* Grey by the weights of ITU-R BT.601. */
double raster_grey(double r, double g, double b);

/* A binary PGM or PPM (P5, P6) of 8 bits. */
struct raster *raster_load_pnm(const char *path, double dpi, struct err *err);

#endif
