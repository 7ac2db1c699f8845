#include "forms/manual.h"

#include "core/err.h"
#include "core/frame.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "forms/paper.h"
#include "forms/sheet.h"
#include "forms/staff.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <stdio.h>

#define KEY 96
#define NUMBER_W 9000 /* um */
#define PICTURE_W 14000

/* ------------------------------------------------------- for staff */

static const char *
say(const struct staff *staff, const char *key)
{
	char whole[KEY + 16];

	snprintf(whole, sizeof(whole), "staff.manual.%s", key);
	return wording_text(staff->words, whole);
}

/* In Swedish, whatever the document's language is. */
static struct flow_words
swedish(const char *text, double pt, bool is_bold)
{
	return (struct flow_words){.text = text,
		.tongue = &flow_swedish,
		.is_bold = is_bold,
		.size_pt = pt};
}

static bool
add_line(struct flow *flow, const char *text, double pt, bool is_bold,
	int32_t above, struct err *err)
{
	struct flow_row row = {.what = "a line of the manual",
		.n_cells = 1,
		.above = above,
		.keep = is_bold};

	row.cells[0].words[0] = swedish(text, pt, is_bold);
	return flow_add(flow, &row, err);
}

/* "Owner    whose it is" */
static bool
add_fact(struct flow *flow, const char *name, const char *fact, struct err *err)
{
	struct flow_row row = {.what = "a fact of the manual",
		.n_cells = 2,
		.above = 1200,
		.line = FLOW_UNDER,
		.cells = {{.w = 52000}}};

	row.cells[0].words[0] = swedish(name, 11, true);
	row.cells[1].words[0] = swedish(fact, 11, false);
	return flow_add(flow, &row, err);
}

/* A fact whose pattern has places. */
static bool
add_filled(const struct staff *staff, struct flow *flow, const char *name,
	const char *pattern, const struct wording_place places[2],
	struct err *err)
{
	struct str text = {0};
	bool ok;

	wording_fill(&text, say(staff, pattern), places, 2);
	ok = str_ok(&text, err) &&
	     add_fact(flow, say(staff, name), text.at, err);
	str_finish(&text);
	return ok;
}

static bool
add_facts(const struct paper *paper, const struct staff *staff,
	struct flow *flow, struct err *err)
{
	const struct instrument *is = paper->order.instrument;
	const struct permission *permission = &is->permission;
	char steps[12];
	const struct wording_place form[] = {
		{"id", is->id}, {"version", is->version}};
	const struct wording_place scale[] = {
		{"steps", steps}, {"level", paper->order.level}};
	const struct wording_place by[] = {
		{"date", permission->date == NULL ? "" : permission->date},
		{"by", permission->by == NULL ? "" : permission->by}};

	snprintf(steps, sizeof(steps), "%d", paper->order.steps);
	return add_filled(staff, flow, "form", "form.is", form, err) &&
	       add_fact(flow, say(staff, "owner"), is->owner, err) &&
	       add_fact(flow, say(staff, "source"), is->source, err) &&
	       add_filled(staff, flow, "permission",
		       permission->confirmed ? "permission.yes"
					     : "permission.no",
		       by, err) &&
	       add_fact(flow, say(staff, "rater"),
		       say(staff, is->rater == RATER_CASEWORKER
					  ? "rater.caseworker"
					  : "rater.self"),
		       err) &&
	       add_filled(staff, flow, "scale", "scale.is", scale, err);
}

/* The heading, and the rules below it with a dash each. */
static bool
add_rules(const struct staff *staff, struct flow *flow, struct err *err)
{
	char key[KEY];
	const char *rule;
	bool ok = add_line(flow, say(staff, "rules"), 15, true, 7000, err);
	int i;

	for (i = 1; ok; i++) {
		struct str text = {0};

		snprintf(key, sizeof(key), "rules.%d", i);
		rule = say(staff, key);
		if (rule == NULL)
			break;
		str_addf(&text, "\xe2\x80\x93 %s", rule);
		ok = str_ok(&text, err) &&
		     add_line(flow, text.at, 11.5, false, 1500, err);
		str_finish(&text);
	}
	return ok;
}

/* What the source says that a question measures. */
static bool
indicators_of(const struct staff *staff, const struct item *item,
	struct str *text, struct err *err)
{
	unsigned i;

	if (item->n_indicators == 0)
		str_add(text, say(staff, "none"));
	for (i = 0; i < item->n_indicators; i++) {
		const struct indicator *indicator = &item->indicators[i];
		const struct wording_place places[] = {
			{"label", indicator->label}};

		str_add(text, i > 0 ? "\n" : "");
		if (indicator->confirmed)
			str_add(text, indicator->label);
		else
			wording_fill(
				text, say(staff, "unconfirmed"), places, 1);
	}
	return str_ok(text, err);
}

static bool
add_items(const struct paper *paper, const struct staff *staff,
	struct flow *flow, struct err *err)
{
	const struct sheet_order *o = &paper->order;
	bool ok = add_line(flow, say(staff, "items"), 15, true, 7000, err);
	size_t i;

	for (i = 0; ok && i < o->instrument->n_items; i++) {
		const struct item *item = &o->instrument->items[i];
		struct flow_row row = {.what = item->key,
			.n_cells = 3,
			.above = 1300,
			.cells = {{.w = NUMBER_W}, {.w = 52000}}};
		struct str text = {0};
		char digit[12];

		snprintf(digit, sizeof(digit), "%zu", i + 1);
		ok = indicators_of(staff, item, &text, err);
		row.cells[0].words[0] = swedish(digit, 11, true);
		row.cells[1].words[0] =
			swedish(wording_name(o->wording, item->key), 11, true);
		row.cells[2].words[0] = swedish(text.at, 11, false);
		ok = ok && flow_add(flow, &row, err);
		str_finish(&text);
	}
	return ok;
}

/* The same words in Swedish alone, on pages that read from left to right. */
static struct paper
in_swedish(const struct paper *paper)
{
	struct paper swede = *paper;

	if (paper->order.swedish == NULL)
		return swede;
	swede.order.wording = paper->order.swedish;
	swede.order.swedish = NULL;
	swede.pack = paper->pack_swedish;
	swede.glossary = paper->terms_swedish;
	swede.tongue = flow_swedish;
	return swede;
}

static struct sheet *
facts(const struct paper *paper, const struct staff *staff, struct err *err)
{
	const struct paper swede = in_swedish(paper);
	struct flow *flow = paper_begin_as(&swede,
		wording_title(swede.order.wording), say(staff, "title"), err);
	const bool ok = flow != NULL &&
			add_line(flow, say(staff, "lead"), 12, false, 0, err) &&
			add_facts(&swede, staff, flow, err) &&
			add_rules(staff, flow, err) &&
			add_items(&swede, staff, flow, err);

	return paper_end(&swede, flow, ok, "the manual", err);
}

/* ------------------------------------------------------- the crib sheet */

/* "1 Never · 2 Sometimes · ..." */
static void
steps_of(const struct paper *paper, const struct wording *words,
	const struct item *item, struct str *text)
{
	const int n = item_steps(item, paper->order.steps);
	int i;

	for (i = 1; words != NULL && i <= n; i++) {
		str_addf(text, "%s%d ", i > 1 ? " \xc2\xb7 " : "", i);
		wording_add_unbroken(text, wording_step(words, item->key, i));
	}
}

static bool
add_crib(const struct paper *paper, struct flow *flow, const struct item *item,
	size_t number, struct err *err)
{
	const struct sheet_order *o = &paper->order;
	const char *question = wording_question(o->wording, item->key);
	const char *small = o->swedish == NULL
				    ? NULL
				    : wording_question(o->swedish, item->key);
	struct flow_row row = {.what = item->key,
		.n_cells = 3,
		.line = FLOW_UNDER,
		.is_middle = true,
		.cells = {{.w = NUMBER_W}, {.w = PICTURE_W,
						   .picture = item->picture,
						   .picture_um = 11000}}};
	struct str own = {0}, other = {0};
	char digit[12];
	bool ok;

	snprintf(digit, sizeof(digit), "%zu", number);
	steps_of(paper, o->wording, item, &own);
	steps_of(paper, o->swedish, item, &other);
	paper_put(&row.cells[0], digit, NULL, 14, 0, true, TEXT_START);
	paper_put(&row.cells[2],
		question != NULL ? question
				 : wording_name(o->wording, item->key),
		small, 11, 8, true, TEXT_START);
	paper_put(&row.cells[2], own.at, other.at, 9.5, 8, false, TEXT_START);
	ok = !own.failed && !other.failed && flow_add(flow, &row, err);
	if (own.failed || other.failed)
		err_set(err, ERR_SYSTEM, "out of memory");
	str_finish(&own);
	str_finish(&other);
	return ok;
}

static struct sheet *
crib(const struct paper *paper, struct err *err)
{
	const struct sheet_order *o = &paper->order;
	struct flow *flow = paper_begin_as(paper, wording_title(o->wording),
		o->swedish == NULL ? NULL : wording_title(o->swedish), err);
	bool ok = flow != NULL;
	size_t i;

	for (i = 0; ok && i < o->instrument->n_items; i++)
		ok = add_crib(
			paper, flow, &o->instrument->items[i], i + 1, err);
	return paper_end(paper, flow, ok, "the crib sheet", err);
}

/* ------------------------------------------------------- all of it */

/* Takes the sheet over. */
static bool
draw(struct canvas *canvas, struct sheet *sheet)
{
	const bool ok = sheet != NULL;
	size_t i;

	for (i = 0; ok && i < sheet->n_pages; i++) {
		canvas_page(canvas);
		sheet_draw(sheet, i, canvas);
	}
	sheet_free(sheet);
	return ok;
}

bool
manual_pdf(const struct paper *paper, const struct staff *staff,
	struct str *pdf, struct err *err)
{
	const struct canvas_doc doc = {
		.title = wording_title(paper->order.wording),
		.lang = wording_language(paper->order.wording),
		.size = {0, 0, FRAME_PAGE_W, FRAME_PAGE_H},
		.duplex = true};
	struct canvas *canvas = canvas_new(&doc, err);
	const bool ok = canvas != NULL &&
			draw(canvas, facts(paper, staff, err)) &&
			draw(canvas, paper_interpreter(paper, err)) &&
			draw(canvas, crib(paper, err)) &&
			draw(canvas, paper_introduction(paper, err)) &&
			canvas_write(canvas, pdf, err);

	canvas_free(canvas);
	return ok;
}
