/* What participants get: introduction, word list, cards, plan, checklists. */
#include "forms/paper.h"

#include "core/err.h"
#include "core/str.h"
#include "forms/pictures.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <string.h>

#define KEY 96

/* ------------------------------------------------------- introduction */

/* <section>.1, .2 ... one behind the other. */
static void
sentences(const struct wording *words, const char *section, struct str *out)
{
	char key[KEY];
	const char *text;
	int i;

	for (i = 1; words != NULL; i++) {
		snprintf(key, sizeof(key), "%s.%d", section, i);
		text = wording_text(words, key);
		if (text == NULL)
			break;
		str_addf(out, "%s%s", i > 1 ? " " : "", text);
	}
}

static bool
add_section(const struct paper *paper, struct flow *flow, const char *section,
	const char *picture, struct err *err)
{
	struct flow_row row = {.what = section,
		.n_cells = 2,
		.above = 3000,
		.line = FLOW_UNDER,
		.is_middle = true,
		.cells = {
			{.w = 26000, .picture = picture, .picture_um = 24000}}};
	struct str own = {0}, swedish = {0};
	bool ok;

	sentences(paper->pack, section, &own);
	sentences(paper->pack_swedish, section, &swedish);
	paper_say(paper, &row.cells[1], section, 16, 9.5, true, TEXT_START);
	paper_put(
		&row.cells[1], own.at, swedish.at, 13, 9.5, false, TEXT_START);
	ok = str_ok(&own, err) && str_ok(&swedish, err) &&
	     flow_add(flow, &row, err);
	str_finish(&own);
	str_finish(&swedish);
	return ok;
}

struct sheet *
paper_introduction(const struct paper *paper, struct err *err)
{
	static const char *const sections[][2] = {
		{"pack.intro.why", "listen"},
		{"pack.intro.free", "stop"},
		{"pack.intro.safe", "support"},
		{"pack.intro.how", "how-cross"},
		{"pack.intro.after", "next"},
	};
	struct flow *flow = paper_begin(paper, "pack.intro.title", err);
	bool ok = flow != NULL;
	size_t i;

	for (i = 0; ok && i < sizeof(sections) / sizeof(*sections); i++)
		ok = add_section(
			paper, flow, sections[i][0], sections[i][1], err);
	return paper_end(paper, flow, ok, "the introduction", err);
}

/* ------------------------------------------------------- picture grids */

/* Pictures with their words, so many a row. */
struct grid {
	const char *prefix;	    /* of the texts' keys */
	const char *picture_prefix; /* of the pictograms' names */
	const char *const *names;
	size_t n;
	size_t columns;
	enum flow_line line;
	int32_t picture_um, least;
	double pt;
	bool tick;
};

static bool
add_grid(const struct paper *paper, struct flow *flow, const struct grid *grid,
	struct err *err)
{
	char key[KEY], pictures[FLOW_CELLS][KEY];
	size_t i, k;

	for (i = 0; i < grid->n; i += grid->columns) {
		struct flow_row row = {.what = grid->prefix,
			.n_cells = grid->columns,
			.line = grid->line,
			.least = grid->least,
			.is_middle = !grid->tick,
			.above = grid->line == FLOW_CUT && i > 0 ? 0 : 4000};

		for (k = 0; k < grid->columns && i + k < grid->n; k++) {
			struct flow_cell *cell = &row.cells[k];

			snprintf(key, sizeof(key), "%s.%s", grid->prefix,
				grid->names[i + k]);
			snprintf(pictures[k], KEY, "%s_%s",
				grid->picture_prefix, grid->names[i + k]);
			cell->picture = pictures[k];
			cell->picture_um = grid->picture_um;
			cell->tick = grid->tick;
			paper_say(paper, cell, key, grid->pt, 9.5, true,
				TEXT_CENTRE);
		}
		if (!flow_add(flow, &row, err))
			return false;
	}
	return true;
}

struct sheet *
paper_cards(const struct paper *paper, struct err *err)
{
	static const char *const names[] = {"work_trial", "study", "sfi",
		"job_application", "health_contact", "childcare",
		"visit_workplace", "own_idea"};
	const struct grid grid = {.prefix = "pack.card",
		.picture_prefix = "card",
		.names = names,
		.n = sizeof(names) / sizeof(*names),
		.columns = 2,
		.line = FLOW_CUT,
		.picture_um = 30000,
		.least = 51000,
		.pt = 15};
	struct flow *flow = paper_begin(paper, "pack.cards.title", err);
	const bool ok = flow != NULL &&
			paper_line(paper, flow, "pack.cards.lead", err) &&
			add_grid(paper, flow, &grid, err);

	return paper_end(paper, flow, ok, "the cards", err);
}

struct sheet *
paper_can(const struct paper *paper, struct err *err)
{
	static const char *const names[] = {"bus", "call_care", "appointment",
		"computer", "laugh", "help_others", "write_cv", "ask"};
	const struct grid grid = {.prefix = "pack.can",
		.picture_prefix = "can",
		.names = names,
		.n = sizeof(names) / sizeof(*names),
		.columns = 4,
		.line = FLOW_AROUND,
		.picture_um = 28000,
		.least = 66000,
		.pt = 12,
		.tick = true};
	struct flow_row more = {.what = "pack.can.more",
		.n_cells = 1,
		.above = 6000,
		.cells = {{.lines = 3}}};
	struct flow *flow = paper_begin(paper, "pack.can.title", err);
	bool ok;

	paper_say(paper, &more.cells[0], "pack.can.more", 14, 10, true,
		TEXT_START);
	ok = flow != NULL && paper_line(paper, flow, "pack.can.lead", err) &&
	     add_grid(paper, flow, &grid, err) && flow_add(flow, &more, err);
	return paper_end(paper, flow, ok, "the checklist", err);
}

struct sheet *
paper_menu(const struct paper *paper, struct err *err)
{
	static const char *const names[] = {"practice_place", "course",
		"language_cafe", "workout", "job_fair", "guidance",
		"volunteering", "meeting"};
	const struct grid grid = {.prefix = "pack.act",
		.picture_prefix = "act",
		.names = names,
		.n = sizeof(names) / sizeof(*names),
		.columns = 4,
		.line = FLOW_AROUND,
		.picture_um = 34000,
		.least = 86000,
		.pt = 12,
		.tick = true};
	struct flow *flow = paper_begin(paper, "pack.menu.title", err);
	const bool ok = flow != NULL &&
			paper_line(paper, flow, "pack.menu.lead", err) &&
			add_grid(paper, flow, &grid, err);

	return paper_end(paper, flow, ok, "the menu", err);
}

/* ------------------------------------------------------- word list */

struct sheet *
paper_words(const struct paper *paper, struct err *err)
{
	const bool is_swedish = paper->terms_swedish == NULL;
	struct flow_row head = {.what = "the heading of the words",
		.n_cells = is_swedish ? 2 : 3,
		.line = FLOW_UNDER,
		.is_head = true,
		.keep = true,
		.above = 4000,
		.cells = {{.w = 16000}}};
	struct flow *flow = paper_begin(paper, "pack.words.title", err);
	bool ok =
		flow != NULL && paper_line(paper, flow, "pack.words.lead", err);
	const char *key;
	size_t i;

	paper_put(&head.cells[1],
		wording_text(paper->order.wording, "language.name"), NULL, 11,
		0, true, TEXT_START);
	if (!is_swedish)
		head.cells[2].words[0] = (struct flow_words){
			.text = wording_text(
				paper->order.swedish, "language.name"),
			.tongue = &flow_swedish,
			.is_bold = true,
			.size_pt = 11};
	ok = ok && flow_add(flow, &head, err);
	for (i = 0; ok && (key = wording_key(paper->glossary, i)) != NULL;
		i++) {
		struct flow_row row = {.what = key,
			.n_cells = head.n_cells,
			.line = FLOW_UNDER,
			.is_middle = true};
		char meaning[KEY];
		const size_t len = strlen(key);

		if (len < 5 || strcmp(key + len - 5, ".term") != 0)
			continue;
		snprintf(meaning, sizeof(meaning), "%.*s.meaning",
			(int)(len - 5), key);
		row.cells[0] = (struct flow_cell){.w = 16000,
			.picture = pictures_of(paper->pictures, key),
			.picture_um = 14000};
		paper_put(&row.cells[1], wording_text(paper->glossary, key),
			NULL, 15, 0, true, TEXT_START);
		paper_put(&row.cells[1], wording_text(paper->glossary, meaning),
			NULL, 11, 0, false, TEXT_START);
		if (!is_swedish) {
			row.cells[2].words[0] = (struct flow_words){
				.text = wording_text(paper->terms_swedish, key),
				.tongue = &flow_swedish,
				.is_bold = true,
				.size_pt = 15};
			row.cells[2].words[1] = (struct flow_words){
				.text = wording_text(
					paper->terms_swedish, meaning),
				.tongue = &flow_swedish,
				.size_pt = 11};
		}
		ok = flow_add(flow, &row, err);
	}
	return paper_end(paper, flow, ok, "the word list", err);
}

/* ------------------------------------------------------- plan */

/* The instrument's items as pictures to ring, with their numbers. */
static bool
add_areas(const struct paper *paper, struct flow *flow, struct err *err)
{
	const struct instrument *instrument = paper->order.instrument;
	char numbers[6][12];
	size_t i, k;

	for (i = 0; i < instrument->n_items; i += 6) {
		struct flow_row row = {.what = "the areas of the plan",
			.n_cells = 6,
			.above = 3000};

		for (k = 0; k < 6 && i + k < instrument->n_items; k++) {
			const struct item *item = &instrument->items[i + k];

			snprintf(numbers[k], sizeof(numbers[k]), "%zu",
				i + k + 1);
			row.cells[k].picture = item->picture;
			row.cells[k].picture_um = 20000;
			paper_put(&row.cells[k], numbers[k], NULL, 11, 0, true,
				TEXT_CENTRE);
			paper_put(&row.cells[k],
				wording_name(paper->order.wording, item->key),
				NULL, 9, 0, false, TEXT_CENTRE);
		}
		if (!flow_add(flow, &row, err))
			return false;
	}
	return true;
}

static bool
add_area(const struct paper *paper, struct flow *flow, int number,
	struct err *err)
{
	char digit[12];
	struct flow_row row = {.what = "an area of the plan",
		.n_cells = 4,
		.above = 6000,
		.cells = {{.w = 20000}, {.lines = 3}, {.w = 42000, .lines = 3},
			{.w = 34000, .lines = 3}}};

	snprintf(digit, sizeof(digit), "%d", number);
	paper_say(paper, &row.cells[0], "pack.plan.area", 10, 8, false,
		TEXT_CENTRE);
	paper_put(&row.cells[0], digit, NULL, 24, 0, true, TEXT_CENTRE);
	paper_say(paper, &row.cells[1], "pack.plan.activity", 12, 8.5, true,
		TEXT_START);
	paper_say(paper, &row.cells[2], "pack.plan.who", 12, 8.5, true,
		TEXT_START);
	paper_say(paper, &row.cells[3], "pack.plan.when", 12, 8.5, true,
		TEXT_START);
	return flow_add(flow, &row, err);
}

struct sheet *
paper_plan(const struct paper *paper, struct err *err)
{
	struct flow_row last = {.what = "the end of the plan",
		.n_cells = 2,
		.above = 5000,
		.cells = {{.lines = 2}, {.w = 60000, .lines = 1}}};
	struct flow *flow = paper_begin(paper, "pack.plan.title", err);
	bool ok = flow != NULL &&
		  paper_line(paper, flow, "pack.plan.choose", err) &&
		  add_areas(paper, flow, err);
	int i;

	for (i = 1; ok && i <= 3; i++)
		ok = add_area(paper, flow, i, err);
	paper_say(paper, &last.cells[0], "pack.plan.proud", 12, 8.5, true,
		TEXT_START);
	paper_say(paper, &last.cells[1], "pack.plan.again", 12, 8.5, true,
		TEXT_START);
	ok = ok && flow_add(flow, &last, err);
	return paper_end(paper, flow, ok, "the plan", err);
}
