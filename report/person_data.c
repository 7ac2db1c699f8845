#include "report/person_data.h"

#include "core/err.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

static bool
add_note(const struct store_note *note, void *data, struct err *err)
{
	struct person_data *person = data;

	if (person->n_notes == person->room_notes) {
		const size_t room =
			person->room_notes == 0 ? 16 : 2 * person->room_notes;
		struct store_note *at = reallocarray(
			person->notes, room, sizeof(*person->notes));

		if (at == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		person->notes = at;
		person->room_notes = room;
	}
	person->notes[person->n_notes++] = *note;
	return true;
}

bool
person_data_load(struct person_data *data, struct store *store,
	const char *code, enum series_whose whose, struct err *err)
{
	struct store_person person;
	bool found = false;

	*data = (struct person_data){0};
	if (!store_person_get(store, code, &person, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_USAGE,
			"unknown code %s; skapa store people list names those "
			"there are",
			code);
	memcpy(data->code, person.code, PERSON_CODE);
	str_copy(data->language, LAYOUT_KEY, person.language);
	return series_load(&data->set, store, code, whose, err) &&
	       (whose == SERIES_CASEWORKER ||
		       store_notes(store, code, add_note, data, err));
}

void
person_data_finish(struct person_data *data)
{
	series_finish(&data->set);
	free(data->notes);
	*data = (struct person_data){0};
}

bool
person_is_own(const struct series *series)
{
	return series->of->rater == RATES_SELF;
}

struct person_shown
person_shown(const struct series *series, bool is_rated)
{
	struct person_shown shown = {0};
	size_t i, k;

	for (i = series->n_columns; i-- > 0 && shown.n < PERSON_SHOWN;) {
		if (is_rated && series_answered(series, i) == 0)
			continue;
		for (k = shown.n++; k > 0; k--)
			shown.columns[k] = shown.columns[k - 1];
		shown.columns[0] = i;
	}
	return shown;
}

const char *
person_missing(
	const struct series *series, size_t item, size_t column, bool *of_sheet)
{
	const struct store_answer *cell = series_cell(series, item, column);

	*of_sheet = false;
	if (cell == NULL)
		return series->columns[column].sheet != 0 ? "not_read"
							  : "blank";
	switch (cell->status) {
	case ANSWER_ANSWERED:
		break;
	case ANSWER_DECLINED:
		*of_sheet = true;
		return "answer.declined";
	case ANSWER_NOT_UNDERSTOOD:
		*of_sheet = true;
		return "answer.not_understood";
	case ANSWER_BLANK:
		return "blank";
	case ANSWER_UNREADABLE:
		return "unreadable";
	case ANSWER_REVIEW:
	case ANSWER__MAX:
		return "review";
	}
	return NULL;
}

const struct series *
person_latest(const struct person_data *data)
{
	const struct series *found = NULL;
	size_t i;

	for (i = 0; i < data->set.n; i++) {
		const struct series *at = &data->set.all[i];

		if (person_is_own(at) &&
			(found == NULL || series_by_last(at, found) <= 0))
			found = at;
	}
	return found;
}
