/*
 * What is told and aimed at, on a person's page: the next steps, the
 * milestones with a track of their own, the stories.
 */
#ifndef SKAPA_REPORT_PERSON_NOTES_H
#define SKAPA_REPORT_PERSON_NOTES_H

#include "report/person_sheet.h"

/* Nothing where there is none. */
bool person_notes(struct person_sheet *sheet, const struct person_data *data,
	struct err *err);

#endif
