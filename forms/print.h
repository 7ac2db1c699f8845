/*
 * From a sheet to PDF: the print without codes, which is pinned with the
 * layout, and the sheets that are handed out, each page with its own code.
 */
#ifndef SKAPA_FORMS_PRINT_H
#define SKAPA_FORMS_PRINT_H

#include "core/code.h"
#include "core/layout.h"

#include <stdbool.h>
#include <stddef.h>

struct canvas;
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
 * Many sheets in one PDF, of any kinds and in any order: open a canvas, draw
 * each kind's plates once, then page by page; other pages may be drawn on the
 * canvas in between (canvas_page).
 *
 *	canvas = print_open(title, "sv", err);
 *	print_plates(canvas, job.sheet, plates);	a kind's pages, once
 *	for each page: print_page(canvas, engine, plates, &page, key, err);
 *	canvas_write(canvas, &pdf, err);
 */
struct canvas *print_open(const char *title, const char *lang, struct err *err);
void print_plates(struct canvas *canvas, const struct sheet *sheet,
	size_t plates[LAYOUT_PAGES]);
/* page->code.page says which of the plates it is. key signs the code. */
bool print_page(struct canvas *canvas, struct text_engine *engine,
	const size_t plates[LAYOUT_PAGES], const struct print_page *page,
	const uint8_t key[CODE_KEY], struct err *err);

/* All of it for n pages of one sheet: appends their PDF. */
bool print_issued(const struct sheet *sheet, const char *title,
	const char *lang, struct text_engine *engine,
	const struct print_page *pages, size_t n, const uint8_t key[CODE_KEY],
	struct str *pdf, struct err *err);

#endif
