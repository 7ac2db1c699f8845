#include "kiosk/rooms.h"

#include "core/code.h"
#include "core/err.h"
#include "core/hash.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "kiosk/room_doc.h"
#include "kiosk/room_ears.h"
#include "store/occasions.h"
#include "store/rooms.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct words {
	char key[4 * LAYOUT_KEY];
	struct wording *wording;
	struct words *next;
};

struct rooms {
	struct live *live;
	struct live *late; /* of this round: rooms_late */
	struct room_ears ears;
	struct words *words;
	int64_t beat_at;
};

/* ------------------------------------------------------------- loading */

static void
free_live(struct live *live)
{
	if (live == NULL)
		return;
	instrument_free(live->instrument);
	free(live->seats);
	free(live);
}

/* The session's seats, instrument and items; the room is not there yet. */
static bool
load_session(struct kiosk *kiosk, struct live *live, struct err *err)
{
	struct store_session session = {0};
	bool found = false;
	unsigned i;
	int n = 0;

	if (!store_session_get(kiosk->store, live->name, &session, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_USAGE, "there is no session \"%s\"",
			live->name);
	memcpy(live->date, session.date, sizeof(live->date));
	live->seats = session.seats;
	session.seats = NULL;
	live->room.n_seats = session.n;
	live->instrument =
		instrument_load(kiosk->templates, session.instrument, err);
	if (live->instrument == NULL)
		return err_wrap(err, "session \"%s\"", live->name);
	for (i = 0; i < live->instrument->n_items; i++) {
		const struct item *item = &live->instrument->items[i];

		if (item_steps(item, live->instrument->steps[0]) > 0)
			live->items[n++] = item;
	}
	live->room.n_items = n;
	return n > 0 || err_set(err, ERR_USAGE,
				"instrument %s of session \"%s\" has nothing "
				"to tick",
				live->instrument->id, live->name);
}

static bool
seat_room(struct kiosk *kiosk, struct live *live, struct err *err)
{
	const size_t n = live->room.n_seats;
	size_t i;

	room_begin(&live->room, live->room.n_items,
		live->instrument->practice != NULL, kiosk->now);
	for (i = 0; i < n; i++) {
		const struct store_seat *seat = &live->seats[i];

		if (!room_add_seat(&live->room, seat->number, seat->language,
			    seat->sheet != 0 ? SEAT_PAPER : SEAT_TABLET, err))
			return err_wrap(err, "session \"%s\"", live->name);
	}
	return true;
}

/* After a start: what its tablets have given, and who was there. */
static bool
look_at_seats(struct kiosk *kiosk, struct live *live, struct err *err)
{
	size_t i;

	for (i = 0; i < live->room.n_seats; i++) {
		struct room_seat *seat = &live->room.seats[i];

		if (seat->presence == SEAT_PRESENT)
			seat->seen = kiosk->now;
		if (seat->occasion != 0 &&
			!store_occasion_given(kiosk->store, seat->occasion,
				&seat->answered, err))
			return false;
	}
	return true;
}

struct booting {
	struct live *live;
	struct err *err;
};

static bool
take_room(const struct store_room *kept, void *data, struct err *err)
{
	struct booting *booting = data;
	struct live *live = calloc(1, sizeof(*live));

	if (live == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	live->next = booting->live;
	booting->live = live;
	live->session = kept->session;
	live->boot = kept->boot;
	memcpy(live->name, kept->name, sizeof(live->name));
	return room_read(
		       kept->state, strlen(kept->state), &live->before, err) ||
	       err_wrap(err, "the room of session \"%s\"", kept->name);
}

/* The room as it was kept must be of the session as it is. */
static bool
fit_room(struct live *live, struct err *err)
{
	const struct room *kept = &live->before;
	size_t i;

	for (i = 0; i < kept->n_seats && i < live->room.n_seats; i++) {
		if (kept->seats[i].number != live->seats[i].number)
			break;
	}
	if (i != kept->n_seats || i != live->room.n_seats ||
		kept->n_items != live->room.n_items)
		return err_set(err, ERR_INPUT,
			"the room of session \"%s\" has other seats or items "
			"than the session",
			live->name);
	live->room = *kept;
	live->room.epoch = live->boot;
	return true;
}

struct rooms *
rooms_open(struct kiosk *kiosk, struct err *err)
{
	const struct store_actor actor = {"kiosk", ROLE_RECEPTION, kiosk->now};
	struct rooms *rooms = calloc(1, sizeof(*rooms));
	struct booting booting = {0};
	struct live *live;
	bool ok;

	if (rooms == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	store_act_as(kiosk->store, &actor);
	ok = store_rooms_boot(kiosk->store, take_room, &booting, err);
	rooms->live = booting.live;
	for (live = rooms->live; ok && live != NULL; live = live->next)
		ok = load_session(kiosk, live, err) && fit_room(live, err) &&
		     look_at_seats(kiosk, live, err);
	if (ok)
		return rooms;
	rooms_close(rooms);
	return NULL;
}

void
rooms_close(struct rooms *rooms)
{
	if (rooms == NULL)
		return;
	free_live(rooms->late);
	while (rooms->live != NULL) {
		struct live *live = rooms->live;

		rooms->live = live->next;
		free_live(live);
	}
	while (rooms->words != NULL) {
		struct words *words = rooms->words;

		rooms->words = words->next;
		wording_free(words->wording);
		free(words);
	}
	room_ears_finish(&rooms->ears);
	free(rooms);
}

struct live *
rooms_at(const struct rooms *rooms, int64_t session)
{
	struct live *live;

	for (live = rooms->live; live != NULL; live = live->next) {
		if (live->session == session)
			return live;
	}
	return NULL;
}

/* ------------------------------------------------------------- changes */

static bool
take_number(const struct store_room *kept, void *data, struct err *err)
{
	(void)err;
	*(int64_t *)data = kept->session;
	return true;
}

bool
rooms_make(struct kiosk *kiosk, const char *session, struct live **out,
	struct err *err)
{
	struct live *live = calloc(1, sizeof(*live));
	struct str state = {0};
	bool ok;

	if (live == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	live->boot = 1;
	live->room.epoch = 1;
	ok = str_copy(live->name, sizeof(live->name), session) ||
	     err_set(err, ERR_USAGE, "there is no session \"%s\"", session);
	ok = ok && load_session(kiosk, live, err) &&
	     seat_room(kiosk, live, err);
	live->room.epoch = 1;
	if (ok)
		room_write(&live->room, &state);
	ok = ok && str_ok(&state, err) &&
	     store_room_begin(kiosk->store, session, state.at, err) &&
	     store_room_get(
		     kiosk->store, session, take_number, &live->session, err);
	str_finish(&state);
	if (!ok) {
		free_live(live);
		return false;
	}
	/* Until the round is kept it has nothing to go back to: rooms_round. */
	live->before.n_items = 0;
	live->is_changed = true;
	live->next = kiosk->rooms->live;
	kiosk->rooms->live = live;
	*out = live;
	return true;
}

struct room *
rooms_change(struct live *live, int whom)
{
	if (!live->is_changed)
		live->before = live->room;
	live->is_changed = true;
	if (whom >= ROOMS_SEAT)
		live->news_seats |= UINT64_C(1) << (whom - ROOMS_SEAT);
	if (whom != ROOMS_NOBODY)
		live->is_news_for_leaders = true;
	if (whom == ROOMS_ALL)
		live->is_news_for_all = true;
	return &live->room;
}

static bool
keep(struct kiosk *kiosk, const struct live *live, bool is_done,
	struct err *err)
{
	struct store_room room = {.boot = live->boot, .is_done = is_done};
	struct str state = {0};
	bool ok;

	memcpy(room.name, live->name, sizeof(room.name));
	room_write(&live->room, &state);
	room.state = state.at;
	ok = str_ok(&state, err) && store_room_set(kiosk->store, &room, err);
	str_finish(&state);
	return ok;
}

bool
rooms_keep(struct kiosk *kiosk, struct live *live, struct err *err)
{
	return keep(kiosk, live, live->is_put_away, err);
}

/* ------------------------------------------------------------- cards */

void
rooms_card(const struct kiosk *kiosk, const struct live *live, int number,
	const char *language, char card[ROOMS_CARD])
{
	uint8_t token[CODE_TOKEN];
	char hex[HASH_HEX], line[CODE_LINE];
	struct str text = {0};
	size_t i;

	str_add_bytes(&text, store_key(kiosk->store), CODE_KEY);
	str_addf(&text, "card of a room|%s|%d|%s", live->name, number,
		number > 0 ? "" : language);
	hash_bytes(text.at, text.len, hex);
	str_finish(&text);
	for (i = 0; i < CODE_TOKEN; i++)
		token[i] = (uint8_t)strtoul(
			(char[]){hex[2 * i], hex[2 * i + 1], '\0'}, NULL, 16);
	code_line(token, line);
	code_line_shown(line, card);
}

struct live *
rooms_of_card(
	const struct kiosk *kiosk, const char *typed, int *seat, int *channel)
{
	char line[CODE_LINE], shown[ROOMS_CARD], card[ROOMS_CARD];
	struct live *live;
	size_t i;

	*seat = *channel = -1;
	if (!code_line_read(typed, line))
		return NULL;
	code_line_shown(line, shown);
	for (live = kiosk->rooms->live; live != NULL; live = live->next) {
		for (i = 0; i < live->room.n_seats; i++) {
			rooms_card(kiosk, live, live->room.seats[i].number, "",
				card);
			if (strcmp(card, shown) == 0) {
				*seat = (int)i;
				return live;
			}
		}
		for (i = 0; i < live->room.n_channels; i++) {
			rooms_card(kiosk, live, 0,
				live->room.channels[i].language, card);
			if (strcmp(card, shown) == 0) {
				*channel = (int)i;
				return live;
			}
		}
	}
	return NULL;
}

void
rooms_seat_token(const struct live *live, char token[ROOMS_TOKEN])
{
	char random[TOKEN];

	token_new(random);
	snprintf(token, ROOMS_TOKEN, "%" PRId64 ".%s", live->session, random);
}

/* The session of a tablet's token; 0: it is none. */
static int64_t
session_of(const char *token)
{
	char *end;
	const long long session = strtoll(token, &end, 10);

	return session > 0 && *end == '.' && token_is(end + 1) ? session : 0;
}

static bool
find_seat(const struct room *room, const char *token, size_t *seat)
{
	char hash[TOKEN];
	size_t i;

	token_hash(token, hash);
	for (i = 0; i < room->n_seats; i++) {
		if (strcmp(room->seats[i].key, hash) == 0) {
			*seat = i;
			return true;
		}
	}
	return false;
}

struct live *
rooms_of_seat(const struct rooms *rooms, const char *token, size_t *seat)
{
	struct live *live = rooms_at(rooms, session_of(token));

	return live != NULL && find_seat(&live->room, token, seat) ? live
								   : NULL;
}

bool
rooms_late(struct kiosk *kiosk, const char *token, struct live **live,
	size_t *seat, struct err *err)
{
	const int64_t session = session_of(token);
	struct booting found = {0};

	*live = NULL;
	if (session == 0)
		return true;
	free_live(kiosk->rooms->late);
	kiosk->rooms->late = NULL;
	if (!store_room_done(kiosk->store, session, take_room, &found, err)) {
		free_live(found.live);
		return false;
	}
	if (found.live == NULL ||
		!find_seat(&found.live->before, token, seat)) {
		free_live(found.live);
		return true;
	}
	kiosk->rooms->late = found.live;
	if (!load_session(kiosk, found.live, err) || !fit_room(found.live, err))
		return false;
	found.live->is_put_away = true;
	*live = found.live;
	return true;
}

struct live *
rooms_of_voice(const struct rooms *rooms, const char *token, int64_t now,
	size_t *channel)
{
	struct live *live;
	char hash[TOKEN];
	size_t i;

	if (!token_is(token))
		return NULL;
	token_hash(token, hash);
	for (live = rooms->live; live != NULL; live = live->next) {
		for (i = 0; i < live->room.n_channels; i++) {
			const struct room_channel *c = &live->room.channels[i];

			if (strcmp(c->key, hash) == 0 && now < c->key_until) {
				*channel = i;
				return live;
			}
		}
	}
	return NULL;
}

/* ------------------------------------------------------------- words */

/* key: of what is loaded; of a file, instrument is NULL. */
static const struct wording *
load_words(struct kiosk *kiosk, const char *key,
	const struct instrument *instrument, const char *file,
	const char *language, const char *level, int steps, struct err *err)
{
	struct words *words;

	for (words = kiosk->rooms->words; words != NULL; words = words->next) {
		if (strcmp(words->key, key) == 0)
			return words->wording;
	}
	words = calloc(1, sizeof(*words));
	if (words == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	str_copy(words->key, sizeof(words->key), key);
	words->wording =
		instrument != NULL
			? wording_load(kiosk->templates, instrument, language,
				  level, steps, err)
			: wording_open(kiosk->templates, file, language, err);
	if (words->wording == NULL) {
		free(words);
		return NULL;
	}
	words->next = kiosk->rooms->words;
	kiosk->rooms->words = words;
	return words->wording;
}

const struct wording *
rooms_wording(struct kiosk *kiosk, const struct live *live,
	const char *language, const char *level, int steps, struct err *err)
{
	char key[4 * LAYOUT_KEY];

	snprintf(key, sizeof(key), "%s %s %s %d", live->instrument->id,
		language, level != NULL ? level : "", steps);
	return load_words(kiosk, key, live->instrument, NULL, language, level,
		steps, err);
}

const struct wording *
rooms_words(struct kiosk *kiosk, const char *file, const char *language,
	struct err *err)
{
	char key[4 * LAYOUT_KEY];

	snprintf(key, sizeof(key), "%s. %s", file, language);
	return load_words(kiosk, key, NULL, file, language, NULL, 0, err);
}

/* ------------------------------------------------------------- rounds */

void
rooms_round(struct kiosk *kiosk, bool kept)
{
	struct live **at = &kiosk->rooms->live;

	free_live(kiosk->rooms->late);
	kiosk->rooms->late = NULL;
	while (*at != NULL) {
		struct live *live = *at;

		if (live->is_changed && !kept && live->before.n_items == 0) {
			*at = live->next;
			free_live(live);
			continue;
		}
		if (live->is_changed && !kept)
			live->room = live->before;
		else if (live->is_changed)
			room_ears_tell(&kiosk->rooms->ears, live, kiosk->now);
		live->before.n_items = live->room.n_items;
		live->is_changed = false;
		live->is_news_for_all = false;
		live->is_news_for_leaders = false;
		live->news_seats = 0;
		at = &live->next;
	}
}

/* A day after its end: the rows of answers are closed, the room is gone. */
static bool
put_away(struct kiosk *kiosk, struct live *live, struct err *err)
{
	size_t i;

	for (i = 0; i < live->room.n_seats; i++) {
		if (live->room.seats[i].occasion != 0 &&
			!store_occasion_lock(kiosk->store,
				live->room.seats[i].occasion,
				live->room.closed_at, err))
			return false;
	}
	return keep(kiosk, live, true, err);
}

bool
rooms_tick(struct kiosk *kiosk, int64_t now, struct err *err)
{
	const struct store_actor actor = {"kiosk", ROLE_RECEPTION, now};
	struct rooms *rooms = kiosk->rooms;
	struct live **at = &rooms->live;

	store_act_as(kiosk->store, &actor);
	while (*at != NULL) {
		struct live *live = *at;

		if (room_is_late(&live->room, now)) {
			if (!put_away(kiosk, live, err))
				return false;
			*at = live->next;
			room_ears_end(&rooms->ears, live);
			free_live(live);
			continue;
		}
		/* Somebody has not been seen for so long since a second ago. */
		if (room_next_away(&live->room, now - 1) == now)
			room_ears_tell_leaders(&rooms->ears, live, now);
		at = &live->next;
	}
	if (now >= rooms->beat_at + ROOMS_BEAT_S) {
		room_ears_beat(&rooms->ears, now);
		rooms->beat_at = now;
	}
	return true;
}

/* ------------------------------------------------------------- streams */

void
rooms_listen_seat(struct kiosk *kiosk, struct live *live, size_t seat,
	const char *token, struct http_stream *stream)
{
	struct room_ear ear = {.stream = stream,
		.live = live,
		.kind = EAR_SEAT,
		.number = seat};

	token_hash(token, ear.key);
	room_ears_add(&kiosk->rooms->ears, &ear, kiosk->now);
}

void
rooms_listen_voice(struct kiosk *kiosk, struct live *live, size_t channel,
	const char *token, struct http_stream *stream)
{
	struct room_ear ear = {.stream = stream,
		.live = live,
		.kind = EAR_VOICE,
		.number = channel};

	token_hash(token, ear.key);
	room_ears_add(&kiosk->rooms->ears, &ear, kiosk->now);
}

void
rooms_listen_leader(struct kiosk *kiosk, struct live *live, const char *who,
	struct http_stream *stream)
{
	struct room_ear ear = {
		.stream = stream, .live = live, .kind = EAR_LEADER};

	str_copy(ear.who, sizeof(ear.who), who);
	room_ears_add(&kiosk->rooms->ears, &ear, kiosk->now);
}

void
rooms_closed(struct kiosk *kiosk, struct http_stream *stream)
{
	room_ears_remove(&kiosk->rooms->ears, stream);
}
