/* skapa store scan: a kept file, written out as it came. */
#include "store/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "store/store.h"

#include <string.h>
#include <sys/stat.h>

const struct cli_option scan_options[] = {
	OPTION_STORE,
	{"output", "FILE", "where to write it"},
	{0},
};

static bool
is_hash(const char *word)
{
	return strlen(word) == READING_SHA256 - 1 &&
	       strspn(word, "0123456789abcdef") == READING_SHA256 - 1;
}

int
scan_run(struct cli *cli, struct err *err)
{
	const char *output = cli_text(cli, "output", NULL);
	struct store *store = NULL;
	struct bytes bytes = {0};
	bool ok = cli_words(cli, 1, 1, err);
	mode_t mask;

	if (ok && !is_hash(cli->words[0]))
		ok = err_set(err, ERR_USAGE,
			"'%s' is no scan; it is the \"sha256\" of a reading, "
			"64 digits",
			cli->words[0]);
	if (ok && output == NULL)
		ok = err_set(err, ERR_USAGE, "scan needs --output FILE");
	ok = ok && file_can_write(output, err);
	store = ok ? main_open(cli, STORE_READ, err) : NULL;
	ok = store != NULL &&
	     store_scan_read(store, cli->words[0], &bytes, err);
	mask = umask(0077);
	ok = ok && file_write(output, bytes.at, bytes.len, err);
	umask(mask);
	bytes_free(&bytes);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}
