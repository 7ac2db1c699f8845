/*
 * The due list (store/schedule.h) as text, CSV of both kinds, JSON, a line
 * each, and as a calendar (RFC 5545), a day each. There are codes in it and no
 * answers.
 */
#ifndef SKAPA_REPORT_DUE_H
#define SKAPA_REPORT_DUE_H

#include "report/csv.h"

#include <stdint.h>

struct schedule;
struct str;

void due_text(const struct schedule *schedule, struct str *out);
void due_csv(
	const struct schedule *schedule, enum csv_kind kind, struct str *out);
void due_json(const struct schedule *schedule, struct str *out);
/* at: when it is made, seconds since 1970, UTC. */
void due_calendar(const struct schedule *schedule, int64_t at, struct str *out);

#endif
