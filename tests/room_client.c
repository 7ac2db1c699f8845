#include "tests/room_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
write_request(struct caller *caller, uint16_t port, const struct request *r)
{
	const size_t len = r->body != NULL ? strlen(r->body) : 0;

	str_clear(&caller->out);
	str_addf(&caller->out,
		"%s %s HTTP/1.0\r\nHost: 127.0.0.1:%u\r\n"
		"Origin: http://127.0.0.1:%u\r\n",
		r->method, r->path, port, port);
	if (r->cookie != NULL)
		str_addf(&caller->out, "Cookie: %s\r\n", r->cookie);
	if (r->token != NULL)
		str_addf(&caller->out, "X-Skapa-Token: %s\r\n", r->token);
	if (r->accept != NULL)
		str_addf(&caller->out, "Accept: %s\r\n", r->accept);
	if (strcmp(r->method, "GET") != 0)
		str_addf(&caller->out,
			"Content-Type: application/x-www-form-urlencoded\r\n"
			"Content-Length: %zu\r\n",
			len);
	str_addf(&caller->out, "\r\n%s", r->body != NULL ? r->body : "");
}

bool
caller_begin(struct caller *caller, int from, uint16_t port,
	const struct request *request)
{
	struct sockaddr_in own = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(0x7f000000u + (uint32_t)from)};
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	caller_end(caller);
	caller->fd =
		socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (caller->fd < 0)
		return false;
	if (bind(caller->fd, (struct sockaddr *)&own, sizeof(own)) != 0 ||
		(connect(caller->fd, (struct sockaddr *)&to, sizeof(to)) != 0 &&
			errno != EINPROGRESS)) {
		caller_end(caller);
		return false;
	}
	caller->begun_ms = now_ms();
	write_request(caller, port, request);
	return true;
}

void
caller_end(struct caller *caller)
{
	if (caller->fd > 0)
		close(caller->fd);
	str_finish(&caller->out);
	str_finish(&caller->in);
	*caller = (struct caller){.fd = -1};
}

short
caller_wants(const struct caller *caller)
{
	return caller->sent < caller->out.len ? POLLOUT : POLLIN;
}

static enum caller_state
send_on(struct caller *caller)
{
	const ssize_t n = send(caller->fd, caller->out.at + caller->sent,
		caller->out.len - caller->sent, MSG_NOSIGNAL);

	if (n > 0)
		caller->sent += (size_t)n;
	else if (errno != EAGAIN && errno != EINPROGRESS && errno != ENOTCONN)
		return CALLER_LOST;
	return CALLER_BUSY;
}

enum caller_state
caller_turn(struct caller *caller)
{
	char bytes[8192];
	ssize_t n;

	if (!caller->is_ready)
		return CALLER_BUSY;
	caller->is_ready = false;
	if (caller->sent < caller->out.len)
		return send_on(caller);
	while ((n = recv(caller->fd, bytes, sizeof(bytes), 0)) > 0)
		str_add_bytes(&caller->in, bytes, (size_t)n);
	if (n < 0 && errno == EAGAIN)
		return CALLER_BUSY;
	/* A reply is whole when the server has closed after a head. */
	return n == 0 && caller->in.len > 0 &&
			       strstr(caller->in.at, "\r\n\r\n") != NULL
		       ? CALLER_DONE
		       : CALLER_LOST;
}

int
caller_status(const struct caller *caller)
{
	return caller->in.len > 12 ? atoi(caller->in.at + 9) : 0;
}

bool
caller_between(const struct caller *caller, const char *before, char end,
	char *out, size_t size)
{
	const char *at =
		caller->in.len > 0 ? strstr(caller->in.at, before) : NULL;
	const char *to;

	if (at == NULL)
		return false;
	at += strlen(before);
	to = strchr(at, end);
	if (to == NULL || (size_t)(to - at) >= size)
		return false;
	memcpy(out, at, (size_t)(to - at));
	out[to - at] = '\0';
	return true;
}

static bool
line_of(const char *event, const char *end, const char *field, char *out,
	size_t size)
{
	const char *at = strstr(event, field), *to;

	out[0] = '\0';
	if (at == NULL || at >= end)
		return false;
	at += strlen(field);
	to = memchr(at, '\n', (size_t)(end - at));
	if (to == NULL)
		to = end;
	if ((size_t)(to - at) >= size)
		return false;
	memcpy(out, at, (size_t)(to - at));
	out[to - at] = '\0';
	return true;
}

bool
caller_event(struct caller *caller, char name[16], char *data, size_t size)
{
	const char *begin, *end;

	if (caller->in.len == 0)
		return false;
	if (caller->read == 0) {
		begin = strstr(caller->in.at, "\r\n\r\n");
		if (begin == NULL)
			return false;
		caller->read = (size_t)(begin - caller->in.at) + 4;
	}
	begin = caller->in.at + caller->read;
	end = strstr(begin, "\n\n");
	if (end == NULL)
		return false;
	caller->read = (size_t)(end - caller->in.at) + 2;
	return line_of(begin, end, "event: ", name, 16) &&
	       line_of(begin, end, "data: ", data, size);
}
