/* Who is let in at a screen that is paired, waits, or was shut out. */
#include "tests/at_gate.h"

#include "kiosk/device.h"
#include "store/devices.h"
#include "store/visits.h"

/* What a browser may hold, and whether it is let in. */
enum screen { NO_SCREEN, UNKNOWN, WAITING, REVOKED, PAIRED, SCREENS };

static char screens[SCREENS][TOKEN];
static char visitor[TOKEN];

static void
make_screens(struct at_gate *gate)
{
	static const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, NOW};
	struct store *store = gate->kiosk.store;
	struct store_visit visit = {.language = "sv", .seen = NOW};
	struct store_device device;
	struct err err = {0};
	bool found;
	int i;

	store_act_as(store, &operator);
	token_new(visitor);
	assert_ok(store_visit_begin(store, visitor, &visit, &err), &err);
	for (i = UNKNOWN; i < SCREENS; i++) {
		token_new(screens[i]);
		if (i == UNKNOWN)
			continue;
		assert_ok(store_device_ask(store, screens[i], "123456", &err),
			&err);
		assert_ok(store_device_find(
				  store, screens[i], &device, &found, &err),
			&err);
		if (i >= REVOKED)
			assert_ok(store_device_pair(
					  store, device.id, "here", "", &err),
				&err);
		if (i == REVOKED)
			assert_ok(store_device_revoke(store, device.id, &err),
				&err);
	}
}

/* Without a form's token: who is let in is told that the page is too old. */
static void
on_each_screen(struct at_gate *gate, const struct route *route)
{
	char path[HTTP_PATH], cookie[512];
	struct said said;
	bool sent_away, may;
	int i;

	if (route->access != ACCESS_SCREEN && route->access != ACCESS_VISIT &&
		route->access != ACCESS_DEVICE)
		return;
	route_path(route->pattern, path);
	for (i = NO_SCREEN; i < SCREENS; i++) {
		snprintf(cookie, sizeof(cookie),
			COOKIE_DEVICE "=%s; " COOKIE_VISIT "=%s", screens[i],
			visitor);
		gate_ask(gate, route->method, path,
			(struct comes){.site = "same-origin", .cookie = cookie},
			&said);
		sent_away = said.status == 303 && strcmp(said.at, "/") == 0;
		may = i == PAIRED || (!gate->kiosk.needs_device &&
					     route->access != ACCESS_DEVICE);
		if (sent_away == may ||
			(may && route_changes(route) &&
				(said.status != 403 ||
					!gate_says(&said, TOO_OLD))))
			fail_msg("%s on screen %d: %d %s", route->pattern, i,
				said.status, said.at);
	}
}

static void
test_gate__a_screen_is_let_in_where_it_is_needed(void **state)
{
	struct at_gate *gate = *state;
	struct said said;
	char cookie[128];

	make_screens(gate);
	gate_each_route(gate, on_each_screen);
	gate->kiosk.needs_device = true;
	gate_each_route(gate, on_each_screen);
	/* The first page is there for both, and says which it is. */
	gate_ask(gate, HTTP_GET, "/", (struct comes){0}, &said);
	assert_int_equal(said.status, 200);
	assert_true(gate_says(&said, "/screen/ask") &&
		    !gate_says(&said, "/visit/begin"));
	snprintf(cookie, sizeof(cookie), COOKIE_DEVICE "=%s", screens[PAIRED]);
	gate_ask(gate, HTTP_GET, "/", (struct comes){.cookie = cookie}, &said);
	assert_true(!gate_says(&said, "/screen/ask") &&
		    gate_says(&said, "/visit/begin"));
	gate->kiosk.needs_device = false;
}

/* What one address asks for leaves room for others'. */
static void
test_gate__an_address_asks_for_a_few_screens(void **state)
{
	struct at_gate *gate = *state;
	char token[TOKEN];
	struct comes comes = {.origin = ORIGIN, .token = token};
	struct http_request request = {.method = HTTP_POST,
		.path = "/screen/ask",
		.header = gate_header,
		.inside = &comes};
	struct http_reply reply = {0};
	int i;

	token_of_form(store_key(gate->kiosk.store), "", token);
	for (i = 0; i < DEVICE_ASKS + 3; i++) {
		const bool is_other = i == DEVICE_ASKS + 1;

		if (i == DEVICE_ASKS + 2) /* later */
			gate->kiosk.now += DEVICE_WAIT_S;
		snprintf(request.address, sizeof(request.address), "%s",
			is_other ? "192.0.2.8" : "192.0.2.7");
		gate_send(gate, &request, &reply);
		if (reply.status != (i == DEVICE_ASKS ? 413 : 303))
			fail_msg("number %d: %d", i, reply.status);
		http_reply_finish(&reply);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_gate__a_screen_is_let_in_where_it_is_needed),
		cmocka_unit_test(test_gate__an_address_asks_for_a_few_screens),
	};

	return cmocka_run_group_tests_name(
		"gate_screens", tests, at_gate_make, at_gate_unmake);
}
