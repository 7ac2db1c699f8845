/*
 * The server over real sockets: one thread serves, the test is its clients.
 * What it serves is written down here; its time is the test's.
 */
#ifndef SKAPA_TESTS_SERVED_H
#define SKAPA_TESTS_SERVED_H

#include "tests/test.h"

#include "core/str.h"
#include "kiosk/http.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#define ANSWER_MS 3000 /* until a test gives up */

/* Of a request. */
#define HOST "Host: h\r\n"
#define END HOST "Connection: close\r\n\r\n"
#define PLAIN "GET / HTTP/1.1\r\n" END
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

/* A transaction over a text: what is kept, and what is not yet. */
struct served {
	struct http *http;
	pthread_t thread;
	uint16_t port;
	char kept[512], pending[512];
	int begun, refused;
	bool breaks;	      /* the next end fails */
	sem_t waits, goes_on; /* of the paths /wait and /work */
	atomic_int worked, freed;
	struct http_stream *stream;
	atomic_int closed;
	struct err err;
	bool ok;
};

/* The server's seconds. */
extern atomic_llong served_now;

/* Setup and teardown: a struct served as the test's state, which serves. */
int served_begin(void **state);
int served_end(void **state);
#define SERVED(f) cmocka_unit_test_setup_teardown(f, served_begin, served_end)

/* from: an address of this machine, 127.x.x.x. */
int served_dial(const struct served *served, const char *from);
void served_put(int s, const void *bytes, size_t len);
/* Adds what comes to out, until it holds text (NULL: until the end). */
bool served_get(int s, struct str *out, const char *text);
/*
 * Sends it all and returns what came until the server closed; only_half: which
 * it does as no more comes.
 */
char *served_talk_until(const struct served *served, const void *bytes,
	size_t len, bool only_half);
char *served_talk(const struct served *served, const void *bytes, size_t len);

#endif
