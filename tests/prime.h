/*
 * Numbers modulo a prime, for the attackers that solve what reports have told.
 * report/blind.c reckons so too; this is the judge's own.
 */
#ifndef SKAPA_TESTS_PRIME_H
#define SKAPA_TESTS_PRIME_H

#include <stdint.h>

#define PRIME 2147483647u

uint32_t prime_times(uint32_t a, uint32_t b);
/* a is not 0. */
uint32_t prime_inverse(uint32_t a);

#endif
