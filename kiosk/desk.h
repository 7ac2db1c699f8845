/*
 * What the staff's pages keep between requests: Swedish words of the
 * instruments and the decoder that pictures of scans are made with. Both are
 * made when they are first needed.
 */
#ifndef SKAPA_KIOSK_DESK_H
#define SKAPA_KIOSK_DESK_H

struct decoder;
struct desk;
struct err;
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

/* Borrowed; NULL on failure. */
struct decoder *desk_decoder(struct desk *desk, struct err *err);

#endif
