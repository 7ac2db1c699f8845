/*
 * A page of a group's meeting without a browser: a tablet at a seat, an
 * interpreter, or who leads; it does what room.js does.
 */
#ifndef SKAPA_TESTS_ROOM_GUEST_H
#define SKAPA_TESTS_ROOM_GUEST_H

#include "tests/room_client.h"

#define GUEST_ITEMS 11

enum guest_kind { GUEST_SEAT, GUEST_VOICE, GUEST_LEADER };
enum guest_place {
	GUEST_OUT,	/* no card read, or not logged in */
	GUEST_FORM,	/* has the form's token */
	GUEST_IN,	/* has a cookie */
	GUEST_ON,	/* has its page; listens */
	GUEST_MOVED,	/* its card is at another tablet */
	GUEST_FINISHED, /* the seat is done */
	GUEST_GONE	/* nobody is there any more */
};

/* What a seat's person wants to answer; the server never sees it whole. */
struct guest_seat {
	char card[16];
	const char *want[GUEST_ITEMS]; /* "4", "declined" */
	unsigned acked, tried;	       /* a bit an item */
};

struct guest {
	enum guest_kind kind;
	enum guest_place place;
	struct guest_seat *seat; /* of a GUEST_SEAT */
	const char *card, *account;
	int from; /* of 127.0.0.x */
	int session;
	char cookie[96], token[65];
	struct caller call, stream;
	int call_is; /* what the call is: CALL_... in the .c */
	int item;    /* of an answer that is on its way */
	bool owes_beat, wants_next;
	int64_t next_ms;	     /* before it tries again */
	int64_t sleeps_until;	     /* 0: awake */
	int64_t heard_ms, listen_ms; /* the last event; the stream's begin */
	/* The last snapshot. */
	int epoch, rev, at_item;
	char state[16], phase[16];
	bool is_ready, leads, is_paused;
	/* Of who leads. */
	const char *verb; /* to be sent; NULL: none */
	int verb_rev;
	int64_t verb_ms;
	/* What went otherwise than it should. */
	char wrong[160];
};

/* One turn; told is called with every new snapshot. */
typedef void guest_told(struct guest *guest, void *data);
void guest_turn(struct guest *guest, uint16_t port, int64_t now,
	guest_told *told, void *data);
/* Its Wi-Fi is gone, without a word. */
void guest_drop(struct guest *guest);
void guest_end(struct guest *guest);

#endif
