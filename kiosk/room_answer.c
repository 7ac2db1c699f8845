/*
 * What a tablet at a seat gives: answers, "I am done" and "I stop". Answers
 * are taken in any state of the meeting and for a day after it; what comes
 * later still, of a tablet that has slept, waits for a person.
 */
#include "kiosk/room_pages.h"

#include "core/err.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "store/occasions.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The occasion of a seat's answers, made with the first of them. */
static bool
need_occasion(
	struct kiosk *kiosk, struct live *live, size_t number, struct err *err)
{
	struct room *room = rooms_change(live, ROOMS_NOBODY);
	struct room_seat *seat = &room->seats[number];
	const struct store_seat *of = &live->seats[number];
	const struct wording *words;
	struct store_occasion occasion = {.steps = of->steps,
		.rater = RATES_SELF,
		.setting = SETTING_GROUP,
		.mode = MODE_KIOSK,
		.assistance =
			room->channels[seat->channel].voice == VOICE_INTERPRETER
				? ASSISTANCE_INTERPRETER
				: ASSISTANCE_NONE,
		.started = kiosk->now};

	if (seat->occasion != 0)
		return true;
	words = rooms_wording(
		kiosk, live, of->language, of->level, of->steps, err);
	if (words == NULL)
		return false;
	memcpy(occasion.person, of->person, sizeof(occasion.person));
	memcpy(occasion.level, of->level, sizeof(occasion.level));
	memcpy(occasion.language, of->language, sizeof(occasion.language));
	memcpy(occasion.date, live->date, sizeof(occasion.date));
	memcpy(occasion.session, live->name, sizeof(occasion.session));
	snprintf(occasion.instrument, sizeof(occasion.instrument), "%s",
		live->instrument->id);
	snprintf(occasion.version, sizeof(occasion.version), "%s",
		live->instrument->version);
	snprintf(occasion.wording, sizeof(occasion.wording), "%s",
		wording_status_word(wording_status(words)));
	return store_occasion_open(
		       kiosk->store, &occasion, &seat->occasion, err) &&
	       (!live->is_put_away ||
		       store_occasion_lock(kiosk->store, seat->occasion,
			       room->closed_at, err)) &&
	       rooms_keep(kiosk, live, err);
}

/* "4", "declined", "not_understood". */
static bool
read_value(const struct live *live, size_t seat, int index, const char *value,
	struct store_put *put, struct err *err)
{
	const struct item *item = live->items[index];
	const int word = value != NULL ? value_of_word(value) : VALUE_NONE;
	char *end;

	put->position = index;
	put->top = item_steps(item, live->seats[seat].steps);
	memcpy(put->item, item->key, sizeof(put->item));
	if (word != VALUE_NONE) {
		put->status = answer_status_of_value(word);
		return true;
	}
	put->status = ANSWER_ANSWERED;
	put->value = value != NULL ? (int)strtol(value, &end, 10) : 0;
	if (value == NULL || *end != '\0' || put->value < 1 ||
		put->value > put->top)
		return err_set(err, ERR_USAGE,
			"an answer to %s is 1 to %d, declined or "
			"not_understood",
			item->key, put->top);
	return true;
}

/* Said when the store has it: the tablet forgets it then. */
static bool
say_stored(const struct ask *ask, int index, struct http_reply *reply,
	struct err *err)
{
	struct str text = {0};

	if (ask->request->method != HTTP_PUT) {
		http_redirect(reply, "/room/seat");
		return true;
	}
	str_addf(&text, "{\"item\":%d,\"answered\":\"%" PRIx64 "\"}", index,
		ask->room->room.seats[ask->number].answered);
	return room_json(reply, 200, &text, err);
}

/*
 * Of two that a tablet sent, the later counts, in whatever order they come.
 * Without a script there is no number, and the order is that of the taps.
 */
static bool
is_overtaken(struct live *live, size_t seat, int index, const struct form *form,
	bool *is_old, struct err *err)
{
	const char *text = form_value(form, "seq");
	int64_t *last = &live->seq[seat][index];
	long long seq;
	char *end;

	*is_old = false;
	if (text == NULL)
		return true;
	seq = strtoll(text, &end, 10);
	if (*end != '\0' || seq < 1)
		return err_set(err, ERR_USAGE, "seq is a number from 1");
	*is_old = seq < *last;
	if (!*is_old)
		*last = seq;
	return true;
}

static bool
put_in(struct kiosk *kiosk, struct live *live, size_t number,
	const struct store_put *put, struct err *err)
{
	const struct room_seat *seat = &live->room.seats[number];

	if (!need_occasion(kiosk, live, number, err))
		return false;
	return live->is_put_away ? store_answer_late(kiosk->store,
					   seat->occasion, put, err)
				 : store_answer_put(kiosk->store,
					   seat->occasion, put, err);
}

bool
seat_answer(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct form *form = &ask->request->form;
	struct live *live = ask->room;
	const char *once = form_value(form, "once");
	struct store_put put = {0};
	bool is_old;
	int index;

	if (!form_number(form, "item", -1, live->room.n_items - 1, &index, err))
		return false;
	if (index < 0) {
		http_redirect(reply, "/room/seat?practised=1");
		return true;
	}
	if (!room_takes(&live->room, ask->number, index))
		return err_set(err, ERR_USAGE, "seat %d has left the meeting",
			live->room.seats[ask->number].number);
	if (!read_value(live, ask->number, index, form_value(form, "value"),
		    &put, err) ||
		!is_overtaken(live, ask->number, index, form, &is_old, err))
		return false;
	if (once == NULL)
		token_new(put.once);
	else if (!str_copy(put.once, sizeof(put.once), once))
		return err_set(err, ERR_USAGE, "once is too long");
	if (!is_old && !put_in(kiosk, live, ask->number, &put, err))
		return false;
	room_answered(rooms_change(live, ROOMS_SEAT + (int)ask->number),
		ask->number, index);
	room_seen(&live->room, ask->number, kiosk->now);
	return say_stored(ask, index, reply, err);
}

bool
seat_done(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	http_redirect(reply, "/room/seat");
	if (ask->room->room.state != ROOM_WRAP_UP)
		return true;
	room_done(rooms_change(ask->room, ROOMS_SEAT + (int)ask->number),
		ask->number);
	return rooms_keep(kiosk, ask->room, err);
}

/*
 * What was given is written over; that there was an occasion stays, as one
 * that was declined.
 */
static bool
take_back(struct kiosk *kiosk, const struct live *live, size_t number,
	struct err *err)
{
	const struct room_seat *seat = &live->room.seats[number];
	struct store_occasion occasion;
	int i;

	if (seat->occasion == 0)
		return true;
	for (i = 0; i < live->room.n_items; i++) {
		struct store_put put = {.position = i,
			.top = item_steps(
				live->items[i], live->seats[number].steps),
			.status = ANSWER_BLANK};

		if ((seat->answered >> i & 1) == 0)
			continue;
		memcpy(put.item, live->items[i]->key, sizeof(put.item));
		token_new(put.once);
		if (!store_answer_put(kiosk->store, seat->occasion, &put, err))
			return false;
	}
	if (!store_occasion_get(kiosk->store, seat->occasion, &occasion, err))
		return false;
	occasion.state = OCCASION_DECLINED;
	return store_occasion_set(kiosk->store, &occasion, err);
}

bool
seat_stop(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const char *answers = form_value(&ask->request->form, "answers");
	struct live *live = ask->room;
	const bool is_delete =
		answers != NULL && strcmp(answers, "delete") == 0;

	if (!is_delete && (answers == NULL || strcmp(answers, "keep") != 0))
		return err_set(
			err, ERR_USAGE, "answers are to be keep or delete");
	if (is_delete && !take_back(kiosk, live, ask->number, err))
		return false;
	room_withdraw(
		rooms_change(live, ROOMS_SEAT + (int)ask->number), ask->number);
	http_redirect(reply, "/room/seat");
	return rooms_keep(kiosk, live, err);
}
