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
		item->boxes[item->n++] = (struct box_seen){.value = box->value,
			.box_mm2 = box->box.w / UM_MM * box->box.h / UM_MM};
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

/* What a stroke covers, um. */
static struct um_rect
rect_of(const struct stroke *stroke)
{
	return (struct um_rect){stroke->x0, stroke->y0, stroke->x1 - stroke->x0,
		stroke->y1 - stroke->y0};
}

/*
 * Ink of no zone counts against every item that it is near to, or near to a
 * mark of: the other half of a ring that a printed line cut.
 */
static void
add_stray(const struct layout_page *page, const struct stroke *stroke,
	const struct place *places, double mass, struct item_seen *items, int n)
{
	bool near[READING_ANSWERS] = {false};
	size_t i;
	int k;

	for (i = 0; i < page->n_boxes; i++) {
		const struct place at = places[i];
		const struct stroke *form = &items[at.item].boxes[at.box].form;

		if (at.item < READING_ANSWERS &&
			(distance_mm(stroke, page->boxes[i].zone) <
					LIMIT_NEAR_MM ||
				(form->mass > 0 &&
					distance_mm(stroke, rect_of(form)) <
						LIMIT_NEAR_MM)))
			near[at.item] = true;
	}
	for (k = 0; k < n && k < READING_ANSWERS; k++)
		if (near[k])
			items[k].stray += mass;
}

/* As pale and as large as what a cup leaves. */
static bool
is_stain(const struct stroke *stroke)
{
	return stroke->contrast < LIMIT_STAIN_CONTRAST &&
	       fmin(stroke->x1 - stroke->x0, stroke->y1 - stroke->y0) >
		       LIMIT_STAIN_MM * UM_MM;
}

/* And as broad a line: a ring in thin pencil is no cup's. */
static bool
is_cups(const struct stroke *form)
{
	const double w = (form->x1 - form->x0) / UM_MM;
	const double h = (form->y1 - form->y0) / UM_MM;

	return is_stain(form) &&
	       form->area > LIMIT_STAIN_BROAD_MM * M_PI / 2 * (w + h);
}

/*
 * Where the box is untouched, a mark is a ring, a tick or a cross on the
 * picture or the words: thin lines that hang together and spread both ways. A
 * ring close about the box comes as several arcs, cut by the print, so all
 * strokes that could be marks are looked at as one. A smudge, a cloud of dots,
 * the shadow of a fold, a straight band or the pale ring of a cup is for a
 * person.
 */
static bool
is_drawn(const struct stroke *form)
{
	const double w = (form->x1 - form->x0) / UM_MM;
	const double h = (form->y1 - form->y0) / UM_MM;
	const double least = fmin(w, h), most = fmax(w, h);

	if (is_cups(form))
		return false;
	return least >= LIMIT_FORM_MM &&
	       (most < LIMIT_BAND_MM || most < LIMIT_BAND * least) &&
	       form->bulk >= LIMIT_BULK_FORM * form->mass &&
	       form->area <= LIMIT_FULL * w * h;
}

static bool
is_stripe(const struct stroke *stroke)
{
	const double w = (stroke->x1 - stroke->x0) / UM_MM;
	const double h = (stroke->y1 - stroke->y0) / UM_MM;

	return fmax(w, h) >= LIMIT_STRIPE_MM &&
	       fmax(w, h) >= LIMIT_STRIPE * fmin(w, h);
}

static void
add_form(struct stroke *form, const struct stroke *stroke)
{
	if (form->mass <= 0) {
		*form = *stroke;
		return;
	}
	form->contrast = (form->contrast * form->mass +
				 stroke->contrast * stroke->mass) /
			 (form->mass + stroke->mass);
	form->x0 = fmin(form->x0, stroke->x0);
	form->y0 = fmin(form->y0, stroke->y0);
	form->x1 = fmax(form->x1, stroke->x1);
	form->y1 = fmax(form->y1, stroke->y1);
	form->mass += stroke->mass;
	form->area += stroke->area;
	form->bulk += stroke->bulk;
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
	if (stroke->mass >= LIMIT_MARK_MM2)
		add_form(&box->form, stroke);
	if (mass > box->largest)
		box->stripe = is_stripe(stroke);
	box->formless = !is_drawn(&box->form);
	box->largest = fmax(box->largest, mass);
	box->in_box = fmax(box->in_box, in_box);
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
		if (stroke->zones[k].in_box < LIMIT_IN_BOX_MM2)
			continue;
		(*n_boxes)++;
		if (*box == NOBODY ||
			stroke->zones[k].in_box > stroke->zones[*box].in_box)
			*box = k;
	}
}

/* Whether the middle of a stroke lies in a box's zone. */
static bool
is_about(const struct stroke *stroke, const struct layout_box *box)
{
	return um_rect_has(box->zone,
		(struct um_point){(int32_t)((stroke->x0 + stroke->x1) / 2),
			(int32_t)((stroke->y0 + stroke->y1) / 2)});
}

/*
 * The zone that a stroke belongs to, or NOBODY. The bulk decides; a stroke
 * that visits one box only is that box's; a tail may brush another box if what
 * is in its own is thin (not a blackened box with the new mark beside it).
 */
static int
owner_of(const struct layout_page *page, const struct stroke *stroke,
	const struct ink *ink)
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
			(share >= 0.4 &&
				rest < 0.5 * stroke->zones[zone].mass &&
				is_about(stroke,
					&page->boxes[stroke->zones[zone].box])))
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

#define DIRT_SPOTS 12 /* fewer are no dirty page */
#define DIRT_MAX 400

/* What holds all zones of the page, um; nothing where it has none. */
struct extent {
	double x0, y0, x1, y1;
};

static struct extent
extent_of(const struct layout_page *page)
{
	struct extent all = {INFINITY, INFINITY, 0, 0};
	size_t i;

	for (i = 0; i < page->n_boxes; i++) {
		const struct um_rect at = page->boxes[i].zone;

		all.x0 = fmin(all.x0, at.x);
		all.y0 = fmin(all.y0, at.y);
		all.x1 = fmax(all.x1, at.x + at.w);
		all.y1 = fmax(all.y1, at.y + at.h);
	}
	return all;
}

/* Whether its middle lies there, not in the page's margins. */
static bool
is_among(const struct stroke *stroke, const struct extent *all)
{
	const double x = (stroke->x0 + stroke->x1) / 2;
	const double y = (stroke->y0 + stroke->y1) / 2;

	return x > all->x0 && x < all->x1 && y > all->y0 && y < all->y1;
}

/*
 * How large the spots are that lie about outside boxes: nine tenths of them
 * are below two thirds of what is returned; 0 on a clean page. Crumbs of a torn
 * corner or along the page's edge say nothing of what lies in the boxes.
 */
static double
dirt_size(const struct layout_page *page, const struct ink *ink)
{
	const struct extent all = extent_of(page);
	double list[DIRT_MAX];
	size_t i, n = 0;

	for (i = 0; i < ink->n_strokes && n < DIRT_MAX; i++) {
		const struct stroke *stroke = &ink->strokes[i];
		bool in_box = false;
		int k;

		for (k = 0; k < stroke->n_zones; k++)
			in_box = in_box || stroke->zones[k].in_box > 0;
		if (!in_box && stroke->mass < LIMIT_BESIDE_MM2 &&
			stroke->in_field < stroke->mass &&
			is_among(stroke, &all))
			list[n++] = stroke->mass;
	}
	if (n < DIRT_SPOTS)
		return 0;
	qsort(list, n, sizeof(list[0]), by_value);
	return fmin(1.5 * list[n * 9 / 10], LIMIT_BESIDE_MM2);
}

/* Whether a stroke is a disc that may be a hole, or comes with one. */
static bool
has_disc(const struct stroke *stroke, const struct ink *ink)
{
	int i;

	for (i = 0; i < ink->n_holes; i++) {
		const struct hole *hole = &ink->holes[i];

		if (!hole->paired && stroke->x0 < hole->x + hole->r &&
			stroke->x1 > hole->x - hole->r &&
			stroke->y0 < hole->y + hole->r &&
			stroke->y1 > hole->y - hole->r)
			return true;
	}
	return false;
}

/* What a hole took away is not known: its boxes are never blank. */
static void
holes_weigh(const struct layout_page *page, const struct ink *ink,
	const struct place *places, struct item_seen *items)
{
	size_t i;
	int k;

	for (k = 0; k < ink->n_holes; k++)
		for (i = 0; i < page->n_boxes; i++) {
			const struct layout_box *at = &page->boxes[i];
			struct box_seen *box =
				&items[places[i].item].boxes[places[i].box];

			if (hole_in(&ink->holes[k], at->zone) < LIMIT_MAYBE_MM2)
				continue;
			box->folded = true;
			if (hole_in(&ink->holes[k], at->box) >=
				LIMIT_HOLE * box->box_mm2)
				box->hidden = true;
		}
}

/*
 * Many spots too small for a mark are dirt if the whole page has them, and
 * perhaps a broken line if one zone has far more than the others.
 */
static void
dirt_weigh(const struct layout_page *page, const struct place *places,
	const double *dirt, double *scratch, struct item_seen *items)
{
	double usual;
	size_t i;

	if (page->n_boxes == 0)
		return;
	for (i = 0; i < page->n_boxes; i++)
		scratch[i] =
			dirt[i] * UM_MM * UM_MM /
			((double)page->boxes[i].zone.w * page->boxes[i].zone.h);
	qsort(scratch, page->n_boxes, sizeof(*scratch), by_value);
	usual = scratch[page->n_boxes / 2];
	for (i = 0; i < page->n_boxes; i++) {
		const double area = page->boxes[i].zone.w / UM_MM *
				    page->boxes[i].zone.h / UM_MM;
		const double more = dirt[i] - 4 * usual * area;
		struct box_seen *box =
			&items[places[i].item].boxes[places[i].box];

		if (more > LIMIT_DIRT_MM2) {
			box->mass += more;
			box->largest = fmax(box->largest, LIMIT_MAYBE_MM2);
		}
	}
}

/*
 * A pen's line along a printed one shows as a sliver. Where print lies a
 * little off, most boxes of the page have slivers; one that has far more than
 * they may be marked.
 */
static void
slivers_weigh(const struct layout_page *page, const struct ink *ink,
	const struct place *places, double *scratch, struct item_seen *items)
{
	double limit;
	size_t i;

	if (page->n_boxes == 0)
		return;
	for (i = 0; i < page->n_boxes; i++)
		scratch[i] =
			fmax(ink->boxes[i].sliver, ink->boxes[i].sliver_box);
	qsort(scratch, page->n_boxes, sizeof(*scratch), by_value);
	limit = fmax(LIMIT_SLIVER_MM2, 2 * scratch[page->n_boxes * 3 / 4]);
	for (i = 0; i < page->n_boxes; i++) {
		const struct box_ink *seen = &ink->boxes[i];
		struct box_seen *box =
			&items[places[i].item].boxes[places[i].box];

		if (fmax(seen->sliver, seen->sliver_box) < limit)
			continue;
		box->lined = true;
		box->mass += seen->sliver + seen->sliver_box;
		box->largest = fmax(box->largest, LIMIT_MAYBE_MM2);
		if (seen->sliver_box >= limit)
			box->in_box = fmax(box->in_box, seen->sliver_box);
	}
}

/*
 * Dark from the paper's edge inwards, and more than a pen leaves: the scanner's
 * bed where the paper is torn off, or something that lies on it.
 */
#define EDGE_UM 3500
#define EDGE_MM2 60

static bool
touches_edge(const struct stroke *stroke)
{
	return stroke->x0 < EDGE_UM || stroke->y0 < EDGE_UM ||
	       stroke->x1 > FRAME_PAGE_W - EDGE_UM ||
	       stroke->y1 > FRAME_PAGE_H - EDGE_UM;
}

static bool
is_cover(const struct stroke *stroke)
{
	return stroke->area >= EDGE_MM2 && touches_edge(stroke);
}

/* How far a point lies from an item's zones, um; above them half counts. */
static double
distance_um(const struct layout_page *page, const struct place *places,
	int item, double x, double y)
{
	double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9, dx, dy;
	size_t i;

	for (i = 0; i < page->n_boxes; i++) {
		const struct um_rect zone = page->boxes[i].zone;

		if (places[i].item != item)
			continue;
		x0 = fmin(x0, zone.x);
		y0 = fmin(y0, zone.y);
		x1 = fmax(x1, zone.x + zone.w);
		y1 = fmax(y1, zone.y + zone.h);
	}
	dx = um_between(x, x0, x1);
	dy = um_between(y, y0, y1);
	/* The question stands above its boxes, not below the last one's. */
	return hypot(dx, y < y0 ? dy / 2 : dy);
}

/*
 * A stroke in no zone may be a mark on the question, an arrow or a word in the
 * margin: the item in whose part of the page it stands hears of it, and is not
 * blank. What lies at the paper's edge, holes, stains and notes are no marks.
 */
static void
add_remote(const struct layout_page *page, const struct ink *ink,
	const struct stroke *stroke, const struct place *places,
	struct item_seen *items, int n)
{
	const double w = stroke->x1 - stroke->x0, h = stroke->y1 - stroke->y0;
	const double x = (stroke->x0 + stroke->x1) / 2;
	const double y = (stroke->y0 + stroke->y1) / 2;
	double nearest = LIMIT_REMOTE_MM * UM_MM;
	int at = NOBODY, k;

	if (stroke->in_field > 0.3 * stroke->mass || touches_edge(stroke) ||
		has_disc(stroke, ink) || fmax(w, h) > LIMIT_STROKE_MM * UM_MM ||
		is_stain(stroke))
		return;
	for (k = 0; k < n; k++) {
		const double far = distance_um(page, places, k, x, y);

		if (far >= nearest)
			continue;
		nearest = far;
		at = k;
	}
	if (at != NOBODY)
		items[at].remote = fmax(items[at].remote, stroke->outside);
}

/* A stroke of more zones than are counted: every item its box touches. */
static void
tell_reached(const struct layout_page *page, const struct stroke *stroke,
	const struct place *places, bool foreign, struct item_seen *items)
{
	size_t i;

	for (i = 0; i < page->n_boxes; i++) {
		if (distance_mm(stroke, page->boxes[i].zone) > 0)
			continue;
		if (foreign)
			items[places[i].item].foreign = true;
		else
			items[places[i].item].shared = true;
	}
}

/* What covers the page from its edge is no ink. */
static bool
is_no_ink(const struct stroke *stroke, const struct place *places,
	struct item_seen *items)
{
	int k;

	if (!is_cover(stroke) || stroke->many)
		return false;
	for (k = 0; k < stroke->n_zones; k++) {
		const struct place at = places[stroke->zones[k].box];

		if (stroke->zones[k].mass >= LIMIT_MAYBE_MM2)
			items[at.item].boxes[at.box].hidden = true;
	}
	return true;
}

/* Too large for a mark: every item that it reaches hears of it. */
static void
tell_foreign(const struct layout_page *page, const struct stroke *stroke,
	const struct place *places, struct item_seen *items)
{
	int k;

	for (k = 0; k < stroke->n_zones; k++)
		if (stroke->zones[k].mass >= LIMIT_MAYBE_MM2)
			items[places[stroke->zones[k].box].item].foreign = true;
	if (stroke->many)
		tell_reached(page, stroke, places, true, items);
}

/* Nobody's: everybody whose zone it touches hears of it. */
static void
tell_all(const struct layout_page *page, const struct stroke *stroke,
	const struct place *places, struct item_seen *items)
{
	int k;

	for (k = 0; k < stroke->n_zones; k++) {
		const struct place at = places[stroke->zones[k].box];

		add_mark(&items[at.item].boxes[at.box], stroke,
			stroke->zones[k].mass, stroke->zones[k].in_box);
		if (stroke->zones[k].mass >= LIMIT_MAYBE_MM2)
			items[at.item].shared = true;
	}
	if (stroke->many)
		tell_reached(page, stroke, places, false, items);
}

/*
 * A piece that print cut off a mark: it touches that mark's zone and no other,
 * lies next to it and is not heavier. An arc of a ring about the box, a tail.
 */
static bool
is_piece_of(const struct stroke *stroke, const struct stroke *form)
{
	return form->mass > 0 && stroke->mass <= form->mass &&
	       distance_mm(stroke, rect_of(form)) < LIMIT_PIECE_MM;
}

/*
 * Strokes are given in turns: those that tell by themselves whose they are,
 * pieces of these, and what is in no zone.
 */
enum turn { TURN_OWN, TURN_PIECE, TURN_STRAY, TURN_NONE };

/* The turn in which it is to be given again; TURN_NONE: it is told. */
static enum turn
attribute(const struct layout_page *page, const struct ink *ink,
	const struct stroke *stroke, const struct place *places,
	struct item_seen *items, int n, double *dirt, enum turn turn)
{
	const double reach =
		fmax(stroke->x1 - stroke->x0, stroke->y1 - stroke->y0) / UM_MM;
	double in_zones = 0;
	int owner, zone, box, n_boxes, k;

	for (k = 0; k < stroke->n_zones; k++)
		in_zones += stroke->zones[k].mass;
	if (is_no_ink(stroke, places, items))
		return TURN_NONE;
	/* Dirt is not added up to a mark: see dirt_weigh. */
	largest(stroke, &zone, &box, &n_boxes);
	if (stroke->mass < LIMIT_MAYBE_MM2 ||
		(stroke->mass < items[0].dirt &&
			(box == NOBODY ||
				stroke->zones[box].in_box < LIMIT_MAYBE_MM2))) {
		for (k = 0; k < stroke->n_zones; k++) {
			const struct place at = places[stroke->zones[k].box];
			struct box_seen *seen = &items[at.item].boxes[at.box];

			seen->spot = fmax(seen->spot, stroke->zones[k].in_box);
			dirt[stroke->zones[k].box] += stroke->zones[k].mass;
		}
		return TURN_NONE;
	}
	if (in_zones <= 0) {
		if (turn < TURN_STRAY)
			return TURN_STRAY;
		add_stray(page, stroke, places, stroke->outside, items, n);
		add_remote(page, ink, stroke, places, items, n);
		return TURN_NONE;
	}
	if (reach > LIMIT_STROKE_MM) {
		tell_foreign(page, stroke, places, items);
		return TURN_NONE;
	}
	if (has_disc(stroke, ink)) {
		tell_all(page, stroke, places, items);
		return TURN_NONE;
	}
	owner = owner_of(page, stroke, ink);
	if (owner != NOBODY) {
		const struct place at = places[stroke->zones[owner].box];

		add_mark(&items[at.item].boxes[at.box], stroke,
			stroke->mass - stroke->in_field,
			stroke->zones[owner].in_box);
		return TURN_NONE;
	}
	if (stroke->n_zones == 1 && !stroke->many) {
		const struct place at = places[stroke->zones[0].box];
		struct box_seen *seen = &items[at.item].boxes[at.box];

		if (turn < TURN_PIECE)
			return TURN_PIECE;
		if (is_piece_of(stroke, &seen->form)) {
			add_mark(seen, stroke, stroke->mass - stroke->in_field,
				stroke->zones[0].in_box);
			return TURN_NONE;
		}
	}
	tell_all(page, stroke, places, items);
	return TURN_NONE;
}

#define TONES 6 /* boxes that tell what is usual */

/* Boxes whose inside is darker than those of the rest, by however little. */
static void
tones_weigh(const struct layout_page *page, const struct ink *ink,
	const struct place *places, double *scratch, struct item_seen *items)
{
	double usual, limit;
	size_t i;

	if (page->n_boxes < TONES)
		return;
	for (i = 0; i < page->n_boxes; i++)
		scratch[i] = ink->boxes[i].tone;
	qsort(scratch, page->n_boxes, sizeof(*scratch), by_value);
	usual = scratch[page->n_boxes / 2];
	for (i = 0; i < page->n_boxes; i++)
		scratch[i] = fabs(ink->boxes[i].tone - usual);
	qsort(scratch, page->n_boxes, sizeof(*scratch), by_value);
	limit = fmax(
		LIMIT_TONE, LIMIT_TONE_DEVIATIONS * scratch[page->n_boxes / 2]);
	for (i = 0; i < page->n_boxes; i++)
		items[places[i].item].boxes[places[i].box].toned =
			ink->boxes[i].tone - usual > limit;
}

bool
marks_attribute(const struct layout_page *page, const struct ink *ink,
	const struct field *field, struct item_seen *items, int room, int *n,
	struct err *err)
{
	const double usual = usual_seen(ink);
	struct place *places = calloc(page->n_boxes + 1, sizeof(*places));
	double *dirt = calloc(2 * page->n_boxes + 1, sizeof(*dirt));
	enum turn *turns = calloc(ink->n_strokes + 1, sizeof(*turns));
	enum turn turn;
	double dirt_mm2;
	bool ok = false;
	size_t n_strokes, i;

	*n = 0;
	if (places == NULL || dirt == NULL || turns == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	if (!items_list(page, items, room, n, places, err))
		goto out;
	for (i = 0; i < page->n_boxes; i++) {
		const struct place at = places[i];
		const struct box_ink *seen = &ink->boxes[i];
		struct box_seen *box;

		box = &items[at.item].boxes[at.box];
		box->inside = fmin(seen->inside, 1);
		box->outline = field->at[i].match;
		box->shift_mm = hypot(field->at[i].dx, field->at[i].dy) / UM_MM;
		box->pale = seen->pale;
		box->pale_dark = seen->pale_dark;
		box->folded = seen->fold >= LIMIT_IN_BOX_MM2;
		box->hidden = seen->seen_box < LIMIT_SEEN * usual ||
			      seen->seen < LIMIT_SEEN * usual ||
			      seen->covered > LIMIT_COVERED;
	}
	holes_weigh(page, ink, places, items);
	dirt_mm2 = dirt_size(page, ink);
	for (i = 0; i < (size_t)*n; i++) {
		items[i].dirt = dirt_mm2;
		items[i].through = ink->pale;
		items[i].blind = ink->rough;
	}
	n_strokes = *n > 0 ? ink->n_strokes : 0;
	for (turn = TURN_OWN; turn < TURN_NONE; turn++)
		for (i = 0; i < n_strokes; i++)
			if (turns[i] == turn)
				turns[i] =
					attribute(page, ink, &ink->strokes[i],
						places, items, *n, dirt, turn);
	dirt_weigh(page, places, dirt, dirt + page->n_boxes, items);
	slivers_weigh(page, ink, places, dirt, items);
	tones_weigh(page, ink, places, dirt, items);
	for (i = 0; i < page->n_boxes; i++) {
		struct box_seen *box =
			&items[places[i].item].boxes[places[i].box];

		if (field->at[i].thicker < LIMIT_THICKER_MM)
			continue;
		box->largest = fmax(box->largest, LIMIT_MAYBE_MM2);
		box->in_box = fmax(box->in_box, LIMIT_BESIDE_MM2);
	}
	ok = true;
out:
	free(places);
	free(dirt);
	free(turns);
	return ok;
}
