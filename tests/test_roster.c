#include "tests/test.h"

#include "core/file.h"
#include "forms/roster.h"
#include "intake/inputs.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/skapa-test-XXXXXX";
static char a[PERSON_CODE], b[PERSON_CODE];

static int
setup(void **state)
{
	(void)state;
	person_code_make(a);
	do {
		person_code_make(b);
	} while (strcmp(a, b) == 0);
	return mkdtemp(folder) == NULL;
}

static int
teardown(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

static void
test_roster_read__codes_and_files(void **state)
{
	char text[128], path[64];
	struct roster roster = {0};
	struct err err = {0};

	(void)state;
	snprintf(text, sizeof(text), "%s, %s", a, b);
	assert_ok(roster_read(text, &roster, &err), &err);
	assert_int_equal(roster.n, 2);
	assert_string_equal(roster.codes[0], a);
	assert_string_equal(roster.codes[1], b);
	roster_finish(&roster);
	snprintf(path, sizeof(path), "%s/roster", folder);
	snprintf(text, sizeof(text),
		"\xef\xbb\xbf# group\n\n  %s  # first\r\n%s", b, a);
	assert_ok(file_write(path, text, strlen(text), &err), &err);
	assert_ok(roster_read(path, &roster, &err), &err);
	assert_int_equal(roster.n, 2);
	assert_string_equal(roster.codes[0], b);
	roster_finish(&roster);
}

static void
test_roster_read__says_what_is_wrong(void **state)
{
	char path[64], text[128], want[256];
	struct roster roster = {.n = 7};
	struct err err = {0};

	(void)state;
	assert_false(roster_read("ABCD", &roster, &err));
	assert_string_equal(err.text,
		"\"ABCD\" is not a person code; it has eight symbols like "
		"7K4Q-MXP9");
	assert_int_equal(err.code, ERR_USAGE);
	err_clear(&err);
	snprintf(text, sizeof(text), "%s,%s,%s", a, b, a);
	snprintf(want, sizeof(want), "%s stands there twice; keep one", a);
	assert_false(roster_read(text, &roster, &err));
	assert_string_equal(err.text, want);
	err_clear(&err);
	snprintf(path, sizeof(path), "%s/bad", folder);
	snprintf(text, sizeof(text), "%s\nnobody\n", a);
	snprintf(want, sizeof(want),
		"%s: line 2: \"nobody\" is not a person code; it has eight "
		"symbols like 7K4Q-MXP9",
		path);
	assert_ok(file_write(path, text, strlen(text), &err), &err);
	assert_false(roster_read(path, &roster, &err));
	assert_string_equal(err.text, want);
	err_clear(&err);
	assert_ok(file_write(path, "# no one\n", 9, &err), &err);
	snprintf(want, sizeof(want), "%s names no person code", path);
	assert_false(roster_read(path, &roster, &err));
	assert_string_equal(err.text, want);
	assert_int_equal(roster.n, 7);
}

static void
touch(const char *name)
{
	char path[128];
	struct err err = {0};

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_ok(file_write(path, "x", 1, &err), &err);
}

static void
test_inputs_add__takes_pictures_from_folders(void **state)
{
	char sub[64], missing[64], link[80];
	struct inputs inputs = {0};
	struct err err = {0};

	(void)state;
	snprintf(sub, sizeof(sub), "%s/in", folder);
	mkdir(sub, 0777);
	touch("in/b.PDF");
	touch("in/a.tiff");
	touch("in/notes.txt");
	touch("in/.hidden.png");
	snprintf(missing, sizeof(missing), "%s/missing.png", folder);
	assert_ok(inputs_add(&inputs, sub, &err), &err);
	assert_ok(inputs_add(&inputs, missing, &err), &err);
	assert_int_equal(inputs.n, 3);
	assert_non_null(strstr(inputs.paths[0], "/in/a.tiff"));
	assert_non_null(strstr(inputs.paths[1], "/in/b.PDF"));
	assert_string_equal(inputs.paths[2], missing);
	assert_int_equal(inputs.n_ignored, 1);
	assert_non_null(strstr(inputs.ignored[0], "/in/notes.txt"));
	inputs_finish(&inputs);
	/* A link back up is no folder to read, and does not loop. */
	snprintf(link, sizeof(link), "%s/up", sub);
	assert_int_equal(symlink("..", link), 0);
	assert_ok(inputs_add(&inputs, sub, &err), &err);
	assert_int_equal(inputs.n, 2);
	assert_int_equal(inputs.n_ignored, 2);
	inputs_finish(&inputs);
	snprintf(sub, sizeof(sub), "%s/empty", folder);
	mkdir(sub, 0777);
	assert_ok(inputs_add(&inputs, sub, &err), &err);
	assert_int_equal(inputs.n, 0);
	assert_int_equal(inputs.n_empty, 1);
	inputs_finish(&inputs);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roster_read__codes_and_files),
		cmocka_unit_test(test_roster_read__says_what_is_wrong),
		cmocka_unit_test(test_inputs_add__takes_pictures_from_folders),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("roster", tests, setup, teardown);
}
