#include "kiosk/logins.h"

#include "core/str.h"
#include "kiosk/http.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESSES 128 /* whose tries are counted; the oldest are forgotten */

struct login {
	char hash[TOKEN]; /* "" for a free place */
	char name[STORE_WHO];
	enum store_role role;
	int64_t began, used;
};

struct tries {
	char address[HTTP_ADDRESS];
	int64_t since;
	int n;
};

struct logins {
	struct login all[LOGINS];
	struct tries tries[ADDRESSES];
	struct tries everyone;
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

static bool
count_try(struct tries *tries, int most, int64_t now)
{
	if (now - tries->since >= LOGIN_TRIES_S) {
		tries->since = now;
		tries->n = 0;
	}
	return ++tries->n <= most;
}

bool
logins_may_try(struct logins *logins, const char *address, int64_t now)
{
	struct tries *place = &logins->tries[0];
	size_t i;

	for (i = 0; i < ADDRESSES; i++) {
		if (strcmp(logins->tries[i].address, address) == 0)
			break;
		if (logins->tries[i].since < place->since)
			place = &logins->tries[i];
	}
	if (i < ADDRESSES) {
		place = &logins->tries[i];
	} else {
		*place = (struct tries){0};
		str_copy(place->address, sizeof(place->address), address);
	}
	return count_try(place, LOGIN_TRIES, now) &&
	       count_try(&logins->everyone, LOGIN_TRIES_ALL, now);
}
