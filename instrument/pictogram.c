#include "instrument/pictogram.h"

#include "core/answer.h"
#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "instrument/names.h"
#include "instrument/outline.h"
#include "instrument/svgtag.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SVG "http://www.w3.org/2000/svg"
#define N(array) (sizeof(array) / sizeof((array)[0]))

enum element {
	EL_SVG,
	EL_G,
	EL_PATH,
	EL_RECT,
	EL_CIRCLE,
	EL_ELLIPSE,
	EL_LINE,
	EL_POLYLINE,
	EL_POLYGON,
	EL_TITLE,
	EL_DESC,
	EL__MAX
};

/* The attributes that an element takes beside those of style. */
static const struct {
	const char *name;
	const char *attributes;
	bool has_style;
} elements[EL__MAX] = {
	[EL_SVG] = {"svg", " xmlns version viewBox width height ", true},
	[EL_G] = {"g", " ", true},
	[EL_PATH] = {"path", " d ", true},
	[EL_RECT] = {"rect", " x y width height rx ry ", true},
	[EL_CIRCLE] = {"circle", " cx cy r ", true},
	[EL_ELLIPSE] = {"ellipse", " cx cy rx ry ", true},
	[EL_LINE] = {"line", " x1 y1 x2 y2 ", true},
	[EL_POLYLINE] = {"polyline", " points ", true},
	[EL_POLYGON] = {"polygon", " points ", true},
	[EL_TITLE] = {"title", " ", false},
	[EL_DESC] = {"desc", " ", false},
};

struct parser {
	struct art *art;
	struct outline outline;
	size_t shapes_room;
	struct svg_style styles[PICTOGRAM_DEPTH + 1];
	enum element open[PICTOGRAM_DEPTH];
	size_t depth;
	GMarkupParseContext *context;
	struct err *err;
	struct err own; /* when the caller wants no sentence */
};

static bool
attributes(enum element element, struct svg_style *style,
	const struct svgtag *tag, struct err *err)
{
	size_t i;

	for (i = 0; tag->names[i] != NULL; i++) {
		const char *name = tag->names[i];
		char spaced[64];
		bool known = false;

		if (elements[element].has_style &&
			!svgtag_style(style, tag, name, &known, err))
			return false;
		if (known)
			continue;
		snprintf(spaced, sizeof(spaced), " %s ", name);
		if (strstr(elements[element].attributes, spaced) == NULL)
			return err_set(err, ERR_INPUT,
				"%s: unknown attribute '%.*s'", tag->element,
				svgtag_shown(name), name);
	}
	return true;
}

static bool
root(struct parser *parser, const struct svgtag *tag, struct err *err)
{
	const char *xmlns = svgtag_value(tag, "xmlns");
	const char *version = svgtag_value(tag, "version");
	const char *box = svgtag_value(tag, "viewBox");
	const char *at;
	double n[4];
	double unused;
	size_t i;

	if (xmlns == NULL || strcmp(xmlns, SVG) != 0)
		return err_set(err, ERR_INPUT, "svg: xmlns is not \"%s\"", SVG);
	if (version != NULL && strcmp(version, "1.1") != 0)
		return svgtag_refuse(tag, "version", err);
	if (box == NULL)
		return err_set(err, ERR_INPUT, "svg: viewBox is missing");
	at = outline_skip(box);
	for (i = 0; i < N(n); i++)
		if (!outline_number(&at, &n[i]))
			return svgtag_refuse(tag, "viewBox", err);
	if (*at != '\0' || n[0] != 0.0 || n[1] != 0.0 || !(n[2] > 0.0) ||
		!(n[3] > 0.0) || n[2] > (double)PICTOGRAM_SIZE ||
		n[3] > (double)PICTOGRAM_SIZE)
		return svgtag_refuse(tag, "viewBox", err);
	if (svgtag_value(tag, "width") != NULL &&
		!svgtag_size(tag, "width", &unused, err))
		return false;
	if (svgtag_value(tag, "height") != NULL &&
		!svgtag_size(tag, "height", &unused, err))
		return false;
	parser->art->w = (float)n[2];
	parser->art->h = (float)n[3];
	return true;
}

static bool
rect(struct outline *outline, const struct svgtag *tag, struct err *err)
{
	double x, y, w, h;
	double rx = 0.0;
	double ry = 0.0;

	if (!svgtag_number(tag, "x", 0.0, &x, err) ||
		!svgtag_number(tag, "y", 0.0, &y, err) ||
		!svgtag_size(tag, "width", &w, err) ||
		!svgtag_size(tag, "height", &h, err))
		return false;
	/* One given radius is that of the other too. */
	if (svgtag_value(tag, "rx") != NULL &&
		!svgtag_number(tag, "rx", 0.0, &rx, err))
		return false;
	if (!svgtag_number(tag, "ry", rx, &ry, err))
		return false;
	if (svgtag_value(tag, "rx") == NULL)
		rx = ry;
	if (rx < 0.0)
		return svgtag_refuse(tag, "rx", err);
	if (ry < 0.0)
		return svgtag_refuse(tag, "ry", err);
	return outline_rect(outline, x, y, w, h, rx, ry, err);
}

static bool
ellipse(struct outline *outline, const struct svgtag *tag, bool is_circle,
	struct err *err)
{
	double cx, cy, rx, ry;

	if (!svgtag_number(tag, "cx", 0.0, &cx, err) ||
		!svgtag_number(tag, "cy", 0.0, &cy, err) ||
		!svgtag_size(tag, is_circle ? "r" : "rx", &rx, err) ||
		!svgtag_size(tag, is_circle ? "r" : "ry", &ry, err))
		return false;
	return outline_ellipse(outline, cx, cy, rx, ry, err);
}

static bool
line(struct outline *outline, const struct svgtag *tag, struct err *err)
{
	double x1, y1, x2, y2;

	return svgtag_number(tag, "x1", 0.0, &x1, err) &&
	       svgtag_number(tag, "y1", 0.0, &y1, err) &&
	       svgtag_number(tag, "x2", 0.0, &x2, err) &&
	       svgtag_number(tag, "y2", 0.0, &y2, err) &&
	       outline_move(outline, x1, y1, err) &&
	       outline_line(outline, x2, y2, err);
}

static bool
points(struct outline *outline, const struct svgtag *tag, bool close,
	struct err *err)
{
	const char *at = svgtag_value(tag, "points");
	double x;
	double y;
	size_t n = 0;

	if (at == NULL)
		return err_set(
			err, ERR_INPUT, "%s: points is missing", tag->element);
	for (at = outline_skip(at); *at != '\0'; n++) {
		if (!outline_number(&at, &x) || !outline_number(&at, &y))
			return svgtag_refuse(tag, "points", err);
		if (n == 0 ? !outline_move(outline, x, y, err)
			   : !outline_line(outline, x, y, err))
			return false;
	}
	if (n < 2)
		return err_set(err, ERR_INPUT, "%s: fewer than 2 points",
			tag->element);
	return !close || outline_close(outline, err);
}

static bool
path_of(struct outline *outline, const struct svgtag *tag, struct err *err)
{
	const char *data = svgtag_value(tag, "d");

	if (data == NULL)
		return err_set(err, ERR_INPUT, "path: d is missing");
	return outline_path(outline, data, err) || err_wrap(err, "path: d");
}

static bool
outline_of(struct parser *parser, enum element element,
	const struct svgtag *tag, struct err *err)
{
	struct outline *outline = &parser->outline;

	switch (element) {
	case EL_PATH:
		return path_of(outline, tag, err);
	case EL_RECT:
		return rect(outline, tag, err);
	case EL_CIRCLE:
	case EL_ELLIPSE:
		return ellipse(outline, tag, element == EL_CIRCLE, err);
	case EL_LINE:
		return line(outline, tag, err);
	default:
		return points(outline, tag, element == EL_POLYGON, err);
	}
}

static bool
add_shape(struct parser *parser, struct art_shape shape, struct err *err)
{
	struct art *art = parser->art;

	if (art->n_shapes == PICTOGRAM_SHAPES)
		return err_set(err, ERR_LIMIT, "has more than %d shapes",
			PICTOGRAM_SHAPES);
	if (art->n_shapes == parser->shapes_room) {
		const size_t room =
			parser->shapes_room == 0 ? 16 : 2 * parser->shapes_room;
		struct art_shape *more =
			realloc(art->shapes, room * sizeof(*art->shapes));

		if (more == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		art->shapes = more;
		parser->shapes_room = room;
	}
	art->shapes[art->n_shapes++] = shape;
	return true;
}

/*
 * How much the matrix makes a stroke wider. False if it does not do so alike
 * in all directions: art has one width only.
 */
static bool
stroke_scale(const double m[6], double *scale)
{
	const double one = hypot(m[0], m[1]);
	const double two = hypot(m[2], m[3]);
	const double dot = m[0] * m[2] + m[1] * m[3];

	*scale = one;
	return fabs(one - two) <= 1e-6 * fmax(one, two) &&
	       fabs(dot) <= 1e-6 * one * two;
}

static bool
shape(struct parser *parser, enum element element, const struct svgtag *tag,
	const struct svg_style *style, struct err *err)
{
	struct art_shape shape = {
		.first = parser->art->n_segments,
		.fill = element == EL_LINE ? ART_NO_COLOUR : style->fill,
		.stroke = style->stroke,
		.cap = style->cap,
		.join = style->join,
		.even_odd = style->even_odd,
	};
	double scale;

	memcpy(parser->outline.matrix, style->matrix, sizeof(style->matrix));
	parser->outline.is_open = false;
	if (!outline_of(parser, element, tag, err))
		return false;
	shape.n = parser->art->n_segments - shape.first;
	if (!stroke_scale(style->matrix, &scale) &&
		shape.stroke != ART_NO_COLOUR)
		return err_set(err, ERR_INPUT,
			"%s: transform stretches its stroke", tag->element);
	if (style->stroke_width == 0.0)
		shape.stroke = ART_NO_COLOUR;
	shape.stroke_width = (float)(style->stroke_width * scale);
	if (!(shape.stroke_width <= PICTOGRAM_SIZE))
		return err_set(err, ERR_LIMIT, "%s: stroke is wider than %.0f",
			tag->element, (double)PICTOGRAM_SIZE);
	if (shape.fill == ART_NO_COLOUR && shape.stroke == ART_NO_COLOUR)
		return err_set(err, ERR_INPUT,
			"%s: has neither fill nor stroke", tag->element);
	return add_shape(parser, shape, err);
}

static bool
start(struct parser *parser, const struct svgtag *tag, struct err *err)
{
	struct svg_style *style = &parser->styles[parser->depth + 1];
	size_t element = 0;

	while (element < EL__MAX &&
		strcmp(elements[element].name, tag->element) != 0)
		element++;
	if (element == EL__MAX)
		return err_set(err, ERR_INPUT, "unknown element '%.*s'",
			svgtag_shown(tag->element), tag->element);
	if ((parser->depth == 0) != (element == EL_SVG))
		return err_set(err, ERR_INPUT,
			parser->depth == 0
				? "%s: the outermost element is not svg"
				: "%s: stands within another element",
			tag->element);
	if (parser->depth > 0 && parser->open[parser->depth - 1] > EL_G)
		return err_set(err, ERR_INPUT, "%s: stands within %s",
			tag->element,
			elements[parser->open[parser->depth - 1]].name);
	if (parser->depth == PICTOGRAM_DEPTH)
		return err_set(err, ERR_LIMIT,
			"%s: more than %d elements within each other",
			tag->element, PICTOGRAM_DEPTH);
	*style = parser->styles[parser->depth];
	if (!attributes((enum element)element, style, tag, err))
		return false;
	parser->open[parser->depth++] = (enum element)element;
	if (element == EL_SVG)
		return root(parser, tag, err);
	if (element == EL_G || element == EL_TITLE || element == EL_DESC)
		return true;
	return shape(parser, (enum element)element, tag, style, err);
}

/* Stops GMarkup; the sentence is in parser->err. */
static void
stop(struct parser *parser, GError **error)
{
	gint at_line = 0;

	g_markup_parse_context_get_position(parser->context, &at_line, NULL);
	err_wrap(parser->err, "line %d", at_line);
	g_set_error_literal(
		error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "");
}

static void
on_start(GMarkupParseContext *context, const gchar *element,
	const gchar **names, const gchar **values, gpointer data,
	GError **error)
{
	struct parser *parser = data;
	const struct svgtag tag = {element, names, values};

	(void)context;
	if (!start(parser, &tag, parser->err))
		stop(parser, error);
}

static void
on_end(GMarkupParseContext *context, const gchar *element, gpointer data,
	GError **error)
{
	struct parser *parser = data;

	(void)context;
	(void)element;
	(void)error;
	parser->depth--;
}

static void
on_text(GMarkupParseContext *context, const gchar *text, gsize len,
	gpointer data, GError **error)
{
	struct parser *parser = data;
	gsize i;

	(void)context;
	if (parser->depth > 0 && parser->open[parser->depth - 1] >= EL_TITLE)
		return;
	for (i = 0; i < len; i++)
		if (!g_ascii_isspace(text[i])) {
			err_set(parser->err, ERR_INPUT,
				"text outside title and desc");
			stop(parser, error);
			return;
		}
}

/* Comments and the <?xml ...?> line; no DOCTYPE, CDATA or style sheet. */
static void
on_other(GMarkupParseContext *context, const gchar *text, gsize len,
	gpointer data, GError **error)
{
	struct parser *parser = data;

	(void)context;
	if ((len >= 4 && memcmp(text, "<!--", 4) == 0) ||
		(len >= 6 && memcmp(text, "<?xml ", 6) == 0))
		return;
	err_set(parser->err, ERR_INPUT,
		"holds more than elements, text and comments");
	stop(parser, error);
}

/* GMarkup's own complaint: "Error on line 3 char 9: ...". */
static void
explain(const GError *error, struct err *err)
{
	const char *text = error->message;
	int at_line = 0;
	int column = 0;
	int behind = 0;

	if (sscanf(text, "Error on line %d char %d: %n", &at_line, &column,
		    &behind) < 2)
		behind = 0;
	err_set(err, ERR_INPUT, "line %d: no XML: %s",
		at_line > 0 ? at_line : 1, text + behind);
}

static bool
parse(struct parser *parser, const char *text, size_t len)
{
	static const GMarkupParser callbacks = {.start_element = on_start,
		.end_element = on_end,
		.text = on_text,
		.passthrough = on_other};
	GError *error = NULL;
	bool ok;

	parser->context =
		g_markup_parse_context_new(&callbacks, 0, parser, NULL);
	ok = g_markup_parse_context_parse(
		     parser->context, text, (gssize)len, &error) &&
	     g_markup_parse_context_end_parse(parser->context, &error);
	/* The first failure is kept: ours, if there is one. */
	if (!ok)
		explain(error, parser->err);
	g_clear_error(&error);
	g_markup_parse_context_free(parser->context);
	if (ok && parser->art->n_shapes == 0)
		return err_set(parser->err, ERR_INPUT, "draws nothing");
	return ok;
}

/* The line, from 1, in which end stands. */
static size_t
lines(const char *text, const char *end)
{
	size_t n = 1;

	for (; text < end; text++)
		n += *text == '\n';
	return n;
}

struct art *
pictogram_parse(const char *text, size_t len, struct err *err)
{
	const char *end;
	struct parser parser = {
		.styles[0] = {.fill = 0x000000,
			.stroke = ART_NO_COLOUR,
			.stroke_width = 1.0,
			.matrix = {1, 0, 0, 1, 0, 0}},
	};

	if (len > PICTOGRAM_LIMIT) {
		err_set(err, ERR_LIMIT, "is larger than %d bytes",
			PICTOGRAM_LIMIT);
		return NULL;
	}
	if (!g_utf8_validate(text, (gssize)len, &end)) {
		err_set(err, ERR_INPUT, "line %zu: is not UTF-8",
			lines(text, end));
		return NULL;
	}
	parser.art = calloc(1, sizeof(*parser.art));
	if (parser.art == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	parser.outline.art = parser.art;
	parser.err = err != NULL ? err : &parser.own;
	if (parse(&parser, text, len))
		return parser.art;
	art_free(parser.art);
	return NULL;
}

struct art *
pictogram_load(const char *path, struct err *err)
{
	struct bytes bytes = {0};
	struct art *art;

	if (!file_read(path, PICTOGRAM_LIMIT, &bytes, err))
		return NULL;
	art = pictogram_parse(
		bytes.at != NULL ? (const char *)bytes.at : "", bytes.len, err);
	if (art == NULL)
		err_wrap(err, "%s", path);
	bytes_free(&bytes);
	return art;
}

struct art *
pictogram_of(
	const char *templates, const char *picture, int value, struct err *err)
{
	struct str name = {0};
	struct art *art = NULL;
	char *path = NULL;

	str_add(&name, "pictograms/");
	if (value_word(value) != NULL)
		str_add(&name, value_word(value));
	else if (value == VALUE_NONE)
		str_add(&name, picture);
	else
		str_addf(&name, "%s-%d", picture, value);
	str_add(&name, ".svg");
	if (str_ok(&name, err))
		path = names_path(templates, name.at, err);
	if (path != NULL)
		art = pictogram_load(path, err);
	str_finish(&name);
	free(path);
	return art;
}
