/*
 * Everybody's occasions with their answers, person by person, and without
 * anybody's code: what counts of many people are made from. person is the row
 * as the audit names it: it tells people apart and is never shown.
 *
 *	store_counted(store, count, &counts, err)
 *
 * One person is held at a time, so that memory does not grow with the store.
 * Who has others waiting takes a few people at a time, and each of them whole:
 *
 *	struct counted_part part = {.most = 20};
 *
 *	store_counted_part(store, &part, count, &counts, err)
 *	... until part.is_all: in between others may write
 */
#ifndef SKAPA_STORE_COUNTED_H
#define SKAPA_STORE_COUNTED_H

#include "store/occasions.h"

struct counted_answer {
	char item[ITEM_KEY];
	int top; /* the highest step */
	enum answer_status status;
	int value; /* as in struct store_answer */
	char reason[ANSWER_REASON];
	double confidence; /* the machine's; 1 without paper */
	bool is_decided;   /* by a person */
};

struct counted_visit {
	/* person, caseworker and deputy are empty. */
	struct store_occasion about;
	bool is_pilot;		  /* store_pilot_set */
	bool is_other_caseworker; /* than the last time that one is known */
	const struct counted_answer *answers; /* in the sheet's order */
	size_t n_answers;
};

struct counted_person {
	int64_t person;
	enum store_sex sex;
	enum store_state state;
	char unit[LAYOUT_KEY];		    /* "" if not said */
	char language[LAYOUT_KEY];	    /* "" if not said */
	const struct counted_visit *visits; /* by date */
	size_t n_visits;		    /* 1 and up */
};

typedef bool store_each_counted(
	const struct counted_person *visitor, void *data, struct err *err);

/* All who were ever offered something, in the order they were added. */
bool store_counted(struct store *store, store_each_counted *each, void *data,
	struct err *err);

/* Where the next part begins; all zeros but most: with the first person. */
struct counted_part {
	size_t most;	/* people of a part */
	int64_t behind; /* the last person of the part before; 0: nobody */
	bool is_all;	/* there are no more */
};
/* The next of them, whatever *part came to be when it fails. */
bool store_counted_part(struct store *store, struct counted_part *part,
	store_each_counted *each, void *data, struct err *err);
/* Whether a person was not forgotten since. */
bool store_counted_is_there(
	struct store *store, int64_t person, bool *is_there, struct err *err);

/* The same for a file of single people's answers: who may export. */
bool store_study(struct store *store, store_each_counted *each, void *data,
	struct err *err);

/*
 * Occasions of an instrument up to that day were a trial: exports leave them
 * out. "" takes it back. Errors: ERR_USAGE for what is no key or no day.
 */
bool store_pilot_set(struct store *store, const char *instrument,
	const char *until, struct err *err);

#endif
