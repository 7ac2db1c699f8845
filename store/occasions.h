/*
 * Series and occasions. A series is one person's answers to one instrument and
 * version, with one level and number of steps: what may stand in one line. An
 * occasion is one day of it, by itself or in a group's session. Sheets that
 * are issued to somebody make their occasion themselves (store_issue); an
 * occasion without paper is opened, answered and locked:
 *
 *	struct store_occasion occasion = {.mode = MODE_KIOSK, ...};
 *
 *	store_occasion_open(store, &occasion, &id, err);
 *	store_answer_put(store, id, &put, err);		each answer, at once
 *	store_occasion_lock(store, id, now, err);
 *
 * Errors of every function here: those of store/store.h; ERR_USAGE for a
 * person or an occasion that is not there, and for what is no key, no date or
 * out of its range.
 */
#ifndef SKAPA_STORE_OCCASIONS_H
#define SKAPA_STORE_OCCASIONS_H

#include "store/store.h"

#define OCCASION_HORIZON 120 /* months */
#define OCCASION_ONCE 65     /* bytes of a key for once, with the NUL */

enum occasion_kind {
	/*
	 * Only in what is opened: start, then follow-up; of the instruments
	 * drop-in and closing those.
	 */
	OCCASION_BY_ORDER,
	OCCASION_START,
	OCCASION_FOLLOW_UP,
	OCCASION_CLOSING,
	OCCASION_DROP_IN,
	OCCASION_THEN, /* of a series of LAYOUT_THEN each, and of no other */
	OCCASION_KIND__MAX
};

enum occasion_setting {
	SETTING_NOT_SAID,
	SETTING_INDIVIDUAL,
	SETTING_GROUP,
	SETTING__MAX
};

enum occasion_mode {
	MODE_NOT_SAID,
	MODE_PAPER,
	MODE_KIOSK,
	MODE_ORAL,
	MODE__MAX
};

/* Who helped: an interpreter, somebody who speaks the language, staff. */
enum occasion_assistance {
	ASSISTANCE_NOT_SAID,
	ASSISTANCE_NONE,
	ASSISTANCE_INTERPRETER,
	ASSISTANCE_LANGUAGE_SUPPORT,
	ASSISTANCE_STAFF,
	ASSISTANCE_OTHER,
	ASSISTANCE__MAX
};

enum occasion_state {
	OCCASION_OFFERED,
	OCCASION_HELD, /* offered, and there are answers: never set by hand */
	OCCASION_DECLINED,
	OCCASION_TALK_ONLY, /* a conversation without rating */
	OCCASION_STATE__MAX
};

/* Their words, by number, and NULL; back with words_find (store/words.h). */
extern const char *const occasion_kinds[]; /* "follow_up" */
extern const char *const occasion_settings[];
extern const char *const occasion_modes[];
extern const char *const occasion_assistances[];
extern const char *const occasion_states[];

struct store_occasion {
	int64_t id;
	/* Which one it is: these find it, and are not changed. */
	char person[PERSON_CODE];
	char instrument[LAYOUT_KEY];
	char version[LAYOUT_KEY];
	char level[LAYOUT_KEY];
	int steps;
	enum store_rater rater;
	char date[STORE_DATE];
	char session[STORE_SESSION]; /* of a group; "" */
	/* Which of the series by date, from 1, and the series. Of a kept one.
	 */
	int ordinal;
	int64_t series;
	bool is_locked; /* takes no more answers without paper */
	/* What is said of it. */
	enum occasion_kind kind;
	enum occasion_setting setting;
	enum occasion_mode mode;
	enum occasion_assistance assistance;
	enum occasion_state state;
	char reason[LAYOUT_KEY];      /* a key: why not rated; "" */
	char language[LAYOUT_KEY];    /* that it was asked in; "" */
	char wording[LAYOUT_KEY];     /* how far that was reviewed; "" */
	char words_hash[LAYOUT_HASH]; /* of the words shown on a screen; "" */
	int horizon_months;	      /* 0: not said */
	char caseworker[STORE_WHO];   /* at that time; "" if none */
	char deputy[STORE_WHO];
	int64_t started, ended; /* seconds UTC; 0: not known */
};

/*
 * Finds the occasion of that person, series, date and session, or makes it:
 * then what is said of it is kept, with the person's caseworker and deputy
 * where there are none. *id is set.
 */
bool store_occasion_open(struct store *store,
	const struct store_occasion *occasion, int64_t *id, struct err *err);
bool store_occasion_get(struct store *store, int64_t id,
	struct store_occasion *occasion, struct err *err);
/* Keeps what is said of it, of the occasion with this id. */
bool store_occasion_set(struct store *store,
	const struct store_occasion *occasion, struct err *err);
/* No more answers; ended, seconds UTC. Again changes nothing. */
bool store_occasion_lock(
	struct store *store, int64_t id, int64_t ended, struct err *err);

typedef bool store_each_occasion(
	const struct store_occasion *occasion, void *data, struct err *err);

/* A person's by date; person NULL: everyone's, person by person. */
bool store_occasions(struct store *store, const char *person,
	store_each_occasion *each, void *data, struct err *err);

/* An answer without paper. */
struct store_put {
	char item[ITEM_KEY];
	int position; /* of the item among those that are asked, from 0 */
	int top;      /* its highest step, 1..STEP_MAX */
	/* answered (value 1..top), declined, not_understood or blank */
	enum answer_status status;
	int value;
	/* Random, of the one who sends it: the same again changes nothing. */
	char once[OCCASION_ONCE];
};

/*
 * Keeps an answer, in the place of an earlier one to the item. Errors:
 * ERR_USAGE besides for an occasion that is locked (not for what was put
 * before that) and for a value that is not the status's.
 */
bool store_answer_put(struct store *store, int64_t occasion,
	const struct store_put *put, struct err *err);
/*
 * Keeps an answer that came after its occasion was locked, for a person to
 * look at (store/review.h): it counts for nothing until then, and so does an
 * earlier one that says otherwise; both are its candidates. The same as there
 * was changes nothing.
 */
#define ANSWER_LATE "late" /* the reason */
bool store_answer_late(struct store *store, int64_t occasion,
	const struct store_put *put, struct err *err);
/*
 * Which answers without paper there are, a bit a position (those above 63 are
 * left out), never what they say: MAY_KEEP_OCCASIONS.
 */
bool store_occasion_given(struct store *store, int64_t occasion,
	uint64_t *positions, struct err *err);
/* How many answers without paper a person has to look at. */
bool store_occasion_waiting(
	struct store *store, int64_t occasion, int *n, struct err *err);
/* The occasion's answers, on paper and without. */
bool store_occasion_answers(struct store *store, int64_t occasion,
	store_each_answer *each, void *data, struct err *err);

#endif
