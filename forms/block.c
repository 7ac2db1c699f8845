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

/* um; at least 6 mm a box and 3 mm between zones (domain R119, issue 3). */
#define BOX 8000
#define BOX_LINE 450
#define ZONE_GAP 3000
#define EXTRA_W 20000
#define EXTRA_GAP 8000
#define EXTRA_PICTURE 14000
#define ICON 13000
#define NUMBER_W 10000
#define HEAD_GAP 2000 /* question to ladder */
#define PAD 1000      /* inside a zone, and between its parts */
#define WORDS_SIDE 300

static int32_t
words_height(const struct block_words *words)
{
	int32_t h = words->own->height_um;

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
 * the question does not say. False: out of memory.
 */
static bool
question_words(const struct wording *words, const struct item *item,
	struct str *out, struct err *err)
{
	str_add(out, wording_question(words, item->key));
	if (item->kind == ITEM_BRACKETS)
		str_addf(out, "\n%s", wording_name(words, item->key));
	return str_ok(out, err);
}

static bool
make_question(struct block *block, const struct sheet_order *order,
	const struct item *item, struct err *err)
{
	const int32_t width = frame_content().w - NUMBER_W - ICON - 4000;
	const struct text_style own = {
		.bold = true, .size_pt = 15, .width_um = width};
	const struct text_style swedish = {.size_pt = 10, .width_um = width};
	struct str text = {0}, text_sv = {0};
	char what[64];
	bool ok;

	snprintf(what, sizeof(what), "the question of %s", block->item);
	ok = question_words(order->wording, item, &text, err) &&
	     (order->swedish == NULL ||
		     question_words(order->swedish, item, &text_sv, err)) &&
	     lay_words(&block->question, order, &own, 14, &swedish, 9, text.at,
		     text_sv.at, what, err);
	str_finish(&text);
	str_finish(&text_sv);
	return ok;
}

static bool
make_cell(struct block *block, struct block_cell *cell,
	const struct sheet_order *order, struct sheet *sheet,
	const struct item *item, struct err *err)
{
	const bool extra = cell->value < 0;
	const struct text_style own = {.size_pt = extra ? 9 : 10,
		.align = TEXT_CENTRE,
		.width_um = cell->w - 2 * WORDS_SIDE};
	const struct text_style swedish = {.size_pt = 8,
		.align = TEXT_CENTRE,
		.width_um = cell->w - 2 * WORDS_SIDE};
	const char *word = value_word(cell->value);
	char what[96];

	if (word != NULL)
		snprintf(what, sizeof(what), "the words of %s at %s", word,
			block->item);
	else
		snprintf(what, sizeof(what), "the words of step %d of %s",
			cell->value, block->item);
	if (extra || item->picture != NULL) {
		cell->art = sheet_keep_art(sheet,
			pictogram_of(order->templates, item->picture,
				cell->value, err),
			err);
		if (cell->art == NULL)
			return false;
	}
	return lay_words(&cell->words, order, &own, 7.5, &swedish, 6.5,
		wording_step(order->wording, block->item, cell->value),
		order->swedish == NULL ? NULL
				       : wording_step(order->swedish,
						 block->item, cell->value),
		what, err);
}

static bool
make_cells(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, const struct item *item, struct err *err)
{
	const struct um_rect content = frame_content();
	const int n_extras = (int)order->instrument->n_extras;
	const int n = item_steps(item, order->steps);
	const int32_t extras_w = n_extras == 0
					 ? 0
					 : EXTRA_GAP + n_extras * EXTRA_W +
						   (n_extras - 1) * ZONE_GAP;
	const int32_t w = (content.w - extras_w - (n - 1) * ZONE_GAP) / n;
	int i;

	block->n_steps = n;
	block->n_cells = n + n_extras;
	for (i = 0; i < block->n_cells; i++) {
		struct block_cell *cell = &block->cells[i];

		if (i < n) {
			cell->value = i + 1;
			cell->x = content.x + i * (w + ZONE_GAP);
			cell->w = w;
		} else {
			cell->value = order->instrument->extras[i - n];
			cell->x = content.x + content.w - extras_w + EXTRA_GAP +
				  (i - n) * (EXTRA_W + ZONE_GAP);
			cell->w = EXTRA_W;
		}
		if (!make_cell(block, cell, order, sheet, item, err))
			return false;
	}
	return true;
}

static bool
make_digits(struct block *block, const struct sheet_order *order, int number,
	struct err *err)
{
	const struct text_style large = {.bold = true, .size_pt = 20};
	const struct text_style small = {.size_pt = 9};
	char digits[12];
	int i;

	for (i = 1; i <= block->n_steps; i++) {
		snprintf(digits, sizeof(digits), "%d", i);
		block->digits[i] = text_lay(order->engine, &small, digits, err);
		if (block->digits[i] == NULL)
			return false;
	}
	if (number == 0)
		return true;
	snprintf(digits, sizeof(digits), "%d", number);
	block->number = text_lay(order->engine, &large, digits, err);
	return block->number != NULL;
}

static void
measure(struct block *block)
{
	int i;

	block->head_h = words_height(&block->question);
	if (block->head_h < ICON)
		block->head_h = ICON;
	for (i = 0; i < block->n_cells; i++) {
		const int32_t h = words_height(&block->cells[i].words);

		if (h > block->words_h)
			block->words_h = h;
	}
}

bool
block_make(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, const struct item *item, int number,
	struct err *err)
{
	*block = (struct block){0};
	str_copy(block->item, sizeof(block->item), item->key);
	if (item->picture != NULL) {
		block->icon = sheet_keep_art(sheet,
			pictogram_of(order->templates, item->picture,
				VALUE_NONE, err),
			err);
		if (block->icon == NULL)
			return false;
	}
	if (!make_question(block, order, item, err) ||
		!make_cells(block, order, sheet, item, err) ||
		!make_digits(block, order, number, err))
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
	for (i = 0; i <= STEP_MAX; i++)
		text_free(block->digits[i]);
	for (i = 0; i < BLOCK_CELLS; i++)
		words_finish(&block->cells[i].words);
	*block = (struct block){0};
}

static int32_t
zone_height(const struct block *block, int32_t picture)
{
	return PAD + picture + PAD + BOX + PAD + block->words_h + PAD;
}

int32_t
block_height(const struct block *block, int32_t picture)
{
	return block->head_h + HEAD_GAP + zone_height(block, picture);
}

/* Takes *text over (it is NULL afterwards); rect's w and h are the text's. */
static bool
place_text(struct sheet *sheet, const struct sheet_order *order,
	struct text **text, int32_t x, int32_t y, const char *what,
	struct err *err)
{
	struct placed placed = {.kind = PLACED_TEXT, .text = *text};

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

	return place_text(sheet, order, &words->own, x, y, what, err) &&
	       place_text(sheet, order, &words->swedish, x, below, what, err);
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
	const int32_t words = words_height(&block->question);
	char what[48];

	snprintf(what, sizeof(what), "the question of %s", block->item);
	if (block->number != NULL &&
		!place_text(sheet, order, &block->number, content.x,
			y + (h - block->number->height_um) / 2, what, err))
		return false;
	return place_art(sheet, order, block->icon,
		       (struct um_rect){content.x + NUMBER_W,
			       y + (h - ICON) / 2, ICON, ICON},
		       what, err) &&
	       place_words(sheet, order, &block->question,
		       content.x + NUMBER_W + ICON + 4000, y + (h - words) / 2,
		       what, err);
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
place_cell(struct block *block, struct block_cell *cell,
	const struct sheet_order *order, struct sheet *sheet, int32_t picture,
	int32_t y, struct err *err)
{
	const int32_t side = cell->value < 0 && picture > EXTRA_PICTURE
				     ? EXTRA_PICTURE
				     : picture;
	const struct um_rect zone = {
		cell->x, y, cell->w, zone_height(block, picture)};
	const int32_t mid = cell->x + cell->w / 2;
	const struct um_rect art = {
		mid - side / 2, y + PAD + (picture - side) / 2, side, side};
	const struct um_rect box = {
		mid - BOX / 2, y + PAD + picture + PAD, BOX, BOX};
	struct placed square = {.kind = PLACED_BOX,
		.rect = order_mirror(order, box),
		.stroke = {.width_um = BOX_LINE}};
	struct text **digit =
		cell->value > 0 ? &block->digits[cell->value] : NULL;
	const char *word = value_word(cell->value);
	char what[48];

	if (word != NULL)
		snprintf(what, sizeof(what), "%s of %s", word, block->item);
	else
		snprintf(what, sizeof(what), "step %d of %s", cell->value,
			block->item);
	memcpy(square.what, what, sizeof(what));
	if (!sheet_place(sheet, &square, err) ||
		!add_layout_box(sheet, block->item, cell->value, square.rect,
			order_mirror(order, zone), err))
		return false;
	if (digit != NULL &&
		!place_text(sheet, order, digit,
			box.x - 1500 - (*digit)->width_um,
			box.y + (BOX - (*digit)->height_um) / 2, what, err))
		return false;
	return place_art(sheet, order, cell->art, art, what, err) &&
	       place_words(sheet, order, &cell->words, cell->x + WORDS_SIDE,
		       box.y + BOX + PAD, what, err);
}

bool
block_place(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, int32_t picture, int32_t y, struct err *err)
{
	const int32_t ladder = y + block->head_h + HEAD_GAP;
	int i;

	if (!place_head(block, order, sheet, y, err))
		return false;
	for (i = 0; i < block->n_cells; i++) {
		if (!place_cell(block, &block->cells[i], order, sheet, picture,
			    ladder, err))
			return false;
	}
	return true;
}
