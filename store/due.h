/*
 * What was issued against what came back: sheets and their pages that have
 * questions. Blank backs and covers are not waited for.
 */
#ifndef SKAPA_STORE_DUE_H
#define SKAPA_STORE_DUE_H

#include "store/store.h"

struct store_due_page {
	int page;
	char line[CODE_LINE];
};

struct store_due {
	int64_t sheet;
	char session[STORE_SESSION]; /* "" if it was issued without */
	int seat;		     /* in the group; 0: none */
	char person[PERSON_CODE];    /* "" if not bound */
	char instrument[LAYOUT_KEY];
	char language[LAYOUT_KEY];
	int n_pages;   /* with questions, 1.. */
	int n_missing; /* of them not filed; 0: the sheet is here */
	struct store_due_page missing[LAYOUT_PAGES];
	int n_waiting; /* answers and scans that a person has to look at */
};

typedef bool store_each_due(
	const struct store_due *due, void *data, struct err *err);

/*
 * Every sheet of a session by the order of issue; NULL: of all sessions,
 * session by session. Sheets of no session are in none.
 */
bool store_due_session(struct store *store, const char *session,
	store_each_due *each, void *data, struct err *err);
/* One sheet; none if it has no page with questions. */
bool store_due_sheet(struct store *store, int64_t sheet, store_each_due *each,
	void *data, struct err *err);

#endif
