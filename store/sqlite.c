/*
 * SQLite 3.40 behind store/db.h. A rollback journal, not a write-ahead log:
 * this version has the WAL-reset bug (fixed in 3.51.3). synchronous=EXTRA is
 * FULL and also syncs the folder after the journal is gone, without which a
 * power cut can take back the last commit.
 */
#include "store/backend.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BUSY_MS 10000
/* "SKAS" in the file's header; "SKAP" was before anything was released. */
#define APPLICATION 0x534b4153
#define APPLICATION_BEFORE 0x534b4150

struct sqlite {
	struct db db;
	sqlite3 *handle;
	sqlite3_stmt *stmts[STATEMENT__MAX];
	/* The first code of a query that was not SQLITE_OK. */
	int failed[STATEMENT__MAX];
	bool is_reader; /* writes only between begin and commit */
	bool is_copy;	/* a reader's, of an older version's file */
};

static const struct db_backend backend;
static bool migrate(struct db *base, struct err *err);

static struct sqlite *
of(struct db *db)
{
	return (struct sqlite *)db;
}

/* One sentence for a result code, by what a person can do about it. */
static bool
fail(const struct sqlite *db, int code, struct err *err)
{
	const char *name = db->db.name;
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
run_script(struct sqlite *db, const char *sql, struct err *err)
{
	const int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || fail(db, code, err);
}

static bool
number_of(struct sqlite *db, const char *pragma, int *out, struct err *err)
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
set_up(struct sqlite *db, enum db_mode mode, struct err *err)
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
look(struct sqlite *db, enum db_mode mode, struct err *err)
{
	int application = 0, version = 0;

	if (mode == DB_CREATE)
		return run_script(db,
			"PRAGMA journal_mode = DELETE;"
			"PRAGMA application_id = 0x534b4153;",
			err);
	if (!number_of(db, "PRAGMA application_id", &application, err) ||
		!number_of(db, "PRAGMA user_version", &version, err))
		return false;
	if (application == APPLICATION_BEFORE)
		return err_set(err, ERR_INPUT,
			"%s: was made by a program from before the first "
			"release, and cannot be brought up; begin a new store",
			db->db.name);
	if (application != APPLICATION || version < 1)
		return fail(db, SQLITE_NOTADB, err);
	if (version > SCHEMA_VERSION)
		return err_set(err, ERR_INPUT,
			"%s: has version %d, and this program knows up to %d; "
			"install the newer program",
			db->db.name, version, SCHEMA_VERSION);
	if (mode == DB_WRITE)
		return run_script(db, "PRAGMA journal_mode = DELETE;", err);
	return true;
}

/* All of it as it is now, in memory; NULL on failure. */
static sqlite3 *
memory_copy(struct sqlite *db, struct err *err)
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
	if (code == SQLITE_OK)
		return memory;
	fail(db, code, err);
	sqlite3_close(memory);
	return NULL;
}

/* Turns db, which is open, into a copy of itself in memory. */
static bool
copy_to_memory(struct sqlite *db, struct err *err)
{
	sqlite3 *memory = memory_copy(db, err);

	if (memory == NULL)
		return false;
	sqlite3_close(db->handle);
	db->handle = memory;
	return set_up(db, DB_COPY, err);
}

/*
 * An older version is read in a copy of it that has been brought up to this
 * one; the file is left to the next who writes.
 */
static bool
read_older(struct sqlite *db, struct err *err)
{
	int version = 0;

	if (!number_of(db, "PRAGMA user_version", &version, err))
		return false;
	db->is_copy = version != SCHEMA_VERSION;
	return !db->is_copy ||
	       (copy_to_memory(db, err) && migrate(&db->db, err) &&
		       run_script(db, "PRAGMA query_only = ON;", err));
}

struct db *
sqlite_open(
	const char *path, const char *name, enum db_mode mode, struct err *err)
{
	/* A reader may have to roll back what a crash left: hence READWRITE. */
	const int flags = SQLITE_OPEN_READWRITE |
			  (mode == DB_CREATE ? SQLITE_OPEN_CREATE : 0);
	struct sqlite *db = calloc(1, sizeof(*db));
	struct stat st;
	int code;

	if (db == NULL || (db->db.name = strdup(name)) == NULL) {
		free(db);
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	db->db.backend = &backend;
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
	db->is_reader = mode == DB_READ;
	return &db->db;
fail:
	db_close(&db->db);
	return NULL;
}

static void
close_all(struct db *base)
{
	struct sqlite *db = of(base);
	int i;

	for (i = 0; i < STATEMENT__MAX; i++)
		sqlite3_finalize(db->stmts[i]);
	sqlite3_close(db->handle);
	free(base->name);
	free(db);
}

/* ------------------------------------------------------------ transactions */

/* A reader writes nothing by mistake. */
static void
guard(struct sqlite *db, bool on)
{
	if (db->is_reader)
		sqlite3_exec(db->handle,
			on ? "PRAGMA query_only = ON;"
			   : "PRAGMA query_only = OFF;",
			NULL, NULL, NULL);
}

static bool
begin(struct db *base, struct err *err)
{
	struct sqlite *db = of(base);

	if (db->is_copy)
		return err_set(err, ERR_INPUT,
			"%s: is of an earlier version, which the next command "
			"that writes brings up; it cannot be written to before",
			base->name);
	guard(db, false);
	if (run_script(db, "BEGIN IMMEDIATE", err))
		return true;
	guard(db, true);
	return false;
}

static void
rollback(struct db *base)
{
	struct sqlite *db = of(base);
	int i;

	/* A statement that is still open would refuse it. */
	for (i = 0; i < STATEMENT__MAX; i++)
		sqlite3_reset(db->stmts[i]);
	if (sqlite3_get_autocommit(db->handle) == 0)
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	guard(db, true);
}

static bool
commit(struct db *db, struct err *err)
{
	if (run_script(of(db), "COMMIT", err)) {
		guard(of(db), true);
		return true;
	}
	rollback(db);
	return false;
}

/* Nobody gets in the way: who begins has the file to himself. */
static bool
again(struct db *db)
{
	(void)db;
	return false;
}

static bool
migrate(struct db *base, struct err *err)
{
	struct sqlite *db = of(base);
	int version = 0;

	if (!number_of(db, "PRAGMA user_version", &version, err))
		return false;
	for (; version < SCHEMA_VERSION; version++) {
		const char *const *script = schema_sqlite((size_t)version);
		struct str step = {0};
		bool ok;

		str_add(&step, "BEGIN IMMEDIATE;");
		for (; *script != NULL; script++)
			str_add(&step, *script);
		str_addf(&step, "PRAGMA user_version = %d; COMMIT;",
			version + 1);
		ok = str_ok(&step, err) && run_script(db, step.at, err);
		str_finish(&step);
		if (!ok) {
			rollback(base);
			return false;
		}
	}
	return true;
}

/* ------------------------------------------------------------- statements */

static sqlite3_stmt *
stmt_of(const struct db_query *query)
{
	return of(query->db)->stmts[query->statement];
}

static void
query_begin(struct db_query *query)
{
	struct sqlite *db = of(query->db);
	const enum statement i = query->statement;

	db->failed[i] = SQLITE_OK;
	sqlite3_reset(db->stmts[i]);
	if (db->stmts[i] == NULL)
		db->failed[i] =
			sqlite3_prepare_v3(db->handle, statement_sqlite(i), -1,
				SQLITE_PREPARE_PERSISTENT, &db->stmts[i], NULL);
	else
		sqlite3_clear_bindings(db->stmts[i]);
}

static bool
prepare(struct db_query *query, struct err *err)
{
	const int code = of(query->db)->failed[query->statement];

	/* A statement that only a server has. */
	if (statement_sqlite(query->statement) == NULL &&
		statement_postgres(query->statement) != NULL)
		return true;
	return code == SQLITE_OK || fail(of(query->db), code, err);
}

static void
bind(struct db_query *query, int index, const struct db_value *value)
{
	int *failed = &of(query->db)->failed[query->statement];
	sqlite3_stmt *stmt = stmt_of(query);
	int code = SQLITE_OK;

	switch (value->type) {
	case DB_NULL:
		code = sqlite3_bind_null(stmt, index + 1);
		break;
	case DB_INT:
		code = sqlite3_bind_int64(stmt, index + 1, value->number);
		break;
	case DB_REAL:
		code = sqlite3_bind_double(stmt, index + 1, value->real);
		break;
	case DB_TEXT:
		code = sqlite3_bind_text64(stmt, index + 1, value->at,
			value->len, SQLITE_TRANSIENT, SQLITE_UTF8);
		break;
	case DB_BYTES:
		code = sqlite3_bind_blob64(stmt, index + 1, value->at,
			value->len, SQLITE_TRANSIENT);
		break;
	}
	if (*failed == SQLITE_OK)
		*failed = code;
}

static bool
next(struct db_query *query, bool *has_row, struct err *err)
{
	struct sqlite *db = of(query->db);
	sqlite3_stmt *stmt = stmt_of(query);
	int code = db->failed[query->statement];

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW || code == SQLITE_DONE) {
		*has_row = code == SQLITE_ROW;
		if (code == SQLITE_DONE)
			sqlite3_reset(stmt);
		return true;
	}
	fail(db, code, err);
	sqlite3_reset(stmt);
	return false;
}

static void
end(struct db_query *query)
{
	sqlite3_reset(stmt_of(query));
}

/* ------------------------------------------------------------- rows */

static int64_t
get_int(struct db_query *query, int column)
{
	return sqlite3_column_int64(stmt_of(query), column);
}

static double
get_real(struct db_query *query, int column)
{
	return sqlite3_column_double(stmt_of(query), column);
}

static const void *
get_bytes(struct db_query *query, int column, size_t *len)
{
	sqlite3_stmt *stmt = stmt_of(query);
	const void *bytes = sqlite3_column_type(stmt, column) == SQLITE_BLOB
				    ? sqlite3_column_blob(stmt, column)
				    : sqlite3_column_text(stmt, column);

	*len = (size_t)sqlite3_column_bytes(stmt, column);
	return bytes;
}

static bool
is_null(struct db_query *query, int column)
{
	return sqlite3_column_type(stmt_of(query), column) == SQLITE_NULL;
}

static bool
begin_reading(struct db *db, struct err *err)
{
	return run_script(of(db), "BEGIN", err);
}

/*
 * References are not looked at while rows come: whoever loads a store checks
 * it. A load that failed leaves a database that is thrown away.
 */
static bool
load(struct db *base, bool on, struct err *err)
{
	struct sqlite *db = of(base);

	if (!on && !commit(base, err))
		return false;
	return sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER,
		       on ? 0 : 1, NULL) == SQLITE_OK &&
	       run_script(db,
		       on ? "PRAGMA foreign_keys = OFF;"
			  : "PRAGMA foreign_keys = ON;",
		       err) &&
	       (!on || begin(base, err));
}

/*
 * By way of a copy in memory: sqlite3_serialize of a file gives zeros for a
 * page that it cannot read, and says nothing (3.40, src/memdb.c).
 */
static bool
snapshot(struct db *base, struct bytes *bytes, struct err *err)
{
	struct sqlite *db = of(base);
	sqlite3 *memory = memory_copy(db, err);
	sqlite3_int64 len = 0;
	struct bytes got = {0};
	unsigned char *at;

	if (memory == NULL)
		return false;
	at = sqlite3_serialize(memory, "main", &len, 0);
	sqlite3_close(memory);
	if (at == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	got.len = (size_t)len;
	got.at = malloc(got.len);
	if (got.at != NULL)
		memcpy(got.at, at, got.len);
	sqlite3_free(at);
	if (got.at == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	*bytes = got;
	return true;
}

static const struct db_backend backend = {
	.close = close_all,
	.migrate = migrate,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.again = again,
	.begin_reading = begin_reading,
	.load = load,
	.snapshot = snapshot,
	.query = query_begin,
	.prepare = prepare,
	.bind = bind,
	.next = next,
	.end = end,
	.get_int = get_int,
	.get_real = get_real,
	.get_bytes = get_bytes,
	.is_null = is_null,
};
