/*
 * A person handed over from one caseworker to another, or to the deputy: what
 * was asked last and what is due, next steps, milestones and stories,
 * activities and occasions, with who hands over to whom and on what ground.
 * The answers are on the person's own page (report/person_page.h) and in the
 * journal text (report/person.h), which go along; what a caseworker answered
 * about the person is in none of them.
 *
 *	handover_load(&handover, store, &ask, err)
 *	handover_pdf(&handover, engine, &pdf, err)
 *	handover_json(&handover, &json)
 *	handover_finish(&handover)
 */
#ifndef SKAPA_REPORT_HANDOVER_H
#define SKAPA_REPORT_HANDOVER_H

#include "core/str.h"
#include "report/agenda.h"

#include <stdint.h>

struct err;
struct schedule;
struct store;
struct text_engine;

struct handover_ask {
	const char *code;  /* in its shown form */
	const char *to;	   /* initials or an account */
	const char *basis; /* why it may be: a law, a consent and its day */
	char today[STORE_DATE];
	int64_t at; /* seconds since 1970, UTC */
};

struct handover {
	struct handover_ask ask; /* borrowed texts */
	struct agenda agenda;	 /* of the one person */
	/* Lines of each part, and the same as JSON objects with commas. */
	struct str due, notes, activities, occasions;
	struct str due_json, notes_json, activities_json, occasions_json;
};

/*
 * Ends with handover_finish, also on failure. Errors: ERR_USAGE if there is no
 * such person, for a `to` or a basis that store_who_check or store_text_check
 * refuses (store/review.h); ERR_REFUSED for who may not read notes and
 * occasions of the person.
 */
bool handover_load(struct handover *handover, struct store *store,
	const struct handover_ask *ask, struct err *err);
void handover_finish(struct handover *handover);

/* PDF/A-1b, A4, in Swedish. Errors: ERR_INPUT for a sign that no font has. */
bool handover_pdf(const struct handover *handover, struct text_engine *engine,
	struct str *out, struct err *err);
/* One object. */
void handover_json(const struct handover *handover, struct str *out);

#endif
