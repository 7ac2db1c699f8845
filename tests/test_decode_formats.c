#include "intake/decode.h"
#include "intake/image.h"
#include "tests/decode_input.h"
#include "tests/decoding.h"
#include "tests/test.h"

/* 0 black to 255 white, whatever the depth. */
static int
pixel(const struct image *image, int x, int y)
{
	const uint8_t *const row = image->bits + (size_t)y * image->stride;

	if (image->depth == 8)
		return row[x];
	return row[x / 8] & 0x80 >> x % 8 ? 0 : 255;
}

static int
expected(enum input_look look, int x, int y)
{
	const int grey = input_grey(x, y);

	switch (look) {
	case INPUT_BLACK:
		return input_black(x, y) ? 0 : 255;
	case INPUT_PALETTE:
		return (grey >> 4) * 17;
	case INPUT_ALPHA:
		return x < INPUT_W / 2 ? 255 : grey;
	default:
		return grey;
	}
}

/* The greatest difference of any pixel; -1 for another size. */
static int
difference(const struct image *image, enum input_look look, bool inverted)
{
	int worst = 0;

	if (image->w != INPUT_W || image->h != INPUT_H)
		return -1;
	for (int y = 0; y < image->h; y++)
		for (int x = 0; x < image->w; x++) {
			int want = expected(look, x, y);
			if (inverted)
				want = 255 - want;
			const int d = abs(pixel(image, x, y) - want);
			if (d > worst)
				worst = d;
		}
	return worst;
}

static void
check_picture(const char *what, struct bytes file, enum input_look look,
	bool inverted, int tolerance)
{
	struct image image = {0};
	struct refusal refusal;
	struct err err = {0};

	if (!decoding_try(file, 1, &image, &refusal, &err))
		fail_msg("%s: [%s] %s", what, refusal.reason, err.text);
	const int d = difference(&image, look, inverted);
	if (d < 0 || d > tolerance)
		fail_msg("%s: %d x %d, differs by %d", what, image.w, image.h,
			d);
	if (image.depth != (look == INPUT_BLACK ? 1 : 8))
		fail_msg("%s: depth %d", what, image.depth);
	if (abs(image.dpi_x - INPUT_DPI) > 1 ||
		abs(image.dpi_y - INPUT_DPI) > 1)
		fail_msg("%s: %d x %d dpi", what, image.dpi_x, image.dpi_y);
	if (image.depth == 1)
		for (int y = 0; y < image.h; y++)
			if (image.bits[(size_t)y * image.stride + INPUT_W / 8] &
				0xff >> INPUT_W % 8)
				fail_msg("%s: row %d has ink right of the "
					 "picture",
					what, y);
}

static void
test_decode_page__every_format(void **state)
{
	const struct {
		const char *what;
		int format;
		enum input_look look;
		int tolerance;
	} rows[] = {
		{"PNG grey", input_png(), INPUT_GREY, 0},
		{"PNG bilevel", input_png(), INPUT_BLACK, 0},
		{"PNG colour", input_png(), INPUT_COLOR, 1},
		{"PNG palette", input_png(), INPUT_PALETTE, 1},
		{"PNG 16 bits", input_png(), INPUT_DEEP, 1},
		{"PNG alpha", input_png(), INPUT_ALPHA, 1},
		{"JPEG grey", input_jpeg(), INPUT_GREY, 8},
		{"JPEG colour", input_jpeg(), INPUT_COLOR, 8},
		{"TIFF grey", input_tiff(), INPUT_GREY, 0},
		{"TIFF bilevel", input_tiff(), INPUT_BLACK, 0},
		{"TIFF colour", input_tiff(), INPUT_COLOR, 1},
		{"TIFF palette", input_tiff(), INPUT_PALETTE, 1},
		{"TIFF 16 bits", input_tiff(), INPUT_DEEP, 1},
		{"TIFF alpha", input_tiff(), INPUT_ALPHA, 1},
		{"TIFF G4", input_tiff_g4(), INPUT_BLACK, 0},
		{"TIFF G3", input_tiff_g3(), INPUT_BLACK, 0},
		{"TIFF packbits", input_tiff_packbits(), INPUT_BLACK, 0},
		{"TIFF LZW bilevel", input_tiff_lzw(), INPUT_BLACK, 0},
		{"TIFF LZW", input_tiff_lzw(), INPUT_GREY, 0},
		{"TIFF LZW colour", input_tiff_lzw(), INPUT_COLOR, 1},
		{"TIFF deflate", input_tiff_zip(), INPUT_GREY, 0},
		{"TIFF deflate alpha", input_tiff_zip(), INPUT_ALPHA, 1},
		{"TIFF JPEG", input_tiff_jpeg(), INPUT_GREY, 8},
		{"TIFF JPEG colour", input_tiff_jpeg(), INPUT_COLOR, 8},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bytes file = input_file(rows[i].format, rows[i].look);
		check_picture(rows[i].what, file, rows[i].look, false,
			rows[i].tolerance);
		free(file.at);
	}
}

enum { TAG_PHOTOMETRIC = 262 };

static void
test_decode_page__both_polarities_of_tiff(void **state)
{
	const struct {
		const char *what;
		int format;
		enum input_look look;
	} rows[] = {
		{"G4", input_tiff_g4(), INPUT_BLACK},
		{"bilevel", input_tiff(), INPUT_BLACK},
		{"grey", input_tiff(), INPUT_GREY},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bytes file = input_file(rows[i].format, rows[i].look);
		input_set_tag(file, TAG_PHOTOMETRIC,
			!input_tag(file, TAG_PHOTOMETRIC));
		check_picture(rows[i].what, file, rows[i].look, true, 0);
		free(file.at);
	}
}

static void
test_decode_page__pdf_image_pages(void **state)
{
	struct bytes jpeg = input_file(input_jpeg(), INPUT_GREY);
	struct bytes color = input_file(input_jpeg(), INPUT_COLOR);
	struct bytes g4 = input_file(input_tiff_g4(), INPUT_BLACK);
	struct bytes raw = input_file(input_tiff(), INPUT_GREY);
	struct bytes zip = input_file(input_tiff_zip(), INPUT_GREY);
	struct bytes lzw = input_file(input_tiff_lzw(), INPUT_GREY);
	struct bytes png = input_file(input_png(), INPUT_GREY);
	struct bytes png1 = input_file(input_png(), INPUT_BLACK);
	struct bytes map = input_file(input_png(), INPUT_PALETTE);
	struct bytes png_idat = input_idat(png), png1_idat = input_idat(png1);
	struct bytes map_idat = input_idat(map);
	static const char hidden[] =
		"/P <</MCID 0>> BDC q 119.16 0 0 73.08 0 0 cm /Im0 Do Q EMC "
		"BT 3 Tr /F1 9 Tf 10 10 Td (a \\) b) Tj [(x) -9 <41>] TJ ET";
	const struct {
		const char *what;
		struct bytes stream;
		const char *dict, *content;
		enum input_look look;
		bool inverted;
		int tolerance;
	} rows[] = {
		{"JPEG", jpeg,
			"/ColorSpace/DeviceGray/BitsPerComponent 8"
			"/Filter/DCTDecode",
			NULL, INPUT_GREY, false, 8},
		{"JPEG colour", color,
			"/ColorSpace/DeviceRGB/BitsPerComponent 8"
			"/Filter[/DCTDecode]",
			NULL, INPUT_COLOR, false, 8},
		{"JPEG with hidden text", jpeg,
			"/ColorSpace/DeviceGray/BitsPerComponent 8"
			"/Filter/DCTDecode",
			hidden, INPUT_GREY, false, 8},
		{"G4", input_strip(g4),
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns "
			"331>>",
			NULL, INPUT_BLACK, false, 0},
		{"G4, black is 1", input_strip(g4),
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 331"
			"/BlackIs1 true>>",
			NULL, INPUT_BLACK, true, 0},
		{"G4, black is 1 and decode", input_strip(g4),
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 331"
			"/BlackIs1 true>>/Decode[1 0]",
			NULL, INPUT_BLACK, false, 0},
		{"G4, decode", input_strip(g4),
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter[/CCITTFaxDecode]/DecodeParms[<</K -1/Columns "
			"331>>]/Decode[1 0]",
			NULL, INPUT_BLACK, true, 0},
		{"raw", input_strip(raw),
			"/ColorSpace/DeviceGray/BitsPerComponent 8", NULL,
			INPUT_GREY, false, 0},
		{"raw, decode", input_strip(raw),
			"/ColorSpace/DeviceGray/BitsPerComponent 8"
			"/Decode[1 0]",
			NULL, INPUT_GREY, true, 0},
		{"Flate", input_strip(zip),
			"/ColorSpace[/CalGray<<>>]/BitsPerComponent 8"
			"/Filter/FlateDecode",
			NULL, INPUT_GREY, false, 0},
		{"LZW", input_strip(lzw),
			"/ColorSpace/DeviceGray/BitsPerComponent 8"
			"/Filter/LZWDecode",
			NULL, INPUT_GREY, false, 0},
		{"Flate, PNG rows", png_idat,
			"/ColorSpace/DeviceGray/BitsPerComponent 8"
			"/Filter/FlateDecode/DecodeParms<</Predictor 15"
			"/Columns 331/Colors 1/BitsPerComponent 8>>",
			NULL, INPUT_GREY, false, 0},
		{"Flate, PNG rows, bilevel", png1_idat,
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter/FlateDecode/DecodeParms<</Predictor 15"
			"/Columns 331/Colors 1/BitsPerComponent 1>>",
			NULL, INPUT_BLACK, false, 0},
		{"Flate, PNG rows, palette", map_idat,
			"/ColorSpace[/Indexed/DeviceGray "
			"15<00112233445566778899"
			"AABBCCDDEEFF>]/BitsPerComponent 4"
			"/Filter/FlateDecode/DecodeParms<</Predictor 15"
			"/Columns 331/Colors 1/BitsPerComponent 4>>",
			NULL, INPUT_PALETTE, false, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bytes pdf = input_pdf(rows[i].dict, rows[i].stream.at,
			rows[i].stream.len, rows[i].content, "");
		check_picture(rows[i].what, pdf, rows[i].look, rows[i].inverted,
			rows[i].tolerance);
		free(pdf.at);
	}
	const struct bytes all[] = {jpeg, color, g4, raw, zip, lzw, png, png1,
		map, png_idat, png1_idat, map_idat};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		free(all[i].at);
}

/* Pages that show more than one upright image are drawn by poppler. */
static void
test_decode_page__other_pdf_pages_are_rendered(void **state)
{
	static const char dict[] =
		"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode";
	static const struct {
		const char *what, *content, *keys;
	} rows[] = {
		{"a line over the image",
			"q 119.16 0 0 73.08 0 0 cm /Im0 Do Q 0 0 9 9 re f", ""},
		{"two images",
			"q 60 0 0 73.08 0 0 cm /Im0 Do Q q 60 0 0 73.08 60 0 "
			"cm /Im0 Do Q",
			""},
		{"turned", "q 0 73.08 -119.16 0 119.16 0 cm /Im0 Do Q", ""},
		{"mirrored", "q -119.16 0 0 73.08 119.16 0 cm /Im0 Do Q", ""},
		{"small on the page", "q 40 0 0 40 9 9 cm /Im0 Do Q", ""},
		{"a note on the page", NULL,
			"/Annots[<</Type/Annot/Subtype/Square/Rect[9 9 30 30]"
			"/C[1 0 0]>>]"},
	};
	struct bytes jpeg = input_file(input_jpeg(), INPUT_GREY);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct image image = {0};
		struct refusal refusal;
		struct err err = {0};
		struct bytes pdf = input_pdf(
			dict, jpeg.at, jpeg.len, rows[i].content, rows[i].keys);
		if (!decoding_try(pdf, 1, &image, &refusal, &err))
			fail_msg("row %zu '%s': [%s] %s", i, rows[i].what,
				refusal.reason, err.text);
		/* 119.16 x 73.08 pt at 300 dpi */
		if (image.w != 497 || image.h != 305 || image.dpi_x != 300)
			fail_msg("row %zu '%s': %d x %d at %d dpi", i,
				rows[i].what, image.w, image.h, image.dpi_x);
		free(pdf.at);
	}
	free(jpeg.at);
}

static void
test_decode_page__drawn_pdf_has_its_text(void **state)
{
	struct bytes pdf = input_drawn_pdf(3);
	struct image image = {0};
	struct refusal refusal;
	struct err err = {0};

	(void)state;
	for (int page = 1; page <= 3; page++) {
		assert_ok(
			decoding_try(pdf, page, &image, &refusal, &err), &err);
		assert_int_equal(image.w, 834);
		assert_int_equal(image.h, 417);
		assert_int_equal(image.depth, 8);
		/* The square's middle, white paper, and ink of the text. */
		assert_int_equal(
			pixel(&image, 40 * 300 / 72, 40 * 300 / 72), 0);
		assert_int_equal(pixel(&image, 10, 10), 255);
		int ink = 0;
		for (int y = 150; y < 260; y++)
			for (int x = 333; x < 600; x++)
				ink += pixel(&image, x, y) < 128;
		/* "Hej" at 30 pt: pdftoppm -r 300 -gray draws 6012. */
		if (abs(ink - 6012) > 60)
			fail_msg("page %d: %d dark pixels of text", page, ink);
	}
	free(pdf.at);
}

static void
test_decode_probe__counts_pages(void **state)
{
	struct decoder *const decoder = decoding_decoder();
	struct bytes tiff = input_stack(5);
	struct bytes drawn = input_drawn_pdf(7);
	struct bytes open = input_locked_pdf(drawn, "");
	const struct {
		struct bytes file;
		enum decode_kind kind;
		int n_pages;
	} rows[] = {
		{tiff, DECODE_TIFF, 5},
		{drawn, DECODE_PDF, 7},
		{open, DECODE_PDF, 7},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct decode_file out;
		struct refusal refusal;
		struct err err = {0};
		assert_ok(decode_probe(decoder, rows[i].file.at,
				  rows[i].file.len, &out, &refusal, &err),
			&err);
		assert_int_equal(out.kind, rows[i].kind);
		if (out.n_pages != rows[i].n_pages)
			fail_msg("row %zu: %d pages", i, out.n_pages);
	}
	for (int page = 1; page <= 5; page++) {
		struct image image;
		struct refusal refusal;
		struct err err = {0};
		assert_ok(
			decoding_try(tiff, page, &image, &refusal, &err), &err);
		assert_int_equal(image.depth, page % 2 ? 1 : 8);
		assert_int_equal(
			difference(&image, page % 2 ? INPUT_BLACK : INPUT_GREY,
				false),
			0);
	}
	free(tiff.at);
	free(drawn.at);
	free(open.at);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode_page__every_format),
		cmocka_unit_test(test_decode_page__both_polarities_of_tiff),
		cmocka_unit_test(test_decode_page__pdf_image_pages),
		cmocka_unit_test(
			test_decode_page__other_pdf_pages_are_rendered),
		cmocka_unit_test(test_decode_page__drawn_pdf_has_its_text),
		cmocka_unit_test(test_decode_probe__counts_pages),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name(
		"decode_formats", tests, decoding_setup, decoding_teardown);
}
