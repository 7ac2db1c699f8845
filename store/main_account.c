/* skapa store account: who may log in at the kiosk's staff pages. */
#include "store/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/accounts.h"
#include "store/password.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

const struct cli_option account_add_options[] = {
	OPTION_STORE,
	{"role", "R", "reception, caseworker, deputy, report, archive, ..."},
	{"unit", "U", "where they work, a key"},
	{0},
};

/* ---------------------------------------------------------------- passwords */

#define LINE (PASSWORD_MAX + 2)

/* A line without its end; longer ones are cut, and refused by their length. */
static bool
read_line(char line[LINE + 1], struct err *err)
{
	size_t len = 0;
	int c;

	while ((c = getchar()) != EOF && c != '\n') {
		if (len < LINE)
			line[len++] = (char)c;
	}
	line[len] = '\0';
	if (ferror(stdin))
		return err_errno(err, "standard input cannot be read");
	if (memchr(line, '\0', len) != NULL)
		return err_set(err, ERR_USAGE, "the password holds a NUL");
	return true;
}

/* From a terminal, which does not show it. */
static bool
ask(const char *what, char line[LINE + 1], struct err *err)
{
	struct termios before, silent;
	bool ok;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return err_errno(err, "the terminal cannot be set");
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	fputs(what, stderr);
	fflush(stderr);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) != 0)
		return err_errno(err, "the terminal cannot be set");
	ok = read_line(line, err);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputs("\n", stderr);
	return ok;
}

/* Asked for twice on a terminal, else one line of standard input. */
static bool
new_password(char password[LINE + 1], struct err *err)
{
	char again[LINE + 1];
	bool ok;

	if (!isatty(STDIN_FILENO))
		return read_line(password, err);
	ok = ask("New password: ", password, err) &&
	     ask("Once more: ", again, err) &&
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
	for (i = ROLE_OPERATOR + 1; i < ROLE__MAX; i++)
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
	char password[LINE + 1];
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
	char password[LINE + 1];
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

struct list {
	struct str out;
	bool is_json;
};

static bool
add_account(const struct store_account *account, void *data, struct err *err)
{
	struct list *list = data;
	const char *role = role_word(account->role);

	(void)err;
	if (!list->is_json) {
		str_addf(&list->out, "%-24s  %-10s  %s%s\n", account->name,
			role, account->unit[0] != '\0' ? account->unit : "-",
			account->is_disabled ? "  disabled" : "");
		return true;
	}
	str_addf(&list->out,
		"{\"name\":\"%s\",\"role\":\"%s\",\"unit\":", account->name,
		role);
	if (account->unit[0] == '\0')
		str_add(&list->out, "null");
	else
		str_addf(&list->out, "\"%s\"", account->unit);
	str_addf(&list->out, ",\"disabled\":%s,\"failed\":%d}\n",
		account->is_disabled ? "true" : "false", account->failed);
	return true;
}

int
account_list_run(struct cli *cli, struct err *err)
{
	struct list list = {0};
	struct store *store = NULL;
	bool ok = cli_words(cli, 0, 0, err) &&
		  main_is_json(cli, &list.is_json, err);

	store = ok ? main_open(cli, STORE_READ, err) : NULL;
	ok = store != NULL &&
	     store_account_list(store, add_account, &list, err) &&
	     program_print(&list.out, err);
	store_close(store);
	str_finish(&list.out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
