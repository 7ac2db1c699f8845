/*
 * A store on a server is backed up, put back, gets another site key, and its
 * people are forgotten; run by tests/test_postgres.sh.
 */
#include "tests/stores.h"

#include "core/file.h"
#include "store/backup.h"
#include "store/forget.h"
#include "store/inside.h"
#include "store/rekey.h"

#include <unistd.h>

struct world {
	struct place *place;
	char data[80], keys[80], site[100], folder[80];
	char codes[2][PERSON_CODE];
};

static void
file(struct store *store, int scan, const char *code, const char *answers)
{
	struct store_page pages[2];
	struct reading reading;
	struct err err = {0};

	issue(store, 1, code, pages);
	make_reading(&reading, &pages[0], answers);
	keep(store, scan, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
}

/* Two people, a sheet of nobody's, an answer that waits and a conflict. */
static void
make_world(struct world *world, struct place *place)
{
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_page pages[2];
	struct reading reading;
	struct err err = {0};

	*world = (struct world){.place = place};
	snprintf(world->data, sizeof(world->data), "%s/data", place->root);
	snprintf(world->keys, sizeof(world->keys), "%s/of-keys", place->root);
	snprintf(world->site, sizeof(world->site), "%s/keys/site.key",
		place->root);
	snprintf(
		world->folder, sizeof(world->folder), "%s/folder", place->root);
	assert_ok(store_people_add(store, 2, "ar", NULL, world->codes, &err),
		&err);
	file(store, 1, world->codes[0], "427");
	file(store, 2, world->codes[1], "3d?");
	issue(store, 1, "", pages);
	make_reading(&reading, &pages[0], "111");
	keep(store, 3, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	make_reading(&reading, &pages[0], "112");
	keep(store, 4, &reading);
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	store_close(store);
}

static void
back_up(const struct world *world)
{
	struct store *store = must_open(world->place->path, STORE_READ);
	struct err err = {0};

	assert_ok(store_backup_keys(store, world->keys, &err), &err);
	assert_ok(store_backup_data(store, world->data, &err), &err);
	store_close(store);
}

/* Into a folder or another database; the folder of keys is not named then. */
static void
restore(const struct world *world, const char *to, bool with_keys)
{
	const struct store_restore how = {.data = world->data,
		.keys = with_keys ? world->keys : NULL,
		.live = world->place->path,
		.to = to,
		.date = "2026-04-01"};
	char named[80];
	struct tally tally = {0};
	struct err err = {0};

	snprintf(named, sizeof(named), "%s", getenv("SKAPA_KEYS"));
	unsetenv("SKAPA_KEYS");
	setenv("SKAPA_SITE_KEY", world->site, 1);
	assert_int_equal(chdir(world->place->root), 0);
	if (!store_restore(&how, tally_finding, &tally, &err))
		fail_msg("%s %s", err.text, tally.finding);
	unsetenv("SKAPA_SITE_KEY");
	setenv("SKAPA_KEYS", named, 1);
}

/* "answers reviews conflicts signs" of everyone, or of one. */
static void
tell(const struct world *world, const char *path, const char *code,
	char out[300])
{
	const bool is_folder = !db_is_address(path);
	struct store *store;
	struct tally tally;

	if (is_folder) {
		unsetenv("SKAPA_KEYS");
		setenv("SKAPA_SITE_KEY", world->site, 1);
	}
	store = must_open(path, STORE_READ);
	count(store, code, &tally);
	if (tally.findings > 0)
		fail_msg("%s", tally.finding);
	snprintf(out, 300, "%zu %zu %zu %s", tally.answers, tally.reviews,
		tally.conflicts, tally.signs);
	store_close(store);
	if (is_folder) {
		char keys[100];

		unsetenv("SKAPA_SITE_KEY");
		snprintf(keys, sizeof(keys), "%s/keys", world->place->root);
		setenv("SKAPA_KEYS", keys, 1);
	}
}

/* Of all rows and keys, wherever in their tables they are. */
static void
rows_hash(const char *path, char hash[HASH_HEX])
{
	ask(path,
		"SELECT md5(string_agg(query_to_xml(format("
		"'SELECT * FROM %I.%I ORDER BY 1, 2', nspname, relname),"
		" true, false, '')::text, '' ORDER BY nspname, relname))"
		" FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
		" WHERE nspname IN ('skapa', 'skapa_keys') AND relkind = 'r'"
		" AND relname NOT IN ('writer', 'claim', 'version')",
		hash);
}

static void
test_backup__goes_to_a_folder_and_to_a_server(void **state)
{
	struct world world;
	char before[300], after[300], other[PLACE];
	char hash[HASH_HEX], again[HASH_HEX];

	make_world(&world, *state);
	back_up(&world);
	rows_hash(world.place->path, hash);
	another(world.place, "again", other);
	restore(&world, other, true);
	/* Rows, numbers and keys: all of it is the same. */
	rows_hash(other, again);
	assert_string_equal(hash, again);
	tell(&world, world.place->path, NULL, before);
	assert_string_equal(before, "9 1 1 4273d?111");
	tell(&world, other, NULL, after);
	assert_string_equal(before, after);
	restore(&world, world.folder, false);
	tell(&world, world.folder, NULL, after);
	assert_string_equal(after, "9 1 1 1114273d?"); /* nobody's first */
	/* Numbers go on behind those that came, and triggers do their work. */
	{
		struct store *store = must_open(other, STORE_WRITE);
		struct tally tally;

		file(store, 9, world.codes[0], "?55");
		count(store, world.codes[0], &tally);
		assert_string_equal(tally.signs, "427?55");
		assert_int_equal(tally.reviews, 2);
		store_close(store);
	}
}

/* There is a store: nothing of it is touched. */
static void
test_restore__not_over_a_store(void **state)
{
	struct world world;
	struct tally tally = {0};
	struct err err = {0};
	char hash[HASH_HEX], again[HASH_HEX], command[100];

	make_world(&world, *state);
	back_up(&world);
	rows_hash(world.place->path, hash);
	unsetenv("SKAPA_KEYS");
	setenv("SKAPA_SITE_KEY", world.site, 1);
	assert_int_equal(chdir(world.place->root), 0);
	{
		const struct store_restore how = {.data = world.data,
			.keys = world.keys,
			.live = world.place->path,
			.to = world.place->path,
			.date = "2026-04-01"};

		assert_false(store_restore(&how, tally_finding, &tally, &err));
	}
	assert_non_null(strstr(err.text, "there is a store here already"));
	unsetenv("SKAPA_SITE_KEY");
	rows_hash(world.place->path, again);
	assert_string_equal(hash, again);
	snprintf(command, sizeof(command), "! ls %s | grep tmp >/dev/null",
		world.place->root);
	assert_int_equal(system(command), 0);
}

/* Who was forgotten is in no backup that is put back with the keys of today. */
static void
test_forget__is_in_backups_too(void **state)
{
	struct store_receipt receipt;
	struct world world;
	struct store *store;
	struct err err = {0};
	char text[300], other[PLACE];

	make_world(&world, *state);
	back_up(&world);
	store = must_open(world.place->path, STORE_WRITE);
	assert_ok(store_forget(
			  store, world.codes[0], false, DATE, &receipt, &err),
		&err);
	assert_int_equal(receipt.answers, 3);
	store_close(store);
	tell(&world, world.place->path, NULL, text);
	assert_string_equal(text, "6 1 1 3d?111");
	another(world.place, "again", other);
	restore(&world, other, false);
	tell(&world, other, NULL, text);
	assert_string_equal(text, "6 1 1 3d?111");
	/* The planted fault: with the keys of that day they are back. */
	restore(&world, world.folder, true);
	tell(&world, world.folder, NULL, text);
	assert_string_equal(text, "9 1 1 1114273d?");
}

static void
test_rekey__keeps_everything_on_a_server(void **state)
{
	struct world world;
	struct store *store, *early;
	struct bytes bytes = {0};
	struct err err = {0};
	char before[300], after[300], old[100], codes[20][PERSON_CODE];

	make_world(&world, *state);
	tell(&world, world.place->path, NULL, before);
	snprintf(old, sizeof(old), "%s/old.key", world.place->root);
	assert_ok(file_read(world.site, 100, &bytes, &err), &err);
	write_file(old, bytes.at, bytes.len);
	assert_int_equal(chmod(old, 0600), 0);
	bytes_free(&bytes);
	early = must_open(world.place->path, STORE_WRITE);
	store = must_open(world.place->path, STORE_WRITE);
	assert_ok(store_rekey(store, SITEKEY_IS_FILE, NULL, &err), &err);
	/* New keys are under the new one. */
	assert_ok(store_people_add(store, 20, NULL, NULL, codes, &err), &err);
	store_close(store);
	/* Who had the store open reads on, and makes no keys under the old. */
	assert_false(store_people_add(early, 20, NULL, NULL, codes, &err));
	assert_non_null(strstr(err.text, "is under another site key"));
	err_clear(&err);
	store_close(early);
	tell(&world, world.place->path, NULL, after);
	assert_string_equal(before, after);
	setenv("SKAPA_SITE_KEY", old, 1);
	assert_null(store_open(world.place->path, STORE_READ, 0, &err));
	assert_non_null(strstr(err.text, "is not this store's site key"));
	unsetenv("SKAPA_SITE_KEY");
	back_up(&world);
	restore(&world, world.folder, true);
	tell(&world, world.folder, NULL, after);
	assert_string_equal(after, "9 1 1 1114273d?");
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_backup__goes_to_a_folder_and_to_a_server),
		TEST(test_restore__not_over_a_store),
		TEST(test_forget__is_in_backups_too),
		TEST(test_rekey__keeps_everything_on_a_server),
	};

	if (!on_server()) {
		fprintf(stderr,
			"test_life: is run by tests/test_postgres.sh\n");
		return 1;
	}
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("life", tests, NULL, NULL);
}
