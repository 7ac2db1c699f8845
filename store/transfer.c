#include "store/transfer.h"

#include "core/err.h"
#include "core/file.h"
#include "store/inside.h"
#include "store/keytable.h"
#include "store/scanfile.h"

#include <stdlib.h>

/* ---------------------------------------------------------------- rows */

/* The next parameter is the row's column of that kind. */
static bool
bind_column(struct db_query *to, struct db_query *from, int column, char kind)
{
	const void *bytes;
	size_t len;

	if (db_is_null(from, column)) {
		db_bind_null(to);
		return true;
	}
	switch (kind) {
	case 'i':
		db_bind_int(to, db_int(from, column));
		return true;
	case 'r':
		db_bind_real(to, db_real(from, column));
		return true;
	case 't':
		db_bind_text(to, db_text(from, column));
		return true;
	case 'b':
		bytes = db_bytes(from, column, &len);
		db_bind_bytes(to, bytes, len);
		return true;
	default:
		return false;
	}
}

static bool
copy_row(struct db_query *row, struct db *to,
	const struct statement_table *table, struct err *err)
{
	struct db_query *q = db_query(to, table->add);
	int i;

	for (i = 0; table->kinds[i] != '\0'; i++) {
		if (!bind_column(q, row, i, table->kinds[i]))
			return err_set(err, ERR_LIBRARY,
				"%s has a column of kind '%c'", table->name,
				table->kinds[i]);
	}
	return db_run(q, err) || err_wrap(err, "table %s", table->name);
}

static bool
copy_tables(struct db *from, struct db *to, struct err *err)
{
	const struct statement_table *table = statement_tables;
	bool has_row, ok = true;

	for (; ok && table->name != NULL; table++) {
		struct db_query *q = db_query(from, table->read);

		while ((ok = db_next(q, &has_row, err)) && has_row) {
			ok = copy_row(q, to, table, err);
			if (!ok)
				break;
		}
		db_end(q);
	}
	return ok;
}

/* ---------------------------------------------------------------- to a file */

bool
transfer_to_file(struct db *from, struct bytes *bytes, struct err *err)
{
	struct db *to = db_open(":memory:", "the backup", DB_CREATE, err);
	bool ok = to != NULL && db_migrate(to, err) &&
		  db_begin_reading(from, err);

	if (ok) {
		ok = db_begin_loading(to, err);
		if (ok)
			ok = db_end_loading(
				to, copy_tables(from, to, err), err);
		db_rollback(from);
	}
	ok = ok && db_snapshot(to, bytes, err);
	db_close(to);
	return ok;
}

/* ---------------------------------------------------------------- to a server
 */

struct load {
	struct store *from;
	struct db *to;
};

static bool
copy_scan(const char *name, void *data, struct err *err)
{
	const struct load *load = data;
	struct bytes bytes = {0};
	struct db_query *q;
	bool found = false, ok;

	if (!scanfile_get(load->from, name, &bytes, &found, err))
		return false;
	q = db_query(load->to, SCAN_FILE_PUT);
	db_bind_text(q, name);
	db_bind_bytes(q, bytes.at, bytes.len);
	ok = !found || db_run(q, err);
	bytes_free(&bytes);
	return ok;
}

bool
transfer_to_server(struct store *from, const char *address, struct err *err)
{
	struct load load = {.from = from};
	char *name = db_shown(address, err);
	bool ok;

	if (name != NULL)
		load.to = db_open(address, name, DB_CREATE, err);
	ok = load.to != NULL && db_migrate(load.to, err) &&
	     db_begin_loading(load.to, err);
	if (ok)
		ok = db_end_loading(load.to,
			copy_tables(from->db, load.to, err) &&
				keytable_fill(load.to, from->keys, err) &&
				scanfile_list(from, copy_scan, &load, err),
			err);
	db_close(load.to);
	free(name);
	return ok;
}
