#include "report/pages.h"

#include "core/str.h"
#include "draw/canvas.h"
#include "draw/text.h"

#include <stdio.h>
#include <string.h>

#define TOP 20000
#define BOTTOM 275000
#define FOOT 284000
#define CENTRED_UM 40000

static const struct text_style styles[PAGES_STYLE__MAX] = {
	[PAGES_TITLE] = {.bold = true,
		.size_pt = 14,
		.lang = "sv",
		.width_um = PAGES_WIDTH},
	[PAGES_BODY] = {.size_pt = 9.5, .lang = "sv", .width_um = PAGES_WIDTH},
	[PAGES_SMALL] = {.size_pt = 8, .lang = "sv", .width_um = PAGES_WIDTH},
	[PAGES_TABLE] = {.family = TEXT_MONO, .size_pt = 9, .lang = "sv"},
};

bool
pages_put(struct pages *pages, enum pages_style style, const char *words,
	int32_t x_um, int32_t y_um, bool is_centred, struct err *err)
{
	struct text_style as = styles[style];
	struct text *text;

	if (is_centred) {
		as.width_um = CENTRED_UM;
		as.align = TEXT_CENTRE;
		x_um -= CENTRED_UM / 2;
	}
	text = text_lay(pages->engine, &as, words, err);
	if (text == NULL)
		return false;
	canvas_text(
		pages->canvas, text, (struct um_point){x_um, y_um}, PAGES_INK);
	text_free(text);
	return true;
}

static bool
new_page(struct pages *pages, struct err *err)
{
	char words[128];

	canvas_page(pages->canvas);
	pages->y = TOP;
	snprintf(words, sizeof(words), "%s, sida %zu", pages->foot,
		canvas_pages(pages->canvas));
	return pages_put(
		pages, PAGES_SMALL, words, PAGES_LEFT, FOOT, false, err);
}

bool
pages_open(
	struct pages *pages, const char *title, int64_t date, struct err *err)
{
	const struct canvas_doc doc = {.title = title,
		.lang = "sv",
		.size = {0, 0, 210000, 297000},
		.date = date};

	pages->canvas = canvas_new(&doc, err);
	return pages->canvas != NULL && new_page(pages, err);
}

bool
pages_room(struct pages *pages, int32_t height_um, struct err *err)
{
	return pages->y + height_um <= BOTTOM || new_page(pages, err);
}

bool
pages_add(struct pages *pages, enum pages_style style, const char *words,
	int32_t gap_um, struct err *err)
{
	struct text *text = text_lay(pages->engine, &styles[style], words, err);
	bool ok;

	if (text == NULL)
		return false;
	pages->y += gap_um;
	ok = pages_room(pages, text->height_um, err);
	canvas_text(pages->canvas, text,
		(struct um_point){PAGES_LEFT, pages->y}, PAGES_INK);
	pages->y += text->height_um;
	text_free(text);
	return ok;
}

bool
pages_heading(struct pages *pages, const char *words, struct err *err)
{
	/* Not alone at the foot of a page. */
	return pages_room(pages, 25000, err) &&
	       pages_add(pages, PAGES_TITLE, words, 7000, err) &&
	       pages_add(pages, PAGES_BODY, " ", -2000, err);
}

bool
pages_lines(struct pages *pages, const char *lines, struct err *err)
{
	struct str line = {0};
	const char *end;
	bool ok = true;

	for (; ok && *lines != '\0'; lines = *end != '\0' ? end + 1 : end) {
		end = strchrnul(lines, '\n');
		str_add_bytes(&line, lines, (size_t)(end - lines));
		ok = str_ok(&line, err) &&
		     pages_add(pages, PAGES_TABLE, line.len > 0 ? line.at : " ",
			     300, err);
		str_clear(&line);
	}
	str_finish(&line);
	return ok;
}

bool
pages_close(struct pages *pages, struct str *out, struct err *err)
{
	return canvas_write(pages->canvas, out, err);
}

void
pages_free(struct pages *pages)
{
	canvas_free(pages->canvas);
	pages->canvas = NULL;
}
