/*
 * The rooms that are open, in memory and in the store, and who listens to
 * them. A room is changed in a round of the server (http.h) and is shown when
 * that round is durable, never before.
 *
 *	struct room *room = rooms_change(live, ROOMS_ALL);
 *
 *	if (room_command(room, &command, kiosk->now, err) == ROOM_DONE &&
 *		!rooms_keep(kiosk, live, err))
 *		return false;
 *
 * Cards: a seat's or a language's code line (core/code.h), made of the store's
 * key, the session and the number, so that a lost card can be printed again.
 * What is made of a card is a random token in a cookie; the room has its hash.
 * A tablet's has the session's number before it, "12.0f3a...", so that a room
 * that was put away is found by it, however many there were.
 *
 * Streams: "state" with a snapshot (room_doc.h) at once and whenever something
 * has changed, "beat" every ROOMS_BEAT_S, and "moved" to a tablet whose card
 * is at another one. Pages answer a beat with a POST: what a socket says of
 * who is there is not to be trusted (a tablet that sleeps still has its own).
 */
#ifndef SKAPA_KIOSK_ROOMS_H
#define SKAPA_KIOSK_ROOMS_H

#include "kiosk/http.h"
#include "kiosk/kiosk.h"
#include "kiosk/room.h"
#include "kiosk/token.h"
#include "store/store.h"

struct instrument;
struct item;
struct rooms;
struct wording;

#define ROOMS_BEAT_S 5
#define ROOMS_VOICE_S (12 * 3600) /* an interpreter's page by card */
#define ROOMS_LINK_S (4 * 3600)	  /* and by a link */

#define COOKIE_SEAT "skapa-seat"
#define COOKIE_VOICE "skapa-voice"

/* Whom a change concerns; one seat is ROOMS_SEAT + its index. */
enum { ROOMS_NOBODY, ROOMS_LEADERS, ROOMS_ALL, ROOMS_SEAT };

struct live {
	int64_t session; /* the number in addresses */
	char name[STORE_SESSION];
	char date[STORE_DATE];
	int boot;
	bool is_put_away; /* of rooms_late: what comes now is for review */
	struct room room;
	struct instrument *instrument;
	const struct item *items[ROOM_ITEMS]; /* room.n_items that are ticked */
	struct store_seat *seats; /* room.n_seats, in the room's order */
	/* Of the last answer from the seat's tablet to each item. */
	int64_t seq[ROOM_SEATS][ROOM_ITEMS];
	/* rooms.c's */
	struct room before;
	bool is_changed, is_news_for_all, is_news_for_leaders;
	uint64_t news_seats;
	struct live *next;
};

/*
 * Starts with what the store has: each room gets another epoch. Errors: those
 * of the store, and of instruments that are not there any more.
 */
struct rooms *rooms_open(struct kiosk *kiosk, struct err *err);
void rooms_close(struct rooms *rooms); /* NULL is fine */

/*
 * Makes the room of a session, in DRAFT. Errors: ERR_USAGE for a session that
 * is not there or has one; ERR_LIMIT for too many seats.
 */
bool rooms_make(struct kiosk *kiosk, const char *session, struct live **live,
	struct err *err);
/* NULL if there is none, or it is done. Borrowed until the round ends. */
struct live *rooms_at(const struct rooms *rooms, int64_t session);

/* What may be changed; kept only if the round is. */
struct room *rooms_change(struct live *live, int whom);
/* Writes it into the store. */
bool rooms_keep(struct kiosk *kiosk, struct live *live, struct err *err);

/* The card of a seat's number, or of a language (number 0), shown form. */
#define ROOMS_CARD 12
void rooms_card(const struct kiosk *kiosk, const struct live *live, int number,
	const char *language, char card[ROOMS_CARD]);
/* What a card that was read or typed is of: *seat or *channel, else -1. */
struct live *rooms_of_card(
	const struct kiosk *kiosk, const char *typed, int *seat, int *channel);
/* A new token of a tablet in the room. */
#define ROOMS_TOKEN (TOKEN + 21)
void rooms_seat_token(const struct live *live, char token[ROOMS_TOKEN]);
/* What a cookie's token is of; NULL: nothing, or not any more. */
struct live *rooms_of_seat(
	const struct rooms *rooms, const char *token, size_t *seat);
/*
 * The same of a room that was put away a day after its end, whose tablet has
 * slept: *live is NULL if there is none, and borrowed until the round ends.
 */
bool rooms_late(struct kiosk *kiosk, const char *token, struct live **live,
	size_t *seat, struct err *err);
struct live *rooms_of_voice(const struct rooms *rooms, const char *token,
	int64_t now, size_t *channel);

/* The words of the room's instrument, loaded once. Borrowed. */
const struct wording *rooms_wording(struct kiosk *kiosk,
	const struct live *live, const char *language, const char *level,
	int steps, struct err *err);
/* The words of another file, "room" or "glossary", loaded once. Borrowed. */
const struct wording *rooms_words(struct kiosk *kiosk, const char *file,
	const char *language, struct err *err);

/* The round has ended: what changed is shown, or taken back. */
void rooms_round(struct kiosk *kiosk, bool kept);
/* About once a second, between rounds. */
bool rooms_tick(struct kiosk *kiosk, int64_t now, struct err *err);

/* Streams, for the routes' opened and the kiosk's closed. */
void rooms_listen_seat(struct kiosk *kiosk, struct live *live, size_t seat,
	const char *token, struct http_stream *stream);
void rooms_listen_voice(struct kiosk *kiosk, struct live *live, size_t channel,
	const char *token, struct http_stream *stream);
void rooms_listen_leader(struct kiosk *kiosk, struct live *live,
	const char *who, struct http_stream *stream);
void rooms_closed(struct kiosk *kiosk, struct http_stream *stream);

#endif
