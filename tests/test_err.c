#include "tests/test.h"

#include <errno.h>

static void
test_err__keeps_the_first_and_wraps_it(void **state)
{
	struct err err = {0};

	(void)state;
	assert_false(err_set(&err, ERR_INPUT, "line %d is odd", 7));
	assert_false(err_set(&err, ERR_SYSTEM, "later"));
	assert_false(err_wrap(&err, "%s", "a.yaml"));
	assert_string_equal(err.text, "a.yaml: line 7 is odd");
	assert_int_equal(err.code, ERR_INPUT);
	err_clear(&err);
	assert_int_equal(err.code, ERR_NONE);
	assert_false(err_wrap(&err, "nothing to wrap"));
	assert_string_equal(err.text, "");
}

static void
test_err_errno__says_the_systems_word(void **state)
{
	struct err err = {0};

	(void)state;
	errno = ENOENT;
	assert_false(err_errno(&err, "x: cannot be opened"));
	assert_string_equal(
		err.text, "x: cannot be opened: No such file or directory");
}

static void
test_err__null_is_fine(void **state)
{
	(void)state;
	assert_false(err_set(NULL, ERR_INPUT, "x"));
	assert_false(err_errno(NULL, "x"));
	assert_false(err_wrap(NULL, "x"));
	err_clear(NULL);
	assert_int_equal(err_exit_status(NULL), 1);
}

/* Whatever the lengths, the text ends within its bytes and keeps its front. */
static void
test_err__long_sentences_are_cut(void **state)
{
	char word[3000];
	size_t front, back;

	(void)state;
	for (back = 0; back < 2100; back += 97) {
		for (front = 0; front < 2100; front += 89) {
			struct err err = {0};

			memset(word, 'b', back);
			word[back] = '\0';
			err_set(&err, ERR_INPUT, "%s", word);
			memset(word, 'f', front);
			word[front] = '\0';
			err_wrap(&err, "%s", word);
			assert_true(memchr(err.text, '\0', ERR_TEXT) != NULL);
			if (front > 0 && front + 2 < ERR_TEXT)
				assert_int_equal(err.text[0], 'f');
		}
	}
}

static void
test_err_exit_status__is_the_contract(void **state)
{
	struct err err = {0};

	(void)state;
	err_set(&err, ERR_USAGE, "x");
	assert_int_equal(err_exit_status(&err), 2);
	err_clear(&err);
	err_set(&err, ERR_INPUT, "x");
	assert_int_equal(err_exit_status(&err), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_err__keeps_the_first_and_wraps_it),
		cmocka_unit_test(test_err_errno__says_the_systems_word),
		cmocka_unit_test(test_err__null_is_fine),
		cmocka_unit_test(test_err__long_sentences_are_cut),
		cmocka_unit_test(test_err_exit_status__is_the_contract),
	};

	return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
