#include "tests/stores.h"

#include "store/accounts.h"
#include "store/chain.h"
#include "store/password.h"

#define NOW 1772366400
#define PASSWORD "correct horse"

static void
add(struct store *store, const char *name, enum store_role role)
{
	struct err err = {0};

	assert_ok(store_account_add(store, name, role, "north", PASSWORD, &err),
		&err);
}

static void
test_add__says_why_not(void **state)
{
	static const struct {
		const char *name;
		enum store_role role;
		const char *unit, *password, *sentence;
	} rows[] = {
		{"cw-1", ROLE_DEPUTY, NULL, PASSWORD,
			"there is an account \"cw-1\" already"},
		{"", ROLE_DEPUTY, NULL, PASSWORD,
			"who decides is said in 1 to 24 letters, digits, '-', "
			"'_' or '.': initials or a role"},
		{"nineteen850101", ROLE_DEPUTY, NULL, PASSWORD,
			"who decides has 6 digits; initials or a role, never "
			"a personal number"},
		{"cw-2", ROLE_OPERATOR, NULL, PASSWORD,
			"the operator is whoever holds the site key, and has "
			"no account"},
		{"cw-2", ROLE_SELF, NULL, PASSWORD,
			"\"self\" is a person at a screen, who has no account"},
		{"operator", ROLE_DEPUTY, NULL, PASSWORD,
			"the operator is whoever holds the site key, and has "
			"no account"},
		{"cw-2", ROLE_DEPUTY, "North", PASSWORD,
			"unit \"North\" is not a key: up to 31 of a-z, 0-9, _ "
			"and -, a letter first"},
		{"cw-2", ROLE_DEPUTY, NULL, "elevenchars",
			"the password is shorter than 12 characters"},
		{"cw-2", ROLE_DEPUTY, NULL, "",
			"the password is shorter than 12 characters"},
	};
	struct store *store =
		must_open(((struct place *)*state)->path, STORE_WRITE);
	char lengthy[PASSWORD_MAX + 2];
	struct err err = {0};
	size_t i;

	add(store, "cw-1", ROLE_CASEWORKER);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		err_clear(&err);
		if (store_account_add(store, rows[i].name, rows[i].role,
			    rows[i].unit, rows[i].password, &err) ||
			err.code != ERR_USAGE ||
			strcmp(err.text, rows[i].sentence) != 0)
			fail_msg("row %zu %s: \"%s\"", i, rows[i].name,
				err.text);
	}
	memset(lengthy, 'a', sizeof(lengthy) - 1);
	lengthy[sizeof(lengthy) - 1] = '\0';
	err_clear(&err);
	assert_false(store_account_add(
		store, "cw-2", ROLE_DEPUTY, NULL, lengthy, &err));
	assert_string_equal(
		err.text, "the password is longer than 1024 characters");
	store_close(store);
}

static bool
add_account(const struct store_account *account, void *data, struct err *err)
{
	(void)err;
	str_addf(data, "%s %s %s %d %d %lld\n", account->name,
		role_word(account->role), account->unit, account->is_disabled,
		account->failed, (long long)account->waits_until);
	return true;
}

static void
assert_accounts(struct store *store, const char *what)
{
	struct str out = {0};
	struct err err = {0};

	assert_ok(store_account_list(store, add_account, &out, &err), &err);
	assert_string_equal(out.at, what);
	str_finish(&out);
}

/* One try to log in after another, and what it is answered. */
static void
test_login__waits_after_wrong_passwords(void **state)
{
#define WRONG "the name or the password is wrong"
	static const struct {
		int64_t at;
		const char *name, *password, *sentence; /* NULL: it goes well */
	} rows[] = {
		{0, "cw-1", PASSWORD, NULL}, {1, "cw-1", "wrong horses", WRONG},
		{2, "nobody", PASSWORD, WRONG}, {2, "cw-1", "", WRONG},
		{3, "cw-1", PASSWORD " ", WRONG},
		{4, "cw-1", "Correct horse", WRONG},
		{5, "cw-1", PASSWORD, NULL}, /* and counts from 0 again */
		{6, "cw-1", "wrong", WRONG}, {6, "cw-1", "wrong", WRONG},
		{6, "cw-1", "wrong", WRONG}, {6, "cw-1", "wrong", WRONG},
		{6, "cw-1", "wrong", WRONG}, /* the fifth */
		{6, "cw-1", PASSWORD,
			"too many wrong passwords; try again in 30 s"},
		{35, "cw-1", PASSWORD,
			"too many wrong passwords; try again in 1 s"},
		{36, "cw-1", "wrong", WRONG},
		{36, "cw-1", PASSWORD,
			"too many wrong passwords; try again in 60 s"},
		{96, "cw-1", "wrong", WRONG},
		{97, "cw-1", "wrong",
			"too many wrong passwords; try again in 119 s"},
		{36, "cw-2", PASSWORD, NULL}, /* others are let in */
		{216, "cw-1", PASSWORD, NULL},
		{217, "gone", PASSWORD, WRONG}, /* disabled */
	};
	struct store *store =
		must_open(((struct place *)*state)->path, STORE_WRITE);
	struct store_actor actor = {0};
	struct err err = {0};
	size_t i;

	add(store, "cw-1", ROLE_CASEWORKER);
	add(store, "cw-2", ROLE_DEPUTY);
	add(store, "gone", ROLE_ADMIN);
	assert_ok(store_account_disable(store, "gone", true, &err), &err);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool ok;

		err_clear(&err);
		ok = store_login(store, rows[i].name, rows[i].password,
			NOW + rows[i].at, &actor, &err);
		if (ok != (rows[i].sentence == NULL) ||
			(!ok && strcmp(err.text, rows[i].sentence) != 0))
			fail_msg("row %zu: \"%s\"", i, err.text);
		if (ok && (strcmp(actor.name, rows[i].name) != 0 ||
				  actor.at != NOW + rows[i].at))
			fail_msg("row %zu: is %s", i, actor.name);
		if (!ok && err.code != ERR_REFUSED)
			fail_msg("row %zu: code %d", i, err.code);
	}
	assert_int_equal(store_acts(store)->role, ROLE_OPERATOR);
	assert_accounts(store, "cw-1 caseworker north 0 0 0\n"
			       "cw-2 deputy north 0 0 0\n"
			       "gone admin north 1 1 0\n");
	store_close(store);
#undef WRONG
}

/* The longest wait, and who ends it. */
static void
test_login__waits_an_hour_at_most(void **state)
{
	struct store *store =
		must_open(((struct place *)*state)->path, STORE_WRITE);
	struct store_actor actor;
	struct err err = {0};
	int64_t at = NOW;
	int i;

	add(store, "cw-1", ROLE_CASEWORKER);
	for (i = 0; i < 14; i++, at += ACCOUNT_WAIT_MAX_S)
		store_login(store, "cw-1", "wrong", at, &actor, NULL);
	at -= ACCOUNT_WAIT_MAX_S;
	assert_false(store_login(store, "cw-1", PASSWORD, at, &actor, &err));
	assert_string_equal(
		err.text, "too many wrong passwords; try again in 3600 s");
	err_clear(&err);
	assert_ok(store_account_password(store, "cw-1", "another horse", &err),
		&err);
	assert_ok(store_login(store, "cw-1", "another horse", at, &actor, &err),
		&err);
	assert_false(store_login(store, "cw-1", PASSWORD, at, &actor, &err));
	store_close(store);
}

static bool
add_event(const struct store_event *event, void *data, struct err *err)
{
	(void)err;
	str_addf(data, "%s (%s) %s%s %s %lld\n", event->actor, event->role,
		event->is_refused ? "refused: " : "", event->action,
		event->object, (long long)event->id);
	return true;
}

/* What was typed as a name is nowhere: it may be a password. */
static void
test_login__is_in_the_chain(void **state)
{
	struct store *store =
		must_open(((struct place *)*state)->path, STORE_WRITE);
	struct store_actor actor;
	struct err err = {0};
	struct str out = {0};

	add(store, "cw-1", ROLE_CASEWORKER);
	store_login(store, "my secret horse", "cw-1", NOW, &actor, NULL);
	store_login(store, "cw-1", "wrong", NOW, &actor, NULL);
	assert_ok(
		store_login(store, "cw-1", PASSWORD, NOW, &actor, &err), &err);
	store_act_as(store, &actor);
	assert_ok(store_account_password(store, "cw-1", "another horse", &err),
		&err);
	assert_false(store_account_password(store, "cw-2", PASSWORD, &err));
	assert_string_equal(
		err.text, "cw-1 (caseworker) may not set passwords");
	store_act_as(store, &(struct store_actor){.name = "operator"});
	assert_ok(
		store_audit_each(store, NULL, 0, add_event, &out, &err), &err);
	assert_string_equal(out.at,
		"operator (operator) add accounts account 1\n"
		"operator (operator) refused: log in account 0\n"
		"operator (operator) refused: log in account 1\n"
		"cw-1 (caseworker) log in account 1\n"
		"cw-1 (caseworker) set passwords account 1\n"
		"cw-1 (caseworker) refused: set passwords store 0\n");
	str_finish(&out);
	store_close(store);
}

/* What is kept is an Argon2id hash, another one each time. */
static void
test_password__is_a_hash(void **state)
{
	char hash[PASSWORD_HASH], again[PASSWORD_HASH];
	struct err err = {0};
	bool fits = false;

	(void)state;
	assert_ok(password_hash(PASSWORD, hash, &err), &err);
	assert_ok(password_hash(PASSWORD, again, &err), &err);
	assert_memory_equal(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31);
	assert_string_not_equal(hash, again);
	assert_ok(password_check(PASSWORD, hash, &fits, &err), &err);
	assert_true(fits);
	assert_ok(password_check("wrong horses", hash, &fits, &err), &err);
	assert_false(fits);
	assert_ok(password_check(PASSWORD, NULL, &fits, &err), &err);
	assert_false(fits);
	assert_ok(password_check(PASSWORD, "not a hash", &fits, &err), &err);
	assert_false(fits);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_add__says_why_not, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_login__waits_after_wrong_passwords, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_login__waits_an_hour_at_most, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_login__is_in_the_chain, setup, teardown),
		cmocka_unit_test(test_password__is_a_hash),
	};

	return cmocka_run_group_tests_name("accounts", tests, NULL, NULL);
}
