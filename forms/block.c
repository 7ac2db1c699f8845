#include "forms/block.h"

#include "core/err.h"
#include "core/frame.h"
#include "core/layout.h"
#include "core/str.h"
#include "draw/text.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/pictogram.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <string.h>

/* um */
#define BOX_LINE 450
#define ICON 14000	/* beside a question */
#define ICON_TALK 18000 /* beside what is only talked about */
#define ICON_GAP 4000
#define NUMBER_W 10000
#define HEAD_GAP 1500	/* question to ladder or lines */
#define LINE BLOCK_LINE /* from one line to write on to the next */
#define LINE_INK 200
#define LINE_DASH 500 /* else it looks like the rules between questions */
#define LINES_COMMENT 4
#define LINES_TALK 2
#define LINES_MOST 12
#define DIGIT_GAP 1500
#define WIDE 24000 /* words of a cell that have room for larger letters */

static int32_t
words_height(const struct block_words *words)
{
	int32_t h = words->own == NULL ? 0 : words->own->height_um;

	if (words->swedish != NULL)
		h += words->swedish->height_um;
	return h;
}

static bool
lay_words(struct block_words *words, const struct sheet_order *order,
	const struct text_style *own, double own_least,
	const struct text_style *swedish, double swedish_least,
	const char *text, const char *text_sv, const char *what,
	struct err *err)
{
	words->least_pt = own_least;
	words->own = order_lay(
		order, order->wording, own, own_least, text, what, err);
	if (words->own == NULL)
		return false;
	if (order->swedish == NULL)
		return true;
	words->swedish = order_lay(order, order->swedish, swedish,
		swedish_least, text_sv, what, err);
	return words->swedish != NULL;
}

/*
 * The question as it is worded; below that of brackets what they count, which
 * the question does not say. What is only talked about has its name. False:
 * out of memory.
 */
static bool
question_words(const struct wording *words, const struct item *item,
	struct str *out, struct err *err)
{
	str_add(out, item->kind == ITEM_TALK
			     ? wording_name(words, item->key)
			     : wording_question(words, item->key));
	if (item->kind == ITEM_BRACKETS)
		str_addf(out, "\n%s", wording_name(words, item->key));
	return str_ok(out, err);
}

static int32_t
question_x(const struct block *block)
{
	return frame_content().x + NUMBER_W +
	       (block->icon_side == 0 ? 0 : block->icon_side + ICON_GAP);
}

static bool
make_question(struct block *block, const struct sheet_order *order,
	const struct item *item, struct err *err)
{
	const struct um_rect content = frame_content();
	const int32_t width = content.x + content.w - question_x(block);
	const struct text_style own = {
		.bold = true, .size_pt = 15, .width_um = width};
	const struct text_style swedish = {.size_pt = 9.5, .width_um = width};
	struct str text = {0}, text_sv = {0};
	char what[64];
	bool ok;

	snprintf(what, sizeof(what), "the question of %s", block->item);
	ok = question_words(order->wording, item, &text, err) &&
	     (order->swedish == NULL ||
		     question_words(order->swedish, item, &text_sv, err)) &&
	     lay_words(&block->question, order, &own, SHEET_QUESTION_PT,
		     &swedish, 9, text.at, text_sv.at, what, err);
	str_finish(&text);
	str_finish(&text_sv);
	return ok;
}

/* One below the other; false: out of memory. */
static bool
prompts_of(const struct wording *words, const struct item *item,
	struct str *out, struct err *err)
{
	size_t i;

	str_clear(out);
	for (i = 0; wording_talk(words, item->key, i) != NULL; i++)
		str_addf(out, "%s%s", i > 0 ? "\n" : "",
			wording_talk(words, item->key, i));
	return str_ok(out, err);
}

static bool
make_prompts(struct block *block, const struct sheet_order *order,
	const struct item *item, struct err *err)
{
	const struct um_rect content = frame_content();
	const int32_t width = content.x + content.w - question_x(block);
	const struct text_style own = {.size_pt = 12, .width_um = width};
	const struct text_style swedish = {.size_pt = 9, .width_um = width};
	struct str text = {0}, text_sv = {0};
	char what[64];
	bool ok;

	snprintf(what, sizeof(what), "the prompts of %s", block->item);
	ok = prompts_of(order->wording, item, &text, err) &&
	     (order->swedish == NULL ||
		     prompts_of(order->swedish, item, &text_sv, err));
	if (ok && text.len > 0)
		ok = lay_words(&block->prompts, order, &own, 10, &swedish, 8,
			text.at, text_sv.at, what, err);
	str_finish(&text);
	str_finish(&text_sv);
	return ok;
}

static bool
make_words(struct block *block, int i, const struct sheet_order *order,
	struct err *err)
{
	struct block_cell *cell = &block->cells[i];
	const bool column = block->ladder.orientation == ORIENTATION_COLUMN;
	const int32_t width = ladder_words_width(&block->ladder, i);
	const bool large = cell->value > 0 && width >= WIDE;
	const double step_pt = !large ? 10 : column ? 14 : 12.5;
	const struct text_style own = {
		.size_pt = cell->value < 0 ? 8.5 : step_pt,
		.align = column ? TEXT_START : TEXT_CENTRE,
		.width_um = width};
	const struct text_style swedish = {.size_pt = large ? 9 : 7.5,
		.align = own.align,
		.width_um = width};
	char name[64], what[80];

	sheet_name_box(block->item, cell->value, name, sizeof(name));
	snprintf(what, sizeof(what), "the words of %s", name);
	return lay_words(&cell->words, order, &own, 7.5, &swedish, 6.5,
		wording_step(order->wording, block->item, cell->value),
		order->swedish == NULL ? NULL
				       : wording_step(order->swedish,
						 block->item, cell->value),
		what, err);
}

/* The picture of a step, of a choice, or of a word beside them. */
static struct art *
cell_art(const struct sheet_order *order, const struct item *item, int value,
	struct err *err)
{
	if (value > 0 && item->n_pictures > 0)
		return pictogram_of(order->templates, item->pictures[value - 1],
			VALUE_NONE, err);
	return pictogram_of(order->templates, item->picture,
		value < 0 ? value : item_picture(item, value, order->steps),
		err);
}

static bool
make_cell(struct block *block, int i, const struct sheet_order *order,
	struct sheet *sheet, const struct item *item, struct err *err)
{
	static const struct text_style style = {.size_pt = 9};
	struct block_cell *cell = &block->cells[i];
	char digits[12];

	if (item->picture != NULL) {
		cell->art = sheet_keep_art(
			sheet, cell_art(order, item, cell->value, err), err);
		if (cell->art == NULL)
			return false;
	}
	/* What is in no order has no numbers. */
	if (cell->value > 0 && item->kind != ITEM_CHOICE) {
		snprintf(digits, sizeof(digits), "%d", cell->value);
		cell->digit = text_lay(order->engine, &style, digits, err);
		if (cell->digit == NULL)
			return false;
	}
	return make_words(block, i, order, err);
}

static bool
make_cells(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, const struct item *item, struct err *err)
{
	const struct instrument *instrument = order->instrument;
	const int n = item_steps(item, order->steps);
	int i;

	if (n == 0)
		return true;
	block->ladder = (struct ladder){.orientation = instrument->orientation,
		.has_pictures = item->picture != NULL,
		.falls = item->kind == ITEM_CHOICE,
		.n_steps = n,
		.n_extras = (int)instrument->n_extras};
	block->n_cells = n + block->ladder.n_extras;
	for (i = 0; i < block->n_cells; i++) {
		block->cells[i].value =
			i < n ? i + 1 : instrument->extras[i - n];
		if (!make_cell(block, i, order, sheet, item, err))
			return false;
	}
	return true;
}

static bool
make_number(struct block *block, const struct sheet_order *order, int number,
	struct err *err)
{
	static const struct text_style style = {.bold = true, .size_pt = 20};
	char digits[12];

	if (number == 0)
		return true;
	snprintf(digits, sizeof(digits), "%d", number);
	block->number = text_lay(order->engine, &style, digits, err);
	return block->number != NULL;
}

static int32_t
max(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static void
measure(struct block *block)
{
	int i;

	block->head_h = max(block->icon_side,
		words_height(&block->question) + words_height(&block->prompts));
	if (block->number != NULL)
		block->head_h = max(block->head_h, block->number->height_um);
	for (i = 0; i < block->n_cells; i++)
		block->words_h = max(
			block->words_h, words_height(&block->cells[i].words));
}

bool
block_make(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, const struct item *item, int number,
	struct err *err)
{
	*block = (struct block){0};
	str_copy(block->item, sizeof(block->item), item->key);
	if (item->kind == ITEM_COMMENT)
		block->n_lines = LINES_COMMENT;
	if (item->kind == ITEM_TALK)
		block->n_lines = LINES_TALK;
	if (item->picture != NULL) {
		block->icon_side = item->kind == ITEM_TALK ? ICON_TALK : ICON;
		block->icon = sheet_keep_art(sheet,
			pictogram_of(order->templates, item->picture,
				VALUE_NONE, err),
			err);
		if (block->icon == NULL)
			return false;
	}
	if (!make_question(block, order, item, err) ||
		(item->kind == ITEM_TALK &&
			!make_prompts(block, order, item, err)) ||
		!make_cells(block, order, sheet, item, err) ||
		!make_number(block, order, number, err))
		return false;
	measure(block);
	return true;
}

static void
words_finish(struct block_words *words)
{
	text_free(words->own);
	text_free(words->swedish);
}

void
block_finish(struct block *block)
{
	int i;

	text_free(block->number);
	words_finish(&block->question);
	words_finish(&block->prompts);
	for (i = 0; i < BLOCK_CELLS; i++) {
		text_free(block->cells[i].digit);
		words_finish(&block->cells[i].words);
	}
	*block = (struct block){0};
}

bool
block_grow(struct block *block)
{
	if (block->n_lines == 0 || block->n_lines >= LINES_MOST)
		return false;
	block->n_lines++;
	return true;
}

int32_t
block_height(const struct block *block, int32_t picture)
{
	const int32_t body = block->n_lines > 0
				     ? block->n_lines * LINE
				     : ladder_height(&block->ladder, picture,
					       block->words_h);

	return block->head_h + HEAD_GAP + body;
}

/* Takes *text over (it is NULL afterwards); rect's w and h are the text's. */
static bool
place_text(struct sheet *sheet, const struct sheet_order *order,
	struct text **text, double least_pt, int32_t x, int32_t y,
	const char *what, struct err *err)
{
	struct placed placed = {
		.kind = PLACED_TEXT, .text = *text, .least_pt = least_pt};

	if (*text == NULL)
		return true;
	placed.rect = order_mirror(order,
		(struct um_rect){x, y, (*text)->width_um, (*text)->height_um});
	snprintf(placed.what, sizeof(placed.what), "%s", what);
	*text = NULL;
	return sheet_place(sheet, &placed, err);
}

static bool
place_words(struct sheet *sheet, const struct sheet_order *order,
	struct block_words *words, int32_t x, int32_t y, const char *what,
	struct err *err)
{
	const int32_t below = y + words->own->height_um;

	return place_text(sheet, order, &words->own, words->least_pt, x, y,
		       what, err) &&
	       place_text(
		       sheet, order, &words->swedish, 0, x, below, what, err);
}

static bool
place_art(struct sheet *sheet, const struct sheet_order *order,
	const struct art *art, struct um_rect rect, const char *what,
	struct err *err)
{
	struct placed placed = {.kind = PLACED_ART,
		.art = art,
		.rect = order_mirror(order, rect)};

	if (art == NULL)
		return true;
	snprintf(placed.what, sizeof(placed.what), "%s", what);
	return sheet_place(sheet, &placed, err);
}

static bool
place_head(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, int32_t y, struct err *err)
{
	const struct um_rect content = frame_content();
	const int32_t h = block->head_h;
	const int32_t side = block->icon_side;
	const int32_t x = question_x(block);
	const int32_t words = words_height(&block->question);
	const int32_t top = y + (h - words - words_height(&block->prompts)) / 2;
	char what[48];

	snprintf(what, sizeof(what), "the question of %s", block->item);
	if (block->number != NULL &&
		!place_text(sheet, order, &block->number, 0, content.x,
			y + (h - block->number->height_um) / 2, what, err))
		return false;
	if (!place_art(sheet, order, block->icon,
		    (struct um_rect){content.x + NUMBER_W, y + (h - side) / 2,
			    side, side},
		    what, err) ||
		!place_words(sheet, order, &block->question, x, top, what, err))
		return false;
	if (block->prompts.own == NULL)
		return true;
	snprintf(what, sizeof(what), "the prompts of %s", block->item);
	return place_words(
		sheet, order, &block->prompts, x, top + words, what, err);
}

static bool
add_layout_box(struct sheet *sheet, const char *item, int value,
	struct um_rect rect, struct um_rect zone, struct err *err)
{
	struct layout_page *page =
		&sheet->layout.pages[sheet->layout.n_pages - 1];
	struct layout_box *box = layout_box_add(page, err);

	if (box == NULL)
		return false;
	str_copy(box->item, sizeof(box->item), item);
	box->value = value;
	box->box = rect;
	box->zone = zone;
	return true;
}

static bool
place_cell(struct block *block, int i, const struct sheet_order *order,
	struct sheet *sheet, int32_t picture, int32_t y, struct err *err)
{
	struct block_cell *cell = &block->cells[i];
	const struct ladder_cell at = ladder_cell(&block->ladder, i, picture,
		block->words_h, words_height(&cell->words), y);
	struct placed square = {.kind = PLACED_BOX,
		.rect = order_mirror(order, at.box),
		.stroke = {.width_um = BOX_LINE}};
	char what[48];

	sheet_name_box(block->item, cell->value, what, sizeof(what));
	memcpy(square.what, what, sizeof(what));
	if (!sheet_place(sheet, &square, err) ||
		!add_layout_box(sheet, block->item, cell->value, square.rect,
			order_mirror(order, at.zone), err))
		return false;
	if (cell->digit != NULL &&
		!place_text(sheet, order, &cell->digit, 0,
			at.box.x - DIGIT_GAP - cell->digit->width_um,
			at.box.y + (at.box.h - cell->digit->height_um) / 2,
			what, err))
		return false;
	return place_art(sheet, order, cell->art, at.art, what, err) &&
	       place_words(sheet, order, &cell->words, at.words.x, at.words.y,
		       what, err);
}

/* Lines to write on; what is written between them is kept as a picture. */
static bool
place_lines(
	struct block *block, struct sheet *sheet, int32_t y, struct err *err)
{
	const struct um_rect content = frame_content();
	struct layout_page *page =
		&sheet->layout.pages[sheet->layout.n_pages - 1];
	struct layout_field *field = layout_field_add(page, err);
	int i;

	if (field == NULL)
		return false;
	str_copy(field->item, sizeof(field->item), block->item);
	field->rect = (struct um_rect){
		content.x, y, content.w, block->n_lines * LINE};
	for (i = 1; i <= block->n_lines; i++) {
		struct placed line = {.kind = PLACED_LINE,
			.rect = {content.x, y + i * LINE - LINE_INK, content.w,
				LINE_INK},
			.stroke = {.width_um = LINE_INK, .dash_um = LINE_DASH}};

		snprintf(line.what, sizeof(line.what), "line %d of %s", i,
			block->item);
		if (!sheet_place(sheet, &line, err))
			return false;
	}
	return true;
}

bool
block_place(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, int32_t picture, int32_t y, struct err *err)
{
	const int32_t body = y + block->head_h + HEAD_GAP;
	int i;

	if (!place_head(block, order, sheet, y, err))
		return false;
	for (i = 0; i < block->n_cells; i++) {
		if (!place_cell(block, i, order, sheet, picture, body, err))
			return false;
	}
	return block->n_lines == 0 || place_lines(block, sheet, body, err);
}
