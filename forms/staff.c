#include "forms/staff.h"

#include "core/err.h"
#include "core/frame.h"
#include "core/str.h"
#include "forms/paper.h"
#include "forms/print.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <string.h>

#define KEY 128

/* Minutes of the meeting's other parts: this project's own proposal. */
#define INTRODUCTION 10
#define PRACTICE 5
#define BREAK 10
#define NEXT_STEP 15
#define END 5

bool
staff_open(struct staff *staff, const char *templates, struct err *err)
{
	staff->templates = templates;
	staff->words =
		wording_open(templates, "staff", WORDING_SOURCE_LANGUAGE, err);
	if (staff->words == NULL)
		return false;
	staff->sheet =
		wording_open(templates, "sheet", WORDING_SOURCE_LANGUAGE, err);
	return staff->sheet != NULL;
}

void
staff_finish(struct staff *staff)
{
	wording_free(staff->words);
	wording_free(staff->sheet);
	*staff = (struct staff){0};
}

static const char *
say(const struct staff *staff, const char *key)
{
	return wording_text(staff->words, key);
}

static struct flow *
begin(const struct staff *staff, const char *title, struct err *err)
{
	char footer[128];
	const struct flow_doc doc = {.engine = staff->engine,
		.templates = staff->templates,
		.own = flow_swedish,
		.title = say(staff, title),
		.page_of = wording_text(staff->sheet, "page.of"),
		.footer = footer,
		.scale = 1};

	snprintf(footer, sizeof(footer), "%s \xc2\xb7 %s", staff->session,
		staff->date);
	return flow_new(&doc, err);
}

static struct sheet *
end(struct flow *flow, bool ok, const char *name, struct err *err)
{
	struct sheet *sheet = ok ? flow_end(flow, err) : NULL;

	if (sheet == NULL)
		err_wrap(err, "%s", name);
	flow_free(flow);
	return sheet;
}

static void
put(struct flow_cell *cell, const char *text, double pt, bool is_bold)
{
	paper_put(cell, text, NULL, pt, 0, is_bold, TEXT_START);
}

static bool
add_line(struct flow *flow, const char *text, double pt, bool is_bold,
	int32_t above, bool keep, struct err *err)
{
	struct flow_row row = {
		.what = "a line", .n_cells = 1, .above = above, .keep = keep};

	put(&row.cells[0], text, pt, is_bold);
	return flow_add(flow, &row, err);
}

/* A heading, and <key>.1, .2 ... numbered below it. */
static bool
add_list(const struct staff *staff, struct flow *flow, const char *key,
	struct err *err)
{
	char numbered[KEY], digit[12];
	const char *text;
	int i;

	if (!add_line(flow, say(staff, key), 15, true, 7000, true, err))
		return false;
	for (i = 1;; i++) {
		struct flow_row row = {.what = key,
			.n_cells = 2,
			.above = 1500,
			.cells = {{.w = 8000}}};

		snprintf(numbered, sizeof(numbered), "%s.%d", key, i);
		text = say(staff, numbered);
		if (text == NULL)
			return true;
		snprintf(digit, sizeof(digit), "%d.", i);
		put(&row.cells[0], digit, 12, true);
		put(&row.cells[1], text, 12, false);
		if (!flow_add(flow, &row, err))
			return false;
	}
}

/* ------------------------------------------------------- leader */

struct clock {
	int at; /* minutes from the start */
};

static bool
add_step(struct flow *flow, struct clock *clock, const char *number,
	const char *picture, const char *text, const char *talk, int minutes,
	struct err *err)
{
	char length[16], from[16];
	struct flow_row row = {.what = text,
		.n_cells = 5,
		.line = FLOW_UNDER,
		.cells = {{.w = 9000},
			{.w = 11000, .picture = picture, .picture_um = 11000},
			{.w = 0}, {.w = 18000}, {.w = 20000}}};

	snprintf(length, sizeof(length), "%d", minutes);
	snprintf(from, sizeof(from), "%d:%02d", clock->at / 60, clock->at % 60);
	put(&row.cells[0], number, 14, true);
	put(&row.cells[2], text, 12, true);
	put(&row.cells[2], talk, 10.5, false);
	paper_put(&row.cells[3], length, NULL, 12, 0, false, TEXT_END);
	paper_put(&row.cells[4], from, NULL, 12, 0, false, TEXT_END);
	clock->at += minutes;
	return flow_add(flow, &row, err);
}

static bool
add_items(const struct staff *staff, struct flow *flow, struct clock *clock,
	struct err *err)
{
	const struct instrument *instrument = staff->instrument;
	const size_t half = (instrument->n_items + 1) / 2;
	size_t i;

	for (i = 0; i < instrument->n_items; i++) {
		const struct item *item = &instrument->items[i];
		const char *question =
			wording_question(staff->swedish, item->key);
		char digit[12], key[KEY];
		struct str talk = {0};
		int n;
		bool ok;

		for (n = 1; n < 99; n++) {
			const char *text;

			snprintf(key, sizeof(key), "%s.%s.talk.%d",
				instrument->id, item->key, n);
			text = wording_text(staff->swedish, key);
			if (text == NULL)
				break;
			str_addf(&talk, "%s\xe2\x80\x93 %s", n > 1 ? "\n" : "",
				text);
		}
		snprintf(digit, sizeof(digit), "%zu", i + 1);
		ok = str_ok(&talk, err) &&
		     add_step(flow, clock, digit, item->picture,
			     question != NULL
				     ? question
				     : wording_name(staff->swedish, item->key),
			     talk.at, staff->minutes, err);
		str_finish(&talk);
		if (!ok)
			return false;
		if (i + 1 == half && instrument->n_items > 4 &&
			!add_step(flow, clock, NULL, "stop",
				say(staff, "staff.leader.break"), NULL, BREAK,
				err))
			return false;
	}
	return true;
}

static bool
add_order(const struct staff *staff, struct flow *flow, struct err *err)
{
	struct flow_row head = {.what = "the order's heading",
		.n_cells = 5,
		.line = FLOW_UNDER,
		.is_head = true,
		.keep = true,
		.above = 2000,
		.cells = {{.w = 9000}, {.w = 11000}, {.w = 0}, {.w = 18000},
			{.w = 20000}}};
	struct flow_row total = {.what = "the order's end",
		.n_cells = 2,
		.above = 2000,
		.cells = {{.w = 0}, {.w = 30000}}};
	struct clock clock = {0};
	char words[16];

	put(&head.cells[2], say(staff, "staff.leader.step"), 10, true);
	paper_put(&head.cells[3], say(staff, "staff.leader.minutes"), NULL, 10,
		0, true, TEXT_END);
	paper_put(&head.cells[4], say(staff, "staff.leader.clock"), NULL, 10, 0,
		true, TEXT_END);
	if (!add_line(flow, say(staff, "staff.leader.order"), 15, true, 7000,
		    true, err) ||
		!flow_add(flow, &head, err) ||
		!add_step(flow, &clock, NULL, "listen",
			say(staff, "staff.leader.intro"), NULL, INTRODUCTION,
			err))
		return false;
	if (staff->instrument->practice != NULL &&
		!add_step(flow, &clock, NULL, "practice",
			say(staff, "staff.leader.practice"), NULL, PRACTICE,
			err))
		return false;
	if (!add_items(staff, flow, &clock, err) ||
		!add_step(flow, &clock, NULL, "next",
			say(staff, "staff.leader.next"), NULL, NEXT_STEP,
			err) ||
		!add_step(flow, &clock, NULL, "how-cross",
			say(staff, "staff.leader.end"), NULL, END, err))
		return false;
	flow_head_end(flow);
	snprintf(words, sizeof(words), "%d:%02d", clock.at / 60, clock.at % 60);
	put(&total.cells[0], say(staff, "staff.total"), 13, true);
	paper_put(&total.cells[1], words, NULL, 13, 0, true, TEXT_END);
	return flow_add(flow, &total, err);
}

/* Who sits where: numbers and languages, nothing else. */
static bool
add_room(const struct staff *staff, struct flow *flow, struct err *err)
{
	static const char *const heads[] = {"staff.seat", "staff.language",
		"staff.level", "staff.steps", "staff.paper"};
	struct flow_row head = {.what = "the seats' heading",
		.n_cells = 5,
		.line = FLOW_UNDER,
		.is_head = true,
		.keep = true,
		.above = 2000,
		.cells = {{.w = 16000}, {.w = 0}, {.w = 30000}, {.w = 16000},
			{.w = 16000}}};
	size_t i;

	for (i = 0; i < 5; i++)
		put(&head.cells[i], say(staff, heads[i]), 10, true);
	if (!add_line(flow, say(staff, "staff.leader.room"), 15, true, 7000,
		    true, err) ||
		!flow_add(flow, &head, err))
		return false;
	for (i = 0; i < staff->n_seats; i++) {
		const struct staff_seat *seat = &staff->seats[i];
		char number[12], steps[12], name[96];
		struct flow_row row = head;

		row.is_head = false;
		row.keep = false;
		row.above = 0;
		memset(row.cells, 0, sizeof(row.cells));
		row.cells[0].w = 16000;
		row.cells[2].w = 30000;
		row.cells[3].w = row.cells[4].w = 16000;
		snprintf(number, sizeof(number), "%d", seat->number);
		snprintf(steps, sizeof(steps), "%d", seat->steps);
		snprintf(name, sizeof(name), "%s (%s)", seat->own_name,
			seat->language);
		put(&row.cells[0], number, 14, true);
		put(&row.cells[1], name, 12, false);
		put(&row.cells[2], seat->level, 12, false);
		put(&row.cells[3], steps, 12, false);
		put(&row.cells[4], seat->has_paper ? "\xc3\x97" : NULL, 12,
			false);
		if (!flow_add(flow, &row, err))
			return false;
	}
	flow_head_end(flow);
	return true;
}

struct sheet *
staff_leader(const struct staff *staff, struct err *err)
{
	struct flow *flow = begin(staff, "staff.leader.title", err);
	const bool ok = flow != NULL &&
			add_line(flow, say(staff, "staff.leader.lead"), 12,
				false, 0, false, err) &&
			add_list(staff, flow, "staff.leader.before", err) &&
			add_list(staff, flow, "staff.leader.during", err) &&
			add_room(staff, flow, err) && flow_break(flow, err) &&
			add_order(staff, flow, err);

	return end(flow, ok, "the leader's sheet", err);
}

/* ------------------------------------------------------- observer */

static bool
add_ticks(const struct staff *staff, struct flow *flow, struct err *err)
{
	static const char *const keys[] = {"staff.observer.on_site",
		"staff.observer.phone", "staff.observer.support",
		"staff.observer.none"};
	struct flow_row row = {.what = "the help", .n_cells = 4, .above = 2000};
	size_t i;

	for (i = 0; i < 4; i++) {
		row.cells[i].tick = true;
		paper_put(&row.cells[i], say(staff, keys[i]), NULL, 11, 0,
			false, TEXT_CENTRE);
	}
	return add_line(flow, say(staff, "staff.observer.help"), 15, true, 6000,
		       true, err) &&
	       flow_add(flow, &row, err);
}

static bool
add_watch(const struct staff *staff, struct flow *flow, struct err *err)
{
	struct flow_row head = {.what = "the observer's heading",
		.n_cells = 6,
		.line = FLOW_UNDER,
		.is_head = true,
		.keep = true,
		.above = 6000,
		.cells = {{.w = 8000}, {.w = 12000}, {.w = 44000}, {.w = 24000},
			{.w = 24000}, {.w = 0}}};
	size_t i;

	put(&head.cells[2], say(staff, "staff.observer.item"), 10, true);
	paper_put(&head.cells[3], say(staff, "staff.observer.hard"), NULL, 10,
		0, true, TEXT_CENTRE);
	paper_put(&head.cells[4], say(staff, "staff.observer.long"), NULL, 10,
		0, true, TEXT_CENTRE);
	put(&head.cells[5], say(staff, "staff.observer.note"), 10, true);
	if (!flow_add(flow, &head, err))
		return false;
	for (i = 0; i < staff->instrument->n_items; i++) {
		const struct item *item = &staff->instrument->items[i];
		char digit[12];
		struct flow_row row = {.what = item->key,
			.n_cells = 6,
			.line = FLOW_UNDER,
			.is_middle = true,
			.cells = {{.w = 8000},
				{.w = 12000,
					.picture = item->picture,
					.picture_um = 12000},
				{.w = 44000}, {.w = 24000, .tick = true},
				{.w = 24000, .tick = true}, {.w = 0}}};

		snprintf(digit, sizeof(digit), "%zu", i + 1);
		put(&row.cells[0], digit, 14, true);
		put(&row.cells[2], wording_name(staff->swedish, item->key), 12,
			false);
		if (!flow_add(flow, &row, err))
			return false;
	}
	flow_head_end(flow);
	return true;
}

struct sheet *
staff_observer(const struct staff *staff, struct err *err)
{
	struct flow *flow = begin(staff, "staff.observer.title", err);
	bool ok = flow != NULL &&
		  add_line(flow, say(staff, "staff.observer.lead"), 12, false,
			  0, false, err) &&
		  add_ticks(staff, flow, err) && add_watch(staff, flow, err) &&
		  flow_break(flow, err) &&
		  add_line(flow, say(staff, "staff.observer.after"), 15, true,
			  0, true, err);
	char key[KEY];
	int i;

	for (i = 1; ok; i++) {
		struct flow_row row = {.what = "the questions afterwards",
			.n_cells = 1,
			.above = 5000,
			.cells = {{.lines = 3}}};

		snprintf(key, sizeof(key), "staff.observer.after.%d", i);
		if (say(staff, key) == NULL)
			break;
		put(&row.cells[0], say(staff, key), 13, true);
		ok = flow_add(flow, &row, err);
	}
	return end(flow, ok, "the observer's sheet", err);
}

/* ------------------------------------------------------- seat cards */

#define CARDS 2 /* a row */

struct card {
	char number[16], line[CODE_LINE_SHOWN];
	struct str code, sheet;
};

static bool
make_card(const struct staff_seat *seat, struct card *card,
	struct flow_cell *cell, struct err *err)
{
	const struct paper *paper = seat->paper;
	struct flow_words *w = cell->words;

	/* Codes are isolated (U+2066, U+2069): they read from left to right. */
	snprintf(card->number, sizeof(card->number), "%d", seat->number);
	str_addf(&card->code, "%s: \xe2\x81\xa6%s\xe2\x81\xa9",
		wording_text(paper->pack, "pack.seat.code"), seat->person);
	if (seat->line[0] != '\0') {
		code_line_shown(seat->line, card->line);
		str_addf(&card->sheet, "%s: \xe2\x81\xa6%s\xe2\x81\xa9",
			wording_text(paper->pack, "pack.seat.sheet"),
			card->line);
	}
	w[0] = (struct flow_words){
		.text = wording_text(paper->pack, "pack.seat.seat"),
		.tongue = &paper->tongue,
		.size_pt = 14,
		.align = TEXT_CENTRE};
	w[1] = (struct flow_words){.text = card->number,
		.tongue = &flow_swedish,
		.is_bold = true,
		.size_pt = 48,
		.align = TEXT_CENTRE};
	w[2] = (struct flow_words){.text = card->code.at,
		.tongue = &paper->tongue,
		.is_bold = true,
		.size_pt = 13,
		.align = TEXT_CENTRE};
	w[3] = (struct flow_words){.text = card->sheet.at,
		.tongue = &paper->tongue,
		.size_pt = 10,
		.align = TEXT_CENTRE};
	return str_ok(&card->code, err) && str_ok(&card->sheet, err);
}

struct sheet *
staff_cards(const struct staff *staff, struct err *err)
{
	struct flow *flow = begin(staff, "staff.cards.title", err);
	bool ok = flow != NULL && add_line(flow, say(staff, "staff.cut"), 11,
					  false, 0, false, err);
	size_t i, k;

	for (i = 0; ok && i < staff->n_seats; i += CARDS) {
		struct card cards[CARDS] = {0};
		struct flow_row row = {.what = "a seat card",
			.n_cells = CARDS,
			.line = FLOW_CUT,
			.least = 56000,
			.is_middle = true};

		for (k = 0; ok && k < CARDS && i + k < staff->n_seats; k++)
			ok = make_card(&staff->seats[i + k], &cards[k],
				&row.cells[k], err);
		ok = ok && flow_add(flow, &row, err);
		for (k = 0; k < CARDS; k++) {
			str_finish(&cards[k].code);
			str_finish(&cards[k].sheet);
		}
	}
	return end(flow, ok, "the seat cards", err);
}

/* ------------------------------------------------------- cover */

struct sheet *
staff_cover(const struct staff *staff, struct str *plain, struct err *err)
{
	const char *title = say(staff, "staff.cover.title");
	const struct um_rect header = frame_header();
	struct flow_doc doc = {.engine = staff->engine,
		.templates = staff->templates,
		.own = flow_swedish,
		.has_frame = true,
		.scale = 1,
		.room = header};
	struct flow *flow = flow_new(&doc, err);
	struct sheet *sheet = NULL;
	bool ok = flow != NULL &&
		  add_line(flow, title, 22, true, 0, false, err) &&
		  add_line(flow, say(staff, "staff.cover.lead"), 11, false,
			  2000, false, err);

	sheet = end(flow, ok, "the cover", err);
	if (sheet == NULL)
		return NULL;
	str_copy(sheet->layout.instrument, LAYOUT_KEY, "cover");
	str_copy(sheet->layout.instrument_version, LAYOUT_KEY, "1");
	str_copy(sheet->layout.language, LAYOUT_KEY, WORDING_SOURCE_LANGUAGE);
	str_copy(sheet->layout.level, LAYOUT_KEY, "original");
	memcpy(sheet->layout.direction, "ltr", 4);
	/* A layout has a number of steps; without boxes it says nothing. */
	sheet->layout.steps = 5;
	if (print_plain(sheet, title, WORDING_SOURCE_LANGUAGE, plain, err))
		return sheet;
	sheet_free(sheet);
	return NULL;
}

static bool
add_fact(const struct staff *staff, struct flow *flow, const char *key,
	const char *value, struct err *err)
{
	struct flow_row row = {.what = key,
		.n_cells = 2,
		.above = 1000,
		.cells = {{.w = 30000}}};

	put(&row.cells[0], say(staff, key), 13, false);
	put(&row.cells[1], value, 15, true);
	return flow_add(flow, &row, err);
}

static bool
add_count(struct flow *flow, const char *what, size_t sheets, size_t pages,
	bool is_bold, struct err *err)
{
	char n_sheets[24], n_pages[24];
	struct flow_row row = {.what = "the number of sheets",
		.n_cells = 3,
		.line = FLOW_UNDER,
		.cells = {{.w = 0}, {.w = 25000}, {.w = 25000}}};

	snprintf(n_sheets, sizeof(n_sheets), "%zu", sheets);
	snprintf(n_pages, sizeof(n_pages), "%zu", pages);
	put(&row.cells[0], what, 12, is_bold);
	paper_put(&row.cells[1], n_sheets, NULL, 12, 0, is_bold, TEXT_END);
	paper_put(&row.cells[2], n_pages, NULL, 12, 0, is_bold, TEXT_END);
	return flow_add(flow, &row, err);
}

/* How many sheets and pages there are, by language; no person's code. */
static bool
add_counts(const struct staff *staff, struct flow *flow, struct err *err)
{
	struct flow_row head = {.what = "the heading of the numbers",
		.n_cells = 3,
		.line = FLOW_UNDER,
		.above = 6000,
		.cells = {{.w = 0}, {.w = 25000}, {.w = 25000}}};
	size_t i, k, own = 0, own_pages = 0, all = 0, all_pages = 0;
	char name[96];

	put(&head.cells[0], say(staff, "staff.self"), 11, true);
	paper_put(&head.cells[1], say(staff, "staff.sheets"), NULL, 11, 0, true,
		TEXT_END);
	paper_put(&head.cells[2], say(staff, "staff.pages"), NULL, 11, 0, true,
		TEXT_END);
	if (!flow_add(flow, &head, err))
		return false;
	for (i = 0; i < staff->n_seats; i++) {
		const char *language = staff->seats[i].language;
		size_t sheets = 0, pages = 0;

		own += staff->seats[i].n_caseworker > 0;
		own_pages += staff->seats[i].n_caseworker;
		for (k = 0; k < i; k++) {
			if (strcmp(staff->seats[k].language, language) == 0)
				break;
		}
		if (k < i)
			continue;
		for (k = i; k < staff->n_seats; k++) {
			if (strcmp(staff->seats[k].language, language) != 0)
				continue;
			sheets += staff->seats[k].n_pages > 0;
			pages += staff->seats[k].n_pages;
		}
		snprintf(name, sizeof(name), "%s (%s)",
			staff->seats[i].own_name, language);
		if (!add_count(flow, name, sheets, pages, false, err))
			return false;
		all += sheets;
		all_pages += pages;
	}
	return (own == 0 || add_count(flow, say(staff, "staff.caseworker"), own,
				    own_pages, false, err)) &&
	       add_count(flow, say(staff, "staff.total"), all + own,
		       all_pages + own_pages, true, err);
}

static struct sheet *
cover_words(const struct staff *staff, double zoom, struct err *err)
{
	const struct flow_doc doc = {.engine = staff->engine,
		.templates = staff->templates,
		.own = flow_swedish,
		.scale = 1,
		.zoom = zoom,
		.room = frame_content()};
	struct flow_row back = {.what = "the lines to fill in",
		.n_cells = 2,
		.above = 9000,
		.cells = {{.lines = 1}, {.lines = 1}}};
	struct flow *flow = flow_new(&doc, err);
	char seats[24];
	bool ok;

	snprintf(seats, sizeof(seats), "%zu", staff->n_seats);
	put(&back.cells[0], say(staff, "staff.cover.back"), 12, true);
	put(&back.cells[1], say(staff, "staff.cover.missing"), 12, true);
	ok = flow != NULL &&
	     add_fact(staff, flow, "staff.session", staff->session, err) &&
	     add_fact(staff, flow, "staff.date", staff->date, err) &&
	     add_fact(staff, flow, "staff.seats", seats, err) &&
	     add_counts(staff, flow, err) && flow_add(flow, &back, err) &&
	     add_line(flow, say(staff, "staff.cover.note"), 10.5, false, 8000,
		     false, err);
	return end(flow, ok, "the cover", err);
}

/* One page, however many languages there are. */
struct sheet *
staff_cover_words(const struct staff *staff, struct err *err)
{
	double zoom;

	for (zoom = 1; zoom > 0.3; zoom -= 0.1) {
		struct sheet *sheet = cover_words(staff, zoom, err);

		if (sheet == NULL || sheet->n_pages == 1)
			return sheet;
		sheet_free(sheet);
	}
	err_set(err, ERR_INPUT,
		"the cover: a meeting of so many languages does not fit; make "
		"two of it");
	return NULL;
}
