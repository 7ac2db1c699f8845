/* skapa-report: a person's progression. Joins store, wording and intake. */
#include "report/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

bool
main_code(const struct cli *cli, char code[PERSON_CODE], struct err *err)
{
	return person_code_read(cli->words[0], code) ||
	       err_set(err, ERR_USAGE,
		       "\"%s\" is not a person's code: eight letters and "
		       "digits as in 7K4Q-MXP9, and the last one checks the "
		       "others",
		       cli->words[0]);
}

bool
main_folder(const char *folder, struct err *err)
{
	umask(0077);
	return mkdir(folder, 0700) == 0 || errno == EEXIST ||
	       err_errno(err, "%s: cannot be made", folder);
}

bool
main_write_new(const char *folder, const char *name, const struct str *bytes,
	struct err *err)
{
	struct str path = {0};
	bool ok;

	str_addf(&path, "%s/%s", folder, name);
	ok = str_ok(&path, err) &&
	     (access(path.at, F_OK) != 0 ||
		     err_set(err, ERR_INPUT,
			     "%s: is there already; name another folder",
			     path.at)) &&
	     file_write(path.at, bytes->at, bytes->len, err);
	str_finish(&path);
	return ok;
}

static const struct program_command commands[] = {
	{"person", "CODE", "a person's answers over time: text, page, picture",
		person_options, person_run},
	{"caseworker", "CODE", "what a caseworker answered about a person",
		caseworker_options, caseworker_run},
	{"agenda", "", "what a case forum goes through", agenda_options,
		agenda_run},
	{"handover", "CODE",
		"what the next caseworker of a person needs, in one folder",
		handover_options, handover_run},
	{"extract", "CODE",
		"everything that is held about a person, and who "
		"read it",
		extract_options, extract_run},
	{"group", "", "the organisation's report: counts of many people",
		group_options, group_run},
	{"export", "", "answers without codes, for studies and programs",
		export_options, export_run},
	{"due", "", "who is to be asked again, and when", due_options, due_run},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main(
		"skapa-report", "a person's progression", commands, argc, argv);
}
