/*
 * How many pages came in, day by day: what a first look at a morning's scans
 * wants to know. Counts of paper, of nobody in particular.
 */
#ifndef SKAPA_STORE_DAYS_H
#define SKAPA_STORE_DAYS_H

#include "store/store.h"

#include <stddef.h>

struct store_day {
	char date[STORE_DATE];
	size_t n[READING__MAX]; /* pages by what became of them */
};

typedef bool store_each_day(
	const struct store_day *day, void *data, struct err *err);

/*
 * Days from a date on at which something was read, newest first; for whoever
 * may look up pages. Errors: ERR_USAGE for what is no date.
 */
bool store_days(struct store *store, const char *from, store_each_day *each,
	void *data, struct err *err);

#endif
