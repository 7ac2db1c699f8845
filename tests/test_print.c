/*
 * What is kept of a print beside its two rasters says the same as they do.
 */
#include "tests/test.h"

#include "intake/image.h"
#include "intake/limits.h"
#include "intake/print.h"

#include <stdlib.h>

enum { W = 1240, H = 1754 };

/* Slopes from black to paper, so that every value is there. */
static bool
make(struct print *print, struct err *err)
{
	uint8_t *bits = malloc((size_t)W * H);
	const struct image image = {
		.w = W, .h = H, .depth = 8, .stride = W, .bits = bits};
	bool ok;
	int x, y;

	assert_non_null(bits);
	for (y = 0; y < H; y++)
		for (x = 0; x < W; x++)
			bits[(size_t)y * W + (size_t)x] =
				(uint8_t)((x / 2 + y / 3 * 7) & 255);
	ok = print_make(print, &image, err);
	free(bits);
	return ok;
}

static void
test_print_make__bits_as_the_rasters(void **state)
{
	struct print *print = malloc(sizeof(*print));
	struct err err = {0};
	int n[2] = {0, 0}, x, y;

	(void)state;
	assert_non_null(print);
	assert_ok(make(print, &err), &err);
	for (y = 0; y < PRINT_H; y++)
		for (x = 0; x < PRINT_W; x++) {
			const int cell = y * PRINT_W + x;
			const double dark =
				(255 - print->darkest[cell]) / 255.0;
			const bool black =
				print_bits_at(print->black[y], x) & 1;
			const bool barred =
				print_bits_at(print->barred[y], x) & 1;

			n[0] += black;
			n[1] += barred;
			if (black != (print->grey[cell] < 110) ||
				barred != (dark >= LIMIT_PRINT_MASK))
				fail_msg("%d %d: black %d, barred %d", x, y,
					black, barred);
		}
	/* Some of each, or nothing was compared. */
	assert_in_range(n[0], 1, PRINT_W * PRINT_H - 1);
	assert_in_range(n[1], 1, PRINT_W * PRINT_H - 1);
	free(print);
}

static void
test_print_bits_at__64_from_any_place(void **state)
{
	uint64_t row[PRINT_WORDS] = {0};
	int x, k;

	(void)state;
	for (x = 0; x < PRINT_W; x++)
		row[x / 64] |= (uint64_t)(x % 7 == 0 || x % 5 == 1) << x % 64;
	for (x = 0; x < PRINT_W; x++) {
		const uint64_t bits = print_bits_at(row, x);

		for (k = 0; k < 64; k++) {
			const int at = x + k;
			const bool want =
				at < PRINT_W && (at % 7 == 0 || at % 5 == 1);

			if ((bits >> k & 1) != want)
				fail_msg("cell %d from %d is %d", k, x, !want);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_print_make__bits_as_the_rasters),
		cmocka_unit_test(test_print_bits_at__64_from_any_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
