/*
 * What a case forum goes through: who is there, what was asked last, what is
 * done next, what goes on, and where a gap is coming. Codes only, no name, and
 * its order says nothing about people: whose gap comes first, then by code.
 * Answers are in it only if they are asked for, and of those alone who have
 * agreed that a case forum sees them (store_person.forum).
 *
 *	agenda_load(&agenda, store, &ask, err)
 *	agenda_text(&agenda, &out)
 *	agenda_finish(&agenda)
 *
 * A gap begins the day after the last activity of an active person ends, if
 * none follows within the gap's first day. It is told when it lies less than
 * ask.weeks ahead, or is there; and whether a next step is open.
 *
 * After a closing occasion somebody may be asked again: at 3, 6 and 12 months
 * (this project's own proposal). What was held from 2 up to 5 months after it
 * counts as the first, up to 9 as the second, up to 15 as the third.
 */
#ifndef SKAPA_REPORT_AGENDA_H
#define SKAPA_REPORT_AGENDA_H

#include "store/activities.h"
#include "store/occasions.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct str;

#define AGENDA_ACTIVITIES                                                      \
	6 /* of one person that are shown; the rest counted                    \
	   */
#define AGENDA_WEEKS 52
#define AGENDA_NAME 96 /* bytes, with the NUL */
#define AGENDA_AFTER 3 /* times after a closing */

struct agenda_ask {
	const char
		*caseworker; /* whose people, or deputy's; NULL: everyone's */
	const char *person;  /* that code alone; NULL: everyone */
	/* Folder of the questions' names: answers are shown; NULL: are not. */
	const char *scores;
	char today[STORE_DATE];
	int weeks; /* 1..AGENDA_WEEKS, how far ahead a gap is told */
};

/* A question that was answered last. */
struct agenda_score {
	char item[ITEM_KEY];
	char name[AGENDA_NAME];
	int value, top; /* value 0: there is no step, for whatever reason */
};

enum agenda_held { AGENDA_AHEAD, AGENDA_HELD, AGENDA_MISSED };

struct agenda_row {
	struct store_person person;
	/* The last occasion that was held; date "" for none. */
	char last[STORE_DATE];
	int n_held;
	enum occasion_kind kind;
	bool has_step; /* the next step that is open, first by its day */
	struct store_note step;
	struct store_activity going[AGENDA_ACTIVITIES];
	size_t n_going;		  /* may be more than are kept */
	char gap[STORE_DATE];	  /* its first day; "" for none */
	char closing[STORE_DATE]; /* the day of the closing occasion; "" */
	struct {
		char day[STORE_DATE];
		enum agenda_held held;
	} after[AGENDA_AFTER];
	bool hides_scores; /* they were asked for, and not agreed to */
	struct agenda_score *scores; /* of the occasion of that day; owned */
	size_t n_scores;
	char scored[STORE_DATE];
	int32_t ends; /* the last day of what goes on, for the gap */
	bool has_end, has_open;
};

struct agenda {
	struct agenda_ask ask;
	struct agenda_row *rows; /* owned */
	size_t n, room;
};

/* Ends with agenda_finish, also on failure. Errors: those of store/store.h. */
bool agenda_load(struct agenda *agenda, struct store *store,
	const struct agenda_ask *ask, struct err *err);
void agenda_finish(struct agenda *agenda);

/* The answers of those who agreed; agenda_load calls it. */
bool agenda_add_scores(
	struct agenda *agenda, struct store *store, struct err *err);

/* Swedish, as report/person.h has its text. */
void agenda_text(const struct agenda *agenda, struct str *out);
/* One object a line and person. */
void agenda_json(const struct agenda *agenda, struct str *out);
/*
 * What is said of one person below the code, line by line: "Nästa steg: ...".
 * For text and paper alike.
 */
void agenda_lines(const struct agenda_row *row, struct str *out);

#endif
