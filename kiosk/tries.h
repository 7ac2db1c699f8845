/*
 * How often somebody has tried: passwords from an address, codes at a screen.
 * In memory; whoever rested longest is forgotten for a new one.
 */
#ifndef SKAPA_KIOSK_TRIES_H
#define SKAPA_KIOSK_TRIES_H

#include <stdbool.h>
#include <stdint.h>

#define TRIES_KEY 64 /* with the NUL */
#define TRIES 128

/* All zeros is nobody. */
struct tries {
	struct tried {
		char key[TRIES_KEY];
		int64_t since; /* of the first of those counted */
		int n;
	} all[TRIES];
};

/* How many within the last span_s seconds. */
int tries_of(
	const struct tries *tries, const char *key, int64_t now, int span_s);
/* Counts one; how many it is within span_s seconds. */
int tries_add(struct tries *tries, const char *key, int64_t now, int span_s);

#endif
