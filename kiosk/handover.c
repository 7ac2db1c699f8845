#include "kiosk/handover.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* Room for one descriptor, aligned as the kernel wants it. */
union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(sizeof(int))];
};

bool
handover_send(int socket, const void *message, size_t len, int fd)
{
	union control control = {.bytes = {0}};
	char copy[512];
	struct iovec part = {copy, len};
	struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
	struct cmsghdr *along;
	ssize_t n;

	if (len > sizeof(copy))
		return false;
	memcpy(copy, message, len);
	if (fd >= 0) {
		header.msg_control = &control;
		header.msg_controllen = sizeof(control);
		along = CMSG_FIRSTHDR(&header);
		along->cmsg_level = SOL_SOCKET;
		along->cmsg_type = SCM_RIGHTS;
		along->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(along), &fd, sizeof(fd));
	}
	do {
		n = sendmsg(socket, &header, MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	return n == (ssize_t)len;
}

bool
handover_receive(int socket, void *message, size_t len, int *fd, bool wait,
	bool *has_gone)
{
	union control control = {.bytes = {0}};
	struct iovec part = {message, len};
	struct msghdr header = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *along;
	ssize_t n;

	*fd = -1;
	do {
		n = recvmsg(socket, &header,
			MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
	} while (n < 0 && errno == EINTR);
	*has_gone = n == 0 || (n < 0 && errno != EAGAIN);
	along = n > 0 ? CMSG_FIRSTHDR(&header) : NULL;
	if (along != NULL && along->cmsg_type == SCM_RIGHTS)
		memcpy(fd, CMSG_DATA(along), sizeof(*fd));
	if (n == (ssize_t)len)
		return true;
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	return false;
}
