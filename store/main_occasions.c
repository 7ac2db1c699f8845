#include "store/main.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/occasions.h"
#include "store/counted.h"

#include <string.h>

const struct cli_option occasion_set_options[] = {
	OPTION_STORE,
	{"kind", "KIND", "start, follow_up, closing or drop_in"},
	{"setting", "WORD", "individual or group"},
	{"mode", "WORD", "paper, kiosk or oral"},
	{"assistance", "WORD",
		"none, interpreter, language_support, staff, other"},
	{"state", "WORD", "offered, declined or talk_only"},
	{"reason", "KEY", "why it was not rated, a key"},
	{"horizon", "MONTHS", "what the answers look ahead to"},
	{"caseworker", "WHO", "initials or an account"},
	{"deputy", "WHO", "who stands in"},
	{0},
};

static bool
take_said(const struct cli *cli, struct store_occasion *said, struct err *err)
{
	int kind = (int)said->kind, setting = (int)said->setting;
	int mode = (int)said->mode, help = (int)said->assistance;
	int state = (int)said->state;
	long horizon = said->horizon_months;

	if (!main_word(cli, "kind", occasion_kinds, &kind, err) ||
		!main_word(cli, "setting", occasion_settings, &setting, err) ||
		!main_word(cli, "mode", occasion_modes, &mode, err) ||
		!main_word(
			cli, "assistance", occasion_assistances, &help, err) ||
		!main_word(cli, "state", occasion_states, &state, err) ||
		!cli_number(
			cli, "horizon", 0, OCCASION_HORIZON, &horizon, err) ||
		!main_field(cli, "reason", said->reason, LAYOUT_KEY, err) ||
		!main_field(
			cli, "caseworker", said->caseworker, STORE_WHO, err) ||
		!main_field(cli, "deputy", said->deputy, STORE_WHO, err))
		return false;
	said->kind = (enum occasion_kind)kind;
	said->setting = (enum occasion_setting)setting;
	said->mode = (enum occasion_mode)mode;
	said->assistance = (enum occasion_assistance)help;
	said->state = (enum occasion_state)state;
	said->horizon_months = (int)horizon;
	return true;
}

int
occasion_set_run(struct cli *cli, struct err *err)
{
	struct store_occasion occasion;
	struct store *store = NULL;
	int64_t number = 0;
	bool ok =
		cli_words(cli, 1, 1, err) && main_number(cli, 0, &number, err);

	if (ok)
		store = main_open(cli, STORE_WRITE, err);
	ok = store != NULL &&
	     store_occasion_get(store, number, &occasion, err) &&
	     take_said(cli, &occasion, err) &&
	     store_occasion_set(store, &occasion, err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* Without a day it takes back what was said. */
int
pilot_run(struct cli *cli, struct err *err)
{
	struct store *store = NULL;
	bool ok = cli_words(cli, 1, 2, err);

	if (ok)
		store = main_open(cli, STORE_WRITE, err);
	ok = store != NULL &&
	     store_pilot_set(store, cli->words[0],
		     cli->n_words > 1 ? cli->words[1] : "", err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* "" for what was not said. */
static const char *
said(const char *const words[], int number)
{
	return number == 0 ? "" : words[number];
}

static void
add_json(struct str *out, const struct store_occasion *o)
{
	str_addf(out, "{\"number\":%lld,\"person\":\"%s\"", (long long)o->id,
		o->person);
	doc_add_field(out, "instrument", o->instrument);
	doc_add_field(out, "version", o->version);
	doc_add_field(out, "level", o->level);
	str_addf(out, ",\"steps\":%d", o->steps);
	doc_add_field(out, "rater", store_raters[o->rater]);
	str_addf(out, ",\"series\":%lld,\"ordinal\":%d", (long long)o->series,
		o->ordinal);
	doc_add_field(out, "date", o->date);
	doc_add_field(out, "session", o->session);
	doc_add_field(out, "kind", occasion_kinds[o->kind]);
	doc_add_field(out, "setting", said(occasion_settings, (int)o->setting));
	doc_add_field(out, "mode", said(occasion_modes, (int)o->mode));
	doc_add_field(out, "assistance",
		said(occasion_assistances, (int)o->assistance));
	doc_add_field(out, "state", occasion_states[o->state]);
	doc_add_field(out, "reason", o->reason);
	doc_add_field(out, "language", o->language);
	doc_add_field(out, "wording", o->wording);
	str_addf(out, ",\"horizon_months\":%d", o->horizon_months);
	doc_add_field(out, "caseworker", o->caseworker);
	doc_add_field(out, "deputy", o->deputy);
	str_addf(out, ",\"locked\":%s}\n", o->is_locked ? "true" : "false");
}

static bool
add_occasion(const struct store_occasion *o, void *data, struct err *err)
{
	struct main_out *out = data;

	(void)err;
	if (out->is_json)
		add_json(&out->text, o);
	else
		str_addf(&out->text, "%-5lld %s  %s  %s, %s, %s\n",
			(long long)o->id, o->person, o->date, o->instrument,
			occasion_kinds[o->kind], occasion_states[o->state]);
	return true;
}

static bool
walk(struct store *store, const char *person, struct main_out *out,
	struct err *err)
{
	return store_occasions(store, person, add_occasion, out, err);
}

int
occasion_list_run(struct cli *cli, struct err *err)
{
	return main_list(cli, 1, walk, err);
}
