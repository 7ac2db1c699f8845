/*
 * multipart/form-data (RFC 7578), as a form without JavaScript sends files:
 *
 *	multipart_read(type, body, len, &form, err);
 *	multipart_value(&form, "token", value)
 *	form.part[i].at, .len		a file's bytes, within body
 *
 * What a browser does not send is refused, never repaired: a body that does not
 * begin with its boundary, a part without a name, headers that are too long,
 * an end that is missing. What a file is called is not read.
 */
#ifndef SKAPA_KIOSK_MULTIPART_H
#define SKAPA_KIOSK_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

struct err;

#define MULTIPART_PARTS 24
#define MULTIPART_NAME 32     /* with the NUL */
#define MULTIPART_HEADER 1024 /* bytes of a part's headers */

struct multipart {
	struct multipart_part {
		char name[MULTIPART_NAME];
		bool is_file;
		const char *at; /* within the body; no NUL behind it */
		size_t len;
	} part[MULTIPART_PARTS];
	size_t n;
};

/* Whether a Content-Type is of it; NULL is not. */
bool multipart_is(const char *type);
/* Errors: ERR_INPUT, ERR_LIMIT. */
bool multipart_read(const char *type, const char *body, size_t len,
	struct multipart *form, struct err *err);
/*
 * The value of a field that is no file, with its NUL; false if there is none,
 * or it is longer than size.
 */
bool multipart_value(const struct multipart *form, const char *name,
	char *value, size_t size);

#endif
