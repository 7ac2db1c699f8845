#include "tests/test.h"

#include "draw/font.h"
#include "draw/fonts.h"
#include "draw/text.h"

static void
test_font_open__refuses(void **state)
{
	static const struct {
		const char *path, *error;
		enum err_code code;
	} rows[] = {
		{"/nowhere/Font.ttf",
			"/nowhere/Font.ttf: the font cannot be read",
			ERR_SYSTEM},
		{"/dev/null", "/dev/null: not a font", ERR_INPUT},
		{"/etc/passwd", "/etc/passwd: not a font", ERR_INPUT},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};

		if (font_open(rows[i].path, &err) != NULL)
			fail_msg("row %zu: taken", i);
		if (strcmp(err.text, rows[i].error) != 0 ||
			err.code != rows[i].code)
			fail_msg("row %zu: code %d: %s", i, err.code, err.text);
	}
}

static void
test_font_cid__counts_in_order_of_use(void **state)
{
	const struct font_part parts[2] = {{5, 0, 0}, {6, 10, -20}};
	const struct font_part other[2] = {{5, 0, 0}, {6, 10, -21}};
	struct err err = {0};
	struct font *font = font_open(fonts_at(0)->path, &err);
	uint16_t a, b, c, d, e, f, again;

	(void)state;
	if (font == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(font_units(font), 1000);
	assert_ok(font_cid(font, 36, 'A', &a, &err), &err);
	assert_ok(font_cid(font, 36, 0x391, &b, &err), &err);
	assert_ok(font_cid_joined(font, parts, 2, 300, 'x', &c, &err), &err);
	assert_ok(font_cid_joined(font, other, 2, 300, 'x', &d, &err), &err);
	assert_ok(font_cid_joined(font, parts, 2, 301, 'x', &e, &err), &err);
	assert_ok(font_cid_joined(font, NULL, 0, 300, 'x', &f, &err), &err);
	assert_int_equal(a, 1);
	assert_int_equal(b, 2);
	assert_int_equal(c, 3);
	assert_int_equal(d, 4);
	assert_int_equal(e, 5);
	assert_int_equal(f, 6);
	assert_ok(font_cid(font, 36, 0x391, &again, &err), &err);
	assert_int_equal(again, b);
	assert_ok(
		font_cid_joined(font, parts, 2, 300, 'x', &again, &err), &err);
	assert_int_equal(again, c);
	assert_int_equal(font_cids(font), 6);
	assert_int_equal(font_width(font, c), 300);
	assert_int_equal(font_width(font, e), 301);
	assert_int_equal(font_width(font, 0), 0);
	assert_int_equal(font_width(font, 7), 0);
	font_free(font);
}

static void
test_font_cid__has_a_limit(void **state)
{
	struct err err = {0};
	struct font *font = font_open(fonts_at(0)->path, &err);
	char error[160];
	uint16_t cid = 0;
	uint32_t i;

	(void)state;
	assert_non_null(font);
	for (i = 1; i <= FONT_CIDS; i++) {
		assert_ok(font_cid(font, 36, i, &cid, &err), &err);
		assert_int_equal(cid, i);
	}
	assert_false(font_cid(font, 36, i, &cid, &err));
	assert_int_equal(cid, FONT_CIDS);
	assert_int_equal(err.code, ERR_LIMIT);
	snprintf(error, sizeof(error),
		"%s: more than 65535 different characters in one document",
		fonts_at(0)->path);
	assert_string_equal(err.text, error);
	font_free(font);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_font_open__refuses),
		cmocka_unit_test(test_font_cid__counts_in_order_of_use),
		cmocka_unit_test(test_font_cid__has_a_limit),
	};

	return cmocka_run_group_tests_name("font", tests, NULL, NULL);
}
