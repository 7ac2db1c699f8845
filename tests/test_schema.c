#include "tests/stores.h"

#include "store/review.h"
#include "store/statements.h"

#include <sqlite3.h>

static sqlite3 *
must_open_file(const char *path)
{
	char file[160];
	sqlite3 *db = NULL;

	snprintf(file, sizeof(file), "%s/skapa.sqlite", path);
	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	return db;
}

static void
must_run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

static int
add_drop(void *out, int n, char **values, char **names)
{
	(void)n;
	(void)names;
	str_addf(out, "DROP %s %s;", values[0], values[1]);
	return 0;
}

/* Takes the store at path back to a step: what came later is dropped. */
static void
take_back(const char *path, int step)
{
	sqlite3 *db = must_open_file(path);
	struct str drops = {0};
	int i;

	must_run(db, "ATTACH ':memory:' AS old; BEGIN;");
	/* The steps name no database: they run in one of their own. */
	{
		sqlite3 *memory = NULL;
		sqlite3_stmt *stmt = NULL;

		assert_int_equal(sqlite3_open(":memory:", &memory), SQLITE_OK);
		for (i = 0; i < step; i++) {
			const char *const *script = schema_sqlite((size_t)i);

			for (; *script != NULL; script++)
				must_run(memory, *script);
		}
		must_run(db, "CREATE TABLE old.kept (name TEXT);");
		assert_int_equal(sqlite3_prepare_v2(memory,
					 "SELECT name FROM sqlite_schema", -1,
					 &stmt, NULL),
			SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			struct str add = {0};

			str_addf(&add, "INSERT INTO old.kept VALUES ('%s');",
				(const char *)sqlite3_column_text(stmt, 0));
			must_run(db, add.at);
			str_finish(&add);
		}
		sqlite3_finalize(stmt);
		sqlite3_close(memory);
	}
	str_add(&drops, "");
	assert_int_equal(sqlite3_exec(db,
				 "SELECT type, name FROM main.sqlite_schema"
				 " WHERE type IN ('table', 'trigger', 'view')"
				 " AND name NOT LIKE 'sqlite_%'"
				 " AND name NOT IN (SELECT name FROM old.kept)"
				 " ORDER BY type DESC",
				 add_drop, &drops, NULL),
		SQLITE_OK);
	assert_true(drops.len > 0);
	if (step < 8)
		str_add(&drops, "ALTER TABLE main.series DROP COLUMN slot;");
	if (step < 9)
		str_add(&drops, "ALTER TABLE main.answer DROP COLUMN aside;"
				"ALTER TABLE main.answer DROP COLUMN against;");
	must_run(db, drops.at);
	str_clear(&drops);
	str_addf(&drops, "COMMIT; PRAGMA user_version = %d;", step);
	must_run(db, drops.at);
	str_finish(&drops);
	sqlite3_close(db);
}

static bool
add_code(const struct store_person *person, void *data, struct err *err)
{
	(void)err;
	str_add(data, person->code);
	return true;
}

/*
 * A reader sees who is in it. Of an answer it would have to write down that it
 * was read, and there is no place for that yet.
 */
static void
read_as_it_is(const char *path, const char *code)
{
	struct store *store = must_open(path, STORE_READ);
	struct str codes = {0}, want = {0};
	struct tally tally = {0};
	struct err err = {0};

	assert_ok(store_people_list(store, add_code, &codes, &err), &err);
	assert_string_equal(codes.at, code);
	assert_false(store_answers(store, code, NULL, &tally, &err));
	expected("nothing is shown that cannot be written down: "
		 "$/skapa.sqlite: is of an earlier version, which the next "
		 "command that writes brings up; it cannot be written to "
		 "before",
		path, &want);
	assert_string_equal(err.text, want.at);
	str_finish(&codes);
	str_finish(&want);
	store_close(store);
}

/* A store of the first step is read as it is, and brought up by a writer. */
static void
test_step_1__is_read_and_brought_up(void **state)
{
	static const enum store_mode modes[] = {
		STORE_TRY, STORE_WRITE, STORE_READ};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[1][PERSON_CODE];
	struct store_page pages[2];
	struct reading reading;
	struct tally tally;
	struct err err = {0};
	size_t i;

	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	issue(store, 1, codes[0], pages);
	make_reading(&reading, &pages[0], "4?7");
	keep(store, 1, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	store_close(store);
	take_back(place->path, 1);
	read_as_it_is(place->path, codes[0]);
	for (i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		store = must_open(place->path, modes[i]);
		count(store, codes[0], &tally);
		if (strcmp(tally.signs, "4?7") != 0 || tally.reviews != 1 ||
			tally.findings != 0)
			fail_msg("row %zu: %s, %zu waiting, %s", i, tally.signs,
				tally.reviews, tally.finding);
		store_close(store);
	}
}

/* Every column of every table is one that is copied, as what it is. */
static void
test_tables__are_those_of_the_schema(void **state)
{
	const struct place *place = *state;
	sqlite3 *db = must_open_file(place->path);
	const struct statement_table *table = statement_tables;
	sqlite3_stmt *stmt = NULL;

	assert_int_equal(
		sqlite3_prepare_v2(db,
			"SELECT m.name, group_concat(c.name, ', '),"
			" lower(group_concat(substr(c.type, 1, 1), ''))"
			" FROM sqlite_schema m, pragma_table_info(m.name) c"
			" WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
			" GROUP BY m.name ORDER BY m.name",
			-1, &stmt, NULL),
		SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);

		for (table = statement_tables; table->name != NULL; table++) {
			if (strcmp(table->name, name) == 0)
				break;
		}
		if (table->name == NULL)
			fail_msg("%s is not in store/tables.h", name);
		assert_string_equal(table->columns,
			(const char *)sqlite3_column_text(stmt, 1));
		assert_string_equal(table->kinds,
			(const char *)sqlite3_column_text(stmt, 2));
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static void
test_before_a_release__is_refused(void **state)
{
	const struct place *place = *state;
	sqlite3 *db = must_open_file(place->path);
	struct str want = {0};
	struct err err = {0};

	must_run(db, "PRAGMA application_id = 0x534b4150;"
		     "PRAGMA user_version = 3;");
	sqlite3_close(db);
	assert_null(store_open(place->path, STORE_WRITE, 0, &err));
	expected("$/skapa.sqlite: was made by a program from before the first "
		 "release, and cannot be brought up; begin a new store",
		place->path, &want);
	assert_string_equal(err.text, want.at);
	assert_int_equal(err.code, ERR_INPUT);
	str_finish(&want);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_step_1__is_read_and_brought_up),
		TEST(test_tables__are_those_of_the_schema),
		TEST(test_before_a_release__is_refused),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
