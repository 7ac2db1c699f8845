/* Who listens to which room, and what each is told. */
#ifndef SKAPA_KIOSK_ROOM_EARS_H
#define SKAPA_KIOSK_ROOM_EARS_H

#include "kiosk/rooms.h"

enum ear_kind { EAR_SEAT, EAR_VOICE, EAR_LEADER };

struct room_ear {
	struct http_stream *stream;
	struct live *live; /* borrowed */
	enum ear_kind kind;
	size_t number;	    /* of a seat or a channel */
	char key[ROOM_KEY]; /* of a seat's tablet, of an interpreter's page */
	char who[ROOM_WHO]; /* of who leads */
};

struct room_ears {
	struct room_ear *at; /* owned */
	size_t n, room;
};

void room_ears_finish(struct room_ears *ears);
/*
 * Copies it and tells it how the room is. If there is no memory the stream is
 * ended: the page comes back.
 */
void room_ears_add(
	struct room_ears *ears, const struct room_ear *ear, int64_t now);
void room_ears_remove(struct room_ears *ears, const struct http_stream *stream);
/* What a round changed of the room: live says whom it concerns. */
void room_ears_tell(
	struct room_ears *ears, const struct live *live, int64_t now);
void room_ears_tell_leaders(
	struct room_ears *ears, const struct live *live, int64_t now);
/* An interpreter whose link is over is told so, too. */
void room_ears_beat(struct room_ears *ears, int64_t now);
/* The room is gone: its streams are ended. */
void room_ears_end(struct room_ears *ears, const struct live *live);

#endif
