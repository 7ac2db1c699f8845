#include "tests/test.h"

#include "intake/decode.h"
#include "intake/photograph.h"
#include "intake/reduce.h"
#include "tests/decode_input.h"

#include <string.h>

/* A JPEG with an EXIF segment that says that turn, in either byte order. */
static struct bytes
turned(int turn, bool is_big)
{
	static const uint8_t little[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f',
		0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
	static const uint8_t big[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0,
		0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0,
		1, 0, 0, 0, 0, 0, 0, 0, 0};
	struct bytes jpeg = input_file(input_jpeg(), INPUT_GREY), out;
	const size_t n = sizeof(little);

	out.len = jpeg.len + n;
	out.at = malloc(out.len);
	assert_non_null(out.at);
	memcpy(out.at, jpeg.at, 2);
	memcpy(out.at + 2, is_big ? big : little, n);
	out.at[2 + (is_big ? 29 : 28)] = (uint8_t)turn;
	memcpy(out.at + 2 + n, jpeg.at + 2, jpeg.len - 2);
	free(jpeg.at);
	return out;
}

/* What stands at the file's corners, from the top left, clockwise. */
static void
corners(int grey[4])
{
	grey[0] = input_grey(2, 2);
	grey[1] = input_grey(INPUT_W - 3, 2);
	grey[2] = input_grey(INPUT_W - 3, INPUT_H - 3);
	grey[3] = input_grey(2, INPUT_H - 3);
}

static void
test_read__stands_upright(void **state)
{
	/* Which of the file's corners stands at each corner that is seen. */
	static const int rows[8][4] = {{0, 1, 2, 3}, {1, 0, 3, 2}, {2, 3, 0, 1},
		{3, 2, 1, 0}, {0, 3, 2, 1}, {3, 0, 1, 2}, {2, 1, 0, 3},
		{1, 2, 3, 0}};
	struct err err = {0};
	struct decoder *decoder = decoder_new(&err);
	int file[4], turn, is_big, k;

	(void)state;
	assert_ok(decoder != NULL, &err);
	corners(file);
	for (turn = 1; turn <= 8; turn++)
		for (is_big = 0; is_big < 2; is_big++) {
			struct bytes jpeg = turned(turn, is_big);
			struct grey grey = {0};
			int seen[4];

			assert_ok(photograph_read(decoder, jpeg.at, jpeg.len,
					  &grey, &err),
				&err);
			assert_int_equal(grey.w, turn > 4 ? INPUT_H : INPUT_W);
			assert_int_equal(grey.h, turn > 4 ? INPUT_W : INPUT_H);
			seen[0] = (int)grey_at(&grey, 2, 2);
			seen[1] = (int)grey_at(&grey, grey.w - 2, 2);
			seen[2] = (int)grey_at(&grey, grey.w - 2, grey.h - 2);
			seen[3] = (int)grey_at(&grey, 2, grey.h - 2);
			for (k = 0; k < 4; k++)
				if (abs(seen[k] - file[rows[turn - 1][k]]) > 12)
					fail_msg("turn %d, corner %d: %d, not "
						 "%d",
						turn, k, seen[k],
						file[rows[turn - 1][k]]);
			grey_finish(&grey);
			free(jpeg.at);
		}
	decoder_free(decoder);
}

/* Every cut and every wrong byte: a turn or none, and nothing beyond. */
static void
test_turn__of_damaged_files(void **state)
{
	struct bytes jpeg = turned(6, true);
	uint8_t *exact;
	size_t i, k;
	int got;

	(void)state;
	assert_int_equal(photograph_turn(jpeg.at, jpeg.len), 6);
	for (i = 0; i < 64; i++) {
		exact = malloc(i + 1);
		assert_non_null(exact);
		memcpy(exact, jpeg.at, i);
		got = photograph_turn(exact, i);
		if (got != 1 && i < 36)
			fail_msg("cut to %zu bytes: %d", i, got);
		free(exact);
	}
	for (i = 2; i < 38; i++)
		for (k = 0; k < 256; k++) {
			const uint8_t was = jpeg.at[i];

			jpeg.at[i] = (uint8_t)k;
			got = photograph_turn(jpeg.at, 64);
			jpeg.at[i] = was;
			if (got < 1 || got > 8)
				fail_msg("byte %zu as %zu: %d", i, k, got);
		}
	free(jpeg.at);
}

static void
test_read__refuses(void **state)
{
	struct err err = {0};
	struct decoder *decoder = decoder_new(&err);
	struct bytes pdf = input_drawn_pdf(1);
	struct grey grey = {0};

	(void)state;
	assert_ok(decoder != NULL, &err);
	assert_false(photograph_read(decoder, pdf.at, pdf.len, &grey, &err));
	assert_string_equal(
		err.text, "is a PDF; a photograph is a PNG, JPEG or TIFF file");
	err_clear(&err);
	assert_false(photograph_read(decoder, "no picture", 10, &grey, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_null(grey.px);
	free(pdf.at);
	decoder_free(decoder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read__stands_upright),
		cmocka_unit_test(test_turn__of_damaged_files),
		cmocka_unit_test(test_read__refuses),
	};

	return cmocka_run_group_tests_name("photograph", tests, NULL, NULL);
}
