#include "kiosk/room_doc.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define VERSION 1

/* ------------------------------------------------------------- kept */

static void
write_channel(const struct room_channel *channel, struct str *out)
{
	str_add(out, "{\"language\":");
	doc_add_text(out, channel->language);
	str_addf(out,
		",\"voice\":%d,\"ready\":%d,\"asking\":%d,"
		"\"ready_at\":%" PRId64 ",\"key\":\"%s\","
		"\"key_until\":%" PRId64 "}",
		(int)channel->voice, channel->is_ready, channel->is_asking,
		channel->ready_at, channel->key, channel->key_until);
}

static void
write_seat(const struct room_seat *seat, struct str *out)
{
	str_addf(out,
		"{\"number\":%d,\"channel\":%zu,\"mode\":%d,\"presence\":%d,"
		"\"gen\":%d,\"key\":\"%s\",\"occasion\":%" PRId64
		",\"answered\":%" PRId64 ",\"text\":%d}",
		seat->number, seat->channel, (int)seat->mode,
		(int)seat->presence, seat->gen, seat->key, seat->occasion,
		(int64_t)seat->answered, seat->text_size);
}

void
room_write(const struct room *room, struct str *out)
{
	size_t i;

	str_addf(out,
		"{\"room\":%d,\"rev\":%d,\"state\":%d,\"phase\":%d,"
		"\"item\":%d,\"items\":%d,\"practice\":%d,\"paused\":%d,"
		"\"paused_at\":%" PRId64 ",\"was\":%d,\"since\":%" PRId64
		",\"item_since\":%" PRId64
		",\"item_s\":%d,\"closed_at\":%" PRId64 ",\"leader\":",
		VERSION, room->rev, (int)room->state, (int)room->phase,
		room->item, room->n_items, room->has_practice, room->is_paused,
		room->paused_at, (int)room->was, room->since, room->item_since,
		room->item_s, room->closed_at);
	doc_add_text(out, room->leader);
	str_add(out, ",\"took\":{");
	for (i = 0; i < (size_t)room->n_items; i++)
		str_addf(out, "%s\"%zu\":%d", i > 0 ? "," : "", i,
			room->took_s[i]);
	str_add(out, "},\"channels\":[");
	for (i = 0; i < room->n_channels; i++) {
		str_add(out, i > 0 ? "," : "");
		write_channel(&room->channels[i], out);
	}
	str_add(out, "],\"seats\":[");
	for (i = 0; i < room->n_seats; i++) {
		str_add(out, i > 0 ? "," : "");
		write_seat(&room->seats[i], out);
	}
	str_add(out, "]}");
}

/* A whole number from low to high. */
static bool
number(struct doc_at at, const char *name, int low, int high, int *out,
	struct err *err)
{
	int n = 0;

	if (!doc_int(at, name, &n, err))
		return false;
	if (n < low || n > high)
		return err_set(err, ERR_INPUT, "%s is not from %d to %d", name,
			low, high);
	*out = n;
	return true;
}

static bool
yes_or_no(struct doc_at at, const char *name, bool *out, struct err *err)
{
	int n = 0;

	if (!number(at, name, 0, 1, &n, err))
		return false;
	*out = n == 1;
	return true;
}

static bool
read_channel(struct doc_at at, struct room_channel *channel, struct err *err)
{
	int voice = 0;

	if (!doc_text(at, "language", channel->language,
		    sizeof(channel->language), err) ||
		!number(at, "voice", 0, VOICE__MAX - 1, &voice, err) ||
		!yes_or_no(at, "ready", &channel->is_ready, err) ||
		!yes_or_no(at, "asking", &channel->is_asking, err) ||
		!doc_int64(at, "ready_at", &channel->ready_at, err) ||
		!doc_text(at, "key", channel->key, sizeof(channel->key), err) ||
		!doc_int64(at, "key_until", &channel->key_until, err))
		return false;
	channel->voice = (enum room_voice)voice;
	return true;
}

static bool
read_seat(struct doc_at at, size_t n_channels, struct room_seat *seat,
	struct err *err)
{
	int channel = 0, mode = 0, presence = 0;
	int64_t answered = 0;

	if (!number(at, "number", 1, 999, &seat->number, err) ||
		!number(at, "channel", 0, (int)n_channels - 1, &channel, err) ||
		!number(at, "mode", 0, SEAT_MODE__MAX - 1, &mode, err) ||
		!number(at, "presence", 0, SEAT_PRESENCE__MAX - 1, &presence,
			err) ||
		!doc_int(at, "gen", &seat->gen, err) ||
		!doc_text(at, "key", seat->key, sizeof(seat->key), err) ||
		!doc_int64(at, "occasion", &seat->occasion, err) ||
		!doc_int64(at, "answered", &answered, err))
		return false;
	/* Rooms from before have none. */
	if (!number(at, "text", 0, ROOM_SIZES - 1, &seat->text_size, NULL))
		seat->text_size = 0;
	seat->answered = (uint64_t)answered;
	seat->channel = (size_t)channel;
	seat->mode = (enum room_mode)mode;
	seat->presence = (enum room_presence)presence;
	return true;
}

static bool
read_head(struct doc_at at, struct room *room, struct err *err)
{
	int version, state = 0, phase = 0, was = 0;

	if (!number(at, "room", VERSION, VERSION, &version, err) ||
		!doc_int(at, "rev", &room->rev, err) ||
		!number(at, "state", 0, ROOM_STATE__MAX - 1, &state, err) ||
		!number(at, "phase", 0, ROOM_PHASE__MAX - 1, &phase, err) ||
		!number(at, "was", 0, ROOM_STATE__MAX - 1, &was, err) ||
		!number(at, "items", 1, ROOM_ITEMS, &room->n_items, err) ||
		!number(at, "item", 0, room->n_items - 1, &room->item, err) ||
		!yes_or_no(at, "practice", &room->has_practice, err) ||
		!yes_or_no(at, "paused", &room->is_paused, err) ||
		!doc_int64(at, "paused_at", &room->paused_at, err) ||
		!doc_int64(at, "since", &room->since, err) ||
		!doc_int64(at, "item_since", &room->item_since, err) ||
		!doc_int(at, "item_s", &room->item_s, err) ||
		!doc_int64(at, "closed_at", &room->closed_at, err) ||
		!doc_text(
			at, "leader", room->leader, sizeof(room->leader), err))
		return false;
	room->state = (enum room_state)state;
	room->phase = (enum room_phase)phase;
	room->was = (enum room_state)was;
	return true;
}

/* How long items took; rooms from before do not say. */
static void
read_times(struct doc_at at, struct room *room)
{
	char name[16];
	struct doc_at took;
	int i;

	if (!doc_object(at, "took", &took, NULL))
		return;
	for (i = 0; i < room->n_items; i++) {
		snprintf(name, sizeof(name), "%d", i);
		if (!number(took, name, 0, INT32_MAX, &room->took_s[i], NULL))
			room->took_s[i] = 0;
	}
}

static bool
read_rows(struct doc_at at, struct room *room, struct err *err)
{
	struct doc_at rows, row;
	size_t i;

	if (!doc_array(at, "channels", &rows, &room->n_channels, err))
		return false;
	if (room->n_channels > ROOM_CHANNELS)
		return err_set(err, ERR_INPUT, "there are too many channels");
	for (i = 0; i < room->n_channels; i++) {
		if (!doc_entry(rows, i, &row, err) ||
			!read_channel(row, &room->channels[i], err))
			return err_wrap(err, "channel %zu", i + 1);
	}
	if (!doc_array(at, "seats", &rows, &room->n_seats, err))
		return false;
	if (room->n_seats > ROOM_SEATS)
		return err_set(err, ERR_INPUT, "there are too many seats");
	for (i = 0; i < room->n_seats; i++) {
		if (!doc_entry(rows, i, &row, err) ||
			!read_seat(row, room->n_channels, &room->seats[i], err))
			return err_wrap(err, "seat row %zu", i + 1);
	}
	return true;
}

bool
room_read(const char *text, size_t len, struct room *room, struct err *err)
{
	struct doc *doc = doc_parse(text, len, err);
	struct room got = {0};
	bool ok;

	if (doc == NULL)
		return false;
	ok = read_head(doc_root(doc), &got, err) &&
	     read_rows(doc_root(doc), &got, err);
	if (ok) {
		read_times(doc_root(doc), &got);
		*room = got;
	}
	doc_free(doc);
	return ok;
}

/* ------------------------------------------------------------- shown */

void
room_event_id(const struct room *room, char id[ROOM_EVENT_ID])
{
	snprintf(id, ROOM_EVENT_ID, "%d.%d", room->epoch, room->rev);
}

/* While it is paused its time stands still. */
static void
show_head(const struct room *room, int64_t now, struct str *out)
{
	const int64_t at = room->is_paused ? room->paused_at : now;

	str_addf(out,
		"{\"epoch\":%d,\"rev\":%d,\"state\":\"%s\",\"phase\":\"%s\","
		"\"item\":%d,\"items\":%d,\"paused\":%s,\"now\":%" PRId64
		",\"since\":%" PRId64 ",\"until\":%" PRId64,
		room->epoch, room->rev, room_states[room->state],
		room_phases[room->phase], room->item, room->n_items,
		room->is_paused ? "true" : "false", at, room->since,
		room->state == ROOM_ITEM ? room->item_since + room->item_s : 0);
}

void
room_show_seat(
	const struct room *room, size_t number_, int64_t now, struct str *out)
{
	const struct room_seat *seat = &room->seats[number_];
	const struct room_channel *channel = &room->channels[seat->channel];

	show_head(room, now, out);
	str_addf(out,
		",\"seat\":%d,\"presence\":\"%s\",\"gen\":%d,"
		"\"answered\":\"%" PRIx64 "\",\"audio\":%s}",
		seat->number, room_presences[room_presence(room, number_, now)],
		seat->gen, seat->answered,
		channel->voice == VOICE_AUDIO ? "true" : "false");
}

static void
show_channels(const struct room *room, struct str *out)
{
	size_t i;

	str_add(out, ",\"channels\":[");
	for (i = 0; i < room->n_channels; i++) {
		const struct room_channel *c = &room->channels[i];

		str_addf(out, "%s[\"%s\",\"%s\",%s,%s]", i > 0 ? "," : "",
			c->language, room_voices[c->voice],
			c->is_ready ? "true" : "false",
			c->is_asking ? "true" : "false");
	}
	str_add(out, "]");
}

void
room_show_interpreter(
	const struct room *room, size_t channel, int64_t now, struct str *out)
{
	show_head(room, now, out);
	str_addf(out, ",\"channel\":%zu", channel);
	show_channels(room, out);
	str_add(out, "}");
}

void
room_show_leader(
	const struct room *room, const char *who, int64_t now, struct str *out)
{
	int here, answered;
	size_t i;

	room_count(room, room->item, now, &here, &answered);
	show_head(room, now, out);
	str_addf(out, ",\"leads\":%s,\"here\":%d,\"answered\":%d",
		room_is_others(room, who, now) ? "false" : "true", here,
		answered);
	show_channels(room, out);
	str_add(out, ",\"seats\":[");
	for (i = 0; i < room->n_seats; i++) {
		const struct room_seat *seat = &room->seats[i];

		str_addf(out, "%s[%d,%d,%d,%zu,%d,%d]", i > 0 ? "," : "",
			seat->number, (int)room_presence(room, i, now),
			(int)seat->mode, seat->channel,
			__builtin_popcountll(seat->answered),
			(int)(seat->answered >> room->item & 1));
	}
	str_add(out, "]}");
}
