#include "report/day.h"

#include <stdbool.h>
#include <stdio.h>

static bool
is_leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* month from 1 */
static int32_t
days_in(int32_t year, int32_t month)
{
	static const int32_t days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

static int32_t
number(const char *text, size_t n)
{
	int32_t value = 0;
	size_t i;

	for (i = 0; i < n; i++)
		value = value * 10 + (text[i] - '0');
	return value;
}

/* Days from 1970-01-01 to that year's first. */
static int32_t
year_begin(int32_t year)
{
	const int32_t before = year - 1;

	return 365 * (year - 1970) +
	       (before / 4 - before / 100 + before / 400) -
	       (1969 / 4 - 1969 / 100 + 1969 / 400);
}

int32_t
day_of(const char *date)
{
	const int32_t year = number(date, 4), month = number(date + 5, 2);
	int32_t day = year_begin(year) + number(date + 8, 2) - 1, m;

	for (m = 1; m < month; m++)
		day += days_in(year, m);
	return day;
}

static void
write_date(int32_t year, int32_t month, int32_t day, char date[STORE_DATE])
{
	snprintf(date, STORE_DATE, "%04u-%02u-%02u", (unsigned)year % 10000u,
		(unsigned)month % 100u, (unsigned)day % 100u);
}

void
day_text(int32_t day, char date[STORE_DATE])
{
	int32_t year = 1970 + day / 366, month = 1;

	while (year_begin(year + 1) <= day)
		year++;
	while (year_begin(year) > day)
		year--;
	day -= year_begin(year);
	while (day >= days_in(year, month))
		day -= days_in(year, month++);
	write_date(year, month, day + 1, date);
}

void
day_months_later(const char *date, int months, char later[STORE_DATE])
{
	const int32_t all =
		number(date, 4) * 12 + number(date + 5, 2) - 1 + months;
	const int32_t year = all / 12, month = all % 12 + 1;
	const int32_t day = number(date + 8, 2), last = days_in(year, month);

	write_date(year, month, day < last ? day : last, later);
}
