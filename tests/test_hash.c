#include "tests/test.h"

#include "core/hash.h"

#include <stdlib.h>
#include <unistd.h>

/* FIPS 180-4's own examples, and those that NIST gives beside it. */
static const struct {
	const char *bytes, *hex;
	int times;
} cases[] = {
	{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		1},
	{"abc",
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
		"ad",
		1},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06"
		"c1",
		1},
	/* More than one buffer of a file. */
	{"a",
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112c"
		"d0",
		1000000},
};

static void
test_hash__of_known_bytes_and_files(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const size_t one = strlen(cases[i].bytes);
		const size_t len = one * (size_t)cases[i].times;
		char path[] = "/tmp/skapa-test-XXXXXX";
		char hex[HASH_HEX] = "";
		char *bytes = malloc(len + 1);
		const int fd = mkstemp(path);
		struct err err = {0};
		size_t at;

		assert_non_null(bytes);
		for (at = 0; at < len; at += one)
			memcpy(bytes + at, cases[i].bytes, one);
		assert_true(write(fd, bytes, len) == (ssize_t)len);
		close(fd);
		hash_bytes(bytes, len, hex);
		if (strcmp(hex, cases[i].hex) != 0)
			fail_msg("row %zu: bytes: %s", i, hex);
		hex[0] = '\0';
		assert_ok(hash_file(path, hex, &err), &err);
		if (strcmp(hex, cases[i].hex) != 0)
			fail_msg("row %zu: file: %s", i, hex);
		unlink(path);
		free(bytes);
	}
}

static void
test_hash_file__of_no_file(void **state)
{
	char hex[HASH_HEX] = "as before";
	struct err err = {0};

	(void)state;
	assert_false(hash_file("/nowhere/at/all", hex, &err));
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_string_equal(err.text,
		"/nowhere/at/all: cannot be opened: No such file or directory");
	assert_string_equal(hex, "as before");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash__of_known_bytes_and_files),
		cmocka_unit_test(test_hash_file__of_no_file),
	};

	return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
