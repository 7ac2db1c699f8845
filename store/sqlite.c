/*
 * SQLite 3.40 behind store/db.h. A rollback journal, not a write-ahead log:
 * this version has the WAL-reset bug (fixed in 3.51.3). synchronous=EXTRA is
 * FULL and also syncs the folder after the journal is gone, without which a
 * power cut can take back the last commit.
 */
#include "store/db.h"

#include "core/err.h"
#include "core/str.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BUSY_MS 10000
#define APPLICATION 0x534b4150 /* "SKAP" in the file's header */

struct db_query {
	struct db *db;
	sqlite3_stmt *stmt;
	int bound;  /* parameters so far */
	int failed; /* the first code that was not SQLITE_OK */
};

struct db {
	sqlite3 *handle;
	char *name; /* for sentences */
	struct db_query queries[STATEMENT__MAX];
};

/* One sentence for a result code, by what a person can do about it. */
static bool
fail(const struct db *db, int code, struct err *err)
{
	const char *name = db->name;
	const char *why = db->handle != NULL ? sqlite3_errmsg(db->handle) : "";
	const int number =
		db->handle != NULL ? sqlite3_system_errno(db->handle) : 0;

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_SYSTEM,
			"%s: another process has held it for %d s; try again "
			"when it has finished",
			name, BUSY_MS / 1000);
	case SQLITE_FULL:
		return err_set(err, ERR_SYSTEM,
			"%s: the disk is full; make room and run the command "
			"again",
			name);
	case SQLITE_CORRUPT:
	case SQLITE_FORMAT:
		return err_set(err, ERR_LIBRARY,
			"%s: damaged (%s); put back a copy of the store", name,
			why);
	case SQLITE_NOTADB:
		return err_set(err, ERR_INPUT,
			"%s: not a store's database; put back a copy of the "
			"store",
			name);
	case SQLITE_READONLY:
		return err_set(err, ERR_SYSTEM,
			"%s: cannot be written; the folder or the disk is "
			"read-only",
			name);
	case SQLITE_NOMEM:
		return err_set(err, ERR_SYSTEM, "out of memory");
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		if (number == ENOSPC || number == EDQUOT)
			return fail(db, SQLITE_FULL, err);
		errno = number != 0 ? number : EIO;
		return err_errno(err, "%s: the disk refused", name);
	default:
		return err_set(err, ERR_LIBRARY, "%s: %s (SQLite %d)", name,
			why, code);
	}
}

static bool
run_script(struct db *db, const char *sql, struct err *err)
{
	const int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || fail(db, code, err);
}

static bool
number_of(struct db *db, const char *pragma, int *out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db->handle, pragma, -1, &stmt, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		*out = sqlite3_column_int(stmt, 0);
		code = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_OK || fail(db, code, err);
}

static bool
set_up(struct db *db, enum db_mode mode, struct err *err)
{
	sqlite3 *h = db->handle;

	sqlite3_extended_result_codes(h, 1);
	sqlite3_busy_timeout(h, BUSY_MS);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	return run_script(db,
		       "PRAGMA trusted_schema = OFF;"
		       "PRAGMA foreign_keys = ON;"
		       "PRAGMA cell_size_check = ON;"
		       "PRAGMA mmap_size = 0;"
		       "PRAGMA temp_store = MEMORY;"
		       "PRAGMA secure_delete = ON;"
		       "PRAGMA synchronous = EXTRA;",
		       err) &&
	       (mode != DB_READ ||
		       run_script(db, "PRAGMA query_only = ON;", err));
}

/* That the file is ours and not newer than this program. */
static bool
look(struct db *db, enum db_mode mode, struct err *err)
{
	int application = 0, version = 0;

	if (mode == DB_CREATE)
		return run_script(db,
			"PRAGMA journal_mode = DELETE;"
			"PRAGMA application_id = 0x534b4150;",
			err);
	if (!number_of(db, "PRAGMA application_id", &application, err) ||
		!number_of(db, "PRAGMA user_version", &version, err))
		return false;
	if (application != APPLICATION || version < 1)
		return fail(db, SQLITE_NOTADB, err);
	if (version > SCHEMA_VERSION)
		return err_set(err, ERR_INPUT,
			"%s: has version %d, and this program knows up to %d; "
			"install the newer program",
			db->name, version, SCHEMA_VERSION);
	if (mode == DB_WRITE)
		return run_script(db, "PRAGMA journal_mode = DELETE;", err);
	return true;
}

/* Turns db, which is open, into a copy of itself in memory. */
static bool
copy_to_memory(struct db *db, struct err *err)
{
	sqlite3 *memory = NULL;
	sqlite3_backup *backup;
	int code = sqlite3_open(":memory:", &memory);

	if (code == SQLITE_OK) {
		backup =
			sqlite3_backup_init(memory, "main", db->handle, "main");
		if (backup != NULL) {
			do {
				code = sqlite3_backup_step(backup, -1);
				if (code == SQLITE_BUSY)
					sqlite3_sleep(20);
			} while (code == SQLITE_BUSY);
			sqlite3_backup_finish(backup);
			code = code == SQLITE_DONE ? SQLITE_OK : code;
		} else {
			code = sqlite3_errcode(memory);
		}
	}
	if (code != SQLITE_OK) {
		fail(db, code, err);
		sqlite3_close(memory);
		return false;
	}
	sqlite3_close(db->handle);
	db->handle = memory;
	return set_up(db, DB_COPY, err);
}

/*
 * An older version is read in a copy of it that has been brought up to this
 * one; the file is left to the next who writes.
 */
static bool
read_older(struct db *db, struct err *err)
{
	int version = 0;

	if (!number_of(db, "PRAGMA user_version", &version, err))
		return false;
	return version == SCHEMA_VERSION ||
	       (copy_to_memory(db, err) && db_migrate(db, err) &&
		       run_script(db, "PRAGMA query_only = ON;", err));
}

struct db *
db_open(const char *path, const char *name, enum db_mode mode, struct err *err)
{
	/* A reader may have to roll back what a crash left: hence READWRITE. */
	const int flags = SQLITE_OPEN_READWRITE |
			  (mode == DB_CREATE ? SQLITE_OPEN_CREATE : 0);
	struct db *db = calloc(1, sizeof(*db));
	struct stat st;
	int code;

	if (db == NULL || (db->name = strdup(name)) == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto fail;
	}
	if (mode == DB_CREATE && stat(path, &st) == 0) {
		err_set(err, ERR_INPUT, "%s: is there already", name);
		goto fail;
	}
	code = sqlite3_open_v2(path, &db->handle, flags, NULL);
	if (code != SQLITE_OK) {
		fail(db, code, err);
		goto fail;
	}
	if (mode == DB_WRITE && sqlite3_db_readonly(db->handle, "main") == 1) {
		fail(db, SQLITE_READONLY, err);
		goto fail;
	}
	if (!set_up(db, mode == DB_COPY ? DB_READ : mode, err) ||
		!look(db, mode, err))
		goto fail;
	if (mode == DB_COPY && !copy_to_memory(db, err))
		goto fail;
	if (mode == DB_READ && !read_older(db, err))
		goto fail;
	return db;
fail:
	db_close(db);
	return NULL;
}

void
db_close(struct db *db)
{
	int i;

	if (db == NULL)
		return;
	for (i = 0; i < STATEMENT__MAX; i++)
		sqlite3_finalize(db->queries[i].stmt);
	sqlite3_close(db->handle);
	free(db->name);
	free(db);
}

bool
db_migrate(struct db *db, struct err *err)
{
	int version = 0;

	if (!number_of(db, "PRAGMA user_version", &version, err))
		return false;
	for (; version < SCHEMA_VERSION; version++) {
		struct str step = {0};
		bool ok;

		str_addf(&step,
			"BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;",
			schema_sqlite((size_t)version), version + 1);
		ok = str_ok(&step, err) && run_script(db, step.at, err);
		str_finish(&step);
		if (!ok) {
			db_rollback(db);
			return false;
		}
	}
	return true;
}

bool
db_begin(struct db *db, struct err *err)
{
	return run_script(db, "BEGIN IMMEDIATE", err);
}

bool
db_commit(struct db *db, struct err *err)
{
	if (run_script(db, "COMMIT", err))
		return true;
	db_rollback(db);
	return false;
}

void
db_rollback(struct db *db)
{
	int i;

	/* A statement that is still open would refuse it. */
	for (i = 0; i < STATEMENT__MAX; i++)
		sqlite3_reset(db->queries[i].stmt);
	if (sqlite3_get_autocommit(db->handle) == 0)
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

struct db_query *
db_query(struct db *db, enum statement statement)
{
	struct db_query *query = &db->queries[statement];

	query->db = db;
	query->bound = 0;
	query->failed = SQLITE_OK;
	if (query->stmt == NULL)
		query->failed = sqlite3_prepare_v3(db->handle,
			statement_sqlite(statement), -1,
			SQLITE_PREPARE_PERSISTENT, &query->stmt, NULL);
	else
		sqlite3_reset(query->stmt);
	sqlite3_clear_bindings(query->stmt);
	return query;
}

static void
bound(struct db_query *query, int code)
{
	if (query->failed == SQLITE_OK)
		query->failed = code;
}

void
db_bind_int(struct db_query *query, int64_t value)
{
	bound(query, sqlite3_bind_int64(query->stmt, ++query->bound, value));
}

void
db_bind_real(struct db_query *query, double value)
{
	bound(query, sqlite3_bind_double(query->stmt, ++query->bound, value));
}

void
db_bind_text(struct db_query *query, const char *text)
{
	bound(query, sqlite3_bind_text(query->stmt, ++query->bound, text, -1,
			     SQLITE_TRANSIENT));
}

void
db_bind_word(struct db_query *query, const char *text)
{
	db_bind_text(query, text != NULL && text[0] != '\0' ? text : NULL);
}

void
db_bind_bytes(struct db_query *query, const void *bytes, size_t len)
{
	bound(query, sqlite3_bind_blob64(query->stmt, ++query->bound,
			     len > 0 ? bytes : "", len, SQLITE_TRANSIENT));
}

void
db_bind_null(struct db_query *query)
{
	bound(query, sqlite3_bind_null(query->stmt, ++query->bound));
}

bool
db_next(struct db_query *query, bool *has_row, struct err *err)
{
	int code = query->failed;

	if (code == SQLITE_OK)
		code = sqlite3_step(query->stmt);
	if (code == SQLITE_ROW || code == SQLITE_DONE) {
		*has_row = code == SQLITE_ROW;
		if (code == SQLITE_DONE)
			sqlite3_reset(query->stmt);
		return true;
	}
	fail(query->db, code, err);
	sqlite3_reset(query->stmt);
	return false;
}

void
db_end(struct db_query *query)
{
	sqlite3_reset(query->stmt);
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

int64_t
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

int64_t
db_int(struct db_query *query, int column)
{
	return sqlite3_column_int64(query->stmt, column);
}

double
db_real(struct db_query *query, int column)
{
	return sqlite3_column_double(query->stmt, column);
}

const char *
db_text(struct db_query *query, int column)
{
	const unsigned char *text = sqlite3_column_text(query->stmt, column);

	return text != NULL ? (const char *)text : "";
}

const void *
db_bytes(struct db_query *query, int column, size_t *len)
{
	const void *bytes = sqlite3_column_blob(query->stmt, column);

	*len = (size_t)sqlite3_column_bytes(query->stmt, column);
	return bytes != NULL ? bytes : "";
}

bool
db_is_null(struct db_query *query, int column)
{
	return sqlite3_column_type(query->stmt, column) == SQLITE_NULL;
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
