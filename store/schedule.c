#include "store/schedule.h"

#include "core/err.h"
#include "core/str.h"
#include "store/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MONTHS_MOST 36
#define SERIES_MOST 32 /* instruments of one person */

/* What the last occasions of the person who is being read were. */
struct last {
	struct store_occasion occasion;
	bool is_closed;
};

struct work {
	const struct schedule_ask *ask;
	struct store_person *people; /* by code */
	bool *is_asked;		     /* the instrument, as people */
	size_t n_people, room;
	char person[PERSON_CODE];
	struct last lasts[SERIES_MOST];
	size_t n_lasts;
	struct schedule_row *rows;
	size_t n_rows, rows_room;
};

/* ------------------------------------------------------------- days */

static void
to_tm(const char *day, struct tm *tm)
{
	*tm = (struct tm){.tm_mday = 1};
	sscanf(day, "%4d-%2d-%2d", &tm->tm_year, &tm->tm_mon, &tm->tm_mday);
	tm->tm_year -= 1900;
	tm->tm_mon -= 1;
}

void
day_after_days(const char *day, int days, char out[STORE_DATE])
{
	struct tm tm;
	time_t at;

	to_tm(day, &tm);
	tm.tm_mday += days;
	at = timegm(&tm);
	gmtime_r(&at, &tm);
	strftime(out, STORE_DATE, "%Y-%m-%d", &tm);
}

void
day_after_months(const char *day, int months, char out[STORE_DATE])
{
	struct tm tm, first;
	time_t at;
	int last;

	to_tm(day, &tm);
	/* The day before the first of the month behind. */
	first = (struct tm){
		.tm_year = tm.tm_year, .tm_mon = tm.tm_mon + months + 1};
	at = timegm(&first);
	gmtime_r(&at, &first);
	last = first.tm_mday;
	first.tm_mday = tm.tm_mday < last ? tm.tm_mday : last;
	strftime(out, STORE_DATE, "%Y-%m-%d", &first);
}

/* ------------------------------------------------------------- people */

static void *
grow(void *at, size_t n, size_t *room, size_t size, struct err *err)
{
	void *more = at;

	if (n < *room)
		return at;
	more = reallocarray(at, *room * 2 + 64, size);
	if (more == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	else
		*room = *room * 2 + 64;
	return more;
}

static bool
is_theirs(const struct schedule_ask *ask, const struct store_person *person)
{
	return ask->who == NULL || strcmp(ask->who, person->caseworker) == 0 ||
	       strcmp(ask->who, person->deputy) == 0;
}

static bool
take_person(const struct store_person *person, void *data, struct err *err)
{
	struct work *work = data;
	struct store_person *people;

	if (person->state != PERSON_ACTIVE || !is_theirs(work->ask, person))
		return true;
	people = grow(work->people, work->n_people, &work->room,
		sizeof(*people), err);
	if (people == NULL)
		return false;
	work->people = people;
	people[work->n_people++] = *person;
	return true;
}

static int
by_code(const void *a, const void *b)
{
	const struct store_person *x = a, *y = b;

	return strcmp(x->code, y->code);
}

static const struct store_person *
find_person(const struct work *work, const char *code)
{
	struct store_person key = {0};

	memcpy(key.code, code, PERSON_CODE);
	return work->n_people == 0 ? NULL
				   : bsearch(&key, work->people, work->n_people,
					     sizeof(key), by_code);
}

/* ------------------------------------------------------------- rows */

static bool
add_row(struct work *work, const struct store_person *person,
	const struct store_occasion *last, struct err *err)
{
	const struct schedule_ask *ask = work->ask;
	struct schedule_row *rows = grow(
		work->rows, work->n_rows, &work->rows_room, sizeof(*rows), err);
	struct schedule_row row = {0};
	char from[STORE_DATE];

	if (rows == NULL)
		return false;
	work->rows = rows;
	memcpy(row.person, person->code, PERSON_CODE);
	memcpy(row.caseworker, person->caseworker, STORE_WHO);
	memcpy(row.deputy, person->deputy, STORE_WHO);
	memcpy(row.language, person->language, LAYOUT_KEY);
	if (last == NULL) {
		str_copy(row.instrument, LAYOUT_KEY, ask->instrument);
		memcpy(row.due, ask->today, STORE_DATE);
	} else {
		memcpy(row.instrument, last->instrument, LAYOUT_KEY);
		memcpy(row.level, last->level, LAYOUT_KEY);
		row.steps = last->steps;
		memcpy(row.last, last->date, STORE_DATE);
		day_after_months(last->date, ask->months, row.due);
	}
	day_after_days(row.due, -ask->window_days, from);
	day_after_days(row.due, ask->window_days, row.until);
	row.state = last == NULL			? SCHEDULE_FIRST
		    : strcmp(ask->today, row.until) > 0 ? SCHEDULE_LATE
							: SCHEDULE_NOW;
	if (strcmp(ask->today, from) >= 0)
		rows[work->n_rows++] = row;
	return true;
}

/* The person is done. */
static bool
end_person(struct work *work, struct err *err)
{
	const struct store_person *person = find_person(work, work->person);
	size_t i;

	for (i = 0; person != NULL && i < work->n_lasts; i++) {
		work->is_asked[person - work->people] = true;
		if (!work->lasts[i].is_closed &&
			!add_row(work, person, &work->lasts[i].occasion, err))
			return false;
	}
	work->n_lasts = 0;
	return true;
}

/* A course is over once; what is said of it is not asked every quarter. */
static bool
is_asked_once(const char *instrument)
{
	return strcmp(instrument, "course-evaluation") == 0;
}

static bool
take_occasion(const struct store_occasion *o, void *data, struct err *err)
{
	struct work *work = data;
	size_t i;

	if (strcmp(work->person, o->person) != 0) {
		if (!end_person(work, err))
			return false;
		memcpy(work->person, o->person, PERSON_CODE);
	}
	if (o->rater != RATES_SELF || o->kind == OCCASION_DROP_IN ||
		o->kind == OCCASION_THEN ||
		strcmp(o->date, work->ask->today) > 0 ||
		(work->ask->instrument != NULL &&
			strcmp(work->ask->instrument, o->instrument) != 0))
		return true;
	for (i = 0; i < work->n_lasts; i++) {
		if (strcmp(work->lasts[i].occasion.instrument, o->instrument) ==
			0)
			break;
	}
	if (i == SERIES_MOST)
		return err_set(err, ERR_LIMIT,
			"%s was asked more than %d instruments", o->person,
			SERIES_MOST);
	if (i == work->n_lasts)
		work->lasts[work->n_lasts++] = (struct last){0};
	/* By date: the last one stays. */
	work->lasts[i].occasion = *o;
	work->lasts[i].is_closed =
		work->lasts[i].is_closed || is_asked_once(o->instrument) ||
		(o->kind == OCCASION_CLOSING && o->state == OCCASION_HELD);
	return true;
}

static bool
add_first(struct work *work, struct err *err)
{
	size_t i;

	for (i = 0; work->ask->instrument != NULL && i < work->n_people; i++) {
		if (!work->is_asked[i] &&
			!add_row(work, &work->people[i], NULL, err))
			return false;
	}
	return true;
}

static int
by_day(const void *a, const void *b)
{
	const struct schedule_row *x = a, *y = b;
	const int c = strcmp(x->due, y->due);

	return c != 0 ? c : strcmp(x->person, y->person);
}

static bool
check(const struct schedule_ask *ask, struct err *err)
{
	if (ask->months < 1 || ask->months > MONTHS_MOST)
		return err_set(err, ERR_USAGE, "%d months: there are 1 to %d",
			ask->months, MONTHS_MOST);
	if (ask->window_days < 0 || ask->window_days > SCHEDULE_WINDOW_MOST)
		return err_set(err, ERR_USAGE,
			"a window of %d days: it has 0 to %d", ask->window_days,
			SCHEDULE_WINDOW_MOST);
	return day_check(ask->today, "a due list", err);
}

bool
store_schedule(struct store *store, const struct schedule_ask *ask,
	struct schedule *schedule, struct err *err)
{
	struct work work = {.ask = ask};
	bool ok = check(ask, err) &&
		  store_people_list(store, take_person, &work, err);

	if (ok) {
		work.is_asked = calloc(work.n_people + 1, sizeof(bool));
		ok = work.is_asked != NULL ||
		     err_set(err, ERR_SYSTEM, "out of memory");
	}
	if (ok && work.n_people > 1)
		qsort(work.people, work.n_people, sizeof(*work.people),
			by_code);
	ok = ok && store_occasions(store, NULL, take_occasion, &work, err) &&
	     end_person(&work, err) && add_first(&work, err);
	free(work.people);
	free(work.is_asked);
	if (!ok) {
		free(work.rows);
		return false;
	}
	if (work.n_rows > 1)
		qsort(work.rows, work.n_rows, sizeof(*work.rows), by_day);
	*schedule = (struct schedule){work.rows, work.n_rows};
	return true;
}

void
schedule_finish(struct schedule *schedule)
{
	free(schedule->rows);
	*schedule = (struct schedule){0};
}
