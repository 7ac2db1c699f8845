/*
 * A document of rows that flows over as many pages as it needs: headings,
 * paragraphs, tables in two languages, grids of pictures. A row is a few cells
 * side by side; a cell is a picture, words, a square to tick and lines to
 * write on, one below the other.
 *
 *	struct flow *flow = flow_new(&doc, err);
 *	flow_add(flow, &(struct flow_row){.what = "the title row",
 *		.n_cells = 1, .cells = {{.words = {{.text = "..."}}}}}, err);
 *	struct sheet *sheet = flow_end(flow, err);	pages without codes
 *	flow_free(flow);
 *
 * Lengths in um, sizes in points, both as on A4; scale makes all of it larger.
 * In a right-to-left language the cells stand from right to left. A row never
 * breaks: what does not fit any more begins the next page.
 */
#ifndef SKAPA_FORMS_FLOW_H
#define SKAPA_FORMS_FLOW_H

#include "core/geom.h"
#include "draw/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct canvas_photo;
struct err;
struct flow;
struct sheet;

#define FLOW_CELLS 8
#define FLOW_WORDS 4

/* A language on the page. */
struct flow_tongue {
	const char *language; /* BCP 47 */
	bool rtl;
};
extern const struct flow_tongue flow_swedish;

/* Its texts are borrowed until flow_end, but footer, which is copied. */
struct flow_doc {
	struct text_engine *engine;
	const char *templates; /* folder; pictures come from it */
	struct flow_tongue own;
	const char *title;	   /* NULL: no title, footer or page number */
	const char *title_swedish; /* NULL: none */
	const char *page_of;	   /* "Sida {page} av {of}", own language */
	const char *footer;	   /* left to right in every language; NULL */
	const char *draft;	   /* the draft band's words; NULL: no band */
	bool has_frame; /* anchors and places for codes: a page to be scanned */
	double scale;	/* 1 is A4, FLOW_A3 is A3 */
	double zoom;	/* of what is on the pages, not the pages; 0 is 1 */
	struct um_rect room; /* what rows may use; w 0: the usual */
};

#define FLOW_A3 1.41428 /* 297 mm to 210 mm (ISO 216: the root of 2) */

struct flow_words {
	const char *text; /* borrowed during the call; NULL: none */
	const struct flow_tongue *tongue; /* NULL: the document's own */
	bool is_bold;
	double size_pt;	 /* 0 is 12 */
	uint32_t colour; /* 0xRRGGBB */
	enum text_align align;
};

struct flow_cell {
	int32_t w;	     /* 0: an even share of what others leave */
	const char *picture; /* name of a pictogram without .svg, or NULL */
	int32_t picture_um;  /* its sides, or a photograph's height at most */
	/* In the picture's place; borrowed until the sheet is drawn. */
	const struct canvas_photo *photo;
	struct flow_words words[FLOW_WORDS];
	bool tick;
	int lines;
};

enum flow_line {
	FLOW_NO_LINE,
	FLOW_UNDER,  /* a thin line below the row */
	FLOW_AROUND, /* a frame around each cell */
	FLOW_CUT     /* a dashed frame to cut along */
};

struct flow_row {
	const char *what; /* for the sentence when it does not fit */
	struct flow_cell cells[FLOW_CELLS];
	size_t n_cells;
	enum flow_line line;
	int32_t above;	/* empty paper above it, not at a page's top */
	int32_t least;	/* its height at least */
	bool is_middle; /* cells are centred in height, else from the top */
	bool keep;	/* on the same page as the next row */
	/* Stands again at each page's top, until flow_head_end. */
	bool is_head;
};

/* NULL: out of memory. */
struct flow *flow_new(const struct flow_doc *doc, struct err *err);
void flow_free(struct flow *flow);

/*
 * Errors: ERR_INPUT "interpreter in ar: the question of health is taller than
 * a page" or that a word is too wide; those of pictogram_load and text_lay.
 */
bool flow_add(struct flow *flow, const struct flow_row *row, struct err *err);
/* Places the rows that were kept; what follows may stand on the next page. */
bool flow_settle(struct flow *flow, struct err *err);
void flow_head_end(struct flow *flow);
/* The next row begins a page. */
bool flow_break(struct flow *flow, struct err *err);

/*
 * The pages with their titles and numbers; the caller ends it with sheet_free.
 * flow holds nothing afterwards. Errors: a title that does not fit.
 */
struct sheet *flow_end(struct flow *flow, struct err *err);

#endif
