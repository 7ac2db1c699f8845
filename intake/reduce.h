/*
 * The working picture: the page in grey at about 150 dpi, made by averaging
 * whole blocks of pixels. Everything after the decoder looks at this one.
 */
#ifndef SKAPA_INTAKE_REDUCE_H
#define SKAPA_INTAKE_REDUCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct err;
struct image;

/* A byte a pixel, 0 black to 255 white. px has room bytes and is reused. */
struct grey {
	int w, h;
	size_t stride;
	uint8_t *px;
	size_t room;
	int factor; /* source pixels a pixel, in x and in y */
};

/* Whether the file's dots per inch can be true. */
bool image_dpi_believed(const struct image *image);
/* They, or what they are if the picture shows just an A4 page. */
double image_dpi(const struct image *image);
double image_dpi_of_a4(const struct image *image);

#define REDUCE_MOST 4
/* 1 to REDUCE_MOST: what leaves at least LIMIT_WORK_DPI of dpi. */
int reduce_factor(double dpi);
/* The same for a picture; its own if it is reduced. */
int reduce_factor_of(const struct image *image);
/* Bytes of a row of w pixels. */
size_t grey_stride(int w);
/*
 * A row of w pixels out of factor rows, stride apart, of w * factor pixels of
 * depth 8.
 */
void reduce_row(
	const uint8_t *from, size_t stride, int factor, uint8_t *to, int w);

/*
 * Rows and columns that do not fill a block are left out. Errors: ERR_SYSTEM
 * if memory runs out; ERR_INPUT for a picture smaller than a block.
 */
bool reduce(const struct image *image, int factor, struct grey *out,
	struct err *err);
/*
 * Makes the pixels square: the axis with the fewer, of those that dpi_x and
 * dpi_y say, is drawn out. Faxes have half as many down the page. Does nothing
 * where they differ by less than a tenth. Errors: ERR_SYSTEM.
 */
bool reduce_square(struct grey *grey, int dpi_x, int dpi_y, struct err *err);
/* The same by 2, of a working picture. */
bool reduce_half(const struct grey *from, struct grey *out, struct err *err);
void grey_finish(struct grey *grey);

/*
 * v held within [low, high]; low for what is no number. fmin and fmax would be
 * calls, and these stand in the inner loops.
 */
static inline double
held(double v, double low, double high)
{
	v = v > low ? v : low;
	return v < high ? v : high;
}

#define REDUCE_ONES 0x0101010101010101ULL
#define REDUCE_HIGHS 0x8080808080808080ULL

/* Whether one of eight bytes is below limit; may say yes for none. */
static inline bool
any_below(uint64_t eight, unsigned limit)
{
	/* Of a byte that is less the subtraction borrows from its high bit. */
	if (limit <= 128)
		return ((eight - REDUCE_ONES * limit) & ~eight &
			       REDUCE_HIGHS) != 0;
	/* The other way round: one of their complements is above. */
	eight = ~eight;
	return (((eight + REDUCE_ONES * (127 - (255 - limit))) | eight) &
		       REDUCE_HIGHS) != 0;
}

/* Whether one of as many values is below its own limit. */
#define REDUCE_WIDE 32
static inline bool
any_below_limits(const uint8_t *values, const uint8_t *limits)
{
	typedef uint8_t bytes __attribute__((vector_size(REDUCE_WIDE / 2)));
	bytes value[2], limit[2], below;
	uint64_t two[2];

	memcpy(value, values, sizeof(value));
	memcpy(limit, limits, sizeof(limit));
	below = (bytes)(value[0] < limit[0]) | (bytes)(value[1] < limit[1]);
	memcpy(two, &below, sizeof(two));
	return (two[0] | two[1]) != 0;
}

/*
 * The value at a point, interpolated between pixel centres; beyond the
 * picture's edge, what is at the edge.
 */
static inline double
grey_at(const struct grey *grey, double x, double y)
{
	const double fx = held(x - 0.5, 0, grey->w - 1.001);
	const double fy = held(y - 0.5, 0, grey->h - 1.001);
	const int ix = (int)fx, iy = (int)fy;
	const double ax = fx - ix, ay = fy - iy;
	const uint8_t *at = grey->px + (size_t)iy * grey->stride + ix;
	const uint8_t *below = at + grey->stride;

	return (at[0] * (1 - ax) + at[1] * ax) * (1 - ay) +
	       (below[0] * (1 - ax) + below[1] * ax) * ay;
}

#endif
