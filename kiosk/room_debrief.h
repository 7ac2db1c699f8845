/*
 * What is talked about after a meeting: what was hard to understand, how long
 * each question took, notes of who led it, and remarks on the words.
 */
#ifndef SKAPA_KIOSK_ROOM_DEBRIEF_H
#define SKAPA_KIOSK_ROOM_DEBRIEF_H

#include "kiosk/room_after.h"
#include "store/remarks.h"
#include "store/unclear.h"

struct desk;
struct instrument;
struct str;

#define DEBRIEF_ROWS 256

struct debrief {
	struct after *after;
	struct instrument *instrument;
	/* Only of a meeting that is over: while it goes on, what comes in
	 * between two looks would be one person's answer. */
	struct store_unclear unclear[DEBRIEF_ROWS];
	size_t n_unclear;
	struct store_remark remarks[DEBRIEF_ROWS];
	size_t n_remarks;
};

/* NULL on failure. Errors: those of after_load and the store. */
struct debrief *debrief_load(
	struct kiosk *kiosk, const struct ask *ask, struct err *err);
void debrief_free(struct debrief *debrief); /* NULL is fine */

/* "Health 4 min, Hope 2 min": what the items took that are done; "": none. */
void debrief_times(
	const struct debrief *debrief, struct desk *desk, struct str *out);

/*
 * Adds it as A4 in Swedish (PDF/A-1b), with room to write. now: seconds since
 * 1970, UTC. Errors: ERR_INPUT for a remark with a sign that no font has.
 */
bool debrief_pdf(const struct debrief *debrief, struct desk *desk, int64_t now,
	struct str *out, struct err *err);

#endif
