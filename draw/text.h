/*
 * A block of text in any script, laid out: shaped, wrapped, in visual order,
 * measured, and ready for drawing.
 *
 *	const struct text_style style = { .size_pt = 11, .lang = "ar",
 *		.rtl = true, .width_um = 80000 };
 *	struct text *text = text_lay(engine, &style, wording, err);
 *	...
 *	canvas_text(canvas, text, (struct um_point){ 15000, y }, 0x000000);
 *	y += text->height_um;
 *	text_free(text);
 *
 * Lengths are in um; x to the right, y down from the block's top left.
 */
#ifndef SKAPA_DRAW_TEXT_H
#define SKAPA_DRAW_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct text_engine; /* fonts and caches; one per thread */

enum text_family {
	TEXT_SANS, /* Noto Sans and the script's own Noto Sans */
	TEXT_MONO  /* DejaVu Sans Mono: code lines */
};

/* Start is left, or right where rtl. */
enum text_align { TEXT_START, TEXT_CENTRE, TEXT_END };

struct text_style {
	enum text_family family;
	bool bold;
	double size_pt;
	const char *lang; /* BCP 47; NULL is "en" */
	bool rtl;	  /* the paragraph's direction */
	enum text_align align;
	int32_t width_um; /* wraps to this; 0 never wraps */
	double spacing;	  /* between lines, times the natural; 0 is 1 */
};

/* A glyph of a font file, from its cluster's origin on the baseline. */
struct text_glyph {
	uint32_t id;
	double dx_um, dy_um; /* dy up */
};

/* Characters and glyphs that belong together. */
struct text_cluster {
	size_t font; /* index for fonts_at() */
	size_t first_glyph, n_glyphs;
	size_t first_char, n_chars; /* in text.chars */
	double x_um;		    /* of the origin, from the block's left */
	double advance_um;
};

/* Its clusters follow each other from left to right. */
struct text_line {
	size_t first_cluster, n_clusters;
	int32_t x_um, width_um;	    /* advance widths, not ink */
	int32_t baseline_um;	    /* from the block's top */
	size_t first_byte, n_bytes; /* its part of text.words */
};

#define TEXT_LANG 32 /* bytes of a language's code, with the NUL */

struct text {
	int32_t width_um;  /* style.width_um, or the widest line's */
	int32_t widest_um; /* the widest line: what is needed */
	int32_t height_um; /* ascent of the first to descent of the last */
	double size_pt;
	struct text_line *lines;
	size_t n_lines;
	struct text_cluster *clusters;
	size_t n_clusters;
	struct text_glyph *glyphs;
	size_t n_glyphs;
	uint32_t *chars; /* code points, within a cluster left to right */
	size_t n_chars;
	char *words;		 /* what was laid out, as it is read */
	struct text_style style; /* as it was asked for; lang is NULL */
	char lang[TEXT_LANG];
};

/*
 * The fonts become the whole process's: fontconfig has one current setting.
 *
 * Errors: ERR_SYSTEM names a font file that is missing, and its package.
 */
struct text_engine *text_engine_new(struct err *err);
void text_engine_free(struct text_engine *engine);
/* At the very end of a program: frees what the libraries cache. */
void text_end(void);

/*
 * Lays out utf8. '\n' breaks a line; a line too long is wrapped between words
 * (also where a script writes without spaces), never within one.
 *
 * Errors: ERR_INPUT names the text and the first code point that no font has
 * a glyph for, or a byte that is not UTF-8; ERR_LIMIT if a word is wider than
 * width_um (a smaller size may do).
 */
struct text *text_lay(struct text_engine *engine,
	const struct text_style *style, const char *utf8, struct err *err);
void text_free(struct text *text);

#endif
