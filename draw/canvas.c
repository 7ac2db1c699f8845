#include "draw/canvas.h"

#include "core/art.h"
#include "core/err.h"
#include "core/str.h"
#include "draw/content.h"
#include "draw/font.h"
#include "draw/fonts.h"
#include "draw/pdf.h"
#include "draw/svg.h"
#include "draw/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ART_GRID 1000 /* the longer side of a picture, in its own units */
#define ROUND 0.5523  /* cubic that comes closest to a quarter circle */
#define NO_COLOUR UINT32_MAX
#define NO_STREAM SIZE_MAX

/* What the graphics state is, so that only changes are written. */
struct pen {
	uint32_t fill, stroke;	   /* NO_COLOUR: not set in this stream */
	int32_t width_um, dash_um; /* -1: not set in this stream */
};

struct canvas {
	char *title, *lang, *about;
	struct canvas_doc doc;
	struct err failure;
	struct str *contents;
	size_t n_contents, room_contents;
	size_t *pieces;
	size_t n_pieces, room_pieces;
	struct pdf_page *pages;
	size_t n_pages, room_pages;
	struct pdf_form *forms;
	size_t n_forms, room_forms;
	struct pdf_photo *photos;
	size_t n_photos, room_photos;
	struct font **fonts; /* fonts_count() of them; NULL: not used yet */
	size_t open;	     /* stream that is drawn to, or NO_STREAM */
	bool is_plate;
	struct pen pen;
};

static bool
has_failed(const struct canvas *canvas)
{
	return canvas->failure.code != ERR_NONE;
}

/* Room for one more behind n; *at moves. */
static bool
grow(struct canvas *canvas, void **at, size_t n, size_t *room, size_t size)
{
	const size_t more = *room == 0 ? 16 : 2 * *room;
	void *moved;

	if (n < *room)
		return true;
	moved = reallocarray(*at, more, size);
	if (moved == NULL)
		return err_errno(&canvas->failure, "drawing");
	*at = moved;
	*room = more;
	return true;
}

static bool
check_text(const char *name, const char *text, struct err *err)
{
	const char *at = text;
	uint32_t code;

	if (text == NULL || *text == '\0')
		return err_set(err, ERR_INPUT, "PDF: no %s", name);
	for (;;) {
		const size_t byte = (size_t)(at - text) + 1;

		code = pdf_utf8(&at);
		if (code == 0)
			break;
		if (code == UINT32_MAX || code < 0x20)
			return err_set(err, ERR_INPUT,
				"PDF: %s: byte %zu is a control character or "
				"not UTF-8",
				name, byte);
	}
	return true;
}

struct canvas *
canvas_new(const struct canvas_doc *doc, struct err *err)
{
	struct canvas *canvas;

	if (!check_text("title", doc->title, err) ||
		!check_text("language", doc->lang, err))
		return NULL;
	if (doc->size.w <= 0 || doc->size.h <= 0) {
		err_set(err, ERR_INPUT, "PDF: the page has no size");
		return NULL;
	}
	canvas = calloc(1, sizeof(*canvas));
	if (canvas == NULL)
		goto fail;
	canvas->doc = *doc;
	canvas->open = NO_STREAM;
	canvas->title = strdup(doc->title);
	canvas->lang = strdup(doc->lang);
	canvas->about = strdup(doc->about != NULL ? doc->about : "");
	canvas->fonts = calloc(fonts_count(), sizeof(struct font *));
	if (canvas->title == NULL || canvas->lang == NULL ||
		canvas->about == NULL || canvas->fonts == NULL)
		goto fail;
	canvas->doc.title = canvas->title;
	canvas->doc.lang = canvas->lang;
	canvas->doc.about = doc->about != NULL ? canvas->about : NULL;
	return canvas;
fail:
	err_errno(err, "PDF");
	canvas_free(canvas);
	return NULL;
}

void
canvas_free(struct canvas *canvas)
{
	size_t i;

	if (canvas == NULL)
		return;
	for (i = 0; i < canvas->n_contents; i++)
		str_finish(&canvas->contents[i]);
	for (i = 0; i < canvas->n_forms; i++)
		str_finish(&canvas->forms[i].content);
	for (i = 0; i < canvas->n_photos; i++)
		str_finish(&canvas->photos[i].grey);
	for (i = 0; canvas->fonts != NULL && i < fonts_count(); i++)
		font_free(canvas->fonts[i]);
	free(canvas->contents);
	free(canvas->pieces);
	free(canvas->pages);
	free(canvas->forms);
	free(canvas->photos);
	free(canvas->fonts);
	free(canvas->title);
	free(canvas->lang);
	free(canvas->about);
	free(canvas);
}

size_t
canvas_pages(const struct canvas *canvas)
{
	return canvas->n_pages;
}

/* --- streams --- */

static void
open_stream(struct canvas *canvas)
{
	void *at = canvas->contents;

	if (!grow(canvas, &at, canvas->n_contents, &canvas->room_contents,
		    sizeof(*canvas->contents)))
		return;
	canvas->contents = at;
	canvas->contents[canvas->n_contents] = (struct str){0};
	canvas->open = canvas->n_contents++;
	canvas->pen = (struct pen){NO_COLOUR, NO_COLOUR, -1, -1};
}

/* Puts a stream on the page begun last. */
static void
add_piece(struct canvas *canvas, size_t content)
{
	void *at = canvas->pieces;

	if (!grow(canvas, &at, canvas->n_pieces, &canvas->room_pieces,
		    sizeof(*canvas->pieces)))
		return;
	canvas->pieces = at;
	canvas->pieces[canvas->n_pieces++] = content;
	canvas->pages[canvas->n_pages - 1].n++;
}

/* Where to draw; NULL after a failure. */
static struct str *
ink(struct canvas *canvas)
{
	if (has_failed(canvas))
		return NULL;
	if (canvas->open == NO_STREAM) {
		if (canvas->n_pages == 0) {
			err_set(&canvas->failure, ERR_USAGE,
				"drawing: no page was begun");
			return NULL;
		}
		open_stream(canvas);
		if (has_failed(canvas))
			return NULL;
		add_piece(canvas, canvas->open);
		if (has_failed(canvas))
			return NULL;
	}
	return &canvas->contents[canvas->open];
}

void
canvas_page(struct canvas *canvas)
{
	void *at = canvas->pages;

	if (has_failed(canvas))
		return;
	if (canvas->is_plate) {
		err_set(&canvas->failure, ERR_USAGE,
			"drawing: a page was begun on an open plate");
		return;
	}
	if (!grow(canvas, &at, canvas->n_pages, &canvas->room_pages,
		    sizeof(*canvas->pages)))
		return;
	canvas->pages = at;
	canvas->pages[canvas->n_pages++] =
		(struct pdf_page){.first = canvas->n_pieces};
	canvas->open = NO_STREAM;
}

void
canvas_plate_begin(struct canvas *canvas)
{
	if (has_failed(canvas))
		return;
	if (canvas->is_plate) {
		err_set(&canvas->failure, ERR_USAGE,
			"drawing: a plate was begun on an open plate");
		return;
	}
	open_stream(canvas);
	canvas->is_plate = true;
}

size_t
canvas_plate_end(struct canvas *canvas)
{
	const size_t plate = canvas->open;

	if (has_failed(canvas))
		return 0;
	if (!canvas->is_plate) {
		err_set(&canvas->failure, ERR_USAGE,
			"drawing: a plate was ended and none is open");
		return 0;
	}
	canvas->is_plate = false;
	canvas->open = NO_STREAM;
	return plate;
}

void
canvas_plate_use(struct canvas *canvas, size_t plate)
{
	if (has_failed(canvas))
		return;
	if (canvas->is_plate || canvas->n_pages == 0 ||
		plate >= canvas->n_contents) {
		err_set(&canvas->failure, ERR_USAGE,
			"drawing: plate %zu cannot be used here", plate);
		return;
	}
	canvas->open = NO_STREAM;
	add_piece(canvas, plate);
}

static bool
is_svg(const struct canvas *canvas)
{
	return canvas->doc.format == CANVAS_SVG;
}

/* --- places and pens --- */

static void
add_x(struct str *str, double um)
{
	content_length(str, um);
}

/* PDF counts from the bottom. */
static void
add_y(struct canvas *canvas, struct str *str, double um)
{
	content_length(str, canvas->doc.size.h - um);
}

static void
add_point(struct canvas *canvas, struct str *str, double x, double y)
{
	add_x(str, x);
	add_y(canvas, str, y);
}

static void
set_fill(struct canvas *canvas, struct str *to, uint32_t colour)
{
	if (canvas->pen.fill == colour)
		return;
	canvas->pen.fill = colour;
	content_colour(to, colour, false);
}

static void
set_stroke(
	struct canvas *canvas, struct str *to, const struct canvas_stroke *pen)
{
	if (canvas->pen.stroke != pen->colour) {
		canvas->pen.stroke = pen->colour;
		content_colour(to, pen->colour, true);
	}
	if (canvas->pen.width_um != pen->width_um) {
		canvas->pen.width_um = pen->width_um;
		content_length(to, pen->width_um);
		str_add(to, "w\n");
	}
	if (canvas->pen.dash_um != pen->dash_um) {
		canvas->pen.dash_um = pen->dash_um;
		str_add(to, "[");
		if (pen->dash_um > 0)
			content_length(to, pen->dash_um);
		str_add(to, "] 0 d\n");
	}
}

/* --- shapes --- */

static void
add_path(struct canvas *canvas, struct str *to, const struct um_point *points,
	size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		add_point(canvas, to, points[i].x, points[i].y);
		str_add(to, i == 0 ? "m\n" : "l\n");
	}
}

static void
add_curve(struct canvas *canvas, struct str *to, const double xy[6])
{
	int i;

	for (i = 0; i < 6; i += 2)
		add_point(canvas, to, xy[i], xy[i + 1]);
	str_add(to, "c\n");
}

static void
add_rect(struct canvas *canvas, struct str *to, double x, double y, double w,
	double h, double radius)
{
	const double r = fmin(radius, fmin(w, h) / 2);
	const double k = r * (1 - ROUND);
	const double right = x + w, bottom = y + h;

	if (r <= 0) {
		add_point(canvas, to, x, bottom);
		content_length(to, w);
		content_length(to, h);
		str_add(to, "re\n");
		return;
	}
	add_point(canvas, to, x + r, y);
	str_add(to, "m\n");
	add_point(canvas, to, right - r, y);
	str_add(to, "l\n");
	add_curve(canvas, to,
		(const double[]){right - k, y, right, y + k, right, y + r});
	add_point(canvas, to, right, bottom - r);
	str_add(to, "l\n");
	add_curve(canvas, to,
		(const double[]){right, bottom - k, right - k, bottom,
			right - r, bottom});
	add_point(canvas, to, x + r, bottom);
	str_add(to, "l\n");
	add_curve(canvas, to,
		(const double[]){x + k, bottom, x, bottom - k, x, bottom - r});
	add_point(canvas, to, x, y + r);
	str_add(to, "l\n");
	add_curve(canvas, to, (const double[]){x, y + k, x + k, y, x + r, y});
	str_add(to, "h\n");
}

void
canvas_fill_round(struct canvas *canvas, struct um_rect rect, int32_t radius_um,
	uint32_t colour)
{
	struct str *to = ink(canvas);

	if (to == NULL)
		return;
	if (is_svg(canvas)) {
		svg_rect(to, rect, radius_um, colour);
		return;
	}
	set_fill(canvas, to, colour);
	add_rect(canvas, to, rect.x, rect.y, rect.w, rect.h, radius_um);
	str_add(to, "f\n");
}

void
canvas_fill_rect(struct canvas *canvas, struct um_rect rect, uint32_t colour)
{
	canvas_fill_round(canvas, rect, 0, colour);
}

void
canvas_stroke_rect(struct canvas *canvas, struct um_rect rect,
	const struct canvas_stroke *stroke)
{
	const double half = stroke->width_um / 2.0;
	struct str *to = ink(canvas);

	if (to == NULL)
		return;
	if (is_svg(canvas)) {
		svg_frame(to, rect, stroke);
		return;
	}
	set_stroke(canvas, to, stroke);
	add_rect(canvas, to, rect.x + half, rect.y + half,
		rect.w - stroke->width_um, rect.h - stroke->width_um,
		stroke->radius_um - half);
	str_add(to, "S\n");
}

void
canvas_line(struct canvas *canvas, struct um_point from, struct um_point to,
	const struct canvas_stroke *stroke)
{
	const struct um_point ends[2] = {from, to};
	struct str *out = ink(canvas);

	if (out == NULL)
		return;
	if (is_svg(canvas)) {
		svg_polyline(out, ends, 2, stroke);
		return;
	}
	set_stroke(canvas, out, stroke);
	add_path(canvas, out, ends, 2);
	str_add(out, "S\n");
}

void
canvas_polyline(struct canvas *canvas, const struct um_point *points, size_t n,
	const struct canvas_stroke *stroke)
{
	struct str *to = ink(canvas);

	if (to == NULL)
		return;
	if (is_svg(canvas)) {
		svg_polyline(to, points, n, stroke);
		return;
	}
	set_stroke(canvas, to, stroke);
	str_add(to, "q 1 j\n");
	add_path(canvas, to, points, n);
	str_add(to, "S Q\n");
}

void
canvas_polygon(struct canvas *canvas, const struct um_point *points, size_t n,
	uint32_t colour)
{
	struct str *to = ink(canvas);

	if (to == NULL)
		return;
	if (is_svg(canvas)) {
		svg_polygon(to, points, n, colour);
		return;
	}
	set_fill(canvas, to, colour);
	add_path(canvas, to, points, n);
	str_add(to, "f\n");
}

void
canvas_modules(struct canvas *canvas, const uint8_t *dark, int n,
	struct um_rect rect, uint32_t colour)
{
	struct str *to = ink(canvas);
	int row, from, end;

	if (to == NULL)
		return;
	if (is_svg(canvas)) {
		svg_modules(to, dark, n, rect, colour);
		return;
	}
	set_fill(canvas, to, colour);
	/* A module is 1 by 1: short numbers. */
	str_add(to, "q ");
	content_matrix(to, (double)rect.w / n, (double)rect.h / n);
	add_x(to, rect.x);
	add_y(canvas, to, rect.y + rect.h);
	str_add(to, "cm\n");
	for (row = 0; row < n; row++) {
		const uint8_t *line = dark + (size_t)row * (size_t)n;

		for (from = 0; from < n; from = end) {
			end = from + 1;
			if (!line[from])
				continue;
			while (end < n && line[end])
				end++;
			str_addf(to, "%d %d %d 1 re\n", from, n - 1 - row,
				end - from);
		}
	}
	str_add(to, "f\nQ\n");
}

/* --- pictures --- */

/* The form with this content; the same picture is stored once. */
static size_t
form_of(struct canvas *canvas, struct pdf_form *form)
{
	void *at = canvas->forms;
	size_t i;

	for (i = 0; i < canvas->n_forms; i++) {
		const struct pdf_form *old = &canvas->forms[i];

		if (old->w == form->w && old->h == form->h &&
			old->content.len == form->content.len &&
			memcmp(old->content.at, form->content.at,
				form->content.len) == 0) {
			str_finish(&form->content);
			return i;
		}
	}
	if (!grow(canvas, &at, canvas->n_forms, &canvas->room_forms,
		    sizeof(*canvas->forms))) {
		str_finish(&form->content);
		return 0;
	}
	canvas->forms = at;
	canvas->forms[canvas->n_forms] = *form;
	return canvas->n_forms++;
}

void
canvas_art(struct canvas *canvas, const struct art *art, struct um_rect rect)
{
	const double side = fmax((double)art->w, (double)art->h);
	const double fit =
		fmin(rect.w / (double)art->w, rect.h / (double)art->h);
	struct pdf_form form = {0};
	struct str *to = ink(canvas);
	double unit_um;
	size_t i;

	if (to == NULL)
		return;
	if (!(art->w > 0 && art->h > 0)) {
		err_set(&canvas->failure, ERR_INPUT,
			"drawing: a picture without size");
		return;
	}
	if (is_svg(canvas)) {
		svg_art(to, art, rect);
		return;
	}
	str_add(&form.content, "");
	content_art(art, ART_GRID / side, &form.content);
	if (!str_ok(&form.content, &canvas->failure)) {
		str_finish(&form.content);
		return;
	}
	form.w = (int)lround((double)art->w * ART_GRID / side);
	form.h = (int)lround((double)art->h * ART_GRID / side);
	i = form_of(canvas, &form);
	if (has_failed(canvas))
		return;
	unit_um = fit * side / ART_GRID;
	str_add(to, "q ");
	content_matrix(to, unit_um, unit_um);
	add_x(to, rect.x + (rect.w - fit * (double)art->w) / 2);
	add_y(canvas, to, rect.y + (rect.h + fit * (double)art->h) / 2);
	str_addf(to, "cm /X%zu Do Q\n", i);
}

/* The same photograph is stored once. */
static size_t
photo_of(struct canvas *canvas, struct pdf_photo *photo)
{
	void *at = canvas->photos;
	size_t i;

	for (i = 0; i < canvas->n_photos; i++) {
		const struct pdf_photo *old = &canvas->photos[i];

		if (old->w == photo->w && old->h == photo->h &&
			memcmp(old->grey.at, photo->grey.at, old->grey.len) ==
				0) {
			str_finish(&photo->grey);
			return i;
		}
	}
	if (!grow(canvas, &at, canvas->n_photos, &canvas->room_photos,
		    sizeof(*canvas->photos))) {
		str_finish(&photo->grey);
		return 0;
	}
	canvas->photos = at;
	canvas->photos[canvas->n_photos] = *photo;
	return canvas->n_photos++;
}

void
canvas_photo(struct canvas *canvas, const struct canvas_photo *photo,
	struct um_rect rect)
{
	struct pdf_photo kept = {.w = photo->w, .h = photo->h};
	struct str *to = ink(canvas);
	double fit;
	size_t i;
	int y;

	if (to == NULL)
		return;
	if (photo->w < 1 || photo->h < 1 || is_svg(canvas)) {
		err_set(&canvas->failure, ERR_INPUT,
			"drawing: a photograph without pixels, or in an SVG");
		return;
	}
	for (y = 0; y < photo->h; y++)
		str_add_bytes(&kept.grey,
			photo->grey + (size_t)y * photo->stride,
			(size_t)photo->w);
	if (!str_ok(&kept.grey, &canvas->failure)) {
		str_finish(&kept.grey);
		return;
	}
	i = photo_of(canvas, &kept);
	if (has_failed(canvas))
		return;
	fit = fmin(rect.w / (double)photo->w, rect.h / (double)photo->h);
	str_add(to, "q ");
	content_matrix(to, fit * photo->w, fit * photo->h);
	add_x(to, rect.x + (rect.w - fit * photo->w) / 2);
	add_y(canvas, to, rect.y + (rect.h + fit * photo->h) / 2);
	str_addf(to, "cm /P%zu Do Q\n", i);
}

/* --- text --- */

/* Where the text operators stand while a line is written. */
struct caret {
	struct canvas *canvas;
	struct str *to;
	const struct text *text;
	struct font *font;
	size_t font_i;
	double x_um;  /* of the line's left */
	double pen;   /* what the viewer has advanced, thousandths of size */
	bool is_open; /* within [<...>] */
};

static void
close_string(struct caret *at)
{
	if (at->is_open)
		str_add(at->to, ">]TJ\n");
	at->is_open = false;
}

static bool
set_font(struct caret *at, size_t i)
{
	struct canvas *canvas = at->canvas;

	if (at->font != NULL && at->font_i == i)
		return true;
	if (canvas->fonts[i] == NULL)
		canvas->fonts[i] =
			font_open(fonts_at(i)->path, &canvas->failure);
	if (canvas->fonts[i] == NULL)
		return false;
	close_string(at);
	str_addf(at->to, "/F%zu ", i);
	content_number(at->to, at->text->size_pt);
	str_add(at->to, "Tf\n");
	at->font = canvas->fonts[i];
	at->font_i = i;
	return true;
}

/* x_um from the block's left. */
static void
show(struct caret *at, uint16_t cid, double x_um)
{
	const double em_um = at->text->size_pt * CONTENT_UM_PER_PT;
	const long back = lround(at->pen - (x_um - at->x_um) * 1000 / em_um);

	if (!at->is_open)
		str_add(at->to, "[");
	if (back != 0)
		str_addf(at->to, at->is_open ? ">%ld<" : "%ld<", back);
	else if (!at->is_open)
		str_add(at->to, "<");
	at->is_open = true;
	str_addf(at->to, "%04X", (unsigned)cid);
	at->pen += font_width(at->font, cid) - back;
}

/* One character, one glyph, where the font itself would put it. */
static bool
is_plain(const struct text *text, const struct text_cluster *cluster)
{
	const struct text_glyph *glyph = &text->glyphs[cluster->first_glyph];

	return cluster->n_chars == 1 && cluster->n_glyphs == 1 &&
	       fabs(glyph->dx_um) < 0.01 && fabs(glyph->dy_um) < 0.01;
}

/*
 * Characters and glyphs that do not match: the leftmost character carries all
 * the ink (see font.h).
 */
static bool
show_joined(struct caret *at, const struct text_cluster *cluster)
{
	struct err *err = &at->canvas->failure;
	const struct text *text = at->text;
	const double um_per_unit =
		text->size_pt * CONTENT_UM_PER_PT / font_units(at->font);
	const double share = cluster->advance_um / (double)cluster->n_chars;
	const int advance = (int)fmax(0, round(share / um_per_unit));
	struct font_part parts[FONT_PARTS];
	uint16_t cid;
	size_t i;

	if (cluster->n_glyphs > FONT_PARTS)
		return err_set(err, ERR_LIMIT,
			"drawing: %zu glyphs at U+%04X, at most %d; are there "
			"too many marks on one letter?",
			cluster->n_glyphs,
			(unsigned)text->chars[cluster->first_char], FONT_PARTS);
	for (i = 0; i < cluster->n_glyphs; i++) {
		const struct text_glyph *glyph =
			&text->glyphs[cluster->first_glyph + i];

		parts[i].glyph = glyph->id;
		parts[i].dx = (int32_t)lround(glyph->dx_um / um_per_unit);
		parts[i].dy = (int32_t)lround(glyph->dy_um / um_per_unit);
	}
	for (i = 0; i < cluster->n_chars; i++) {
		if (!font_cid_joined(at->font, parts,
			    i == 0 ? cluster->n_glyphs : 0, advance,
			    text->chars[cluster->first_char + i], &cid, err))
			return false;
		show(at, cid,
			cluster->x_um + (double)i * advance * um_per_unit);
	}
	return true;
}

static bool
show_cluster(struct caret *at, const struct text_cluster *cluster)
{
	const struct text *text = at->text;
	uint16_t cid;

	if (cluster->n_chars == 0)
		return true;
	if (!set_font(at, cluster->font))
		return false;
	if (!is_plain(text, cluster))
		return show_joined(at, cluster);
	if (!font_cid(at->font, text->glyphs[cluster->first_glyph].id,
		    text->chars[cluster->first_char], &cid,
		    &at->canvas->failure))
		return false;
	show(at, cid, cluster->x_um);
	return true;
}

void
canvas_text(struct canvas *canvas, const struct text *text,
	struct um_point origin, uint32_t colour)
{
	struct caret at = {.canvas = canvas, .to = ink(canvas), .text = text};
	size_t i, j;

	if (at.to == NULL || text->n_clusters == 0)
		return;
	if (is_svg(canvas)) {
		svg_text(at.to, text, origin, colour);
		return;
	}
	set_fill(canvas, at.to, colour);
	str_add(at.to, "BT\n");
	for (i = 0; i < text->n_lines; i++) {
		const struct text_line *line = &text->lines[i];

		if (line->n_clusters == 0)
			continue;
		str_add(at.to, "1 0 0 1 ");
		add_point(canvas, at.to, origin.x + line->x_um,
			origin.y + line->baseline_um);
		str_add(at.to, "Tm\n");
		at.x_um = line->x_um;
		at.pen = 0;
		for (j = 0; j < line->n_clusters; j++)
			if (!show_cluster(&at,
				    &text->clusters[line->first_cluster + j]))
				return;
		close_string(&at);
	}
	str_add(at.to, "ET\n");
}

/* --- out --- */

/* Rounded down: a renderer must not count one more row of pixels. */
static double
page_side(int32_t um)
{
	return floor(um / CONTENT_UM_PER_PT * 1000) / 1000;
}

static bool
write_svg(const struct canvas *canvas, struct str *out, struct err *err)
{
	size_t i;

	if (canvas->n_pages != 1)
		return err_set(err, ERR_LIMIT,
			"drawing: an SVG has one page, not %zu",
			canvas->n_pages);
	svg_begin(out, &canvas->doc);
	for (i = 0; i < canvas->n_pieces; i++) {
		const struct str *piece = &canvas->contents[canvas->pieces[i]];

		str_add_bytes(out, piece->at, piece->len);
	}
	svg_end(out);
	return str_ok(out, err);
}

bool
canvas_write(struct canvas *canvas, struct str *out, struct err *err)
{
	const struct pdf pdf = {
		.title = canvas->title,
		.lang = canvas->lang,
		.w_pt = page_side(canvas->doc.size.w),
		.h_pt = page_side(canvas->doc.size.h),
		.date = canvas->doc.date,
		.duplex = canvas->doc.duplex,
		.contents = canvas->contents,
		.n_contents = canvas->n_contents,
		.pieces = canvas->pieces,
		.pages = canvas->pages,
		.n_pages = canvas->n_pages,
		.forms = canvas->forms,
		.n_forms = canvas->n_forms,
		.photos = canvas->photos,
		.n_photos = canvas->n_photos,
		.fonts = canvas->fonts,
		.n_fonts = fonts_count(),
	};
	size_t i;

	if (!has_failed(canvas) && canvas->is_plate)
		err_set(&canvas->failure, ERR_USAGE,
			"drawing: a plate is still open");
	if (!has_failed(canvas) && canvas->n_pages == 0)
		err_set(&canvas->failure, ERR_USAGE,
			"drawing: no page was begun");
	for (i = 0; i < canvas->n_contents; i++)
		if (!str_ok(&canvas->contents[i], &canvas->failure))
			break;
	if (has_failed(canvas))
		return err_set(
			err, canvas->failure.code, "%s", canvas->failure.text);
	return is_svg(canvas) ? write_svg(canvas, out, err)
			      : pdf_write(&pdf, out, err);
}
