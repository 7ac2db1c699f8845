#include "tests/postgres/proxy.h"

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <signal.h>
#include <unistd.h>

#define PAIRS 16

struct pair {
	int client, server; /* -1: free */
	bool is_doomed;	    /* the server's next word is its last */
};

struct proxy {
	int listener;
	enum proxy_cut cut;
	bool has_cut;
	struct pair pairs[PAIRS];
};

static int
dial(void)
{
	const struct addrinfo hints = {
		.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
	struct addrinfo *at = NULL;
	int fd = -1;

	if (getaddrinfo(getenv("PGHOST"), getenv("PGPORT"), &hints, &at) != 0)
		return -1;
	fd = socket(at->ai_family, at->ai_socktype, 0);
	if (fd >= 0 && connect(fd, at->ai_addr, at->ai_addrlen) != 0) {
		close(fd);
		fd = -1;
	}
	freeaddrinfo(at);
	return fd;
}

static void
hang_up(struct pair *pair)
{
	close(pair->client);
	close(pair->server);
	*pair = (struct pair){.client = -1, .server = -1};
}

static bool
pass(const char *bytes, ssize_t n, int to)
{
	while (n > 0) {
		const ssize_t some = send(to, bytes, (size_t)n, MSG_NOSIGNAL);

		if (some <= 0)
			return false;
		bytes += some;
		n -= some;
	}
	return true;
}

static void
from_client(struct proxy *proxy, struct pair *pair)
{
	/* A simple query, its length with the NUL and itself: 11. */
	static const char commit[] = "Q\0\0\0\13COMMIT";
	char bytes[65536];
	const ssize_t n = recv(pair->client, bytes, sizeof(bytes), 0);
	bool is_it;

	if (n <= 0) {
		hang_up(pair);
		return;
	}
	is_it = !proxy->has_cut &&
		memmem(bytes, (size_t)n, commit, sizeof(commit)) != NULL;
	proxy->has_cut |= is_it;
	if (is_it && proxy->cut == PROXY_BEFORE) {
		hang_up(pair);
		return;
	}
	pair->is_doomed = is_it;
	if (!pass(bytes, n, pair->server))
		hang_up(pair);
}

static void
from_server(struct pair *pair)
{
	char bytes[65536];
	const ssize_t n = recv(pair->server, bytes, sizeof(bytes), 0);

	if (n <= 0 || pair->is_doomed || !pass(bytes, n, pair->client))
		hang_up(pair);
}

static void
take(struct proxy *proxy)
{
	const int client = accept(proxy->listener, NULL, NULL);
	int i = 0;

	while (i < PAIRS && proxy->pairs[i].client >= 0)
		i++;
	if (client < 0 || i == PAIRS)
		_exit(1);
	proxy->pairs[i] = (struct pair){.client = client, .server = dial()};
	if (proxy->pairs[i].server < 0)
		hang_up(&proxy->pairs[i]);
}

static void
serve(struct proxy *proxy)
{
	struct pollfd polls[2 * PAIRS + 1];
	int i;

	for (;;) {
		for (i = 0; i < PAIRS; i++) {
			polls[2 * i] = (struct pollfd){
				.fd = proxy->pairs[i].client, .events = POLLIN};
			polls[2 * i + 1] = (struct pollfd){
				.fd = proxy->pairs[i].server, .events = POLLIN};
		}
		polls[2 * PAIRS] = (struct pollfd){
			.fd = proxy->listener, .events = POLLIN};
		if (poll(polls, 2 * PAIRS + 1, -1) < 0)
			_exit(1);
		for (i = 0; i < PAIRS; i++) {
			struct pair *pair = &proxy->pairs[i];

			if (pair->client >= 0 && polls[2 * i].revents != 0)
				from_client(proxy, pair);
			else if (pair->client >= 0 &&
				 polls[2 * i + 1].revents != 0)
				from_server(pair);
		}
		if (polls[2 * PAIRS].revents != 0)
			take(proxy);
	}
}

pid_t
proxy_start(enum proxy_cut cut, int *port)
{
	struct proxy proxy = {.cut = cut};
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	pid_t pid;
	int i;

	proxy.listener = socket(AF_INET, SOCK_STREAM, 0);
	if (proxy.listener < 0 ||
		bind(proxy.listener, (struct sockaddr *)&at, sizeof(at)) != 0 ||
		listen(proxy.listener, PAIRS) != 0 ||
		getsockname(proxy.listener, (struct sockaddr *)&at, &len) != 0)
		return 0;
	for (i = 0; i < PAIRS; i++)
		proxy.pairs[i] = (struct pair){.client = -1, .server = -1};
	*port = ntohs(at.sin_port);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(&proxy);
	}
	close(proxy.listener);
	return pid < 0 ? 0 : pid;
}
