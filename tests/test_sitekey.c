#include "tests/stores.h"

#include "core/code.h"
#include "store/sitekey.h"

#include <fcntl.h>
#include <unistd.h>

#define PHRASE "four words of whatever"

static int
setup_folder(void **state)
{
	struct place *place;

	setup_empty(state);
	place = *state;
	assert_int_equal(mkdir(place->path, 0700), 0);
	unsetenv("SKAPA_SITE_KEY");
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("SKAPA_PASSPHRASE_FILE");
	unsetenv("SKAPA_NEW_PASSPHRASE_FILE");
	return 0;
}

static int
teardown_folder(void **state)
{
	unsetenv("SKAPA_SITE_KEY");
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("SKAPA_PASSPHRASE_FILE");
	unsetenv("SKAPA_NEW_PASSPHRASE_FILE");
	return teardown(state);
}

/* root/name, with these bytes in it. */
static void
put(const struct place *place, const char *name, const char *bytes, size_t len,
	char path[160])
{
	snprintf(path, 160, "%s/%s", place->root, name);
	write_file(path, bytes, len);
	assert_int_equal(chmod(path, 0600), 0);
}

static void
test_make__makes_a_private_key_once(void **state)
{
	const struct place *place = *state;
	const struct sitekey_from from = {.folder = place->path};
	struct seal_key key, again, opened;
	char lock[SITEKEY_LOCK], path[160];
	struct err err = {0};
	struct stat st;
	bool is_next = true;

	assert_ok(sitekey_make(&from, SITEKEY_IS_FILE, &key, lock, &err), &err);
	snprintf(path, sizeof(path), "%s/site.key", place->path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, SEAL_KEY);
	assert_ok(
		sitekey_make(&from, SITEKEY_IS_FILE, &again, lock, &err), &err);
	assert_memory_equal(&key, &again, sizeof(key));
	assert_ok(sitekey_open(&from, lock, &opened, &is_next, &err), &err);
	assert_memory_equal(&key, &opened, sizeof(key));
	assert_false(is_next);
	/* The lock says nothing of the key. */
	assert_int_equal(strncmp(lock, "file 1 ", 7), 0);
	assert_int_equal(strlen(lock), 7 + 64);
}

/* Each place hides those behind it. */
static void
test_open__looks_in_this_order(void **state)
{
	const struct place *place = *state;
	const struct sitekey_from from = {.folder = place->path};
	struct sitekey_from named = from;
	char paths[4][160], found[512];
	struct err err = {0};
	char lock[SITEKEY_LOCK];
	struct seal_key key;
	bool is_next;

	assert_ok(sitekey_make(&from, SITEKEY_IS_FILE, &key, lock, &err), &err);
	assert_true(sitekey_place(&from, found, sizeof(found)));
	snprintf(paths[0], 160, "%s/site.key", place->path);
	assert_string_equal(found, paths[0]);

	setenv("CREDENTIALS_DIRECTORY", place->root, 1);
	assert_true(sitekey_place(&from, found, sizeof(found)));
	assert_string_equal(found, paths[0]); /* no such credential */
	put(place, "skapa-site-key", "credential: 32 bytes of whatever", 32,
		paths[1]);
	assert_true(sitekey_place(&from, found, sizeof(found)));
	assert_string_equal(found, paths[1]);
	/* As systemd hands it over, with an access list. */
	assert_int_equal(chmod(paths[1], 0440), 0);
	assert_false(sitekey_open(&from, lock, &key, &is_next, &err));
	assert_non_null(strstr(err.text, "is not this store's site key"));

	put(place, "environment", "environment: 32 bytes of whateve", 32,
		paths[2]);
	setenv("SKAPA_SITE_KEY", paths[2], 1);
	assert_true(sitekey_place(&from, found, sizeof(found)));
	assert_string_equal(found, paths[2]);

	named.file = paths[0];
	assert_true(sitekey_place(&named, found, sizeof(found)));
	assert_string_equal(found, paths[0]);
	assert_ok(sitekey_open(&named, lock, &key, &is_next, &err), &err);

	unsetenv("SKAPA_SITE_KEY");
	unsetenv("CREDENTIALS_DIRECTORY");
	named = (struct sitekey_from){0};
	assert_false(sitekey_place(&named, found, sizeof(found)));
	err_clear(&err);
	assert_false(sitekey_open(&named, lock, &key, &is_next, &err));
	assert_string_equal(
		err.text, "no site key: name its file with --site-key");
	assert_int_equal(err.code, ERR_USAGE);
}

static void
test_open__says_what_is_wrong(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t len;
		mode_t mode;
		const char *sentence; /* NULL: opens */
	} rows[] = {
		{"raw", "a site key of exactly 32 bytes..", 32, 0600, NULL},
		{"hexadecimal",
			"612073697465206b6579206f662065786163746c79203332"
			"2062797465732e2e",
			64, 0600, NULL},
		{"with a line's end",
			"612073697465206b6579206f662065786163746c79203332"
			"2062797465732e2e\n",
			65, 0400, NULL},
		{"wrong", "another key of exactly 32 bytes.", 32, 0600,
			"$: is not this store's site key; name the right file "
			"with --site-key"},
		{"short", "a site key of less", 18, 0600,
			"$: has 18 bytes, not 32; put it back from its copy"},
		{"empty", "", 0, 0600,
			"$: has 0 bytes, not 32; put it back from its copy"},
		{"no digits",
			"612073697465206b6579206f662065786163746c79203332"
			"2062797465732e2?",
			64, 0600,
			"$: is no site key; put it back from its copy"},
		{"group", "a site key of exactly 32 bytes..", 32, 0640,
			"$: others may read it; chmod 600 it, and change the "
			"key (skapa store rekey) if they did"},
		{"everyone", "a site key of exactly 32 bytes..", 32, 0604,
			"$: others may read it; chmod 600 it, and change the "
			"key (skapa store rekey) if they did"},
		{"missing", NULL, 0, 0,
			"$: missing; put the site key back from its copy, "
			"without it nothing in the store can be read"},
	};
	const struct place *place = *state;
	struct sitekey_from from = {.folder = place->path};
	struct str want = {0};
	struct err err = {0};
	char path[160], lock[SITEKEY_LOCK];
	struct seal_key key;
	size_t i;

	put(place, "key", rows[0].bytes, rows[0].len, path);
	from.file = path;
	assert_ok(sitekey_make(&from, SITEKEY_IS_FILE, &key, lock, &err), &err);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool ok, is_next = false;

		unlink(path);
		if (rows[i].bytes != NULL) {
			put(place, "key", rows[i].bytes, rows[i].len, path);
			assert_int_equal(chmod(path, rows[i].mode), 0);
		}
		err_clear(&err);
		memset(&key, 7, sizeof(key));
		ok = sitekey_open(&from, lock, &key, &is_next, &err);
		if (ok != (rows[i].sentence == NULL))
			fail_msg("row %zu %s: %s", i, rows[i].name, err.text);
		if (ok)
			assert_memory_equal(&key, rows[0].bytes, sizeof(key));
		else
			expected(rows[i].sentence, path, &want);
		if (!ok && strcmp(err.text, want.at) != 0)
			fail_msg("row %zu %s: %s", i, rows[i].name, err.text);
		if (!ok)
			assert_int_equal(key.at[0], 7);
	}
	str_finish(&want);
}

static void
test_open__refuses_a_damaged_lock(void **state)
{
	static const struct {
		const char *lock, *sentence;
	} rows[] = {
		{"", "the site key's lock is damaged; put back a copy of the "
		     "store"},
		{"file 1", "the site key's lock is damaged; put back a copy of "
			   "the store"},
		{"passphrase 1 0 65536 00112233445566778899aabbccddeeff 00",
			"the site key's lock is damaged; put back a copy of "
			"the store"},
		{"passphrase 1 3 999999999 00112233445566778899aabbccddeeff 00",
			"the site key's lock is damaged; put back a copy of "
			"the store"},
		{"passphrase 1 3 65536 00112233445566778899aabbccddee 00",
			"the site key's lock is damaged; put back a copy of "
			"the store"},
		{"file 2 00",
			"the site key's lock has form 2, and this program "
			"knows up to 1; install the newer program"},
	};
	const struct place *place = *state;
	const struct sitekey_from from = {.folder = place->path};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err err = {0};
		struct seal_key key;
		bool is_next;

		assert_false(sitekey_open(
			&from, rows[i].lock, &key, &is_next, &err));
		if (strcmp(err.text, rows[i].sentence) != 0)
			fail_msg("row %zu: %s", i, err.text);
	}
}

static void
test_passphrase__opens_and_refuses(void **state)
{
	const struct place *place = *state;
	const struct sitekey_from from = {.folder = place->path};
	char right[160], wrong[160], brief[160], lock[SITEKEY_LOCK];
	struct seal_key key, opened;
	struct err err = {0};
	bool is_next;

	put(place, "right", PHRASE "\nsecond line", 34, right);
	put(place, "wrong", "five words of whatever\n", 23, wrong);
	put(place, "brief", "short words\n", 12, brief);
	setenv("SKAPA_PASSPHRASE_FILE", brief, 1);
	assert_false(
		sitekey_make(&from, SITEKEY_IS_PASSPHRASE, &key, lock, &err));
	assert_string_equal(err.text,
		"the passphrase is shorter than 12 bytes; take a longer one, "
		"of several words");
	err_clear(&err);
	setenv("SKAPA_PASSPHRASE_FILE", right, 1);
	assert_ok(sitekey_make(&from, SITEKEY_IS_PASSPHRASE, &key, lock, &err),
		&err);
	assert_int_equal(strncmp(lock, "passphrase 1 3 65536 ", 21), 0);
	assert_null(strstr(lock, "words"));
	assert_ok(sitekey_open(&from, lock, &opened, &is_next, &err), &err);
	assert_memory_equal(&key, &opened, sizeof(key));
	setenv("SKAPA_PASSPHRASE_FILE", wrong, 1);
	assert_false(sitekey_open(&from, lock, &opened, &is_next, &err));
	assert_string_equal(err.text, "the passphrase is not this store's");
	assert_int_equal(err.code, ERR_INPUT);
	err_clear(&err);
	assert_int_equal(chmod(right, 0644), 0);
	setenv("SKAPA_PASSPHRASE_FILE", right, 1);
	assert_false(sitekey_open(&from, lock, &opened, &is_next, &err));
	assert_non_null(strstr(err.text, ": others may read it; chmod 600 it"));
}

/* Nobody at a terminal: a sentence, and no waiting. */
static int
open_with_nobody(const char *path, struct err *err)
{
	const struct sitekey_from from = {.folder = path};
	const int null = open("/dev/null", O_RDONLY);
	struct seal_key key;
	bool is_next;

	dup2(null, STDIN_FILENO);
	return sitekey_open(&from,
		       "passphrase 1 3 65536 00112233445566778899aabbccddeeff "
		       "0000000000000000000000000000000000000000000000000000"
		       "000000000000",
		       &key, &is_next, err)
		       ? 0
		       : 1;
}

static void
test_passphrase__is_not_asked_of_nobody(void **state)
{
	const struct place *place = *state;
	char text[ERR_TEXT];

	assert_int_equal(in_child(open_with_nobody, place->path, text), 1);
	assert_string_equal(text,
		"the site key is a passphrase; name a file that holds it in "
		"$SKAPA_PASSPHRASE_FILE: standard input is no terminal, "
		"nobody can be asked");
}

/* site.key.next is found by the lock that fits it, and then settled. */
static void
test_prepare__is_whole_at_every_step(void **state)
{
	const struct place *place = *state;
	const struct sitekey_from from = {.folder = place->path};
	char old_lock[SITEKEY_LOCK], new_lock[SITEKEY_LOCK], next[160];
	struct seal_key old, new, key;
	struct err err = {0};
	bool is_next = false;

	snprintf(next, sizeof(next), "%s/" SITEKEY_NEXT, place->path);
	assert_ok(sitekey_make(&from, SITEKEY_IS_FILE, &old, old_lock, &err),
		&err);
	assert_ok(sitekey_prepare(
			  &from, SITEKEY_IS_FILE, NULL, &new, new_lock, &err),
		&err);
	assert_memory_not_equal(&old, &new, sizeof(old));
	/* Killed before the store goes by it: the old one, and it is removed */
	assert_ok(sitekey_open(&from, old_lock, &key, &is_next, &err), &err);
	assert_memory_equal(&key, &old, sizeof(key));
	assert_false(is_next);
	assert_ok(sitekey_settle(place->path, false, &err), &err);
	assert_int_not_equal(access(next, F_OK), 0);
	assert_false(sitekey_open(&from, new_lock, &key, &is_next, &err));
	err_clear(&err);
	/* Killed behind it. */
	assert_ok(sitekey_prepare(
			  &from, SITEKEY_IS_FILE, NULL, &new, new_lock, &err),
		&err);
	assert_ok(sitekey_open(&from, new_lock, &key, &is_next, &err), &err);
	assert_memory_equal(&key, &new, sizeof(key));
	assert_true(is_next);
	assert_ok(sitekey_settle(place->path, true, &err), &err);
	is_next = false;
	assert_ok(sitekey_open(&from, new_lock, &key, &is_next, &err), &err);
	assert_false(is_next);
	assert_false(sitekey_open(&from, old_lock, &key, &is_next, &err));
	assert_ok(sitekey_settle(place->path, true, NULL), &err);
}

/* Page codes are signed with the same key before and after. */
static void
test_store__opens_by_passphrase(void **state)
{
	const struct place *place = *state;
	struct store *store;
	struct err err = {0};
	char path[160], store_path[128];
	uint8_t code[CODE_KEY];

	snprintf(store_path, sizeof(store_path), "%s/sealed", place->root);
	put(place, "phrase", PHRASE, strlen(PHRASE), path);
	setenv("SKAPA_PASSPHRASE_FILE", path, 1);
	assert_ok(store_init_as(store_path, SITEKEY_IS_PASSPHRASE, &err), &err);
	store = must_open(store_path, STORE_WRITE);
	memcpy(code, store_key(store), sizeof(code));
	store_close(store);
	store = must_open(store_path, STORE_READ);
	assert_memory_equal(code, store_key(store), sizeof(code));
	store_close(store);
	put(place, "phrase", "another phrase", 14, path);
	assert_null(store_open(store_path, STORE_READ, 0, &err));
	assert_string_equal(err.text, "the passphrase is not this store's");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, setup_folder, teardown_folder)
		TEST(test_make__makes_a_private_key_once),
		TEST(test_open__looks_in_this_order),
		TEST(test_open__says_what_is_wrong),
		TEST(test_open__refuses_a_damaged_lock),
		TEST(test_passphrase__opens_and_refuses),
		TEST(test_passphrase__is_not_asked_of_nobody),
		TEST(test_prepare__is_whole_at_every_step),
		TEST(test_store__opens_by_passphrase),
#undef TEST
	};

	return cmocka_run_group_tests_name("sitekey", tests, NULL, NULL);
}
