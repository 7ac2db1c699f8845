/* A group's meeting: where it may go, who leads it, who sits there. */
#include "tests/test.h"

#include "core/str.h"
#include "kiosk/room_doc.h"

#define T0 1772366400 /* 2026-03-01T12:00:00Z */
#define ITEMS 3

/* Seats 1 and 2 Arabic, 3 and 4 Tigrinya, 5 Swedish, 6 Arabic on paper. */
static void
make_room(struct room *room)
{
	static const char *const languages[] = {
		"ar", "ar", "ti", "ti", "sv", "ar"};
	struct err err = {0};
	int i;

	room_begin(room, ITEMS, true, T0);
	for (i = 0; i < 6; i++)
		assert_ok(room_add_seat(room, i + 1, languages[i],
				  i == 5 ? SEAT_PAPER : SEAT_TABLET, &err),
			&err);
}

/* "2o" is item 2, open; "p:" before it: paused. */
static const char *
place(const struct room *room)
{
	static const char *const words[] = {"draft", "lobby", "practice", NULL,
		"wrap_up", "closed", "aborted"};
	static char text[4][16];
	static int turn;
	char *out = text[turn++ % 4];
	const bool shows = room->is_paused && room->state != ROOM_ABORTED;

	if (room->state == ROOM_ITEM)
		snprintf(out, 16, "%s%d%c", shows ? "p:" : "", room->item + 1,
			room_phases[room->phase][0]);
	else
		snprintf(
			out, 16, "%s%s", shows ? "p:" : "", words[room->state]);
	/* explain, open, closing: e, o, c */
	return out;
}

static enum room_answer
say(struct room *room, enum room_verb verb, int64_t now)
{
	const struct room_command command = {
		.verb = verb, .expect_rev = room->rev, .who = "ab-1"};
	struct err err = {0};

	return room_command(room, &command, now, &err);
}

static void
walk(struct room *room, const char *verbs)
{
	for (; *verbs != '\0'; verbs++) {
		const enum room_verb verb = *verbs == 'n'   ? CMD_NEXT
					    : *verbs == 'p' ? CMD_PAUSE
					    : *verbs == 'r' ? CMD_RESUME
							    : CMD_ABORT;
		if (say(room, verb, T0 + 1) != ROOM_DONE)
			fail_msg(
				"%s refused %s", place(room), room_verbs[verb]);
	}
}

static void
test_command__every_verb_in_every_place(void **state)
{
	/* NULL: refused, and nothing is changed. */
	static const struct {
		const char *walk, *at;
		const char *to[CMD_TAKE + 1];
	} rows[] = {
		{"", "draft",
			{"lobby", NULL, NULL, NULL, NULL, "aborted", "draft"}},
		{"n", "lobby",
			{"practice", "draft", "p:lobby", NULL, NULL, "aborted",
				"lobby"}},
		{"nn", "practice",
			{"1e", "lobby", "p:practice", NULL, NULL, "aborted",
				"practice"}},
		{"nnn", "1e",
			{"1o", "practice", "p:1e", NULL, "1e", "aborted",
				"1e"}},
		{"nnnn", "1o",
			{"1c", "1e", "p:1o", NULL, "1o", "aborted", "1o"}},
		{"nnnnn", "1c",
			{"2e", "1o", "p:1c", NULL, "1c", "aborted", "1c"}},
		{"nnnnnn", "2e",
			{"2o", "1e", "p:2e", NULL, "2e", "aborted", "2e"}},
		{"nnnnnnnnnnn", "3c",
			{"wrap_up", "3o", "p:3c", NULL, "3c", "aborted", "3c"}},
		{"nnnnnnnnnnnn", "wrap_up",
			{"closed", "3o", "p:wrap_up", NULL, NULL, "aborted",
				"wrap_up"}},
		{"nnnnnnnnnnnnn", "closed",
			{NULL, NULL, NULL, NULL, NULL, NULL, "closed"}},
		{"nnnna", "aborted",
			{NULL, NULL, NULL, "1o", NULL, NULL, "aborted"}},
		{"nnnnp", "p:1o",
			{NULL, NULL, NULL, "1o", "p:1o", "aborted", "p:1o"}},
	};
	size_t i;
	int verb;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (verb = CMD_NEXT; verb <= CMD_TAKE; verb++) {
			const char *want = rows[i].to[verb];
			struct room room, before;

			make_room(&room);
			walk(&room, rows[i].walk);
			assert_string_equal(place(&room), rows[i].at);
			before = room;
			if ((say(&room, (enum room_verb)verb, T0 + 2) ==
				    ROOM_DONE) != (want != NULL))
				fail_msg("%s %s: done or refused, not so",
					rows[i].at, room_verbs[verb]);
			if (want == NULL) {
				assert_memory_equal(
					&room, &before, sizeof(room));
				continue;
			}
			if (strcmp(place(&room), want) != 0)
				fail_msg("%s %s: is at %s, not %s", rows[i].at,
					room_verbs[verb], place(&room), want);
			assert_int_equal(room.rev, before.rev + 1);
		}
	}
}

/* An instrument without a practice item begins with its first. */
static void
test_command__without_practice(void **state)
{
	struct room room;

	(void)state;
	room_begin(&room, 1, false, T0);
	walk(&room, "nn");
	assert_string_equal(place(&room), "1e");
	assert_int_equal(say(&room, CMD_BACK, T0), ROOM_DONE);
	assert_string_equal(place(&room), "lobby");
	walk(&room, "nnnn");
	assert_string_equal(place(&room), "wrap_up");
}

/* Two taps on one button, and two who lead at once. */
static void
test_command__decided_on_another_rev_changes_nothing(void **state)
{
	struct room room, before;
	struct room_command command = {.verb = CMD_NEXT, .who = "ab-1"};
	struct err err = {0};

	(void)state;
	make_room(&room);
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_DONE);
	before = room;
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_MOVED);
	assert_memory_equal(&room, &before, sizeof(room));
	command.expect_rev = 7;
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_MOVED);
	command.verb = CMD_TAKE;
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_MOVED);
}

static void
test_command__names_only_what_is_there(void **state)
{
	static const struct room_command rows[] = {
		{.verb = CMD_VOICE, .channel = 3, .to = VOICE_AUDIO},
		{.verb = CMD_VOICE, .channel = 0, .to = VOICE__MAX},
		{.verb = CMD_VOICE, .channel = 0, .to = -1},
		{.verb = CMD_HEARD, .channel = 3},
		{.verb = CMD_HEARD, .channel = 0}, /* nobody asks */
		{.verb = CMD_MODE, .seat = 6, .to = SEAT_PAPER},
		{.verb = CMD_MODE, .seat = 0, .to = SEAT_MODE__MAX},
		{.verb = CMD_LEAVES, .seat = 6},
		{.verb = CMD_LEAVES, .seat = SIZE_MAX},
		{.verb = CMD__MAX},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct room_command command = rows[i];
		struct err err = {0};
		struct room room;

		make_room(&room);
		command.who = "ab-1";
		if (room_command(&room, &command, T0, &err) != ROOM_NOT_SO ||
			err.code != ERR_USAGE || room.rev != 0)
			fail_msg("row %zu: was done", i);
	}
}

static void
test_lease__table(void **state)
{
	/* a leads from T0 on; what b may, and whether a may still after it. */
	static const struct {
		const char *what;
		enum room_verb verb;
		int at, renewed; /* seconds behind T0; 0: not renewed */
		enum room_answer b, a;
	} rows[] = {
		{"within the lease", CMD_NEXT, 29, 0, ROOM_OTHERS, ROOM_DONE},
		{"takes over", CMD_TAKE, 1, 0, ROOM_DONE, ROOM_OTHERS},
		{"behind it", CMD_NEXT, 30, 0, ROOM_DONE, ROOM_OTHERS},
		{"renewed", CMD_NEXT, 45, 20, ROOM_OTHERS, ROOM_DONE},
		{"renewed, behind it", CMD_NEXT, 50, 20, ROOM_DONE,
			ROOM_OTHERS},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct room room;
		struct room_command a = {.verb = CMD_NEXT, .who = "ab-1"},
				    b = {.verb = rows[i].verb, .who = "cd-2"};
		struct err err = {0};

		make_room(&room);
		assert_int_equal(room_command(&room, &a, T0, &err), ROOM_DONE);
		if (rows[i].renewed != 0) {
			room_renew(&room, "ab-1", T0 + rows[i].renewed);
			/* Who does not lead renews nothing. */
			room_renew(&room, "cd-2", T0 + 10000);
		}
		b.expect_rev = room.rev;
		if (room_command(&room, &b, T0 + rows[i].at, &err) != rows[i].b)
			fail_msg("%s: what the other may", rows[i].what);
		assert_int_equal(err.code,
			rows[i].b == ROOM_OTHERS ? ERR_REFUSED : ERR_NONE);
		a.expect_rev = room.rev;
		if (room_command(&room, &a, T0 + rows[i].at, &err) != rows[i].a)
			fail_msg("%s: what the first may", rows[i].what);
	}
}

/* The last of those who interpret for somebody opens the item. */
static void
test_ready__all_open_the_item(void **state)
{
	struct room room;
	struct room_command command = {.verb = CMD_VOICE,
		.who = "ab-1",
		.channel = 1,
		.to = VOICE_AUDIO};
	struct err err = {0};

	(void)state;
	make_room(&room);
	assert_int_equal(room.n_channels, 3);
	assert_int_equal(room.channels[2].voice, VOICE_LEADER);
	walk(&room, "nnn");
	assert_int_equal(room_ready(&room, 0, 0, T0 + 5), ROOM_DONE);
	assert_string_equal(place(&room), "1e");
	assert_int_equal(room_ready(&room, 0, 0, T0 + 6), ROOM_DONE);
	assert_int_equal(room.channels[0].ready_at, T0 + 5);
	assert_int_equal(room_ready(&room, 1, 1, T0 + 6), ROOM_MOVED);
	assert_int_equal(room_ready(&room, 1, 0, T0 + 7), ROOM_DONE);
	assert_string_equal(place(&room), "1o");
	assert_int_equal(room.since, T0 + 7);
	assert_int_equal(room_ready(&room, 1, 0, T0 + 8), ROOM_MOVED);

	/* At the next item nobody is ready; Tigrinya is on tape now. */
	walk(&room, "nn");
	assert_string_equal(place(&room), "2e");
	assert_false(room.channels[0].is_ready);
	command.expect_rev = room.rev;
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_DONE);
	assert_int_equal(room_ready(&room, 0, 1, T0 + 9), ROOM_DONE);
	assert_string_equal(place(&room), "2o");

	/* Nobody is left who needs Tigrinya: nobody waits for it. */
	walk(&room, "nn");
	command.to = VOICE_INTERPRETER;
	command.expect_rev = room.rev;
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_DONE);
	room_withdraw(&room, 2);
	room_withdraw(&room, 3);
	assert_int_equal(room_ready(&room, 0, 2, T0 + 9), ROOM_DONE);
	assert_string_equal(place(&room), "3o");
}

static void
test_ready__not_while_paused(void **state)
{
	struct room room;

	(void)state;
	make_room(&room);
	walk(&room, "nnnp");
	assert_int_equal(room_ready(&room, 0, 0, T0), ROOM_MOVED);
	assert_false(room.channels[0].is_ready);
}

static void
test_ask__until_it_was_heard(void **state)
{
	struct room room;
	struct room_command command = {
		.verb = CMD_HEARD, .who = "ab-1", .channel = 1};
	struct err err = {0};

	(void)state;
	make_room(&room);
	room_ask(&room, 1);
	room_ask(&room, 1);
	assert_int_equal(room.rev, 1);
	command.expect_rev = 1;
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_DONE);
	assert_false(room.channels[1].is_asking);
	command.expect_rev = 2;
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_NOT_SO);
}

/* What a pause took is not taken from anybody's time. */
static void
test_time__stands_still_in_a_pause(void **state)
{
	struct room room;
	struct str out = {0};

	(void)state;
	make_room(&room);
	walk(&room, "nnnn");
	assert_int_equal(room.item_since, T0 + 1);
	say(&room, CMD_PAUSE, T0 + 60);
	room_show_seat(&room, 0, T0 + 500, &out);
	assert_non_null(strstr(out.at, "\"now\":1772366460,"));
	str_finish(&out);
	say(&room, CMD_RESUME, T0 + 660);
	assert_int_equal(room.item_since, T0 + 601);
	assert_int_equal(room.since, T0 + 601);
	say(&room, CMD_EXTEND, T0 + 661);
	assert_int_equal(room.item_s, ROOM_ITEM_S + ROOM_EXTEND_S);
	/* The next item has its own. */
	walk(&room, "nn");
	assert_int_equal(room.item_s, ROOM_ITEM_S);
}

static void
test_seat__comes_goes_and_moves(void **state)
{
	struct room room;
	struct err err = {0};
	int here, answered;

	(void)state;
	make_room(&room);
	walk(&room, "nnn");
	assert_int_equal(room_presence(&room, 0, T0), SEAT_EXPECTED);
	assert_ok(room_join(&room, 0, "k1", T0, &err), &err);
	assert_int_equal(room_presence(&room, 0, T0), SEAT_JOINED);
	assert_true(room_seen(&room, 0, T0));
	assert_false(room_seen(&room, 0, T0 + 5));
	assert_int_equal(room_next_away(&room, T0 + 5), T0 + 17);
	assert_int_equal(room_presence(&room, 0, T0 + 16), SEAT_PRESENT);
	assert_int_equal(room_presence(&room, 0, T0 + 17), SEAT_AWAY);
	assert_int_equal(room_next_away(&room, T0 + 17), 0);
	assert_true(room_seen(&room, 0, T0 + 20));
	room_answered(&room, 0, 2);
	assert_int_equal(room.seats[0].answered, 4);

	/* The same card at another tablet. */
	assert_ok(room_join(&room, 0, "k2", T0 + 21, &err), &err);
	assert_string_equal(room.seats[0].key, "k2");
	assert_int_equal(room.seats[0].gen, 2);
	assert_int_equal(room.seats[0].answered, 4);
	assert_ok(room_join(&room, 1, "k3", T0 + 21, &err), &err);
	room_count(&room, 2, T0 + 22, &here, &answered);
	assert_int_equal(here, 2);
	assert_int_equal(answered, 1);

	room_done(&room, 1);
	assert_false(room_join(&room, 1, "k4", T0 + 30, &err));
	assert_string_equal(
		err.text, "seat 2 has finished; ask who leads the meeting");
	room_withdraw(&room, 0);
	room_done(&room, 0);
	assert_int_equal(room_presence(&room, 0, T0 + 22), SEAT_WITHDREW);
	assert_false(room_takes(&room, 0, 0));
	assert_true(room_takes(&room, 1, 0));
	assert_true(room_takes(&room, 1, ITEMS - 1));
	assert_false(room_takes(&room, 1, ITEMS));
	assert_false(room_takes(&room, 1, -1));
}

static void
test_seat__late_and_over(void **state)
{
	struct room room;
	struct err err = {0};

	(void)state;
	make_room(&room);
	walk(&room, "nnnnnnnn");
	assert_ok(room_join(&room, 3, "k", T0 + 9, &err), &err);
	walk(&room, "nnnnn");
	assert_int_equal(room.state, ROOM_CLOSED);
	assert_int_equal(room.closed_at, T0 + 1);
	assert_false(room_is_late(&room, T0 + 1 + ROOM_LATE_S - 1));
	assert_true(room_is_late(&room, T0 + 1 + ROOM_LATE_S));
	assert_false(room_join(&room, 2, "k", T0 + 10, &err));
	assert_string_equal(err.text, "the meeting is over");
}

/* A seat that turned to paper loses its tablet, and can have one again. */
static void
test_seat__turns_to_paper(void **state)
{
	struct room room;
	struct room_command command = {
		.verb = CMD_MODE, .who = "ab-1", .to = SEAT_PAPER};
	struct err err = {0};

	(void)state;
	make_room(&room);
	assert_ok(room_join(&room, 0, "k1", T0, &err), &err);
	assert_int_equal(room_command(&room, &command, T0, &err), ROOM_DONE);
	assert_string_equal(room.seats[0].key, "");
	assert_int_equal(room.seats[0].mode, SEAT_PAPER);
	assert_ok(room_join(&room, 0, "k2", T0, &err), &err);
	assert_int_equal(room.seats[0].mode, SEAT_TABLET);
	assert_int_equal(room.seats[0].gen, 2);
}

/* ------------------------------------------------------------- documents */

static void
test_doc__comes_back_as_it_was(void **state)
{
	struct room room, got;
	struct str out = {0}, again = {0};
	struct err err = {0};
	size_t cut;

	(void)state;
	make_room(&room);
	walk(&room, "nnnnp");
	room_ask(&room, 1);
	room_pair(&room, 0, "c0ffee", T0 + 99);
	assert_ok(room_join(&room, 2, "beef", T0, &err), &err);
	room.seats[2].occasion = INT64_C(1) << 40;
	room_answered(&room, 2, 0);
	room_answered(&room, 2, 2);
	room_write(&room, &out);
	assert_ok(room_read(out.at, out.len, &got, &err), &err);
	assert_string_equal(place(&got), "p:1o");
	assert_int_equal(got.rev, room.rev);
	assert_int_equal(got.n_seats, room.n_seats);
	assert_string_equal(got.seats[2].key, "beef");
	assert_int_equal(got.seats[2].answered, 5);
	assert_true(got.channels[1].is_asking);
	assert_string_equal(got.leader, "ab-1");
	assert_int_equal(got.lease_until, 0);
	room_write(&got, &again);
	assert_string_equal(out.at, again.at);
	for (cut = 0; cut < out.len; cut++) {
		if (room_read(out.at, cut, &got, NULL))
			fail_msg("cut at %zu it was read", cut);
	}
	str_finish(&out);
	str_finish(&again);
}

static void
test_doc__refuses_what_cannot_be(void **state)
{
	static const struct {
		const char *from, *to, *sentence;
	} rows[] = {
		{"\"room\":1", "\"room\":2", "room is not from 1 to 1"},
		{"\"state\":3", "\"state\":7", "state is not from 0 to 6"},
		{"\"item\":0", "\"item\":3", "item is not from 0 to 2"},
		{"\"items\":3", "\"items\":65", "items is not from 1 to 64"},
		{"\"paused\":0", "\"paused\":2", "paused is not from 0 to 1"},
		{"\"channel\":1", "\"channel\":3",
			"seat row 3: channel is not from 0 to 2"},
		{"\"voice\":2", "\"voice\":3",
			"channel 3: voice is not from 0 to 2"},
		{"\"since\":", "\"sinse\":", "since is missing"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str out = {0}, wrong = {0};
		struct err err = {0};
		struct room room, got;
		const char *at;

		make_room(&room);
		walk(&room, "nnn");
		room_write(&room, &out);
		at = strstr(out.at, rows[i].from);
		assert_non_null(at);
		str_add_bytes(&wrong, out.at, (size_t)(at - out.at));
		str_add(&wrong, rows[i].to);
		str_add(&wrong, at + strlen(rows[i].from));
		if (room_read(wrong.at, wrong.len, &got, &err))
			fail_msg("%s was read", rows[i].to);
		if (strcmp(err.text, rows[i].sentence) != 0)
			fail_msg("%s: %s", rows[i].to, err.text);
		str_finish(&out);
		str_finish(&wrong);
	}
}

/* The largest that a room on tablets is planned for. */
static void
test_show__fits_a_kilobyte(void **state)
{
	struct str seat = {0}, interpreter = {0}, leader = {0};
	struct err err = {0};
	struct room room;
	int i;

	(void)state;
	room_begin(&room, ROOM_ITEMS, true, T0);
	for (i = 0; i < 20; i++) {
		char language[LAYOUT_KEY];

		snprintf(language, sizeof(language), "k%d", i % 6);
		assert_ok(room_add_seat(
				  &room, 980 + i, language, SEAT_TABLET, &err),
			&err);
		room.seats[i].answered = UINT64_MAX;
	}
	room.epoch = room.rev = 1000000;
	room.state = ROOM_ITEM;
	room.item = ROOM_ITEMS - 1;
	strcpy(room.leader, "ab-1");
	room.lease_until = T0 + 5;
	room_show_seat(&room, 0, T0, &seat);
	room_show_interpreter(&room, 1, T0, &interpreter);
	room_show_leader(&room, "cd-2", T0, &leader);
	assert_in_range(seat.len, 1, 1023);
	assert_in_range(interpreter.len, 1, 1023);
	assert_in_range(leader.len, 1, 1023);
	assert_non_null(strstr(leader.at, "\"leads\":false"));
	assert_null(strstr(leader.at, "ab-1"));
	assert_non_null(strstr(seat.at, "\"answered\":\"ffffffffffffffff\""));
	str_finish(&seat);
	str_finish(&interpreter);
	str_finish(&leader);
}

/* ------------------------------------------------------------- at random */

/* Not rand(): the same everywhere (xorshift64, Marsaglia 2003). */
static unsigned
draw(uint64_t *seed, unsigned below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (unsigned)(*seed >> 33) % below;
}

static void
must_be_whole(const struct room *room, size_t step)
{
	struct str out = {0};
	struct err err = {0};
	struct room got;

	if (room->item < 0 || room->item >= room->n_items ||
		(room->state == ROOM_CLOSED) !=
			(room->closed_at != 0 && room->state != ROOM_ABORTED))
		fail_msg("step %zu: %s", step, place(room));
	room_write(room, &out);
	assert_ok(room_read(out.at, out.len, &got, &err), &err);
	str_finish(&out);
}

/* From wherever it is, whoever it is that leads. */
static void
must_reach_the_end(struct room room, int64_t now, size_t step)
{
	struct room_command command = {.verb = CMD_TAKE, .who = "zz-9"};
	struct err err = {0};
	int i;

	command.expect_rev = room.rev;
	assert_int_equal(room_command(&room, &command, now, &err), ROOM_DONE);
	for (i = 0; i < 3 * ITEMS + 8 && room.state != ROOM_CLOSED; i++) {
		command.verb = room.is_paused ? CMD_RESUME : CMD_NEXT;
		command.expect_rev = room.rev;
		if (room_command(&room, &command, now, &err) != ROOM_DONE)
			fail_msg("step %zu: stuck at %s: %s", step,
				place(&room), err.text);
	}
	if (room.state != ROOM_CLOSED)
		fail_msg("step %zu: stuck at %s", step, place(&room));
}

static void
random_step(struct room *room, uint64_t *seed, int64_t now)
{
	static const char *const who[] = {"ab-1", "cd-2", "ef-3"};
	const size_t seat = draw(seed, 6), channel = draw(seed, 3);
	const struct room_command command = {
		.verb = draw(seed, 2) == 0
				? CMD_NEXT
				: (enum room_verb)draw(seed, CMD__MAX),
		.expect_rev = room->rev - (int)(draw(seed, 8) == 0),
		.who = who[draw(seed, 3)],
		.channel = draw(seed, 4),
		.seat = draw(seed, 8),
		.to = (int)draw(seed, 5) - 1};
	struct err err = {0};

	switch (draw(seed, 10)) {
	case 0:
		room_ready(room, channel, (int)draw(seed, ITEMS), now);
		break;
	case 1:
		room_ask(room, channel);
		break;
	case 2:
		room_pair(room, channel, "key", now + 100);
		break;
	case 3:
		room_join(room, seat, "key", now, &err);
		break;
	case 4:
		room_seen(room, seat, now);
		break;
	case 5:
		room_renew(room, who[draw(seed, 3)], now);
		break;
	case 6:
		if (draw(seed, 8) == 0)
			room_withdraw(room, seat);
		else
			room_answered(room, seat, (int)draw(seed, ITEMS));
		break;
	default:
		if (command.verb == CMD_ABORT && draw(seed, 4) != 0)
			break;
		if (room_command(room, &command, now, &err) == ROOM_DONE &&
			strcmp(room->leader, command.who) != 0)
			fail_msg("who commands leads");
	}
}

static void
test_room__is_never_stuck(void **state)
{
	uint64_t seed = 20260301;
	size_t run, step, closed = 0;

	(void)state;
	for (run = 0; run < 60; run++) {
		int64_t now = T0;
		struct room room;

		make_room(&room);
		for (step = 0; step < 300; step++) {
			const struct room before = room;

			now += draw(&seed, 20);
			random_step(&room, &seed, now);
			if (room.rev != before.rev &&
				room.rev != before.rev + 1)
				fail_msg("step %zu: rev %d after %d", step,
					room.rev, before.rev);
			if (room.rev == before.rev &&
				strcmp(place(&room), place(&before)) != 0)
				fail_msg("step %zu: moved unseen", step);
			must_be_whole(&room, step);
			must_reach_the_end(room, now, step);
		}
		closed += room.state == ROOM_CLOSED;
	}
	/* Some get there by chance, and not all. */
	assert_in_range(closed, 1, 59);
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_command__every_verb_in_every_place),
		cmocka_unit_test(test_command__without_practice),
		cmocka_unit_test(
			test_command__decided_on_another_rev_changes_nothing),
		cmocka_unit_test(test_command__names_only_what_is_there),
		cmocka_unit_test(test_lease__table),
		cmocka_unit_test(test_ready__all_open_the_item),
		cmocka_unit_test(test_ready__not_while_paused),
		cmocka_unit_test(test_ask__until_it_was_heard),
		cmocka_unit_test(test_time__stands_still_in_a_pause),
		cmocka_unit_test(test_seat__comes_goes_and_moves),
		cmocka_unit_test(test_seat__late_and_over),
		cmocka_unit_test(test_seat__turns_to_paper),
		cmocka_unit_test(test_doc__comes_back_as_it_was),
		cmocka_unit_test(test_doc__refuses_what_cannot_be),
		cmocka_unit_test(test_show__fits_a_kilobyte),
		cmocka_unit_test(test_room__is_never_stuck),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("room", tests, NULL, NULL);
}
