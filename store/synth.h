/*
 * People who do not exist, for demonstrations, for measuring speed, and for
 * seeing whether a report misleads. The same plan and number always give the
 * same person; nothing here touches a store.
 *
 * What a rating is made of, on a ladder of five and scaled to others:
 *
 *	middle of the item		   3, less for some items
 *	the person, and the item in it	   SD 0.77, half of it shared
 *	how it goes			   +0.08 a quarter, SD 0.06 a person
 *	the first time, and the second	   +0.9, +0.3
 *	chance				   SD 0.63
 *
 * Chance and person together have the SD 1 and the reliability 0.6 that the
 * worked table for one item of 1 to 5 takes as its middle (Jacobson and Truax
 * 1991 for what follows from it: a step on one item is noise). So ratings fall
 * back towards the middle by themselves. That the first rating is too high and
 * the second a little lower is reported in Helhetslyftet (S. Gurdal, 2025), as
 * are measurements three months apart, questions that are not understood at
 * first even with an interpreter, and conversations without rating; 705 women
 * and 238 men stand in the report of BIP, VTA och samverkan (2023). None gives
 * sizes or shares: those of drop-out, languages, ways of answering and of not
 * answering are this project's guesses, made so that each is frequent enough
 * to be seen. They say nothing about any real group.
 */
#ifndef SKAPA_STORE_SYNTH_H
#define SKAPA_STORE_SYNTH_H

#include "store/occasions.h"

#define SYNTH_ITEMS 64
#define SYNTH_OCCASIONS 12
#define SYNTH_LANGUAGES 16
/* Every person's unit begins so: that is how they are told from real ones. */
#define SYNTH_UNIT "synth-"

struct synth_item {
	char key[ITEM_KEY];
	int brackets; /* its own number of steps; 0: the sheet's */
};

struct synth_plan {
	uint64_t seed;
	int occasions;	       /* 1..SYNTH_OCCASIONS; the most of a person */
	char from[STORE_DATE]; /* the first day of the first person */
	struct synth_item items[SYNTH_ITEMS];
	size_t n_items;
};

struct synth_answer {
	enum answer_status status;
	int value; /* 1..top; 0 unless answered */
	int top;
};

struct synth_occasion {
	/* Without person, instrument and version. */
	struct store_occasion about;
	bool has_answers;
	struct synth_answer answers[SYNTH_ITEMS]; /* as the plan's items */
};

struct synth_person {
	struct store_person about; /* without a code */
	size_t n_occasions;	   /* in the order of their days */
	struct synth_occasion occasions[SYNTH_OCCASIONS];
};

/* Person number of a plan, from 0. */
void synth_make(const struct synth_plan *plan, uint64_t number,
	struct synth_person *person);

#endif
