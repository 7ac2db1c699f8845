/* The Swedish names of instruments and their items, for reports and exports. */
#ifndef SKAPA_REPORT_MAIN_NAMES_H
#define SKAPA_REPORT_MAIN_NAMES_H

#include "core/answer.h"

#include <stddef.h>

struct wording;

/* Those that were asked for so far; ends with main_names_finish. */
struct names {
	const char *templates;
	struct name {
		char instrument[ITEM_KEY];
		struct wording *wording; /* NULL where it cannot be loaded */
	} known[16];
	size_t n;
};

/*
 * An item's, or with item NULL the instrument's; borrowed until names ends, and
 * NULL where there is none. data is a struct names.
 */
const char *main_name(const char *instrument, const char *item, void *data);
/* All of its words at its first level and number of steps; NULL: none. */
struct wording *main_words(const char *instrument, struct names *names);
void main_names_finish(struct names *names);

#endif
