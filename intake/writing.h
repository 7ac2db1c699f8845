/*
 * Writing in the fields of a page (layout.h, kind crop): whether there is any,
 * and what Tesseract makes of it, which is a suggestion and never a value.
 */
#ifndef SKAPA_INTAKE_WRITING_H
#define SKAPA_INTAKE_WRITING_H

#include "intake/ocr.h"
#include "intake/read.h"

struct ink;

/*
 * Sets out->writings. ink is of the page; place as for ocr_read, its rect is
 * set here; ocr of mode OCR_BLOCK. Text that looks like a personal number is
 * not suggested. Without Tesseract, or its data for the sheet's language,
 * nothing is suggested (lacks_data). Errors: ERR_SYSTEM.
 */
bool writing_find(struct ocr *ocr, const struct known_page *page,
	const struct ink *ink, const struct ocr_place *place,
	struct reading *out, struct err *err);

#endif
