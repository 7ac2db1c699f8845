/*
 * An invitation to a meeting, for one person, in the person's language with
 * small Swedish: when, where, what happens there in pictures, and whom to call.
 * There is no name of the person and no answer on it; the code tells whose
 * paper it is.
 *
 *	invite_words_open(&words, templates, "ar", err)
 *	sheet = invite_sheet(&words, engine, &invite, err);	pages, no codes
 *	invite_words_finish(&words);
 */
#ifndef SKAPA_FORMS_INVITE_H
#define SKAPA_FORMS_INVITE_H

#include <stdbool.h>

struct canvas_photo;
struct err;
struct sheet;
struct text_engine;
struct wording;

/* The words of one language: invite.<language>.po and those of every sheet. */
struct invite_words {
	const char *templates;	       /* borrowed */
	struct wording *own, *swedish; /* owned; NULL where own is Swedish */
	struct wording *sheet;	       /* owned */
};

struct invite {
	const char *code;	 /* the person's, in its shown form */
	const char *date, *time; /* "2026-11-30", "13:15"; NULL: by hand */
	const char *place;	 /* as the office says it, in Swedish */
	const char *who;	 /* whom one meets; NULL: is not said */
	const char *phone;	 /* the office's number */
	const struct canvas_photo *photo; /* of the place; NULL: none */
};

/*
 * Ends with invite_words_finish, also on failure. Errors: ERR_USAGE for a
 * language without such words; those of wording_open.
 */
bool invite_words_open(struct invite_words *words, const char *templates,
	const char *language, struct err *err);
void invite_words_finish(struct invite_words *words);

/*
 * One page of A4; the caller ends it with sheet_free, before the photograph
 * ends. Errors: ERR_INPUT for what does not fit on it, with what is to be
 * made shorter.
 */
struct sheet *invite_sheet(const struct invite_words *words,
	struct text_engine *engine, const struct invite *invite,
	struct err *err);

#endif
