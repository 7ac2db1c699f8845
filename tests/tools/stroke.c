#include "tests/tools/stroke.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLES 6000
#define SKIPS 8

/* A place on the stroke, in px of the page. */
struct sample {
	float x, y, r, cover;
};

struct trace {
	int n;
	struct sample at[SAMPLES];
};

void
path_add(struct path *path, double x_mm, double y_mm)
{
	if (path->n == PATH_POINTS)
		return;
	path->at[path->n].x = x_mm;
	path->at[path->n].y = y_mm;
	path->n++;
}

/* Catmull-Rom through the points; at a corner the neighbour is the point. */
static void
curve_at(const struct path *path, int i, double t, double *x, double *y)
{
	int before = i > 0 && i != path->corner_at ? i - 1 : i;
	int next = i + 1 < path->n ? i + 1 : i;
	int after = i + 2 < path->n && next != path->corner_at ? i + 2 : next;
	double t2 = t * t, t3 = t2 * t;
	double a = -.5 * t3 + t2 - .5 * t, b = 1.5 * t3 - 2.5 * t2 + 1;
	double c = -1.5 * t3 + 2 * t2 + .5 * t, d = .5 * t3 - .5 * t2;

	*x = a * path->at[before].x + b * path->at[i].x + c * path->at[next].x +
	     d * path->at[after].x;
	*y = a * path->at[before].y + b * path->at[i].y + c * path->at[next].y +
	     d * path->at[after].y;
}

static double
path_length(const struct path *path)
{
	double sum = 0;
	int i;

	for (i = 0; i + 1 < path->n; i++)
		sum += hypot(path->at[i + 1].x - path->at[i].x,
			path->at[i + 1].y - path->at[i].y);
	return sum;
}

/* Slow waves along the stroke: the hand and its pressure. */
struct wave {
	double length[3], phase[3];
};

static struct wave
wave_make(struct rng *rng)
{
	struct wave wave;
	int i;

	for (i = 0; i < 3; i++) {
		wave.length[i] = rng_range(rng, 1, 2) * (i == 0 ? 1 : i * 3);
		wave.phase[i] = rng_range(rng, 0, 6.2832);
	}
	return wave;
}

static double
wave_at(const struct wave *wave, double s)
{
	double sum = 0;
	int i;

	for (i = 0; i < 3; i++)
		sum += sin(6.2832 * s / wave->length[i] + wave->phase[i]);
	return sum / 2;
}

static double
pressure_at(double s, double length, bool flick)
{
	double press = 1;

	if (s < .5)
		press = .75 + .5 * s;
	if (flick && length - s < length * .35)
		press *= .45 + .55 * (length - s) / (length * .35);
	return press;
}

static void
trace_path(struct trace *trace, const struct pen *pen, const struct path *path,
	double px_per_mm, struct rng *rng)
{
	struct wave dx = wave_make(rng), dy = wave_make(rng);
	struct wave force = wave_make(rng);
	double length = path_length(path), s = 0;
	double step = fmax(.07, pen->width_mm / 6);
	double skips[SKIPS][2];
	int i, k, n_skips = 0;

	if (length / step > SAMPLES - 2 * PATH_POINTS)
		step = length / (SAMPLES - 2 * PATH_POINTS);
	while (n_skips < SKIPS && length > 2 &&
		rng_chance(rng, fmin(.8, pen->skip_per_mm * length))) {
		skips[n_skips][0] = rng_range(rng, 0, length);
		skips[n_skips][1] = rng_range(rng, .1, .45);
		n_skips++;
	}
	trace->n = 0;
	for (i = 0; i + 1 < path->n; i++) {
		double part = hypot(path->at[i + 1].x - path->at[i].x,
			path->at[i + 1].y - path->at[i].y);
		int n = (int)ceil(part / step);

		if (n < 1)
			n = 1;
		for (k = 0; k <= n && trace->n < SAMPLES; k++) {
			struct sample *at = &trace->at[trace->n];
			double here = s + part * k / n, x, y, press;
			int j;

			if (k == n && i + 2 < path->n)
				break;
			curve_at(path, i, (double)k / n, &x, &y);
			press = pressure_at(here, length, path->flick) *
				(1 + .08 * wave_at(&force, here));
			at->x = (float)((x + pen->tremor_mm *
							wave_at(&dx, here)) *
					px_per_mm);
			at->y = (float)((y + pen->tremor_mm *
							wave_at(&dy, here)) *
					px_per_mm);
			at->r = (float)(pen->width_mm / 2 * (.7 + .3 * press) *
					px_per_mm);
			at->cover = (float)fmin(1, pen->cover * press);
			for (j = 0; j < n_skips; j++)
				if (fabs(here - skips[j][0]) < skips[j][1] / 2)
					at->cover *= .12F;
			trace->n++;
		}
		s += part;
	}
}

/* Noise 0..1 that is smooth over a cell; the same for the same place. */
static float
lattice(int x, int y, uint32_t seed)
{
	uint32_t h =
		(uint32_t)x * 0x9e3779b1U ^ (uint32_t)y * 0x85ebca77U ^ seed;

	h ^= h >> 15;
	h *= 0x2c1b3c6dU;
	h ^= h >> 12;
	h *= 0x297a2d39U;
	h ^= h >> 15;
	return (float)(h >> 8) / 16777216.F;
}

static float
texture(float x, float y, uint32_t seed)
{
	int ix = (int)floorf(x), iy = (int)floorf(y);
	float fx = x - (float)ix, fy = y - (float)iy;
	float top = lattice(ix, iy, seed) * (1 - fx) +
		    lattice(ix + 1, iy, seed) * fx;
	float low = lattice(ix, iy + 1, seed) * (1 - fx) +
		    lattice(ix + 1, iy + 1, seed) * fx;

	return top * (1 - fy) + low * fy;
}

struct patch {
	int x0, y0, w, h;
	float *at; /* how much ink, 0..1 */
};

static bool
patch_around(struct patch *patch, const struct trace *trace,
	const struct raster *page)
{
	float x0 = 1e9F, y0 = 1e9F, x1 = -1e9F, y1 = -1e9F;
	int i;

	for (i = 0; i < trace->n; i++) {
		const struct sample *at = &trace->at[i];

		x0 = fminf(x0, at->x - at->r - 1);
		y0 = fminf(y0, at->y - at->r - 1);
		x1 = fmaxf(x1, at->x + at->r + 2);
		y1 = fmaxf(y1, at->y + at->r + 2);
	}
	x0 = fmaxf(x0, 0);
	y0 = fmaxf(y0, 0);
	x1 = fminf(x1, (float)page->w);
	y1 = fminf(y1, (float)page->h);
	if (x1 - x0 < 1 || y1 - y0 < 1)
		return false;
	patch->x0 = (int)x0;
	patch->y0 = (int)y0;
	patch->w = (int)x1 - patch->x0;
	patch->h = (int)y1 - patch->y0;
	if (patch->w < 1 || patch->h < 1)
		return false;
	patch->at =
		calloc((size_t)patch->w * (size_t)patch->h, sizeof(*patch->at));
	return patch->at != NULL;
}

/* The ink of one short piece; the fullest ink of all pieces stays. */
static void
capsule(struct patch *patch, const struct sample *a, const struct sample *b)
{
	float r = (a->r + b->r) / 2, cover = (a->cover + b->cover) / 2;
	float dx = b->x - a->x, dy = b->y - a->y;
	float len2 = dx * dx + dy * dy;
	int x0 = (int)(fminf(a->x, b->x) - r - 1) - patch->x0;
	int x1 = (int)(fmaxf(a->x, b->x) + r + 2) - patch->x0;
	int y0 = (int)(fminf(a->y, b->y) - r - 1) - patch->y0;
	int y1 = (int)(fmaxf(a->y, b->y) + r + 2) - patch->y0;
	int x, y;

	x0 = x0 < 0 ? 0 : x0;
	y0 = y0 < 0 ? 0 : y0;
	x1 = x1 > patch->w ? patch->w : x1;
	y1 = y1 > patch->h ? patch->h : y1;
	for (y = y0; y < y1; y++) {
		float *row = patch->at + (size_t)y * (size_t)patch->w;
		float py = (float)(y + patch->y0) + .5F - a->y;

		for (x = x0; x < x1; x++) {
			float px = (float)(x + patch->x0) + .5F - a->x;
			float t = len2 > 0 ? (px * dx + py * dy) / len2 : 0;
			float ex, ey, in;

			t = t < 0 ? 0 : t > 1 ? 1 : t;
			ex = px - t * dx;
			ey = py - t * dy;
			in = r - sqrtf(ex * ex + ey * ey) + .5F;
			in = in < 0 ? 0 : in > 1 ? 1 : in;
			if (in * cover > row[x])
				row[x] = in * cover;
		}
	}
}

static void
multiply(struct raster *page, const struct pen *pen, const struct patch *patch,
	struct rng *rng, struct ink *ink)
{
	uint32_t seed = rng_bits(rng);
	/* Paper's tooth: about 0.13 mm from hill to hill. */
	float cells = (float)(MM_PER_INCH / page->dpi / .13);
	float grain = (float)pen->grain;
	float through[3];
	int i, x, y;

	for (i = 0; i < 3; i++)
		through[i] = (float)pen->through[i];
	if (page->n_planes == 1)
		through[0] = (float)raster_grey(
			pen->through[0], pen->through[1], pen->through[2]);
	for (y = 0; y < patch->h; y++) {
		size_t row = (size_t)(y + patch->y0) * (size_t)page->w +
			     (size_t)patch->x0;

		for (x = 0; x < patch->w; x++) {
			float m = patch->at[(size_t)y * (size_t)patch->w +
					    (size_t)x];
			size_t at = row + (size_t)x;

			if (m <= .002F)
				continue;
			if (grain > 0)
				m *= 1 -
				     grain * texture((float)(x + patch->x0) *
							     cells,
						     (float)(y + patch->y0) *
							     cells,
						     seed);
			if (ink && m > .3F * (float)pen->cover)
				ink_add(ink, x + patch->x0, y + patch->y0,
					page->plane[0][at]);
			for (i = 0; i < page->n_planes && i < 3; i++)
				page->plane[i][at] =
					(uint8_t)((float)page->plane[i][at] *
							  (1 - m * (1 - through[i])) +
						  .5F);
		}
	}
}

void
stroke_draw(struct raster *page, const struct pen *pen, const struct path *path,
	struct rng *rng, struct ink *ink)
{
	struct trace *trace;
	struct patch patch = {0};
	int i;

	if (path->n < 2)
		return;
	trace = malloc(sizeof(*trace));
	if (!trace)
		return;
	trace_path(trace, pen, path, page->dpi / MM_PER_INCH, rng);
	if (patch_around(&patch, trace, page)) {
		for (i = 0; i + 1 < trace->n; i++)
			capsule(&patch, &trace->at[i], &trace->at[i + 1]);
		multiply(page, pen, &patch, rng, ink);
	}
	free(patch.at);
	free(trace);
}
