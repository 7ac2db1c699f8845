/*
 * What the staff's pages keep between requests: Swedish words of the
 * instruments, the decoder that pictures of scans are made with, and what sets
 * text. They are made when they are first needed.
 */
#ifndef SKAPA_KIOSK_DESK_H
#define SKAPA_KIOSK_DESK_H

struct decoder;
struct desk;
struct err;
struct text_engine;
struct wording;

/* templates is borrowed. NULL on failure. Errors: ERR_SYSTEM. */
struct desk *desk_new(const char *templates, struct err *err);
void desk_free(struct desk *desk); /* NULL is fine */

/*
 * The Swedish words of an instrument at a level with so many steps; level NULL
 * and steps 0: those that it has first. Borrowed; NULL if there are none.
 */
const struct wording *desk_wording(struct desk *desk, const char *instrument,
	const char *level, int steps);
/* "Hälsa"; the key itself if it has no name. Borrowed. */
const char *desk_item(
	struct desk *desk, const char *instrument, const char *item);

/*
 * Both borrowed; NULL on failure. The decoder is for work that is done on the
 * other thread (worker.h), and for that alone.
 */
struct decoder *desk_decoder(struct desk *desk, struct err *err);
struct text_engine *desk_engine(struct desk *desk, struct err *err);

#endif
