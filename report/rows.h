/*
 * What the store holds as objects of JSON, the same wherever they stand: in a
 * register extract, in a hand-over.
 */
#ifndef SKAPA_REPORT_ROWS_H
#define SKAPA_REPORT_ROWS_H

#include "store/activities.h"
#include "store/occasions.h"

struct str;

/* Whole objects, without a comma. */
void rows_occasion(struct str *out, const struct store_occasion *o);
void rows_note(struct str *out, const struct store_note *note);
void rows_activity(struct str *out, const struct store_activity *activity);

#endif
