#include "tests/stand.h"

#include "kiosk/desk.h"
#include "kiosk/files.h"
#include "kiosk/logins.h"
#include "kiosk/visit.h"
#include "kiosk/worker.h"

static const char *
no_header(void *inside, const char *name)
{
	(void)inside;
	(void)name;
	return NULL;
}

void
stand_open(struct stand *stand, const char *store)
{
	struct err err = {0};

	*stand = (struct stand){.kiosk = {.now = NOW, .templates = TEMPLATES}};
	stand->kiosk.store = must_open(store, STORE_WRITE);
	stand->files = files_load(TEMPLATES, ".", &err);
	stand->kiosk.files = stand->files;
	stand->kiosk.desk = desk_new(TEMPLATES, &err);
	stand->kiosk.logins = logins_new();
	stand->kiosk.visits = visits_open(TEMPLATES, "skapa", &err);
	assert_non_null(stand->files);
	assert_non_null(stand->kiosk.visits);
	assert_non_null(stand->kiosk.desk);
	assert_non_null(stand->kiosk.logins);
}

void
stand_close(struct stand *stand)
{
	http_reply_finish(&stand->reply);
	desk_free(stand->kiosk.desk);
	logins_free(stand->kiosk.logins);
	visits_close(stand->kiosk.visits);
	files_free(stand->files);
	store_close(stand->kiosk.store);
}

/*
 * As a round of the server: kept as a whole, or not; what was taken back for
 * another's sake is handled again.
 */
static void
one_round(struct stand *stand, const struct route *route, struct ask *ask)
{
	const bool kept = ++stand->rounds != stand->taken_back;

	http_reply_finish(&stand->reply);
	assert_true(store_bulk_begin(stand->kiosk.store, NULL));
	if (!kept && stand->within != NULL)
		stand->within(stand);
	store_act_as(stand->kiosk.store, &ask->actor);
	stand->ok =
		route->handler(&stand->kiosk, ask, &stand->reply, &stand->err);
	assert_int_equal(
		store_bulk_end(stand->kiosk.store, stand->ok && kept, NULL),
		stand->ok && kept);
	if (drafts_round(&stand->kiosk.drafts, stand->ok && kept))
		assert_true(visits_again(stand->kiosk.visits, NULL));
	if (!kept)
		one_round(stand, route, ask);
}

/* body NULL: a GET. The query stands behind a '?' of the address. */
static void
send(struct stand *stand, enum store_role role, const char *address,
	const char *body, struct http_request request)
{
	struct ask ask = {.request = &request,
		.actor = actor_of(role),
		.token = "the-token"};
	const struct route *route;
	char whole[HTTP_PATH];
	const char *query;

	/* The address may be where the last reply sent to. */
	assert_true(str_copy(whole, sizeof(whole), address));
	address = whole;
	query = strchr(address, '?');
	http_reply_finish(&stand->reply);
	stand->err = (struct err){0};
	stand->ok = false;
	stand->refused = stand->rounds = 0;
	snprintf(request.path, sizeof(request.path), "%.*s",
		(int)(query == NULL ? strlen(address)
				    : (size_t)(query - address)),
		address);
	if (query != NULL)
		assert_true(form_read(query + 1, strlen(query + 1),
			&request.query, &stand->err));
	if (body != NULL)
		assert_true(form_read(
			body, strlen(body), &request.form, &stand->err));
	route = route_find(
		request.method, request.path, ask.part, &stand->refused);
	if (route != NULL && role_right(role, route->needs) == RIGHT_NO)
		stand->refused = 403;
	else if (route != NULL) {
		assert_int_equal(route->access, ACCESS_STAFF);
		stand->refused = 0;
		one_round(stand, route, &ask);
		while (stand->ok && stand->reply.work != NULL) {
			struct work *work = stand->reply.work;

			stand->reply.work = NULL;
			work->run(work);
			work_free(request.done);
			request.done = work;
			if (stand->between != NULL)
				stand->between(stand);
			one_round(stand, route, &ask);
		}
		work_free(request.done);
	}
	form_finish(&request.query);
	form_finish(&request.form);
}

void
stand_request(struct stand *stand, enum store_role role, const char *address,
	const char *body)
{
	send(stand, role, address, body,
		(struct http_request){.header = no_header,
			.method = body == NULL ? HTTP_GET : HTTP_POST});
}

void
stand_put(struct stand *stand, enum store_role role, const char *address,
	const char *bytes, size_t len)
{
	send(stand, role, address, NULL,
		(struct http_request){.header = no_header,
			.method = HTTP_PUT,
			.body = bytes,
			.body_len = len});
}

bool
stand_says(const struct stand *stand, const char *text)
{
	return stand->reply.body.at != NULL &&
	       strstr(stand->reply.body.at, text) != NULL;
}

void
stand_must_say(const struct stand *stand, const char *text)
{
	if (!stand->ok)
		fail_msg("no page, but \"%s\"", stand->err.text);
	if (!stand_says(stand, text))
		fail_msg("\"%s\" is not on the page: %s", text,
			stand->reply.body.at == NULL ? "(none)"
						     : stand->reply.body.at);
}
