#include "tests/stores.h"

#include "store/devices.h"
#include "store/roles.h"

#define NOW 1772366400
#define TOKEN_A                                                                \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define TOKEN_B                                                                \
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static void
at(struct store *store, int64_t now)
{
	const struct store_actor actor = {"re-1", ROLE_RECEPTION, now};

	store_act_as(store, &actor);
}

static bool
find(struct store *store, const char *token, struct store_device *device)
{
	struct err err = {0};
	bool found;

	assert_ok(store_device_find(store, token, device, &found, &err), &err);
	return found;
}

static void
test_device__is_let_in_changed_and_revoked(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_device device;
	struct err err = {0};

	at(store, NOW);
	assert_false(find(store, TOKEN_A, &device));
	assert_ok(store_device_ask(store, TOKEN_A, "048213", &err), &err);
	assert_true(find(store, TOKEN_A, &device));
	assert_string_equal(device.code, "048213");
	assert_string_equal(device.place, "");
	assert_int_equal(device.px_m, DEVICE_PX_M);
	assert_int_equal(device.paired, 0);
	at(store, NOW + 5);
	assert_ok(
		store_device_pair(store, device.id, "Receptionen", "ar", &err),
		&err);
	assert_ok(
		store_device_note(store, device.id, 5000, NOW + 9, &err), &err);
	store_close(store);
	store = must_open(place->path, STORE_WRITE);
	at(store, NOW + 50);
	assert_true(find(store, TOKEN_A, &device));
	assert_string_equal(device.code, "");
	assert_string_equal(device.place, "Receptionen");
	assert_string_equal(device.language, "ar");
	assert_int_equal(device.px_m, 5000);
	assert_int_equal(device.paired, NOW + 5);
	assert_int_equal(device.seen, NOW + 9);
	/* Another place later is no other pairing. */
	assert_ok(store_device_pair(store, device.id, "Rum 2", "", &err), &err);
	assert_true(find(store, TOKEN_A, &device));
	assert_string_equal(device.place, "Rum 2");
	assert_string_equal(device.language, "");
	assert_int_equal(device.paired, NOW + 5);
	assert_ok(store_device_revoke(store, device.id, &err), &err);
	assert_false(find(store, TOKEN_A, &device));
	assert_false(store_device_revoke(store, device.id, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_false(store_device_pair(store, device.id, "Rum 2", "", &err));
	assert_false(store_device_note(store, device.id, 5000, NOW, &err));
	store_close(store);
}

/* What is wrong, by the row. */
static void
test_device__refuses(void **state)
{
	static const struct {
		const char *code, *place, *language;
		int px_m;
	} rows[] = {
		{"12345", NULL, NULL, 0},
		{"1234567", NULL, NULL, 0},
		{"12345x", NULL, NULL, 0},
		{NULL, "", "", 0},
		{NULL, "Rum\n2", "", 0},
		{NULL, "19900101-1234", "", 0},
		{NULL, "0123456789012345678901234567890123456789012345678", "",
			0},
		{NULL, "Rum 2", "Arabiska", 0},
		{NULL, NULL, NULL, DEVICE_PX_M_LEAST - 1},
		{NULL, NULL, NULL, DEVICE_PX_M_MOST + 1},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_device device;
	struct err err = {0};
	bool did;
	size_t i;

	at(store, NOW);
	assert_ok(store_device_ask(store, TOKEN_A, "048213", &err), &err);
	assert_true(find(store, TOKEN_A, &device));
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		err_clear(&err);
		if (rows[i].code != NULL)
			did = store_device_ask(
				store, TOKEN_B, rows[i].code, &err);
		else if (rows[i].place != NULL)
			did = store_device_pair(store, device.id, rows[i].place,
				rows[i].language, &err);
		else
			did = store_device_note(
				store, device.id, rows[i].px_m, NOW, &err);
		if (did || err.code != ERR_USAGE)
			fail_msg("row %zu: %d %s", i, did, err.text);
	}
	store_close(store);
}

static bool
count_device(const struct store_device *device, void *data, struct err *err)
{
	(void)device;
	(void)err;
	++*(size_t *)data;
	return true;
}

static void
test_device__does_not_wait_for_ever(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct store_device device;
	struct err err = {0};
	char token[] = TOKEN_A;
	size_t n = 0;
	int i;

	at(store, NOW);
	assert_ok(store_device_ask(store, TOKEN_B, "048213", &err), &err);
	assert_true(find(store, TOKEN_B, &device));
	assert_ok(store_device_pair(store, device.id, "Rum 2", "", &err), &err);
	for (i = 0; i < DEVICE_WAITS; i++) {
		token[0] = (char)('a' + i);
		token[1] = 'z';
		assert_ok(store_device_ask(store, token, "048213", &err), &err);
	}
	assert_false(store_device_ask(store, TOKEN_A, "048213", &err));
	assert_int_equal(err.code, ERR_LIMIT);
	at(store, NOW + DEVICE_WAIT_S);
	assert_false(store_device_ask(store, TOKEN_A, "048213", &err));
	at(store, NOW + DEVICE_WAIT_S + 1);
	assert_ok(store_device_ask(store, TOKEN_A, "048213", &err), &err);
	/* The one that is in stays. */
	assert_true(find(store, TOKEN_B, &device));
	assert_ok(store_device_list(store, count_device, &n, &err), &err);
	assert_int_equal(n, 2);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_device__is_let_in_changed_and_revoked, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_device__refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_device__does_not_wait_for_ever, setup, teardown),
	};

	return cmocka_run_group_tests_name("devices", tests, NULL, NULL);
}
