/*
 * What a person's page, journal text and summary are made of, read from the
 * store once: answers as series, and notes.
 */
#ifndef SKAPA_REPORT_PERSON_DATA_H
#define SKAPA_REPORT_PERSON_DATA_H

#include "report/series.h"
#include "store/notes.h"

struct err;

#define PERSON_SHOWN 3 /* occasions side by side, the latest ones */

struct person_data {
	char code[PERSON_CODE];
	char language[LAYOUT_KEY]; /* "" if not said */
	struct series_set set;
	struct store_note *notes; /* by day; owned */
	size_t n_notes, room_notes;
};

/*
 * code in its shown form. Ends with person_data_finish, also on failure.
 * Errors: ERR_USAGE if there is no such person.
 */
bool person_data_load(struct person_data *data, struct store *store,
	const char *code, enum series_whose whose, struct err *err);
void person_data_finish(struct person_data *data);

/* That the person answered it. */
bool person_is_own(const struct series *series);

/* The person's own series that was answered last; NULL: none. */
const struct series *person_latest(const struct person_data *data);

/* The columns that are shown side by side, oldest first. */
struct person_shown {
	size_t columns[PERSON_SHOWN], n;
};
/* The latest; is_rated: of those in which a ladder has a step. */
struct person_shown person_shown(const struct series *series, bool is_rated);

/*
 * A cell's words for what is no step: the key of person.<key> or, with
 * *of_sheet, of every sheet's words. NULL for an answer.
 */
const char *person_missing(const struct series *series, size_t item,
	size_t column, bool *of_sheet);

#endif
