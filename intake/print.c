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

static int
value_at(const struct image *image, int x, int y)
{
	const uint8_t *row = image->bits + (size_t)y * image->stride;

	if (image->depth == 1)
		return row[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
	return row[x];
}

/* The source pixels [*from, *to) of cell i of n, and margin px around them. */
static void
span(int i, int n, int size, int margin, int *from, int *to)
{
	*from = (int)((int64_t)i * size / n) - margin;
	*to = (int)(((int64_t)(i + 1) * size + n - 1) / n) + margin;
	if (*from < 0)
		*from = 0;
	if (*to > size)
		*to = size;
}

/* For one row of the source: each cell's sum and, with a margin, darkest. */
static void
squeeze_row(const struct image *image, int y, int margin, uint8_t *line,
	uint8_t *mean, uint8_t *darkest)
{
	int cell, x, from, to;

	for (x = 0; x < image->w; x++)
		line[x] = (uint8_t)value_at(image, x, y);
	for (cell = 0; cell < PRINT_W; cell++) {
		int sum = 0, low = 255;

		span(cell, PRINT_W, image->w, 0, &from, &to);
		for (x = from; x < to; x++)
			sum += line[x];
		mean[cell] = (uint8_t)(sum / (to - from));
		span(cell, PRINT_W, image->w, margin, &from, &to);
		for (x = from; x < to; x++)
			if (line[x] < low)
				low = line[x];
		darkest[cell] = (uint8_t)low;
	}
}

static void
squeeze_rows(const uint8_t *rows, int h, int cell, int margin, bool darkest,
	uint8_t *out)
{
	int from, to, x, y;

	span(cell, PRINT_H, h, margin, &from, &to);
	for (x = 0; x < PRINT_W; x++) {
		int sum = 0, low = 255;

		for (y = from; y < to; y++) {
			const int v = rows[(size_t)y * PRINT_W + (size_t)x];

			sum += v;
			if (v < low)
				low = v;
		}
		out[x] = (uint8_t)(darkest ? low : sum / (to - from));
	}
}

struct print *
print_new(const struct image *rendered, struct err *err)
{
	const double sides = (double)rendered->h / rendered->w;
	const int margin =
		(int)((double)LIMIT_PRINT_UM * rendered->w / FRAME_PAGE_W +
			0.5);
	uint8_t *rows = NULL, *line = NULL;
	struct print *print = NULL;
	size_t size;
	int y;

	if (rendered->w < MIN_W || sides < SIDES * 0.99 ||
		sides > SIDES * 1.01) {
		err_set(err, ERR_INPUT,
			"the print is %d x %d px; an upright A4 page of at "
			"least 140 dpi is needed",
			rendered->w, rendered->h);
		return NULL;
	}
	size = (size_t)rendered->h * PRINT_W;
	print = calloc(1, sizeof(*print));
	rows = calloc(2, size);
	line = malloc((size_t)rendered->w);
	if (print != NULL) {
		print->grey = malloc((size_t)PRINT_W * PRINT_H);
		print->darkest = malloc((size_t)PRINT_W * PRINT_H);
	}
	if (print == NULL || print->grey == NULL || print->darkest == NULL ||
		rows == NULL || line == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		print_free(print);
		print = NULL;
		goto out;
	}
	for (y = 0; y < rendered->h; y++)
		squeeze_row(rendered, y, margin, line,
			rows + (size_t)y * PRINT_W,
			rows + size + (size_t)y * PRINT_W);
	for (y = 0; y < PRINT_H; y++) {
		squeeze_rows(rows, rendered->h, y, 0, false,
			print->grey + (size_t)y * PRINT_W);
		squeeze_rows(rows + size, rendered->h, y, margin, true,
			print->darkest + (size_t)y * PRINT_W);
	}
	edges_choose(print->grey, PRINT_W, PRINT_H, &print->edges);
out:
	free(rows);
	free(line);
	return print;
}

void
print_free(struct print *print)
{
	if (print == NULL)
		return;
	free(print->grey);
	free(print->darkest);
	free(print);
}
