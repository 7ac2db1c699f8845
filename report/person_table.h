/*
 * The steps of a series as a table: the questions are the rows, the latest
 * occasions the columns, told apart as in the spider. A step is shown as
 * squares and a number, what is missing as words.
 */
#ifndef SKAPA_REPORT_PERSON_TABLE_H
#define SKAPA_REPORT_PERSON_TABLE_H

#include "report/person_sheet.h"

struct wording;

bool person_table(struct person_sheet *sheet, const struct wording *own,
	const struct series *series, struct err *err);

#endif
