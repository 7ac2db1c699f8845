#include "intake/crop.h"

#include "core/err.h"
#include "intake/image.h"
#include "intake/reduce.h"

#include <stdlib.h>
#include <string.h>

#define WHOLE_SIDE 1800
#define HIGH_MOST (4000 * CROP_DPI / 25) /* px: 4 m */
#define OUTSIDE 160			 /* neither paper nor ink */
#define BETWEEN 4			 /* px of the dark line */
#define SAMPLES 3			 /* in x and y a px */

static int
value_at(const struct image *image, double x, double y)
{
	const uint8_t *row;
	int ix, iy;

	if (x < 0 || y < 0 || x >= image->w || y >= image->h)
		return OUTSIDE;
	ix = (int)x;
	iy = (int)y;
	row = image->bits + (size_t)iy * image->stride;
	if (image->depth == 8)
		return row[ix];
	return row[ix >> 3] >> (7 - (ix & 7)) & 1 ? 0 : 255;
}

/* Makes out w x h px at least, what was there at its top left; the rest white.
 */
static bool
grow(struct grey *out, int w, int h, struct err *err)
{
	const int wide = w > out->w ? w : out->w;
	const size_t need = (size_t)wide * (size_t)h;
	uint8_t *px;
	int y;

	if (h > HIGH_MOST)
		return err_set(err, ERR_LIMIT, "the parts are too high");
	px = malloc(need);
	if (px == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	memset(px, 255, need);
	for (y = 0; y < out->h; y++)
		memcpy(px + (size_t)y * (size_t)wide,
			out->px + (size_t)y * out->stride, (size_t)out->w);
	free(out->px);
	out->px = px;
	out->room = need;
	out->stride = (size_t)wide;
	out->w = wide;
	out->h = h;
	out->factor = 1;
	return true;
}

bool
crop_add(struct grey *out, const struct image *image,
	const struct homography *map, struct um_rect part, struct err *err)
{
	const double um = (double)UM_PER_INCH / CROP_DPI; /* a px */
	const int w = (int)(part.w / um) + 1, h = (int)(part.h / um) + 1;
	const int between = out->h > 0 ? BETWEEN : 0;
	const int top = out->h + between;
	int x, y, i, k;

	if (!grow(out, w, top + h, err))
		return false;
	memset(out->px + (size_t)(top - between) * out->stride, 0,
		(size_t)between * out->stride);
	for (y = 0; y < h; y++)
		for (x = 0; x < w; x++) {
			int sum = 0;

			for (i = 0; i < SAMPLES; i++)
				for (k = 0; k < SAMPLES; k++) {
					const struct px_point p = homography_at(
						map,
						part.x +
							(x + (k + .5) / SAMPLES) *
								um,
						part.y +
							(y + (i + .5) / SAMPLES) *
								um);

					sum += value_at(image, p.x, p.y);
				}
			out->px[(size_t)(top + y) * out->stride + (size_t)x] =
				(uint8_t)(sum / (SAMPLES * SAMPLES));
		}
	return true;
}

bool
crop_whole(struct grey *out, const struct image *image, struct err *err)
{
	const int longest = image->w > image->h ? image->w : image->h;
	const int by = (longest + WHOLE_SIDE - 1) / WHOLE_SIDE;
	const int w = image->w < by ? 1 : image->w / by;
	const int h = image->h < by ? 1 : image->h / by;
	const int top = out->h;
	int x, y, i, k;

	if (!grow(out, w, top + h, err))
		return false;
	for (y = 0; y < h; y++)
		for (x = 0; x < w; x++) {
			int sum = 0;

			for (i = 0; i < by; i++)
				for (k = 0; k < by; k++)
					sum += value_at(
						image, x * by + k, y * by + i);
			out->px[(size_t)(top + y) * out->stride + (size_t)x] =
				(uint8_t)(sum / (by * by));
		}
	return true;
}
