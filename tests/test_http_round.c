/* A round of the server is kept as a whole, and long work beside it. */
#include "tests/served.h"

#include <unistd.h>

/* Holds the server in a handler while n requests come, then lets it go on. */
static void
ask_together(struct served *served, const char *const paths[], size_t n,
	int sockets[])
{
	static const char first[] = "GET /wait HTTP/1.1\r\n" END;
	char request[128];
	size_t i;

	sockets[n] = served_dial(served, "127.0.0.1");
	served_put(sockets[n], first, sizeof(first) - 1);
	sem_wait(&served->waits);
	for (i = 0; i < n; i++) {
		sockets[i] = served_dial(served, "127.0.0.1");
		snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\n" END,
			paths[i]);
		served_put(sockets[i], request, strlen(request));
	}
	served->begun = 0;
	sem_post(&served->goes_on);
}

static void
hear_together(const int sockets[], size_t n, char **said)
{
	struct str out;
	size_t i;

	for (i = 0; i <= n; i++) {
		out = (struct str){0};
		str_add(&out, "");
		served_get(sockets[i], &out, NULL);
		close(sockets[i]);
		if (i < n)
			said[i] = str_take(&out);
		str_finish(&out);
	}
}

static void
test_http__a_round_is_one_transaction(void **state)
{
	static const char *const paths[] = {
		"/keep/a", "/keep/b", "/keep/c", "/keep/d"};
	struct served *served = *state;
	char *said[4];
	int sockets[5];
	size_t i;

	ask_together(served, paths, 4, sockets);
	hear_together(sockets, 4, said);
	for (i = 0; i < 4; i++) {
		assert_memory_equal(said[i], "HTTP/1.1 200 ", 13);
		free(said[i]);
	}
	assert_int_equal(strlen(served->kept), 4);
	for (i = 0; i < 4; i++)
		assert_non_null(strchr(served->kept, paths[i][6]));
	/* They may have come in two rounds, but not in one each. */
	assert_in_range(served->begun, 1, 3);
}

/* What takes long is done while others are served, and both rounds are kept. */
static void
test_http__long_work_keeps_nobody_waiting(void **state)
{
	static const char work[] = "GET /work HTTP/1.1\r\n" END;
	struct served *served = *state;
	const int s = served_dial(served, "127.0.0.1");
	struct str out = {0};
	char *said;

	served_put(s, work, sizeof(work) - 1);
	sem_wait(&served->waits);
	said = served_talk(served, PLAIN, sizeof(PLAIN) - 1);
	assert_non_null(strstr(said, "/ 0 0 0 "));
	free(said);
	assert_int_equal(served->worked, 0);
	assert_string_equal(served->kept, "asked ");
	sem_post(&served->goes_on);
	served_get(s, &out, NULL);
	assert_non_null(strstr(out.at, "/work 0 0 0 "));
	assert_string_equal(served->kept, "asked worked ");
	assert_int_equal(served->freed, 1);
	str_finish(&out);
	close(s);
}

/* It is waited for; who asked is told, and nothing of it is lost or leaked. */
static void
test_http__stopping_waits_for_long_work(void **state)
{
	static const char work[] = "GET /work HTTP/1.1\r\n" END;
	struct served *served = *state;
	int s[2], i;
	struct str out = {0};

	for (i = 0; i < 2; i++) {
		s[i] = served_dial(served, "127.0.0.1");
		served_put(s[i], work, sizeof(work) - 1);
	}
	sem_wait(&served->waits);
	/* Both have been asked for. */
	while (strcmp(served->kept, "asked asked ") != 0)
		free(served_talk(served, PLAIN, sizeof(PLAIN) - 1));
	http_stop(served->http);
	pthread_join(served->thread, NULL);
	sem_post(&served->goes_on);
	sem_post(&served->goes_on);
	http_close(served->http);
	for (i = 0; i < 2; i++) {
		served_get(s[i], &out, NULL);
		close(s[i]);
	}
	assert_memory_equal(out.at, "HTTP/1.1 503 ", 13);
	str_finish(&out);
	assert_true(served->worked >= 1);
	assert_int_equal(served->freed, 2);
	free(served);
}

static void
test_http__one_that_is_refused_does_not_harm_the_others(void **state)
{
	static const char *const paths[] = {
		"/keep/a", "/refuse", "/keep/b", "/refuse", "/keep/c"};
	struct served *served = *state;
	char *said[5];
	int sockets[6];
	size_t i;

	ask_together(served, paths, 5, sockets);
	hear_together(sockets, 5, said);
	for (i = 0; i < 5; i++) {
		assert_memory_equal(said[i],
			i % 2 == 1 ? "HTTP/1.1 403 " : "HTTP/1.1 200 ", 13);
		free(said[i]);
	}
	assert_int_equal(strlen(served->kept), 3);
	assert_non_null(strchr(served->kept, 'a'));
	assert_non_null(strchr(served->kept, 'b'));
	assert_non_null(strchr(served->kept, 'c'));
}

static void
test_http__nobody_is_told_what_was_not_kept(void **state)
{
	static const char *const paths[] = {"/keep/a", "/keep/b", "/keep/c"};
	struct served *served = *state;
	char *said[3];
	int sockets[4];
	size_t i;

	/* The one that waits fails too. */
	served->breaks = true;
	ask_together(served, paths, 3, sockets);
	pthread_join(served->thread, NULL);
	assert_false(served->ok);
	assert_string_equal(served->err.text, "the disk is full");
	http_close(served->http);
	hear_together(sockets, 3, said);
	for (i = 0; i < 3; i++) {
		if (strstr(said[i], "HTTP/1.1 200") != NULL)
			fail_msg("%zu: %s", i, said[i]);
		free(said[i]);
	}
	assert_string_equal(served->kept, "");
	free(served);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SERVED(test_http__a_round_is_one_transaction),
		SERVED(test_http__long_work_keeps_nobody_waiting),
		cmocka_unit_test_setup(
			test_http__stopping_waits_for_long_work, served_begin),
		SERVED(test_http__one_that_is_refused_does_not_harm_the_others),
		cmocka_unit_test_setup(
			test_http__nobody_is_told_what_was_not_kept,
			served_begin),
	};

	return cmocka_run_group_tests_name("http_round", tests, NULL, NULL);
}
