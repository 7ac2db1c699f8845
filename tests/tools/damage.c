#include "tests/tools/damage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[DAMAGE__MAX] = {
	[DAMAGE_NONE] = "none",
	[DAMAGE_HOLES] = "holes",
	[DAMAGE_FOLD] = "fold",
	[DAMAGE_STAIN] = "stain",
	[DAMAGE_SPECKS] = "specks",
	[DAMAGE_THROUGH] = "through",
	[DAMAGE_STAPLE] = "staple",
	[DAMAGE_CORNER] = "corner",
	[DAMAGE_COVER] = "cover",
	[DAMAGE_QUARTER] = "quarter",
	[DAMAGE_TORN] = "torn",
	[DAMAGE_TWO_ANCHORS] = "two-anchors",
	[DAMAGE_ANCHORS] = "anchors",
	[DAMAGE_ANCHORS_CODE] = "anchors-code",
	[DAMAGE_CODE] = "code",
	[DAMAGE_EDGES] = "edges",
};

const char *
damage_word(enum damage_kind kind)
{
	return kind < DAMAGE__MAX ? words[kind] : "none";
}

enum damage_kind
damage_of_word(const char *word)
{
	int i;

	for (i = 0; i < DAMAGE__MAX; i++)
		if (strcmp(word, words[i]) == 0)
			break;
	return (enum damage_kind)i;
}

enum damage_kind
damage_random(struct rng *rng, bool hard)
{
	static const int weights[DAMAGE__MAX] = {
		[DAMAGE_NONE] = 70,
		[DAMAGE_HOLES] = 8,
		[DAMAGE_FOLD] = 6,
		[DAMAGE_STAIN] = 4,
		[DAMAGE_SPECKS] = 6,
		[DAMAGE_THROUGH] = 4,
		[DAMAGE_STAPLE] = 2,
		[DAMAGE_CORNER] = 10,
		[DAMAGE_COVER] = 8,
	};
	int at = rng_below(rng, hard ? 118 : 100), i;

	for (i = 0; i < DAMAGE_COVER; i++) {
		at -= weights[i];
		if (at < 0)
			break;
	}
	return (enum damage_kind)i;
}

/* What of a rectangle in mm lies on the page, in px: x0, y0, x1, y1. */
static void
clip(const struct raster *page, double x, double y, double w, double h,
	int at[4])
{
	double px = page->dpi / MM_PER_INCH;

	at[0] = (int)fmax(0, x * px);
	at[1] = (int)fmax(0, y * px);
	at[2] = (int)fmin(page->w, (x + w) * px);
	at[3] = (int)fmin(page->h, (y + h) * px);
}

static void
shade(struct raster *page, int x, int y, double light)
{
	size_t at = (size_t)y * (size_t)page->w + (size_t)x;
	int i;

	for (i = 0; i < page->n_planes; i++) {
		double v = page->plane[i][at] * light;

		page->plane[i][at] = (uint8_t)(v > 255 ? 255 : v);
	}
}

static void
hole(struct raster *page, double x_mm, double y_mm, uint8_t bed)
{
	double px = MM_PER_INCH / page->dpi;
	int at[4], i, x, y;

	clip(page, x_mm - 3.2, y_mm - 3.2, 6.4, 6.4, at);
	for (y = at[1]; y < at[3]; y++)
		for (x = at[0]; x < at[2]; x++)
			if (hypot(x * px - x_mm, y * px - y_mm) < 3)
				for (i = 0; i < page->n_planes; i++)
					page->plane[i][(size_t)y *
							       (size_t)page->w +
						       (size_t)x] = bed;
}

/* A crease: a dark line with a light one beside it, and worn toner. */
static void
fold(struct raster *page, struct rng *rng)
{
	double mm = MM_PER_INCH / page->dpi;
	bool across = rng_chance(rng, .7);
	double along = across ? page->w * mm : page->h * mm;
	double depth = across ? page->h * mm : page->w * mm;
	double at = depth * rng_range(rng, .3, .7);
	double lean = .015 * rng_normal(rng);
	double dark = rng_range(rng, .65, .92);
	int i, k, n = (int)(along / mm);

	for (i = 0; i < n; i++) {
		double middle = at + lean * (i * mm - along / 2) +
				.05 * sin(i * mm / 3);

		for (k = -12; k <= 12; k++) {
			int place = (int)(middle / mm) + k;
			double far = (place * mm - middle) / .25;
			double light = 1 - (1 - dark) * exp(-far * far) +
				       .03 * exp(-(far - 2) * (far - 2));
			int x = across ? i : place, y = across ? place : i;

			if (x >= 0 && y >= 0 && x < page->w && y < page->h)
				shade(page, x, y, light);
		}
	}
}

static void
stain(struct raster *page, struct rng *rng)
{
	double mm = MM_PER_INCH / page->dpi;
	double r = rng_range(rng, 8, 25);
	double cx = rng_range(rng, 10, page->w * mm - 10);
	double cy = rng_range(rng, 10, page->h * mm - 10);
	double inner = rng_range(rng, .9, .98), rim = rng_range(rng, .72, .9);
	double wobble = rng_range(rng, 0, 6.28);
	int at[4], x, y;

	clip(page, cx - 1.3 * r, cy - 1.3 * r, 2.6 * r, 2.6 * r, at);
	for (y = at[1]; y < at[3]; y++) {
		for (x = at[0]; x < at[2]; x++) {
			double dx = x * mm - cx, dy = y * mm - cy;
			double edge =
				r * (1 + .08 * sin(3 * atan2(dy, dx) + wobble));
			double far = hypot(dx, dy) - edge;
			double light = far < 0 ? inner : 1;

			light -= (1 - rim) * exp(-far * far / 1.4);
			if (far < 5)
				shade(page, x, y, light);
		}
	}
}

static void
specks(struct raster *page, struct rng *rng)
{
	double mm = MM_PER_INCH / page->dpi;
	int i, n = 100 + rng_below(rng, 500);

	for (i = 0; i < n; i++) {
		double r = rng_range(rng, .03, .14);
		double cx = rng_range(rng, 0, page->w * mm);
		double cy = rng_range(rng, 0, page->h * mm);
		double light = rng_range(rng, .2, .8);
		int at[4], x, y;

		clip(page, cx - r - mm, cy - r - mm, 2 * (r + mm), 2 * (r + mm),
			at);
		for (y = at[1]; y < at[3]; y++)
			for (x = at[0]; x < at[2]; x++) {
				double far = hypot(
					(x + .5) * mm - cx, (y + .5) * mm - cy);
				double full = .5 + (r - far) / mm;

				full = fmax(0, fmin(1, full)) *
				       fmin(1, 4 * r * r / mm / mm);
				shade(page, x, y, 1 - full * (1 - light));
			}
	}
}

/*
 * The other side, printed and filled in much as this one, mirrored: what of
 * its darkness comes through thin paper, blurred by it.
 */
static void
show_through(struct raster *page, struct rng *rng)
{
	const double part = rng_range(rng, .04, .14);
	const int w = page->w, off = rng_below(rng, 9) - 4;
	uint8_t *row = malloc((size_t)w);
	int i, x, y;

	for (y = 2; row && y < page->h - 2; y++)
		for (i = 0; i < page->n_planes; i++) {
			/* From the rows below: they are still as printed. */
			const int from = page->h - 1 - y;
			uint8_t *at = page->plane[i] + (size_t)y * (size_t)w;
			const uint8_t *back =
				page->plane[i] + (size_t)from * (size_t)w;

			if (y > from)
				continue;
			memcpy(row, at, (size_t)w);
			for (x = 2; x < w - 2; x++) {
				int m = x + off;

				m = m < 2 ? 2 : m > w - 3 ? w - 3 : m;
				at[x] = (uint8_t)(at[x] *
						  (1 - part *
								  (255 - (back[m -
										  2] +
										 2 * back[m] +
										 back[m +
											 2]) /
										  4.0) /
								  255));
			}
			at = page->plane[i] + (size_t)from * (size_t)w;
			for (x = 2; x < w - 2; x++) {
				int m = x - off;

				m = m < 2 ? 2 : m > w - 3 ? w - 3 : m;
				at[x] = (uint8_t)(at[x] *
						  (1 - part *
								  (255 - (row[m - 2] +
										 2 * row[m] +
										 row[m + 2]) /
										  4.0) /
								  255));
			}
		}
	free(row);
}

/* A dark line of 0.5 mm with a light one beside it, or two pricks. */
static void
staple(struct raster *page, struct rng *rng)
{
	const double mm = MM_PER_INCH / page->dpi;
	const double w = page->w * mm;
	const double lean = rng_range(rng, -.8, .8);
	const double cx = rng_chance(rng, .7) ? rng_range(rng, 6, 16)
					      : w - rng_range(rng, 6, 16);
	const double cy = rng_range(rng, 5, 14);
	const bool pricks = rng_chance(rng, .4);
	int at[4], x, y;

	clip(page, cx - 8, cy - 8, 16, 16, at);
	for (y = at[1]; y < at[3]; y++)
		for (x = at[0]; x < at[2]; x++) {
			const double dx = x * mm - cx, dy = y * mm - cy;
			const double u = dx * cos(lean) + dy * sin(lean);
			const double v = dy * cos(lean) - dx * sin(lean);

			if (pricks && hypot(fabs(u) - 6, v) < .35)
				shade(page, x, y, .35);
			if (!pricks && fabs(u) < 6 && fabs(v) < .3)
				shade(page, x, y, .3 + .3 * fabs(v) / .3);
		}
}

/* What lies beyond damage's line goes: a x + b y > c, in mm. */
static void
tear_off(struct raster *page, uint8_t bed, const struct damage *damage)
{
	double mm = MM_PER_INCH / page->dpi;
	/* Ragged by some tenths of a mm. */
	double rough = .3 * hypot(damage->a, damage->b);
	int i, x, y;

	for (y = 0; y < page->h; y++) {
		double ragged = rough * (sin(y * mm * 1.7) + sin(y * mm));

		for (x = 0; x < page->w; x++) {
			size_t at = (size_t)y * (size_t)page->w + (size_t)x;

			if (damage->a * x * mm + damage->b * y * mm + ragged <
				damage->c)
				continue;
			for (i = 0; i < page->n_planes; i++)
				page->plane[i][at] = bed;
		}
	}
}

static void
tear_corner(struct raster *page, uint8_t bed, struct rng *rng,
	struct damage *damage)
{
	double mm = MM_PER_INCH / page->dpi;
	double side[2] = {rng_range(rng, 15, 45), rng_range(rng, 15, 45)};
	int corner = rng_below(rng, 4);
	double sx = corner & 1 ? 1 : -1, sy = corner & 2 ? 1 : -1;
	double w = page->w * mm, h = page->h * mm;

	/* From the corner's two sides: u / side0 + v / side1 < 1 is lost. */
	damage->has_corner = true;
	damage->a = sx / side[0];
	damage->b = sy / side[1];
	damage->c = (sx > 0 ? w / side[0] : 0) + (sy > 0 ? h / side[1] : 0) - 1;
	tear_off(page, bed, damage);
}

#define STEPS 50 /* along each side of the page, to measure what is lost */

static double
share_beyond(const struct damage *damage, double w, double h)
{
	int i, j, n = 0;

	for (j = 0; j < STEPS; j++)
		for (i = 0; i < STEPS; i++)
			n += damage->a * (i + .5) * w / STEPS +
				     damage->b * (j + .5) * h / STEPS >
			     damage->c;
	return (double)n / STEPS / STEPS;
}

/* Along a line of any direction, so far out that `share` is lost. */
static void
tear_share(struct raster *page, double share, uint8_t bed, struct rng *rng,
	struct damage *damage)
{
	double mm = MM_PER_INCH / page->dpi;
	double angle = rng_range(rng, 0, 6.2832);
	double low = -400, high = 400;
	int i;

	damage->has_corner = true;
	damage->a = cos(angle);
	damage->b = sin(angle);
	for (i = 0; i < 30; i++) {
		damage->c = (low + high) / 2;
		if (share_beyond(damage, page->w * mm, page->h * mm) > share)
			low = damage->c;
		else
			high = damage->c;
	}
	tear_off(page, bed, damage);
}

static void
cover(struct raster *page, struct mm_rect slip, uint8_t light,
	struct damage *damage)
{
	int at[4], i, y;

	damage->covers[damage->n_covers++] = slip;
	clip(page, slip.x, slip.y, slip.w, slip.h, at);
	for (y = at[1]; y < at[3]; y++)
		for (i = 0; i < page->n_planes; i++)
			memset(page->plane[i] + (size_t)y * (size_t)page->w +
					(size_t)at[0],
				y == at[3] - 1 || y == at[1] ? light * 3 / 4
							     : light,
				(size_t)(at[2] - at[0]));
}

static struct mm_rect
slip_of(double w, double h, const struct raster *page, struct rng *rng)
{
	double mm = MM_PER_INCH / page->dpi;

	return (struct mm_rect){rng_range(rng, 0, page->w * mm - w),
		rng_range(rng, 0, page->h * mm - h), w, h};
}

/* One rectangle of a share of the page, of any shape that fits. */
static void
cover_share(struct raster *page, double share, struct rng *rng,
	struct damage *damage)
{
	double mm = MM_PER_INCH / page->dpi;
	double w = page->w * mm, h = page->h * mm;
	double wide = rng_range(rng, share, 1);

	cover(page, slip_of(wide * w, share / wide * h, page, rng),
		rng_chance(rng, .5) ? 252 : 20, damage);
}

/* Of the frame's (core/frame.h), with room around them. */
static const struct mm_rect anchors[] = {
	{9, 9, 10, 10},
	{191, 9, 10, 10},
	{191, 278, 10, 10},
	{9, 278, 10, 10},
};
static const struct mm_rect edges[] = {
	{0, 0, 210, 8},
	{202, 0, 8, 297},
	{0, 289, 210, 8},
	{0, 0, 8, 297},
};
static const struct mm_rect codes[] = {
	{148, 9, 30, 29},
	{18, 265, 50, 24},
};

void
damage_do(struct raster *page, enum damage_kind kind, uint8_t bed,
	struct rng *rng, struct damage *damage)
{
	double mm = MM_PER_INCH / page->dpi;
	double middle = page->h * mm / 2, w, h;
	int i;

	memset(damage, 0, sizeof(*damage));
	damage->kind = kind;
	switch (kind) {
	case DAMAGE_HOLES:
		hole(page, 12, middle - 40, bed);
		hole(page, 12, middle + 40, bed);
		break;
	case DAMAGE_FOLD:
		fold(page, rng);
		if (rng_chance(rng, .3))
			fold(page, rng);
		break;
	case DAMAGE_STAIN:
		stain(page, rng);
		break;
	case DAMAGE_SPECKS:
		specks(page, rng);
		break;
	case DAMAGE_THROUGH:
		show_through(page, rng);
		break;
	case DAMAGE_STAPLE:
		staple(page, rng);
		break;
	case DAMAGE_CORNER:
		tear_corner(page, bed, rng, damage);
		break;
	case DAMAGE_COVER:
		w = rng_range(rng, 30, 105);
		h = rng_range(rng, 30, 148);
		cover(page, slip_of(w, h, page, rng), 252, damage);
		break;
	case DAMAGE_QUARTER:
		cover_share(page, rng_range(rng, .125, .25), rng, damage);
		break;
	case DAMAGE_TORN:
		tear_share(page, rng_range(rng, .125, .25), bed, rng, damage);
		break;
	case DAMAGE_TWO_ANCHORS:
		i = rng_below(rng, 4);
		cover(page, anchors[i], 252, damage);
		cover(page, anchors[(i + 1 + rng_below(rng, 3)) & 3], 252,
			damage);
		break;
	case DAMAGE_ANCHORS:
	case DAMAGE_ANCHORS_CODE:
		for (i = 0; i < 4; i++)
			cover(page, anchors[i], 252, damage);
		if (kind == DAMAGE_ANCHORS)
			break;
		cover(page, codes[rng_below(rng, 2)], 252, damage);
		break;
	case DAMAGE_CODE:
		cover(page, codes[rng_below(rng, 2)], 252, damage);
		break;
	case DAMAGE_EDGES:
		for (i = 0; i < 4; i++)
			cover(page, edges[i], 255, damage);
		break;
	default:
		break;
	}
}

bool
damage_hits(const struct damage *damage, struct mm_rect rect)
{
	int i;

	for (i = 0; i < damage->n_covers; i++) {
		const struct mm_rect *slip = &damage->covers[i];

		if (rect.x < slip->x + slip->w + 1 &&
			rect.x + rect.w > slip->x - 1 &&
			rect.y < slip->y + slip->h + 1 &&
			rect.y + rect.h > slip->y - 1)
			return true;
	}
	for (i = 0; damage->has_corner && i < 4; i++) {
		double x = rect.x + (i & 1 ? rect.w + 1 : -1);
		double y = rect.y + (i & 2 ? rect.h + 1 : -1);

		if (damage->a * x + damage->b * y >
			damage->c - hypot(damage->a, damage->b))
			return true;
	}
	return false;
}

#define POINTS 12 /* along each side of a rectangle */

static bool
is_lost(const struct damage *damage, double x, double y)
{
	int i;

	for (i = 0; i < damage->n_covers; i++) {
		const struct mm_rect *slip = &damage->covers[i];

		if (x >= slip->x && x < slip->x + slip->w && y >= slip->y &&
			y < slip->y + slip->h)
			return true;
	}
	return damage->has_corner && damage->a * x + damage->b * y > damage->c;
}

double
damage_share(const struct damage *damage, struct mm_rect rect)
{
	int i, j, n = 0;

	for (j = 0; j < POINTS; j++)
		for (i = 0; i < POINTS; i++)
			n += is_lost(damage,
				rect.x + (i + .5) * rect.w / POINTS,
				rect.y + (j + .5) * rect.h / POINTS);
	return (double)n / POINTS / POINTS;
}
