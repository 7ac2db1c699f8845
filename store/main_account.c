/* skapa store account: who may log in at the kiosk's staff pages. */
#include "store/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/accounts.h"

#include <string.h>
#include <unistd.h>

const struct cli_option account_add_options[] = {
	OPTION_STORE,
	{"role", "R", "reception, caseworker, deputy, report, archive, ..."},
	{"unit", "U", "where they work, a key"},
	{0},
};

/* Asked for twice on a terminal, else one line of standard input. */
static bool
new_password(char password[MAIN_PASSWORD], struct err *err)
{
	char again[MAIN_PASSWORD];
	bool ok;

	if (!main_password("New password: ", password, err))
		return false;
	if (!isatty(STDIN_FILENO))
		return true;
	ok = main_password("Once more: ", again, err) &&
	     (strcmp(password, again) == 0 ||
		     err_set(err, ERR_USAGE, "the two are not the same"));
	explicit_bzero(again, sizeof(again));
	return ok;
}

/* ----------------------------------------------------------------- commands */

static bool
role_of(const struct cli *cli, enum store_role *role, struct err *err)
{
	const char *word = cli_text(cli, "role", NULL);
	struct str known = {0};
	unsigned i;

	if (word == NULL)
		return err_set(err, ERR_USAGE, "account add needs --role R");
	*role = role_of_word(word);
	if (*role != ROLE__MAX)
		return true;
	for (i = ROLE_OPERATOR + 1; i < ROLE_SELF; i++)
		str_addf(&known, "%s%s", i > ROLE_OPERATOR + 1 ? ", " : "",
			role_word((enum store_role)i));
	if (str_ok(&known, err))
		err_set(err, ERR_USAGE, "unknown role \"%s\"; there are %s",
			word, known.at);
	str_finish(&known);
	return false;
}

int
account_add_run(struct cli *cli, struct err *err)
{
	char password[MAIN_PASSWORD];
	struct store *store = NULL;
	enum store_role role = ROLE__MAX;
	bool ok;

	ok = cli_words(cli, 1, 1, err) && role_of(cli, &role, err) &&
	     new_password(password, err);
	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL &&
	     store_account_add(store, cli->words[0], role,
		     cli_text(cli, "unit", NULL), password, err);
	explicit_bzero(password, sizeof(password));
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

int
account_password_run(struct cli *cli, struct err *err)
{
	char password[MAIN_PASSWORD];
	struct store *store = NULL;
	bool ok = cli_words(cli, 1, 1, err) && new_password(password, err);

	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL &&
	     store_account_password(store, cli->words[0], password, err);
	explicit_bzero(password, sizeof(password));
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static int
disable(struct cli *cli, bool off, struct err *err)
{
	struct store *store = NULL;
	bool ok = cli_words(cli, 1, 1, err);

	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL &&
	     store_account_disable(store, cli->words[0], off, err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

int
account_disable_run(struct cli *cli, struct err *err)
{
	return disable(cli, true, err);
}

int
account_enable_run(struct cli *cli, struct err *err)
{
	return disable(cli, false, err);
}

static bool
add_account(const struct store_account *account, void *data, struct err *err)
{
	struct main_out *out = data;
	const char *role = role_word(account->role);

	(void)err;
	if (!out->is_json) {
		str_addf(&out->text, "%-24s  %-10s  %s%s\n", account->name,
			role, account->unit[0] != '\0' ? account->unit : "-",
			account->is_disabled ? "  disabled" : "");
		return true;
	}
	str_addf(&out->text,
		"{\"name\":\"%s\",\"role\":\"%s\",\"unit\":", account->name,
		role);
	if (account->unit[0] == '\0')
		str_add(&out->text, "null");
	else
		str_addf(&out->text, "\"%s\"", account->unit);
	str_addf(&out->text, ",\"disabled\":%s,\"failed\":%d}\n",
		account->is_disabled ? "true" : "false", account->failed);
	return true;
}

static bool
walk(struct store *store, const char *person, struct main_out *out,
	struct err *err)
{
	(void)person;
	return store_account_list(store, add_account, out, err);
}

int
account_list_run(struct cli *cli, struct err *err)
{
	return main_list(cli, 0, walk, err);
}
