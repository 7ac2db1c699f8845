/*
 * An item that was answered twice at one occasion: on paper, and on a screen.
 * One of the two counts; the other is put aside and kept.
 *
 *	nothing on the paper	the screen's counts
 *	nothing on the screen	the paper's counts
 *	both say the same	the paper's counts, which can be looked at
 *	they differ		neither, until a person has looked: the paper's
 *				answer waits (store/review.h), with the
 *				screen's beside it
 *
 * An answer on a screen that came too late (occasions.h) waits by itself while
 * there is nothing on paper.
 *
 * It is settled in the transaction that writes either of them. What the
 * machine saw on the paper, and what was put on the screen, is never changed.
 */
#ifndef SKAPA_STORE_TWICE_H
#define SKAPA_STORE_TWICE_H

#include "store/review.h"

#include <stdbool.h>
#include <stdint.h>

struct db_query;

/* Why such an answer waits. */
#define TWICE_REASON "other_on_screen"

/* After an answer was put to an item of the occasion. */
bool twice_put(struct store *store, int64_t occasion, const char *item,
	struct err *err);
/*
 * After another reading counts as the page's, or none does. reading: what was
 * filed, or NULL; its answers that differ are told as they now wait.
 */
bool twice_page(struct store *store, int64_t page, struct reading *reading,
	struct err *err);
/* After a sheet that may have been filed became the occasion's. */
bool twice_occasion(struct store *store, int64_t occasion, struct err *err);

/* The answer gets a number among what waits for a person. */
bool twice_wait(struct store *store, int64_t answer, struct err *err);

/*
 * The screen's answer, of its row, as it counts: a person's word, if there is
 * one. *has false: it was forgotten.
 */
bool twice_screen(struct store *store, int64_t answer, struct answer *screen,
	bool *has, struct err *err);

/* An answer that is certain by itself, as it stands until somebody decides. */
void twice_unsure(
	enum answer_status *status, int *value, char reason[ANSWER_REASON]);

#endif
