#include "forms/flow.h"

#include "core/answer.h"
#include "core/err.h"
#include "core/frame.h"
#include "core/str.h"
#include "forms/sheet.h"
#include "instrument/pictogram.h"
#include "instrument/wording.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* um on A4 */
#define EDGE 14000 /* printers leave at most 10 mm */
#define GAP 4000   /* between cells, and below a title */
#define PAD 3000   /* in a frame */
#define PART 1500  /* between a cell's parts */
#define UNDER 2200 /* between words and a line below them */
#define RULE 250
#define TICK 8000
#define TICK_LINE 450
#define WRITE 9000 /* from line to line */
#define DASH 1500
#define ROUND 2000

#define SIZE_PT 12.0
#define TITLE_PT 24.0
#define TITLE_SWEDISH_PT 11.0
#define FOOTER_PT 9.0
#define SMALLEST 0.7 /* words zoom to this share of their size */
#define GREY 0x767676
#define ROWS 20 /* kept together */
#define HEADS 2

const struct flow_tongue flow_swedish = {.language = "sv"};

struct cell {
	int32_t x, w, h; /* x from the room's left; h of what is in it */
	const struct art *art;
	const struct canvas_photo *photo;
	int32_t art_um;
	struct text *words[FLOW_WORDS]; /* owned */
	uint32_t colours[FLOW_WORDS];
	bool tick;
	int lines;
};

struct row {
	char what[48];
	struct cell cells[FLOW_CELLS];
	size_t n_cells;
	int32_t h, above;
	enum flow_line line;
	bool is_middle, is_head;
};

struct flow {
	struct flow_doc doc;
	double content;	  /* how much larger than at A4 things are */
	char footer[160]; /* doc.footer, kept */
	struct sheet *sheet;
	struct um_rect room;
	int32_t y;
	bool is_top; /* nothing but heads on the page */
	struct row pending[ROWS];
	size_t n_pending;
	struct flow_row heads[HEADS]; /* their words are owned */
	size_t n_heads, n_heads_placed;
};

static int32_t
um(const struct flow *flow, int32_t length)
{
	return (int32_t)lround(length * flow->content);
}

/* The same of what does not zoom: the page and its edges. */
static int32_t
page_um(const struct flow *flow, int32_t length)
{
	return (int32_t)lround(length * flow->doc.scale);
}

/* ------------------------------------------------------------- laying */

static struct text *
lay(const struct flow *flow, const struct flow_words *words, int32_t width,
	const char *what, struct err *err)
{
	const struct flow_tongue *tongue =
		words->tongue != NULL ? words->tongue : &flow->doc.own;
	const double pt =
		(words->size_pt > 0 ? words->size_pt : SIZE_PT) * flow->content;
	struct text_style style = {.bold = words->is_bold,
		.size_pt = pt,
		.lang = tongue->language,
		.rtl = tongue->rtl,
		.align = words->align,
		.width_um = width};
	struct err why = {0};
	struct text *text =
		text_lay(flow->doc.engine, &style, words->text, &why);

	while (text == NULL && why.code == ERR_LIMIT &&
		style.size_pt - 0.5 >= pt * SMALLEST) {
		style.size_pt -= 0.5;
		err_clear(&why);
		text = text_lay(flow->doc.engine, &style, words->text, &why);
	}
	if (text == NULL)
		err_set(err, why.code == ERR_LIMIT ? ERR_INPUT : why.code,
			"%s: %s", what, why.text);
	return text;
}

/* Small Swedish under a right-to-left text begins where that does. */
static enum text_align
align_of(const struct flow *flow, const struct flow_cell *cell, size_t i)
{
	const struct flow_words *words = &cell->words[i];
	size_t k;

	if (words->tongue == NULL || words->align == TEXT_CENTRE ||
		words->tongue->rtl == flow->doc.own.rtl)
		return words->align;
	for (k = 0; k < FLOW_WORDS; k++) {
		if (cell->words[k].text != NULL &&
			cell->words[k].tongue == NULL)
			return words->align == TEXT_START ? TEXT_END
							  : TEXT_START;
	}
	return words->align;
}

static void
row_finish(struct row *row)
{
	size_t i, k;

	for (i = 0; i < row->n_cells; i++) {
		for (k = 0; k < FLOW_WORDS; k++)
			text_free(row->cells[i].words[k]);
	}
	*row = (struct row){0};
}

static bool
has_frame(enum flow_line line)
{
	return line == FLOW_AROUND || line == FLOW_CUT;
}

/* An arrow that leads on points where reading goes. */
static const char *
picture_of(const struct flow *flow, const char *name)
{
	if (flow->doc.own.rtl && strcmp(name, "next") == 0)
		return "back";
	if (flow->doc.own.rtl && strcmp(name, "back") == 0)
		return "next";
	return name;
}

static bool
lay_cell(struct flow *flow, const struct flow_row *from, size_t i,
	struct row *row, struct err *err)
{
	const struct flow_cell *cell = &from->cells[i];
	struct cell *to = &row->cells[i];
	const int32_t pad = has_frame(from->line) ? um(flow, PAD) : 0;
	int32_t parts = 0;
	size_t k;

	if (cell->picture != NULL) {
		to->art = sheet_keep_art(flow->sheet,
			pictogram_of(flow->doc.templates,
				picture_of(flow, cell->picture), VALUE_NONE,
				err),
			err);
		if (to->art == NULL)
			return false;
		to->art_um = um(flow, cell->picture_um);
		to->h += to->art_um;
		parts++;
	}
	if (cell->photo != NULL) {
		const double h =
			(double)to->w * cell->photo->h / cell->photo->w;

		to->photo = cell->photo;
		to->art_um = um(flow, cell->picture_um);
		if (h < to->art_um)
			to->art_um = (int32_t)h;
		to->h += to->art_um;
		parts++;
	}
	for (k = 0; k < FLOW_WORDS; k++) {
		struct flow_words words = cell->words[k];

		if (words.text == NULL || words.text[0] == '\0')
			continue;
		words.align = align_of(flow, cell, k);
		to->words[k] =
			lay(flow, &words, to->w - 2 * pad, from->what, err);
		if (to->words[k] == NULL)
			return false;
		to->colours[k] = words.colour;
		/* Words follow each other without a gap. */
		parts += k == 0 || to->words[k - 1] == NULL;
		to->h += to->words[k]->height_um;
	}
	to->tick = cell->tick;
	to->h += to->tick ? um(flow, TICK) : 0;
	parts += to->tick;
	to->lines = cell->lines;
	to->h += um(flow, WRITE) * to->lines;
	if (parts > 1)
		to->h += um(flow, PART) * (parts - 1);
	to->h += 2 * pad;
	return true;
}

static bool
lay_row(struct flow *flow, const struct flow_row *from, struct row *row,
	struct err *err)
{
	const int32_t gap = from->line == FLOW_CUT ? 0 : um(flow, GAP);
	int32_t left = flow->room.w - gap * (int32_t)(from->n_cells - 1);
	int32_t x = 0, even = 0;
	size_t i;

	*row = (struct row){.n_cells = from->n_cells,
		.h = um(flow, from->least),
		.above = um(flow, from->above),
		.line = from->line,
		.is_middle = from->is_middle,
		.is_head = from->is_head};
	snprintf(row->what, sizeof(row->what), "%s", from->what);
	for (i = 0; i < from->n_cells; i++) {
		left -= um(flow, from->cells[i].w);
		even += from->cells[i].w == 0;
	}
	for (i = 0; i < from->n_cells; i++) {
		struct cell *cell = &row->cells[i];

		cell->x = x;
		cell->w = from->cells[i].w == 0 ? left / even
						: um(flow, from->cells[i].w);
		x += cell->w + gap;
		if (!lay_cell(flow, from, i, row, err)) {
			row_finish(row);
			return false;
		}
		if (cell->h > row->h)
			row->h = cell->h;
	}
	if (from->line == FLOW_UNDER)
		row->h += um(flow, 2 * UNDER);
	return true;
}

/* ------------------------------------------------------------- placing */

static struct um_rect
mirror(const struct flow *flow, struct um_rect rect)
{
	if (flow->doc.own.rtl)
		rect.x = 2 * flow->room.x + flow->room.w - rect.x - rect.w;
	return rect;
}

static bool
put(struct flow *flow, const struct row *row, enum placed_kind kind,
	struct um_rect rect, struct canvas_stroke stroke, struct err *err)
{
	struct placed placed = {
		.kind = kind, .rect = mirror(flow, rect), .stroke = stroke};

	snprintf(placed.what, sizeof(placed.what), "%s", row->what);
	return sheet_place(flow->sheet, &placed, err);
}

/* Takes *text over. */
static bool
put_text(struct flow *flow, const char *what, struct text **text,
	struct um_point at, uint32_t colour, struct err *err)
{
	struct placed placed = {
		.kind = PLACED_TEXT, .text = *text, .colour = colour};

	placed.rect =
		mirror(flow, (struct um_rect){at.x, at.y, (*text)->width_um,
				     (*text)->height_um});
	snprintf(placed.what, sizeof(placed.what), "%s", what);
	*text = NULL;
	return sheet_place(flow->sheet, &placed, err);
}

static bool
place_lines(struct flow *flow, const struct row *row, const struct cell *cell,
	int32_t x, int32_t y, int32_t w, struct err *err)
{
	const struct canvas_stroke thin = {
		.width_um = um(flow, RULE), .colour = GREY};
	int i;

	for (i = 1; i <= cell->lines; i++) {
		const struct um_rect line = {x,
			y + i * um(flow, WRITE) - thin.width_um, w,
			thin.width_um};

		if (!put(flow, row, PLACED_LINE, line, thin, err))
			return false;
	}
	return true;
}

/* A picture is square; a photograph may be as wide as its cell. */
static bool
place_picture(struct flow *flow, const struct row *row, const struct cell *cell,
	int32_t x, int32_t y, int32_t w, struct err *err)
{
	struct placed placed = {
		.kind = PLACED_ART, .art = cell->art, .photo = cell->photo};
	int32_t wide = cell->art_um;

	if (cell->photo != NULL) {
		placed.kind = PLACED_PHOTO;
		wide = (int32_t)((double)cell->art_um * cell->photo->w /
				 cell->photo->h);
	}
	placed.rect = mirror(flow,
		(struct um_rect){x + (w - wide) / 2, y, wide, cell->art_um});
	snprintf(placed.what, sizeof(placed.what), "%s", row->what);
	return sheet_place(flow->sheet, &placed, err);
}

static bool
place_cell(
	struct flow *flow, struct row *row, struct cell *cell, struct err *err)
{
	const int32_t pad = has_frame(row->line) ? um(flow, PAD) : 0;
	const int32_t x = flow->room.x + cell->x + pad, w = cell->w - 2 * pad;
	const int32_t part = um(flow, PART);
	int32_t y = flow->y + pad;
	bool has_words = false;
	size_t k;

	if (row->is_middle)
		y += (row->h -
			     (row->line == FLOW_UNDER ? 2 * um(flow, UNDER)
						      : 0) -
			     cell->h) /
		     2;
	if (cell->art != NULL || cell->photo != NULL) {
		if (!place_picture(flow, row, cell, x, y, w, err))
			return false;
		y += cell->art_um + part;
	}
	for (k = 0; k < FLOW_WORDS; k++) {
		int32_t h;

		if (cell->words[k] == NULL)
			continue;
		h = cell->words[k]->height_um;
		if (!put_text(flow, row->what, &cell->words[k],
			    (struct um_point){x, y}, cell->colours[k], err))
			return false;
		y += h;
		has_words = true;
	}
	y += has_words ? part : 0;
	if (cell->tick) {
		const int32_t side = um(flow, TICK);

		/* Squares of one row stand in one line. */
		if (cell->lines == 0 && has_frame(row->line))
			y = flow->y + row->h - pad - side;
		if (!put(flow, row, PLACED_BOX,
			    (struct um_rect){x + (w - side) / 2, y, side, side},
			    (struct canvas_stroke){
				    .width_um = um(flow, TICK_LINE)},
			    err))
			return false;
		y += side + part;
	}
	return place_lines(flow, row, cell, x, y, w, err);
}

static bool
place_line(struct flow *flow, const struct row *row, struct err *err)
{
	const struct canvas_stroke thin = {
		.width_um = um(flow, RULE), .colour = GREY};
	struct canvas_stroke frame = {
		.width_um = um(flow, 2 * RULE), .radius_um = um(flow, ROUND)};
	size_t i;

	if (row->line == FLOW_UNDER)
		return put(flow, row, PLACED_LINE,
			(struct um_rect){flow->room.x,
				flow->y + row->h - um(flow, UNDER),
				flow->room.w, thin.width_um},
			thin, err);
	if (row->line == FLOW_CUT)
		frame = (struct canvas_stroke){.width_um = um(flow, RULE),
			.colour = GREY,
			.dash_um = um(flow, DASH)};
	for (i = 0; has_frame(row->line) && i < row->n_cells; i++) {
		if (!put(flow, row, PLACED_FRAME,
			    (struct um_rect){flow->room.x + row->cells[i].x,
				    flow->y, row->cells[i].w, row->h},
			    frame, err))
			return false;
	}
	return true;
}

static bool
place_row(struct flow *flow, struct row *row, struct err *err)
{
	size_t i;

	if (!flow->is_top)
		flow->y += row->above;
	for (i = 0; i < row->n_cells; i++) {
		if (!place_cell(flow, row, &row->cells[i], err))
			return false;
	}
	if (!place_line(flow, row, err))
		return false;
	flow->y += row->h;
	if (row->is_head)
		flow->n_heads_placed++;
	flow->is_top = false;
	row_finish(row);
	return true;
}

/* ------------------------------------------------------------- pages */

/* The title in large letters, Swedish below, a rule; *y moves below. */
static bool
place_title(struct flow *flow, int32_t *y, struct err *err)
{
	const struct flow_words own = {
		.text = flow->doc.title, .is_bold = true, .size_pt = TITLE_PT};
	const struct flow_words small = {.text = flow->doc.title_swedish,
		.tongue = &flow_swedish,
		.size_pt = TITLE_SWEDISH_PT,
		.align = flow->doc.own.rtl ? TEXT_END : TEXT_START};
	const struct row row = {.what = "the title"};
	const struct canvas_stroke rule = {.width_um = um(flow, 4 * RULE)};
	struct text *text = lay(flow, &own, flow->room.w, row.what, err);
	int32_t h;

	if (text == NULL)
		return false;
	h = text->height_um;
	if (!put_text(flow, row.what, &text,
		    (struct um_point){flow->room.x, *y}, 0, err))
		return false;
	*y += h;
	if (small.text != NULL) {
		text = lay(flow, &small, flow->room.w, row.what, err);
		if (text == NULL)
			return false;
		h = text->height_um;
		if (!put_text(flow, row.what, &text,
			    (struct um_point){flow->room.x, *y}, 0, err))
			return false;
		*y += h;
	}
	*y += um(flow, PART);
	if (!put(flow, &row, PLACED_LINE,
		    (struct um_rect){
			    flow->room.x, *y, flow->room.w, rule.width_um},
		    rule, err))
		return false;
	*y += um(flow, GAP);
	return true;
}

static bool
new_page(struct flow *flow, struct err *err)
{
	size_t i;

	if (!sheet_page_add(flow->sheet, err))
		return false;
	flow->y = flow->room.y;
	flow->is_top = true;
	if (flow->doc.title != NULL && !place_title(flow, &flow->y, err))
		return false;
	for (i = 0; i < flow->n_heads_placed; i++) {
		struct row row;

		if (!lay_row(flow, &flow->heads[i], &row, err))
			return false;
		row.is_head = false;
		if (!place_row(flow, &row, err)) {
			row_finish(&row);
			return false;
		}
		flow->is_top = true;
	}
	return true;
}

static int32_t
bottom(const struct flow *flow)
{
	return flow->room.y + flow->room.h;
}

static int32_t
pending_height(const struct flow *flow)
{
	int32_t h = 0;
	size_t i;

	for (i = 0; i < flow->n_pending; i++)
		h += flow->pending[i].h +
		     (i > 0 || !flow->is_top ? flow->pending[i].above : 0);
	return h;
}

bool
flow_settle(struct flow *flow, struct err *err)
{
	size_t i;

	if (flow->n_pending == 0)
		return true;
	if (!flow->is_top && flow->y + pending_height(flow) > bottom(flow) &&
		!new_page(flow, err))
		return false;
	for (i = 0; i < flow->n_pending; i++) {
		struct row *row = &flow->pending[i];

		if (!flow->is_top &&
			flow->y + row->above + row->h > bottom(flow) &&
			!new_page(flow, err))
			return false;
		if (flow->y + row->h > bottom(flow))
			return err_set(err, ERR_INPUT,
				"%s is taller than the page has room for; use "
				"shorter words",
				row->what);
		if (!place_row(flow, row, err))
			return false;
	}
	flow->n_pending = 0;
	return true;
}

/* ------------------------------------------------------------- outside */

struct flow *
flow_new(const struct flow_doc *doc, struct err *err)
{
	struct flow *flow = calloc(1, sizeof(*flow));
	struct sheet *sheet = calloc(1, sizeof(*sheet));

	if (flow == NULL || sheet == NULL) {
		free(flow);
		free(sheet);
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	flow->doc = *doc;
	flow->content = doc->scale * (doc->zoom > 0 ? doc->zoom : 1);
	if (doc->footer != NULL)
		snprintf(flow->footer, sizeof(flow->footer), "%s", doc->footer);
	flow->sheet = sheet;
	sheet->is_bare = !doc->has_frame;
	sheet->layout.size = (struct um_rect){
		0, 0, page_um(flow, FRAME_PAGE_W), page_um(flow, FRAME_PAGE_H)};
	flow->room = doc->room;
	if (doc->room.w == 0)
		flow->room = (struct um_rect){page_um(flow, EDGE),
			page_um(flow, EDGE - 2000),
			page_um(flow, FRAME_PAGE_W - 2 * EDGE),
			page_um(flow, FRAME_PAGE_H - 2 * EDGE - 4000) -
				(doc->draft != NULL ? page_um(flow, 8000) : 0)};
	if (new_page(flow, err))
		return flow;
	flow_free(flow);
	return NULL;
}

void
flow_head_end(struct flow *flow)
{
	size_t i, k, m;

	for (i = 0; i < flow->n_heads; i++) {
		for (k = 0; k < FLOW_CELLS; k++) {
			for (m = 0; m < FLOW_WORDS; m++)
				/* strdup'ed in keep_head */
				free((void *)(uintptr_t)flow->heads[i]
						.cells[k]
						.words[m]
						.text);
		}
	}
	flow->n_heads = 0;
	flow->n_heads_placed = 0;
}

void
flow_free(struct flow *flow)
{
	size_t i;

	if (flow == NULL)
		return;
	for (i = 0; i < flow->n_pending; i++)
		row_finish(&flow->pending[i]);
	flow_head_end(flow);
	sheet_free(flow->sheet);
	free(flow);
}

static bool
keep_head(struct flow *flow, const struct flow_row *row, struct err *err)
{
	struct flow_row *head = &flow->heads[flow->n_heads];
	bool ok = true;
	size_t k, m;

	if (flow->n_heads == HEADS)
		return err_set(
			err, ERR_LIMIT, "a table has %d head rows", HEADS + 1);
	*head = *row;
	for (k = 0; k < FLOW_CELLS; k++) {
		for (m = 0; m < FLOW_WORDS; m++) {
			const char **text = &head->cells[k].words[m].text;

			if (*text != NULL && (*text = strdup(*text)) == NULL)
				ok = false;
		}
	}
	flow->n_heads++;
	return ok || err_set(err, ERR_SYSTEM, "out of memory");
}

bool
flow_add(struct flow *flow, const struct flow_row *row, struct err *err)
{
	if (flow->n_pending == ROWS && !flow_settle(flow, err))
		return false;
	if (row->is_head && !keep_head(flow, row, err))
		return false;
	if (!lay_row(flow, row, &flow->pending[flow->n_pending], err))
		return false;
	flow->n_pending++;
	return row->keep || flow_settle(flow, err);
}

bool
flow_break(struct flow *flow, struct err *err)
{
	return flow_settle(flow, err) && (flow->is_top || new_page(flow, err));
}

static bool
place_band(struct flow *flow, size_t page, int32_t y, struct err *err)
{
	const struct flow_words words = {.text = flow->doc.draft,
		.is_bold = true,
		.size_pt = 9,
		.align = TEXT_CENTRE};
	struct placed band = {.kind = PLACED_FILL, .what = "the draft band"};
	struct placed text = {.kind = PLACED_TEXT,
		.colour = 0xffffff,
		.what = "the draft band"};

	text.text = lay(flow, &words, flow->room.w - um(flow, 2 * PART),
		text.what, err);
	if (text.text == NULL)
		return false;
	text.rect = (struct um_rect){flow->room.x + um(flow, PART),
		y - text.text->height_um, text.text->width_um,
		text.text->height_um};
	band.rect = (struct um_rect){flow->room.x, text.rect.y - um(flow, 500),
		flow->room.w, text.rect.h + um(flow, 1000)};
	band.stroke.radius_um = um(flow, 800);
	if (!sheet_place_on(flow->sheet, page, &band, err)) {
		text_free(text.text);
		return false;
	}
	return sheet_place_on(flow->sheet, page, &text, err);
}

static bool
place_footer(struct flow *flow, size_t page, struct err *err)
{
	char number[24], of[24];
	const struct wording_place places[] = {{"page", number}, {"of", of}};
	struct placed placed = {.kind = PLACED_TEXT, .what = "the footer"};
	struct str line = {0};
	int32_t y = flow->sheet->layout.size.h - page_um(flow, EDGE - 2000);
	bool ok = false;

	snprintf(number, sizeof(number), "%zu", page + 1);
	snprintf(of, sizeof(of), "%zu", flow->sheet->n_pages);
	wording_fill(&line, flow->doc.page_of, places, 2);
	/* Isolated (U+2066, U+2069): it reads from left to right everywhere. */
	if (flow->footer[0] != '\0')
		str_addf(&line, " \xc2\xb7 \xe2\x81\xa6%s\xe2\x81\xa9",
			flow->footer);
	if (str_ok(&line, err)) {
		const struct flow_words words = {
			.text = line.at, .size_pt = FOOTER_PT};

		placed.text = lay(flow, &words, flow->room.w, placed.what, err);
	}
	str_finish(&line);
	if (placed.text == NULL)
		return false;
	y -= placed.text->height_um;
	placed.rect = (struct um_rect){
		flow->room.x, y, placed.text->width_um, placed.text->height_um};
	ok = sheet_place_on(flow->sheet, page, &placed, err);
	return ok && (flow->doc.draft == NULL ||
			     place_band(flow, page, y - um(flow, PART), err));
}

struct sheet *
flow_end(struct flow *flow, struct err *err)
{
	struct sheet *sheet = flow->sheet;
	size_t i;

	if (!flow_settle(flow, err))
		return NULL;
	/* Footers keep their size: the room above them does. */
	flow->content = flow->doc.scale;
	for (i = 0; flow->doc.title != NULL && i < sheet->n_pages; i++) {
		if (!place_footer(flow, i, err))
			return NULL;
	}
	if (!sheet_check(sheet, err))
		return NULL;
	flow->sheet = NULL;
	return sheet;
}
