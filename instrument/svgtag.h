/*
 * One start tag of an SVG and what its attributes say: numbers, and the style
 * that shapes inherit. For instrument/pictogram.c. Errors are ERR_INPUT and
 * name the element and the attribute.
 */
#ifndef SKAPA_INSTRUMENT_SVGTAG_H
#define SKAPA_INSTRUMENT_SVGTAG_H

#include <stdbool.h>
#include <stdint.h>

struct err;

/* Borrowed; names and values end with NULL, as GMarkup has them. */
struct svgtag {
	const char *element;
	const char **names, **values;
};

struct svg_style {
	uint32_t fill, stroke; /* 0xrrggbb or ART_NO_COLOUR */
	double stroke_width;   /* in the units of the matrix */
	int cap, join;	       /* as core/art.h counts them */
	bool even_odd;
	double matrix[6]; /* a b c d e f of SVG */
};

/* Borrowed; NULL if there is no such attribute. */
const char *svgtag_value(const struct svgtag *tag, const char *name);

/* How much of text stands in a sentence, not cut within a character. */
int svgtag_shown(const char *text);

/* That an attribute, which is there, is not understood; false. */
bool svgtag_refuse(const struct svgtag *tag, const char *name, struct err *err);

/* A number, or missing when the attribute is not there. */
bool svgtag_number(const struct svgtag *tag, const char *name, double missing,
	double *out, struct err *err);
/* It has to be there. */
bool svgtag_needed(const struct svgtag *tag, const char *name, double *out,
	struct err *err);
/* It has to be there and above 0. */
bool svgtag_size(const struct svgtag *tag, const char *name, double *out,
	struct err *err);

/* Takes one attribute of style; *known says whether it is one. */
bool svgtag_style(struct svg_style *style, const struct svgtag *tag,
	const char *name, bool *known, struct err *err);

#endif
