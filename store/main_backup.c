/* skapa store backup and restore. */
#include "store/backup.h"
#include "store/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"

#include <unistd.h>

const struct cli_option backup_options[] = {
	OPTION_STORE,
	{"keys", "FILE", "write the keys of people, sheets and scans there"},
	{0},
};

/* A backup is never written over: the one before may be the good one. */
static bool
is_new_file(const char *path, struct err *err)
{
	if (access(path, F_OK) == 0)
		return err_set(err, ERR_USAGE,
			"%s: is there already; name a new file", path);
	return file_can_write(path, err);
}

int
backup_run(struct cli *cli, struct err *err)
{
	const char *keys = cli_text(cli, "keys", NULL);
	struct store *store = NULL;
	const char *data;
	bool ok = cli_words(cli, 0, 1, err);

	data = cli->n_words > 0 ? cli->words[0] : NULL;
	if (ok && data == NULL && keys == NULL)
		ok = err_set(err, ERR_USAGE,
			"backup needs FILE for the data, --keys FILE for the "
			"keys, or both");
	ok = ok && (data == NULL || is_new_file(data, err)) &&
	     (keys == NULL || is_new_file(keys, err));
	store = ok ? main_open(cli, STORE_READ, err) : NULL;
	ok = store != NULL &&
	     (data == NULL || store_backup_data(store, data, err)) &&
	     (keys == NULL || store_backup_keys(store, keys, err));
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

const struct cli_option restore_options[] = {
	{"store", "DIR", "the store in use: its site key, and its keys"},
	{"keys", "FILE", "a backup of the keys; else those of the store"},
	{0},
};

static void
add_line(const char *sentence, void *data)
{
	str_addf(data, "%s\n", sentence);
}

int
restore_run(struct cli *cli, struct err *err)
{
	char today[PROGRAM_DATE];
	struct str findings = {0};
	bool ok = cli_words(cli, 2, 2, err);

	program_today(today);
	if (ok) {
		const struct store_restore restore = {.data = cli->words[0],
			.to = cli->words[1],
			.keys = cli_text(cli, "keys", NULL),
			.live = cli_store(cli),
			.date = today};

		ok = store_restore(&restore, add_line, &findings, err);
		if (findings.len > 0)
			program_print(&findings, NULL);
	}
	str_finish(&findings);
	return ok ? PROGRAM_DONE : program_fail(err);
}
