/*
 * What a backend is to store/db.c: sqlite.c and postgres.c fill in a table of
 * functions, and nobody else includes this. A backend's own struct begins with
 * a struct db.
 */
#ifndef SKAPA_STORE_BACKEND_H
#define SKAPA_STORE_BACKEND_H

#include "store/db.h"

struct db_query {
	struct db *db;
	enum statement statement;
	int bound; /* parameters so far */
};

enum db_type { DB_NULL, DB_INT, DB_REAL, DB_TEXT, DB_BYTES };

struct db_value {
	enum db_type type;
	int64_t number;
	double real;
	const void *at; /* text or bytes, borrowed during the call */
	size_t len;	/* of text: without its NUL */
};

/* Each does for one backend what db.h says of db_ and the name. */
struct db_backend {
	void (*close)(struct db *db);
	bool (*migrate)(struct db *db, struct err *err);
	bool (*begin)(struct db *db, struct err *err);
	bool (*commit)(struct db *db, struct err *err);
	void (*rollback)(struct db *db);
	bool (*again)(struct db *db);
	bool (*begin_reading)(struct db *db, struct err *err);
	/* on: a transaction is to begin; else it was begun, and is to commit */
	bool (*load)(struct db *db, bool on, struct err *err);
	/* NULL: there is none. */
	bool (*snapshot)(struct db *db, struct bytes *bytes, struct err *err);

	/* Ends an earlier use and forgets its parameters. */
	void (*query)(struct db_query *query);
	bool (*prepare)(struct db_query *query, struct err *err);
	/* index from 0; a failure is remembered for next. */
	void (*bind)(struct db_query *query, int index,
		const struct db_value *value);
	bool (*next)(struct db_query *query, bool *has_row, struct err *err);
	void (*end)(struct db_query *query);

	int64_t (*get_int)(struct db_query *query, int column);
	double (*get_real)(struct db_query *query, int column);
	/* NULL for null; text ends with a NUL that len leaves out. */
	const void *(*get_bytes)(
		struct db_query *query, int column, size_t *len);
	bool (*is_null)(struct db_query *query, int column);
};

struct db {
	const struct db_backend *backend;
	char *name; /* for sentences; owned */
	struct db_query queries[STATEMENT__MAX];
};

/* db_open of each; db->backend and db->name are set by it. */
struct db *sqlite_open(
	const char *path, const char *name, enum db_mode mode, struct err *err);
struct db *postgres_open(
	const char *address, enum db_mode mode, struct err *err);

#endif
