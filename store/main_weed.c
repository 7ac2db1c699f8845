/* skapa store weed: what has been kept for long enough. */
#include "store/main.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/retention.h"
#include "store/weeding.h"

#include <stdlib.h>
#include <string.h>

#define OPTION_AS                                                              \
	{                                                                      \
		"as", "NAME", "log in as an account, and do it as that"        \
	}

const struct cli_option weed_rule_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	{"instrument", "I", "what is kept with it; without: everything"},
	{0},
};
const struct cli_option weed_propose_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	OPTION_AS,
	{"stacks", NULL, "also where others' pages are on the same scans"},
	{0},
};
const struct cli_option weed_approve_options[] = {
	OPTION_STORE, OPTION_FORMAT, OPTION_AS, {0}};

struct weed_out {
	struct str text;
	bool is_json;
	size_t left; /* of what was proposed, did not go */
};

/* What a rule or a row is about. */
static const char *
what(const char *instrument)
{
	return instrument[0] != '\0' ? instrument : "everything";
}

/* ---------------------------------------------------------------- rules */

static bool
add_rule(const struct store_rule *rule, void *data, struct err *err)
{
	struct weed_out *out = data;

	(void)err;
	if (out->is_json) {
		str_addf(&out->text, "{\"months\":%d", rule->months);
		doc_add_field(&out->text, "instrument", rule->instrument);
		str_add(&out->text, "}\n");
	} else {
		str_addf(&out->text, "%s: %d months\n", what(rule->instrument),
			rule->months);
	}
	return true;
}

int
weed_rule_run(struct cli *cli, struct err *err)
{
	const char *instrument = cli_text(cli, "instrument", "");
	struct weed_out out = {0};
	struct store *store = NULL;
	int64_t months = 0;
	bool ok = cli_words(cli, 0, 1, err) &&
		  main_is_json(cli, &out.is_json, err);
	const bool is_set = ok && cli->n_words == 1;

	if (is_set && strcmp(cli->words[0], "none") != 0)
		ok = main_number(cli, 0, &months, err) &&
		     (months <= RULE_MONTHS ||
			     err_set(err, ERR_USAGE,
				     "%s months: there are 1 to %d, or none",
				     cli->words[0], RULE_MONTHS));
	if (ok)
		store = main_open(cli, is_set ? STORE_WRITE : STORE_READ, err);
	ok = store != NULL &&
	     (is_set ? store_rule_set(store, instrument, (int)months, err)
		     : store_rules(store, add_rule, &out, err)) &&
	     program_print(&out.text, err);
	store_close(store);
	str_finish(&out.text);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* ---------------------------------------------------------------- lists */

static bool
add_overdue(const struct store_overdue *row, void *data, struct err *err)
{
	struct main_out *out = data;

	(void)err;
	if (out->is_json) {
		str_addf(&out->text, "{\"person\":\"%s\"", row->person);
		doc_add_field(&out->text, "instrument", row->instrument);
		str_addf(&out->text, ",\"last\":\"%s\",\"over\":\"%s\"}\n",
			row->last_day, row->over);
	} else {
		str_addf(&out->text, "%s  %s  last %s, over since %s\n",
			row->person, what(row->instrument), row->last_day,
			row->over);
	}
	return true;
}

static bool
walk_overdue(struct store *store, const char *person, struct main_out *out,
	struct err *err)
{
	char today[PROGRAM_DATE];

	(void)person;
	program_today(today);
	return store_overdue(store, today, add_overdue, out, err);
}

int
weed_list_run(struct cli *cli, struct err *err)
{
	return main_list(cli, 0, walk_overdue, err);
}

static void
add_weeded_json(struct str *text, const struct store_weeded *row)
{
	str_addf(text, "{\"proposal\":%lld,\"person\":%lld",
		(long long)row->number, (long long)row->row);
	doc_add_field(text, "code", row->person);
	doc_add_field(text, "instrument", row->instrument);
	doc_add_field(text, "last", row->last_day);
	doc_add_field(text, "state", weeded_states[row->state]);
	doc_add_field(text, "proposed", row->proposed);
	doc_add_field(text, "proposer", row->proposer);
	doc_add_field(text, "approved", row->approved);
	doc_add_field(text, "approver", row->approver);
	str_addf(text,
		",\"occasions\":%d,\"answers\":%d,\"pages\":%d,"
		"\"scans\":%d,\"others_pages\":%d}\n",
		row->occasions, row->answers, row->pages, row->scans,
		row->others);
}

static bool
add_weeded(const struct store_weeded *row, void *data, struct err *err)
{
	static const char *const states[WEEDED__MAX] = {
		[WEEDED_PROPOSED] = "proposed",
		[WEEDED_CHANGED] = "left: something new since",
		[WEEDED_WAITS] =
			"left: a page on those scans is to be looked at",
		[WEEDED_SHARED] = "left: the same scans show pages of others",
		[WEEDED_REPLACED] = "left: there is a newer proposal",
		[WEEDED_IS_GOING] = "going",
		[WEEDED_IS_DONE] = "gone",
	};
	struct weed_out *out = data;
	struct str *text = &out->text;

	(void)err;
	out->left +=
		row->state >= WEEDED_CHANGED && row->state <= WEEDED_REPLACED;
	if (out->is_json) {
		add_weeded_json(text, row);
		return true;
	}
	str_addf(text, "proposal %lld: person %lld%s%s, %s, last %s: %s",
		(long long)row->number, (long long)row->row,
		row->person[0] != '\0' ? " " : "", row->person,
		what(row->instrument), row->last_day, states[row->state]);
	if (row->approved[0] != '\0')
		str_addf(text, " on %s", row->approved);
	str_addf(text,
		", %d occasions, %d answers, %d pages, %d scans (with %d pages "
		"of others)\n",
		row->occasions, row->answers, row->pages, row->scans,
		row->others);
	return true;
}

int
weed_show_run(struct cli *cli, struct err *err)
{
	struct weed_out out = {0};
	struct store *store = NULL;
	int64_t number = 0;
	bool ok = cli_words(cli, 0, 1, err) &&
		  main_is_json(cli, &out.is_json, err) &&
		  (cli->n_words == 0 || main_number(cli, 0, &number, err));

	store = ok ? main_open(cli, STORE_READ, err) : NULL;
	ok = store != NULL &&
	     store_weeding_list(store, number, add_weeded, &out, err) &&
	     program_print(&out.text, err);
	store_close(store);
	str_finish(&out.text);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* ---------------------------------------------------------------- two people
 */

/* Prints a proposal as it is now, and ends. */
static int
show_and_end(struct store *store, int64_t number, struct weed_out *out, bool ok,
	struct err *err)
{
	ok = ok &&
	     (number == 0 ||
		     store_weeding_list(store, number, add_weeded, out, err)) &&
	     program_print(&out->text, err);
	store_close(store);
	str_finish(&out->text);
	if (!ok)
		return program_fail(err);
	return out->left > 0 ? PROGRAM_SOME_REFUSED : PROGRAM_DONE;
}

int
weed_propose_run(struct cli *cli, struct err *err)
{
	char(*people)[PERSON_CODE] =
		calloc((size_t)cli->n_words + 1, sizeof(*people));
	char today[PROGRAM_DATE];
	struct weed_out out = {0};
	struct store *store = NULL;
	int64_t number = 0;
	bool ok = people != NULL || err_set(err, ERR_SYSTEM, "out of memory");
	int i;

	ok = ok && main_is_json(cli, &out.is_json, err);
	for (i = 0; ok && i < cli->n_words; i++)
		ok = main_person(cli, i, people[i], err);
	program_today(today);
	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL && main_act_as(cli, store, err) &&
	     store_weeding_propose(store, (const char(*)[PERSON_CODE])people,
		     (size_t)cli->n_words, cli_has(cli, "stacks"), today,
		     &number, err);
	free(people);
	return show_and_end(store, number, &out, ok, err);
}

int
weed_approve_run(struct cli *cli, struct err *err)
{
	char today[PROGRAM_DATE];
	struct weed_out out = {0};
	struct store *store = NULL;
	int64_t number = 0;
	bool ok = cli_words(cli, 1, 1, err) &&
		  main_number(cli, 0, &number, err) &&
		  main_is_json(cli, &out.is_json, err);

	program_today(today);
	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL && main_act_as(cli, store, err) &&
	     store_weeding_approve(store, number, today, err);
	return show_and_end(store, number, &out, ok, err);
}
