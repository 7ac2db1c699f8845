#include "report/person_table.h"

#include "core/err.h"
#include "draw/canvas.h"
#include "instrument/wording.h"
#include "report/person_figure.h"

#include <stdio.h>

/* um */
#define NAME_W 54000
#define SQUARE 2900
#define SQUARE_GAP 700
#define SQUARES_W 24000 /* longer ladders have smaller squares */
#define ROW 6600
#define BLACK 0x000000
#define EMPTY 0x8c8c8c
#define RULE 0xc8c8c8

struct table {
	struct person_sheet *sheet;
	const struct wording *own;
	const struct series *series;
	struct person_shown shown, rated; /* columns here, and in the spider */
	int32_t column_w;
	bool has_decided; /* a star stands in it */
};

static int32_t
column_x(const struct table *table, size_t i)
{
	return table->sheet->pen.room.x + NAME_W + table->column_w * (int32_t)i;
}

/* Which of the spider's lines a column is; PERSON_SHOWN: none. */
static size_t
age_of(const struct table *table, size_t column)
{
	size_t i;

	for (i = 0; i < table->rated.n; i++) {
		if (table->rated.columns[i] == column)
			return table->rated.n - 1 - i;
	}
	return PERSON_SHOWN;
}

static bool
add_head(struct table *table, struct err *err)
{
	const struct pen *pen = &table->sheet->pen;
	const struct um_rect room = pen->room;
	const bool has_spider = figure_has_spider(table->series);
	size_t i;

	for (i = 0; i < table->shown.n; i++) {
		const size_t column = table->shown.columns[i];
		const size_t age = age_of(table, column);
		const struct pen_words date = {
			.text = table->series->columns[column].first->date,
			.pt = 9.5,
			.is_bold = i + 1 == table->shown.n};
		int32_t x = column_x(table, i), y = table->sheet->y;

		if (has_spider && age < PERSON_SHOWN) {
			const struct um_rect at = pen_mirror(
				pen, (struct um_rect){x, y + 2300, 5000, 0});

			figure_marker(pen->canvas,
				(struct um_point){at.x + at.w / 2, at.y}, age);
			x += 6500;
		}
		if (!pen_write(pen, &date, x, &y, table->column_w - 6500, err))
			return false;
	}
	table->sheet->y += 6500;
	pen_rule(pen, room.x, table->sheet->y - 900, room.w, 350, BLACK);
	return true;
}

static void
add_squares(const struct table *table, int32_t x, int32_t y, int value, int top)
{
	const struct pen *pen = &table->sheet->pen;
	const int32_t each = SQUARES_W / top < SQUARE + SQUARE_GAP
				     ? SQUARES_W / top
				     : SQUARE + SQUARE_GAP;
	const int32_t side = each - SQUARE_GAP;
	int i;

	for (i = 0; i < top; i++) {
		const struct um_rect at = pen_mirror(
			pen, (struct um_rect){x + each * i,
				     y + (SQUARE - side) / 2, side, side});

		if (i < value)
			canvas_fill_rect(pen->canvas, at, BLACK);
		else
			canvas_stroke_rect(pen->canvas, at,
				&(struct canvas_stroke){
					.width_um = 220, .colour = EMPTY});
	}
}

/* From the row's top; the row is h high. */
static bool
put_step(const struct table *table, const struct store_answer *cell, int32_t x,
	int32_t h, struct err *err)
{
	const struct pen *pen = &table->sheet->pen;
	const int32_t y = table->sheet->y;
	char digits[16];
	const struct pen_words number = {
		.text = digits, .pt = 10, .is_bold = true};
	struct text *text;

	snprintf(digits, sizeof(digits), "%d%s", cell->value,
		cell->is_decided ? "*" : "");
	text = pen_lay(pen, &number, 9000, err);
	if (text == NULL)
		return false;
	add_squares(table, x, y + (h - SQUARE) / 2, cell->value, cell->top);
	pen_put(pen, text, x + SQUARES_W - 1500, y + (h - text->height_um) / 2,
		BLACK);
	return true;
}

/* The words of what is no step: of a bracket, a choice, a missing answer. */
static struct text *
lay_words(struct table *table, size_t item, size_t column, struct err *err)
{
	const struct store_answer *cell =
		series_cell(table->series, item, column);
	bool of_sheet;
	const char *missing =
		person_missing(table->series, item, column, &of_sheet);
	struct pen_words words = {.pt = 8.5};
	char decided[160];

	if (missing != NULL) {
		words.text = of_sheet
				     ? person_sheet_says(
					       table->sheet->words, missing)
				     : person_say(table->sheet->words, missing);
	} else {
		words.text = table->own == NULL
				     ? NULL
				     : wording_step(table->own,
					       table->series->items[item].key,
					       cell->value);
		words.in = table->own;
		snprintf(decided, sizeof(decided), "%s%s",
			words.text != NULL ? words.text : "?",
			cell->is_decided ? "*" : "");
		words.text = decided;
	}
	return pen_lay(&table->sheet->pen, &words, table->column_w - 2500, err);
}

/* A question's name and its cells; a step has no words. */
struct row {
	struct text *name, *cells[PERSON_SHOWN]; /* owned */
	int32_t h;
};

static void
row_finish(struct row *row)
{
	size_t i;

	text_free(row->name);
	for (i = 0; i < PERSON_SHOWN; i++)
		text_free(row->cells[i]);
}

static void
make_room(struct row *row, const struct text *text)
{
	if (text->height_um + 1200 > row->h)
		row->h = text->height_um + 1200;
}

static bool
lay_row(struct table *table, size_t item, struct row *row, struct err *err)
{
	const struct series *series = table->series;
	const struct pen_words words = {
		.text = person_name_of(table->own, series->items[item].key),
		.pt = 10,
		.in = table->own};
	size_t i;

	row->h = ROW;
	row->name = pen_lay(&table->sheet->pen, &words, NAME_W - 3000, err);
	if (row->name == NULL)
		return false;
	make_room(row, row->name);
	for (i = 0; i < table->shown.n; i++) {
		const size_t column = table->shown.columns[i];
		const struct store_answer *cell =
			series_cell(series, item, column);

		if (cell != NULL && cell->is_decided)
			table->has_decided = true;
		if (series_value(series, item, column) > 0)
			continue;
		row->cells[i] = lay_words(table, item, column, err);
		if (row->cells[i] == NULL)
			return false;
		make_room(row, row->cells[i]);
	}
	return true;
}

/* In the middle of the row's height. */
static void
put_words(const struct table *table, struct text **text, int32_t x, int32_t h,
	uint32_t colour)
{
	pen_put(&table->sheet->pen, *text, x,
		table->sheet->y + (h - (*text)->height_um) / 2, colour);
	*text = NULL;
}

static bool
put_row(struct table *table, size_t item, struct row *row, struct err *err)
{
	const struct pen *pen = &table->sheet->pen;
	size_t i;

	put_words(table, &row->name, pen->room.x, row->h, BLACK);
	for (i = 0; i < table->shown.n; i++) {
		const size_t column = table->shown.columns[i];
		const int32_t x = column_x(table, i);
		bool of_sheet;

		if (row->cells[i] == NULL &&
			!put_step(table,
				series_cell(table->series, item, column), x,
				row->h, err))
			return false;
		if (row->cells[i] != NULL)
			put_words(table, &row->cells[i], x, row->h,
				person_missing(table->series, item, column,
					&of_sheet) != NULL
					? PERSON_GREY
					: BLACK);
	}
	table->sheet->y += row->h;
	pen_rule(pen, pen->room.x, table->sheet->y, pen->room.w, 150, RULE);
	return true;
}

static bool
add_row(struct table *table, size_t item, struct err *err)
{
	struct row row = {0};
	const bool ok = lay_row(table, item, &row, err) &&
			person_sheet_room(table->sheet, row.h + 500, err) &&
			put_row(table, item, &row, err);

	row_finish(&row);
	return ok;
}

bool
person_table(struct person_sheet *sheet, const struct wording *own,
	const struct series *series, struct err *err)
{
	struct table table = {.sheet = sheet,
		.own = own,
		.series = series,
		.shown = person_shown(series, false),
		.rated = person_shown(series, true)};
	const struct um_rect room = sheet->pen.room;
	const struct pen_words star = {
		.text = person_say(sheet->words, "decided"),
		.pt = 8.5,
		.colour = PERSON_GREY};
	size_t i;

	table.column_w = (room.w - NAME_W) / PERSON_SHOWN;
	if (sheet->y > room.y)
		sheet->y += 5000;
	if (!person_sheet_room(sheet, 3 * ROW, err) || !add_head(&table, err))
		return false;
	for (i = 0; i < series->n_items; i++) {
		if (!add_row(&table, i, err))
			return false;
	}
	return !table.has_decided ||
	       (person_sheet_room(sheet, 6000, err) &&
		       pen_write(&sheet->pen, &star, room.x, &sheet->y, room.w,
			       err));
}
