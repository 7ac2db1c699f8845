/*
 * A meeting's session file: what it is called, when it is, and a row a seat
 * (docs/man/skapa-session.5).
 *
 *	session: Group 4, autumn
 *	date: 2026-11-24
 *	seat,code,language,level,steps,paper
 *	1,7K4Q-MXP9,ar,original,5,yes
 *	2,,ti,,,
 *
 * Columns may stand in any order, divided by commas, semicolons or tabs; all
 * but seat and language may be left out. No column is for names, and what
 * looks like a personal number is refused: neither has a place in it.
 */
#ifndef SKAPA_FORMS_SEATS_H
#define SKAPA_FORMS_SEATS_H

#include "core/code.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

#define SEATS_MAX 200
#define SEATS_LIMIT ((size_t)256 << 10) /* bytes of a file */
#define SEATS_NAME 64			/* bytes, with the NUL */
#define SEATS_WORD 32
#define SEATS_DATE 11 /* "YYYY-MM-DD" and the NUL */

struct seat {
	int number;		   /* 1..999, no other seat has it */
	char person[PERSON_CODE];  /* "": a new person */
	char language[SEATS_WORD]; /* a key; whether there is one, is not looked
				      at here */
	char level[SEATS_WORD];	   /* "": the first that there is */
	int steps;		   /* 0: the first that there is */
	bool has_paper; /* false: answers on a screen, gets no sheet */
	size_t line;	/* in the file, from 1 */
};

struct seats {
	char session[SEATS_NAME];
	char date[SEATS_DATE];
	char instrument[SEATS_WORD];  /* "" if the file does not say */
	struct seat seats[SEATS_MAX]; /* by number */
	size_t n;
};

/*
 * *seats is untouched on failure. Errors: ERR_USAGE "<path>: line 7: ..."
 * for what is wrong with a row; ERR_SYSTEM, ERR_LIMIT for the file.
 */
bool seats_read(const char *path, struct seats *seats, struct err *err);
/* The same from memory, without the path in the sentence. */
bool seats_parse(
	const char *text, size_t len, struct seats *seats, struct err *err);

/* Whether text holds ten or twelve digits as a Swedish personal number does. */
bool seats_has_personal_number(const char *text);

#endif
