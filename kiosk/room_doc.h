/*
 * A room as the store keeps it, and what of it the three kinds of pages are
 * told: JSON all, in which nobody is named and no answer stands.
 */
#ifndef SKAPA_KIOSK_ROOM_DOC_H
#define SKAPA_KIOSK_ROOM_DOC_H

#include "kiosk/room.h"

struct str;

/*
 * All but epoch and when a tablet was seen. What has been answered is as of
 * this writing; the store knows better (store_occasion_given).
 */
void room_write(const struct room *room, struct str *out);
/*
 * *room is untouched on failure. Errors: ERR_INPUT for what room_write does
 * not write, and for numbers out of their range.
 */
bool room_read(
	const char *text, size_t len, struct room *room, struct err *err);

/*
 * A line of less than 1,024 bytes each, for ROOM_ITEMS items and (who leads)
 * 20 seats; the times are the server's, so that a page needs no clock.
 *
 * Each has epoch, rev, state, phase, item, paused, now, since, until.
 * A tablet: its seat, number, presence, gen, answered (items as hexadecimal
 * bits), audio. An interpreter: channels with ready and its own number. Who
 * leads: leads, here, done with the item, and a row a seat: number, presence,
 * mode, channel, how many answered, whether this item is.
 */
void room_show_seat(
	const struct room *room, size_t seat, int64_t now, struct str *out);
void room_show_interpreter(
	const struct room *room, size_t channel, int64_t now, struct str *out);
void room_show_leader(
	const struct room *room, const char *who, int64_t now, struct str *out);
/* "epoch.rev", the id of the event. */
#define ROOM_EVENT_ID 24
void room_event_id(const struct room *room, char id[ROOM_EVENT_ID]);

#endif
