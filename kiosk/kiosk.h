/*
 * What every page of the kiosk is given: the store, the templates and who
 * asks. Pages are in tables, one of each part of the kiosk (route.h).
 */
#ifndef SKAPA_KIOSK_KIOSK_H
#define SKAPA_KIOSK_KIOSK_H

#include "store/roles.h"

#include <stdbool.h>
#include <stdint.h>

struct http;
struct store;
struct visits; /* of participants: visit.h */
struct logins; /* of staff: login.h */
struct rooms;  /* group sessions: room.h */

struct kiosk {
	struct store *store;
	const char *templates;
	int64_t now; /* seconds since 1970, UTC, of this round */
	struct logins *logins;
	struct visits *visits;
	struct rooms *rooms;
};

#endif
