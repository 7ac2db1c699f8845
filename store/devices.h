/*
 * Screens and tablets that may show the participants' pages: each holds a
 * token, of which only a hash is kept (store/sealed.h).
 *
 *	store_device_ask(store, token, "482913", err);	shown on the screen
 *	store_device_pair(store, id, "Receptionen", "ar", err);	the staff agree
 *	store_device_note(store, id, px_m, seen, err);	what it says of itself
 *	store_device_revoke(store, id, err);		its token is nobody's
 *
 * What asks and is let in by nobody within DEVICE_WAIT_S goes when the next one
 * asks. A revoked screen's row stays, so that the audit's numbers stay its own.
 * Pairing, changing and revoking leave rows in the chain.
 *
 * Errors of every function: those of store/store.h; ERR_USAGE for a device that
 * is not there.
 */
#ifndef SKAPA_STORE_DEVICES_H
#define SKAPA_STORE_DEVICES_H

#include "store/store.h"

#define DEVICE_CODE 7 /* six digits, with the NUL */
#define DEVICE_PLACE 49
#define DEVICE_WAIT_S 600
#define DEVICE_WAITS 16 /* at one time */
/*
 * Pixels of a style sheet in a metre of the screen: 3780 is the 96 an inch
 * that a browser takes for granted. The ends are 38 and 508 an inch.
 */
#define DEVICE_PX_M 3780
#define DEVICE_PX_M_LEAST 1500
#define DEVICE_PX_M_MOST 20000

struct store_device {
	int64_t id;		   /* 0: none */
	char code[DEVICE_CODE];	   /* while it waits, else "" */
	char place[DEVICE_PLACE];  /* "Receptionen"; "" while it waits */
	char language[LAYOUT_KEY]; /* that it shows first; "": none */
	int px_m;
	int64_t asked, paired, seen; /* seconds UTC; paired 0: it waits */
};

/* Errors: ERR_LIMIT if DEVICE_WAITS wait already. */
bool store_device_ask(struct store *store, const char *token, const char *code,
	struct err *err);
/* Of a screen that is paired or waits; *found false: device is untouched. */
bool store_device_find(struct store *store, const char *token,
	struct store_device *device, bool *found, struct err *err);
/* Lets one in that waits, or changes one that is in. language "": none. */
bool store_device_pair(struct store *store, int64_t id, const char *place,
	const char *language, struct err *err);
/* How large it shows things, and when it was there. */
bool store_device_note(struct store *store, int64_t id, int px_m, int64_t seen,
	struct err *err);
/* Also one that waits. */
bool store_device_revoke(struct store *store, int64_t id, struct err *err);

typedef bool store_each_device(
	const struct store_device *device, void *data, struct err *err);
/* Those that wait, then those that are in by place. */
bool store_device_list(struct store *store, store_each_device *each, void *data,
	struct err *err);

#endif
