#include "intake/decode.h"
#include "intake/image.h"
#include "tests/decode_input.h"
#include "tests/decoding.h"
#include "tests/test.h"

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
	struct bytes noise = input_copy(jpeg.at, jpeg.len);
	for (size_t i = noise.len / 2; i < noise.len / 2 + 40; i++)
		noise.at[i] = 0xff;
	struct bytes early = input_file(input_tiff_g4(), INPUT_BLACK);
	struct bytes strip = input_strip(early);
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
		{"JPEG of one marker", INPUT_TEXT("\xff\xd8\xff\xe0\0\x10JFIF"),
			"truncated", NULL},
		{"JPEG of two starts",
			INPUT_TEXT("\xff\xd8\xff\xd8\xff\xd8\xff"), "damaged",
			NULL},
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
		{"TIFF of a header", INPUT_TEXT("II*\0\x08\0\0\0"), "truncated",
			NULL},
		{"TIFF directory behind the end",
			INPUT_TEXT("II*\0\xff\xff\xff\x7f\0\0\0\0\0\0\0\0\0\0"),
			"truncated", NULL},
		{"TIFF of 65535 tags",
			INPUT_TEXT(
				"II*\0\x08\0\0\0\xff\xff\0\0\0\0\0\0\0\0\0\0"),
			"truncated", NULL},
		{"BigTIFF of 2^64 tags",
			INPUT_TEXT("II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0"
				   "\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"),
			"truncated", NULL},
		{"PDF of a header", INPUT_TEXT("%PDF-1.7\n"), "truncated",
			NULL},
		{"PDF without objects", INPUT_TEXT("%PDF-1.7\n%%EOF\n"),
			"damaged",
			"the PDF is damaged; copy the file again or scan the "
			"page again"},
		{"PDF whose pages go round",
			INPUT_TEXT("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 "
				   "R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]"
				   "/Count 1>>endobj\ntrailer<</Root 1 0 "
				   "R/Size 3>>"
				   "\nstartxref\n0\n%%EOF\n"),
			"damaged", NULL},
		{"PDF that counts pages it has not",
			INPUT_TEXT(
				"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 "
				"R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
				"/Count 9>>endobj\n3 0 obj<</Type/Page/MediaBox"
				"[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R/Size "
				"4>>"
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
			decoding_refused(rows[i].what, rows[i].file,
				rows[i].reason, rows[i].sentence);
		else {
			/* Its first page is good; the second is the circle. */
			struct image image;
			struct refusal refusal;
			struct err err = {0};
			assert_ok(decoding_try(rows[i].file, 1, &image,
					  &refusal, &err),
				&err);
			assert_false(decoding_try(
				rows[i].file, 2, &image, &refusal, &err));
			assert_string_equal(refusal.reason, "damaged");
		}
		decoding_keep(rows[i].file,
			rows[i].reason[0] ? rows[i].reason : "damaged");
		free(rows[i].file.at);
	}
	free(jpeg.at);
	assert_true(sizeof rows / sizeof *rows >= 40);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode_page__bombs),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name(
		"decode_bombs", tests, decoding_setup, decoding_teardown);
}
