#include "tests/stores.h"

#include "kiosk/multipart.h"

#define TYPE "multipart/form-data; boundary=xYz"
#define PART(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILED(name)                                                            \
	"Content-Disposition: form-data; name=\"" name                         \
	"\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"

/* What is said about it: of each part its name, '!' for a file, its length. */
static const struct {
	const char *type, *body, *says;
} rows[] = {
	{TYPE, "--xYz\r\n" PART("token") "abc\r\n--xYz--\r\n", "token 3;"},
	{TYPE, "--xYz\r\n" PART("token") "\r\n--xYz--", "token 0;"},
	{TYPE,
		"--xYz\r\n" PART("token") "ab\r\n--xYz\r\n" FILED(
			"file") "1\r\n--xY2\r\n\r\n--xYz--\r\n",
		"token 2;file!10;"},
	{"Multipart/Form-Data; charset=utf-8; boundary=\"xYz\"",
		"--xYz\r\n" FILED("file") "\r\n--xYz--", "file!0;"},
	{TYPE, "--xYz--\r\n", ""},
	{"multipart/form-data; boundary=", "--xYz\r\n" PART("a") "\r\n--xYz--",
		"the form's boundary"},
	{"multipart/form-data", "--xYz--", "no boundary"},
	{TYPE, "", "does not begin"},
	{TYPE, "x--xYz\r\n" PART("a") "\r\n--xYz--", "does not begin"},
	{TYPE, "--xYz", "no end"},
	{TYPE, "--xYz\r\n", "do not end within"},
	{TYPE, "--xYz\r\n" PART("a"), "no end"},
	{TYPE, "--xYz\r\n" PART("a") "x\r\n--xYz", "no end"},
	{TYPE, "--xYz\r\n" PART("a") "x\r\n--xYz\r\n", "do not end within"},
	{TYPE, "--xYz\r\nX: y\r\n\r\nx\r\n--xYz--", "no name"},
	{TYPE, "--xYz\r\n" PART("") "x\r\n--xYz--", "no name"},
	{TYPE,
		"--xYz\r\n" PART(
			"a234567890123456789012345678901") "\r\n--xYz--",
		"a234567890123456789012345678901 0;"},
	{TYPE,
		"--xYz\r\n" PART(
			"a2345678901234567890123456789012") "\r\n--xYz--",
		"no name"},
	{TYPE,
		"--xYz\r\nContent-Disposition: form-data; name=\"a\r\n\r\n"
		"x\r\n--xYz--",
		"no name"},
};

static void
test_multipart__is_read_or_refused(void **state)
{
	struct multipart form;
	size_t i, k, len;
	char *copy;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err err = {0};
		struct str said = {0};

		/* A copy without a NUL, so that reading on is seen. */
		len = strlen(rows[i].body);
		copy = malloc(len + 1);
		assert_non_null(copy);
		memcpy(copy, rows[i].body, len);
		copy = realloc(copy, len > 0 ? len : 1);
		str_add(&said, "");
		if (multipart_read(rows[i].type, copy, len, &form, &err))
			for (k = 0; k < form.n; k++)
				str_addf(&said, "%s%s%zu;", form.part[k].name,
					form.part[k].is_file ? "!" : " ",
					form.part[k].len);
		else
			str_add(&said, err.text);
		if ((rows[i].says[0] == '\0' && said.len > 0) ||
			strstr(said.at, rows[i].says) == NULL)
			fail_msg("row %zu: %s", i, said.at);
		str_finish(&said);
		free(copy);
	}
}

static void
test_multipart__has_a_limit(void **state)
{
	struct str body = {0};
	struct multipart form;
	struct err err = {0};
	char value[4];
	int i;

	(void)state;
	str_add(&body, "--xYz");
	for (i = 0; i < MULTIPART_PARTS; i++)
		str_add(&body, "\r\n" PART("a") "123\r\n--xYz");
	str_add(&body, "--");
	assert_ok(multipart_read(TYPE, body.at, body.len, &form, &err), &err);
	assert_true(multipart_value(&form, "a", value, sizeof(value)));
	assert_string_equal(value, "123");
	assert_false(multipart_value(&form, "a", value, sizeof(value) - 1));
	assert_false(multipart_value(&form, "b", value, sizeof(value)));
	str_clear(&body);
	str_add(&body, "--xYz");
	for (i = 0; i <= MULTIPART_PARTS; i++)
		str_add(&body, "\r\n" PART("a") "123\r\n--xYz");
	str_add(&body, "--");
	assert_false(multipart_read(TYPE, body.at, body.len, &form, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	str_finish(&body);
	assert_true(multipart_is(TYPE) && !multipart_is(NULL) &&
		    !multipart_is("multipart/form-dataX") &&
		    !multipart_is("text/plain"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_multipart__is_read_or_refused),
		cmocka_unit_test(test_multipart__has_a_limit),
	};

	return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
