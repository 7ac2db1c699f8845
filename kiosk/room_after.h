/*
 * A meeting as it is, or as it was when its room was put away: for the pages
 * that are there afterwards. By seats; no answer is read for it.
 */
#ifndef SKAPA_KIOSK_ROOM_AFTER_H
#define SKAPA_KIOSK_ROOM_AFTER_H

#include "kiosk/kiosk.h"
#include "kiosk/room.h"
#include "store/store.h"

struct ask;

struct after {
	int64_t session; /* as in addresses */
	char name[STORE_SESSION], date[STORE_DATE];
	struct room room;
	struct store_session seats; /* the room's, in its order */
	/*
	 * Of each seat's own sheet: pages, those that have not come back, and
	 * answers or scans that a person has to look at, of its tablet too.
	 */
	int pages[ROOM_SEATS], missing[ROOM_SEATS], waiting[ROOM_SEATS];
};

/*
 * Of the session that the address names; the caller ends it with after_free.
 * NULL on failure. Errors: ERR_USAGE if it has no room; those of the store.
 */
struct after *after_load(
	struct kiosk *kiosk, const struct ask *ask, struct err *err);
void after_free(struct after *after); /* NULL is fine */

#endif
