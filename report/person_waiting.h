/*
 * The end of a person's text: answers that wait for somebody to look, and
 * pages that were read twice with different answers.
 */
#ifndef SKAPA_REPORT_PERSON_WAITING_H
#define SKAPA_REPORT_PERSON_WAITING_H

#include "report/person.h"
#include "report/person_data.h"

/* That a series, or an answer, is one that is asked for. */
bool person_is_asked(enum series_whose whose, enum store_rater rater);

/* words are Swedish. Errors: those of store_conflicts. */
bool person_waiting(struct store *store, const struct person_data *data,
	struct person_words *words, enum series_whose whose, struct str *out,
	struct err *err);

#endif
