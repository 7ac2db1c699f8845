/* A person's answers for a journal: one line, and Latin-1. */
#include "core/str.h"
#include "instrument/wording.h"
#include "report/column.h"
#include "report/person.h"
#include "report/person_data.h"
#include "report/person_words.h"

#include <string.h>

static size_t
waiting_in(const struct series *series, size_t column)
{
	size_t i, n = 0;

	for (i = 0; i < series->n_items; i++) {
		const struct store_answer *cell =
			series_cell(series, i, column);

		n += cell != NULL && (cell->status == ANSWER_REVIEW ||
					     cell->status == ANSWER_UNREADABLE);
	}
	return n;
}

/* The step that is open and due first; NULL: none. */
static const struct store_note *
next_step(const struct person_data *data)
{
	const struct store_note *found = NULL;
	size_t i;

	for (i = 0; i < data->n_notes; i++) {
		const struct store_note *note = &data->notes[i];

		if (note->kind != NOTE_NEXT_STEP ||
			note->state == NOTE_REACHED ||
			note->state == NOTE_DROPPED)
			continue;
		if (found == NULL || found->due[0] == '\0' ||
			(note->due[0] != '\0' &&
				strcmp(note->due, found->due) < 0))
			found = note;
	}
	return found;
}

void
person_line(const struct person_data *data, struct person_words *swedish,
	struct str *out)
{
	const struct series *series = person_latest(data);
	const struct store_note *step = next_step(data);
	struct str line = {0};

	str_addf(&line, "%s", data->code);
	if (series == NULL) {
		str_add(&line, ": inga svar");
	} else {
		const size_t last = series->n_columns - 1;
		const struct wording *words = person_words_of(swedish, series);
		const size_t waiting = waiting_in(series, last);

		str_addf(&line, " %s %s, mätning %zu", series_last(series),
			words != NULL ? wording_title(words)
				      : series->of->instrument,
			last + 1);
		if (series_ladders(series) > 0)
			str_addf(&line, ": besvarade %zu av %zu",
				series_answered(series, last),
				series_ladders(series));
		if (waiting > 0)
			str_addf(&line, "; %zu svar granskas", waiting);
	}
	if (step != NULL)
		str_addf(&line, "; nästa steg: %s",
			column_can(step->text) ? step->text
					       : "se personens egen sida");
	if (step != NULL && step->due[0] != '\0')
		str_addf(&line, " (senast %s)", step->due);
	str_add(&line, ".");
	if (line.failed)
		out->failed = true;
	else
		column_wrap(line.at, 0, line.len, out);
	str_finish(&line);
}

void
person_latin1(const char *text, struct str *out)
{
	const unsigned char *at = (const unsigned char *)text;

	for (; *at != '\0'; at++) {
		unsigned char byte = *at;

		if (byte == '\n') {
			str_add(out, "\r\n");
			continue;
		}
		/* Only what Latin-1 has is in the text: U+00A0 to U+00FF. */
		if (byte >= 0x80 && at[1] != '\0') {
			byte = (unsigned char)(byte << 6 | (at[1] & 0x3f));
			at++;
		}
		str_add_bytes(out, &byte, 1);
	}
}
