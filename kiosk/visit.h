/*
 * A participant's way through the screen: language, who, purpose, practice,
 * the items in any order, thanks. What is shown stands in visit_view.h, the
 * pages in visit_begin.c and visit_items.c; here is what they share: the words,
 * and who is in the middle of it (store/visits.h).
 *
 * Answers are kept as they are given, and only after the person has begun. A
 * screen that nobody touches asks "are you still here?" after VISIT_IDLE_S,
 * waits for VISIT_ASK_S, and then goes to its first page, which parks the
 * visit; the server does the same for a screen that has died, after
 * VISIT_DEAD_S. The same code goes on with it on the same day. The idle times:
 * WCAG 2.2.1 asks for at least 20 s to answer, and
 * low readers need 1.7 times as long (Smiling Touchscreen, median 23.2 min
 * against 13.9).
 */
#ifndef SKAPA_KIOSK_VISIT_H
#define SKAPA_KIOSK_VISIT_H

#include "instrument/wording.h"
#include "kiosk/route.h"
#include "store/visits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct audio;
struct err;
struct instrument;
struct item;
struct tries;
struct visits;

#define VISIT_IDLE_S 60
#define VISIT_ASK_S 45
#define VISIT_DEAD_S 900  /* without a request from the screen */
#define VISIT_OLD_S 86400 /* what is parked is only gone on with today */
#define VISIT_TONGUES 64
/*
 * Codes that are nobody's: so many from one screen (an address, where screens
 * are not paired) within so many seconds; then none is looked up for a while.
 * A code has 35 bits of chance: of 10,000 people one would be met in a year and
 * a half.
 */
#define VISIT_TRIES 8
#define VISIT_TRIES_S 120

/* One language's words for the screens; loaded when first needed. */
struct tongue;

/*
 * What is asked is the instrument with that id. templates is borrowed. Errors:
 * those of instrument_load and wording_languages; ERR_USAGE if no language has
 * the words of both the screens and the instrument.
 */
struct visits *visits_open(
	const char *templates, const char *instrument, struct err *err);
void visits_close(struct visits *visits);

const struct instrument *visits_instrument(const struct visits *visits);
/* What can be heard; borrowed. */
const struct audio *visits_audio(const struct visits *visits);
/* The same, to be changed with the files. */
struct audio *visits_audio_change(struct visits *visits);
/*
 * Words and clips are read anew: what was reviewed or recorded is another. On
 * failure the clips are those of before. Errors: those of audio_load.
 */
bool visits_again(struct visits *visits, struct err *err);
/* Codes that were wrong, by the screen; screens that ask, by the address. */
struct tries *visits_tries(struct visits *visits);
/* Its keys of languages, the source language first; NULL behind the last. */
const char *visits_language(const struct visits *visits, size_t i);
/* ERR_USAGE for a language that is none. Borrowed. */
struct tongue *visits_tongue(
	struct visits *visits, const char *language, struct err *err);
/* The screens' words: "next" is kiosk.next. Never NULL for a key there is. */
const char *tongue_say(const struct tongue *tongue, const char *key);
/* The same, one after another; NULL behind the last. */
const char *tongue_word(const struct tongue *tongue, size_t i);
/* The language's own name, and what HTML's lang and dir are. */
const char *tongue_name(const struct tongue *tongue);
const char *tongue_lang(const struct tongue *tongue);
/* The key of its language: "sv-simple". */
const char *tongue_key(const struct tongue *tongue);
bool tongue_is_rtl(const struct tongue *tongue);
bool tongue_is_draft(const struct tongue *tongue);
/* The words of a group's tablets. */
const struct wording *tongue_room(
	struct visits *visits, struct tongue *tongue, struct err *err);
/* The instrument's words; level "" and steps 0: the first there are. */
struct wording *tongue_asked(struct visits *visits, struct tongue *tongue,
	const char *level, int steps, struct err *err);

/* The items that are ticked; bit i of a visit's answered is item i. */
size_t visits_items(const struct visits *visits);
const struct item *visits_item(const struct visits *visits, size_t i);
/* Which item of the same numbers a key is; false if none. */
bool visits_item_find(const struct visits *visits, const char *key, size_t *i);

/*
 * The visit of a cookie's token; *visit 0: none that goes on. Notes that it
 * was seen, at most every 20 s.
 */
bool visit_of_token(struct kiosk *kiosk, const char *token, int64_t *visit,
	struct err *err);
/* The screen that invites, at "/". Whoever reaches it has left. */
route_handler visit_attract;
/* About once a second; parks what has died. */
bool visits_tick(struct kiosk *kiosk, struct err *err);

/* The day of kiosk->now, UTC. */
void visit_today(const struct kiosk *kiosk, char date[STORE_DATE]);
/* Where a visit goes on: "/visit/who", "/visit/item/health" ... */
void visit_place(const struct visits *visits, const struct store_visit *visit,
	size_t after, char path[HTTP_PATH]);

#endif
