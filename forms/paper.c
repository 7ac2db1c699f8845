#include "forms/paper.h"

#include "core/err.h"
#include "core/str.h"
#include "forms/pictures.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <string.h>

static bool
has_language(const char *templates, const char *file, const char *language)
{
	char **languages = wording_languages(templates, file, NULL, NULL);
	bool found = false;
	size_t i;

	for (i = 0; languages != NULL && languages[i] != NULL && !found; i++)
		found = strcmp(languages[i], language) == 0;
	wording_languages_free(languages);
	return found;
}

/* One file in the language, and in Swedish where that is another. */
static bool
open_file(const struct sheet_order *order, const char *file,
	struct wording **own, struct wording **swedish, struct err *err)
{
	const char *language = wording_language(order->wording);

	if (strcmp(language, WORDING_EASY_SWEDISH) == 0 &&
		!has_language(order->templates, file, language))
		language = WORDING_SOURCE_LANGUAGE;
	*own = wording_open(order->templates, file, language, err);
	if (*own == NULL || order->swedish == NULL)
		return *own != NULL;
	*swedish = wording_open(
		order->templates, file, WORDING_SOURCE_LANGUAGE, err);
	return *swedish != NULL;
}

bool
paper_open(
	struct paper *paper, const struct sheet_order *order, struct err *err)
{
	*paper = (struct paper){.order = *order,
		.tongue = {.language = wording_language(order->wording),
			.rtl = wording_is_rtl(order->wording)},
		.scale = 1,
		.zoom = 1};
	paper->pictures = pictures_load(order->templates, err);
	if (paper->pictures != NULL &&
		open_file(order, "pack", &paper->pack, &paper->pack_swedish,
			err) &&
		open_file(order, "glossary", &paper->glossary,
			&paper->terms_swedish, err))
		return true;
	paper_finish(paper);
	return false;
}

void
paper_finish(struct paper *paper)
{
	pictures_free(paper->pictures);
	wording_free(paper->pack);
	wording_free(paper->pack_swedish);
	wording_free(paper->glossary);
	wording_free(paper->terms_swedish);
	*paper = (struct paper){0};
}

struct flow *
paper_begin(const struct paper *paper, const char *title, struct err *err)
{
	return paper_begin_as(paper, wording_text(paper->pack, title),
		paper->pack_swedish == NULL
			? NULL
			: wording_text(paper->pack_swedish, title),
		err);
}

struct flow *
paper_begin_as(const struct paper *paper, const char *own, const char *swedish,
	struct err *err)
{
	const struct sheet_order *o = &paper->order;
	struct str footer = {0};
	struct flow *flow = NULL;
	struct flow_doc doc = {.engine = o->engine,
		.templates = o->templates,
		.own = paper->tongue,
		.title = own,
		.title_swedish = swedish,
		.page_of = wording_text(o->wording, "page.of"),
		.scale = paper->scale,
		.zoom = paper->zoom};

	if (wording_is_draft(o->wording) || wording_is_draft(paper->pack) ||
		wording_is_draft(paper->glossary))
		doc.draft = wording_text(o->wording, "draft.band");
	str_addf(&footer, "%s %s \xc2\xb7 %s \xc2\xb7 %s \xc2\xb7 %d",
		o->instrument->id, o->instrument->version,
		wording_language(o->wording), o->level, o->steps);
	doc.footer = footer.at;
	if (str_ok(&footer, err))
		flow = flow_new(&doc, err);
	str_finish(&footer);
	return flow;
}

struct sheet *
paper_end(const struct paper *paper, struct flow *flow, bool ok,
	const char *name, struct err *err)
{
	struct sheet *sheet = ok ? flow_end(flow, err) : NULL;

	if (sheet == NULL)
		err_wrap(err, "%s in %s", name, paper->tongue.language);
	flow_free(flow);
	return sheet;
}

void
paper_put(struct flow_cell *cell, const char *own, const char *swedish,
	double own_pt, double swedish_pt, bool is_bold, enum text_align align)
{
	size_t i = 0;

	while (i < FLOW_WORDS - 1 && cell->words[i].text != NULL)
		i++;
	if (own != NULL)
		cell->words[i++] = (struct flow_words){.text = own,
			.is_bold = is_bold,
			.size_pt = own_pt,
			.align = align};
	if (swedish != NULL && swedish_pt > 0 && i < FLOW_WORDS)
		cell->words[i] = (struct flow_words){.text = swedish,
			.tongue = &flow_swedish,
			.size_pt = swedish_pt,
			.colour = PAPER_SMALL,
			.align = align};
}

void
paper_say(const struct paper *paper, struct flow_cell *cell, const char *key,
	double own_pt, double swedish_pt, bool is_bold, enum text_align align)
{
	paper_put(cell, wording_text(paper->pack, key),
		paper->pack_swedish == NULL
			? NULL
			: wording_text(paper->pack_swedish, key),
		own_pt, swedish_pt, is_bold, align);
}

bool
paper_line(const struct paper *paper, struct flow *flow, const char *key,
	struct err *err)
{
	struct flow_row row = {.what = key, .n_cells = 1, .above = 4000};

	paper_say(paper, &row.cells[0], key, 14, 10, false, TEXT_START);
	return flow_add(flow, &row, err);
}
