/*
 * What a request asks for: the target of its first line ("/staff/today?n=2"),
 * and the value of one cookie in its Cookie header.
 */
#ifndef SKAPA_KIOSK_TARGET_H
#define SKAPA_KIOSK_TARGET_H

#include <stdbool.h>
#include <stddef.h>

struct err;

#define TARGET_MOST 2048 /* bytes of a target, without a NUL */
#define TARGET_PATH 512	 /* of its path, decoded, with the NUL */
#define COOKIE_VALUE 256 /* of one cookie's value, with the NUL */

/*
 * path: decoded UTF-8 that begins with '/', without "//", "." or ".." as a
 * part and without control characters. *query: what is behind the '?', in
 * target, undecoded; "" if there is none. Errors: ERR_INPUT, ERR_LIMIT.
 */
bool target_read(const char *target, char path[TARGET_PATH], const char **query,
	struct err *err);

/*
 * Of the header "a=1; b=2" the value of that name. False if it is not there,
 * is there twice, or is longer than value.
 */
bool cookie_read(
	const char *header, const char *name, char value[COOKIE_VALUE]);

#endif
