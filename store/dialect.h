/*
 * The store's SQL is written once, in what SQLite 3.40 and PostgreSQL 15 both
 * take. What they do not share is small, and is turned here, from SQLite's to
 * PostgreSQL's:
 *
 *	statement   ? and ?1 -> $1
 *	script      INTEGER PRIMARY KEY -> bigint ... IDENTITY PRIMARY KEY,
 *	            INTEGER, REAL, TEXT, BLOB -> bigint, double precision,
 *	            text in order of its bytes, bytea; STRICT goes;
 *	            CREATE TRIGGER t AFTER INSERT ON x [WHEN c] BEGIN ... END;
 *	            -> a function and its trigger
 *
 * Words are in capitals in the SQL, names are not: so a column can be called
 * text. Quoted strings stay as they are.
 */
#ifndef SKAPA_STORE_DIALECT_H
#define SKAPA_STORE_DIALECT_H

#include <stdbool.h>

struct err;
struct str;

/* Adds the statement to out; *n_params is how many parameters it has. */
void dialect_statement(const char *sql, struct str *out, int *n_params);
/* Adds a script. Errors: ERR_LIBRARY for a trigger of another form. */
bool dialect_script(const char *sql, struct str *out, struct err *err);

#endif
