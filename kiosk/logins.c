#include "kiosk/logins.h"

#include "core/str.h"
#include "kiosk/tries.h"

#include <stdlib.h>
#include <string.h>

struct login {
	char hash[TOKEN]; /* "" for a free place */
	char name[STORE_WHO];
	enum store_role role;
	int64_t began, used;
};

struct logins {
	struct login all[LOGINS];
	struct tries tries, everyone;
};

struct logins *
logins_new(void)
{
	return calloc(1, sizeof(struct logins));
}

void
logins_free(struct logins *logins)
{
	free(logins);
}

static bool
is_good(const struct login *login, int64_t now)
{
	return login->hash[0] != '\0' && now - login->used < LOGIN_IDLE_S &&
	       now - login->began < LOGIN_MOST_S;
}

void
logins_add(struct logins *logins, const struct store_actor *actor, int64_t now,
	char token[TOKEN])
{
	struct login *place = &logins->all[0];
	size_t i;

	for (i = 0; i < LOGINS && is_good(place, now); i++) {
		if (!is_good(&logins->all[i], now) ||
			logins->all[i].used < place->used)
			place = &logins->all[i];
	}
	token_new(token);
	*place = (struct login){.role = actor->role, .began = now, .used = now};
	token_hash(token, place->hash);
	str_copy(place->name, sizeof(place->name), actor->name);
}

static struct login *
find(struct logins *logins, const char *token)
{
	char hash[TOKEN];
	size_t i;

	if (!token_is(token))
		return NULL;
	token_hash(token, hash);
	for (i = 0; i < LOGINS; i++) {
		if (token_same(hash, logins->all[i].hash))
			return &logins->all[i];
	}
	return NULL;
}

bool
logins_find(struct logins *logins, const char *token, int64_t now,
	struct store_actor *actor)
{
	struct login *login = find(logins, token);

	if (login == NULL)
		return false;
	if (!is_good(login, now)) {
		*login = (struct login){0};
		return false;
	}
	login->used = now;
	*actor = (struct store_actor){.role = login->role, .at = now};
	str_copy(actor->name, sizeof(actor->name), login->name);
	return true;
}

void
logins_end(struct logins *logins, const char *token)
{
	struct login *login = find(logins, token);

	if (login != NULL)
		*login = (struct login){0};
}

void
logins_end_of(struct logins *logins, const char *name)
{
	size_t i;

	for (i = 0; i < LOGINS; i++) {
		if (strcmp(logins->all[i].name, name) == 0)
			logins->all[i] = (struct login){0};
	}
}

size_t
logins_count(const struct logins *logins, int64_t now)
{
	size_t i, n = 0;

	for (i = 0; i < LOGINS; i++)
		n += is_good(&logins->all[i], now);
	return n;
}

bool
logins_may_try(struct logins *logins, const char *address, int64_t now)
{
	return tries_add(&logins->tries, address, now, LOGIN_TRIES_S) <=
		       LOGIN_TRIES &&
	       tries_add(&logins->everyone, "everyone", now, LOGIN_TRIES_S) <=
		       LOGIN_TRIES_ALL;
}
