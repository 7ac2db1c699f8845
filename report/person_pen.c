#include "report/person_pen.h"

#include "core/err.h"
#include "draw/canvas.h"
#include "instrument/wording.h"

struct text *
pen_lay(const struct pen *pen, const struct pen_words *words, int32_t width_um,
	struct err *err)
{
	const bool rtl =
		words->in != NULL ? wording_is_rtl(words->in) : pen->rtl;
	struct text_style style = {.bold = words->is_bold,
		.size_pt = words->pt,
		.lang = words->in != NULL ? wording_language(words->in)
					  : pen->lang,
		.rtl = rtl,
		.align = words->align,
		.width_um = width_um};
	struct err why = {0};
	struct text *text;

	if (rtl != pen->rtl && words->align != TEXT_CENTRE)
		style.align =
			words->align == TEXT_START ? TEXT_END : TEXT_START;
	text = text_lay(pen->engine, &style, words->text, &why);
	while (text == NULL && why.code == ERR_LIMIT &&
		style.size_pt > PEN_SMALLEST * words->pt) {
		style.size_pt -= 0.5;
		err_clear(&why);
		text = text_lay(pen->engine, &style, words->text, &why);
	}
	if (text == NULL && why.code == ERR_LIMIT) {
		style.width_um = 0;
		err_clear(&why);
		text = text_lay(pen->engine, &style, words->text, &why);
	}
	if (text == NULL)
		err_set(err, why.code, "%s", why.text);
	return text;
}

struct um_rect
pen_mirror(const struct pen *pen, struct um_rect rect)
{
	if (pen->rtl)
		rect.x = 2 * pen->room.x + pen->room.w - rect.x - rect.w;
	return rect;
}

void
pen_put(const struct pen *pen, struct text *text, int32_t x, int32_t y,
	uint32_t colour)
{
	const struct um_rect at = pen_mirror(
		pen, (struct um_rect){x, y, text->width_um, text->height_um});

	canvas_text(pen->canvas, text, (struct um_point){at.x, at.y}, colour);
	text_free(text);
}

bool
pen_write(const struct pen *pen, const struct pen_words *words, int32_t x,
	int32_t *y, int32_t width_um, struct err *err)
{
	struct text *text = pen_lay(pen, words, width_um, err);
	int32_t h;

	if (text == NULL)
		return false;
	h = text->height_um;
	pen_put(pen, text, x, *y, words->colour);
	*y += h;
	return true;
}

void
pen_rule(const struct pen *pen, int32_t x, int32_t y, int32_t width_um,
	int32_t thick_um, uint32_t colour)
{
	canvas_fill_rect(pen->canvas,
		pen_mirror(pen, (struct um_rect){x, y, width_um, thick_um}),
		colour);
}
