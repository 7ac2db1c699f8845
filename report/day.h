/*
 * Arithmetic on the store's days, "YYYY-MM-DD" of the Gregorian calendar.
 *
 *	day_of("1970-01-02")	1
 *
 * Every text is a date that str_is_date takes.
 */
#ifndef SKAPA_REPORT_DAY_H
#define SKAPA_REPORT_DAY_H

#include "store/store.h"

#include <stdint.h>

/* Days since 1970-01-01. */
int32_t day_of(const char *date);
void day_text(int32_t day, char date[STORE_DATE]);
/*
 * The same day so many months later (0 and up), or the month's last where it
 * is shorter: 2026-11-30 and 3 months are 2027-02-28.
 */
void day_months_later(const char *date, int months, char later[STORE_DATE]);

#endif
