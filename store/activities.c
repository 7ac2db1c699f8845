#include "store/activities.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/words.h"

#include <string.h>

const char *const activity_kinds[] = {
	"job", "competence", "health", "social", "language", "other", NULL};

/* ------------------------------------------------------------- rows */

static void
activity_record(const struct store_activity *activity, struct record *record)
{
	record_begin(record, 1);
	record_put(record, (int)activity->kind, 1);
	record_put_text(record, activity->who);
	record_put_text(record, activity->text);
}

static bool
activity_of_record(struct record *record, struct store_activity *activity)
{
	record_read(record, 1);
	activity->kind = (enum activity_kind)record_get(record, 1);
	record_get_text(record, activity->who, sizeof(activity->who));
	record_get_text(record, activity->text, sizeof(activity->text));
	return record_ok(record) && activity->kind < ACTIVITY_KIND__MAX;
}

static bool
activity_row(struct store *store, struct db_query *q,
	struct store_activity *activity, int64_t *slot, bool *has,
	struct err *err)
{
	const struct sealed_at at = {
		db_int(q, 1), "activity|about", db_int(q, 0), ""};
	struct record record;
	bool ok;

	*activity = (struct store_activity){.number = at.row};
	*slot = at.slot;
	if (!person_code_at(store, q, 1, activity->person, err) ||
		!db_copy(q, 3, activity->from, sizeof(activity->from), err) ||
		!db_copy(q, 4, activity->until, sizeof(activity->until), err) ||
		!sealed_get(store, q, 5, &at, &record, has, err))
		return false;
	ok = !*has || activity_of_record(&record, activity);
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "an activity");
}

static bool
keep(struct store *store, int64_t slot, const struct store_activity *activity,
	struct err *err)
{
	const struct sealed_at at = {
		slot, "activity|about", activity->number, ""};
	struct db_query *q = db_query(store->db, ACTIVITY_SET);
	struct record record;
	bool ok;

	db_bind_word(q, activity->until);
	activity_record(activity, &record);
	ok = sealed_bind(store, q, &at, &record, err);
	record_wipe(&record);
	db_bind_int(q, activity->number);
	return ok && db_run(q, err);
}

/* ------------------------------------------------------------- calls */

static bool
check(const struct store_activity *activity, struct err *err)
{
	if (!day_check(activity->from, "the first day", err) ||
		(activity->until[0] != '\0' &&
			!day_check(activity->until, "the last day", err)) ||
		(activity->text[0] != '\0' && !store_text_check(activity->text,
						      "an activity", err)) ||
		(activity->who[0] != '\0' &&
			!store_who_check(activity->who, err)))
		return false;
	if (activity->until[0] != '\0' &&
		strcmp(activity->until, activity->from) < 0)
		return err_set(err, ERR_USAGE,
			"an activity ends on %s and begins on %s",
			activity->until, activity->from);
	return true;
}

static bool
add(struct store *store, struct store_activity *activity, struct err *err)
{
	struct person_row person;
	struct db_query *q;

	if (!person_need(store, activity->person, &person, err))
		return false;
	q = db_query(store->db, ACTIVITY_ADD);
	db_bind_int(q, person.id);
	db_bind_text(q, activity->from);
	db_bind_word(q, activity->until);
	return db_run_id(q, &activity->number, err) &&
	       store_does(store, MAY_WRITE_NOTES, ABOUT_ACTIVITY,
		       activity->number, err) &&
	       keep(store, person.slot, activity, err);
}

bool
store_activity_add(struct store *store, const struct store_activity *activity,
	int64_t *number, struct err *err)
{
	struct store_activity made = *activity;

	if (!check(activity, err) || !store_begin(store, err) ||
		!store_end(store, add(store, &made, err), err))
		return false;
	*number = made.number;
	return true;
}

static bool
get(struct store *store, int64_t number, struct store_activity *activity,
	int64_t *slot, struct err *err)
{
	struct db_query *q = db_query(store->db, ACTIVITY_GET);
	bool has, ok;

	db_bind_int(q, number);
	if (!db_next(q, &has, err))
		return false;
	ok = !has || activity_row(store, q, activity, slot, &has, err);
	db_end(q);
	if (ok && !has)
		return err_set(err, ERR_USAGE,
			"there is no activity %lld; skapa store activity list "
			"names "
			"those there are",
			(long long)number);
	return ok;
}

static bool
set_end(struct store *store, int64_t number, const char *until, const char *who,
	struct err *err)
{
	struct store_activity activity;
	int64_t slot;

	if (!get(store, number, &activity, &slot, err) ||
		!store_does(
			store, MAY_WRITE_NOTES, ABOUT_ACTIVITY, number, err))
		return false;
	str_copy(activity.until, sizeof(activity.until), until);
	str_copy(activity.who, sizeof(activity.who), who);
	return check(&activity, err) && keep(store, slot, &activity, err);
}

bool
store_activity_end(struct store *store, int64_t number, const char *until,
	const char *who, struct err *err)
{
	return store_who_check(who, err) &&
	       day_check(until, "the last day", err) &&
	       store_begin(store, err) &&
	       store_end(store, set_end(store, number, until, who, err), err);
}

bool
store_activities(struct store *store, const char *person,
	store_each_activity *each, void *data, struct err *err)
{
	struct person_row row = {0};
	struct db_query *q;
	bool has_row, ok, shows;

	if ((person != NULL && !person_find(store, person, &row, err)) ||
		!store_reads(store, MAY_READ_NOTES,
			person != NULL ? ABOUT_PERSON : ABOUT_EVERYONE, row.id,
			err))
		return false;
	q = db_query(
		store->db, person != NULL ? ACTIVITY_OF_PERSON : ACTIVITY_LIST);
	if (person != NULL)
		db_bind_int(q, row.id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_activity activity;
		int64_t slot;

		ok = activity_row(store, q, &activity, &slot, &shows, err) &&
		     (!shows || store_shows(store, MAY_READ_NOTES,
					activity.person, &shows, err)) &&
		     (!shows || each(&activity, data, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}
