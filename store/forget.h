/*
 * Forgetting a person. Their key is destroyed, that of their sheets and of
 * every scan that shows them: nobody can read them from then on, neither in
 * this store nor in a copy of its data that was made before. What stays is
 * numbers: that there was somebody, on which days, and a receipt.
 *
 * The receipt is written first, then the person is erased (store/erase.h). What
 * was killed between is finished by the next who opens the store to write.
 */
#ifndef SKAPA_STORE_FORGET_H
#define SKAPA_STORE_FORGET_H

#include "store/store.h"

/* What went, in numbers. */
struct store_receipt {
	int64_t number;
	int64_t person; /* the row, as the chain names it */
	char date[STORE_DATE];
	int occasions, answers, pages, scans;
	/* Others on those scans: their pages' pictures went, not the answers.
	 */
	int others;
};

/*
 * with_stacks: also where the scans show pages of others. Errors: ERR_USAGE if
 * there is no such person; ERR_INPUT, with nothing changed, if pages of others
 * on the same scans wait for somebody to look, or if there are pages of others
 * and with_stacks is false.
 */
bool store_forget(struct store *store, const char *code, bool with_stacks,
	const char *date, struct store_receipt *receipt, struct err *err);

typedef bool store_each_receipt(
	const struct store_receipt *receipt, void *data, struct err *err);

/* By their numbers. */
bool store_receipts(struct store *store, store_each_receipt *each, void *data,
	struct err *err);

/* ------------------------------------------- what follows is for store/ alone
 */

struct erase_counts;

/* Within a transaction: the receipt of a person who is to go. */
bool forget_intend(struct store *store, int64_t person,
	const struct erase_counts *counts, const char *date, int64_t *receipt,
	struct err *err);
/*
 * Forgets again whose keys are destroyed and whose rows are still there, in a
 * store that was restored from a backup of before.
 */
bool forget_again(struct store *store, const char *date, struct err *err);

/* Erases the people whose receipts are not done. */
bool forget_finish(struct store *store, struct err *err);

#endif
