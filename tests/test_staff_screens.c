/* The staff's pages of screens. */
#include "tests/stand.h"

#include "store/devices.h"

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

	stand_open(&stand, place->path);
	store_act_as(stand.kiosk.store,
		&(struct store_actor){"kiosk", ROLE_RECEPTION, NOW});
	assert_ok(
		store_device_ask(stand.kiosk.store, "a token", "048213", &err),
		&err);
	stand_request(&stand, ROLE_ADMIN, "/staff/screens", NULL);
	stand_must_say(&stand, "Skärm med koden 048 213");
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		stand_request(
			&stand, ROLE_ADMIN, wrong[i].address, wrong[i].form);
		if (stand.ok || stand.err.code != wrong[i].code)
			fail_msg("row %zu: %s", i, stand.err.text);
	}
	stand_request(&stand, ROLE_ADMIN, "/staff/screens/1",
		"place=Rum+2&language=ar");
	assert_true(stand.ok);
	stand_request(&stand, ROLE_RECEPTION, "/staff/screens", NULL);
	stand_must_say(&stand, "<th scope=\"row\">Rum 2</th><td>arabiska</td>");
	assert_false(stand_says(&stand, "048 213"));
	stand_request(&stand, ROLE_RECEPTION, "/staff/screens/1/revoke", "");
	assert_true(stand.ok);
	stand_request(&stand, ROLE_RECEPTION, "/staff/screens", NULL);
	stand_must_say(&stand, "Ingen skärm är insläppt.");
	/* The key is shown once, and is a screen that is in. */
	stand_request(
		&stand, ROLE_ADMIN, "/staff/screens", "place=Dörren&language=");
	stand_must_say(&stand, "SKAPA_SCREEN_KEY=");
	key = strstr(stand.reply.body.at, "SKAPA_SCREEN_KEY=") + 17;
	snprintf(token, sizeof(token), "%.64s", key);
	store_act_as(stand.kiosk.store,
		&(struct store_actor){"kiosk", ROLE_RECEPTION, NOW});
	assert_ok(store_device_find(
			  stand.kiosk.store, token, &device, &found, &err),
		&err);
	stand_close(&stand);
	assert_true(found && device.paired == NOW);
	assert_string_equal(device.place, "Dörren");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_screens__are_let_in_and_shut_out, setup, teardown),
	};

	return cmocka_run_group_tests_name("staff_screens", tests, NULL, NULL);
}
