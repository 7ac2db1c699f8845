/* What is laid between languages: the interpreter's sheet and the poster. */
#include "forms/paper.h"

#include "core/answer.h"
#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <string.h>

#define KEY 128
#define NUMBER_W 12000
#define PICTURE_W 12000
#define POSTER_PROMPTS 2

/* <instrument>.<item>.<what>.1, .2 ...: a line each, with a dash. */
static void
list_of(const struct paper *paper, const struct wording *words,
	const char *item, const char *what, int most, struct str *out)
{
	char key[KEY];
	const char *text;
	int i;

	for (i = 1; words != NULL && i <= most; i++) {
		snprintf(key, sizeof(key), "%s.%s.%s.%d",
			paper->order.instrument->id, item, what, i);
		text = wording_text(words, key);
		if (text == NULL)
			break;
		str_addf(out, "%s\xe2\x80\x93 %s", i > 1 ? "\n" : "", text);
	}
}

/* ------------------------------------------------------- interpreter */

/* What stands in the two columns; NULL where there is nothing. */
struct pair {
	const char *own, *swedish;
};

/* A row: a number, a picture, the words in both languages side by side. */
struct line {
	const char *number, *picture;
	struct pair label; /* small, above the words */
	struct pair words;
	double pt; /* of the words; headings are larger and bold */
};

#define HEADING_PT 13

static const char *
text_of(const struct wording *words, const char *key)
{
	return words == NULL ? NULL : wording_text(words, key);
}

static struct pair
pair_of(const struct wording *own, const struct wording *swedish,
	const char *key)
{
	return (struct pair){text_of(own, key), text_of(swedish, key)};
}

/* Rows are kept on one page until flow_settle. */
static bool
add_line(struct flow *flow, const struct line *line, struct err *err)
{
	const bool is_bold = line->pt >= HEADING_PT;
	struct flow_row row = {.what = "a row of the interpreter's sheet",
		.n_cells = 4,
		.keep = true,
		.is_middle = line->picture != NULL && !is_bold,
		.above = is_bold ? 9000 : 1600,
		.cells = {{.w = NUMBER_W},
			{.w = PICTURE_W,
				.picture = line->picture,
				.picture_um = is_bold ? 12000 : 8000}}};
	struct flow_cell *swedish = &row.cells[3];

	if (line->words.own == NULL && line->words.swedish == NULL)
		return true;
	paper_put(&row.cells[0], line->number, NULL, is_bold ? 20 : line->pt, 0,
		is_bold, TEXT_CENTRE);
	paper_put(&row.cells[2], line->label.own, NULL, 9, 0, true, TEXT_START);
	paper_put(&row.cells[2], line->words.own, NULL, line->pt, 0, is_bold,
		TEXT_START);
	swedish->words[0] = (struct flow_words){.text = line->label.swedish,
		.tongue = &flow_swedish,
		.is_bold = true,
		.size_pt = 9};
	swedish->words[1] = (struct flow_words){.text = line->words.swedish,
		.tongue = &flow_swedish,
		.is_bold = is_bold,
		.size_pt = line->pt};
	return flow_add(flow, &row, err);
}

/* The words of an item's steps, with the numbers on the sheet. */
static bool
add_steps(const struct paper *paper, struct flow *flow, const struct item *item,
	struct err *err)
{
	const struct sheet_order *o = &paper->order;
	const int n = item_steps(item, o->steps);
	const bool has_pictures = item->picture != NULL || item->n_pictures > 0;
	int i;

	for (i = 1; i <= n; i++) {
		char digit[12], picture[KEY];
		const struct line line = {.number = digit,
			.picture = has_pictures ? picture : NULL,
			.words = {wording_step(o->wording, item->key, i),
				o->swedish == NULL ? NULL
						   : wording_step(o->swedish,
							     item->key, i)},
			.pt = 11};

		snprintf(digit, sizeof(digit), "%d", i);
		if (item->n_pictures > 0)
			snprintf(picture, sizeof(picture), "%s",
				item->pictures[i - 1]);
		else
			snprintf(picture, sizeof(picture), "%s-%d",
				item->picture == NULL ? "" : item->picture,
				item_picture(item, i, o->steps));
		if (!add_line(flow, &line, err))
			return false;
	}
	return true;
}

/* A note below an item: its heading from the pack's words, and a list. */
static bool
add_list(const struct paper *paper, struct flow *flow, const struct item *item,
	const char *label, const char *what, struct err *err)
{
	struct str own = {0}, swedish = {0};
	struct line line = {
		.label = pair_of(paper->pack, paper->pack_swedish, label),
		.pt = 10};
	bool ok;

	list_of(paper, paper->order.wording, item->key, what, 99, &own);
	list_of(paper, paper->order.swedish, item->key, what, 99, &swedish);
	line.words = (struct pair){own.at, swedish.at};
	ok = str_ok(&own, err) && str_ok(&swedish, err) &&
	     add_line(flow, &line, err) && flow_settle(flow, err);
	str_finish(&own);
	str_finish(&swedish);
	return ok;
}

static bool
add_item(const struct paper *paper, struct flow *flow, const struct item *item,
	size_t number, struct err *err)
{
	const struct sheet_order *o = &paper->order;
	const char *label = "pack.interpreter.concept";
	char digit[12], key[KEY];
	const struct line question = {.number = number == 0 ? NULL : digit,
		.picture = item->picture,
		.words = {wording_question(o->wording, item->key),
			o->swedish == NULL
				? NULL
				: wording_question(o->swedish, item->key)},
		.pt = HEADING_PT};
	struct line concept = {
		.label = pair_of(paper->pack, paper->pack_swedish, label),
		.pt = 10};

	snprintf(digit, sizeof(digit), "%zu", number);
	snprintf(key, sizeof(key), "%s.%s.concept", o->instrument->id,
		item->key);
	concept.words = pair_of(o->wording, o->swedish, key);
	return add_line(flow, &question, err) &&
	       add_steps(paper, flow, item, err) && flow_settle(flow, err) &&
	       add_line(flow, &concept, err) && flow_settle(flow, err) &&
	       add_list(paper, flow, item, "pack.interpreter.avoid", "avoid",
		       err) &&
	       add_list(
		       paper, flow, item, "pack.interpreter.talk", "talk", err);
}

/* The words that stand on every sheet, and what is said before. */
static bool
add_always(const struct paper *paper, struct flow *flow, struct err *err)
{
	const struct sheet_order *o = &paper->order;
	const struct line heading = {
		.words = pair_of(paper->pack, paper->pack_swedish,
			"pack.interpreter.always"),
		.pt = HEADING_PT};
	struct line line = {.pt = 11};
	size_t i;

	line.words.own = wording_title(o->wording);
	if (o->swedish != NULL)
		line.words.swedish = wording_title(o->swedish);
	if (!add_line(flow, &heading, err) || !add_line(flow, &line, err))
		return false;
	for (i = 0; wording_purpose(o->wording, i) != NULL; i++) {
		line.words.own = wording_purpose(o->wording, i);
		if (o->swedish != NULL)
			line.words.swedish = wording_purpose(o->swedish, i);
		if (!add_line(flow, &line, err))
			return false;
	}
	line.words = pair_of(o->wording, o->swedish, "how.mark");
	line.picture = "how-cross";
	if (!add_line(flow, &line, err))
		return false;
	line.words = pair_of(o->wording, o->swedish, "how.one");
	line.picture = NULL;
	if (!add_line(flow, &line, err))
		return false;
	line.words = pair_of(o->wording, o->swedish, "how.practice");
	if (o->instrument->practice != NULL && !add_line(flow, &line, err))
		return false;
	for (i = 0; i < o->instrument->n_extras; i++) {
		char key[KEY];

		line.picture = value_word(o->instrument->extras[i]);
		snprintf(key, sizeof(key), "answer.%s", line.picture);
		line.words = pair_of(o->wording, o->swedish, key);
		if (!add_line(flow, &line, err))
			return false;
	}
	return flow_settle(flow, err);
}

static bool
add_terms(const struct paper *paper, struct flow *flow, struct err *err)
{
	const struct line heading = {
		.words = pair_of(paper->pack, paper->pack_swedish,
			"pack.interpreter.words"),
		.pt = HEADING_PT};
	char meaning[KEY];
	const char *key;
	size_t i;

	if (!flow_break(flow, err) || !add_line(flow, &heading, err))
		return false;
	for (i = 0; (key = wording_key(paper->glossary, i)) != NULL; i++) {
		const size_t len = strlen(key);
		/* The term as a label, what it means below. */
		struct line line = {.label = pair_of(paper->glossary,
					    paper->terms_swedish, key),
			.pt = 10};

		if (len < 5 || strcmp(key + len - 5, ".term") != 0)
			continue;
		snprintf(meaning, sizeof(meaning), "%.*s.meaning",
			(int)(len - 5), key);
		line.words =
			pair_of(paper->glossary, paper->terms_swedish, meaning);
		if (!add_line(flow, &line, err) || !flow_settle(flow, err))
			return false;
	}
	return true;
}

static bool
add_columns(const struct paper *paper, struct flow *flow, struct err *err)
{
	struct flow_row head = {.what = "the languages' names",
		.n_cells = 4,
		.line = FLOW_UNDER,
		.is_head = true,
		.keep = true,
		.above = 4000,
		.cells = {{.w = NUMBER_W}, {.w = PICTURE_W}}};

	paper_put(&head.cells[2],
		wording_text(paper->order.wording, "language.name"), NULL, 11,
		0, true, TEXT_START);
	if (paper->order.swedish != NULL)
		head.cells[3].words[0] = (struct flow_words){
			.text = wording_text(
				paper->order.swedish, "language.name"),
			.tongue = &flow_swedish,
			.is_bold = true,
			.size_pt = 11};
	return flow_add(flow, &head, err);
}

struct sheet *
paper_interpreter(const struct paper *paper, struct err *err)
{
	const struct instrument *instrument = paper->order.instrument;
	struct flow *flow = paper_begin(paper, "pack.interpreter.title", err);
	bool ok = flow != NULL &&
		  paper_line(paper, flow, "pack.interpreter.lead.1", err) &&
		  paper_line(paper, flow, "pack.interpreter.lead.2", err) &&
		  paper_line(paper, flow, "pack.interpreter.lead.3", err) &&
		  add_columns(paper, flow, err) && add_always(paper, flow, err);
	size_t i;

	if (ok && instrument->practice != NULL)
		ok = add_item(paper, flow, instrument->practice, 0, err);
	for (i = 0; ok && i < instrument->n_items; i++)
		ok = add_item(paper, flow, &instrument->items[i], i + 1, err);
	ok = ok && add_terms(paper, flow, err);
	return paper_end(paper, flow, ok, "the interpreter's sheet", err);
}

/* ------------------------------------------------------- poster */

static bool
add_question(const struct paper *paper, struct flow *flow,
	const struct item *item, size_t number, struct err *err)
{
	const struct sheet_order *o = &paper->order;
	char digit[12];
	struct flow_row row = {.what = item->key,
		.n_cells = 3,
		.line = FLOW_UNDER,
		.is_middle = true,
		.above = 3000,
		.cells = {{.w = 16000}, {.w = 27000,
						.picture = item->picture,
						.picture_um = 27000}}};
	struct str prompts = {0};
	bool ok;

	snprintf(digit, sizeof(digit), "%zu", number);
	list_of(paper, o->wording, item->key, "talk", POSTER_PROMPTS, &prompts);
	paper_put(&row.cells[0], digit, NULL, 32, 0, true, TEXT_CENTRE);
	paper_put(&row.cells[2], wording_question(o->wording, item->key),
		o->swedish == NULL ? NULL
				   : wording_question(o->swedish, item->key),
		16, 9.5, true, TEXT_START);
	paper_put(&row.cells[2], prompts.at, NULL, 12, 0, false, TEXT_START);
	ok = str_ok(&prompts, err) && flow_add(flow, &row, err);
	str_finish(&prompts);
	return ok;
}

struct sheet *
paper_poster(const struct paper *paper, struct err *err)
{
	const struct instrument *instrument = paper->order.instrument;
	struct flow *flow = paper_begin(paper, "pack.poster.title", err);
	bool ok = flow != NULL &&
		  paper_line(paper, flow, "pack.poster.lead", err);
	size_t i;

	for (i = 0; ok && i < instrument->n_items; i++)
		ok = add_question(
			paper, flow, &instrument->items[i], i + 1, err);
	return paper_end(paper, flow, ok, "the poster", err);
}
