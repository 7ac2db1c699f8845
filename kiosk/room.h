/*
 * A group's meeting as it goes: where it is, who leads it, which languages are
 * read out and who sits where. No store, no clock and no network: what happens
 * is told to it with the time, and it says what may be.
 *
 *	DRAFT -> LOBBY -> PRACTICE -> ITEM(k) EXPLAIN, OPEN, CLOSING ...
 *	      -> WRAP_UP -> CLOSED
 *
 * PAUSED lies over any of them and ABORTED over all before CLOSED; both
 * remember where the meeting was. NEXT alone leads from DRAFT to CLOSED.
 *
 * rev grows by one with every change of what is above the seats; a command
 * says on which rev it was decided, and one that comes late changes nothing.
 * Seats come, go and answer without it. Which seat has answered what is a set
 * of items here, never a value.
 *
 * Times are seconds since 1970, UTC; seats, channels and items are counted
 * from 0, seat numbers as on the cards.
 */
#ifndef SKAPA_KIOSK_ROOM_H
#define SKAPA_KIOSK_ROOM_H

#include "core/layout.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define ROOM_SEATS 64
#define ROOM_CHANNELS 16
#define ROOM_ITEMS 64
#define ROOM_WHO 25	/* bytes of an account's name, with the NUL */
#define ROOM_KEY 65	/* a hash in hexadecimal, with the NUL */
#define ROOM_LEASE_S 30 /* who leads says so again within */
#define ROOM_AWAY_S 12	/* a tablet is away that has not been seen for */
#define ROOM_ITEM_S 300 /* planned for an item; EXTEND adds to it */
#define ROOM_EXTEND_S 60
#define ROOM_SIZES 3 /* of text, on a tablet */
/* A row of answers is closed so long after the meeting. */
#define ROOM_LATE_S (24 * 3600)

enum room_state {
	ROOM_DRAFT,
	ROOM_LOBBY,
	ROOM_PRACTICE,
	ROOM_ITEM,
	ROOM_WRAP_UP,
	ROOM_CLOSED,
	ROOM_ABORTED,
	ROOM_STATE__MAX
};

enum room_phase {
	ROOM_EXPLAIN, /* pictures are shown; nobody answers yet */
	ROOM_OPEN,
	ROOM_CLOSING, /* "we go on soon"; answers are still taken */
	ROOM_PHASE__MAX
};

/* Who reads a language out. */
enum room_voice {
	VOICE_INTERPRETER, /* who says when it is read: ready */
	VOICE_AUDIO,	   /* the recording, at each tablet */
	VOICE_LEADER,
	VOICE__MAX
};

enum room_mode { SEAT_TABLET, SEAT_PAPER, SEAT_STAFF, SEAT_MODE__MAX };

enum room_presence {
	SEAT_EXPECTED,
	SEAT_JOINED, /* its card was read, its tablet was not yet seen */
	SEAT_PRESENT,
	SEAT_AWAY,
	SEAT_DONE,
	SEAT_WITHDREW,
	SEAT_PRESENCE__MAX
};

/* Their words, by number, and NULL. */
extern const char *const room_states[];	   /* "wrap_up" */
extern const char *const room_phases[];	   /* "explain" */
extern const char *const room_voices[];	   /* "interpreter" */
extern const char *const room_modes[];	   /* "paper" */
extern const char *const room_presences[]; /* "away" */

struct room_channel {
	char language[LAYOUT_KEY];
	enum room_voice voice;
	bool is_ready;	  /* with this item */
	bool is_asking;	  /* for who leads */
	int64_t ready_at; /* 0: not ready */
	/* Of the interpreter's page; "" while nobody has it. */
	char key[ROOM_KEY];
	int64_t key_until;
};

struct room_seat {
	int number;
	size_t channel;
	enum room_mode mode;
	enum room_presence presence; /* never AWAY: that is by seen */
	int gen;		     /* which tablet with its card, from 1 */
	char key[ROOM_KEY];	     /* of that tablet; "" if there is none */
	int64_t seen;		     /* 0: not since the server started */
	uint64_t answered;	     /* a bit an item */
	int64_t occasion;	     /* 0 before the first answer */
	int text_size;		     /* 0..ROOM_SIZES - 1 */
};

struct room {
	int epoch; /* which start of the server it is in */
	int rev;
	enum room_state state;
	enum room_phase phase; /* of ROOM_ITEM */
	int item;
	int n_items; /* 1..ROOM_ITEMS */
	bool has_practice;
	bool is_paused;
	int64_t paused_at;
	enum room_state was;	/* before it was aborted */
	int64_t since;		/* this state and phase */
	int64_t item_since;	/* this item */
	int item_s;		/* planned for it, with what was added */
	int took_s[ROOM_ITEMS]; /* for each item, without pauses */
	int64_t closed_at;	/* 0: not closed */
	char leader[ROOM_WHO];
	int64_t lease_until;
	struct room_channel channels[ROOM_CHANNELS];
	size_t n_channels;
	struct room_seat seats[ROOM_SEATS];
	size_t n_seats;
};

enum room_verb {
	CMD_NEXT, /* in EXPLAIN it does not wait for who is not ready */
	CMD_BACK,
	CMD_PAUSE,
	CMD_RESUME, /* from PAUSED, and from ABORTED */
	CMD_EXTEND,
	CMD_ABORT,
	CMD_TAKE,   /* to lead, whoever does now */
	CMD_VOICE,  /* of .channel becomes .to, a room_voice */
	CMD_HEARD,  /* who asked in .channel */
	CMD_MODE,   /* of .seat becomes .to, a room_mode; it is expected anew */
	CMD_LEAVES, /* .seat: the person has gone */
	CMD__MAX
};
extern const char *const room_verbs[]; /* "next" */

struct room_command {
	enum room_verb verb;
	int expect_rev;
	const char *who; /* an account */
	size_t channel, seat;
	int to;
};

enum room_answer {
	ROOM_DONE,
	ROOM_MOVED,  /* the room is not at expect_rev any more */
	ROOM_NOT_SO, /* it cannot be done where the room is; ERR_USAGE */
	ROOM_OTHERS  /* somebody else leads; ERR_REFUSED */
};

/* A room in DRAFT without seats. n_items is 1..ROOM_ITEMS. */
void room_begin(struct room *room, int n_items, bool has_practice, int64_t now);
/*
 * Adds a seat, and the channel of its language. Errors: ERR_LIMIT for too
 * many, ERR_USAGE for a number that is there.
 */
bool room_add_seat(struct room *room, int number, const char *language,
	enum room_mode mode, struct err *err);

/*
 * What whoever leads does. Anything but ROOM_DONE leaves the room as it was.
 * Who commands while nobody leads does so from then on.
 */
enum room_answer room_command(struct room *room,
	const struct room_command *command, int64_t now, struct err *err);
/* Whether somebody other than who leads it. */
bool room_is_others(const struct room *room, const char *who, int64_t now);
/* Who leads is still there. Nothing for anybody else. */
void room_renew(struct room *room, const char *who, int64_t now);

/*
 * An interpreter has read item out. The last of all opens the item. ROOM_MOVED
 * if that is not what the room explains.
 */
enum room_answer room_ready(
	struct room *room, size_t channel, int item, int64_t now);
/* An interpreter asks for who leads. */
void room_ask(struct room *room, size_t channel);
/* The page of an interpreter; a new one ends the one before. */
void room_pair(
	struct room *room, size_t channel, const char *key, int64_t until);

/*
 * A tablet with the seat's card; key: a hash of what it shows from then on.
 * Another that had it is out. Errors: ERR_USAGE for a seat that is done or has
 * left, and for a room that is over.
 */
bool room_join(struct room *room, size_t seat, const char *key, int64_t now,
	struct err *err);
/* Its tablet was heard of. True if that is news. */
bool room_seen(struct room *room, size_t seat, int64_t now);
void room_answered(struct room *room, size_t seat, int item);
/* It has seen its overview and wants no more. */
void room_done(struct room *room, size_t seat);
void room_withdraw(struct room *room, size_t seat);

/* What holds at that time. */
enum room_presence room_presence(
	const struct room *room, size_t seat, int64_t now);
/* Whether an answer to item is taken from the seat; late: after the room. */
bool room_takes(const struct room *room, size_t seat, int item);
bool room_is_late(const struct room *room, int64_t now);
bool room_is_over(const struct room *room);
/* The next time at which room_presence of a seat is another; 0: none. */
int64_t room_next_away(const struct room *room, int64_t now);
/* Seats at tablets that are here, and how many of them have answered item. */
void room_count(const struct room *room, int item, int64_t now, int *here,
	int *answered);

#endif
