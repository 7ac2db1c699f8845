/* The staff's pages over a real store, without a server. */
#include "tests/role_world.h"

#include "core/file.h"
#include "kiosk/desk.h"
#include "kiosk/files.h"
#include "kiosk/logins.h"
#include "kiosk/visit.h"
#include "kiosk/route.h"
#include "kiosk/worker.h"
#include "store/accounts.h"
#include "store/days.h"
#include "store/devices.h"
#include "store/notes.h"
#include "store/review.h"

#include <sys/stat.h>
#include <unistd.h>

#define TEMPLATES "templates"

/* A kiosk with the world's store, and what the last request got. */
struct stand {
	struct kiosk kiosk;
	struct files *files;
	struct http_reply reply;
	struct err err;
	bool ok;
	int refused; /* by the route: 404, 405, or 403 for the role */
};

static const char *
no_header(void *inside, const char *name)
{
	(void)inside;
	(void)name;
	return NULL;
}

static void
open_stand(struct stand *stand, const char *store)
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

static void
close_stand(struct stand *stand)
{
	http_reply_finish(&stand->reply);
	desk_free(stand->kiosk.desk);
	logins_free(stand->kiosk.logins);
	visits_close(stand->kiosk.visits);
	files_free(stand->files);
	store_close(stand->kiosk.store);
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
	stand->refused = 0;
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
		/* As a round of the server: kept as a whole, or not. */
		assert_true(store_bulk_begin(stand->kiosk.store, NULL));
		store_act_as(stand->kiosk.store, &ask.actor);
		stand->ok = route->handler(
			&stand->kiosk, &ask, &stand->reply, &stand->err);
		/* What takes long is done at once here. */
		if (stand->ok && stand->reply.work != NULL) {
			request.done = stand->reply.work;
			stand->reply.work = NULL;
			request.done->run(request.done);
			stand->ok = route->handler(&stand->kiosk, &ask,
				&stand->reply, &stand->err);
			work_free(request.done);
		}
		assert_int_equal(
			store_bulk_end(stand->kiosk.store, stand->ok, NULL),
			stand->ok);
		if (drafts_round(&stand->kiosk.drafts, stand->ok))
			assert_true(visits_again(stand->kiosk.visits, NULL));
	}
	form_finish(&request.query);
	form_finish(&request.form);
}

static void
request(struct stand *stand, enum store_role role, const char *address,
	const char *body)
{
	send(stand, role, address, body,
		(struct http_request){.header = no_header,
			.method = body == NULL ? HTTP_GET : HTTP_POST});
}

static void
put(struct stand *stand, enum store_role role, const char *address,
	const char *bytes, size_t len)
{
	send(stand, role, address, NULL,
		(struct http_request){.header = no_header,
			.method = HTTP_PUT,
			.body = bytes,
			.body_len = len});
}

static bool
says(const struct stand *stand, const char *text)
{
	return stand->reply.body.at != NULL &&
	       strstr(stand->reply.body.at, text) != NULL;
}

static void
assert_says(const struct stand *stand, const char *text)
{
	if (!stand->ok)
		fail_msg("no page, but \"%s\"", stand->err.text);
	if (!says(stand, text))
		fail_msg("\"%s\" is not on the page: %s", text,
			stand->reply.body.at == NULL ? "(none)"
						     : stand->reply.body.at);
}

/* --------------------------------------------------------------- who sees */

/* An address whose {} is a thing's, and what stands on the page then. */
static const struct row {
	const char *address;
	enum { OF_ALL, OF_PERSON, OF_REVIEW } of;
	enum store_operation needs;
	const char *says;
} rows[] = {
	{"/staff", OF_ALL, MAY_LOG_IN, "<h1>I dag</h1>"},
	{"/staff/review", OF_ALL, MAY_READ_REVIEWS, "<h1>Att granska</h1>"},
	{"/staff/review/{}", OF_REVIEW, MAY_READ_REVIEWS, "<h1>Granska</h1>"},
	{"/staff/people", OF_ALL, MAY_LIST_PEOPLE, "<h1>Personer</h1>"},
	{"/staff/people/{}", OF_PERSON, MAY_LIST_PEOPLE, "<h1>Person {}</h1>"},
	{"/staff/people/{}/journal", OF_PERSON, MAY_READ_ANSWERS,
		"<pre class=\"journal\""},
	{"/staff/people/{}/page.pdf", OF_PERSON, MAY_READ_ANSWERS, "%PDF-1."},
	{"/staff/people/{}/page.png", OF_PERSON, MAY_READ_ANSWERS, "PNG"},
	{"/staff/due", OF_ALL, MAY_LOOK_UP, "<h1>Saknas</h1>"},
	{"/staff/due", OF_ALL, MAY_LIST_PEOPLE, "<h2>Dags att fråga</h2>"},
	{"/staff/sessions", OF_ALL, MAY_LOOK_UP, "<h1>Gruppträffar</h1>"},
	{"/staff/sessions/none", OF_ALL, MAY_LOOK_UP,
		"<h1>Gruppträff none</h1>"},
	{"/staff/report", OF_ALL, MAY_COUNT,
		"<h1>Organisationens rapport</h1>"},
	{"/staff/wording", OF_ALL, MAY_LOG_IN, "<h1>Språk</h1>"},
	{"/staff/wording/ar/skapa", OF_ALL, MAY_LOG_IN,
		"<td>Hälsa</td><td lang=\"ar\" dir=\"rtl\">"},
	{"/staff/screens", OF_ALL, MAY_PAIR, "<h1>Skärmar</h1>"},
	{"/staff/voices", OF_ALL, MAY_KEEP_WORDS, "<h1>Inläsningar</h1>"},
	{"/staff/voices/ti", OF_ALL, MAY_KEEP_WORDS,
		"<h1>Inläsningar på tigrinska</h1>"},
	{"/staff/audit", OF_ALL, MAY_READ_AUDIT, "<h1>Logg</h1>"},
	{"/staff/accounts", OF_ALL, MAY_LIST_ACCOUNTS, "<h1>Konton</h1>"},
	{"/staff/password", OF_ALL, MAY_LOG_IN, "<h1>Byt lösenord</h1>"},
	{"/staff/uploads", OF_ALL, MAY_FILE, "<h1>Lämna in skanningar</h1>"},
	{"/staff/uploads/status", OF_ALL, MAY_FILE, "[]"},
};

/* The pattern with the thing's own part in it; false if it has none. */
static bool
fill(const char *pattern, const struct row *row, const struct thing *thing,
	char *out, size_t size)
{
	const char *hole = strstr(pattern, "{}");
	char part[32];

	if (hole == NULL) {
		snprintf(out, size, "%s", pattern);
		return true;
	}
	if (row->of == OF_PERSON)
		snprintf(part, sizeof(part), "%s", thing->person);
	else
		snprintf(part, sizeof(part), "%lld", (long long)thing->review);
	snprintf(out, size, "%.*s%s%s", (int)(hole - pattern), pattern, part,
		hole + 2);
	return part[0] != '\0';
}

static void
try_page(struct stand *stand, enum store_role role, const struct row *row,
	const struct thing *thing, enum whose whose)
{
	const enum store_right right = role_right(role, row->needs);
	const bool sees =
		right == RIGHT_YES ||
		(right == RIGHT_OWN && (row->of == OF_ALL || whose == OWN));
	char address[128], text[128];

	if (!fill(row->address, row, thing, address, sizeof(address)))
		return;
	fill(row->says, row, thing, text, sizeof(text));
	request(stand, role, address, NULL);
	if (right == RIGHT_NO && stand->refused != 403)
		fail_msg("%s as %s: let in", address, role_word(role));
	if (right == RIGHT_OWN && !sees &&
		(stand->ok || stand->err.code != ERR_REFUSED))
		fail_msg("%s as %s: not refused: %s", address, role_word(role),
			stand->err.text);
	if (sees && (!stand->ok || !says(stand, text)))
		fail_msg("%s as %s: \"%s\", not %s", address, role_word(role),
			stand->err.text, text);
}

static void
test_pages__are_for_whom_the_table_says(void **state)
{
	const struct world *world = *state;
	struct stand stand;
	size_t i;
	int role, whose;

	open_stand(&stand, world->place->path);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (role = ROLE_RECEPTION; role < ROLE_SELF; role++) {
			for (whose = OWN; whose < WHOSE; whose++) {
				/* The deputy has the caseworker's other. */
				if (role == ROLE_DEPUTY && whose == OTHER)
					continue;
				try_page(&stand, (enum store_role)role,
					&rows[i], &world->things[whose],
					(enum whose)whose);
				if (rows[i].of == OF_ALL)
					break;
			}
		}
	}
	close_stand(&stand);
}

/* Whether an address is of a pattern: each {} stands for a part. */
static bool
is_of(const char *address, const char *pattern)
{
	while (*pattern != '\0' && *address != '\0') {
		if (strncmp(pattern, "{}", 2) == 0) {
			pattern += 2;
			address += strcspn(address, "/");
		} else if (*pattern++ != *address++) {
			return false;
		}
	}
	return *pattern == '\0' && *address == '\0';
}

/* No page without a row above, but pictures: those need a scan. */
static void
test_pages__are_all_tried(void **state)
{
	const size_t n = sizeof(rows) / sizeof(*rows);
	const struct route *route;
	size_t i;

	(void)state;
	for (route = staff_routes; route->pattern != NULL; route++) {
		if (route->method != HTTP_GET ||
			strcmp(route->pattern, "/staff/review/{}/picture") ==
				0 ||
			strcmp(route->pattern, "/staff/review/{}/page") == 0)
			continue;
		for (i = 0; i < n && !is_of(rows[i].address, route->pattern);
			i++)
			;
		if (i == n)
			fail_msg("%s is tried by no row", route->pattern);
	}
}

/* Only the own caseworker says so; the deputy may hand over too. */
static void
test_share__is_for_who_may(void **state)
{
	const struct world *world = *state;
	const char *own = world->things[OWN].person;
	const char *other = world->things[OTHER].person;
	struct stand stand;
	char address[64];

	open_stand(&stand, world->place->path);
	snprintf(address, sizeof(address), "/staff/people/%s/handover", own);
	request(&stand, ROLE_CASEWORKER, address, "to=CD&basis=samtycke");
	assert_says(&stand, "%PDF-1.");
	request(&stand, ROLE_CASEWORKER, address, "to=CD&basis=");
	assert_false(stand.ok);
	request(&stand, ROLE_RECEPTION, address, "to=CD&basis=x");
	assert_int_equal(stand.refused, 403);
	snprintf(address, sizeof(address), "/staff/people/%s/handover", other);
	request(&stand, ROLE_CASEWORKER, address, "to=CD&basis=x");
	assert_int_equal(stand.err.code, ERR_REFUSED);
	snprintf(address, sizeof(address), "/staff/people/%s/forum", own);
	request(&stand, ROLE_CASEWORKER, address, "day=2026-11-02");
	assert_true(stand.ok);
	snprintf(address, sizeof(address), "/staff/people/%s", own);
	request(&stand, ROLE_CASEWORKER, address, NULL);
	assert_says(&stand, "value=\"2026-11-02\"");
	snprintf(address, sizeof(address), "/staff/people/%s/forum", own);
	request(&stand, ROLE_CASEWORKER, address, "day=i+dag");
	assert_int_equal(stand.err.code, ERR_USAGE);
	request(&stand, ROLE_DEPUTY, address, "day=");
	assert_int_equal(stand.refused, 403);
	request(&stand, ROLE_CASEWORKER, address, "day=");
	assert_true(stand.ok);
	close_stand(&stand);
}

static void
test_menu__has_what_the_role_may(void **state)
{
	static const struct {
		enum store_role role;
		const char *has, *lacks;
	} menus[] = {
		{ROLE_RECEPTION, "href=\"/staff/people\"",
			"href=\"/staff/review\""},
		{ROLE_CASEWORKER, "href=\"/staff/review\"",
			"href=\"/staff/accounts\""},
		{ROLE_REPORT, "href=\"/staff/report\"",
			"href=\"/staff/people\""},
		{ROLE_ARCHIVE, "href=\"/staff/uploads\"",
			"href=\"/staff/audit\""},
		{ROLE_AUDITOR, "href=\"/staff/audit\"",
			"href=\"/staff/people\""},
		{ROLE_ADMIN, "href=\"/staff/accounts\"",
			"href=\"/staff/audit\""},
	};
	const struct world *world = *state;
	struct stand stand;
	size_t i;

	open_stand(&stand, world->place->path);
	for (i = 0; i < sizeof(menus) / sizeof(*menus); i++) {
		request(&stand, menus[i].role, "/staff", NULL);
		assert_says(&stand, menus[i].has);
		if (says(&stand, menus[i].lacks))
			fail_msg("row %zu: %s", i, menus[i].lacks);
	}
	close_stand(&stand);
}

/* ---------------------------------------------------------------- reviews */

/* A form sent to a review, and what is decided then. */
struct decided {
	enum { ANSWER, CONFLICT, WRITING, PAGE } kind;
	const char *form;
	enum err_code code; /* NONE: it is decided */
	const char *action;
	int value;
	const char *text;
};

static const struct decided decisions[] = {
	{ANSWER, "do=set&value=4", ERR_NONE, "set", 4, ""},
	{ANSWER, "do=set&value=declined", ERR_NONE, "set", VALUE_DECLINED, ""},
	{ANSWER, "do=set&value=not_understood", ERR_NONE, "set",
		VALUE_NOT_UNDERSTOOD, ""},
	{ANSWER, "do=set&value=blank", ERR_NONE, "set", 0, ""},
	{ANSWER, "do=set&value=unreadable", ERR_NONE, "set", 0, ""},
	{ANSWER, "do=set&value=6", ERR_USAGE, NULL, 0, NULL},
	{ANSWER, "do=set&value=0", ERR_USAGE, NULL, 0, NULL},
	{ANSWER, "do=set&value=review", ERR_USAGE, NULL, 0, NULL},
	{ANSWER, "do=set&value=", ERR_USAGE, NULL, 0, NULL},
	{ANSWER, "do=set", ERR_USAGE, NULL, 0, NULL},
	{ANSWER, "do=choose&value=take", ERR_USAGE, NULL, 0, NULL},
	{ANSWER, "do=drop", ERR_USAGE, NULL, 0, NULL},
	{ANSWER, "value=4", ERR_USAGE, NULL, 0, NULL},
	{CONFLICT, "do=choose&value=keep", ERR_NONE, "keep", 0, ""},
	{CONFLICT, "do=choose&value=take", ERR_NONE, "take", 0, ""},
	{CONFLICT, "do=choose&value=both", ERR_USAGE, NULL, 0, NULL},
	{WRITING, "do=write&text=tack%0D%0Asnart", ERR_NONE, "set", 0,
		"tack  snart"},
	{WRITING, "do=write&text=", ERR_NONE, "set", 0, ""},
	{WRITING, "do=write&text=500101-0000", ERR_USAGE, NULL, 0, NULL},
	{PAGE, "do=discard&text=reklam", ERR_NONE, "discard", 0, "reklam"},
	{PAGE, "do=discard&text=", ERR_USAGE, NULL, 0, NULL},
	{PAGE, "do=assign&text=12345", ERR_USAGE, NULL, 0, NULL},
	{PAGE, "do=assign&text=", ERR_USAGE, NULL, 0, NULL},
};

static int64_t
number_of(const struct world *world, const struct decided *d)
{
	const struct thing *own = &world->things[OWN];

	if (d->kind == PAGE)
		return world->things[NOBODY].review;
	if (d->kind == ANSWER)
		return own->review;
	return d->kind == CONFLICT ? own->conflict : own->writing;
}

static void
check_decision(struct stand *stand, const struct decided *d, int64_t number,
	size_t row)
{
	struct store_review review;
	const struct store_decision *is = &review.decision;
	struct err err = {0};
	char done[48];

	assert_ok(store_review_get(stand->kiosk.store, number, &review, &err),
		&err);
	if (d->code != ERR_NONE) {
		if (stand->ok || stand->err.code != d->code || !review.is_open)
			fail_msg("row %zu: %s: not refused", row, d->form);
		return;
	}
	if (!stand->ok)
		fail_msg("row %zu: %s: %s", row, d->form, stand->err.text);
	snprintf(done, sizeof(done), "?done=%lld", (long long)number);
	if (stand->reply.status != 303 ||
		strstr(stand->reply.location, done) == NULL)
		fail_msg("row %zu: goes to %s", row, stand->reply.location);
	if (review.is_open || strcmp(is->action, d->action) != 0 ||
		(is->status == ANSWER__MAX ? 0 : is->value) != d->value ||
		strcmp(is->text, d->text) != 0)
		fail_msg("row %zu: %s: decided %s %d \"%s\"", row, d->form,
			is->action, is->value, is->text);
}

/* Each is decided, the next page says so with a way back, and it is undone. */
static void
test_review__is_decided_by_a_form(void **state)
{
	const struct world *world = *state;
	struct stand stand;
	size_t i;

	open_stand(&stand, world->place->path);
	for (i = 0; i < sizeof(decisions) / sizeof(*decisions); i++) {
		const struct decided *d = &decisions[i];
		const int64_t number = number_of(world, d);
		const enum store_role role =
			d->kind == PAGE ? ROLE_ARCHIVE : ROLE_CASEWORKER;
		char address[64], where[HTTP_PATH];
		struct store_review review;

		snprintf(address, sizeof(address), "/staff/review/%lld",
			(long long)number);
		request(&stand, role, address, d->form);
		check_decision(&stand, d, number, i);
		if (d->code != ERR_NONE)
			continue;
		snprintf(where, sizeof(where), "%s", stand.reply.location);
		request(&stand, role, where, NULL);
		assert_says(&stand, "data-key=\"u\"");
		assert_says(&stand, address);
		request(&stand, role, address, "do=undo");
		assert_true(stand.ok);
		assert_string_equal(stand.reply.location, address);
		assert_true(store_review_get(
			stand.kiosk.store, number, &review, &stand.err));
		assert_true(review.is_open);
	}
	close_stand(&stand);
}

static void
test_review__has_keys_and_words(void **state)
{
	const struct world *world = *state;
	struct stand stand;
	char address[64];

	open_stand(&stand, world->place->path);
	snprintf(address, sizeof(address), "/staff/review/%lld",
		(long long)world->things[OWN].review);
	request(&stand, ROLE_CASEWORKER, address, NULL);
	assert_says(&stand, "<h2>Hälsa</h2>");
	assert_says(&stand, "value=\"5\" data-key=\"5\"");
	assert_says(&stand, "<span>Mycket bra</span>");
	assert_says(&stand, "value=\"blank\" data-key=\"t\"");
	assert_says(&stand, "data-key=\"f\"");
	assert_says(&stand, "data-key=\"n\"");
	assert_says(&stand, "name=\"token\" value=\"the-token\"");
	assert_false(says(&stand, "value=\"6\""));
	/* The first that waits: a writing of the same page. */
	request(&stand, ROLE_CASEWORKER, "/staff/review/next", NULL);
	assert_true(stand.ok);
	assert_string_equal(stand.reply.location, "/staff/review/1");
	request(&stand, ROLE_CASEWORKER, "/staff/review/0", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	request(&stand, ROLE_ARCHIVE, "/staff/review/4711", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	close_stand(&stand);
}

/* ----------------------------------------------------------------- people */

static void
test_person__shows_answers_and_what_was_written(void **state)
{
	const struct world *world = *state;
	const char *code = world->things[OWN].person;
	struct stand stand;
	char page[64], notes[64], mark[96], long_text[600];

	open_stand(&stand, world->place->path);
	snprintf(page, sizeof(page), "/staff/people/%s", code);
	snprintf(notes, sizeof(notes), "/staff/people/%s/notes", code);
	snprintf(mark, sizeof(mark), "%s/%lld", notes,
		(long long)world->things[OWN].note);
	request(&stand, ROLE_CASEWORKER, page, NULL);
	assert_says(&stand, "Hälsa</th>");
	assert_says(&stand, "<b>5</b> av 8");
	assert_says(&stand, "väntar på granskning");
	assert_says(&stand, "call the course");
	assert_says(&stand, "<svg ");
	assert_false(says(&stand, "style="));
	request(&stand, ROLE_CASEWORKER, notes,
		"kind=milestone&text=%3Cb%3E%26%22&due=2026-04-01");
	assert_true(stand.ok);
	assert_string_equal(stand.reply.location, page);
	request(&stand, ROLE_CASEWORKER, mark, "state=reached");
	assert_true(stand.ok);
	request(&stand, ROLE_CASEWORKER, page, NULL);
	assert_says(&stand, "&lt;b&gt;&amp;&quot;</p>");
	assert_says(&stand, "följs upp 2026-04-01");
	assert_says(&stand, "value=\"reached\" selected");
	assert_false(says(&stand, "<b>&"));
	request(&stand, ROLE_CASEWORKER, notes,
		"kind=sermon&text=a&due=2026-04-01");
	assert_int_equal(stand.err.code, ERR_USAGE);
	request(&stand, ROLE_CASEWORKER, notes, "kind=story&text=a&due=soon");
	assert_int_equal(stand.err.code, ERR_USAGE);
	memset(long_text, 'a', sizeof(long_text));
	memcpy(long_text, "kind=story&due=&text=", 21);
	long_text[sizeof(long_text) - 1] = '\0';
	request(&stand, ROLE_CASEWORKER, notes, long_text);
	assert_int_equal(stand.err.code, ERR_LIMIT);
	close_stand(&stand);
}

/* Who may list people, and not read answers, sees none. */
static void
test_person__shows_reception_no_answers(void **state)
{
	const struct world *world = *state;
	struct stand stand;
	char page[64];

	open_stand(&stand, world->place->path);
	snprintf(page, sizeof(page), "/staff/people/%s",
		world->things[OWN].person);
	request(&stand, ROLE_RECEPTION, page, NULL);
	assert_says(&stand, "caseworker-1");
	assert_false(says(&stand, "Svar över tid"));
	assert_false(says(&stand, "call the course"));
	close_stand(&stand);
}

static bool
count_person(const struct store_person *person, void *data, struct err *err)
{
	(void)person;
	(void)err;
	++*(size_t *)data;
	return true;
}

static void
test_people__are_found_and_added(void **state)
{
	const struct world *world = *state;
	const char *code = world->things[OTHER].person;
	struct store_person person;
	struct stand stand;
	size_t n = 0;
	char form[64], page[64];
	bool found = false;

	open_stand(&stand, world->place->path);
	/* Typed small and without its hyphen. */
	snprintf(form, sizeof(form), "code=%.4s+%s", code, code + 5);
	snprintf(page, sizeof(page), "/staff/people/%s", code);
	request(&stand, ROLE_RECEPTION, "/staff/people/find", form);
	assert_true(stand.ok);
	assert_string_equal(stand.reply.location, page);
	request(&stand, ROLE_RECEPTION, "/staff/people/find", "code=ANNA");
	assert_int_equal(stand.err.code, ERR_USAGE);
	request(&stand, ROLE_RECEPTION, "/staff/wording/ar/none", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	request(&stand, ROLE_RECEPTION, "/staff/wording/xx/skapa", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	request(&stand, ROLE_RECEPTION, "/staff/people/0000-0000", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	request(&stand, ROLE_CASEWORKER, "/staff/people/add", "language=ti");
	assert_true(stand.ok);
	assert_ok(store_person_get(stand.kiosk.store,
			  stand.reply.location + strlen("/staff/people/"),
			  &person, &found, &stand.err),
		&stand.err);
	assert_true(found);
	assert_string_equal(person.language, "ti");
	assert_string_equal(person.caseworker, "caseworker-1");
	request(&stand, ROLE_CASEWORKER, "/staff/people/add", "language=A+B");
	assert_int_equal(stand.err.code, ERR_USAGE);
	assert_true(store_people_list(
		stand.kiosk.store, count_person, &n, &stand.err));
	assert_int_equal(n, 2);
	close_stand(&stand);
}

/* ----------------------------------------------------- accounts, the audit */

static void
test_accounts__are_added_closed_and_changed(void **state)
{
	const struct world *world = *state;
	struct store_actor actor;
	struct stand stand;
	char token[TOKEN];

	open_stand(&stand, world->place->path);
	request(&stand, ROLE_ADMIN, "/staff/accounts",
		"name=ab-2&role=archive&password=correct+horse");
	assert_true(stand.ok);
	request(&stand, ROLE_ADMIN, stand.reply.location, NULL);
	assert_says(&stand, "ab-2</th><td>arkiv</td>");
	assert_says(&stand, "Kontot finns nu");
	assert_true(store_login(stand.kiosk.store, "ab-2", "correct horse", NOW,
		&actor, &stand.err));
	logins_add(stand.kiosk.logins, &actor, NOW, token);
	request(&stand, ROLE_ADMIN, "/staff/accounts/ab-2", "do=close");
	assert_true(stand.ok);
	/* Who is in is out. */
	assert_false(logins_find(stand.kiosk.logins, token, NOW, &actor));
	assert_false(store_login(stand.kiosk.store, "ab-2", "correct horse",
		NOW, &actor, &stand.err));
	request(&stand, ROLE_ADMIN, "/staff/accounts/ab-2", "do=open");
	assert_true(stand.ok);
	request(&stand, ROLE_ADMIN, "/staff/accounts/ab-2",
		"do=password&password=another+horse");
	assert_true(stand.ok);
	assert_true(store_login(stand.kiosk.store, "ab-2", "another horse", NOW,
		&actor, &stand.err));
	close_stand(&stand);
}

static void
test_accounts__refuse_what_is_wrong(void **state)
{
	static const struct {
		const char *address, *form;
	} wrong[] = {
		{"/staff/accounts",
			"name=cw-9&role=archive&password=" PASSWORD},
		{"/staff/accounts", "name=a+b&role=archive&password=" PASSWORD},
		{"/staff/accounts", "name=x1&role=operator&password=" PASSWORD},
		{"/staff/accounts", "name=x1&role=king&password=" PASSWORD},
		{"/staff/accounts", "name=x1&role=admin&password=short"},
		{"/staff/accounts", "name=x1&role=admin"},
		{"/staff/accounts/cw-9", "do=password&password=short"},
		{"/staff/accounts/cw-9", "do=crown"},
		{"/staff/accounts/nobody", "do=close"},
		{"/staff/accounts/admin-1", "do=close"},
		{"/staff/password", "password=" PASSWORD "&again=correct"},
		{"/staff/password", "password=short&again=short"},
	};
	const struct world *world = *state;
	struct stand stand;
	size_t i;

	open_stand(&stand, world->place->path);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char form[128];
		char *at;

		snprintf(form, sizeof(form), "%s", wrong[i].form);
		for (at = form; *at != '\0'; at++) {
			if (*at == ' ')
				*at = '+';
		}
		request(&stand, ROLE_ADMIN, wrong[i].address, form);
		if (stand.ok || stand.err.code != ERR_USAGE)
			fail_msg(
				"row %zu: %s: \"%s\"", i, form, stand.err.text);
	}
	close_stand(&stand);
}

static void
test_audit__shows_who_was_refused(void **state)
{
	const struct world *world = *state;
	struct stand stand;
	char page[64];

	open_stand(&stand, world->place->path);
	snprintf(page, sizeof(page), "/staff/people/%s",
		world->things[OTHER].person);
	request(&stand, ROLE_CASEWORKER, page, NULL);
	assert_int_equal(stand.err.code, ERR_REFUSED);
	request(&stand, ROLE_AUDITOR, "/staff/audit?from=2026-03-01", NULL);
	assert_says(&stand, "<strong>nekad: </strong>listade personer");
	assert_says(&stand, "2026-03-01 12:00");
	/* Nobody's code is in it. */
	assert_false(says(&stand, world->things[OTHER].person));
	request(&stand, ROLE_AUDITOR, "/staff/audit?from=2026-03-02", NULL);
	assert_false(says(&stand, "nekad: "));
	request(&stand, ROLE_AUDITOR, "/staff/audit?from=yesterday", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	request(&stand, ROLE_AUDITOR, "/staff/audit?person=ANNA", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	close_stand(&stand);
}

/* ------------------------------------------------------------ what came in */

static bool
take_day(const struct store_day *day, void *data, struct err *err)
{
	(void)err;
	assert_string_equal(day->date, DATE);
	*(struct store_day *)data = *day;
	return true;
}

static void
test_days__count_pages(void **state)
{
	const struct world *world = *state;
	struct store_day day = {.date = ""};
	struct stand stand;

	open_stand(&stand, world->place->path);
	assert_ok(
		store_days(stand.kiosk.store, DATE, take_day, &day, &stand.err),
		&stand.err);
	/* Of two people a page each, and its other scan; two of nobody. */
	assert_int_equal(day.n[READING_REVIEW], 2);
	assert_int_equal(day.n[READING_CONFLICT], 2);
	assert_int_equal(day.n[READING_REFUSED], 2);
	assert_int_equal(day.n[READING_FILED], 0);
	day.date[0] = '\0';
	assert_true(store_days(
		stand.kiosk.store, "2026-03-02", take_day, &day, &stand.err));
	assert_string_equal(day.date, "");
	assert_false(store_days(
		stand.kiosk.store, "soon", take_day, &day, &stand.err));
	request(&stand, ROLE_ARCHIVE, "/staff", NULL);
	assert_says(&stand, "<th scope=\"row\">2026-03-01</th><td class=\"n\">0"
			    "</td><td class=\"n\">2</td>");
	close_stand(&stand);
}

/* The organisation's report is made by a form, kept as shown, and no GET. */
static void
test_group__is_shown_and_printed(void **state)
{
	static const char form[] = "until=2026-12-31&baseline=then";
	static const char *const wrong[] = {"from=spring", "unit=A%20B",
		"baseline=best", "from=2026-02-02&until=2026-02-01"};
	const struct place *place = *state;
	struct stand stand;
	size_t i;

	open_stand(&stand, place->path);
	request(&stand, ROLE_REPORT, "/staff/report", form);
	assert_says(&stand, "<pre class=\"journal\">Organisationens rapport, "
			    "2000-01-01 till 2026-12-31");
	assert_says(&stand, "<option value=\"then\" selected>");
	request(&stand, ROLE_REPORT, "/staff/report",
		"until=2026-12-31&baseline=then&as=pdf");
	assert_says(&stand, "%PDF-1.");
	request(&stand, ROLE_CASEWORKER, "/staff/report", form);
	assert_int_equal(stand.refused, 403);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		request(&stand, ROLE_REPORT, "/staff/report", wrong[i]);
		if (stand.ok || stand.err.code != ERR_USAGE)
			fail_msg("row %zu: %s", i, stand.err.text);
	}
	close_stand(&stand);
}

/* A list with nothing in it says so, and what to do. */
static void
test_lists__say_that_they_are_empty(void **state)
{
	static const struct {
		enum store_role role;
		const char *address;
	} lists[] = {
		{ROLE_ARCHIVE, "/staff/review"},
		{ROLE_ARCHIVE, "/staff"},
		{ROLE_RECEPTION, "/staff/people"},
		{ROLE_RECEPTION, "/staff/due"},
		{ROLE_RECEPTION, "/staff/sessions"},
		{ROLE_RECEPTION, "/staff/sessions/none"},
		{ROLE_REPORT, "/staff"},
		{ROLE_REPORT, "/staff/report"},
		{ROLE_ADMIN, "/staff/accounts"},
		{ROLE_AUDITOR, "/staff/audit?from=2027-01-01"},
	};
	const struct place *place = *state;
	struct stand stand;
	size_t i;

	open_stand(&stand, place->path);
	for (i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		request(&stand, lists[i].role, lists[i].address, NULL);
		if (!stand.ok || !says(&stand, "class=\"empty\""))
			fail_msg("row %zu: %s %s", i, lists[i].address,
				stand.err.text);
	}
	close_stand(&stand);
}

/* A new person is to be asked the first time, whoever may list people. */
static void
test_due__has_who_was_never_asked(void **state)
{
	const struct place *place = *state;
	char codes[1][PERSON_CODE], row[96];
	struct stand stand;
	struct err err = {0};

	open_stand(&stand, place->path);
	store_act_as(stand.kiosk.store,
		&(struct store_actor){STORE_OPERATOR, ROLE_OPERATOR, NOW});
	assert_ok(
		store_people_add(stand.kiosk.store, 1, "ti", NULL, codes, &err),
		&err);
	request(&stand, ROLE_RECEPTION, "/staff/due", NULL);
	snprintf(row, sizeof(row), "<a href=\"/staff/people/%s\">%s</a>",
		codes[0], codes[0]);
	assert_says(&stand, row);
	assert_says(&stand, "första gången");
	request(&stand, ROLE_CASEWORKER, "/staff/due", NULL);
	assert_false(says(&stand, codes[0]));
	close_stand(&stand);
}

/* A code on both, let in, shut out; and one that forgets all at night. */
static void
test_screens__are_let_in_and_shut_out(void **state)
{
	static const struct {
		const char *address, *form;
		enum err_code code;
	} wrong[] = {
		{"/staff/screens/1", "place=&language=ar", ERR_USAGE},
		{"/staff/screens/1", "place=Rum+2&language=xx", ERR_USAGE},
		{"/staff/screens/1", "place=Rum+2", ERR_USAGE},
		{"/staff/screens/99", "place=Rum+2&language=ar", ERR_USAGE},
		{"/staff/screens/x", "place=Rum+2&language=ar", ERR_USAGE},
		{"/staff/screens/99/revoke", "", ERR_USAGE},
		{"/staff/screens", "place=&language=", ERR_USAGE},
	};
	const struct place *place = *state;
	struct store_device device;
	struct stand stand;
	struct err err = {0};
	bool found = false;
	char token[65];
	const char *key;
	size_t i;

	open_stand(&stand, place->path);
	store_act_as(stand.kiosk.store,
		&(struct store_actor){"kiosk", ROLE_RECEPTION, NOW});
	assert_ok(
		store_device_ask(stand.kiosk.store, "a token", "048213", &err),
		&err);
	request(&stand, ROLE_ADMIN, "/staff/screens", NULL);
	assert_says(&stand, "Skärm med koden 048 213");
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		request(&stand, ROLE_ADMIN, wrong[i].address, wrong[i].form);
		if (stand.ok || stand.err.code != wrong[i].code)
			fail_msg("row %zu: %s", i, stand.err.text);
	}
	request(&stand, ROLE_ADMIN, "/staff/screens/1",
		"place=Rum+2&language=ar");
	assert_true(stand.ok);
	request(&stand, ROLE_RECEPTION, "/staff/screens", NULL);
	assert_says(&stand, "<th scope=\"row\">Rum 2</th><td>arabiska</td>");
	assert_false(says(&stand, "048 213"));
	request(&stand, ROLE_RECEPTION, "/staff/screens/1/revoke", "");
	assert_true(stand.ok);
	request(&stand, ROLE_RECEPTION, "/staff/screens", NULL);
	assert_says(&stand, "Ingen skärm är insläppt.");
	/* The key is shown once, and is a screen that is in. */
	request(&stand, ROLE_ADMIN, "/staff/screens", "place=Dörren&language=");
	assert_says(&stand, "SKAPA_SCREEN_KEY=");
	key = strstr(stand.reply.body.at, "SKAPA_SCREEN_KEY=") + 17;
	snprintf(token, sizeof(token), "%.64s", key);
	store_act_as(stand.kiosk.store,
		&(struct store_actor){"kiosk", ROLE_RECEPTION, NOW});
	assert_ok(store_device_find(
			  stand.kiosk.store, token, &device, &found, &err),
		&err);
	close_stand(&stand);
	assert_true(found && device.paired == NOW);
	assert_string_equal(device.place, "Dörren");
}

/* ------------------------------------------------------------------- words */

/* Words and clips go into a folder of the site's own, before the project's. */
static void
own_words(struct stand *stand, const struct place *place, struct str *templates)
{
	struct err err = {0};

	str_clear(templates);
	str_addf(templates, "%s/own", place->root);
	mkdir(templates->at, 0700); /* it may be there already */
	str_add(templates, ":" TEMPLATES);
	visits_close(stand->kiosk.visits);
	stand->kiosk.templates = templates->at;
	stand->kiosk.visits = visits_open(templates->at, "skapa", &err);
	assert_non_null(stand->kiosk.visits);
}

/* The form's hash of the words that stand beside that key. */
static void
words_of(const struct stand *stand, const char *key, char hash[HASH_HEX])
{
	static const char before[] = "name=\"words\" value=\"";
	char row[96];
	const char *at;

	snprintf(row, sizeof(row), "<tr id=\"%s\">", key);
	at = strstr(stand->reply.body.at, row);
	assert_non_null(at);
	at = strstr(at, before);
	assert_non_null(at);
	snprintf(hash, HASH_HEX, "%.64s", at + sizeof(before) - 1);
}

static void
test_wording__is_reviewed_by_who_may(void **state)
{
	static const char *const wrong[] = {
		"key=kiosk.welcome&status=draft&words=",
		"key=kiosk.welcome&status=source&words=",
		"key=kiosk.nothing&status=reviewed&words=",
		"key=kiosk.welcome&status=reviewed&words=x",
		"status=reviewed&words=",
	};
	static const char path[] = "/staff/wording/ti/kiosk",
			  row[] = "\tbacktranslated\t\t\tinterpreter-1"
				  "\t\t" DATE "\n";
	const struct place *place = *state;
	char form[160], hash[HASH_HEX], file[128];
	struct str templates = {0};
	struct err err = {0};
	struct bytes bytes;
	struct stand stand;
	size_t i;

	open_stand(&stand, place->path);
	own_words(&stand, place, &templates);
	request(&stand, ROLE_ARCHIVE, path, NULL);
	assert_says(&stand, "<tr id=\"kiosk.welcome\">");
	assert_false(says(&stand, "name=\"status\""));
	snprintf(file, sizeof(file), "%s/own/wording/review.tsv", place->root);
	request(&stand, ROLE_INTERPRETER, path, NULL);
	words_of(&stand, "kiosk.welcome", hash);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		snprintf(form, sizeof(form), "%s%s", wrong[i], hash);
		request(&stand, ROLE_INTERPRETER, path, form);
		if (stand.ok || stand.err.code != ERR_USAGE)
			fail_msg("row %zu: %s", i, stand.err.text);
	}
	assert_int_not_equal(access(file, F_OK), 0);
	snprintf(form, sizeof(form),
		"key=kiosk.welcome&words=%s&status=backtranslated", hash);
	request(&stand, ROLE_ARCHIVE, path, form);
	assert_int_equal(stand.refused, 403);
	request(&stand, ROLE_INTERPRETER, path, form);
	assert_true(stand.ok);
	assert_string_equal(
		stand.reply.location, "/staff/wording/ti/kiosk#kiosk.welcome");
	request(&stand, ROLE_INTERPRETER, path, NULL);
	assert_says(&stand, "<td>tillbakaöversatt<form");
	/* Who and when stand in the row; what there was before is kept. */
	assert_ok(file_read(file, 1 << 20, &bytes, &err), &err);
	assert_non_null(memmem(bytes.at, bytes.len, row, sizeof(row) - 1));
	bytes_free(&bytes);
	close_stand(&stand);
	str_finish(&templates);
}

#define OGG "OggS\0\2\0\0\0\0\0\0\0\0xxxxyyyyzzzz\1\23OpusHead"

static void
test_voices__are_filed_as_drafts(void **state)
{
	const struct place *place = *state;
	char path[128], hash[HASH_HEX];
	struct str templates = {0};
	struct stand stand;
	size_t i;
	static const struct {
		const char *bytes;
		size_t len;
		enum err_code code;
		const char *language;
	} clips[] = {
		{"", 0, ERR_INPUT, "ti"},
		{"<script>", 8, ERR_INPUT, "ti"},
		{"OggS but what", 13, ERR_INPUT, "ti"},
		{OGG, sizeof(OGG), ERR_USAGE, "xx"},
		{OGG, sizeof(OGG), ERR_NONE, "ti"},
	};

	open_stand(&stand, place->path);
	own_words(&stand, place, &templates);
	request(&stand, ROLE_INTERPRETER, "/staff/voices/ti", NULL);
	assert_says(&stand, "<li id=\"");
	snprintf(hash, sizeof(hash), "%.64s",
		strstr(stand.reply.body.at, "<li id=\"") + 8);
	for (i = 0; i < sizeof(clips) / sizeof(*clips); i++) {
		snprintf(path, sizeof(path), "/staff/voices/%s/%s",
			clips[i].language, hash);
		put(&stand, ROLE_INTERPRETER, path, clips[i].bytes,
			clips[i].len);
		if (stand.ok != (clips[i].code == ERR_NONE) ||
			(!stand.ok && stand.err.code != clips[i].code))
			fail_msg("row %zu: %s", i, stand.err.text);
	}
	put(&stand, ROLE_ARCHIVE, path, OGG, sizeof(OGG));
	assert_int_equal(stand.refused, 403);
	request(&stand, ROLE_INTERPRETER, "/staff/voices/ti", NULL);
	assert_says(&stand, "inläst, ingen har lyssnat");
	request(&stand, ROLE_INTERPRETER, path, "");
	assert_true(stand.ok);
	request(&stand, ROLE_INTERPRETER, "/staff/voices/ti", NULL);
	assert_says(&stand, "godkänd");
	assert_false(says(&stand, "inläst, ingen har lyssnat"));
	/* A text that the screens do not say is not filed. */
	path[strlen(path) - 1] ^= 1;
	put(&stand, ROLE_INTERPRETER, path, OGG, sizeof(OGG));
	assert_false(stand.ok);
	/* After a restart it is there, as what it is. */
	own_words(&stand, place, &templates);
	request(&stand, ROLE_INTERPRETER, "/staff/voices/ti", NULL);
	assert_says(&stand, "godkänd");
	close_stand(&stand);
	str_finish(&templates);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages__are_for_whom_the_table_says),
		cmocka_unit_test(test_pages__are_all_tried),
		cmocka_unit_test(test_share__is_for_who_may),
		cmocka_unit_test(test_menu__has_what_the_role_may),
		cmocka_unit_test(test_review__has_keys_and_words),
		cmocka_unit_test(test_review__is_decided_by_a_form),
		cmocka_unit_test(
			test_person__shows_answers_and_what_was_written),
		cmocka_unit_test(test_person__shows_reception_no_answers),
		cmocka_unit_test(test_people__are_found_and_added),
		cmocka_unit_test(test_accounts__are_added_closed_and_changed),
		cmocka_unit_test(test_accounts__refuse_what_is_wrong),
		cmocka_unit_test(test_audit__shows_who_was_refused),
		cmocka_unit_test(test_days__count_pages),
		cmocka_unit_test_setup_teardown(
			test_group__is_shown_and_printed, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_lists__say_that_they_are_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_wording__is_reviewed_by_who_may, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_voices__are_filed_as_drafts, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_due__has_who_was_never_asked, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_screens__are_let_in_and_shut_out, setup, teardown),
	};

	/* One world: a test leaves behind what the others do not look at. */
	return cmocka_run_group_tests_name(
		"staff_pages", tests, make_world, end_world);
}
