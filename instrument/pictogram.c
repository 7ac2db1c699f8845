#include "instrument/pictogram.h"

#include "core/answer.h"
#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "instrument/names.h"
#include "instrument/outline.h"

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

struct style {
	uint32_t fill, stroke;
	double stroke_width;
	int cap, join;
	bool even_odd;
	double matrix[6];
};

struct parser {
	struct art *art;
	struct outline outline;
	size_t shapes_room;
	struct style styles[PICTOGRAM_DEPTH + 1];
	enum element open[PICTOGRAM_DEPTH];
	size_t depth;
	GMarkupParseContext *context;
	struct err *err;
	struct err own; /* when the caller wants no sentence */
};

/* The attributes of one start tag. */
struct tag {
	const char *element;
	const char **names, **values;
};

static const char *
value_of(const struct tag *tag, const char *name)
{
	size_t i;

	for (i = 0; tag->names[i] != NULL; i++)
		if (strcmp(tag->names[i], name) == 0)
			return tag->values[i];
	return NULL;
}

/* The first bytes of text for a sentence, not cut within a character. */
#define SHOWN 40

static int
shown(const char *text)
{
	const char *end = text + strnlen(text, SHOWN);

	while (*end != '\0' && end > text &&
		((unsigned char)*end & 0xc0) == 0x80)
		end--;
	return (int)(end - text);
}

static bool
refuse(const struct tag *tag, const char *name, struct err *err)
{
	const char *value = value_of(tag, name);

	return err_set(err, ERR_INPUT, "%s: %s=\"%.*s\" is not understood",
		tag->element, name, shown(value), value);
}

/* A number, or missing when the attribute is not there. */
static bool
number(const struct tag *tag, const char *name, double missing, double *out,
	struct err *err)
{
	const char *text = value_of(tag, name);
	double value;

	if (text == NULL) {
		*out = missing;
		return true;
	}
	text = outline_skip(text);
	if (!outline_number(&text, &value) || *text != '\0' || text[-1] == ',')
		return refuse(tag, name, err);
	*out = value;
	return true;
}

static bool
needed(const struct tag *tag, const char *name, double *out, struct err *err)
{
	if (value_of(tag, name) == NULL)
		return err_set(err, ERR_INPUT, "%s: %s is missing",
			tag->element, name);
	return number(tag, name, 0.0, out, err);
}

/* needed, and above 0. */
static bool
size(const struct tag *tag, const char *name, double *out, struct err *err)
{
	if (!needed(tag, name, out, err))
		return false;
	if (*out > 0.0)
		return true;
	return err_set(
		err, ERR_INPUT, "%s: %s is not above 0", tag->element, name);
}

static int
hex(char c)
{
	return g_ascii_xdigit_value(c);
}

static bool
colour(const char *text, uint32_t *out)
{
	uint32_t value = 0;
	size_t len;
	size_t i;

	if (strcmp(text, "none") == 0) {
		*out = ART_NO_COLOUR;
		return true;
	}
	if (strcmp(text, "black") == 0 || strcmp(text, "white") == 0) {
		*out = text[0] == 'b' ? 0x000000 : 0xffffff;
		return true;
	}
	len = strlen(text);
	if (text[0] != '#' || (len != 4 && len != 7))
		return false;
	for (i = 1; i < len; i++) {
		if (hex(text[i]) < 0)
			return false;
		value = value << 4 | (uint32_t)hex(text[i]);
		if (len == 4)
			value = value << 4 | (uint32_t)hex(text[i]);
	}
	*out = value;
	return true;
}

/* The place of text in words, or -1. */
static int
choice(const char *text, const char *const *words, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (strcmp(text, words[i]) == 0)
			return i;
	return -1;
}

/* a after b, as SVG nests them: the inner one first. */
static void
multiply(double matrix[6], const double by[6])
{
	double m[6];

	m[0] = matrix[0] * by[0] + matrix[2] * by[1];
	m[1] = matrix[1] * by[0] + matrix[3] * by[1];
	m[2] = matrix[0] * by[2] + matrix[2] * by[3];
	m[3] = matrix[1] * by[2] + matrix[3] * by[3];
	m[4] = matrix[0] * by[4] + matrix[2] * by[5] + matrix[4];
	m[5] = matrix[1] * by[4] + matrix[3] * by[5] + matrix[5];
	memcpy(matrix, m, sizeof(m));
}

static void
rotate(double matrix[6], double degrees)
{
	const double a = fmod(degrees, 360.0) * G_PI / 180.0;

	multiply(matrix, (double[]){cos(a), sin(a), -sin(a), cos(a), 0, 0});
}

/* One function of a transform list with its n numbers. */
static bool
transform_one(double matrix[6], const char *name, size_t len, const double *p,
	size_t n)
{
	const double t = n > 0 ? tan(p[0] * G_PI / 180.0) : 0.0;

#define IS(word) (len == sizeof(word) - 1 && memcmp(name, word, len) == 0)
	if (IS("translate") && (n == 1 || n == 2))
		multiply(matrix,
			(double[]){1, 0, 0, 1, p[0], n == 2 ? p[1] : 0.0});
	else if (IS("scale") && (n == 1 || n == 2))
		multiply(matrix,
			(double[]){p[0], 0, 0, n == 2 ? p[1] : p[0], 0, 0});
	else if (IS("rotate") && n == 1)
		rotate(matrix, p[0]);
	else if (IS("rotate") && n == 3) {
		multiply(matrix, (double[]){1, 0, 0, 1, p[1], p[2]});
		rotate(matrix, p[0]);
		multiply(matrix, (double[]){1, 0, 0, 1, -p[1], -p[2]});
	} else if (IS("skewX") && n == 1)
		multiply(matrix, (double[]){1, 0, t, 1, 0, 0});
	else if (IS("skewY") && n == 1)
		multiply(matrix, (double[]){1, t, 0, 1, 0, 0});
	else if (IS("matrix") && n == 6)
		multiply(matrix, p);
	else
		return false;
#undef IS
	return true;
}

static bool
transform(double matrix[6], const char *text)
{
	const char *at = outline_skip(text);

	while (*at != '\0') {
		const char *name = at;
		double p[6];
		size_t len;
		size_t n = 0;

		while (g_ascii_isalpha(*at))
			at++;
		len = (size_t)(at - name);
		at = outline_skip(at);
		if (*at != '(')
			return false;
		at = outline_skip(at + 1);
		while (n < N(p) && outline_number(&at, &p[n]))
			n++;
		if (*at != ')' || !transform_one(matrix, name, len, p, n))
			return false;
		at = outline_skip(at + 1);
		if (*at == ',')
			at = outline_skip(at + 1);
	}
	return true;
}

/* Takes one attribute of style; *known says whether it is one. */
static bool
style_one(struct style *style, const struct tag *tag, const char *name,
	bool *known, struct err *err)
{
	static const char *const caps[] = {"butt", "round", "square"};
	static const char *const joins[] = {"miter", "round", "bevel"};
	static const char *const rules[] = {"nonzero", "evenodd"};
	const char *value = value_of(tag, name);
	int rule;
	bool ok = true;

	*known = true;
	if (strcmp(name, "fill") == 0) {
		ok = colour(value, &style->fill);
	} else if (strcmp(name, "stroke") == 0) {
		ok = colour(value, &style->stroke);
	} else if (strcmp(name, "stroke-width") == 0) {
		if (!number(tag, name, 1.0, &style->stroke_width, err))
			return false;
		ok = style->stroke_width >= 0.0 &&
		     style->stroke_width <= (double)PICTOGRAM_SIZE;
	} else if (strcmp(name, "stroke-linecap") == 0) {
		style->cap = choice(value, caps, N(caps));
		ok = style->cap >= 0;
	} else if (strcmp(name, "stroke-linejoin") == 0) {
		style->join = choice(value, joins, N(joins));
		ok = style->join >= 0;
	} else if (strcmp(name, "fill-rule") == 0) {
		rule = choice(value, rules, N(rules));
		style->even_odd = rule == 1;
		ok = rule >= 0;
	} else if (strcmp(name, "transform") == 0) {
		ok = transform(style->matrix, value);
	} else {
		*known = false;
	}
	return ok || refuse(tag, name, err);
}

static bool
attributes(enum element element, struct style *style, const struct tag *tag,
	struct err *err)
{
	size_t i;

	for (i = 0; tag->names[i] != NULL; i++) {
		const char *name = tag->names[i];
		char spaced[64];
		bool known = false;

		if (elements[element].has_style &&
			!style_one(style, tag, name, &known, err))
			return false;
		if (known)
			continue;
		snprintf(spaced, sizeof(spaced), " %s ", name);
		if (strstr(elements[element].attributes, spaced) == NULL)
			return err_set(err, ERR_INPUT,
				"%s: unknown attribute '%.*s'", tag->element,
				shown(name), name);
	}
	return true;
}

static bool
root(struct parser *parser, const struct tag *tag, struct err *err)
{
	const char *xmlns = value_of(tag, "xmlns");
	const char *version = value_of(tag, "version");
	const char *box = value_of(tag, "viewBox");
	const char *at;
	double n[4];
	double unused;
	size_t i;

	if (xmlns == NULL || strcmp(xmlns, SVG) != 0)
		return err_set(err, ERR_INPUT, "svg: xmlns is not \"%s\"", SVG);
	if (version != NULL && strcmp(version, "1.1") != 0)
		return refuse(tag, "version", err);
	if (box == NULL)
		return err_set(err, ERR_INPUT, "svg: viewBox is missing");
	at = outline_skip(box);
	for (i = 0; i < N(n); i++)
		if (!outline_number(&at, &n[i]))
			return refuse(tag, "viewBox", err);
	if (*at != '\0' || n[0] != 0.0 || n[1] != 0.0 || !(n[2] > 0.0) ||
		!(n[3] > 0.0) || n[2] > (double)PICTOGRAM_SIZE ||
		n[3] > (double)PICTOGRAM_SIZE)
		return refuse(tag, "viewBox", err);
	if (value_of(tag, "width") != NULL && !size(tag, "width", &unused, err))
		return false;
	if (value_of(tag, "height") != NULL &&
		!size(tag, "height", &unused, err))
		return false;
	parser->art->w = (float)n[2];
	parser->art->h = (float)n[3];
	return true;
}

static bool
rect(struct outline *outline, const struct tag *tag, struct err *err)
{
	double x, y, w, h;
	double rx = 0.0;
	double ry = 0.0;

	if (!number(tag, "x", 0.0, &x, err) ||
		!number(tag, "y", 0.0, &y, err) ||
		!size(tag, "width", &w, err) || !size(tag, "height", &h, err))
		return false;
	/* One given radius is that of the other too. */
	if (value_of(tag, "rx") != NULL && !number(tag, "rx", 0.0, &rx, err))
		return false;
	if (!number(tag, "ry", rx, &ry, err))
		return false;
	if (value_of(tag, "rx") == NULL)
		rx = ry;
	if (rx < 0.0)
		return refuse(tag, "rx", err);
	if (ry < 0.0)
		return refuse(tag, "ry", err);
	return outline_rect(outline, x, y, w, h, rx, ry, err);
}

static bool
ellipse(struct outline *outline, const struct tag *tag, bool is_circle,
	struct err *err)
{
	double cx, cy, rx, ry;

	if (!number(tag, "cx", 0.0, &cx, err) ||
		!number(tag, "cy", 0.0, &cy, err) ||
		!size(tag, is_circle ? "r" : "rx", &rx, err) ||
		!size(tag, is_circle ? "r" : "ry", &ry, err))
		return false;
	return outline_ellipse(outline, cx, cy, rx, ry, err);
}

static bool
line(struct outline *outline, const struct tag *tag, struct err *err)
{
	double x1, y1, x2, y2;

	return number(tag, "x1", 0.0, &x1, err) &&
	       number(tag, "y1", 0.0, &y1, err) &&
	       number(tag, "x2", 0.0, &x2, err) &&
	       number(tag, "y2", 0.0, &y2, err) &&
	       outline_move(outline, x1, y1, err) &&
	       outline_line(outline, x2, y2, err);
}

static bool
points(struct outline *outline, const struct tag *tag, bool close,
	struct err *err)
{
	const char *at = value_of(tag, "points");
	double x;
	double y;
	size_t n = 0;

	if (at == NULL)
		return err_set(
			err, ERR_INPUT, "%s: points is missing", tag->element);
	for (at = outline_skip(at); *at != '\0'; n++) {
		if (!outline_number(&at, &x) || !outline_number(&at, &y))
			return refuse(tag, "points", err);
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
path_of(struct outline *outline, const struct tag *tag, struct err *err)
{
	const char *data = value_of(tag, "d");

	if (data == NULL)
		return err_set(err, ERR_INPUT, "path: d is missing");
	return outline_path(outline, data, err) || err_wrap(err, "path: d");
}

static bool
outline_of(struct parser *parser, enum element element, const struct tag *tag,
	struct err *err)
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
shape(struct parser *parser, enum element element, const struct tag *tag,
	const struct style *style, struct err *err)
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
start(struct parser *parser, const struct tag *tag, struct err *err)
{
	struct style *style = &parser->styles[parser->depth + 1];
	size_t element = 0;

	while (element < EL__MAX &&
		strcmp(elements[element].name, tag->element) != 0)
		element++;
	if (element == EL__MAX)
		return err_set(err, ERR_INPUT, "unknown element '%.*s'",
			shown(tag->element), tag->element);
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
	const struct tag tag = {element, names, values};

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
