/*
 * What is kept of a person with one instrument, or all of it, and how it is
 * destroyed: the keys with which it is sealed, the scans that show it and then
 * what is left in the rows. What stays is that there was something, and on
 * which days. People are forgotten (store/forget.h) and weeded
 * (store/weeding.h) by it.
 *
 *	1 what is to go is written down          (a transaction of the caller)
 *	2 the keys are destroyed, the scans are removed
 *	3 the rows are emptied                   (a transaction)
 *
 * Whoever writes 1 down does 2 and 3 again for what a kill left half done: both
 * may be done any number of times. The pages' codes are changed: their paper
 * is unknown from then on.
 */
#ifndef SKAPA_STORE_ERASE_H
#define SKAPA_STORE_ERASE_H

#include <stdbool.h>
#include <stdint.h>

struct db_query;
struct err;
struct store;

struct erase {
	int64_t person;
	const char *instrument; /* a key; "": everything of the person */
};

/* How much it is. */
struct erase_counts {
	int occasions, answers, pages, scans;
	/*
	 * Pages of others, or with other instruments, whose pictures go with
	 * those scans, and pages on those scans that wait for somebody to look.
	 */
	int others, waiting;
};

/*
 * weeding: what is in it too is nobody else's; 0: none. What was erased before
 * counts no more.
 */
bool erase_count(struct store *store, const struct erase *of, int64_t weeding,
	struct erase_counts *counts, struct err *err);
/* Binds counts' first five as a query's next parameters. */
void erase_bind_counts(
	struct db_query *query, const struct erase_counts *counts);

/*
 * Steps 2 and 3; the latter says that the receipts of it are done. In a store
 * on trial only 3.
 */
bool erase_finish(struct store *store, const struct erase *of, struct err *err);

#endif
