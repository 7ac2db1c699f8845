#include "core/doc.h"

#include "core/err.h"
#include "core/str.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/* struct doc is jansson's value under our name. */

struct doc *
doc_parse(const char *text, size_t len, struct err *err)
{
	json_error_t why;
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);

	if (root == NULL)
		err_set(err, ERR_INPUT, "line %d, column %d: %s", why.line,
			why.column, why.text);
	return (struct doc *)root;
}

void
doc_free(struct doc *doc)
{
	json_decref((json_t *)doc);
}

struct doc_at
doc_root(const struct doc *doc)
{
	return (struct doc_at){doc};
}

static bool
member(struct doc_at at, const char *name, const json_t **out, struct err *err)
{
	const json_t *const object = at.value;

	if (!json_is_object(object))
		return err_set(err, ERR_INPUT, "there is no object here");
	*out = json_object_get(object, name);
	if (*out == NULL)
		return err_set(err, ERR_INPUT, "%s is missing", name);
	return true;
}

bool
doc_object(
	struct doc_at at, const char *name, struct doc_at *out, struct err *err)
{
	const json_t *v;

	if (!member(at, name, &v, err))
		return false;
	if (!json_is_object(v))
		return err_set(err, ERR_INPUT, "%s is not an object", name);
	out->value = v;
	return true;
}

bool
doc_array(struct doc_at at, const char *name, struct doc_at *out, size_t *n,
	struct err *err)
{
	const json_t *v;

	if (!member(at, name, &v, err))
		return false;
	if (!json_is_array(v))
		return err_set(err, ERR_INPUT, "%s is not a list", name);
	out->value = v;
	*n = json_array_size(v);
	return true;
}

bool
doc_entry(struct doc_at array, size_t i, struct doc_at *out, struct err *err)
{
	const json_t *v = json_array_get(array.value, i);

	if (v == NULL)
		return err_set(err, ERR_INPUT, "entry %zu is missing", i + 1);
	out->value = v;
	return true;
}

bool
doc_text(struct doc_at at, const char *name, char *out, size_t size,
	struct err *err)
{
	const json_t *v;

	if (!member(at, name, &v, err))
		return false;
	if (!json_is_string(v))
		return err_set(err, ERR_INPUT, "%s is not a text", name);
	if (!str_copy(out, size, json_string_value(v)))
		return err_set(err, ERR_INPUT, "%s is longer than %zu bytes",
			name, size - 1);
	return true;
}

bool
doc_int64(struct doc_at at, const char *name, int64_t *out, struct err *err)
{
	const json_t *v;

	if (!member(at, name, &v, err))
		return false;
	if (!json_is_integer(v))
		return err_set(
			err, ERR_INPUT, "%s is not a whole number", name);
	*out = json_integer_value(v);
	return true;
}

bool
doc_int(struct doc_at at, const char *name, int *out, struct err *err)
{
	int64_t n = 0;

	if (!doc_int64(at, name, &n, err))
		return false;
	if (n < INT_MIN || n > INT_MAX)
		return err_set(
			err, ERR_INPUT, "%s is not a whole number", name);
	*out = (int)n;
	return true;
}

bool
doc_um_here(struct doc_at at, int32_t *out, struct err *err)
{
	const json_t *const v = at.value;
	const double mm = json_number_value(v);

	if (!json_is_number(v) || !isfinite(mm) || fabs(mm) > 10000)
		return err_set(err, ERR_INPUT,
			"there is no number of millimetres here");
	*out = (int32_t)lround(mm * 1000);
	return true;
}

bool
doc_um(struct doc_at at, const char *name, int32_t *out, struct err *err)
{
	const json_t *v;

	if (!member(at, name, &v, err))
		return false;
	if (!doc_um_here((struct doc_at){v}, out, NULL))
		return err_set(err, ERR_INPUT,
			"%s is not a number of millimetres", name);
	return true;
}

bool
doc_is_text(struct doc_at at, const char *name)
{
	return json_is_string(json_object_get(at.value, name));
}

void
doc_add_text(struct str *out, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	str_add(out, "\"");
	while (*at != '\0') {
		const size_t n = str_utf8(at);

		if (n == 0)
			str_add(out, "\xef\xbf\xbd");
		else if (*at == '"' || *at == '\\')
			str_addf(out, "\\%c", *at);
		else if (*at < 0x20 || *at == 0x7f)
			str_addf(out, "\\u%04x", *at);
		else
			str_add_bytes(out, at, n);
		at += n == 0 ? 1 : n;
	}
	str_add(out, "\"");
}

void
doc_add_field(struct str *out, const char *name, const char *text)
{
	str_addf(out, ",\"%s\":", name);
	if (text[0] == '\0')
		str_add(out, "null");
	else
		doc_add_text(out, text);
}
