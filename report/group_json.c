#include "report/group.h"
#include "report/stats.h"

#include "core/str.h"

#include <stdio.h>

static const char *const kinds[GROUP_KIND__MAX] = {
	[GROUP_FLOW] = "flow",
	[GROUP_CLOSING] = "closing",
	[GROUP_REASON] = "reason",
	[GROUP_HANDOVER] = "handover",
	[GROUP_OVERDUE] = "overdue",
	[GROUP_UNREADABLE] = "unreadable",
	[GROUP_WAITING] = "waiting",
	[GROUP_DECIDED] = "decided",
	[GROUP_TWO_MARKS] = "two_marks",
	[GROUP_UNREVIEWED] = "unreviewed_wording",
	[GROUP_ALIKE] = "alike",
	[GROUP_ITEM] = "item",
	[GROUP_ASKED] = "asked_then",
	[GROUP_THEN] = "then",
	[GROUP_SHIFT] = "shift",
	[GROUP_CHANGE] = "change",
	[GROUP_RELIABLE] = "reliable",
	[GROUP_BELIEF] = "belief",
};
static const char *const splits[SPLIT__MAX] = {
	[SPLIT_SEX] = "sex",
	[SPLIT_MODE] = "mode",
	[SPLIT_LANGUAGE] = "language",
	[SPLIT_HELP] = "help",
};

/* "name":"key", with a comma behind; keys need no escapes. */
static void
add_word(struct str *out, const char *name, const char *word)
{
	if (word == NULL || word[0] == '\0')
		str_addf(out, "\"%s\":null,", name);
	else
		str_addf(out, "\"%s\":\"%s\",", name, word);
}

static void
add_cell_word(const struct group_series *s, const struct group_table *t,
	int cell, struct str *out)
{
	static const char *const changes[] = {"up", "same", "down", "missing"};
	static const char *const alikes[] = {"alike", "not_alike"};
	static const char *const beside[] = {
		"declined", "not_understood", "missing"};
	static const char *const thirds[] = {"low", "middle", "high"};
	const int top = t->item >= 0 ? s->items[t->item].top : 0;

	if (t->split != SPLIT_NONE) {
		str_add(out, t->kind == GROUP_FLOW
				     ? cell == 0 ? "under_2" : "2_or_more"
			     : cell == 0 ? "up"
					 : "not_up");
		return;
	}
	switch (t->kind) {
	case GROUP_FLOW:
		str_addf(out, "%d%s", cell, cell == GROUP_RATINGS ? "+" : "");
		break;
	case GROUP_REASON:
		str_add(out, cell == 0	 ? "always_rated"
			     : cell == 1 ? "not_said"
					 : s->reasons[cell - 2]);
		break;
	case GROUP_ALIKE:
		str_add(out, alikes[cell]);
		break;
	case GROUP_ITEM:
	case GROUP_THEN:
		if (cell < top)
			str_addf(out, "%d", cell + 1);
		else
			str_add(out, beside[cell - top]);
		break;
	case GROUP_SHIFT:
	case GROUP_CHANGE:
	case GROUP_RELIABLE:
		str_add(out, changes[cell]);
		break;
	case GROUP_BELIEF:
		if (cell == BELIEF_MISSING)
			str_add(out, "missing");
		else
			str_addf(out, "own_%s_belief_%s",
				thirds[cell / BELIEF_THIRDS],
				thirds[cell % BELIEF_THIRDS]);
		break;
	default:
		str_add(out, cell == 0 ? "no" : "yes");
		break;
	}
}

static void
add_range(struct str *out, const char *name, struct stats_range range)
{
	str_addf(out, ",\"%s\":[%.6f,%.6f,%.6f]", name, range.share, range.low,
		range.high);
}

/* What follows from the counts that are shown. */
static void
add_statistics(const struct group *group, const struct group_series *s,
	const struct group_table *t, struct str *out)
{
	const struct group_table *flow =
		group_table(s, GROUP_FLOW, SPLIT_NONE, -1, 0);
	const size_t *c = t->result.counts;
	struct stats_range sexes;
	size_t fewer;

	if (group_sexes(t, &sexes, &fewer))
		add_range(out, "woman_less_man", sexes);
	if (t->split != SPLIT_NONE)
		return;
	if (t->kind == GROUP_RELIABLE)
		str_addf(out, ",\"least_steps\":%.6f",
			stats_mdc(s->sd[t->item], group->ask.retest));
	if ((t->kind == GROUP_ITEM || t->kind == GROUP_THEN) &&
		group_knows(t, (size_t)s->items[t->item].top) &&
		stats_count(c, s->items[t->item].top) > 0) {
		const size_t top = (size_t)s->items[t->item].top;

		str_addf(out,
			",\"median\":%.1f,\"mean\":%.6f,\"sd\":%.6f,"
			"\"ceiling\":%s,\"floor\":%s",
			stats_median(c, top), stats_mean(c, top),
			stats_sd(c, top),
			stats_ceiling(c, top) ? "true" : "false",
			stats_floor(c, top) ? "true" : "false");
	}
	if (t->kind == GROUP_BELIEF && group_knows(t, BELIEF_MISSING) &&
		stats_count(c, BELIEF_MISSING) > 0)
		str_addf(out, ",\"kappa\":%.6f", stats_kappa(c, BELIEF_THIRDS));
	if (group_is_change(t->kind) && group_knows(t, CHANGE_MISSING) &&
		stats_count(c, CHANGE_MISSING) > 0) {
		const size_t n = stats_count(c, CHANGE_MISSING);

		add_range(out, "up", stats_wilson(c[CHANGE_UP], n));
		add_range(out, "same", stats_wilson(c[CHANGE_SAME], n));
		add_range(out, "down", stats_wilson(c[CHANGE_DOWN], n));
		add_range(out, "up_bounds",
			stats_bounds(c[CHANGE_UP], n, flow->result.total));
	}
}

static void
add_table(const struct group *group, const struct group_series *s,
	const struct group_table *t, struct str *out)
{
	const char *const *ways = group_ways(t->split, true);
	const char *comma = "";
	int way, cell;

	str_add(out, "{");
	add_word(out, "kind", kinds[t->kind]);
	add_word(out, "split", splits[t->split]);
	add_word(out, "item", t->item >= 0 ? s->items[t->item].key : NULL);
	if (t->rating > 0)
		str_addf(out, "\"rating\":%d,", t->rating);
	else
		str_add(out, "\"rating\":null,");
	str_addf(out, "\"total\":%zu,\"cells\":[", t->result.total);
	for (way = 0; way < t->n_ways; way++) {
		for (cell = 0; cell < t->n_cells; cell++) {
			const int at = way * t->n_cells + cell;

			str_addf(out, "%s{", comma);
			add_word(out, "way",
				t->split != SPLIT_NONE ? ways[way] : NULL);
			str_add(out, "\"cell\":\"");
			add_cell_word(s, t, cell, out);
			if (t->result.has_cell[at])
				str_addf(out, "\",\"count\":%zu}",
					t->result.counts[at]);
			else
				str_add(out, "\",\"count\":null}");
			comma = ",";
		}
	}
	str_add(out, "]");
	add_statistics(group, s, t, out);
	str_add(out, "}");
}

static void
add_series(const struct group *group, const struct group_series *s,
	struct str *out)
{
	size_t i, yes, n;

	str_add(out, "{");
	add_word(out, "instrument", s->instrument);
	add_word(out, "version", s->version);
	add_word(out, "level", s->level);
	str_addf(out, "\"steps\":%d,", s->steps);
	add_word(out, "rater", store_raters[s->rater]);
	str_addf(out, "\"horizon_months\":%d,\"withheld\":%s",
		s->horizon_months, s->is_withheld ? "true" : "false");
	if (s->has_days)
		str_addf(out, ",\"median_days\":%.1f", s->days);
	else
		str_add(out, ",\"median_days\":null");
	str_add(out, ",\"closer\":");
	if (group_closer(s, &yes, &n)) {
		const struct stats_range share = stats_wilson(yes, n);

		str_addf(out,
			"{\"yes\":%zu,\"of\":%zu,"
			"\"share\":[%.6f,%.6f,%.6f]}",
			yes, n, share.share, share.low, share.high);
	} else {
		str_add(out, "null");
	}
	str_add(out, ",\"tables\":[");
	for (i = 0; i < s->n_tables; i++) {
		str_add(out, i > 0 ? "," : "");
		add_table(group, s, &s->tables[i], out);
	}
	str_add(out, "]}");
}

void
group_json(const struct group *group, struct str *out)
{
	const struct group_ask *ask = &group->ask;
	size_t i;

	str_add(out, "{\"report\":\"group\",");
	add_word(out, "from", ask->from);
	add_word(out, "until", ask->until);
	add_word(out, "unit", ask->unit);
	str_addf(out, "\"least\":%zu,", ask->least);
	add_word(out, "baseline", group_baselines[ask->baseline - 1]);
	if (ask->retest > 0)
		str_addf(out, "\"test_retest\":%.4f,\"series\":[", ask->retest);
	else
		str_add(out, "\"test_retest\":null,\"series\":[");
	for (i = 0; i < group->n_series; i++) {
		str_add(out, i > 0 ? "," : "");
		add_series(group, &group->series[i], out);
	}
	str_add(out, "]}\n");
}
