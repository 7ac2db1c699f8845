#include "kiosk/form.h"

#include "core/err.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
form_decode(const char *text, size_t len, bool plus, char *out, struct err *err)
{
	const unsigned char *at = (const unsigned char *)out;
	char *to = out;
	size_t i, n;
	int high, low;

	for (i = 0; i < len; i++) {
		if (text[i] == '%') {
			high = len - i > 2 ? digit(text[i + 1]) : -1;
			low = len - i > 2 ? digit(text[i + 2]) : -1;
			if (high < 0 || low < 0)
				return err_set(err, ERR_INPUT,
					"a %% without two digits behind it");
			*to = (char)(high * 16 + low);
			i += 2;
		} else {
			*to = plus && text[i] == '+' ? ' ' : text[i];
		}
		if (*to++ == '\0')
			return err_set(err, ERR_INPUT, "a NUL in the text");
	}
	*to = '\0';
	for (; *at != '\0'; at += n) {
		n = str_utf8(at);
		if (n == 0)
			return err_set(
				err, ERR_INPUT, "bytes that are no text");
	}
	return true;
}

/* One "name=value"; *room is where the decoded bytes go. */
static bool
read_field(struct form *form, const char *text, size_t len, char **room,
	struct err *err)
{
	const char *equals = memchr(text, '=', len);
	const size_t name_len = equals != NULL ? (size_t)(equals - text) : len;
	struct form_field *field = &form->field[form->n];

	if (form->n == FORM_FIELDS)
		return err_set(err, ERR_LIMIT,
			"a form with more than %d fields", FORM_FIELDS);
	if (!form_decode(text, name_len, true, *room, err))
		return false;
	if ((*room)[0] == '\0')
		return err_set(err, ERR_INPUT, "a field without a name");
	if (!str_copy(field->name, sizeof(field->name), *room))
		return err_set(err, ERR_LIMIT,
			"the name of a field is longer than %d bytes",
			FORM_NAME - 1);
	if (form_value(form, field->name) != NULL)
		return err_set(err, ERR_INPUT, "a field that is there twice");
	if (equals == NULL)
		**room = '\0';
	else if (!form_decode(equals + 1, len - name_len - 1, true, *room, err))
		return false;
	field->value = *room;
	*room += strlen(*room) + 1;
	form->n++;
	return true;
}

bool
form_read(const char *text, size_t len, struct form *form, struct err *err)
{
	size_t start = 0, part;
	const char *end;
	char *room;

	*form = (struct form){0};
	if (len > FORM_BYTES)
		return err_set(err, ERR_LIMIT, "a form of more than %d bytes",
			FORM_BYTES);
	if (len == 0)
		return true;
	/* Decoded it is not longer, but for the NUL of a lone name's value. */
	room = form->text = malloc(len + 2);
	if (room == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (;;) {
		end = memchr(text + start, '&', len - start);
		part = end != NULL ? (size_t)(end - text) - start : len - start;
		if (!read_field(form, text + start, part, &room, err))
			return false;
		if (end == NULL)
			return true;
		start += part + 1;
	}
}

void
form_finish(struct form *form)
{
	free(form->text);
	*form = (struct form){0};
}

const char *
form_value(const struct form *form, const char *name)
{
	size_t i;

	for (i = 0; i < form->n; i++) {
		if (strcmp(form->field[i].name, name) == 0)
			return form->field[i].value;
	}
	return NULL;
}

bool
form_number(const struct form *form, const char *name, int low, int high,
	int *value, struct err *err)
{
	const char *text = form_value(form, name);
	const bool is_negative = text != NULL && text[0] == '-';
	long number = 0;
	size_t i, n;

	if (text == NULL)
		return err_set(err, ERR_USAGE, "%s is missing", name);
	text += is_negative;
	n = strlen(text);
	for (i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++) {
		if (i < 10)
			number = number * 10 + (text[i] - '0');
	}
	if (is_negative)
		number = -number;
	if (n == 0 || n > 9 || i < n || number < low || number > high)
		return err_set(err, ERR_USAGE,
			"%s must be a whole number from %d to %d", name, low,
			high);
	*value = (int)number;
	return true;
}
