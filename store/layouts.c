#include "store/inside.h"

#include "core/err.h"
#include "core/str.h"

static bool
find(struct store *store, const char *hash, int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, LAYOUT_FIND);
	bool has_row;

	db_bind_text(q, hash);
	if (!db_next(q, &has_row, err))
		return false;
	*id = has_row ? db_int(q, 0) : 0;
	db_end(q);
	return true;
}

static bool
next_id(struct store *store, int64_t *id, struct err *err)
{
	struct db_query *q = db_query(store->db, LAYOUT_LAST);
	bool has_row;

	if (!db_next(q, &has_row, err))
		return false;
	*id = db_int(q, 0) + 1;
	db_end(q);
	if (*id > UINT16_MAX)
		return err_set(err, ERR_LIMIT,
			"%s: has %d layouts, and a page code counts no "
			"further; begin a new store",
			store->path, UINT16_MAX);
	return true;
}

static bool
add(struct store *store, int64_t id, const struct layout *layout,
	const void *pdf, size_t len, struct err *err)
{
	struct str json = {0};
	struct db_query *q;
	bool ok;

	layout_write(layout, &json);
	ok = str_ok(&json, err);
	if (ok) {
		q = db_query(store->db, LAYOUT_ADD);
		db_bind_int(q, id);
		db_bind_text(q, layout->hash);
		db_bind_text(q, layout->instrument);
		db_bind_text(q, layout->instrument_version);
		db_bind_text(q, layout->language);
		db_bind_text(q, layout->level);
		db_bind_int(q, layout->steps);
		db_bind_text(q, json.at);
		db_bind_bytes(q, pdf, len);
		ok = db_run(q, err);
	}
	str_finish(&json);
	return ok;
}

bool
store_layout_put(struct store *store, const struct layout *layout,
	const void *pdf, size_t len, uint16_t *id, struct err *err)
{
	int64_t row = 0;

	if (!find(store, layout->hash, &row, err))
		return false;
	if (row == 0) {
		if (!store_begin(store, err) ||
			!store_end(store,
				next_id(store, &row, err) &&
					store_does(store, MAY_ISSUE,
						ABOUT_LAYOUT, row, err) &&
					add(store, row, layout, pdf, len, err),
				err))
			return false;
	}
	*id = (uint16_t)row;
	return true;
}

bool
store_layout_find(struct store *store, const char *hash, uint16_t *id,
	bool *found, struct err *err)
{
	int64_t row = 0;

	if (!find(store, hash, &row, err))
		return false;
	*found = row != 0;
	if (row != 0)
		*id = (uint16_t)row;
	return true;
}

bool
store_layout_get(struct store *store, uint16_t id, struct layout *layout,
	struct str *pdf, bool *found, struct err *err)
{
	struct db_query *q = db_query(store->db, LAYOUT_GET);
	struct layout read = {0};
	bool has_row, ok = true;
	size_t len;

	db_bind_int(q, id);
	if (!db_next(q, &has_row, err))
		return false;
	if (has_row) {
		const char *json = db_bytes(q, 0, &len);

		if (!layout_read(json, len, &read, err)) {
			err_wrap(err, "%s: layout %u", store->path,
				(unsigned)id);
			ok = false;
		} else if (pdf != NULL) {
			const void *print = db_bytes(q, 1, &len);

			str_add_bytes(pdf, print, len);
			ok = str_ok(pdf, err);
		}
	}
	db_end(q);
	if (!ok) {
		layout_finish(&read);
		return false;
	}
	if (has_row)
		*layout = read;
	*found = has_row;
	return true;
}
