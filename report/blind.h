/*
 * What counts of people are blind to. Each kind of person gets a number, by
 * chance but for this: over the kinds that a count is of, they add up to 0,
 * whichever of the counts it is. Then they do so over every group whose size
 * follows from the counts by sums and differences; and over another group
 * hardly ever: one in 2^62.
 *
 *	blind_make(rows, n_rows, n, numbers);
 *	... sum of numbers[i] over a group is 0: its size can be worked out
 */
#ifndef SKAPA_REPORT_BLIND_H
#define SKAPA_REPORT_BLIND_H

#include <stddef.h>
#include <stdint.h>

#define BLIND_PRIME 2147483647u

/* Two at once, each below BLIND_PRIME; the same for the same rows, always. */
struct blind {
	uint32_t numbers[2];
};

/*
 * rows: n_rows of n, 1 where a kind is in the count, else 0; they are used up.
 * A row of which one is known to be nobody has 0 there.
 */
void blind_make(uint32_t *rows, size_t n_rows, size_t n, struct blind *numbers);

#endif
