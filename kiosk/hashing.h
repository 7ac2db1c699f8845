/*
 * Passwords on the other thread (worker.h): a hash takes a fifth of a second,
 * and so does a try. A handler is called twice, and asks the same both times:
 *
 *	if (!hashing_make(ask, password, &hash, reply, err))
 *		return false;
 *	if (hash == NULL)
 *		return true;	it is begun; nothing else may be done yet
 */
#ifndef SKAPA_KIOSK_HASHING_H
#define SKAPA_KIOSK_HASHING_H

#include <stdbool.h>

struct ask;
struct err;
struct http_reply;

/*
 * *hash is of password, borrowed from the request; NULL: reply asks for it.
 * Errors: those of password_hash.
 */
bool hashing_make(const struct ask *ask, const char *password,
	const char **hash, struct http_reply *reply, struct err *err);

/*
 * Whether password is that of hash; "" is nobody's. hashing_begin once, then
 * hashing_fits where the request has what it asked for. Errors: ERR_SYSTEM.
 */
bool hashing_begin(const char *password, const char *hash,
	struct http_reply *reply, struct err *err);
bool hashing_fits(const struct ask *ask, bool *fits, struct err *err);

#endif
