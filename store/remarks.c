#include "store/remarks.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/words.h"

const char *const remark_kinds[] = {"debrief", "wording", NULL};

static bool
remark_row(struct store *store, struct db_query *q, struct store_remark *remark,
	bool *has, struct err *err)
{
	const struct sealed_at at = {
		db_int(q, 5), "remark|about", db_int(q, 0), ""};
	const int kind = words_find(remark_kinds, db_text(q, 2));
	struct record record;
	bool ok;

	*remark = (struct store_remark){.number = at.row,
		.kind = (enum remark_kind)kind,
		.is_settled = db_int(q, 4) != 0};
	if (!db_copy(q, 1, remark->session, STORE_SESSION, err) ||
		!db_copy(q, 3, remark->day, STORE_DATE, err) ||
		!sealed_get(store, q, 6, &at, &record, has, err))
		return false;
	if (!*has)
		return true;
	record_read(&record, 1);
	record_get_text(&record, remark->language, LAYOUT_KEY);
	record_get_text(&record, remark->item, ITEM_KEY);
	record_get_text(&record, remark->who, STORE_WHO);
	record_get_text(&record, remark->text, NOTE_TEXT);
	ok = record_ok(&record) && kind >= 0;
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "a remark");
}

static bool
check_key(const char *what, const char *key, struct err *err)
{
	return key[0] == '\0' || str_is_key(key) ||
	       err_set(err, ERR_USAGE, "%s \"%s\" is not a key", what, key);
}

static bool
add(struct store *store, const struct store_remark *remark, int64_t *number,
	struct err *err)
{
	struct sealed_at at = {.column = "remark|about", .item = ""};
	struct record record;
	struct db_query *q;
	int64_t session;
	bool ok;

	if (!session_find(store, remark->session, &session, err) ||
		!store_does(store, MAY_LEAD, ABOUT_SESSION, session, err))
		return false;
	q = db_query(store->db, SESSION_SLOT);
	db_bind_int(q, session);
	if (!db_run_id(q, &at.slot, err))
		return false;
	q = db_query(store->db, REMARK_ADD);
	db_bind_int(q, session);
	db_bind_text(q, remark_kinds[remark->kind]);
	db_bind_text(q, remark->day);
	if (!db_run_id(q, number, err))
		return false;
	at.row = *number;
	record_begin(&record, 1);
	record_put_text(&record, remark->language);
	record_put_text(&record, remark->item);
	record_put_text(&record, remark->who);
	record_put_text(&record, remark->text);
	q = db_query(store->db, REMARK_SAY);
	ok = sealed_bind(store, q, &at, &record, err);
	record_wipe(&record);
	db_bind_int(q, *number);
	return ok && db_run(q, err);
}

bool
store_remark_add(struct store *store, const struct store_remark *remark,
	int64_t *number, struct err *err)
{
	int64_t added = 0;

	if (!check_key("language", remark->language, err) ||
		!check_key("item", remark->item, err) ||
		!day_check(remark->day, "a remark", err) ||
		!store_who_check(remark->who, err) ||
		!store_text_check(remark->text, "a remark", err) ||
		!store_begin(store, err) ||
		!store_end(store, add(store, remark, &added, err), err))
		return false;
	*number = added;
	return true;
}

static bool
settle(struct store *store, int64_t number, struct err *err)
{
	struct db_query *q;
	int64_t session;

	if (!store_may(store, MAY_LEAD, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, REMARK_SETTLE);
	db_bind_int(q, number);
	if (!db_run_id(q, &session, err))
		return false;
	if (session == 0)
		return err_set(err, ERR_USAGE, "there is no remark %lld",
			(long long)number);
	return chain_add(store, MAY_LEAD, false, ABOUT_SESSION, session, err);
}

bool
store_remark_settle(struct store *store, int64_t number, struct err *err)
{
	return store_begin(store, err) &&
	       store_end(store, settle(store, number, err), err);
}

/* The rows of a query that is bound; only_words: what is still to be seen to.
 */
static bool
each_remark(struct store *store, struct db_query *q, bool only_words,
	store_each_remark *each, void *data, struct err *err)
{
	bool has_row, has, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_remark remark;

		ok = remark_row(store, q, &remark, &has, err);
		if (ok && only_words)
			has = has && remark.kind == REMARK_WORDING &&
			      !remark.is_settled;
		ok = ok && (!has || each(&remark, data, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

bool
store_remarks(struct store *store, const char *session, store_each_remark *each,
	void *data, struct err *err)
{
	struct db_query *q;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_STORE, 0, err))
		return false;
	q = db_query(
		store->db, session != NULL ? REMARK_OF_SESSION : REMARK_LIST);
	if (session != NULL)
		db_bind_text(q, session);
	return each_remark(store, q, false, each, data, err);
}

bool
store_remarks_on_words(struct store *store, store_each_remark *each, void *data,
	struct err *err)
{
	return store_may(store, MAY_KEEP_WORDS, ABOUT_STORE, 0, err) &&
	       each_remark(store, db_query(store->db, REMARK_LIST), true, each,
		       data, err);
}
