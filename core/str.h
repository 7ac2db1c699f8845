/*
 * A string that grows. It is always NUL-terminated; len does not count the
 * NUL. Out of memory is remembered in `failed` and later calls do nothing, so
 * that a long build-up is checked once at its end (str_ok).
 */
#ifndef SKAPA_CORE_STR_H
#define SKAPA_CORE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct err;

struct str {
	char *at; /* never NULL after the first str_add */
	size_t len;
	size_t room;
	bool failed;
};

void str_add(struct str *str, const char *text);
void str_add_bytes(struct str *str, const void *bytes, size_t len);
void str_addf(struct str *str, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void str_addv(struct str *str, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
void str_clear(struct str *str);  /* keeps the memory */
void str_finish(struct str *str); /* frees */
/* Errors: ERR_SYSTEM if memory ran out on the way. */
bool str_ok(const struct str *str, struct err *err);
/* Hands the bytes over; the caller frees them. NULL if memory ran out. */
char *str_take(struct str *str);

/*
 * Copies src into dst of size bytes, always NUL-terminated. False, with dst
 * empty, if it does not fit.
 */
bool str_copy(char *dst, size_t size, const char *src);

/* Whether text is a key: 1..31 of [a-z0-9_-], a letter first. */
bool str_is_key(const char *text);

/* The length of the UTF-8 sequence at text, or 0 if it is not one. */
size_t str_utf8(const unsigned char *text);

/* Whether text is UTF-8 without control characters, line breaks among them. */
bool str_is_line(const char *text);

/* Whether text is a day as "2026-11-24"; every February has 29. */
bool str_is_date(const char *text);

/*
 * Whether text holds what looks like a Swedish personal number: six or eight
 * digits, then four, with '-', '+', a space or nothing between.
 */
bool str_has_personal_number(const char *text);

/* Bytes in lower-case hexadecimal; out has 2 * len + 1 bytes. */
void str_hex(const unsigned char *bytes, size_t len, char *out);

#endif
