#include "report/export.h"

#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <string.h>

/* "name":"word", or null for "". */
static void
add_word(struct str *out, const char *name, const char *word)
{
	str_addf(out, ",\"%s\":", name);
	if (word[0] == '\0')
		str_add(out, "null");
	else
		export_quote(out, word);
}

static void
add_item(struct export *export, size_t i)
{
	static const char *const kinds[ITEM__MAX] = {
		[ITEM_LADDER] = "ladder",
		[ITEM_BRACKETS] = "brackets",
		[ITEM_CHOICE] = "choice",
		[ITEM_COMMENT] = "comment",
		[ITEM_TALK] = "talk",
	};
	const struct instrument *instrument = export->ask->instrument;
	const struct item *item = &instrument->items[i];
	const struct wording *words = export->ask->words;
	const int top = export_top(instrument, i, wording_steps(words));
	struct str *out = export->out;
	int step;

	str_add(out, i > 0 ? ",\n{" : "{");
	str_addf(out,
		"\"item\":\"%s\",\"kind\":\"%s\",\"question\":", item->key,
		kinds[item->kind]);
	if (wording_question(words, item->key) == NULL)
		str_add(out, "null");
	else
		export_quote(out, wording_question(words, item->key));
	str_add(out, ",\"steps\":[");
	for (step = 1; step <= top; step++) {
		str_add(out, step > 1 ? "," : "");
		export_quote(out, wording_step(words, item->key, step));
	}
	str_add(out, "]}");
}

void
export_json_begin(struct export *export)
{
	const struct instrument *instrument = export->ask->instrument;
	struct str *out = export->out;
	size_t i;

	str_addf(out, "{\"export\":1,\"instrument\":\"%s\",\"version\":",
		instrument->id);
	export_quote(out, instrument->version);
	str_add(out, ",\"title\":");
	export_quote(out, wording_title(export->ask->words));
	str_addf(out,
		",\"from\":\"%s\",\"until\":\"%s\",\"with_pilot\":%s,"
		"\n\"items\":[",
		export->ask->from, export->ask->until,
		export->ask->with_pilot ? "true" : "false");
	for (i = 0; i < instrument->n_items; i++)
		add_item(export, i);
	str_add(out, "],\n\"occasions\":[");
}

void
export_json_row(struct export *export, const struct export_row *row)
{
	const struct store_occasion *o = &row->visit->about;
	struct str *out = export->out;
	size_t i;

	str_add(out, export->occasions > 0 ? ",\n{" : "\n{");
	str_addf(out, "\"person\":%zu", row->person);
	add_word(out, "sex",
		row->who->sex == SEX_NOT_SAID ? ""
					      : store_sexes[row->who->sex]);
	add_word(out, "home_language", row->who->language);
	add_word(out, "version", o->version);
	add_word(out, "level", o->level);
	str_addf(out, ",\"steps\":%d", o->steps);
	add_word(out, "rater", store_raters[o->rater]);
	str_addf(out, ",\"rating\":%zu,\"month\":\"%.7s\",\"days\":%d",
		row->number, o->date, row->days);
	add_word(out, "kind", occasion_kinds[o->kind]);
	add_word(out, "setting",
		o->setting == 0 ? "" : occasion_settings[o->setting]);
	add_word(out, "mode", o->mode == 0 ? "" : occasion_modes[o->mode]);
	add_word(out, "assistance",
		o->assistance == 0 ? "" : occasion_assistances[o->assistance]);
	add_word(out, "state", occasion_states[o->state]);
	add_word(out, "reason", o->reason);
	add_word(out, "language", o->language);
	add_word(out, "wording", o->wording);
	str_addf(out,
		",\"horizon_months\":%d,\"new_caseworker\":%s,\"pilot\":%s,"
		"\"confidence\":%.3f,\"answers\":[",
		o->horizon_months,
		row->visit->is_other_caseworker ? "true" : "false",
		row->visit->is_pilot ? "true" : "false", row->confidence);
	for (i = 0; i < row->visit->n_answers; i++) {
		const struct counted_answer *a = &row->visit->answers[i];
		const char *missing = export_missing(a);

		str_addf(out, "%s{\"item\":\"%s\",", i > 0 ? "," : "", a->item);
		if (missing == NULL)
			str_addf(
				out, "\"value\":%d,\"missing\":null", a->value);
		else
			str_addf(out, "\"value\":null,\"missing\":\"%s\"",
				missing);
		str_addf(out, ",\"decided\":%s}",
			a->is_decided ? "true" : "false");
	}
	str_add(out, "]}");
}

void
export_json_end(struct export *export)
{
	str_add(export->out, "\n]}\n");
}
