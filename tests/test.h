/*
 * What every test includes: the headers cmocka wants before it, in the one
 * place that knows so.
 */
#ifndef SKAPA_TESTS_TEST_H
#define SKAPA_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/err.h"

/* cmocka 1.1.5 has no comparison of doubles. */
#define assert_near(a, b, tolerance)                                           \
	do {                                                                   \
		const double near_a = (a), near_b = (b);                       \
		const double near_d =                                          \
			near_a > near_b ? near_a - near_b : near_b - near_a;   \
		if (!(near_d <= (tolerance)))                                  \
			fail_msg("%s:%d: %g is not within %g of %g", __FILE__, \
				__LINE__, near_a, (double)(tolerance),         \
				near_b);                                       \
	} while (0)

/* Fails with the sentence when a call that must succeed did not. */
#define assert_ok(call, err)                                                   \
	do {                                                                   \
		if (!(call))                                                   \
			fail_msg("%s:%d: %s: %s", __FILE__, __LINE__, #call,   \
				(err)->text);                                  \
	} while (0)

#endif
