#include "report/group.h"

#include "core/str.h"
#include "report/column.h"
#include "report/stats.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 72
#define NAME 34 /* columns of what a count is of */
#define COUNT 8

struct prose {
	const struct group *group;
	const struct group_series *s;
	group_name *name;
	void *data;
	struct str *out;
	struct str line;
};

static void
paragraph(struct prose *w, size_t indent, const char *words)
{
	size_t i;

	for (i = 0; i < indent; i++)
		str_add(w->out, " ");
	column_wrap(words, indent, WIDTH - indent, w->out);
}

static void
title(struct prose *w, const char *words)
{
	str_add(w->out, "\n");
	paragraph(w, 0, words);
}

static const char *
item_name(const struct prose *w, int item)
{
	const char *key = w->s->items[item].key;
	const char *name = w->name(w->s->instrument, key, w->data);

	return name != NULL ? name : key;
}

/* "66,9 %", without decimals for fewer than a hundred. */
static void
percent(double share, size_t n, char out[16])
{
	char *at;

	snprintf(out, 16, n < 100 ? "%.0f" : "%.1f", share * 100);
	at = strchr(out, '.');
	if (at != NULL)
		*at = ',';
}

static void
range_text(struct stats_range range, size_t n, char out[64])
{
	char share[16], low[16], high[16];

	percent(range.share, n, share);
	percent(range.low, n, low);
	percent(range.high, n, high);
	snprintf(out, 64, "%s %% (%s-%s)", share, low, high);
}

/* Of a step's count: what has many steps has narrow ones. */
static size_t
step_columns(int top)
{
	return top > 5 ? 5 : 6;
}

/* Right-aligned in its columns; "-" for what is hidden. */
static void
number(struct prose *w, bool is_shown, size_t n, size_t columns)
{
	char text[24];
	size_t i, len;

	len = (size_t)(is_shown ? snprintf(text, sizeof(text), "%zu", n)
				: snprintf(text, sizeof(text), "-"));
	for (i = len; i < columns; i++)
		str_add(&w->line, " ");
	str_add(&w->line, text);
}

/* A count of n, with its share; of 0: without. */
static void
count_row(struct prose *w, const char *what, bool is_shown, size_t k, size_t n)
{
	char share[64];

	column_add(&w->line, what, NAME);
	number(w, is_shown, k, COUNT);
	if (is_shown && n > 0) {
		range_text(stats_wilson(k, n), n, share);
		str_addf(&w->line, "  %s", share);
	}
	column_end(&w->line, w->out);
}

/* ------------------------------------------------------------- flow */

static void
write_flow(struct prose *w, const struct group_table *flow)
{
	static const char *const rows[] = {"", "  skattade minst en gång",
		"  skattade minst två gånger", "  skattade minst tre gånger",
		"  skattade minst fyra gånger"};
	const size_t all = flow->result.total;
	size_t hidden = flow->result.hidden, below = 0;
	int i;

	title(w, "Flödet (personer)");
	count_row(w, "erbjudna", true, all, 0);
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
		count_row(w, rows[i], is_told,
			all - below - (has_hidden_above ? 0 : hidden), all);
	}
}

static void
write_flow_split(struct prose *w, const struct group_table *t)
{
	int way;

	paragraph(w, 0, "skattade minst två gånger:");
	for (way = 0; way < t->n_ways; way++) {
		const size_t *c = &t->result.counts[way * t->n_cells];
		char words[64];

		snprintf(words, sizeof(words), "  %s",
			group_ways(t->split, false)[way]);
		if (c[0] + c[1] > 0)
			count_row(w, words, true, c[1], c[0] + c[1]);
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
write_more_flow(struct prose *w)
{
	const struct group_series *s = w->s;
	const struct group_table *t;
	char days[64];
	int split;
	size_t i;

	t = group_table(s, GROUP_CLOSING, SPLIT_NONE, -1, 0);
	if (t != NULL)
		count_row(w, "  har en avslutande skattning",
			t->result.has_cell[1], t->result.counts[1],
			t->result.total);
	t = group_table(s, GROUP_HANDOVER, SPLIT_NONE, -1, 0);
	if (t != NULL)
		count_row(w, "  har bytt handläggare", t->result.has_cell[1],
			t->result.counts[1], t->result.total);
	t = group_table(s, GROUP_ASKED, SPLIT_NONE, -1, 0);
	if (t != NULL)
		count_row(w, "  har sagt efteråt hur det var då",
			t->result.has_cell[1], t->result.counts[1],
			t->result.total);
	t = group_table(s, GROUP_REASON, SPLIT_NONE, -1, 0);
	if (t != NULL) {
		count_row(w, "  alltid skattat", t->result.has_cell[0],
			t->result.counts[0], t->result.total);
		count_row(w, "  inte alltid: inget skäl sagt",
			t->result.has_cell[1], t->result.counts[1],
			t->result.total);
		for (i = 0; i < s->n_reasons; i++) {
			char what[64];

			snprintf(what, sizeof(what), "  inte alltid: %s",
				reason_name(s->reasons[i]));
			count_row(w, what, t->result.has_cell[2 + i],
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
		paragraph(w, 0, days);
	}
}

/* ------------------------------------------------------------- answers */

static void
write_item_row(struct prose *w, const struct group_table *t)
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
		number(w, t->result.has_cell[i], c[i], step_columns((int)top));
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
write_item(struct prose *w, int item)
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
			paragraph(w, 0, item_name(w, item));
			column_add(&w->line, "", 14);
			for (i = 1; i <= top; i++)
				number(w, true, (size_t)i, step_columns(top));
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
write_closer(struct prose *w, int item)
{
	const struct group_table *t =
		group_table(w->s, GROUP_ITEM, SPLIT_NONE, item, 1);
	size_t yes, n;
	char share[64];

	if (strcmp(w->s->items[item].key, "closer") != 0 || t == NULL)
		return;
	column_add(&w->line, "  närmare arbetsmarknaden:", NAME);
	yes = t->result.counts[0];
	n = yes + t->result.counts[1];
	if (!group_knows(t, 2) || n == 0) {
		str_add(&w->line, "visas inte");
	} else {
		range_text(stats_wilson(yes, n), n, share);
		str_addf(&w->line, "%zu av %zu, %s", yes, n, share);
	}
	column_end(&w->line, w->out);
}

static void
write_answers(struct prose *w)
{
	const struct group_table *t;
	size_t i;

	title(w, "Svaren (personer)");
	paragraph(w, 0,
		"Steg 1 är lägst. vill: vill inte svara; fst: förstår inte; "
		"utan: inget svar, eller det väntar på att någon ser efter; "
		"md: medianen av stegen. T: fler än 15 % på högsta steget, G: "
		"på lägsta. Första skattningen är en övning: den är ofta för "
		"hög.");
	for (i = 0; i < w->s->n_items; i++) {
		write_item(w, (int)i);
		write_closer(w, (int)i);
	}
	for (i = 1; i <= GROUP_RATINGS; i++) {
		char what[64];

		t = group_table(w->s, GROUP_ALIKE, SPLIT_NONE, -1, (int)i);
		if (t == NULL || t->result.total == 0)
			continue;
		snprintf(what, sizeof(what),
			"samma steg på allt, %zu:%s gången", i,
			i <= 2 ? "a" : "e");
		count_row(w, what, t->result.has_cell[0], t->result.counts[0],
			t->result.total);
	}
}

/* ------------------------------------------------------------- change */

static void
change_head(struct prose *w)
{
	column_add(&w->line, "", NAME - 12);
	str_add(&w->line, "    upp   lika    ned   utan");
	column_end(&w->line, w->out);
}

static void
change_row(struct prose *w, const struct group_table *t)
{
	int i;

	column_add(&w->line, item_name(w, t->item), NAME - 12);
	for (i = 0; i < CHANGE__MAX; i++)
		number(w, t->result.has_cell[i], t->result.counts[i], 7);
	column_end(&w->line, w->out);
}

/* What people say now of how it was then, against what they said then. */
static void
write_shift(struct prose *w)
{
	size_t i;

	title(w, "Så var det då, mot den första skattningen (personer)");
	paragraph(w, 0,
		"De som har sagt efteråt hur det var då: högre, lika eller "
		"lägre än vad de sade då. Skillnaden kan vara att måttstocken "
		"har ändrats, eller att minnet har det. Det hör inte till "
		"någon serie.");
	change_head(w);
	for (i = 0; i < w->s->n_items; i++) {
		const struct group_table *t =
			group_table(w->s, GROUP_SHIFT, SPLIT_NONE, (int)i, 0);

		if (t != NULL && t->result.total > 0)
			change_row(w, t);
	}
}

static void
write_change(struct prose *w, const struct group_table *t, size_t offered)
{
	const size_t *c = t->result.counts;
	const size_t n = stats_count(c, CHANGE_MISSING);
	char up[64], down[64], low[16], high[16], words[256];
	struct stats_range bounds;

	change_row(w, t);
	if (!group_knows(t, CHANGE_MISSING) || n == 0)
		return;
	bounds = stats_bounds(c[CHANGE_UP], n, offered);
	range_text(stats_wilson(c[CHANGE_UP], n), n, up);
	range_text(stats_wilson(c[CHANGE_DOWN], n), n, down);
	percent(bounds.low, offered, low);
	percent(bounds.high, offered, high);
	snprintf(words, sizeof(words),
		"upp %s, ned %s av %zu som svarat båda gångerna; upp %s till "
		"%s %% av alla %zu erbjudna",
		up, down, n, low, high, offered);
	paragraph(w, 4, words);
}

static void
write_split_row(struct prose *w, const struct group_table *t, int way)
{
	const size_t *c = &t->result.counts[way * t->n_cells];
	const size_t n = stats_count(c, (size_t)t->n_cells);
	char words[64], up[64];

	if (n == 0)
		return;
	snprintf(words, sizeof(words), "    %s",
		group_ways(t->split, false)[way]);
	column_add(&w->line, words, NAME - 8);
	range_text(stats_wilson(c[CHANGE_UP], n), n, up);
	str_addf(&w->line, "upp %zu av %zu, %s", c[CHANGE_UP], n, up);
	column_end(&w->line, w->out);
}

/* Women's share less men's, with its interval. */
static void
write_sexes(struct prose *w, const struct group_table *t)
{
	const size_t *a = &t->result.counts[(int)SEX_WOMAN * t->n_cells];
	const size_t *b = &t->result.counts[(int)SEX_MAN * t->n_cells];
	const size_t n1 = stats_count(a, (size_t)t->n_cells);
	const size_t n2 = stats_count(b, (size_t)t->n_cells);
	char range[64], words[128];

	if (n1 == 0 || n2 == 0)
		return;
	range_text(stats_difference(a[CHANGE_UP], n1, b[CHANGE_UP], n2),
		n1 < n2 ? n1 : n2, range);
	snprintf(words, sizeof(words), "kvinnor minus män: %s", range);
	paragraph(w, 4, words);
}

static const struct group_table *
split_of(const struct prose *w, int split, size_t item)
{
	const struct group_table *t = group_table(
		w->s, GROUP_CHANGE, (enum group_split)split, (int)item, 0);

	return t != NULL && t->result.total > 0 ? t : NULL;
}

static void
write_split(struct prose *w, int split)
{
	struct str hidden = {0};
	int way;
	size_t item;

	for (item = 0; item < w->s->n_items; item++) {
		const struct group_table *t = split_of(w, split, item);

		if (t == NULL) {
			str_addf(&hidden, "%s %s", hidden.len > 0 ? "," : "",
				item_name(w, (int)item));
			continue;
		}
		paragraph(w, 2, item_name(w, (int)item));
		for (way = 0; way < t->n_ways; way++)
			write_split_row(w, t, way);
		if (split == SPLIT_SEX)
			write_sexes(w, t);
	}
	if (hidden.len > 0) {
		str_add(w->out, "  - visas inte:");
		column_wrap(hidden.at, 4, WIDTH - 17, w->out);
	}
	str_finish(&hidden);
}

static void
write_splits(struct prose *w)
{
	static const char *const titles[SPLIT__MAX] = {
		[SPLIT_SEX] = "Förändringen efter kön",
		[SPLIT_MODE] = "Förändringen efter sätt att svara",
		[SPLIT_LANGUAGE] = "Förändringen efter språk",
		[SPLIT_HELP] = "Förändringen efter hjälp",
	};
	int split;

	for (split = SPLIT_SEX; split < SPLIT__MAX; split++) {
		if (split == SPLIT_LANGUAGE && w->group->ask.unit[0] != '\0')
			continue;
		title(w, titles[split]);
		write_split(w, split);
	}
}

static void
write_reliable(struct prose *w)
{
	const double r = w->group->ask.retest;
	char words[160];
	size_t i;

	title(w, "Mer än mätfel");
	if (r <= 0) {
		paragraph(w, 0,
			"Visas inte: hur lika samma person svarar två gånger "
			"(test-retest) är inte känt här. Skillnad om ett steg "
			"på en enskild fråga är inte säker.");
		return;
	}
	for (i = 0; i < w->s->n_items; i++) {
		const struct group_table *t = group_table(
			w->s, GROUP_RELIABLE, SPLIT_NONE, (int)i, 0);
		const size_t *c;

		if (t == NULL || t->result.total == 0)
			continue;
		c = t->result.counts;
		snprintf(words, sizeof(words),
			"%s: upp %zu, inom %zu, ned %zu (minst %.2f steg, r "
			"%.2f)",
			item_name(w, (int)i), c[CHANGE_UP], c[CHANGE_SAME],
			c[CHANGE_DOWN], stats_mdc(w->s->sd[i], r), r);
		paragraph(w, 2, words);
	}
}

static void
write_changes(struct prose *w, size_t offered)
{
	static const char *const baselines[] = {
		"första skattningen till den senaste",
		"andra skattningen till den senaste",
		"hur det var då, sagt efteråt, till den senaste skattningen"};
	char words[128];
	bool is_any = false;
	size_t i;

	snprintf(words, sizeof(words), "Förändring från %s (personer)",
		baselines[w->group->ask.baseline - 1]);
	title(w, words);
	if (w->group->ask.baseline == GROUP_BY_THEN && !w->s->has_then) {
		paragraph(w, 0,
			"Visas inte: ingen har tillfrågats efteråt om hur det "
			"var då (skapa forms print --level then).");
		return;
	}
	change_head(w);
	for (i = 0; i < w->s->n_items; i++) {
		const struct group_table *t =
			group_table(w->s, GROUP_CHANGE, SPLIT_NONE, (int)i, 0);

		if (t == NULL || t->result.total == 0) {
			column_add(&w->line, item_name(w, (int)i), NAME - 12);
			str_add(&w->line, "      - visas inte");
			column_end(&w->line, w->out);
			continue;
		}
		is_any = true;
		write_change(w, t, offered);
	}
	paragraph(w, 0,
		"Förändring är skillnaden mellan två skattningar, inte vad "
		"något har lett till. Den som börjar lågt svarar oftast högre "
		"nästa gång och tvärtom, också utan att något har hänt. Ett "
		"lägre svar kan betyda att frågan förstås bättre.");
	if (is_any) {
		write_splits(w);
		write_reliable(w);
	}
}

/* ------------------------------------------------------------- belief */

static void
write_belief(struct prose *w, const struct group_table *t)
{
	static const char *const own[] = {
		"  personen lågt", "  personen i mitten", "  personen högt"};
	const size_t *c = t->result.counts;
	char words[160];
	int i, j;

	snprintf(words, sizeof(words),
		"%s; handläggaren %s:", item_name(w, t->item),
		group_belief(w->s->instrument, w->s->items[t->item].key));
	paragraph(w, 0, words);
	column_add(&w->line, "", NAME - 12);
	str_add(&w->line, "     lågt   mitten     högt");
	column_end(&w->line, w->out);
	for (i = 0; i < BELIEF_THIRDS; i++) {
		column_add(&w->line, own[i], NAME - 12);
		for (j = 0; j < BELIEF_THIRDS; j++)
			number(w, t->result.has_cell[i * BELIEF_THIRDS + j],
				c[i * BELIEF_THIRDS + j], 9);
		column_end(&w->line, w->out);
	}
	count_row(w, "  någon av dem har inte svarat",
		t->result.has_cell[BELIEF_MISSING], c[BELIEF_MISSING], 0);
	if (!group_knows(t, BELIEF_MISSING) ||
		stats_count(c, BELIEF_MISSING) == 0)
		return;
	snprintf(words, sizeof(words),
		"Viktad kappa %.2f (1: alltid lika, 0: som av en slump).",
		stats_kappa(c, BELIEF_THIRDS));
	*strchr(words, '.') = ',';
	column_wrap(words, 2, WIDTH - 2, w->out);
}

/* Never of a person, a caseworker or a unit against another. */
static void
write_beliefs(struct prose *w)
{
	size_t i;

	title(w, "Handläggarens tro bredvid personens egen (personer)");
	paragraph(w, 0,
		"Det senaste svaret av var och en, i tre delar av skalan. "
		"Frågorna är inte desamma, och ingen av dem är ett facit. Att "
		"de hör ihop är det här programmets läsning.");
	for (i = 0; i < w->s->n_items; i++) {
		const struct group_table *t =
			group_table(w->s, GROUP_BELIEF, SPLIT_NONE, (int)i, 0);

		if (t != NULL)
			write_belief(w, t);
		else if (group_belief(w->s->instrument, w->s->items[i].key) !=
			 NULL) {
			paragraph(w, 0, item_name(w, (int)i));
			paragraph(w, 2, "- visas inte");
		}
	}
}

/* ------------------------------------------------------------- the data */

static void
write_quality(struct prose *w)
{
	const struct group_quality *q = &w->s->quality;

	title(w, "Uppgifternas kvalitet (svar, om inget annat sägs)");
	if (q->has_rest) {
		count_row(w, "skattningar", true, q->ratings, 0);
		count_row(w, "  ord som inte är granskade", true, q->unreviewed,
			q->ratings);
		count_row(w, "svar", true, q->answers, 0);
		count_row(w, "  oläsliga", true, q->unreadable, q->answers);
		count_row(w, "  två märken", true, q->two_marks, q->answers);
		count_row(w, "  avgjorda av en människa", true, q->decided,
			q->answers);
		count_row(w, "  väntar på en människa", true, q->waiting,
			q->answers);
		count_row(
			w, "  vill inte svara", true, q->declined, q->answers);
		count_row(w, "  förstår inte", true, q->not_understood,
			q->answers);
		count_row(w, "  tomma", true, q->blank, q->answers);
	} else {
		paragraph(w, 0, "- visas inte");
	}
	count_row(w, "försenade (personer)", q->has_overdue, q->overdue, 0);
	paragraph(w, 0,
		"Läsarens eget fel, mätt på konstgjorda blad 2026-11-22: 2 av "
		"106 400 lästa svar, med 95 % säkerhet högst 7 på 100 000.");
}

static void
write_series(struct prose *w)
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
	paragraph(w, 0, words);
	str_add(w->out,
		"--------------------------------------------------------"
		"----------------\n");
	if (flow == NULL) {
		paragraph(w, 0,
			"Visas inte: färre än så få personer, eller så få "
			"skiljer den här perioden från en som har visats. Välj "
			"en längre period, eller vänta tills fler har kommit.");
		return;
	}
	write_flow(w, flow);
	write_more_flow(w);
	write_answers(w);
	if (s->has_then)
		write_shift(w);
	write_changes(w, flow->result.total);
	if (s->has_belief)
		write_beliefs(w);
	write_quality(w);
}

void
group_text(const struct group *group, group_name *name, void *data,
	struct str *out)
{
	struct prose w = {
		.group = group, .name = name, .data = data, .out = out};
	char words[512];
	size_t i;

	snprintf(words, sizeof(words),
		"Organisationens rapport, %s till %s, %s%s", group->ask.from,
		group->ask.until,
		group->ask.unit[0] != '\0' ? "enheten " : "alla enheter",
		group->ask.unit);
	paragraph(&w, 0, words);
	snprintf(words, sizeof(words),
		"Personer som erbjöds en enkät första gången i perioden, och "
		"vad de gjorde till och med %s. Ett streck (-) är inte noll: "
		"där skulle färre än %zu personer kunna urskiljas, av det som "
		"står här eller av det tillsammans med tidigare rapporter. "
		"Inom parentes: 95 %% konfidensintervall.",
		group->ask.until, group->ask.least);
	paragraph(&w, 0, words);
	if (group->n_series == 0)
		title(&w, "Ingen har erbjudits något i perioden.");
	for (i = 0; i < group->n_series; i++) {
		w.s = &group->series[i];
		write_series(&w);
	}
	str_finish(&w.line);
}
