/* What the pages of reviews share: their order, and the words of a sheet. */
#ifndef SKAPA_KIOSK_STAFF_REVIEW_H
#define SKAPA_KIOSK_STAFF_REVIEW_H

#include "instrument/wording.h"
#include "store/review.h"

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
/* Sends on to the next that waits, or the list, to say what was decided. */
bool review_go_on(struct kiosk *kiosk, int64_t after, bool was_decided,
	struct http_reply *reply, struct err *err);

/*
 * The Swedish words of the sheet that a review is of, at its level and with
 * its steps. Borrowed; NULL if there are none.
 */
const struct wording *review_words(
	struct kiosk *kiosk, const struct store_review *review);

#endif
