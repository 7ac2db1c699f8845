#include "store/due.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"

#include <string.h>

/* Which pages of a layout have questions, the last layout asked for. */
struct asked {
	uint16_t layout_id;
	bool has_boxes[LAYOUT_PAGES];
};

static bool
ask(struct store *store, struct asked *asked, uint16_t id, struct err *err)
{
	struct layout layout = {0};
	bool found = false;
	size_t i;

	if (asked->layout_id == id)
		return true;
	if (!store_layout_get(store, id, &layout, NULL, &found, err))
		return false;
	if (!found)
		return db_damaged(store->db, err, "a sheet has no layout");
	memset(asked->has_boxes, 0, sizeof(asked->has_boxes));
	for (i = 0; i < layout.n_pages; i++)
		asked->has_boxes[i] = layout.pages[i].n_boxes > 0;
	asked->layout_id = id;
	layout_finish(&layout);
	return true;
}

static bool
new_sheet(struct store *store, struct db_query *q, struct asked *asked,
	struct store_due *due, struct err *err)
{
	*due = (struct store_due){
		.sheet = db_int(q, 0), .seat = (int)db_int(q, 10)};
	return ask(store, asked, (uint16_t)db_int(q, 4), err) &&
	       db_copy(q, 1, due->session, sizeof(due->session), err) &&
	       person_code_at(store, q, 2, due->person, err) &&
	       db_copy(q, 5, due->instrument, sizeof(due->instrument), err) &&
	       db_copy(q, 6, due->language, sizeof(due->language), err);
}

static bool
add_page(struct db_query *q, const struct asked *asked, struct store_due *due,
	struct err *err)
{
	const int page = (int)db_int(q, 7);
	struct store_due_page *missing = &due->missing[due->n_missing];

	if (page < 1 || page > LAYOUT_PAGES || !asked->has_boxes[page - 1])
		return true;
	due->n_pages++;
	due->n_waiting += (int)db_int(q, 11);
	if (db_int(q, 9) != 0 || due->n_missing == LAYOUT_PAGES)
		return true;
	due->n_missing++;
	missing->page = page;
	return db_copy(q, 8, missing->line, sizeof(missing->line), err);
}

static bool
each_sheet(struct store *store, struct db_query *q, store_each_due *each,
	void *data, struct err *err)
{
	struct asked asked = {0};
	struct store_due due = {0};
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		if (due.sheet != db_int(q, 0)) {
			ok = due.n_pages == 0 || each(&due, data, err);
			ok = ok && new_sheet(store, q, &asked, &due, err);
		}
		ok = ok && add_page(q, &asked, &due, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok && (due.n_pages == 0 || each(&due, data, err));
}

bool
store_due_session(struct store *store, const char *session,
	store_each_due *each, void *data, struct err *err)
{
	struct db_query *q;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_EVERYONE, 0, err))
		return false;
	q = db_query(
		store->db, session != NULL ? DUE_OF_SESSION : DUE_OF_SESSIONS);
	if (session != NULL)
		db_bind_text(q, session);
	return each_sheet(store, q, each, data, err);
}

bool
store_due_sheet(struct store *store, int64_t sheet, store_each_due *each,
	void *data, struct err *err)
{
	struct db_query *q;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_SHEET, sheet, err))
		return false;
	q = db_query(store->db, DUE_OF_SHEET);
	db_bind_int(q, sheet);
	return each_sheet(store, q, each, data, err);
}
