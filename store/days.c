#include "store/days.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/words.h"

#include <string.h>

/* A status that is none, as what was undone, is not counted. */
static bool
add_row(struct db_query *q, struct store_day *day, struct err *err)
{
	const enum reading_status status =
		reading_status_of_word(db_text(q, 1));

	if (!db_copy(q, 0, day->date, sizeof(day->date), err))
		return false;
	if ((unsigned)status < READING__MAX)
		day->n[status] += (size_t)db_int(q, 2);
	return true;
}

static bool
each_day(struct db_query *q, store_each_day *each, void *data, struct err *err)
{
	struct store_day day = {.date = ""};
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		if (strcmp(day.date, db_text(q, 0)) != 0) {
			ok = day.date[0] == '\0' || each(&day, data, err);
			day = (struct store_day){.date = ""};
		}
		ok = ok && add_row(q, &day, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok && (day.date[0] == '\0' || each(&day, data, err));
}

bool
store_days(struct store *store, const char *from, store_each_day *each,
	void *data, struct err *err)
{
	struct db_query *q;

	if (!day_check(from, "from", err) ||
		!store_may(store, MAY_LOOK_UP, ABOUT_EVERYONE, 0, err))
		return false;
	q = db_query(store->db, READING_DAYS);
	db_bind_text(q, from);
	return each_day(q, each, data, err);
}
