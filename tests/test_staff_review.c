/* The staff's pages on which a person decides. */
#include "tests/stand.h"

#include "store/review.h"

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

	stand_open(&stand, world->place->path);
	for (i = 0; i < sizeof(decisions) / sizeof(*decisions); i++) {
		const struct decided *d = &decisions[i];
		const int64_t number = number_of(world, d);
		const enum store_role role =
			d->kind == PAGE ? ROLE_ARCHIVE : ROLE_CASEWORKER;
		char address[64], where[HTTP_PATH];
		struct store_review review;

		snprintf(address, sizeof(address), "/staff/review/%lld",
			(long long)number);
		stand_request(&stand, role, address, d->form);
		check_decision(&stand, d, number, i);
		if (d->code != ERR_NONE)
			continue;
		snprintf(where, sizeof(where), "%s", stand.reply.location);
		stand_request(&stand, role, where, NULL);
		stand_must_say(&stand, "data-key=\"u\"");
		stand_must_say(&stand, address);
		stand_request(&stand, role, address, "do=undo");
		assert_true(stand.ok);
		assert_string_equal(stand.reply.location, address);
		assert_true(store_review_get(
			stand.kiosk.store, number, &review, &stand.err));
		assert_true(review.is_open);
	}
	stand_close(&stand);
}

static void
test_review__has_keys_and_words(void **state)
{
	const struct world *world = *state;
	struct stand stand;
	char address[64];

	stand_open(&stand, world->place->path);
	snprintf(address, sizeof(address), "/staff/review/%lld",
		(long long)world->things[OWN].review);
	stand_request(&stand, ROLE_CASEWORKER, address, NULL);
	stand_must_say(&stand, "<h2>Hälsa</h2>");
	stand_must_say(&stand, "value=\"5\" data-key=\"5\"");
	stand_must_say(&stand, "<span>Mycket bra</span>");
	stand_must_say(&stand, "value=\"blank\" data-key=\"t\"");
	stand_must_say(&stand, "data-key=\"f\"");
	stand_must_say(&stand, "data-key=\"n\"");
	stand_must_say(&stand, "name=\"token\" value=\"the-token\"");
	assert_false(stand_says(&stand, "value=\"6\""));
	/* The first that waits: a writing of the same page. */
	stand_request(&stand, ROLE_CASEWORKER, "/staff/review/next", NULL);
	assert_true(stand.ok);
	assert_string_equal(stand.reply.location, "/staff/review/1");
	stand_request(&stand, ROLE_CASEWORKER, "/staff/review/0", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_request(&stand, ROLE_ARCHIVE, "/staff/review/4711", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_close(&stand);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_review__is_decided_by_a_form),
		cmocka_unit_test(test_review__has_keys_and_words),
	};

	/* One world: a test leaves behind what the others do not look at. */
	return cmocka_run_group_tests_name(
		"staff_review", tests, make_world, end_world);
}
