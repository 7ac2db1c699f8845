#include "store/db.h"

#include "core/err.h"
#include "core/str.h"
#include "store/backend.h"
#include "store/pgconn.h"

#include <stdlib.h>
#include <string.h>

bool
db_is_address(const char *path)
{
	return strncmp(path, "postgresql://", 13) == 0 ||
	       strncmp(path, "postgres://", 11) == 0;
}

char *
db_shown(const char *address, struct err *err)
{
	return pgconn_shown(address, err);
}

struct db *
db_open(const char *path, const char *name, enum db_mode mode, struct err *err)
{
	return db_is_address(path) ? postgres_open(path, mode, err)
				   : sqlite_open(path, name, mode, err);
}

void
db_close(struct db *db)
{
	if (db != NULL)
		db->backend->close(db);
}

bool
db_migrate(struct db *db, struct err *err)
{
	return db->backend->migrate(db, err);
}

bool
db_begin(struct db *db, struct err *err)
{
	return db->backend->begin(db, err);
}

bool
db_commit(struct db *db, struct err *err)
{
	return db->backend->commit(db, err);
}

void
db_rollback(struct db *db)
{
	db->backend->rollback(db);
}

bool
db_again(struct db *db)
{
	return db->backend->again(db);
}

bool
db_begin_reading(struct db *db, struct err *err)
{
	return db->backend->begin_reading(db, err);
}

bool
db_begin_loading(struct db *db, struct err *err)
{
	return db->backend->load(db, true, err);
}

bool
db_end_loading(struct db *db, bool ok, struct err *err)
{
	if (ok)
		return db->backend->load(db, false, err);
	db_rollback(db);
	return false;
}

bool
db_snapshot(struct db *db, struct bytes *bytes, struct err *err)
{
	if (db->backend->snapshot == NULL)
		return err_set(err, ERR_LIBRARY, "%s: is no file", db->name);
	return db->backend->snapshot(db, bytes, err);
}

/* ------------------------------------------------------------- statements */

struct db_query *
db_query(struct db *db, enum statement statement)
{
	struct db_query *query = &db->queries[statement];

	*query = (struct db_query){.db = db, .statement = statement};
	db->backend->query(query);
	return query;
}

bool
db_prepare(struct db *db, enum statement statement, struct err *err)
{
	return db->backend->prepare(db_query(db, statement), err);
}

static void
bind(struct db_query *query, struct db_value value)
{
	query->db->backend->bind(query, query->bound++, &value);
}

void
db_bind_int(struct db_query *query, int64_t value)
{
	bind(query, (struct db_value){.type = DB_INT, .number = value});
}

void
db_bind_real(struct db_query *query, double value)
{
	bind(query, (struct db_value){.type = DB_REAL, .real = value});
}

void
db_bind_text(struct db_query *query, const char *text)
{
	if (text == NULL)
		db_bind_null(query);
	else
		bind(query, (struct db_value){.type = DB_TEXT,
				    .at = text,
				    .len = strlen(text)});
}

void
db_bind_word(struct db_query *query, const char *text)
{
	db_bind_text(query, text != NULL && text[0] != '\0' ? text : NULL);
}

void
db_bind_bytes(struct db_query *query, const void *bytes, size_t len)
{
	bind(query, (struct db_value){.type = DB_BYTES,
			    .at = len > 0 ? bytes : "",
			    .len = len});
}

void
db_bind_null(struct db_query *query)
{
	bind(query, (struct db_value){.type = DB_NULL});
}

bool
db_next(struct db_query *query, bool *has_row, struct err *err)
{
	return query->db->backend->next(query, has_row, err);
}

void
db_end(struct db_query *query)
{
	query->db->backend->end(query);
}

bool
db_run(struct db_query *query, struct err *err)
{
	bool has_row = true;

	while (has_row) {
		if (!db_next(query, &has_row, err))
			return false;
	}
	return true;
}

bool
db_run_id(struct db_query *query, int64_t *id, struct err *err)
{
	bool has_row;

	if (!db_next(query, &has_row, err))
		return false;
	*id = has_row ? db_int(query, 0) : 0;
	return !has_row || db_run(query, err);
}

/* ------------------------------------------------------------- rows */

int64_t
db_int(struct db_query *query, int column)
{
	return query->db->backend->get_int(query, column);
}

double
db_real(struct db_query *query, int column)
{
	return query->db->backend->get_real(query, column);
}

const char *
db_text(struct db_query *query, int column)
{
	size_t len;

	return db_bytes(query, column, &len);
}

const void *
db_bytes(struct db_query *query, int column, size_t *len)
{
	const void *bytes;

	*len = 0;
	bytes = query->db->backend->get_bytes(query, column, len);
	return bytes != NULL ? bytes : "";
}

bool
db_is_null(struct db_query *query, int column)
{
	return query->db->backend->is_null(query, column);
}

bool
db_copy(struct db_query *query, int column, char *out, size_t size,
	struct err *err)
{
	if (!str_copy(out, size, db_text(query, column)))
		return db_damaged(query->db, err, "a text is too long");
	return true;
}

bool
db_damaged(struct db *db, struct err *err, const char *what)
{
	return err_set(err, ERR_LIBRARY,
		"%s: damaged (%s); put back a copy of the store", db->name,
		what);
}
