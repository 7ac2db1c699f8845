#include "store/main.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/activities.h"

#include <string.h>

const struct cli_option activity_add_options[] = {
	OPTION_STORE,
	{"kind", "KIND", "job, competence, health, social, language, other"},
	{"from", "DATE", "the first day"},
	{"until", "DATE", "the last day, if it is known"},
	OPTION_BY,
	{0},
};
const struct cli_option activity_end_options[] = {OPTION_STORE, OPTION_BY, {0}};

/* The text may be left out: the kind and the days say enough. */
static bool
take_activity(
	const struct cli *cli, struct store_activity *activity, struct err *err)
{
	int kind = -1;

	if (!main_word(cli, "kind", activity_kinds, &kind, err) ||
		!main_field(cli, "from", activity->from, STORE_DATE, err) ||
		!main_field(cli, "until", activity->until, STORE_DATE, err) ||
		!main_field(cli, "by", activity->who, STORE_WHO, err) ||
		!main_person(cli, 0, activity->person, err))
		return false;
	if (kind < 0 || activity->from[0] == '\0')
		return err_set(
			err, ERR_USAGE, "activity add needs --kind and --from");
	activity->kind = (enum activity_kind)kind;
	return cli->n_words == 1 ||
	       main_text(cli, 1, activity->text, sizeof(activity->text), err);
}

int
activity_add_run(struct cli *cli, struct err *err)
{
	struct store_activity activity = {0};
	struct store *store = NULL;
	int64_t number = 0;
	bool ok =
		cli_words(cli, 1, 2, err) && take_activity(cli, &activity, err);

	if (ok)
		store = main_open(cli, STORE_WRITE, err);
	ok = store != NULL &&
	     store_activity_add(store, &activity, &number, err);
	store_close(store);
	ok = ok && main_print_number(number, err);
	return ok ? PROGRAM_DONE : program_fail(err);
}

int
activity_end_run(struct cli *cli, struct err *err)
{
	struct store *store = NULL;
	int64_t number = 0;
	bool ok =
		cli_words(cli, 2, 2, err) && main_number(cli, 0, &number, err);

	if (ok && !cli_has(cli, "by"))
		ok = err_set(err, ERR_USAGE,
			"activity end needs --by WHO: initials or a role");
	if (ok)
		store = main_open(cli, STORE_WRITE, err);
	ok = store != NULL && store_activity_end(store, number, cli->words[1],
				      cli_text(cli, "by", ""), err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static bool
add_activity(const struct store_activity *activity, void *data, struct err *err)
{
	struct main_out *out = data;
	struct str *text = &out->text;

	(void)err;
	if (!out->is_json) {
		str_addf(text, "%-5lld %s  %s - %-10s  %s%s%s\n",
			(long long)activity->number, activity->person,
			activity->from, activity->until,
			activity_kinds[activity->kind],
			activity->text[0] != '\0' ? "  " : "", activity->text);
		return true;
	}
	str_addf(text, "{\"number\":%lld,\"person\":\"%s\"",
		(long long)activity->number, activity->person);
	doc_add_field(text, "kind", activity_kinds[activity->kind]);
	doc_add_field(text, "from", activity->from);
	doc_add_field(text, "until", activity->until);
	doc_add_field(text, "by", activity->who);
	doc_add_field(text, "text", activity->text);
	str_add(text, "}\n");
	return true;
}

static bool
walk(struct store *store, const char *person, struct main_out *out,
	struct err *err)
{
	return store_activities(store, person, add_activity, out, err);
}

int
activity_list_run(struct cli *cli, struct err *err)
{
	return main_list(cli, 1, walk, err);
}
