/*
 * prove ADDRESS: makes a new store's database at ADDRESS, a file or a
 * postgresql:// address, and has every statement of the store prepared there.
 * What the database does not understand is printed, and the status is 1. Make
 * runs it with SQLite for every build; make test runs it with PostgreSQL.
 */
#include "core/err.h"
#include "store/db.h"

#include <stdio.h>

int
main(int argc, char **argv)
{
	struct err err = {0};
	struct db *db;
	int i, failed = 0;

	if (argc != 2) {
		fputs("usage: prove ADDRESS\n", stderr);
		return 2;
	}
	db = db_open(argv[1], "a new database", DB_CREATE, &err);
	if (db == NULL || !db_migrate(db, &err)) {
		fprintf(stderr, "prove: %s\n", err.text);
		db_close(db);
		return 1;
	}
	for (i = 0; i < STATEMENT__MAX; i++) {
		err_clear(&err);
		if (db_prepare(db, (enum statement)i, &err))
			continue;
		fprintf(stderr, "prove: statement %d: %s\n", i, err.text);
		failed++;
	}
	db_close(db);
	return failed == 0 ? 0 : 1;
}
