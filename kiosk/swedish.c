#include "kiosk/swedish.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Before the sentence; no other begins with it. */
#define MARK "\x1fsv "

#undef swedish_err
bool
swedish_err(struct err *err, enum err_code code, const char *format, ...)
{
	char text[ERR_TEXT];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return err_set(err, code, MARK "%s", text);
}

const char *
swedish_of(const struct err *err)
{
	const size_t len = strlen(MARK);

	return strncmp(err->text, MARK, len) == 0 ? err->text + len : NULL;
}
