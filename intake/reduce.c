#include "intake/reduce.h"

#include "core/err.h"
#include "intake/image.h"
#include "intake/limits.h"
#include "intake/room.h"

#include <string.h>

#define MM_PER_INCH 25.4
#define A4_LONG_MM 297.0

static int
longer(const struct image *image)
{
	return image->w > image->h ? image->w : image->h;
}

bool
image_dpi_believed(const struct image *image)
{
	double w, h, side;

	if (image->dpi_x <= 0 || image->dpi_y <= 0)
		return false;
	w = image->w * MM_PER_INCH / image->dpi_x;
	h = image->h * MM_PER_INCH / image->dpi_y;
	side = w > h ? w : h;
	return side >= LIMIT_DPI_SIDE_MIN_MM && side <= LIMIT_DPI_SIDE_MAX_MM;
}

double
image_dpi_of_a4(const struct image *image)
{
	return longer(image) * MM_PER_INCH / A4_LONG_MM;
}

double
image_dpi(const struct image *image)
{
	if (!image_dpi_believed(image))
		return image_dpi_of_a4(image);
	return image->dpi_x < image->dpi_y ? image->dpi_x : image->dpi_y;
}

int
reduce_factor(double dpi)
{
	const int factor = (int)(dpi / LIMIT_WORK_DPI);

	return factor < 1 ? 1 : factor > REDUCE_MOST ? REDUCE_MOST : factor;
}

int
reduce_factor_of(const struct image *image)
{
	return image->factor > 1 ? image->factor
				 : reduce_factor(image_dpi(image));
}

size_t
grey_stride(int w)
{
	return ((size_t)w + 7) & ~(size_t)7;
}

static bool
make_room(struct grey *out, int w, int h, int factor, struct err *err)
{
	const size_t stride = grey_stride(w);
	const size_t need = stride * (size_t)h + 8;

	if (need > out->room) {
		room_free(out->px, out->room);
		out->room = 0;
		out->px = room_new(need);
		if (out->px == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		out->room = need;
	}
	out->w = w;
	out->h = h;
	out->stride = stride;
	out->factor = factor;
	return true;
}

/* --- 8 bits a pixel --------------------------------------------------- */

/* Eight bytes, and sums of two neighbours in eight 16-bit lanes. */
typedef uint8_t bytes8 __attribute__((vector_size(8)));
typedef uint16_t lanes8 __attribute__((vector_size(16)));

static lanes8
sum_pairs(const uint8_t *at)
{
	lanes8 two;

	memcpy(&two, at, sizeof(two));
	return (two & 0xff) + (two >> 8);
}

/* Eight pixels of the result at a time, from sixteen by two. */
static void
halve_row(const uint8_t *a, const uint8_t *b, uint8_t *to, int w)
{
	int x = 0;

	for (; x + 8 <= w; x += 8) {
		const lanes8 sum = sum_pairs(a + 2 * x) + sum_pairs(b + 2 * x);
		const bytes8 mean =
			__builtin_convertvector((sum + 2) >> 2, bytes8);

		memcpy(to + x, &mean, sizeof(mean));
	}
	for (; x < w; x++)
		to[x] = (uint8_t)((a[2 * x] + a[2 * x + 1] + b[2 * x] +
					  b[2 * x + 1] + 2) >>
				  2);
}

static void
block_row(const uint8_t *from, size_t stride, int factor, uint8_t *to, int w)
{
	const unsigned n = (unsigned)(factor * factor);
	int x, i, j;

	for (x = 0; x < w; x++) {
		const uint8_t *at = from + (size_t)x * (size_t)factor;
		unsigned sum = n / 2;

		for (j = 0; j < factor; j++)
			for (i = 0; i < factor; i++)
				sum += at[(size_t)j * stride + (size_t)i];
		to[x] = (uint8_t)(sum / n);
	}
}

void
reduce_row(const uint8_t *from, size_t stride, int factor, uint8_t *to, int w)
{
	if (factor == 1)
		memcpy(to, from, (size_t)w);
	else if (factor == 2)
		halve_row(from, from + stride, to, w);
	else
		block_row(from, stride, factor, to, w);
}

static void
reduce_grey(const uint8_t *px, size_t stride, int factor, struct grey *out)
{
	int y;

	for (y = 0; y < out->h; y++)
		reduce_row(px + (size_t)y * (size_t)factor * stride, stride,
			factor, out->px + (size_t)y * out->stride, out->w);
}

/* --- 1 bit a pixel ---------------------------------------------------- */

/* spread[f][b]: how many of each f neighbouring bits of b are set. */
struct spread {
	uint8_t by1[256][8], by2[256][4], by4[256][2];
};

static void
spread_fill(struct spread *spread)
{
	int b, i;

	for (b = 0; b < 256; b++) {
		for (i = 0; i < 8; i++)
			spread->by1[b][i] = (uint8_t)(b >> (7 - i) & 1);
		for (i = 0; i < 4; i++)
			spread->by2[b][i] =
				(uint8_t)(spread->by1[b][2 * i] +
					  spread->by1[b][2 * i + 1]);
		for (i = 0; i < 2; i++)
			spread->by4[b][i] =
				(uint8_t)(spread->by2[b][2 * i] +
					  spread->by2[b][2 * i + 1]);
	}
}

/* Whole bytes of the source; room for up to 7 pixels after the row's end. */
static void
bits_row_2(const struct spread *spread, const uint8_t *a, const uint8_t *b,
	uint8_t *to, int w)
{
	int x = 0;

	while (x < w) {
		uint32_t p, q;
		uint64_t eight, below;

		/* Most of a page is white: 32 pixels of it at once. */
		if (x + 32 <= w) {
			memcpy(&eight, a + x / 4, 8);
			memcpy(&below, b + x / 4, 8);
			if ((eight | below) == 0) {
				memset(to + x, 255, 32);
				x += 32;
				continue;
			}
		}

		memcpy(&p, spread->by2[a[x / 4]], 4);
		memcpy(&q, spread->by2[b[x / 4]], 4);
		p = 0xffffffffU - (p + q) * 63;
		memcpy(to + x, &p, 4);
		x += 4;
	}
}

static void
bits_row_4(const struct spread *spread, const uint8_t *a, size_t stride,
	uint8_t *to, int w)
{
	int x, i;

	for (x = 0; x < w; x++) {
		unsigned sum = 0;

		for (i = 0; i < 4; i++)
			sum += spread->by4[a[(size_t)i * stride +
					     (size_t)(x / 2)]][x & 1];
		to[x] = (uint8_t)(255 - sum * 15);
	}
}

static void
bits_row(const uint8_t *from, size_t stride, int factor, uint8_t *to, int w)
{
	const unsigned n = (unsigned)(factor * factor);
	int x, i, j;

	for (x = 0; x < w; x++) {
		unsigned sum = 0;

		for (j = 0; j < factor; j++)
			for (i = 0; i < factor; i++) {
				const unsigned at = (unsigned)(x * factor + i);

				sum += from[(size_t)j * stride + at / 8] >>
					       (7 - at % 8) &
				       1;
			}
		to[x] = (uint8_t)(255 - sum * 255 / n);
	}
}

static void
reduce_bits(const struct image *image, int factor, struct grey *out)
{
	struct spread spread;
	int y;

	spread_fill(&spread);
	for (y = 0; y < out->h; y++) {
		const uint8_t *from = image->bits + (size_t)y * (size_t)factor *
							    image->stride;
		uint8_t *to = out->px + (size_t)y * out->stride;

		if (factor == 2)
			bits_row_2(&spread, from, from + image->stride, to,
				out->w);
		else if (factor == 4)
			bits_row_4(&spread, from, image->stride, to, out->w);
		else
			bits_row(from, image->stride, factor, to, out->w);
	}
}

bool
reduce(const struct image *image, int factor, struct grey *out, struct err *err)
{
	if (image->w < factor || image->h < factor || image->bits == NULL)
		return err_set(err, ERR_INPUT, "the picture has no pixels");
	if (!make_room(out, image->w / factor, image->h / factor, factor, err))
		return false;
	if (image->depth == 1)
		reduce_bits(image, factor, out);
	else
		reduce_grey(image->bits, image->stride,
			image->factor > 1 ? 1 : factor, out);
	return true;
}

/* to[x] of the row that lies at * from_n / to_n of what from has. */
static void
draw_out(const uint8_t *from, size_t step, int from_n, uint8_t *to,
	size_t to_step, int to_n)
{
	const double each = (double)from_n / to_n;
	int i;

	for (i = 0; i < to_n; i++) {
		const double at = held((i + 0.5) * each - 0.5, 0, from_n - 1);
		const int k = (int)at, next = k + 1 < from_n ? k + 1 : k;
		const double share = at - k;

		to[(size_t)i * to_step] =
			(uint8_t)(from[(size_t)k * step] * (1 - share) +
				  from[(size_t)next * step] * share + 0.5);
	}
}

bool
reduce_square(struct grey *grey, int dpi_x, int dpi_y, struct err *err)
{
	const double ratio = dpi_y > 0 ? (double)dpi_x / dpi_y : 1;
	struct grey out = {0};
	int i;

	if (ratio > 0.9 && ratio < 1.1)
		return true;
	if (!make_room(&out, ratio < 1 ? (int)(grey->w / ratio) : grey->w,
		    ratio < 1 ? grey->h : (int)(grey->h * ratio), grey->factor,
		    err))
		return false;
	if (out.px == NULL)
		return err_set(err, ERR_INPUT, "the picture has no pixels");
	if (ratio < 1)
		for (i = 0; i < grey->h; i++)
			draw_out(grey->px + (size_t)i * grey->stride, 1,
				grey->w, out.px + (size_t)i * out.stride, 1,
				out.w);
	else
		for (i = 0; i < grey->w; i++)
			draw_out(grey->px + i, grey->stride, grey->h,
				out.px + i, out.stride, out.h);
	grey_finish(grey);
	*grey = out;
	return true;
}

bool
reduce_half(const struct grey *from, struct grey *out, struct err *err)
{
	if (from->w < 2 || from->h < 2)
		return err_set(err, ERR_INPUT, "the picture has no pixels");
	if (!make_room(out, from->w / 2, from->h / 2, 2, err))
		return false;
	reduce_grey(from->px, from->stride, 2, out);
	return true;
}

void
grey_finish(struct grey *grey)
{
	room_free(grey->px, grey->room);
	*grey = (struct grey){0};
}
