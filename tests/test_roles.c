/*
 * Every operation as every role, through the functions that everyone uses,
 * against the table that store/roles.c prints and docs/roles.md shows.
 */
#include "tests/role_calls.h"

#include "core/file.h"
#include "store/chain.h"

/* --- the matrix --------------------------------------------------------------
 */

struct last {
	long n;
	char actor[STORE_WHO], role[16], action[32];
	bool is_refused;
};

static bool
take_last(const struct store_event *event, void *data, struct err *err)
{
	struct last *last = data;

	(void)err;
	last->n++;
	snprintf(last->actor, sizeof(last->actor), "%s", event->actor);
	snprintf(last->role, sizeof(last->role), "%s", event->role);
	snprintf(last->action, sizeof(last->action), "%s", event->action);
	last->is_refused = event->is_refused;
	return true;
}

static struct last
last_of(struct store *store)
{
	struct last last = {0};
	struct err err = {0};

	store_act_as(store, &(struct store_actor){.name = STORE_OPERATOR});
	assert_ok(
		store_audit_each(store, NULL, 0, take_last, &last, &err), &err);
	return last;
}

static enum store_right
right_of(size_t i, enum store_role role)
{
	return role_right(role, calls[i].operation);
}

static bool
is_allowed(size_t i, enum store_role role, enum whose whose)
{
	const enum store_right right = right_of(i, role);

	return right == RIGHT_YES ||
	       (right == RIGHT_OWN &&
		       ((calls[i].how & ON_ALL) != 0 || whose == OWN));
}

static void
check_allowed(size_t i, const struct store_actor *actor, struct call *call,
	const struct last *before, bool ok, const char *why)
{
	const bool is_login = calls[i].operation == MAY_LOG_IN;
	struct last after;

	if (!ok)
		fail_msg("%s as %s on %d: %s", calls[i].name,
			role_word(actor->role),
			(int)(call->thing - call->world->things), why);
	if ((calls[i].how & ON_ALL) != 0 &&
		(call->shown[OWN] == 0 ||
			(call->shown[OTHER] > 0) !=
				(right_of(i, actor->role) == RIGHT_YES)))
		fail_msg("%s as %s shows %zu of own, %zu of others",
			calls[i].name, role_word(actor->role), call->shown[OWN],
			call->shown[OTHER]);
	if ((calls[i].how & ON_ALL) != 0 && call->shown[NOBODY] > 0 &&
		right_of(i, actor->role) != RIGHT_YES)
		fail_msg("%s as %s shows what is nobody's", calls[i].name,
			role_word(actor->role));
	after = last_of(call->store);
	if ((after.n > before->n) != ((calls[i].how & LEAVES) != 0))
		fail_msg("%s as %s leaves %ld rows", calls[i].name,
			role_word(actor->role), after.n - before->n);
	if (after.n > before->n &&
		(after.is_refused ||
			strcmp(after.action,
				operation_word(calls[i].operation)) != 0 ||
			(!is_login && strcmp(after.actor, actor->name) != 0)))
		fail_msg("%s as %s leaves: %s %s", calls[i].name,
			role_word(actor->role), after.actor, after.action);
}

static void
check_refused(size_t i, const struct store_actor *actor, struct call *call,
	const struct last *before, bool ok, const struct err *err)
{
	struct last after;
	char want[128];
	int j;

	snprintf(want, sizeof(want), "%s (%s) may not %s%s", actor->name,
		role_word(actor->role), operation_word(calls[i].operation),
		right_of(i, actor->role) == RIGHT_OWN
			? " of other than own people"
			: "");
	if (ok || err->code != ERR_REFUSED || strcmp(err->text, want) != 0)
		fail_msg("%s as %s on %d is not refused: %s", calls[i].name,
			role_word(actor->role),
			(int)(call->thing - call->world->things),
			ok ? "it is done" : err->text);
	for (j = OWN; j < WHOSE; j++) {
		if (call->shown[j] > 0)
			fail_msg("%s as %s is refused and shows", calls[i].name,
				role_word(actor->role));
	}
	after = last_of(call->store);
	if (after.n != before->n + 1 || !after.is_refused ||
		strcmp(after.actor, actor->name) != 0 ||
		strcmp(after.role, role_word(actor->role)) != 0 ||
		strcmp(after.action, operation_word(calls[i].operation)) != 0)
		fail_msg("%s as %s: its refusal is %ld rows: %s %s",
			calls[i].name, role_word(actor->role),
			after.n - before->n, after.actor, after.action);
}

/* Each call on a copy of its own. */
static void
try_call(const struct world *world, size_t i, enum store_role role,
	enum whose whose)
{
	struct store_actor actor = actor_of(role);
	struct err err = {0};
	struct call call = {.store = must_open(world->place->path, STORE_TRY),
		.world = world,
		.thing = &world->things[whose]};
	struct last before;
	bool ok;

	if (role == ROLE_OPERATOR)
		strcpy(actor.name, STORE_OPERATOR);
	before = last_of(call.store);
	store_act_as(call.store, &actor);
	if (role == ROLE_SELF) {
		store_act_as_self(call.store, world->things[OWN].person, NOW);
		actor = *store_acts(call.store);
	}
	ok = calls[i].f(&call, &err);
	if (is_allowed(i, role, whose))
		check_allowed(i, &actor, &call, &before, ok, err.text);
	else
		check_refused(i, &actor, &call, &before, ok, &err);
	store_close(call.store);
}

static void
test_matrix__is_what_the_functions_do(void **state)
{
	const struct world *world = *state;
	bool is_tried[MAY__MAX] = {false};
	/* On a server a copy to try on takes a third of a second. */
	const size_t step = on_server() ? 37 : 1;
	size_t i, n = 0;
	int role, whose;

	for (i = 0; calls[i].name != NULL; i++) {
		is_tried[calls[i].operation] = true;
		for (role = 0; role < ROLE__MAX; role++) {
			for (whose = OWN; whose < WHOSE; whose++) {
				const int on = (calls[i].how & ON_ALL) != 0
						       ? ON_OWN
						       : calls[i].how;

				if ((on & 1 << whose) == 0)
					continue;
				if (n++ % step != 0)
					continue;
				try_call(world, i, (enum store_role)role,
					(enum whose)whose);
			}
		}
	}
	print_message("%zu calls of %zu functions, every %zu.\n", n, i, step);
	for (i = 0; i < MAY__MAX; i++) {
		if (!is_tried[i])
			fail_msg("no call tries to %s",
				operation_word((enum store_operation)i));
	}
}

/* The page has the table as it is printed. */
static void
test_table__is_in_the_docs(void **state)
{
	struct str table = {0}, docs = {0};
	struct err err = {0};
	struct bytes bytes;

	(void)state;
	roles_print(&table);
	assert_ok(file_read("docs/roles.md", 1 << 20, &bytes, &err), &err);
	str_add_bytes(&docs, bytes.at, bytes.len);
	if (strstr(docs.at, table.at) == NULL)
		fail_msg("docs/roles.md has not this table:\n%s", table.at);
	bytes_free(&bytes);
	str_finish(&table);
	str_finish(&docs);
}

static void
test_words__are_read_back(void **state)
{
	int role;

	(void)state;
	for (role = 0; role < ROLE__MAX; role++)
		assert_int_equal(
			role_of_word(role_word((enum store_role)role)), role);
	assert_int_equal(role_of_word("boss"), ROLE__MAX);
	assert_int_equal(role_of_word(""), ROLE__MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matrix__is_what_the_functions_do),
		cmocka_unit_test(test_table__is_in_the_docs),
		cmocka_unit_test(test_words__are_read_back),
	};

	return cmocka_run_group_tests_name(
		"roles", tests, make_world, end_world);
}
