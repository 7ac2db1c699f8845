#include "forms/place.h"

#include "core/err.h"
#include "core/frame.h"
#include "core/str.h"
#include "draw/text.h"
#include "forms/block.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/pictogram.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* um */
#define PICTURE_STEP 500
#define BLOCK_GAP 3800
#define SPREAD_MOST 14000  /* more room between blocks than BLOCK_GAP */
#define SPREAD_LINES 12000 /* of a page's room, where lines take the rest */
#define RULE 250
#define HOW 18000 /* the pictures that show how to answer */
#define HOW_GAP 3000
#define TITLE_PT 20
#define TITLE_LEAST_PT 15
#define NOTES_LEAST 16000
#define NOTES_MOST 32000
#define BLOCKS (INSTRUMENT_ITEMS + 1)

/* Everything on its way to the sheet. */
struct placing {
	const struct sheet_order *order;
	struct sheet *sheet;
	struct block blocks[BLOCKS];
	size_t n_blocks;
	struct block_words intro;	/* what stands above the first block */
	int32_t intro_h;		/* um, with the gap below it */
	struct text *notes;		/* the notes' label */
	size_t first[LAYOUT_PAGES + 1]; /* a page's first block */
	size_t n_pages;
	int32_t picture;
};

static const char *
words_of(const struct wording *wording, const char *key)
{
	const char *text = wording_text(wording, key);

	return text == NULL ? "" : text;
}

/* Purpose and how to mark, a line each. */
static void
intro_of(const struct wording *wording, const struct instrument *instrument,
	struct str *out)
{
	size_t i;

	if (wording_is_then(wording))
		str_addf(out, "%s\n", words_of(wording, "then.how"));
	for (i = 0; wording_purpose(wording, i) != NULL; i++)
		str_addf(out, "%s%s", i > 0 ? " " : "",
			wording_purpose(wording, i));
	if (instrument_has_boxes(instrument))
		str_addf(out, "\n%s %s", words_of(wording, "how.mark"),
			words_of(wording, "how.one"));
	if (instrument->practice != NULL)
		str_addf(out, " %s", words_of(wording, "how.practice"));
}

static struct text *
lay_intro(const struct placing *p, const struct wording *wording,
	double size_pt, struct err *err)
{
	const struct text_style style = {.size_pt = size_pt,
		.width_um = frame_content().w,
		.spacing = 1.05};
	struct str words = {0};
	struct text *text = NULL;

	intro_of(wording, p->order->instrument, &words);
	if (str_ok(&words, err))
		text = order_lay(p->order, wording, &style, size_pt - 1.5,
			words.at, "the purpose", err);
	str_finish(&words);
	return text;
}

static bool
make_texts(struct placing *p, struct err *err)
{
	const struct text_style label = {.size_pt = 10};

	p->intro.own = lay_intro(p, p->order->wording, 10.5, err);
	if (p->intro.own == NULL)
		return false;
	p->intro_h = p->intro.own->height_um + BLOCK_GAP;
	if (p->order->swedish != NULL) {
		p->intro.swedish = lay_intro(p, p->order->swedish, 8.5, err);
		if (p->intro.swedish == NULL)
			return false;
		p->intro_h += p->intro.swedish->height_um;
	}
	p->notes = order_lay(p->order, p->order->wording, &label, 8,
		words_of(p->order->wording, "talk.notes"),
		"the label of the notes", err);
	return p->notes != NULL;
}

static bool
make_blocks(struct placing *p, struct err *err)
{
	const struct instrument *instrument = p->order->instrument;
	unsigned i;

	if (instrument->practice != NULL) {
		if (!block_make(&p->blocks[p->n_blocks++], p->order, p->sheet,
			    instrument->practice, 0, err))
			return false;
	}
	for (i = 0; i < instrument->n_items; i++) {
		if (!block_make(&p->blocks[p->n_blocks++], p->order, p->sheet,
			    &instrument->items[i], (int)i + 1, err))
			return false;
	}
	return true;
}

/* What blocks first..end-1 need on a page, with the intro or the notes. */
static int32_t
page_height(const struct placing *p, int32_t picture, size_t first, size_t end)
{
	int32_t h = first == 0 ? p->intro_h : 0;
	size_t i;

	for (i = first; i < end; i++)
		h += block_height(&p->blocks[i], picture) +
		     (i > first ? BLOCK_GAP : 0);
	if (end == p->n_blocks)
		h += BLOCK_GAP + NOTES_LEAST;
	return h;
}

/*
 * Spreads the blocks over n pages so that the fullest page is as empty as can
 * be (the linear partition problem; a page has few blocks, so plainly). Returns
 * the fullest page's height, or INT32_MAX if n pages cannot be filled.
 */
static int32_t
spread(struct placing *p, int32_t picture, size_t n)
{
	int32_t best[LAYOUT_PAGES + 1][BLOCKS + 1];
	size_t cut[LAYOUT_PAGES + 1][BLOCKS + 1] = {{0}};
	size_t page, end, first;

	for (page = 0; page <= n; page++) {
		for (end = 0; end <= p->n_blocks; end++)
			best[page][end] = INT32_MAX;
	}
	best[0][0] = 0;
	for (page = 1; page <= n; page++) {
		for (end = 1; end <= p->n_blocks; end++) {
			for (first = 0; first < end; first++) {
				int32_t h;

				if (best[page - 1][first] == INT32_MAX)
					continue;
				h = page_height(p, picture, first, end);
				if (h < best[page - 1][first])
					h = best[page - 1][first];
				if (h < best[page][end]) {
					best[page][end] = h;
					cut[page][end] = first;
				}
			}
		}
	}
	end = p->n_blocks;
	for (page = n; page > 0; page--) {
		p->first[page] = end;
		end = cut[page][end];
	}
	p->first[0] = 0;
	return best[n][p->n_blocks];
}

/* Names the question that no page has room for. */
static bool
too_tall(const struct placing *p, int32_t room, struct err *err)
{
	size_t i;

	for (i = 0; i < p->n_blocks; i++) {
		if (page_height(p, LADDER_PICTURE_LEAST, i, i + 1) <= room)
			continue;
		return err_set(err, ERR_INPUT,
			"the question of %s is too tall for a page; use "
			"shorter words",
			p->blocks[i].item);
	}
	return err_set(err, ERR_INPUT,
		"the questions need more than %d pages; use fewer",
		LAYOUT_PAGES - 1);
}

/* The fewest pages with the least pictures, made even; then larger pictures. */
static bool
distribute(struct placing *p, struct err *err)
{
	const int32_t room = frame_content().h;
	size_t n = 1;

	while (spread(p, LADDER_PICTURE_LEAST, n) > room) {
		if (++n > LAYOUT_PAGES - 1 || n > p->n_blocks)
			return too_tall(p, room, err);
	}
	if (n > 1 && n % 2 == 1 && n + 1 <= p->n_blocks)
		n++;
	p->picture = LADDER_PICTURE_MOST;
	while (p->picture > LADDER_PICTURE_LEAST &&
		spread(p, p->picture, n) > room)
		p->picture -= PICTURE_STEP;
	spread(p, p->picture, n);
	p->n_pages = n;
	return true;
}

/* Takes *text over and moves *y below it. */
static bool
place_down(struct placing *p, struct text **text, int32_t x, int32_t *y,
	bool mirror, const char *what, struct err *err)
{
	struct placed placed = {.kind = PLACED_TEXT, .text = *text};

	if (*text == NULL)
		return true;
	placed.rect =
		(struct um_rect){x, *y, (*text)->width_um, (*text)->height_um};
	if (mirror)
		placed.rect = order_mirror(p->order, placed.rect);
	snprintf(placed.what, sizeof(placed.what), "%s", what);
	*y += (*text)->height_um;
	*text = NULL;
	return sheet_place(p->sheet, &placed, err);
}

/* How to answer, in pictures, at the far end of the first page's header. */
static bool
place_how(struct placing *p, struct err *err)
{
	static const char *const pictures[] = {"how-cross", "how-ring"};
	const struct um_rect header = frame_header();
	size_t i;

	for (i = 0; i < 2; i++) {
		struct placed how = {.kind = PLACED_ART,
			.rect = {header.x + header.w -
					 (int32_t)(2 - i) * (HOW + HOW_GAP),
				header.y, HOW, HOW},
			.what = "how to answer"};

		how.art = sheet_keep_art(p->sheet,
			pictogram_of(p->order->templates, pictures[i],
				VALUE_NONE, err),
			err);
		if (how.art == NULL || !sheet_place(p->sheet, &how, err))
			return false;
	}
	return true;
}

/* The title on one line, if it can be large enough for that. */
static struct text *
lay_title(struct placing *p, int32_t width, struct err *err)
{
	const char *words = wording_title(p->order->wording);
	struct text_style style = {
		.bold = true, .size_pt = TITLE_PT, .width_um = width};
	struct text *text;

	for (;;) {
		text = order_lay(p->order, p->order->wording, &style,
			TITLE_LEAST_PT, words, "the title", err);
		if (text == NULL || text->n_lines == 1 ||
			style.size_pt <= TITLE_LEAST_PT)
			return text;
		text_free(text);
		style.size_pt -= 1;
	}
}

static bool
place_header(struct placing *p, bool how, struct err *err)
{
	const struct um_rect header = frame_header();
	/* A title from right to left ends where the pictures begin. */
	const int32_t width = header.w - 2 * (HOW + HOW_GAP) - HOW_GAP;
	const struct text_style swedish = {.size_pt = 11, .width_um = width};
	int32_t y = header.y;
	struct text *text = lay_title(p, width, err);

	if (text == NULL ||
		(how && instrument_has_boxes(p->order->instrument) &&
			!place_how(p, err)) ||
		!place_down(p, &text, header.x, &y, false, "the title", err))
		return false;
	if (p->order->swedish == NULL)
		return true;
	text = order_lay(p->order, p->order->swedish, &swedish, 9,
		wording_title(p->order->swedish), "the title", err);
	return text != NULL &&
	       place_down(p, &text, header.x, &y, false, "the title", err);
}

/* "Sida 2 av 4 · skapa 1 · sv · original · 5". */
static bool
page_words(
	const struct placing *p, size_t page, struct str *out, struct err *err)
{
	char number[24], of[24];
	const struct wording_place places[] = {{"page", number}, {"of", of}};
	const struct sheet_order *o = p->order;

	snprintf(number, sizeof(number), "%zu", page);
	snprintf(of, sizeof(of), "%zu", p->n_pages + p->n_pages % 2);
	wording_fill(out, words_of(o->wording, "page.of"), places, 2);
	/* Isolated (U+2066, U+2069): it reads from left to right everywhere. */
	str_addf(out,
		" \xc2\xb7 \xe2\x81\xa6%s %s \xc2\xb7 %s \xc2\xb7 %s "
		"\xc2\xb7 %d\xe2\x81\xa9",
		o->instrument->id, o->instrument->version,
		wording_language(o->wording), o->level, o->steps);
	return str_ok(out, err);
}

/* As large as the footer's room below *y allows, size_pt down to least_pt. */
static bool
place_footer_line(struct placing *p, const struct wording *words,
	double size_pt, double least_pt, const char *utf8, int32_t *y,
	struct err *err)
{
	const struct um_rect footer = frame_footer();
	struct text_style style = {.size_pt = size_pt, .width_um = footer.w};
	struct text *text;

	if (utf8[0] == '\0')
		return true;
	for (;;) {
		text = order_lay(p->order, words, &style, least_pt, utf8,
			"the footer", err);
		if (text == NULL || style.size_pt - 0.5 < least_pt ||
			*y + text->height_um <= footer.y + footer.h)
			break;
		text_free(text);
		style.size_pt -= 0.5;
	}
	return text != NULL &&
	       place_down(p, &text, footer.x, y, false, "the footer", err);
}

/* A black band that nobody overlooks: the words are not reviewed yet. */
static bool
place_draft(struct placing *p, int32_t *y, struct err *err)
{
	const struct um_rect footer = frame_footer();
	const struct text_style style = {.bold = true,
		.size_pt = 9,
		.align = TEXT_CENTRE,
		.width_um = footer.w - 2000};
	struct placed band = {.kind = PLACED_FILL, .what = "the draft band"};
	struct placed words = {.kind = PLACED_TEXT,
		.colour = 0xffffff,
		.what = "the draft band"};

	if (wording_status(p->order->wording) >= WORDING_APPROVED)
		return true;
	words.text = order_lay(p->order, p->order->wording, &style, 7,
		words_of(p->order->wording, "draft.band"), "the draft band",
		err);
	if (words.text == NULL)
		return false;
	words.rect = (struct um_rect){footer.x + 1000, *y + 500,
		words.text->width_um, words.text->height_um};
	band.rect =
		(struct um_rect){footer.x, *y, footer.w, words.rect.h + 1000};
	band.stroke.radius_um = 800;
	*y += band.rect.h + 700;
	if (!sheet_place(p->sheet, &band, err)) {
		text_free(words.text);
		return false;
	}
	return sheet_place(p->sheet, &words, err);
}

static bool
place_footer(struct placing *p, size_t page, struct err *err)
{
	const struct sheet_order *o = p->order;
	const struct wording *small =
		o->swedish == NULL ? o->wording : o->swedish;
	int32_t y = frame_footer().y;
	struct str line = {0};
	const bool ok =
		place_draft(p, &y, err) && page_words(p, page, &line, err) &&
		place_footer_line(p, o->wording, 9, 8, line.at, &y, err) &&
		place_footer_line(
			p, small, 7, 5.5, wording_source(small), &y, err);

	str_finish(&line);
	return ok;
}

static bool
place_rule(struct placing *p, int32_t y, struct err *err)
{
	const struct um_rect content = frame_content();
	const struct placed rule = {.kind = PLACED_LINE,
		.rect = {content.x, y, content.w, RULE},
		.stroke = {.width_um = RULE},
		.what = "a rule"};

	return sheet_place(p->sheet, &rule, err);
}

/* The label, and below it empty paper that is kept as a picture. */
static bool
place_notes(struct placing *p, int32_t y, int32_t room, struct err *err)
{
	const struct um_rect content = frame_content();
	struct layout_page *page =
		&p->sheet->layout.pages[p->sheet->layout.n_pages - 1];
	struct layout_field *field;
	const int32_t end =
		y + (room > NOTES_MOST ? NOTES_MOST : room) - 2 * RULE;

	if (!place_down(p, &p->notes, content.x, &y, true, "the notes", err))
		return false;
	field = layout_field_add(page, err);
	if (field == NULL)
		return false;
	str_copy(field->item, sizeof(field->item), "comment");
	field->rect =
		(struct um_rect){content.x, y + 500, content.w, end - y - 500};
	return place_rule(p, end, err);
}

/* Room that is left over goes to the lines to write on, if there are any. */
static void
grow(struct placing *p, size_t first, size_t end)
{
	const int32_t room = frame_content().h - SPREAD_LINES;
	bool grown = true;
	size_t i;

	while (grown) {
		grown = false;
		for (i = first; i < end; i++)
			if (page_height(p, p->picture, first, end) +
					BLOCK_LINE <=
				room)
				grown = block_grow(&p->blocks[i]) || grown;
	}
}

static bool
place_page(struct placing *p, size_t page, struct err *err)
{
	const struct um_rect content = frame_content();
	const size_t first = p->first[page], end = p->first[page + 1];
	const int32_t need = page_height(p, p->picture, first, end);
	const size_t gaps =
		end - first - 1 + (first == 0) + (end == p->n_blocks);
	/* What is left goes between the blocks, up to SPREAD_MOST each. */
	int32_t more = gaps == 0 ? 0 : (content.h - need) / (int32_t)gaps;
	int32_t y = content.y;
	size_t i;

	if (more > SPREAD_MOST)
		more = SPREAD_MOST;
	if (!sheet_page_add(p->sheet, err) ||
		!place_header(p, first == 0, err) ||
		!place_footer(p, page + 1, err))
		return false;
	if (first == 0) {
		if (!place_down(p, &p->intro.own, content.x, &y, true,
			    "the purpose", err) ||
			!place_down(p, &p->intro.swedish, content.x, &y, true,
				"the purpose", err))
			return false;
		y += BLOCK_GAP + more;
	}
	for (i = first; i < end; i++) {
		if ((i > first || first == 0) &&
			!place_rule(p, y - (BLOCK_GAP + more) / 2, err))
			return false;
		if (!block_place(&p->blocks[i], p->order, p->sheet, p->picture,
			    y, err))
			return false;
		y += block_height(&p->blocks[i], p->picture) + BLOCK_GAP + more;
	}
	if (end == p->n_blocks)
		return place_rule(p, y - (BLOCK_GAP + more) / 2, err) &&
		       place_notes(p, y, content.y + content.h - y, err);
	return true;
}

/* The back of a single page: its own code, no boxes, one line of words. */
static bool
place_back(struct placing *p, struct err *err)
{
	const struct um_rect content = frame_content();
	const struct text_style style = {
		.size_pt = 12, .align = TEXT_CENTRE, .width_um = content.w};
	int32_t y = content.y + content.h / 3;
	struct text *text;

	if (!sheet_page_add(p->sheet, err) || !place_header(p, false, err) ||
		!place_footer(p, 2, err))
		return false;
	text = order_lay(p->order, p->order->wording, &style, 9,
		words_of(p->order->wording, "back.empty"), "the empty back",
		err);
	return text != NULL &&
	       place_down(p, &text, content.x, &y, true, "the empty back", err);
}

static bool
place_all(struct placing *p, struct err *err)
{
	size_t i;

	if (!make_texts(p, err) || !make_blocks(p, err) || !distribute(p, err))
		return false;
	for (i = 0; i < p->n_pages; i++) {
		grow(p, p->first[i], p->first[i + 1]);
		if (!place_page(p, i, err))
			return err_wrap(err, "page %zu", i + 1);
	}
	if (p->n_pages % 2 == 1 && !place_back(p, err))
		return false;
	return sheet_check(p->sheet, err);
}

static void
describe(struct layout *layout, const struct sheet_order *order)
{
	const struct wording *w = order->wording;

	str_copy(layout->instrument, LAYOUT_KEY, order->instrument->id);
	str_copy(layout->instrument_version, LAYOUT_KEY,
		order->instrument->version);
	str_copy(layout->language, LAYOUT_KEY, wording_language(w));
	str_copy(layout->level, LAYOUT_KEY, order->level);
	memcpy(layout->direction, wording_is_rtl(w) ? "rtl" : "ltr", 4);
	layout->steps = order->steps;
	layout->size = (struct um_rect){0, 0, FRAME_PAGE_W, FRAME_PAGE_H};
}

struct sheet *
sheet_new(const struct sheet_order *order, struct err *err)
{
	struct placing *p = calloc(1, sizeof(*p));
	struct sheet *sheet = calloc(1, sizeof(*sheet));
	bool ok = false;
	size_t i;

	if (p == NULL || sheet == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	p->order = order;
	p->sheet = sheet;
	describe(&sheet->layout, order);
	ok = place_all(p, err);
	if (!ok)
		err_wrap(err, "%s in %s", order->instrument->id,
			wording_language(order->wording));
out:
	if (p != NULL) {
		for (i = 0; i < p->n_blocks; i++)
			block_finish(&p->blocks[i]);
		text_free(p->intro.own);
		text_free(p->intro.swedish);
		text_free(p->notes);
		free(p);
	}
	if (!ok) {
		sheet_free(sheet);
		sheet = NULL;
	}
	return sheet;
}
