/*
 * Visits to a screen: who is in the middle of answering, by the token that the
 * screen's browser holds, of which only a hash is kept (store/sealed.h).
 *
 *	store_visit_begin(store, token, &visit, err);	a language was chosen
 *	visit.person, then visit.occasion are said	store_visit_set
 *	store_visit_park(store, visit.id, err);		walked off
 *	store_visit_of_person(store, code, ...)		and came back
 *	store_visit_end(store, visit.id, err);		done: the row is gone
 *
 * A visit knows which items have an answer, never which answer. It is the
 * screens' own bookkeeping: what it does to a person's data (people added,
 * occasions, answers) leaves its rows in the chain itself, a visit leaves none.
 * Whoever may keep everyone's occasions may keep visits.
 *
 * Errors of every function: those of store/store.h; ERR_USAGE for a person, an
 * occasion or a visit that is not there, and for what is no key.
 */
#ifndef SKAPA_STORE_VISITS_H
#define SKAPA_STORE_VISITS_H

#include "store/store.h"

#define VISIT_TOKEN                                                            \
	65		 /* hexadecimal digits of 32 random bytes, and the NUL \
			  */
#define VISIT_SIZES 3	 /* of text */
#define VISIT_ANSWERS 64 /* items that it can tell apart */

struct store_visit {
	int64_t id;
	char person[PERSON_CODE];  /* "" before it was said */
	int64_t occasion;	   /* 0 before it has begun */
	char language[LAYOUT_KEY]; /* of the screen */
	char level[LAYOUT_KEY];	   /* "" before it has begun */
	int steps;		   /* the same: 0 */
	int text_size;		   /* 0.. VISIT_SIZES - 1 */
	bool is_dark;		   /* light on dark, for who sees it better */
	bool is_parked;		   /* no screen has its token */
	uint64_t answered;	   /* bit i: item i of the instrument */
	int64_t seen;		   /* last, seconds UTC */
};

/* Keeps a new visit, with its id in visit->id. */
bool store_visit_begin(struct store *store, const char *token,
	struct store_visit *visit, struct err *err);
/* *found false: visit is untouched. */
bool store_visit_find(struct store *store, const char *token,
	struct store_visit *visit, bool *found, struct err *err);
/* The same by its number; ERR_USAGE if it is over. */
bool store_visit_get(struct store *store, int64_t id, struct store_visit *visit,
	struct err *err);
/* The newest of a person that has begun, parked or not. */
bool store_visit_of_person(struct store *store, const char *person,
	struct store_visit *visit, bool *found, struct err *err);
/* Everything of it but whether it is parked. */
bool store_visit_set(
	struct store *store, const struct store_visit *visit, struct err *err);
/* Its token is nobody's any more. Again changes nothing. */
bool store_visit_park(struct store *store, int64_t id, struct err *err);
/* The row is gone; the answers are the occasion's. Again changes nothing. */
bool store_visit_end(struct store *store, int64_t id, struct err *err);
/*
 * Of those last seen before idle: what has begun is parked, the rest is gone;
 * and all that were last seen before old are gone.
 */
bool store_visits_sweep(
	struct store *store, int64_t idle, int64_t old, struct err *err);
/* How many have begun and are not over: on a screen, and parked. */
bool store_visits_count(
	struct store *store, int *open, int *parked, struct err *err);

#endif
