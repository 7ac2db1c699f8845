/*
 * SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits: the name of a
 * scan, of a layout, of a print. Nettle's, which uses the processor's own
 * instructions for it where there are any: a fifth of libsodium's time.
 */
#ifndef SKAPA_CORE_HASH_H
#define SKAPA_CORE_HASH_H

#include <stdbool.h>
#include <stddef.h>

struct err;

#define HASH_HEX 65 /* with the NUL */

void hash_bytes(const void *bytes, size_t len, char hex[HASH_HEX]);
/* Of a whole file, whatever its size. Errors: ERR_SYSTEM. */
bool hash_file(const char *path, char hex[HASH_HEX], struct err *err);

#endif
