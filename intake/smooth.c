#include "intake/smooth.h"

#include "core/err.h"
#include "intake/reduce.h"

#include <stdlib.h>
#include <string.h>

/* The sums of three neighbours of a row, the outermost counted twice. */
static void
sums_of(const uint8_t *row, int w, uint16_t *out)
{
	int x;

	out[0] = (uint16_t)(2 * row[0] + row[w > 1]);
	out[w - 1] = (uint16_t)(2 * row[w - 1] + row[w > 1 ? w - 2 : 0]);
	for (x = 1; x < w - 1; x++)
		out[x] = (uint16_t)(row[x - 1] + row[x] + row[x + 1]);
}

bool
grey_smooth(struct grey *grey, struct err *err)
{
	const size_t w = (size_t)grey->w;
	uint16_t *sums, *before, *here, *after;
	int x, y;

	if (grey->w < 1 || grey->h < 1)
		return true;
	sums = malloc(3 * w * sizeof(*sums));
	if (sums == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	before = sums;
	here = sums + w;
	after = sums + 2 * w;
	sums_of(grey->px, grey->w, here);
	memcpy(before, here, w * sizeof(*here));
	for (y = 0; y < grey->h; y++) {
		uint8_t *row = grey->px + (size_t)y * grey->stride;
		uint16_t *old = before;

		if (y + 1 < grey->h)
			sums_of(row + grey->stride, grey->w, after);
		else
			memcpy(after, here, w * sizeof(*here));
		for (x = 0; x < grey->w; x++)
			row[x] =
				(uint8_t)((before[x] + here[x] + after[x] + 4) /
					  9);
		before = here;
		here = after;
		after = old;
	}
	free(sums);
	return true;
}
