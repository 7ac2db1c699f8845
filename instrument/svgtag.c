#include "instrument/svgtag.h"

#include "core/art.h"
#include "core/err.h"
#include "instrument/outline.h"
#include "instrument/pictogram.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define N(array) (sizeof(array) / sizeof((array)[0]))

const char *
svgtag_value(const struct svgtag *tag, const char *name)
{
	size_t i;

	for (i = 0; tag->names[i] != NULL; i++)
		if (strcmp(tag->names[i], name) == 0)
			return tag->values[i];
	return NULL;
}

#define SHOWN 40 /* bytes of a value in a sentence */

int
svgtag_shown(const char *text)
{
	const char *end = text + strnlen(text, SHOWN);

	while (*end != '\0' && end > text &&
		((unsigned char)*end & 0xc0) == 0x80)
		end--;
	return (int)(end - text);
}

bool
svgtag_refuse(const struct svgtag *tag, const char *name, struct err *err)
{
	const char *value = svgtag_value(tag, name);

	return err_set(err, ERR_INPUT, "%s: %s=\"%.*s\" is not understood",
		tag->element, name, svgtag_shown(value), value);
}

bool
svgtag_number(const struct svgtag *tag, const char *name, double missing,
	double *out, struct err *err)
{
	const char *text = svgtag_value(tag, name);
	double value;

	if (text == NULL) {
		*out = missing;
		return true;
	}
	text = outline_skip(text);
	if (!outline_number(&text, &value) || *text != '\0' || text[-1] == ',')
		return svgtag_refuse(tag, name, err);
	*out = value;
	return true;
}

bool
svgtag_needed(const struct svgtag *tag, const char *name, double *out,
	struct err *err)
{
	if (svgtag_value(tag, name) == NULL)
		return err_set(err, ERR_INPUT, "%s: %s is missing",
			tag->element, name);
	return svgtag_number(tag, name, 0.0, out, err);
}

bool
svgtag_size(const struct svgtag *tag, const char *name, double *out,
	struct err *err)
{
	if (!svgtag_needed(tag, name, out, err))
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

bool
svgtag_style(struct svg_style *style, const struct svgtag *tag,
	const char *name, bool *known, struct err *err)
{
	static const char *const caps[] = {"butt", "round", "square"};
	static const char *const joins[] = {"miter", "round", "bevel"};
	static const char *const rules[] = {"nonzero", "evenodd"};
	const char *value = svgtag_value(tag, name);
	int rule;
	bool ok = true;

	*known = true;
	if (strcmp(name, "fill") == 0) {
		ok = colour(value, &style->fill);
	} else if (strcmp(name, "stroke") == 0) {
		ok = colour(value, &style->stroke);
	} else if (strcmp(name, "stroke-width") == 0) {
		if (!svgtag_number(tag, name, 1.0, &style->stroke_width, err))
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
	return ok || svgtag_refuse(tag, name, err);
}
