/* Who is in the report, and what they did: only for group.c and its tables. */
#ifndef SKAPA_REPORT_GROUP_COUNT_H
#define SKAPA_REPORT_GROUP_COUNT_H

#include "report/group.h"

/* Where a member's values stand behind those of the ratings. */
enum { GROUP_AT_LATEST = GROUP_RATINGS, GROUP_AT_THEN, GROUP_AT__MAX };

/* Beside the steps 1..STEP_MAX. */
enum {
	GROUP_NO_RATING = 0,
	GROUP_DECLINED = STEP_MAX + 1,
	GROUP_NOT_UNDERSTOOD,
	GROUP_MISSING
};

struct counted_answer;
struct counted_person;
struct group_member {
	int64_t person;
	int ways[SPLIT__MAX]; /* numbers in group_ways */
	int n_ratings;
	bool has_closing, has_handover, is_overdue;
	/* At least one answer, or rating, that is so. */
	bool is_unreadable, is_waiting, is_decided, has_two_marks;
	bool is_unreviewed;
	int reason; /* 0: always rated, 1: not said, 2..: reasons[] */
	int days;   /* from the first rating to the second; -1 */
	int32_t first_day;
	bool has_then;
	/* By rating from 0, then GROUP_AT_. */
	uint8_t values[GROUP_AT__MAX][GROUP_ITEMS];
	/* The caseworker's third of the ladder by own item, 1.., 0: none. */
	uint8_t belief[GROUP_ITEMS];
};

/*
 * What stands beside the person's own ratings of the series up to ask->until:
 * how it was then, and what the caseworker last said (group_beside.c). False
 * with err set for too many items.
 */
bool group_beside(const struct group_ask *ask,
	const struct counted_person *person, struct group_series *series,
	struct group_member *member, struct err *err);
/* Which third of a ladder, 1..BELIEF_THIRDS; 0 for what is no step. */
int group_third(int value, int top);
/* The value as it is counted. */
uint8_t group_value(const struct counted_answer *answer);
/* The number of its item in the series, a new one if need be; -1: too many. */
int group_item(
	struct group_series *series, const struct counted_answer *answer);

/* Days since 1970-01-01 of a day; 0 for what is none. */
int32_t group_day(const char *date);

#endif
