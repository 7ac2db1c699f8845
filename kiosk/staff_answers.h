/* A person's answers over time as tables, one of each series. */
#ifndef SKAPA_KIOSK_STAFF_ANSWERS_H
#define SKAPA_KIOSK_STAFF_ANSWERS_H

#include "kiosk/html.h"

struct desk;
struct series_set;

void staff_add_answers(
	struct html *html, struct desk *desk, const struct series_set *set);

#endif
