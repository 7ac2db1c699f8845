#include "kiosk/systemd.h"

#include "core/err.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST_FD 3 /* SD_LISTEN_FDS_START */

bool
systemd_socket(int *fd, struct err *err)
{
	const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");

	*fd = -1;
	if (pid == NULL || n == NULL || strtol(pid, NULL, 10) != (long)getpid())
		return true;
	if (strcmp(n, "1") != 0)
		return err_set(err, ERR_USAGE,
			"%s sockets were given to listen at; the unit's socket "
			"must have one ListenStream= line",
			n);
	*fd = FIRST_FD;
	if (fcntl(FIRST_FD, F_SETFD, FD_CLOEXEC) != 0 ||
		fcntl(FIRST_FD, F_SETFL, O_NONBLOCK) != 0)
		return err_errno(err, "the socket that was given");
	return true;
}

void
systemd_tell(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t len;
	int s;

	if (path == NULL || (path[0] != '/' && path[0] != '@'))
		return;
	len = strlen(path);
	if (len >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, len);
	/* '@' stands for the NUL of an abstract name. */
	if (path[0] == '@')
		to.sun_path[0] = '\0';
	s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (s < 0)
		return;
	/* If nobody listens, there is nobody to tell. */
	sendto(s, state, strlen(state), MSG_NOSIGNAL,
		(const struct sockaddr *)&to,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(s);
}
