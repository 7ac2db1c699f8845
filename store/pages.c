#include "store/inside.h"
#include "store/twice.h"

#include "core/err.h"
#include "core/str.h"

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
	row->slot = db_int(q, 11);
	row->rater = rater_of(db_text(q, 13));
	row->page.code.layout_id = (uint16_t)db_int(q, 1);
	row->page.code.page = (uint8_t)db_int(q, 2);
	row->page.code.of = (uint8_t)db_int(q, 3);
	row->page.sheet = db_int(q, 8);
	row->page.occasion = db_int(q, 12);
	row->page.is_filed = !db_is_null(q, 9);
	row->reading = db_int(q, 9);
	return db_copy(q, 5, row->page.line, sizeof(row->page.line), err) &&
	       person_code_at(store, q, 6, row->page.person, err) &&
	       db_copy(q, 10, row->page.session, STORE_SESSION, err) &&
	       db_copy(q, 14, row->wording, sizeof(row->wording), err) &&
	       db_copy(q, 15, row->issued, sizeof(row->issued), err);
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

	if (!store_may(store, MAY_LOOK_UP, ABOUT_STORE, 0, err) ||
		!page_find(store, token, &row, found, err))
		return false;
	if (*found)
		*page = row.page;
	return true;
}

bool
store_page_by_line(struct store *store, const char *line,
	struct store_page *page, bool *found, struct err *err)
{
	struct page_row row;
	struct db_query *q;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, PAGE_BY_LINE);
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

/* What a sheet's layout says of its occasion. */
static bool
occasion_of_layout(struct store *store, uint16_t id,
	struct store_occasion *occasion, struct err *err)
{
	struct db_query *q = db_query(store->db, LAYOUT_HEAD);
	bool has_row, ok;

	db_bind_int(q, id);
	if (!db_next(q, &has_row, err))
		return false;
	if (!has_row)
		return err_set(err, ERR_USAGE, "%s: has no layout %u",
			store->path, (unsigned)id);
	*occasion = (struct store_occasion){
		.steps = (int)db_int(q, 4), .mode = MODE_PAPER};
	ok = db_copy(q, 0, occasion->instrument, LAYOUT_KEY, err) &&
	     db_copy(q, 1, occasion->version, LAYOUT_KEY, err) &&
	     db_copy(q, 2, occasion->language, LAYOUT_KEY, err) &&
	     db_copy(q, 3, occasion->level, LAYOUT_KEY, err);
	db_end(q);
	return ok;
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

/*
 * The occasion that a sheet is of, 0 for nobody's: what is known of it is in
 * *like but for who, when and where. *slot: of the key for its answers.
 */
static bool
sheet_occasion(struct store *store, const struct person_row *person,
	struct store_occasion *like, const char *session, const char *date,
	int64_t *id, int64_t *slot, struct err *err)
{
	*id = 0;
	if (person->id == 0)
		return sealed_slot(store, slot, err);
	str_copy(like->date, sizeof(like->date), date);
	str_copy(like->session, STORE_SESSION, session != NULL ? session : "");
	return occasion_join(store, person, like, id, slot, err);
}

static void
bind_id(struct db_query *q, int64_t id)
{
	if (id == 0)
		db_bind_null(q);
	else
		db_bind_int(q, id);
}

bool
sheet_issue(struct store *store, const struct store_request *request,
	const char *session, const char *date, const char *held,
	struct store_page *pages, struct err *err)
{
	const char *wording = request->wording != NULL ? request->wording : "";
	struct store_occasion like;
	struct person_row person;
	struct db_query *q;
	int64_t occasion, slot, sheet;
	uint8_t i;

	if (request->pages < 1 || request->pages > LAYOUT_PAGES)
		return err_set(err, ERR_USAGE,
			"a sheet of %u pages: it has 1 to %d",
			(unsigned)request->pages, LAYOUT_PAGES);
	if (!store_may(store, MAY_ISSUE, ABOUT_STORE, 0, err) ||
		!person_find(store, request->person, &person, err) ||
		!occasion_of_layout(store, request->layout_id, &like, err))
		return false;
	like.rater = request->rater;
	str_copy(like.wording, sizeof(like.wording), wording);
	if (!sheet_occasion(store, &person, &like, session, held, &occasion,
		    &slot, err))
		return false;
	q = db_query(store->db, SHEET_ADD);
	bind_id(q, person.id);
	bind_id(q, occasion);
	db_bind_int(q, slot);
	db_bind_int(q, request->layout_id);
	db_bind_int(q, request->pages);
	db_bind_text(q, store_raters[request->rater]);
	db_bind_word(q, wording);
	db_bind_word(q, session);
	db_bind_text(q, date);
	if (!db_run_id(q, &sheet, err) ||
		!chain_add(store, MAY_ISSUE, false, ABOUT_SHEET, sheet, err))
		return false;
	for (i = 0; i < request->pages; i++) {
		pages[i] = (struct store_page){
			.code = {.layout_id = request->layout_id,
				.page = (uint8_t)(i + 1),
				.of = request->pages},
			.sheet = sheet,
			.occasion = occasion};
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
	struct db_query *q;
	struct page_row row;
	bool has_row, ok;

	if (!store_may(store, MAY_LOOK_UP, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, PAGE_OF_SHEET);
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
	bool ok = true;
	size_t i;

	if (session != NULL && strlen(session) >= STORE_SESSION)
		return err_set(err, ERR_USAGE,
			"the session's name is longer than %d bytes",
			STORE_SESSION - 1);
	if (!store_begin(store, err))
		return false;
	for (i = 0; ok && i < n; i++) {
		ok = sheet_issue(
			store, &requests[i], session, date, date, pages, err);
		pages += requests[i].pages;
	}
	return store_end(store, ok, err);
}

static bool
bind(struct store *store, const char *line, const char *code, struct err *err)
{
	struct db_query *q = db_query(store->db, PAGE_BY_LINE);
	char shown[CODE_LINE_SHOWN];
	struct store_occasion like;
	struct person_row person;
	struct page_row row = {0};
	int64_t occasion, slot;
	bool found = false;

	code_line_shown(line, shown);
	db_bind_text(q, line);
	if (!one_page(store, q, &row, &found, err) ||
		!person_find(store, code, &person, err) ||
		!store_may(store, MAY_BIND, ABOUT_PERSON, person.id, err))
		return false;
	if (!found)
		return err_set(err, ERR_USAGE,
			"no page has the code line %s; look at the paper again",
			shown);
	if (strcmp(row.page.person, code) == 0)
		return true;
	if (row.page.person[0] != '\0')
		return err_set(err, ERR_USAGE,
			"the sheet of %s belongs to %s already; nothing was "
			"changed",
			shown, row.page.person);
	if (!occasion_of_layout(store, row.page.code.layout_id, &like, err))
		return false;
	like.rater = row.rater;
	memcpy(like.wording, row.wording, sizeof(like.wording));
	if (!sheet_occasion(store, &person, &like, row.page.session, row.issued,
		    &occasion, &slot, err))
		return false;
	q = db_query(store->db, SHEET_BIND);
	db_bind_int(q, person.id);
	bind_id(q, occasion);
	db_bind_int(q, row.page.sheet);
	return db_run(q, err) &&
	       (occasion == 0 || twice_occasion(store, occasion, err)) &&
	       chain_add(store, MAY_BIND, false, ABOUT_SHEET, row.page.sheet,
		       err);
}

bool
store_sheet_bind(struct store *store, const char line[CODE_LINE],
	const char *person, struct err *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store, bind(store, line, person, err), err);
}
