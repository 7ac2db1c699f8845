/*
 * What goes on beside the ratings, in a person's own words: milestones, next
 * steps, stories. None of it is a number that anything is counted from.
 *
 *	struct store_note note = {.kind = NOTE_NEXT_STEP, ...};
 *
 *	store_note_add(store, &note, &number, err);
 *	store_note_mark(store, number, NOTE_REACHED, "AB", "2026-05-02", err);
 *
 * Errors of every function: those of store/store.h; ERR_USAGE for a person
 * or a note that is not there, for what is no day, and for words that
 * store_text_check and store_who_check (store/review.h) refuse.
 */
#ifndef SKAPA_STORE_NOTES_H
#define SKAPA_STORE_NOTES_H

#include "store/store.h"

#define NOTE_TEXT 400 /* bytes, with the NUL */

enum note_kind {
	NOTE_MILESTONE, /* what the person wants to reach */
	NOTE_STORY,	/* what is told in words */
	NOTE_NEXT_STEP, /* what is done next, by whom it may say */
	NOTE_KIND__MAX
};

/* Of milestones and next steps; a story stays open. */
enum note_state {
	NOTE_OPEN,
	NOTE_ON_THE_WAY,
	NOTE_REACHED,
	NOTE_DROPPED,
	NOTE_STATE__MAX
};

/* Their words, by number, and NULL; back with words_find (store/words.h). */
extern const char *const note_kinds[]; /* "next_step" */
extern const char *const note_states[];

struct store_note {
	int64_t number; /* never given again; of a kept one */
	char person[PERSON_CODE];
	int64_t occasion; /* where it was said; 0: at none */
	enum note_kind kind;
	enum note_state state;
	char day[STORE_DATE];
	char due[STORE_DATE]; /* to look at it again; "" for none */
	char item[ITEM_KEY];  /* the question that it is about; "" for none */
	char who[STORE_WHO];  /* wrote or marked it last */
	char marked[STORE_DATE]; /* the day of the last mark; "" for none */
	char text[NOTE_TEXT];
};

bool store_note_add(struct store *store, const struct store_note *note,
	int64_t *number, struct err *err);
/* How far it has come. */
bool store_note_mark(struct store *store, int64_t number, enum note_state state,
	const char *who, const char *day, struct err *err);

typedef bool store_each_note(
	const struct store_note *note, void *data, struct err *err);

/* A person's by day; person NULL: everyone's, person by person. */
bool store_notes(struct store *store, const char *person, store_each_note *each,
	void *data, struct err *err);

#endif
