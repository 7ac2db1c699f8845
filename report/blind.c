#include "report/blind.h"

#define P BLIND_PRIME

static uint32_t
times(uint32_t a, uint32_t b)
{
	return (uint32_t)((uint64_t)a * b % P);
}

static uint32_t
inverse(uint32_t a)
{
	uint32_t result = 1, power = P - 2;

	for (; power > 0; power >>= 1, a = times(a, a)) {
		if ((power & 1u) != 0)
			result = times(result, a);
	}
	return result;
}

/* row less what stands at by so often that its first is 0 there. */
static void
subtract(uint32_t *row, const uint32_t *by, size_t n)
{
	uint32_t share;
	size_t i = 0;

	while (by[i] == 0)
		i++;
	share = P - row[i];
	for (; share != P && i < n; i++)
		row[i] = (uint32_t)((row[i] + (uint64_t)share * by[i]) % P);
}

/* To steps, the first of each row 1; how many rows are left. */
static size_t
solve(uint32_t *rows, size_t n_rows, size_t n)
{
	size_t i, j, k, n_left = 0;

	for (i = 0; i < n_rows; i++) {
		uint32_t *row = rows + i * n, share;

		for (j = 0; j < n_left; j++)
			subtract(row, rows + j * n, n);
		for (k = 0; k < n && row[k] == 0; k++)
			;
		if (k == n)
			continue;
		share = inverse(row[k]);
		for (j = 0; j < n; j++)
			rows[n_left * n + j] = times(row[j], share);
		n_left++;
	}
	return n_left;
}

/* The number of each row's first, so that the row adds up to 0. */
static void
put_firsts(const uint32_t *rows, size_t n_rows, size_t n, size_t which,
	struct blind *numbers)
{
	size_t i, k;

	for (i = n_rows; i-- > 0;) {
		const uint32_t *row = rows + i * n;
		uint64_t sum = 0;
		size_t first = 0;

		while (row[first] == 0)
			first++;
		for (k = first + 1; k < n; k++)
			sum = (sum + (uint64_t)row[k] *
					      numbers[k].numbers[which]) %
			      P;
		numbers[first].numbers[which] = (uint32_t)((P - sum) % P);
	}
}

void
blind_make(uint32_t *rows, size_t n_rows, size_t n, struct blind *numbers)
{
	uint64_t chance = 1;
	size_t which, k;

	n_rows = solve(rows, n_rows, n);
	for (which = 0; which < 2; which++) {
		for (k = 0; k < n; k++) {
			/* Knuth's MMIX generator. */
			chance = chance * 6364136223846793005u +
				 1442695040888963407u;
			numbers[k].numbers[which] =
				(uint32_t)(chance >> 33) % P;
		}
	}
	for (which = 0; which < 2; which++)
		put_firsts(rows, n_rows, n, which, numbers);
}
