/* What the mains of skapa-report share, and the commands that have a file. */
#ifndef SKAPA_REPORT_MAIN_H
#define SKAPA_REPORT_MAIN_H

#include "core/cli.h"
#include "store/store.h"

struct err;
struct str;

extern const struct cli_option person_options[], caseworker_options[],
	agenda_options[], extract_options[], handover_options[];
int person_run(struct cli *cli, struct err *err);
int caseworker_run(struct cli *cli, struct err *err);
int agenda_run(struct cli *cli, struct err *err);
int extract_run(struct cli *cli, struct err *err);
int handover_run(struct cli *cli, struct err *err);

extern const struct cli_option group_options[];
int group_run(struct cli *cli, struct err *err);
extern const struct cli_option export_options[];
int export_run(struct cli *cli, struct err *err);
extern const struct cli_option due_options[];
int due_run(struct cli *cli, struct err *err);

/* The person's code that was given. Errors: ERR_USAGE says what one is. */
bool main_code(const struct cli *cli, char code[PERSON_CODE], struct err *err);

/* A folder for files that only their owner may read; it may be there. */
bool main_folder(const char *folder, struct err *err);
/* folder/name. Errors: ERR_INPUT if it is there already. */
bool main_write_new(const char *folder, const char *name,
	const struct str *bytes, struct err *err);

/* All that a journal system takes of a person's own answers: four files. */
bool main_write_person(struct store *store, const char *code,
	const char *templates, const char *folder, struct err *err);

#endif
