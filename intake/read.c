#include "intake/read.h"

#include "core/err.h"
#include "core/str.h"
#include "intake/codeline.h"
#include "intake/decide.h"
#include "intake/finders.h"
#include "intake/ink.h"
#include "intake/limits.h"
#include "intake/locate.h"
#include "intake/mark.h"
#include "intake/ocr.h"
#include "intake/overprint.h"
#include "intake/outline.h"
#include "intake/pagecode.h"
#include "intake/paper.h"
#include "intake/reduce.h"
#include "intake/register.h"
#include "intake/smooth.h"
#include "intake/squares.h"
#include "intake/writing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MM_PER_INCH 25.4
#define A4_LONG_MM 297.0
#define A4_SIDES (297.0 / 210.0)
#define LINE_GUESSES 24 /* candidates of a code line asked of the store */

struct reader {
	struct pagecode *pagecode;
	struct codeline *codeline;
	struct ocr *ocr; /* for writing */
	struct square_search search;
	struct grey work;
	struct paper paper;
	struct field field;
	struct ink ink;
	/* Of the page read last. */
	struct homography map; /* um to working px */
	double px_x, px_y;     /* px of the file a working px */
	struct located found;
	const struct layout_page *page; /* NULL: not known, or not reached */
	bool has_map, has_field;
};

struct reader *
reader_new(const char *tessdata, struct err *err)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	if (reader == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	reader->pagecode = pagecode_new(err);
	reader->codeline = codeline_new(tessdata, err);
	reader->ocr = ocr_new(tessdata, NULL, OCR_BLOCK, err);
	if (reader->pagecode == NULL || reader->codeline == NULL ||
		reader->ocr == NULL) {
		reader_free(reader);
		return NULL;
	}
	return reader;
}

void
reader_free(struct reader *reader)
{
	if (reader == NULL)
		return;
	pagecode_free(reader->pagecode);
	codeline_free(reader->codeline);
	ocr_free(reader->ocr);
	square_search_finish(&reader->search);
	grey_finish(&reader->work);
	paper_done(&reader->paper);
	field_finish(&reader->field);
	ink_finish(&reader->ink);
	free(reader);
}

/* --- outcomes ------------------------------------------------------------ */

static const struct {
	const char *reason, *hint;
} refusals[] = {
	{"too_small", "the picture is too small to read; scan at 150 dpi or "
		      "more"},
	{"no_anchors", "the four black squares were not found; scan the whole "
		       "page, flat and uncovered"},
	{"two_pages", "two of our sheets lie in one picture; scan each by "
		      "itself"},
	{"mirrored", "the page is mirrored; scan its printed side"},
	{"distorted", "the page is too bent or torn to be measured; flatten it "
		      "and scan it again"},
	{"covered", "most of the page is dark; clean the glass and scan it "
		    "again"},
	{"code_unreadable", "neither page code nor code line could be read; "
			    "scan the page again, this scan is kept"},
	{"unknown_code",
		"signed with this store's key, but not issued in this store; "
		"if this is an older copy of the store, put the newest back"},
	{"forged_code", "the code is not signed with this store's key; look "
			"whether the sheet belongs to another site or store"},
	{"code_conflict", "the two page codes differ; look whether two sheets "
			  "lie on each other"},
	{"other_layout", "the page was issued with another layout than its "
			 "code names; keep it for the administrator"},
	{"print_not_found", "the print is not where the layout has it; look "
			    "whether the sheet is covered or a poor copy"},
};

/* Inlined, gcc warns of reasons that a choice of two cannot be. */
__attribute__((noinline)) static void
refuse(struct reading *out, const char *reason)
{
	size_t i;

	out->status = READING_REFUSED;
	out->n_answers = 0;
	str_copy(out->reason, sizeof(out->reason), reason);
	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcmp(refusals[i].reason, reason) == 0)
			str_copy(
				out->hint, sizeof(out->hint), refusals[i].hint);
}

static void
clear(struct reading *out)
{
	char sha256[READING_SHA256];
	const int source_page = out->source_page;

	memcpy(sha256, out->sha256, sizeof(sha256));
	memset(out, 0, sizeof(*out));
	memcpy(out->sha256, sha256, sizeof(sha256));
	out->source_page = source_page;
}

/* --- resolution ---------------------------------------------------------- */

static double
longer(const struct image *image)
{
	return image->w > image->h ? image->w : image->h;
}

static double
shorter(const struct image *image)
{
	return image->w > image->h ? image->h : image->w;
}

/* The picture as if its pixels were square (reduce_square); without pixels. */
static struct image
squared(const struct image *image)
{
	struct image out = *image;

	if (!image_dpi_believed(image))
		return out;
	out.dpi_x = out.dpi_y =
		image->dpi_x > image->dpi_y ? image->dpi_x : image->dpi_y;
	out.w = (int)((double)image->w * out.dpi_x / image->dpi_x);
	out.h = (int)((double)image->h * out.dpi_y / image->dpi_y);
	out.bits = NULL;
	return out;
}

static bool
is_a4_shaped(const struct image *image)
{
	const double sides = longer(image) / shorter(image);

	return fabs(sides / A4_SIDES - 1) <= LIMIT_A4_ASPECT;
}

/* Printed size against the layout if a px is 1/dpi inch. */
static double
scale_at(const struct homography *map, int factor, double dpi_x, double dpi_y)
{
	const double x = FRAME_PAGE_W / 2.0, y = FRAME_PAGE_H / 2.0;
	const double step = 10 * UM_PER_MM;
	const struct px_point l = homography_at(map, x - step, y);
	const struct px_point r = homography_at(map, x + step, y);
	const struct px_point t = homography_at(map, x, y - step);
	const struct px_point b = homography_at(map, x, y + step);
	const double kx = factor * MM_PER_INCH / dpi_x;
	const double ky = factor * MM_PER_INCH / dpi_y;

	return (hypot((r.x - l.x) * kx, (r.y - l.y) * ky) +
		       hypot((b.x - t.x) * kx, (b.y - t.y) * ky)) /
	       40;
}

static bool
scale_fits(double scale)
{
	return scale >= LIMIT_SCALE_MIN && scale <= LIMIT_SCALE_MAX;
}

/*
 * Sets out->scale, 0 if nothing tells it; false if the page was printed in a
 * wrong size. A figure of dots per inch that contradicts an A4-shaped picture
 * of our page in its right size is the file's mistake, not the printer's.
 */
static bool
measure_scale(const struct image *image, const struct homography *map,
	int factor, struct reading *out)
{
	const bool a4 = is_a4_shaped(image);
	const double dpi = image_dpi_of_a4(image);
	const double by_shape = a4 ? scale_at(map, factor, dpi, dpi) : 0;
	double stated, paper_mm;

	if (!image_dpi_believed(image)) {
		out->scale = by_shape;
		return !a4 || scale_fits(by_shape);
	}
	stated = scale_at(map, factor, image->dpi_x, image->dpi_y);
	out->scale = stated;
	if (scale_fits(stated))
		return true;
	paper_mm = longer(image) * MM_PER_INCH /
		   (image->w > image->h ? image->dpi_x : image->dpi_y);
	if (a4 && scale_fits(by_shape) &&
		fabs(paper_mm / A4_LONG_MM - 1) > 2 * LIMIT_A4_ASPECT) {
		out->scale = by_shape;
		return true;
	}
	return false;
}

/* Whether the picture shows paper, light, without print or writing. */
static bool
is_blank(struct reader *reader, double px_mm)
{
	const struct grey *work = &reader->work;
	const int edge = (int)(LIMIT_BLANK_EDGE_MM * px_mm);
	const int white = reader->paper.page;
	const int limit = (int)(white * (1 - LIMIT_BLANK_CONTRAST));
	double n = 0;
	int x, y;

	if (white < LIMIT_BLANK_WHITE)
		return false;
	for (y = edge; y < work->h - edge; y++) {
		const uint8_t *row = work->px + (size_t)y * work->stride;

		for (x = edge; x < work->w - edge; x++)
			n += row[x] < limit;
	}
	return n / (px_mm * px_mm) < LIMIT_BLANK_MM2;
}

/* --- which page ---------------------------------------------------------- */

static bool
look_up(enum page_lookup lookup, struct reading *out, bool *known)
{
	*known = false;
	switch (lookup) {
	case PAGE_KNOWN:
		*known = true;
		return true;
	case PAGE_UNKNOWN:
		refuse(out, "unknown_code");
		return true;
	case PAGE_OTHER_LAYOUT:
		refuse(out, "other_layout");
		return true;
	case PAGE_FAILED:
		break;
	}
	return false;
}

/* *known is false if the page was refused. */
static bool
by_codes(struct reader *reader, const struct located *found,
	const struct page_book *book, struct reading *out,
	struct known_page *page, bool *known, bool *nothing, struct err *err)
{
	struct page_code code;

	*known = *nothing = false;
	switch (pagecode_read(reader->pagecode, &reader->work, &reader->paper,
		&found->guess.map, found->place, book->key, &code)) {
	case PAGECODE_OK:
		return look_up(book->by_code(book->context, &code, page, err),
			out, known);
	case PAGECODE_NOTHING:
		*nothing = true;
		break;
	case PAGECODE_NOT_OURS:
		refuse(out, "unknown_code");
		str_copy(out->hint, sizeof(out->hint),
			"the code is none of ours; look whether it is one of "
			"our sheets");
		break;
	case PAGECODE_FORGED:
		refuse(out, "forged_code");
		break;
	case PAGECODE_CONFLICT:
		refuse(out, "code_conflict");
		break;
	}
	return true;
}

static bool
same_page(const struct known_page *a, const struct known_page *b)
{
	return memcmp(a->code.token, b->code.token, CODE_TOKEN) == 0 &&
	       a->code.page == b->code.page;
}

/* Counts the pages that the store knows by these lines; *page is the last. */
static bool
ask_book(const struct page_book *book, char lines[][CODE_LINE], size_t n,
	struct known_page *page, int *n_known, struct err *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct known_page now;

		switch (book->by_line(book->context, lines[i], &now, err)) {
		case PAGE_KNOWN:
			if (*n_known == 0 || !same_page(page, &now))
				(*n_known)++;
			*page = now;
			break;
		case PAGE_FAILED:
			return false;
		case PAGE_UNKNOWN:
		case PAGE_OTHER_LAYOUT:
			break;
		}
	}
	return true;
}

/*
 * Asks the store for every line that was, or could have been, printed. One
 * page and no other must come back: a guess that fits two is no guess. The
 * choices of single symbols are asked for only where nothing else is known.
 */
static bool
by_lines(struct reader *reader, const struct located *found,
	const struct page_book *book, struct reading *out,
	struct known_page *page, bool *known, struct err *err)
{
	char lines[LINE_GUESSES][CODE_LINE];
	char text[CODELINE_TEXT];
	int copy, n_known = 0;
	size_t n;

	*known = false;
	for (copy = 0; copy < FRAME_CODES; copy++) {
		if (!codeline_read(reader->codeline, &reader->work,
			    &reader->paper, &found->guess.map, copy, text, err))
			return false;
		n = codeline_candidates(text, lines, LINE_GUESSES);
		if (!ask_book(book, lines, n, page, &n_known, err))
			return false;
	}
	/* Both copies, whatever the first says: two pages are none. */
	for (copy = n_known == 0 ? 0 : FRAME_CODES; copy < FRAME_CODES;
		copy++) {
		if (!codeline_alternatives(reader->codeline, &reader->work,
			    &reader->paper, &found->guess.map, copy, lines,
			    LINE_GUESSES, &n, err) ||
			!ask_book(book, lines, n, page, &n_known, err))
			return false;
	}
	*known = n_known == 1;
	if (!*known)
		refuse(out, "code_unreadable");
	return true;
}

/* --- the answers --------------------------------------------------------- */

static double
usual_match(const struct ink *ink)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < ink->n_boxes; i++)
		sum += ink->boxes[i].seen;
	return ink->n_boxes == 0 ? 1 : sum / (double)ink->n_boxes;
}

/*
 * Whether what was printed is what the layout says: its boxes are there, and
 * its edges lie where they should. An eighth of a page is enough.
 */
static bool
is_our_print(const struct reader *reader)
{
	const struct um_rect page = {0, 0, FRAME_PAGE_W, FRAME_PAGE_H};

	return usual_match(&reader->ink) >= LIMIT_PRINT_SEEN &&
	       field_found(&reader->field, page) >= LIMIT_PRINT_FOUND;
}

/* Paper bent or stretched so much that print may lie where nobody looks. */
static bool
is_distorted(const struct field *field)
{
	return field_farthest(field) > LIMIT_DRIFT_MM * UM_PER_MM ||
	       field_strain(field) > LIMIT_STRAIN;
}

/*
 * Finds the print. A map that knows little of the page's far side is fitted
 * anew to the print that was found by it.
 */
static bool
find_print(struct reader *reader, const struct known_page *known,
	struct guess *guess, struct err *err)
{
	struct field *field = &reader->field;

	if (!field_measure(&reader->work, &reader->paper, &guess->map,
		    known->print, known->page, guess->found, field, err))
		return false;
	if (guess->n_anchors >= 3 || !field_refit(field, &guess->map))
		return true;
	reader->map = guess->map;
	/* No anchor was fitted to more than all the rest. */
	memset(guess->found, 0, sizeof(guess->found));
	return field_measure(&reader->work, &reader->paper, &guess->map,
		known->print, known->page, guess->found, field, err);
}

static bool
measure(struct reader *reader, const struct known_page *known,
	struct guess *guess, struct err *err)
{
	const double range =
		fmax(reader->paper.page - reader->paper.black, LIMIT_RANGE);
	const double contrast =
		fmax(LIMIT_INK, LIMIT_INK_NOISE * reader->paper.noise / range);

	return find_print(reader, known, guess, err) &&
	       ink_measure(&reader->work, &reader->paper, &guess->map,
		       &reader->field, known->print, known->page, contrast,
		       &reader->ink, err);
}

/* A picture of dots is made grey again and measured anew. */
static bool
undither(struct reader *reader, struct err *err)
{
	const int black = reader->paper.black;

	if (!grey_smooth(&reader->work, err) ||
		!paper_measure(&reader->work, &reader->paper, err))
		return false;
	reader->paper.black = black;
	return true;
}

/* The map to the scan as it is kept. */
static struct homography
kept_map(const struct reader *reader)
{
	struct homography out = reader->map;
	int i;

	for (i = 0; i < 3; i++) {
		out.m[i] *= reader->px_x;
		out.m[3 + i] *= reader->px_y;
	}
	return out;
}

/* A blank item of which some words or picture have ink over them is none. */
static bool
doubt_blanks(const struct reader *reader, const struct known_page *known,
	const struct guess *guess, struct item_seen *items, struct reading *out,
	struct err *err)
{
	const struct layout_page *page = known->page;
	bool has_blank = false, *is_over, ok;
	size_t box;
	int i, j;

	for (i = 0; i < out->n_answers; i++)
		has_blank |= out->answers[i].status == ANSWER_BLANK;
	if (!has_blank)
		return true;
	is_over = calloc(page->n_boxes + 1, sizeof(*is_over));
	if (is_over == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	ok = overprint_find(&reader->work, &reader->paper, &guess->map,
		&reader->field, known->print, page, is_over, err);
	for (i = 0; ok && i < out->n_answers; i++) {
		if (out->answers[i].status != ANSWER_BLANK)
			continue;
		for (box = 0, j = 0; box < page->n_boxes; box++)
			if (strcmp(page->boxes[box].item, items[i].item) == 0)
				items[i].boxes[j++].toned |= is_over[box];
		decide(&items[i], &out->answers[i]);
	}
	free(is_over);
	return ok;
}

static bool
read_marks(struct reader *reader, const struct known_page *known,
	struct guess *guess, struct reading *out, struct err *err)
{
	const struct ocr_place place = {.work = &reader->work,
		.paper = &reader->paper,
		.map = &guess->map,
		.print = known->print};
	struct item_seen items[READING_ANSWERS];
	int n, i;

	if (known->print == NULL)
		return err_set(err, ERR_INPUT,
			"page %d of %s: its print is missing",
			known->page->page, known->layout->instrument);
	if (!measure(reader, known, guess, err))
		return false;
	reader->has_field = true;
	if (reader->ink.n_spots >= LIMIT_DITHER_SPOTS) {
		if (!undither(reader, err) ||
			!measure(reader, known, guess, err))
			return false;
		reader->ink.rough = true;
	}
	if (reader->ink.too_much) {
		refuse(out, "covered");
		return true;
	}
	if (!is_our_print(reader)) {
		refuse(out, "print_not_found");
		return true;
	}
	if (is_distorted(&reader->field)) {
		refuse(out, "distorted");
		return true;
	}
	if (!marks_attribute(known->page, &reader->ink, &reader->field, items,
		    READING_ANSWERS, &n, err))
		return false;
	for (i = 0; i < n; i++)
		decide(&items[i], &out->answers[i]);
	out->n_answers = n;
	if (!doubt_blanks(reader, known, guess, items, out, err))
		return false;
	/* The print may have told the map better. */
	out->map = kept_map(reader);
	out->status = reading_status_of_answers(out);
	if (!writing_find(reader->ocr, known, &reader->ink, &place, out, err))
		return false;
	if (reader->ink.streak_mm > LIMIT_STREAK_MM) {
		refuse(out, "streak");
		str_copy(out->hint, sizeof(out->hint),
			"a dark streak runs down the page; clean the scanner's "
			"glass and scan it again");
	} else if (reader->ink.streak_mm > 0)
		str_copy(out->hint, sizeof(out->hint),
			"a thin streak runs down the page; clean the scanner's "
			"glass");
	return true;
}

static void
name_page(const struct known_page *known, struct reading *out)
{
	out->has_code = true;
	out->code = known->code;
	code_line(known->code.token, out->line);
	str_copy(out->instrument, sizeof(out->instrument),
		known->layout->instrument);
	str_copy(out->language, sizeof(out->language), known->layout->language);
}

static void
refuse_scale(struct reading *out)
{
	refuse(out, "wrong_scale");
	snprintf(out->hint, sizeof(out->hint),
		"the page is printed at %.0f %% of its size; print sheets at "
		"100 %% (\"actual size\")",
		100 * out->scale);
}

static bool
read_page(struct reader *reader, const struct image *image, int factor,
	struct located *found, const struct page_book *book,
	struct reading *out, struct err *err)
{
	struct known_page known;
	bool scale_ok, is_known, nothing;

	out->residual_mm = found->residual_mm;
	reader->found = *found;
	reader->map = found->guess.map;
	reader->has_map = out->has_map = true;
	out->map = kept_map(reader);
	out->rotation_deg = map_rotation_deg(&found->guess.map);
	scale_ok = measure_scale(image, &found->guess.map, factor, out);
	if (out->residual_mm > LIMIT_RESIDUAL_MM) {
		refuse(out, "distorted");
		return true;
	}
	if (!by_codes(
		    reader, found, book, out, &known, &is_known, &nothing, err))
		return false;
	if (book->told != NULL && nothing) {
		known = *book->told;
		is_known = true;
		nothing = false;
	} else if (book->told != NULL && is_known &&
		   !same_page(&known, book->told)) {
		refuse(out, "code_conflict");
		str_copy(out->hint, sizeof(out->hint),
			"the page's own code says that it is another page");
		is_known = false;
	}
	if (nothing && !scale_ok) {
		/* Squares of so wrong a size are not our anchors. */
		if (out->scale < LIMIT_SCALE_OURS_MIN ||
			out->scale > LIMIT_SCALE_OURS_MAX) {
			reader->has_map = out->has_map = false;
			refuse(out, "no_anchors");
		} else
			refuse_scale(out);
		return true;
	}
	if (nothing &&
		!by_lines(reader, found, book, out, &known, &is_known, err))
		return false;
	if (!is_known)
		return true;
	name_page(&known, out);
	reader->page = known.page;
	if (!scale_ok) {
		refuse_scale(out);
		return true;
	}
	if (known.page->n_boxes == 0) {
		out->status = READING_BLANK_PAGE;
		return true;
	}
	return read_marks(reader, &known, &found->guess, out, err);
}

/*
 * Whether a page code stands in the picture outside the page that was found.
 * Looked for only where the page leaves room for another.
 */
static bool
has_second(const struct reader *reader, const struct guess *guess, bool *second,
	struct err *err)
{
	static const struct px_point corners[] = {{0, 0}, {FRAME_PAGE_W, 0},
		{FRAME_PAGE_W, FRAME_PAGE_H}, {0, FRAME_PAGE_H}};
	const struct grey *work = &reader->work;
	struct finder_code codes[FINDER_CODES];
	struct homography back;
	double area = 0;
	int i, n = 0;

	*second = false;
	for (i = 0; i < 4; i++) {
		const struct px_point a =
			homography_at(&guess->map, corners[i].x, corners[i].y);
		const struct px_point b = homography_at(&guess->map,
			corners[(i + 1) % 4].x, corners[(i + 1) % 4].y);

		area += (a.x * b.y - b.x * a.y) / 2;
	}
	if (fabs(area) > LIMIT_ALONE * work->w * work->h ||
		!homography_inverse(&guess->map, &back))
		return true;
	if (!finders_find(work, &reader->paper, codes, &n, err))
		return false;
	for (i = 0; i < n; i++) {
		const struct px_point at = homography_at(
			&back, codes[i].at[0].x, codes[i].at[0].y);

		*second = *second || at.x < 0 || at.y < 0 ||
			  at.x > FRAME_PAGE_W || at.y > FRAME_PAGE_H;
	}
	return true;
}

/* The slower way only where there is print, and the faster has failed. */
static bool
locate(struct reader *reader, double px_mm, struct located *found,
	enum locate_result *result, struct err *err)
{
	const struct locator locator = {&reader->search, reader->pagecode,
		&reader->work, &reader->paper};

	if (!locate_by_anchors(&locator, found, result, err))
		return false;
	if (*result == LOCATE_FOUND || *result == LOCATE_MIRRORED ||
		is_blank(reader, px_mm))
		return true;
	return locate_by_codes(&locator, found, result, err);
}

bool
reader_read(struct reader *reader, const struct image *image,
	const struct page_book *book, struct reading *out, struct err *err)
{
	const struct image square = squared(image);
	struct located found = {0};
	enum locate_result result;
	const char *reason;
	bool second = false;
	double px_mm; /* of the working picture */
	int factor, w, h;

	clear(out);
	reader->has_map = reader->has_field = false;
	reader->work.w = reader->work.h = 0;
	reader->page = NULL;
	if (image->w < 1 || image->h < 1 || image->bits == NULL)
		return err_set(err, ERR_INPUT, "the picture has no pixels");
	if (longer(image) < LIMIT_MIN_SIDE ||
		4 * shorter(image) < LIMIT_MIN_SIDE) {
		refuse(out, "too_small");
		return true;
	}
	factor = reduce_factor_of(image);
	if (!reduce(image, factor, &reader->work, err) ||
		(image_dpi_believed(image) &&
			!reduce_square(&reader->work, image->dpi_x,
				image->dpi_y, err)) ||
		!paper_measure(&reader->work, &reader->paper, err))
		return false;
	/* Whole blocks only, then drawn out. */
	w = image->w / factor * factor;
	h = image->h / factor * factor;
	reader->px_x = (double)w / reader->work.w;
	reader->px_y = (double)h / reader->work.h;
	px_mm = image_dpi(&square) / factor / MM_PER_INCH;
	if (!locate(reader, px_mm, &found, &result, err))
		return false;
	reason = result == LOCATE_MIRRORED ? "mirrored" : "no_anchors";
	switch (result) {
	case LOCATE_FOUND:
	case LOCATE_NO_CODE:
		break;
	case LOCATE_NOTHING:
	case LOCATE_MIRRORED:
		/* Pale: the other side's print shows through. */
		if (is_blank(reader, px_mm))
			out->status = READING_BLANK_PAGE;
		else
			refuse(out, reason);
		return true;
	}
	if (!has_second(reader, &found.guess, &second, err))
		return false;
	if (second) {
		refuse(out, "two_pages");
		return true;
	}
	return read_page(reader, &square, factor, &found, book, out, err);
}

struct sighting
reader_sighting(const struct reader *reader)
{
	return (struct sighting){.work = &reader->work,
		.found = reader->has_map ? &reader->found : NULL,
		.page = reader->page,
		.ink = reader->has_field ? &reader->ink : NULL};
}

bool
reader_squares(struct reader *reader, struct square *squares, int room, int *n,
	struct err *err)
{
	return squares_find(&reader->search, &reader->work, &reader->paper,
		false, squares, room, n, err);
}

bool
reader_work_place(const struct reader *reader, double um_x, double um_y,
	struct px_point *at)
{
	double dx = 0, dy = 0;

	if (!reader->has_map)
		return false;
	if (reader->has_field)
		field_shift(&reader->field, um_x, um_y, &dx, &dy);
	*at = homography_at(&reader->map, um_x + dx, um_y + dy);
	return true;
}

bool
reader_place(const struct reader *reader, double um_x, double um_y,
	struct px_point *at)
{
	if (!reader_work_place(reader, um_x, um_y, at))
		return false;
	at->x *= reader->px_x;
	at->y *= reader->px_y;
	return true;
}
