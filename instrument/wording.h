/*
 * The words of an instrument in one language, and how well they have been
 * reviewed. Two PO files make them, in wording/ of the templates
 * (instrument/names.h): <instrument>.<language>.po and, for what stands on
 *every sheet, sheet.<language>.po. msgctxt is the key, msgid the Swedish source
 *text.
 *
 *	struct wording *w = wording_load("templates", skapa, "en", "original",
 *		5, err);
 *	wording_question(w, "health");
 *	wording_step(w, "health", 3);
 *	wording_text(w, "answer.declined");
 *
 * Keys, with <i> the instrument's id:
 *
 *	<i>.title
 *	<i>.source                          whose questions these are
 *	permission.unconfirmed              follows it while that is so
 *	<i>.purpose.1 ... .<n>              as many as there are, 1..8
 *	<i>.<item>.name                     a short heading
 *	<i>.<item>.question.<level>         not of an item to talk about
 *	<i>.<item>.step.<value>-of-<steps>  a ladder's words
 *	<i>.<item>.bracket.<value>
 *	<i>.<item>.choice.<value>
 *	<i>.<item>.talk.1 ... .<n>          0..8; printed where there is no more
 *	practice.name  practice.step.<value>-of-<steps>
 *	practice.question  practice.question.<level>, used where it is there
 *	language.name                       the language's own name for itself
 *	how.mark  how.one  how.practice  page.of  talk.notes  draft.band
 *	then.title  then.how                at level then
 *	answer.not_understood  answer.declined  back.empty
 *
 * wording_load checks that every key that the instrument needs at that level
 * and number of steps is there and translated, so the functions below it
 * return text and not NULL for them.
 *
 * Not every language has every level and number of steps that the instrument
 * has: it offers a level if it has at least one question of it, and a number
 * of steps if it has at least one first step of it; then it must have all.
 */
#ifndef SKAPA_INSTRUMENT_WORDING_H
#define SKAPA_INSTRUMENT_WORDING_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct instrument;
struct str;
struct wording;

#define WORDING_PURPOSE 8 /* lines at most */
#define WORDING_TALK 8	  /* prompts of an item at most */
#define WORDING_SOURCE_LANGUAGE "sv"
/* Easy Swedish as a language of its own: its only level is easy. */
#define WORDING_EASY_SWEDISH "sv-simple"

/* From worst to best (domain: ISPOR's steps, short). */
enum wording_status {
	WORDING_DRAFT, /* also: the text changed since it was reviewed */
	WORDING_REVIEWED,
	WORDING_BACKTRANSLATED,
	WORDING_DEBRIEFED,
	WORDING_APPROVED,
	WORDING_SOURCE, /* the source text itself */
	WORDING__MAX
};

/*
 * The caller frees it; the instrument may end before. level NULL and steps 0
 * are the first that the language offers, in the instrument's order.
 *
 * Errors: ERR_USAGE if the instrument, or the instrument in that language, has
 * no such language, level or steps (the sentence lists those there are);
 * ERR_INPUT with file and line, or file and key, for a file that is no PO
 * file, is not UTF-8, has a key twice, or lacks, leaves empty or has fuzzy a
 * text that the instrument needs, whose {places} differ from the source's, or
 * whose source is no longer what the Swedish file says; ERR_LIMIT, ERR_SYSTEM.
 */
struct wording *wording_load(const char *templates,
	const struct instrument *instrument, const char *language,
	const char *level, int steps, struct err *err);
void wording_free(struct wording *wording);

/* Whether the language offers it; both are to be the instrument's. */
bool wording_has_level(const struct wording *wording,
	const struct instrument *instrument, const char *level);
bool wording_has_steps(const struct wording *wording,
	const struct instrument *instrument, int steps);

/*
 * One other file's texts, <file>.<language>.po: "pack", "glossary". Every text
 * in it must be there, translated and fit its source. wording_text,
 * wording_status, wording_status_of, wording_language and wording_is_rtl work
 * on it. Errors as those of wording_load.
 */
struct wording *wording_open(const char *templates, const char *file,
	const char *language, struct err *err);

/*
 * The languages that there are of a file (an instrument's id, "sheet",
 * "pack"), sorted, the source language first; a NULL ends the list. Free with
 * wording_languages_free.
 */
char **wording_languages(const char *templates, const char *file,
	size_t *n_languages, struct err *err);
void wording_languages_free(char **languages);

const char *wording_language(const struct wording *wording); /* "en" */
const char *wording_level(const struct wording *wording);
/* Whether its level asks how it was then (LAYOUT_THEN). */
bool wording_is_then(const struct wording *wording);
int wording_steps(const struct wording *wording);
bool wording_is_rtl(const struct wording *wording);

/* The keys in the order of the first file; NULL behind the last. */
const char *wording_key(const struct wording *wording, size_t i);
/* Borrowed; NULL if there is no such key. */
const char *wording_text(const struct wording *wording, const char *key);
/* Of how it was then that, and not what the instrument is called. */
const char *wording_title(const struct wording *wording);
/* Small print: whose questions these are, and that permission is open. */
const char *wording_source(const struct wording *wording);
/* Line i, 0 and up; NULL behind the last. */
const char *wording_purpose(const struct wording *wording, size_t i);
/* item is a key of the instrument, or ITEM_PRACTICE. */
const char *wording_name(const struct wording *wording, const char *item);
/* NULL for an item to talk about that has none. */
const char *wording_question(const struct wording *wording, const char *item);
/* Prompt i, 0 and up, of an item to talk about; NULL behind the last. */
const char *wording_talk(
	const struct wording *wording, const char *item, size_t i);
/* Words of a step, bracket or choice (1 and up), or of a VALUE_ word. */
const char *wording_step(
	const struct wording *wording, const char *item, int value);

/* Adds pattern to out with each {name} replaced by its text. */
struct wording_place {
	const char *name, *text;
};
void wording_fill(struct str *out, const char *pattern,
	const struct wording_place *places, size_t n_places);

/*
 * Adds text on one line: without the breaks that a sheet's small boxes need,
 * behind an en dash or as a space.
 */
void wording_add_unbroken(struct str *out, const char *text);

/* The worst of the texts that this sheet uses. */
enum wording_status wording_status(const struct wording *wording);
/* How many of them have each status. */
void wording_counts(const struct wording *wording, size_t counts[WORDING__MAX]);
enum wording_status wording_status_of(
	const struct wording *wording, const char *key);
/* Whether any of its texts still waits for people: the page says so. */
bool wording_is_draft(const struct wording *wording);
const char *wording_status_word(enum wording_status status); /* "draft" */

#endif
