/*
 * Logging in and what it leaves: passwords are tried off the server's thread,
 * logins end by themselves, tries are counted.
 */
#include "tests/at_gate.h"

#include "kiosk/logins.h"
#include "kiosk/worker.h"

/* At first it only asks for what is done elsewhere, and then is as if at once.
 */
static void
by_two_steps(struct at_gate *gate, struct comes comes, const char *path,
	const char *form, const char *at)
{
	struct http_request request = {.method = HTTP_POST,
		.address = "192.0.2.9",
		.header = gate_header,
		.inside = &comes};
	struct http_reply reply = {0};
	struct err err = {0};

	str_copy(request.path, sizeof(request.path), path);
	assert_ok(form_read(form, strlen(form), &request.form, &err), &err);
	gate_send(gate, &request, &reply);
	if (reply.work == NULL || reply.location[0] != '\0') {
		fail_msg("%s asks for nothing: %d %s", path, reply.status,
			reply.body.at != NULL ? reply.body.at : "");
		return;
	}
	request.done = reply.work;
	reply.work = NULL;
	http_reply_finish(&reply);
	request.done->run(request.done);
	gate_send(gate, &request, &reply);
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
	struct at_gate *gate = *state;
	char cookie[128], token[TOKEN];
	size_t i;

	str_copy(gate->kiosk.first_code, KIOSK_FIRST_CODE, "12345678");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct comes comes = {.origin = ORIGIN, .token = token};

		if (rows[i].who != NULL) {
			gate_log_in_as(
				gate, rows[i].who, ROLE_ADMIN, cookie, token);
			comes.cookie = cookie;
		} else {
			token_of_form(store_key(gate->kiosk.store), "", token);
		}
		by_two_steps(
			gate, comes, rows[i].path, rows[i].form, rows[i].at);
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
		cmocka_unit_test(test_gate__no_password_is_hashed_in_a_round),
		cmocka_unit_test(test_logins__end_by_themselves),
		cmocka_unit_test(test_logins__tries_are_counted),
	};

	return cmocka_run_group_tests_name(
		"logins", tests, at_gate_make, at_gate_unmake);
}
