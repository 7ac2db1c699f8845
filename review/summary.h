/*
 * What a batch came to, in lines that a person can act on: how many pages of
 * each kind, what was refused and what to do, which sheets lack pages, and
 * which of their group's sheets are not here.
 */
#ifndef SKAPA_REVIEW_SUMMARY_H
#define SKAPA_REVIEW_SUMMARY_H

#include "core/reading.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct err;
struct str;

#define SUMMARY_HINTS 32 /* kinds of hints counted; there are fewer */

struct summary {
	size_t n[READING__MAX];
	size_t n_waiting; /* answers that wait for a person */
	size_t n_writings;
	char lacks[LAYOUT_KEY]; /* a language without data, or "" */
	size_t n_pages;		/* pages and files of which something waits */
	struct {
		char reason[READING_REASON];
		char hint[READING_HINT];
		size_t n;
	} hints[SUMMARY_HINTS];
	size_t n_hints;
	int64_t *sheets; /* seen, each once; owned */
	size_t n_sheets, room_sheets;
	char (*sessions)[STORE_SESSION]; /* owned */
	size_t n_sessions;
};

void summary_finish(struct summary *summary);

/* A page as it was filed. store: to ask which sheet it is of. */
bool summary_add(struct summary *summary, struct store *store,
	const struct reading *reading, struct err *err);

/* "36 pages, 22 filed, 14 review; 19 answers wait ...", no newline. */
void summary_count(const struct summary *summary, struct str *out);
/*
 * What to do, lines with newlines. store_option: " --store DIR" as commands in
 * the text must have it, or ""; NULL: nothing was filed.
 */
void summary_advice(const struct summary *summary, const char *store_option,
	struct str *out);
/* What is missing of the sheets and sessions that were seen, lines. */
bool summary_missing(const struct summary *summary, struct store *store,
	const char *store_option, struct str *out, struct err *err);

#endif
