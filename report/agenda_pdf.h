/*
 * The agenda on paper: a block a person, with room to write what the forum
 * decides. A4 in Swedish, PDF/A-1b.
 */
#ifndef SKAPA_REPORT_AGENDA_PDF_H
#define SKAPA_REPORT_AGENDA_PDF_H

#include "report/agenda.h"

#include <stdint.h>

struct text_engine;

/*
 * Adds the PDF; at: seconds since 1970, UTC, or 0 for none. Errors: ERR_INPUT
 * for a note with a sign that no font has.
 */
bool agenda_pdf(const struct agenda *agenda, int64_t at,
	struct text_engine *engine, struct str *out, struct err *err);

#endif
