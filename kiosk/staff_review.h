/* What the pages of reviews share: their order, and the words of a sheet. */
#ifndef SKAPA_KIOSK_STAFF_REVIEW_H
#define SKAPA_KIOSK_STAFF_REVIEW_H

#include "instrument/wording.h"
#include "store/review.h"

struct ask;
struct err;
struct html;
struct http_reply;
struct kiosk;

/* Where a review stands among those that wait, by number. */
struct review_queue {
	int64_t after; /* its number */
	int64_t first;
	int64_t next;	  /* behind it, or the first that waits; 0: none */
	size_t n, before; /* that wait, and how many of them come first */
};
bool review_queue_after(struct store *store, int64_t after,
	struct review_queue *queue, struct err *err);
/*
 * On to the next that waits behind `after`, or the list, where `done` (0: none)
 * is said to be decided. A script that says X-Skapa-Page gets the next page at
 * once and not its address: one round instead of two.
 */
bool review_go_on(struct kiosk *kiosk, const struct ask *ask, int64_t after,
	int64_t done, struct http_reply *reply, struct err *err);
/* The page of a review. */
bool review_show(struct kiosk *kiosk, const struct ask *ask, int64_t number,
	int64_t done, struct http_reply *reply, struct err *err);

/*
 * What it may be decided as: buttons with their keys, or fields. words: those
 * of its sheet, NULL if there are none.
 */
void review_add_choices(struct html *html, const struct ask *ask,
	const struct store_review *review, const struct wording *words);

/*
 * The Swedish words of the sheet that a review is of, at its level and with
 * its steps. Borrowed; NULL if there are none.
 */
const struct wording *review_words(
	struct kiosk *kiosk, const struct store_review *review);

#endif
