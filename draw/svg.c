#include "draw/svg.h"

#include "core/art.h"
#include "core/str.h"
#include "draw/content.h"
#include "draw/fonts.h"
#include "draw/text.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* ------------------------------------------------------- values */

/* Thousandths as a number, without zeros at its end. */
static void
add_milli(struct str *to, long milli)
{
	const long size = labs(milli);
	char text[32];
	size_t len;

	str_add(to, milli < 0 ? "-" : "");
	str_addf(to, "%ld", size / 1000);
	if (size % 1000 == 0)
		return;
	len = (size_t)snprintf(text, sizeof(text), ".%03ld", size % 1000);
	while (text[len - 1] == '0')
		len--;
	str_add_bytes(to, text, len);
}

static void
add_length(struct str *to, const char *name, double um)
{
	str_addf(to, " %s=\"", name);
	add_milli(to, lround(um));
	str_add(to, "\"");
}

static void
add_place(struct str *to, double x_um, double y_um)
{
	add_milli(to, lround(x_um));
	str_add(to, ",");
	add_milli(to, lround(y_um));
}

static void
add_colour(struct str *to, const char *name, uint32_t colour)
{
	if (colour == ART_NO_COLOUR)
		str_addf(to, " %s=\"none\"", name);
	else
		str_addf(to, " %s=\"#%06x\"", name, (unsigned)colour);
}

static void
add_stroke(struct str *to, const struct canvas_stroke *stroke)
{
	str_add(to, " fill=\"none\"");
	add_colour(to, "stroke", stroke->colour);
	add_length(to, "stroke-width", stroke->width_um);
	if (stroke->dash_um > 0)
		add_length(to, "stroke-dasharray", stroke->dash_um);
}

void
svg_add_escaped(struct str *to, const char *utf8)
{
	const unsigned char *at = (const unsigned char *)utf8;

	while (*at != '\0') {
		const size_t len = str_utf8(at);

		if (*at == '&')
			str_add(to, "&amp;");
		else if (*at == '<')
			str_add(to, "&lt;");
		else if (*at == '>')
			str_add(to, "&gt;");
		else if (*at == '"')
			str_add(to, "&quot;");
		else if (*at == '\n' || *at == '\t')
			str_add(to, " ");
		else if (len == 0 || *at < ' ' ||
			 (len == 3 && at[0] == 0xef && at[1] == 0xbf &&
				 at[2] >= 0xbe)) /* U+FFFE and U+FFFF */
			str_add(to, "\xef\xbf\xbd");
		else
			str_add_bytes(to, at, len);
		at += len == 0 ? 1 : len;
	}
}

/* ------------------------------------------------------- shapes */

static void
add_rect(struct str *to, double x, double y, double w, double h, double radius)
{
	const double r = fmin(radius, fmin(w, h) / 2);

	str_add(to, "<rect");
	add_length(to, "x", x);
	add_length(to, "y", y);
	add_length(to, "width", w);
	add_length(to, "height", h);
	if (r > 0)
		add_length(to, "rx", r);
}

void
svg_rect(
	struct str *to, struct um_rect rect, int32_t radius_um, uint32_t colour)
{
	add_rect(to, rect.x, rect.y, rect.w, rect.h, radius_um);
	add_colour(to, "fill", colour);
	str_add(to, "/>\n");
}

void
svg_frame(
	struct str *to, struct um_rect rect, const struct canvas_stroke *stroke)
{
	const double half = stroke->width_um / 2.0;

	add_rect(to, rect.x + half, rect.y + half, rect.w - stroke->width_um,
		rect.h - stroke->width_um, stroke->radius_um - half);
	add_stroke(to, stroke);
	str_add(to, "/>\n");
}

static void
add_points(struct str *to, const char *element, const struct um_point *points,
	size_t n)
{
	size_t i;

	str_addf(to, "<%s points=\"", element);
	for (i = 0; i < n; i++) {
		str_add(to, i > 0 ? " " : "");
		add_place(to, points[i].x, points[i].y);
	}
	str_add(to, "\"");
}

void
svg_polyline(struct str *to, const struct um_point *points, size_t n,
	const struct canvas_stroke *stroke)
{
	add_points(to, "polyline", points, n);
	add_stroke(to, stroke);
	str_add(to, " stroke-linejoin=\"round\"/>\n");
}

void
svg_polygon(struct str *to, const struct um_point *points, size_t n,
	uint32_t colour)
{
	add_points(to, "polygon", points, n);
	add_colour(to, "fill", colour);
	str_add(to, "/>\n");
}

void
svg_modules(struct str *to, const uint8_t *dark, int n, struct um_rect rect,
	uint32_t colour)
{
	int row, from, end;

	str_add(to, "<path d=\"");
	for (row = 0; row < n; row++) {
		const uint8_t *line = dark + (size_t)row * (size_t)n;

		for (from = 0; from < n; from = end) {
			end = from + 1;
			if (!line[from])
				continue;
			while (end < n && line[end])
				end++;
			str_addf(to, "M%d %dh%dv1h-%dz", from, row, end - from,
				end - from);
		}
	}
	str_add(to, "\" transform=\"translate(");
	add_place(to, rect.x, rect.y);
	str_add(to, ") scale(");
	add_place(to, (double)rect.w / n, (double)rect.h / n);
	str_add(to, ")\"");
	add_colour(to, "fill", colour);
	str_add(to, "/>\n");
}

/* ------------------------------------------------------- pictures */

/* A grid's coordinates have the unit that lengths have: thousandths. */
static void
add_segment(struct str *to, const struct art_segment *segment)
{
	static const struct {
		const char *letter;
		int points;
	} ops[ART__MAX] = {[ART_MOVE] = {"M", 1},
		[ART_LINE] = {"L", 1},
		[ART_CURVE] = {"C", 3},
		[ART_CLOSE] = {"Z", 0}};
	int i;

	str_add(to, ops[segment->op].letter);
	for (i = 0; i < ops[segment->op].points; i++) {
		str_add(to, i > 0 ? " " : "");
		add_place(to, (double)segment->x[i] * 1000,
			(double)segment->y[i] * 1000);
	}
}

static void
add_shape(struct str *to, const struct art *art, const struct art_shape *shape)
{
	static const char *const caps[] = {"butt", "round", "square"};
	static const char *const joins[] = {"miter", "round", "bevel"};
	size_t i;

	str_add(to, "<path d=\"");
	for (i = 0; i < shape->n; i++)
		add_segment(to, &art->segments[shape->first + i]);
	str_add(to, "\"");
	add_colour(to, "fill", shape->fill);
	add_colour(to, "stroke", shape->stroke);
	if (shape->stroke != ART_NO_COLOUR) {
		add_length(
			to, "stroke-width", (double)shape->stroke_width * 1000);
		str_addf(to, " stroke-linecap=\"%s\" stroke-linejoin=\"%s\"",
			caps[shape->cap], joins[shape->join]);
	}
	str_add(to, shape->even_odd ? " fill-rule=\"evenodd\"/>\n" : "/>\n");
}

void
svg_art(struct str *to, const struct art *art, struct um_rect rect)
{
	const double fit =
		fmin(rect.w / (double)art->w, rect.h / (double)art->h);
	size_t i;

	str_add(to, "<g transform=\"translate(");
	add_place(to, rect.x + (rect.w - fit * (double)art->w) / 2,
		rect.y + (rect.h - fit * (double)art->h) / 2);
	str_add(to, ") scale(");
	content_number(to, fit / 1000);
	str_add(to, ")\">\n");
	for (i = 0; i < art->n_shapes; i++)
		add_shape(to, art, &art->shapes[i]);
	str_add(to, "</g>\n");
}

/* ------------------------------------------------------- text */

/* Where a line is held: its start, middle or end, as it is read. */
static double
anchor_of(const struct text *text, const struct text_line *line,
	const char **anchor)
{
	const bool rtl = text->style.rtl;
	const double left = line->x_um, right = left + line->width_um;

	switch (text->style.align) {
	case TEXT_CENTRE:
		*anchor = " text-anchor=\"middle\"";
		return (left + right) / 2;
	case TEXT_END:
		*anchor = " text-anchor=\"end\"";
		return rtl ? left : right;
	case TEXT_START:
		break;
	}
	*anchor = "";
	return rtl ? right : left;
}

void
svg_text(struct str *to, const struct text *text, struct um_point at,
	uint32_t colour)
{
	const struct text_style *style = &text->style;
	size_t i;

	str_add(to, "<g");
	add_colour(to, "fill", colour);
	str_addf(to, " font-family=\"%s,%s\"",
		style->family == TEXT_MONO ? fonts_mono()
					   : fonts_sans(text->lang),
		style->family == TEXT_MONO ? "monospace" : "sans-serif");
	add_length(to, "font-size", style->size_pt * CONTENT_UM_PER_PT);
	str_addf(to, "%s%s xml:lang=\"",
		style->bold ? " font-weight=\"bold\"" : "",
		style->rtl ? " direction=\"rtl\"" : "");
	svg_add_escaped(to, text->lang);
	str_add(to, "\">");
	for (i = 0; i < text->n_lines; i++) {
		const struct text_line *line = &text->lines[i];
		const char *anchor;
		const double x = anchor_of(text, line, &anchor);
		struct str words = {0};

		if (line->n_bytes == 0)
			continue;
		str_add_bytes(
			&words, text->words + line->first_byte, line->n_bytes);
		str_addf(to, "<text%s", anchor);
		add_length(to, "x", at.x + x);
		add_length(to, "y", at.y + line->baseline_um);
		str_add(to, ">");
		if (words.failed)
			to->failed = true;
		else
			svg_add_escaped(to, words.at);
		str_add(to, "</text>");
		str_finish(&words);
	}
	str_add(to, "</g>\n");
}

/* ------------------------------------------------------- the file */

void
svg_begin(struct str *to, const struct canvas_doc *doc)
{
	str_add(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
		    "viewBox=\"0 0 ");
	add_milli(to, doc->size.w);
	str_add(to, " ");
	add_milli(to, doc->size.h);
	str_add(to, "\" width=\"");
	add_milli(to, doc->size.w);
	str_add(to, "mm\" height=\"");
	add_milli(to, doc->size.h);
	str_add(to, "mm\" xml:lang=\"");
	svg_add_escaped(to, doc->lang);
	str_add(to, "\">\n<title>");
	svg_add_escaped(to, doc->title);
	str_add(to, "</title>\n");
	if (doc->about != NULL) {
		str_add(to, "<desc>");
		svg_add_escaped(to, doc->about);
		str_add(to, "</desc>\n");
	}
	svg_rect(to, doc->size, 0, 0xffffff);
}

void
svg_end(struct str *to)
{
	str_add(to, "</svg>\n");
}
