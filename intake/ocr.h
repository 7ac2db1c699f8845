/*
 * Tesseract, on parts of a page that was found. The library is loaded when
 * something is to be read for the first time, not before: most runs never need
 * it, and it is large.
 */
#ifndef SKAPA_INTAKE_OCR_H
#define SKAPA_INTAKE_OCR_H

#include "core/geom.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct grey;
struct ocr;
struct paper;
struct print;

enum ocr_mode {
	OCR_LINE, /* one line of print */
	OCR_BLOCK /* lines of any number */
};

#define OCR_CHOICES 4

/* What one character may be, the likeliest first. */
struct ocr_symbol {
	char choices[OCR_CHOICES];  /* ASCII */
	double shares[OCR_CHOICES]; /* 0..1, as Tesseract has it */
	int n;
};

struct ocr_place {
	const struct grey *work;
	const struct paper *paper;
	const struct homography *map; /* um to px of work */
	const struct print *print;    /* to be left out of it, or NULL */
	struct um_rect rect;
};

/*
 * tessdata: the folder of the data, or NULL for the system's. alphabet: the
 * characters there can be, or NULL for all.
 */
struct ocr *ocr_new(const char *tessdata, const char *alphabet,
	enum ocr_mode mode, struct err *err);
void ocr_free(struct ocr *ocr); /* NULL is fine */

/*
 * The text at a place as Tesseract has it, cut to size at a character's end;
 * "" for none. language as Tesseract calls it ("swe"). *has_data false: there
 * are no data for it, and text is "". Errors: ERR_LIBRARY if Tesseract is not
 * there; ERR_SYSTEM.
 */
bool ocr_read(struct ocr *ocr, const char *language,
	const struct ocr_place *place, char *text, size_t size, bool *has_data,
	struct err *err);
/*
 * The same, character by character with what else each may be; *n is how many,
 * 0 if there are more than room. Slower than ocr_read, and other characters
 * than the alphabet's are left out.
 */
bool ocr_read_symbols(struct ocr *ocr, const char *language,
	const struct ocr_place *place, struct ocr_symbol *symbols, size_t room,
	size_t *n, bool *has_data, struct err *err);

#endif
