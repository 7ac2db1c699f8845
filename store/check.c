/*
 * Whether a store is whole: what it says of itself against what is there.
 */
#include "store/inside.h"

#include "core/err.h"
#include "core/hash.h"
#include "core/str.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static bool
check_whole(struct check *check, struct err *err)
{
	struct db_query *q = db_query(check->store->db, CHECK_WHOLE);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		if (strcmp(db_text(q, 0), "ok") != 0)
			found(check, STORE_DATABASE ": %s", db_text(q, 0));
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

/* Every row of a scan has its file. */
static bool
check_scan_rows(struct check *check, struct err *err)
{
	struct db_query *q = db_query(check->store->db, SCAN_LIST);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		char *place =
			store_scan_place(check->store, db_text(q, 0), err);

		if (place == NULL) {
			db_end(q);
			return false;
		}
		if (access(place, F_OK) != 0)
			found(check, "%s: missing", place);
		free(place);
	}
	return ok;
}

static bool
has_scan_row(
	struct check *check, const char *sha256, bool *has, struct err *err)
{
	struct db_query *q = db_query(check->store->db, SCAN_GET);

	db_bind_text(q, sha256);
	if (!db_next(q, has, err))
		return false;
	db_end(q);
	return true;
}

static bool
check_scan_file(struct check *check, const char *folder, const char *name,
	struct err *err)
{
	char *place = store_place(folder, name, err);
	struct err trouble = {0};
	char hash[HASH_HEX];
	bool ok = place != NULL, has_row = false;

	if (!ok)
		return false;
	if (strstr(name, STORE_HALF) != NULL) {
		/* A batch is running, or the next one removes it. */
	} else if (!hash_file(place, hash, &trouble)) {
		found(check, "%s", trouble.text);
	} else if (strcmp(hash, name) != 0) {
		found(check, "%s: damaged; its bytes are not what was scanned",
			place);
	} else {
		ok = has_scan_row(check, name, &has_row, err);
		if (ok && !has_row)
			found(check,
				"%s: kept but never read; read it with: skapa "
				"intake read %s",
				place, place);
	}
	free(place);
	return ok;
}

static bool
is_hidden(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") == 0 ||
	       strcmp(entry->d_name, "..") == 0;
}

static bool
check_scan_folder(struct check *check, const char *folder, struct err *err)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool ok = true;

	if (dir == NULL) {
		found(check, "%s: cannot be opened: %s", folder,
			strerror(errno));
		return true;
	}
	while (ok && (entry = readdir(dir)) != NULL) {
		if (!is_hidden(entry))
			ok = check_scan_file(check, folder, entry->d_name, err);
	}
	closedir(dir);
	return ok;
}

static bool
check_scans(struct check *check, struct err *err)
{
	char *scans = store_place(check->store->path, STORE_SCANS, err);
	struct dirent *entry;
	bool ok = scans != NULL;
	DIR *dir;

	if (!ok)
		return false;
	dir = opendir(scans);
	if (dir == NULL)
		found(check, "%s: cannot be opened: %s", scans,
			strerror(errno));
	while (ok && dir != NULL && (entry = readdir(dir)) != NULL) {
		char *folder;

		if (is_hidden(entry))
			continue;
		folder = store_place(scans, entry->d_name, err);
		ok = folder != NULL && check_scan_folder(check, folder, err);
		free(folder);
	}
	if (dir != NULL)
		closedir(dir);
	free(scans);
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
		!check_pages(&check, err) || !check_scan_rows(&check, err) ||
		!check_scans(&check, err) || !check_chain(&check, err))
		return false;
	if (check.failed)
		return err_set(err, ERR_SYSTEM, "out of memory");
	*n = check.n;
	return true;
}
