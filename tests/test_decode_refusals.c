#include "intake/decode.h"
#include "intake/image.h"
#include "tests/decode_input.h"
#include "tests/decoding.h"
#include "tests/test.h"

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
		{"empty", INPUT_TEXT(""), "empty",
			"the file is empty; scan the page again"},
		{"text", INPUT_TEXT("Hej, det h\xc3\xa4r \xc3\xa4r text.\n"),
			"not_an_image", other},
		{"one byte", INPUT_TEXT("\x89"), "not_an_image", other},
		{"zeros over the limit", big, "too_large",
			"the file is larger than 64 MiB; scan fewer pages "
			"into one file or at 150 to 600 dpi"},
		{"JPEG 2000", INPUT_TEXT("\0\0\0\x0cjP  \r\n\x87\n"),
			"unsupported",
			"JPEG 2000 pictures are not read; save the scan as "
			"PDF, TIFF, PNG or JPEG"},
		{"JPEG 2000 codestream", INPUT_TEXT("\xff\x4f\xff\x51\0\x29"),
			"unsupported", NULL},
		{"HEIC",
			INPUT_TEXT("\0\0\0\x18"
				   "ftypheic\0\0\0\0"),
			"unsupported",
			"HEIC pictures are not read; save the scan as PDF, "
			"TIFF, PNG or JPEG"},
		{"AVIF",
			INPUT_TEXT("\0\0\0\x18"
				   "ftypavif\0\0\0\0"),
			"unsupported", NULL},
		{"GIF", INPUT_TEXT("GIF89a\1\0\1\0"), "unsupported",
			"GIF pictures are not read; save the scan as PDF, "
			"TIFF, PNG or JPEG"},
		{"BMP", INPUT_TEXT("BM\x36\0\0\0\0\0\0\0\x36\0\0\0"),
			"unsupported",
			"BMP pictures are not read; save the scan as PDF, "
			"TIFF, PNG or JPEG"},
		{"WebP", INPUT_TEXT("RIFF\x1a\0\0\0WEBPVP8L"), "unsupported",
			"WebP pictures are not read; save the scan as PDF, "
			"TIFF, PNG or JPEG"},
		{"locked PDF", locked, "password",
			"the PDF is locked with a password; save it without "
			"one"},
		{"201 pages", stack, "too_many_pages",
			"the PDF has more than 200 pages; scan smaller stacks"},
		{"PDF of 0 pages",
			INPUT_TEXT(
				"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 "
				"R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count "
				"0>>endobj\ntrailer<</Root 1 0 R/Size "
				"3>>\nstartxref\n0\n%%EOF\n"),
			"no_pages",
			"the PDF has no pages; scan the stack again"},
		{"TIFF of 0 pages",
			INPUT_TEXT("II*\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
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
		decoding_refused(rows[i].what, rows[i].file, rows[i].reason,
			rows[i].sentence);
		decoding_keep(rows[i].file, rows[i].reason);
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
			struct bytes part = input_copy(rows[i].file.at,
				rows[i].file.len * (size_t)tenth / 10);
			snprintf(what, sizeof what, "%s cut at %d/10",
				rows[i].what, tenth);
			decoding_refused(
				what, part, "truncated", rows[i].sentence);
			free(part.at);
		}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		free(rows[i].file.at);
}

static void
test_decode_page__page_behind_the_end_is_not_lost(void **state)
{
	struct decoder *const decoder = decoding_decoder();
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

static void
test_decode_page__page_out_of_range(void **state)
{
	struct decoder *const decoder = decoding_decoder();
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

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode_probe__refuses_by_name),
		cmocka_unit_test(test_decode_page__cut_files_are_truncated),
		cmocka_unit_test(
			test_decode_page__page_behind_the_end_is_not_lost),
		cmocka_unit_test(test_decode_page__page_out_of_range),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name(
		"decode_refusals", tests, decoding_setup, decoding_teardown);
}
