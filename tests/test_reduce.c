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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reduce__in_the_sandbox_or_here),
	};

	return cmocka_run_group_tests_name("reduce", tests, NULL, NULL);
}
