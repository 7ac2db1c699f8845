#include "tests/stores.h"

#include "store/keyfile.h"

#include <fcntl.h>
#include <unistd.h>

static const struct seal_key site = {"the site key, thirty-two bytes.."};
static const struct seal_key other = {"another site key, 32 bytes long."};

static int
setup_keys(void **state)
{
	struct err err = {0};
	struct place *place;

	setup_empty(state);
	place = *state;
	assert_ok(seal_ready(&err), &err);
	assert_int_equal(mkdir(place->path, 0700), 0);
	assert_ok(keyfile_init(place->path, &site, &err), &err);
	return 0;
}

static struct keys *
must(const struct place *place, enum keys_mode mode, const struct seal_key *key)
{
	struct err err = {0};
	struct keys *keys = keyfile_open(place->path, mode, key, &err);

	if (keys == NULL)
		fail_msg("%s", err.text);
	return keys;
}

static enum keys_state
look(struct keys *keys, int64_t slot, struct seal_key *key)
{
	enum keys_state state = KEYS_MISSING;
	struct err err = {0};

	assert_ok(keys_get(keys, slot, key, &state, &err), &err);
	return state;
}

static void
path_of(const struct place *place, const char *name, char path[160])
{
	snprintf(path, 160, "%s/%s", place->path, name);
}

static void
test_add__lasts_and_destroy_too(void **state)
{
	const struct place *place = *state;
	struct keys *keys = must(place, KEYS_WRITE, &site);
	struct seal_key made[40], key;
	int64_t slots[40], more;
	struct err err = {0};
	size_t i, k;

	assert_ok(keys_add(keys, 40, slots, &err), &err);
	for (i = 0; i < 40; i++) {
		assert_int_equal(look(keys, slots[i], &made[i]), KEYS_WHOLE);
		for (k = 0; k < i; k++) {
			assert_int_not_equal(slots[i], slots[k]);
			assert_memory_not_equal(
				&made[i], &made[k], sizeof(key));
		}
	}
	assert_ok(keys_destroy(keys, (int64_t[]){slots[3], slots[7]}, 2, &err),
		&err);
	assert_int_equal(look(keys, slots[3], &key), KEYS_DESTROYED);
	keys_close(keys);

	keys = must(place, KEYS_WRITE, &site);
	for (i = 0; i < 40; i++) {
		assert_int_equal(look(keys, slots[i], &key),
			i == 3 || i == 7 ? KEYS_DESTROYED : KEYS_WHOLE);
		if (i != 3 && i != 7)
			assert_memory_equal(&key, &made[i], sizeof(key));
	}
	assert_ok(keys_add(keys, 1, &more, &err), &err);
	for (i = 0; i < 40; i++) /* never again */
		assert_int_not_equal(more, slots[i]);
	assert_int_equal(look(keys, more, &key), KEYS_WHOLE);
	assert_int_equal(look(keys, 0, &key), KEYS_MISSING);
	assert_int_equal(look(keys, 1000, &key), KEYS_MISSING);
	assert_int_equal(look(keys, -1, &key), KEYS_MISSING);
	keys_close(keys);
}

/* Nothing on the disk of a destroyed key, whatever is searched for. */
static void
test_destroy__leaves_zeros(void **state)
{
	const struct place *place = *state;
	struct keys *keys = must(place, KEYS_WRITE, &site);
	uint8_t record[KEYS_RECORD];
	struct err err = {0};
	char path[160];
	int64_t slot;
	int fd;

	assert_ok(keys_add(keys, 1, &slot, &err), &err);
	assert_ok(keys_destroy(keys, &slot, 1, &err), &err);
	path_of(place, KEYFILE, path);
	fd = open(path, O_RDONLY);
	assert_int_equal(
		pread(fd, record, sizeof(record), (off_t)slot * KEYS_RECORD),
		sizeof(record));
	close(fd);
	assert_true(seal_is_zero(record, sizeof(record)));
	assert_ok(
		keys_destroy(keys, (int64_t[]){slot, 0, 5000}, 3, &err), &err);
	keys_close(keys);
}

static void
put_record(int fd, int64_t slot, const uint8_t record[KEYS_RECORD])
{
	assert_int_equal(
		pwrite(fd, record, KEYS_RECORD, (off_t)slot * KEYS_RECORD),
		KEYS_RECORD);
}

/* A slot that was moved, torn or changed does not open. */
static void
test_get__sees_damage(void **state)
{
	const struct place *place = *state;
	struct keys *keys = must(place, KEYS_WRITE, &site);
	int64_t slots[3], tally[KEYS_MISSING + 1];
	uint8_t record[KEYS_RECORD];
	struct seal_key key;
	struct err err = {0};
	char path[160];
	int fd, i;

	assert_ok(keys_add(keys, 3, slots, &err), &err);
	path_of(place, KEYFILE, path);
	fd = open(path, O_RDWR);
	assert_true(fd >= 0);
	/* The first one's bytes in the second one's place. */
	assert_int_equal(pread(fd, record, sizeof(record),
				 (off_t)slots[0] * KEYS_RECORD),
		sizeof(record));
	put_record(fd, slots[1], record);
	assert_int_equal(look(keys, slots[0], &key), KEYS_WHOLE);
	assert_int_equal(look(keys, slots[1], &key), KEYS_DAMAGED);
	for (i = 0; i < SEAL_KEY + SEAL_MORE; i++) {
		record[i] ^= 0x10;
		put_record(fd, slots[0], record);
		if (look(keys, slots[0], &key) != KEYS_DAMAGED)
			fail_msg("byte %d", i);
		record[i] ^= 0x10;
	}
	assert_ok(keys_tally(keys, tally, &err), &err);
	assert_int_equal(tally[KEYS_DAMAGED], 2);
	keys_close(keys);
	close(fd);
}

/* Whatever a kill or a power cut left of the last write, the next goes on. */
static void
test_open__goes_on_after_a_torn_write(void **state)
{
	const struct place *place = *state;
	struct keys *keys = must(place, KEYS_WRITE, &site);
	struct seal_key first, key;
	struct err err = {0};
	int64_t slot, later;
	char path[160];
	off_t end, cut;

	assert_ok(keys_add(keys, 1, &slot, &err), &err);
	assert_int_equal(look(keys, slot, &first), KEYS_WHOLE);
	keys_close(keys);
	path_of(place, KEYFILE, path);
	end = (slot + 1) * KEYS_RECORD;
	for (cut = 1; cut <= KEYS_RECORD; cut += 13) {
		assert_int_equal(truncate(path, end + cut), 0);
		keys = must(place, KEYS_WRITE, &site);
		assert_ok(keys_add(keys, 1, &later, &err), &err);
		assert_int_not_equal(later, slot);
		assert_int_equal(look(keys, later, &key), KEYS_WHOLE);
		assert_int_equal(look(keys, slot, &key), KEYS_WHOLE);
		assert_memory_equal(&key, &first, sizeof(key));
		keys_close(keys);
	}
}

static void
test_open__says_what_is_wrong(void **state)
{
	static const struct {
		const char *name;
		enum keys_mode mode;
		const struct seal_key *key;
		const char *sentence;
	} rows[] = {
		{"other site key", KEYS_WRITE, &other,
			"$/people.keys: is under another site key than this "
			"one"},
		{"other site key", KEYS_READ, &other,
			"$/people.keys: is under another site key than this "
			"one"},
	};
	const struct place *place = *state;
	struct keys *keys;
	struct str want = {0};
	struct err err = {0};
	int64_t slot;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		err_clear(&err);
		expected(rows[i].sentence, place->path, &want);
		assert_null(keyfile_open(
			place->path, rows[i].mode, rows[i].key, &err));
		assert_string_equal(err.text, want.at);
	}
	keys = must(place, KEYS_READ, &site);
	err_clear(&err);
	assert_false(keys_add(keys, 1, &slot, &err));
	expected("$/people.keys: is open for reading only", place->path, &want);
	assert_string_equal(err.text, want.at);
	keys_close(keys);
	keys = must(place, KEYS_WRITE, &site);
	assert_ok(keys_add(keys, 1, &slot, &err), &err);
	keys_close(keys);
	err_clear(&err);
	assert_false(keyfile_init(place->path, &site, &err));
	expected("$/people.keys: holds another store's keys; name another "
		 "folder",
		place->path, &want);
	assert_string_equal(err.text, want.at);
	str_finish(&want);
}

/* On trial everything answers as it would, and the file stays. */
static void
test_try__changes_nothing(void **state)
{
	const struct place *place = *state;
	struct keys *keys = must(place, KEYS_TRY, &site);
	struct seal_key key;
	struct err err = {0};
	int64_t slots[40];
	struct stat st;
	char path[160];
	size_t i;

	assert_ok(keys_add(keys, 40, slots, &err), &err);
	for (i = 0; i < 40; i++)
		assert_int_equal(look(keys, slots[i], &key), KEYS_WHOLE);
	assert_false(keys_destroy(keys, slots, 1, &err));
	keys_close(keys);
	path_of(place, KEYFILE, path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, KEYS_RECORD);
}

/*
 * A change of the site key, killed at each of its steps: by the key that the
 * store goes by, all keys are there, and destroyed ones stay so.
 */
static void
test_rewrap__is_whole_at_every_step(void **state)
{
	enum { MADE, HALF, COMMITTED, BLANKED, MOVED, STEPS };
	const struct place *place = *state;
	struct seal_key made[20], key;
	int64_t slots[20], more;
	struct err err = {0};
	char file[160], next[160];
	struct keys *keys;
	int step, i;

	path_of(place, KEYFILE, file);
	path_of(place, KEYFILE_NEXT, next);
	keys = must(place, KEYS_WRITE, &site);
	assert_ok(keys_add(keys, 20, slots, &err), &err);
	assert_ok(keys_destroy(keys, slots, 1, &err), &err);
	for (i = 1; i < 20; i++)
		assert_int_equal(look(keys, slots[i], &made[i]), KEYS_WHOLE);
	keys_close(keys);
	for (step = MADE; step < STEPS; step++) {
		const bool is_new = step >= COMMITTED;

		assert_ok(
			keyfile_rewrap(place->path, &site, &other, &err), &err);
		if (step == HALF)
			assert_int_equal(truncate(next, 500), 0);
		if (step == BLANKED) {
			struct stat st;
			uint8_t zeros[16384] = {0};
			const int fd = open(file, O_WRONLY);

			assert_int_equal(fstat(fd, &st), 0);
			assert_true((size_t)st.st_size <= sizeof(zeros));
			assert_int_equal(write(fd, zeros, (size_t)st.st_size),
				st.st_size);
			close(fd);
		}
		if (step == MOVED)
			assert_int_equal(rename(next, file), 0);
		/* A reader, then the next who writes. */
		keys = must(place, KEYS_READ, is_new ? &other : &site);
		assert_int_equal(look(keys, slots[9], &key), KEYS_WHOLE);
		keys_close(keys);
		keys = must(place, KEYS_WRITE, is_new ? &other : &site);
		assert_int_not_equal(access(next, F_OK), 0);
		assert_int_equal(look(keys, slots[0], &key), KEYS_DESTROYED);
		for (i = 1; i < 20; i++) {
			if (look(keys, slots[i], &key) != KEYS_WHOLE ||
				memcmp(&key, &made[i], sizeof(key)) != 0)
				fail_msg("step %d: slot %d", step, i);
		}
		assert_ok(keys_add(keys, 1, &more, &err), &err);
		keys_close(keys);
		if (is_new) { /* and back, for the next step */
			assert_ok(keyfile_rewrap(
					  place->path, &other, &site, &err),
				&err);
			keys_close(must(place, KEYS_WRITE, &site));
			assert_null(keyfile_open(
				place->path, KEYS_WRITE, &other, NULL));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_add__lasts_and_destroy_too, setup_keys, teardown),
		cmocka_unit_test_setup_teardown(
			test_destroy__leaves_zeros, setup_keys, teardown),
		cmocka_unit_test_setup_teardown(
			test_get__sees_damage, setup_keys, teardown),
		cmocka_unit_test_setup_teardown(
			test_open__goes_on_after_a_torn_write, setup_keys,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_open__says_what_is_wrong, setup_keys, teardown),
		cmocka_unit_test_setup_teardown(
			test_try__changes_nothing, setup_keys, teardown),
		cmocka_unit_test_setup_teardown(
			test_rewrap__is_whole_at_every_step, setup_keys,
			teardown),
	};

	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
