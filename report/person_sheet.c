#include "report/person_sheet.h"

#include "core/err.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "instrument/wording.h"

#include <string.h>

#define LEFT 18000
#define TOP 15000
#define BOTTOM 272000
#define SOURCE 273500
#define FOOT 281500
#define BAND 286500
#define WHITE 0xffffff
#define BLACK 0x000000

struct person_sheet
person_sheet_of(struct canvas *canvas, struct text_engine *engine,
	struct person_words *words, const struct person_data *data)
{
	return (struct person_sheet){
		.pen = {.canvas = canvas,
			.engine = engine,
			.lang = words->language,
			.rtl = words->rtl,
			.room = {LEFT, TOP, PERSON_PAGE_W - 2 * LEFT,
				BOTTOM - TOP}},
		.words = words,
		.data = data};
}

static bool
add_band(const struct person_sheet *sheet, struct err *err)
{
	const struct pen *pen = &sheet->pen;
	const struct pen_words band = {
		.text = person_sheet_says(sheet->words, "draft.band"),
		.pt = 8.5,
		.is_bold = true,
		.colour = WHITE,
		.align = TEXT_CENTRE};
	struct text *text = pen_lay(pen, &band, pen->room.w - 4000, err);

	if (text == NULL)
		return false;
	canvas_fill_round(pen->canvas,
		(struct um_rect){pen->room.x, BAND - 500, pen->room.w,
			text->height_um + 1000},
		800, BLACK);
	pen_put(pen, text, pen->room.x + 2000, BAND, WHITE);
	return true;
}

/* The code, what was answered, the page; it reads from left to right. */
static bool
add_footer(const struct person_sheet *sheet, struct err *err)
{
	const struct pen *pen = &sheet->pen;
	struct pen_words words = {.pt = 8, .colour = PERSON_GREY};
	struct str line = {0};
	int32_t y = FOOT;
	bool ok;

	str_addf(&line, "\xe2\x81\xa6%s", sheet->data->code);
	if (sheet->series != NULL)
		str_addf(&line, " \xc2\xb7 %s %s",
			sheet->series->of->instrument,
			sheet->series->of->version);
	str_addf(&line, " \xc2\xb7 %s \xc2\xb7 %zu\xe2\x81\xa9",
		sheet->words->language, canvas_pages(pen->canvas));
	words.text = line.at;
	ok = str_ok(&line, err) &&
	     pen_write(pen, &words, pen->room.x, &y, pen->room.w, err);
	str_finish(&line);
	if (ok && sheet->own != NULL) {
		words = (struct pen_words){.text = wording_source(sheet->own),
			.pt = 6.5,
			.colour = PERSON_GREY,
			.in = sheet->own};
		y = SOURCE;
		ok = pen_write(pen, &words, pen->room.x, &y, pen->room.w, err);
	}
	return ok && (!sheet->is_draft || add_band(sheet, err));
}

static bool
new_page(struct person_sheet *sheet, struct err *err)
{
	canvas_page(sheet->pen.canvas);
	sheet->y = TOP;
	return add_footer(sheet, err);
}

bool
person_sheet_begin(struct person_sheet *sheet, const char *title,
	const struct wording *own, const struct series *series, struct err *err)
{
	const struct um_rect room = sheet->pen.room;
	const struct pen_words code = {.text = sheet->data->code,
		.pt = 12,
		.is_bold = true,
		.align = TEXT_END};
	const struct pen_words words = {
		.text = title, .pt = 20, .is_bold = true, .in = own};
	const struct pen_words yours = {
		.text = person_say(sheet->words, "yours"),
		.pt = 9.5,
		.colour = PERSON_GREY};
	const int32_t code_w = 34000;
	int32_t y;

	sheet->own = own;
	sheet->series = series;
	if (!new_page(sheet, err))
		return false;
	y = sheet->y + 2500;
	if (!pen_write(&sheet->pen, &code, room.x + room.w - code_w, &y, code_w,
		    err) ||
		!pen_write(&sheet->pen, &words, room.x, &sheet->y,
			room.w - code_w, err) ||
		!pen_write(&sheet->pen, &yours, room.x, &sheet->y, room.w, err))
		return false;
	sheet->y += 1500;
	pen_rule(&sheet->pen, room.x, sheet->y, room.w, 600, BLACK);
	sheet->y += 4000;
	return true;
}

bool
person_sheet_room(struct person_sheet *sheet, int32_t height, struct err *err)
{
	return sheet->y + height <= BOTTOM || new_page(sheet, err);
}

bool
person_sheet_heading(struct person_sheet *sheet, const char *text,
	int32_t below, struct err *err)
{
	const struct um_rect room = sheet->pen.room;
	const struct pen_words words = {
		.text = text, .pt = 13, .is_bold = true};

	if (!person_sheet_room(sheet, below + 15000, err))
		return false;
	if (sheet->y > TOP)
		sheet->y += 7000;
	if (!pen_write(&sheet->pen, &words, room.x, &sheet->y, room.w, err))
		return false;
	sheet->y += 1000;
	return true;
}
