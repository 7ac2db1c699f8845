/*
 * The commands by which a person decides what waits, and asks what is missing:
 * skapa intake review ..., skapa intake missing.
 */
#ifndef SKAPA_REVIEW_COMMANDS_H
#define SKAPA_REVIEW_COMMANDS_H

#include "core/program.h"

extern const struct cli_option review_list_options[], review_show_options[],
	review_decide_options[], review_discard_options[],
	review_missing_options[];

/* Each as struct program_command has it. */
int run_review_list(struct cli *cli, struct err *err);
int run_review_show(struct cli *cli, struct err *err);
int run_review_set(struct cli *cli, struct err *err);
int run_review_keep(struct cli *cli, struct err *err);
int run_review_take(struct cli *cli, struct err *err);
int run_review_assign(struct cli *cli, struct err *err);
int run_review_discard(struct cli *cli, struct err *err);
int run_review_undo(struct cli *cli, struct err *err);
int run_review_missing(struct cli *cli, struct err *err);

#endif
