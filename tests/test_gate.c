/*
 * Who is let in: every route of every table, with every role, and with what
 * nobody may come with. Requests go in at the gate, over a real store; nothing
 * that they do is kept.
 */
#include "tests/stores.h"

#include "kiosk/desk.h"
#include "kiosk/files.h"
#include "kiosk/gate.h"
#include "kiosk/logins.h"
#include "kiosk/rooms.h"
#include "kiosk/visit.h"
#include "store/devices.h"
#include "store/visits.h"

#define NOW 1772366400 /* 2026-03-01T12:00:00Z */
#define HOST "127.0.0.1:8080"
#define ORIGIN "http://" HOST

/* What a request comes with; NULL: without. */
struct comes {
	const char *site, *origin, *cookie, *token;
	const char *host; /* NULL: HOST */
};

struct world {
	struct place *place;
	struct kiosk kiosk;
	struct files *files;
};

struct said {
	int status;
	char at[HTTP_PATH];
	char page[8192];
};

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
	kiosk->desk = desk_new("templates", &err);
	kiosk->visits = visits_open("templates", "skapa", &err);
	kiosk->rooms = rooms_open(kiosk, &err);
	if (world->files == NULL || kiosk->visits == NULL ||
		kiosk->rooms == NULL || kiosk->desk == NULL)
		fail_msg("%s", err.text);
	*state = world;
	return 0;
}

static int
unmake(void **state)
{
	struct world *world = *state;
	struct kiosk *kiosk = &world->kiosk;

	rooms_close(kiosk->rooms);
	visits_close(kiosk->visits);
	desk_free(kiosk->desk);
	logins_free(kiosk->logins);
	files_free(world->files);
	store_close(kiosk->store);
	teardown((void **)&world->place);
	free(world);
	return 0;
}

static const char *
header(void *inside, const char *name)
{
	const struct comes *comes = inside;

	if (strcmp(name, "Sec-Fetch-Site") == 0)
		return comes->site;
	if (strcmp(name, "Origin") == 0)
		return comes->origin;
	if (strcmp(name, "Cookie") == 0)
		return comes->cookie;
	if (strcmp(name, "X-Skapa-Token") == 0)
		return comes->token;
	if (strcmp(name, "Host") == 0)
		return comes->host != NULL ? comes->host : HOST;
	return NULL;
}

/* A path that the pattern stands for. */
static void
path_of(const char *pattern, char path[HTTP_PATH])
{
	size_t n = 0;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '{')
			path[n++] = '1';
		else if (*pattern != '}')
			path[n++] = *pattern;
	}
	path[n] = '\0';
}

/* Asks, and takes back whatever it did. */
static void
ask_for(struct world *world, enum http_method method, const char *path,
	struct comes comes, struct said *said)
{
	struct http_request request = {.method = method,
		.address = "127.0.0.1",
		.header = header,
		.inside = &comes};
	struct http_reply reply = {0};
	struct err err = {0};

	str_copy(request.path, sizeof(request.path), path);
	assert_ok(store_bulk_begin(world->kiosk.store, &err), &err);
	gate_handle(&world->kiosk, &request, &reply);
	store_bulk_end(world->kiosk.store, false, &err);
	rooms_round(&world->kiosk, false);
	said->status = reply.status == 0 ? 200 : reply.status;
	str_copy(said->at, sizeof(said->at), reply.location);
	snprintf(said->page, sizeof(said->page), "%s",
		reply.body.at != NULL ? reply.body.at : "");
	http_reply_finish(&reply);
}

/* A login of that role: its cookie header, and the token of its forms. */
static void
log_in(struct world *world, enum store_role role, char header[128],
	char token[TOKEN])
{
	struct store_actor actor = {.role = role};
	char cookie[TOKEN];

	/* Of those that rest as long, the first would be ended for it. */
	world->kiosk.now++;
	snprintf(actor.name, sizeof(actor.name), "%s", role_word(role));
	logins_add(world->kiosk.logins, &actor, world->kiosk.now, cookie);
	snprintf(header, 128, "skapa-staff=%s", cookie);
	token_of_form(store_key(world->kiosk.store), cookie, token);
}

static bool
changes(const struct route *route)
{
	return route->method == HTTP_POST || route->method == HTTP_PUT;
}

static bool
has(const struct said *said, const char *text)
{
	return strstr(said->page, text) != NULL;
}

#define NOT_YOURS "har inte rätt till den här sidan"
#define NOT_FROM_HERE "kom inte från en sida här"
#define TOO_OLD "Sidan var för gammal"

/* Calls f for every row of every table; how many there are. */
static size_t
each_route(struct world *world,
	void (*f)(struct world *world, const struct route *route))
{
	const struct route *const *table, *route;
	size_t n = 0;

	for (table = route_tables; *table != NULL; table++) {
		for (route = *table; route->pattern != NULL; route++, n++)
			f(world, route);
	}
	return n;
}

/* --------------------------------------------------------------------- roles
 */

static void
with_every_role(struct world *world, const struct route *route)
{
	char path[HTTP_PATH], cookie[128], token[TOKEN];
	struct said said;
	unsigned role;
	bool may, did;

	if (route->access != ACCESS_STAFF)
		return;
	path_of(route->pattern, path);
	for (role = ROLE_RECEPTION; role < ROLE_SELF; role++) {
		log_in(world, role, cookie, token);
		ask_for(world, route->method, path,
			(struct comes){.site = "same-origin",
				.cookie = cookie,
				.token = token},
			&said);
		may = role_right(role, route->needs) != RIGHT_NO;
		did = !(said.status == 403 && has(&said, NOT_YOURS));
		if (may != did || has(&said, NOT_FROM_HERE) ||
			has(&said, TOO_OLD) ||
			(said.status == 303 &&
				strncmp(said.at, "/staff/in?", 10) == 0))
			fail_msg("%s as %s: %d %s", route->pattern,
				role_word(role), said.status, said.page);
	}
}

static void
test_gate__a_role_has_its_pages(void **state)
{
	assert_in_range(each_route(*state, with_every_role), 40, 1000);
}

/* ------------------------------------------------------------------- nobody */

static void
with_nobody(struct world *world, const struct route *route)
{
	static const char *const cookies[ACCESS__MAX] = {
		[ACCESS_VISIT] = COOKIE_VISIT,
		[ACCESS_DEVICE] = COOKIE_DEVICE,
		[ACCESS_SEAT] = COOKIE_SEAT,
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
	path_of(route->pattern, path);
	for (i = 0; i < sizeof(values) / sizeof(*values); i++) {
		snprintf(cookie, sizeof(cookie), "%s=%s",
			cookies[route->access], values[i]);
		ask_for(world, route->method, path,
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
	each_route(*state, with_nobody);
}

static void
with_an_old_login(struct world *world, const struct route *route)
{
	char path[HTTP_PATH], cookie[128], token[TOKEN];
	struct said said;
	size_t i;

	if (route->access != ACCESS_STAFF)
		return;
	path_of(route->pattern, path);
	for (i = 0; i < 2; i++) {
		log_in(world, ROLE_ADMIN, cookie, token);
		if (i == 0) /* expired */
			world->kiosk.now += LOGIN_IDLE_S;
		else /* replayed after it was ended */
			logins_end(world->kiosk.logins, cookie + 12);
		ask_for(world, route->method, path,
			(struct comes){.site = "same-origin",
				.cookie = cookie,
				.token = token},
			&said);
		if (said.status != 303 || strncmp(said.at, "/staff/in", 9) != 0)
			fail_msg("%s, %zu: %d", route->pattern, i, said.status);
	}
}

static void
test_gate__an_old_login_is_none(void **state)
{
	each_route(*state, with_an_old_login);
}

/* ---------------------------------------------------------- foreign and stale
 */

static void
from_elsewhere(struct world *world, const struct route *route)
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

	if (!changes(route))
		return;
	path_of(route->pattern, path);
	log_in(world, ROLE_ADMIN, cookie, token);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct comes comes = rows[i];

		comes.cookie = cookie;
		comes.token = token;
		ask_for(world, route->method, path, comes, &said);
		if (said.status != 403 || !has(&said, NOT_FROM_HERE))
			fail_msg("%s, row %zu: %d %s", route->pattern, i,
				said.status, said.page);
	}
}

static void
test_gate__what_comes_from_elsewhere_changes_nothing(void **state)
{
	each_route(*state, from_elsewhere);
}

static void
without_the_token(struct world *world, const struct route *route)
{
	const bool is_staff = route->access == ACCESS_STAFF;
	char path[HTTP_PATH], cookie[128], other[128], own[TOKEN];
	char tokens[3][TOKEN] = {"", "x", ""};
	struct said said;
	size_t i;

	if (!changes(route) || (!is_staff && route->access > ACCESS_SCREEN))
		return;
	path_of(route->pattern, path);
	/* Whoever may do it: else it is refused for that. */
	for (i = ROLE_RECEPTION; is_staff && i < ROLE_SELF; i++) {
		log_in(world, i, cookie, own);
		if (role_right(i, route->needs) != RIGHT_NO)
			break;
	}
	log_in(world, ROLE_ADMIN, other, tokens[2]);
	for (i = 0; i < 4; i++) {
		ask_for(world, route->method, path,
			(struct comes){.origin = ORIGIN,
				.cookie = is_staff ? cookie : NULL,
				.token = i < 3 ? tokens[i] : NULL},
			&said);
		if (said.status != 403 || !has(&said, TOO_OLD))
			fail_msg("%s, row %zu: %d %s", route->pattern, i,
				said.status, said.page);
	}
}

static void
test_gate__a_form_needs_its_token(void **state)
{
	each_route(*state, without_the_token);
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
	struct world *world = *state;
	char cookie[128], token[TOKEN];
	struct said said;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		log_in(world, ROLE_ARCHIVE, cookie, token);
		ask_for(world, HTTP_GET, rows[i].path,
			(struct comes){.cookie = cookie}, &said);
		if (said.status != 400 ||
			strstr(said.page, rows[i].has) == NULL ||
			strstr(said.page, rows[i].lacks) != NULL)
			fail_msg("row %zu: %d %s", i, said.status, said.page);
	}
}

/* ------------------------------------------------------------------- screens
 */

/* What a browser may hold, and whether it is let in. */
enum screen { NO_SCREEN, UNKNOWN, WAITING, REVOKED, PAIRED, SCREENS };

static char screens[SCREENS][TOKEN];
static char visitor[TOKEN];

static void
make_screens(struct world *world)
{
	static const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, NOW};
	struct store *store = world->kiosk.store;
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
on_each_screen(struct world *world, const struct route *route)
{
	char path[HTTP_PATH], cookie[512];
	struct said said;
	bool sent_away, may;
	int i;

	if (route->access != ACCESS_SCREEN && route->access != ACCESS_VISIT &&
		route->access != ACCESS_DEVICE)
		return;
	path_of(route->pattern, path);
	for (i = NO_SCREEN; i < SCREENS; i++) {
		snprintf(cookie, sizeof(cookie),
			COOKIE_DEVICE "=%s; " COOKIE_VISIT "=%s", screens[i],
			visitor);
		ask_for(world, route->method, path,
			(struct comes){.site = "same-origin", .cookie = cookie},
			&said);
		sent_away = said.status == 303 && strcmp(said.at, "/") == 0;
		may = i == PAIRED || (!world->kiosk.needs_device &&
					     route->access != ACCESS_DEVICE);
		if (sent_away == may ||
			(may && changes(route) &&
				(said.status != 403 || !has(&said, TOO_OLD))))
			fail_msg("%s on screen %d: %d %s", route->pattern, i,
				said.status, said.at);
	}
}

static void
test_gate__a_screen_is_let_in_where_it_is_needed(void **state)
{
	struct world *world = *state;
	struct said said;
	char cookie[128];

	make_screens(world);
	each_route(world, on_each_screen);
	world->kiosk.needs_device = true;
	each_route(world, on_each_screen);
	/* The first page is there for both, and says which it is. */
	ask_for(world, HTTP_GET, "/", (struct comes){0}, &said);
	assert_int_equal(said.status, 200);
	assert_true(has(&said, "/screen/ask") && !has(&said, "/visit/begin"));
	snprintf(cookie, sizeof(cookie), COOKIE_DEVICE "=%s", screens[PAIRED]);
	ask_for(world, HTTP_GET, "/", (struct comes){.cookie = cookie}, &said);
	assert_true(!has(&said, "/screen/ask") && has(&said, "/visit/begin"));
	world->kiosk.needs_device = false;
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
		ask_for(*state, rows[i].method, rows[i].path, (struct comes){0},
			&said);
		if (said.status != rows[i].status ||
			strcmp(said.at, rows[i].at) != 0)
			fail_msg("row %zu: %d %s", i, said.status, said.at);
	}
}

static void
test_logins__end_by_themselves(void **state)
{
	const struct store_actor actor = {"ab", ROLE_ADMIN, NOW};
	struct logins *logins = logins_new();
	struct store_actor found;
	char token[TOKEN], first[TOKEN];
	int64_t now;
	int i;

	(void)state;
	logins_add(logins, &actor, NOW, first);
	for (now = NOW; now - NOW < LOGIN_MOST_S; now += LOGIN_IDLE_S - 1)
		assert_true(logins_find(logins, first, now, &found));
	assert_string_equal(found.name, "ab");
	assert_int_equal(found.role, ROLE_ADMIN);
	/* However much it was used, not longer than that. */
	assert_false(logins_find(logins, first, NOW + LOGIN_MOST_S, &found));
	logins_add(logins, &actor, NOW, first);
	assert_true(logins_find(logins, first, NOW + 1, &found));
	logins_end_of(logins, "abc");
	assert_true(logins_find(logins, first, NOW + 1, &found));
	logins_end_of(logins, "ab");
	assert_false(logins_find(logins, first, NOW + 1, &found));
	/* One more than there is room for ends the one that rested longest. */
	logins_add(logins, &actor, NOW, first);
	for (i = 0; i < LOGINS; i++)
		logins_add(logins, &actor, NOW + 1 + i % 2, token);
	assert_false(logins_find(logins, first, NOW + 2, &found));
	assert_true(logins_find(logins, token, NOW + 2, &found));
	assert_int_equal(logins_count(logins, NOW + 2), LOGINS);
	logins_free(logins);
}

static void
test_logins__tries_are_counted(void **state)
{
	struct logins *logins = logins_new();
	char address[16];
	int i, n = 0;

	(void)state;
	for (i = 0; i < LOGIN_TRIES; i++)
		assert_true(logins_may_try(logins, "192.0.2.1", NOW));
	assert_false(logins_may_try(logins, "192.0.2.1", NOW));
	assert_true(logins_may_try(logins, "192.0.2.2", NOW));
	assert_true(logins_may_try(logins, "192.0.2.1", NOW + LOGIN_TRIES_S));
	for (i = 0; i < 200; i++) {
		snprintf(address, sizeof(address), "198.51.100.%d", i);
		n += logins_may_try(logins, address, NOW + 3 * LOGIN_TRIES_S);
	}
	assert_int_equal(n, LOGIN_TRIES_ALL);
	logins_free(logins);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gate__a_role_has_its_pages),
		cmocka_unit_test(
			test_gate__nobody_is_sent_to_where_one_becomes_somebody),
		cmocka_unit_test(test_gate__an_old_login_is_none),
		cmocka_unit_test(
			test_gate__what_comes_from_elsewhere_changes_nothing),
		cmocka_unit_test(test_gate__a_form_needs_its_token),
		cmocka_unit_test(test_gate__says_it_in_swedish),
		cmocka_unit_test(
			test_gate__a_screen_is_let_in_where_it_is_needed),
		cmocka_unit_test(
			test_gate__comes_back_to_the_page_that_was_asked_for),
		cmocka_unit_test(test_logins__end_by_themselves),
		cmocka_unit_test(test_logins__tries_are_counted),
	};

	return cmocka_run_group_tests_name("gate", tests, make, unmake);
}
