/* Groups' meetings on tablets, as the store keeps them. */
#include "tests/stores.h"

#include "store/occasions.h"
#include "store/remarks.h"
#include "store/rooms.h"
#include "store/unclear.h"

#include <string.h>

#define SEATS 2

static void
make_session(struct store *store, const char *name, const char *date)
{
	const struct store_request none[SEATS] = {0};
	struct store_seat seats[SEATS] = {
		{.number = 1, .language = "ar", .level = "original"},
		{.number = 2, .language = "ti", .level = "original"}};
	struct store_session session = {
		.instrument = "skapa", .seats = seats, .n = SEATS};
	struct store_session_request request = {
		.sheets = none, .caseworker = none};
	struct err err = {0};

	strcpy(session.name, name);
	strcpy(session.date, date);
	request.cover = (struct store_request){
		.layout_id = put_layout(store), .pages = 1};
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
}

struct seen {
	struct str text; /* "name boot done state;" */
};

static bool
see(const struct store_room *room, void *data, struct err *err)
{
	struct seen *seen = data;

	(void)err;
	str_addf(&seen->text, "%s %d %d %s;", room->name, room->boot,
		room->is_done, room->state);
	return true;
}

static bool
see_session(const struct store_session_row *row, void *data, struct err *err)
{
	struct seen *seen = data;

	(void)err;
	str_addf(&seen->text, "%s %s %s %d %d %d;", row->name, row->date,
		row->instrument, row->seats, row->has_room, row->is_done);
	return true;
}

static void
must_see(struct seen *seen, const char *want)
{
	assert_string_equal(seen->text.at == NULL ? "" : seen->text.at, want);
	str_finish(&seen->text);
}

/* A server that was killed finds its rooms, each with a boot of its own. */
static void
test_room__survives_starts(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_room room = {.name = "B", .boot = 1, .state = "{\"r\":1}"};
	struct seen seen = {0};
	struct err err = {0};

	make_session(store, "A", "2026-03-02");
	make_session(store, "B", "2026-03-01");
	assert_ok(store_room_begin(store, "A", "{}", &err), &err);
	assert_ok(store_room_begin(store, "B", "{\"r\":0}", &err), &err);
	assert_ok(store_room_set(store, &room, &err), &err);
	store_close(store);

	store = must_open(place->path, STORE_WRITE);
	assert_ok(store_rooms_boot(store, see, &seen, &err), &err);
	must_see(&seen, "A 2 0 {};B 2 0 {\"r\":1};");

	/* The server before has not noticed yet that it is over. */
	room.state = "{\"r\":99}";
	assert_false(store_room_set(store, &room, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_string_equal(err.text,
		"the room of session \"B\" is not led from here; another "
		"server has been started since");
	err_clear(&err);
	room.boot = 2;
	room.is_done = true;
	room.state = "{\"r\":2}";
	assert_ok(store_room_set(store, &room, &err), &err);
	assert_ok(store_rooms_boot(store, see, &seen, &err), &err);
	must_see(&seen, "A 3 0 {};");
	assert_ok(store_room_get(store, "B", see, &seen, &err), &err);
	must_see(&seen, "B 2 1 {\"r\":2};");
	assert_ok(store_room_get(store, "C", see, &seen, &err), &err);
	must_see(&seen, "");
	/* By number, of those that are done. */
	assert_ok(store_room_done(store, 2, see, &seen, &err), &err);
	must_see(&seen, "B 2 1 {\"r\":2};");
	assert_ok(store_room_done(store, 1, see, &seen, &err), &err);
	must_see(&seen, "");
	assert_ok(store_room_done(store, 3, see, &seen, &err), &err);
	must_see(&seen, "");

	make_session(store, "C", "2026-03-01");
	assert_ok(store_session_list(
			  store, "2026-03-01", see_session, &seen, &err),
		&err);
	must_see(&seen, "B 2026-03-01 skapa 2 1 1;C 2026-03-01 skapa 2 0 0;"
			"A 2026-03-02 skapa 2 1 0;");
	assert_ok(store_session_list(
			  store, "2026-03-02", see_session, &seen, &err),
		&err);
	must_see(&seen, "A 2026-03-02 skapa 2 1 0;");
	store_close(store);
}

static void
test_room__refusals(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char *long_state = calloc(1, ROOM_STATE + 1);
	struct store_room room = {.name = "B", .boot = 1, .state = "{}"};
	struct err err = {0};

	assert_non_null(long_state);
	memset(long_state, 'x', ROOM_STATE);
	make_session(store, "A", DATE);
	assert_false(store_room_begin(store, "B", "{}", &err));
	assert_string_equal(err.text,
		"there is no session \"B\"; sessions are made with: skapa "
		"forms pack --session FILE");
	err_clear(&err);
	assert_false(store_room_set(store, &room, &err));
	assert_int_equal(err.code, ERR_USAGE);
	err_clear(&err);
	assert_false(store_room_begin(store, "A", long_state, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	err_clear(&err);
	assert_ok(store_room_begin(store, "A", "{}", &err), &err);
	assert_false(store_room_begin(store, "A", "{}", &err));
	assert_string_equal(err.text, "session \"A\" has a room already");
	free(long_state);
	store_close(store);
}

/* Which answers a seat has given, as a server that starts has to know. */
static void
test_given__positions_alone(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_occasion occasion = {.instrument = "skapa",
		.version = "1",
		.level = "original",
		.steps = 5,
		.date = DATE,
		.mode = MODE_KIOSK};
	struct store_put put = {.top = 5, .status = ANSWER_DECLINED};
	char people[1][PERSON_CODE];
	uint64_t positions = 7;
	struct err err = {0};
	int64_t id;
	int i;

	assert_ok(store_people_add(store, 1, "ar", NULL, people, &err), &err);
	memcpy(occasion.person, people[0], PERSON_CODE);
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	assert_ok(store_occasion_given(store, id, &positions, &err), &err);
	assert_int_equal(positions, 0);
	for (i = 1; i < 64; i += 31) {
		snprintf(put.item, sizeof(put.item), "item%d", i);
		snprintf(put.once, sizeof(put.once), "once%d", i);
		put.position = i;
		assert_ok(store_answer_put(store, id, &put, &err), &err);
	}
	assert_ok(store_occasion_given(store, id, &positions, &err), &err);
	assert_true(positions ==
		    (UINT64_C(1) << 1 | UINT64_C(1) << 32 | UINT64_C(1) << 63));
	store_close(store);
}

/* ------------------------------------------------------- what is left of it */

static void
must_fail(bool ok, struct err *err, const char *why)
{
	assert_false(ok);
	assert_int_equal(err->code, ERR_USAGE);
	if (strstr(err->text, why) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", err->text, why);
	err_clear(err);
}

static bool
see_remark(const struct store_remark *remark, void *data, struct err *err)
{
	struct seen *seen = data;

	(void)err;
	str_addf(&seen->text, "%s %s %s %s %s %s%s;", remark->session,
		remark_kinds[remark->kind], remark->language, remark->item,
		remark->who, remark->text, remark->is_settled ? " (ok)" : "");
	return true;
}

static void
test_remarks__are_kept(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_remark remark = {.session = "A",
		.kind = REMARK_WORDING,
		.day = DATE,
		.language = "ti",
		.item = "health",
		.who = "ab-1",
		.text = "word for strength"};
	int64_t number = 0, other;
	struct seen seen = {0};
	struct err err = {0};

	make_session(store, "A", "2026-03-02");
	make_session(store, "B", "2026-03-02");
	assert_ok(store_remark_add(store, &remark, &number, &err), &err);
	remark = (struct store_remark){.session = "B",
		.day = DATE,
		.who = "cd-2",
		.text = "too little time"};
	assert_ok(store_remark_add(store, &remark, &other, &err), &err);
	assert_ok(store_remarks(store, NULL, see_remark, &seen, &err), &err);
	must_see(&seen, "A wording ti health ab-1 word for strength;"
			"B debrief   cd-2 too little time;");
	assert_ok(store_remarks_on_words(store, see_remark, &seen, &err), &err);
	must_see(&seen, "A wording ti health ab-1 word for strength;");
	assert_ok(store_remark_settle(store, number, &err), &err);
	assert_ok(store_remarks(store, "A", see_remark, &seen, &err), &err);
	must_see(&seen, "A wording ti health ab-1 word for strength (ok);");
	assert_ok(store_remarks_on_words(store, see_remark, &seen, &err), &err);
	must_see(&seen, "");
	must_fail(store_remark_settle(store, 99, &err), &err,
		"there is no remark 99");
	strcpy(remark.text, "ask 19800101-1234");
	must_fail(store_remark_add(store, &remark, &other, &err), &err,
		"looks like a personal number");
	strcpy(remark.text, "fine");
	strcpy(remark.session, "C");
	must_fail(store_remark_add(store, &remark, &other, &err), &err,
		"there is no session \"C\"");
	store_close(store);
}

static bool
see_unclear(const struct store_unclear *unclear, void *data, struct err *err)
{
	struct seen *seen = data;

	(void)err;
	str_addf(&seen->text, "%s %s %d;", unclear->item, unclear->language,
		unclear->n);
	return true;
}

/* Of so many seats of a language, so many do not understand health. */
struct crowd {
	const char *language;
	int seats, unclear;
};

static void
answer_for(struct store *store, const struct store_seat *seat,
	const char *session, bool is_unclear)
{
	struct store_occasion occasion = {
		.steps = 5, .instrument = "skapa", .version = "1"};
	const struct store_put put = {.top = 5,
		.item = "health",
		.once = "1",
		.status = is_unclear ? ANSWER_NOT_UNDERSTOOD : ANSWER_DECLINED};
	struct err err = {0};
	int64_t id;

	memcpy(occasion.person, seat->person, PERSON_CODE);
	memcpy(occasion.language, seat->language, LAYOUT_KEY);
	strcpy(occasion.level, "original");
	strcpy(occasion.date, DATE);
	strcpy(occasion.session, session);
	assert_ok(store_occasion_open(store, &occasion, &id, &err), &err);
	assert_ok(store_answer_put(store, id, &put, &err), &err);
}

static void
hold_meeting(struct store *store, const char *name, const struct crowd *crowd)
{
	const struct store_request none[32] = {0};
	struct store_seat seats[32] = {0};
	struct store_session session = {
		.date = DATE, .instrument = "skapa", .seats = seats};
	struct store_session_request request = {
		.sheets = none, .caseworker = none};
	struct err err = {0};
	size_t i, at = 0;
	int k;

	strcpy(session.name, name);
	for (i = 0; i < 3; i++) {
		for (k = 0; k < crowd[i].seats; k++, session.n++) {
			seats[session.n].number = (int)session.n + 1;
			strcpy(seats[session.n].level, "original");
			strcpy(seats[session.n].language, crowd[i].language);
		}
	}
	request.cover = (struct store_request){
		.layout_id = put_layout(store), .pages = 1};
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
	for (i = 0; i < 3; i++) {
		for (k = 0; k < crowd[i].seats; k++, at++)
			answer_for(
				store, &seats[at], name, k < crowd[i].unclear);
	}
}

/* Nothing of less than five, and nothing from which that can be reckoned. */
static void
test_unclear__tells_no_few(void **state)
{
	static const struct {
		struct crowd crowd[3];
		const char *want;
	} cases[] = {
		{{{"ar", 6, 4}, {"ti", 3, 0}}, ""},
		{{{"ar", 6, 5}, {"ti", 3, 0}}, "health ar 5;health  5;"},
		{{{"ar", 7, 6}, {"ti", 3, 2}}, "health ar 6;"},
		{{{"ar", 4, 4}, {"ti", 3, 3}}, "health  7;"},
		{{{"ar", 6, 6}, {"ti", 6, 5}, {"so", 6, 4}},
			"health ar 6;health ti 5;"},
		{{{"ar", 8, 8}, {"ti", 4, 3}, {"so", 4, 2}},
			"health ar 8;health  13;"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct seen seen = {0};
	struct err err = {0};
	char name[8];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(name, sizeof(name), "S%d", (int)i);
		hold_meeting(store, name, cases[i].crowd);
		assert_ok(store_unclear(store, name, see_unclear, &seen, &err),
			&err);
		must_see(&seen, cases[i].want);
	}
	must_fail(store_unclear(store, "none", see_unclear, &seen, &err), &err,
		"there is no session \"none\"");
	store_close(store);
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_room__survives_starts, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_room__refusals, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_given__positions_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_remarks__are_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_unclear__tells_no_few, setup, teardown),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("rooms", tests, NULL, NULL);
}
