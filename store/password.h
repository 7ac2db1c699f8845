/*
 * Passwords, kept as Argon2id hashes (RFC 9106) of libsodium: 64 MiB and two
 * passes, its INTERACTIVE limits; about a tenth of a second a guess.
 */
#ifndef SKAPA_STORE_PASSWORD_H
#define SKAPA_STORE_PASSWORD_H

#include <stdbool.h>

struct err;

#define PASSWORD_MIN 12	  /* bytes */
#define PASSWORD_MAX 1024 /* bytes */
#define PASSWORD_HASH 128 /* bytes, with the NUL */

/* Errors: ERR_USAGE if it is shorter or longer than that; ERR_SYSTEM. */
bool password_hash(
	const char *password, char hash[PASSWORD_HASH], struct err *err);
/*
 * Whether password is the one. hash NULL: it is nobody's, and finding that out
 * takes as long. Errors: ERR_SYSTEM for want of memory.
 */
bool password_check(
	const char *password, const char *hash, bool *fits, struct err *err);

#endif
