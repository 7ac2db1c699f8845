/*
 * One question on paper: number, picture, the question in the sheet's language
 * and in Swedish, and below it what there is to answer with: a ladder
 * (forms/ladder.h), or lines to write on.
 *
 *	+----+---------------------------------------------------+
 *	| 3  | Question in 15 pt, bold                            |
 *	|icon| Swedish in 10 pt                                   |
 *	+----+---------------------------------------------------+
 *	  ladder or lines
 *
 * Right-to-left languages get its mirror image; the values stay. How large
 * the pictures are is decided by the page's room, so that heights are asked
 * before anything is placed.
 */
#ifndef SKAPA_FORMS_BLOCK_H
#define SKAPA_FORMS_BLOCK_H

#include "core/answer.h"
#include "forms/ladder.h"
#include "forms/order.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct item;
struct sheet;

#define BLOCK_CELLS (STEP_MAX + 2)

struct block_words {
	struct text *own;     /* in the sheet's language; owned */
	struct text *swedish; /* NULL where that is Swedish; owned */
	double least_pt;      /* of own: smaller is not the sheet we promise */
};

struct block_cell {
	int value;
	const struct art *art; /* borrowed from the sheet; NULL without */
	struct text *digit;    /* the step's number; owned; NULL without */
	struct block_words words;
};

struct block {
	char item[ITEM_KEY];
	struct text *number; /* owned; NULL for the practice item */
	const struct art *icon;
	int32_t icon_side; /* um; 0 without */
	struct block_words question;
	struct block_words prompts; /* of an item to talk about; or NULLs */
	struct ladder ladder;
	struct block_cell cells[BLOCK_CELLS];
	int n_cells;
	int n_lines;		 /* to write on, instead of cells */
	int32_t head_h, words_h; /* um, known once the texts are laid */
};

/*
 * Lays the block's texts. number is 1.., or 0 for the practice item. Its
 * pictures go to the sheet. Errors: what does not fit, named.
 */
bool block_make(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, const struct item *item, int number,
	struct err *err);
void block_finish(struct block *block);

/*
 * One line more to write on, BLOCK_LINE taller. False: the block has no lines,
 * or enough.
 */
#define BLOCK_LINE 9000
bool block_grow(struct block *block);
/* With pictures of `picture` um. */
int32_t block_height(const struct block *block, int32_t picture);
/* Places the block with its top at y on the sheet's last page. */
bool block_place(struct block *block, const struct sheet_order *order,
	struct sheet *sheet, int32_t picture, int32_t y, struct err *err);

#endif
