/*
 * What time does to a group's meeting: a tablet that slept through its end and
 * the day after it, whose answers wait for a person, and an interpreter's link
 * that is good for some hours. Requests go in at the gate, over a real store,
 * and the time is told to it.
 */
#include "tests/stores.h"

#include "instrument/instrument.h"
#include "kiosk/files.h"
#include "kiosk/gate.h"
#include "kiosk/logins.h"
#include "kiosk/rooms.h"
#include "kiosk/visit.h"
#include "store/review.h"

#define NOW 1772366400 /* 2026-03-01T12:00:00Z */
#define HOST "127.0.0.1:8080"
#define SEATS 3

struct world {
	struct place *place;
	struct kiosk kiosk;
	struct files *files;
	struct live *live;
	char person[SEATS][PERSON_CODE];
	char token[SEATS][ROOMS_TOKEN]; /* of their tablets' cookies */
};

static void
seat_people(struct world *world)
{
	const struct store_request none[SEATS] = {0};
	struct store_seat seats[SEATS] = {
		{.number = 1, .language = "ar", .level = "original"},
		{.number = 2, .language = "ti", .level = "original"},
		{.number = 3, .language = "sv", .level = "original"}};
	struct store_session session = {.name = "A",
		.date = DATE,
		.instrument = "skapa",
		.seats = seats,
		.n = SEATS};
	struct store_session_request request = {
		.sheets = none, .caseworker = none};
	struct store *store = world->kiosk.store;
	struct err err = {0};
	int i;

	for (i = 0; i < SEATS; i++)
		seats[i].steps = 5;
	request.cover = (struct store_request){
		.layout_id = put_layout(store), .pages = 1};
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
	for (i = 0; i < SEATS; i++)
		memcpy(world->person[i], seats[i].person, PERSON_CODE);
}

/* Everybody has a tablet, and the meeting is over. */
static void
hold_meeting(struct world *world)
{
	struct kiosk *kiosk = &world->kiosk;
	struct err err = {0};
	struct room *room;
	char hash[TOKEN];
	int i;

	assert_ok(rooms_make(kiosk, "A", &world->live, &err), &err);
	rooms_round(kiosk, true);
	room = rooms_change(world->live, ROOMS_ALL);
	for (i = 0; i < SEATS; i++) {
		rooms_seat_token(world->live, world->token[i]);
		token_hash(world->token[i], hash);
		assert_ok(room_join(room, (size_t)i, hash, NOW, &err), &err);
	}
	room_withdraw(room, 2);
	room->state = ROOM_CLOSED;
	room->closed_at = NOW;
	assert_ok(rooms_keep(kiosk, world->live, &err), &err);
	rooms_round(kiosk, true);
}

static int
make(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	struct kiosk *kiosk = &world->kiosk;
	struct err err = {0};

	assert_int_equal(setup((void **)&world->place), 0);
	kiosk->store = must_open(world->place->path, STORE_WRITE);
	kiosk->templates = "templates";
	kiosk->now = NOW;
	world->files = files_load("templates", ".", &err);
	kiosk->files = world->files;
	kiosk->logins = logins_new();
	kiosk->visits = visits_open("templates", "skapa", &err);
	kiosk->rooms = rooms_open(kiosk, &err);
	if (world->files == NULL || kiosk->visits == NULL ||
		kiosk->rooms == NULL)
		fail_msg("%s", err.text);
	seat_people(world);
	hold_meeting(world);
	*state = world;
	return 0;
}

static int
unmake(void **state)
{
	struct world *world = *state;

	rooms_close(world->kiosk.rooms);
	visits_close(world->kiosk.visits);
	logins_free(world->kiosk.logins);
	files_free(world->files);
	store_close(world->kiosk.store);
	teardown((void **)&world->place);
	free(world);
	return 0;
}

/* The day after; the room is put away, which a restart does not change. */
static void
sleep_long(struct world *world)
{
	struct kiosk *kiosk = &world->kiosk;
	struct err err = {0};

	kiosk->now = NOW + ROOM_LATE_S + 1;
	assert_non_null(rooms_at(kiosk->rooms, world->live->session));
	assert_ok(rooms_tick(kiosk, kiosk->now, &err), &err);
	rooms_close(kiosk->rooms);
	kiosk->rooms = rooms_open(kiosk, &err);
	if (kiosk->rooms == NULL)
		fail_msg("%s", err.text);
	world->live = NULL;
}

struct comes {
	char cookie[128], token[TOKEN];
};

static const char *
header(void *inside, const char *name)
{
	const struct comes *comes = inside;

	if (strcmp(name, "Sec-Fetch-Site") == 0)
		return "same-origin";
	if (strcmp(name, "Cookie") == 0)
		return comes->cookie;
	if (strcmp(name, "X-Skapa-Token") == 0)
		return comes->token;
	return strcmp(name, "Host") == 0 ? HOST : NULL;
}

struct said {
	int status;
	char at[HTTP_PATH];
	char page[32768];
	char cookies[512];
};

/* In a round of its own, with that cookie. */
static void
ask_with(struct world *world, const char *cookie, const char *token,
	enum http_method method, const char *path, const char *text,
	struct said *said)
{
	struct comes comes;
	struct http_request request = {.method = method,
		.address = "127.0.0.1",
		.header = header,
		.inside = &comes};
	struct http_reply reply = {0};
	struct err err = {0};
	bool ok;

	snprintf(comes.cookie, sizeof(comes.cookie), "%s=%s", cookie, token);
	token_of_form(store_key(world->kiosk.store), token, comes.token);
	str_copy(request.path, sizeof(request.path), path);
	assert_ok(form_read(text, strlen(text),
			  method == HTTP_GET ? &request.query : &request.form,
			  &err),
		&err);
	assert_ok(store_bulk_begin(world->kiosk.store, &err), &err);
	ok = gate_handle(&world->kiosk, &request, &reply);
	ok = store_bulk_end(world->kiosk.store, ok, &err);
	rooms_round(&world->kiosk, ok);
	said->status = reply.status == 0 ? 200 : reply.status;
	str_copy(said->at, sizeof(said->at), reply.location);
	snprintf(said->page, sizeof(said->page), "%s",
		reply.body.at != NULL ? reply.body.at : "");
	snprintf(said->cookies, sizeof(said->cookies), "%s",
		reply.cookies.at != NULL ? reply.cookies.at : "");
	http_reply_finish(&reply);
	form_finish(&request.query);
	form_finish(&request.form);
}

static void
ask_for(struct world *world, int seat, enum http_method method,
	const char *path, const char *text, struct said *said)
{
	ask_with(world, COOKIE_SEAT, world->token[seat], method, path, text,
		said);
}

struct waits {
	struct str text; /* "person item reason a,b;" of each, by number */
};

static bool
see_review(const struct store_review *review, void *data, struct err *err)
{
	struct waits *waits = data;
	int i;

	(void)err;
	str_addf(&waits->text, "%s %s %s", review->person, review->answer.item,
		review->reason);
	for (i = 0; i < review->answer.n_marks; i++)
		str_addf(&waits->text, "%s%d", i == 0 ? " " : ",",
			review->answer.marks[i].value);
	str_add(&waits->text, ";");
	return true;
}

static void
must_wait(struct world *world, const char *want)
{
	const struct store_actor actor = {
		"op", ROLE_OPERATOR, world->kiosk.now};
	struct waits waits = {0};
	struct err err = {0};

	store_act_as(world->kiosk.store, &actor);
	assert_ok(
		store_review_list(world->kiosk.store, see_review, &waits, &err),
		&err);
	assert_string_equal(waits.text.at == NULL ? "" : waits.text.at, want);
	str_finish(&waits.text);
}

static void
test_late__an_answer_waits_for_a_person(void **state)
{
	struct world *world = *state;
	const struct item *first = world->live->items[0],
			  *second = world->live->items[1];
	char one[ITEM_KEY], two[ITEM_KEY], want[256];
	struct said said;

	memcpy(one, first->key, sizeof(one));
	memcpy(two, second->key, sizeof(two));
	/* Within the day it counts, as if the meeting were on. */
	ask_for(world, 0, HTTP_PUT, "/room/seat/answer",
		"item=0&value=2&once=a&seq=1", &said);
	assert_int_equal(said.status, 200);
	must_wait(world, "");
	sleep_long(world);

	ask_for(world, 0, HTTP_PUT, "/room/seat/answer",
		"item=1&value=declined&once=b&seq=2", &said);
	assert_int_equal(said.status, 200);
	assert_non_null(strstr(said.page, "\"item\":1"));
	snprintf(want, sizeof(want), "%s %s late -1;", world->person[0], two);
	must_wait(world, want);
	/* Its reply was lost, so it comes again; one that is no news, too. */
	ask_for(world, 0, HTTP_PUT, "/room/seat/answer",
		"item=1&value=declined&once=b&seq=2", &said);
	assert_int_equal(said.status, 200);
	ask_for(world, 0, HTTP_PUT, "/room/seat/answer",
		"item=0&value=2&once=a&seq=1", &said);
	assert_int_equal(said.status, 200);
	must_wait(world, want);
	/* A seat that had given nothing has an occasion now; by a form. */
	ask_for(world, 1, HTTP_POST, "/room/seat/answer", "item=0&value=5",
		&said);
	assert_int_equal(said.status, 303);
	assert_string_equal(said.at, "/room/seat");
	snprintf(want, sizeof(want), "%s %s late -1;%s %s late 5;",
		world->person[0], two, world->person[1], one);
	must_wait(world, want);
	/* Something else than what counts, of the first. */
	ask_for(world, 0, HTTP_PUT, "/room/seat/answer",
		"item=0&value=4&once=c&seq=3", &said);
	assert_int_equal(said.status, 200);
	snprintf(want, sizeof(want),
		"%s %s late -1;%s %s late 5;%s %s late 2,4;", world->person[0],
		two, world->person[1], one, world->person[0], one);
	must_wait(world, want);
	/* And the room is not led again by that. */
	assert_null(rooms_at(world->kiosk.rooms, 1));
}

static void
test_late__what_is_not_taken(void **state)
{
	static const struct {
		const char *what, *form;
		int seat, status;
	} cases[] = {
		{"who has left", "item=0&value=2&once=a&seq=1", 2, 400},
		{"no such item", "item=99&value=2&once=a&seq=1", 0, 400},
		{"no such step", "item=0&value=9&once=a&seq=1", 0, 400},
	};
	struct world *world = *state;
	struct said said;
	size_t i;

	sleep_long(world);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		ask_for(world, cases[i].seat, HTTP_PUT, "/room/seat/answer",
			cases[i].form, &said);
		if (said.status != cases[i].status)
			fail_msg("%s: %d", cases[i].what, said.status);
		must_wait(world, "");
	}
	/* A cookie that is of no tablet, and pages that only a room has. */
	ask_for(world, 0, HTTP_POST, "/room/seat/done", "", &said);
	assert_string_equal(said.at, "/room");
	ask_for(world, 0, HTTP_GET, "/room/seat/events", "", &said);
	assert_string_equal(said.at, "/room");
	memset(world->token[1] + 2, '0', TOKEN - 1);
	ask_for(world, 1, HTTP_PUT, "/room/seat/answer",
		"item=0&value=2&once=a&seq=1", &said);
	assert_string_equal(said.at, "/room");
	must_wait(world, "");
}

/* It says thanks, can send what it has, and is free for another meeting. */
static void
test_late__the_tablet_goes_on(void **state)
{
	struct world *world = *state;
	struct said said;

	sleep_long(world);
	ask_for(world, 0, HTTP_GET, "/room", "", &said);
	assert_string_equal(said.at, "/room/seat");
	ask_for(world, 0, HTTP_GET, "/room/seat", "", &said);
	assert_int_equal(said.status, 200);
	assert_non_null(strstr(said.page, "data-token"));
	assert_null(strstr(said.page, "data-events"));
	assert_non_null(strstr(said.page, "/room?next=1"));
	ask_for(world, 0, HTTP_GET, "/room", "next=1", &said);
	assert_int_equal(said.status, 200);
	assert_non_null(strstr(said.cookies, COOKIE_SEAT "=;"));
	assert_null(strstr(said.page, "annan platta"));
}

/* ------------------------------------------------------- an interpreter's link
 */

static void
test_link__is_good_for_some_hours(void **state)
{
	static const struct {
		int64_t after_s;
		bool is_other; /* another was made since */
		int status, page;
	} cases[] = {
		{0, false, 303, 200},
		{ROOMS_LINK_S - 1, false, 303, 200},
		{ROOMS_LINK_S, false, 400, 303},
		{1, true, 400, 303},
	};
	struct world *world = *state;
	char token[TOKEN], other[TOKEN], hash[TOKEN], path[HTTP_PATH];
	struct said said;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room *room = rooms_change(world->live, ROOMS_ALL);

		token_new(token);
		token_hash(token, hash);
		room_pair(room, 1, hash, NOW + ROOMS_LINK_S);
		if (cases[i].is_other) {
			token_new(other);
			token_hash(other, hash);
			room_pair(room, 1, hash, NOW + ROOMS_LINK_S);
		}
		rooms_round(&world->kiosk, true);
		world->kiosk.now = NOW + cases[i].after_s;
		snprintf(path, sizeof(path), "/room/link/%s", token);
		ask_with(world, "other", "x", HTTP_GET, path, "", &said);
		if (said.status != cases[i].status)
			fail_msg("row %zu: the link: %d", i, said.status);
		assert_int_equal(said.status == 303,
			strstr(said.cookies, COOKIE_VOICE) != NULL);
		/* Nor is the page, for who opened it in time. */
		ask_with(world, COOKIE_VOICE, token, HTTP_GET, "/room/voice",
			"", &said);
		if (said.status != cases[i].page)
			fail_msg("row %zu: the page: %d", i, said.status);
	}
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_late__an_answer_waits_for_a_person, make, unmake),
		cmocka_unit_test_setup_teardown(
			test_late__what_is_not_taken, make, unmake),
		cmocka_unit_test_setup_teardown(
			test_late__the_tablet_goes_on, make, unmake),
		cmocka_unit_test_setup_teardown(
			test_link__is_good_for_some_hours, make, unmake),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("room_time", tests, NULL, NULL);
}
