#include "tests/tools/pen.h"

#include "tests/tools/stroke.h"

#include <math.h>
#include <string.h>

static const char *const pen_words[PEN__MAX] = {
	[PEN_BALLPOINT_BLUE] = "ballpoint_blue",
	[PEN_BALLPOINT_BLACK] = "ballpoint_black",
	[PEN_PENCIL] = "pencil",
	[PEN_PENCIL_FAINT] = "pencil_faint",
	[PEN_FELT] = "felt",
	[PEN_MARKER] = "marker",
	[PEN_HIGHLIGHTER] = "highlighter",
};

static const char *const style_words[MARK__MAX] = {
	[MARK_TICK] = "tick",
	[MARK_CROSS] = "cross",
	[MARK_FILL] = "fill",
	[MARK_DASH] = "dash",
	[MARK_UPRIGHT] = "upright",
	[MARK_DIAGONAL] = "diagonal",
	[MARK_DOT] = "dot",
	[MARK_RING_IN_BOX] = "ring_in_box",
	[MARK_RING_BOX] = "ring_box",
	[MARK_RING_PICTURE] = "ring_picture",
	[MARK_SCRIBBLE] = "scribble",
};

const char *
pen_kind_word(enum pen_kind kind)
{
	return kind < PEN__MAX ? pen_words[kind] : "none";
}

enum pen_kind
pen_kind_of_word(const char *word)
{
	int i;

	for (i = 0; i < PEN__MAX; i++)
		if (strcmp(word, pen_words[i]) == 0)
			break;
	return (enum pen_kind)i;
}

const char *
mark_style_word(enum mark_style style)
{
	return style < MARK__MAX ? style_words[style] : "none";
}

enum mark_style
mark_style_of_word(const char *word)
{
	int i;

	for (i = 0; i < MARK__MAX; i++)
		if (strcmp(word, style_words[i]) == 0)
			break;
	return (enum mark_style)i;
}

/* What a kind of pen can be; through is of the darkest ink. */
struct pen_range {
	double width[2], cover[2], grain, skip_per_mm;
	int n_inks;
	double inks[4][3];
};

static const struct pen_range ranges[PEN__MAX] = {
	[PEN_BALLPOINT_BLUE] = {{.4, .7}, {.75, .97}, .22, .04, 2,
		{{.20, .24, .60}, {.12, .15, .45}}},
	[PEN_BALLPOINT_BLACK] = {{.4, .7}, {.75, .97}, .20, .04, 1,
		{{.14, .14, .16}}},
	[PEN_PENCIL] = {{.4, .7}, {.55, .9}, .55, .01, 1, {{.34, .34, .36}}},
	[PEN_PENCIL_FAINT] = {{.4, .7}, {.28, .5}, .6, .02, 1,
		{{.42, .42, .44}}},
	[PEN_FELT] = {{.7, 1.2}, {.9, 1}, .05, 0, 4,
		{{.1, .1, .1}, {.1, .15, .55}, {.8, .12, .15}, {.1, .5, .25}}},
	[PEN_MARKER] = {{1.5, 2.5}, {.9, 1}, .04, 0, 3,
		{{.06, .06, .07}, {.1, .12, .5}, {.75, .1, .12}}},
	[PEN_HIGHLIGHTER] = {{2.5, 4.5}, {.8, 1}, .08, 0, 4,
		{{.98, .95, .35}, {.98, .55, .75}, {.6, .95, .5}, {1, .7, .3}}},
};

struct pen
pen_make(enum pen_kind kind, struct rng *rng)
{
	const struct pen_range *range = &ranges[kind];
	struct pen pen = {.kind = kind};
	int ink = rng_below(rng, range->n_inks);

	pen.width_mm = rng_range(rng, range->width[0], range->width[1]);
	pen.cover = rng_range(rng, range->cover[0], range->cover[1]);
	memcpy(pen.through, range->inks[ink], sizeof(pen.through));
	pen.grain = range->grain;
	pen.skip_per_mm = range->skip_per_mm * rng_range(rng, 0, 2);
	pen.tremor_mm = .03 + .06 * fabs(rng_normal(rng));
	pen.size = rng_range(rng, .6, 1.05);
	pen.slant = .12 * rng_normal(rng);
	return pen;
}

void
ink_clear(struct ink *ink)
{
	ink->n = 0;
	ink->every = 1;
	ink->n_px = 0;
}

void
ink_add(struct ink *ink, int x, int y, uint8_t light)
{
	int i;

	if (ink->n_px++ % ink->every)
		return;
	if (ink->n == INK_POINTS) {
		for (i = 0; i < INK_POINTS / 2; i++)
			ink->at[i] = ink->at[2 * i];
		ink->n = INK_POINTS / 2;
		ink->every *= 2;
	}
	ink->at[ink->n].x = x;
	ink->at[ink->n].y = y;
	ink->at[ink->n].open = light > 200;
	ink->n++;
}

struct mm_rect
mark_picture(struct mm_rect box, struct mm_rect zone)
{
	struct mm_rect parts[4] = {
		{zone.x, zone.y, zone.w, box.y - zone.y},
		{zone.x, box.y + box.h, zone.w,
			zone.y + zone.h - box.y - box.h},
		{zone.x, zone.y, box.x - zone.x, zone.h},
		{box.x + box.w, zone.y, zone.x + zone.w - box.x - box.w,
			zone.h},
	};
	struct mm_rect best = box;
	double side = box.w * .8;
	int i;

	/* A picture is as good as square: the shorter side decides. */
	for (i = 0; i < 4; i++) {
		double shorter = fmin(parts[i].w, parts[i].h);

		if (shorter > side) {
			side = shorter;
			best = parts[i];
		}
	}
	return best;
}

/* A point of the unit box (-1..1) placed, turned by the hand's slant. */
static void
add(struct path *path, const struct pen *pen, struct mm_rect box, double x,
	double y)
{
	double half_w = box.w / 2, half_h = box.h / 2;
	double c = cos(pen->slant), s = sin(pen->slant);

	path_add(path, box.x + half_w + half_w * (c * x - s * y),
		box.y + half_h + half_h * (s * x + c * y));
}

static void
tick(struct path *path, const struct pen *pen, struct mm_rect box,
	struct rng *rng)
{
	double tail = rng_range(rng, .8, 1.5);

	if (rng_chance(rng, .15))
		tail *= rng_range(rng, 1, 1.8); /* a generous flick */
	add(path, pen, box, -.65 + .15 * rng_normal(rng),
		-.05 + .15 * rng_normal(rng));
	path->corner_at = path->n;
	add(path, pen, box, -.15 + .12 * rng_normal(rng),
		.6 + .12 * rng_normal(rng));
	add(path, pen, box, .35 * tail, -.3 * tail);
	add(path, pen, box, .85 * tail, -.85 * tail + .1 * rng_normal(rng));
}

static void
line(struct path *path, const struct pen *pen, struct mm_rect box, double angle,
	double half, struct rng *rng)
{
	double x = .1 * rng_normal(rng), y = .1 * rng_normal(rng);
	double c = cos(angle) * half, s = sin(angle) * half;
	double bow = .05 * rng_normal(rng);

	add(path, pen, box, x - c, y - s);
	add(path, pen, box, x - s * bow, y + c * bow);
	add(path, pen, box, x + c, y + s);
}

static void
ring(struct path *path, const struct pen *pen, struct mm_rect box, double rx,
	double ry, struct rng *rng)
{
	double x = .08 * rng_normal(rng), y = .08 * rng_normal(rng);
	double from = rng_range(rng, -2.6, -.6);
	double turn = 6.2832 + rng_range(rng, -.35, .7);
	double drift = .06 * rng_normal(rng);
	int i, n = 14;

	for (i = 0; i <= n; i++) {
		double a = from - turn * i / n;
		double grow = 1 + drift * i / n + .03 * rng_normal(rng);

		add(path, pen, box, x + rx * grow * cos(a),
			y + ry * grow * sin(a));
	}
}

/* Back and forth, from one side of the box to the other. */
static void
hatch(struct path *path, const struct pen *pen, struct mm_rect box,
	double reach, double step_mm, struct rng *rng)
{
	double step = 2 * step_mm / box.w, at;
	double lean = rng_range(rng, -.6, .6);
	bool up = false;

	for (at = -reach; at < reach; at += step, up = !up) {
		double end = reach * (1 + .1 * rng_normal(rng));
		double y = up ? -end : end;

		add(path, pen, box, at + lean * y * .3 + .04 * rng_normal(rng),
			y);
	}
}

static void
scribble(struct path *path, const struct pen *pen, struct mm_rect box,
	struct rng *rng)
{
	int i, n = 8 + rng_below(rng, 14);
	double x = -.7, y = 0;

	for (i = 0; i < n; i++) {
		double side = i % 2 ? 1 : -1;

		x = fmax(-1, fmin(1, x + rng_range(rng, -.15, .35)));
		if (x > .85)
			x = -.5;
		y = side * rng_range(rng, .25, .95);
		add(path, pen, box, x, y);
	}
}

static void
dot(struct path *path, const struct pen *pen, struct mm_rect box,
	struct rng *rng)
{
	/* 0.8 to 2 mm across, wherever in the box it fell. */
	double r = fmax(0, rng_range(rng, .4, 1) - pen->width_mm / 2);
	double x = .25 * rng_normal(rng), y = .25 * rng_normal(rng);
	double cx = box.x + box.w / 2 + fmax(-.6, fmin(.6, x)) * box.w / 2;
	double cy = box.y + box.h / 2 + fmax(-.6, fmin(.6, y)) * box.h / 2;
	int i;

	path_add(path, cx, cy);
	for (i = 1; i < 14; i++)
		path_add(path, cx + r * i / 13 * cos(i * 1.1),
			cy + r * i / 13 * sin(i * 1.1));
}

static void
ring_picture(struct path *path, const struct pen *pen, struct mm_rect box,
	struct mm_rect zone, struct rng *rng)
{
	struct mm_rect picture = mark_picture(box, zone);
	struct mm_rect hand = picture;
	double side = fmin(picture.w, picture.h);

	/* Round what is drawn in the middle, not the whole width. */
	hand.w = fmin(picture.w, side * 1.25);
	hand.x = picture.x + (picture.w - hand.w) / 2;
	ring(path, pen, hand, rng_range(rng, .72, .95), rng_range(rng, .7, .92),
		rng);
}

void
pen_mark(struct raster *page, const struct pen *pen, enum mark_style style,
	struct mm_rect box, struct mm_rect zone, struct rng *rng,
	struct ink *ink)
{
	struct path path = {.corner_at = -1};

	if (style != MARK_FILL && style != MARK_RING_BOX &&
		style != MARK_RING_PICTURE) {
		double less_w = box.w * (1 - pen->size);
		double less_h = box.h * (1 - pen->size);

		box.x += less_w * rng_range(rng, .3, .7);
		box.y += less_h * rng_range(rng, .3, .7);
		box.w -= less_w;
		box.h -= less_h;
	}
	switch (style) {
	case MARK_TICK:
		tick(&path, pen, box, rng);
		path.flick = true;
		break;
	case MARK_CROSS:
		line(&path, pen, box, .8, rng_range(rng, .7, 1.25), rng);
		stroke_draw(page, pen, &path, rng, ink);
		memset(&path, 0, sizeof(path));
		path.corner_at = -1;
		line(&path, pen, box, 2.35, rng_range(rng, .7, 1.25), rng);
		break;
	case MARK_FILL:
		hatch(&path, pen, box, rng_range(rng, .75, 1.0),
			pen->width_mm * rng_range(rng, .45, .8), rng);
		break;
	case MARK_DASH:
		line(&path, pen, box, .12 * rng_normal(rng),
			rng_range(rng, .5, 1), rng);
		break;
	case MARK_UPRIGHT:
		line(&path, pen, box, 1.57 + .12 * rng_normal(rng),
			rng_range(rng, .5, 1), rng);
		break;
	case MARK_DIAGONAL:
		line(&path, pen, box, rng_chance(rng, .7) ? -.8 : .8,
			rng_range(rng, .7, 1.3), rng);
		path.flick = true;
		break;
	case MARK_DOT:
		dot(&path, pen, box, rng);
		break;
	case MARK_RING_IN_BOX:
		ring(&path, pen, box, rng_range(rng, .35, .75),
			rng_range(rng, .35, .75), rng);
		break;
	case MARK_RING_BOX:
		ring(&path, pen, box, rng_range(rng, 1.15, 1.5),
			rng_range(rng, 1.15, 1.45), rng);
		break;
	case MARK_RING_PICTURE:
		ring_picture(&path, pen, box, zone, rng);
		break;
	case MARK_SCRIBBLE:
	default:
		scribble(&path, pen, box, rng);
		break;
	}
	stroke_draw(page, pen, &path, rng, ink);
}

void
pen_blacken(struct raster *page, const struct pen *pen, struct mm_rect box,
	struct rng *rng, struct ink *ink)
{
	struct path path = {.corner_at = -1};

	hatch(&path, pen, box, 1.05, pen->width_mm * .45, rng);
	stroke_draw(page, pen, &path, rng, ink);
	memset(&path, 0, sizeof(path));
	path.corner_at = -1;
	ring(&path, pen, box, .9, .9, rng);
	stroke_draw(page, pen, &path, rng, ink);
}

void
pen_strike(struct raster *page, const struct pen *pen, struct mm_rect box,
	struct rng *rng, struct ink *ink)
{
	int i, n = 1 + rng_below(rng, 2);

	for (i = 0; i < n; i++) {
		struct path path = {.corner_at = -1};

		line(&path, pen, box, .2 * rng_normal(rng),
			rng_range(rng, 1.2, 1.6), rng);
		stroke_draw(page, pen, &path, rng, ink);
	}
}

void
pen_write(struct raster *page, const struct pen *pen, struct mm_rect rect,
	struct rng *rng)
{
	double x = rect.x, base = rect.y + rect.h * .7, tall = rect.h * .35;
	double step = tall * .45;
	struct pen fine = *pen;

	fine.width_mm = fmin(pen->width_mm, 1); /* nobody writes broader */
	while (x < rect.x + rect.w - step * 4) {
		struct path path = {.corner_at = -1};
		int i, n = 6 + rng_below(rng, 10);

		for (i = 0; i < n && x < rect.x + rect.w; i++) {
			double up = i % 2 ? -tall : 0;

			if (rng_chance(rng, .15))
				up *= 1.8;
			path_add(&path, x,
				base + up + .15 * tall * rng_normal(rng));
			x += step * rng_range(rng, .5, 1.3) -
			     (rng_chance(rng, .2) ? step * .6 : 0);
		}
		stroke_draw(page, &fine, &path, rng, NULL);
		x += step * rng_range(rng, 1.5, 3);
	}
}

void
pen_touch(struct raster *page, const struct pen *pen, double x_mm, double y_mm,
	struct rng *rng)
{
	struct pen fine = *pen;
	struct path path = {.corner_at = -1};

	fine.width_mm = rng_range(rng, .2, .4);
	fine.cover *= rng_range(rng, .4, 1);
	fine.skip_per_mm = 0;
	path_add(&path, x_mm, y_mm);
	path_add(&path, x_mm + .05, y_mm + .03);
	stroke_draw(page, &fine, &path, rng, NULL);
}
