/*
 * What takes longer than a round may wait, such as trying a password: done on
 * one other thread, in the order it was put.
 */
#ifndef SKAPA_KIOSK_WORKER_H
#define SKAPA_KIOSK_WORKER_H

#include <stdbool.h>

struct err;
struct worker;

/* The first member of what is to be done; made by whoever wants it done. */
struct work {
	/* On the other thread: touches nothing that others touch. */
	void (*run)(struct work *work);
	void (*free)(struct work *work);
	void *asker; /* for whoever puts it */
	struct work *next;
};

/* wakes: an eventfd that is written to when something is done. */
struct worker *worker_new(int wakes, struct err *err);
/* Waits for what is being done; frees it and what waits. NULL is fine. */
void worker_free(struct worker *worker);

/* Takes it over. The thread starts with the first. Errors: ERR_SYSTEM. */
bool worker_put(struct worker *worker, struct work *work, struct err *err);
/* What was done, the caller's; NULL: nothing more. */
struct work *worker_take(struct worker *worker);
void work_free(struct work *work); /* NULL is fine */

#endif
