#include "tests/served.h"

#include "kiosk/worker.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

atomic_llong served_now = 1000;

static int64_t
clock_s(void)
{
	return served_now;
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

int
served_begin(void **state)
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

int
served_end(void **state)
{
	struct served *served = *state;

	http_stop(served->http);
	pthread_join(served->thread, NULL);
	http_close(served->http);
	assert_null(served->stream);
	free(served);
	return 0;
}

int
served_dial(const struct served *served, const char *from)
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

void
served_put(int s, const void *bytes, size_t len)
{
	const char *at = bytes;
	ssize_t n;

	while (len > 0 && (n = send(s, at, len, MSG_NOSIGNAL)) > 0) {
		at += n;
		len -= (size_t)n;
	}
}

bool
served_get(int s, struct str *out, const char *text)
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

char *
served_talk_until(const struct served *served, const void *bytes, size_t len,
	bool only_half)
{
	const int s = served_dial(served, "127.0.0.1");
	struct str out = {0};

	served_put(s, bytes, len);
	if (only_half) {
		/* Data and end in one are seen as data by libmicrohttpd. */
		poll(NULL, 0, 20);
		shutdown(s, SHUT_WR);
	}
	str_add(&out, "");
	served_get(s, &out, NULL);
	close(s);
	return str_take(&out);
}

char *
served_talk(const struct served *served, const void *bytes, size_t len)
{
	return served_talk_until(served, bytes, len, false);
}
