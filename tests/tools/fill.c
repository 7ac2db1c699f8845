#include "tests/tools/fill.h"

#include "core/err.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ink in a zone that is not the mark's own: less is a tail, not a doubt. */
#define SPILL_MM2 .3
#define SPILL_SHARE .08
/* In the picture: below the first it is faint, below the second it is gone. */
#define FAINT_GREY 40
#define GONE_GREY 14
#define FAINT_BLACK 128
#define GONE_BLACK 40
#define GONE_SHARE .6 /* of a box or zone: a whole mark may be under it */
#define FEW_MM2 .25   /* less visible ink is no honest mark */

static const char *const kind_words[FILL__MAX] = {
	[FILL_SINGLE] = "single",
	[FILL_BLANK] = "blank",
	[FILL_TWO] = "two",
	[FILL_CORRECTED] = "corrected",
	[FILL_STRUCK] = "struck",
	[FILL_TOUCH] = "touch",
	[FILL_SPECK] = "speck",
	[FILL_OUTSIDE] = "outside",
	[FILL_NOTE] = "note",
};

const char *
fill_kind_word(enum fill_kind kind)
{
	return kind_words[kind];
}

const char *
fill_review_word(enum fill_review review)
{
	static const char *const words[] = {"no", "may", "must", "skip"};

	return words[review];
}

/* The page's boxes of one item, in the layout's order. */
struct choice {
	const char *item;
	int n;
	const struct sheet_box *at[32];
};

static void
choice_of(
	const struct sheet_page *page, const char *item, struct choice *choice)
{
	int i;

	choice->item = item;
	choice->n = 0;
	for (i = 0; i < page->n_boxes && choice->n < 32; i++)
		if (strcmp(page->boxes[i].item, item) == 0)
			choice->at[choice->n++] = &page->boxes[i];
}

static const struct sheet_box *
pick_box(const struct choice *choice, struct rng *rng)
{
	const struct sheet_box *steps[32] = {NULL}, *words[32] = {NULL};
	int n_steps = 0, n_words = 0, i;

	for (i = 0; i < choice->n; i++) {
		if (choice->at[i]->is_step)
			steps[n_steps++] = choice->at[i];
		else
			words[n_words++] = choice->at[i];
	}
	if (n_words > 0 && (n_steps == 0 || rng_chance(rng, .12)))
		return words[rng_below(rng, n_words)];
	return steps[rng_below(rng, n_steps)];
}

static enum fill_kind
pick_kind(bool trouble, int n_boxes, struct rng *rng)
{
	static const int weights[FILL__MAX] = {
		[FILL_SINGLE] = 68,
		[FILL_BLANK] = 8,
		[FILL_TWO] = 5,
		[FILL_CORRECTED] = 5,
		[FILL_STRUCK] = 3,
		[FILL_TOUCH] = 3,
		[FILL_SPECK] = 2,
		[FILL_OUTSIDE] = 2,
		[FILL_NOTE] = 4,
	};
	int at = rng_below(rng, 100), i;

	if (!trouble)
		return at < 95 ? FILL_SINGLE : FILL_BLANK;
	for (i = 0; i + 1 < FILL__MAX; i++) {
		at -= weights[i];
		if (at < 0)
			break;
	}
	if (n_boxes < 2 && i >= FILL_TWO && i <= FILL_TOUCH)
		return FILL_SINGLE;
	return (enum fill_kind)i;
}

static enum mark_style
pick_style(struct rng *rng)
{
	static const int weights[MARK__MAX] = {
		[MARK_TICK] = 24,
		[MARK_CROSS] = 28,
		[MARK_FILL] = 10,
		[MARK_DASH] = 4,
		[MARK_UPRIGHT] = 3,
		[MARK_DIAGONAL] = 5,
		[MARK_DOT] = 4,
		[MARK_RING_IN_BOX] = 4,
		[MARK_RING_BOX] = 5,
		[MARK_RING_PICTURE] = 8,
		[MARK_SCRIBBLE] = 5,
	};
	int at = rng_below(rng, 100), i;

	for (i = 0; i + 1 < MARK__MAX; i++) {
		at -= weights[i];
		if (at < 0)
			break;
	}
	return (enum mark_style)i;
}

static enum pen_kind
pick_pen(struct rng *rng)
{
	static const int weights[PEN__MAX] = {38, 24, 16, 5, 8, 5, 4};
	int at = rng_below(rng, 100), i;

	for (i = 0; i + 1 < PEN__MAX; i++) {
		at -= weights[i];
		if (at < 0)
			break;
	}
	return (enum pen_kind)i;
}

/* What the hand of this page does, handed down. */
struct hand {
	struct raster *paper;
	const struct sheet_page *page;
	const struct fill_wish *wish;
	struct rng *rng;
	struct fill *fill;
	enum mark_style habit;
	long spill[FILL_ITEMS]; /* px of other items' ink in an item's zones */
};

static void
draw_layer(struct hand *hand, struct fill_item *item, enum mark_style *style,
	const struct sheet_box *on, struct ink *ink)
{
	const struct ink_layers *layers = hand->wish->layers;
	int i = rng_below(hand->rng, ink_layers_count(layers)), tries = 0;
	bool around = false;

	/* One of the wished style, if there is one. */
	while (*style < MARK__MAX && ink_layer_style(layers, i) != *style &&
		tries++ < 400)
		i = rng_below(hand->rng, ink_layers_count(layers));
	*style = ink_layer_style(layers, i);
	item->layer = ink_layer_file(layers, i);
	if (*style == MARK_RING_IN_BOX && rng_chance(hand->rng, .4)) {
		around = true;
		*style = MARK_RING_PICTURE;
	}
	ink_layer_mark(layers, i, hand->paper, on->box, on->zone, around,
		hand->rng, ink);
}

static bool
draw(struct hand *hand, struct fill_item *item, const struct sheet_box *on,
	struct err *err)
{
	struct ink *ink = calloc(1, sizeof(*ink));
	enum mark_style style = hand->habit;

	if (!ink)
		return err_set(err, ERR_SYSTEM, "out of memory");
	ink_clear(ink);
	item->inks[item->n_inks++] = ink;
	if (hand->wish->style == MARK__MAX && rng_chance(hand->rng, .2))
		style = pick_style(hand->rng);
	if (hand->wish->layers) {
		style = hand->wish->style;
		draw_layer(hand, item, &style, on, ink);
	} else {
		pen_mark(hand->paper, &hand->fill->pen, style, on->box,
			on->zone, hand->rng, ink);
	}
	item->style = style;
	if (ink->n_px == 0)
		return err_set(err, ERR_SYSTEM, "item %s: nothing was drawn",
			item->item);
	return true;
}

/* Another box of the item than `taken`. */
static const struct sheet_box *
other_box(const struct choice *choice, const struct sheet_box *taken,
	struct rng *rng)
{
	const struct sheet_box *box = taken;

	while (box == taken)
		box = choice->at[rng_below(rng, choice->n)];
	return box;
}

static bool
in_a_zone(const struct sheet_page *page, struct mm_rect rect)
{
	int i;

	for (i = 0; i < page->n_boxes; i++) {
		const struct mm_rect *zone = &page->boxes[i].zone;

		if (rect.x < zone->x + zone->w && zone->x < rect.x + rect.w &&
			rect.y < zone->y + zone->h && zone->y < rect.y + rect.h)
			return true;
	}
	return false;
}

/* A free rectangle beside or under the item's zones; false if none is. */
static bool
free_place(const struct hand *hand, const struct choice *choice, double w,
	double h, struct mm_rect *place)
{
	int i, tries;

	for (tries = 0; tries < 40; tries++) {
		const struct mm_rect *zone;

		i = rng_below(hand->rng, choice->n);
		zone = &choice->at[i]->zone;
		place->w = w;
		place->h = h;
		place->x = zone->x + rng_range(hand->rng, -w - 4, zone->w + 4);
		place->y = zone->y + rng_range(hand->rng, -h - 4, zone->h + 4);
		if (place->x < 20 || place->x + w > 190 || place->y < 30 ||
			place->y + h > 265)
			continue;
		if (!in_a_zone(hand->page, *place))
			return true;
	}
	return false;
}

static bool
draw_outside(struct hand *hand, struct fill_item *item,
	const struct choice *choice, struct err *err)
{
	/* A small mark, or a mark as small as a broad pen makes it. */
	const double edge = hand->fill->pen.width_mm > 1.5 ? 0 : 2;
	struct sheet_box spot = {0};

	if (choice->n > 0)
		spot = *choice->at[0];
	if (!free_place(hand, choice, 7, 7, &spot.zone)) {
		item->kind = FILL_BLANK;
		return true;
	}
	spot.box = spot.zone;
	spot.box.x += edge;
	spot.box.y += edge;
	spot.box.w = spot.box.h = 7 - 2 * edge;
	item->review = REVIEW_MAY;
	item->blank_ok = true;
	return draw(hand, item, &spot, err);
}

static void
touch(struct hand *hand, const struct sheet_box *on)
{
	pen_touch(hand->paper, &hand->fill->pen,
		on->box.x + on->box.w * rng_range(hand->rng, .3, .7),
		on->box.y + on->box.h * rng_range(hand->rng, .3, .7),
		hand->rng);
}

static void
write_note(
	struct hand *hand, struct fill_item *item, const struct choice *choice)
{
	struct mm_rect place;

	if (free_place(hand, choice, rng_range(hand->rng, 15, 35), 5, &place))
		pen_write(hand->paper, &hand->fill->pen, place, hand->rng);
	else
		item->kind = FILL_SINGLE;
}

/* Marks `wrong`, then takes it back. */
static bool
draw_taken_back(struct hand *hand, struct fill_item *item,
	const struct sheet_box *wrong, struct err *err)
{
	struct ink *ink;

	if (!draw(hand, item, wrong, err))
		return false;
	ink = item->inks[item->n_inks - 1];
	if (item->kind == FILL_CORRECTED)
		pen_blacken(hand->paper, &hand->fill->pen, wrong->box,
			hand->rng, ink);
	else
		pen_strike(hand->paper, &hand->fill->pen, wrong->box, hand->rng,
			ink);
	return true;
}

static bool
answer(struct hand *hand, struct fill_item *item, const struct choice *choice,
	struct err *err)
{
	const struct sheet_box *on = pick_box(choice, hand->rng);

	switch (item->kind) {
	case FILL_BLANK:
		return true;
	case FILL_SPECK:
		touch(hand, on);
		item->review = REVIEW_MAY;
		item->blank_ok = true;
		return true;
	case FILL_OUTSIDE:
		return draw_outside(hand, item, choice, err);
	case FILL_TWO:
		item->review = REVIEW_MUST;
		return draw(hand, item, on, err) &&
		       draw(hand, item, other_box(choice, on, hand->rng), err);
	case FILL_CORRECTED:
	case FILL_STRUCK:
		item->review = REVIEW_MUST;
		return draw_taken_back(hand, item,
			       other_box(choice, on, hand->rng), err) &&
		       draw(hand, item, on, err);
	default:
		break;
	}
	snprintf(item->value, sizeof(item->value), "%s", on->value);
	if (item->kind == FILL_TOUCH) {
		touch(hand, other_box(choice, on, hand->rng));
		item->review = REVIEW_MAY;
	}
	if (item->kind == FILL_NOTE) {
		write_note(hand, item, choice);
		item->review = REVIEW_MAY;
	}
	return draw(hand, item, on, err);
}

static bool
has_point(const struct mm_rect *rect, double x, double y)
{
	return x >= rect->x && x < rect->x + rect->w && y >= rect->y &&
	       y < rect->y + rect->h;
}

static int
item_index(const struct fill *fill, const char *item)
{
	int i;

	for (i = 0; i < fill->n_items; i++)
		if (strcmp(fill->items[i].item, item) == 0)
			break;
	return i;
}

/* The box that carries an item's value; NULL if it has none. */
static const struct sheet_box *
own_box(const struct sheet_page *page, const struct fill_item *item)
{
	int i;

	for (i = 0; item->value[0] && i < page->n_boxes; i++)
		if (strcmp(page->boxes[i].item, item->item) == 0 &&
			strcmp(page->boxes[i].value, item->value) == 0)
			return &page->boxes[i];
	return NULL;
}

/* Counts the ink of a mark that fell where it does not belong. */
static void
find_spill(struct hand *hand, struct fill_item *item, const struct ink *ink)
{
	const struct sheet_box *own = own_box(hand->page, item);
	double mm = MM_PER_INCH / hand->paper->dpi;
	long astray = 0, near = 0;
	int i, k;

	for (i = 0; i < ink->n; i++) {
		double x = (ink->at[i].x + .5) * mm;
		double y = (ink->at[i].y + .5) * mm;

		for (k = 0; k < hand->page->n_boxes; k++) {
			const struct sheet_box *box = &hand->page->boxes[k];

			if (box == own || !has_point(&box->zone, x, y))
				continue;
			astray++;
			if (strcmp(box->item, item->item) == 0)
				near++;
			else
				hand->spill[item_index(
					hand->fill, box->item)] += ink->every;
		}
	}
	if (own && item->review == REVIEW_NO &&
		((double)(near * ink->every) * mm * mm > SPILL_MM2 ||
			(double)astray > SPILL_SHARE * ink->n))
		item->review = REVIEW_MAY;
}

static void
measure(struct hand *hand)
{
	double mm = MM_PER_INCH / hand->paper->dpi;
	int i, k;

	for (i = 0; i < hand->fill->n_items; i++) {
		struct fill_item *item = &hand->fill->items[i];

		for (k = 0; k < item->n_inks; k++) {
			item->ink_mm2 += (double)item->inks[k]->n_px * mm * mm;
			find_spill(hand, item, item->inks[k]);
		}
	}
	for (i = 0; i < hand->fill->n_items; i++)
		if ((double)hand->spill[i] * mm * mm > SPILL_MM2 &&
			hand->fill->items[i].review == REVIEW_NO)
			hand->fill->items[i].review = REVIEW_MAY;
}

static bool
list_items(const struct sheet_page *page, struct fill *fill, struct err *err)
{
	int i;

	for (i = 0; i < page->n_boxes; i++) {
		const int known = item_index(fill, page->boxes[i].item);

		if (known == FILL_ITEMS)
			return err_set(err, ERR_LIMIT,
				"page %d: more than %d items", page->page,
				FILL_ITEMS);
		if (known == fill->n_items)
			snprintf(fill->items[fill->n_items++].item, SHEET_WORD,
				"%s", page->boxes[i].item);
		fill->items[known].n_boxes++;
	}
	return true;
}

bool
fill_page(struct raster *paper, const struct sheet_page *page,
	const struct fill_wish *wish, struct rng *rng, struct fill *fill,
	struct err *err)
{
	struct hand hand = {.paper = paper,
		.page = page,
		.wish = wish,
		.rng = rng,
		.fill = fill};
	int i;

	memset(fill, 0, sizeof(*fill));
	fill->real_ink = wish->layers != NULL;
	fill->pen = pen_make(wish->pen < PEN__MAX ? wish->pen
			     : wish->layers	  ? PEN_BALLPOINT_BLUE
						  : pick_pen(rng),
		rng);
	hand.habit = wish->style < MARK__MAX ? wish->style : pick_style(rng);
	if (!list_items(page, fill, err))
		return false;
	for (i = 0; i < fill->n_items; i++) {
		struct fill_item *item = &fill->items[i];
		struct choice choice;

		choice_of(page, item->item, &choice);
		item->style = MARK__MAX;
		item->kind = pick_kind(wish->trouble, choice.n, rng);
		if (!answer(&hand, item, &choice, err)) {
			fill_finish(fill);
			return false;
		}
	}
	for (i = 0; wish->trouble && i < page->n_fields; i++)
		if (rng_chance(rng, .4))
			pen_write(paper, &fill->pen, page->fields[i], rng);
	measure(&hand);
	return true;
}

void
fill_damage(struct fill *fill, const struct sheet_page *page,
	const struct damage *damage)
{
	int i;

	for (i = 0; i < page->n_boxes; i++) {
		struct fill_item *item =
			&fill->items[item_index(fill, page->boxes[i].item)];

		if (damage_hits(damage, page->boxes[i].zone))
			item->lost = true;
		if (damage_share(damage, page->boxes[i].zone) > GONE_SHARE ||
			damage_share(damage, page->boxes[i].box) > GONE_SHARE)
			item->gone = true;
	}
}

static double
light_at(const struct raster *picture, double x, double y)
{
	int ix = (int)x, iy = (int)y;
	size_t at;

	if (x < 0 || y < 0 || ix >= picture->w || iy >= picture->h)
		return -1;
	at = (size_t)iy * (size_t)picture->w + (size_t)ix;
	if (picture->n_planes == 1)
		return picture->plane[0][at];
	return raster_grey(picture->plane[0][at], picture->plane[1][at],
		picture->plane[2][at]);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The light of the paper about the ink: the upper quarter of a ring of it. */
static double
paper_about(const struct ink *ink, const struct raster *picture,
	const struct scan_map *map, double grow)
{
	double x0 = 1e9, y0 = 1e9, x1 = 0, y1 = 0, light[64];
	int i, n = 0;

	for (i = 0; i < ink->n; i++) {
		x0 = fmin(x0, ink->at[i].x);
		y0 = fmin(y0, ink->at[i].y);
		x1 = fmax(x1, ink->at[i].x);
		y1 = fmax(y1, ink->at[i].y);
	}
	for (i = 0; i < 64; i++) {
		double a = i * 6.2832 / 64, x, y;

		scan_map_at(map,
			(x0 + x1) / 2 + cos(a) * ((x1 - x0) / 2 + grow),
			(y0 + y1) / 2 + sin(a) * ((y1 - y0) / 2 + grow), &x,
			&y);
		light[n] = light_at(picture, x, y);
		if (light[n] >= 0)
			n++;
	}
	if (n == 0)
		return 0;
	qsort(light, (size_t)n, sizeof(light[0]), by_size);
	return light[n * 3 / 4];
}

/* Mean darkness of the ink against its paper; *open_share what is open. */
static double
contrast_of(const struct ink *ink, const struct raster *picture,
	const struct scan_map *map, double grow, double *open_share)
{
	double sum = 0, paper = paper_about(ink, picture, map, grow);
	int i, n = 0;

	if (picture->bilevel)
		paper = 255;
	for (i = 0; i < ink->n; i++) {
		double x, y, light;

		if (!ink->at[i].open)
			continue;
		scan_map_at(map, ink->at[i].x + .5, ink->at[i].y + .5, &x, &y);
		light = light_at(picture, x, y);
		if (light < 0)
			continue;
		sum += paper - light;
		n++;
	}
	*open_share = ink->n ? (double)n / ink->n : 0;
	return n ? sum / n : 0;
}

void
fill_survival(struct fill *fill, const struct raster *picture,
	const struct scan_map *map)
{
	double faint = picture->bilevel ? FAINT_BLACK : FAINT_GREY;
	double gone = picture->bilevel ? GONE_BLACK : GONE_GREY;
	int i, k;

	for (i = 0; i < fill->n_items; i++) {
		struct fill_item *item = &fill->items[i];

		item->contrast = item->n_inks ? 255 : 0;
		for (k = 0; k < item->n_inks; k++) {
			double open;
			double contrast = contrast_of(
				item->inks[k], picture, map, 8, &open);

			item->contrast = fmin(item->contrast, contrast);
			if ((open < .25 || contrast < faint ||
				    open * item->ink_mm2 < FEW_MM2) &&
				item->review == REVIEW_NO)
				item->review = REVIEW_MAY;
			if (contrast >= gone)
				continue;
			item->blank_ok = true;
			if (item->n_inks > 1)
				item->review = REVIEW_SKIP;
		}
	}
}

void
fill_finish(struct fill *fill)
{
	int i, k;

	for (i = 0; i < fill->n_items; i++)
		for (k = 0; k < fill->items[i].n_inks; k++)
			free(fill->items[i].inks[k]);
	memset(fill, 0, sizeof(*fill));
}
