/* Slips go to a print server of CUPS that is started here. */
#include "tests/test.h"

#include "core/file.h"
#include "core/str.h"
#include "kiosk/printer.h"
#include "tests/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE 300 /* tenths of a second, for a loaded machine */

static char folder[32];
static pid_t server;

static void write_text(const char *name, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void
write_text(const char *name, const char *format, ...)
{
	char path[96];
	va_list args;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	va_start(args, format);
	vfprintf(file, format, args);
	va_end(args);
	assert_int_equal(fclose(file), 0);
}

static void
rest(void)
{
	usleep(100000);
}

static void
start_server(void)
{
	char listening[96], conf[96], files[96];
	int i;

	snprintf(listening, sizeof(listening), "%s/socket", folder);
	snprintf(conf, sizeof(conf), "%s/cupsd.conf", folder);
	snprintf(files, sizeof(files), "%s/cups-files.conf", folder);
	server = fork();
	if (server == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(126);
		execlp("cupsd", "cupsd", "-f", "-c", conf, "-s", files,
			(char *)NULL);
		execl("/usr/sbin/cupsd", "cupsd", "-f", "-c", conf, "-s", files,
			(char *)NULL);
		_exit(127);
	}
	for (i = 0; i < PATIENCE && access(listening, F_OK) != 0; i++)
		rest();
	assert_true(i < PATIENCE);
	assert_int_equal(setenv("CUPS_SERVER", listening, 1), 0);
}

static int
setup(void **state)
{
	static const char *const inside[] = {
		"root", "spool", "cache", "run", "tmp"};
	char path[96], command[160];
	size_t i;

	(void)state;
	strcpy(folder, "/tmp/skapa-printer-XXXXXX");
	assert_non_null(mkdtemp(folder));
	/* The server gives its rights up, and gets here all the same. */
	assert_int_equal(chmod(folder, 0755), 0);
	for (i = 0; i < sizeof(inside) / sizeof(*inside); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, inside[i]);
		assert_int_equal(mkdir(path, 0777), 0);
	}
	write_text("cupsd.conf",
		"Listen %s/socket\nWebInterface No\nBrowsing No\n"
		"DefaultAuthType None\nPreserveJobFiles Yes\n"
		"<Location />\nAllow all\n</Location>\n"
		"<Policy default>\n<Limit All>\nAllow all\n</Limit>\n"
		"</Policy>\n",
		folder);
	write_text("cups-files.conf",
		"User lp\nGroup lp\nFileDevice Yes\nServerRoot %s/root\n"
		"RequestRoot %s/spool\nCacheDir %s/cache\nStateDir %s/run\n"
		"TempDir %s/tmp\nErrorLog %s/errors\nAccessLog %s/accesses\n"
		"PageLog %s/pages\n",
		folder, folder, folder, folder, folder, folder, folder, folder);
	start_server();
	snprintf(command, sizeof(command),
		"PATH=$PATH:/usr/sbin lpadmin -p slips -E -v file:/dev/null "
		"-m raw 2>/dev/null");
	assert_int_equal(system(command), 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	tree_remove(folder);
	return 0;
}

/* Until lp has ended with every job; false as printer_tick says it. */
static bool
wait_for(struct printer *printer, struct err *err)
{
	int i;
	size_t k;

	for (i = 0; i < PATIENCE; i++) {
		if (!printer_tick(printer, err))
			return false;
		for (k = 0; k < PRINTER_JOBS && printer->jobs[k] == 0; k++)
			;
		if (k == PRINTER_JOBS)
			return true;
		rest();
	}
	fail_msg("lp has not ended");
	return false;
}

/* How many documents the server got that are these bytes. */
static size_t
arrived(const void *at, size_t len)
{
	char path[400];
	struct bytes got;
	struct dirent *entry;
	struct err err = {0};
	size_t n = 0;
	DIR *spool;

	snprintf(path, sizeof(path), "%s/spool", folder);
	spool = opendir(path);
	assert_non_null(spool);
	while ((entry = readdir(spool)) != NULL) {
		if (entry->d_name[0] != 'd')
			continue;
		snprintf(path, sizeof(path), "%s/spool/%s", folder,
			entry->d_name);
		got = (struct bytes){0};
		assert_ok(file_read(path, 1 << 20, &got, &err), &err);
		n += got.len == len && memcmp(got.at, at, len) == 0;
		bytes_free(&got);
	}
	closedir(spool);
	return n;
}

/* A document as long as a pipe takes, that is no other test's. */
static void
fill(char bytes[PRINTER_BYTES], char with)
{
	memset(bytes, with, PRINTER_BYTES);
	memcpy(bytes, "%PDF-1.4\n", 9);
}

static void
test_a_slip_arrives_as_it_is(void **state)
{
	static char bytes[PRINTER_BYTES];
	struct printer printer = {.queue = "slips"};
	struct err err = {0};

	(void)state;
	fill(bytes, 'a');
	assert_ok(printer_print(&printer, bytes, sizeof(bytes), &err), &err);
	assert_ok(wait_for(&printer, &err), &err);
	assert_int_equal(arrived(bytes, sizeof(bytes)), 1);
}

static void
test_no_such_queue(void **state)
{
	struct printer printer = {.queue = "none"};
	struct err err = {0};

	(void)state;
	assert_ok(printer_print(&printer, "%PDF-1.4\n", 9, &err), &err);
	assert_false(wait_for(&printer, &err));
	assert_int_equal(err.code, ERR_LIBRARY);
	assert_string_equal(err.text,
		"the printer \"none\" did not take a slip; 'lpstat -p none' "
		"says what is wrong");
	err_clear(&err);
	assert_ok(wait_for(&printer, &err), &err);
}

static void
test_too_large(void **state)
{
	static const char bytes[PRINTER_BYTES + 1];
	struct printer printer = {.queue = "slips"};
	struct err err = {0};

	(void)state;
	assert_false(printer_print(&printer, bytes, sizeof(bytes), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_string_equal(
		err.text, "a slip of 1048577 bytes is larger than 1048576");
}

static void
test_without_lp(void **state)
{
	struct printer printer = {.queue = "slips"};
	struct err err = {0};
	char *path = strdup(getenv("PATH"));

	(void)state;
	setenv("PATH", "/nowhere", 1);
	assert_false(printer_print(&printer, "%PDF-1.4\n", 9, &err));
	setenv("PATH", path, 1);
	free(path);
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_non_null(strstr(err.text, "the package cups-client has it"));
	assert_int_equal(printer.jobs[0], 0);
}

static void
test_a_server_that_hangs(void **state)
{
	static char bytes[PRINTER_BYTES];
	struct printer printer = {.queue = "slips"};
	struct err err = {0};
	size_t i;

	(void)state;
	fill(bytes, 'b');
	assert_int_equal(kill(server, SIGSTOP), 0);
	for (i = 0; i < PRINTER_JOBS; i++)
		assert_ok(printer_print(&printer, bytes, sizeof(bytes), &err),
			&err);
	assert_false(printer_print(&printer, bytes, sizeof(bytes), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_string_equal(err.text,
		"the printer \"slips\" has 16 slips waiting; see what keeps "
		"it");
	err_clear(&err);
	assert_ok(printer_tick(&printer, &err), &err);
	assert_int_equal(kill(server, SIGCONT), 0);
	assert_ok(wait_for(&printer, &err), &err);
	assert_int_equal(arrived(bytes, sizeof(bytes)), PRINTER_JOBS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_slip_arrives_as_it_is),
		cmocka_unit_test(test_no_such_queue),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_without_lp),
		cmocka_unit_test(test_a_server_that_hangs),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
