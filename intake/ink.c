#include "intake/ink.h"

#include "core/err.h"
#include "intake/ink_px.h"
#include "intake/paper.h"
#include "intake/reduce.h"
#include "intake/register.h"
#include "intake/room.h"
#include "intake/sight.h"
#include "intake/unmarked.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MESH 64 /* working px between nodes of the map back to the page */
#define GROUP 8 /* working px looked at together; MESH has whole ones */
/* More of the page than this is dark: nothing can be told. */
#define TOO_MUCH 0.40

/* A connected spot before strokes are joined. */
struct spot {
	double mass;
	uint32_t n, n_at_print;
	bool kept;
};

/* --- the map back ------------------------------------------------------ */

static bool
mesh_make(const struct grey *work, const struct homography *map,
	const struct field *field, struct ink *ink, int *nx, struct err *err)
{
	const int ny = work->h / MESH + 2;
	struct homography back;
	size_t need;
	int x, y;

	*nx = work->w / MESH + 2;
	need = 2 * (size_t)*nx * (size_t)ny;
	if (!homography_inverse(map, &back))
		return err_set(err, ERR_INPUT, "the page's map has no inverse");
	if (need > ink->room_mesh) {
		free(ink->mesh);
		ink->room_mesh = 0;
		ink->mesh = malloc(need * sizeof(*ink->mesh));
		if (ink->mesh == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		ink->room_mesh = need;
	}
	for (y = 0; y < ny; y++)
		for (x = 0; x < *nx; x++) {
			const struct px_point p =
				homography_at(&back, x * MESH, y * MESH);
			float *node = ink->mesh + 2 * (y * *nx + x);
			double dx, dy;

			field_shift(field, p.x, p.y, &dx, &dy);
			node[0] = (float)((p.x - dx) / CELL);
			node[1] = (float)((p.y - dy) / CELL);
		}
	return true;
}

/* Print cells at the middle of pixel (x, y), and a step in x. */
struct along {
	float u, v, du, dv;
};

/* Along a row within one cell of the mesh: at its left end and its right. */
struct chord {
	int ix; /* which cell; -1: none yet */
	float lu, lv, ru, rv;
};

static void
chord_at(const float *mesh, int nx, int ix, int y, struct chord *out)
{
	const int iy = y / MESH;
	const float ay = ((float)(y - iy * MESH) + 0.5F) / MESH;
	const float *a = mesh + 2 * (iy * nx + ix);
	const float *b = a + 2 * nx;

	*out = (struct chord){ix, a[0] + (b[0] - a[0]) * ay,
		a[1] + (b[1] - a[1]) * ay, a[2] + (b[2] - a[2]) * ay,
		a[3] + (b[3] - a[3]) * ay};
}

static struct along
chord_along(const struct chord *c, int x)
{
	const float ax = ((float)(x - c->ix * MESH) + 0.5F) / MESH;

	return (struct along){c->lu + (c->ru - c->lu) * ax,
		c->lv + (c->rv - c->lv) * ax, (c->ru - c->lu) / MESH,
		(c->rv - c->lv) / MESH};
}

/* --- zones ------------------------------------------------------------- */

static void
zones_fill(uint16_t *zone_of, struct um_rect rect, uint16_t value)
{
	const int x0 = (int)fmax(ceil(rect.x / COARSE_UM - 0.5), 0);
	const int y0 = (int)fmax(ceil(rect.y / COARSE_UM - 0.5), 0);
	const int w = COARSE_W, h = COARSE_H;
	const int x1 = (int)fmin(ceil((rect.x + rect.w) / COARSE_UM - 0.5), w);
	const int y1 = (int)fmin(ceil((rect.y + rect.h) / COARSE_UM - 0.5), h);
	int x, y;

	for (y = y0; y < y1; y++)
		for (x = x0; x < x1; x++)
			zone_of[y * COARSE_W + x] = value;
}

/* Whose each cell of the page is. */
static void
zones_make(const struct layout_page *page, struct ink *ink)
{
	size_t i;

	memset(ink->zone_of, 0, COARSE_CELLS * sizeof(*ink->zone_of));
	for (i = 0; i < page->n_boxes; i++)
		zones_fill(
			ink->zone_of, page->boxes[i].zone, (uint16_t)(i + 1));
	for (i = 0; i < page->n_fields; i++)
		zones_fill(ink->zone_of, page->fields[i].rect, FIELD);
	for (i = 0; i < FRAME_ANCHORS; i++)
		zones_fill(ink->zone_of, page->anchors[i], FIELD);
	/* These are not in the print: they differ from page to page. */
	zones_fill(ink->zone_of, frame_seat(), FIELD);
	for (i = 0; i < FRAME_CODES; i++) {
		zones_fill(ink->zone_of,
			um_rect_grown(page->codes[i], FRAME_MODULE), FIELD);
		zones_fill(ink->zone_of,
			um_rect_grown(page->code_lines[i], FRAME_MODULE),
			FIELD);
	}
}

static bool
rooms_make(const struct grey *work, const struct layout_page *page,
	struct ink *ink, struct err *err)
{
	const size_t coarse = COARSE_CELLS;
	const size_t row = 2 * (size_t)work->w + 64;

	if (ink->zone_of == NULL)
		ink->zone_of = room_new(coarse * sizeof(*ink->zone_of));
	if (ink->label_of == NULL)
		ink->label_of = room_new(coarse * sizeof(*ink->label_of));
	if (ink->stack == NULL)
		ink->stack = room_new(coarse * sizeof(*ink->stack));
	if (row > ink->room_row) {
		free(ink->row);
		ink->row = malloc(row);
		ink->room_row = ink->row == NULL ? 0 : row;
	}
	if ((size_t)work->w > ink->room_columns) {
		free(ink->columns);
		ink->columns = malloc((size_t)work->w * sizeof(*ink->columns));
		ink->room_columns = ink->columns == NULL ? 0 : (size_t)work->w;
	}
	if (page->n_boxes > ink->room_boxes) {
		free(ink->boxes);
		ink->boxes = malloc(page->n_boxes * sizeof(*ink->boxes));
		ink->room_boxes = ink->boxes == NULL ? 0 : page->n_boxes;
	}
	if (ink->zone_of == NULL || ink->label_of == NULL ||
		ink->stack == NULL || ink->row == NULL ||
		ink->columns == NULL ||
		(page->n_boxes > 0 && ink->boxes == NULL))
		return err_set(err, ERR_SYSTEM, "out of memory");
	return true;
}

/* --- pixels ------------------------------------------------------------ */

static bool
px_room(struct ink *ink, size_t more, struct err *err)
{
	size_t room = ink->room_px == 0 ? 65536 : ink->room_px;
	struct ink_px *px;

	if (ink->n_px + more <= ink->room_px)
		return true;
	while (room < ink->n_px + more)
		room *= 2;
	px = room_larger(
		ink->px, ink->room_px * sizeof(*px), room * sizeof(*px));
	if (px == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	ink->px = px;
	ink->room_px = room;
	return true;
}

/* What the print may darken: contrast in per cent at each of its values. */
struct allowance {
	int least[256]; /* contrast that is ink there, per cent */
	bool is_print[256];
};

static void
allowance_make(double contrast, struct allowance *out)
{
	int v;

	for (v = 0; v < 256; v++) {
		const double printed = (255 - v) / 255.0;

		out->is_print[v] = printed >= 0.02;
		out->least[v] = (int)(100 * (contrast + 1.6 * printed) + 0.5);
	}
}

/*
 * Whether no ink can be told in any of the n cells from at on. May say no for
 * some where it is so; of places beyond the print it says no.
 */
static bool
all_barred(const struct print *print, const struct along *at, int n)
{
	const float end_u = at->u + (float)n * at->du;
	const float end_v = at->v + (float)n * at->dv;
	const float low_u = end_u < at->u ? end_u : at->u;
	const float low_v = end_v < at->v ? end_v : at->v;
	const float high_u = end_u < at->u ? at->u : end_u;
	const float high_v = end_v < at->v ? at->v : end_v;
	uint64_t want;
	int x, y, end;

	if (!(low_u >= 1 && low_v >= 1 && high_u < PRINT_W - 1 &&
		    high_v < PRINT_H - 1 && high_u - low_u < 60))
		return false;
	/* A little more on each side, for what sums of floats are off by. */
	x = (int)(low_u - 0.01F);
	want = (2ULL << ((int)(high_u + 0.01F) - x)) - 1;
	end = (int)(high_v + 0.01F);
	for (y = (int)(low_v - 0.01F); y <= end; y++)
		if ((print_bits_at(print->barred[y], x) & want) != want)
			return false;
	return true;
}

/*
 * Marks in mask the pixels of a row that are ink and appends them to ink->px.
 * limits: the values below which contrast is enough.
 */
static bool
ink_row(const struct grey *work, const struct paper *paper,
	const struct print *print, const struct allowance *allowance, int nx,
	int y, const uint8_t *limits, uint8_t *mask, struct ink *ink,
	struct err *err)
{
	const uint8_t *row = work->px + (size_t)y * work->stride;
	struct chord chord = {.ix = -1};
	int begin, end;

	memset(mask, 0, (size_t)work->w);
	if (!px_room(ink, (size_t)work->w, err))
		return false;
	/* Groups of pixels, each in one cell of the mesh. */
	for (begin = 0; begin < work->w; begin = end) {
		double white = 0, range = 0; /* 0: not asked yet */
		struct along at;
		int x;

		/* Most of a page is paper. */
		end = begin + REDUCE_WIDE;
		if (begin % REDUCE_WIDE == 0 && end <= work->w &&
			!any_below_limits(row + begin, limits + begin))
			continue;
		end = begin + GROUP;
		if (end <= work->w) {
			uint64_t eight;

			memcpy(&eight, row + begin, 8);
			if (!any_below(eight, limits[begin]))
				continue;
		} else
			end = work->w;
		if (chord.ix != begin / MESH)
			chord_at(ink->mesh, nx, begin / MESH, y, &chord);
		at = chord_along(&chord, begin);
		if (all_barred(print, &at, end - begin))
			continue;
		for (x = begin; x < end; x++, at.u += at.du, at.v += at.dv) {
			int contrast, u, v;
			uint32_t cell;

			if (row[x] >= limits[x])
				continue;
			if (!(at.u >= 1 && at.v >= 1 && at.u < PRINT_W - 1 &&
				    at.v < PRINT_H - 1))
				continue;
			u = (int)at.u;
			v = (int)at.v;
			if (print->barred[v][u / 64] >> u % 64 & 1)
				continue;
			cell = (uint32_t)(v * PRINT_W + u);
			if (range <= 0) {
				white = paper_white_at(paper, begin, y);
				range = 100 /
					fmax(white - paper->black, LIMIT_RANGE);
			}
			contrast = (int)((white - row[x]) * range);
			if (contrast < allowance->least[print->darkest[cell]])
				continue;
			mask[x] = 1;
			ink->px[ink->n_px++] = (struct ink_px){cell,
				(uint8_t)(contrast > 200 ? 200 : contrast),
				allowance->is_print[print->darkest[cell - 1]] ||
					allowance->is_print
						[print->darkest[cell + 1]] ||
					allowance->is_print
						[print->darkest[cell -
								PRINT_W]] ||
					allowance->is_print
						[print->darkest[cell +
								PRINT_W]],
				(uint16_t)x};
			ink->columns[x]++;
		}
	}
	return true;
}

/* --- spots and strokes -------------------------------------------------- */

/* Slivers along printed lines, where print lies a little off. */
#define SLIVER_SHARE 0.75
#define SLIVER_MM2 0.60
#define SLIVER_NEAR 700 /* um from a box: its outline's */

/*
 * A sliver may be a pen's line along a printed one, or what is left of a mark
 * between the lines of a dark picture: the largest along each box's own outline
 * and the sum in the rest of its zone are kept for mark.c to compare.
 */
static void
slivers_note(const struct layout_page *page, double px_mm2, struct ink *ink)
{
	size_t i, k = 0;

	for (i = 0; i < ink->blobs.n_runs; i++) {
		const struct blob_run *run = &ink->blobs.runs[i];
		const struct spot *spot = &ink->spots[run->blob];
		const size_t middle = k + (size_t)(run->x1 - run->x0) / 2;
		const size_t end = k + (size_t)(run->x1 - run->x0);
		double mass = 0;
		uint32_t cell, row;
		struct box_ink *box;
		int zone;

		for (; k < end; k++)
			mass += mass_of(&ink->px[k], px_mm2);
		if (spot->kept || spot->mass < LIMIT_SPECK_MM2)
			continue;
		cell = ink->px[middle].cell;
		row = cell / PRINT_W;
		zone = ink->zone_of[coarse_of(cell)];
		if (zone == NO_ZONE || zone == FIELD)
			continue;
		box = &ink->boxes[zone - 1];
		if (um_rect_has(um_rect_grown(
					page->boxes[zone - 1].box, SLIVER_NEAR),
			    (struct um_point){
				    (int32_t)((cell % PRINT_W + 0.5) * CELL),
				    (int32_t)((row + 0.5) * CELL)}))
			box->sliver_box = fmax(box->sliver_box, spot->mass);
		else
			box->sliver += mass;
	}
}

/* As many spots as there are blobs, all of them nothing. */
static bool
spots_make(struct ink *ink, struct err *err)
{
	if ((size_t)ink->blobs.n > ink->room_spots) {
		free(ink->spots);
		ink->spots = calloc((size_t)ink->blobs.n, sizeof(*ink->spots));
		ink->room_spots = ink->spots == NULL ? 0 : (size_t)ink->blobs.n;
		if (ink->spots == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
	}
	if (ink->blobs.n > 0)
		memset(ink->spots, 0,
			(size_t)ink->blobs.n * sizeof(*ink->spots));
	return true;
}

static bool
spots_judge(const struct layout_page *page, struct ink *ink, double px_mm2,
	struct err *err)
{
	size_t i, k = 0;

	if (!spots_make(ink, err))
		return false;
	if (ink->blobs.n == 0)
		return true;
	for (i = 0; i < ink->blobs.n_runs; i++) {
		const struct blob_run *run = &ink->blobs.runs[i];
		struct spot *spot = &ink->spots[run->blob];
		int x;

		for (x = run->x0; x < run->x1; x++, k++) {
			spot->mass += mass_of(&ink->px[k], px_mm2);
			spot->n++;
			spot->n_at_print += ink->px[k].at_print;
		}
	}
	for (i = 0; i < (size_t)ink->blobs.n; i++) {
		struct spot *spot = &ink->spots[i];

		spot->kept = spot->mass >= LIMIT_SPECK_MM2 &&
			     (spot->mass >= SLIVER_MM2 ||
				     spot->n_at_print < SLIVER_SHARE * spot->n);
	}
	slivers_note(page, px_mm2, ink);
	return true;
}

#define UNLABELLED UINT16_MAX

/* Numbers the cells with ink so that touching ones have the same: 1 and up. */
static unsigned
label(struct ink *ink)
{
	const size_t coarse = COARSE_CELLS;
	unsigned n = 0;
	size_t i, k = 0;

	memset(ink->label_of, 0, coarse * sizeof(*ink->label_of));
	for (i = 0; i < ink->blobs.n_runs; i++) {
		const struct blob_run *run = &ink->blobs.runs[i];
		const size_t len = (size_t)(run->x1 - run->x0);
		size_t j;

		for (j = 0; j < len && ink->spots[run->blob].kept; j++)
			if (ink->px[k + j].contrast > 0)
				ink->label_of[coarse_of(ink->px[k + j].cell)] =
					UNLABELLED;
		k += len;
	}
	for (i = 0; (i = next_cell(ink, i)) < coarse; i++) {
		size_t top = 0;

		if (ink->label_of[i] != UNLABELLED)
			continue;
		if (n < UNLABELLED - 1)
			n++;
		ink->stack[top++] = (uint32_t)i;
		ink->label_of[i] = (uint16_t)n;
		while (top > 0) {
			const uint32_t at = ink->stack[--top];
			const int x = (int)(at % COARSE_W);
			const int y = (int)(at / COARSE_W);
			int dx, dy;

			for (dy = -1; dy <= 1; dy++)
				for (dx = -1; dx <= 1; dx++) {
					const int to =
						(y + dy) * COARSE_W + x + dx;

					if (x + dx < 0 || x + dx >= COARSE_W ||
						y + dy < 0 ||
						y + dy >= COARSE_H ||
						ink->label_of[to] != UNLABELLED)
						continue;
					ink->label_of[to] = (uint16_t)n;
					ink->stack[top++] = (uint32_t)to;
				}
		}
	}
	return n;
}

static void
stroke_add(struct stroke *stroke, const struct layout_page *page, int zone,
	double x, double y, double mass, double px_mm2, double contrast)
{
	const struct um_point at = {(int32_t)x, (int32_t)y};
	int k;

	if (stroke->area <= 0) {
		stroke->x0 = stroke->x1 = x;
		stroke->y0 = stroke->y1 = y;
	}
	stroke->x0 = x < stroke->x0 ? x : stroke->x0;
	stroke->x1 = x > stroke->x1 ? x : stroke->x1;
	stroke->y0 = y < stroke->y0 ? y : stroke->y0;
	stroke->y1 = y > stroke->y1 ? y : stroke->y1;
	stroke->mass += mass;
	stroke->area += px_mm2;
	stroke->contrast += mass * contrast;
	if (zone == FIELD) {
		stroke->in_field += mass;
		return;
	}
	if (zone == NO_ZONE) {
		stroke->outside += mass;
		return;
	}
	for (k = 0; k < stroke->n_zones; k++)
		if (stroke->zones[k].box == zone - 1)
			break;
	if (k == STROKE_ZONES) {
		stroke->many = true;
		return;
	}
	if (k == stroke->n_zones) {
		stroke->n_zones++;
		stroke->zones[k].box = zone - 1;
		stroke->zones[k].mass = stroke->zones[k].in_box = 0;
	}
	stroke->zones[k].mass += mass;
	if (um_rect_has(page->boxes[zone - 1].box, at))
		stroke->zones[k].in_box += mass;
}

/* The printed line and what may lie beside it, um. */
#define BOX_EDGE 700
/* Contrast of ink in the share of a box's inside: without its blurred rim. */
#define INSIDE_PERCENT 30

static bool
strokes_make(const struct layout_page *page, struct ink *ink, unsigned n,
	double px_mm2, struct err *err)
{
	size_t i, k = 0;

	if (n > ink->room_strokes) {
		free(ink->strokes);
		ink->strokes = malloc(n * sizeof(*ink->strokes));
		ink->room_strokes = ink->strokes == NULL ? 0 : n;
		if (ink->strokes == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
	}
	ink->n_strokes = n;
	if (n > 0)
		memset(ink->strokes, 0, n * sizeof(*ink->strokes));
	for (i = 0; i < ink->blobs.n_runs; i++) {
		const struct blob_run *run = &ink->blobs.runs[i];
		const struct spot *spot = &ink->spots[run->blob];
		const size_t len = (size_t)(run->x1 - run->x0);
		size_t j;

		for (j = 0; j < len && spot->kept; j++) {
			const struct ink_px *px = &ink->px[k + j];
			const uint32_t at = coarse_of(px->cell);
			struct stroke *stroke;
			const uint32_t row = px->cell / PRINT_W;
			const double x = (px->cell % PRINT_W + 0.5) * CELL;
			const double y = (row + 0.5) * CELL;
			const int zone = ink->zone_of[at];
			const double mass = mass_of(px, px_mm2);

			if (mass <= 0) /* a streak, taken out */
				continue;
			stroke = &ink->strokes[ink->label_of[at] - 1];
			if (spot->mass >= LIMIT_PIECE_MM2)
				stroke->bulk += mass;
			stroke_add(stroke, page, zone, x, y, mass, px_mm2,
				px->contrast / 100.0);
			if (zone != NO_ZONE && zone != FIELD) {
				const struct layout_box *box =
					&page->boxes[zone - 1];
				struct box_ink *out = &ink->boxes[zone - 1];
				const struct um_rect in =
					um_rect_grown(box->box, -BOX_EDGE);

				out->covered += px_mm2;
				if (px->contrast >= INSIDE_PERCENT &&
					um_rect_has(in,
						(struct um_point){(int32_t)x,
							(int32_t)y}))
					out->inside += px_mm2;
			}
		}
		k += len;
	}
	for (i = 0; i < n; i++)
		if (ink->strokes[i].mass > 0)
			ink->strokes[i].contrast /= ink->strokes[i].mass;
	return true;
}

/* --- what shows through ----------------------------------------------------
 */

#define TILE 90 /* print cells: 15 mm */
#define TILES_X (PRINT_W / TILE)
#define TILES_Y ((PRINT_H + TILE - 1) / TILE)
/* The share of pale ink that is taken for the other side's; and room. */
#define PALE_SHARE 0.95
#define PALE_ROOM 1.15
#define PALE_SPOT 0.15 /* mm^2; noise is smaller */

/*
 * Pale ink in spots larger than noise: tiles that have it, its contrast, and
 * that of the middle of it.
 */
static int
pale_find(double px_mm2, struct ink *ink, int *contrast, int *middle)
{
	const int pale = (int)(100 * LIMIT_PALE + 0.5);
	uint32_t tiles[TILES_X * TILES_Y] = {0}, levels[100] = {0};
	uint32_t n = 0, below = 0;
	int n_tiles = 0, level = 0;
	size_t i, k = 0;

	for (i = 0; i < ink->blobs.n_runs; i++)
		ink->spots[ink->blobs.runs[i].blob].n +=
			(uint32_t)(ink->blobs.runs[i].x1 -
				   ink->blobs.runs[i].x0);
	for (i = 0; i < ink->blobs.n_runs; i++) {
		const struct blob_run *run = &ink->blobs.runs[i];
		const size_t end = k + (size_t)(run->x1 - run->x0);

		for (; k < end; k++) {
			const struct ink_px *px = &ink->px[k];
			const uint32_t row = px->cell / PRINT_W / TILE;

			if (px->contrast == 0 || px->contrast >= pale ||
				px->at_print ||
				ink->spots[run->blob].n * px_mm2 < PALE_SPOT)
				continue;
			tiles[row * TILES_X + px->cell % PRINT_W / TILE]++;
			levels[px->contrast]++;
			n++;
		}
	}
	for (i = 0; i < TILES_X * TILES_Y; i++)
		n_tiles += tiles[i] * px_mm2 >= LIMIT_PALE_MM2;
	while (level < pale - 1 && below < PALE_SHARE * n)
		below += levels[level++];
	*contrast = level;
	for (*middle = 0, below = 0; *middle < level && below < n / 2;)
		below += levels[(*middle)++];
	return n_tiles;
}

/*
 * Pale ink all over the page is the other side's print. Takes out what is no
 * darker; how much of it lay in zones is kept in box_ink.pale.
 */
static bool
pale_remove(double px_mm2, struct ink *ink, struct err *err)
{
	const int tiles = TILES_X * TILES_Y;
	int level, limit, middle;
	size_t i;

	ink->pale = 0;
	if (!spots_make(ink, err))
		return false;
	if (pale_find(px_mm2, ink, &level, &middle) < LIMIT_PALE_TILES * tiles)
		return true;
	ink->pale = level / 100.0;
	limit = (int)(PALE_ROOM * level + 0.5);
	for (i = 0; i < ink->n_px; i++) {
		struct ink_px *px = &ink->px[i];
		const uint16_t zone = ink->zone_of[coarse_of(px->cell)];
		const double mass = mass_of(px, px_mm2);

		if (px->contrast >= limit)
			continue;
		if (zone != NO_ZONE && zone != FIELD) {
			ink->boxes[zone - 1].pale += mass;
			if (px->contrast >= LIMIT_THROUGH * middle)
				ink->boxes[zone - 1].pale_dark += mass;
		}
		px->contrast = 0;
	}
	return true;
}

bool
ink_measure(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, const struct layout_page *page,
	double contrast, struct ink *ink, struct err *err)
{
	struct allowance allowance;
	double scale_x, scale_y, px_mm2; /* px a mm; mm^2 a px */
	uint8_t *limits, *mask;
	int nx, y;
	size_t i;

	map_scale(map, &scale_x, &scale_y);
	px_mm2 = 1 / fmax(scale_x * scale_y, 1e-6);
	if (!rooms_make(work, page, ink, err) ||
		!mesh_make(work, map, field, ink, &nx, err))
		return false;
	zones_make(page, ink);
	allowance_make(contrast, &allowance);
	memset(ink->columns, 0, (size_t)work->w * sizeof(*ink->columns));
	limits = ink->row;
	mask = ink->row + work->w + 32;
	ink->n_px = 0;
	ink->n_strokes = 0;
	ink->rough = contrast > LIMIT_INK_BLIND;
	ink->n_boxes = page->n_boxes;
	ink->streak_mm = 0;
	ink->too_much = false;
	ink->n_spots = 0;
	blobs_begin(&ink->blobs);
	for (y = 0; y < work->h; y++) {
		const size_t before = ink->n_px;

		if (y % PAPER_STEP == 0)
			paper_thresholds(paper, y, work->w, contrast, limits);
		if (!ink_row(work, paper, print, &allowance, nx, y, limits,
			    mask, ink, err))
			return false;
		if (ink->n_px > before &&
			!blobs_row(&ink->blobs, y, mask, work->w, err))
			return false;
		if ((double)ink->n_px > TOO_MUCH * work->w * work->h) {
			ink->too_much = true;
			return true;
		}
	}
	blobs_end(&ink->blobs);
	ink->n_spots = ink->blobs.n;
	unmarked_streaks(work, sqrt(px_mm2), ink);
	ink->n_holes = holes_find(work, paper, map, field, print, ink->holes);
	unmarked_holes(ink);
	for (i = 0; i < page->n_boxes; i++)
		ink->boxes[i] = (struct box_ink){0};
	unmarked_folds(page, px_mm2, ink);
	if (!pale_remove(px_mm2, ink, err))
		return false;
	if (!spots_judge(page, ink, px_mm2, err) ||
		!strokes_make(page, ink, label(ink), px_mm2, err))
		return false;
	for (i = 0; i < page->n_boxes; i++) {
		const struct layout_box *box = &page->boxes[i];
		const struct um_rect in = um_rect_grown(box->box, -BOX_EDGE);

		ink->boxes[i].inside /= fmax(in.w * 1e-3 * in.h * 1e-3, 0.01);
		ink->boxes[i].covered /=
			fmax(box->zone.w * 1e-3 * box->zone.h * 1e-3, 0.01);
		sight_of_box(work, paper, map, field, print, box, in,
			&ink->boxes[i]);
	}
	return true;
}

bool
ink_at(const struct ink *ink, size_t i, struct um_point *at)
{
	const struct ink_px *px = &ink->px[i];
	const uint32_t column = px->cell % PRINT_W, row = px->cell / PRINT_W;

	at->x = (int32_t)((column + 0.5) * CELL);
	at->y = (int32_t)((row + 0.5) * CELL);
	return px->contrast > 0;
}

void
ink_finish(struct ink *ink)
{
	free(ink->strokes);
	free(ink->boxes);
	blobs_finish(&ink->blobs);
	room_free(ink->px, ink->room_px * sizeof(*ink->px));
	free(ink->spots);
	room_free(ink->zone_of, COARSE_CELLS * sizeof(*ink->zone_of));
	room_free(ink->label_of, COARSE_CELLS * sizeof(*ink->label_of));
	free(ink->mesh);
	free(ink->row);
	room_free(ink->stack, COARSE_CELLS * sizeof(*ink->stack));
	free(ink->columns);
	*ink = (struct ink){0};
}
