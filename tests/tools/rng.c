#include "tests/tools/rng.h"

static uint64_t
next(struct rng *rng)
{
	uint64_t z = rng->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

struct rng
rng_make(uint64_t seed, uint64_t stream)
{
	struct rng rng = {seed};

	rng.state = next(&rng) ^ (stream * UINT64_C(0xd1342543de82ef95));
	next(&rng);
	return rng;
}

uint32_t
rng_bits(struct rng *rng)
{
	return (uint32_t)(next(rng) >> 32);
}

double
rng_unit(struct rng *rng)
{
	return (double)(next(rng) >> 11) / 9007199254740992.0; /* 2^53 */
}

double
rng_range(struct rng *rng, double low, double high)
{
	return low + (high - low) * rng_unit(rng);
}

int
rng_below(struct rng *rng, int n)
{
	return (int)(rng_unit(rng) * n);
}

bool
rng_chance(struct rng *rng, double probability)
{
	return rng_unit(rng) < probability;
}

double
rng_normal(struct rng *rng)
{
	double sum = 0;
	int i;

	/* Twelve uniforms less six: near enough, and the same everywhere. */
	for (i = 0; i < 12; i++)
		sum += rng_unit(rng);
	return sum - 6;
}
