#include "report/person_page.h"

#include "core/err.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/text.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "report/person_figure.h"
#include "report/person_notes.h"
#include "report/person_pen.h"
#include "report/person_sheet.h"
#include "report/person_table.h"
#include "report/person_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPIDER_H 106000
#define LINES_A_ROW 4
#define LINE_H 27000
#define LINE_GAP 5000

/* ------------------------------------------------------- the latest first */

/* The person's own series, by their last date, the latest first. */
struct order {
	struct series **at; /* owned list of borrowed series */
	size_t n;
};

static int
by_last_date(const void *a, const void *b)
{
	const struct series *const *one = a, *const *other = b;

	return series_by_last(*one, *other);
}

static bool
order_of(struct person_data *data, struct order *order, struct err *err)
{
	size_t i;

	*order = (struct order){0};
	order->at = calloc(data->set.n + 1, sizeof(struct series *));
	if (order->at == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < data->set.n; i++) {
		if (person_is_own(&data->set.all[i]))
			order->at[order->n++] = &data->set.all[i];
	}
	qsort(order->at, order->n, sizeof(struct series *), by_last_date);
	return true;
}

/* Its words, and its items as the instrument has them. */
static const struct wording *
prepare(struct person_words *words, struct series *series)
{
	const struct instrument *instrument =
		person_instrument_of(words, series);

	if (instrument != NULL)
		series_order(series, instrument);
	return person_words_of(words, series);
}

static const char *
title_of(const struct wording *own, const struct series *series)
{
	return own != NULL ? wording_title(own) : series->of->instrument;
}

/* ------------------------------------------------------- pages */

static bool
say(struct person_sheet *sheet, const char *text, int32_t above,
	enum text_align align, struct err *err)
{
	const struct pen_words words = {
		.text = text, .pt = 9.5, .colour = PERSON_GREY, .align = align};
	const struct um_rect room = sheet->pen.room;

	return person_sheet_room(sheet, above + 6000, err) &&
	       (sheet->y += above, pen_write(&sheet->pen, &words, room.x,
					   &sheet->y, room.w, err));
}

/* "Ring 1 is lowest. Ring 5 is highest." and that lines are broken. */
static bool
explain_rings(struct person_sheet *sheet, const struct series *series,
	const struct person_shown *shown, struct err *err)
{
	char steps[12];
	const struct wording_place places[] = {{"steps", steps}};
	struct str text = {0};
	bool ok, has_gap = false;
	size_t i;

	snprintf(steps, sizeof(steps), "%d", series->of->steps);
	wording_fill(&text, person_say(sheet->words, "rings"), places, 1);
	for (i = 0; i < shown->n; i++)
		has_gap =
			has_gap || series_answered(series, shown->columns[i]) <
					   series_ladders(series);
	if (has_gap)
		str_addf(&text, " %s", person_say(sheet->words, "gap"));
	ok = str_ok(&text, err) && say(sheet, text.at, 2000, TEXT_CENTRE, err);
	str_finish(&text);
	return ok;
}

static bool
add_spider(struct person_sheet *sheet, const struct wording *own,
	const struct series *series, struct err *err)
{
	const struct person_shown shown = person_shown(series, true);
	const struct um_rect room = sheet->pen.room;
	int32_t h;

	if (!figure_has_spider(series))
		return true;
	if (!person_sheet_room(sheet, SPIDER_H + 20000, err) ||
		!figure_spider(&sheet->pen, own, series,
			(struct um_rect){room.x, sheet->y, room.w, SPIDER_H},
			err))
		return false;
	sheet->y += SPIDER_H + 2000;
	if (!figure_key(&sheet->pen, series, room.x, sheet->y, room.w, &h, err))
		return false;
	sheet->y += h;
	return explain_rings(sheet, series, &shown, err);
}

/* What a difference means, and does not. */
static bool
explain_steps(struct person_sheet *sheet, const struct series *series,
	struct err *err)
{
	const struct person_shown shown = person_shown(series, false);
	bool falls = false, ok;
	struct str text = {0};
	size_t i;

	str_add(&text, person_say(sheet->words, "right"));
	for (i = 1; i < shown.n; i++)
		falls = falls || series_falls(series, shown.columns[i]);
	if (shown.n > 1)
		str_addf(&text, " %s", person_say(sheet->words, "step"));
	if (falls)
		str_addf(&text, " %s", person_say(sheet->words, "fall"));
	ok = str_ok(&text, err) && say(sheet, text.at, 3000, TEXT_START, err);
	str_finish(&text);
	return ok;
}

static bool
add_lines(struct person_sheet *sheet, const struct wording *own,
	const struct series *series, struct err *err)
{
	const struct um_rect room = sheet->pen.room;
	const int32_t w = (room.w - LINE_GAP * (LINES_A_ROW - 1)) / LINES_A_ROW;
	struct str dates = {0};
	size_t i, n = 0;
	bool ok;

	if (series->n_columns < 2)
		return true;
	str_addf(&dates,
		"\xe2\x81\xa6%s\xe2\x81\xa9 \xe2\x80\x93 "
		"\xe2\x81\xa6%s\xe2\x81\xa9",
		series->columns[0].first->date, series_last(series));
	ok = str_ok(&dates, err) &&
	     person_sheet_heading(sheet, person_say(sheet->words, "time"),
		     LINE_H + 10000, err) &&
	     say(sheet, dates.at, 0, TEXT_START, err);
	str_finish(&dates);
	sheet->y += 2500;
	for (i = 0; ok && i < series->n_items; i++) {
		if (!series->items[i].is_ladder)
			continue;
		if (n % LINES_A_ROW == 0 && n > 0)
			sheet->y += LINE_H + LINE_GAP;
		if (n % LINES_A_ROW == 0)
			ok = person_sheet_room(sheet, LINE_H, err);
		ok = ok &&
		     figure_line(&sheet->pen, own, series, i,
			     (struct um_rect){
				     room.x +
					     (w + LINE_GAP) *
						     (int32_t)(n % LINES_A_ROW),
				     sheet->y, w, LINE_H},
			     err);
		n++;
	}
	sheet->y += n > 0 ? LINE_H : 0;
	return ok;
}

static bool
add_series(struct person_sheet *sheet, struct series *series, struct err *err)
{
	const struct wording *own = prepare(sheet->words, series);

	return person_sheet_begin(
		       sheet, title_of(own, series), own, series, err) &&
	       add_spider(sheet, own, series, err) &&
	       person_table(sheet, own, series, err) &&
	       explain_steps(sheet, series, err) &&
	       add_lines(sheet, own, series, err);
}

static bool
add_language(struct person_sheet *sheet, const struct person_data *data,
	const struct order *order, struct err *err)
{
	bool ok = true;
	size_t i;

	/* Known before the first page: whether the band is needed. */
	for (i = 0; i < order->n; i++)
		prepare(sheet->words, order->at[i]);
	sheet->is_draft = person_words_are_draft(sheet->words);
	for (i = 0; ok && i < order->n; i++) {
		ok = add_series(sheet, order->at[i], err);
		/* Once, behind what was answered last. */
		if (ok && i == 0)
			ok = person_notes(sheet, data, err);
	}
	if (order->n == 0)
		ok = person_sheet_begin(sheet, person_say(sheet->words, "lead"),
			     NULL, NULL, err) &&
		     say(sheet, person_say(sheet->words, "none"), 0, TEXT_START,
			     err) &&
		     person_notes(sheet, data, err);
	return ok;
}

/* The languages of the document: one or two. */
static size_t
languages_of(const struct person_data *data, const struct person_page_as *as,
	const char *languages[2])
{
	languages[0] = as->language != NULL ? as->language : data->language;
	languages[1] = WORDING_SOURCE_LANGUAGE;
	if (languages[0][0] == '\0')
		languages[0] = WORDING_SOURCE_LANGUAGE;
	return as->language != NULL || strcmp(languages[0], languages[1]) == 0
		       ? 1
		       : 2;
}

static bool
open_words(struct person_words *words, const struct person_page_as *as,
	const char *language, struct err *err)
{
	if (!person_words_open(words, as->templates, language, err))
		return false;
	return as->language == NULL ||
	       strcmp(words->language, as->language) == 0 ||
	       err_set(err, ERR_USAGE,
		       "a person's page has no language %s; skapa forms list "
		       "names those there are",
		       as->language);
}

bool
person_page_pdf(struct person_data *data, const struct person_page_as *as,
	struct text_engine *engine, struct str *out, int *swedish,
	struct err *err)
{
	const char *languages[2];
	const size_t n = languages_of(data, as, languages);
	struct canvas_doc doc = {.title = data->code,
		.lang = languages[0],
		.size = {0, 0, PERSON_PAGE_W, PERSON_PAGE_H},
		.date = as->at};
	struct canvas *canvas = canvas_new(&doc, err);
	struct order order = {0};
	bool ok = canvas != NULL && order_of(data, &order, err);
	size_t i;

	for (i = 0; ok && i < n; i++) {
		struct person_words words = {0};
		struct person_sheet sheet;

		ok = open_words(&words, as, languages[i], err);
		*swedish = (int)canvas_pages(canvas) + 1;
		if (ok) {
			sheet = person_sheet_of(canvas, engine, &words, data);
			ok = add_language(&sheet, data, &order, err);
		}
		person_words_finish(&words);
	}
	ok = ok && canvas_write(canvas, out, err);
	free(order.at);
	canvas_free(canvas);
	return ok;
}

/* ------------------------------------------------------- for a screen */

#define SCREEN_W 180000
#define SCREEN_H 140000
#define SCREEN_EDGE 4000

/* "Health 2026-03-01: 4 of 5." for each: what the picture shows, in words. */
static void
describe(const struct person_words *words, const struct wording *own,
	const struct series *series, struct str *out)
{
	const struct person_shown shown = person_shown(series, true);
	char value[12], steps[12];
	const struct wording_place places[] = {
		{"value", value}, {"steps", steps}};
	size_t i, k;

	str_addf(out, "%s.", person_say(words, "picture"));
	snprintf(steps, sizeof(steps), "%d", series->of->steps);
	for (i = 0; i < shown.n; i++) {
		str_addf(out,
			" %s:", series->columns[shown.columns[i]].first->date);
		for (k = 0; k < series->n_items; k++) {
			const int step =
				series_value(series, k, shown.columns[i]);

			if (step == 0)
				continue;
			snprintf(value, sizeof(value), "%d", step);
			str_addf(out, " %s ",
				person_name_of(own, series->items[k].key));
			wording_fill(
				out, person_say(words, "value"), places, 2);
			str_add(out, ".");
		}
	}
}

static bool
draw_screen(const struct pen *pen, const struct person_words *words,
	const struct wording *own, const struct series *series, struct err *err)
{
	const struct um_rect room = pen->room;
	const struct pen_words none = {.text = person_say(words, "none"),
		.pt = 14,
		.align = TEXT_CENTRE};
	const struct pen_words band = {
		.text = person_sheet_says(words, "draft.band"),
		.pt = 8.5,
		.is_bold = true,
		.align = TEXT_CENTRE};
	int32_t y = room.y + room.h - 5000, h;

	if (person_words_are_draft(words) &&
		!pen_write(pen, &band, room.x, &y, room.w, err))
		return false;
	y = room.y + room.h / 2;
	if (series == NULL || !figure_has_spider(series))
		return pen_write(pen, &none, room.x, &y, room.w, err);
	return figure_spider(pen, own, series,
		       (struct um_rect){room.x, room.y, room.w, room.h - 15000},
		       err) &&
	       figure_key(pen, series, room.x, room.y + room.h - 12500, room.w,
		       &h, err);
}

/* The latest series that a spider can show; NULL: none. */
static struct series *
latest_spider(const struct order *order)
{
	size_t i;

	for (i = 0; i < order->n; i++) {
		if (figure_has_spider(order->at[i]))
			return order->at[i];
	}
	return NULL;
}

static bool
write_screen(struct person_words *words, struct series *series,
	struct text_engine *engine, struct str *out, struct err *err)
{
	const struct wording *own =
		series == NULL ? NULL : prepare(words, series);
	struct str about = {0};
	struct canvas_doc doc = {.format = CANVAS_SVG,
		.title = series == NULL ? person_say(words, "lead")
					: title_of(own, series),
		.lang = words->language,
		.size = {0, 0, SCREEN_W, SCREEN_H}};
	struct pen pen = {.engine = engine,
		.lang = words->language,
		.rtl = words->rtl,
		.room = {SCREEN_EDGE, SCREEN_EDGE, SCREEN_W - 2 * SCREEN_EDGE,
			SCREEN_H - 2 * SCREEN_EDGE}};
	bool ok;

	if (series == NULL)
		str_add(&about, person_say(words, "none"));
	else
		describe(words, own, series, &about);
	doc.about = about.at;
	ok = str_ok(&about, err) &&
	     (pen.canvas = canvas_new(&doc, err)) != NULL;
	if (ok) {
		canvas_page(pen.canvas);
		ok = draw_screen(&pen, words, own, series, err) &&
		     canvas_write(pen.canvas, out, err);
	}
	canvas_free(pen.canvas);
	str_finish(&about);
	return ok;
}

bool
person_page_svg(struct person_data *data, const struct person_page_as *as,
	struct text_engine *engine, struct str *out, struct err *err)
{
	const char *languages[2];
	struct person_words words = {0};
	struct order order = {0};
	bool ok;

	languages_of(data, as, languages);
	ok = open_words(&words, as, languages[0], err) &&
	     order_of(data, &order, err) &&
	     write_screen(&words, latest_spider(&order), engine, out, err);
	person_words_finish(&words);
	free(order.at);
	return ok;
}
