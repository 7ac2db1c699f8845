/* The operations of the store that tests/test_alloc.c refuses memory to. */
#ifndef SKAPA_TESTS_ALLOC_CALLS_H
#define SKAPA_TESTS_ALLOC_CALLS_H

#include "tests/alloc_world.h"

/* What an operation does to the world. */
#define ALLOC_CHANGES 1 /* something that alloc_measure() sees */
/* What it wrote down before it failed is done by the next writer. */
#define ALLOC_FINISHED 2

struct alloc_call {
	const char *name;
	bool (*call)(struct store *store, const struct alloc_world *world,
		struct err *err);
	int how; /* ALLOC_... */
};

/* One without a name ends them. */
extern const struct alloc_call alloc_calls[];

#endif
