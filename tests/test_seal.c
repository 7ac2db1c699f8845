#include "tests/test.h"

#include "core/file.h"
#include "store/seal.h"

static const struct seal_key key_a = {"key a: 32 bytes of whatever it i"};
static const struct seal_key key_b = {"key b: 32 bytes of whatever it i"};

static void
test_seal__opens_where_it_belongs(void **state)
{
	static const struct {
		const char *name, *about;
		bool is_other_key, opens;
	} rows[] = {
		{"as it was", "answer|machine|17/health", false, true},
		{"another key", "answer|machine|17/health", true, false},
		{"another row", "answer|machine|18/health", false, false},
		{"another column", "answer|human|17/health", false, false},
		{"nothing", "", false, false},
	};
	struct bytes sealed = {0};
	struct err err = {0};
	size_t i;

	(void)state;
	assert_ok(seal_ready(&err), &err);
	assert_ok(seal_put(&key_a, rows[0].about, "four", 4, &sealed, &err),
		&err);
	assert_int_equal(sealed.len, 4 + SEAL_MORE);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bytes plain = {0};
		bool opened;

		err_clear(&err);
		opened = seal_open(rows[i].is_other_key ? &key_b : &key_a,
			rows[i].about, sealed.at, sealed.len, &plain, &err);
		if (opened != rows[i].opens)
			fail_msg("row %zu %s: %s", i, rows[i].name, err.text);
		if (opened)
			assert_string_equal((char *)plain.at, "four");
		else
			assert_null(plain.at);
		seal_bytes_free(&plain);
	}
	bytes_free(&sealed);
}

/* Every bit of it counts; so does every byte at its ends. */
static void
test_seal__shows_every_change(void **state)
{
	const char text[] = "an answer";
	uint8_t sealed[sizeof(text) + SEAL_MORE], plain[sizeof(text)];
	size_t i;

	(void)state;
	assert_true(seal_ready(NULL));
	seal_into(&key_a, "x", text, sizeof(text), sealed);
	for (i = 0; i < 8 * sizeof(sealed); i++) {
		sealed[i / 8] ^= (uint8_t)(1 << i % 8);
		if (seal_open_into(&key_a, "x", sealed, sizeof(sealed), plain))
			fail_msg("bit %zu: opened", i);
		assert_true(seal_is_zero(plain, sizeof(plain)));
		sealed[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	for (i = 0; i < sizeof(sealed); i++)
		if (seal_open_into(&key_a, "x", sealed, i, plain))
			fail_msg("%zu bytes: opened", i);
	assert_true(seal_open_into(&key_a, "x", sealed, sizeof(sealed), plain));
	assert_memory_equal(plain, text, sizeof(text));
}

static void
test_seal__says_what_is_wrong(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *sentence;
	} rows[] = {
		{"", 0, "t|c|1: 0 bytes are no sealed field"},
		{"\1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 40,
			"t|c|1: 40 bytes are no sealed field"},
		{"\1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 41,
			"t|c|1: does not open; it is damaged, was moved or has "
			"another key"},
		{"\2xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 41,
			"t|c|1: sealed in form 2, and this program knows up to "
			"1; install the newer program"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bytes plain = {0};
		struct err err = {0};

		assert_false(seal_open(&key_a, "t|c|1", rows[i].bytes,
			rows[i].len, &plain, &err));
		assert_string_equal(err.text, rows[i].sentence);
		assert_int_equal(err.code, ERR_INPUT);
	}
}

/* The same text twice: nobody sees that it is the same. */
static void
test_seal__is_never_twice_the_same(void **state)
{
	uint8_t one[4 + SEAL_MORE], two[4 + SEAL_MORE];
	struct seal_key a, b;

	(void)state;
	seal_into(&key_a, "x", "four", 4, one);
	seal_into(&key_a, "x", "four", 4, two);
	assert_memory_not_equal(one, two, sizeof(one));
	assert_true(seal_key_make(&a, NULL) && seal_key_make(&b, NULL));
	assert_memory_not_equal(&a, &b, sizeof(a));
}

/*
 * BLAKE2b of 32 bytes with a key, against an independent program: Python's
 * hashlib.blake2b(b"7K4Q-MXP9", key=..., digest_size=32).
 */
static void
test_index__is_keyed_blake2b(void **state)
{
	char hex[SEAL_INDEX_HEX], other[SEAL_INDEX_HEX];
	struct seal_key subkey;

	(void)state;
	seal_index_hex(&key_a, "7K4Q-MXP9", 9, hex);
	assert_string_equal(hex, "2a9c3a3cbc43e9f69906b2fd620044a8"
				 "d7f1bea8c93c5de4f3f15ba19c6cbbcc");
	seal_index_hex(&key_b, "7K4Q-MXP9", 9, other);
	assert_string_not_equal(hex, other);
	seal_subkey(&key_a, "backup", &subkey);
	assert_memory_not_equal(&subkey, &key_a, sizeof(subkey));
}

static void
test_memory__is_zero(void **state)
{
	struct err err = {0};
	uint8_t *at = seal_memory(100, &err);

	(void)state;
	assert_non_null(at);
	assert_true(seal_is_zero(at, 100));
	at[99] = 1;
	assert_false(seal_is_zero(at, 100));
	seal_wipe(at, 100);
	assert_true(seal_is_zero(at, 100));
	seal_memory_free(at);
	seal_memory_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seal__opens_where_it_belongs),
		cmocka_unit_test(test_seal__shows_every_change),
		cmocka_unit_test(test_seal__says_what_is_wrong),
		cmocka_unit_test(test_seal__is_never_twice_the_same),
		cmocka_unit_test(test_index__is_keyed_blake2b),
		cmocka_unit_test(test_memory__is_zero),
	};

	return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
