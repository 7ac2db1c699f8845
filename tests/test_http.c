/*
 * The server over real sockets: one thread serves, the test is its clients.
 * What it serves is written down here; its time is the test's.
 */
#include "tests/test.h"

#include "core/str.h"
#include "kiosk/http.h"
#include "kiosk/worker.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_MS 3000 /* until a test gives up */

/* A transaction over a text: what is kept, and what is not yet. */
struct served {
	struct http *http;
	pthread_t thread;
	uint16_t port;
	char kept[512], pending[512];
	int begun, refused;
	bool breaks;	      /* the next end fails */
	sem_t waits, goes_on; /* of the paths /wait and /work */
	atomic_int worked, freed;
	struct http_stream *stream;
	atomic_int closed;
	struct err err;
	bool ok;
};

static atomic_llong now = 1000;

static int64_t
clock_s(void)
{
	return now;
}

static bool
begin(void *data, struct err *err)
{
	struct served *served = data;

	(void)err;
	served->begun++;
	memcpy(served->pending, served->kept, sizeof(served->kept));
	return true;
}

static bool
end(void *data, bool ok, bool *kept, struct err *err)
{
	struct served *served = data;

	if (served->breaks)
		return err_set(err, ERR_SYSTEM, "the disk is full");
	*kept = ok;
	if (ok)
		memcpy(served->kept, served->pending, sizeof(served->kept));
	return true;
}

static void
add_stream_event(struct served *served, const struct http_request *request)
{
	static char much[8 << 20];
	const char *data = form_value(&request->form, "data");

	if (strcmp(data, "much") == 0) {
		memset(much, 'x', sizeof(much) - 1);
		data = much;
	}
	if (served->stream != NULL && strcmp(data, "end") == 0)
		http_stream_end(served->stream);
	else if (served->stream != NULL)
		http_stream_event(served->stream, "state", "1", data);
}

struct some_work {
	struct work work;
	struct served *served;
};

static void
run_work(struct work *work)
{
	struct served *served = ((struct some_work *)work)->served;

	sem_post(&served->waits);
	sem_wait(&served->goes_on);
	served->worked++;
}

static void
free_work(struct work *work)
{
	((struct some_work *)work)->served->freed++;
	free(work);
}

static void
begin_work(struct served *served, struct http_reply *reply)
{
	struct some_work *some = calloc(1, sizeof(*some));

	some->work.run = run_work;
	some->work.free = free_work;
	some->served = served;
	reply->work = &some->work;
	strcat(served->pending, "asked ");
}

static void
add_long(struct http_reply *reply)
{
	int i;

	for (i = 0; i < 1000; i++)
		str_add(&reply->body, "y");
}

static bool
handle(void *data, const struct http_request *request, struct http_reply *reply)
{
	struct served *served = data;
	const char *path = request->path;
	char cookie[HTTP_COOKIE];

	if (strcmp(path, "/wait") == 0) {
		sem_post(&served->waits);
		sem_wait(&served->goes_on);
	} else if (strcmp(path, "/refuse") == 0) {
		strcat(served->pending, "refused");
		served->refused++;
		reply->status = 403;
		return false;
	} else if (strncmp(path, "/keep/", 6) == 0) {
		strcat(served->pending, path + 6);
	} else if (strcmp(path, "/stream") == 0) {
		reply->is_stream = true;
	} else if (strcmp(path, "/say") == 0) {
		add_stream_event(served, request);
	} else if (strcmp(path, "/cookie") == 0) {
		str_add(&reply->body,
			http_cookie(request, "id", cookie) ? cookie : "none");
		http_cookie_set(reply, request, "id", "new", 60);
		http_cookie_set(reply, request, "old", "", -1);
	} else if (strcmp(path, "/tag") == 0) {
		str_copy(reply->etag, sizeof(reply->etag), "abc");
	} else if (strcmp(path, "/work") == 0 && request->done == NULL) {
		begin_work(served, reply);
		return true;
	} else if (strcmp(path, "/work") == 0) {
		strcat(served->pending, "worked ");
	} else if (strcmp(path, "/long") == 0) {
		add_long(reply);
	} else if (strcmp(path, "/picture") == 0) {
		reply->type = "image/png";
		add_long(reply);
	} else if (strcmp(path, "/away") == 0) {
		http_redirect(reply, "/there");
	}
	str_addf(&reply->body, "%s %zu %zu %zu %.10s", path, request->query.n,
		request->form.n, request->body_len,
		request->body != NULL ? request->body : "");
	return true;
}

static bool
at_once(void *data, const struct http_request *request,
	struct http_reply *reply)
{
	static const char large[] = "yyyyyyyyyy, and so on", small[] = "small";

	(void)data;
	if (strcmp(request->path, "/packed") == 0) {
		reply->fixed = large;
		reply->fixed_len = sizeof(large) - 1;
		reply->packed = small;
		reply->packed_len = sizeof(small) - 1;
		return true;
	}
	if (strcmp(request->path, "/file") != 0)
		return false;
	reply->fixed = "fixed";
	reply->fixed_len = 5;
	return true;
}

static size_t
body_most(void *data, enum http_method method, const char *path)
{
	(void)data;
	if (method != HTTP_POST && method != HTTP_PUT)
		return 0;
	return strcmp(path, "/large") == 0 ? 1 << 20 : 100;
}

static void
opened(void *data, const struct http_request *request,
	struct http_stream *stream)
{
	struct served *served = data;

	(void)request;
	served->stream = stream;
	http_stream_event(stream, "state", "0", "begin");
}

static void
closed(void *data, struct http_stream *stream)
{
	struct served *served = data;

	assert_ptr_equal(served->stream, stream);
	served->stream = NULL;
	served->closed++;
}

static bool
tick(void *data, int64_t now_s, struct err *err)
{
	(void)data;
	(void)now_s;
	(void)err;
	return true;
}

static void *
run(void *data)
{
	struct served *served = data;

	served->ok = http_run(served->http, &served->err);
	return NULL;
}

static int
begin_serving(void **state)
{
	struct served *served = calloc(1, sizeof(*served));
	struct http_setup setup = {.data = served,
		.begin = begin,
		.end = end,
		.handle = handle,
		.at_once = at_once,
		.body_most = body_most,
		.opened = opened,
		.closed = closed,
		.clock_s = clock_s,
		.tick = tick};
	char at[HTTP_ADDRESS];
	struct err err = {0};
	bool is_local;

	assert_ok(http_listen("0.0.0.0:0", &setup.listen, &err), &err);
	assert_ok(http_listens_at(setup.listen, at, &is_local, &err), &err);
	assert_false(is_local);
	served->port = (uint16_t)atoi(strchr(at, ':') + 1);
	served->http = http_open(&setup, &err);
	if (served->http == NULL)
		fail_msg("%s", err.text);
	sem_init(&served->waits, 0, 0);
	sem_init(&served->goes_on, 0, 0);
	pthread_create(&served->thread, NULL, run, served);
	*state = served;
	return 0;
}

static int
end_serving(void **state)
{
	struct served *served = *state;

	http_stop(served->http);
	pthread_join(served->thread, NULL);
	http_close(served->http);
	assert_null(served->stream);
	free(served);
	return 0;
}

/* ------------------------------------------------------------------ clients */

static int
dial(const struct served *served, const char *from)
{
	const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in at = {.sin_family = AF_INET};

	inet_pton(AF_INET, from, &at.sin_addr);
	assert_int_equal(bind(s, (const struct sockaddr *)&at, sizeof(at)), 0);
	at.sin_port = htons(served->port);
	inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
	assert_int_equal(
		connect(s, (const struct sockaddr *)&at, sizeof(at)), 0);
	return s;
}

static void
put(int s, const void *bytes, size_t len)
{
	const char *at = bytes;
	ssize_t n;

	while (len > 0 && (n = send(s, at, len, MSG_NOSIGNAL)) > 0) {
		at += n;
		len -= (size_t)n;
	}
}

/* Adds what comes to out, until it holds text (NULL: until the end). */
static bool
get(int s, struct str *out, const char *text)
{
	struct pollfd fd = {s, POLLIN, 0};
	char bytes[4096];
	ssize_t n;

	for (;;) {
		if (text != NULL && out->at != NULL &&
			strstr(out->at, text) != NULL)
			return true;
		if (poll(&fd, 1, ANSWER_MS) != 1)
			fail_msg("nothing came behind: %s",
				out->at != NULL ? out->at : "");
		n = recv(s, bytes, sizeof(bytes), 0);
		if (n <= 0)
			return text == NULL;
		str_add_bytes(out, bytes, (size_t)n);
	}
}

/*
 * Sends it all and returns what came until the server closed; only_half: which
 * it does as no more comes.
 */
static char *
talk_until(const struct served *served, const void *bytes, size_t len,
	bool only_half)
{
	const int s = dial(served, "127.0.0.1");
	struct str out = {0};

	put(s, bytes, len);
	if (only_half) {
		/* Data and end in one are seen as data by libmicrohttpd. */
		poll(NULL, 0, 20);
		shutdown(s, SHUT_WR);
	}
	str_add(&out, "");
	get(s, &out, NULL);
	close(s);
	return str_take(&out);
}

static char *
talk(const struct served *served, const void *bytes, size_t len)
{
	return talk_until(served, bytes, len, false);
}

#define HOST "Host: h\r\n"
#define END HOST "Connection: close\r\n\r\n"
#define PLAIN "GET / HTTP/1.1\r\n" END
#define ROW(request, status, has) request, sizeof(request) - 1, status, has
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

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
		said = talk_until(*state, rows[i].request, rows[i].len,
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
		said = talk(*state, request, rows[i].len);
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
		said = talk(*state, rows[i].request, strlen(rows[i].request));
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
		said = talk(*state, request, (size_t)len);
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
	char *said = talk(*state, with, sizeof(with) - 1);

	assert_non_null(strstr(said, "\r\n\r\n42"));
	assert_non_null(strstr(said, "Set-Cookie: id=new; Path=/; HttpOnly; "
				     "SameSite=Strict; Max-Age=60\r\n"));
	assert_non_null(strstr(said, "Set-Cookie: old=; Path=/; HttpOnly; "
				     "SameSite=Strict; Max-Age=0\r\n"));
	free(said);
	said = talk(*state, tagged, sizeof(tagged) - 1);
	assert_memory_equal(said, "HTTP/1.1 304 ", 13);
	assert_non_null(strstr(said, "ETag: \"abc\""));
	free(said);
	said = talk(*state, other, sizeof(other) - 1);
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
	char *said = talk(*state, three, sizeof(three) - 1);
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
	said = talk(*state, request, head + len);
	assert_non_null(strstr(said, "/large 0 0 1048576 zzzzzzzzzz"));
	free(said);
	free(request);
}

/* ------------------------------------------------------------------- rounds */

/* Holds the server in a handler while n requests come, then lets it go on. */
static void
ask_together(struct served *served, const char *const paths[], size_t n,
	int sockets[])
{
	static const char first[] = "GET /wait HTTP/1.1\r\n" END;
	char request[128];
	size_t i;

	sockets[n] = dial(served, "127.0.0.1");
	put(sockets[n], first, sizeof(first) - 1);
	sem_wait(&served->waits);
	for (i = 0; i < n; i++) {
		sockets[i] = dial(served, "127.0.0.1");
		snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\n" END,
			paths[i]);
		put(sockets[i], request, strlen(request));
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
		get(sockets[i], &out, NULL);
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
	const int s = dial(served, "127.0.0.1");
	struct str out = {0};
	char *said;

	put(s, work, sizeof(work) - 1);
	sem_wait(&served->waits);
	said = talk(served, PLAIN, sizeof(PLAIN) - 1);
	assert_non_null(strstr(said, "/ 0 0 0 "));
	free(said);
	assert_int_equal(served->worked, 0);
	assert_string_equal(served->kept, "asked ");
	sem_post(&served->goes_on);
	get(s, &out, NULL);
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
		s[i] = dial(served, "127.0.0.1");
		put(s[i], work, sizeof(work) - 1);
	}
	sem_wait(&served->waits);
	/* Both have been asked for. */
	while (strcmp(served->kept, "asked asked ") != 0)
		free(talk(served, PLAIN, sizeof(PLAIN) - 1));
	http_stop(served->http);
	pthread_join(served->thread, NULL);
	sem_post(&served->goes_on);
	sem_post(&served->goes_on);
	http_close(served->http);
	for (i = 0; i < 2; i++) {
		get(s[i], &out, NULL);
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

/* -------------------------------------------------------------------- limits
 */

/* Time goes on, and the connection must end; before, it must not have. */
static void
ends_after(int s, int64_t seconds)
{
	struct pollfd fd = {s, POLLIN, 0};
	struct str out = {0};
	char byte;

	now += seconds - 2;
	assert_int_equal(poll(&fd, 1, 700), 0);
	now += 4;
	get(s, &out, NULL);
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
		const int s = dial(served, "127.0.0.1");

		put(s, rows[i].request, strlen(rows[i].request));
		/* Something else has been answered: that has come in. */
		free(talk(served, PLAIN, sizeof(PLAIN) - 1));
		ends_after(s, rows[i].after);
	}
}

static void
test_http__an_idle_connection_lives_a_while(void **state)
{
	static const char request[] = "GET / HTTP/1.1\r\n" HOST "\r\n";
	struct served *served = *state;
	const int s = dial(served, "127.0.0.1");
	struct str out = {0};

	put(s, request, sizeof(request) - 1);
	assert_true(get(s, &out, "/ 0 0 0"));
	/* Whoever is answered now is answered after that reply was gone. */
	free(talk(served, PLAIN, sizeof(PLAIN) - 1));
	now += HTTP_IDLE_S - 5;
	put(s, request, sizeof(request) - 1);
	str_clear(&out);
	assert_true(get(s, &out, "/ 0 0 0"));
	free(talk(served, PLAIN, sizeof(PLAIN) - 1));
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
		s[i] = dial(served, "127.0.0.2");
		put(s[i], request, sizeof(request) - 1);
		str_clear(&out);
		assert_true(get(s[i], &out, "/ 0 0 0"));
	}
	s[i] = dial(served, "127.0.0.2");
	put(s[i], request, sizeof(request) - 1);
	str_clear(&out);
	assert_false(get(s[i], &out, "HTTP"));
	said = talk(served, PLAIN, sizeof(PLAIN) - 1);
	assert_memory_equal(said, "HTTP/1.1 200 ", 13);
	free(said);
	for (i = 0; i <= HTTP_PER_ADDRESS; i++)
		close(s[i]);
	str_finish(&out);
}

/* ------------------------------------------------------------------- streams
 */

static void
say(const struct served *served, const char *data)
{
	char request[256];

	snprintf(request, sizeof(request),
		"POST /say HTTP/1.1\r\n" FORM "Content-Length: %zu\r\n" END
		"data=%s",
		strlen(data) + 5, data);
	free(talk(served, request, strlen(request)));
}

static int
begin_stream(const struct served *served)
{
	static const char request[] = "GET /stream HTTP/1.1\r\n" HOST "\r\n";
	const int s = dial(served, "127.0.0.1");
	struct str out = {0};

	put(s, request, sizeof(request) - 1);
	assert_true(get(s, &out, "id: 0\nevent: state\ndata: begin\n\n"));
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
	assert_true(get(s, &out, "data: one\n\n"));
	now += 1000; /* one that has nothing to say may rest */
	say(served, "two");
	assert_true(get(s, &out, "data: two\n\n"));
	say(served, "end");
	assert_true(get(s, &out, "\r\n0\r\n"));
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
	now += HTTP_STREAM_S + 2;
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
	get(s, &out, NULL);
	close(s);
	str_finish(&out);
	free(served);
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

#define SERVED(f) cmocka_unit_test_setup_teardown(f, begin_serving, end_serving)

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
		SERVED(test_http__a_round_is_one_transaction),
		SERVED(test_http__one_that_is_refused_does_not_harm_the_others),
		SERVED(test_http__long_work_keeps_nobody_waiting),
		cmocka_unit_test_setup(
			test_http__stopping_waits_for_long_work, begin_serving),
		cmocka_unit_test_setup(
			test_http__nobody_is_told_what_was_not_kept,
			begin_serving),
		SERVED(test_http__slow_ones_are_closed),
		SERVED(test_http__an_idle_connection_lives_a_while),
		SERVED(test_http__an_address_has_so_many),
		SERVED(test_http__a_stream_says_what_is_new),
		SERVED(test_http__a_stream_that_is_left_is_told),
		SERVED(test_http__a_stream_that_is_not_read_ends),
		cmocka_unit_test_setup(
			test_http__stopping_ends_streams, begin_serving),
		cmocka_unit_test(test_http_listen__knows_addresses),
	};

	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
