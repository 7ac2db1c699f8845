/*
 * Whether a store is whole: what it says of itself against what is there.
 */
#include "store/inside.h"

#include "core/err.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/str.h"
#include "store/scanfile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
	struct store *store;
	store_finding *finding;
	void *data;
	size_t n;
	bool failed; /* out of memory for a sentence */
};

static void found(struct check *check, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void
found(struct check *check, const char *format, ...)
{
	struct str sentence = {0};
	va_list args;

	va_start(args, format);
	str_addv(&sentence, format, args);
	va_end(args);
	check->n++;
	if (str_ok(&sentence, NULL))
		check->finding(sentence.at, check->data);
	else
		check->failed = true;
	str_finish(&sentence);
}

/* What to call the database in a finding. */
static const char *
database(const struct check *check)
{
	return check->store->is_server ? check->store->path : STORE_DATABASE;
}

static bool
check_whole(struct check *check, struct err *err)
{
	struct db_query *q = db_query(check->store->db, CHECK_WHOLE);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		if (strcmp(db_text(q, 0), "ok") != 0)
			found(check, "%s: %s", database(check), db_text(q, 0));
	}
	if (!ok)
		return false;
	q = db_query(check->store->db, CHECK_REFERENCES);
	while ((ok = db_next(q, &has_row, err)) && has_row)
		found(check,
			STORE_DATABASE
			": %s row %lld refers to a %s that is not there",
			db_text(q, 0), (long long)db_int(q, 1), db_text(q, 2));
	return ok;
}

static void
check_layout(struct check *check, struct db_query *q)
{
	const long long id = db_int(q, 0);
	struct layout layout = {0};
	struct err err = {0};
	char hash[HASH_HEX];
	const char *json;
	const void *pdf;
	size_t len;

	json = db_bytes(q, 2, &len);
	if (!layout_read(json, len, &layout, &err)) {
		found(check, "layout %lld: %s", id, err.text);
		return;
	}
	if (strcmp(layout.hash, db_text(q, 1)) != 0)
		found(check, "layout %lld: has another layout's hash", id);
	pdf = db_bytes(q, 3, &len);
	hash_bytes(pdf, len, hash);
	if (strcmp(hash, layout.print) != 0)
		found(check, "layout %lld: its print is not what it describes",
			id);
	layout_finish(&layout);
}

static bool
check_layouts(struct check *check, struct err *err)
{
	struct db_query *q = db_query(check->store->db, LAYOUT_LIST);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row)
		check_layout(check, q);
	return ok;
}

static bool
check_pages(struct check *check, struct err *err)
{
	struct db_query *q = db_query(check->store->db, PAGE_LIST);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		char line[CODE_LINE];
		const void *token;
		size_t len;

		token = db_bytes(q, 4, &len);
		if (len != CODE_TOKEN)
			continue; /* the integrity check has said so */
		code_line(token, line);
		if (strcmp(line, db_text(q, 5)) != 0)
			found(check, "page %s: its line is not of its token",
				db_text(q, 5));
	}
	if (!ok)
		return false;
	q = db_query(check->store->db, PAGE_WRONG);
	while ((ok = db_next(q, &has_row, err)) && has_row)
		found(check, "page %s: filed by a reading of something else",
			db_text(q, 0));
	return ok;
}

/* --------------------------------------------------------------- scans */

/* Names in their order, each 64 digits and the NUL. */
struct names {
	char (*at)[SEAL_INDEX_HEX];
	size_t n, room;
};

static bool
add_name(const char *name, void *data, struct err *err)
{
	struct names *names = data;

	if (names->n == names->room) {
		const size_t room = names->room == 0 ? 64 : 2 * names->room;
		char(*at)[SEAL_INDEX_HEX] =
			realloc(names->at, room * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		names->at = at;
		names->room = room;
	}
	snprintf(names->at[names->n++], SEAL_INDEX_HEX, "%.*s",
		SEAL_INDEX_HEX - 1, name);
	return true;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The names of all scans that have a row and were not forgotten. */
static bool
list_rows(struct check *check, struct names *names, struct err *err)
{
	struct db_query *q = db_query(check->store->db, SCAN_LIST);
	char name[SEAL_INDEX_HEX];
	struct seal_key key = {{0}};
	enum keys_state state;
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		scan_name(check->store, db_text(q, 0), name);
		ok = keys_get(check->store->keys, db_int(q, 1), &key, &state,
			     err) &&
		     (state == KEYS_DESTROYED || add_name(name, names, err));
		if (!ok)
			break;
	}
	seal_wipe(&key, sizeof(key));
	db_end(q);
	if (names->n > 0)
		qsort(names->at, names->n, sizeof(*names->at), compare);
	return ok;
}

/* That a kept file opens, is what its name says and was read. */
static bool
check_scan(struct check *check, const char *name, bool has_row, struct err *err)
{
	char hex[HASH_HEX], want[SEAL_INDEX_HEX];
	struct bytes bytes = {0};
	struct err why = {0};

	if (!scan_open(check->store, name, &bytes, &why, err))
		return false;
	if (why.code != ERR_NONE) {
		found(check, "%s", why.text);
		return true;
	}
	hash_bytes(bytes.at, bytes.len, hex);
	bytes_free(&bytes);
	scan_name(check->store, hex, want);
	if (strcmp(want, name) != 0)
		found(check, "scan %s: is another scan", name);
	else if (!has_row)
		found(check,
			"scan %s: kept but never read; write it out with "
			"skapa store scan, and read that",
			hex);
	return true;
}

static bool
check_scans(struct check *check, struct err *err)
{
	struct names rows = {0}, files = {0};
	struct err trouble = {0};
	bool ok = list_rows(check, &rows, err);
	size_t i;

	if (ok && !scanfile_list(check->store, add_name, &files, &trouble))
		found(check, "%s", trouble.text);
	for (i = 0; ok && i < rows.n; i++)
		ok = check_scan(check, rows.at[i], true, err);
	for (i = 0; ok && i < files.n; i++) {
		if (rows.n == 0 || bsearch(files.at[i], rows.at, rows.n,
					   sizeof(*rows.at), compare) == NULL)
			ok = check_scan(check, files.at[i], false, err);
	}
	free(rows.at);
	free(files.at);
	return ok;
}

static void
found_in_chain(const char *sentence, void *data)
{
	found(data, "audit: %s", sentence);
}

static bool
check_chain(struct check *check, struct err *err)
{
	struct store_audit audit;
	size_t n;

	return chain_verify(
		check->store, NULL, 0, found_in_chain, check, &audit, &n, err);
}

bool
store_check(struct store *store, store_finding *finding, void *data, size_t *n,
	struct err *err)
{
	struct check check = {.store = store, .finding = finding, .data = data};

	if (!store_may(store, MAY_CHECK, ABOUT_STORE, 0, err))
		return false;
	if (!check_whole(&check, err) || !check_layouts(&check, err) ||
		!check_pages(&check, err) || !check_scans(&check, err) ||
		!check_chain(&check, err))
		return false;
	if (check.failed)
		return err_set(err, ERR_SYSTEM, "out of memory");
	*n = check.n;
	return true;
}
