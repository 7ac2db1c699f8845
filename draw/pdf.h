/*
 * A PDF/A-1b file from finished content streams. Used by canvas.c alone:
 * draw on a canvas.
 *
 * Content names fonts F0, F1 ..., pictures X0, X1 ... and photographs P0, P1
 * ... by their index.
 */
#ifndef SKAPA_DRAW_PDF_H
#define SKAPA_DRAW_PDF_H

#include "core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct font;

#define PDF_PAGES 30000

struct pdf_page {
	size_t first, n; /* its streams: places in pdf.pieces */
};

/* Drawn with Do; its own grid is w by h. */
struct pdf_form {
	int w, h;
	struct str content;
};

/* Grey, a byte a pixel, row by row from the top; drawn with Do as 1 by 1. */
struct pdf_photo {
	int w, h;
	struct str grey;
};

struct pdf {
	const char *title, *lang;
	double w_pt, h_pt;
	int64_t date; /* seconds since 1970; 0: none */
	bool duplex;
	const struct str *contents; /* streams */
	size_t n_contents;
	const size_t *pieces; /* indices in contents */
	const struct pdf_page *pages;
	size_t n_pages;
	const struct pdf_form *forms;
	size_t n_forms;
	const struct pdf_photo *photos;
	size_t n_photos;
	struct font *const *fonts; /* NULL where one is not used */
	size_t n_fonts;
};

bool pdf_write(const struct pdf *pdf, struct str *out, struct err *err);

/*
 * The next code point of UTF-8; *at moves behind it. 0 at the end, UINT32_MAX
 * (and *at stays) if the bytes are not UTF-8.
 */
uint32_t pdf_utf8(const char **at);

#endif
