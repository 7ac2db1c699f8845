#include "kiosk/http.h"

#include "core/err.h"
#include "core/log.h"
#include "kiosk/events.h"
#include "kiosk/http_headers.h"
#include "kiosk/http_round.h"
#include "kiosk/worker.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* libmicrohttpd takes texts it does not write to as void *. */
#define DROP_CONST(text) ((void *)(uintptr_t)(text))

/*
 * What a connection has for its request's head and its reply's: HTTP_HEAD and
 * what libmicrohttpd keeps beside it. More is answered 431 by it.
 */
#define MEMORY (HTTP_HEAD + 2048)
/* How long those that are being answered when the server stops have. */
#define LAST_S 3

static const char *const methods[HTTP__MAX] = {
	[HTTP_GET] = "GET",
	[HTTP_HEAD_] = "HEAD",
	[HTTP_POST] = "POST",
	[HTTP_PUT] = "PUT",
};

struct http_stream {
	struct conn *conn;
	struct events events;
	bool is_suspended, has_ended;
};

struct conn {
	struct http *http;
	struct MHD_Connection *mhd;
	int fd;
	int64_t deadline_s; /* 0: none */
	char *target;	    /* of a request whose head is coming */
	struct exchange *exchange;
	struct conn *next, **to_here;
};

struct http {
	struct http_setup setup;
	struct MHD_Daemon *daemon;
	int epoll, wakes;
	volatile sig_atomic_t is_stopped;
	bool is_closing;
	/* Something was resumed: libmicrohttpd's timeout does not say so. */
	bool is_resumed;
	struct worker *worker;
	struct conn *conns;
	struct round round;
	size_t bodies; /* bytes */
};

static int64_t
system_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static int64_t
now_s(const struct http *http)
{
	return http->setup.clock_s();
}

/* ------------------------------------------------------------ connections */

static void
resume(struct conn *conn)
{
	conn->http->is_resumed = true;
	MHD_resume_connection(conn->mhd);
}

static void
exchange_finish(struct conn *conn)
{
	struct exchange *x = conn->exchange;
	struct http *http = conn->http;

	free(conn->target);
	conn->target = NULL;
	if (x == NULL)
		return;
	conn->exchange = NULL;
	if (x->stream != NULL) {
		http->setup.closed(http->setup.data, x->stream);
		events_finish(&x->stream->events);
		free(x->stream);
	}
	http->bodies -= x->body_room;
	free(x->body);
	form_finish(&x->request.query);
	form_finish(&x->request.form);
	http_reply_finish(&x->reply);
	work_free(x->request.done);
	free(x);
}

static void
conn_begin(struct http *http, struct MHD_Connection *mhd, void **context)
{
	const int unread_ms = HTTP_STREAM_S * 1000;
	struct conn *conn = calloc(1, sizeof(*conn));

	*context = conn;
	if (conn == NULL)
		return; /* its first request finds that out */
	conn->http = http;
	conn->mhd = mhd;
	conn->fd =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)
			->connect_fd;
	conn->deadline_s = now_s(http) + HTTP_HEAD_S;
	setsockopt(conn->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unread_ms,
		sizeof(unread_ms));
	conn->next = http->conns;
	conn->to_here = &http->conns;
	if (conn->next != NULL)
		conn->next->to_here = &conn->next;
	http->conns = conn;
}

static void
connection(void *cls, struct MHD_Connection *mhd, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	struct conn *conn = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		conn_begin(cls, mhd, context);
		return;
	}
	if (conn == NULL)
		return;
	exchange_finish(conn);
	*conn->to_here = conn->next;
	if (conn->next != NULL)
		conn->next->to_here = conn->to_here;
	free(conn);
	*context = NULL;
}

static struct conn *
conn_of(struct MHD_Connection *mhd)
{
	return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
		->socket_context;
}

static void *
target_came(void *cls, const char *target, struct MHD_Connection *mhd)
{
	struct conn *conn = conn_of(mhd);

	(void)cls;
	if (conn != NULL) {
		free(conn->target);
		conn->target = strdup(target);
		conn->deadline_s = now_s(conn->http) + HTTP_HEAD_S;
	}
	return NULL;
}

static void
completed(void *cls, struct MHD_Connection *mhd, void **context,
	enum MHD_RequestTerminationCode code)
{
	struct conn *conn = conn_of(mhd);

	(void)cls;
	(void)context;
	(void)code;
	if (conn == NULL)
		return;
	exchange_finish(conn);
	conn->deadline_s = now_s(conn->http) + HTTP_IDLE_S;
}

/* Whoever is over the time is closed: libmicrohttpd sees the end and cleans. */
static void
close_late(struct http *http, int64_t now)
{
	struct conn *conn;

	for (conn = http->conns; conn != NULL; conn = conn->next) {
		if (conn->deadline_s == 0 || now < conn->deadline_s)
			continue;
		conn->deadline_s = 0;
		shutdown(conn->fd, SHUT_RDWR);
		if (conn->exchange != NULL && conn->exchange->stream != NULL)
			http_stream_end(conn->exchange->stream);
	}
}

/* ---------------------------------------------------------------- replies */

static void
add(void *inside, const char *name, const char *value)
{
	MHD_add_response_header(inside, name, value);
}

static ssize_t
read_stream(void *cls, uint64_t at, char *out, size_t size)
{
	struct http_stream *stream = cls;
	const size_t n = events_take(&stream->events, out, size);

	(void)at;
	if (n > 0) {
		if (!events_wait(&stream->events))
			stream->conn->deadline_s = 0;
		return (ssize_t)n;
	}
	if (stream->has_ended || stream->conn->http->is_closing)
		return MHD_CONTENT_READER_END_OF_STREAM;
	stream->is_suspended = true;
	MHD_suspend_connection(stream->conn->mhd);
	return 0;
}

static bool
is_known(const struct exchange *x)
{
	const char *known =
		x->request.header(x->request.inside, "If-None-Match");

	return known != NULL && x->reply.etag[0] != '\0' &&
	       x->reply.status == 200 && strstr(known, x->reply.etag) != NULL;
}

static struct MHD_Response *
response_of(struct exchange *x)
{
	struct http_reply *reply = &x->reply;
	size_t len;

	if (x->stream != NULL)
		return MHD_create_response_from_callback(
			MHD_SIZE_UNKNOWN, 1024, read_stream, x->stream, NULL);
	if (reply->status == 304)
		return MHD_create_response_from_buffer(
			0, NULL, MHD_RESPMEM_PERSISTENT);
	if (reply->fixed != NULL)
		return MHD_create_response_from_buffer(reply->fixed_len,
			DROP_CONST(reply->fixed), MHD_RESPMEM_PERSISTENT);
	if (!str_ok(&reply->body, NULL))
		return NULL;
	len = reply->body.len;
	return MHD_create_response_from_buffer(
		len, str_take(&reply->body), MHD_RESPMEM_MUST_FREE);
}

static enum MHD_Result
send_reply(struct exchange *x)
{
	struct conn *conn = x->conn;
	struct http_reply *reply = &x->reply;
	const struct http *http = conn->http;
	struct MHD_Response *response;
	enum MHD_Result result;
	size_t len;

	if (reply->status == 0)
		reply->status = 200;
	if (x->stream != NULL)
		reply->type = "text/event-stream";
	else
		http_pack(&x->request, reply);
	if (is_known(x))
		reply->status = 304;
	len = reply->fixed != NULL ? reply->fixed_len : reply->body.len;
	response = response_of(x);
	if (response == NULL)
		return MHD_NO;
	http_headers(&x->request, reply, http->is_closing || http->is_stopped,
		add, response);
	x->is_answered = true;
	conn->deadline_s = x->stream != NULL
				   ? 0
				   : now_s(conn->http) + HTTP_SEND_S +
					     (int64_t)(len / HTTP_BODY_RATE);
	result = MHD_queue_response(
		conn->mhd, (unsigned)reply->status, response);
	MHD_destroy_response(response);
	return result;
}

/* Before a handler is asked; the rest of the connection is not to be had. */
static enum MHD_Result
refuse(struct exchange *x, int status, const char *sentence)
{
	http_say(&x->reply, status, sentence);
	return send_reply(x);
}

/* ----------------------------------------------------------------- rounds */

static bool
open_stream(struct http *http, struct exchange *x)
{
	x->stream = calloc(1, sizeof(*x->stream));
	if (x->stream == NULL)
		return false;
	x->stream->conn = x->conn;
	http->setup.opened(http->setup.data, &x->request, x->stream);
	return true;
}

/* False: there is none to be done, or it cannot be, and the reply says so. */
static bool
begin_work(struct http *http, struct exchange *x)
{
	struct work *work = x->reply.work;
	struct err err = {0};

	if (work == NULL)
		return false;
	x->reply.work = NULL;
	work->asker = x;
	x->is_worked_on = worker_put(http->worker, work, &err);
	if (!x->is_worked_on)
		http_say(&x->reply, 503, err.text);
	return x->is_worked_on;
}

static bool
run_round(struct http *http, struct err *err)
{
	const bool ok = round_handle(&http->round, &http->setup, err);
	struct exchange *x;

	while ((x = round_take(&http->round)) != NULL) {
		if (ok && begin_work(http, x))
			continue;
		x->is_handled = true;
		if (!ok)
			http_say(&x->reply, 500,
				"the server could not keep it and "
				"has stopped; try again soon");
		else if (x->reply.is_stream && !open_stream(http, x))
			http_say(&x->reply, 503, "out of memory; try again");
		resume(x->conn);
	}
	return ok;
}

/* Whoever waited for what is done now is in the next round. */
static void
take_work(struct http *http)
{
	struct exchange *x;
	struct work *work;

	while ((work = worker_take(http->worker)) != NULL) {
		x = work->asker;
		work_free(x->request.done);
		x->request.done = work;
		x->is_worked_on = false;
		round_add(&http->round, x);
	}
}

static enum MHD_Result
join_round(struct exchange *x)
{
	struct http *http = x->conn->http;

	if (http->setup.at_once(http->setup.data, &x->request, &x->reply))
		return send_reply(x);
	if (http->is_closing)
		return refuse(x, 503, "the server is stopping; try again soon");
	x->conn->deadline_s = 0;
	round_add(&http->round, x);
	MHD_suspend_connection(x->conn->mhd);
	return MHD_YES;
}

/* ---------------------------------------------------------------- requests */

static const char *
header(void *inside, const char *name)
{
	return MHD_lookup_connection_value(inside, MHD_HEADER_KIND, name);
}

static enum MHD_Result
count_length(
	void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	int *n = cls;

	(void)kind;
	(void)value;
	*n += strcasecmp(name, "Content-Length") == 0;
	*n += strcasecmp(name, "Host") == 0 ? 0x100 : 0;
	return MHD_YES;
}

static void
address_of(struct MHD_Connection *mhd, char address[HTTP_ADDRESS])
{
	const struct sockaddr *at =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
			->client_addr;
	const struct sockaddr_in *v4 = (const void *)at;
	const struct sockaddr_in6 *v6 = (const void *)at;

	if (at->sa_family == AF_INET)
		inet_ntop(AF_INET, &v4->sin_addr, address, HTTP_ADDRESS);
	else if (at->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &v6->sin6_addr, address, HTTP_ADDRESS);
}

static bool
read_length(const char *text, size_t *len)
{
	*len = 0;
	if (text == NULL)
		return true;
	if (text[0] == '\0' || strlen(text) > 15 ||
		text[strspn(text, "0123456789")] != '\0')
		return false;
	*len = strtoull(text, NULL, 10);
	return true;
}

/* 0, or the status of what is refused, with its sentence. */
static int
check_head(struct exchange *x, const char *method, size_t *len,
	const char **sentence)
{
	struct MHD_Connection *mhd = x->conn->mhd;
	struct http_request *request = &x->request;
	const char *query;
	struct err err = {0};
	int n = 0;

	for (request->method = 0; request->method < HTTP__MAX;
		request->method++) {
		if (strcmp(methods[request->method], method) == 0)
			break;
	}
	*sentence = "the request cannot be understood";
	MHD_get_connection_values(mhd, MHD_HEADER_KIND, count_length, &n);
	if ((n & 0xff) > 1 || n > 0x1ff || x->conn->target == NULL)
		return 400;
	if (request->method == HTTP__MAX) {
		*sentence = "only GET, HEAD, POST and PUT are understood";
		return 405;
	}
	if (MHD_get_connection_info(
		    mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
			->header_size > HTTP_HEAD) {
		*sentence = "the request's headers are too long";
		return 431;
	}
	if (header(mhd, "Transfer-Encoding") != NULL) {
		*sentence = "say how long the body is: Content-Length";
		return 411;
	}
	if (!target_read(x->conn->target, request->path, &query, &err) ||
		!form_read(query, strlen(query), &request->query, &err)) {
		*sentence = "the address cannot be understood";
		return err.code == ERR_LIMIT ? 414 : 400;
	}
	return read_length(header(mhd, "Content-Length"), len) ? 0 : 400;
}

static enum MHD_Result
begin_body(struct exchange *x, size_t len)
{
	struct http *http = x->conn->http;

	if (len > http->setup.body_most(
			  http->setup.data, x->request.method, x->request.path))
		return refuse(x, 413, "that is more than is taken here");
	if (len > HTTP_BODIES - http->bodies)
		return refuse(x, 503, "too much is coming in; try again soon");
	x->body = malloc(len + 1);
	if (x->body == NULL)
		return refuse(x, 503, "out of memory; try again");
	x->body_room = len;
	http->bodies += len;
	x->conn->deadline_s =
		now_s(http) + HTTP_BODY_S + (int64_t)(len / HTTP_BODY_RATE);
	return MHD_YES;
}

/* The first call: the head is whole. */
static enum MHD_Result
begin_exchange(struct conn *conn, const char *method)
{
	struct exchange *x = calloc(1, sizeof(*x));
	const char *sentence;
	size_t len;
	int status;

	if (x == NULL)
		return MHD_NO;
	conn->exchange = x;
	x->conn = conn;
	x->request.header = header;
	x->request.inside = conn->mhd;
	x->request.is_tls = conn->http->setup.cert_pem != NULL;
	address_of(conn->mhd, x->request.address);
	status = check_head(x, method, &len, &sentence);
	free(conn->target);
	conn->target = NULL;
	if (status != 0)
		return refuse(x, status, sentence);
	if (len > 0)
		return begin_body(x, len);
	return MHD_YES;
}

static bool
is_form(const struct exchange *x)
{
	static const char form[] = "application/x-www-form-urlencoded";
	const char *type = header(x->conn->mhd, "Content-Type");
	const size_t n = sizeof(form) - 1;

	return type != NULL && strncasecmp(type, form, n) == 0 &&
	       (type[n] == '\0' || type[n] == ';' || type[n] == ' ');
}

static enum MHD_Result
is_whole(struct exchange *x)
{
	struct err err = {0};

	if (x->body != NULL) {
		x->body[x->body_len] = '\0';
		x->request.body = x->body;
		x->request.body_len = x->body_len;
	}
	if (x->body != NULL && is_form(x) &&
		!form_read(x->body, x->body_len, &x->request.form, &err))
		return refuse(x, err.code == ERR_LIMIT ? 413 : 400,
			"the form cannot be understood");
	return join_round(x);
}

static enum MHD_Result
answer(void *cls, struct MHD_Connection *mhd, const char *url,
	const char *method, const char *version, const char *upload,
	size_t *upload_len, void **context)
{
	struct conn *conn = conn_of(mhd);
	struct exchange *x = conn != NULL ? conn->exchange : NULL;

	(void)cls;
	(void)url;
	(void)version;
	(void)context;
	if (conn == NULL)
		return MHD_NO;
	if (x == NULL)
		return begin_exchange(conn, method);
	if (*upload_len > 0) {
		if (*upload_len > x->body_room - x->body_len)
			return MHD_NO;
		memcpy(x->body + x->body_len, upload, *upload_len);
		x->body_len += *upload_len;
		*upload_len = 0;
		return MHD_YES;
	}
	if (x->is_answered)
		return MHD_NO;
	if (x->is_handled)
		return send_reply(x);
	return is_whole(x);
}

/* ----------------------------------------------------------------- streams */

bool
http_stream_event(struct http_stream *stream, const char *name, const char *id,
	const char *data)
{
	const bool waits = events_wait(&stream->events);

	if (stream->has_ended || !events_put(&stream->events, name, id, data)) {
		http_stream_end(stream);
		return false;
	}
	if (!waits)
		stream->conn->deadline_s =
			now_s(stream->conn->http) + HTTP_STREAM_S;
	if (stream->is_suspended) {
		stream->is_suspended = false;
		resume(stream->conn);
	}
	return true;
}

void
http_stream_end(struct http_stream *stream)
{
	stream->has_ended = true;
	if (stream->is_suspended) {
		stream->is_suspended = false;
		resume(stream->conn);
	}
}

/* ------------------------------------------------------------------ running */

struct http *
http_open(const struct http_setup *setup, struct err *err)
{
	struct http *http = calloc(1, sizeof(*http));
	const unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
			       (setup->cert_pem != NULL ? MHD_USE_TLS : 0);
	const struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, DROP_CONST(setup->cert_pem)},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, DROP_CONST(setup->key_pem)},
		{MHD_OPTION_HTTPS_PRIORITIES, 0,
			DROP_CONST("SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-"
				   "TLS1.2")},
		{MHD_OPTION_END, 0, NULL}};

	if (http == NULL) {
		close(setup->listen);
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	http->setup = *setup;
	if (setup->clock_s == NULL)
		http->setup.clock_s = system_s;
	round_begin(&http->round);
	http->wakes = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	http->worker = worker_new(http->wakes, err);
	if (http->worker == NULL) {
		close(setup->listen);
		http_close(http);
		return NULL;
	}
	http->daemon = MHD_start_daemon(flags, 0, NULL, NULL, answer, http,
		MHD_OPTION_LISTEN_SOCKET, setup->listen,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)HTTP_PER_ADDRESS,
		MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_STRICT_FOR_CLIENT,
		1, MHD_OPTION_NOTIFY_CONNECTION, connection, http,
		MHD_OPTION_NOTIFY_COMPLETED, completed, NULL,
		MHD_OPTION_URI_LOG_CALLBACK, target_came, NULL,
		MHD_OPTION_ARRAY, setup->cert_pem != NULL ? tls : &tls[3],
		MHD_OPTION_END);
	if (http->daemon == NULL || http->wakes < 0) {
		err_set(err, setup->cert_pem != NULL ? ERR_USAGE : ERR_SYSTEM,
			setup->cert_pem != NULL
				? "the certificate and the key cannot be used; "
				  "both must be PEM, and of each other"
				: "the server cannot start");
		if (http->daemon == NULL)
			close(setup->listen);
		http_close(http);
		return NULL;
	}
	http->epoll =
		MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD)
			->epoll_fd;
	return http;
}

/* Waits until something comes, at most so long. */
static void
wait_for(struct http *http, int most_ms)
{
	struct pollfd fds[] = {
		{http->epoll, POLLIN, 0}, {http->wakes, POLLIN, 0}};
	MHD_UNSIGNED_LONG_LONG ms;
	uint64_t n;

	if (MHD_get_timeout(http->daemon, &ms) == MHD_YES &&
		ms < (unsigned)most_ms)
		most_ms = (int)ms;
	if (http->is_resumed)
		most_ms = 0;
	http->is_resumed = false;
	if (poll(fds, 2, most_ms) > 0 && fds[1].revents != 0 &&
		read(http->wakes, &n, sizeof(n)) < 0)
		fds[1].revents = 0;
	if (http->worker != NULL)
		take_work(http);
	MHD_run(http->daemon);
}

bool
http_run(struct http *http, struct err *err)
{
	int64_t now = now_s(http), ticked = now;
	bool ok = true;

	while (ok && !http->is_stopped) {
		wait_for(http, 500);
		if (http->round.n > 0)
			ok = run_round(http, err);
		now = now_s(http);
		if (now == ticked)
			continue;
		ticked = now;
		close_late(http, now);
		ok = ok && http->setup.tick(http->setup.data, time(NULL), err);
	}
	if (ok && http->round.n > 0)
		ok = run_round(http, err);
	return ok;
}

void
http_stop(struct http *http)
{
	const uint64_t one = 1;

	http->is_stopped = 1;
	if (write(http->wakes, &one, sizeof(one)) < 0)
		return; /* it is awake already */
}

int64_t
http_longest_ms(const struct http *http)
{
	return http->round.longest_ms;
}

static bool
has_work(const struct http *http)
{
	const struct conn *conn;

	for (conn = http->conns; conn != NULL; conn = conn->next) {
		if (conn->exchange != NULL && conn->exchange->is_answered)
			return true;
	}
	return false;
}

/* Streams end, and what is answered is sent: a suspended one must not stay. */
static void
finish_replies(struct http *http)
{
	const int64_t end = now_s(http) + LAST_S;
	struct conn *conn;
	MHD_socket listen;

	http->is_closing = true;
	listen = MHD_quiesce_daemon(http->daemon);
	if (listen != MHD_INVALID_SOCKET)
		close(listen);
	for (conn = http->conns; conn != NULL; conn = conn->next) {
		if (conn->exchange == NULL)
			continue;
		if (conn->exchange->stream != NULL)
			http_stream_end(conn->exchange->stream);
		if (conn->exchange->is_in_round ||
			conn->exchange->is_worked_on) {
			http_say(&conn->exchange->reply, 503,
				"the server is stopping; try again soon");
			conn->exchange->is_in_round = false;
			conn->exchange->is_worked_on = false;
			conn->exchange->is_handled = true;
			resume(conn);
		}
	}
	do
		wait_for(http, 10);
	while (has_work(http) && now_s(http) < end);
}

void
http_close(struct http *http)
{
	if (http == NULL)
		return;
	worker_free(http->worker);
	http->worker = NULL;
	if (http->daemon != NULL) {
		finish_replies(http);
		MHD_stop_daemon(http->daemon);
	}
	if (http->wakes >= 0)
		close(http->wakes);
	free(http);
}
