/*
 * bench_store file PAGES ROUNDS FOLDER [server]
 *	Files pages with the store's functions, and beside it, by turns, the
 *same rows and files with plain SQLite: the same tables, statements, settings
 *	and syncs, without sealing, chain, roles or looking anything up twice.
 *	A line a round, in ms a page, by the clock and of the processor: the
 *	store, plain SQLite, and the store on the PostgreSQL server that $PGHOST
 *	and its like name (of the processor: without the server's part).
 * bench_store read STORE PERSON...
 *	How many answers there are; a person's history (median of the persons)
 *	and one walk over all answers with the means of every item and day, in
 *	ms by the clock and of the processor.
 */
#include "tests/stores.h"

#include "core/file.h"
#include "core/hash.h"
#include "store/statements.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define ITEMS 11
#define SCAN_BYTES 300000 /* a grey JPEG of a page at 300 dpi */

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
cpu_ms(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
}

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), by_size);
	return values[n / 2];
}

/* Page n's scan: other bytes for each, the same length. */
static void
make_scan(int n, uint8_t bytes[SCAN_BYTES])
{
	memset(bytes, n, SCAN_BYTES);
	memcpy(bytes, &n, sizeof(n));
}

/* make_reading's three answers, made eleven. */
static void
make_eleven(struct reading *reading, const struct store_page *page)
{
	int i;

	make_reading(reading, page, "423");
	for (i = reading->n_answers; i < ITEMS + 1; i++) {
		reading->answers[i] = reading->answers[1 + i % 2];
		snprintf(reading->answers[i].item,
			sizeof(reading->answers[i].item), "item_%d", i);
	}
	reading->n_answers = ITEMS + 1; /* and the practice item */
}

/* ------------------------------------------------------------- the store */

static void
file_sealed(const char *path, int pages)
{
	struct store_page *issued = calloc((size_t)pages * 2, sizeof(*issued));
	uint8_t *bytes = malloc(SCAN_BYTES);
	struct store *store = must_open(path, STORE_WRITE);
	struct err err = {0};
	double from, cpu;
	int i;

	assert_true(issued != NULL && bytes != NULL);
	issue(store, (size_t)pages, "", issued);
	from = now_ms();
	cpu = cpu_ms();
	for (i = 0; i < pages; i++) {
		struct reading reading;

		make_eleven(&reading, &issued[2 * i]);
		make_scan(i, bytes);
		assert_ok(store_scan_keep(store, bytes, SCAN_BYTES,
				  reading.sha256, &err),
			&err);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		assert_int_equal(reading.status, READING_FILED);
	}
	printf("%.4f %.4f ", (now_ms() - from) / pages,
		(cpu_ms() - cpu) / pages);
	store_close(store);
	free(issued);
	free(bytes);
}

/* ----------------------------------------------------------- plain SQLite */

struct plain {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENT__MAX];
};

static void
must(struct plain *plain, int code)
{
	if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
		fail_msg("%s", sqlite3_errmsg(plain->db));
}

static void
script(struct plain *plain, const char *sql)
{
	must(plain, sqlite3_exec(plain->db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *
start(struct plain *plain, enum statement statement)
{
	sqlite3_stmt **stmt = &plain->statements[statement];

	if (*stmt == NULL)
		must(plain,
			sqlite3_prepare_v2(plain->db,
				statement_sqlite(statement), -1, stmt, NULL));
	sqlite3_reset(*stmt);
	return *stmt;
}

/* A parameter a letter: i 0, n `number`, t a word, r 1.0, b 40 bytes, 0 null.
 */
static int64_t
run(struct plain *plain, enum statement statement, const char *types,
	int64_t number, const char *word)
{
	static const uint8_t record[40];
	sqlite3_stmt *stmt = start(plain, statement);
	int64_t id = 0;
	int i, code;

	for (i = 0; types[i] != '\0'; i++) {
		switch (types[i]) {
		case 'i':
			sqlite3_bind_int64(stmt, i + 1, 0);
			break;
		case 'n':
			sqlite3_bind_int64(stmt, i + 1, number);
			break;
		case 't':
			sqlite3_bind_text(stmt, i + 1, word, -1, SQLITE_STATIC);
			break;
		case 'r':
			sqlite3_bind_double(stmt, i + 1, 1);
			break;
		case 'b':
			sqlite3_bind_blob(stmt, i + 1, record, sizeof(record),
				SQLITE_STATIC);
			break;
		default:
			sqlite3_bind_null(stmt, i + 1);
		}
	}
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
		id = sqlite3_column_int64(stmt, 0);
	must(plain, code);
	sqlite3_reset(stmt);
	return id;
}

/* The tables with `pages` sheets of two pages, none of them filed. */
static void
plain_open(struct plain *plain, const char *folder, int pages)
{
	char text[200];
	size_t i, k;

	snprintf(text, sizeof(text), "%s/plain.sqlite", folder);
	unlink(text);
	*plain = (struct plain){0};
	must(plain, sqlite3_open(text, &plain->db));
	script(plain,
		"PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;"
		"PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;"
		"PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
		"PRAGMA secure_delete = ON; BEGIN");
	for (i = 0; schema_sqlite(i) != NULL; i++)
		for (k = 0; schema_sqlite(i)[k] != NULL; k++)
			script(plain, schema_sqlite(i)[k]);
	script(plain, "INSERT INTO layout (id, hash, instrument, version,"
		      " language, level, steps, json, print) VALUES (1, 'h',"
		      " 'skapa', '1', 'sv', 'original', 5, '{}', x'00')");
	for (i = 0; i < (size_t)pages * 2; i++) {
		if (i % 2 == 0)
			script(plain, "INSERT INTO sheet (slot, layout, pages,"
				      " rater, issued) VALUES (1, 1, 2, 'self',"
				      " '2026-01-01')");
		snprintf(text, sizeof(text),
			"INSERT INTO page (sheet, number, token, line) VALUES"
			" (%zu, %zu, randomblob(16), printf('%%010d', %zu))",
			i / 2 + 1, i % 2 + 1, i);
		script(plain, text);
	}
	script(plain, "COMMIT");
}

static void
plain_page(struct plain *plain, const char *folder, int n,
	const uint8_t bytes[SCAN_BYTES])
{
	char hash[HASH_HEX], path[200], item[32];
	struct err err = {0};
	int64_t scan, reading;
	int i;

	hash_bytes(bytes, SCAN_BYTES, hash);
	snprintf(path, sizeof(path), "%s/%s", folder, hash);
	assert_ok(file_write(path, bytes, SCAN_BYTES, &err), &err);
	script(plain, "BEGIN IMMEDIATE");
	run(plain, SCAN_ADD, "itt", 0, hash);
	scan = run(plain, SCAN_GET, "t", 0, hash);
	reading = run(plain, READING_ADD, "ni0tttrrr", scan, "filed");
	run(plain, MAP_ADD, "nrrrrrrrr", reading, NULL);
	for (i = 0; i < ITEMS; i++) {
		snprintf(item, sizeof(item), "item_%d", i);
		run(plain, ANSWER_ADD, "n0itiib", reading, item);
	}
	snprintf(path, sizeof(path),
		"UPDATE page SET reading = %lld WHERE id = %d;"
		"UPDATE sheet SET filed = '2026-01-01' WHERE id = %d;"
		"COMMIT",
		(long long)reading, 2 * n + 1, n + 1);
	script(plain, path);
}

static void
file_plain(const char *folder, int pages)
{
	uint8_t *bytes = malloc(SCAN_BYTES);
	struct plain plain;
	double from, cpu;
	int i;

	assert_non_null(bytes);
	plain_open(&plain, folder, pages);
	from = now_ms();
	cpu = cpu_ms();
	for (i = 0; i < pages; i++) {
		make_scan(i, bytes);
		plain_page(&plain, folder, i, bytes);
	}
	printf("%.4f %.4f ", (now_ms() - from) / pages,
		(cpu_ms() - cpu) / pages);
	for (i = 0; i < STATEMENT__MAX; i++)
		sqlite3_finalize(plain.statements[i]);
	sqlite3_close(plain.db);
	free(bytes);
}

/* A new database each time. */
static void
file_on_server(int round, int pages, const char *folder)
{
	char sql[64], path[64], keys[200], none[HASH_HEX];
	struct err err = {0};

	snprintf(sql, sizeof(sql), "CREATE DATABASE bench_%d", round);
	snprintf(path, sizeof(path), "postgresql:///bench_%d", round);
	ask("postgresql:///postgres", sql, none);
	snprintf(keys, sizeof(keys), "%s/keys", folder);
	setenv("SKAPA_KEYS", keys, 1); /* where the server's site key is */
	assert_ok(store_init(path, &err), &err);
	file_sealed(path, pages);
	unsetenv("SKAPA_KEYS");
}

static void
bench_file(int pages, int rounds, const char *folder, bool with_server)
{
	struct err err = {0};
	char path[200];
	int i;

	for (i = 0; i < rounds; i++) {
		snprintf(path, sizeof(path), "%s/%d", folder, i);
		assert_ok(store_init(path, &err), &err);
		file_sealed(path, pages);
		file_plain(folder, pages);
		if (with_server)
			file_on_server(i, pages, folder);
		printf("\n");
		fflush(stdout);
	}
}

/* ---------------------------------------------------------------- reading */

struct means {
	size_t n;
	double sums[64][64]; /* by a hash of the item, and the occasion's day */
	double counts[64][64];
};

static bool
add_answer(const struct store_answer *answer, void *data, struct err *err)
{
	struct means *means = data;
	unsigned item = 0, day = 0, i;

	(void)err;
	for (i = 0; answer->item[i] != '\0'; i++)
		item = item * 31 + (unsigned char)answer->item[i];
	for (i = 0; answer->date[i] != '\0'; i++)
		day = day * 31 + (unsigned char)answer->date[i];
	means->n++;
	if (answer->status == ANSWER_ANSWERED) {
		means->sums[item % 64][day % 64] += answer->value;
		means->counts[item % 64][day % 64]++;
	}
	return true;
}

static void
bench_read(const char *path, char *const *people, int n)
{
	struct means *means = calloc(1, sizeof(*means));
	double *times = calloc((size_t)n, sizeof(*times));
	double *cpus = calloc((size_t)n, sizeof(*cpus));
	struct store *store = must_open(path, STORE_READ);
	struct err err = {0};
	double all[3], all_cpu[3];
	int i;

	assert_true(means != NULL && times != NULL && cpus != NULL);
	for (i = 0; i < n; i++) {
		const double from = now_ms(), cpu = cpu_ms();

		assert_ok(store_answers(
				  store, people[i], add_answer, means, &err),
			&err);
		times[i] = now_ms() - from;
		cpus[i] = cpu_ms() - cpu;
	}
	for (i = 0; i < 3; i++) {
		const double from = now_ms(), cpu = cpu_ms();

		means->n = 0;
		assert_ok(store_answers(store, NULL, add_answer, means, &err),
			&err);
		all[i] = now_ms() - from;
		all_cpu[i] = cpu_ms() - cpu;
	}
	printf("%zu %.3f %.3f %.1f %.1f\n", means->n, median(times, (size_t)n),
		median(cpus, (size_t)n), median(all, 3), median(all_cpu, 3));
	store_close(store);
	free(means);
	free(times);
	free(cpus);
}

int
main(int argc, char **argv)
{
	if ((argc == 5 || argc == 6) && strcmp(argv[1], "file") == 0) {
		bench_file(atoi(argv[2]), atoi(argv[3]), argv[4], argc == 6);
		return 0;
	}
	if (argc > 3 && strcmp(argv[1], "read") == 0) {
		bench_read(argv[2], argv + 3, argc - 3);
		return 0;
	}
	fputs("usage: bench_store file PAGES ROUNDS FOLDER [server]\n"
	      "       bench_store read STORE PERSON...\n",
		stderr);
	return 2;
}
