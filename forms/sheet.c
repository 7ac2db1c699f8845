#include "forms/sheet.h"

#include "core/art.h"
#include "core/err.h"
#include "core/frame.h"
#include "draw/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
sheet_page_add(struct sheet *sheet, struct err *err)
{
	struct sheet_page *pages =
		realloc(sheet->pages, (sheet->n_pages + 1) * sizeof(*pages));

	if (pages == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	sheet->pages = pages;
	if (!sheet->is_bare && layout_page_add(&sheet->layout, err) == NULL)
		return false;
	pages[sheet->n_pages++] = (struct sheet_page){0};
	return true;
}

bool
sheet_place(struct sheet *sheet, const struct placed *placed, struct err *err)
{
	return sheet_place_on(sheet, sheet->n_pages - 1, placed, err);
}

bool
sheet_place_on(struct sheet *sheet, size_t i, const struct placed *placed,
	struct err *err)
{
	struct sheet_page *page = &sheet->pages[i];
	struct placed *more =
		realloc(page->placed, (page->n_placed + 1) * sizeof(*more));

	if (more == NULL) {
		text_free(placed->text);
		return err_set(err, ERR_SYSTEM, "out of memory");
	}
	page->placed = more;
	more[page->n_placed++] = *placed;
	return true;
}

const struct art *
sheet_keep_art(struct sheet *sheet, struct art *art, struct err *err)
{
	struct art **arts;

	if (art == NULL)
		return NULL;
	arts = realloc(sheet->arts, (sheet->n_arts + 1) * sizeof(struct art *));
	if (arts == NULL) {
		art_free(art);
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	sheet->arts = arts;
	arts[sheet->n_arts++] = art;
	return art;
}

/* What a text or picture must keep clear of: the frame's own things. */
static bool
in_frame(struct um_rect rect)
{
	int i;

	for (i = 0; i < FRAME_ANCHORS; i++) {
		if (um_rect_overlaps(
			    rect, um_rect_grown(frame_anchor(i), 2000)))
			return true;
	}
	for (i = 0; i < FRAME_CODES; i++) {
		const int32_t quiet = FRAME_QUIET * FRAME_MODULE;

		if (um_rect_overlaps(
			    rect, um_rect_grown(frame_code(i), quiet)) ||
			um_rect_overlaps(
				rect, um_rect_grown(frame_code_line(i), 500)))
			return true;
	}
	return false;
}

static struct um_rect
printable(const struct sheet *sheet)
{
	return um_rect_grown(sheet->layout.size, -SHEET_MARGIN);
}

void
sheet_name_box(const char *item, int value, char *out, size_t size)
{
	const char *word = value_word(value);

	if (word != NULL)
		snprintf(out, size, "%s of %s", word, item);
	else
		snprintf(out, size, "step %d of %s", value, item);
}

/* What the reader needs of a page's boxes. */
static bool
check_box(const struct sheet *sheet, const struct layout_page *page, size_t i,
	struct err *err)
{
	const struct layout_box *a = &page->boxes[i];
	const struct um_rect near =
		um_rect_grown(a->zone, SHEET_ZONES_APART - 1);
	char name[64], other[64];
	size_t k;

	sheet_name_box(a->item, a->value, name, sizeof(name));
	if (a->box.w < SHEET_BOX_LEAST || a->box.h < SHEET_BOX_LEAST)
		return err_set(err, ERR_INPUT,
			"page %d: the box of %s is less than %d mm", page->page,
			name, SHEET_BOX_LEAST / 1000);
	if (!um_rect_within(a->box, a->zone) ||
		!um_rect_within(a->zone, printable(sheet)) || in_frame(a->zone))
		return err_set(err, ERR_INPUT,
			"page %d: %s leaves the space that the page has for "
			"it; use fewer answers or shorter words",
			page->page, name);
	for (k = 0; k < i; k++) {
		const struct layout_box *b = &page->boxes[k];

		if (!um_rect_overlaps(near, b->zone))
			continue;
		sheet_name_box(b->item, b->value, other, sizeof(other));
		return err_set(err, ERR_INPUT,
			"page %d: %s and %s are less than %d mm apart; use "
			"shorter words",
			page->page, name, other, SHEET_ZONES_APART / 1000);
	}
	return true;
}

static bool
lies_under(const struct placed *placed)
{
	return placed->kind == PLACED_FILL || placed->kind == PLACED_FRAME;
}

static bool
check_placed(
	const struct sheet *sheet, size_t i, size_t number, struct err *err)
{
	const struct sheet_page *page = &sheet->pages[number - 1];
	const struct placed *a = &page->placed[i];
	size_t k;

	if (!um_rect_within(a->rect, printable(sheet)) ||
		(!sheet->is_bare && in_frame(a->rect)))
		return err_set(err, ERR_INPUT,
			"page %zu: %s leaves the space that the page has for "
			"it; use shorter words",
			number, a->what);
	if (a->text != NULL && a->text->size_pt < a->least_pt)
		return err_set(err, ERR_INPUT,
			"page %zu: %s is set in %.1f pt and has to be %.1f; "
			"use shorter words",
			number, a->what, a->text->size_pt, a->least_pt);
	for (k = 0; k < i; k++) {
		const struct placed *b = &page->placed[k];

		if (!lies_under(a) && !lies_under(b) &&
			um_rect_overlaps(a->rect, b->rect))
			return err_set(err, ERR_INPUT,
				"page %zu: %s overlaps %s; use shorter words",
				number, a->what, b->what);
	}
	return true;
}

bool
sheet_check(const struct sheet *sheet, struct err *err)
{
	size_t p, i;

	for (p = 0; p < sheet->n_pages; p++) {
		for (i = 0; i < sheet->pages[p].n_placed; i++) {
			if (!check_placed(sheet, i, p + 1, err))
				return false;
		}
	}
	for (p = 0; p < sheet->layout.n_pages; p++) {
		const struct layout_page *page = &sheet->layout.pages[p];

		for (i = 0; i < page->n_boxes; i++) {
			if (!check_box(sheet, page, i, err))
				return false;
		}
	}
	return true;
}

static void
draw_anchors(struct canvas *canvas)
{
	int i;

	for (i = 0; i < FRAME_ANCHORS; i++)
		canvas_fill_rect(canvas, frame_anchor(i), 0x000000);
	canvas_fill_rect(canvas,
		um_rect_grown(
			frame_anchor(0), -(frame_anchor(0).w - FRAME_HOLE) / 2),
		0xffffff);
}

static void
draw_placed(struct canvas *canvas, const struct placed *placed)
{
	const struct um_rect r = placed->rect;
	const struct um_point from = {r.x, r.y};
	const struct um_point to = {r.x + r.w, r.y};

	switch (placed->kind) {
	case PLACED_TEXT:
		canvas_text(canvas, placed->text, from, placed->colour);
		break;
	case PLACED_ART:
		canvas_art(canvas, placed->art, r);
		break;
	case PLACED_PHOTO:
		canvas_photo(canvas, placed->photo, r);
		break;
	case PLACED_BOX:
	case PLACED_FRAME:
		canvas_stroke_rect(canvas, r, &placed->stroke);
		break;
	case PLACED_FILL:
		canvas_fill_round(
			canvas, r, placed->stroke.radius_um, placed->colour);
		break;
	case PLACED_LINE:
		canvas_line(canvas, from, to, &placed->stroke);
		break;
	}
}

void
sheet_draw(const struct sheet *sheet, size_t i, struct canvas *canvas)
{
	const struct sheet_page *page = &sheet->pages[i];
	size_t k;

	if (!sheet->is_bare)
		draw_anchors(canvas);
	for (k = 0; k < page->n_placed; k++)
		draw_placed(canvas, &page->placed[k]);
}

void
sheet_free(struct sheet *sheet)
{
	size_t i, k;

	if (sheet == NULL)
		return;
	for (i = 0; i < sheet->n_pages; i++) {
		for (k = 0; k < sheet->pages[i].n_placed; k++)
			text_free(sheet->pages[i].placed[k].text);
		free(sheet->pages[i].placed);
	}
	free(sheet->pages);
	for (i = 0; i < sheet->n_arts; i++)
		art_free(sheet->arts[i]);
	free(sheet->arts);
	layout_finish(&sheet->layout);
	free(sheet);
}
