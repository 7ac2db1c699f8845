/*
 * From an order to a sheet: titles, purpose, questions, footers, spread over
 * as few pages as the pictures allow, and an even number of them, so that each
 * person's sheet is paper of its own when printed on both sides.
 */
#ifndef SKAPA_FORMS_PLACE_H
#define SKAPA_FORMS_PLACE_H

#include "forms/order.h"

struct err;
struct sheet;

/*
 * The caller ends it with sheet_free. The layout is not sealed yet. Errors:
 * ERR_INPUT for words that do not fit, named; those of wording and pictogram.
 */
struct sheet *sheet_new(const struct sheet_order *order, struct err *err);

#endif
