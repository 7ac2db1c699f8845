/*
 * The Swedish words of the staff's pages for what the store keeps as keys, and
 * what to do about it. An unknown key is its own word.
 */
#ifndef SKAPA_KIOSK_STAFF_WORDS_H
#define SKAPA_KIOSK_STAFF_WORDS_H

#include "core/answer.h"
#include "core/reading.h"
#include "store/review.h"
#include "store/roles.h"

const char *staff_role(enum store_role role);	       /* "handläggare" */
const char *staff_kind(enum review_kind kind);	       /* "Svar" */
const char *staff_answer(enum answer_status status);   /* "tomt" */
const char *staff_reading(enum reading_status status); /* "inläst" */
const char *staff_reason(const char *reason);	       /* "svagt märke" */
const char *staff_todo(const char *reason);	       /* a sentence, or "" */
const char *staff_instrument(const char *instrument);  /* "SKAPA" */
const char *staff_language(const char *language);      /* "arabiska" */
const char *staff_operation(const char *operation);    /* of the chain */
const char *staff_object(const char *object);	       /* of the chain */
const char *staff_word(const char *key);	       /* any other enum's */

#endif
