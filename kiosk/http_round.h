/*
 * Requests that are handled together: see http.h. Nothing here knows of
 * connections.
 */
#ifndef SKAPA_KIOSK_HTTP_ROUND_H
#define SKAPA_KIOSK_HTTP_ROUND_H

#include "kiosk/http.h"

struct conn;

/* A request, from its whole head on. */
struct exchange {
	struct http_request request;
	struct http_reply reply;
	char *body;
	size_t body_len, body_room;
	bool is_in_round, is_worked_on, is_handled, is_answered;
	struct http_stream *stream;
	struct exchange *next; /* of the round */
	struct conn *conn;
};

struct round {
	struct exchange *first, **end;
	size_t n;
	int64_t longest_ms; /* that a round has taken, its commit too */
};

void round_begin(struct round *round);
void round_add(struct round *round, struct exchange *x);
/* False: it is not known what was kept, and nobody is to be told anything. */
bool round_handle(
	struct round *round, const struct http_setup *setup, struct err *err);
/* The next of those that were handled; NULL: that was all. */
struct exchange *round_take(struct round *round);

/* A reply that is a sentence. */
void http_say(struct http_reply *reply, int status, const char *sentence);

#endif
