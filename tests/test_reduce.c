/*
 * The working picture is the same whether the whole page came out of the
 * sandbox and was reduced here, or was reduced in there.
 */
#include "tests/test.h"

#include "intake/decode.h"
#include "intake/image.h"
#include "intake/reduce.h"

#include <leptonica/allheaders.h>

static const struct {
	int dpi, w, h, factor;
} rows[] = {
	{150, 601, 905, 1},
	{300, 1201, 1803, 2},
	{450, 903, 2701, 3},
	{600, 1203, 3607, 4},
};

/* A JPEG with every kind of slope in it. */
static uint8_t *
make_jpeg(int w, int h, int dpi, size_t *len)
{
	PIX *pix = pixCreate(w, h, 8);
	l_uint8 *bytes = NULL;
	int x, y;

	for (y = 0; y < h; y++) {
		l_uint32 *line = pixGetData(pix) + y * pixGetWpl(pix);

		for (x = 0; x < w; x++)
			SET_DATA_BYTE(line, x,
				(x * 3 + y * 5 + (x / 40 + y / 25) % 2 * 90) &
					255);
	}
	pixSetResolution(pix, dpi, dpi);
	assert_int_equal(pixWriteMemJpeg(&bytes, len, pix, 90, 0), 0);
	pixDestroy(&pix);
	return bytes;
}

static void
work_of(struct decoder *decoder, const void *bytes, size_t len, bool reduced,
	struct grey *out)
{
	struct decode_file file;
	struct refusal refusal;
	struct image image;
	struct err err = {0};

	assert_ok(
		decode_probe(decoder, bytes, len, &file, &refusal, &err), &err);
	if (reduced)
		assert_ok(decode_page_reduced(decoder, bytes, len, &file, 1,
				  300, &image, &refusal, &err),
			&err);
	else
		assert_ok(decode_page(decoder, bytes, len, &file, 1, 300,
				  &image, &refusal, &err),
			&err);
	assert_ok(reduce(&image, reduce_factor_of(&image), out, &err), &err);
}

static void
test_reduce__in_the_sandbox_or_here(void **state)
{
	struct err err = {0};
	struct decoder *decoder = decoder_new(&err);
	size_t i;
	int y;

	(void)state;
	assert_ok(decoder != NULL, &err);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct grey here = {0}, there = {0};
		size_t len;
		uint8_t *jpeg =
			make_jpeg(rows[i].w, rows[i].h, rows[i].dpi, &len);

		work_of(decoder, jpeg, len, false, &here);
		work_of(decoder, jpeg, len, true, &there);
		if (here.factor != rows[i].factor ||
			there.factor != rows[i].factor)
			fail_msg("row %zu: factors %d and %d, not %d", i,
				here.factor, there.factor, rows[i].factor);
		assert_int_equal(here.w, rows[i].w / rows[i].factor);
		assert_int_equal(there.w, here.w);
		assert_int_equal(there.h, here.h);
		for (y = 0; y < here.h; y++) {
			if (memcmp(here.px + (size_t)y * here.stride,
				    there.px + (size_t)y * there.stride,
				    (size_t)here.w) != 0)
				fail_msg("row %zu: line %d differs", i, y);
		}
		grey_finish(&here);
		grey_finish(&there);
		lept_free(jpeg);
	}
	decoder_free(decoder);
}

/*
 * Rows and columns drawn out: by 2 a value lies a quarter of the way between
 * two, so that 0 and 200 become 0 50 150 200.
 */
static void
test_reduce_square__draws_the_coarser_axis_out(void **state)
{
	static const struct {
		const char *name;
		int dpi_x, dpi_y, w, h;
		uint8_t from[4]; /* 2 x 2 */
		uint8_t to[16];
	} square[] = {
		{"as it is", 200, 200, 2, 2, {0, 200, 40, 80},
			{0, 200, 40, 80}},
		{"a tenth is nothing", 200, 185, 2, 2, {0, 200, 40, 80},
			{0, 200, 40, 80}},
		{"no dpi", 200, 0, 2, 2, {0, 200, 40, 80}, {0, 200, 40, 80}},
		{"half down", 200, 100, 2, 4, {0, 200, 200, 40},
			{0, 200, 50, 160, 150, 80, 200, 40}},
		{"half across", 100, 200, 4, 2, {0, 200, 40, 80},
			{0, 50, 150, 200, 40, 50, 70, 80}},
		{"by three halves", 300, 200, 2, 3, {0, 90, 60, 30},
			{0, 90, 30, 60, 60, 30}},
		{"a quarter down", 400, 100, 2, 8, {0, 80, 80, 0},
			{0, 80, 0, 80, 10, 70, 30, 50, 50, 30, 70, 10, 80, 0,
				80, 0}},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(square) / sizeof(*square); i++) {
		const struct image image = {.w = 2,
			.h = 2,
			.depth = 8,
			.stride = 2,
			.bits = square[i].from};
		struct grey grey = {0};
		struct err err = {0};
		int x, y;

		assert_ok(reduce(&image, 1, &grey, &err), &err);
		assert_ok(reduce_square(&grey, square[i].dpi_x, square[i].dpi_y,
				  &err),
			&err);
		if (grey.w != square[i].w || grey.h != square[i].h)
			fail_msg("row '%s': %d x %d", square[i].name, grey.w,
				grey.h);
		for (y = 0; y < grey.h; y++)
			for (x = 0; x < grey.w; x++) {
				const int is = grey.px[(size_t)y * grey.stride +
						       (size_t)x];

				if (is != square[i].to[y * grey.w + x])
					fail_msg("row '%s': %d at %d, %d",
						square[i].name, is, x, y);
			}
		grey_finish(&grey);
	}
}

/* Each value of one pixel among others that are not below. */
static void
test_any_below_limits__as_one_by_one(void **state)
{
	int place, value, limit, k;

	(void)state;
	for (place = 0; place < REDUCE_WIDE; place++)
		for (value = 0; value < 256; value += 5)
			for (limit = 0; limit < 256; limit += 3) {
				uint8_t values[REDUCE_WIDE];
				uint8_t limits[REDUCE_WIDE];

				for (k = 0; k < REDUCE_WIDE; k++) {
					values[k] = (uint8_t)(k * 8 + 7);
					limits[k] = (uint8_t)(k * 8);
				}
				values[place] = (uint8_t)value;
				limits[place] = (uint8_t)limit;
				if (any_below_limits(values, limits) !=
					(value < limit))
					fail_msg("%d below %d at %d", value,
						limit, place);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reduce__in_the_sandbox_or_here),
		cmocka_unit_test(
			test_reduce_square__draws_the_coarser_axis_out),
		cmocka_unit_test(test_any_below_limits__as_one_by_one),
	};

	return cmocka_run_group_tests_name("reduce", tests, NULL, NULL);
}
