#include "intake/symbol.h"

#include <string.h>

#define N FRAME_MODULES
#define ALIGNMENT 26 /* the alignment pattern's middle in version 4 */
#define LEVEL_H 2    /* its two bits in the format information */
#define MASKS 8
#define FORMAT_BITS 15

/* A finder with its separator; x, y is the finder's own top left. */
static void
finder(struct symbol *symbol, int x0, int y0)
{
	int x, y;

	for (y = -1; y <= 7; y++)
		for (x = -1; x <= 7; x++) {
			const int px = x0 + x, py = y0 + y;
			const int dx = x < 3 ? 3 - x : x - 3;
			const int dy = y < 3 ? 3 - y : y - 3;
			const int ring = dx > dy ? dx : dy;

			if (px < 0 || py < 0 || px >= N || py >= N)
				continue;
			symbol->at[py][px] = ring != 2 && ring != 4;
		}
}

/* Where bit i of the format information stands; copy 0 or 1. */
static void
format_place(int i, int copy, int *x, int *y)
{
	if (copy == 0) {
		*x = i < 8 ? 8 : i == 8 ? 7 : 14 - i;
		*y = i < 6 ? i : i < 8 ? i + 1 : 8;
	} else {
		*x = i < 8 ? N - 1 - i : 8;
		*y = i < 8 ? 8 : N - 15 + i;
	}
}

void
symbol_known(struct symbol *symbol)
{
	int i, x, y, copy;

	memset(symbol->at, MODULE_DATA, sizeof(symbol->at));
	for (i = 8; i < N - 8; i++) {
		symbol->at[6][i] = i % 2 == 0;
		symbol->at[i][6] = i % 2 == 0;
	}
	for (y = -2; y <= 2; y++)
		for (x = -2; x <= 2; x++) {
			const int dx = x < 0 ? -x : x, dy = y < 0 ? -y : y;

			symbol->at[ALIGNMENT + y][ALIGNMENT + x] =
				(dx > dy ? dx : dy) != 1;
		}
	finder(symbol, 0, 0);
	finder(symbol, N - 7, 0);
	finder(symbol, 0, N - 7);
	for (i = 0; i < FORMAT_BITS; i++)
		for (copy = 0; copy < 2; copy++) {
			format_place(i, copy, &x, &y);
			symbol->at[y][x] = MODULE_FORMAT;
		}
	symbol->at[N - 8][8] = 1;
}

/* The 15 bits of level H with a mask (ISO/IEC 18004, 7.9). */
static unsigned
format_of(unsigned mask)
{
	const unsigned data = LEVEL_H << 3 | mask;
	unsigned rest = data;
	int i;

	for (i = 0; i < 10; i++)
		rest = rest << 1 ^ (rest >> 9) * 0x537;
	return (data << 10 | rest) ^ 0x5412;
}

void
symbol_set_format(
	struct symbol *symbol, float dark[FRAME_MODULES][FRAME_MODULES])
{
	unsigned mask, best = 0;
	float best_fit = -1e9F;
	int i, copy, x, y;

	for (mask = 0; mask < MASKS; mask++) {
		const unsigned bits = format_of(mask);
		float fit = 0;

		for (i = 0; i < FORMAT_BITS; i++)
			for (copy = 0; copy < 2; copy++) {
				format_place(i, copy, &x, &y);
				fit += bits >> i & 1 ? dark[y][x] : -dark[y][x];
			}
		if (fit > best_fit) {
			best_fit = fit;
			best = bits;
		}
	}
	for (i = 0; i < FORMAT_BITS; i++)
		for (copy = 0; copy < 2; copy++) {
			format_place(i, copy, &x, &y);
			symbol->at[y][x] = best >> i & 1;
		}
}
