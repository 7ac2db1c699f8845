#include "kiosk/multipart.h"

#include "core/err.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TYPE "multipart/form-data"
#define BOUNDARY 70 /* RFC 2046 5.1.1 */

bool
multipart_is(const char *type)
{
	const size_t len = strlen(TYPE);

	return type != NULL && strncasecmp(type, TYPE, len) == 0 &&
	       (type[len] == ';' || type[len] == ' ');
}

/* What stands between two parts: CRLF, two hyphens and the boundary. */
static bool
read_boundary(const char *type, char between[BOUNDARY + 5], struct err *err)
{
	const char *at = strstr(type, "boundary=");
	size_t len;

	if (at == NULL)
		return err_set(err, ERR_INPUT, "the form says no boundary");
	at += strlen("boundary=");
	at += at[0] == '"';
	len = strcspn(at, "\"; ,\t");
	if (len == 0 || len > BOUNDARY)
		return err_set(err, ERR_INPUT,
			"the form's boundary has %zu bytes, not 1 to %d", len,
			BOUNDARY);
	snprintf(between, BOUNDARY + 5, "\r\n--%.*s", (int)len, at);
	return true;
}

/* The value of name="..." in a header of that length; false: there is none. */
static bool
parameter(const char *header, size_t len, const char *name,
	char value[MULTIPART_NAME])
{
	char wanted[32];
	const char *at, *end;

	snprintf(wanted, sizeof(wanted), "; %s=\"", name);
	at = memmem(header, len, wanted, strlen(wanted));
	if (at == NULL)
		return false;
	at += strlen(wanted);
	end = memchr(at, '"', len - (size_t)(at - header));
	if (end == NULL)
		return false;
	if (value == NULL)
		return true;
	if (end == at || end - at >= MULTIPART_NAME ||
		memchr(at, '\0', (size_t)(end - at)) != NULL)
		return false;
	snprintf(value, MULTIPART_NAME, "%.*s", (int)(end - at), at);
	return true;
}

/* The headers of a part, without the empty line that ends them. */
static bool
read_headers(const char *at, size_t len, struct multipart_part *part,
	struct err *err)
{
	static const char wanted[] = "Content-Disposition: form-data";
	const char *end;
	size_t n;

	for (; len > 0; at += n, len -= n) {
		end = memmem(at, len, "\r\n", 2);
		n = end != NULL ? (size_t)(end - at) : len;
		if (n > sizeof(wanted) &&
			strncasecmp(at, wanted, sizeof(wanted) - 1) == 0) {
			part->is_file = parameter(at, n, "filename", NULL);
			if (parameter(at, n, "name", part->name))
				return true;
		}
		n += end != NULL ? 2 : 0;
	}
	return err_set(err, ERR_INPUT, "a part of the form has no name");
}

static bool
read_part(const char **at, const char *end, const char *between,
	struct multipart_part *part, struct err *err)
{
	const size_t left = (size_t)(end - *at), most = MULTIPART_HEADER;
	const char *gap = memmem(*at, left < most ? left : most, "\r\n\r\n", 4);
	const char *next;

	if (gap == NULL)
		return err_set(err, ERR_INPUT,
			"the headers of a part of the form do not end within "
			"%d bytes",
			MULTIPART_HEADER);
	if (!read_headers(*at, (size_t)(gap - *at), part, err))
		return false;
	part->at = gap + 4;
	next = memmem(
		part->at, (size_t)(end - part->at), between, strlen(between));
	if (next == NULL)
		return err_set(err, ERR_INPUT, "the form has no end");
	part->len = (size_t)(next - part->at);
	*at = next + strlen(between);
	return true;
}

bool
multipart_read(const char *type, const char *body, size_t len,
	struct multipart *form, struct err *err)
{
	const char *at = body, *end = body + len;
	char between[BOUNDARY + 5];
	size_t first;

	*form = (struct multipart){.n = 0};
	if (!read_boundary(type, between, err))
		return false;
	first = strlen(between) - 2;
	if (len < first || memcmp(body, between + 2, first) != 0)
		return err_set(err, ERR_INPUT,
			"the form does not begin with its boundary");
	at += first;
	while (end - at >= 2 && memcmp(at, "\r\n", 2) == 0) {
		if (form->n == MULTIPART_PARTS)
			return err_set(err, ERR_LIMIT,
				"the form has more than %d parts",
				MULTIPART_PARTS);
		at += 2;
		if (!read_part(&at, end, between, &form->part[form->n], err))
			return false;
		form->n++;
	}
	return (end - at >= 2 && memcmp(at, "--", 2) == 0) ||
	       err_set(err, ERR_INPUT, "the form has no end");
}

bool
multipart_value(const struct multipart *form, const char *name, char *value,
	size_t size)
{
	size_t i;

	for (i = 0; i < form->n; i++) {
		const struct multipart_part *part = &form->part[i];

		if (part->is_file || strcmp(part->name, name) != 0)
			continue;
		if (part->len >= size ||
			memchr(part->at, '\0', part->len) != NULL)
			return false;
		memcpy(value, part->at, part->len);
		value[part->len] = '\0';
		return true;
	}
	return false;
}
