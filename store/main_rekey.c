/* skapa store rekey. */
#include "store/main.h"
#include "store/rekey.h"

#include "core/err.h"
#include "core/program.h"

const struct cli_option rekey_options[] = {
	OPTION_STORE,
	{"new-site-key", "FILE", "where the new key is, or shall be made"},
	{"passphrase", NULL, "the new key is a passphrase"},
	{0},
};

int
rekey_run(struct cli *cli, struct err *err)
{
	const char *file = cli_text(cli, "new-site-key", NULL);
	const bool is_phrase = cli_has(cli, "passphrase");
	struct store *store = NULL;
	bool ok = cli_words(cli, 0, 0, err);

	if (ok && is_phrase && file != NULL)
		ok = err_set(err, ERR_USAGE,
			"a passphrase is in no file; give --passphrase or "
			"--new-site-key");
	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL &&
	     store_rekey(store,
		     is_phrase ? SITEKEY_IS_PASSPHRASE : SITEKEY_IS_FILE, file,
		     err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}
