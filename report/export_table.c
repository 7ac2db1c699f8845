/* CSV of both kinds, SPSS's table, the codebook and SPSS's syntax. */
#include "report/csv.h"
#include "report/export.h"

#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <string.h>

#define MONTH 7 /* of a day: "2026-03" */

/* SPSS's numbers of missing answers, beyond any step. */
static const struct {
	const char *word, *label;
	int number;
} missing[] = {
	{"blank", "tomt", 91},
	{"declined", "vill inte svara", 92},
	{"not_understood", "förstår inte", 93},
	{"unreadable", "oläsligt", 94},
	{"review", "väntar på att någon ser efter", 95},
	{"not_asked", "inte frågat", 96},
};

#define N_MISSING (sizeof(missing) / sizeof(*missing))

/* The columns before the items, and SPSS's format of each. */
static const struct {
	const char *name, *format, *label;
} columns[] = {
	{"person", "F8.0", "personens nummer i den här filen"},
	{"sex", "A8", "kön"},
	{"home_language", "A31", "personens språk"},
	{"version", "A31", "instrumentets version"},
	{"level", "A31", "ordens nivå"},
	{"steps", "F2.0", "stegens antal"},
	{"rater", "A10", "vem som svarade"},
	{"rating", "F4.0", "skattningens nummer, 0: ingen"},
	{"month", "A7", "månad"},
	{"days", "F5.0", "dagar sedan första tillfället"},
	{"kind", "A9", "slags tillfälle"},
	{"setting", "A10", "enskilt eller i grupp"},
	{"mode", "A8", "sätt att svara"},
	{"assistance", "A16", "hjälp"},
	{"state", "A9", "hölls, avböjdes, bara samtal"},
	{"reason", "A31", "varför inte skattat"},
	{"language", "A31", "språket som frågades på"},
	{"wording", "A31", "hur granskade orden är"},
	{"horizon_months", "F4.0", "hur långt fram frågan ser"},
	{"new_caseworker", "F1.0", "en annan handläggare än förra gången"},
	{"pilot", "F1.0", "prov"},
	{"confidence", "F5.3", "läsarens minsta säkerhet, 1 utan papper"},
};

#define N_COLUMNS (sizeof(columns) / sizeof(*columns))

static bool
is_rated(const struct instrument *instrument, size_t item)
{
	return export_top(instrument, item, 1) > 0;
}

static enum csv_kind
kind_of(const struct export *export)
{
	return export->format == EXPORT_CSV ? CSV_SWEDISH : CSV_PLAIN;
}

void
export_table_begin(struct export *export)
{
	const struct instrument *instrument = export->ask->instrument;
	struct csv csv;
	size_t i;

	csv_begin(&csv, kind_of(export), export->out);
	for (i = 0; i < N_COLUMNS; i++)
		csv_text(&csv, columns[i].name);
	for (i = 0; i < instrument->n_items; i++) {
		if (!is_rated(instrument, i))
			continue;
		csv_text(&csv, instrument->items[i].key);
		if (export->format != EXPORT_SPSS) {
			struct str why = {0};

			str_addf(&why, "%s_missing", instrument->items[i].key);
			csv_text(&csv, why.at != NULL ? why.at : "");
			str_finish(&why);
		}
	}
	csv_end(&csv);
}

static void
add_answer(const struct export *export, struct csv *csv,
	const struct counted_answer *answer)
{
	const char *word = export_missing(answer);
	size_t i;

	if (export->format != EXPORT_SPSS) {
		if (word != NULL)
			csv_empty(csv);
		else
			csv_number(csv, answer->value);
		csv_text(csv, word != NULL ? word : "");
		return;
	}
	if (word == NULL)
		csv_number(csv, answer->value);
	for (i = 0; word != NULL && i < N_MISSING; i++) {
		if (strcmp(missing[i].word, word) == 0)
			csv_number(csv, missing[i].number);
	}
}

/* The word of an enum, "" for what was not said. */
static const char *
said(const char *const words[], int number)
{
	return number == 0 ? "" : words[number];
}

void
export_table_row(struct export *export, const struct export_row *row)
{
	const struct instrument *instrument = export->ask->instrument;
	const struct store_occasion *o = &row->visit->about;
	char month[STORE_DATE];
	struct csv csv = {.kind = kind_of(export), .out = export->out};
	size_t i;

	memcpy(month, o->date, sizeof(month));
	month[MONTH] = '\0';
	csv_number(&csv, (long)row->person);
	csv_text(&csv, said(store_sexes, (int)row->who->sex));
	csv_text(&csv, row->who->language);
	csv_text(&csv, o->version);
	csv_text(&csv, o->level);
	csv_number(&csv, o->steps);
	csv_text(&csv, store_raters[o->rater]);
	csv_number(&csv, (long)row->number);
	csv_text(&csv, month);
	csv_number(&csv, row->days);
	csv_text(&csv, occasion_kinds[o->kind]);
	csv_text(&csv, said(occasion_settings, (int)o->setting));
	csv_text(&csv, said(occasion_modes, (int)o->mode));
	csv_text(&csv, said(occasion_assistances, (int)o->assistance));
	csv_text(&csv, occasion_states[o->state]);
	csv_text(&csv, o->reason);
	csv_text(&csv, o->language);
	csv_text(&csv, o->wording);
	csv_number(&csv, o->horizon_months);
	csv_number(&csv, row->visit->is_other_caseworker);
	csv_number(&csv, row->visit->is_pilot);
	csv_real(&csv, row->confidence, 3);
	for (i = 0; i < instrument->n_items; i++) {
		if (is_rated(instrument, i))
			add_answer(export, &csv,
				export_answer(row, instrument->items[i].key));
	}
	csv_end(&csv);
}

/* ------------------------------------------------------------- the codebook */

static void
codebook_row(
	struct csv *csv, const char *name, const char *value, const char *label)
{
	csv_text(csv, name);
	csv_text(csv, value);
	csv_text(csv, label);
	csv_end(csv);
}

void
export_codebook(struct export *export)
{
	const struct instrument *instrument = export->ask->instrument;
	const int steps = wording_steps(export->ask->words);
	struct csv csv;
	size_t i, j;
	int step;

	csv_begin(&csv, kind_of(export), export->beside);
	codebook_row(&csv, "column", "value", "meaning");
	codebook_row(
		&csv, "", instrument->id, wording_title(export->ask->words));
	for (i = 0; i < N_COLUMNS; i++)
		codebook_row(&csv, columns[i].name, "", columns[i].label);
	for (i = 0; i < instrument->n_items; i++) {
		const char *key = instrument->items[i].key;

		if (!is_rated(instrument, i))
			continue;
		codebook_row(&csv, key, "",
			wording_question(export->ask->words, key));
		for (step = 1; step <= export_top(instrument, i, steps);
			step++) {
			csv_text(&csv, key);
			csv_number(&csv, step);
			csv_text(&csv,
				wording_step(export->ask->words, key, step));
			csv_end(&csv);
		}
		for (j = 0; j < N_MISSING; j++) {
			struct str name = {0};

			str_addf(&name, "%s_missing", key);
			codebook_row(&csv, name.at != NULL ? name.at : "",
				missing[j].word, missing[j].label);
			str_finish(&name);
		}
	}
}

/* ------------------------------------------------------------- SPSS */

/* A string of SPSS: an apostrophe in it is doubled. */
static void
add_string(struct str *out, const char *text)
{
	str_add(out, "'");
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			str_add(out, "'");
		str_add_bytes(out, *text < ' ' && *text > 0 ? " " : text, 1);
	}
	str_add(out, "'");
}

/* A key with what a name of SPSS cannot have. */
static void
add_name(struct str *out, const char *key)
{
	for (; *key != '\0'; key++)
		str_add_bytes(out, *key == '-' ? "_" : key, 1);
}

static void
add_values(struct export *export, size_t item)
{
	const struct instrument *instrument = export->ask->instrument;
	const struct wording *words = export->ask->words;
	const char *key = instrument->items[item].key;
	struct str *out = export->beside;
	int step;
	size_t i;

	str_add(out, "VALUE LABELS ");
	add_name(out, key);
	for (step = 1;
		step <= export_top(instrument, item, wording_steps(words));
		step++) {
		str_addf(out, "\n  %d ", step);
		add_string(out, wording_step(words, key, step));
	}
	for (i = 0; i < N_MISSING; i++) {
		str_addf(out, "\n  %d ", missing[i].number);
		add_string(out, missing[i].label);
	}
	str_add(out, ".\nMISSING VALUES ");
	add_name(out, key);
	str_addf(out, " (%d THRU %d).\n", missing[0].number,
		missing[N_MISSING - 1].number);
}

void
export_syntax(struct export *export)
{
	const struct instrument *instrument = export->ask->instrument;
	struct str *out = export->beside;
	size_t i;

	str_add(out,
		"* The syntax reads answers.csv in the same folder.\n"
		"GET DATA /TYPE=TXT /FILE='answers.csv' /ENCODING='UTF8'\n"
		"  /ARRANGEMENT=DELIMITED /DELIMITERS=',' /QUALIFIER='\"'\n"
		"  /FIRSTCASE=2 /VARIABLES=");
	for (i = 0; i < N_COLUMNS; i++)
		str_addf(out, "\n  %s %s", columns[i].name, columns[i].format);
	for (i = 0; i < instrument->n_items; i++) {
		if (!is_rated(instrument, i))
			continue;
		str_add(out, "\n  ");
		add_name(out, instrument->items[i].key);
		str_add(out, " F2.0");
	}
	str_add(out, ".\n");
	for (i = 0; i < N_COLUMNS; i++) {
		str_addf(out, "VARIABLE LABELS %s ", columns[i].name);
		add_string(out, columns[i].label);
		str_add(out, ".\n");
	}
	for (i = 0; i < instrument->n_items; i++) {
		if (!is_rated(instrument, i))
			continue;
		str_add(out, "VARIABLE LABELS ");
		add_name(out, instrument->items[i].key);
		str_add(out, " ");
		add_string(out, wording_question(export->ask->words,
					instrument->items[i].key));
		str_add(out, ".\n");
		add_values(export, i);
	}
	str_add(out, "EXECUTE.\n");
}
