/* Streams: who listens is told what is new, until it is over. */
#include "tests/served.h"

#include <poll.h>
#include <unistd.h>

static void
say(const struct served *served, const char *data)
{
	char request[256];

	snprintf(request, sizeof(request),
		"POST /say HTTP/1.1\r\n" FORM "Content-Length: %zu\r\n" END
		"data=%s",
		strlen(data) + 5, data);
	free(served_talk(served, request, strlen(request)));
}

static int
begin_stream(const struct served *served)
{
	static const char request[] = "GET /stream HTTP/1.1\r\n" HOST "\r\n";
	const int s = served_dial(served, "127.0.0.1");
	struct str out = {0};

	served_put(s, request, sizeof(request) - 1);
	assert_true(
		served_get(s, &out, "id: 0\nevent: state\ndata: begin\n\n"));
	assert_non_null(strstr(out.at, "Content-Type: text/event-stream"));
	str_finish(&out);
	return s;
}

static void
until_closed(const struct served *served, int times)
{
	int i;

	for (i = 0; served->closed < times && i < ANSWER_MS / 10; i++)
		poll(NULL, 0, 10);
	assert_int_equal(served->closed, times);
}

static void
test_http__a_stream_says_what_is_new(void **state)
{
	struct served *served = *state;
	const int s = begin_stream(served);
	struct str out = {0};

	say(served, "one");
	assert_true(served_get(s, &out, "data: one\n\n"));
	served_now += 1000; /* one that has nothing to say may rest */
	say(served, "two");
	assert_true(served_get(s, &out, "data: two\n\n"));
	say(served, "end");
	assert_true(served_get(s, &out, "\r\n0\r\n"));
	until_closed(served, 1);
	close(s);
	str_finish(&out);
}

static void
test_http__a_stream_that_is_left_is_told(void **state)
{
	struct served *served = *state;

	close(begin_stream(served));
	say(served, "one");
	say(served, "two");
	until_closed(served, 1);
}

static void
test_http__a_stream_that_is_not_read_ends(void **state)
{
	struct served *served = *state;
	const int s = begin_stream(served);

	say(served, "much");
	poll(NULL, 0, 200);
	assert_int_equal(served->closed, 0);
	served_now += HTTP_STREAM_S + 2;
	until_closed(served, 1);
	close(s);
}

static void
test_http__stopping_ends_streams(void **state)
{
	struct served *served = *state;
	const int s = begin_stream(served);
	struct str out = {0};

	http_stop(served->http);
	pthread_join(served->thread, NULL);
	assert_true(served->ok);
	http_close(served->http);
	assert_int_equal(served->closed, 1);
	served_get(s, &out, NULL);
	close(s);
	str_finish(&out);
	free(served);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SERVED(test_http__a_stream_says_what_is_new),
		SERVED(test_http__a_stream_that_is_left_is_told),
		SERVED(test_http__a_stream_that_is_not_read_ends),
		cmocka_unit_test_setup(
			test_http__stopping_ends_streams, served_begin),
	};

	return cmocka_run_group_tests_name("http_stream", tests, NULL, NULL);
}
