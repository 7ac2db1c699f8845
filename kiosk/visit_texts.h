/*
 * Every text that a participant's screens and tablets show in a language and
 * that can be read aloud: those of the screens, of a group's tablets, and of
 * what is asked at every level and number of steps that the language has. A
 * text may come more than once.
 */
#ifndef SKAPA_KIOSK_VISIT_TEXTS_H
#define SKAPA_KIOSK_VISIT_TEXTS_H

#include "kiosk/visit.h"

typedef bool visits_each_text(const char *text, void *data, struct err *err);

/* Errors: those of visits_tongue, tongue_asked and each. */
bool visits_texts(struct visits *visits, const char *language,
	visits_each_text *each, void *data, struct err *err);

#endif
