/*
 * A person's papers: the sheets that were printed for somebody, their pages,
 * and every scan that was read as one of them. For a register extract: what is
 * read back of answers is in store/store.h and store/review.h.
 */
#ifndef SKAPA_STORE_PAPERS_H
#define SKAPA_STORE_PAPERS_H

#include "store/review.h"

struct store_paper {
	int64_t sheet;
	char instrument[LAYOUT_KEY];
	char version[LAYOUT_KEY];
	char language[LAYOUT_KEY];
	char level[LAYOUT_KEY];
	int steps;
	char issued[STORE_DATE];
	char session[STORE_SESSION]; /* "" if it was issued without */
	int page;
	char line[CODE_LINE];
	/* A scan of it; of a page without one, reading is 0 and these empty. */
	int64_t reading; /* for store_reading */
	char status[READING_REASON];
	char read_on[STORE_DATE];
	char sha256[READING_SHA256];
	int source_page;
};

typedef bool store_each_paper(
	const struct store_paper *paper, void *data, struct err *err);

/* By sheet, page and scan. Errors: ERR_USAGE for an unknown person. */
bool store_papers(struct store *store, const char *person,
	store_each_paper *each, void *data, struct err *err);

/* What waits or waited because of a person's papers, by number. */
bool store_papers_reviews(struct store *store, const char *person,
	store_each_review *each, void *data, struct err *err);

#endif
