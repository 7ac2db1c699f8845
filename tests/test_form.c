#include "tests/test.h"

#include "kiosk/form.h"
#include "kiosk/target.h"

/* The fields as "name=value|", or the sentence. */
static void
show(const char *text, size_t len, char *out, size_t size)
{
	char *exact = malloc(len + 1); /* ASan sees a byte behind it */
	struct form form;
	struct err err = {0};
	size_t i, used = 0;

	memcpy(exact, text, len);
	out[0] = '\0';
	if (!form_read(exact, len, &form, &err))
		snprintf(out, size, "%d %s", err.code, err.text);
	else
		for (i = 0; i < form.n; i++)
			used += (size_t)snprintf(out + used, size - used,
				"%s=%s|", form.field[i].name,
				form.field[i].value);
	form_finish(&form);
	free(exact);
}

static void
test_form_read__takes_what_browsers_send(void **state)
{
	static const struct {
		const char *text;
		size_t len; /* 0: of text */
		const char *shown;
	} rows[] = {
		{"", 0, ""},
		{"item=health&value=3", 0, "item=health|value=3|"},
		{"a=", 0, "a=|"},
		{"a", 0, "a=|"},
		{"a&b=c", 0, "a=|b=c|"},
		{"a=b=c", 0, "a=b=c|"},
		{"a=x+y%2Bz%20", 0, "a=x y+z |"},
		{"a=%C3%A5%D8%B9", 0, "a=\u00e5\u0639|"},
		{"%61=1", 0, "a=1|"},
		{"a=%0D%0Ab", 0, "a=\r\nb|"},
		/* refused, never repaired */
		{"a=1\0b=2", 7, "2 a NUL in the text"},
		{"a=%00", 0, "2 a NUL in the text"},
		{"a=%", 0, "2 a % without two digits behind it"},
		{"a=%4", 0, "2 a % without two digits behind it"},
		{"a=%4g", 0, "2 a % without two digits behind it"},
		{"a=%&b=1", 0, "2 a % without two digits behind it"},
		{"a=\xff", 0, "2 bytes that are no text"},
		{"a=%C3", 0, "2 bytes that are no text"},
		{"a=%C0%80", 0, "2 bytes that are no text"},
		{"a=%ED%A0%80", 0, "2 bytes that are no text"},
		{"a=1&a=2", 0, "2 a field that is there twice"},
		{"a=1&%61=2", 0, "2 a field that is there twice"},
		{"=1", 0, "2 a field without a name"},
		{"&", 0, "2 a field without a name"},
		{"a=1&", 0, "2 a field without a name"},
		{"a=1&&b=2", 0, "2 a field without a name"},
		{"abcdefghijklmnopqrstuvwxyzabcdef=1", 0,
			"3 the name of a field is longer than 31 bytes"},
	};
	char shown[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		show(rows[i].text,
			rows[i].len != 0 ? rows[i].len : strlen(rows[i].text),
			shown, sizeof(shown));
		if (strcmp(shown, rows[i].shown) != 0)
			fail_msg(
				"row %zu: %s, not %s", i, shown, rows[i].shown);
	}
}

static void
test_form_read__has_limits(void **state)
{
	char text[FORM_BYTES + 2], shown[4096];
	size_t i, len = 0;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[1] = '=';
	show(text, FORM_BYTES + 1, shown, sizeof(shown));
	assert_string_equal(shown, "3 a form of more than 16384 bytes");
	show(text, FORM_BYTES, shown, sizeof(shown));
	assert_memory_equal(shown, "a=aaa", 5);
	for (i = 0; i < FORM_FIELDS; i++)
		len += (size_t)sprintf(text + len, "f%zu=%zu&", i, i);
	show(text, len - 1, shown, sizeof(shown));
	assert_memory_equal(shown, "f0=0|", 5);
	len += (size_t)sprintf(text + len, "g=1");
	show(text, len, shown, sizeof(shown));
	assert_string_equal(shown, "3 a form with more than 64 fields");
}

static void
test_form_number__takes_whole_numbers(void **state)
{
	static const struct {
		const char *form;
		int number;
		const char *sentence;
	} rows[] = {
		{"n=1", 1, NULL},
		{"n=5", 5, NULL},
		{"n=-2", -2, NULL},
		{"n=007", -3, "n must be a whole number from -2 to 5"},
		{"n=6", -3, "n must be a whole number from -2 to 5"},
		{"n=-3", -3, "n must be a whole number from -2 to 5"},
		{"n=", -3, "n must be a whole number from -2 to 5"},
		{"n=-", -3, "n must be a whole number from -2 to 5"},
		{"n=1x", -3, "n must be a whole number from -2 to 5"},
		{"n=%201", -3, "n must be a whole number from -2 to 5"},
		{"n=4294967297", -3, "n must be a whole number from -2 to 5"},
		{"n=18446744073709551617", -3,
			"n must be a whole number from -2 to 5"},
		{"m=1", -3, "n is missing"},
	};
	struct form form;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err err = {0};
		int number = -3;
		bool ok;

		assert_ok(form_read(rows[i].form, strlen(rows[i].form), &form,
				  &err),
			&err);
		ok = form_number(&form, "n", -2, 5, &number, &err);
		if (ok != (rows[i].sentence == NULL) ||
			number != rows[i].number ||
			(!ok && (err.code != ERR_USAGE ||
					strcmp(err.text, rows[i].sentence) !=
						0)))
			fail_msg("row %zu '%s': %d %s", i, rows[i].form, number,
				err.text);
		form_finish(&form);
	}
}

static void
test_target_read__takes_plain_paths(void **state)
{
	static const struct {
		const char *target, *path, *query; /* path NULL: refused */
	} rows[] = {
		{"/", "/", ""},
		{"/?", "/", ""},
		{"/staff/in?next=/staff/today", "/staff/in",
			"next=/staff/today"},
		{"/a?b?c", "/a", "b?c"},
		{"/a+b%20c", "/a+b c", ""},
		{"/%C3%A5", "/\u00e5", ""},
		{"/a/", "/a/", ""},
		{"/...", "/...", ""},
		{"/.a/a.", "/.a/a.", ""},
		{"", NULL, NULL},
		{"a", NULL, NULL},
		{"*", NULL, NULL},
		{"http://other/", NULL, NULL},
		{"//a", NULL, NULL},
		{"/a//b", NULL, NULL},
		{"/.", NULL, NULL},
		{"/..", NULL, NULL},
		{"/a/../b", NULL, NULL},
		{"/a/%2e%2E/b", NULL, NULL},
		{"/a/./b", NULL, NULL},
		{"/a%2F%2Fb", NULL, NULL},
		{"/a\\b", NULL, NULL},
		{"/%5c", NULL, NULL},
		{"/%00", NULL, NULL},
		{"/%0a", NULL, NULL},
		{"/%7f", NULL, NULL},
		{"/%", NULL, NULL},
		{"/%c3", NULL, NULL},
	};
	char path[TARGET_PATH], long_one[TARGET_MOST + 3];
	const char *query;
	struct err err = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const bool ok = target_read(rows[i].target, path, &query, NULL);

		if (ok != (rows[i].path != NULL) ||
			(ok && (strcmp(path, rows[i].path) != 0 ||
				       strcmp(query, rows[i].query) != 0)))
			fail_msg("row %zu '%s'", i, rows[i].target);
	}
	memset(long_one, 'a', sizeof(long_one));
	long_one[0] = '/';
	long_one[TARGET_PATH] = '\0';
	assert_false(target_read(long_one, path, &query, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	long_one[TARGET_PATH - 1] = '\0';
	assert_true(target_read(long_one, path, &query, NULL));
	long_one[TARGET_PATH - 1] = 'a';
	long_one[TARGET_PATH] = 'a';
	long_one[1] = '?';
	long_one[TARGET_MOST] = '\0';
	assert_true(target_read(long_one, path, &query, NULL));
	long_one[TARGET_MOST] = 'a';
	long_one[TARGET_MOST + 1] = '\0';
	assert_false(target_read(long_one, path, &query, NULL));
}

static void
test_cookie_read__finds_the_one(void **state)
{
	static const struct {
		const char *header, *value; /* value NULL: none */
	} rows[] = {
		{"id=1", "1"},
		{"a=b; id=1", "1"},
		{"a=b;id=1; c=d", "1"},
		{"id=", ""},
		{"id=a=b", "a=b"},
		{"xid=2; id=1", "1"},
		{"idx=2; id=1", "1"},
		{"a=id=3", NULL},
		{"id", NULL},
		{"", NULL},
		{";;; ", NULL},
		{"ID=1", NULL},
		{"id=1; id=2", NULL},
		{"id=1; id=1", NULL},
	};
	char value[COOKIE_VALUE], header[COOKIE_VALUE + 8] = "id=";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const bool found = cookie_read(rows[i].header, "id", value);

		if (found != (rows[i].value != NULL) ||
			(found && strcmp(value, rows[i].value) != 0))
			fail_msg("row %zu '%s'", i, rows[i].header);
	}
	memset(header + 3, 'a', COOKIE_VALUE);
	header[3 + COOKIE_VALUE] = '\0';
	assert_false(cookie_read(header, "id", value));
	header[3 + COOKIE_VALUE - 1] = '\0';
	assert_true(cookie_read(header, "id", value));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form_read__takes_what_browsers_send),
		cmocka_unit_test(test_form_read__has_limits),
		cmocka_unit_test(test_form_number__takes_whole_numbers),
		cmocka_unit_test(test_target_read__takes_plain_paths),
		cmocka_unit_test(test_cookie_read__finds_the_one),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
