#include "forms/invite.h"

#include "core/err.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "forms/flow.h"
#include "forms/paper.h"
#include "forms/sheet.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define KEY 32
#define PICTURE_W 22000 /* um */
#define PICTURE 19000
#define PHOTO_W 110000
#define PHOTO_H 50000
#define STEPS 4
#define ZOOM_LEAST 0.75 /* smaller than that is not read at a glance */
#define OWN_PT 13.0
#define FACT_PT 17.0 /* what has to be found at a glance */
#define SMALL_PT 9.0

bool
invite_words_open(struct invite_words *words, const char *templates,
	const char *language, struct err *err)
{
	const bool is_swedish = strcmp(language, WORDING_SOURCE_LANGUAGE) == 0;

	*words = (struct invite_words){.templates = templates};
	words->own = wording_open(templates, "invite", language, err);
	if (words->own == NULL)
		return false;
	words->sheet = wording_open(templates, "sheet", language, err);
	if (words->sheet == NULL)
		return false;
	if (is_swedish || strcmp(language, WORDING_EASY_SWEDISH) == 0)
		return true;
	words->swedish =
		wording_open(templates, "invite", WORDING_SOURCE_LANGUAGE, err);
	return words->swedish != NULL;
}

void
invite_words_finish(struct invite_words *words)
{
	wording_free(words->own);
	wording_free(words->swedish);
	wording_free(words->sheet);
	*words = (struct invite_words){0};
}

/* The text of invite.<key>; NULL without words. */
static const char *
say(const struct wording *wording, const char *key)
{
	char whole[KEY + 8];

	snprintf(whole, sizeof(whole), "invite.%s", key);
	return wording == NULL ? NULL : wording_text(wording, whole);
}

static void
put(const struct invite_words *words, struct flow_cell *cell, const char *key,
	bool is_bold, enum text_align align)
{
	paper_put(cell, say(words->own, key), say(words->swedish, key), OWN_PT,
		SMALL_PT, is_bold, align);
}

/* Isolated (U+2066, U+2069): what reads from left to right everywhere. */
static void
add_isolated(struct str *out, const char *text)
{
	str_addf(out, "\xe2\x81\xa6%s\xe2\x81\xa9", text);
}

/* "monday 2026-11-30 13:15", in that language. */
static void
add_when(const struct wording *wording, const struct invite *invite,
	struct str *out)
{
	char key[KEY];
	struct tm day = {0};

	if (sscanf(invite->date, "%d-%d-%d", &day.tm_year, &day.tm_mon,
		    &day.tm_mday) == 3) {
		day.tm_year -= 1900;
		day.tm_mon -= 1;
		timegm(&day);
		snprintf(key, sizeof(key), "day.%d",
			day.tm_wday == 0 ? 7 : day.tm_wday);
		str_addf(out, "%s ", say(wording, key));
	}
	add_isolated(out, invite->date);
	if (invite->time != NULL) {
		str_add(out, "  ");
		add_isolated(out, invite->time);
	}
}

/* A picture, and beside it the words of that key. */
static struct flow_row
row_of(const struct invite_words *words, const char *picture, const char *key)
{
	struct flow_row row = {.what = key,
		.n_cells = 2,
		.above = 2000,
		.is_middle = true,
		.cells = {{.w = PICTURE_W,
			.picture = picture,
			.picture_um = PICTURE}}};

	put(words, &row.cells[1], key, false, TEXT_START);
	return row;
}

static bool
add_fact(const struct invite_words *words, struct flow *flow,
	const char *picture, const char *key, const char *fact, struct err *err)
{
	struct flow_row row = row_of(words, picture, key);

	row.cells[1].words[FLOW_WORDS - 1] = (struct flow_words){
		.text = fact, .is_bold = true, .size_pt = FACT_PT};
	row.cells[1].lines = fact == NULL;
	return flow_add(flow, &row, err);
}

static bool
add_day(const struct invite_words *words, struct flow *flow,
	const struct invite *invite, struct err *err)
{
	struct str day = {0};
	bool ok = true;

	if (invite->date != NULL) {
		add_when(words->own, invite, &day);
		ok = str_ok(&day, err);
	}
	ok = ok && add_fact(words, flow, "calendar", "when", day.at, err);
	str_finish(&day);
	return ok;
}

static bool
add_photo(struct flow *flow, const struct canvas_photo *photo, struct err *err)
{
	const struct flow_row row = {.what = "the photograph",
		.n_cells = 3,
		.above = 1000,
		.cells = {{.w = 0},
			{.w = PHOTO_W, .photo = photo, .picture_um = PHOTO_H},
			{.w = 0}}};

	return photo == NULL || flow_add(flow, &row, err);
}

static bool
add_steps(const struct invite_words *words, struct flow *flow, struct err *err)
{
	static const char *const pictures[STEPS] = {
		"listen", "how-cross", "discuss", "next"};
	struct flow_row head = {
		.what = "the steps", .n_cells = 1, .above = 3500, .keep = true};
	struct flow_row row = {.what = "a step",
		.n_cells = STEPS,
		.line = FLOW_AROUND,
		.above = 1000};
	char key[KEY];
	int i;

	put(words, &head.cells[0], "steps", true, TEXT_START);
	for (i = 0; i < STEPS; i++) {
		struct flow_cell *cell = &row.cells[i];

		snprintf(key, sizeof(key), "step.%d", i + 1);
		*cell = (struct flow_cell){
			.picture = pictures[i], .picture_um = PICTURE};
		paper_put(cell, say(words->own, key), say(words->swedish, key),
			11, 8, false, TEXT_CENTRE);
	}
	return flow_add(flow, &head, err) && flow_add(flow, &row, err);
}

/* The words of that key with their place filled in. */
static bool
add_filled(const struct invite_words *words, struct flow *flow,
	const char *picture, const char *key, const struct wording_place *place,
	struct err *err)
{
	struct flow_row row = row_of(words, picture, key);
	struct str own = {0}, swedish = {0};
	bool ok;

	wording_fill(&own, say(words->own, key), place, 1);
	if (words->swedish != NULL)
		wording_fill(&swedish, say(words->swedish, key), place, 1);
	ok = str_ok(&own, err) && !swedish.failed;
	row.cells[1].words[0] = row.cells[1].words[1] = (struct flow_words){0};
	if (ok)
		paper_put(&row.cells[1], own.at, swedish.at, OWN_PT + 2,
			SMALL_PT, true, TEXT_START);
	ok = ok && flow_add(flow, &row, err);
	str_finish(&own);
	str_finish(&swedish);
	return ok;
}

static bool
add_all(const struct invite_words *words, struct flow *flow,
	const struct invite *invite, struct err *err)
{
	const struct wording_place phone = {"phone", invite->phone};
	const struct wording_place code = {"code", invite->code};
	struct flow_row free_to = row_of(words, "stop", "free");

	return add_day(words, flow, invite, err) &&
	       add_fact(words, flow, "place", "where", invite->place, err) &&
	       add_photo(flow, invite->photo, err) &&
	       (invite->who == NULL || add_fact(words, flow, "support", "who",
					       invite->who, err)) &&
	       add_steps(words, flow, err) && flow_add(flow, &free_to, err) &&
	       add_filled(words, flow, "phone", "late", &phone, err) &&
	       add_filled(words, flow, "card", "bring", &code, err);
}

static struct sheet *
sheet_at(const struct invite_words *words, struct text_engine *engine,
	const struct invite *invite, double zoom, struct err *err)
{
	const struct flow_doc doc = {.engine = engine,
		.templates = words->templates,
		.own = {wording_language(words->own),
			wording_is_rtl(words->own)},
		.title = say(words->own, "title"),
		.title_swedish = say(words->swedish, "title"),
		.page_of = wording_text(words->sheet, "page.of"),
		.footer = invite->code,
		.draft = wording_is_draft(words->own)
				 ? wording_text(words->sheet, "draft.band")
				 : NULL,
		.scale = 1,
		.zoom = zoom};
	struct flow *flow = flow_new(&doc, err);
	struct sheet *sheet = NULL;

	if (flow != NULL && add_all(words, flow, invite, err))
		sheet = flow_end(flow, err);
	flow_free(flow);
	return sheet;
}

struct sheet *
invite_sheet(const struct invite_words *words, struct text_engine *engine,
	const struct invite *invite, struct err *err)
{
	struct sheet *sheet = sheet_at(words, engine, invite, 1, err);
	double zoom = 1;

	while (sheet != NULL && sheet->n_pages > 1) {
		sheet_free(sheet);
		sheet = NULL;
		zoom -= 0.05;
		if (zoom > ZOOM_LEAST - 0.01)
			sheet = sheet_at(words, engine, invite, zoom, err);
		else
			err_set(err, ERR_INPUT,
				"it takes more than a page; say the place and "
				"whom one meets in fewer words");
	}
	if (sheet == NULL)
		err_wrap(err, "the invitation in %s",
			wording_language(words->own));
	return sheet;
}
