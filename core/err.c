#include "core/err.h"

/* What err.h tells analysers of them; here they are. */
#undef err_set
#undef err_errno
#undef err_wrap

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 3, 0))) static void
set(struct err *err, enum err_code code, const char *format, va_list args)
{
	if (err == NULL || err->code != ERR_NONE)
		return;
	err->code = code;
	vsnprintf(err->text, sizeof(err->text), format, args);
}

bool
err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(err, code, format, args);
	va_end(args);
	return false;
}

bool
err_errno(struct err *err, const char *format, ...)
{
	const int number = errno;
	va_list args;
	size_t len;

	if (err == NULL || err->code != ERR_NONE)
		return false;
	va_start(args, format);
	set(err, ERR_SYSTEM, format, args);
	va_end(args);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof(err->text) - len, ": %s",
		strerror(number));
	return false;
}

bool
err_wrap(struct err *err, const char *format, ...)
{
	char before[ERR_TEXT];
	va_list args;
	size_t len, kept;

	if (err == NULL || err->code == ERR_NONE)
		return false;
	va_start(args, format);
	vsnprintf(before, sizeof(before), format, args);
	va_end(args);
	len = strlen(before);
	if (len + 2 >= sizeof(err->text))
		return false;
	kept = strlen(err->text);
	if (kept > sizeof(err->text) - 1 - len - 2)
		kept = sizeof(err->text) - 1 - len - 2;
	memmove(err->text + len + 2, err->text, kept);
	memcpy(err->text, before, len);
	memcpy(err->text + len, ": ", 2);
	err->text[len + 2 + kept] = '\0';
	return false;
}

void
err_clear(struct err *err)
{
	if (err == NULL)
		return;
	err->code = ERR_NONE;
	err->text[0] = '\0';
}

int
err_exit_status(const struct err *err)
{
	return err != NULL && err->code == ERR_USAGE ? 2 : 1;
}
