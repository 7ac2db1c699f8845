#include "intake/mark.h"

#include "core/err.h"
#include "core/reading.h"
#include "core/str.h"
#include "intake/limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UM_MM 1000.0
#define NOBODY (-1)
/* Ink in a box below this is a touch, not a visit. */
#define IN_BOX_MM2 0.12

/* Where box i of the page is among the items. */
struct place {
	int item, box;
};

static int
item_of(const struct item_seen *items, int n, const char *key)
{
	int i;

	for (i = 0; i < n; i++)
		if (strcmp(items[i].item, key) == 0)
			return i;
	return NOBODY;
}

static bool
items_list(const struct layout_page *page, struct item_seen *items, int room,
	int *n, struct place *places, struct err *err)
{
	size_t i;

	*n = 0;
	for (i = 0; i < page->n_boxes; i++) {
		const struct layout_box *box = &page->boxes[i];
		int k = item_of(items, *n, box->item);
		struct item_seen *item;

		if (k == NOBODY) {
			if (*n == room)
				return err_set(err, ERR_LIMIT,
					"page %d: more than %d items",
					page->page, room);
			k = (*n)++;
			items[k] = (struct item_seen){.n = 0};
			str_copy(items[k].item, sizeof(items[k].item),
				box->item);
		}
		item = &items[k];
		if (item->n == ANSWER_MARKS)
			return err_set(err, ERR_LIMIT,
				"page %d: item %s has more than %d boxes",
				page->page, box->item, ANSWER_MARKS);
		places[i] = (struct place){k, item->n};
		item->boxes[item->n++] = (struct box_seen){.value = box->value};
	}
	return true;
}

/* The print that is seen on this page where nothing hides it: a median. */
static int
by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
usual_seen(const struct ink *ink)
{
	double list[512];
	size_t i, n = 0;

	for (i = 0; i < ink->n_boxes && n < 512; i++)
		list[n++] = ink->boxes[i].seen;
	if (n == 0)
		return 1;
	qsort(list, n, sizeof(list[0]), by_value);
	return fmax(list[n / 2], 0.3);
}

static double
um_between(double v, double a, double b)
{
	return v < a ? a - v : v > b ? v - b : 0;
}

/* How far a stroke's box lies from a zone, mm. */
static double
distance_mm(const struct stroke *stroke, struct um_rect zone)
{
	const double dx = stroke->x1 < zone.x ? zone.x - stroke->x1
					      : um_between(stroke->x0, -1e9,
							zone.x + zone.w);
	const double dy = stroke->y1 < zone.y ? zone.y - stroke->y1
					      : um_between(stroke->y0, -1e9,
							zone.y + zone.h);

	return hypot(dx, dy) / UM_MM;
}

/* Ink of no zone counts against every item that it is near to. */
static void
add_stray(const struct layout_page *page, const struct stroke *stroke,
	const struct place *places, double mass, struct item_seen *items, int n)
{
	bool near[READING_ANSWERS] = {false};
	size_t i;
	int k;

	for (i = 0; i < page->n_boxes; i++)
		if (places[i].item < READING_ANSWERS &&
			distance_mm(stroke, page->boxes[i].zone) <
				LIMIT_NEAR_MM)
			near[places[i].item] = true;
	for (k = 0; k < n && k < READING_ANSWERS; k++)
		if (near[k])
			items[k].stray += mass;
}

static void
add_mark(struct box_seen *box, const struct stroke *stroke, double mass,
	double in_box)
{
	if (mass <= 0)
		return;
	box->contrast = (box->contrast * box->mass + stroke->contrast * mass) /
			(box->mass + mass);
	box->mass += mass;
	box->in_box += in_box;
}

/* The zone with the most of a stroke, and the one with the most in its box. */
static void
largest(const struct stroke *stroke, int *zone, int *box, int *n_boxes)
{
	int k;

	*zone = *box = NOBODY;
	*n_boxes = 0;
	for (k = 0; k < stroke->n_zones; k++) {
		if (*zone == NOBODY ||
			stroke->zones[k].mass > stroke->zones[*zone].mass)
			*zone = k;
		if (stroke->zones[k].in_box < IN_BOX_MM2)
			continue;
		(*n_boxes)++;
		if (*box == NOBODY ||
			stroke->zones[k].in_box > stroke->zones[*box].in_box)
			*box = k;
	}
}

/*
 * The zone that a stroke belongs to, or NOBODY. The bulk decides; a stroke
 * that visits one box only is that box's; a tail may brush another box if what
 * is in its own is thin (not a blackened box with the new mark beside it).
 */
static int
owner_of(const struct stroke *stroke, const struct ink *ink)
{
	int zone, box, n_boxes, k;
	double rest = 0;

	largest(stroke, &zone, &box, &n_boxes);
	if (zone == NOBODY || stroke->many)
		return NOBODY;
	if (n_boxes == 0) {
		const double share = stroke->zones[zone].mass / stroke->mass;

		for (k = 0; k < stroke->n_zones; k++)
			if (k != zone)
				rest = fmax(rest, stroke->zones[k].mass);
		/* A ring wider than its cell lies in both neighbours' too. */
		if (share >= LIMIT_BULK ||
			(share >= 0.4 && rest < 0.5 * stroke->zones[zone].mass))
			return zone;
		return NOBODY;
	}
	if (n_boxes == 1)
		return stroke->zones[zone].mass > 2.5 * stroke->zones[box].mass
			       ? NOBODY
			       : box;
	for (k = 0; k < stroke->n_zones; k++)
		if (k != box)
			rest = fmax(rest, stroke->zones[k].in_box);
	if (box == zone &&
		stroke->zones[zone].mass >= LIMIT_BULK * stroke->mass &&
		rest <= LIMIT_TAIL * stroke->zones[box].in_box &&
		ink->boxes[stroke->zones[box].box].inside < LIMIT_HEAVY)
		return zone;
	return NOBODY;
}

static void
attribute(const struct layout_page *page, const struct ink *ink,
	const struct stroke *stroke, const struct place *places,
	struct item_seen *items, int n)
{
	const double reach =
		fmax(stroke->x1 - stroke->x0, stroke->y1 - stroke->y0) / UM_MM;
	double in_zones = 0;
	int owner, k;

	for (k = 0; k < stroke->n_zones; k++)
		in_zones += stroke->zones[k].mass;
	if (in_zones <= 0) {
		add_stray(page, stroke, places, stroke->outside, items, n);
		return;
	}
	if (reach > LIMIT_STROKE_MM) {
		for (k = 0; k < stroke->n_zones; k++) {
			const struct place at = places[stroke->zones[k].box];

			if (stroke->zones[k].mass >= LIMIT_MAYBE_MM2)
				items[at.item].foreign = true;
		}
		if (stroke->many)
			for (k = 0; k < n; k++)
				items[k].foreign = true;
		return;
	}
	owner = owner_of(stroke, ink);
	if (owner != NOBODY) {
		const struct place at = places[stroke->zones[owner].box];

		add_mark(&items[at.item].boxes[at.box], stroke,
			stroke->mass - stroke->in_field,
			stroke->zones[owner].in_box);
		return;
	}
	/* Nobody's: everybody whose zone it touches hears of it. */
	for (k = 0; k < stroke->n_zones; k++) {
		const struct place at = places[stroke->zones[k].box];

		add_mark(&items[at.item].boxes[at.box], stroke,
			stroke->zones[k].mass, stroke->zones[k].in_box);
		if (stroke->zones[k].mass >= LIMIT_MAYBE_MM2)
			items[at.item].shared = true;
	}
	if (stroke->many)
		for (k = 0; k < n; k++)
			items[k].shared = true;
}

bool
marks_attribute(const struct layout_page *page, const struct ink *ink,
	const struct field *field, struct item_seen *items, int room, int *n,
	struct err *err)
{
	const double usual = usual_seen(ink);
	struct place *places = calloc(page->n_boxes + 1, sizeof(*places));
	size_t i;

	*n = 0;
	if (places == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (!items_list(page, items, room, n, places, err)) {
		free(places);
		return false;
	}
	for (i = 0; i < page->n_boxes; i++) {
		const struct place at = places[i];
		const struct box_ink *seen = &ink->boxes[i];
		struct box_seen *box;

		box = &items[at.item].boxes[at.box];
		box->inside = fmin(seen->inside, 1);
		box->outline = field->at[i].match;
		box->shift_mm = hypot(field->at[i].dx, field->at[i].dy) / UM_MM;
		box->hidden = seen->seen_box < LIMIT_SEEN * usual ||
			      seen->seen < LIMIT_SEEN * usual ||
			      seen->covered > LIMIT_COVERED;
	}
	for (i = 0; i < ink->n_strokes; i++)
		attribute(page, ink, &ink->strokes[i], places, items, *n);
	free(places);
	return true;
}
