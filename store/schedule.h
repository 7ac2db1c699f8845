/*
 * Who is to be asked again: the due list. A person is asked an instrument again
 * so many months after the last time, three if nothing else is said, within a
 * window of some days before and after. Who is paused, not to be asked or
 * closed, and who has had a closing occasion of it, is not on the list; drop-in
 * visits do not count, and a course is evaluated once. A sheet that was handed
 * out counts as asked, whether or not it came back (store/due.h has those).
 */
#ifndef SKAPA_STORE_SCHEDULE_H
#define SKAPA_STORE_SCHEDULE_H

#include "store/occasions.h"

#define SCHEDULE_MONTHS 3
#define SCHEDULE_WINDOW 14	 /* days */
#define SCHEDULE_WINDOW_MOST 100 /* what comes in a quarter too */

struct schedule_ask {
	char today[STORE_DATE];
	int months;	 /* 1..36 */
	int window_days; /* 0..SCHEDULE_WINDOW_MOST */
	const char *who; /* whose caseworker or deputy that is; NULL: all */
	/* That alone, and who was never asked it too; NULL: all. */
	const char *instrument;
};

enum schedule_state {
	SCHEDULE_FIRST, /* never asked */
	SCHEDULE_NOW,	/* within the window */
	SCHEDULE_LATE	/* behind it */
};

struct schedule_row {
	char person[PERSON_CODE];
	char caseworker[STORE_WHO], deputy[STORE_WHO];
	char language[LAYOUT_KEY];   /* of the person; "" */
	char instrument[LAYOUT_KEY]; /* "" for the first time of any */
	char level[LAYOUT_KEY];	     /* of the series to go on with; "" */
	int steps;		     /* the same; 0 */
	char last[STORE_DATE];	     /* "" if never asked */
	char due[STORE_DATE];	     /* the day; today if never asked */
	char until[STORE_DATE];	     /* the window's last day */
	enum schedule_state state;
};

struct schedule {
	struct schedule_row *rows; /* by the day, then by code; owned */
	size_t n;
};

/* day and so many months later, on the month's last day if it is shorter. */
void day_after_months(const char *day, int months, char out[STORE_DATE]);
void day_after_days(const char *day, int days, char out[STORE_DATE]);

/*
 * The caller ends *schedule with schedule_finish. Errors: ERR_USAGE for a day,
 * months or a window out of their range; those of store/store.h.
 */
bool store_schedule(struct store *store, const struct schedule_ask *ask,
	struct schedule *schedule, struct err *err);
void schedule_finish(struct schedule *schedule);

#endif
