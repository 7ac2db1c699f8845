#include "tests/stores.h"

#include "store/accounts.h"
#include "store/chain.h"

#include <sqlite3.h>

#define ROWS 96
#define NOW 1772366400 /* 2026-03-01T12:00:00Z */
#define PASSWORD "correct horse"

/* --- a chain to damage -----------------------------------------------------
 */

struct chain {
	struct place *place;
	struct store *store;
	sqlite3 *raw;
	struct str heads; /* after a third, two thirds, the end */
};

static void
run(sqlite3 *raw, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(raw, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
}

static void
keep_head(struct chain *chain)
{
	struct err err = {0};

	assert_ok(store_audit_head(chain->store, &chain->heads, &err), &err);
	str_add(&chain->heads, "\n");
}

/* Rows of several actors, done and refused; all tests damage the same. */
static int
make_chain(void **state)
{
	static const struct store_actor actors[] = {
		{STORE_OPERATOR, ROLE_OPERATOR, NOW},
		{"ad-1", ROLE_ADMIN, NOW + 60},
		{"re-1", ROLE_RECEPTION, NOW + 120},
	};
	struct chain *chain = calloc(1, sizeof(*chain));
	struct err err = {0};
	char path[128];
	int i;

	assert_non_null(chain);
	setup(state);
	chain->place = *state;
	*state = chain;
	chain->store = must_open(chain->place->path, STORE_WRITE);
	snprintf(path, sizeof(path), "%s/skapa.sqlite", chain->place->path);
	assert_int_equal(sqlite3_open(path, &chain->raw), SQLITE_OK);
	run(chain->raw, "PRAGMA synchronous = OFF");
	assert_ok(store_account_add(chain->store, "cw-1", ROLE_CASEWORKER, NULL,
			  PASSWORD, &err),
		&err);
	for (i = 1; i < ROWS; i++) {
		const struct store_actor *actor = &actors[i % 3];
		const bool may = actor->role != ROLE_RECEPTION;

		if (i % 32 == 0) {
			store_act_as(chain->store, &actors[0]);
			keep_head(chain);
		}
		err_clear(&err);
		store_act_as(chain->store, actor);
		assert_int_equal(store_account_disable(chain->store, "cw-1",
					 i % 3 == 1, &err),
			may);
	}
	store_act_as(chain->store, &actors[0]);
	keep_head(chain);
	run(chain->raw, "ATTACH ':memory:' AS kept;"
			"CREATE TABLE kept.chain AS SELECT * FROM main.chain");
	return 0;
}

static int
end_chain(void **state)
{
	struct chain *chain = *state;

	sqlite3_close(chain->raw);
	store_close(chain->store);
	str_finish(&chain->heads);
	*state = chain->place;
	free(chain);
	return teardown(state);
}

static void
restore(struct chain *chain)
{
	run(chain->raw, "BEGIN; DELETE FROM main.chain;"
			"INSERT INTO main.chain SELECT * FROM kept.chain;"
			"COMMIT");
	store_act_as(chain->store,
		&(struct store_actor){STORE_OPERATOR, ROLE_OPERATOR, NOW});
}

static void
add_sentence(const char *sentence, void *data)
{
	str_addf(data, "%s\n", sentence);
}

/* What verifying finds, a line each; with the kept heads or without. */
static size_t
verify(struct chain *chain, bool with_heads, struct str *out)
{
	const struct str *heads = &chain->heads;
	struct store_audit audit;
	struct err err = {0};
	size_t n = 0;

	str_clear(out);
	str_add(out, "");
	assert_ok(
		store_audit_verify(chain->store, with_heads ? heads->at : NULL,
			with_heads ? heads->len : 0, add_sentence, out, &audit,
			&n, &err),
		&err);
	assert_int_equal(audit.heads, with_heads ? 3 : 0);
	return n;
}

/* --- what it says ----------------------------------------------------------
 */

#define NOT_FOLLOW(n)                                                          \
	"row " n " does not follow from the row before it: one of the two "    \
	"was changed, or rows between them were taken out or put in\n"
#define NOT_HEAD(n, line)                                                      \
	"row " n " is not the one of the head in line " line                   \
	": rows up to it were changed or written anew after the head was "     \
	"kept\n"
#define CUT(end, line, kept)                                                   \
	"the chain ends at row " end ", and the head in line " line            \
	" was kept at row " kept ": the end was cut off\n"

static void
test_verify__says_where(void **state)
{
	static const struct {
		const char *name, *sql, *without, *with;
	} rows[] = {
		{"nothing", "SELECT 1", "", ""},
		{"another actor", "UPDATE chain SET actor = 'x' WHERE n = 10",
			NOT_FOLLOW("10"), NOT_FOLLOW("10")},
		{"a refusal hidden", "UPDATE chain SET refused = 0 WHERE n = 3",
			NOT_FOLLOW("3"), NOT_FOLLOW("3")},
		{"another number that is true",
			"UPDATE chain SET refused = 7 WHERE n = 3",
			NOT_FOLLOW("3"), NOT_FOLLOW("3")},
		{"bytes behind a word's end",
			"UPDATE chain SET actor = actor || char(0) || "
			"'x'"
			" WHERE n = 4",
			NOT_FOLLOW("4"), NOT_FOLLOW("4")},
		{"another hash",
			"UPDATE chain SET hash = zeroblob(32) WHERE n "
			"= 10",
			NOT_FOLLOW("10") NOT_FOLLOW("11"),
			NOT_FOLLOW("10") NOT_FOLLOW("11")},
		{"a short hash", "UPDATE chain SET hash = x'00' WHERE n = 10",
			NOT_FOLLOW("10") NOT_FOLLOW("11"),
			NOT_FOLLOW("10") NOT_FOLLOW("11")},
		{"the first taken out", "DELETE FROM chain WHERE n = 1",
			"row 1 is missing\n" NOT_FOLLOW("2"),
			"row 1 is missing\n" NOT_FOLLOW("2")},
		{"some taken out",
			"DELETE FROM chain WHERE n BETWEEN 10 AND 12",
			"rows 10 to 12 are missing\n" NOT_FOLLOW("13"),
			"rows 10 to 12 are missing\n" NOT_FOLLOW("13")},
		{"taken out and closed up",
			"DELETE FROM chain WHERE n = 94;"
			"UPDATE chain SET n = n - 1 WHERE n > 94",
			NOT_FOLLOW("94") NOT_FOLLOW("95"),
			NOT_FOLLOW("94") NOT_FOLLOW("95") CUT("95", "3", "96")},
		{"a head's row taken out", "DELETE FROM chain WHERE n = 32",
			"row 32 is missing\n" NOT_FOLLOW("33"),
			"row 32 is missing\n" NOT_FOLLOW(
				"33") "row 32 of the head in line 1 is "
				      "missing\n"},
		{"swapped",
			"UPDATE chain SET n = 1000 WHERE n = 40;"
			"UPDATE chain SET n = 40 WHERE n = 41;"
			"UPDATE chain SET n = 41 WHERE n = 1000",
			NOT_FOLLOW("40") NOT_FOLLOW("41") NOT_FOLLOW("42"),
			NOT_FOLLOW("40") NOT_FOLLOW("41") NOT_FOLLOW("42")},
		{"put in",
			"INSERT INTO chain SELECT 97, at, actor, role, "
			"action,"
			" refused, object, id, hash FROM chain WHERE n "
			"= 96",
			NOT_FOLLOW("97"), NOT_FOLLOW("97")},
		{"put in front",
			"INSERT INTO chain SELECT -5, at, actor, role, "
			"action,"
			" refused, object, id, hash FROM chain WHERE n "
			"= 96",
			"row -5 has a number that no row "
			"has\n" NOT_FOLLOW("-5") "rows -4 to 0 are "
						 "missing\n" NOT_FOLLOW("1"),
			"row -5 has a number that no row "
			"has\n" NOT_FOLLOW("-5") "rows -4 to 0 are "
						 "missing\n" NOT_FOLLOW("1")},
		{"cut off", "DELETE FROM chain WHERE n > 90", "",
			CUT("90", "3", "96")},
		{"cut off further", "DELETE FROM chain WHERE n > 50", "",
			CUT("50", "2", "64") CUT("50", "3", "96")},
		{"all gone", "DELETE FROM chain", "",
			CUT("0", "1", "32") CUT("0", "2", "64")
				CUT("0", "3", "96")},
	};
	struct str out = {0};
	struct chain *chain = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		run(chain->raw, rows[i].sql);
		verify(chain, false, &out);
		if (strcmp(out.at, rows[i].without) != 0)
			fail_msg("row %zu %s: \"%s\"", i, rows[i].name, out.at);
		verify(chain, true, &out);
		if (strcmp(out.at, rows[i].with) != 0)
			fail_msg("row %zu %s, with heads: \"%s\"", i,
				rows[i].name, out.at);
		restore(chain);
	}
	str_finish(&out);
}

/* The check of the store looks at the chain too. */
static void
test_check__looks_at_the_chain(void **state)
{
	struct chain *chain = *state;
	struct tally tally = {0};
	struct err err = {0};
	size_t n = 0;

	assert_ok(store_check(chain->store, tally_finding, &tally, &n, &err),
		&err);
	assert_int_equal(n, 0);
	run(chain->raw, "DELETE FROM chain WHERE n = 1");
	assert_ok(store_check(chain->store, tally_finding, &tally, &n, &err),
		&err);
	assert_int_equal(n, 2);
	assert_string_equal(tally.finding, "audit: row 1 is missing");
	restore(chain);
}

/* What is cut off and grows again is sound by itself, but not the same. */
static void
test_verify__a_chain_that_grew_again(void **state)
{
	struct str out = {0};
	struct err err = {0};
	struct chain *chain = *state;
	int i;

	run(chain->raw, "DELETE FROM chain WHERE n > 90");
	for (i = 0; i < 10; i++)
		assert_ok(store_account_disable(
				  chain->store, "cw-1", i % 2 == 0, &err),
			&err);
	assert_int_equal(verify(chain, false, &out), 0);
	verify(chain, true, &out);
	assert_string_equal(out.at, NOT_HEAD("96", "3"));
	restore(chain);
	str_finish(&out);
}

/* --- damage at random ------------------------------------------------------
 */

static uint64_t
rnd(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static const char *const columns[] = {"n", "at", "actor", "role", "action",
	"refused", "object", "id", "hash"};

/* Changes one byte of one value; *done false: the database refused it. */
static void
change_byte(
	sqlite3 *raw, int64_t n, const char *column, uint64_t *seed, bool *done)
{
	const uint8_t by = (uint8_t)(1 + rnd(seed) % 255);
	uint8_t bytes[64];
	sqlite3_stmt *stmt = NULL;
	char sql[128];
	int64_t number;
	int len, type;

	snprintf(sql, sizeof(sql), "SELECT %s FROM main.chain WHERE n = %lld",
		column, (long long)n);
	assert_int_equal(
		sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	type = sqlite3_column_type(stmt, 0);
	number = sqlite3_column_int64(stmt, 0);
	len = type == SQLITE_INTEGER ? 8 : sqlite3_column_bytes(stmt, 0);
	assert_in_range(len, 1, sizeof(bytes));
	if (type != SQLITE_INTEGER)
		memcpy(bytes, sqlite3_column_blob(stmt, 0), (size_t)len);
	sqlite3_finalize(stmt);

	number = (int64_t)((uint64_t)number ^
			   ((uint64_t)by << (8 * (rnd(seed) % 8))));
	bytes[rnd(seed) % (uint64_t)len] ^= by;
	snprintf(sql, sizeof(sql),
		"UPDATE main.chain SET %s = ? WHERE n = %lld", column,
		(long long)n);
	assert_int_equal(
		sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL), SQLITE_OK);
	if (type == SQLITE_INTEGER)
		sqlite3_bind_int64(stmt, 1, number);
	else if (type == SQLITE_TEXT)
		sqlite3_bind_text(
			stmt, 1, (const char *)bytes, len, SQLITE_TRANSIENT);
	else
		sqlite3_bind_blob(stmt, 1, bytes, len, SQLITE_TRANSIENT);
	*done = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
}

/* One damage of the kind i % 3; what it was in what. */
static void
harm(sqlite3 *raw, long i, uint64_t *seed, char what[64])
{
	const int64_t n = 1 + (int64_t)(rnd(seed) % ROWS);
	const char *column = columns[rnd(seed) % 9];
	bool done = false;
	char sql[64];

	switch (i % 3) {
	case 0:
		/* A number that is another row's is refused: another byte. */
		while (!done)
			change_byte(raw, n, column, seed, &done);
		snprintf(what, 64, "a byte of %s in row %lld", column,
			(long long)n);
		return;
	case 1:
		snprintf(what, 64, "row %lld deleted", (long long)n);
		snprintf(sql, sizeof(sql),
			"DELETE FROM main.chain WHERE n = %lld", (long long)n);
		break;
	default:
		snprintf(what, 64, "cut off before row %lld", (long long)n);
		snprintf(sql, sizeof(sql),
			"DELETE FROM main.chain WHERE n >= %lld", (long long)n);
		break;
	}
	run(raw, sql);
}

/* CHAIN_DAMAGES=10000 for all of it. */
static void
test_verify__finds_all_damage(void **state)
{
	const char *count = getenv("CHAIN_DAMAGES");
	const long most = count != NULL ? strtol(count, NULL, 10) : 300;
	uint64_t seed = 0x9e3779b97f4a7c15;
	struct str out = {0};
	struct chain *chain = *state;
	char what[64];
	long i;

	assert_true(most > 0);
	for (i = 0; i < most; i++) {
		harm(chain->raw, i, &seed, what);
		if (verify(chain, true, &out) == 0)
			fail_msg("damage %ld (%s) was not found", i, what);
		restore(chain);
		if (i % 100 == 0 && verify(chain, true, &out) != 0)
			fail_msg("damage %ld: %s", i, out.at);
	}
	print_message("%ld of %ld found\n", i, most);
	str_finish(&out);
}

/* --- heads -----------------------------------------------------------------
 */

static void
test_verify__says_what_is_no_head(void **state)
{
	static const struct {
		const char *name;
		size_t at; /* the byte of the first line that is changed */
		char to;
		const char *sentence;
	} rows[] = {
		{"word", 0, 'S',
			"line 1: is not a head as skapa store audit "
			"head prints it"},
		{"version", 11, '2',
			"line 1: is not a head as skapa store "
			"audit head prints it"},
		{"number", 13, '9',
			"line 1: the head was changed after it was "
			"signed"},
		{"zero in front", 13, '0',
			"line 1: is not a head as skapa "
			"store audit head prints it"},
		{"not a digit", 13, 'x',
			"line 1: is not a head as skapa store "
			"audit head prints it"},
		{"hash", 16, '?',
			"line 1: is not a head as skapa store audit "
			"head prints it"},
		{"capital", 16, 'A',
			"line 1: is not a head as skapa store "
			"audit head prints it"},
		{"signature", 149, ' ',
			"line 1: is not a head as skapa store "
			"audit head prints it"},
		{"cut", 148, '\n',
			"line 1: is not a head as skapa store audit "
			"head prints it"},
	};
	struct store_audit audit;
	struct str out = {0};
	struct chain *chain = *state;
	size_t i, n;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char was = chain->heads.at[rows[i].at];
		struct err err = {0};

		chain->heads.at[rows[i].at] = rows[i].to;
		if (store_audit_verify(chain->store, chain->heads.at,
			    chain->heads.len, add_sentence, &out, &audit, &n,
			    &err) ||
			err.code != ERR_INPUT ||
			strcmp(err.text, rows[i].sentence) != 0)
			fail_msg("row %zu %s: \"%s\"", i, rows[i].name,
				err.text);
		chain->heads.at[rows[i].at] = was;
	}
	assert_int_equal(verify(chain, true, &out), 0);
	str_finish(&out);
}

/* Every digit of hash, key and signature counts. */
static void
test_verify__every_digit_of_a_head(void **state)
{
	struct store_audit audit;
	struct str out = {0};
	struct chain *chain = *state;
	char *end;
	size_t i, n;

	end = strchr(chain->heads.at, '\n');
	for (i = 16; chain->heads.at + i < end; i++) {
		char *digit = &chain->heads.at[i];
		const char was = *digit;
		struct err err = {0};

		*digit = was == '0' ? '1' : '0';
		if (was != ' ' && store_audit_verify(chain->store,
					  chain->heads.at, chain->heads.len,
					  add_sentence, &out, &audit, &n, &err))
			fail_msg("byte %zu of a head may be another", i);
		*digit = was;
	}
	str_finish(&out);
}

static void
test_head__is_of_one_store(void **state)
{
	struct store_audit audit;
	struct str out = {0};
	struct err err = {0};
	struct chain *chain = *state;
	struct store *other;
	char path[96];
	size_t n;

	snprintf(path, sizeof(path), "%s/other", chain->place->root);
	assert_ok(store_init(path, &err), &err);
	other = must_open(path, STORE_READ);
	assert_false(store_audit_verify(other, chain->heads.at,
		chain->heads.len, add_sentence, &out, &audit, &n, &err));
	assert_string_equal(err.text, "line 1: is the head of another store");
	err_clear(&err);
	/* An empty chain has a head too. */
	assert_ok(store_audit_head(other, &out, &err), &err);
	assert_memory_equal(out.at, "skapa-head 1 0 0000000000000000", 31);
	assert_ok(store_audit_verify(other, out.at, out.len, add_sentence, &out,
			  &audit, &n, &err),
		&err);
	assert_int_equal(n, 0);
	assert_int_equal(audit.rows, 0);
	store_close(other);
	str_finish(&out);
}

/* --- showing ---------------------------------------------------------------
 */

static bool
add_event(const struct store_event *event, void *data, struct err *err)
{
	(void)err;
	str_addf(data, "%lld %lld %s %s %s%s %s %lld\n", (long long)event->n,
		(long long)event->at, event->actor, event->role,
		event->is_refused ? "refused " : "", event->action,
		event->object, (long long)event->id);
	return true;
}

static void
test_each__by_time(void **state)
{
	struct str out = {0};
	struct err err = {0};
	struct store *store;
	struct chain *chain = *state;

	assert_ok(store_audit_each(
			  chain->store, NULL, NOW + 120, add_event, &out, &err),
		&err);
	assert_memory_equal(out.at,
		"3 1772366520 re-1 reception refused enable accounts store 0\n"
		"6 ",
		62);
	str_clear(&out);
	store_act_as(chain->store,
		&(struct store_actor){"re-1", ROLE_RECEPTION, NOW});
	assert_false(
		store_audit_each(chain->store, NULL, 0, add_event, &out, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_string_equal(
		err.text, "re-1 (reception) may not read the audit");
	assert_int_equal(out.len, 0);

	/* What was refused to a reader is written down too. */
	store = must_open(chain->place->path, STORE_READ);
	assert_ok(
		store_audit_each(store, NULL, 0, add_event, &out, &err), &err);
	assert_non_null(strstr(out.at,
		"97 1772366400 re-1 reception refused read the audit store "
		"0\n"));
	store_act_as(store, &(struct store_actor){"rp-1", ROLE_REPORT, NOW});
	assert_false(store_audit_each(store, NULL, 0, add_event, &out, &err));
	store_act_as(store, &(struct store_actor){"au-1", ROLE_AUDITOR, NOW});
	str_clear(&out);
	assert_ok(
		store_audit_each(store, NULL, 0, add_event, &out, &err), &err);
	assert_non_null(strstr(out.at, "98 1772366400 rp-1 report refused"));
	store_close(store);
	restore(chain);
	str_finish(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verify__says_where),
		cmocka_unit_test(test_check__looks_at_the_chain),
		cmocka_unit_test(test_verify__a_chain_that_grew_again),
		cmocka_unit_test(test_verify__finds_all_damage),
		cmocka_unit_test(test_verify__says_what_is_no_head),
		cmocka_unit_test(test_verify__every_digit_of_a_head),
		cmocka_unit_test(test_head__is_of_one_store),
		cmocka_unit_test(test_each__by_time),
	};

	return cmocka_run_group_tests_name(
		"chain", tests, make_chain, end_chain);
}
