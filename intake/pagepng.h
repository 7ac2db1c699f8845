/*
 * A page of a PDF that we made ourselves, as a picture for a system that takes
 * no PDF: drawn by poppler in the decoder's child, as any other.
 */
#ifndef SKAPA_INTAKE_PAGEPNG_H
#define SKAPA_INTAKE_PAGEPNG_H

#include <stdbool.h>

struct decoder;
struct err;
struct str;

/* A journal's picture: 1,075 by 1,520 px of A4, less than 200 kB. */
#define PAGEPNG_DPI 130

/* Adds the PNG's bytes; page from 1. Errors: those of intake/decode.h. */
bool pagepng_draw(struct decoder *decoder, const struct str *pdf, int page,
	struct str *out, struct err *err);

#endif
