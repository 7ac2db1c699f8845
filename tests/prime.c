#include "tests/prime.h"

uint32_t
prime_times(uint32_t a, uint32_t b)
{
	return (uint32_t)((uint64_t)a * b % PRIME);
}

uint32_t
prime_inverse(uint32_t a)
{
	uint32_t result = 1, power = PRIME - 2;

	for (; power > 0; power >>= 1, a = prime_times(a, a)) {
		if ((power & 1u) != 0)
			result = prime_times(result, a);
	}
	return result;
}
