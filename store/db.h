/*
 * A database as the store uses it: statements out of one table, parameters
 * bound in their order, rows one after another. What stands behind it is a
 * backend (store/backend.h): sqlite.c for a file, postgres.c for a server.
 *
 *	struct db_query *q = db_query(db, PERSON_GET);
 *	bool has_row;
 *
 *	db_bind_text(q, code);
 *	if (!db_next(q, &has_row, err))
 *		return false;
 *	if (has_row)
 *		id = db_int(q, 0);
 *	db_end(q);
 *
 * A failure while binding is remembered and comes out of db_next or db_run.
 * A statement is open once at a time: db_query ends an earlier use of it.
 */
#ifndef SKAPA_STORE_DB_H
#define SKAPA_STORE_DB_H

#include "store/statements.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct bytes;
struct db;
struct db_query;

enum db_mode {
	DB_READ, /* nothing is written but what a crash left to roll back */
	DB_WRITE,
	DB_CREATE, /* as DB_WRITE; the file must not be there */
	DB_COPY	   /* a copy in memory, to write on */
};

/* Whether path is a server's address, postgresql://..., and not a file. */
bool db_is_address(const char *path);
/*
 * How an address is shown: without its password; free it. Errors: ERR_USAGE
 * for one that is none.
 */
char *db_shown(const char *address, struct err *err);

/*
 * NULL on failure. name stands in sentences; a server's is its address without
 * the password. Errors: ERR_INPUT for a file or server that has no store's
 * database or a newer version's.
 */
struct db *db_open(
	const char *path, const char *name, enum db_mode mode, struct err *err);
void db_close(struct db *db); /* NULL is fine */

/* Takes the schema to this version, a step a transaction. */
bool db_migrate(struct db *db, struct err *err);

bool db_begin(struct db *db, struct err *err);
bool db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* fine where nothing was begun */
/*
 * After a transaction failed: whether another process got in the way, or the
 * server went away, so that the whole of it is done again from db_begin on.
 * Waits a moment; false when it has been tried often enough.
 */
bool db_again(struct db *db);

/* All that is read up to db_rollback is of one moment. */
bool db_begin_reading(struct db *db, struct err *err);
/*
 * A transaction in which the rows of a whole store come into an empty one with
 * their numbers: triggers do nothing, and references are looked at when it
 * ends. ok: that the caller wants it; true if it is kept.
 */
bool db_begin_loading(struct db *db, struct err *err);
bool db_end_loading(struct db *db, bool ok, struct err *err);

/*
 * The whole database as it is at this moment, as a file would have it; the
 * caller ends it with bytes_free. Not of a server: store/transfer.h.
 */
bool db_snapshot(struct db *db, struct bytes *bytes, struct err *err);

struct db_query *db_query(struct db *db, enum statement statement);
/* That the database understands a statement; nothing is run. */
bool db_prepare(struct db *db, enum statement statement, struct err *err);
void db_bind_int(struct db_query *query, int64_t value);
void db_bind_real(struct db_query *query, double value);
void db_bind_text(struct db_query *query, const char *text); /* NULL: null */
/* As db_bind_text, but "" is null too. */
void db_bind_word(struct db_query *query, const char *text);
void db_bind_bytes(struct db_query *query, const void *bytes, size_t len);
void db_bind_null(struct db_query *query);

bool db_next(struct db_query *query, bool *has_row, struct err *err);
void db_end(struct db_query *query);
/* To the end, without rows. */
bool db_run(struct db_query *query, struct err *err);
/*
 * The same for an insert that says RETURNING: *id is what it returns, 0 if
 * nothing was inserted.
 */
bool db_run_id(struct db_query *query, int64_t *id, struct err *err);

/* Of the row that db_next gave; columns from 0. Null is 0, 0.0, "". */
int64_t db_int(struct db_query *query, int column);
double db_real(struct db_query *query, int column);
/* Borrowed until the next call on the query. */
const char *db_text(struct db_query *query, int column);
const void *db_bytes(struct db_query *query, int column, size_t *len);
bool db_is_null(struct db_query *query, int column);
/* Copies text into out; ERR_LIBRARY if it does not fit: damaged. */
bool db_copy(struct db_query *query, int column, char *out, size_t size,
	struct err *err);
/* A sentence that the database holds what it cannot hold. */
bool db_damaged(struct db *db, struct err *err, const char *what);

#endif
