/*
 * Who is let in: every route of every table, with every role, and with what
 * nobody may come with. Requests go in at the gate, over a real store; nothing
 * that they do is kept. Who may come where stands in tests/routes.tsv, said
 * once more by hand: a route that is not in it, or lets in others, is a fault.
 */
#include "tests/stores.h"

#include "kiosk/desk.h"
#include "kiosk/device.h"
#include "kiosk/files.h"
#include "kiosk/gate.h"
#include "kiosk/logins.h"
#include "kiosk/rooms.h"
#include "kiosk/visit.h"
#include "kiosk/worker.h"
#include "store/devices.h"
#include "store/visits.h"

#include <errno.h>

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
	struct live *live;
};

struct said {
	int status;
	char at[HTTP_PATH];
	char page[8192];
};

static struct live *make_room(struct world *world);
static void read_list(void);

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
	read_list();
	if (world->files == NULL || kiosk->visits == NULL ||
		kiosk->rooms == NULL || kiosk->desk == NULL)
		fail_msg("%s", err.text);
	world->live = make_room(world);
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

/* A path that the pattern stands for; there is no ninth of anything. */
static void
path_of(const char *pattern, char path[HTTP_PATH])
{
	size_t n = 0;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '{')
			path[n++] = '9';
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

/* A login: its cookie header, and the token of its forms. */
static void
log_in_as(struct world *world, const char *name, enum store_role role,
	char header[128], char token[TOKEN])
{
	struct store_actor actor = {.role = role};
	char cookie[TOKEN];

	/* Of those that rest as long, the first would be ended for it. */
	world->kiosk.now++;
	snprintf(actor.name, sizeof(actor.name), "%s", name);
	logins_add(world->kiosk.logins, &actor, world->kiosk.now, cookie);
	snprintf(header, 128, "skapa-staff=%s", cookie);
	token_of_form(store_key(world->kiosk.store), cookie, token);
}

static void
log_in(struct world *world, enum store_role role, char header[128],
	char token[TOKEN])
{
	log_in_as(world, role_word(role), role, header, token);
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
is_listed(struct world *world, const struct route *route)
{
	struct listed *row = listed_of(route);

	(void)world;
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

	assert_int_equal(each_route(*state, is_listed), n_listed);
	for (i = 0; i < n_listed; i++) {
		if (!list[i].is_there)
			fail_msg("%s is listed and not there", list[i].pattern);
	}
}

/* --------------------------------------------------------------------- roles
 */

static void
with_every_role(struct world *world, const struct route *route)
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
	path_of(route->pattern, path);
	for (role = ROLE_RECEPTION; role < ROLE_SELF; role++) {
		log_in(world, role, cookie, token);
		ask_for(world, route->method, path,
			(struct comes){.site = "same-origin",
				.cookie = cookie,
				.token = token},
			&said);
		may = has_word(roles, role_word(role));
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

/* ------------------------------------------------------------------ somebody
 */

/* A meeting with one seat, at a tablet, and one language. */
static struct live *
make_room(struct world *world)
{
	static const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, NOW};
	struct store *store = world->kiosk.store;
	struct store_request none[1] = {0}, sheets[1] = {0};
	struct store_seat seat = {
		.number = 1, .steps = 5, .level = "original", .language = "sv"};
	struct store_session session = {.name = "Hall 1",
		.date = DATE,
		.instrument = "skapa",
		.seats = &seat,
		.n = 1};
	const struct store_session_request request = {
		.cover = {.layout_id = put_layout(store), .pages = 1},
		.sheets = sheets,
		.caseworker = none};
	struct live *live;
	struct err err = {0};

	store_act_as(store, &operator);
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
	assert_ok(rooms_make(&world->kiosk, "Hall 1", &live, &err), &err);
	rooms_round(&world->kiosk, true);
	return live;
}

/* What a browser shows that may come; what came before is another's now. */
struct holder {
	char value[TOKEN], cookie[128], token[TOKEN];
	int64_t id; /* of the visit or the device */
};

static void
hold_screen(struct world *world, enum route_access access, struct holder *h)
{
	static const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, NOW};
	struct store *store = world->kiosk.store;
	struct store_visit visit = {.language = "sv", .seen = world->kiosk.now};
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
hold_room(struct world *world, enum route_access access, const char *value)
{
	struct room *room = rooms_change(world->live, ROOMS_ALL);
	struct err err = {0};
	char hash[TOKEN];

	token_hash(value, hash);
	if (access != ACCESS_VOICE)
		assert_ok(
			room_join(room, 0, hash, world->kiosk.now, &err), &err);
	else
		room_pair(room, 0, hash, world->kiosk.now + ROOMS_VOICE_S);
	rooms_round(&world->kiosk, true);
}

/* Somebody who may ask for the route. */
static void
hold(struct world *world, const struct route *route, struct holder *h)
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
		log_in(world, role, h->cookie, h->token);
		str_copy(h->value, sizeof(h->value), h->cookie + 12);
		return;
	}
	if (route->access > ACCESS_SCREEN)
		token_new(h->value);
	if (route->access == ACCESS_VISIT || route->access == ACCESS_DEVICE)
		hold_screen(world, route->access, h);
	else if (route->access > ACCESS_SCREEN)
		hold_room(world, route->access, h->value);
	if (names[route->access] != NULL)
		snprintf(h->cookie, sizeof(h->cookie), "%s=%s",
			names[route->access], h->value);
	token_of_form(store_key(world->kiosk.store), h->value, h->token);
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
with_its_holder(struct world *world, const struct route *route)
{
	char path[HTTP_PATH];
	struct holder h;
	struct said said;

	path_of(route->pattern, path);
	hold(world, route, &h);
	ask_for(world, route->method, path,
		(struct comes){.site = "same-origin",
			.cookie = h.cookie,
			.token = h.token},
		&said);
	if (has(&said, NOT_YOURS) || has(&said, NOT_FROM_HERE) ||
		has(&said, TOO_OLD) || said.status == 404 ||
		/* What changes leads on; it had its token, or see below. */
		(!changes(route) && route->access != ACCESS_ANYONE &&
			was_sent_away(route, &said)))
		fail_msg("%s: %d %s", route->pattern, said.status, said.at);
}

static void
test_gate__whoever_may_come_does(void **state)
{
	each_route(*state, with_its_holder);
}

/* Ends what the holder has: way 0 by its time, 1 by what was done meanwhile. */
static void
end_hold(struct world *world, enum route_access access, struct holder *h,
	int way)
{
	static const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, NOW};
	struct kiosk *kiosk = &world->kiosk;
	struct err err = {0};
	char other[TOKEN];

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
		hold_room(world, access, other);
}

/* Expired; and used again after it was ended, revoked or given to another. */
static void
with_what_was_good(struct world *world, const struct route *route)
{
	char path[HTTP_PATH];
	struct holder h;
	struct said said;
	int way;

	if (route->access <= ACCESS_SCREEN)
		return;
	path_of(route->pattern, path);
	for (way = 0; way < 2; way++) {
		hold(world, route, &h);
		end_hold(world, route->access, &h, way);
		ask_for(world, route->method, path,
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
	each_route(*state, with_what_was_good);
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
	char path[HTTP_PATH], other[128];
	char tokens[3][TOKEN] = {"", "x", ""};
	struct holder h;
	struct said said;
	size_t i;

	if (!changes(route))
		return;
	path_of(route->pattern, path);
	hold(world, route, &h);
	log_in(world, ROLE_ADMIN, other, tokens[2]);
	for (i = 0; i < 4; i++) {
		ask_for(world, route->method, path,
			(struct comes){.origin = ORIGIN,
				.cookie = h.cookie,
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

/* ----------------------------------------------------------------- passwords
 */

/* A request with a form, in a round that is kept if it may be. */
static void
send_form(struct world *world, struct http_request *request,
	struct http_reply *reply)
{
	struct err err = {0};
	bool ok;

	assert_ok(store_bulk_begin(world->kiosk.store, &err), &err);
	ok = gate_handle(&world->kiosk, request, reply);
	assert_int_equal(store_bulk_end(world->kiosk.store, ok, &err), ok);
	rooms_round(&world->kiosk, ok);
}

/* At first it only asks for what is done elsewhere, and then is as if at once.
 */
static void
by_two_steps(struct world *world, struct comes comes, const char *path,
	const char *form, const char *at)
{
	struct http_request request = {.method = HTTP_POST,
		.address = "192.0.2.9",
		.header = header,
		.inside = &comes};
	struct http_reply reply = {0};
	struct err err = {0};

	str_copy(request.path, sizeof(request.path), path);
	assert_ok(form_read(form, strlen(form), &request.form, &err), &err);
	send_form(world, &request, &reply);
	if (reply.work == NULL || reply.location[0] != '\0') {
		fail_msg("%s asks for nothing: %d %s", path, reply.status,
			reply.body.at != NULL ? reply.body.at : "");
		return;
	}
	request.done = reply.work;
	reply.work = NULL;
	http_reply_finish(&reply);
	request.done->run(request.done);
	send_form(world, &request, &reply);
	if (reply.work != NULL || strcmp(reply.location, at) != 0)
		fail_msg("%s: %d %s %s", path, reply.status, reply.location,
			reply.body.at != NULL ? reply.body.at : "");
	http_reply_finish(&reply);
	work_free(request.done);
	form_finish(&request.form);
}

/* Each has what the one before left. */
static void
test_gate__no_password_is_hashed_in_a_round(void **state)
{
	static const struct {
		const char *who, *path, *form, *at; /* who NULL: nobody */
	} rows[] = {
		{NULL, "/first",
			"code=12345678&name=boss&password=correct+horse+0",
			"/staff/in"},
		{"boss", "/staff/accounts",
			"name=ny-1&role=reception&password=correct+horse+1",
			"/staff/accounts?done=added"},
		{"boss", "/staff/accounts/ny-1",
			"do=password&password=correct+horse+2",
			"/staff/accounts?done=password"},
		{NULL, "/staff/in", "name=ny-1&password=correct+horse+2",
			"/staff"},
		{"ny-1", "/staff/password",
			"password=correct+horse+3&again=correct+horse+3",
			"/staff/password?done=password"},
		{NULL, "/staff/in", "name=ny-1&password=correct+horse+3",
			"/staff"},
	};
	struct world *world = *state;
	char cookie[128], token[TOKEN];
	size_t i;

	str_copy(world->kiosk.first_code, KIOSK_FIRST_CODE, "12345678");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct comes comes = {.origin = ORIGIN, .token = token};

		if (rows[i].who != NULL) {
			log_in_as(
				world, rows[i].who, ROLE_ADMIN, cookie, token);
			comes.cookie = cookie;
		} else {
			token_of_form(store_key(world->kiosk.store), "", token);
		}
		by_two_steps(
			world, comes, rows[i].path, rows[i].form, rows[i].at);
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

/* What one address asks for leaves room for others'. */
static void
test_gate__an_address_asks_for_a_few_screens(void **state)
{
	struct world *world = *state;
	char token[TOKEN];
	struct comes comes = {.origin = ORIGIN, .token = token};
	struct http_request request = {.method = HTTP_POST,
		.path = "/screen/ask",
		.header = header,
		.inside = &comes};
	struct http_reply reply = {0};
	int i;

	token_of_form(store_key(world->kiosk.store), "", token);
	for (i = 0; i < DEVICE_ASKS + 3; i++) {
		const bool is_other = i == DEVICE_ASKS + 1;

		if (i == DEVICE_ASKS + 2) /* later */
			world->kiosk.now += DEVICE_WAIT_S;
		snprintf(request.address, sizeof(request.address), "%s",
			is_other ? "192.0.2.8" : "192.0.2.7");
		send_form(world, &request, &reply);
		if (reply.status != (i == DEVICE_ASKS ? 413 : 303))
			fail_msg("number %d: %d", i, reply.status);
		http_reply_finish(&reply);
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
		cmocka_unit_test(test_gate__no_password_is_hashed_in_a_round),
		cmocka_unit_test(
			test_gate__a_screen_is_let_in_where_it_is_needed),
		cmocka_unit_test(test_gate__an_address_asks_for_a_few_screens),
		cmocka_unit_test(
			test_gate__comes_back_to_the_page_that_was_asked_for),
		cmocka_unit_test(test_logins__end_by_themselves),
		cmocka_unit_test(test_logins__tries_are_counted),
	};

	return cmocka_run_group_tests_name("gate", tests, make, unmake);
}
