/*
 * A kiosk over a real store, without a server: its staff's pages are asked for
 * by a role, and what came is looked at.
 */
#ifndef SKAPA_TESTS_STAND_H
#define SKAPA_TESTS_STAND_H

#include "tests/role_world.h"

#include "kiosk/route.h"

#define TEMPLATES "templates"

/* A kiosk, and what the last request got. */
struct stand {
	struct kiosk kiosk;
	struct files *files;
	struct http_reply reply;
	struct err err;
	bool ok;
	int refused; /* by the route: 404, 405, or 403 for the role */
	int rounds;  /* that the last request was handled in */
	/* Called between two of them, or NULL. */
	void (*between)(struct stand *stand);
	int taken_back; /* the round, from 1, that is not kept; 0: none */
	void (*within)(struct stand *stand); /* called in that, before */
};

void stand_open(struct stand *stand, const char *store);
void stand_close(struct stand *stand);

/*
 * As rounds of the server do it; long work is done between them. The
 * query stands behind a '?' of the address; body is a form, NULL: a GET.
 */
void stand_request(struct stand *stand, enum store_role role,
	const char *address, const char *body);
void stand_put(struct stand *stand, enum store_role role, const char *address,
	const char *bytes, size_t len);

bool stand_says(const struct stand *stand, const char *text);
/* Fails the test if it does not. */
void stand_must_say(const struct stand *stand, const char *text);

#endif
