/* A store in one file and back: whole, or not at all. */
#include "tests/stores.h"

#include "core/file.h"
#include "store/backup.h"
#include "store/forget.h"
#include "store/inside.h"

#include <unistd.h>

struct world {
	struct place *place;
	char data[80], keys[80], to[80], site[160];
	char codes[2][PERSON_CODE];
};

static struct err no_err;

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

static void
make_world(struct world *world, struct place *place)
{
	struct store *store = must_open(place->path, STORE_WRITE);
	struct err err = {0};

	*world = (struct world){.place = place};
	snprintf(world->data, sizeof(world->data), "%s/data", place->root);
	snprintf(world->keys, sizeof(world->keys), "%s/keys", place->root);
	snprintf(world->to, sizeof(world->to), "%s/again", place->root);
	snprintf(world->site, sizeof(world->site), "%s/keys/site.key",
		place->path);
	assert_ok(store_people_add(store, 2, NULL, NULL, world->codes, &err),
		&err);
	file(store, 1, world->codes[0], "427");
	file(store, 2, world->codes[1], "3d?");
	store_close(store);
	store = must_open(place->path, STORE_READ);
	assert_ok(store_backup_data(store, world->data, &err), &err);
	assert_ok(store_backup_keys(store, world->keys, &err), &err);
	store_close(store);
}

static bool
restore(const struct world *world, const char *data, const char *keys,
	struct tally *tally, struct err *err)
{
	const struct store_restore how = {.data = data,
		.keys = keys,
		.live = world->place->path,
		.to = world->to,
		.date = "2026-04-01"};

	*tally = (struct tally){0};
	return store_restore(&how, tally_finding, tally, err);
}

static void
remove_restored(const struct world *world)
{
	nftw(world->to, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void
look(const struct world *world, const char *code, struct tally *tally)
{
	struct store *store;

	setenv("SKAPA_SITE_KEY", world->site, 1);
	store = must_open(world->to, STORE_READ);
	count(store, code, tally);
	store_close(store);
	unsetenv("SKAPA_SITE_KEY");
}

/* That nothing is left beside the place. */
static void
nothing_beside(const struct world *world)
{
	char command[128];

	snprintf(command, sizeof(command), "! ls %s | grep tmp >/dev/null",
		world->place->root);
	assert_int_equal(system(command), 0);
}

static void
test_restore__gives_the_same(void **state)
{
	struct tally before, after, tally;
	struct world world;
	struct store *store;
	struct err err = {0};
	struct stat st;
	int i;

	make_world(&world, *state);
	for (i = 0; i < 2; i++) {
		const char *keys = i == 0 ? world.keys : NULL;

		assert_ok(
			restore(&world, world.data, keys, &tally, &err), &err);
		assert_int_equal(stat(world.to, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0700);
		store = must_open(world.place->path, STORE_READ);
		count(store, world.codes[1], &before);
		store_close(store);
		look(&world, world.codes[1], &after);
		assert_string_equal(before.signs, after.signs);
		assert_int_equal(before.reviews, after.reviews);
		if (after.findings > 0)
			fail_msg("%s", after.finding);
		/* It is not made twice. */
		assert_false(restore(&world, world.data, keys, &tally, &err));
		assert_non_null(strstr(err.text,
			"/again: is there already; name a new folder"));
		err_clear(&err);
		remove_restored(&world);
	}
	nothing_beside(&world);
}

/* Every byte of it counts: those of the heads, and some of all others. */
static void
test_restore__sees_every_change(void **state)
{
	struct bytes bytes = {0};
	struct world world;
	struct tally tally;
	char changed[96];
	size_t i, step, tried = 0;
	int what;

	make_world(&world, *state);
	snprintf(changed, sizeof(changed), "%s/changed", world.place->root);
	for (what = 0; what < 2; what++) {
		const char *path = what == 0 ? world.data : world.keys;
		struct err err = {0};

		assert_ok(file_read(path, 1 << 26, &bytes, &err), &err);
		step = bytes.len / 25 + 1;
		for (i = 0; i < bytes.len; i += i < 130 ? 7 : step) {
			bytes.at[i] ^= 0x04;
			write_file(changed, bytes.at, bytes.len);
			bytes.at[i] ^= 0x04;
			if (restore(&world, what == 0 ? changed : world.data,
				    what == 0 ? world.keys : changed, &tally,
				    NULL))
				fail_msg("%s: byte %zu", path, i);
			assert_int_not_equal(access(world.to, F_OK), 0);
			tried++;
		}
		/* Cut off, and longer. */
		for (i = 0; i < 6; i++) {
			write_file(changed, bytes.at, bytes.len * i / 6);
			assert_false(restore(&world,
				what == 0 ? changed : world.data,
				what == 0 ? world.keys : changed, &tally,
				NULL));
		}
		bytes_free(&bytes);
	}
	print_message("%zu changed bytes, all seen\n", tried);
	nothing_beside(&world);
}

static void
test_restore__says_what_is_wrong(void **state)
{
	struct world world;
	struct tally tally;
	struct str want = {0};
	char other[160], text[320];
	struct bytes bytes = {0};
	struct err err = {0};

	make_world(&world, *state);
	snprintf(other, sizeof(other), "%s/other.key", world.place->root);
	write_file(other, "another site key of 32 bytes....", 32);
	setenv("SKAPA_SITE_KEY", other, 1);
	assert_false(restore(&world, world.data, world.keys, &tally, &err));
	snprintf(text, sizeof(text),
		"$/data: %s: is not this store's site "
		"key; name the right file with --site-key",
		other);
	expected(text, world.place->root, &want);
	assert_string_equal(err.text, want.at);
	unsetenv("SKAPA_SITE_KEY");

	err_clear(&err);
	assert_false(restore(&world, world.keys, world.keys, &tally, &err));
	expected("$/keys: is a backup of keys, not of data", world.place->root,
		&want);
	assert_string_equal(err.text, want.at);

	err_clear(&err);
	assert_false(restore(&world, other, world.keys, &tally, &err));
	expected("$/other.key: is no backup of a store, or is damaged",
		world.place->root, &want);
	assert_string_equal(err.text, want.at);

	err_clear(&err);
	assert_ok(file_read(world.data, 1 << 26, &bytes, &err), &err);
	bytes.at[13] = '2';
	write_file(other, bytes.at, bytes.len);
	assert_false(restore(&world, other, world.keys, &tally, &err));
	expected("$/other.key: has form 2, and this program knows up to 1; "
		 "install the newer program",
		world.place->root, &want);
	assert_string_equal(err.text, want.at);

	err_clear(&err);
	bytes.at[13] = '1';
	bytes.at[bytes.len - 1] ^= 1;
	write_file(other, bytes.at, bytes.len);
	assert_false(restore(&world, other, world.keys, &tally, &err));
	assert_non_null(strstr(err.text, "/other.key: damaged or cut off in "
					 "piece "));
	bytes_free(&bytes);
	str_finish(&want);
	nothing_beside(&world);
}

/* Forgotten since: forgotten in what is restored, and it is whole. */
static void
test_restore__forgets_again(void **state)
{
	struct store_receipt receipt;
	struct world world;
	struct tally tally;
	struct store *store;
	struct err err = {0};

	make_world(&world, *state);
	store = must_open(world.place->path, STORE_WRITE);
	assert_ok(store_forget(
			  store, world.codes[0], false, DATE, &receipt, &err),
		&err);
	store_close(store);
	assert_ok(restore(&world, world.data, NULL, &tally, &err), &err);
	look(&world, world.codes[1], &tally);
	assert_int_equal(tally.answers, 3);
	if (tally.findings > 0)
		fail_msg("%s", tally.finding);
	look(&world, world.codes[0], &tally);
	assert_int_equal(tally.answers, 0);
	remove_restored(&world);
	/* The planted fault: an old backup of the keys brings them back. */
	assert_ok(restore(&world, world.data, world.keys, &tally, &no_err),
		&no_err);
	look(&world, world.codes[0], &tally);
	assert_int_equal(tally.answers, 3);
}

/* Nothing of what is kept is in the files in the open. */
static void
test_backup__says_nothing(void **state)
{
	static const char *const words[] = {"health", "SQLite format",
		"CREATE TABLE", "scans/", "scan number"};
	struct bytes bytes = {0};
	struct world world;
	struct err err = {0};
	size_t i;

	make_world(&world, *state);
	assert_ok(file_read(world.data, 1 << 26, &bytes, &err), &err);
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (memmem(bytes.at, bytes.len, words[i], strlen(words[i])) !=
			NULL)
			fail_msg("%s", words[i]);
	bytes_free(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(test_restore__gives_the_same),
		TEST(test_restore__sees_every_change),
		TEST(test_restore__says_what_is_wrong),
		TEST(test_restore__forgets_again),
		TEST(test_backup__says_nothing),
#undef TEST
	};

	return cmocka_run_group_tests_name("backup", tests, NULL, NULL);
}
