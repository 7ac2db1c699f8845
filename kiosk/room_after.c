#include "kiosk/room_after.h"

#include "core/err.h"
#include "kiosk/room_doc.h"
#include "kiosk/rooms.h"
#include "kiosk/route.h"
#include "kiosk/swedish.h"
#include "store/due.h"
#include "store/occasions.h"
#include "store/rooms.h"

#include <stdlib.h>
#include <string.h>

static bool
find_session(const struct store_session_row *row, void *data, struct err *err)
{
	struct after *after = data;

	(void)err;
	if (row->session == after->session) {
		memcpy(after->name, row->name, sizeof(after->name));
		memcpy(after->date, row->date, sizeof(after->date));
	}
	return true;
}

static bool
take_room(const struct store_room *kept, void *data, struct err *err)
{
	struct after *after = data;

	return room_read(kept->state, strlen(kept->state), &after->room, err);
}

static bool
take_sheet(const struct store_due *due, void *data, struct err *err)
{
	struct after *after = data;
	size_t i;

	(void)err;
	for (i = 0; i < after->seats.n && i < ROOM_SEATS; i++) {
		if (after->seats.seats[i].sheet == due->sheet) {
			after->missing[i] = due->n_missing;
			after->pages[i] = due->n_pages;
			after->waiting[i] = due->n_waiting;
		}
	}
	return true;
}

/* What tablets have sent that a person has to look at. */
static bool
count_late(struct kiosk *kiosk, struct after *after, struct err *err)
{
	size_t i;
	int n;

	for (i = 0; i < after->room.n_seats; i++) {
		const int64_t occasion = after->room.seats[i].occasion;

		if (occasion == 0)
			continue;
		if (!store_occasion_waiting(kiosk->store, occasion, &n, err))
			return false;
		after->waiting[i] += n;
	}
	return true;
}

static bool
load(struct kiosk *kiosk, struct after *after, struct err *err)
{
	const struct live *live;
	bool found;

	if (!store_session_list(
		    kiosk->store, "0000-01-01", find_session, after, err) ||
		!store_room_get(
			kiosk->store, after->name, take_room, after, err))
		return false;
	if (after->room.n_items == 0)
		return swedish_err(err, ERR_USAGE,
			"det finns ingen sådan träff på plattor");
	live = rooms_at(kiosk->rooms, after->session);
	if (live != NULL)
		after->room = live->room;
	return store_session_get(
		       kiosk->store, after->name, &after->seats, &found, err) &&
	       store_due_session(
		       kiosk->store, after->name, take_sheet, after, err) &&
	       count_late(kiosk, after, err);
}

struct after *
after_load(struct kiosk *kiosk, const struct ask *ask, struct err *err)
{
	struct after *after = calloc(1, sizeof(*after));

	if (after == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	after->session = strtoll(ask->part[0], NULL, 10);
	if (load(kiosk, after, err))
		return after;
	after_free(after);
	return NULL;
}

void
after_free(struct after *after)
{
	if (after != NULL)
		store_session_finish(&after->seats);
	free(after);
}
