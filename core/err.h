/*
 * What went wrong, as one sentence that names the thing and the place.
 *
 *	if (!layout_read(text, &layout, err))
 *		return err_wrap(err, "%s", path);
 *	-> "page.json: line 12: boxes: zone is missing"
 *
 * A function that can fail takes `struct err *err` last, returns false (or
 * NULL), and leaves its out-parameters untouched. err may be NULL. The first
 * failure is kept; err_wrap puts the place in front of it. Nothing is
 * allocated. Sentences are lower case without a full stop; what to do next
 * follows after "; ".
 */
#ifndef SKAPA_CORE_ERR_H
#define SKAPA_CORE_ERR_H

#include <stdbool.h>

/* What the caller can do about it, not where it broke. */
enum err_code {
	ERR_NONE,
	ERR_USAGE,   /* the caller named something that is not there */
	ERR_INPUT,   /* the data is wrong: refuse it and go on */
	ERR_LIMIT,   /* the data is larger than we take */
	ERR_SYSTEM,  /* the system refused: errno is in the sentence */
	ERR_LIBRARY, /* a library refused */
	ERR_REFUSED, /* whoever asks may not; somebody else may */
	ERR__MAX
};

#define ERR_TEXT 1024 /* bytes, with the NUL; longer sentences are cut */

struct err {
	enum err_code code;
	char text[ERR_TEXT];
};

/* Both return false, so that `return err_set(...)` reads well. */
bool err_set(struct err *err, enum err_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* As err_set, with ": " and the text of errno behind. Code ERR_SYSTEM. */
bool err_errno(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Puts "<format>: " before the sentence that is there. */
bool err_wrap(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void err_clear(struct err *err);

/* Across files an analyser cannot see that they return false. */
#ifdef __clang_analyzer__
#define err_set(...) (err_set(__VA_ARGS__), false)
#define err_errno(...) (err_errno(__VA_ARGS__), false)
#define err_wrap(...) (err_wrap(__VA_ARGS__), false)
#endif

/* The exit status of the contract: 2 for ERR_USAGE, else 1. */
int err_exit_status(const struct err *err);

#endif
