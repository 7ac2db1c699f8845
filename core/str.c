#include "core/str.h"

#include "core/err.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
grow(struct str *str, size_t more)
{
	size_t room;
	char *at;

	if (str->failed)
		return false;
	if (more >= SIZE_MAX / 4 - str->len) {
		str->failed = true;
		return false;
	}
	if (str->at != NULL && str->len + more + 1 <= str->room)
		return true;
	room = str->room < 64 ? 64 : str->room;
	while (room < str->len + more + 1)
		room *= 2;
	at = realloc(str->at, room);
	if (at == NULL) {
		str->failed = true;
		return false;
	}
	str->at = at;
	str->room = room;
	return true;
}

void
str_add_bytes(struct str *str, const void *bytes, size_t len)
{
	if (!grow(str, len))
		return;
	if (len > 0)
		memcpy(str->at + str->len, bytes, len);
	str->len += len;
	str->at[str->len] = '\0';
}

void
str_add(struct str *str, const char *text)
{
	str_add_bytes(str, text, strlen(text));
}

void
str_addv(struct str *str, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		str->failed = true;
	else if (grow(str, (size_t)len)) {
		vsnprintf(str->at + str->len, (size_t)len + 1, format, again);
		str->len += (size_t)len;
	}
	va_end(again);
}

void
str_addf(struct str *str, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_addv(str, format, args);
	va_end(args);
}

void
str_clear(struct str *str)
{
	str->len = 0;
	if (str->at != NULL)
		str->at[0] = '\0';
}

void
str_finish(struct str *str)
{
	free(str->at);
	*str = (struct str){0};
}

bool
str_ok(const struct str *str, struct err *err)
{
	if (str->failed)
		return err_set(err, ERR_SYSTEM, "out of memory");
	return true;
}

char *
str_take(struct str *str)
{
	char *at;

	if (str->failed || !grow(str, 0)) {
		str_finish(str);
		return NULL;
	}
	str->at[str->len] = '\0';
	at = str->at;
	*str = (struct str){0};
	return at;
}

bool
str_copy(char *dst, size_t size, const char *src)
{
	const size_t len = strlen(src);

	if (len >= size) {
		dst[0] = '\0';
		return false;
	}
	memcpy(dst, src, len + 1);
	return true;
}

bool
str_is_key(const char *text)
{
	size_t i;

	if (text[0] < 'a' || text[0] > 'z')
		return false;
	for (i = 1; text[i] != '\0'; i++) {
		const char c = text[i];

		if (i >= 31 ||
			!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
				c == '_' || c == '-'))
			return false;
	}
	return true;
}

size_t
str_utf8(const unsigned char *text)
{
	const unsigned char c = text[0];
	size_t n, i;
	unsigned long code;

	if (c < 0x80)
		return 1;
	n = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 0;
	if (n == 0 || c >= 0xf5)
		return 0;
	code = c & (0xffu >> (n + 1));
	for (i = 1; i < n; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	if ((n == 3 && code < 0x800) || (n == 4 && code < 0x10000) ||
		code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return n;
}

bool
str_is_line(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at != '\0') {
		const size_t n = str_utf8(at);

		/* C0, DEL and C1 are controls. */
		if (n == 0 || *at < 0x20 || *at == 0x7f ||
			(*at == 0xc2 && at[1] < 0xa0))
			return false;
		at += n;
	}
	return true;
}

bool
str_has_personal_number(const char *text)
{
	static const char digits[] = "0123456789";

	while (*text != '\0') {
		const size_t n = strspn(text, digits);

		if (n == 10 || n == 12)
			return true;
		if ((n == 6 || n == 8) && text[n] != '\0' &&
			strchr("-+ ", text[n]) != NULL &&
			strspn(text + n + 1, digits) == 4)
			return true;
		text += n > 0 ? n : 1;
	}
	return false;
}

void
str_hex(const unsigned char *bytes, size_t len, char *out)
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		out[2 * i] = digit[bytes[i] >> 4];
		out[2 * i + 1] = digit[bytes[i] & 15];
	}
	out[2 * len] = '\0';
}

bool
str_is_date(const char *text)
{
	static const int days[] = {
		31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int i, month, day;

	if (strlen(text) != 10)
		return false;
	for (i = 0; i < 10; i++) {
		if (i == 4 || i == 7 ? text[i] != '-'
				     : text[i] < '0' || text[i] > '9')
			return false;
	}
	month = atoi(text + 5);
	day = atoi(text + 8);
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}
