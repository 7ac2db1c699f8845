/*
 * Any bytes as a pictogram: what is taken is finite, within its limits, and
 * every shape's segments are there and start with a move.
 */
#include "instrument/pictogram.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int n_points[ART__MAX] = {
	[ART_MOVE] = 1, [ART_LINE] = 1, [ART_CURVE] = 3, [ART_CLOSE] = 0};

static void
check(const struct art *art)
{
	size_t next = 0;
	size_t i;
	int k;

	for (i = 0; i < art->n_shapes; i++) {
		const struct art_shape *shape = &art->shapes[i];

		if (shape->first != next || shape->n == 0 ||
			shape->n > art->n_segments - next ||
			art->segments[next].op != ART_MOVE ||
			!(shape->stroke_width >= 0.0f))
			abort();
		next += shape->n;
	}
	if (next != art->n_segments)
		abort();
	for (i = 0; i < art->n_segments; i++)
		for (k = 0; k < n_points[art->segments[i].op]; k++)
			if (!(fabsf(art->segments[i].x[k]) <= PICTOGRAM_SIZE &&
				    fabsf(art->segments[i].y[k]) <=
					    PICTOGRAM_SIZE))
				abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* An exact copy, so that one byte past it is seen. */
	char *copy = malloc(size > 0 ? size : 1);
	struct art *art;

	if (copy == NULL)
		return 0;
	if (size > 0)
		memcpy(copy, data, size);
	art = pictogram_parse(copy, size, NULL);
	if (art != NULL)
		check(art);
	art_free(art);
	free(copy);
	return 0;
}
