/*
 * A client of the server that never waits: a request, or a stream, over a
 * connection of its own, turned by whoever polls it. HTTP/1.0, so that the end
 * of a reply is the end of the connection.
 */
#ifndef SKAPA_TESTS_ROOM_CLIENT_H
#define SKAPA_TESTS_ROOM_CLIENT_H

#include "core/str.h"

#include <stdint.h>

struct caller {
	int fd; /* -1: none */
	struct str out, in;
	size_t sent, read; /* of in, what a stream has given away */
	int64_t begun_ms;
	bool is_ready; /* poll said so; caller_turn takes it back */
};

enum caller_state { CALLER_BUSY, CALLER_DONE, CALLER_LOST };

/* What a request carries; fields may be NULL. */
struct request {
	const char *method, *path;
	const char *cookie; /* "name=value" */
	const char *token;
	const char *accept;
	const char *body; /* a form */
};

int64_t now_ms(void); /* monotonic */
/* from: the last number of 127.0.0.x, as the server counts addresses. */
bool caller_begin(struct caller *caller, int from, uint16_t port,
	const struct request *request);
void caller_end(struct caller *caller); /* fine where none was begun */
/* After poll, if it is ready. LOST: no connection, or one that ended before its
 * head. */
enum caller_state caller_turn(struct caller *caller);
short caller_wants(const struct caller *caller); /* events of poll */

int caller_status(const struct caller *caller); /* 0: none yet */
/* Of a reply that is done: what stands between before and its end sign. */
bool caller_between(const struct caller *caller, const char *before, char end,
	char *out, size_t size);
/* The data of the next whole event and its name; false: none yet. */
bool caller_event(
	struct caller *caller, char name[16], char *data, size_t size);

#endif
