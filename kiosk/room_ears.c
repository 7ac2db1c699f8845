#include "kiosk/room_ears.h"

#include "core/str.h"
#include "kiosk/room_doc.h"

#include <stdlib.h>
#include <string.h>

void
room_ears_finish(struct room_ears *ears)
{
	free(ears->at);
	*ears = (struct room_ears){0};
}

/* Its card is not at another tablet, its link not over. */
static bool
is_good(const struct room_ear *ear, int64_t now)
{
	const struct room *room = &ear->live->room;
	const struct room_channel *channel;

	switch (ear->kind) {
	case EAR_SEAT:
		return strcmp(ear->key, room->seats[ear->number].key) == 0;
	case EAR_VOICE:
		channel = &room->channels[ear->number];
		return strcmp(ear->key, channel->key) == 0 &&
		       now < channel->key_until;
	case EAR_LEADER:
		break;
	}
	return true;
}

static void
tell(const struct room_ear *ear, int64_t now)
{
	const struct room *room = &ear->live->room;
	char id[ROOM_EVENT_ID];
	struct str text = {0};

	if (!is_good(ear, now)) {
		http_stream_event(ear->stream, "moved", NULL, "{}");
		http_stream_end(ear->stream);
		return;
	}
	switch (ear->kind) {
	case EAR_SEAT:
		room_show_seat(room, ear->number, now, &text);
		break;
	case EAR_VOICE:
		room_show_interpreter(room, ear->number, now, &text);
		break;
	case EAR_LEADER:
		room_show_leader(room, ear->who, now, &text);
		break;
	}
	room_event_id(room, id);
	if (!str_ok(&text, NULL) ||
		!http_stream_event(ear->stream, "state", id, text.at))
		http_stream_end(ear->stream);
	str_finish(&text);
}

void
room_ears_add(struct room_ears *ears, const struct room_ear *ear, int64_t now)
{
	if (ears->n == ears->room) {
		const size_t room = ears->room == 0 ? 64 : 2 * ears->room;
		struct room_ear *at = reallocarray(ears->at, room, sizeof(*at));

		if (at == NULL) {
			http_stream_end(ear->stream);
			return;
		}
		ears->at = at;
		ears->room = room;
	}
	ears->at[ears->n++] = *ear;
	tell(ear, now);
}

void
room_ears_remove(struct room_ears *ears, const struct http_stream *stream)
{
	size_t i;

	for (i = 0; i < ears->n; i++) {
		if (ears->at[i].stream == stream) {
			ears->at[i] = ears->at[--ears->n];
			return;
		}
	}
}

static bool
concerns(const struct room_ear *ear, const struct live *live)
{
	if (ear->live != live)
		return false;
	if (live->is_news_for_all)
		return true;
	return ear->kind == EAR_LEADER
		       ? live->is_news_for_leaders
		       : ear->kind == EAR_SEAT &&
				 (live->news_seats >> ear->number & 1) != 0;
}

void
room_ears_tell(struct room_ears *ears, const struct live *live, int64_t now)
{
	size_t i;

	for (i = 0; i < ears->n; i++) {
		if (concerns(&ears->at[i], live))
			tell(&ears->at[i], now);
	}
}

void
room_ears_tell_leaders(
	struct room_ears *ears, const struct live *live, int64_t now)
{
	size_t i;

	for (i = 0; i < ears->n; i++) {
		if (ears->at[i].live == live && ears->at[i].kind == EAR_LEADER)
			tell(&ears->at[i], now);
	}
}

void
room_ears_beat(struct room_ears *ears, int64_t now)
{
	size_t i;

	for (i = 0; i < ears->n; i++) {
		if (is_good(&ears->at[i], now))
			http_stream_event(
				ears->at[i].stream, "beat", NULL, "{}");
		else
			tell(&ears->at[i], now);
	}
}

void
room_ears_end(struct room_ears *ears, const struct live *live)
{
	size_t i = 0;

	while (i < ears->n) {
		if (ears->at[i].live == live) {
			http_stream_end(ears->at[i].stream);
			ears->at[i] = ears->at[--ears->n];
		} else {
			i++;
		}
	}
}
