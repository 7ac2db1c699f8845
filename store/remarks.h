/*
 * What is written down after a group's meeting: notes of who led it, and what
 * was wrong with the words in a language. Sealed with the key of the session's
 * cover; nobody is to be named in it.
 *
 * Errors of every function: those of store/store.h; ERR_USAGE for a session or
 * a remark that is not there, and for what is no key, no day or refused by
 * store_text_check and store_who_check (store/review.h).
 */
#ifndef SKAPA_STORE_REMARKS_H
#define SKAPA_STORE_REMARKS_H

#include "store/notes.h"

enum remark_kind {
	REMARK_DEBRIEF, /* of who led the meeting, for the talk about it */
	REMARK_WORDING, /* for whoever reviews the words */
	REMARK_KIND__MAX
};
extern const char *const remark_kinds[]; /* "wording", by number, and NULL */

struct store_remark {
	int64_t number; /* never given again; of a kept one */
	char session[STORE_SESSION];
	enum remark_kind kind;
	char day[STORE_DATE];
	bool is_settled;	   /* somebody has seen to it */
	char language[LAYOUT_KEY]; /* that it is about; "" for none */
	char item[ITEM_KEY];	   /* "" for none */
	char who[STORE_WHO];	   /* wrote it */
	char text[NOTE_TEXT];
};

bool store_remark_add(struct store *store, const struct store_remark *remark,
	int64_t *number, struct err *err);
/* It needs nothing more. Again changes nothing. */
bool store_remark_settle(struct store *store, int64_t number, struct err *err);

typedef bool store_each_remark(
	const struct store_remark *remark, void *data, struct err *err);
/* A session's as they were written; session NULL: everyone's. */
bool store_remarks(struct store *store, const char *session,
	store_each_remark *each, void *data, struct err *err);
/*
 * Those about words that nobody has seen to, of every session: for whoever
 * reviews the words, who need not be of those who see sessions.
 */
bool store_remarks_on_words(struct store *store, store_each_remark *each,
	void *data, struct err *err);

#endif
