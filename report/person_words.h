/*
 * The words of a person's page in one language: person.<language>.po, those of
 * every sheet, and those of the instruments that were answered.
 */
#ifndef SKAPA_REPORT_PERSON_WORDS_H
#define SKAPA_REPORT_PERSON_WORDS_H

#include "report/series.h"

#include <stdbool.h>

struct err;
struct wording;

#define PERSON_WORDS_KNOWN 16 /* instruments at a level and number of steps */

struct person_words {
	const char *templates; /* borrowed */
	char language[LAYOUT_KEY];
	bool rtl;
	struct wording *own, *sheet; /* owned, as what is known */
	struct person_known {
		char instrument[LAYOUT_KEY], level[LAYOUT_KEY];
		int steps;
		struct instrument *instrument_is; /* NULL: not there any more */
		struct wording *words;
	} known[PERSON_WORDS_KNOWN];
	size_t n_known;
};

/*
 * A language that has no such words ("" too) gives the Swedish ones. Ends with
 * person_words_finish, also on failure. Errors: those of wording_open.
 */
bool person_words_open(struct person_words *words, const char *templates,
	const char *language, struct err *err);
void person_words_finish(struct person_words *words);

/* The text of person.<key>. */
const char *person_say(const struct person_words *words, const char *key);
/* That of every sheet: "answer.declined". */
const char *person_sheet_says(
	const struct person_words *words, const char *key);

/*
 * The series' words: in Swedish where the instrument has none in the language
 * at that level; NULL if it has none at all.
 */
const struct wording *person_words_of(
	struct person_words *words, const struct series *series);
/* The instrument; NULL if there is none any more. */
const struct instrument *person_instrument_of(
	struct person_words *words, const struct series *series);
/* An item's name, by words_of; its key where there is none. */
const char *person_name_of(const struct wording *words, const char *item);

/* Whether any word, of the page or of what was answered, is a draft. */
bool person_words_are_draft(const struct person_words *words);

#endif
