/* Of kiosk/http.h: sockets that listen. */
#include "kiosk/http.h"

#include "core/err.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* "[::1]:8080" into its two parts. */
static bool
split(const char *address, char host[HTTP_ADDRESS], const char **port)
{
	const char *colon = strrchr(address, ':');
	size_t len = colon != NULL ? (size_t)(colon - address) : 0;

	if (len >= 2 && address[0] == '[' && address[len - 1] == ']') {
		address++;
		len -= 2;
	} else if (memchr(address, ':', len) != NULL) {
		return false;
	}
	if (len == 0 || len >= HTTP_ADDRESS)
		return false;
	memcpy(host, address, len);
	host[len] = '\0';
	*port = colon + 1;
	return (*port)[0] != '\0' &&
	       (*port)[strspn(*port, "0123456789")] == '\0';
}

static bool
listen_at(const struct addrinfo *at, const char *address, int *fd,
	struct err *err)
{
	const int one = 1;
	const int s = socket(
		at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (s < 0)
		return err_errno(err, "%s: no socket", address);
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(s, at->ai_addr, at->ai_addrlen) == 0 &&
		listen(s, SOMAXCONN) == 0) {
		*fd = s;
		return true;
	}
	if (errno == EADDRINUSE)
		err_set(err, ERR_SYSTEM,
			"%s: another program listens there; stop it, or choose "
			"another port with --listen",
			address);
	else
		err_errno(err, "%s: cannot listen there", address);
	close(s);
	return false;
}

bool
http_listen(const char *address, int *fd, struct err *err)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
	struct addrinfo *found = NULL;
	char host[HTTP_ADDRESS];
	const char *port;
	bool ok;

	if (!split(address, host, &port) || strlen(port) > 5 ||
		strtol(port, NULL, 10) > 65535 ||
		getaddrinfo(host, port, &hints, &found) != 0)
		return err_set(err, ERR_USAGE,
			"\"%s\" is no address to listen at; write one as "
			"127.0.0.1:8080 or [::1]:8080",
			address);
	ok = listen_at(found, address, fd, err);
	freeaddrinfo(found);
	return ok;
}

bool
http_listens_at(
	int fd, char address[HTTP_ADDRESS], bool *is_local, struct err *err)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_storage room;
	} at = {0};
	socklen_t len = sizeof(at);
	char host[INET6_ADDRSTRLEN] = "";

	if (getsockname(fd, &at.any, &len) != 0)
		return err_errno(err, "what was given to listen at");
	if (at.any.sa_family == AF_INET) {
		inet_ntop(AF_INET, &at.v4.sin_addr, host, sizeof(host));
		snprintf(address, HTTP_ADDRESS, "%s:%d", host,
			ntohs(at.v4.sin_port));
		*is_local = ntohl(at.v4.sin_addr.s_addr) >> 24 == 127;
	} else if (at.any.sa_family == AF_INET6) {
		inet_ntop(AF_INET6, &at.v6.sin6_addr, host, sizeof(host));
		snprintf(address, HTTP_ADDRESS, "[%s]:%d", host,
			ntohs(at.v6.sin6_port));
		*is_local = IN6_IS_ADDR_LOOPBACK(&at.v6.sin6_addr);
	} else {
		return err_set(err, ERR_USAGE,
			"the socket that was given is not one of the internet");
	}
	return true;
}
