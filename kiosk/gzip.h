/*
 * Bytes made smaller on their way to a browser (RFC 1952), whole texts at once.
 */
#ifndef SKAPA_KIOSK_GZIP_H
#define SKAPA_KIOSK_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#define GZIP_QUICK 4 /* for what is made anew for every request */
#define GZIP_SMALL 9 /* for what is kept */

/*
 * *made is to be freed. False if memory ran out or it is no smaller so: then
 * the bytes are sent as they are.
 */
bool gzip_pack(const void *bytes, size_t len, int level, void **made,
	size_t *made_len);
/* Of an Accept-Encoding header, NULL: there is none. */
bool gzip_is_taken(const char *accepted);

#endif
