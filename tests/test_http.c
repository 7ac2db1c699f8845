/* What the server answers to a request, and where it listens. */
#include "tests/served.h"

#include <unistd.h>

#define ROW(request, status, has) request, sizeof(request) - 1, status, has

static void
test_http__answers_what_is_right_and_refuses_the_rest(void **state)
{
	static const struct {
		const char *request;
		size_t len;
		int status; /* 0: closed without a word */
		const char *has;
	} rows[] = {
		{ROW("GET / HTTP/1.1\r\n" END, 200, "/ 0 0 0 ")},
		{ROW("GET /a%20b?c=1&d HTTP/1.1\r\n" END, 200, "/a b 2 0 0 ")},
		{ROW("GET / HTTP/1.0\r\n\r\n", 200, "/ 0 0 0 ")},
		{ROW("HEAD / HTTP/1.1\r\n" END, 200, "Content-Length: 8")},
		{ROW("GET /file HTTP/1.1\r\n" END, 200, "fixed")},
		{ROW("GET /away HTTP/1.1\r\n" END, 303, "Location: /there")},
		{ROW("POST /f HTTP/1.1\r\n" FORM "Content-Length: 7\r\n" END
		     "a=1&b=2",
			200, "/f 0 2 7 a=1&b=2")},
		{ROW("POST /f HTTP/1.1\r\nContent-Type: text/plain\r\n"
		     "Content-Length: 3\r\n" END "a=1",
			200, "/f 0 0 3 a=1")},
		{ROW("POST /f HTTP/1.1\r\n" END, 200, "/f 0 0 0 ")},
		{ROW("PUT /f HTTP/1.1\r\nContent-Length: 100\r\n" END
		     "0123456789012345678901234567890123456789"
		     "0123456789012345678901234567890123456789"
		     "01234567890123456789",
			200, "/f 0 0 100 0123456789")},
		/* the body */
		{ROW("PUT /f HTTP/1.1\r\nContent-Length: 101\r\n" END, 413,
			"more than is taken")},
		{ROW("GET / HTTP/1.1\r\nContent-Length: 1\r\n" END "x", 413,
			"more than is taken")},
		{ROW("PUT /f HTTP/1.1\r\nContent-Length: 99999999999\r\n" END,
			413, "")},
		{ROW("PUT /f HTTP/1.1\r\nContent-Length: "
		     "999999999999999999999999999\r\n" END,
			413, "")},
		{ROW("PUT /f HTTP/1.1\r\nContent-Length: -1\r\n" END, 400, "")},
		{ROW("PUT /f HTTP/1.1\r\nContent-Length: 1x\r\n" END, 400, "")},
		{ROW("PUT /f HTTP/1.1\r\nContent-Length: 1\r\n"
		     "Content-Length: 2\r\n" END "xy",
			400, "")},
		{ROW("PUT /f HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END
		     "1\r\nx\r\n0\r\n\r\n",
			411, "Content-Length")},
		{ROW("PUT /f HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
		     "Content-Length: 1\r\n" END "x",
			411, "")},
		{ROW("POST /f HTTP/1.1\r\n" FORM "Content-Length: 7\r\n" END
		     "a=1\0b=2",
			400, "form")},
		{ROW("POST /f HTTP/1.1\r\n" FORM "Content-Length: 3\r\n" END
		     "a=%",
			400, "form")},
		{ROW("POST /f HTTP/1.1\r\nContent-Length: 9\r\n" END "short", 0,
			"")},
		/* the address */
		{ROW("GET /../etc/passwd HTTP/1.1\r\n" END, 400, "address")},
		{ROW("GET /%2e%2e/a HTTP/1.1\r\n" END, 400, "address")},
		{ROW("GET /%00 HTTP/1.1\r\n" END, 400, "address")},
		{ROW("GET /% HTTP/1.1\r\n" END, 400, "address")},
		{ROW("GET /?a=%zz HTTP/1.1\r\n" END, 400, "address")},
		{ROW("GET /?a=1&a=2 HTTP/1.1\r\n" END, 400, "address")},
		{ROW("GET http://other/ HTTP/1.1\r\n" END, 400, "address")},
		{ROW("GET * HTTP/1.1\r\n" END, 400, "address")},
		/* the head */
		{ROW("DELETE / HTTP/1.1\r\n" END, 405,
			"Allow: GET, HEAD, POST, PUT")},
		{ROW("OPTIONS / HTTP/1.1\r\n" END, 405, "")},
		{ROW("CONNECT / HTTP/1.1\r\n" END, 405, "")},
		{ROW("get / HTTP/1.1\r\n" END, 405, "")},
		{ROW("GET / HTTP/1.1\r\n\r\n", 400, "")},
		{ROW("GET / HTTP/1.1\r\nHost: a\r\n" END, 400, "")},
		{ROW("GET / HTTP/3.0\r\n" END, 505, "")},
		{ROW("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 0, "")},
		{ROW("GET / HT", 0, "")},
		{ROW("GET / HTTP/1.1\r\nHost: h\r\nX: ", 0, "")},
	};
	char *said, first[32];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		said = served_talk_until(*state, rows[i].request, rows[i].len,
			rows[i].status == 0);
		snprintf(first, sizeof(first), "HTTP/1.1 %d ", rows[i].status);
		if (rows[i].status == 0
				? said[0] != '\0'
				: strncmp(said, first, strlen(first)) != 0 ||
					  strstr(said, rows[i].has) == NULL)
			fail_msg("row %zu '%.40s': %s", i, rows[i].request,
				said);
		free(said);
	}
}

static void
test_http__headers_have_a_limit(void **state)
{
	static const struct {
		size_t len;
		int status;
	} rows[] = {{HTTP_HEAD, 200}, {HTTP_HEAD + 1, 431}, {20000, 431}};
	char request[20480], first[32], *said;
	size_t i, len;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		len = (size_t)sprintf(request, "GET / HTTP/1.1\r\n" HOST "X: ");
		memset(request + len, 'x', rows[i].len - len);
		memcpy(request + rows[i].len - 23,
			"\r\nConnection: close\r\n\r\n", 23);
		said = served_talk(*state, request, rows[i].len);
		snprintf(first, sizeof(first), "HTTP/1.1 %d ", rows[i].status);
		if (strncmp(said, first, strlen(first)) != 0)
			fail_msg("row %zu: %s", i, said);
		free(said);
	}
}

static void
test_http__every_reply_has_its_headers(void **state)
{
	static const struct {
		const char *request;
		bool is_file;
	} rows[] = {
		{"GET / HTTP/1.1\r\n" END, false},
		{"GET /file HTTP/1.1\r\n" END, true},
		{"GET /.. HTTP/1.1\r\n" END, false},
		{"GET /refuse HTTP/1.1\r\n" END, false},
	};
	static const struct {
		const char *line;
		bool of_files; /* too */
	} headers[] = {
		{"\r\nContent-Security-Policy: default-src 'none'; ", true},
		{"frame-ancestors 'none'", true},
		{"\r\nX-Content-Type-Options: nosniff\r\n", true},
		{"\r\nCross-Origin-Resource-Policy: same-origin\r\n", true},
		{"\r\nX-Frame-Options: DENY\r\n", false},
		{"\r\nReferrer-Policy: same-origin\r\n", false},
		{"\r\nCross-Origin-Opener-Policy: same-origin\r\n", false},
		{"\r\nCache-Control: no-store\r\n", true},
	};
	char *said;
	size_t i, k;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		said = served_talk(
			*state, rows[i].request, strlen(rows[i].request));
		for (k = 0; k < sizeof(headers) / sizeof(*headers); k++)
			if ((headers[k].of_files || !rows[i].is_file) &&
				strstr(said, headers[k].line) == NULL)
				fail_msg("row %zu: %s is not in %s", i,
					headers[k].line, said);
		free(said);
	}
}

/* A picture is as small as it gets. */
static void
test_http__texts_are_packed_for_who_takes_it(void **state)
{
	static const struct {
		const char *path, *headers;
		bool is_packed;
	} rows[] = {
		{"/long", "", false},
		{"/long", "Accept-Encoding: gzip\r\n", true},
		{"/long", "Accept-Encoding: br, GZIP;q=0.5, x\r\n", true},
		{"/long", "Accept-Encoding: gzip;q=0.0\r\n", false},
		{"/long", "Accept-Encoding: gzipped, br\r\n", false},
		{"/long",
			"Accept-Encoding: gzip\r\n"
			"Sec-Fetch-Site: same-origin\r\n",
			true},
		{"/long", "Accept-Encoding: gzip\r\nSec-Fetch-Site: none\r\n",
			true},
		{"/long",
			"Accept-Encoding: gzip\r\n"
			"Sec-Fetch-Site: same-site\r\n",
			false},
		{"/long",
			"Accept-Encoding: gzip\r\n"
			"Sec-Fetch-Site: cross-site\r\n",
			false},
		{"/picture", "Accept-Encoding: gzip\r\n", false},
		{"/packed", "", false},
		{"/packed", "Accept-Encoding: gzip\r\n", true},
		{"/packed",
			"Accept-Encoding: gzip\r\n"
			"Sec-Fetch-Site: cross-site\r\n",
			true},
	};
	char request[256], *said;
	size_t i;
	int len;
	bool is_packed;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		len = snprintf(request, sizeof(request),
			"GET %s HTTP/1.1\r\n%s" END, rows[i].path,
			rows[i].headers);
		said = served_talk(*state, request, (size_t)len);
		is_packed = strstr(said, "Content-Encoding: gzip\r\n") != NULL;
		if (is_packed != rows[i].is_packed ||
			is_packed != (strstr(said, "yyyyyyyyyy") == NULL) ||
			(is_packed &&
				strstr(said, "Vary: Accept-Encoding") == NULL))
			fail_msg("row %zu %s %s: %s", i, rows[i].path,
				rows[i].headers, said);
		free(said);
	}
}

static void
test_http__cookies_and_tags(void **state)
{
	static const char with[] = "GET /cookie HTTP/1.1\r\nCookie: a=b; "
				   "id=42\r\n" END;
	static const char tagged[] =
		"GET /tag HTTP/1.1\r\nIf-None-Match: W/\"x\", \"abc\"\r\n" END;
	static const char other[] =
		"GET /tag HTTP/1.1\r\nIf-None-Match: \"ab\"\r\n" END;
	char *said = served_talk(*state, with, sizeof(with) - 1);

	assert_non_null(strstr(said, "\r\n\r\n42"));
	assert_non_null(strstr(said, "Set-Cookie: id=new; Path=/; HttpOnly; "
				     "SameSite=Strict; Max-Age=60\r\n"));
	assert_non_null(strstr(said, "Set-Cookie: old=; Path=/; HttpOnly; "
				     "SameSite=Strict; Max-Age=0\r\n"));
	free(said);
	said = served_talk(*state, tagged, sizeof(tagged) - 1);
	assert_memory_equal(said, "HTTP/1.1 304 ", 13);
	assert_non_null(strstr(said, "ETag: \"abc\""));
	free(said);
	said = served_talk(*state, other, sizeof(other) - 1);
	assert_memory_equal(said, "HTTP/1.1 200 ", 13);
	free(said);
}

static void
test_http__pipelined_requests_are_answered_in_order(void **state)
{
	static const char three[] =
		"GET /1 HTTP/1.1\r\n" HOST "\r\n"
		"POST /2 HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nab"
		"GET /3 HTTP/1.1\r\n" END;
	char *said = served_talk(*state, three, sizeof(three) - 1);
	const char *first = strstr(said, "/1 0 0 0"),
		   *second = strstr(said, "/2 0 0 2 ab"),
		   *third = strstr(said, "/3 0 0 0");

	assert_non_null(first);
	assert_non_null(second);
	assert_non_null(third);
	assert_true(first < second && second < third);
	free(said);
}

static void
test_http__a_large_body_is_whole(void **state)
{
	const size_t len = 1 << 20;
	char *request = malloc(len + 100), *said;
	size_t head = (size_t)sprintf(request,
		"PUT /large HTTP/1.1\r\nContent-Length: %zu\r\n" END, len);

	memset(request + head, 'z', len);
	said = served_talk(*state, request, head + len);
	assert_non_null(strstr(said, "/large 0 0 1048576 zzzzzzzzzz"));
	free(said);
	free(request);
}

static void
test_http_listen__knows_addresses(void **state)
{
	static const struct {
		const char *address;
		bool is_local;
	} good[] = {{"127.0.0.1:0", true}, {"127.1.2.3:0", true},
		{"0.0.0.0:0", false}};
	static const char *const bad[] = {"", ":", "8080", ":8080", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "localhost:80",
		"::1:80", "[::1]", "[127.0.0.1:80", "127.0.0.1:80 "};
	struct err err = {0};
	char at[HTTP_ADDRESS];
	size_t i;
	int fd;
	bool is_local;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_ok(http_listen(good[i].address, &fd, &err), &err);
		assert_ok(http_listens_at(fd, at, &is_local, &err), &err);
		assert_int_equal(is_local, good[i].is_local);
		err_clear(&err);
		assert_false(http_listen(at, &(int){-1}, &err));
		assert_non_null(strstr(err.text,
			": another program listens there; stop it, or choose "
			"another port with --listen"));
		close(fd);
	}
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_clear(&err);
		if (http_listen(bad[i], &fd, &err) || err.code != ERR_USAGE)
			fail_msg("row %zu '%s': %s", i, bad[i], err.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SERVED(test_http__answers_what_is_right_and_refuses_the_rest),
		SERVED(test_http__headers_have_a_limit),
		SERVED(test_http__every_reply_has_its_headers),
		SERVED(test_http__texts_are_packed_for_who_takes_it),
		SERVED(test_http__cookies_and_tags),
		SERVED(test_http__pipelined_requests_are_answered_in_order),
		SERVED(test_http__a_large_body_is_whole),
		cmocka_unit_test(test_http_listen__knows_addresses),
	};

	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
