/* skapa-store: people, and the health of the store. */
#include "store/main.h"

#include "core/err.h"
#include "core/log.h"
#include "core/program.h"
#include "core/str.h"
#include "store/store.h"

static const struct cli_option init_options[] = {
	OPTION_STORE,
	{"passphrase", NULL, "the site key is a passphrase"},
	{0},
};

static int
run_init(struct cli *cli, struct err *err)
{
	if (!cli_words(cli, 0, 0, err) ||
		!store_init_as(cli_store(cli),
			cli_has(cli, "passphrase") ? SITEKEY_IS_PASSPHRASE
						   : SITEKEY_IS_FILE,
			err))
		return program_fail(err);
	return PROGRAM_DONE;
}

static void
add_finding(const char *sentence, void *data)
{
	struct str *out = data;

	str_addf(out, "%s\n", sentence);
}

static int
run_check(struct cli *cli, struct err *err)
{
	struct store *store = NULL;
	struct str out = {0};
	size_t n = 0;
	bool ok;

	if (!cli_words(cli, 0, 0, err))
		return program_fail(err);
	store = main_open(cli, STORE_READ, err);
	ok = store != NULL && store_check(store, add_finding, &out, &n, err);
	if (ok && n == 0)
		str_add(&out, "nothing wrong\n");
	ok = ok && program_print(&out, err);
	/* A remark and no finding: it is so by default. */
	if (ok && store_key_is_inside(store))
		log_line("%s: the site key lies in the store's folder: whoever "
			 "copies the folder can read it; docs/keys.md says "
			 "where else it can be",
			store_name(store));
	if (ok && n > 0)
		ok = err_set(err, ERR_INPUT, "%s: %zu finding%s",
			store_name(store), n, n == 1 ? "" : "s");
	store_close(store);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static const struct program_command commands[] = {
	{"init", "", "make a store", init_options, run_init},
	{"check", "", "look whether the store is whole", store_options,
		run_check},
	{"people add", "", "add people and print their codes",
		people_add_options, people_add_run},
	{"people set", "CODE", "say what is known of a person",
		people_set_options, people_set_run},
	{"people list", "", "print the codes of all people", list_options,
		people_list_run},
	{"people bind", "CODE LINE ...", "give blank sheets to a person",
		store_options, people_bind_run},
	{"occasion list", "[CODE]", "when people were asked", list_options,
		occasion_list_run},
	{"occasion set", "NUMBER", "say how an occasion was",
		occasion_set_options, occasion_set_run},
	{"pilot", "INSTRUMENT [DATE]",
		"say until when the answers were a trial", store_options,
		pilot_run},
	{"note add", "CODE [TEXT]", "keep a milestone, a story, a next step",
		note_add_options, note_add_run},
	{"note mark", "NUMBER STATE", "say how far it has come",
		note_mark_options, note_mark_run},
	{"note list", "[CODE]", "print the notes", list_options, note_list_run},
	{"activity add", "CODE [TEXT]", "keep what somebody takes part in",
		activity_add_options, activity_add_run},
	{"activity end", "NUMBER DATE", "say its last day",
		activity_end_options, activity_end_run},
	{"activity list", "[CODE]", "print the activities", list_options,
		activity_list_run},
	{"people forget", "CODE", "destroy what is kept of a person",
		forget_options, forget_run},
	{"receipts", "", "print who was forgotten, by number", list_options,
		receipts_run},
	{"weed rule", "[MONTHS]", "for how long what is kept",
		weed_rule_options, weed_rule_run},
	{"weed list", "", "what has been kept for so long", list_options,
		weed_list_run},
	{"weed propose", "[CODE ...]", "propose that it goes",
		weed_propose_options, weed_propose_run},
	{"weed approve", "NUMBER", "approve it: another does so, and it goes",
		weed_approve_options, weed_approve_run},
	{"weed show", "[NUMBER]", "what was proposed, what went and what not",
		list_options, weed_show_run},
	{"backup", "[FILE]", "the data, or the keys, in one sealed file",
		backup_options, backup_run},
	{"restore", "FILE DIR", "make a store of a backup", restore_options,
		restore_run},
	{"rekey", "", "change the site key", rekey_options, rekey_run},
	{"scan", "SHA256", "write a kept scan out as it came", scan_options,
		scan_run},
	{"synth", "", "add people who do not exist, with answers",
		synth_options, synth_run},
	{"account add", "NAME",
		"let somebody log in; the password comes from "
		"standard input",
		account_add_options, account_add_run},
	{"account list", "", "who may log in, and as what", list_options,
		account_list_run},
	{"account disable", "NAME", "do not let them log in any more",
		store_options, account_disable_run},
	{"account enable", "NAME", "let them log in again", store_options,
		account_enable_run},
	{"account password", "NAME", "set a new password, from standard input",
		store_options, account_password_run},
	{"audit verify", "", "look whether the chain of who did what is whole",
		audit_verify_options, audit_verify_run},
	{"audit show", "", "who did what", audit_show_options, audit_show_run},
	{"audit head", "", "the chain's signed end, to be kept elsewhere",
		store_options, audit_head_run},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main("skapa-store",
		"people, and the health of the store", commands, argc, argv);
}
