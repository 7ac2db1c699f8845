/*
 * A connection to PostgreSQL, and the only place that knows libpq. Numbers of
 * rows and columns from 0; rows come as bytes and not as text.
 *
 *	c = pgconn_new("postgresql://skapa@db.example.org/skapa", settings,
 *err); pgconn_open(c, err); pgconn_prepare(c, "s1", "SELECT id FROM person
 *WHERE slot = $1", err); rows = pgconn_run(c, "s1", 1, values, lens, is_binary,
 *err);
 *
 * No sentence shows a password. A server on another machine has to show a
 * certificate for its name, unless the address (or $PGSSLMODE) says otherwise.
 *
 * Errors of all: ERR_SYSTEM for a server that cannot be reached, or is full,
 * ERR_INPUT for a database that is not there, ERR_LIBRARY for the rest.
 */
#ifndef SKAPA_STORE_PGCONN_H
#define SKAPA_STORE_PGCONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct pg_result; /* libpq's: rows */
struct pgconn;

/*
 * What of an address may be shown, to be freed. Errors: ERR_USAGE for one that
 * libpq does not take.
 */
char *pgconn_shown(const char *address, struct err *err);

/* settings: a script that every connection begins with; borrowed. */
struct pgconn *pgconn_new(
	const char *address, const char *settings, struct err *err);
void pgconn_close(struct pgconn *c); /* NULL is fine */
bool pgconn_open(struct pgconn *c, struct err *err);
/* Another one; waits up to 20 s for a server that is just starting anew. */
bool pgconn_open_again(struct pgconn *c, struct err *err);
const char *pgconn_name(const struct pgconn *c); /* the address as shown */
bool pgconn_is_up(const struct pgconn *c);
/* Which connection this is, from 1: what was prepared on another is gone. */
unsigned pgconn_number(const struct pgconn *c);
/* Whether what failed last may go well when it is done again. */
bool pgconn_may_again(const struct pgconn *c);
void pgconn_nap(int ms);

/*
 * Statements without parameters, of which the last may give one row of n
 * numbers; zeros without a row. numbers may be NULL where n is 0.
 */
bool pgconn_script(struct pgconn *c, const char *sql, int64_t *numbers, int n,
	struct err *err);
bool pgconn_commit(struct pgconn *c, struct err *err);

/* Also that its columns are of types that can be read here. */
bool pgconn_prepare(
	struct pgconn *c, const char *name, const char *sql, struct err *err);
/* NULL on failure; the caller frees the rows. A value of NULL is null. */
struct pg_result *pgconn_run(struct pgconn *c, const char *name, int n,
	const char *const *values, const int *lens, const int *is_binary,
	struct err *err);

int pgrows_count(const struct pg_result *rows);
/* NULL for null; a NUL stands behind text. */
const void *pgrows_bytes(
	const struct pg_result *rows, int row, int column, size_t *len);
double pgrows_real(const struct pg_result *rows, int row, int column);
int64_t pgrows_int(const struct pg_result *rows, int row, int column);
void pgrows_free(struct pg_result *rows); /* NULL is fine */

#endif
