/* How long a connection lives, and how many there are. */
#include "tests/served.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Time goes on, and the connection must end; before, it must not have. */
static void
ends_after(int s, int64_t seconds)
{
	struct pollfd fd = {s, POLLIN, 0};
	struct str out = {0};
	char byte;

	served_now += seconds - 2;
	assert_int_equal(poll(&fd, 1, 700), 0);
	served_now += 4;
	served_get(s, &out, NULL);
	assert_true(recv(s, &byte, 1, 0) <= 0);
	str_finish(&out);
	close(s);
}

static void
test_http__slow_ones_are_closed(void **state)
{
	static const struct {
		const char *request;
		int64_t after;
	} rows[] = {
		{"", HTTP_HEAD_S},
		{"GET / HTTP/1.1\r\nHost: h\r\nX: slow", HTTP_HEAD_S},
		{"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nslow",
			HTTP_BODY_S},
	};
	struct served *served = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const int s = served_dial(served, "127.0.0.1");

		served_put(s, rows[i].request, strlen(rows[i].request));
		/* Something else has been answered: that has come in. */
		free(served_talk(served, PLAIN, sizeof(PLAIN) - 1));
		ends_after(s, rows[i].after);
	}
}

static void
test_http__an_idle_connection_lives_a_while(void **state)
{
	static const char request[] = "GET / HTTP/1.1\r\n" HOST "\r\n";
	struct served *served = *state;
	const int s = served_dial(served, "127.0.0.1");
	struct str out = {0};

	served_put(s, request, sizeof(request) - 1);
	assert_true(served_get(s, &out, "/ 0 0 0"));
	/* Whoever is answered now is answered after that reply was gone. */
	free(served_talk(served, PLAIN, sizeof(PLAIN) - 1));
	served_now += HTTP_IDLE_S - 5;
	served_put(s, request, sizeof(request) - 1);
	str_clear(&out);
	assert_true(served_get(s, &out, "/ 0 0 0"));
	free(served_talk(served, PLAIN, sizeof(PLAIN) - 1));
	ends_after(s, HTTP_IDLE_S);
	str_finish(&out);
}

static void
test_http__an_address_has_so_many(void **state)
{
	static const char request[] = "GET / HTTP/1.1\r\n" HOST "\r\n";
	struct served *served = *state;
	int s[HTTP_PER_ADDRESS + 1];
	struct str out = {0};
	char *said;
	size_t i;

	for (i = 0; i < HTTP_PER_ADDRESS; i++) {
		s[i] = served_dial(served, "127.0.0.2");
		served_put(s[i], request, sizeof(request) - 1);
		str_clear(&out);
		assert_true(served_get(s[i], &out, "/ 0 0 0"));
	}
	s[i] = served_dial(served, "127.0.0.2");
	served_put(s[i], request, sizeof(request) - 1);
	str_clear(&out);
	assert_false(served_get(s[i], &out, "HTTP"));
	said = served_talk(served, PLAIN, sizeof(PLAIN) - 1);
	assert_memory_equal(said, "HTTP/1.1 200 ", 13);
	free(said);
	for (i = 0; i <= HTTP_PER_ADDRESS; i++)
		close(s[i]);
	str_finish(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SERVED(test_http__slow_ones_are_closed),
		SERVED(test_http__an_idle_connection_lives_a_while),
		SERVED(test_http__an_address_has_so_many),
	};

	return cmocka_run_group_tests_name(
		"http_connection", tests, NULL, NULL);
}
