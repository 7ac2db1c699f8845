/*
 * Papers for the people who lead a group's meeting, in Swedish: cover, leader,
 * observer, seat cards. All but the cards are without person codes.
 */
#ifndef SKAPA_FORMS_STAFF_H
#define SKAPA_FORMS_STAFF_H

#include "core/code.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct instrument;
struct paper;
struct sheet;
struct text_engine;
struct wording;

/* A seat as the papers show it. All is borrowed. */
struct staff_seat {
	int number;
	const char *language; /* key */
	const char *own_name; /* the language's name for itself */
	const char *level;
	int steps;
	bool has_paper;
	const struct paper *paper;    /* words of its language */
	char person[PERSON_CODE];     /* on its card only */
	char line[CODE_LINE];	      /* of its sheet's first page; "": none */
	size_t n_pages, n_caseworker; /* issued */
};

struct staff {
	struct text_engine *engine; /* borrowed, as all but the words */
	const char *templates;
	struct wording *words, *sheet; /* staff.sv.po, sheet.sv.po; owned */
	const char *session, *date;
	const struct instrument *instrument;
	const struct wording *swedish; /* the instrument's, in Swedish */
	const struct staff_seat *seats;
	size_t n_seats;
	int minutes; /* for a question, talk and answer */
};

/* Opens the words; the rest is set by the caller. */
bool staff_open(struct staff *staff, const char *templates, struct err *err);
void staff_finish(struct staff *staff);

/* The caller ends each with sheet_free. Errors: those of flow_add. */
struct sheet *staff_leader(const struct staff *staff, struct err *err);
struct sheet *staff_observer(const struct staff *staff, struct err *err);
struct sheet *staff_cards(const struct staff *staff, struct err *err);

/*
 * The cover binds a stack of scanned sheets to its session: a page with the
 * frame of a rating sheet and no boxes. What is the same for every session is
 * its layout ("cover", sealed with the print that is added to plain); the
 * session's own words are a second sheet, drawn over it.
 */
struct str;
struct sheet *staff_cover(
	const struct staff *staff, struct str *plain, struct err *err);
struct sheet *staff_cover_words(const struct staff *staff, struct err *err);

#endif
