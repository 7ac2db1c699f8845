/*
 * What somebody takes part in, with its first and last day: context of the
 * answers, and what a gap is seen from. Nothing is counted from it.
 *
 *	struct store_activity activity = {.kind = ACTIVITY_LANGUAGE, ...};
 *
 *	store_activity_add(store, &activity, &number, err);
 *	store_activity_end(store, number, "2026-06-12", "AB", err);
 *
 * Errors are those of store/notes.h.
 */
#ifndef SKAPA_STORE_ACTIVITIES_H
#define SKAPA_STORE_ACTIVITIES_H

#include "store/notes.h"

enum activity_kind {
	ACTIVITY_JOB,
	ACTIVITY_COMPETENCE,
	ACTIVITY_HEALTH,
	ACTIVITY_SOCIAL,
	ACTIVITY_LANGUAGE,
	ACTIVITY_OTHER,
	ACTIVITY_KIND__MAX
};

/* Their words, by number, and NULL; back with words_find (store/words.h). */
extern const char *const activity_kinds[]; /* "language" */

struct store_activity {
	int64_t number; /* never given again; of a kept one */
	char person[PERSON_CODE];
	enum activity_kind kind;
	char from[STORE_DATE];
	char until[STORE_DATE]; /* the last day; "" while it is not known */
	char who[STORE_WHO];
	char text[NOTE_TEXT]; /* what it is; may be "" */
};

bool store_activity_add(struct store *store,
	const struct store_activity *activity, int64_t *number,
	struct err *err);
/* Its last day, also another one. */
bool store_activity_end(struct store *store, int64_t number, const char *until,
	const char *who, struct err *err);

typedef bool store_each_activity(
	const struct store_activity *activity, void *data, struct err *err);

/* A person's by their first day; person NULL: everyone's. */
bool store_activities(struct store *store, const char *person,
	store_each_activity *each, void *data, struct err *err);

#endif
