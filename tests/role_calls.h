/*
 * Every function of the store that somebody may or may not use, called on a
 * person's, another's or nobody's things: what tests/test_roles.c tries as
 * every role.
 */
#ifndef SKAPA_TESTS_ROLE_CALLS_H
#define SKAPA_TESTS_ROLE_CALLS_H

#include "tests/role_world.h"

struct call {
	struct store *store;
	const struct world *world;
	const struct thing *thing;
	size_t shown[WHOSE]; /* rows of each that a list showed */
};

/* What it is tried on, and what it leaves in the chain when it is allowed. */
#define ON_PEOPLE 3  /* own and other */
#define ON_NOBODY 4  /* nobody's */
#define ON_OWN 1     /* on the first; whose it is does not matter */
#define ON_OTHER 2   /* what is everyone's: own people are not enough */
#define ON_ALL 8     /* a list of everyone's */
#define LEAVES 16    /* rows */
#define LEAVES_NO 32 /* row: nothing changed, no answer was shown */

struct role_call {
	enum store_operation operation;
	const char *name;
	bool (*f)(struct call *call, struct err *err);
	int how;
};

/* One without a name ends them. */
extern const struct role_call calls[];

#endif
