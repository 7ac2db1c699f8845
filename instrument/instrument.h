/*
 * An instrument: its items in order, what may be answered on each, who owns
 * the content and who rates. Read from <templates>/instruments/<id>.yaml
 * (instrument/names.h says what templates is); the words are not in it
 *(instrument/wording.h), nor the pictures (instrument/pictogram.h).
 *
 *	struct instrument *skapa = instrument_load("templates", "skapa", err);
 *
 * The file is checked whole when it is loaded: an unknown or missing field, a
 * wrong type, a doubled key or a step count that we do not have is an error
 * with file and line. Numbers of steps are 2..STEP_MAX (core/answer.h).
 */
#ifndef SKAPA_INSTRUMENT_INSTRUMENT_H
#define SKAPA_INSTRUMENT_INSTRUMENT_H

#include "core/answer.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

#define INSTRUMENT_KEY ITEM_KEY /* bytes of an id or level, with the NUL */
#define INSTRUMENT_ITEMS 64
#define INSTRUMENT_LIMIT 1048576 /* bytes of a file */

enum rater { RATER_SELF, RATER_CASEWORKER, RATER__MAX };

enum item_kind {
	ITEM_LADDER,   /* as many steps as the sheet has; each has words */
	ITEM_BRACKETS, /* its own number of steps, whatever the sheet has */
	ITEM_CHOICE,   /* one of its own few answers, in no order */
	ITEM_COMMENT,  /* room to write an answer; nothing to tick */
	ITEM_TALK,     /* talked about, with room for notes; not rated */
	ITEM__MAX
};

enum orientation {
	ORIENTATION_ROW,    /* a ladder lies in reading direction, low first */
	ORIENTATION_COLUMN, /* it stands, low at the bottom */
	ORIENTATION__MAX
};

/* Whether the owner of the content has said that we may print it. */
struct permission {
	bool confirmed;
	char *by;   /* who said so; NULL unless confirmed */
	char *date; /* YYYY-MM-DD; NULL unless confirmed */
};

struct indicator {
	char *label;	/* verbatim, in the language of the source */
	bool confirmed; /* that the item measures it */
};

struct item {
	char key[ITEM_KEY]; /* unique in the instrument; not "practice" */
	enum item_kind kind;
	int brackets; /* 2..STEP_MAX; 0 unless ITEM_BRACKETS */
	int choices;  /* 2..STEP_MAX; 0 unless ITEM_CHOICE */
	/*
	 * The first part of its pictures' names, or NULL: <picture>.svg and
	 * <picture>-<step>.svg.
	 */
	char *picture;
	char **pictures; /* a choice's, one each by name; NULL: as a ladder's */
	unsigned n_pictures;
	struct indicator *indicators; /* NULL if none is named */
	unsigned n_indicators;
};

struct instrument {
	char id[INSTRUMENT_KEY]; /* is the file's name */
	char version[INSTRUMENT_KEY];
	enum rater rater;
	char *owner;
	char *source; /* where the content comes from */
	struct permission permission;
	enum orientation orientation;
	char (*levels)[INSTRUMENT_KEY]; /* of the wording: original, easy */
	unsigned n_levels;		/* 1 and up; the first is the default */
	int *steps;	  /* the ladder lengths that it is offered with */
	unsigned n_steps; /* 1 and up; the first is the default */
	/* Words beside each item: VALUE_NOT_UNDERSTOOD, VALUE_DECLINED. */
	int *extras;
	unsigned n_extras;
	/* A ladder that is read and never stored; NULL if there is none. */
	struct item *practice; /* its key is ITEM_PRACTICE */
	struct item *items;
	unsigned n_items; /* 1..INSTRUMENT_ITEMS */
};

/*
 * The instrument of that id; the caller frees it.
 *
 * Errors: ERR_USAGE if there is no such instrument (the sentence lists those
 * there are), ERR_INPUT with file, line and the thing if the file is wrong,
 * ERR_LIMIT above INSTRUMENT_LIMIT, ERR_SYSTEM.
 */
struct instrument *instrument_load(
	const char *templates, const char *id, struct err *err);
void instrument_free(struct instrument *instrument);

/*
 * The ids in the templates, sorted; a NULL ends the list. Free with
 * instrument_ids_free. n_ids may be NULL.
 */
char **instrument_ids(const char *templates, size_t *n_ids, struct err *err);
void instrument_ids_free(char **ids);

/* "self" or "caseworker". */
const char *rater_word(enum rater rater);

/* The item of that key, the practice item too; NULL if there is none. */
const struct item *instrument_item(
	const struct instrument *instrument, const char *key);

/*
 * How many steps, brackets or choices an item has on a sheet with ladders of
 * `steps`; 0 if there is nothing to tick.
 */
int item_steps(const struct item *item, int steps);
/*
 * Which of an item's pictures, <picture>-<n>.svg, stands at a value. A ladder
 * is drawn in ITEM_PICTURES steps; one of fewer shows those that lie nearest:
 * of three 1, 3 and 5. Other values and longer ladders have a picture each.
 */
#define ITEM_PICTURES 5
int item_picture(const struct item *item, int value, int steps);
/* Whether anything is to be ticked. */
bool instrument_has_boxes(const struct instrument *instrument);

/* ERR_USAGE names what there is instead. */
bool instrument_has_level(const struct instrument *instrument,
	const char *level, struct err *err);
bool instrument_has_steps(
	const struct instrument *instrument, int steps, struct err *err);

#endif
