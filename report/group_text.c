#include "report/group_prose.h"

#include "report/column.h"
#include "report/stats.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------- flow */

static void
write_flow(struct group_prose *w, const struct group_table *flow)
{
	static const char *const rows[] = {"", "  skattade minst en gång",
		"  skattade minst två gånger", "  skattade minst tre gånger",
		"  skattade minst fyra gånger"};
	const size_t all = flow->result.total;
	size_t hidden = flow->result.hidden, below = 0;
	int i;

	group_prose_title(w, "Flödet (personer)");
	group_prose_count(w, "erbjudna", true, all, 0);
	for (i = 1; i <= GROUP_RATINGS; i++) {
		/* What is hidden is on one side, or it is not told. */
		bool is_told = true, has_hidden_above = false;
		int j;

		below += flow->result.counts[i - 1];
		for (j = i; j <= GROUP_RATINGS; j++)
			has_hidden_above =
				has_hidden_above || !flow->result.has_cell[j];
		for (j = 0; j < i; j++)
			is_told = is_told && (flow->result.has_cell[j] ||
						     !has_hidden_above);
		group_prose_count(w, rows[i], is_told,
			all - below - (has_hidden_above ? 0 : hidden), all);
	}
}

static void
write_flow_split(struct group_prose *w, const struct group_table *t)
{
	int way;

	group_prose_paragraph(w, 0, "skattade minst två gånger:");
	for (way = 0; way < t->n_ways; way++) {
		const size_t *c = &t->result.counts[way * t->n_cells];
		char words[64];

		snprintf(words, sizeof(words), "  %s",
			group_ways(t->split, false)[way]);
		if (c[0] + c[1] > 0)
			group_prose_count(w, words, true, c[1], c[0] + c[1]);
	}
}

/* Reasons are keys that a site writes itself; these are the usual ones. */
static const char *
reason_name(const char *key)
{
	static const struct {
		const char *key, *name;
	} known[] = {{"not_now", "inte nu"}, {"no_interpreter", "ingen tolk"},
		{"no_time", "ingen tid"}, {"declined", "vill inte"},
		{"ill", "sjuk"}};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (strcmp(known[i].key, key) == 0)
			return known[i].name;
	}
	return key;
}

static void
write_more_flow(struct group_prose *w)
{
	const struct group_series *s = w->s;
	const struct group_table *t;
	char days[64];
	int split;
	size_t i;

	t = group_table(s, GROUP_CLOSING, SPLIT_NONE, -1, 0);
	if (t != NULL)
		group_prose_count(w, "  har en avslutande skattning",
			t->result.has_cell[1], t->result.counts[1],
			t->result.total);
	t = group_table(s, GROUP_HANDOVER, SPLIT_NONE, -1, 0);
	if (t != NULL)
		group_prose_count(w, "  har bytt handläggare",
			t->result.has_cell[1], t->result.counts[1],
			t->result.total);
	t = group_table(s, GROUP_ASKED, SPLIT_NONE, -1, 0);
	if (t != NULL)
		group_prose_count(w, "  har sagt efteråt hur det var då",
			t->result.has_cell[1], t->result.counts[1],
			t->result.total);
	t = group_table(s, GROUP_REASON, SPLIT_NONE, -1, 0);
	if (t != NULL) {
		group_prose_count(w, "  alltid skattat", t->result.has_cell[0],
			t->result.counts[0], t->result.total);
		group_prose_count(w, "  inte alltid: inget skäl sagt",
			t->result.has_cell[1], t->result.counts[1],
			t->result.total);
		for (i = 0; i < s->n_reasons; i++) {
			char what[64];

			snprintf(what, sizeof(what), "  inte alltid: %s",
				reason_name(s->reasons[i]));
			group_prose_count(w, what, t->result.has_cell[2 + i],
				t->result.counts[2 + i], t->result.total);
		}
	}
	for (split = SPLIT_SEX; split < SPLIT__MAX; split++) {
		t = group_table(s, GROUP_FLOW, (enum group_split)split, -1, 0);
		if (t != NULL && t->result.total > 0)
			write_flow_split(w, t);
	}
	if (s->has_days) {
		snprintf(days, sizeof(days),
			"Median mellan första och andra: %.0f dagar.", s->days);
		group_prose_paragraph(w, 0, days);
	}
}

/* ------------------------------------------------------------- answers */

/* Of a step's count: what has many steps has narrow ones. */
static size_t
step_columns(int top)
{
	return top > 5 ? 5 : 6;
}

static void
write_item_row(struct group_prose *w, const struct group_table *t)
{
	const size_t top = (size_t)w->s->items[t->item].top;
	const size_t *c = t->result.counts;
	char words[24];
	int i;

	if (t->kind == GROUP_THEN)
		str_copy(words, sizeof(words), "  då, efteråt");
	else
		snprintf(words, sizeof(words), "  %d:%s gången", t->rating,
			t->rating <= 2 ? "a" : "e");
	column_add(&w->line, words, 14);
	for (i = 0; i < t->n_cells; i++)
		group_prose_number(
			w, t->result.has_cell[i], c[i], step_columns((int)top));
	if (group_knows(t, top) && stats_count(c, top) > 0) {
		str_addf(&w->line, "  %g", stats_median(c, top));
		if (stats_ceiling(c, top))
			str_add(&w->line, " T");
		if (stats_floor(c, top))
			str_add(&w->line, " G");
	}
	column_end(&w->line, w->out);
}

static void
write_item(struct group_prose *w, int item)
{
	static const char *const beside[] = {"vill", "fst", "utan"};
	const int top = w->s->items[item].top;
	bool is_first = true;
	int rating, i;

	for (rating = 0; rating <= GROUP_RATINGS; rating++) {
		const struct group_table *t =
			group_table(w->s, rating == 0 ? GROUP_THEN : GROUP_ITEM,
				SPLIT_NONE, item, rating);

		if (t == NULL || t->result.total == 0)
			continue;
		if (is_first) {
			group_prose_paragraph(w, 0, group_prose_item(w, item));
			column_add(&w->line, "", 14);
			for (i = 1; i <= top; i++)
				group_prose_number(
					w, true, (size_t)i, step_columns(top));
			for (i = 0; i < 3; i++)
				str_addf(&w->line, "%*s",
					(int)step_columns(top), beside[i]);
			str_add(&w->line, "  md");
			column_end(&w->line, w->out);
		}
		is_first = false;
		write_item_row(w, t);
	}
}

/* Of those who said yes or no when it ended: "18 av 30, 60 % (42-75)". */
static void
write_closer(struct group_prose *w)
{
	size_t yes, n;
	char share[64];

	if (!group_has_closer(w->s))
		return;
	column_add(&w->line, "  närmare arbetsmarknaden:", GROUP_PROSE_NAME);
	if (!group_closer(w->s, &yes, &n)) {
		str_add(&w->line, "visas inte");
	} else {
		group_prose_range(stats_wilson(yes, n), n, share);
		str_addf(&w->line, "%zu av %zu, %s", yes, n, share);
	}
	column_end(&w->line, w->out);
}

static void
write_answers(struct group_prose *w)
{
	const struct group_table *t;
	size_t i;

	group_prose_title(w, "Svaren (personer)");
	group_prose_paragraph(w, 0,
		"Steg 1 är lägst. vill: vill inte svara; fst: förstår inte; "
		"utan: inget svar, eller det väntar på att någon ser efter; "
		"md: medianen av stegen. T: fler än 15 % på högsta steget, G: "
		"på lägsta. Första skattningen är en övning: den är ofta för "
		"hög.");
	for (i = 0; i < w->s->n_items; i++)
		write_item(w, (int)i);
	write_closer(w);
	for (i = 1; i <= GROUP_RATINGS; i++) {
		char what[64];

		t = group_table(w->s, GROUP_ALIKE, SPLIT_NONE, -1, (int)i);
		if (t == NULL || t->result.total == 0)
			continue;
		snprintf(what, sizeof(what),
			"samma steg på allt, %zu:%s gången", i,
			i <= 2 ? "a" : "e");
		group_prose_count(w, what, t->result.has_cell[0],
			t->result.counts[0], t->result.total);
	}
}

/* ------------------------------------------------------------- the data */

static void
write_quality(struct group_prose *w)
{
	static const struct {
		enum group_kind kind;
		const char *what;
	} rows[] = {{GROUP_UNREADABLE, "minst ett oläsligt svar"},
		{GROUP_TWO_MARKS, "minst ett svar med två märken"},
		{GROUP_DECIDED, "minst ett avgjort av en människa"},
		{GROUP_WAITING, "minst ett väntar på en människa"},
		{GROUP_UNREVIEWED, "någon gång ord utan granskning"},
		{GROUP_OVERDUE, "försenade"}};
	size_t i;

	group_prose_title(w, "Uppgifternas kvalitet (personer)");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct group_table *t =
			group_table(w->s, rows[i].kind, SPLIT_NONE, -1, 0);

		group_prose_count(w, rows[i].what,
			t != NULL && t->result.has_cell[1],
			t != NULL ? t->result.counts[1] : 0,
			t != NULL ? t->result.total : 0);
	}
	group_prose_paragraph(w, 0,
		"Läsarens eget fel, mätt på nya konstgjorda blad 2026-11-23: 6 "
		"av "
		"240 000 lästa svar, med 95 % säkerhet högst 6 på 100 000.");
}

static void
write_series(struct group_prose *w)
{
	const struct group_series *s = w->s;
	const char *name = w->name(s->instrument, NULL, w->data);
	const struct group_table *flow =
		group_table(s, GROUP_FLOW, SPLIT_NONE, -1, 0);
	char words[256];

	snprintf(words, sizeof(words), "%s (%s %s), %s, %d steg%s",
		name != NULL ? name : s->instrument, s->instrument, s->version,
		s->level, s->steps,
		s->rater == RATES_CASEWORKER ? ", handläggarens svar" : "");
	str_add(w->out, "\n");
	group_prose_paragraph(w, 0, words);
	str_add(w->out,
		"--------------------------------------------------------"
		"----------------\n");
	if (flow == NULL) {
		group_prose_paragraph(w, 0,
			"Visas inte: färre än så få personer, eller så få "
			"skiljer den här perioden från en som har visats. Välj "
			"en längre period, eller vänta tills fler har kommit.");
		return;
	}
	write_flow(w, flow);
	write_more_flow(w);
	write_answers(w);
	if (s->has_then)
		group_prose_shift(w);
	group_prose_changes(w, flow->result.total);
	if (s->has_belief)
		group_prose_beliefs(w);
	write_quality(w);
}

void
group_text(const struct group *group, group_name *name, void *data,
	struct str *out)
{
	struct group_prose w = {
		.group = group, .name = name, .data = data, .out = out};
	char words[512];
	size_t i;

	snprintf(words, sizeof(words),
		"Organisationens rapport, %s till %s, %s%s", group->ask.from,
		group->ask.until,
		group->ask.unit[0] != '\0' ? "enheten " : "alla enheter",
		group->ask.unit);
	group_prose_paragraph(&w, 0, words);
	snprintf(words, sizeof(words),
		"Personer som erbjöds en enkät första gången i perioden, och "
		"vad de gjorde till och med %s. Ett streck (-) är inte noll: "
		"där skulle färre än %zu personer kunna urskiljas, av det som "
		"står här eller av det tillsammans med tidigare rapporter. "
		"Inom parentes: 95 %% konfidensintervall.",
		group->ask.until, group->ask.least);
	group_prose_paragraph(&w, 0, words);
	if (group->n_series == 0)
		group_prose_title(&w, "Ingen har erbjudits något i perioden.");
	for (i = 0; i < group->n_series; i++) {
		w.s = &group->series[i];
		write_series(&w);
	}
	str_finish(&w.line);
}
