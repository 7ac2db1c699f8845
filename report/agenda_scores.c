/* The answers on a case forum's agenda: of those alone who agreed to it. */
#include "report/agenda.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/wording.h"
#include "report/person_data.h"
#include "report/person_words.h"

#include <stdlib.h>
#include <string.h>

/* The latest occasion of the series that was answered last. */
static bool
take(struct agenda_row *row, const struct person_data *data,
	struct person_words *words, struct err *err)
{
	const struct series *series = person_latest(data);
	const struct wording *own;
	size_t i;

	if (series == NULL)
		return true;
	row->scores = calloc(series->n_items, sizeof(*row->scores));
	if (row->scores == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	own = person_words_of(words, series);
	str_copy(row->scored, STORE_DATE, series_last(series));
	for (i = 0; i < series->n_items; i++) {
		const struct series_item *item = &series->items[i];
		struct agenda_score *to = &row->scores[row->n_scores];

		if (!item->is_ladder)
			continue;
		memcpy(to->item, item->key, ITEM_KEY);
		if (!str_copy(to->name, AGENDA_NAME,
			    person_name_of(own, item->key)))
			memcpy(to->name, item->key, ITEM_KEY);
		to->value = series_value(series, i, series->n_columns - 1);
		to->top = item->top;
		row->n_scores++;
	}
	return true;
}

bool
agenda_add_scores(struct agenda *agenda, struct store *store, struct err *err)
{
	struct person_words words = {0};
	bool ok = person_words_open(
		&words, agenda->ask.scores, WORDING_SOURCE_LANGUAGE, err);
	size_t i;

	for (i = 0; ok && i < agenda->n; i++) {
		struct agenda_row *row = &agenda->rows[i];
		const char *forum = row->person.forum;
		struct person_data data = {.n_notes = 0};

		row->hides_scores = forum[0] == '\0' ||
				    strcmp(forum, agenda->ask.today) > 0;
		if (row->hides_scores)
			continue;
		ok = person_data_load(
			     &data, store, row->person.code, SERIES_OWN, err) &&
		     take(row, &data, &words, err);
		person_data_finish(&data);
	}
	person_words_finish(&words);
	return ok;
}
