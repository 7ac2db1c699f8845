#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "intake/decode.h"
#include "intake/image.h"
#include "tests/decode_input.h"
#include "tests/test.h"

static struct decoder *decoder;

static int
setup(void **state)
{
	struct err err = {0};

	(void)state;
	decoder = decoder_new(&err);
	if (!decoder)
		fail_msg("%s", err.text);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	decoder_free(decoder);
	input_finish();
	return 0;
}

static double
now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

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

static bool
decode(struct bytes file, int page, struct image *image,
	struct refusal *refusal, struct err *err)
{
	struct decode_file out;

	err_clear(err);
	return decode_probe(decoder, file.at, file.len, &out, refusal, err) &&
	       decode_page(decoder, file.at, file.len, &out, page, 300, image,
		       refusal, err);
}

static void
check_picture(const char *what, struct bytes file, enum input_look look,
	bool inverted, int tolerance)
{
	struct image image = {0};
	struct refusal refusal;
	struct err err = {0};

	if (!decode(file, 1, &image, &refusal, &err))
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

enum { TAG_PHOTOMETRIC = 262, TAG_STRIP_AT = 273, TAG_STRIP_BYTES = 279 };

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

/* The one strip of a TIFF. */
static struct bytes
strip_of(struct bytes tiff)
{
	return (struct bytes){tiff.at + input_tag(tiff, TAG_STRIP_AT),
		input_tag(tiff, TAG_STRIP_BYTES)};
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
		{"G4", strip_of(g4),
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns "
			"331>>",
			NULL, INPUT_BLACK, false, 0},
		{"G4, black is 1", strip_of(g4),
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 331"
			"/BlackIs1 true>>",
			NULL, INPUT_BLACK, true, 0},
		{"G4, black is 1 and decode", strip_of(g4),
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 331"
			"/BlackIs1 true>>/Decode[1 0]",
			NULL, INPUT_BLACK, false, 0},
		{"G4, decode", strip_of(g4),
			"/ColorSpace/DeviceGray/BitsPerComponent 1"
			"/Filter[/CCITTFaxDecode]/DecodeParms[<</K -1/Columns "
			"331>>]/Decode[1 0]",
			NULL, INPUT_BLACK, true, 0},
		{"raw", strip_of(raw),
			"/ColorSpace/DeviceGray/BitsPerComponent 8", NULL,
			INPUT_GREY, false, 0},
		{"raw, decode", strip_of(raw),
			"/ColorSpace/DeviceGray/BitsPerComponent 8"
			"/Decode[1 0]",
			NULL, INPUT_GREY, true, 0},
		{"Flate", strip_of(zip),
			"/ColorSpace[/CalGray<<>>]/BitsPerComponent 8"
			"/Filter/FlateDecode",
			NULL, INPUT_GREY, false, 0},
		{"LZW", strip_of(lzw),
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
		if (!decode(pdf, 1, &image, &refusal, &err))
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
		assert_ok(decode(pdf, page, &image, &refusal, &err), &err);
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
		assert_ok(decode(tiff, page, &image, &refusal, &err), &err);
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

static void
check_refused(const char *what, struct bytes file, const char *reason,
	const char *sentence)
{
	struct image image = {.w = -7};
	struct refusal refusal;
	struct err err = {0};
	const double start = now_s();
	const bool ok = decode(file, 1, &image, &refusal, &err);
	const double took = now_s() - start;

	if (ok)
		fail_msg("%s: decoded to %d x %d", what, image.w, image.h);
	if (strcmp(refusal.reason, reason) != 0)
		fail_msg("%s: reason '%s': %s", what, refusal.reason, err.text);
	if (sentence && strcmp(refusal.sentence, sentence) != 0)
		fail_msg("%s: sentence '%s'", what, refusal.sentence);
	if (strcmp(refusal.sentence, err.text) != 0)
		fail_msg("%s: err says '%s'", what, err.text);
	if (image.w != -7)
		fail_msg("%s: the image was touched", what);
	if (took > 2)
		fail_msg("%s: took %.1f s", what, took);
}

static struct bytes
copy(const void *bytes, size_t len)
{
	struct bytes out = {malloc(len + 1), len};

	if (!out.at)
		abort();
	if (len > 0)
		memcpy(out.at, bytes, len);
	return out;
}

#define TEXT(s) copy(s, sizeof(s) - 1)

/*
 * For tests/test_bombs.sh: where BOMBS names a folder, the file is left there
 * as NUMBER-REASON.pdf, whatever it is.
 */
static void
keep(struct bytes file, const char *reason)
{
	static int n;
	const char *folder = getenv("BOMBS");
	char path[4096];
	FILE *to;

	if (folder == NULL)
		return;
	snprintf(path, sizeof path, "%s/%02d-%s.pdf", folder, ++n, reason);
	to = fopen(path, "w");
	if (to == NULL || fwrite(file.at, 1, file.len, to) != file.len ||
		fclose(to) != 0)
		fail_msg("%s: cannot be written", path);
}

static void
test_decode_probe__refuses_by_name(void **state)
{
	static const char other[] =
		"this is no picture or PDF, whatever its name; give a PDF, "
		"TIFF, PNG or JPEG";
	struct bytes drawn = input_drawn_pdf(1);
	struct bytes locked = input_locked_pdf(drawn, "secret");
	struct bytes stack = input_drawn_pdf(201);
	struct bytes big = {
		calloc(1, DECODE_FILE_BYTES + 1), DECODE_FILE_BYTES + 1};
	const struct {
		const char *what;
		struct bytes file;
		const char *reason, *sentence;
	} rows[] = {
		{"empty", TEXT(""), "empty",
			"the file is empty; scan the page again"},
		{"text", TEXT("Hej, det h\xc3\xa4r \xc3\xa4r text.\n"),
			"not_an_image", other},
		{"one byte", TEXT("\x89"), "not_an_image", other},
		{"zeros over the limit", big, "too_large",
			"the file is larger than 64 MiB; scan fewer pages "
			"into one file or at 150 to 600 dpi"},
		{"JPEG 2000", TEXT("\0\0\0\x0cjP  \r\n\x87\n"), "unsupported",
			"JPEG 2000 pictures are not read; save the scan as "
			"PDF, TIFF, PNG or JPEG"},
		{"JPEG 2000 codestream", TEXT("\xff\x4f\xff\x51\0\x29"),
			"unsupported", NULL},
		{"HEIC",
			TEXT("\0\0\0\x18"
			     "ftypheic\0\0\0\0"),
			"unsupported",
			"HEIC pictures are not read; save the scan as PDF, "
			"TIFF, PNG or JPEG"},
		{"AVIF",
			TEXT("\0\0\0\x18"
			     "ftypavif\0\0\0\0"),
			"unsupported", NULL},
		{"GIF", TEXT("GIF89a\1\0\1\0"), "unsupported",
			"GIF pictures are not read; save the scan as PDF, "
			"TIFF, PNG or JPEG"},
		{"BMP", TEXT("BM\x36\0\0\0\0\0\0\0\x36\0\0\0"), "unsupported",
			"BMP pictures are not read; save the scan as PDF, "
			"TIFF, PNG or JPEG"},
		{"WebP", TEXT("RIFF\x1a\0\0\0WEBPVP8L"), "unsupported",
			"WebP pictures are not read; save the scan as PDF, "
			"TIFF, PNG or JPEG"},
		{"locked PDF", locked, "password",
			"the PDF is locked with a password; save it without "
			"one"},
		{"201 pages", stack, "too_many_pages",
			"the PDF has more than 200 pages; scan smaller stacks"},
		{"PDF of 0 pages",
			TEXT("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 "
			     "R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count "
			     "0>>endobj\ntrailer<</Root 1 0 R/Size "
			     "3>>\nstartxref\n0\n%%EOF\n"),
			"no_pages",
			"the PDF has no pages; scan the stack again"},
		{"TIFF of 0 pages",
			TEXT("II*\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
			"no_pages",
			"the TIFF has no pages; scan the stack again"},
		{"PDF with a font outside",
			input_pdf("", "", 0, "BT /F1 9 Tf (x) Tj ET", ""),
			"unsupported",
			"the PDF page uses a font that is not in the file; "
			"print the page and scan it"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		check_refused(rows[i].what, rows[i].file, rows[i].reason,
			rows[i].sentence);
		keep(rows[i].file, rows[i].reason);
		free(rows[i].file.at);
	}
	free(drawn.at);
}

/* Every tenth of each format, cut off there, is refused as cut off. */
static void
test_decode_page__cut_files_are_truncated(void **state)
{
	struct bytes drawn = input_drawn_pdf(2);
	struct bytes jpeg = input_file(input_jpeg(), INPUT_GREY);
	const struct {
		const char *what;
		struct bytes file;
		const char *sentence;
	} rows[] = {
		{"PNG", input_file(input_png(), INPUT_GREY),
			"the PNG ends too early; copy the file again or scan "
			"the page again"},
		{"JPEG", jpeg,
			"the JPEG ends too early; copy the file again or scan "
			"the page again"},
		{"TIFF", input_file(input_tiff(), INPUT_GREY),
			"the TIFF ends too early; copy the file again or scan "
			"the page again"},
		{"TIFF G4", input_file(input_tiff_g4(), INPUT_BLACK), NULL},
		{"TIFF LZW", input_file(input_tiff_lzw(), INPUT_GREY), NULL},
		{"TIFF stack", input_stack(1), NULL},
		{"PDF of an image",
			input_pdf("/ColorSpace/DeviceGray/BitsPerComponent 8"
				  "/Filter/DCTDecode",
				jpeg.at, jpeg.len, NULL, ""),
			"the PDF ends too early; copy the file again or scan "
			"the page again"},
		{"PDF", drawn, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int tenth = 1; tenth < 10; tenth++) {
			char what[64];
			/* Exactly as long as it is, so that ASan sees. */
			struct bytes part = copy(rows[i].file.at,
				rows[i].file.len * (size_t)tenth / 10);
			snprintf(what, sizeof what, "%s cut at %d/10",
				rows[i].what, tenth);
			check_refused(
				what, part, "truncated", rows[i].sentence);
			free(part.at);
		}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		free(rows[i].file.at);
}

static void
test_decode_page__page_behind_the_end_is_not_lost(void **state)
{
	struct bytes stack = input_stack(4);
	struct decode_file file;
	struct refusal refusal;
	struct err err = {0};
	struct image image;

	(void)state;
	/* Libtiff writes each directory behind its pixels. */
	stack.len -= 60;
	assert_ok(decode_probe(
			  decoder, stack.at, stack.len, &file, &refusal, &err),
		&err);
	assert_int_equal(file.n_pages, 4);
	for (int page = 1; page <= 3; page++)
		assert_ok(decode_page(decoder, stack.at, stack.len, &file, page,
				  300, &image, &refusal, &err),
			&err);
	assert_false(decode_page(decoder, stack.at, stack.len, &file, 4, 300,
		&image, &refusal, &err));
	assert_string_equal(refusal.reason, "truncated");
	free(stack.at);
}

static uint32_t
png_crc(const uint8_t *at, size_t len)
{
	uint32_t sum = ~0U;

	for (size_t i = 0; i < len; i++) {
		sum ^= at[i];
		for (int k = 0; k < 8; k++)
			sum = sum & 1 ? 0xedb88320U ^ sum >> 1 : sum >> 1;
	}
	return ~sum;
}

/* A PNG's header says w x h, with a right check sum. */
static struct bytes
png_saying(uint32_t w, uint32_t h)
{
	struct bytes png = input_file(input_png(), INPUT_BLACK);

	for (int i = 0; i < 4; i++) {
		png.at[16 + i] = (uint8_t)(w >> (24 - 8 * i));
		png.at[20 + i] = (uint8_t)(h >> (24 - 8 * i));
	}
	const uint32_t sum = png_crc(png.at + 12, 17);
	for (int i = 0; i < 4; i++)
		png.at[29 + i] = (uint8_t)(sum >> (24 - 8 * i));
	return png;
}

static struct bytes
tiff_with(int format, enum input_look look, int tag, uint32_t value)
{
	struct bytes tiff = input_file(format, look);

	input_set_tag(tiff, tag, value);
	return tiff;
}

/* Where SOF's height is: ff c0, length, precision. */
static struct bytes
jpeg_saying(unsigned w, unsigned h)
{
	struct bytes jpeg = input_file(input_jpeg(), INPUT_GREY);
	uint8_t *const at = memmem(jpeg.at, jpeg.len, "\xff\xc0", 2);

	if (!at)
		abort();
	at[5] = (uint8_t)(h >> 8);
	at[6] = (uint8_t)h;
	at[7] = (uint8_t)(w >> 8);
	at[8] = (uint8_t)w;
	return jpeg;
}

static struct bytes
tiff_circle(void)
{
	struct bytes tiff = input_file(input_tiff(), INPUT_BLACK);
	const uint32_t at = (uint32_t)tiff.at[4] | (uint32_t)tiff.at[5] << 8 |
			    (uint32_t)tiff.at[6] << 16;
	const uint32_t n = (uint32_t)tiff.at[at] | (uint32_t)tiff.at[at + 1]
							   << 8;

	memcpy(tiff.at + at + 2 + 12 * (size_t)n, tiff.at + 4, 4);
	return tiff;
}

static struct bytes
pdf_page(const char *page)
{
	struct bytes out = {malloc(4096), 0};

	if (!out.at)
		abort();
	out.len = (size_t)snprintf((char *)out.at, 4096,
		"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
		"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
		"3 0 obj%sendobj\n"
		"trailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%%%EOF\n",
		page);
	return out;
}

static void
test_decode_page__bombs(void **state)
{
	struct bytes jpeg = input_file(input_jpeg(), INPUT_GREY);
	struct bytes noise = copy(jpeg.at, jpeg.len);
	for (size_t i = noise.len / 2; i < noise.len / 2 + 40; i++)
		noise.at[i] = 0xff;
	struct bytes early = input_file(input_tiff_g4(), INPUT_BLACK);
	struct bytes strip = strip_of(early);
	/* End of block in the middle: rows are missing, libtiff is content. */
	memcpy(strip.at + strip.len / 2, "\0\x10\x01\0\x10\x01", 6);
	struct bytes idat = input_file(input_png(), INPUT_GREY);
	idat.at[idat.len / 2] ^= 0x10;
	const struct {
		const char *what;
		struct bytes file;
		const char *reason, *sentence;
	} rows[] = {
		{"PNG 30000 x 30000", png_saying(30000, 30000), "too_large",
			"the picture is 30000 x 30000 pixels; scan at 150 to "
			"600 dpi"},
		{"PNG 2^31-1 wide", png_saying(0x7fffffff, 1), "too_large",
			"the picture is 2147483647 x 1 pixels; scan at 150 to "
			"600 dpi"},
		{"PNG 30001 high", png_saying(1, 30001), "too_large", NULL},
		{"PNG 0 wide", png_saying(0, 10), "damaged",
			"the PNG is damaged; copy the file again or scan the "
			"page again"},
		{"PNG 0 high", png_saying(10, 0), "damaged", NULL},
		{"PNG 2^32-1", png_saying(0xffffffff, 0xffffffff), "damaged",
			NULL},
		{"PNG of fewer rows", png_saying(INPUT_W, 20000), "damaged",
			NULL},
		{"PNG with a bit turned", idat, "damaged", NULL},
		{"JPEG 65500 x 65500", jpeg_saying(65500, 65500), "too_large",
			"the picture is 65500 x 65500 pixels; scan at 150 to "
			"600 dpi"},
		{"JPEG 0 wide", jpeg_saying(0, 9), "damaged", NULL},
		{"JPEG of fewer rows", jpeg_saying(INPUT_W, 20000), "damaged",
			NULL},
		{"JPEG with noise", noise, "damaged",
			"the JPEG is damaged; copy the file again or scan the "
			"page again"},
		{"JPEG of one marker", TEXT("\xff\xd8\xff\xe0\0\x10JFIF"),
			"truncated", NULL},
		{"JPEG of two starts", TEXT("\xff\xd8\xff\xd8\xff\xd8\xff"),
			"damaged", NULL},
		{"TIFF 2^32-1 wide",
			tiff_with(input_tiff_g4(), INPUT_BLACK, 256, ~0U),
			"too_large",
			"the picture is 4294967295 x 203 pixels; scan at 150 "
			"to 600 dpi"},
		{"TIFF 30000 x 30000 high",
			tiff_with(input_tiff_g4(), INPUT_BLACK, 257, 30001),
			"too_large", NULL},
		{"TIFF 0 high", tiff_with(input_tiff(), INPUT_GREY, 257, 0),
			"damaged", NULL},
		{"TIFF 0 wide", tiff_with(input_tiff(), INPUT_GREY, 256, 0),
			"damaged", NULL},
		{"TIFF of odd compression",
			tiff_with(input_tiff(), INPUT_GREY, 259, 60000),
			"unsupported",
			"this kind of TIFF is not read; scan to grey or "
			"black-and-white PDF, TIFF, PNG or JPEG"},
		{"TIFF of old JPEG",
			tiff_with(input_tiff(), INPUT_GREY, 259, 6),
			"unsupported", NULL},
		{"TIFF of odd bits",
			tiff_with(input_tiff(), INPUT_GREY, 258, 7),
			"unsupported", NULL},
		{"TIFF of 0 rows a strip",
			tiff_with(input_tiff(), INPUT_GREY, 278, 0), "damaged",
			NULL},
		{"TIFF strip behind the end",
			tiff_with(input_tiff(), INPUT_GREY, 273, 0x7fffffff),
			"truncated", NULL},
		{"TIFF strip too short",
			tiff_with(input_tiff_lzw(), INPUT_GREY, 279, 50),
			"damaged", NULL},
		{"TIFF deflate that is not",
			tiff_with(input_tiff(), INPUT_GREY, 259, 8), "damaged",
			NULL},
		{"TIFF LZW that is not",
			tiff_with(input_tiff(), INPUT_GREY, 259, 5), "damaged",
			NULL},
		{"TIFF G4 that is not",
			tiff_with(input_tiff(), INPUT_BLACK, 259, 4),
			"truncated", NULL},
		{"TIFF JPEG that is not",
			tiff_with(input_tiff(), INPUT_GREY, 259, 7), "damaged",
			NULL},
		{"TIFF G4 of more rows",
			tiff_with(input_tiff_g4(), INPUT_BLACK, 257, 2000),
			"damaged", NULL},
		{"TIFF G4 that ends early", early, "truncated", NULL},
		{"TIFF of a header", TEXT("II*\0\x08\0\0\0"), "truncated",
			NULL},
		{"TIFF directory behind the end",
			TEXT("II*\0\xff\xff\xff\x7f\0\0\0\0\0\0\0\0\0\0"),
			"truncated", NULL},
		{"TIFF of 65535 tags",
			TEXT("II*\0\x08\0\0\0\xff\xff\0\0\0\0\0\0\0\0\0\0"),
			"truncated", NULL},
		{"BigTIFF of 2^64 tags",
			TEXT("II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0"
			     "\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"),
			"truncated", NULL},
		{"PDF of a header", TEXT("%PDF-1.7\n"), "truncated", NULL},
		{"PDF without objects", TEXT("%PDF-1.7\n%%EOF\n"), "damaged",
			"the PDF is damaged; copy the file again or scan the "
			"page again"},
		{"PDF whose pages go round",
			TEXT("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 "
			     "R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]"
			     "/Count 1>>endobj\ntrailer<</Root 1 0 R/Size 3>>"
			     "\nstartxref\n0\n%%EOF\n"),
			"damaged", NULL},
		{"PDF that counts pages it has not",
			TEXT("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 "
			     "R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
			     "/Count 9>>endobj\n3 0 obj<</Type/Page/MediaBox"
			     "[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R/Size 4>>"
			     "\nstartxref\n0\n%%EOF\n"),
			"damaged", NULL},
		{"PDF page of 9000 inches",
			pdf_page("<</Type/Page/Parent 2 0 R/MediaBox[0 0 "
				 "648000 648000]>>"),
			"too_large",
			"the picture is 2700000 x 2700000 pixels; scan at 150 "
			"to 600 dpi"},
		{"PDF with a JPEG cut off",
			input_pdf("/ColorSpace/DeviceGray/BitsPerComponent 8"
				  "/Filter/DCTDecode",
				jpeg.at, jpeg.len / 2, NULL, ""),
			"truncated", NULL},
		{"PDF with a JPEG cut off, drawn over",
			input_pdf("/ColorSpace/DeviceGray/BitsPerComponent 8"
				  "/Filter/DCTDecode",
				jpeg.at, jpeg.len / 2,
				"q 119 0 0 73 0 0 cm /Im0 Do Q 0 0 9 9 re f",
				""),
			"truncated", NULL},
		{"PDF with Flate that is not",
			input_pdf("/ColorSpace/DeviceGray/BitsPerComponent 8"
				  "/Filter/FlateDecode",
				jpeg.at, jpeg.len, NULL, ""),
			"damaged", NULL},
		{"PDF with G4 that is not",
			input_pdf("/ColorSpace/DeviceGray/BitsPerComponent 1"
				  "/Filter/CCITTFaxDecode/DecodeParms<</K -1"
				  "/Columns 331>>",
				jpeg.at, jpeg.len, NULL, ""),
			"truncated", NULL},
		{"PDF with fewer bytes than pixels",
			input_pdf("/ColorSpace/DeviceGray/BitsPerComponent 8",
				jpeg.at, 100, NULL, ""),
			"truncated", NULL},
		{"TIFF whose directories go round", tiff_circle(), "", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].reason[0])
			check_refused(rows[i].what, rows[i].file,
				rows[i].reason, rows[i].sentence);
		else {
			/* Its first page is good; the second is the circle. */
			struct image image;
			struct refusal refusal;
			struct err err = {0};
			assert_ok(
				decode(rows[i].file, 1, &image, &refusal, &err),
				&err);
			assert_false(decode(
				rows[i].file, 2, &image, &refusal, &err));
			assert_string_equal(refusal.reason, "damaged");
		}
		keep(rows[i].file,
			rows[i].reason[0] ? rows[i].reason : "damaged");
		free(rows[i].file.at);
	}
	free(jpeg.at);
	assert_true(sizeof rows / sizeof *rows >= 40);
}

static void
test_decode_page__timeout(void **state)
{
	struct bytes pdf = input_drawn_pdf(100);

	(void)state;
	decoder_limit_time(decoder, 1, 1);
	check_refused("PDF in 1 ms", pdf, "timeout",
		"the PDF takes too long to decode; scan the page again at 150 "
		"to 600 dpi");
	decoder_limit_time(decoder, 15000, 20000);
	free(pdf.at);
}

/* Kills the children of this thread, as the kernel does out of memory. */
static void
kill_children(int signal)
{
	char path[64], text[64] = "";

	(void)signal;
	snprintf(path, sizeof path, "/proc/self/task/%d/children",
		(int)getpid());
	FILE *const file = fopen(path, "r");
	if (file) {
		if (fgets(text, sizeof text, file) && atoi(text) > 1)
			kill((pid_t)atoi(text), SIGKILL);
		fclose(file);
	}
}

static void
test_decode_page__killed_child(void **state)
{
	struct bytes file = input_drawn_pdf(1);
	struct decode_file probed;
	struct refusal refusal = {0};
	struct image image;
	struct err err = {0};
	const struct itimerval every_ms = {{0, 1000}, {0, 1000}}, off = {0};

	(void)state;
	assert_ok(decode_probe(
			  decoder, file.at, file.len, &probed, &refusal, &err),
		&err);
	signal(SIGALRM, kill_children);
	setitimer(ITIMER_REAL, &every_ms, NULL);
	const bool ok = decode_page(decoder, file.at, file.len, &probed, 1,
		2400, &image, &refusal, &err);
	setitimer(ITIMER_REAL, &off, NULL);
	signal(SIGALRM, SIG_DFL);
	assert_false(ok);
	assert_string_equal(refusal.reason, "decoder_killed");
	assert_string_equal(refusal.sentence,
		"decoding the PDF was stopped because it broke; scan the page "
		"again");
	/* The next page is read. */
	err_clear(&err);
	assert_ok(decode_page(decoder, file.at, file.len, &probed, 1, 300,
			  &image, &refusal, &err),
		&err);
	free(file.at);
}

static void
test_decode_page__page_out_of_range(void **state)
{
	struct bytes file = input_stack(2);
	struct decode_file probed;
	struct refusal refusal;
	struct image image;
	struct err err = {0};

	(void)state;
	assert_ok(decode_probe(
			  decoder, file.at, file.len, &probed, &refusal, &err),
		&err);
	assert_false(decode_page(decoder, file.at, file.len, &probed, 3, 300,
		&image, &refusal, &err));
	assert_string_equal(refusal.reason, "");
	assert_string_equal(
		err.text, "page 3 of a TIFF with 2 pages was asked for");
	free(file.at);
}

static uint64_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static struct bytes
mutated(struct bytes from, uint64_t *seed)
{
	struct bytes out = copy(from.at, from.len);
	const int n = 1 + (int)(next_random(seed) % 8);

	for (int i = 0; i < n; i++) {
		const size_t head = out.len < 400 ? out.len : 400;
		const uint64_t r = next_random(seed);
		const size_t at =
			(size_t)(next_random(seed) % (r & 1 ? head : out.len));
		switch (r >> 1 & 3) {
		case 0:
			out.at[at] ^= (uint8_t)(1 << (r >> 8 & 7));
			break;
		case 1:
			out.at[at] = (uint8_t)(r >> 8);
			break;
		case 2:
			out.at[at] = r >> 8 & 1 ? 0xff : 0;
			break;
		default:
			if (r % 7 == 0 && out.len > 64)
				out.len = 32 + at % (out.len - 32);
		}
	}
	/* Exactly as long, for ASan. */
	struct bytes exact = copy(out.at, out.len);
	free(out.at);
	return exact;
}

/* Whatever is done to a file: pixels or a refusal by name, soon. */
static void
test_decode_page__mutations(void **state)
{
	const struct bytes jpeg = input_file(input_jpeg(), INPUT_GREY);
	const struct bytes seeds[] = {
		jpeg,
		input_file(input_png(), INPUT_GREY),
		input_file(input_png(), INPUT_PALETTE),
		input_file(input_tiff_g4(), INPUT_BLACK),
		input_file(input_tiff_lzw(), INPUT_COLOR),
		input_file(input_tiff_zip(), INPUT_ALPHA),
		input_file(input_tiff_jpeg(), INPUT_COLOR),
		input_stack(2),
		input_drawn_pdf(1),
		input_pdf("/ColorSpace/DeviceGray/BitsPerComponent 8"
			  "/Filter/DCTDecode",
			jpeg.at, jpeg.len, NULL, ""),
	};
	const size_t n_seeds = sizeof seeds / sizeof *seeds;
	uint64_t seed = 88172645463325252U;
	int n_read = 0, n_killed = 0;
#ifdef __SANITIZE_ADDRESS__
	const int n = 500;
#else
	const int n = 2500;
#endif

	(void)state;
	for (int i = 0; i < n; i++) {
		struct bytes file = mutated(seeds[(size_t)i % n_seeds], &seed);
		struct image image;
		struct refusal refusal;
		struct err err = {0};
		const double start = now_s();
		if (decode(file, 1, &image, &refusal, &err)) {
			n_read++;
			assert_true((int64_t)image.w * image.h <= DECODE_PX);
		} else if (refusal.reason[0] == '\0') {
			fail_msg("input %d: %s", i, err.text);
		}
		n_killed += !strcmp(refusal.reason, "decoder_killed");
		if (now_s() - start > 5)
			fail_msg("input %d: %.1f s", i, now_s() - start);
		free(file.at);
	}
	print_message("%d of %d mutated files still read, %d killed\n", n_read,
		n, n_killed);
	/* Not all are refused, or nothing would have been tried. */
	assert_true(n_read > n / 50 && n_read < n);
	for (size_t i = 0; i < n_seeds; i++)
		free(seeds[i].at);
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
		cmocka_unit_test(test_decode_probe__refuses_by_name),
		cmocka_unit_test(test_decode_page__cut_files_are_truncated),
		cmocka_unit_test(
			test_decode_page__page_behind_the_end_is_not_lost),
		cmocka_unit_test(test_decode_page__bombs),
		cmocka_unit_test(test_decode_page__timeout),
		cmocka_unit_test(test_decode_page__killed_child),
		cmocka_unit_test(test_decode_page__page_out_of_range),
		cmocka_unit_test(test_decode_page__mutations),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("decode", tests, setup, teardown);
}
