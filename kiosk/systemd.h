/*
 * What systemd gives a service and wants to hear from it (sd_listen_fds(3),
 * sd_notify(3)); two environment variables and a datagram, without its library.
 */
#ifndef SKAPA_KIOSK_SYSTEMD_H
#define SKAPA_KIOSK_SYSTEMD_H

#include <stdbool.h>

struct err;

/*
 * The listening socket that this process was given; *fd -1: none. Errors:
 * ERR_USAGE for more than one.
 */
bool systemd_socket(int *fd, struct err *err);
/* "READY=1"; nothing if nobody listens. */
void systemd_tell(const char *state);

#endif
