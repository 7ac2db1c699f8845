/*
 * Weeding: what has been kept for as long as its rule says (store/retention.h)
 * goes, when two people have looked.
 *
 *	store_weeding_propose(store, NULL, 0, false, today, &number, ...);
 *	store_act_as(store, &another);
 *	store_weeding_approve(store, number, today, err);	it goes
 *
 * What is approved is written down first, and then erased (store/erase.h):
 * keys, scans, rows. The next who opens the store to write finishes what was
 * killed. Numbers stay: store_weeding_list. What of a proposal is left out says
 * why; nothing goes that had something new since it was proposed.
 *
 * Errors of every function here: those of store/store.h, and ERR_REFUSED.
 */
#ifndef SKAPA_STORE_WEEDING_H
#define SKAPA_STORE_WEEDING_H

#include "store/store.h"

enum weeded_state {
	WEEDED_PROPOSED,
	WEEDED_CHANGED,	 /* left: something new since, or forgotten since */
	WEEDED_WAITS,	 /* left: a page on its scans waits for somebody */
	WEEDED_SHARED,	 /* left: its scans show pages of others */
	WEEDED_REPLACED, /* left: there is a newer proposal */
	WEEDED_IS_GOING,
	WEEDED_IS_DONE,
	WEEDED__MAX
};
extern const char *const weeded_states[]; /* "proposed", ..., NULL */

/* What somebody said to one instrument, or everything of a person. */
struct store_weeded {
	int64_t row;		     /* of the person */
	char person[PERSON_CODE];    /* "" once forgotten */
	char instrument[LAYOUT_KEY]; /* "": everything */
	char last_day[STORE_DATE];   /* on which something was kept */
	int64_t number;		     /* of the proposal */
	char proposed[STORE_DATE], proposer[STORE_WHO];
	char approved[STORE_DATE], approver[STORE_WHO]; /* "" if not */
	enum weeded_state state;
	int occasions, answers, pages, scans, others; /* as of receipts */
};

typedef bool store_each_weeded(
	const struct store_weeded *weeded, void *data, struct err *err);

/* What was proposed; number 0: in every proposal. */
bool store_weeding_list(struct store *store, int64_t number,
	store_each_weeded *each, void *data, struct err *err);

/*
 * Proposes what is over, of these people (n 0: of all). with_stacks: also
 * where the scans show pages of others, whose pictures go then, not their
 * answers. A proposal that nobody has approved is replaced. *number 0: nothing
 * is over, and nothing was changed. Errors: ERR_USAGE for a person who is not
 * there.
 */
bool store_weeding_propose(struct store *store,
	const char (*people)[PERSON_CODE], size_t n, bool with_stacks,
	const char *date, int64_t *number, struct err *err);
/*
 * Approves a proposal of somebody else, and what is in it goes. Errors:
 * ERR_REFUSED for who proposed it; ERR_USAGE if there is no such proposal, or
 * nothing of it is left to approve.
 */
bool store_weeding_approve(
	struct store *store, int64_t number, const char *date, struct err *err);

/* ------------------------------------------- what follows is for store/ alone
 */

/* Erases what was approved and is not done. */
bool weeding_finish(struct store *store, struct err *err);
/* Erases again what was weeded since a backup, in a restored store. */
bool weeding_again(struct store *store, const char *date, struct err *err);

#endif
