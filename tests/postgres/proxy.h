/*
 * A proxy before the server of the tests that cuts the connection at the first
 * COMMIT that comes through: before the server gets it, or when the server has
 * done it and before it can say so.
 */
#ifndef SKAPA_TESTS_PROXY_H
#define SKAPA_TESTS_PROXY_H

#include <sys/types.h>

enum proxy_cut { PROXY_BEFORE, PROXY_AFTER };

/* Listens on 127.0.0.1; 0 on failure. It ends when it is killed. */
pid_t proxy_start(enum proxy_cut cut, int *port);

#endif
