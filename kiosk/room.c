#include "kiosk/room.h"

#include "core/err.h"
#include "core/str.h"

#include <string.h>

const char *const room_states[] = {"draft", "lobby", "practice", "item",
	"wrap_up", "closed", "aborted", NULL};
const char *const room_phases[] = {"explain", "open", "closing", NULL};
const char *const room_voices[] = {"interpreter", "audio", "leader", NULL};
const char *const room_modes[] = {"tablet", "paper", "staff", NULL};
const char *const room_presences[] = {
	"expected", "joined", "present", "away", "done", "withdrew", NULL};
const char *const room_verbs[] = {"next", "back", "pause", "resume", "extend",
	"abort", "take", "voice", "heard", "mode", "leaves", NULL};

void
room_begin(struct room *room, int n_items, bool has_practice, int64_t now)
{
	*room = (struct room){.n_items = n_items,
		.has_practice = has_practice,
		.since = now,
		.item_s = ROOM_ITEM_S};
}

static bool
find_channel(struct room *room, const char *language, size_t *channel,
	struct err *err)
{
	struct room_channel *new;
	size_t i;

	for (i = 0; i < room->n_channels; i++) {
		if (strcmp(room->channels[i].language, language) == 0)
			break;
	}
	*channel = i;
	if (i < room->n_channels)
		return true;
	if (i == ROOM_CHANNELS)
		return err_set(err, ERR_LIMIT,
			"a meeting has at most %d languages", ROOM_CHANNELS);
	new = &room->channels[i];
	*new = (struct room_channel){0};
	if (!str_copy(new->language, sizeof(new->language), language))
		return err_set(err, ERR_LIMIT, "language \"%s\" is too long",
			language);
	/* Who leads the meeting speaks Swedish. */
	if (strncmp(language, "sv", 2) == 0)
		new->voice = VOICE_LEADER;
	room->n_channels++;
	return true;
}

bool
room_add_seat(struct room *room, int number, const char *language,
	enum room_mode mode, struct err *err)
{
	size_t channel, i;

	for (i = 0; i < room->n_seats; i++) {
		if (room->seats[i].number == number)
			return err_set(err, ERR_USAGE,
				"there is a seat %d already", number);
	}
	if (room->n_seats == ROOM_SEATS)
		return err_set(err, ERR_LIMIT,
			"a meeting on tablets has at most %d seats",
			ROOM_SEATS);
	if (!find_channel(room, language, &channel, err))
		return false;
	room->seats[room->n_seats++] = (struct room_seat){
		.number = number, .channel = channel, .mode = mode};
	return true;
}

/* ------------------------------------------------------------- the line */

static void
go(struct room *room, enum room_state state, enum room_phase phase, int64_t now)
{
	room->state = state;
	room->phase = phase;
	room->since = now;
}

/* What the item took so far, when it is left. */
static void
note_time(struct room *room, int64_t now)
{
	if (room->state == ROOM_ITEM && now > room->item_since)
		room->took_s[room->item] += (int)(now - room->item_since);
	room->item_since = now;
}

/* To an item, from before its first word. */
static void
go_to_item(struct room *room, int item, int64_t now)
{
	size_t i;

	note_time(room, now);
	room->item = item;
	room->item_s = ROOM_ITEM_S;
	for (i = 0; i < room->n_channels; i++) {
		room->channels[i].is_ready = false;
		room->channels[i].ready_at = 0;
	}
	go(room, ROOM_ITEM, ROOM_EXPLAIN, now);
}

static void
go_on(struct room *room, int64_t now)
{
	switch (room->state) {
	case ROOM_DRAFT:
		go(room, ROOM_LOBBY, ROOM_EXPLAIN, now);
		break;
	case ROOM_LOBBY:
		if (room->has_practice)
			go(room, ROOM_PRACTICE, ROOM_EXPLAIN, now);
		else
			go_to_item(room, 0, now);
		break;
	case ROOM_PRACTICE:
		go_to_item(room, 0, now);
		break;
	case ROOM_ITEM:
		if (room->phase != ROOM_CLOSING)
			go(room, ROOM_ITEM, room->phase + 1, now);
		else if (room->item + 1 < room->n_items)
			go_to_item(room, room->item + 1, now);
		else {
			note_time(room, now);
			go(room, ROOM_WRAP_UP, ROOM_EXPLAIN, now);
		}
		break;
	case ROOM_WRAP_UP:
		go(room, ROOM_CLOSED, ROOM_EXPLAIN, now);
		room->closed_at = now;
		break;
	case ROOM_CLOSED:
	case ROOM_ABORTED:
	case ROOM_STATE__MAX:
		break;
	}
}

static bool
go_back(struct room *room, int64_t now)
{
	const bool at_first = room->item == 0 && room->phase == ROOM_EXPLAIN;

	switch (room->state) {
	case ROOM_LOBBY:
		go(room, ROOM_DRAFT, ROOM_EXPLAIN, now);
		return true;
	case ROOM_PRACTICE:
		go(room, ROOM_LOBBY, ROOM_EXPLAIN, now);
		return true;
	case ROOM_ITEM:
		if (at_first) {
			note_time(room, now);
			go(room,
				room->has_practice ? ROOM_PRACTICE : ROOM_LOBBY,
				ROOM_EXPLAIN, now);
			return true;
		}
		if (room->phase == ROOM_EXPLAIN)
			go_to_item(room, room->item - 1, now);
		go(room, ROOM_ITEM,
			room->phase == ROOM_CLOSING ? ROOM_OPEN : ROOM_EXPLAIN,
			now);
		return true;
	case ROOM_WRAP_UP:
		go_to_item(room, room->n_items - 1, now);
		go(room, ROOM_ITEM, ROOM_OPEN, now);
		return true;
	default:
		return false;
	}
}

/* What a pause took does not count. */
static void
go_on_after_pause(struct room *room, int64_t now)
{
	const int64_t took = now - room->paused_at;

	room->is_paused = false;
	room->since += took;
	room->item_since += took;
	room->paused_at = 0;
}

/* ------------------------------------------------------------- commands */

static enum room_answer
not_so(const struct room *room, const struct room_command *command,
	struct err *err)
{
	err_set(err, ERR_USAGE, "a meeting that is %s%s cannot do \"%s\"",
		room_states[room->state], room->is_paused ? ", paused," : "",
		room_verbs[command->verb]);
	return ROOM_NOT_SO;
}

static bool
resume(struct room *room, int64_t now)
{
	if (room->state == ROOM_ABORTED) {
		room->state = room->was;
		room->closed_at = 0;
	} else if (!room->is_paused) {
		return false;
	}
	if (room->is_paused)
		go_on_after_pause(room, now);
	return true;
}

/* What leads along the line; false where it cannot. */
static bool
move(struct room *room, enum room_verb verb, int64_t now)
{
	const bool is_over = room_is_over(room);

	switch (verb) {
	case CMD_NEXT:
		if (is_over || room->is_paused)
			return false;
		go_on(room, now);
		return true;
	case CMD_BACK:
		return !is_over && !room->is_paused && go_back(room, now);
	case CMD_PAUSE:
		if (is_over || room->is_paused || room->state == ROOM_DRAFT)
			return false;
		room->is_paused = true;
		room->paused_at = now;
		return true;
	case CMD_RESUME:
		return resume(room, now);
	case CMD_EXTEND:
		if (room->state != ROOM_ITEM)
			return false;
		room->item_s += ROOM_EXTEND_S;
		return true;
	case CMD_ABORT:
		if (is_over)
			return false;
		if (!room->is_paused)
			room->paused_at = now;
		room->is_paused = true;
		room->was = room->state;
		room->state = ROOM_ABORTED;
		room->closed_at = now;
		return true;
	default:
		return false;
	}
}

/* What concerns one language or one seat. */
static bool
change(struct room *room, const struct room_command *command)
{
	struct room_channel *channel = &room->channels[command->channel];
	struct room_seat *seat = &room->seats[command->seat];

	switch (command->verb) {
	case CMD_VOICE:
		channel->voice = (enum room_voice)command->to;
		return true;
	case CMD_HEARD:
		if (!channel->is_asking)
			return false;
		channel->is_asking = false;
		return true;
	case CMD_MODE:
		/* The tablet that it had is out; who had gone is back. */
		seat->mode = (enum room_mode)command->to;
		seat->key[0] = '\0';
		seat->presence = SEAT_EXPECTED;
		return true;
	case CMD_LEAVES:
		if (seat->presence == SEAT_WITHDREW)
			return false;
		seat->presence = SEAT_WITHDREW;
		return true;
	default:
		return false;
	}
}

/* That what it names is there, as numbers come from outside. */
static bool
names_what_is(const struct room *room, const struct room_command *command)
{
	switch (command->verb) {
	case CMD_VOICE:
		return command->channel < room->n_channels &&
		       command->to >= 0 && command->to < VOICE__MAX;
	case CMD_HEARD:
		return command->channel < room->n_channels;
	case CMD_MODE:
		return command->seat < room->n_seats && command->to >= 0 &&
		       command->to < SEAT_MODE__MAX;
	case CMD_LEAVES:
		return command->seat < room->n_seats;
	default:
		return (unsigned)command->verb < CMD__MAX;
	}
}

bool
room_is_others(const struct room *room, const char *who, int64_t now)
{
	return room->leader[0] != '\0' && now < room->lease_until &&
	       strcmp(room->leader, who) != 0;
}

static void
lead(struct room *room, const char *who, int64_t now)
{
	str_copy(room->leader, sizeof(room->leader), who);
	room->lease_until = now + ROOM_LEASE_S;
}

enum room_answer
room_command(struct room *room, const struct room_command *command, int64_t now,
	struct err *err)
{
	bool done;

	if (!names_what_is(room, command)) {
		err_set(err, ERR_USAGE,
			"the command names what is not in the meeting");
		return ROOM_NOT_SO;
	}
	if (command->expect_rev != room->rev)
		return ROOM_MOVED;
	if (command->verb != CMD_TAKE &&
		room_is_others(room, command->who, now)) {
		err_set(err, ERR_REFUSED,
			"somebody else leads the meeting; take over first");
		return ROOM_OTHERS;
	}
	if (command->verb == CMD_TAKE)
		done = true;
	else if (command->verb < CMD_TAKE)
		done = move(room, command->verb, now);
	else
		done = change(room, command);
	if (!done)
		return not_so(room, command, err);
	lead(room, command->who, now);
	room->rev++;
	return ROOM_DONE;
}

void
room_renew(struct room *room, const char *who, int64_t now)
{
	if (strcmp(room->leader, who) == 0)
		room->lease_until = now + ROOM_LEASE_S;
}

/* ------------------------------------------------------------- languages */

/* Whether somebody sits there who needs the language read. */
static bool
is_needed(const struct room *room, size_t channel)
{
	size_t i;

	for (i = 0; i < room->n_seats; i++) {
		if (room->seats[i].channel == channel &&
			room->seats[i].presence != SEAT_WITHDREW)
			return true;
	}
	return false;
}

enum room_answer
room_ready(struct room *room, size_t channel, int item, int64_t now)
{
	struct room_channel *mine = &room->channels[channel];
	size_t i;

	if (room->state != ROOM_ITEM || room->phase != ROOM_EXPLAIN ||
		room->is_paused || room->item != item)
		return ROOM_MOVED;
	if (mine->is_ready)
		return ROOM_DONE;
	mine->is_ready = true;
	mine->ready_at = now;
	room->rev++;
	for (i = 0; i < room->n_channels; i++) {
		if (room->channels[i].voice == VOICE_INTERPRETER &&
			!room->channels[i].is_ready && is_needed(room, i))
			return ROOM_DONE;
	}
	go(room, ROOM_ITEM, ROOM_OPEN, now);
	return ROOM_DONE;
}

void
room_ask(struct room *room, size_t channel)
{
	if (room->channels[channel].is_asking)
		return;
	room->channels[channel].is_asking = true;
	room->rev++;
}

void
room_pair(struct room *room, size_t channel, const char *key, int64_t until)
{
	struct room_channel *mine = &room->channels[channel];

	str_copy(mine->key, sizeof(mine->key), key);
	mine->key_until = until;
	mine->voice = VOICE_INTERPRETER;
	room->rev++;
}

/* ------------------------------------------------------------- seats */

bool
room_join(struct room *room, size_t number, const char *key, int64_t now,
	struct err *err)
{
	struct room_seat *seat = &room->seats[number];

	if (room_is_over(room))
		return err_set(err, ERR_USAGE, "the meeting is over");
	if (seat->presence == SEAT_DONE || seat->presence == SEAT_WITHDREW)
		return err_set(err, ERR_USAGE,
			"seat %d has finished; ask who leads the meeting",
			seat->number);
	seat->gen++;
	seat->mode = SEAT_TABLET;
	seat->presence = SEAT_JOINED;
	seat->seen = now;
	str_copy(seat->key, sizeof(seat->key), key);
	return true;
}

bool
room_seen(struct room *room, size_t number, int64_t now)
{
	struct room_seat *seat = &room->seats[number];
	const enum room_presence before = room_presence(room, number, now);

	seat->seen = now;
	if (seat->presence == SEAT_JOINED)
		seat->presence = SEAT_PRESENT;
	return room_presence(room, number, now) != before;
}

void
room_answered(struct room *room, size_t seat, int item)
{
	room->seats[seat].answered |= UINT64_C(1) << item;
}

void
room_done(struct room *room, size_t seat)
{
	if (room->seats[seat].presence != SEAT_WITHDREW)
		room->seats[seat].presence = SEAT_DONE;
}

void
room_withdraw(struct room *room, size_t seat)
{
	room->seats[seat].presence = SEAT_WITHDREW;
}

enum room_presence
room_presence(const struct room *room, size_t number, int64_t now)
{
	const struct room_seat *seat = &room->seats[number];

	if (seat->presence == SEAT_PRESENT && now >= seat->seen + ROOM_AWAY_S)
		return SEAT_AWAY;
	return seat->presence;
}

int64_t
room_next_away(const struct room *room, int64_t now)
{
	int64_t next = 0;
	size_t i;

	for (i = 0; i < room->n_seats; i++) {
		const int64_t at = room->seats[i].seen + ROOM_AWAY_S;

		if (room->seats[i].presence == SEAT_PRESENT && at > now &&
			(next == 0 || at < next))
			next = at;
	}
	return next;
}

/* ------------------------------------------------------------- answers */

bool
room_is_over(const struct room *room)
{
	return room->state == ROOM_CLOSED || room->state == ROOM_ABORTED;
}

bool
room_takes(const struct room *room, size_t seat, int item)
{
	return item >= 0 && item < room->n_items &&
	       room->seats[seat].presence != SEAT_WITHDREW;
}

bool
room_is_late(const struct room *room, int64_t now)
{
	return room_is_over(room) && now >= room->closed_at + ROOM_LATE_S;
}

void
room_count(const struct room *room, int item, int64_t now, int *here,
	int *answered)
{
	size_t i;

	*here = 0;
	*answered = 0;
	for (i = 0; i < room->n_seats; i++) {
		const enum room_presence is = room_presence(room, i, now);

		if (room->seats[i].mode != SEAT_TABLET ||
			(is != SEAT_PRESENT && is != SEAT_JOINED))
			continue;
		++*here;
		*answered += (room->seats[i].answered >> item & 1) != 0;
	}
}
