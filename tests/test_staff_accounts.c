/* The staff's pages of accounts, and of the log. */
#include "tests/stand.h"

#include "kiosk/logins.h"
#include "store/accounts.h"

static void
test_accounts__are_added_closed_and_changed(void **state)
{
	const struct world *world = *state;
	struct store_actor actor;
	struct stand stand;
	char token[TOKEN];

	stand_open(&stand, world->place->path);
	stand_request(&stand, ROLE_ADMIN, "/staff/accounts",
		"name=ab-2&role=archive&password=correct+horse");
	assert_true(stand.ok);
	stand_request(&stand, ROLE_ADMIN, stand.reply.location, NULL);
	stand_must_say(&stand, "ab-2</th><td>arkiv</td>");
	stand_must_say(&stand, "Kontot finns nu");
	assert_true(store_login(stand.kiosk.store, "ab-2", "correct horse", NOW,
		&actor, &stand.err));
	logins_add(stand.kiosk.logins, &actor, NOW, token);
	stand_request(&stand, ROLE_ADMIN, "/staff/accounts/ab-2", "do=close");
	assert_true(stand.ok);
	/* Who is in is out. */
	assert_false(logins_find(stand.kiosk.logins, token, NOW, &actor));
	assert_false(store_login(stand.kiosk.store, "ab-2", "correct horse",
		NOW, &actor, &stand.err));
	stand_request(&stand, ROLE_ADMIN, "/staff/accounts/ab-2", "do=open");
	assert_true(stand.ok);
	stand_request(&stand, ROLE_ADMIN, "/staff/accounts/ab-2",
		"do=password&password=another+horse");
	assert_true(stand.ok);
	assert_true(store_login(stand.kiosk.store, "ab-2", "another horse", NOW,
		&actor, &stand.err));
	stand_close(&stand);
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

	stand_open(&stand, world->place->path);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char form[128];
		char *at;

		snprintf(form, sizeof(form), "%s", wrong[i].form);
		for (at = form; *at != '\0'; at++) {
			if (*at == ' ')
				*at = '+';
		}
		stand_request(&stand, ROLE_ADMIN, wrong[i].address, form);
		if (stand.ok || stand.err.code != ERR_USAGE)
			fail_msg(
				"row %zu: %s: \"%s\"", i, form, stand.err.text);
	}
	stand_close(&stand);
}

static void
test_audit__shows_who_was_refused(void **state)
{
	const struct world *world = *state;
	struct stand stand;
	char page[64];

	stand_open(&stand, world->place->path);
	snprintf(page, sizeof(page), "/staff/people/%s",
		world->things[OTHER].person);
	stand_request(&stand, ROLE_CASEWORKER, page, NULL);
	assert_int_equal(stand.err.code, ERR_REFUSED);
	stand_request(
		&stand, ROLE_AUDITOR, "/staff/audit?from=2026-03-01", NULL);
	stand_must_say(&stand, "<strong>nekad: </strong>listade personer");
	stand_must_say(&stand, "2026-03-01 12:00");
	/* Nobody's code is in it. */
	assert_false(stand_says(&stand, world->things[OTHER].person));
	stand_request(
		&stand, ROLE_AUDITOR, "/staff/audit?from=2026-03-02", NULL);
	assert_false(stand_says(&stand, "nekad: "));
	stand_request(
		&stand, ROLE_AUDITOR, "/staff/audit?from=yesterday", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_request(&stand, ROLE_AUDITOR, "/staff/audit?person=ANNA", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_close(&stand);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accounts__are_added_closed_and_changed),
		cmocka_unit_test(test_accounts__refuse_what_is_wrong),
		cmocka_unit_test(test_audit__shows_who_was_refused),
	};

	/* One world: a test leaves behind what the others do not look at. */
	return cmocka_run_group_tests_name(
		"staff_accounts", tests, make_world, end_world);
}
