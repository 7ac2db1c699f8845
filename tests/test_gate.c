/*
 * Who is let in: every route of every table, with every role, and with what
 * nobody may come with. Requests go in at the gate, over a real store; nothing
 * that they do is kept. Who may come where stands in tests/routes.tsv, said
 * once more by hand: a route that is not in it, or lets in others, is a fault.
 */
#include "tests/at_gate.h"

#include "kiosk/device.h"
#include "kiosk/logins.h"
#include "store/devices.h"
#include "store/visits.h"

#include <errno.h>

/* ------------------------------------------------------------------ the list
 */

#define LISTED 256

static struct listed {
	char method[8], pattern[64], who[16], roles[128];
	bool is_there;
} list[LISTED];
static size_t n_listed;

static const char *const who_comes[ACCESS__MAX] = {
	[ACCESS_ANYONE] = "anyone",
	[ACCESS_SCREEN] = "screen",
	[ACCESS_VISIT] = "visit",
	[ACCESS_DEVICE] = "device",
	[ACCESS_SEAT] = "seat",
	[ACCESS_SEAT_LATE] = "late-seat",
	[ACCESS_VOICE] = "voice",
	[ACCESS_STAFF] = "staff",
};

static void
read_list(void)
{
	FILE *file = fopen("tests/routes.tsv", "r");
	char line[256];

	if (file == NULL) {
		fail_msg("tests/routes.tsv: %s", strerror(errno));
		return;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		struct listed *row = &list[n_listed];

		if (line[0] == '#')
			continue;
		assert_true(n_listed < LISTED);
		if (sscanf(line, "%7[^\t]\t%63[^\t]\t%15[^\t]\t%127[^\n]",
			    row->method, row->pattern, row->who,
			    row->roles) != 4)
			fail_msg("tests/routes.tsv: %s", line);
		n_listed++;
	}
	fclose(file);
}

static struct listed *
listed_of(const struct route *route)
{
	static const char *const methods[HTTP__MAX] = {
		[HTTP_GET] = "GET", [HTTP_POST] = "POST", [HTTP_PUT] = "PUT"};
	size_t i;

	for (i = 0; i < n_listed; i++) {
		if (strcmp(list[i].method, methods[route->method]) == 0 &&
			strcmp(list[i].pattern, route->pattern) == 0)
			return &list[i];
	}
	fail_msg("%s %s is not in tests/routes.tsv", methods[route->method],
		route->pattern);
	return list;
}

/* "admin" in "caseworker admin" */
static bool
has_word(const char *words, const char *word)
{
	const size_t n = strlen(word);
	const char *at = words;

	while ((at = strstr(at, word)) != NULL) {
		if ((at == words || at[-1] == ' ') &&
			(at[n] == ' ' || at[n] == '\0'))
			return true;
		at += n;
	}
	return false;
}

static void
is_listed(struct at_gate *gate, const struct route *route)
{
	struct listed *row = listed_of(route);

	(void)gate;
	assert_false(row->is_there);
	row->is_there = true;
	if (strcmp(row->who, who_comes[route->access]) != 0)
		fail_msg("%s is for %s, not %s", route->pattern,
			who_comes[route->access], row->who);
}

static void
test_gate__every_route_is_listed(void **state)
{
	size_t i;

	assert_int_equal(gate_each_route(*state, is_listed), n_listed);
	for (i = 0; i < n_listed; i++) {
		if (!list[i].is_there)
			fail_msg("%s is listed and not there", list[i].pattern);
	}
}

/* --------------------------------------------------------------------- roles
 */

static void
with_every_role(struct at_gate *gate, const struct route *route)
{
	const char *roles = listed_of(route)->roles;
	char path[HTTP_PATH], cookie[128], token[TOKEN];
	struct said said;
	unsigned role;
	bool may, did;

	if (route->access != ACCESS_STAFF) {
		assert_string_equal(roles, "-");
		return;
	}
	route_path(route->pattern, path);
	for (role = ROLE_RECEPTION; role < ROLE_SELF; role++) {
		gate_log_in(gate, role, cookie, token);
		gate_ask(gate, route->method, path,
			(struct comes){.site = "same-origin",
				.cookie = cookie,
				.token = token},
			&said);
		may = has_word(roles, role_word(role));
		did = !(said.status == 403 && gate_says(&said, NOT_YOURS));
		if (may != did || gate_says(&said, NOT_FROM_HERE) ||
			gate_says(&said, TOO_OLD) ||
			(said.status == 303 &&
				strncmp(said.at, "/staff/in?", 10) == 0))
			fail_msg("%s as %s: %d %s", route->pattern,
				role_word(role), said.status, said.page);
	}
}

static void
test_gate__a_role_has_its_pages(void **state)
{
	assert_in_range(gate_each_route(*state, with_every_role), 40, 1000);
}

/* ------------------------------------------------------------------- nobody */

static void
with_nobody(struct at_gate *gate, const struct route *route)
{
	static const char *const cookies[ACCESS__MAX] = {
		[ACCESS_VISIT] = COOKIE_VISIT,
		[ACCESS_DEVICE] = COOKIE_DEVICE,
		[ACCESS_SEAT] = COOKIE_SEAT,
		[ACCESS_SEAT_LATE] = COOKIE_SEAT,
		[ACCESS_VOICE] = COOKIE_VOICE,
		[ACCESS_STAFF] = COOKIE_STAFF,
	};
	static const char *const values[] = {"", "x",
		"00000000000000000000000000000000"
		"00000000000000000000000000000000",
		"' OR 1=1 --",
		"0000000000000000000000000000000000000000000000000000000000000"
		"000000000000"};
	char path[HTTP_PATH], cookie[256];
	struct said said;
	size_t i;

	if (route->access <= ACCESS_SCREEN)
		return;
	route_path(route->pattern, path);
	for (i = 0; i < sizeof(values) / sizeof(*values); i++) {
		snprintf(cookie, sizeof(cookie), "%s=%s",
			cookies[route->access], values[i]);
		gate_ask(gate, route->method, path,
			(struct comes){.site = "same-origin",
				.cookie = i > 0 ? cookie : NULL},
			&said);
		if (said.status != 303 ||
			strncmp(said.at,
				route->access == ACCESS_STAFF ? "/staff/in"
							      : "/",
				route->access == ACCESS_STAFF ? 9 : 1) != 0)
			fail_msg("%s with %s: %d %s", route->pattern, cookie,
				said.status, said.at);
	}
}

static void
test_gate__nobody_is_sent_to_where_one_becomes_somebody(void **state)
{
	gate_each_route(*state, with_nobody);
}

/* ------------------------------------------------------------------ somebody
 */

/* What a browser shows that may come; what came before is another's now. */
struct holder {
	char value[ROOMS_TOKEN], cookie[128], token[TOKEN];
	int64_t id; /* of the visit or the device */
};

static void
hold_screen(struct at_gate *gate, enum route_access access, struct holder *h)
{
	static const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, NOW};
	struct store *store = gate->kiosk.store;
	struct store_visit visit = {.language = "sv", .seen = gate->kiosk.now};
	struct store_device device;
	struct err err = {0};
	bool found;

	store_act_as(store, &operator);
	if (access == ACCESS_VISIT) {
		assert_ok(
			store_visit_begin(store, h->value, &visit, &err), &err);
		h->id = visit.id;
		return;
	}
	assert_ok(store_device_ask(store, h->value, "123456", &err), &err);
	assert_ok(store_device_find(store, h->value, &device, &found, &err),
		&err);
	assert_ok(store_device_pair(store, device.id, "here", "", &err), &err);
	h->id = device.id;
}

static void
hold_room(
	struct at_gate *gate, enum route_access access, char value[ROOMS_TOKEN])
{
	struct room *room = rooms_change(gate->live, ROOMS_ALL);
	struct err err = {0};
	char hash[TOKEN];

	if (access != ACCESS_VOICE)
		rooms_seat_token(gate->live, value);
	token_hash(value, hash);
	if (access != ACCESS_VOICE)
		assert_ok(
			room_join(room, 0, hash, gate->kiosk.now, &err), &err);
	else
		room_pair(room, 0, hash, gate->kiosk.now + ROOMS_VOICE_S);
	rooms_round(&gate->kiosk, true);
}

/* Somebody who may ask for the route. */
static void
hold(struct at_gate *gate, const struct route *route, struct holder *h)
{
	static const char *const names[ACCESS__MAX] = {
		[ACCESS_VISIT] = COOKIE_VISIT,
		[ACCESS_DEVICE] = COOKIE_DEVICE,
		[ACCESS_SEAT] = COOKIE_SEAT,
		[ACCESS_SEAT_LATE] = COOKIE_SEAT,
		[ACCESS_VOICE] = COOKIE_VOICE,
	};
	const char *roles = listed_of(route)->roles;
	unsigned role = ROLE_RECEPTION;

	*h = (struct holder){.id = 0};
	if (route->access == ACCESS_STAFF) {
		while (role < ROLE_SELF && !has_word(roles, role_word(role)))
			role++;
		gate_log_in(gate, role, h->cookie, h->token);
		str_copy(h->value, sizeof(h->value), h->cookie + 12);
		return;
	}
	if (route->access > ACCESS_SCREEN)
		token_new(h->value);
	if (route->access == ACCESS_VISIT || route->access == ACCESS_DEVICE)
		hold_screen(gate, route->access, h);
	else if (route->access > ACCESS_SCREEN)
		hold_room(gate, route->access, h->value);
	if (names[route->access] != NULL)
		snprintf(h->cookie, sizeof(h->cookie), "%s=%s",
			names[route->access], h->value);
	token_of_form(store_key(gate->kiosk.store), h->value, h->token);
}

/* Where somebody who is nobody to the route is sent. */
static bool
was_sent_away(const struct route *route, const struct said *said)
{
	const char *at = "/";

	if (route->access == ACCESS_STAFF)
		at = "/staff/in";
	else if (route->access >= ACCESS_SEAT)
		at = "/room";
	return said->status == 303 && strncmp(said->at, at, strlen(at)) == 0 &&
	       strchr("?", said->at[strlen(at)]) != NULL;
}

static void
with_its_holder(struct at_gate *gate, const struct route *route)
{
	char path[HTTP_PATH];
	struct holder h;
	struct said said;

	route_path(route->pattern, path);
	hold(gate, route, &h);
	gate_ask(gate, route->method, path,
		(struct comes){.site = "same-origin",
			.cookie = h.cookie,
			.token = h.token},
		&said);
	if (gate_says(&said, NOT_YOURS) || gate_says(&said, NOT_FROM_HERE) ||
		gate_says(&said, TOO_OLD) || said.status == 404 ||
		/* What changes leads on; it had its token, or see below. */
		(!route_changes(route) && route->access != ACCESS_ANYONE &&
			was_sent_away(route, &said)))
		fail_msg("%s: %d %s", route->pattern, said.status, said.at);
}

static void
test_gate__whoever_may_come_does(void **state)
{
	gate_each_route(*state, with_its_holder);
}

/* Ends what the holder has: way 0 by its time, 1 by what was done meanwhile. */
static void
end_hold(struct at_gate *gate, enum route_access access, struct holder *h,
	int way)
{
	static const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, NOW};
	struct kiosk *kiosk = &gate->kiosk;
	struct err err = {0};
	char other[ROOMS_TOKEN];

	store_act_as(kiosk->store, &operator);
	token_new(other);
	if (access == ACCESS_STAFF && way == 0)
		kiosk->now += LOGIN_IDLE_S;
	else if (access == ACCESS_STAFF)
		logins_end(kiosk->logins, h->value);
	else if (access == ACCESS_VISIT && way == 0)
		assert_ok(store_visits_sweep(
				  kiosk->store, kiosk->now + 1, 0, &err),
			&err);
	else if (access == ACCESS_VISIT)
		assert_ok(store_visit_end(kiosk->store, h->id, &err), &err);
	else if (access == ACCESS_DEVICE)
		assert_ok(store_device_revoke(kiosk->store, h->id, &err), &err);
	else if (access == ACCESS_VOICE && way == 0)
		kiosk->now += ROOMS_VOICE_S;
	else
		hold_room(gate, access, other);
}

/* Expired; and used again after it was ended, revoked or given to another. */
static void
with_what_was_good(struct at_gate *gate, const struct route *route)
{
	char path[HTTP_PATH];
	struct holder h;
	struct said said;
	int way;

	if (route->access <= ACCESS_SCREEN)
		return;
	route_path(route->pattern, path);
	for (way = 0; way < 2; way++) {
		hold(gate, route, &h);
		end_hold(gate, route->access, &h, way);
		gate_ask(gate, route->method, path,
			(struct comes){.site = "same-origin",
				.cookie = h.cookie,
				.token = h.token},
			&said);
		if (!was_sent_away(route, &said))
			fail_msg("%s, %d: %d %s", route->pattern, way,
				said.status, said.at);
	}
}

static void
test_gate__what_was_good_is_not_any_more(void **state)
{
	gate_each_route(*state, with_what_was_good);
}

/* ---------------------------------------------------------- foreign and stale
 */

static void
from_elsewhere(struct at_gate *gate, const struct route *route)
{
	static const struct comes rows[] = {
		{0},
		{.site = "cross-site"},
		{.site = "same-site"},
		{.site = "none"},
		{.site = ""},
		{.origin = "null"},
		{.origin = "http://other.example"},
		{.origin = "https://" HOST},
		{.origin = ORIGIN "0"},
		{.origin = ORIGIN "/"},
		{.site = "cross-site", .origin = ORIGIN},
		{.site = "same-origin", .origin = "http://other.example"},
		{.origin = ORIGIN, .host = "other.example"},
	};
	char path[HTTP_PATH], cookie[128], token[TOKEN];
	struct said said;
	size_t i;

	if (!route_changes(route))
		return;
	route_path(route->pattern, path);
	gate_log_in(gate, ROLE_ADMIN, cookie, token);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct comes comes = rows[i];

		comes.cookie = cookie;
		comes.token = token;
		gate_ask(gate, route->method, path, comes, &said);
		if (said.status != 403 || !gate_says(&said, NOT_FROM_HERE))
			fail_msg("%s, row %zu: %d %s", route->pattern, i,
				said.status, said.page);
	}
}

static void
test_gate__what_comes_from_elsewhere_changes_nothing(void **state)
{
	gate_each_route(*state, from_elsewhere);
}

static void
without_the_token(struct at_gate *gate, const struct route *route)
{
	char path[HTTP_PATH], other[128];
	char tokens[3][TOKEN] = {"", "x", ""};
	struct holder h;
	struct said said;
	size_t i;

	if (!route_changes(route))
		return;
	route_path(route->pattern, path);
	hold(gate, route, &h);
	gate_log_in(gate, ROLE_ADMIN, other, tokens[2]);
	for (i = 0; i < 4; i++) {
		gate_ask(gate, route->method, path,
			(struct comes){.origin = ORIGIN,
				.cookie = h.cookie,
				.token = i < 3 ? tokens[i] : NULL},
			&said);
		if (said.status != 403 || !gate_says(&said, TOO_OLD))
			fail_msg("%s, row %zu: %d %s", route->pattern, i,
				said.status, said.page);
	}
}

static void
test_gate__a_form_needs_its_token(void **state)
{
	gate_each_route(*state, without_the_token);
}

/* ----------------------------------------------------------------- sentences
 */

/* Swedish ones as they are; others folded beneath a Swedish one. */
static void
test_gate__says_it_in_swedish(void **state)
{
	static const struct {
		const char *path, *has, *lacks;
	} rows[] = {
		{"/staff/people/x", "&quot;x&quot; är ingen kod", "<details>"},
		{"/staff/review/999",
			"<p>Något av det som skickades finns inte", "<p>/tmp"},
		{"/staff/review/999",
			"<summary>Detaljer</summary><p lang=\"en\">", "\x1f"},
	};
	struct at_gate *gate = *state;
	char cookie[128], token[TOKEN];
	struct said said;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		gate_log_in(gate, ROLE_ARCHIVE, cookie, token);
		gate_ask(gate, HTTP_GET, rows[i].path,
			(struct comes){.cookie = cookie}, &said);
		if (said.status != 400 ||
			strstr(said.page, rows[i].has) == NULL ||
			strstr(said.page, rows[i].lacks) != NULL)
			fail_msg("row %zu: %d %s", i, said.status, said.page);
	}
}

/* -------------------------------------------------------------------- the rest
 */

static void
test_gate__comes_back_to_the_page_that_was_asked_for(void **state)
{
	static const struct {
		enum http_method method;
		const char *path;
		int status;
		const char *at;
	} rows[] = {
		{HTTP_GET, "/staff/review", 303,
			"/staff/in?next=/staff/review"},
		{HTTP_HEAD_, "/staff", 303, "/staff/in"},
		{HTTP_GET, "/staff/review/a b", 303, "/staff/in"},
		{HTTP_GET, "/nowhere", 404, ""},
		{HTTP_GET, "/staff/nowhere", 404, ""},
		{HTTP_GET, "/staff/", 404, ""},
		{HTTP_GET, "/first", 405, ""},
		{HTTP_PUT, "/", 405, ""},
		{HTTP_GET, "/health", 200, ""},
		{HTTP_HEAD_, "/health", 200, ""},
	};
	struct said said;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		gate_ask(*state, rows[i].method, rows[i].path,
			(struct comes){0}, &said);
		if (said.status != rows[i].status ||
			strcmp(said.at, rows[i].at) != 0)
			fail_msg("row %zu: %d %s", i, said.status, said.at);
	}
}

static int
make(void **state)
{
	read_list();
	return at_gate_make(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gate__every_route_is_listed),
		cmocka_unit_test(test_gate__a_role_has_its_pages),
		cmocka_unit_test(
			test_gate__nobody_is_sent_to_where_one_becomes_somebody),
		cmocka_unit_test(test_gate__whoever_may_come_does),
		cmocka_unit_test(test_gate__what_was_good_is_not_any_more),
		cmocka_unit_test(
			test_gate__what_comes_from_elsewhere_changes_nothing),
		cmocka_unit_test(test_gate__a_form_needs_its_token),
		cmocka_unit_test(test_gate__says_it_in_swedish),
		cmocka_unit_test(
			test_gate__comes_back_to_the_page_that_was_asked_for),
	};

	return cmocka_run_group_tests_name("gate", tests, make, at_gate_unmake);
}
