/*
 * From a sheet to PDF: the print without codes, which is pinned with the
 * layout, and the sheets that are handed out, each page with its own code.
 */
#ifndef SKAPA_FORMS_PRINT_H
#define SKAPA_FORMS_PRINT_H

#include "core/code.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct sheet;
struct str;
struct text_engine;

/* A page to be handed out: its code, and the line that people read. */
struct print_page {
	struct page_code code;
	char line[CODE_LINE];
};

/*
 * Appends the PDF of the sheet's pages without codes and seals the layout
 * with it. The same sheet gives the same bytes.
 */
bool print_plain(struct sheet *sheet, const char *title, const char *lang,
	struct str *pdf, struct err *err);

/*
 * Appends a PDF of n pages; pages[i].code.page says which of the sheet's it
 * is. key signs the codes.
 */
bool print_issued(const struct sheet *sheet, const char *title,
	const char *lang, struct text_engine *engine,
	const struct print_page *pages, size_t n, const uint8_t key[CODE_KEY],
	struct str *pdf, struct err *err);

#endif
