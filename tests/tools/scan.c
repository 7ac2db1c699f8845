#include "tests/tools/scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOISE_TABLE 65536
#define SPAN 64 /* px between exact points of the map */

static void
times(double out[9], const double a[9], const double b[9])
{
	double c[9];
	int i, j;

	for (i = 0; i < 3; i++)
		for (j = 0; j < 3; j++)
			c[3 * i + j] = a[3 * i] * b[j] +
				       a[3 * i + 1] * b[3 + j] +
				       a[3 * i + 2] * b[6 + j];
	memcpy(out, c, sizeof(c));
}

/* The inverse but for a factor, which a projective map does not feel. */
static void
adjugate(double out[9], const double m[9])
{
	double a[9] = {
		m[4] * m[8] - m[5] * m[7],
		m[2] * m[7] - m[1] * m[8],
		m[1] * m[5] - m[2] * m[4],
		m[5] * m[6] - m[3] * m[8],
		m[0] * m[8] - m[2] * m[6],
		m[2] * m[3] - m[0] * m[5],
		m[3] * m[7] - m[4] * m[6],
		m[1] * m[6] - m[0] * m[7],
		m[0] * m[4] - m[1] * m[3],
	};

	memcpy(out, a, sizeof(a));
}

void
scan_map_at(const struct scan_map *map, double x, double y, double *to_x,
	double *to_y)
{
	const double *m = map->m;
	double w = m[6] * x + m[7] * y + m[8];

	*to_x = (m[0] * x + m[1] * y + m[2]) / w;
	*to_y = (m[3] * x + m[4] * y + m[5]) / w;
	if (map->wave > 0)
		*to_y -= map->wave * sin(6.2831853 * *to_y / map->wave_length +
					     map->wave_phase);
}

/* Rows of the picture for each row of square pixels. */
static double
flatness(const struct scan *scan)
{
	return scan->dpi_y > 0 ? scan->dpi_y / scan->dpi : 1;
}

/* Paper px to picture px of a picture of w x h square pixels. */
static struct scan_map
map_of(const struct raster *paper, const struct scan *scan, int w, int h)
{
	static const double quarter[4][4] = {
		{1, 0, 0, 1},
		{0, -1, 1, 0},
		{-1, 0, 0, -1},
		{0, 1, -1, 0},
	};
	const double *q = quarter[scan->turn & 3];
	double size = scan->scale * scan->dpi / paper->dpi;
	double a = scan->skew_deg * 3.14159265358979 / 180;
	double px_per_mm = scan->dpi / MM_PER_INCH;
	double to_middle[9] = {
		1, 0, -paper->w / 2.0, 0, 1, -paper->h / 2.0, 0, 0, 1};
	double zoom[9] = {size, 0, 0, 0, size, 0, 0, 0, 1};
	double lean[9] = {1, 0, 0, 0, 1, 0,
		scan->perspective[0] / (w > h ? w : h),
		scan->perspective[1] / (w > h ? w : h), 1};
	double skew[9] = {cos(a), -sin(a), 0, sin(a), cos(a), 0, 0, 0, 1};
	double turn[9] = {q[0], q[1], 0, q[2], q[3], 0, 0, 0, 1};
	double place[9] = {1, 0, w / 2.0 + scan->shift_mm[0] * px_per_mm, 0, 1,
		h / 2.0 + scan->shift_mm[1] * px_per_mm, 0, 0, 1};
	double rows[9] = {1, 0, 0, 0, flatness(scan), 0, 0, 0, 1};
	struct scan_map map = {.wave = 0};

	times(map.m, zoom, to_middle);
	times(map.m, skew, map.m);
	times(map.m, turn, map.m);
	times(map.m, lean, map.m);
	times(map.m, place, map.m);
	times(map.m, rows, map.m);
	return map;
}

/* Beyond the paper: the lid, a little darker in the paper's shadow. */
static uint8_t
beyond(const struct raster *paper, double x, double y, uint8_t bed)
{
	double dx = x < 0 ? -x : x - paper->w, dy = y < 0 ? -y : y - paper->h;
	double far = fmax(dx, dy) * MM_PER_INCH / paper->dpi;

	if (bed < 128 || far > 1.2)
		return bed;
	return (uint8_t)(bed - 60 * (1 - far / 1.2));
}

static void
map_span(const struct raster *paper, int plane, const struct scan *scan,
	uint8_t *out, int n, const double from[2], const double to[2])
{
	const uint8_t *bits = paper->plane[plane];
	int32_t dx = (int32_t)((to[0] - from[0]) / n * 65536);
	int32_t dy = (int32_t)((to[1] - from[1]) / n * 65536);
	int32_t x = (int32_t)((from[0] - .5) * 65536);
	int32_t y = (int32_t)((from[1] - .5) * 65536);
	double low_x = fmin(from[0], to[0]), high_x = fmax(from[0], to[0]);
	double low_y = fmin(from[1], to[1]), high_y = fmax(from[1], to[1]);
	bool inside = low_x > 2 && low_y > 2 && high_x < paper->w - 2 &&
		      high_y < paper->h - 2;
	int i;

	for (i = 0; i < n; i++, x += dx, y += dy) {
		int ix = x >> 16, iy = y >> 16;
		int fx = (x >> 8) & 255, fy = (y >> 8) & 255;
		const uint8_t *at;
		int top, low;

		if (!inside && (ix < 0 || iy < 0 || ix >= paper->w - 1 ||
				       iy >= paper->h - 1)) {
			out[i] = beyond(
				paper, x / 65536.0, y / 65536.0, scan->bed);
			continue;
		}
		at = bits + (size_t)iy * (size_t)paper->w + ix;
		top = at[0] * (256 - fx) + at[1] * fx;
		low = at[paper->w] * (256 - fx) + at[paper->w + 1] * fx;
		out[i] = (uint8_t)((top * (256 - fy) + low * fy + 32768) >> 16);
	}
}

static void
map_plane(const struct raster *paper, int plane, const struct scan *scan,
	const struct scan_map *there, const struct scan_map *back,
	struct raster *picture)
{
	int x, y;

	for (y = 0; y < picture->h; y++) {
		uint8_t *row =
			picture->plane[plane] + (size_t)y * (size_t)picture->w;
		double from[2], to[2];
		double push = 0;

		if (there->wave > 0)
			push = there->wave *
			       sin(6.2831853 * y / there->wave_length +
				       there->wave_phase);

		/*
		 * The feed runs along the picture's height: it pushes where
		 * the row is taken from, on whichever side of the paper.
		 */
		scan_map_at(back, .5, y + .5 + push, &from[0], &from[1]);
		for (x = 0; x < picture->w; x += SPAN) {
			int n = picture->w - x < SPAN ? picture->w - x : SPAN;

			scan_map_at(back, x + n + .5, y + .5 + push, &to[0],
				&to[1]);
			map_span(paper, plane, scan, row + x, n, from, to);
			memcpy(from, to, sizeof(from));
		}
	}
}

/* gcc makes vectors of these loops, three times as fast; clang does at O2. */
#ifdef __clang__
#define FAST
#else
#define FAST __attribute__((optimize("O3")))
#endif

/* to = (a, b, a) of three rows; a row of w bytes each. */
FAST static void
mix_rows(uint8_t *restrict to, const uint8_t *restrict above,
	const uint8_t *restrict here, const uint8_t *restrict below, int w,
	unsigned int a)
{
	unsigned int b = 256 - 2 * a;
	int x;

	for (x = 0; x < w; x++)
		to[x] = (uint8_t)((a * above[x] + a * below[x] + b * here[x] +
					  128) >>
				  8);
}

/* Light and grain onto a row. */
FAST static void
shade_row(uint8_t *restrict row, const uint16_t *restrict light,
	const int16_t *restrict grain, int w, int lamp)
{
	int x;

	for (x = 0; x < w; x++) {
		int v = ((row[x] * light[x] >> 4) * lamp >> 12) + grain[x];

		v = v < 0 ? 0 : v;
		row[x] = (uint8_t)(v > 255 ? 255 : v);
	}
}

/* One pass of (a, 256 - 2a, a) / 256 both ways; variance 2a / 256. */
static bool
blur_pass(uint8_t *bits, int w, int h, int a)
{
	size_t n = (size_t)w;
	uint8_t *rows = malloc(n * 3 + 2);
	uint8_t *above = rows, *here, *sum;
	int y;

	if (!rows)
		return false;
	here = rows + n;
	sum = rows + 2 * n + 1; /* with an edge at either side */
	memcpy(above, bits, n);
	for (y = 0; y < h; y++) {
		uint8_t *row = bits + (size_t)y * n;

		memcpy(here, row, n);
		mix_rows(sum, above, here, y + 1 < h ? row + n : here, w,
			(unsigned int)a);
		sum[-1] = sum[0];
		sum[n] = sum[n - 1];
		mix_rows(row, sum - 1, sum, sum + 1, w, (unsigned int)a);
		memcpy(above, here, n);
	}
	free(rows);
	return true;
}

static bool
blur(struct raster *picture, double deviation)
{
	double left = deviation * deviation;
	int i;

	while (left > .005) {
		double take = fmin(left, .5);
		int a = (int)(take * 128 + .5);

		for (i = 0; i < picture->n_planes; i++)
			if (!blur_pass(picture->plane[i], picture->w,
				    picture->h, a))
				return false;
		left -= take;
	}
	return true;
}

/* Light across the picture as 1/256, with streaks. */
static void
light_of_columns(
	const struct scan *scan, int w, uint16_t *light, struct rng *rng)
{
	double middle = rng_range(rng, .25, .75);
	int i, x;

	for (x = 0; x < w; x++) {
		double far = (double)x / w - middle;

		light[x] = (uint16_t)(256 * (1 - scan->shade * far * far * 2));
	}
	for (i = 0; i < scan->n_streaks; i++) {
		int from = (int)(scan->streak[i].at * w);

		for (x = from; x < from + scan->streak[i].width_px && x < w;
			x++)
			light[x] = (uint16_t)(light[x] * scan->streak[i].light);
	}
}

static void
levels(const struct scan *scan, int plane, int n_planes, uint8_t table[256])
{
	double white = n_planes == 1 ? raster_grey(scan->white[0],
					       scan->white[1], scan->white[2])
				     : scan->white[plane];
	int i;

	for (i = 0; i < 256; i++)
		table[i] = (uint8_t)(scan->black +
				     (white - scan->black) *
					     pow(i / 255.0, scan->gain) +
				     .5);
}

static bool
tone(struct raster *picture, const struct scan *scan, struct rng *rng)
{
	size_t n_noise = NOISE_TABLE + (size_t)picture->w;
	int16_t *noise = malloc(n_noise * sizeof(*noise));
	uint16_t *light = malloc((size_t)picture->w * sizeof(*light));
	double slope = scan->shade * rng_range(rng, -1, 1);
	bool ok = false;
	size_t k;
	int i, x, y;

	if (!noise || !light)
		goto out;
	for (k = 0; k < n_noise; k++)
		noise[k] = (int16_t)lrint(scan->noise * rng_normal(rng));
	light_of_columns(scan, picture->w, light, rng);
	for (i = 0; i < picture->n_planes; i++) {
		uint8_t table[256];

		levels(scan, i, picture->n_planes, table);
		for (y = 0; y < picture->h; y++) {
			uint8_t *row = picture->plane[i] +
				       (size_t)y * (size_t)picture->w;
			const int16_t *grain =
				noise + (rng_bits(rng) & (NOISE_TABLE - 1));
			int lamp = (int)(256 *
					 (1 - slope * ((double)y / picture->h -
							      .5)));

			for (x = 0; x < picture->w; x++)
				row[x] = table[row[x]];
			shade_row(row, light, grain, picture->w, lamp);
		}
	}
	ok = true;
out:
	free(noise);
	free(light);
	return ok;
}

static void
salt(struct raster *picture, double share, struct rng *rng)
{
	size_t size = (size_t)picture->w * (size_t)picture->h;
	long i, n = (long)(share * (double)size);
	int k;

	for (i = 0; i < n; i++) {
		size_t at = (size_t)(rng_unit(rng) * (double)size);
		uint8_t v = rng_chance(rng, .6) ? 0 : 255;

		for (k = 0; k < picture->n_planes; k++)
			picture->plane[k][at] = v;
	}
}

static int
otsu(const uint8_t *bits, size_t size)
{
	double total = 0, sum = 0, below = 0, below_sum = 0, best = -1;
	long count[256] = {0};
	int i, at = 128;
	size_t k;

	for (k = 0; k < size; k += 7)
		count[bits[k]]++;
	for (i = 0; i < 256; i++) {
		total += (double)count[i];
		sum += (double)count[i] * i;
	}
	for (i = 0; i < 255; i++) {
		double above, gap, spread;

		below += (double)count[i];
		below_sum += (double)count[i] * i;
		above = total - below;
		if (below <= 0 || above <= 0)
			continue;
		gap = below_sum / below - (sum - below_sum) / above;
		spread = below * above * gap * gap;
		if (spread > best) {
			best = spread;
			at = i + 1;
		}
	}
	return at;
}

static void
threshold(struct raster *picture, int at)
{
	size_t i, size = (size_t)picture->w * (size_t)picture->h;
	uint8_t *bits = picture->plane[0];

	for (i = 0; i < size; i++)
		bits[i] = bits[i] < at ? 0 : 255;
}

static bool
dither(struct raster *picture)
{
	int w = picture->w, x, y;
	int *errs = calloc((size_t)w * 2 + 4, sizeof(*errs));
	int *now, *next, *swap;

	if (!errs)
		return false;
	now = errs + 1;
	next = errs + w + 3;
	for (y = 0; y < picture->h; y++) {
		uint8_t *row = picture->plane[0] + (size_t)y * (size_t)w;

		memset(next - 1, 0, ((size_t)w + 2) * sizeof(*next));
		for (x = 0; x < w; x++) {
			int v = row[x] + now[x] / 16;
			int left = v < 128 ? v : v - 255;

			row[x] = v < 128 ? 0 : 255;
			now[x + 1] += left * 7;
			next[x - 1] += left * 3;
			next[x] += left * 5;
			next[x + 1] += left;
		}
		swap = now;
		now = next;
		next = swap;
	}
	free(errs);
	return true;
}

#define DARKER .85 /* than its surroundings: ink */

/* Black where darker than the mean of a window around it. */
static bool
adapt(struct raster *picture, double window_mm)
{
	int w = picture->w, h = picture->h, x, y;
	int reach = (int)(window_mm / 2 * picture->dpi / MM_PER_INCH + .5);
	size_t row = (size_t)w + 1;
	unsigned *sums = calloc(row * ((size_t)h + 1), sizeof(*sums));

	if (!sums)
		return false;
	for (y = 0; y < h; y++) {
		const uint8_t *from = picture->plane[0] + (size_t)y * (size_t)w;
		unsigned *to = sums + ((size_t)y + 1) * row, sum = 0;

		for (x = 0; x < w; x++) {
			sum += from[x];
			to[x + 1] = to[x + 1 - row] + sum;
		}
	}
	for (y = 0; y < h; y++)
		for (x = 0; x < w; x++) {
			size_t x0 = (size_t)(x < reach ? 0 : x - reach);
			size_t y0 = (size_t)(y < reach ? 0 : y - reach);
			size_t x1 = (size_t)(x + reach < w ? x + reach : w);
			size_t y1 = (size_t)(y + reach < h ? y + reach : h);
			uint8_t *at = picture->plane[0] +
				      (size_t)y * (size_t)w + (size_t)x;
			/* Whole numbers that may wrap: the end is right. */
			unsigned sum =
				sums[y1 * row + x1] - sums[y0 * row + x1] -
				sums[y1 * row + x0] + sums[y0 * row + x0];

			*at = *at < DARKER * sum /
						      (double)((x1 - x0) *
							       (y1 - y0))
				      ? 0
				      : 255;
		}
	free(sums);
	return true;
}

/* The three planes as one, for black and white. */
static void
to_grey(struct raster *picture)
{
	size_t i, size = (size_t)picture->w * (size_t)picture->h;

	if (picture->n_planes == 1)
		return;
	for (i = 0; i < size; i++)
		picture->plane[0][i] =
			(uint8_t)raster_grey(picture->plane[0][i],
				picture->plane[1][i], picture->plane[2][i]);
	free(picture->plane[1]);
	free(picture->plane[2]);
	picture->plane[1] = picture->plane[2] = NULL;
	picture->n_planes = 1;
}

static bool
black_and_white(struct raster *picture, const struct scan *scan)
{
	size_t size = (size_t)picture->w * (size_t)picture->h;

	if (scan->depth == SCAN_GREY)
		return true;
	to_grey(picture);
	picture->bilevel = true;
	if (scan->depth == SCAN_DITHER)
		return dither(picture);
	if (scan->depth == SCAN_ADAPTIVE)
		return adapt(picture, scan->window_mm);
	threshold(picture, scan->depth == SCAN_OTSU
				   ? otsu(picture->plane[0], size)
				   : scan->threshold);
	return true;
}

struct raster *
scan_page(const struct raster *paper, const struct scan *scan, struct rng *rng,
	struct scan_map *map)
{
	double size = scan->dpi / paper->dpi;
	double w = paper->w * size, h = paper->h * size;
	struct raster *picture = NULL;
	struct scan_map there, back = {.wave = 0};
	double phase = rng_range(rng, 0, 6.2832);
	int i;

	if (scan->turn & 1) {
		double swap = w;

		w = h;
		h = swap;
	}
	if (scan->whole_page) {
		double a = fabs(scan->skew_deg) * 3.14159265358979 / 180;
		double lean = 1 + fabs(scan->perspective[0]) +
			      fabs(scan->perspective[1]);
		double margin = 12 * scan->dpi / MM_PER_INCH;
		double wide = (w * cos(a) + h * sin(a)) * scan->scale * lean;
		double tall = (h * cos(a) + w * sin(a)) * scan->scale * lean;

		w = wide + margin;
		h = tall + margin;
	}
	picture = raster_new((int)(w + .5), (int)(h * flatness(scan) + .5),
		paper->n_planes, scan->dpi);
	if (!picture)
		return NULL;
	picture->dpi_y = scan->dpi * flatness(scan);
	there = map_of(paper, scan, (int)(w + .5), (int)(h + .5));
	adjugate(back.m, there.m);
	there.wave = scan->jitter_mm * scan->dpi * flatness(scan) / MM_PER_INCH;
	there.wave_length = scan->jitter_length_mm * scan->dpi *
			    flatness(scan) / MM_PER_INCH;
	there.wave_phase = phase;
	for (i = 0; i < paper->n_planes; i++)
		map_plane(paper, i, scan, &there, &back, picture);
	if (!blur(picture, scan->blur_px) || !tone(picture, scan, rng)) {
		raster_free(picture);
		return NULL;
	}
	salt(picture, scan->salt, rng);
	if (!black_and_white(picture, scan)) {
		raster_free(picture);
		return NULL;
	}
	if (map)
		*map = there;
	return picture;
}
