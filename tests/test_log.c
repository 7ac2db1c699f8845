#include "tests/test.h"

#include "core/log.h"

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static int saved = -1;

/* From here on, stderr is fd. */
static void
listen_on(int fd)
{
	saved = dup(STDERR_FILENO);
	assert_true(dup2(fd, STDERR_FILENO) >= 0);
}

/*
 * stderr as it was; all that was written to `to`, which is closed, from the
 * other end: a terminal hands it over in pieces, and ends with an error.
 */
static void
heard(int from, int to, char *text, size_t size)
{
	size_t got = 0;
	ssize_t len;

	dup2(saved, STDERR_FILENO);
	close(saved);
	close(to);
	while (got < size - 1 &&
		(len = read(from, text + got, size - 1 - got)) > 0)
		got += (size_t)len;
	text[got] = '\0';
	close(from);
}

static void
test_log__to_a_pipe(void **state)
{
	struct err err = {0};
	char text[256];
	int ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, 0), 0);
	log_program("skapa-test");
	err_set(&err, ERR_INPUT, "page 3: 100 %% is too much");
	listen_on(ends[1]);
	log_line("%d of %s", 2, "3");
	log_err(&err);
	/* No terminal: no progress. */
	log_progress(1, 2);
	log_progress_end();
	heard(ends[0], ends[1], text, sizeof(text));
	assert_string_equal(text, "skapa-test: 2 of 3\n"
				  "skapa-test: page 3: 100 % is too much\n");
}

static void
test_log_progress__on_a_terminal(void **state)
{
	const int keys = posix_openpt(O_RDWR | O_NOCTTY);
	struct termios raw;
	char text[256];
	int screen;

	(void)state;
	assert_true(keys >= 0 && grantpt(keys) == 0 && unlockpt(keys) == 0);
	screen = open(ptsname(keys), O_RDWR | O_NOCTTY);
	assert_true(screen >= 0 && tcgetattr(screen, &raw) == 0);
	cfmakeraw(&raw);
	assert_int_equal(tcsetattr(screen, TCSANOW, &raw), 0);
	listen_on(screen);
	log_progress(3, 10);
	log_progress(4, 10); /* too soon to be drawn */
	log_line("a page");
	log_progress_end(); /* there is no line any more, or it is cleared */
	heard(keys, screen, text, sizeof(text));
	if (strncmp(text, "\r\033[K3 of 10 pages\r\033[K", 20) != 0 ||
		strstr(text, "4 of 10") != NULL ||
		strstr(text, "skapa-test: a page\n") == NULL)
		fail_msg("on the screen: %s", text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_log__to_a_pipe),
		cmocka_unit_test(test_log_progress__on_a_terminal),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
