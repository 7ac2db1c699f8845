/*
 * Who of the staff is logged in: in memory, so that a restart logs everybody
 * out. A login ends when it is not used for LOGIN_IDLE_S, and after
 * LOGIN_MOST_S in any case.
 */
#ifndef SKAPA_KIOSK_LOGINS_H
#define SKAPA_KIOSK_LOGINS_H

#include "kiosk/token.h"
#include "store/roles.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOGIN_IDLE_S (30 * 60)
#define LOGIN_MOST_S (12 * 60 * 60)
#define LOGINS 256 /* at one time; then the one that rested longest ends */
/*
 * A password costs a tenth of a second to try, and one is tried at a time:
 * that many tries a minute from one address, and from all.
 */
#define LOGIN_TRIES 10
#define LOGIN_TRIES_ALL 60
#define LOGIN_TRIES_S 60

struct logins;

struct logins *logins_new(void); /* NULL if memory ran out */
void logins_free(struct logins *logins);

/* token is the cookie's value; only its hash is kept. */
void logins_add(struct logins *logins, const struct store_actor *actor,
	int64_t now, char token[TOKEN]);
/* *actor is who it is, acting now. False if there is no such login any more. */
bool logins_find(struct logins *logins, const char *token, int64_t now,
	struct store_actor *actor);
void logins_end(struct logins *logins, const char *token);
/* All of an account: it was disabled, or has another password. */
void logins_end_of(struct logins *logins, const char *name);
size_t logins_count(const struct logins *logins, int64_t now);

/* Counts a try; false if there were too many, and it is not to be made. */
bool logins_may_try(struct logins *logins, const char *address, int64_t now);

#endif
