/*
 * The manual of an instrument, its crib sheet and the introduction that is read
 * out: made of what the sheet is made of, so that they cannot be of another
 * revision. Staff's part is in Swedish, the rest in the paper's language with
 * Swedish beside it.
 */
#ifndef SKAPA_FORMS_MANUAL_H
#define SKAPA_FORMS_MANUAL_H

#include <stdbool.h>

struct err;
struct paper;
struct staff;
struct str;

/*
 * Appends the PDF: what the instrument is and how its answers are used, the
 * interpreter's sheet, the crib sheet, the introduction. staff has its words.
 * Errors: those of flow_add, with the document's name in front.
 */
bool manual_pdf(const struct paper *paper, const struct staff *staff,
	struct str *pdf, struct err *err);

#endif
