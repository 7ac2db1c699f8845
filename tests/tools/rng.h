/*
 * Random numbers that are the same for the same seed on every machine
 * (splitmix64, Steele et al. 2014). Not for secrets.
 */
#ifndef SKAPA_TESTS_TOOLS_RNG_H
#define SKAPA_TESTS_TOOLS_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

/* A generator of its own for every (seed, stream). */
struct rng rng_make(uint64_t seed, uint64_t stream);
uint32_t rng_bits(struct rng *rng);
double rng_unit(struct rng *rng); /* 0 <= x < 1 */
double rng_range(struct rng *rng, double low, double high);
int rng_below(struct rng *rng, int n); /* 0..n-1; n > 0 */
bool rng_chance(struct rng *rng, double probability);
/* Normal with mean 0 and deviation 1, cut at about 3.5. */
double rng_normal(struct rng *rng);

#endif
