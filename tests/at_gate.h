/*
 * The kiosk's gate over a real store: requests go in as a browser's would come,
 * with any cookie, token and origin, and what came is looked at.
 */
#ifndef SKAPA_TESTS_AT_GATE_H
#define SKAPA_TESTS_AT_GATE_H

#include "tests/stores.h"

#include "kiosk/gate.h"
#include "kiosk/rooms.h"

#define NOW 1772366400 /* 2026-03-01T12:00:00Z */
#define HOST "127.0.0.1:8080"
#define ORIGIN "http://" HOST

/* What a page that is refused says. */
#define NOT_YOURS "har inte rätt till den här sidan"
#define NOT_FROM_HERE "kom inte från en sida här"
#define TOO_OLD "Sidan var för gammal"

/* What a request comes with; NULL: without. */
struct comes {
	const char *site, *origin, *cookie, *token;
	const char *host; /* NULL: HOST */
};

struct at_gate {
	struct place *place;
	struct kiosk kiosk;
	struct files *files;
	struct live *live;
};

struct said {
	int status;
	char at[HTTP_PATH];
	char page[8192];
};

/* Set-up and teardown of cmocka: the state is a struct at_gate. */
int at_gate_make(void **state);
int at_gate_unmake(void **state);

/* Of a request whose `inside` is a struct comes. */
const char *gate_header(void *inside, const char *name);
/* Asks, and takes back whatever it did. */
void gate_ask(struct at_gate *gate, enum http_method method, const char *path,
	struct comes comes, struct said *said);
/* A request with a form, in a round that is kept if it may be. */
void gate_send(struct at_gate *gate, struct http_request *request,
	struct http_reply *reply);
bool gate_says(const struct said *said, const char *text);

/* A login: its cookie header, and the token of its forms. */
void gate_log_in_as(struct at_gate *gate, const char *name,
	enum store_role role, char header[128], char token[TOKEN]);
void gate_log_in(struct at_gate *gate, enum store_role role, char header[128],
	char token[TOKEN]);

/* A path that the pattern stands for; there is no ninth of anything. */
void route_path(const char *pattern, char path[HTTP_PATH]);
bool route_changes(const struct route *route);
/* Calls f for every row of every table; how many there are. */
size_t gate_each_route(struct at_gate *gate,
	void (*f)(struct at_gate *gate, const struct route *route));

#endif
