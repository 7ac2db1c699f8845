/*
 * Who was forgotten cannot be read: not in the store, and not in a copy of its
 * data that was made before, with the site key at hand. The same attempts are
 * made on a store that kept the keys, to see that they would succeed.
 */
#include "tests/stores.h"

#include "core/file.h"
#include "store/forget.h"
#include "store/inside.h"
#include "store/keyfile.h"
#include "store/rekey.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#define COPIES 3

struct world {
	struct place *place;
	char a[PERSON_CODE], b[PERSON_CODE];
	struct store_page of_a[4], of_b[4];
	char scan_a[READING_SHA256], scan_both[READING_SHA256];
};

static void
copy(const char *from, const char *to)
{
	char command[640];

	snprintf(command, sizeof(command), "cp -r %s %s", from, to);
	assert_int_equal(system(command), 0);
}

static void
file(struct store *store, int scan, const struct store_page *page,
	const char *answers, char sha256[READING_SHA256])
{
	struct reading reading;
	struct err err = {0};

	make_reading(&reading, page, answers);
	reading.source_page = page->code.page;
	keep(store, scan, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	memcpy(sha256, reading.sha256, READING_SHA256);
}

/* A has two pages, of which the second is on a scan with B's; copies of the
 * data are made on the way. */
static void
make_world(struct world *world, struct place *place)
{
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[2][PERSON_CODE], to[80];
	struct err err = {0};

	world->place = place;
	assert_ok(store_people_add(store, 2, NULL, NULL, codes, &err), &err);
	memcpy(world->a, codes[0], PERSON_CODE);
	memcpy(world->b, codes[1], PERSON_CODE);
	issue(store, 2, world->a, world->of_a);
	issue(store, 2, world->b, world->of_b);
	snprintf(to, sizeof(to), "%s/copy0", place->root);
	copy(place->path, to);
	file(store, 1, &world->of_a[0], "427", world->scan_a);
	snprintf(to, sizeof(to), "%s/copy1", place->root);
	copy(place->path, to);
	file(store, 2, &world->of_a[1], "3d5", world->scan_both);
	file(store, 2, &world->of_b[0], "111", world->scan_both);
	snprintf(to, sizeof(to), "%s/copy2", place->root);
	copy(place->path, to);
	store_close(store);
}

static bool
tally(const struct store_answer *answer, void *data, struct err *err)
{
	(void)err;
	*(int *)data += answer->status == ANSWER_ANSWERED ||
			answer->status == ANSWER_DECLINED;
	return true;
}

/* Every sealed thing in the database, with every key that there is. */
static int
try_every_key(const char *path, struct store *store)
{
	static const char *const columns[][2] = {
		{"answer|machine", "SELECT machine, reading, item FROM answer"},
		{"person|about", "SELECT about, slot, '' FROM person"},
	};
	int64_t tallies[KEYS_MISSING + 1], slot;
	struct err err = {0};
	char place[128];
	sqlite3 *db;
	int opened = 0;
	size_t i;

	assert_ok(keys_tally(store->keys, tallies, &err), &err);
	snprintf(place, sizeof(place), "%s/skapa.sqlite", path);
	assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
	for (i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		sqlite3_stmt *q;

		assert_int_equal(
			sqlite3_prepare_v2(db, columns[i][1], -1, &q, NULL),
			SQLITE_OK);
		while (sqlite3_step(q) == SQLITE_ROW) {
			const void *at = sqlite3_column_blob(q, 0);
			const size_t len = (size_t)sqlite3_column_bytes(q, 0);
			const char *item =
				(const char *)sqlite3_column_text(q, 2);
			char about[128];

			snprintf(about, sizeof(about), "%s|%lld%s%s",
				columns[i][0],
				(long long)sqlite3_column_int64(q, 1),
				item[0] != '\0' ? "/" : "", item);
			for (slot = 1; at != NULL &&
				       slot <= tallies[KEYS_WHOLE] +
						       tallies[KEYS_DESTROYED];
				slot++) {
				enum keys_state state;
				struct seal_key key;
				uint8_t plain[4096];

				assert_ok(keys_get(store->keys, slot, &key,
						  &state, &err),
					&err);
				opened += state == KEYS_WHOLE &&
					  len < sizeof(plain) &&
					  seal_open_into(
						  &key, about, at, len, plain);
			}
		}
		sqlite3_finalize(q);
	}
	sqlite3_close(db);
	return opened;
}

struct seen {
	int answers, scans, opened;
};

/* What can be read of a person in the store at path, by every way. */
static struct seen
read_person(const struct world *world, const char *path, const char *code)
{
	struct store *store = must_open(path, STORE_READ);
	struct bytes bytes = {0};
	struct seen seen = {0};

	(void)store_answers(store, code, tally, &seen.answers, NULL);
	if (strcmp(code, world->a) == 0 &&
		store_scan_read(store, world->scan_a, &bytes, NULL)) {
		seen.scans++;
		bytes_free(&bytes);
	}
	if (store_scan_read(store, world->scan_both, &bytes, NULL)) {
		seen.scans++;
		bytes_free(&bytes);
	}
	seen.opened = try_every_key(path, store);
	store_close(store);
	return seen;
}

static void
with_keys(const char *keys, const char *store)
{
	char from[300], to[300];

	snprintf(from, sizeof(from), "%s/keys/people.keys", keys);
	snprintf(to, sizeof(to), "%s/keys/people.keys", store);
	copy(from, to);
}

static void
test_forget__leaves_nothing_to_read(void **state)
{
	struct place *place = *state;
	struct store_receipt receipt;
	char paths[COPIES][80], kept[80];
	struct store *store;
	struct world world;
	struct seen seen, all;
	struct err err = {0};
	struct tally after;
	int i;

	make_world(&world, place);
	all = read_person(&world, place->path, world.a);
	assert_int_equal(all.answers, 6);
	assert_int_equal(all.scans, 2);
	assert_true(all.opened >= 11); /* 9 answers, 2 people */
	snprintf(kept, sizeof(kept), "%s/kept", place->root);
	copy(place->path, kept);

	store = must_open(place->path, STORE_WRITE);
	assert_false(store_forget(store, world.a, false, DATE, &receipt, &err));
	assert_string_equal(err.text,
		"the same scans show 1 page of other people, whose pictures "
		"would go too, not their answers; say so with --stacks, "
		"nothing was changed");
	err_clear(&err);
	assert_ok(
		store_forget(store, world.a, true, DATE, &receipt, &err), &err);
	assert_int_equal(receipt.answers, 6);
	assert_int_equal(receipt.pages, 4);
	assert_int_equal(receipt.scans, 2);
	assert_int_equal(receipt.others, 1);
	assert_false(store_forget(store, world.a, true, DATE, &receipt, &err));
	store_close(store);

	store = must_open(place->path, STORE_READ);
	count(store, world.b, &after);
	assert_int_equal(after.answers, 3);
	if (after.findings > 0)
		fail_msg("%s", after.finding);
	store_close(store);
	seen = read_person(&world, place->path, world.a);
	assert_int_equal(seen.answers + seen.scans, 0);
	/* B and B's answers. */
	assert_int_equal(seen.opened, 4);

	/* The copies of the data, under the keys of today. */
	for (i = 0; i < COPIES; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%s/copy%d", place->root,
			i);
		with_keys(place->path, paths[i]);
		seen = read_person(&world, paths[i], world.a);
		if (seen.answers + seen.scans != 0)
			fail_msg("copy %d: %d answers, %d scans", i,
				seen.answers, seen.scans);
		assert_true(seen.opened <= 4);
	}
	/* The planted fault: had the keys been kept, all of it were there. */
	with_keys(kept, paths[2]);
	seen = read_person(&world, paths[2], world.a);
	assert_int_equal(seen.answers, all.answers);
	assert_int_equal(seen.scans, all.scans);
	assert_int_equal(seen.opened, all.opened);
}

/* The paper is not known any more, and the file is a new one. */
static void
test_forget__makes_the_paper_unknown(void **state)
{
	struct place *place = *state;
	struct store_receipt receipt;
	struct reading reading;
	struct store *store;
	struct world world;
	struct err err = {0};

	make_world(&world, place);
	store = must_open(place->path, STORE_WRITE);
	assert_ok(
		store_forget(store, world.a, true, DATE, &receipt, &err), &err);
	make_reading(&reading, &world.of_a[0], "427");
	keep(store, 1, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	assert_int_equal(reading.status, READING_REFUSED);
	assert_string_equal(reading.reason, "unknown_code");
	store_close(store);
}

static void
test_forget__waits_for_others(void **state)
{
	struct place *place = *state;
	struct store_receipt receipt;
	struct store *store;
	struct world world;
	char sha256[READING_SHA256];
	struct err err = {0};

	make_world(&world, place);
	store = must_open(place->path, STORE_WRITE);
	file(store, 2, &world.of_b[1], "?11", sha256);
	assert_false(store_forget(store, world.a, true, DATE, &receipt, &err));
	assert_string_equal(err.text,
		"1 other page on the same scans waits for somebody to look "
		"(skapa intake review list); decide first, nothing was "
		"changed");
	err_clear(&err);
	assert_false(
		store_forget(store, "7K4Q-MXP9", true, DATE, &receipt, &err));
	assert_int_equal(err.code, ERR_USAGE);
	store_close(store);
}

/*
 * Killed at any time, a person is all there, or is all gone when the store was
 * opened again.
 */
static void
test_forget__is_whole_after_a_kill(void **state)
{
	enum { PEOPLE = 24 };
	struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char codes[PEOPLE][PERSON_CODE], sha256[READING_SHA256];
	struct store_page pages[2];
	struct err err = {0};
	int i, gone = 0, there = 0;

	assert_ok(
		store_people_add(store, PEOPLE, NULL, NULL, codes, &err), &err);
	for (i = 0; i < PEOPLE; i++) {
		issue(store, 1, codes[i], pages);
		file(store, i, &pages[0], "427", sha256);
	}
	store_close(store);
	for (i = 0; i < PEOPLE; i++) {
		struct tally now;
		pid_t child = fork();
		int status, answers;

		assert_true(child >= 0);
		if (child == 0) {
			struct store_receipt receipt;

			store = store_open(place->path, STORE_WRITE, 0, NULL);
			_exit(store == NULL ||
				!store_forget(store, codes[i], false, DATE,
					&receipt, NULL));
		}
		usleep((useconds_t)(i * 4000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		store = must_open(place->path, STORE_WRITE);
		answers = 0;
		(void)store_answers(store, codes[i], tally, &answers, NULL);
		if (answers == 3)
			there++;
		else if (answers == 0)
			gone++;
		else
			fail_msg("person %d: %d answers", i, answers);
		count(store, codes[(i + 1) % PEOPLE], &now);
		if (now.findings > 0)
			fail_msg("person %d: %s", i, now.finding);
		store_close(store);
	}
	print_message("%d were there, %d were gone\n", there, gone);
}

/* ------------------------------------------------------ another site key */

static void
test_rekey__keeps_everything(void **state)
{
	struct place *place = *state;
	char old[160], path[160], named[160];
	struct bytes before = {0}, after = {0};
	uint8_t code[CODE_KEY];
	struct store *store;
	struct world world;
	struct seen seen;
	struct err err = {0};

	make_world(&world, place);
	snprintf(path, sizeof(path), "%s/keys/site.key", place->path);
	snprintf(old, sizeof(old), "%s/old.key", place->root);
	snprintf(named, sizeof(named), "%s/named.key", place->root);
	copy(path, old);
	assert_ok(file_read(path, 100, &before, &err), &err);
	store = must_open(place->path, STORE_WRITE);
	memcpy(code, store_key(store), sizeof(code));
	assert_ok(store_rekey(store, SITEKEY_IS_FILE, NULL, &err), &err);
	assert_memory_equal(code, store_key(store), sizeof(code));
	store_close(store);
	assert_ok(file_read(path, 100, &after, &err), &err);
	assert_memory_not_equal(before.at, after.at, SEAL_KEY);
	bytes_free(&before);
	bytes_free(&after);
	seen = read_person(&world, place->path, world.a);
	assert_int_equal(seen.answers, 6);
	assert_int_equal(seen.scans, 2);
	/* The old key is of no use any more. */
	setenv("SKAPA_SITE_KEY", old, 1);
	assert_null(store_open(place->path, STORE_READ, 0, &err));
	assert_non_null(strstr(err.text, "is not this store's site key"));
	unsetenv("SKAPA_SITE_KEY");
	err_clear(&err);

	/* Into a file elsewhere: the one in the store goes. */
	store = must_open(place->path, STORE_WRITE);
	assert_ok(store_rekey(store, SITEKEY_IS_FILE, named, &err), &err);
	store_close(store);
	assert_int_not_equal(access(path, F_OK), 0);
	assert_null(store_open(place->path, STORE_READ, 0, NULL));
	setenv("SKAPA_SITE_KEY", named, 1);
	seen = read_person(&world, place->path, world.a);
	assert_int_equal(seen.answers, 6);
	store = must_open(place->path, STORE_WRITE);
	assert_false(store_rekey(store, SITEKEY_IS_FILE, NULL, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_memory_equal(code, store_key(store), sizeof(code));
	store_close(store);
	unsetenv("SKAPA_SITE_KEY");
}

static void
test_rekey__is_whole_after_a_kill(void **state)
{
	struct place *place = *state;
	struct world world;
	int i;

	make_world(&world, place);
	for (i = 0; i < 20; i++) {
		struct store *store;
		struct tally now;
		pid_t child = fork();
		int status;

		assert_true(child >= 0);
		if (child == 0) {
			store = store_open(place->path, STORE_WRITE, 0, NULL);
			_exit(store == NULL ||
				!store_rekey(
					store, SITEKEY_IS_FILE, NULL, NULL));
		}
		usleep((useconds_t)(i * 4000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		store = must_open(place->path, STORE_READ);
		store_close(store);
		store = must_open(place->path, STORE_WRITE);
		count(store, world.a, &now);
		if (now.answers != 6 || now.findings != 0)
			fail_msg("kill %d: %zu answers, %s", i, now.answers,
				now.finding);
		store_close(store);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(test_forget__leaves_nothing_to_read),
		TEST(test_forget__makes_the_paper_unknown),
		TEST(test_forget__waits_for_others),
		TEST(test_forget__is_whole_after_a_kill),
		TEST(test_rekey__keeps_everything),
		TEST(test_rekey__is_whole_after_a_kill),
#undef TEST
	};

	return cmocka_run_group_tests_name("forget", tests, NULL, NULL);
}
