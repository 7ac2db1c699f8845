/*
 * What only a store on a server has; run by tests/test_postgres.sh, which
 * starts one. $PGHOST and its like say where it is.
 */
#include "tests/postgres/proxy.h"
#include "tests/stores.h"

#include "core/file.h"
#include "store/keytable.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
nap(long ms)
{
	const struct timespec time = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&time, NULL);
}

static void
stop(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void
tell(const char *path, const char *sql)
{
	char none[HASH_HEX];

	ask(path, sql, none);
}

static bool
count_person(const struct store_person *person, void *data, struct err *err)
{
	(void)person;
	(void)err;
	++*(size_t *)data;
	return true;
}

static size_t
people(struct store *store)
{
	struct err err = {0};
	size_t n = 0;

	assert_ok(store_people_list(store, count_person, &n, &err), &err);
	return n;
}

/* --------------------------------------------------------------- sentences */

static void
test_open__says_what_is_wrong(void **state)
{
	static const struct {
		const char *name, *sql, *address, *sentence;
	} rows[] = {
		{"no server", NULL, "postgresql://ada:geheim@localhost:1/x",
			"postgresql://ada@localhost:1/x: the server cannot be "
			"reached (Connection refused); nothing was changed"},
		{"no host", NULL, "postgresql://ada:geheim@nowhere.invalid/x",
			"postgresql://ada@nowhere.invalid/x: the server cannot "
			"be reached (could not translate host name "
			"\"nowhere.invalid\" to address: "},
		{"wrong password", NULL, "postgresql://postgres:geheim@/x",
			"postgresql://postgres@/x: the server refused the "
			"password; it is looked for in the address, "},
		{"no database", NULL, "postgresql:///skapa-none",
			"postgresql:///skapa-none: the server has no such "
			"database; its administrator makes one with createdb"},
		{"no address", NULL, "postgresql://ada:geheim@[x/y",
			"the store's address is not one; it has the form "
			"postgresql://ROLE@HOST:PORT/DATABASE"},
		{"no store", NULL, "postgresql:///postgres",
			"postgresql:///postgres: no store here; make one with: "
			"skapa store init --store postgresql:///postgres"},
		{"newer", "UPDATE skapa.version SET number = 99", NULL,
			"$: has version 99, and this program knows up to "},
		{"older", "UPDATE skapa.version SET number = 1", NULL,
			"$: has version 1, and this program reads "},
		{"no secrets",
			"UPDATE skapa.version SET number = (SELECT "
			"number FROM old); DELETE FROM skapa.secret",
			NULL,
			"$: damaged (a secret is missing); put back a copy of "
			"the store"},
	};
	const struct place *place = *state;
	struct str want = {0};
	size_t i;

	tell(place->path, "CREATE TABLE old AS SELECT number FROM "
			  "skapa.version");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *path =
			rows[i].address != NULL ? rows[i].address : place->path;
		struct err err = {0};

		if (rows[i].sql != NULL)
			tell(place->path, rows[i].sql);
		expected(rows[i].sentence, place->path, &want);
		assert_null(store_open(path, STORE_READ, 0, &err));
		if (strncmp(err.text, want.at, want.len) != 0 ||
			strstr(err.text, "geheim") != NULL)
			fail_msg("row %zu %s: \"%s\"", i, rows[i].name,
				err.text);
	}
	str_finish(&want);
}

/* A trigger that answers as the server would: with this SQLSTATE, n times. */
static void
refuse(const char *path, const char *table, const char *state, int n)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
		"CREATE SEQUENCE skapa.refused;"
		"CREATE FUNCTION skapa.refuse() RETURNS trigger LANGUAGE "
		"plpgsql AS $$ BEGIN IF nextval('skapa.refused') <= %d THEN "
		"RAISE EXCEPTION 'refused' USING ERRCODE = '%s'; END IF; "
		"RETURN NEW; END $$;"
		"CREATE TRIGGER refuse BEFORE INSERT ON skapa.%s FOR EACH ROW "
		"EXECUTE FUNCTION skapa.refuse()",
		n, state, table);
	tell(path, sql);
}

static void
test_write__says_what_the_server_refused(void **state)
{
	static const struct {
		const char *state, *sentence;
	} rows[] = {
		{"53100", "$: the server's disk is full; make room there and "
			  "run the command again"},
		{"25006", "$: cannot be written; the server is read-only"},
		{"42501", "$: the role may not do this (refused)"},
		{"XX001", "$: damaged (refused); put back a copy of the "
			  "store"},
		{"40001", "$: another process got in the way; nothing was "
			  "changed, run the command again"},
		{"22012", "$: refused (PostgreSQL 22012)"},
	};
	const struct place *place = *state;
	struct str want = {0};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char codes[1][PERSON_CODE];
		struct store *store;
		struct err err = {0};

		refuse(place->path, "person", rows[i].state, 1000);
		store = must_open(place->path, STORE_WRITE);
		expected(rows[i].sentence, place->path, &want);
		if (store_people_add(store, 1, NULL, NULL, codes, &err) ||
			strcmp(err.text, want.at) != 0)
			fail_msg("row %zu %s: \"%s\"", i, rows[i].state,
				err.text);
		tell(place->path, "DROP FUNCTION skapa.refuse CASCADE;"
				  "DROP SEQUENCE skapa.refused");
		err_clear(&err);
		assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err),
			&err);
		assert_int_equal(people(store), i + 1);
		store_close(store);
	}
	str_finish(&want);
}

/* ------------------------------------------------------ what is tried again */

/* One page, issued and its scan kept. */
static void
ready(struct store *store, struct reading *reading)
{
	struct store_page pages[2];

	issue(store, 1, "", pages);
	make_reading(reading, &pages[0], "427");
	keep(store, 1, reading);
}

static void
must_be_filed_once(const char *path)
{
	char n[HASH_HEX];
	struct store *store = must_open(path, STORE_READ);
	struct tally tally;

	ask(path, "SELECT count(*) FROM skapa.answer", n);
	assert_string_equal(n, "3");
	ask(path, "SELECT count(*) FROM skapa.reading", n);
	assert_string_equal(n, "1");
	count(store, "7K4Q-MXP9", &tally);
	if (tally.findings != 0)
		fail_msg("%s", tally.finding);
	store_close(store);
}

static void
test_file__is_tried_again(void **state)
{
	static const char *const states[] = {"40001", "40P01"};
	const struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		char path[PLACE], n[HASH_HEX];
		struct reading reading;
		struct store *store;
		struct err err = {0};

		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		refuse(path, "answer", states[i], 2);
		store = must_open(path, STORE_WRITE);
		ready(store, &reading);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		assert_int_equal(reading.status, READING_FILED);
		store_close(store);
		ask(path, "SELECT last_value FROM skapa.refused", n);
		assert_string_equal(n, "5"); /* two refused, three rows */
		must_be_filed_once(path);
	}
}

/* The server ends all connections between two calls, as a restart does. */
static void
test_connection__is_made_anew(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[1][PERSON_CODE];
	struct reading reading;
	struct err err = {0};

	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	ready(store, &reading);
	tell(place->path, "SELECT pg_terminate_backend(pid) FROM "
			  "pg_stat_activity WHERE datname = "
			  "current_database() AND pid <> pg_backend_pid()");
	assert_int_equal(people(store), 1);
	tell(place->path, "SELECT pg_terminate_backend(pid) FROM "
			  "pg_stat_activity WHERE datname = "
			  "current_database() AND pid <> pg_backend_pid()");
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	assert_int_equal(reading.status, READING_FILED);
	store_close(store);
	must_be_filed_once(place->path);
}

/* A store through a proxy that cuts the first COMMIT. */
static struct store *
open_cut(const char *path, enum proxy_cut cut, pid_t *pid)
{
	char address[2 * PLACE];
	int port = 0;

	*pid = proxy_start(cut, &port);
	assert_true(*pid > 0);
	snprintf(address, sizeof(address),
		"postgresql://127.0.0.1:%d/%s?sslmode=disable", port,
		strrchr(path, '/') + 1);
	return must_open(address, STORE_WRITE);
}

static void
test_commit__what_was_lost_is_found_out(void **state)
{
	static const struct {
		const char *name;
		enum proxy_cut cut;
		bool is_done; /* of people, who are not tried again */
	} rows[] = {
		{"before", PROXY_BEFORE, false},
		{"after", PROXY_AFTER, true},
	};
	const struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char path[PLACE], codes[1][PERSON_CODE];
		struct reading reading;
		struct store *store;
		struct err err = {0};
		pid_t pid;

		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		store = open_cut(path, rows[i].cut, &pid);
		if (store_people_add(store, 1, NULL, NULL, codes, &err) !=
			rows[i].is_done)
			fail_msg("row %zu %s: \"%s\"", i, rows[i].name,
				err.text);
		if (!rows[i].is_done)
			assert_non_null(strstr(err.text,
				": the connection to the server was lost; "
				"nothing was changed, run the command again"));
		assert_int_equal(people(store), rows[i].is_done ? 1 : 0);
		store_close(store);
		stop(pid);
		store = must_open(path, STORE_WRITE);
		ready(store, &reading);
		store_close(store);
		store = open_cut(path, rows[i].cut, &pid);
		err_clear(&err);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		if (reading.status != READING_FILED)
			fail_msg("row %zu %s: status %d", i, rows[i].name,
				(int)reading.status);
		store_close(store);
		stop(pid);
		must_be_filed_once(path);
	}
}

/* ------------------------------------------------------------- several hosts
 */

#define HOSTS 3
#define SHEETS 8

static int
file_them(const char *path, const struct store_page *pages)
{
	struct store *store = store_open(path, STORE_WRITE, 0, NULL);
	int i, filed = 0;

	for (i = 0; store != NULL && i < SHEETS; i++) {
		struct reading reading;
		char bytes[32];

		make_reading(&reading, &pages[2 * i], "427");
		snprintf(bytes, sizeof(bytes), "scan number %d", i);
		if (!store_scan_keep(store, bytes, strlen(bytes),
			    reading.sha256, NULL) ||
			!store_file(store, &reading, DATE, NULL))
			return 100;
		filed += reading.status == READING_FILED;
		if (reading.status != READING_FILED &&
			reading.status != READING_DUPLICATE)
			return 101;
	}
	store_close(store);
	return store == NULL ? 102 : filed;
}

static void
test_hosts__file_each_page_once(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_page pages[2 * SHEETS];
	char codes[1][PERSON_CODE];
	struct tally tally;
	struct err err = {0};
	pid_t pids[HOSTS];
	int i, filed = 0;

	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	issue(store, SHEETS, codes[0], pages);
	store_close(store);
	fflush(NULL);
	for (i = 0; i < HOSTS; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i] == 0)
			_exit(file_them(place->path, pages));
	}
	for (i = 0; i < HOSTS; i++) {
		int status = 0;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status));
		if (WEXITSTATUS(status) > SHEETS)
			fail_msg("host %d: status %d", i, WEXITSTATUS(status));
		filed += WEXITSTATUS(status);
	}
	assert_int_equal(filed, SHEETS);
	store = must_open(place->path, STORE_READ);
	count(store, codes[0], &tally);
	store_close(store);
	assert_int_equal(tally.answers, 3 * SHEETS);
	assert_int_equal(tally.conflicts, 0);
	if (tally.findings != 0)
		fail_msg("%s", tally.finding);
}

static bool
claims(struct store *store, const char *file)
{
	struct err err = {0};
	bool is_ours = false;

	assert_ok(store_claim(store, file, &is_ours, &err), &err);
	return is_ours;
}

static void
test_claim__one_host_reads_a_file(void **state)
{
	const struct place *place = *state;
	struct store *one = must_open(place->path, STORE_WRITE);
	struct store *other = must_open(place->path, STORE_WRITE);
	char file[PLACE + 8], hash[HASH_HEX];
	struct err err = {0};
	int i, ends[2];
	pid_t pid;
	char c;

	snprintf(file, sizeof(file), "%s/scan.pdf", place->root);
	write_file(file, "a scan", 6);
	assert_ok(hash_file(file, hash, &err), &err);
	assert_true(claims(one, file));
	assert_true(claims(one, file)); /* again is fine */
	assert_false(claims(other, file));
	assert_ok(store_claim_end(other, hash, &err), &err); /* not its own */
	assert_false(claims(other, file));
	assert_ok(store_claim_end(one, hash, &err), &err);
	assert_true(claims(other, file));
	assert_false(claims(one, file));
	store_close(other);
	assert_true(claims(one, file)); /* who goes lets go */
	store_close(one);

	/* Who is killed too. */
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		one = must_open(place->path, STORE_WRITE);
		c = claims(one, file) ? '1' : '0';
		if (write(ends[1], &c, 1) == 1)
			nap(60000);
		_exit(0);
	}
	assert_int_equal(read(ends[0], &c, 1), 1);
	assert_int_equal(c, '1');
	other = must_open(place->path, STORE_WRITE);
	assert_false(claims(other, file));
	stop(pid);
	close(ends[0]);
	close(ends[1]);
	for (i = 0; i < 600 && !claims(other, file); i++)
		nap(100);
	assert_true(i < 600);
	store_close(other);
}

/* -------------------------------------------------------------------- health
 */

static void
test_check__finds_on_a_server(void **state)
{
	static const struct {
		const char *name, *sql, *finding; /* begins so */
	} rows[] = {
		{"nothing", "SELECT 1", NULL},
		{"a scan is gone", "DELETE FROM skapa.scan_file", "$: scan "},
		{"a rule is not held",
			"UPDATE pg_constraint SET convalidated = false "
			"WHERE conname = 'page_sheet_fkey'",
			"$: the rule page_sheet_fkey is not held; see ALTER "
			"TABLE ... VALIDATE CONSTRAINT"},
		{"an index is not valid",
			"UPDATE pg_index SET indisvalid = false WHERE "
			"indexrelid = 'skapa.reading_page'::regclass",
			"$: the index reading_page is not valid; make it anew "
			"with REINDEX"},
		{"a trigger is off",
			"ALTER TABLE skapa.answer DISABLE TRIGGER answer_waits",
			"$: the trigger answer_waits is switched off; see "
			"ALTER TABLE ... ENABLE TRIGGER"},
	};
	const struct place *place = *state;
	struct str want = {0};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct reading reading;
		struct tally tally;
		struct store *store;
		struct err err = {0};
		char path[PLACE];

		numbered(place, i, path);
		assert_ok(store_init(path, &err), &err);
		store = must_open(path, STORE_WRITE);
		ready(store, &reading);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		store_close(store);
		tell(path, rows[i].sql);
		store = must_open(path, STORE_READ);
		count(store, "7K4Q-MXP9", &tally);
		store_close(store);
		expected(rows[i].finding == NULL ? "" : rows[i].finding, path,
			&want);
		if (tally.findings != (rows[i].finding == NULL ? 0u : 1u) ||
			(rows[i].finding != NULL &&
				strncmp(tally.finding, want.at, want.len) != 0))
			fail_msg("row %zu %s: %zu findings, \"%s\"", i,
				rows[i].name, tally.findings, tally.finding);
	}
	str_finish(&want);
}

static void
test_scan__is_kept_as_it_was_on_a_server(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char sha256[READING_SHA256];
	struct bytes bytes = {0};
	struct err err = {0};
	int i;

	for (i = 0; i < 3; i++) {
		assert_ok(
			store_scan_keep(store, "a\0c", 3, sha256, &err), &err);
		assert_ok(store_scan_read(store, sha256, &bytes, &err), &err);
		assert_int_equal(bytes.len, 3);
		assert_memory_equal(bytes.at, "a\0c", 3);
		bytes_free(&bytes);
		if (i == 1) /* damaged; then mended */
			tell(place->path, "UPDATE skapa.scan_file SET bytes = "
					  "''");
	}
	tell(place->path, "UPDATE skapa.scan_file SET bytes = 'abd'");
	assert_false(store_scan_read(store, sha256, &bytes, &err));
	assert_non_null(strstr(
		err.text, "damaged; its bytes are not what was scanned"));
	store_close(store);
}

/* A key that is destroyed is in no page of its table. */
static void
test_keys__destroyed_ones_are_gone(void **state)
{
	static const char look[] =
		"CHECKPOINT; SELECT position((SELECT record FROM old) IN "
		"pg_read_binary_file(pg_relation_filepath("
		"'skapa_keys.slot'))) > 0";
	const struct place *place = *state;
	struct seal_key site = {.at = {1}}, key;
	enum keys_state is;
	char found[HASH_HEX];
	struct keys *keys;
	struct err err = {0};
	int64_t slots[2];

	tell(place->path, "DELETE FROM skapa_keys.slot");
	keys = keytable_open(place->path, KEYS_WRITE, &site, &err);
	if (keys == NULL)
		fail_msg("%s", err.text);
	assert_ok(keys_add(keys, 2, slots, &err), &err);
	tell(place->path, "CREATE TABLE old AS SELECT record FROM "
			  "skapa_keys.slot WHERE number = 1");
	assert_int_equal(slots[0], 1);
	ask(place->path, look, found);
	assert_string_equal(found, "t");
	assert_ok(keys_destroy(keys, slots, 1, &err), &err);
	ask(place->path, look, found);
	assert_string_equal(found, "f");
	assert_ok(keys_get(keys, slots[0], &key, &is, &err), &err);
	assert_int_equal(is, KEYS_DESTROYED);
	assert_ok(keys_get(keys, slots[1], &key, &is, &err), &err);
	assert_int_equal(is, KEYS_WHOLE);
	keys_close(keys);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_open__says_what_is_wrong),
		TEST(test_write__says_what_the_server_refused),
		TEST(test_file__is_tried_again),
		TEST(test_connection__is_made_anew),
		TEST(test_commit__what_was_lost_is_found_out),
		TEST(test_hosts__file_each_page_once),
		TEST(test_claim__one_host_reads_a_file),
		TEST(test_check__finds_on_a_server),
		TEST(test_scan__is_kept_as_it_was_on_a_server),
		TEST(test_keys__destroyed_ones_are_gone),
	};

	if (!on_server()) {
		fprintf(stderr,
			"test_server: is run by tests/test_postgres.sh\n");
		return 1;
	}
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
