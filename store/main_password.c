/* Passwords of accounts, and acting as one. */
#include "store/main.h"

#include "core/err.h"
#include "core/program.h"
#include "store/accounts.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A line of standard input without its end; what does not fit is refused. */
static bool
read_line(char line[MAIN_PASSWORD], struct err *err)
{
	size_t len = 0;
	int c;

	while ((c = getchar()) != EOF && c != '\n') {
		if (len < MAIN_PASSWORD - 1)
			line[len++] = (char)c;
	}
	line[len] = '\0';
	if (ferror(stdin))
		return err_errno(err, "standard input cannot be read");
	if (memchr(line, '\0', len) != NULL)
		return err_set(err, ERR_USAGE, "the password holds a NUL");
	return true;
}

bool
main_password(const char *prompt, char password[MAIN_PASSWORD], struct err *err)
{
	return isatty(STDIN_FILENO)
		       ? program_ask(prompt, password, MAIN_PASSWORD, err)
		       : read_line(password, err);
}

bool
main_act_as(const struct cli *cli, struct store *store, struct err *err)
{
	const char *name = cli_text(cli, "as", NULL);
	char password[MAIN_PASSWORD];
	struct store_actor actor;
	bool ok;

	if (name == NULL)
		return true;
	ok = main_password("Password: ", password, err) &&
	     store_login(store, name, password, program_now(), &actor, err);
	explicit_bzero(password, sizeof(password));
	if (ok)
		store_act_as(store, &actor);
	return ok;
}
