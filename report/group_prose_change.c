#include "report/group_prose.h"

#include "report/column.h"
#include "report/stats.h"

#include <stdio.h>
#include <string.h>

static void
change_head(struct group_prose *w)
{
	column_add(&w->line, "", GROUP_PROSE_NAME - 12);
	str_add(&w->line, "    upp   lika    ned   utan");
	column_end(&w->line, w->out);
}

static void
change_row(struct group_prose *w, const struct group_table *t)
{
	int i;

	column_add(
		&w->line, group_prose_item(w, t->item), GROUP_PROSE_NAME - 12);
	for (i = 0; i < CHANGE__MAX; i++)
		group_prose_number(
			w, t->result.has_cell[i], t->result.counts[i], 7);
	column_end(&w->line, w->out);
}

/* What people say now of how it was then, against what they said then. */
void
group_prose_shift(struct group_prose *w)
{
	size_t i;

	group_prose_title(
		w, "Så var det då, mot den första skattningen (personer)");
	group_prose_paragraph(w, 0,
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
write_change(struct group_prose *w, const struct group_table *t, size_t offered)
{
	const size_t *c = t->result.counts;
	const size_t n = stats_count(c, CHANGE_MISSING);
	char up[64], down[64], low[16], high[16], words[256];
	struct stats_range bounds;

	change_row(w, t);
	if (!group_knows(t, CHANGE_MISSING) || n == 0)
		return;
	bounds = stats_bounds(c[CHANGE_UP], n, offered);
	group_prose_range(stats_wilson(c[CHANGE_UP], n), n, up);
	group_prose_range(stats_wilson(c[CHANGE_DOWN], n), n, down);
	group_prose_percent(bounds.low, offered, low);
	group_prose_percent(bounds.high, offered, high);
	snprintf(words, sizeof(words),
		"upp %s, ned %s av %zu som svarat båda gångerna; upp %s till "
		"%s %% av alla %zu erbjudna",
		up, down, n, low, high, offered);
	group_prose_paragraph(w, 4, words);
}

static void
write_split_row(struct group_prose *w, const struct group_table *t, int way)
{
	const size_t *c = &t->result.counts[way * t->n_cells];
	const size_t n = stats_count(c, (size_t)t->n_cells);
	char words[64], up[64];

	if (n == 0)
		return;
	snprintf(words, sizeof(words), "    %s",
		group_ways(t->split, false)[way]);
	column_add(&w->line, words, GROUP_PROSE_NAME - 8);
	group_prose_range(stats_wilson(c[CHANGE_UP], n), n, up);
	str_addf(&w->line, "upp %zu av %zu, %s", c[CHANGE_UP], n, up);
	column_end(&w->line, w->out);
}

/* Women's share less men's, with its interval. */
static void
write_sexes(struct group_prose *w, const struct group_table *t)
{
	char range[64], words[128];
	struct stats_range difference;
	size_t n;

	if (!group_sexes(t, &difference, &n))
		return;
	group_prose_range(difference, n, range);
	snprintf(words, sizeof(words), "kvinnor minus män: %s", range);
	group_prose_paragraph(w, 4, words);
}

static const struct group_table *
split_of(const struct group_prose *w, int split, size_t item)
{
	const struct group_table *t = group_table(
		w->s, GROUP_CHANGE, (enum group_split)split, (int)item, 0);

	return t != NULL && t->result.total > 0 ? t : NULL;
}

static void
write_split(struct group_prose *w, int split)
{
	struct str hidden = {0};
	int way;
	size_t item;

	for (item = 0; item < w->s->n_items; item++) {
		const struct group_table *t = split_of(w, split, item);

		if (t == NULL) {
			str_addf(&hidden, "%s %s", hidden.len > 0 ? "," : "",
				group_prose_item(w, (int)item));
			continue;
		}
		group_prose_paragraph(w, 2, group_prose_item(w, (int)item));
		for (way = 0; way < t->n_ways; way++)
			write_split_row(w, t, way);
		if (split == SPLIT_SEX)
			write_sexes(w, t);
	}
	if (hidden.len > 0) {
		str_add(w->out, "  - visas inte:");
		column_wrap(hidden.at, 4, GROUP_PROSE_WIDTH - 17, w->out);
	}
	str_finish(&hidden);
}

static void
write_splits(struct group_prose *w)
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
		group_prose_title(w, titles[split]);
		write_split(w, split);
	}
}

static void
write_reliable(struct group_prose *w)
{
	const double r = w->group->ask.retest;
	char words[160];
	size_t i;

	group_prose_title(w, "Mer än mätfel");
	if (r <= 0) {
		group_prose_paragraph(w, 0,
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
			group_prose_item(w, (int)i), c[CHANGE_UP],
			c[CHANGE_SAME], c[CHANGE_DOWN],
			stats_mdc(w->s->sd[i], r), r);
		group_prose_paragraph(w, 2, words);
	}
}

void
group_prose_changes(struct group_prose *w, size_t offered)
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
	group_prose_title(w, words);
	if (w->group->ask.baseline == GROUP_BY_THEN && !w->s->has_then) {
		group_prose_paragraph(w, 0,
			"Visas inte: ingen har tillfrågats efteråt om hur det "
			"var då (skapa forms print --level then).");
		return;
	}
	change_head(w);
	for (i = 0; i < w->s->n_items; i++) {
		const struct group_table *t =
			group_table(w->s, GROUP_CHANGE, SPLIT_NONE, (int)i, 0);

		if (t == NULL || t->result.total == 0) {
			column_add(&w->line, group_prose_item(w, (int)i),
				GROUP_PROSE_NAME - 12);
			str_add(&w->line, "      - visas inte");
			column_end(&w->line, w->out);
			continue;
		}
		is_any = true;
		write_change(w, t, offered);
	}
	group_prose_paragraph(w, 0,
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
write_belief(struct group_prose *w, const struct group_table *t)
{
	static const char *const own[] = {
		"  personen lågt", "  personen i mitten", "  personen högt"};
	const size_t *c = t->result.counts;
	char words[160];
	int i, j;

	snprintf(words, sizeof(words),
		"%s; handläggaren %s:", group_prose_item(w, t->item),
		group_belief(w->s->instrument, w->s->items[t->item].key));
	group_prose_paragraph(w, 0, words);
	column_add(&w->line, "", GROUP_PROSE_NAME - 12);
	str_add(&w->line, "     lågt   mitten     högt");
	column_end(&w->line, w->out);
	for (i = 0; i < BELIEF_THIRDS; i++) {
		column_add(&w->line, own[i], GROUP_PROSE_NAME - 12);
		for (j = 0; j < BELIEF_THIRDS; j++)
			group_prose_number(w,
				t->result.has_cell[i * BELIEF_THIRDS + j],
				c[i * BELIEF_THIRDS + j], 9);
		column_end(&w->line, w->out);
	}
	group_prose_count(w, "  någon av dem har inte svarat",
		t->result.has_cell[BELIEF_MISSING], c[BELIEF_MISSING], 0);
	if (!group_knows(t, BELIEF_MISSING) ||
		stats_count(c, BELIEF_MISSING) == 0)
		return;
	snprintf(words, sizeof(words),
		"Viktad kappa %.2f (1: alltid lika, 0: som av en slump).",
		stats_kappa(c, BELIEF_THIRDS));
	*strchr(words, '.') = ',';
	column_wrap(words, 2, GROUP_PROSE_WIDTH - 2, w->out);
}

/* Never of a person, a caseworker or a unit against another. */
void
group_prose_beliefs(struct group_prose *w)
{
	size_t i;

	group_prose_title(
		w, "Handläggarens tro bredvid personens egen (personer)");
	group_prose_paragraph(w, 0,
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
			group_prose_paragraph(
				w, 0, group_prose_item(w, (int)i));
			group_prose_paragraph(w, 2, "- visas inte");
		}
	}
}
