#include "tests/role_world.h"

#include "store/accounts.h"
#include "store/activities.h"
#include "store/notes.h"
#include "store/occasions.h"
#include "store/retention.h"
#include "store/review.h"
#include "store/remarks.h"
#include "store/rooms.h"
#include "store/weeding.h"

struct store_actor
actor_of(enum store_role role)
{
	struct store_actor actor = {.role = role, .at = NOW};

	snprintf(actor.name, sizeof(actor.name), "%s-1", role_word(role));
	return actor;
}

static bool
take_review(const struct store_review *review, void *data, struct err *err)
{
	struct thing *thing = data;

	(void)err;
	if (strcmp(review->person, thing->person) != 0)
		return true;
	if (review->kind == REVIEW_CONFLICT) {
		thing->conflict = review->number;
	} else if (review->kind == REVIEW_WRITING) {
		thing->writing = review->number;
	} else if (thing->review == 0) {
		thing->review = review->number;
		thing->reading = review->reading;
	} else {
		thing->decided = review->number;
	}
	return true;
}

static bool
take_occasion(
	const struct store_occasion *occasion, void *data, struct err *err)
{
	(void)err;
	*(int64_t *)data = occasion->id;
	return true;
}

static void
fill_thing(struct store *store, struct thing *thing, int number)
{
	struct store_activity activity = {
		.from = DATE, .kind = ACTIVITY_LANGUAGE};
	struct store_note note = {
		.day = DATE, .kind = NOTE_NEXT_STEP, .text = "call the course"};
	struct reading reading;
	struct err err = {0};

	issue(store, 2, thing->person, thing->pages);
	make_reading(&reading, &thing->pages[0], "??5");
	reading.n_writings = 1;
	strcpy(reading.writings[0].item, "comment");
	if (thing->person[0] == '\0') {
		/* Two pages that nobody can read. */
		make_reading(&reading, &thing->pages[0], "");
		reading.status = READING_REFUSED;
		reading.has_code = false;
		strcpy(reading.reason, "no_anchors");
	}
	keep(store, number, &reading);
	memcpy(thing->sha256, reading.sha256, sizeof(reading.sha256));
	assert_ok(store_file(store, &reading, DATE, &err), &err);
	if (thing->person[0] == '\0') {
		reading.source_page = 2;
		assert_ok(store_file(store, &reading, DATE, &err), &err);
	} else {
		make_reading(&reading, &thing->pages[0], "115");
		keep(store, number + 100, &reading);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		assert_int_equal(reading.status, READING_CONFLICT);
	}
	assert_ok(store_review_list(store, take_review, thing, &err), &err);
	assert_int_not_equal(thing->decided, 0);
	if (thing->person[0] == '\0') {
		assert_ok(store_review_discard(store, thing->decided, "spoilt",
				  "op", DATE, &err),
			&err);
		return;
	}
	assert_ok(store_review_set(store, thing->decided, ANSWER_ANSWERED, 2,
			  "op", DATE, &err),
		&err);
	assert_ok(store_occasions(store, thing->person, take_occasion,
			  &thing->occasion, &err),
		&err);
	memcpy(note.person, thing->person, PERSON_CODE);
	assert_ok(store_note_add(store, &note, &thing->note, &err), &err);
	memcpy(activity.person, thing->person, PERSON_CODE);
	assert_ok(store_activity_add(store, &activity, &thing->activity, &err),
		&err);
}

static void
add_remark(struct store *store)
{
	const struct store_remark remark = {.session = SESSION_2,
		.day = DATE,
		.who = "cw-9",
		.text = "all had time"};
	struct err err = {0};
	int64_t number;

	assert_ok(store_remark_add(store, &remark, &number, &err), &err);
}

static void
make_session(struct store *store, const char *name, uint16_t layout)
{
	const struct store_request none = {0};
	struct store_seat seat = {
		.number = 1, .language = "ar", .level = "original", .steps = 5};
	struct store_session session = {
		.date = DATE, .instrument = "skapa", .seats = &seat, .n = 1};
	const struct store_session_request request = {
		.cover = {.layout_id = layout, .pages = 1},
		.sheets = &none,
		.caseworker = &none};
	struct err err = {0};

	strcpy(session.name, name);
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
}

/* A proposal, of somebody whom no role's actor is. */
static void
propose(struct store *store)
{
	const struct store_actor weeder = {.name = "weeder"};
	struct err err = {0};
	int64_t number = 0;

	assert_ok(store_rule_set(store, "", 12, &err), &err);
	store_act_as(store, &weeder);
	assert_ok(store_weeding_propose(
			  store, NULL, 0, true, WEEDING_DAY, &number, &err),
		&err);
	assert_int_equal(number, 1);
}

static void
begin_visit(struct store *store, struct world *world)
{
	struct err err = {0};

	world->visit = (struct store_visit){.language = "sv", .seen = NOW};
	assert_ok(store_visit_begin(store, VISIT_COOKIE, &world->visit, &err),
		&err);
	memcpy(world->visit.person, world->things[OWN].person, PERSON_CODE);
	world->visit.occasion = world->things[OWN].occasion;
	strcpy(world->visit.level, "original");
	world->visit.steps = 5;
	assert_ok(store_visit_set(store, &world->visit, &err), &err);
}

static bool
see_number(const struct store_device *device, void *data, struct err *err)
{
	(void)err;
	*(int64_t *)data = device->id;
	return true;
}

static void
ask_for_a_screen(struct store *store, struct world *world)
{
	struct err err = {0};

	assert_ok(store_device_ask(store, DEVICE_COOKIE, "654321", &err), &err);
	assert_ok(store_device_list(store, see_number, &world->device, &err),
		&err);
	assert_true(world->device > 0);
}

int
make_world(void **state)
{
	static const struct store_person likes[] = {
		[OWN] = {.caseworker = "caseworker-1", .deputy = "deputy-1"},
		[OTHER] = {.caseworker = "deputy-1", .deputy = "caseworker-1"},
	};
	struct world *world = calloc(1, sizeof(*world));
	char codes[1][PERSON_CODE];
	struct err err = {0};
	struct store *store;
	int i;

	assert_non_null(world);
	setup(state);
	world->place = *state;
	*state = world;
	store = must_open(world->place->path, STORE_WRITE);
	world->layout = put_layout(store);
	for (i = OWN; i < WHOSE; i++) {
		if (i != NOBODY) {
			assert_ok(store_people_add_like(
					  store, 1, &likes[i], codes, &err),
				&err);
			memcpy(world->things[i].person, codes[0], PERSON_CODE);
		}
		fill_thing(store, &world->things[i], i);
	}
	assert_ok(store_account_add(
			  store, "cw-9", ROLE_CASEWORKER, NULL, PASSWORD, &err),
		&err);
	make_session(store, SESSION_1, world->layout);
	make_session(store, SESSION_2, world->layout);
	assert_ok(store_room_begin(store, SESSION_2, "{}", &err), &err);
	add_remark(store);
	propose(store);
	begin_visit(store, world);
	ask_for_a_screen(store, world);
	store_close(store);
	return 0;
}

int
end_world(void **state)
{
	struct world *world = *state;

	*state = world->place;
	free(world);
	return teardown(state);
}
