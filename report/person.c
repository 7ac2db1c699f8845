#include "report/person.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "report/column.h"
#include "report/person_data.h"
#include "report/person_waiting.h"
#include "report/person_words.h"
#include "report/told.h"

#include <stdio.h>
#include <string.h>

#define NAME_COLUMNS 23
#define CELL_COLUMNS 16
#define CELLS 3	    /* occasions side by side: 23 + 3 * 16 = 71 columns */
#define BAR_STEPS 5 /* a longer ladder is a number only */

struct report {
	const struct person_data *data;
	struct person_words *words; /* Swedish */
	enum series_whose whose;
	struct str *out;
	/* What the signs in a table explain below it. */
	bool has_blank, has_gap, has_decided;
};

/* One paragraph, wrapped. The text is emptied. */
static void
add_wrapped(struct report *report, struct str *text, size_t indent)
{
	if (text->failed)
		report->out->failed = true;
	column_wrap(text->at != NULL ? text->at : "", indent, PERSON_WIDTH,
		report->out);
	str_clear(text);
}

/* ---------------------------------------------------------------- cells */

/* "4 av 5  ####-" */
static void
value_cell(const struct store_answer *answer, char *cell, size_t size)
{
	const int top =
		answer->top > answer->value ? answer->top : answer->value;
	const char *star = answer->is_decided ? "*" : "";
	char bar[BAR_STEPS + 1] = "";
	int i;

	if (top <= BAR_STEPS) {
		for (i = 0; i < top; i++)
			bar[i] = i < answer->value ? '#' : '-';
		bar[top] = '\0';
		snprintf(cell, size, "%d av %d%-2s%s", answer->value, top, star,
			bar);
	} else {
		snprintf(cell, size, "%d av %d%s", answer->value, top, star);
	}
}

static void
cell_text(struct report *report, const struct store_answer *answer, char *cell,
	size_t size)
{
	const char *word = "granskas";

	switch (answer->status) {
	case ANSWER_ANSWERED:
		report->has_decided = report->has_decided || answer->is_decided;
		value_cell(answer, cell, size);
		return;
	case ANSWER_DECLINED:
		word = "vill inte svara";
		break;
	case ANSWER_NOT_UNDERSTOOD:
		word = "förstår inte";
		break;
	case ANSWER_BLANK:
		report->has_blank = true;
		word = "-";
		break;
	case ANSWER_UNREADABLE:
		word = "oläsligt";
		break;
	case ANSWER_REVIEW:
	case ANSWER__MAX:
		break;
	}
	snprintf(cell, size, "%s", word);
}

static void
add_cell(struct report *report, const struct series *series, size_t item,
	size_t column, struct str *line)
{
	const struct store_answer *answer = series_cell(series, item, column);
	const bool has_sheet = series->columns[column].sheet != 0;
	char cell[64];

	if (answer != NULL) {
		cell_text(report, answer, cell, sizeof(cell));
	} else {
		report->has_gap = report->has_gap || has_sheet;
		report->has_blank = report->has_blank || !has_sheet;
		snprintf(cell, sizeof(cell), has_sheet ? "." : "-");
	}
	column_add(line, cell, CELL_COLUMNS);
}

/* Up to CELLS columns of the series, from that one. */
static void
add_block(struct report *report, const struct series *series, size_t from)
{
	const struct wording *words = person_words_of(report->words, series);
	const size_t end = from + CELLS < series->n_columns ? from + CELLS
							    : series->n_columns;
	struct str line = {0};
	size_t i, c;

	column_add(&line, "", NAME_COLUMNS);
	for (c = from; c < end; c++)
		column_add(&line, series->columns[c].first->date, CELL_COLUMNS);
	column_end(&line, report->out);
	for (i = 0; i < series->n_items; i++) {
		column_add(&line, person_name_of(words, series->items[i].key),
			NAME_COLUMNS);
		for (c = from; c < end; c++)
			add_cell(report, series, i, c, &line);
		column_end(&line, report->out);
	}
	str_finish(&line);
}

/* ---------------------------------------------------------------- a series */

static const char *const modes[MODE__MAX] = {[MODE_PAPER] = "på papper",
	[MODE_KIOSK] = "på skärm",
	[MODE_ORAL] = "muntligt"};
static const char *const helpers[ASSISTANCE__MAX] = {
	[ASSISTANCE_NONE] = "utan hjälp",
	[ASSISTANCE_INTERPRETER] = "med tolk",
	[ASSISTANCE_LANGUAGE_SUPPORT] = "med språkstöd",
	[ASSISTANCE_STAFF] = "med hjälp av personal",
	[ASSISTANCE_OTHER] = "med annan hjälp"};

static void
add_said(struct str *text, const char *word)
{
	if (word != NULL)
		str_addf(text, ", %s", word);
}

/* "2026-06-01: mätning 2, uppföljning, på papper, med tolk, språk ar." */
static void
add_occasion(struct report *report, const struct series *series, size_t column)
{
	const struct store_answer *first = series->columns[column].first;
	const struct store_occasion *of = series->columns[column].occasion;
	const char *language = first->language;
	struct str text = {0};

	str_addf(&text, "%s: mätning %zu", first->date, column + 1);
	if (of != NULL) {
		add_said(&text, told_occasion_kind(of->kind));
		add_said(&text, modes[of->mode]);
		add_said(&text, helpers[of->assistance]);
		if (of->horizon_months > 0)
			str_addf(
				&text, ", inom %d månader", of->horizon_months);
	}
	if (language[0] != '\0')
		str_addf(&text, ", språk %s", language);
	str_add(&text, ".");
	add_wrapped(report, &text, 2);
	str_finish(&text);
}

/* Brackets and choices of the latest occasion by their words. */
static void
add_words(struct report *report, const struct series *series)
{
	const struct wording *words = person_words_of(report->words, series);
	const size_t last = series->n_columns - 1;
	struct str text = {0};
	size_t i;

	for (i = 0; words != NULL && i < series->n_items; i++) {
		const struct store_answer *cell = series_cell(series, i, last);
		const char *step;

		if (series->items[i].is_ladder || cell == NULL ||
			cell->status != ANSWER_ANSWERED)
			continue;
		step = wording_step(words, series->items[i].key, cell->value);
		if (step == NULL)
			continue;
		str_addf(&text,
			"%s %s: ", person_name_of(words, series->items[i].key),
			series->columns[last].first->date);
		wording_add_unbroken(&text, step);
		str_add(&text, ".");
		add_wrapped(report, &text, 2);
	}
	str_finish(&text);
}

/* A caseworker's answers look so far ahead; unlike ones are not compared. */
static bool
has_other_horizons(const struct series *series)
{
	int first = -1;
	size_t c;

	for (c = 0; c < series->n_columns; c++) {
		const struct store_occasion *of = series->columns[c].occasion;
		const int months = of == NULL ? 0 : of->horizon_months;

		if (first >= 0 && months != first)
			return true;
		first = months;
	}
	return false;
}

static void
explain(struct report *report, const struct series *series)
{
	const size_t last = series->n_columns - 1;
	struct str text = {0};

	if (report->has_blank)
		str_add(report->out, "-  inget svar\n");
	if (report->has_gap)
		str_add(report->out, ".  sidan är inte inläst\n");
	if (report->has_decided)
		str_add(report->out,
			"*  bestämt av en person som har sett papperet\n");
	if (series_ladders(series) > 0) {
		str_addf(&text, "Besvarade %zu av %zu frågor på skalan.",
			series_answered(series, last), series_ladders(series));
		if (last > 0)
			str_add(&text, " Skillnad om ett steg på en enskild "
				       "fråga är inte säker.");
		if (series_falls(series, last) && person_is_own(series))
			str_add(&text, " Ett lägre svar kan betyda att "
				       "personen förstår mer nu.");
		if (!person_is_own(series) && has_other_horizons(series))
			str_add(&text, " Tidshorisonten är inte densamma: "
				       "svaren kan inte jämföras.");
		add_wrapped(report, &text, 0);
	}
	str_finish(&text);
}

static void
add_series(struct report *report, struct series *series)
{
	const struct instrument *instrument =
		person_instrument_of(report->words, series);
	const struct wording *words = person_words_of(report->words, series);
	const struct store_answer *of = series->of;
	struct str text = {0};
	size_t from;

	if (instrument != NULL)
		series_order(series, instrument);
	report->has_blank = report->has_gap = report->has_decided = false;
	str_add(report->out, "\n");
	str_addf(&text, "%s, %d steg%s",
		words != NULL ? wording_title(words) : of->instrument,
		of->steps, strcmp(of->level, "easy") == 0 ? ", lättläst" : "");
	add_wrapped(report, &text, 0);
	str_addf(&text, "Formulär %s version %s, %s.", of->instrument,
		of->version,
		person_is_own(series) ? "personens egna svar"
				      : "handläggarens svar om personen");
	add_wrapped(report, &text, 2);
	str_finish(&text);
	add_occasion(report, series, series->n_columns - 1);
	for (from = 0; from < series->n_columns; from += CELLS) {
		str_add(report->out, "\n");
		add_block(report, series, from);
	}
	str_add(report->out, "\n");
	add_words(report, series);
	explain(report, series);
}

/* ---------------------------------------------------------------- notes */

static const char *const states[NOTE_STATE__MAX] = {[NOTE_OPEN] = "bestämt",
	[NOTE_ON_THE_WAY] = "på väg",
	[NOTE_REACHED] = "nått",
	[NOTE_DROPPED] = "inte längre ett mål"};

static void
add_notes(struct report *report, enum note_kind kind, const char *heading)
{
	struct str text = {0};
	bool is_first = true;
	size_t i;

	for (i = 0; i < report->data->n_notes; i++) {
		const struct store_note *note = &report->data->notes[i];

		if (note->kind != kind ||
			(kind == NOTE_NEXT_STEP && note->state == NOTE_DROPPED))
			continue;
		if (is_first)
			str_addf(report->out, "\n%s\n\n", heading);
		is_first = false;
		str_addf(&text, "%s  %s", note->day,
			column_can(note->text)
				? note->text
				: "(skrivet med andra bokstäver; se "
				  "personens egen sida)");
		if (kind == NOTE_MILESTONE)
			str_addf(&text, " - %s", states[note->state]);
		else if (note->state == NOTE_REACHED)
			str_add(&text, " - gjort");
		if (note->due[0] != '\0')
			str_addf(&text, " (senast %s)", note->due);
		add_wrapped(report, &text, 12);
	}
	str_finish(&text);
}

static bool
add_all(struct store *store, struct report *report, struct person_data *data,
	struct err *err)
{
	bool has_one = false;
	size_t i;

	str_addf(report->out, "Person %s\n", data->code);
	for (i = 0; i < data->set.n; i++) {
		if (!person_is_asked(report->whose, data->set.all[i].of->rater))
			continue;
		has_one = true;
		add_series(report, &data->set.all[i]);
	}
	if (!has_one)
		str_add(report->out, "\nInga svar är inlästa.\n");
	/* An extract has its own list of them. */
	if (report->whose == SERIES_OWN) {
		add_notes(report, NOTE_NEXT_STEP, "Nästa steg");
		add_notes(report, NOTE_MILESTONE, "Delmål");
		add_notes(report, NOTE_STORY, "Berättat");
	}
	return person_waiting(
		store, data, report->words, report->whose, report->out, err);
}

bool
person_report(struct store *store, const struct person_as *as, struct str *out,
	struct err *err)
{
	struct person_data data = {0};
	struct person_words words = {0};
	struct report report = {
		.data = &data, .words = &words, .whose = as->whose, .out = out};
	const bool ok =
		person_data_load(&data, store, as->code, as->whose, err) &&
		person_words_open(
			&words, as->templates, WORDING_SOURCE_LANGUAGE, err) &&
		add_all(store, &report, &data, err) && str_ok(out, err);

	person_data_finish(&data);
	person_words_finish(&words);
	return ok;
}
