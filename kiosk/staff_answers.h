/* A person's answers over time as tables, one of each series. */
#ifndef SKAPA_KIOSK_STAFF_ANSWERS_H
#define SKAPA_KIOSK_STAFF_ANSWERS_H

#include "kiosk/html.h"

struct desk;
struct err;
struct store;

/* Errors: those of store_answers. */
bool staff_add_answers(struct html *html, struct store *store,
	struct desk *desk, const char *person, struct err *err);

#endif
