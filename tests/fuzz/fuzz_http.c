/*
 * The bytes of a connection as a stranger sends them, through the whole server:
 * libmicrohttpd, and what of ours stands behind it before a page is asked.
 * Properties: what is sent back is HTTP or nothing; a connection whose sender
 * has finished ends, and the server serves the next; a handler is given a plain
 * path, texts, a body of the length that was said, and parts within it.
 *
 * The socket is one of the machine's own (AF_UNIX), so that no ports are used
 * up. One server serves every input, with a clock that goes FAST times as fast:
 * what is left to the server's deadlines is met soon.
 */
#include "core/err.h"
#include "kiosk/http.h"
#include "kiosk/multipart.h"

#include <errno.h>
#include <linux/sockios.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define BODY_MOST ((size_t)64 << 10)
#define WAIT_S 20 /* without a byte: it hangs */
#define FAST 100
/* Until what was sent is read; else it ends in the same moment as it comes. */
#define READ_MS 20

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void); /* NOLINT: ASan's name */

const char *
__asan_default_options(void) /* NOLINT: ASan's name */
{
	return "suppressions=tests/fuzz/asan.supp";
}

static struct sockaddr_un at;
static socklen_t at_len;

static void
must(bool is)
{
	if (!is)
		abort();
}

/* --------------------------------------------------------------- the server */

static bool
begin(void *data, struct err *err)
{
	(void)data;
	(void)err;
	return true;
}

static bool
end(void *data, bool ok, bool *kept, struct err *err)
{
	(void)data;
	(void)err;
	*kept = ok;
	return true;
}

static void
must_be_text(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;
	size_t n;

	for (; *c != '\0'; c += n) {
		n = str_utf8(c);
		must(n > 0);
	}
}

static void
look_at_form(const struct form *form)
{
	size_t i;

	for (i = 0; i < form->n; i++) {
		must_be_text(form->field[i].name);
		must_be_text(form->field[i].value);
	}
}

static void
look_at_parts(const struct http_request *request)
{
	const char *type = http_header(request, "Content-Type");
	struct multipart form;
	size_t i;

	if (!multipart_is(type) || request->body == NULL ||
		!multipart_read(
			type, request->body, request->body_len, &form, NULL))
		return;
	for (i = 0; i < form.n; i++) {
		must(form.part[i].at >= request->body);
		must((size_t)(form.part[i].at - request->body) +
				form.part[i].len <=
			request->body_len);
	}
}

/* What a page may trust; and what it says comes back as it was. */
static bool
handle(void *data, const struct http_request *request, struct http_reply *reply)
{
	const char *length = http_header(request, "Content-Length");
	char value[HTTP_COOKIE];

	(void)data;
	must(request->method < HTTP__MAX);
	must(request->path[0] == '/' && strstr(request->path, "//") == NULL);
	must(strstr(request->path, "/../") == NULL);
	must_be_text(request->path);
	look_at_form(&request->query);
	look_at_form(&request->form);
	must(http_header(request, "Transfer-Encoding") == NULL);
	must((length == NULL ? 0 : strtoull(length, NULL, 10)) ==
		request->body_len);
	must(request->body_len <= BODY_MOST);
	if (http_cookie(request, "id", value))
		must(strstr(http_header(request, "Cookie"), value) != NULL);
	look_at_parts(request);
	if (request->path[1] == 'f')
		return false;
	if (request->path[1] == 'r')
		http_redirect(reply, request->path);
	str_add(&reply->body, request->path);
	http_cookie_set(reply, request, "id", "1", 0);
	return true;
}

static bool
at_once(void *data, const struct http_request *request,
	struct http_reply *reply)
{
	static const char file[] = "a file";

	(void)data;
	if (request->path[1] != 'a')
		return false;
	reply->type = "text/plain";
	reply->fixed = file;
	reply->fixed_len = sizeof(file) - 1;
	strcpy(reply->etag, "\"etag\"");
	return true;
}

static size_t
body_most(void *data, enum http_method method, const char *path)
{
	(void)data;
	(void)path;
	return method == HTTP_POST || method == HTTP_PUT ? BODY_MOST : 0;
}

static bool
tick(void *data, int64_t now_s, struct err *err)
{
	(void)data;
	(void)now_s;
	(void)err;
	return true;
}

static int64_t
fast_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * FAST + now.tv_nsec / (1000000000 / FAST);
}

static void *
serve(void *http)
{
	struct err err = {0};

	must(http_run(http, &err));
	return NULL;
}

static void
start(void)
{
	struct http_setup setup = {.begin = begin,
		.end = end,
		.handle = handle,
		.at_once = at_once,
		.body_most = body_most,
		.clock_s = fast_s,
		.tick = tick};
	struct err err = {0};
	struct http *http;
	pthread_t thread;

	signal(SIGPIPE, SIG_IGN);
	setup.listen = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	at.sun_family = AF_UNIX;
	/* Without a name of ours the system gives one of its own. */
	must(bind(setup.listen, (struct sockaddr *)&at,
		     sizeof(at.sun_family)) == 0);
	at_len = sizeof(at);
	must(getsockname(setup.listen, (struct sockaddr *)&at, &at_len) == 0);
	must(listen(setup.listen, 64) == 0);
	http = http_open(&setup, &err);
	must(http != NULL);
	must(pthread_create(&thread, NULL, serve, http) == 0);
}

/* ---------------------------------------------------------------- a stranger
 */

/* The server may have hung up before all was sent: then nothing more is. */
static void
send_all(int fd, const uint8_t *data, size_t size)
{
	ssize_t n;

	for (; size > 0; data += n, size -= (size_t)n) {
		n = send(fd, data, size, MSG_NOSIGNAL);
		if (n < 0) {
			must(errno == EPIPE || errno == ECONNRESET);
			return;
		}
	}
}

/*
 * libmicrohttpd does not see an end that comes together with the last bytes
 * (its epoll is edge-triggered, and it stops at a short read): then only the
 * deadline ends the connection, which is slow to wait for here.
 */
static void
let_read(int fd)
{
	int i, left = 1;

	for (i = 0; i < READ_MS * 10 && left > 0; i++) {
		if (ioctl(fd, SIOCOUTQ, &left) != 0)
			return;
		usleep(left > 0 ? 100 : 0);
	}
}

/* Everything that comes; the first of it is a status line. */
static void
read_all(int fd)
{
	static const char http[] = "HTTP/1.";
	char in[4096];
	size_t got = 0;
	ssize_t n;

	while ((n = recv(fd, in, sizeof(in), 0)) > 0) {
		if (got == 0)
			must(n >= 12 &&
				memcmp(in, http, sizeof(http) - 1) == 0);
		got += (size_t)n;
	}
	/* A timeout is EAGAIN: it hangs. */
	must(n == 0 || errno == ECONNRESET);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct timeval wait = {.tv_sec = WAIT_S};
	int fd;

	if (at_len == 0)
		start();
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	must(connect(fd, (struct sockaddr *)&at, at_len) == 0);
	send_all(fd, data, size);
	let_read(fd);
	shutdown(fd, SHUT_WR);
	read_all(fd);
	close(fd);
	return 0;
}
