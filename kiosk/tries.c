#include "kiosk/tries.h"

#include "core/str.h"

#include <stddef.h>
#include <string.h>

int
tries_of(const struct tries *tries, const char *key, int64_t now, int span_s)
{
	size_t i;

	for (i = 0; i < TRIES; i++) {
		if (strcmp(tries->all[i].key, key) == 0)
			return now - tries->all[i].since < span_s
				       ? tries->all[i].n
				       : 0;
	}
	return 0;
}

int
tries_add(struct tries *tries, const char *key, int64_t now, int span_s)
{
	struct tried *place = &tries->all[0];
	size_t i;

	for (i = 0; i < TRIES; i++) {
		if (strcmp(tries->all[i].key, key) == 0) {
			place = &tries->all[i];
			break;
		}
		if (tries->all[i].since < place->since)
			place = &tries->all[i];
	}
	if (i == TRIES || now - place->since >= span_s) {
		*place = (struct tried){.since = now};
		str_copy(place->key, sizeof(place->key), key);
	}
	return ++place->n;
}
