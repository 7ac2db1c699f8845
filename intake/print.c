#include "intake/print.h"

#include "core/err.h"
#include "core/frame.h"
#include "intake/image.h"
#include "intake/limits.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MIN_W 1150    /* A4 at 140 dpi */
#define SIDES 1.41429 /* 297/210 */
#define BLACK 110     /* values of print that is black enough to look for */

static int
value_at(const struct image *image, int x, int y)
{
	const uint8_t *row = image->bits + (size_t)y * image->stride;

	if (image->depth == 1)
		return row[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
	return row[x];
}

/* The source pixels of each cell of n, and margin px around them. */
struct span {
	int from, to; /* [from, to) */
};

static void
spans_fill(int n, int size, int margin, struct span *out)
{
	int i;

	for (i = 0; i < n; i++) {
		out[i].from = (int)((int64_t)i * size / n) - margin;
		out[i].to =
			(int)(((int64_t)(i + 1) * size + n - 1) / n) + margin;
		if (out[i].from < 0)
			out[i].from = 0;
		if (out[i].to > size)
			out[i].to = size;
	}
}

/* A row of the source, one of the two rasters, squeezed to PRINT_W. */
static void
squeeze_row(const uint8_t *line, const struct span *spans, bool darkest,
	uint8_t *out)
{
	int cell, x;

	for (cell = 0; cell < PRINT_W; cell++) {
		const struct span span = spans[cell];
		int sum = 0, low = 255;

		for (x = span.from; x < span.to; x++) {
			sum += line[x];
			low = line[x] < low ? line[x] : low;
		}
		out[cell] =
			(uint8_t)(darkest ? low : sum / (span.to - span.from));
	}
}

/* Squeezed rows of the source, squeezed to one. */
static void
squeeze_rows(const uint8_t *rows, struct span span, bool darkest, uint8_t *out)
{
	unsigned sums[PRINT_W] = {0};
	const unsigned n = (unsigned)(span.to - span.from);
	int x, y;

	memset(out, 255, PRINT_W);
	for (y = span.from; y < span.to; y++) {
		const uint8_t *row = rows + (size_t)y * PRINT_W;

		for (x = 0; x < PRINT_W && darkest; x++)
			out[x] = row[x] < out[x] ? row[x] : out[x];
		for (x = 0; x < PRINT_W && !darkest; x++)
			sums[x] += row[x];
	}
	for (x = 0; x < PRINT_W && !darkest; x++)
		out[x] = (uint8_t)(sums[x] / n);
}

/* False: no memory. */
static bool
squeeze(const struct image *image, int margin, bool darkest, uint8_t *out)
{
	struct span across[PRINT_W], down[PRINT_H];
	uint8_t *line = malloc((size_t)image->w);
	uint8_t *rows = malloc((size_t)image->h * PRINT_W);
	const bool ok = line != NULL && rows != NULL;
	int x, y;

	spans_fill(PRINT_W, image->w, margin, across);
	spans_fill(PRINT_H, image->h, margin, down);
	for (y = 0; y < image->h && ok; y++) {
		for (x = 0; x < image->w; x++)
			line[x] = (uint8_t)value_at(image, x, y);
		squeeze_row(line, across, darkest, rows + (size_t)y * PRINT_W);
	}
	for (y = 0; y < PRINT_H && ok; y++)
		squeeze_rows(rows, down[y], darkest, out + (size_t)y * PRINT_W);
	free(line);
	free(rows);
	return ok;
}

/* The cells of at most `most`. */
static void
bits_fill(const uint8_t *cells, int most, print_bits bits)
{
	int x, y;

	memset(bits, 0, sizeof(print_bits));
	for (y = 0; y < PRINT_H; y++)
		for (x = 0; x < PRINT_W; x++)
			bits[y][x / 64] |=
				(uint64_t)(cells[y * PRINT_W + x] <= most)
				<< x % 64;
}

/* The lightest value of print that no ink can be told from. */
static int
lightest_barred(void)
{
	int v = 255;

	while (v > 0 && (255 - v) / 255.0 < LIMIT_PRINT_MASK)
		v--;
	return v;
}

bool
print_make(struct print *print, const struct image *rendered, struct err *err)
{
	const double sides = (double)rendered->h / rendered->w;
	const int margin =
		(int)((double)LIMIT_PRINT_UM * rendered->w / FRAME_PAGE_W +
			0.5);

	if (rendered->w < MIN_W || sides < SIDES * 0.99 || sides > SIDES * 1.01)
		return err_set(err, ERR_INPUT,
			"the print is %d x %d px; an upright A4 page of at "
			"least 140 dpi is needed",
			rendered->w, rendered->h);
	if (!squeeze(rendered, 0, false, print->grey) ||
		!squeeze(rendered, margin, true, print->darkest))
		return err_set(err, ERR_SYSTEM, "out of memory");
	bits_fill(print->grey, BLACK - 1, print->black);
	bits_fill(print->darkest, lightest_barred(), print->barred);
	edges_choose(print->grey, PRINT_W, PRINT_H, &print->edges);
	return true;
}
