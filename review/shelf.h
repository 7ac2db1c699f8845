/*
 * The issued pages of a store as the reader wants them: a page_book
 * (intake/read.h) over store/store.h. Layouts and the prints to compare with
 * are kept as they are needed.
 */
#ifndef SKAPA_REVIEW_SHELF_H
#define SKAPA_REVIEW_SHELF_H

#include "intake/read.h"

struct err;
struct shelf;
struct store;

/*
 * path: of the store. Nothing is opened yet: a worker opens its own. Before
 * the workers are forked, who share the prints.
 */
struct shelf *shelf_new(const char *path, struct err *err);
void shelf_free(struct shelf *shelf); /* NULL is fine */

/*
 * Opens the store for reading and fills *book, which lasts as long as the
 * shelf. context is the shelf: this is a pool_open (intake/pool.h).
 */
bool shelf_open(void *context, struct page_book *book, struct err *err);
/*
 * A shelf over a store that is open already, which is borrowed, and its book.
 * NULL on failure.
 */
struct shelf *shelf_over(
	struct store *store, struct page_book *book, struct err *err);
/* The store, once it is open; borrowed. */
struct store *shelf_store(struct shelf *shelf);

#endif
