/*
 * Groups' meetings on tablets as they go (kiosk/room.h): a row a session, with
 * where the meeting is as JSON that the store does not look into. Nothing is
 * in it but seats by number.
 *
 *	store_room_begin(store, "Group 4", state, err);
 *	store_rooms_boot(store, take, data, err);	the server starts
 *	store_room_set(store, &room, err);		before it is shown
 *
 * A start of the server counts boot up, and who writes with an older one is
 * refused: two servers never lead one meeting.
 *
 * Errors of every function: those of store/store.h; ERR_USAGE for a session or
 * a room that is not there.
 */
#ifndef SKAPA_STORE_ROOMS_H
#define SKAPA_STORE_ROOMS_H

#include "store/store.h"

#define ROOM_STATE 65536 /* bytes, with the NUL */

struct store_room {
	int64_t session; /* its number; store_room_set goes by the name */
	char name[STORE_SESSION];
	int boot;	   /* from 1 */
	bool is_done;	   /* over; an answer that comes now is for review */
	const char *state; /* JSON, borrowed; less than ROOM_STATE bytes */
};

/* The room of a session, with boot 1. Errors: ERR_USAGE if it is there. */
bool store_room_begin(struct store *store, const char *name, const char *state,
	struct err *err);
/* Errors: ERR_USAGE besides for another boot than the row's. */
bool store_room_set(
	struct store *store, const struct store_room *room, struct err *err);

/* state is valid during the call. */
typedef bool store_each_room(
	const struct store_room *room, void *data, struct err *err);

/*
 * A start of the server: the rooms that are not done, each with a boot that no
 * start before had. Nothing else of the store is called by each.
 */
bool store_rooms_boot(struct store *store, store_each_room *each, void *data,
	struct err *err);
/* The room of a session, done or not; each is not called if there is none. */
bool store_room_get(struct store *store, const char *name,
	store_each_room *each, void *data, struct err *err);

/* The room of a session's number, if it is done; else each is not called. */
bool store_room_done(struct store *store, int64_t session,
	store_each_room *each, void *data, struct err *err);

/* A session as a list has it. */
struct store_session_row {
	int64_t session; /* its number */
	char name[STORE_SESSION];
	char date[STORE_DATE];
	char instrument[LAYOUT_KEY];
	int seats;
	bool has_room, is_done; /* on tablets, and over */
};

typedef bool store_each_session(
	const struct store_session_row *row, void *data, struct err *err);

/* Sessions from that day on, by date and name. */
bool store_session_list(struct store *store, const char *from,
	store_each_session *each, void *data, struct err *err);

#endif
