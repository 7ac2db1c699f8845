/*
 * Messages of a fixed size between two processes, over a socket pair of
 * SOCK_SEQPACKET, each with a descriptor if one goes with it.
 */
#ifndef SKAPA_KIOSK_HANDOVER_H
#define SKAPA_KIOSK_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>

/* fd -1: none goes along. False if the other end has gone or took no more. */
bool handover_send(int socket, const void *message, size_t len, int fd);
/*
 * The next message of just len bytes; *fd is the caller's to close, -1 if none
 * came along. wait: until there is one. False if there is none, or the other
 * end has gone (*has_gone).
 */
bool handover_receive(int socket, void *message, size_t len, int *fd, bool wait,
	bool *has_gone);

#endif
