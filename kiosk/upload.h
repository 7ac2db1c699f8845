/*
 * Scans that the staff hand in. A file's bytes are kept in memory until the
 * reader (upload_reader.h) has read them; then the scan is kept and its pages
 * are filed, a few in each tick, as the account that handed it in. Until
 * a file is told to be done nothing of it is promised: after a crash it is
 * handed in again, and what was filed comes back as duplicates.
 *
 * A file has a number and no name: people call files after people.
 */
#ifndef SKAPA_KIOSK_UPLOAD_H
#define SKAPA_KIOSK_UPLOAD_H

#include "core/reading.h"
#include "store/roles.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct store;
struct uploads;

#define UPLOAD_BYTES ((size_t)64 << 20)	     /* of a file, as intake has it */
#define UPLOAD_ALL_BYTES ((size_t)256 << 20) /* of those not read yet */
#define UPLOADS 200			     /* kept in mind, old and new */
#define UPLOAD_SLICE 24			     /* pages filed in a tick */

enum upload_state { UPLOAD_WAITS, UPLOAD_AT_IT, UPLOAD_DONE, UPLOAD_LOST };

struct upload {
	uint64_t number; /* 1.. */
	enum upload_state state;
	char who[STORE_WHO];
	unsigned n_read;	  /* pages, so far */
	unsigned n[READING__MAX]; /* pages filed, by what became of them */
	char text[200];		  /* of one that is lost: why */
};

/*
 * Before the store is opened: starts the reader. store: its path. NULL on
 * failure. Errors: ERR_SYSTEM.
 */
struct uploads *uploads_new(const char *store, struct err *err);
void uploads_free(struct uploads *uploads); /* NULL is fine; ends the reader */

/*
 * Takes a file in. Errors: ERR_INPUT for one without bytes; ERR_LIMIT for one
 * too large, or if too much waits already; ERR_SYSTEM.
 */
bool uploads_add(struct uploads *uploads, const struct store_actor *actor,
	const void *bytes, size_t len, uint64_t *number, struct err *err);

/*
 * Between two rounds: hears the reader and files up to UPLOAD_SLICE pages. The
 * store acts as who handed them in. day: today. Errors: those of the store,
 * which is not used again then.
 */
bool uploads_tick(struct uploads *uploads, struct store *store, int64_t now,
	const char *day, struct err *err);

/* Those of one account, newest first; n is how many there are, at most most. */
size_t uploads_of(const struct uploads *uploads, const char *who,
	struct upload *out, size_t most);

#endif
