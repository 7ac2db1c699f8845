/* The commands of skapa-forms that have a file of their own. */
#ifndef SKAPA_FORMS_MAIN_H
#define SKAPA_FORMS_MAIN_H

#include "core/cli.h"

struct err;

extern const struct cli_option pack_options[], manual_options[],
	invite_options[];
int pack_run(struct cli *cli, struct err *err);
int manual_run(struct cli *cli, struct err *err);
int invite_run(struct cli *cli, struct err *err);
/* print --due; the exit status. */
int due_print(struct cli *cli, const char *path, bool is_json, struct err *err);

#endif
