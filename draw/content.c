#include "draw/content.h"

#include "core/art.h"
#include "core/str.h"

#include <math.h>
#include <stdbool.h>

/* value / 1000, without zeros at the end, and a space. */
static void
milli(struct str *str, long value)
{
	char text[32];
	char *at = text + sizeof(text);
	const bool is_negative = value < 0;
	unsigned long left =
		is_negative ? 0ul - (unsigned long)value : (unsigned long)value;
	bool has_digit = false;
	int i;

	*--at = ' ';
	for (i = 0; i < 3; i++, left /= 10) {
		if (left % 10 == 0 && !has_digit)
			continue;
		has_digit = true;
		*--at = (char)('0' + left % 10);
	}
	if (has_digit)
		*--at = '.';
	do {
		*--at = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (is_negative)
		*--at = '-';
	str_add_bytes(str, at, (size_t)(text + sizeof(text) - at));
}

void
content_number(struct str *str, double value)
{
	milli(str, lround(value * 1000));
}

void
content_length(struct str *str, double um)
{
	content_number(str, um / CONTENT_UM_PER_PT);
}

/* The first four numbers of a matrix that makes a unit x_um by y_um. */
void
content_matrix(struct str *str, double x_um, double y_um)
{
	const long x = lround(x_um / CONTENT_UM_PER_PT * 1e6);
	const long y = lround(y_um / CONTENT_UM_PER_PT * 1e6);

	str_addf(str, "%ld.%06ld 0 0 %ld.%06ld ", x / 1000000, x % 1000000,
		y / 1000000, y % 1000000);
}

/* Grey where it is grey: colour printers then use black alone. */
void
content_colour(struct str *str, uint32_t colour, bool is_stroke)
{
	const unsigned part[3] = {
		colour >> 16 & 0xff,
		colour >> 8 & 0xff,
		colour & 0xff,
	};
	const bool is_grey = part[0] == part[1] && part[1] == part[2];
	int i;

	for (i = 0; i < (is_grey ? 1 : 3); i++)
		milli(str, lround(part[i] / 0.255));
	if (is_grey)
		str_add(str, is_stroke ? "G\n" : "g\n");
	else
		str_add(str, is_stroke ? "RG\n" : "rg\n");
}

/* The path of a shape in a grid whose longer side is ART_GRID, y up. */
static void
add_shape(const struct art *art, const struct art_shape *shape, double scale,
	struct str *to)
{
	static const struct {
		int points;
		const char *name;
	} ops[ART__MAX] = {
		[ART_MOVE] = {1, "m\n"},
		[ART_LINE] = {1, "l\n"},
		[ART_CURVE] = {3, "c\n"},
		[ART_CLOSE] = {0, "h\n"},
	};
	size_t i;
	int j;

	for (i = shape->first; i < shape->first + shape->n; i++) {
		const struct art_segment *segment = &art->segments[i];

		for (j = 0; j < ops[segment->op].points; j++) {
			content_number(to, (double)segment->x[j] * scale);
			content_number(
				to, ((double)art->h - (double)segment->y[j]) *
					    scale);
		}
		str_add(to, ops[segment->op].name);
	}
}

void
content_art(const struct art *art, double scale, struct str *to)
{
	size_t i;

	for (i = 0; i < art->n_shapes; i++) {
		const struct art_shape *shape = &art->shapes[i];
		const bool has_fill = shape->fill != ART_NO_COLOUR;
		const bool has_line = shape->stroke != ART_NO_COLOUR &&
				      shape->stroke_width > 0;

		if (!has_fill && !has_line)
			continue;
		if (has_fill)
			content_colour(to, shape->fill, false);
		if (has_line) {
			content_colour(to, shape->stroke, true);
			content_number(to, (double)shape->stroke_width * scale);
			str_addf(to, "w %d J %d j\n", shape->cap, shape->join);
		}
		add_shape(art, shape, scale, to);
		if (has_fill)
			str_add(to, has_line ? "B" : "f");
		else
			str_add(to, "S");
		str_add(to, has_fill && shape->even_odd ? "*\n" : "\n");
	}
}
