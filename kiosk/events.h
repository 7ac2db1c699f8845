/*
 * Server-sent events that wait to be sent (WHATWG HTML, 9.2.6). Of each name
 * only the newest waits: whoever was away wants to know how it is, not how it
 * became so.
 */
#ifndef SKAPA_KIOSK_EVENTS_H
#define SKAPA_KIOSK_EVENTS_H

#include "core/str.h"
#include "kiosk/http.h"

#include <stdbool.h>
#include <stddef.h>

struct events {
	struct {
		char name[HTTP_STREAM_NAME];
		struct str text;    /* empty: none waits */
	} waits[HTTP_STREAM_NAMES]; /* in the order of their first */
	size_t n;
	struct str sending; /* one event, the first sent bytes of it gone */
	size_t sent;
};

/*
 * name and id: letters, digits, '.', '-' and '_'; id may be NULL. data: one
 * line. False if it is none of that, or there is no room.
 */
bool events_put(struct events *events, const char *name, const char *id,
	const char *data);
/* Up to size bytes that are sent next; 0 if nothing waits. */
size_t events_take(struct events *events, char *out, size_t size);
bool events_wait(const struct events *events);
void events_finish(struct events *events);

#endif
