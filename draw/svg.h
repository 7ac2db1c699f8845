/*
 * What a canvas draws, as the elements of an SVG. Used by canvas.c alone:
 * draw on a canvas whose doc.format is CANVAS_SVG.
 *
 * Lengths stand in mm with three decimals, so the file's unit is a mm of the
 * page. Text is text: words in their order, with language and direction, in
 * whatever font the viewer has for them; a screen reader reads them. Every
 * text goes through svg_add_escaped; nothing else writes one.
 */
#ifndef SKAPA_DRAW_SVG_H
#define SKAPA_DRAW_SVG_H

#include "draw/canvas.h"

struct str;

/* Characters that XML cannot have become U+FFFD. */
void svg_add_escaped(struct str *to, const char *utf8);

void svg_rect(struct str *to, struct um_rect rect, int32_t radius_um,
	uint32_t colour);
/* The line lies inside rect. */
void svg_frame(struct str *to, struct um_rect rect,
	const struct canvas_stroke *stroke);
void svg_polyline(struct str *to, const struct um_point *points, size_t n,
	const struct canvas_stroke *stroke);
void svg_polygon(struct str *to, const struct um_point *points, size_t n,
	uint32_t colour);
void svg_modules(struct str *to, const uint8_t *dark, int n,
	struct um_rect rect, uint32_t colour);
void svg_art(struct str *to, const struct art *art, struct um_rect rect);
void svg_text(struct str *to, const struct text *text, struct um_point at,
	uint32_t colour);

/* The element that is around it all; doc->about becomes its description. */
void svg_begin(struct str *to, const struct canvas_doc *doc);
void svg_end(struct str *to);

#endif
