/*
 * One person fills in one page: which answers, how marked, and what a reader
 * may make of each. Reading is judged against this (judge.c).
 */
#ifndef SKAPA_TESTS_TOOLS_FILL_H
#define SKAPA_TESTS_TOOLS_FILL_H

#include "tests/tools/damage.h"
#include "tests/tools/ink_layers.h"
#include "tests/tools/scan.h"
#include "tests/tools/sheet.h"

#define FILL_ITEMS 32
#define FILL_INKS 2 /* of an item whose answer lies in more than one mark */

enum fill_kind {
	FILL_SINGLE, /* one honest mark */
	FILL_BLANK,
	FILL_TWO,	/* two marks */
	FILL_CORRECTED, /* one blackened, another marked */
	FILL_STRUCK,	/* one struck through, another marked */
	FILL_TOUCH,	/* one mark, and a touch of the pen in another box */
	FILL_SPECK,	/* no mark, but a touch of the pen in a box */
	FILL_OUTSIDE,	/* a mark in no zone */
	FILL_NOTE,	/* one mark, and writing beside the ladder */
	FILL__MAX
};

const char *fill_kind_word(enum fill_kind kind);

/* What a reader may do with an item. */
enum fill_review {
	REVIEW_NO,   /* nothing here is doubtful */
	REVIEW_MAY,  /* its value, or a person */
	REVIEW_MUST, /* a person */
	REVIEW_SKIP, /* the ink is gone: nothing can be said */
};

const char *fill_review_word(enum fill_review review);

struct fill_item {
	char item[SHEET_WORD];
	enum fill_kind kind;
	char value[SHEET_WORD]; /* "" for none or not to be said */
	enum mark_style style;
	enum fill_review review;
	bool blank_ok; /* blank is right too: the mark is nearly gone */
	bool lost;     /* part of it is torn off or covered */
	bool gone;     /* so much of a box or a zone that it may hold a mark */
	double ink_mm2;
	double contrast;   /* of the faintest mark, in the picture, of 255 */
	int n_boxes;	   /* of the item: positions */
	const char *layer; /* the real ink's file, borrowed; NULL: drawn */
	int n_inks;
	struct ink *inks[FILL_INKS];
};

struct fill {
	struct pen pen;
	bool real_ink;
	int n_items;
	struct fill_item items[FILL_ITEMS];
};

struct fill_wish {
	bool trouble; /* also two marks, corrections, ...; else honest only */
	enum pen_kind pen;		 /* PEN__MAX: any */
	enum mark_style style;		 /* MARK__MAX: any */
	const struct ink_layers *layers; /* real ink instead of the pen; NULL */
};

/*
 * Draws onto paper and says what was drawn. The caller ends it with
 * fill_finish. Errors: ERR_SYSTEM without memory, ERR_LIMIT with more than
 * FILL_ITEMS items.
 */
bool fill_page(struct raster *paper, const struct sheet_page *page,
	const struct fill_wish *wish, struct rng *rng, struct fill *fill,
	struct err *err);
/* Marks what the damage took. */
void fill_damage(struct fill *fill, const struct sheet_page *page,
	const struct damage *damage);
/*
 * Measures what the scan left of each mark (grey levels, or the share that
 * is black times 255) and loosens what cannot be seen.
 */
void fill_survival(struct fill *fill, const struct raster *picture,
	const struct scan_map *map);
void fill_finish(struct fill *fill);

#endif
