/* Who is in the report, and what they did: only for group.c and its tables. */
#ifndef SKAPA_REPORT_GROUP_COUNT_H
#define SKAPA_REPORT_GROUP_COUNT_H

#include "report/group.h"

/* Beside the steps 1..STEP_MAX. */
enum {
	GROUP_NO_RATING = 0,
	GROUP_DECLINED = STEP_MAX + 1,
	GROUP_NOT_UNDERSTOOD,
	GROUP_MISSING
};

struct group_member {
	int64_t person;
	int ways[SPLIT__MAX]; /* numbers in group_ways */
	int n_ratings;
	bool has_closing, has_handover, is_overdue;
	int reason; /* 0: always rated, 1: not said, 2..: reasons[] */
	int days;   /* from the first rating to the second; -1 */
	int32_t first_day;
	/* By rating from 0; the last is that of the latest one. */
	uint8_t values[GROUP_RATINGS + 1][GROUP_ITEMS];
};

/* Errors: those of store_counted; ERR_LIMIT for too many series or items. */
bool group_count(struct store *store, struct group *group, struct err *err);

/* Days since 1970-01-01 of a day; 0 for what is none. */
int32_t group_day(const char *date);

#endif
