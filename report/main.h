/* What the mains of skapa-report share, and the commands that have a file. */
#ifndef SKAPA_REPORT_MAIN_H
#define SKAPA_REPORT_MAIN_H

#include "core/cli.h"
#include "store/store.h"

struct err;
struct wording;

extern const struct cli_option person_options[], extract_options[];
int person_run(struct cli *cli, struct err *err);
int extract_run(struct cli *cli, struct err *err);

/* The Swedish words of the instruments that were asked for so far. */
struct names {
	const char *templates;
	struct name {
		char instrument[ITEM_KEY];
		struct wording *wording; /* NULL where it cannot be loaded */
	} known[16];
	size_t n;
};

/* As person_label (report/person.h): data is a struct names. */
const char *main_name(const char *instrument, const char *item, void *data);
void main_names_finish(struct names *names);

/* The person's code that was given. Errors: ERR_USAGE says what one is. */
bool main_code(const struct cli *cli, char code[PERSON_CODE], struct err *err);

#endif
