/*
 * One font file's part in one document: which glyphs are used, under which
 * numbers (CIDs), and at the end the small font that is embedded.
 *
 * A CID stands for one glyph and one code point. Readers of a PDF rebuild
 * right-to-left text by turning characters round one by one; a CID of several
 * characters comes out backwards. So where characters and glyphs do not match
 * one to one (ligatures, marks), the cluster's glyphs are joined into one
 * composite glyph on the leftmost character, the others are blank, and each
 * has its share of the width. CIDs count from 1 in order of first use.
 */
#ifndef SKAPA_DRAW_FONT_H
#define SKAPA_DRAW_FONT_H

#include "core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct font;

#define FONT_CIDS 65535 /* a CID has two bytes */
#define FONT_PARTS 64	/* glyphs in one cluster */

/* A glyph of a composite; offsets in font units, y up. */
struct font_part {
	uint32_t glyph;
	int32_t dx, dy;
};

/* Errors: ERR_SYSTEM or ERR_INPUT names the file. */
struct font *font_open(const char *path, struct err *err);
void font_free(struct font *font);

int font_units(const struct font *font); /* per em */

/* The CID of a plain glyph. Errors: ERR_LIMIT beyond FONT_CIDS. */
bool font_cid(struct font *font, uint32_t glyph, uint32_t character,
	uint16_t *cid, struct err *err);
/* The CID of a composite of n parts (0 is blank), advance in font units. */
bool font_cid_joined(struct font *font, const struct font_part *parts, size_t n,
	int advance, uint32_t character, uint16_t *cid, struct err *err);
/* In thousandths of the size, as the PDF says it. */
int font_width(const struct font *font, uint16_t cid);
size_t font_cids(const struct font *font); /* given out so far */

/* What goes into the PDF; the caller ends it with font_subset_finish. */
struct font_subset {
	char name[80];	    /* tag and PostScript name: "ABCDEF+NotoSans" */
	struct str file;    /* TrueType */
	struct str glyphs;  /* CIDToGIDMap, from CID 0 */
	struct str unicode; /* ToUnicode CMap */
	struct str cids;    /* CIDSet */
	int box[4];	    /* thousandths: left, bottom, right, top */
	int ascent, descent, cap_height;
	bool is_fixed; /* every glyph as wide */
};

/* Errors: ERR_LIBRARY if the font cannot be cut down. */
bool font_subset(
	const struct font *font, struct font_subset *subset, struct err *err);
void font_subset_finish(struct font_subset *subset);

#endif
