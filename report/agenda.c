#include "report/agenda.h"

#include "core/err.h"
#include "report/day.h"

#include <stdlib.h>
#include <string.h>

/* Months after a closing: when to ask again, and from when it counts. */
static const struct {
	int months, from, until;
} after[AGENDA_AFTER] = {{3, 2, 5}, {6, 5, 9}, {12, 9, 15}};

static bool
is_wanted(const struct agenda_ask *ask, const struct store_person *person)
{
	return ask->caseworker == NULL ||
	       strcmp(person->caseworker, ask->caseworker) == 0 ||
	       strcmp(person->deputy, ask->caseworker) == 0;
}

static bool
add_person(const struct store_person *person, void *data, struct err *err)
{
	struct agenda *agenda = data;

	if (!is_wanted(&agenda->ask, person))
		return true;
	if (agenda->n == agenda->room) {
		const size_t room = agenda->room == 0 ? 64 : 2 * agenda->room;
		struct agenda_row *at =
			reallocarray(agenda->rows, room, sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		agenda->rows = at;
		agenda->room = room;
	}
	agenda->rows[agenda->n++] = (struct agenda_row){.person = *person};
	return true;
}

static bool
add_people(struct agenda *agenda, struct store *store, struct err *err)
{
	const char *code = agenda->ask.person;
	struct store_person person;
	bool found = false;

	if (code == NULL)
		return store_people_list(store, add_person, agenda, err);
	if (!store_person_get(store, code, &person, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_USAGE,
			"unknown person %s; skapa store people list names "
			"those there are",
			code);
	return add_person(&person, agenda, err);
}

static int
by_code(const void *a, const void *b)
{
	const struct agenda_row *one = a, *other = b;

	return strcmp(one->person.code, other->person.code);
}

/* NULL: not on the agenda. The rows are by code. */
static struct agenda_row *
row_of(const struct agenda *agenda, const char *code)
{
	struct agenda_row key = {0};

	memcpy(key.person.code, code, PERSON_CODE);
	if (agenda->n == 0)
		return NULL;
	return bsearch(&key, agenda->rows, agenda->n, sizeof(key), by_code);
}

/* Those after the closing are looked at once it is known. */
static bool
add_occasion(const struct store_occasion *occasion, void *data, struct err *err)
{
	struct agenda *agenda = data;
	struct agenda_row *row = row_of(agenda, occasion->person);

	(void)err;
	if (row == NULL || occasion->state != OCCASION_HELD ||
		occasion->rater != RATES_SELF ||
		occasion->kind == OCCASION_THEN ||
		strcmp(occasion->date, agenda->ask.today) > 0)
		return true;
	row->n_held++;
	if (strcmp(occasion->date, row->last) >= 0) {
		memcpy(row->last, occasion->date, STORE_DATE);
		row->kind = occasion->kind;
	}
	if (occasion->kind == OCCASION_CLOSING &&
		strcmp(occasion->date, row->closing) > 0)
		memcpy(row->closing, occasion->date, STORE_DATE);
	return true;
}

static bool
add_after(const struct store_occasion *occasion, void *data, struct err *err)
{
	struct agenda_row *row = row_of(data, occasion->person);
	char from[STORE_DATE], until[STORE_DATE];
	size_t i;

	(void)err;
	if (row == NULL || row->closing[0] == '\0' ||
		occasion->state != OCCASION_HELD ||
		occasion->kind == OCCASION_THEN ||
		occasion->rater != RATES_SELF)
		return true;
	for (i = 0; i < AGENDA_AFTER; i++) {
		day_months_later(row->closing, after[i].from, from);
		day_months_later(row->closing, after[i].until, until);
		if (strcmp(occasion->date, from) >= 0 &&
			strcmp(occasion->date, until) < 0)
			row->after[i].held = AGENDA_HELD;
	}
	return true;
}

static bool
add_note(const struct store_note *note, void *data, struct err *err)
{
	struct agenda_row *row = row_of(data, note->person);

	(void)err;
	if (row == NULL || note->kind != NOTE_NEXT_STEP ||
		note->state == NOTE_REACHED || note->state == NOTE_DROPPED)
		return true;
	if (!row->has_step || row->step.due[0] == '\0' ||
		(note->due[0] != '\0' && strcmp(note->due, row->step.due) < 0))
		row->step = *note;
	row->has_step = true;
	return true;
}

/* They come by their first day: what follows without a gap moves the end. */
static bool
add_activity(const struct store_activity *activity, void *data, struct err *err)
{
	struct agenda *agenda = data;
	struct agenda_row *row = row_of(agenda, activity->person);
	const int32_t today = day_of(agenda->ask.today);
	const bool has_until = row != NULL && activity->until[0] != '\0';
	const int32_t until = has_until ? day_of(activity->until) : 0;

	(void)err;
	if (row == NULL)
		return true;
	if (!has_until || until >= today) {
		if (row->n_going < AGENDA_ACTIVITIES)
			row->going[row->n_going] = *activity;
		row->n_going++;
	}
	/* After a gap that is still ahead: it is the gap that is told. */
	if (row->has_end && row->ends >= today &&
		day_of(activity->from) > row->ends + 1)
		return true;
	row->has_open = row->has_open || !has_until;
	if (has_until && (!row->has_end || until > row->ends))
		row->ends = until;
	row->has_end = row->has_end || has_until;
	return true;
}

static void
find_gap(const struct agenda_ask *ask, struct agenda_row *row)
{
	const int32_t today = day_of(ask->today);

	if (row->person.state == PERSON_CLOSED || row->has_open ||
		!row->has_end || row->ends >= today + 7 * ask->weeks)
		return;
	day_text(row->ends + 1, row->gap);
}

static void
begin_after(const struct agenda_ask *ask, struct agenda_row *row)
{
	char until[STORE_DATE];
	size_t i;

	for (i = 0; row->closing[0] != '\0' && i < AGENDA_AFTER; i++) {
		day_months_later(
			row->closing, after[i].months, row->after[i].day);
		day_months_later(row->closing, after[i].until, until);
		row->after[i].held = strcmp(ask->today, until) >= 0
					     ? AGENDA_MISSED
					     : AGENDA_AHEAD;
	}
}

static int
by_gap(const void *a, const void *b)
{
	const struct agenda_row *one = a, *other = b;
	const bool has_one = one->gap[0] != '\0',
		   has_other = other->gap[0] != '\0';
	int order = (int)has_other - (int)has_one;

	if (order == 0)
		order = strcmp(one->gap, other->gap);
	return order != 0 ? order : by_code(a, b);
}

bool
agenda_load(struct agenda *agenda, struct store *store,
	const struct agenda_ask *ask, struct err *err)
{
	size_t i;

	*agenda = (struct agenda){.ask = *ask};
	if (!add_people(agenda, store, err))
		return false;
	if (agenda->n > 0)
		qsort(agenda->rows, agenda->n, sizeof(*agenda->rows), by_code);
	if (!store_occasions(store, ask->person, add_occasion, agenda, err))
		return false;
	for (i = 0; i < agenda->n; i++)
		begin_after(ask, &agenda->rows[i]);
	if (!store_occasions(store, ask->person, add_after, agenda, err) ||
		!store_notes(store, ask->person, add_note, agenda, err) ||
		!store_activities(
			store, ask->person, add_activity, agenda, err))
		return false;
	for (i = 0; i < agenda->n; i++)
		find_gap(ask, &agenda->rows[i]);
	if (ask->scores != NULL && !agenda_add_scores(agenda, store, err))
		return false;
	if (agenda->n > 0)
		qsort(agenda->rows, agenda->n, sizeof(*agenda->rows), by_gap);
	return true;
}

void
agenda_finish(struct agenda *agenda)
{
	size_t i;

	for (i = 0; i < agenda->n; i++)
		free(agenda->rows[i].scores);
	free(agenda->rows);
	*agenda = (struct agenda){0};
}
