/*
 * A multipart form with files, as a stranger may send it: the Content-Type up
 * to the first line's end, then the body. Properties: parts lie within the
 * body, one behind the other; names are texts and not empty; a value that is
 * given has its NUL where its part ends.
 */
#include "kiosk/multipart.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool is)
{
	if (!is)
		abort();
}

static void
look(const struct multipart *form, const char *body, size_t len)
{
	const char *before = body;
	char value[64];
	size_t i;

	must(form->n <= MULTIPART_PARTS);
	for (i = 0; i < form->n; i++) {
		must(form->part[i].at >= before);
		must(form->part[i].len <=
			len - (size_t)(form->part[i].at - body));
		before = form->part[i].at + form->part[i].len;
		must(memchr(form->part[i].name, '\0', MULTIPART_NAME) != NULL);
		must(form->part[i].name[0] != '\0');
		memset(value, 'x', sizeof(value));
		if (multipart_value(
			    form, form->part[i].name, value, sizeof(value)))
			must(memchr(value, '\0', sizeof(value)) != NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	const size_t n = end != NULL ? (size_t)(end - data) : 0;
	const size_t len = end != NULL ? size - n - 1 : 0;
	char *type = calloc(1, n + 1), *body = malloc(len > 0 ? len : 1);
	struct multipart form;

	if (type != NULL && body != NULL && end != NULL) {
		memcpy(type, data, n);
		memcpy(body, end + 1, len);
		multipart_is(type);
		if (multipart_read(type, body, len, &form, NULL))
			look(&form, body, len);
	}
	free(type);
	free(body);
	return 0;
}
