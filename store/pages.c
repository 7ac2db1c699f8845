#include "store/inside.h"

#include "core/err.h"

#include <string.h>

static bool
page_row(struct store *store, struct db_query *q, struct page_row *row,
	struct err *err)
{
	size_t len;
	const void *token = db_bytes(q, 4, &len);

	*row = (struct page_row){0};
	if (len != CODE_TOKEN)
		return db_damaged(store->db, err, "a token is not 16 bytes");
	memcpy(row->page.code.token, token, CODE_TOKEN);
	row->id = db_int(q, 0);
	row->page.code.layout_id = (uint16_t)db_int(q, 1);
	row->page.code.page = (uint8_t)db_int(q, 2);
	row->page.code.of = (uint8_t)db_int(q, 3);
	row->page.sheet = db_int(q, 7);
	row->page.is_filed = !db_is_null(q, 8);
	row->reading = db_int(q, 8);
	return db_copy(q, 5, row->page.line, sizeof(row->page.line), err) &&
	       db_copy(q, 6, row->page.person, sizeof(row->page.person), err) &&
	       db_copy(q, 9, row->page.session, sizeof(row->page.session), err);
}

/* Ends the query; *found false leaves the row. */
static bool
one_page(struct store *store, struct db_query *q, struct page_row *row,
	bool *found, struct err *err)
{
	struct page_row got;
	bool has_row, ok;

	if (!db_next(q, &has_row, err))
		return false;
	ok = !has_row || page_row(store, q, &got, err);
	db_end(q);
	if (!ok)
		return false;
	if (has_row)
		*row = got;
	*found = has_row;
	return true;
}

bool
page_find(struct store *store, const uint8_t token[CODE_TOKEN],
	struct page_row *row, bool *found, struct err *err)
{
	struct db_query *q = db_query(store->db, PAGE_BY_TOKEN);

	db_bind_bytes(q, token, CODE_TOKEN);
	return one_page(store, q, row, found, err);
}

bool
store_page_by_token(struct store *store, const uint8_t token[CODE_TOKEN],
	struct store_page *page, bool *found, struct err *err)
{
	struct page_row row;

	if (!page_find(store, token, &row, found, err))
		return false;
	if (*found)
		*page = row.page;
	return true;
}

bool
store_page_by_line(struct store *store, const char *line,
	struct store_page *page, bool *found, struct err *err)
{
	struct db_query *q = db_query(store->db, PAGE_BY_LINE);
	struct page_row row;

	db_bind_text(q, line);
	if (!one_page(store, q, &row, found, err))
		return false;
	if (*found)
		*page = row.page;
	return true;
}

/* -------------------------------------------------------------- issuing */

/* A token whose line no other page has: 2^45 lines, so a clash is rare. */
static bool
fresh_token(struct store *store, struct store_page *page, struct err *err)
{
	struct page_row other;
	bool taken = true;

	while (taken) {
		struct db_query *q;

		if (!token_make(page->code.token, err))
			return false;
		code_line(page->code.token, page->line);
		q = db_query(store->db, PAGE_BY_LINE);
		db_bind_text(q, page->line);
		if (!one_page(store, q, &other, &taken, err))
			return false;
	}
	return true;
}

bool
person_id(struct store *store, const char *code, int64_t *id, struct err *err)
{
	struct db_query *q;
	bool has_row;

	*id = 0;
	if (code[0] == '\0')
		return true;
	q = db_query(store->db, PERSON_GET);
	db_bind_text(q, code);
	if (!db_next(q, &has_row, err))
		return false;
	if (has_row)
		*id = db_int(q, 0);
	db_end(q);
	if (!has_row)
		return err_set(err, ERR_USAGE,
			"unknown person %s; people are added with: skapa store "
			"people add",
			code);
	return true;
}

static bool
is_layout(struct store *store, uint16_t id, struct err *err)
{
	struct db_query *q = db_query(store->db, LAYOUT_GET);
	bool has_row;

	db_bind_int(q, id);
	if (!db_next(q, &has_row, err))
		return false;
	db_end(q);
	if (!has_row)
		return err_set(err, ERR_USAGE, "%s: has no layout %u",
			store->path, (unsigned)id);
	return true;
}

static bool
add_page(struct store *store, struct store_page *page, struct err *err)
{
	struct db_query *q;

	if (!fresh_token(store, page, err))
		return false;
	q = db_query(store->db, PAGE_ADD);
	db_bind_int(q, page->sheet);
	db_bind_int(q, page->code.page);
	db_bind_bytes(q, page->code.token, CODE_TOKEN);
	db_bind_text(q, page->line);
	return db_run(q, err);
}

bool
sheet_issue(struct store *store, const struct store_request *request,
	const char *session, const char *date, struct store_page *pages,
	struct err *err)
{
	struct db_query *q;
	int64_t person, sheet;
	uint8_t i;

	if (request->pages < 1 || request->pages > LAYOUT_PAGES)
		return err_set(err, ERR_USAGE,
			"a sheet of %u pages: it has 1 to %d",
			(unsigned)request->pages, LAYOUT_PAGES);
	if (!person_id(store, request->person, &person, err))
		return false;
	q = db_query(store->db, SHEET_ADD);
	if (person == 0)
		db_bind_null(q);
	else
		db_bind_int(q, person);
	db_bind_int(q, request->layout_id);
	db_bind_int(q, request->pages);
	db_bind_word(q, session);
	db_bind_text(q, date);
	if (!db_run(q, err))
		return false;
	sheet = db_last_id(store->db);
	for (i = 0; i < request->pages; i++) {
		pages[i] = (struct store_page){
			.code = {.layout_id = request->layout_id,
				.page = (uint8_t)(i + 1),
				.of = request->pages},
			.sheet = sheet};
		memcpy(pages[i].person, request->person, PERSON_CODE);
		if (!add_page(store, &pages[i], err))
			return false;
	}
	return true;
}

bool
store_sheet_pages(struct store *store, int64_t sheet,
	struct store_page pages[LAYOUT_PAGES], size_t *n, struct err *err)
{
	struct db_query *q = db_query(store->db, PAGE_OF_SHEET);
	struct page_row row;
	bool has_row, ok;

	*n = 0;
	db_bind_int(q, sheet);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = *n < LAYOUT_PAGES ||
		     db_damaged(store->db, err, "a sheet has too many pages");
		ok = ok && page_row(store, q, &row, err);
		if (!ok)
			break;
		pages[(*n)++] = row.page;
	}
	db_end(q);
	return ok;
}

bool
store_issue(struct store *store, const struct store_request *requests, size_t n,
	const char *session, const char *date, struct store_page *pages,
	struct err *err)
{
	uint16_t known = 0;
	size_t i;

	if (session != NULL && strlen(session) >= STORE_SESSION)
		return err_set(err, ERR_USAGE,
			"the session's name is longer than %d bytes",
			STORE_SESSION - 1);
	if (!store_begin(store, err))
		return false;
	for (i = 0; i < n; i++) {
		const uint16_t layout = requests[i].layout_id;

		if ((layout != known && !is_layout(store, layout, err)) ||
			!sheet_issue(store, &requests[i], session, date, pages,
				err)) {
			db_rollback(store->db);
			return false;
		}
		known = layout;
		pages += requests[i].pages;
	}
	return db_commit(store->db, err);
}

static bool
bind(struct store *store, const char *line, const char *person, struct err *err)
{
	char shown[CODE_LINE_SHOWN];
	struct store_page page;
	struct db_query *q;
	int64_t id = 0;
	bool found = false;

	code_line_shown(line, shown);
	if (!store_page_by_line(store, line, &page, &found, err) ||
		!person_id(store, person, &id, err))
		return false;
	if (!found)
		return err_set(err, ERR_USAGE,
			"no page has the code line %s; look at the paper again",
			shown);
	if (strcmp(page.person, person) == 0)
		return true;
	if (page.person[0] != '\0')
		return err_set(err, ERR_USAGE,
			"the sheet of %s belongs to %s already; nothing was "
			"changed",
			shown, page.person);
	q = db_query(store->db, SHEET_BIND);
	db_bind_int(q, id);
	db_bind_int(q, page.sheet);
	return db_run(q, err);
}

bool
store_sheet_bind(struct store *store, const char line[CODE_LINE],
	const char *person, struct err *err)
{
	if (!store_begin(store, err))
		return false;
	if (!bind(store, line, person, err)) {
		db_rollback(store->db);
		return false;
	}
	return db_commit(store->db, err);
}
