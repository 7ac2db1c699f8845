/*
 * A store with something of everything, and how much of it there is: what
 * tests/test_alloc.c looks at before and after a call.
 */
#ifndef SKAPA_TESTS_ALLOC_WORLD_H
#define SKAPA_TESTS_ALLOC_WORLD_H

#include "tests/stores.h"

#include "store/activities.h"
#include "store/notes.h"
#include "store/occasions.h"

#define ALLOC_SHEETS 6
#define ALLOC_WHO "anna"
#define ALLOC_PASSWORD "en lång nyckel"

/* What is in the store before a call. */
struct alloc_world {
	char path[80];
	char person[PERSON_CODE];
	char leaver[PERSON_CODE]; /* who is forgotten and weeded */
	struct store_page pages[2 * ALLOC_SHEETS];
	struct reading first, other; /* of sheet 3, not filed */
	int64_t occasion, note, activity, answer_review, conflict_review;
};

/* How much of everything there is: a call has happened or not. */
struct alloc_amount {
	size_t people, occasions, notes, activities, answers, decided, reviews;
	size_t conflicts, filed, findings, said, accounts, shown;
	char finding[200];
};

/* world->path is where; it is not there yet. */
void alloc_world_make(struct alloc_world *world);
/* New ones of the world's person, to be added. */
void alloc_like_occasion(
	const struct alloc_world *world, struct store_occasion *occasion);
void alloc_like_note(const struct alloc_world *world, struct store_note *note);
void alloc_like_activity(
	const struct alloc_world *world, struct store_activity *activity);

/* Errors: the store's. */
bool alloc_measure(struct store *store, const struct alloc_world *world,
	struct alloc_amount *amount, struct err *err);
/* Counts a finding of a check; data is a struct alloc_amount. */
void alloc_count_finding(const char *sentence, void *data);

#endif
