#include "tests/test.h"

#include "core/cli.h"
#include "core/str.h"

static const struct cli_option options[] = {
	{"count", "N", "how many"},
	{"store", "DIR", "the store"},
	{"no-file", NULL, "file nothing"},
	{0},
};

static const struct {
	const char *argv[6];
	bool ok;
	const char *sentence; /* or count's value */
	int n_words;
} rows[] = {
	{{"--count", "5", "a.pdf"}, true, "5", 1},
	{{"--count=5", "a.pdf", "b.pdf"}, true, "5", 2},
	{{"a.pdf", "--count", "5", "b.pdf"}, true, "5", 2},
	{{"--", "--count"}, true, NULL, 1},
	{{"-", "--no-file"}, true, NULL, 1},
	{{"--count"}, false, "--count needs N", 0},
	{{"--count", "1", "--count=2"}, false, "--count is given twice", 0},
	{{"--colour", "red"}, false, "unknown option --colour", 0},
	{{"--coun", "1"}, false, "unknown option --coun", 0},
	{{"--countx=1"}, false, "unknown option --countx", 0},
	{{"-c", "1"}, false, "unknown option -c", 0},
	{{"--no-file=yes"}, false, "--no-file takes no value", 0},
	{{"--help=me"}, false, "--help takes no value", 0},
};

static void
test_cli_parse__table(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *argv[7];
		struct cli cli;
		struct err err = {0};
		int argc = 0;

		for (; rows[i].argv[argc] != NULL; argc++)
			argv[argc] = (char *)(uintptr_t)rows[i].argv[argc];
		if (cli_parse(&cli, argc, argv, options, &err) != rows[i].ok)
			fail_msg("row %zu: %s", i, err.text);
		if (!rows[i].ok) {
			if (strcmp(err.text, rows[i].sentence) != 0)
				fail_msg("row %zu: '%s'", i, err.text);
			continue;
		}
		if (cli.n_words != rows[i].n_words)
			fail_msg("row %zu: %d words", i, cli.n_words);
		if (rows[i].sentence != NULL)
			assert_string_equal(
				cli_text(&cli, "count", ""), rows[i].sentence);
	}
}

static void
test_cli_number__range_and_rubbish(void **state)
{
	static const struct {
		const char *text;
		bool ok;
	} numbers[] = {{"1", true}, {"10", true}, {"0", false}, {"11", false},
		{"", false}, {"3x", false}, {"99999999999999999999", false},
		{"-1", false}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		char name[] = "--count";
		char value[32];
		char *argv[] = {name, value};
		struct cli cli;
		struct err err = {0};
		long n = 77;

		snprintf(value, sizeof(value), "%s", numbers[i].text);
		assert_ok(cli_parse(&cli, 2, argv, options, &err), &err);
		if (cli_number(&cli, "count", 1, 10, &n, &err) != numbers[i].ok)
			fail_msg("row %zu", i);
		if (!numbers[i].ok) {
			assert_int_equal(n, 77);
			assert_int_equal(err.code, ERR_USAGE);
		}
	}
}

static void
test_cli_word__names_what_there_is(void **state)
{
	static const char *const words[] = {"text", "json", NULL};
	static const struct cli_option format[] = {
		{"format", "F", "text or json"}, {0}};
	char given[] = "--format=xml";
	char *argv[] = {given};
	const char *word = "untouched";
	struct cli cli;
	struct err err = {0};

	(void)state;
	assert_ok(cli_parse(&cli, 1, argv, format, &err), &err);
	assert_false(cli_word(&cli, "format", words, &word, &err));
	assert_string_equal(
		err.text, "unknown --format \"xml\"; there is: text, json");
	assert_string_equal(word, "untouched");
	assert_ok(cli_parse(&cli, 0, argv, format, &err), &err);
	err_clear(&err);
	assert_ok(cli_word(&cli, "format", words, &word, &err), &err);
	assert_string_equal(word, "text");
}

static void
test_cli_words__names_what_is_missing(void **state)
{
	char word[] = "data";
	char *argv[] = {word};
	struct cli cli;
	struct err err = {0};

	(void)state;
	assert_ok(cli_parse(&cli, 1, argv, options, &err), &err);
	cli.command = "restore";
	cli.takes = "FILE DIR";
	assert_false(cli_words(&cli, 2, 2, &err));
	assert_string_equal(err.text,
		"something is missing behind \"data\": restore takes FILE DIR");
	err_clear(&err);
	assert_false(cli_words(&cli, 0, 0, &err));
	assert_string_equal(err.text, "unexpected \"data\"");
	cli.n_words = 0;
	err_clear(&err);
	assert_false(cli_words(&cli, 1, 2, &err));
	assert_string_equal(err.text, "something is missing behind "
				      "\"restore\": restore takes FILE DIR");
}

static void
test_cli_store__option_environment_default(void **state)
{
	char given[] = "--store=here";
	char *argv[] = {given};
	struct cli cli;
	struct err err = {0};

	(void)state;
	assert_ok(cli_parse(&cli, 0, argv, options, &err), &err);
	unsetenv("SKAPA_STORE");
	assert_string_equal(cli_store(&cli), "./skapa-store");
	setenv("SKAPA_STORE", "there", 1);
	assert_string_equal(cli_store(&cli), "there");
	assert_ok(cli_parse(&cli, 1, argv, options, &err), &err);
	assert_string_equal(cli_store(&cli), "here");
	unsetenv("SKAPA_STORE");
}

static void
test_cli_help__has_every_option(void **state)
{
	struct str out = {0};

	(void)state;
	cli_help(&out, options);
	assert_non_null(strstr(out.at, "--count N"));
	assert_non_null(strstr(out.at, "--no-file "));
	assert_non_null(strstr(out.at, "--help"));
	assert_non_null(strstr(out.at, "--version"));
	str_finish(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_parse__table),
		cmocka_unit_test(test_cli_number__range_and_rubbish),
		cmocka_unit_test(test_cli_word__names_what_there_is),
		cmocka_unit_test(test_cli_words__names_what_is_missing),
		cmocka_unit_test(test_cli_store__option_environment_default),
		cmocka_unit_test(test_cli_help__has_every_option),
	};

	return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}
