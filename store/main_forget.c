/* skapa store people forget, skapa store receipts. */
#include "store/forget.h"
#include "store/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"

const struct cli_option forget_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	{"stacks", NULL, "also where others' pages are on the same scans"},
	{0},
};

static bool
add_receipt(const struct store_receipt *receipt, void *data, struct err *err)
{
	struct main_out *out = data;

	(void)err;
	str_addf(&out->text,
		out->is_json
			? "{\"receipt\":%lld,\"person\":%lld,\"date\":\"%s\","
			  "\"occasions\":%d,\"answers\":%d,\"pages\":%d,"
			  "\"scans\":%d,\"others_pages\":%d}\n"
			: "receipt %lld: person %lld forgotten on %s: "
			  "%d occasions, %d answers, %d pages, %d scans "
			  "(with %d pages of others)\n",
		(long long)receipt->number, (long long)receipt->person,
		receipt->date, receipt->occasions, receipt->answers,
		receipt->pages, receipt->scans, receipt->others);
	return true;
}

int
forget_run(struct cli *cli, struct err *err)
{
	struct main_out out = {0};
	struct store_receipt receipt;
	char code[PERSON_CODE], today[PROGRAM_DATE];
	struct store *store = NULL;
	bool ok = cli_words(cli, 1, 1, err) && main_person(cli, 0, code, err) &&
		  main_is_json(cli, &out.is_json, err);

	program_today(today);
	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL &&
	     store_forget(store, code, cli_has(cli, "stacks"), today, &receipt,
		     err) &&
	     add_receipt(&receipt, &out, err) && program_print(&out.text, err);
	store_close(store);
	str_finish(&out.text);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static bool
walk(struct store *store, const char *person, struct main_out *out,
	struct err *err)
{
	(void)person;
	return store_receipts(store, add_receipt, out, err);
}

int
receipts_run(struct cli *cli, struct err *err)
{
	return main_list(cli, 0, walk, err);
}
