/*
 * What can be answered on one item, and what a reading says of it.
 *
 * A value is a step of the ladder (1 and up), or one of the words printed
 * beside the ladder. A missing answer is a status, never a number.
 */
#ifndef SKAPA_CORE_ANSWER_H
#define SKAPA_CORE_ANSWER_H

#include <stdbool.h>

#define ITEM_KEY 32		 /* bytes, with the NUL */
#define ITEM_PRACTICE "practice" /* read, shown, never stored */

/* Values that are words. Steps are 1..STEP_MAX. 0 is no value. */
enum {
	VALUE_NONE = 0,
	VALUE_DECLINED = -1,
	VALUE_NOT_UNDERSTOOD = -2,
	STEP_MAX = 12
};

/* "declined", "not_understood", or NULL for a step or no value. */
const char *value_word(int value);
/* The value of a word, or VALUE_NONE. */
int value_of_word(const char *word);

enum answer_status {
	ANSWER_ANSWERED,
	ANSWER_DECLINED,
	ANSWER_NOT_UNDERSTOOD,
	ANSWER_BLANK,
	ANSWER_UNREADABLE,
	ANSWER_REVIEW, /* doubtful: a person decides; no value */
	ANSWER__MAX
};

const char *answer_status_word(enum answer_status status);
/* ANSWER__MAX if there is no such word. */
enum answer_status answer_status_of_word(const char *word);
/* ANSWERED for a step, DECLINED or NOT_UNDERSTOOD for a word. */
enum answer_status answer_status_of_value(int value);

#define ANSWER_REASON 24
#define ANSWER_MARKS 16

/* What was seen at one box. */
struct mark {
	int value;
	double ink;	 /* share of the box's inside that is ink, 0..1 */
	double zone_ink; /* ink that is the zone's, as a share of the box's
			  * area; more than 1 where picture and words are inked
			  * too */
	double outline;	 /* how well the printed outline was found, 0..1 */
	double shift_mm; /* how far it lay from where the map said */
	bool candidate;	 /* a mark, or perhaps one */
};

struct answer {
	char item[ITEM_KEY];
	enum answer_status status;
	int value; /* VALUE_NONE unless answered, declined or not understood */
	char reason[ANSWER_REASON]; /* "" unless review or unreadable */
	double confidence;	    /* 0..1 */
	int n_marks;		    /* one per box of the item, in box order */
	struct mark marks[ANSWER_MARKS];
};

#endif
