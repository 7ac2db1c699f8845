/*
 * What the store holds, told in a Swedish line each, wherever it is shown to
 * staff: notes, activities, and the words of their kinds.
 */
#ifndef SKAPA_REPORT_TOLD_H
#define SKAPA_REPORT_TOLD_H

#include "store/activities.h"
#include "store/occasions.h"

struct str;

/* "uppföljning"; NULL if none is said. */
const char *told_occasion_kind(enum occasion_kind kind);
const char *told_activity_kind(enum activity_kind kind); /* "Språk" */

/* "2026-06-01  Nästa steg (på väg), skrivet av AB: ..." */
void told_note(struct str *out, const struct store_note *note);
/* "från 2026-01-01 till 2026-03-08  Språk: SFI C" */
void told_activity(struct str *out, const struct store_activity *activity);

#endif
