/* Which of the staff's pages who sees, and what stands on them. */
#include "tests/stand.h"

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
	/* In Latin-1. */
	{"/staff/people/{}/journal.txt", OF_PERSON, MAY_READ_ANSWERS,
		"\r\nN\xe4sta steg\r\n"},
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
	stand_request(stand, role, address, NULL);
	if (right == RIGHT_NO && stand->refused != 403)
		fail_msg("%s as %s: let in", address, role_word(role));
	if (right == RIGHT_OWN && !sees &&
		(stand->ok || stand->err.code != ERR_REFUSED))
		fail_msg("%s as %s: not refused: %s", address, role_word(role),
			stand->err.text);
	if (sees && (!stand->ok || !stand_says(stand, text)))
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

	stand_open(&stand, world->place->path);
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
	stand_close(&stand);
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

	stand_open(&stand, world->place->path);
	for (i = 0; i < sizeof(menus) / sizeof(*menus); i++) {
		stand_request(&stand, menus[i].role, "/staff", NULL);
		stand_must_say(&stand, menus[i].has);
		if (stand_says(&stand, menus[i].lacks))
			fail_msg("row %zu: %s", i, menus[i].lacks);
	}
	stand_close(&stand);
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

	stand_open(&stand, place->path);
	for (i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		stand_request(&stand, lists[i].role, lists[i].address, NULL);
		if (!stand.ok || !stand_says(&stand, "class=\"empty\""))
			fail_msg("row %zu: %s %s", i, lists[i].address,
				stand.err.text);
	}
	stand_close(&stand);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages__are_for_whom_the_table_says),
		cmocka_unit_test(test_pages__are_all_tried),
		cmocka_unit_test(test_menu__has_what_the_role_may),
		cmocka_unit_test_setup_teardown(
			test_lists__say_that_they_are_empty, setup, teardown),
	};

	/* One world: a test leaves behind what the others do not look at. */
	return cmocka_run_group_tests_name(
		"staff_pages", tests, make_world, end_world);
}
