/*
 * What went wrong, said to the staff in Swedish. A sentence of another part of
 * the program is English: a page then says in Swedish what kind of thing it
 * was, and has the exact sentence folded beneath (gate.c).
 *
 *	return swedish_err(err, ERR_USAGE, "\"%s\" är ingen kod", typed);
 */
#ifndef SKAPA_KIOSK_SWEDISH_H
#define SKAPA_KIOSK_SWEDISH_H

#include "core/err.h"

/* As err_set: false. */
bool swedish_err(struct err *err, enum err_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The sentence, if it was said by swedish_err; else NULL. Borrowed. */
const char *swedish_of(const struct err *err);

#ifdef __clang_analyzer__
#define swedish_err(...) (swedish_err(__VA_ARGS__), false)
#endif

#endif
