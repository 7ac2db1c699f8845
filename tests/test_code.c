#include "tests/test.h"

#include "core/code.h"

#include <sodium.h>

static const uint8_t key[CODE_KEY] = {1, 2, 3, 4, 5};

static struct page_code
example(void)
{
	struct page_code code = {.layout_id = 513, .page = 2, .of = 4};
	int i;

	for (i = 0; i < CODE_TOKEN; i++)
		code.token[i] = (uint8_t)(i * 37 + 11);
	return code;
}

static void
test_code__goes_there_and_back(void **state)
{
	const struct page_code code = example();
	struct page_code got;
	char text[CODE_TEXT];

	(void)state;
	code_write(&code, key, text);
	assert_int_equal(strlen(text), 42);
	assert_int_equal(code_read(text, key, &got), CODE_OK);
	assert_int_equal(got.layout_id, 513);
	assert_int_equal(got.page, 2);
	assert_int_equal(got.of, 4);
	assert_memory_equal(got.token, code.token, CODE_TOKEN);
}

static void
test_code_read__refuses_every_single_change(void **state)
{
	static const char base45[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
	const struct page_code code = example();
	struct page_code got;
	char text[CODE_TEXT], changed[CODE_TEXT];
	size_t i, k;

	(void)state;
	code_write(&code, key, text);
	for (i = 0; i < 42; i++) {
		for (k = 0; k < 45; k++) {
			memcpy(changed, text, sizeof(changed));
			if (changed[i] == base45[k])
				continue;
			changed[i] = base45[k];
			if (code_read(changed, key, &got) == CODE_OK)
				fail_msg("position %zu character %c", i,
					base45[k]);
		}
	}
}

/* A short cut of the million in `make accuracy`. */
static void
test_code_read__refuses_random_and_swapped_codes(void **state)
{
	struct page_code code = example(), other = example(), got;
	uint8_t wrong_key[CODE_KEY] = {9};
	char text[CODE_TEXT], text2[CODE_TEXT];
	int i, k;

	(void)state;
	code_write(&code, key, text);
	assert_int_equal(code_read(text, wrong_key, &got), CODE_FORGED);
	other.page = 3;
	code_write(&other, key, text2);
	/* The page of one and the rest of the other. */
	memcpy(text2, text, 3);
	memcpy(text2 + 6, text + 6, 37);
	assert_int_not_equal(code_read(text2, key, &got), CODE_OK);
	for (i = 0; i < 20000; i++) {
		memcpy(text2, text, sizeof(text2));
		for (k = 0; k <= i % 6; k++) {
			static const char some[] = "0AZ$ /:9Q";

			text2[randombytes_uniform(42)] =
				some[randombytes_uniform(9)];
		}
		if (strcmp(text, text2) != 0 &&
			code_read(text2, key, &got) == CODE_OK)
			fail_msg("accepted %s", text2);
	}
}

static void
test_code_read__names_what_is_not_ours(void **state)
{
	static const char *const rows[] = {"", "HTTPS://EXAMPLE.ORG",
		"0123456789012345678901234567890123456789a",
		"::::::::::::::::::::::::::::::::::::::::::",
		"000000000000000000000000000000000000000000"};
	struct page_code got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (code_read(rows[i], key, &got) != CODE_NOT_OURS)
			fail_msg("row %zu '%s'", i, rows[i]);
	}
}

static void
test_code_line__shows_every_slip(void **state)
{
	const struct page_code code = example();
	char line[CODE_LINE], got[CODE_LINE], shown[CODE_LINE_SHOWN];
	char wrong[CODE_LINE];
	int i, k;

	(void)state;
	code_line(code.token, line);
	code_line_shown(line, shown);
	assert_true(code_line_read(shown, got));
	assert_string_equal(got, line);
	for (i = 0; i < 10; i++) {
		for (k = 0; k < 32; k++) {
			memcpy(wrong, line, sizeof(wrong));
			if (wrong[i] == base32_symbol(k))
				continue;
			wrong[i] = base32_symbol(k);
			if (code_line_read(wrong, got))
				fail_msg("accepted %s for %s", wrong, line);
		}
	}
	for (i = 0; i < 10; i++) {
		for (k = i + 1; k < 10; k++) {
			memcpy(wrong, line, sizeof(wrong));
			if (wrong[i] == wrong[k])
				continue;
			wrong[i] = line[k];
			wrong[k] = line[i];
			if (code_line_read(wrong, got))
				fail_msg("accepted the swap %s", wrong);
		}
	}
}

static void
test_person_code__reads_what_people_type(void **state)
{
	char code[PERSON_CODE], got[PERSON_CODE], typed[32];
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		person_code_make(code);
		assert_int_equal(code[4], '-');
		snprintf(typed, sizeof(typed), " %c%c%c%c %s ",
			code[0] == '0' ? 'o' : code[0],
			code[1] == '1' ? 'l' : code[1], code[2], code[3],
			code + 5);
		if (!person_code_read(typed, got))
			fail_msg("'%s' for %s", typed, code);
		assert_string_equal(got, code);
	}
	assert_false(person_code_read("", got));
	assert_false(person_code_read("7K4Q", got));
	assert_false(person_code_read("7K4Q-MXP9-7", got));
	assert_false(person_code_read("7K4Q-MXPU", got));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_code__goes_there_and_back),
		cmocka_unit_test(test_code_read__refuses_every_single_change),
		cmocka_unit_test(
			test_code_read__refuses_random_and_swapped_codes),
		cmocka_unit_test(test_code_read__names_what_is_not_ours),
		cmocka_unit_test(test_code_line__shows_every_slip),
		cmocka_unit_test(test_person_code__reads_what_people_type),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}
