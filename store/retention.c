#include "store/retention.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/words.h"

#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------- rules */

static bool
set_rule(struct store *store, const char *instrument, int months,
	struct err *err)
{
	struct db_query *q =
		db_query(store->db, months == 0 ? RULE_REMOVE : RULE_SET);

	db_bind_text(q, instrument);
	if (months != 0)
		db_bind_int(q, months);
	return store_does(store, MAY_SET_RETENTION, ABOUT_STORE, 0, err) &&
	       db_run(q, err);
}

bool
store_rule_set(struct store *store, const char *instrument, int months,
	struct err *err)
{
	if (instrument[0] != '\0' && !str_is_key(instrument))
		return err_set(err, ERR_USAGE,
			"instrument \"%s\" is not a key: up to 31 of a-z, 0-9, "
			"_ and -, a letter first",
			instrument);
	if (months < 0 || months > RULE_MONTHS)
		return err_set(err, ERR_USAGE, "%d months: there are 0 to %d",
			months, RULE_MONTHS);
	return store_begin(store, err) &&
	       store_end(store, set_rule(store, instrument, months, err), err);
}

bool
store_rules(
	struct store *store, store_each_rule *each, void *data, struct err *err)
{
	struct db_query *q;
	bool has_row, ok;

	if (!store_may(store, MAY_LIST_WEEDING, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, RULE_LIST);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_rule rule = {.months = (int)db_int(q, 1)};

		ok = db_copy(q, 0, rule.instrument, LAYOUT_KEY, err) &&
		     each(&rule, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

/* ---------------------------------------------------------------- overdue */

/* So many months after a day: its number in that month, or the month's last. */
static void
months_after(const char *day, int months, char out[STORE_DATE])
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 0, month = 1, number = 1, last;

	(void)sscanf(day, "%4d-%2d-%2d", &year, &month, &number);
	month += months - 1;
	year += month / 12;
	month %= 12;
	last = days[month];
	if (month == 1 &&
		((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
		last = 29;
	snprintf(out, STORE_DATE, "%04u-%02u-%02u", (unsigned)year % 10000,
		(unsigned)(month + 1) % 100,
		(unsigned)(number < last ? number : last) % 100);
}

static bool
due_row(struct store *store, struct db_query *q, const char *date,
	struct store_overdue *row, bool *is_over, struct err *err)
{
	*row = (struct store_overdue){.row = db_int(q, 0)};
	if (!person_code_at(store, q, 1, row->person, err) ||
		!db_copy(q, 3, row->instrument, LAYOUT_KEY, err) ||
		!db_copy(q, 4, row->last_day, STORE_DATE, err))
		return false;
	months_after(row->last_day, (int)db_int(q, 5), row->over);
	*is_over = strcmp(row->over, date) <= 0;
	return true;
}

bool
retention_overdue(struct store *store, const char *date,
	store_each_overdue *each, void *data, struct err *err)
{
	struct db_query *q = db_query(store->db, WEEDING_DUE);
	int64_t whole = 0; /* person of whom everything is over */
	bool has_row, is_over, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_overdue row;

		ok = due_row(store, q, date, &row, &is_over, err);
		if (!ok)
			break;
		if (!is_over || row.row == whole)
			continue;
		if (row.instrument[0] == '\0')
			whole = row.row;
		ok = each(&row, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

bool
store_overdue(struct store *store, const char *date, store_each_overdue *each,
	void *data, struct err *err)
{
	return day_check(date, "weeding", err) &&
	       store_may(store, MAY_LIST_WEEDING, ABOUT_EVERYONE, 0, err) &&
	       retention_overdue(store, date, each, data, err);
}
