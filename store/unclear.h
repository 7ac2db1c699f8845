/*
 * What was hard to understand in a group's meeting: how many answered "I do
 * not understand", by item and language, for the talk afterwards. Who may lead
 * a meeting sees no answer; so nothing below UNCLEAR_LEAST leaves the store,
 * and nothing from which that could be reckoned.
 */
#ifndef SKAPA_STORE_UNCLEAR_H
#define SKAPA_STORE_UNCLEAR_H

#include "store/store.h"

#define UNCLEAR_LEAST 5

struct store_unclear {
	char item[ITEM_KEY];
	char language[LAYOUT_KEY]; /* "": all of them */
	int n;			   /* UNCLEAR_LEAST and up */
};

typedef bool store_each_unclear(
	const struct store_unclear *unclear, void *data, struct err *err);

/*
 * Of what people answered themselves, on paper and on tablets: item by item,
 * each language, then all of them together if what that leaves open is nobody
 * or UNCLEAR_LEAST. Errors: those of store/store.h; ERR_USAGE for a session
 * that is not there.
 */
bool store_unclear(struct store *store, const char *session,
	store_each_unclear *each, void *data, struct err *err);

#endif
