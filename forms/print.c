#include "forms/print.h"

#include "core/err.h"
#include "core/frame.h"
#include "core/layout.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/qr.h"
#include "draw/text.h"
#include "forms/sheet.h"

/*
 * The code line's size: eleven characters of DejaVu Sans Mono (0.602 em) fill
 * the 25.8 mm of frame_code_line.
 */
#define LINE_PT 11.0

struct canvas *
print_open(const char *title, const char *lang, struct err *err)
{
	const struct canvas_doc doc = {.title = title,
		.lang = lang,
		.size = {0, 0, FRAME_PAGE_W, FRAME_PAGE_H},
		.duplex = true};

	return canvas_new(&doc, err);
}

bool
print_plain(struct sheet *sheet, const char *title, const char *lang,
	struct str *pdf, struct err *err)
{
	struct canvas *canvas = print_open(title, lang, err);
	const size_t before = pdf->len;
	bool ok = false;
	size_t i;

	if (canvas == NULL)
		return false;
	for (i = 0; i < sheet->n_pages; i++) {
		canvas_page(canvas);
		sheet_draw(sheet, i, canvas);
	}
	ok = canvas_write(canvas, pdf, err) &&
	     layout_seal(
		     &sheet->layout, pdf->at + before, pdf->len - before, err);
	canvas_free(canvas);
	return ok;
}

static bool
draw_line(struct canvas *canvas, struct text_engine *engine,
	const struct print_page *page, struct err *err)
{
	static const struct text_style style = {
		.family = TEXT_MONO, .size_pt = LINE_PT, .lang = "en"};
	char shown[CODE_LINE_SHOWN];
	struct text *text;
	int i;

	code_line_shown(page->line, shown);
	text = text_lay(engine, &style, shown, err);
	if (text == NULL)
		return false;
	for (i = 0; i < FRAME_CODES; i++) {
		const struct um_rect at = frame_code_line(i);

		canvas_text(canvas, text,
			(struct um_point){at.x + (at.w - text->width_um) / 2,
				at.y + (at.h - text->height_um) / 2},
			0x000000);
	}
	text_free(text);
	return true;
}

static bool
draw_codes(struct canvas *canvas, struct text_engine *engine,
	const struct print_page *page, const uint8_t key[CODE_KEY],
	struct err *err)
{
	char words[CODE_TEXT];
	struct qr qr;
	int i;

	code_write(&page->code, key, words);
	if (!qr_make(words, &qr, err))
		return false;
	for (i = 0; i < FRAME_CODES; i++)
		canvas_modules(
			canvas, qr.dark, QR_SIDE, frame_code(i), 0x000000);
	return draw_line(canvas, engine, page, err);
}

void
print_plates(struct canvas *canvas, const struct sheet *sheet,
	size_t plates[LAYOUT_PAGES])
{
	size_t i;

	for (i = 0; i < sheet->n_pages; i++) {
		canvas_plate_begin(canvas);
		sheet_draw(sheet, i, canvas);
		plates[i] = canvas_plate_end(canvas);
	}
}

bool
print_page(struct canvas *canvas, struct text_engine *engine,
	const size_t plates[LAYOUT_PAGES], const struct print_page *page,
	const uint8_t key[CODE_KEY], struct err *err)
{
	canvas_page(canvas);
	canvas_plate_use(canvas, plates[page->code.page - 1]);
	return draw_codes(canvas, engine, page, key, err);
}

bool
print_issued(const struct sheet *sheet, const char *title, const char *lang,
	struct text_engine *engine, const struct print_page *pages, size_t n,
	const uint8_t key[CODE_KEY], struct str *pdf, struct err *err)
{
	struct canvas *canvas = print_open(title, lang, err);
	size_t plates[LAYOUT_PAGES];
	bool ok = canvas != NULL;
	size_t i;

	if (ok)
		print_plates(canvas, sheet, plates);
	for (i = 0; ok && i < n; i++)
		ok = print_page(canvas, engine, plates, &pages[i], key, err);
	ok = ok && canvas_write(canvas, pdf, err);
	canvas_free(canvas);
	return ok;
}
