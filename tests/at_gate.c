#include "tests/at_gate.h"

#include "kiosk/desk.h"
#include "kiosk/files.h"
#include "kiosk/logins.h"
#include "kiosk/visit.h"

/* A meeting with one seat, at a tablet, and one language. */
static struct live *
make_room(struct at_gate *gate)
{
	static const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, NOW};
	struct store *store = gate->kiosk.store;
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
	assert_ok(rooms_make(&gate->kiosk, "Hall 1", &live, &err), &err);
	rooms_round(&gate->kiosk, true);
	return live;
}

int
at_gate_make(void **state)
{
	struct at_gate *gate = calloc(1, sizeof(*gate));
	struct kiosk *kiosk = &gate->kiosk;
	struct err err = {0};

	assert_int_equal(setup((void **)&gate->place), 0);
	kiosk->store = must_open(gate->place->path, STORE_WRITE);
	kiosk->templates = "templates";
	kiosk->now = NOW;
	gate->files = files_load("templates", ".", &err);
	kiosk->files = gate->files;
	kiosk->logins = logins_new();
	kiosk->desk = desk_new("templates", &err);
	kiosk->visits = visits_open("templates", "skapa", &err);
	kiosk->rooms = rooms_open(kiosk, &err);
	if (gate->files == NULL || kiosk->visits == NULL ||
		kiosk->rooms == NULL || kiosk->desk == NULL)
		fail_msg("%s", err.text);
	gate->live = make_room(gate);
	*state = gate;
	return 0;
}

int
at_gate_unmake(void **state)
{
	struct at_gate *gate = *state;
	struct kiosk *kiosk = &gate->kiosk;

	rooms_close(kiosk->rooms);
	visits_close(kiosk->visits);
	desk_free(kiosk->desk);
	logins_free(kiosk->logins);
	files_free(gate->files);
	store_close(kiosk->store);
	teardown((void **)&gate->place);
	free(gate);
	return 0;
}

const char *
gate_header(void *inside, const char *name)
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

void
route_path(const char *pattern, char path[HTTP_PATH])
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

void
gate_ask(struct at_gate *gate, enum http_method method, const char *path,
	struct comes comes, struct said *said)
{
	struct http_request request = {.method = method,
		.address = "127.0.0.1",
		.header = gate_header,
		.inside = &comes};
	struct http_reply reply = {0};
	struct err err = {0};

	str_copy(request.path, sizeof(request.path), path);
	assert_ok(store_bulk_begin(gate->kiosk.store, &err), &err);
	gate_handle(&gate->kiosk, &request, &reply);
	store_bulk_end(gate->kiosk.store, false, &err);
	rooms_round(&gate->kiosk, false);
	said->status = reply.status == 0 ? 200 : reply.status;
	str_copy(said->at, sizeof(said->at), reply.location);
	snprintf(said->page, sizeof(said->page), "%s",
		reply.body.at != NULL ? reply.body.at : "");
	http_reply_finish(&reply);
}

void
gate_log_in_as(struct at_gate *gate, const char *name, enum store_role role,
	char header[128], char token[TOKEN])
{
	struct store_actor actor = {.role = role};
	char cookie[TOKEN];

	/* Of those that rest as long, the first would be ended for it. */
	gate->kiosk.now++;
	snprintf(actor.name, sizeof(actor.name), "%s", name);
	logins_add(gate->kiosk.logins, &actor, gate->kiosk.now, cookie);
	snprintf(header, 128, "skapa-staff=%s", cookie);
	token_of_form(store_key(gate->kiosk.store), cookie, token);
}

void
gate_log_in(struct at_gate *gate, enum store_role role, char header[128],
	char token[TOKEN])
{
	gate_log_in_as(gate, role_word(role), role, header, token);
}

bool
route_changes(const struct route *route)
{
	return route->method == HTTP_POST || route->method == HTTP_PUT;
}

bool
gate_says(const struct said *said, const char *text)
{
	return strstr(said->page, text) != NULL;
}

size_t
gate_each_route(struct at_gate *gate,
	void (*f)(struct at_gate *gate, const struct route *route))
{
	const struct route *const *table, *route;
	size_t n = 0;

	for (table = route_tables; *table != NULL; table++) {
		for (route = *table; route->pattern != NULL; route++, n++)
			f(gate, route);
	}
	return n;
}

void
gate_send(struct at_gate *gate, struct http_request *request,
	struct http_reply *reply)
{
	struct err err = {0};
	bool ok;

	assert_ok(store_bulk_begin(gate->kiosk.store, &err), &err);
	ok = gate_handle(&gate->kiosk, request, reply);
	assert_int_equal(store_bulk_end(gate->kiosk.store, ok, &err), ok);
	rooms_round(&gate->kiosk, ok);
}
