/*
 * For how long what is kept. A rule is for an instrument, or for everything
 * that is kept of a person. Its months count from the last day on which
 * something of it was kept: an occasion, a sheet that was read, and for
 * everything also a note or an activity. What is over goes when two people say
 * so: store/weeding.h.
 *
 * Errors of every function here: those of store/store.h, and ERR_REFUSED.
 */
#ifndef SKAPA_STORE_RETENTION_H
#define SKAPA_STORE_RETENTION_H

#include "store/store.h"

#define RULE_MONTHS 1200 /* at most */

struct store_rule {
	char instrument[LAYOUT_KEY]; /* "": everything that is kept of one */
	int months;		     /* 1..RULE_MONTHS */
};

/*
 * In the place of an earlier one; 0 months: there is no rule any more. Errors:
 * ERR_USAGE for what is no key, or for months out of their range.
 */
bool store_rule_set(struct store *store, const char *instrument, int months,
	struct err *err);
typedef bool store_each_rule(
	const struct store_rule *rule, void *data, struct err *err);
/* By their instruments. */
bool store_rules(struct store *store, store_each_rule *each, void *data,
	struct err *err);

/* What somebody said to one instrument, or everything that is kept of one. */
struct store_overdue {
	int64_t row; /* of the person */
	char person[PERSON_CODE];
	char instrument[LAYOUT_KEY]; /* "": everything */
	char last_day[STORE_DATE];   /* on which something was kept */
	char over[STORE_DATE];	     /* since when its time is over */
};

typedef bool store_each_overdue(
	const struct store_overdue *overdue, void *data, struct err *err);

/*
 * What is over on that day, person by person. Of whom everything is, that is
 * all that is said.
 */
bool store_overdue(struct store *store, const char *date,
	store_each_overdue *each, void *data, struct err *err);

/* The same for store/ alone, whoever acts. */
bool retention_overdue(struct store *store, const char *date,
	store_each_overdue *each, void *data, struct err *err);

#endif
