#include "kiosk/slip.h"

#include "core/answer.h"
#include "core/art.h"
#include "core/err.h"
#include "draw/canvas.h"
#include "draw/qr.h"
#include "draw/text.h"
#include "instrument/pictogram.h"

#include <stddef.h>

#define SIDE 4000
#define GAP 3000
#define PICTURE 16000
#define QR 26000 /* modules of 0.63 mm behind the quiet zone of 4 */
#define QUIET (QR * 4 / (QR_SIDE + 8))
#define INK 0x000000

/* From the top: a picture, or a text, or the code's symbol. */
struct part {
	struct art *art;
	struct text *text;
	bool is_symbol;
	int32_t y, h;
};

#define PARTS 8

struct parts {
	struct part part[PARTS];
	size_t n;
	int32_t y;
};

static struct part *
add(struct parts *parts, int32_t h)
{
	struct part *part = &parts->part[parts->n++];

	part->y = parts->y;
	part->h = h;
	parts->y += h + GAP;
	return part;
}

static bool
say(struct parts *parts, struct text_engine *engine, const struct slip *slip,
	const char *words, double size_pt, struct err *err)
{
	const struct text_style style = {.bold = size_pt > 12,
		.size_pt = size_pt,
		.lang = slip->language,
		.rtl = slip->rtl,
		.align = TEXT_CENTRE,
		.width_um = SLIP_WIDTH_UM - 2 * SIDE};
	struct text *text = text_lay(engine, &style, words, err);

	if (text == NULL)
		return false;
	add(parts, text->height_um)->text = text;
	return true;
}

static bool
show(struct parts *parts, const char *templates, const char *name,
	struct err *err)
{
	struct art *art = pictogram_of(templates, name, VALUE_NONE, err);

	if (art == NULL)
		return false;
	add(parts, PICTURE)->art = art;
	return true;
}

static bool
put_together(struct parts *parts, struct text_engine *engine,
	const char *templates, const struct slip *slip, struct err *err)
{
	if (slip->draft != NULL &&
		!say(parts, engine, slip, slip->draft, 8, err))
		return false;
	if (!say(parts, engine, slip, slip->thanks, 18, err))
		return false;
	if (slip->day != NULL &&
		(!show(parts, templates, "calendar", err) ||
			!say(parts, engine, slip, slip->next, 11, err) ||
			!say(parts, engine, slip, slip->day, 20, err)))
		return false;
	if (slip->code == NULL)
		return true;
	if (!say(parts, engine, slip, slip->says, 11, err))
		return false;
	add(parts, QR)->is_symbol = true;
	return say(parts, engine, slip, slip->code, 20, err);
}

static void
draw(struct canvas *canvas, const struct parts *parts, const struct qr *qr)
{
	struct um_rect box = {0, 0, PICTURE, PICTURE};
	const struct part *part;
	size_t i;

	canvas_page(canvas);
	for (i = 0; i < parts->n; i++) {
		part = &parts->part[i];
		box.y = part->y;
		box.w = box.h = part->h;
		box.x = (SLIP_WIDTH_UM - box.w) / 2;
		if (part->art != NULL)
			canvas_art(canvas, part->art, box);
		else if (part->is_symbol)
			canvas_modules(canvas, qr->dark, QR_SIDE,
				(struct um_rect){box.x + QUIET, box.y + QUIET,
					QR - 2 * QUIET, QR - 2 * QUIET},
				INK);
		else
			canvas_text(canvas, part->text,
				(struct um_point){SIDE, part->y}, INK);
	}
}

bool
slip_pdf(struct text_engine *engine, const char *templates,
	const struct slip *slip, struct str *out, struct err *err)
{
	struct parts parts = {.y = SIDE};
	struct canvas_doc doc = {.title = slip->thanks, .lang = slip->language};
	struct canvas *canvas = NULL;
	struct qr qr = {{0}};
	size_t i;
	bool ok = put_together(&parts, engine, templates, slip, err) &&
		  (slip->code == NULL || qr_make(slip->code, &qr, err));

	doc.size = (struct um_rect){0, 0, SLIP_WIDTH_UM, parts.y + SIDE};
	ok = ok && (canvas = canvas_new(&doc, err)) != NULL;
	if (ok) {
		draw(canvas, &parts, &qr);
		ok = canvas_write(canvas, out, err);
	}
	canvas_free(canvas);
	for (i = 0; i < parts.n; i++) {
		art_free(parts.part[i].art);
		text_free(parts.part[i].text);
	}
	return ok;
}
