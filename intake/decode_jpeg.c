#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <jerror.h>

#include "intake/decode_child.h"
#include "intake/reduce.h"

/*
 * A progressive picture has about ten scans; a file of a few kB can ask for
 * thousands, each a pass over all pixels.
 */
#define SCANS 100
/* Padding before a marker that some scanners write; more is lost data. */
#define STRAY_BYTES 16

struct jpeg {
	struct jpeg_decompress_struct lib;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf back;
	bool decoding; /* the header is read, coefficients follow */
	enum decode_reason reason;
};

static void
leave(struct jpeg *jpeg, enum decode_reason reason)
{
	jpeg->reason = reason;
	longjmp(jpeg->back, 1);
}

static void
on_error(j_common_ptr common)
{
	struct jpeg *const jpeg = common->client_data;

	switch (common->err->msg_code) {
	case JERR_OUT_OF_MEMORY:
		leave(jpeg, DECODE_OUT_OF_MEMORY);
		break;
	case JERR_IMAGE_TOO_BIG:
		leave(jpeg, DECODE_TOO_LARGE);
		break;
	case JERR_BAD_PRECISION:
	case JERR_SOF_UNSUPPORTED:
	case JERR_ARITH_NOTIMPL:
	case JERR_CONVERSION_NOTIMPL:
	case JERR_CCIR601_NOTIMPL:
	case JERR_FRACT_SAMPLE_NOTIMPL:
		leave(jpeg, DECODE_UNSUPPORTED);
		break;
	case JERR_INPUT_EMPTY:
	case JERR_INPUT_EOF:
		leave(jpeg, DECODE_TRUNCATED);
		break;
	default:
		leave(jpeg, DECODE_DAMAGED);
	}
}

/* A warning of libjpeg means that pixels are made up: no page of ours. */
static void
on_message(j_common_ptr common, int level)
{
	struct jpeg *const jpeg = common->client_data;

	if (level >= 0)
		return;
	switch (common->err->msg_code) {
	case JWRN_JPEG_EOF:
		leave(jpeg, DECODE_TRUNCATED);
		break;
	case JWRN_EXTRANEOUS_DATA:
		if (jpeg->decoding && common->err->msg_parm.i[0] > STRAY_BYTES)
			leave(jpeg, DECODE_DAMAGED);
		break;
	case JWRN_ADOBE_XFORM:
	case JWRN_JFIF_MAJOR:
		break;
	default:
		leave(jpeg, DECODE_DAMAGED);
	}
}

static void
on_progress(j_common_ptr common)
{
	struct jpeg *const jpeg = common->client_data;

	if (jpeg->lib.input_scan_number > SCANS)
		leave(jpeg, DECODE_DAMAGED);
}

static double
density(const struct jpeg *jpeg, unsigned density)
{
	if (!jpeg->lib.saw_JFIF_marker || jpeg->lib.density_unit == 0)
		return 0;
	return jpeg->lib.density_unit == 2 ? density * 2.54 : density;
}

static void
read_grey(struct jpeg *jpeg, struct page *page)
{
	while (jpeg->lib.output_scanline < jpeg->lib.output_height) {
		JSAMPROW rows[8];
		const JDIMENSION first = jpeg->lib.output_scanline;
		JDIMENSION n = jpeg->lib.output_height - first;
		if (n > 8)
			n = 8;
		for (JDIMENSION i = 0; i < n; i++)
			rows[i] = page_row(page, first + i);
		jpeg_read_scanlines(&jpeg->lib, rows, n);
	}
}

/* Some rows at a time, which stay in the processor's cache. */
static void
read_grey_reduced(struct jpeg *jpeg, struct page *page)
{
	const unsigned factor = (unsigned)page->factor;
	JSAMPARRAY rows = jpeg->lib.mem->alloc_sarray((j_common_ptr)&jpeg->lib,
		JPOOL_IMAGE, (JDIMENSION)page->w, factor);
	const size_t stride = (size_t)(rows[1] - rows[0]);
	JDIMENSION n = 0;

	while (jpeg->lib.output_scanline < jpeg->lib.output_height) {
		n += jpeg_read_scanlines(&jpeg->lib, rows + n, factor - n);
		if (n < factor)
			continue;
		reduce_row(rows[0], stride, page->factor,
			page_row(page, jpeg->lib.output_scanline / factor - 1),
			page->w / page->factor);
		n = 0;
	}
}

/* Adobe's CMYK is stored inverted: 255 is no ink. */
static void
read_cmyk(struct jpeg *jpeg, struct page *page)
{
	const unsigned flip = jpeg->lib.saw_Adobe_marker ? 0 : 255;
	JSAMPARRAY row = jpeg->lib.mem->alloc_sarray((j_common_ptr)&jpeg->lib,
		JPOOL_IMAGE, 4U * (unsigned)page->w, 1);

	while (jpeg->lib.output_scanline < jpeg->lib.output_height) {
		uint8_t *out = page_row(page, jpeg->lib.output_scanline);
		jpeg_read_scanlines(&jpeg->lib, row, 1);
		const JSAMPLE *in = row[0];
		for (int x = 0; x < page->w; x++, in += 4) {
			const unsigned k = in[3] ^ flip;
			out[x] = luminance((in[0] ^ flip) * k / 255,
				(in[1] ^ flip) * k / 255,
				(in[2] ^ flip) * k / 255);
		}
	}
}

static bool
is_cmyk(const struct jpeg *jpeg)
{
	return jpeg->lib.jpeg_color_space == JCS_CMYK ||
	       jpeg->lib.jpeg_color_space == JCS_YCCK;
}

enum decode_reason
decode_jpeg(struct page *page, const uint8_t *bytes, size_t len)
{
	struct jpeg *const jpeg = calloc(1, sizeof *jpeg);
	if (!jpeg)
		return DECODE_OUT_OF_MEMORY;

	jpeg->lib.err = jpeg_std_error(&jpeg->errors);
	jpeg->errors.error_exit = on_error;
	jpeg->errors.emit_message = on_message;
	jpeg->lib.client_data = jpeg;
	if (setjmp(jpeg->back))
		goto out;
	jpeg_create_decompress(&jpeg->lib);
	jpeg_mem_src(&jpeg->lib, bytes, len);
	jpeg->progress.progress_monitor = on_progress;
	jpeg->lib.progress = &jpeg->progress;
	jpeg_read_header(&jpeg->lib, TRUE);
	jpeg->reason = page_start(page, jpeg->lib.image_width,
		jpeg->lib.image_height, 8, density(jpeg, jpeg->lib.X_density),
		density(jpeg, jpeg->lib.Y_density));
	if (jpeg->reason)
		goto out;
	jpeg->lib.out_color_space = is_cmyk(jpeg) ? JCS_CMYK : JCS_GRAYSCALE;
	jpeg->decoding = true;
	jpeg_start_decompress(&jpeg->lib);
	if (jpeg->lib.output_width != (JDIMENSION)page->w ||
		jpeg->lib.output_height != (JDIMENSION)page->h)
		leave(jpeg, DECODE_DAMAGED);
	if (!is_cmyk(jpeg))
		page_reduce(page);
	if (is_cmyk(jpeg))
		read_cmyk(jpeg, page);
	else if (page->factor > 1)
		read_grey_reduced(jpeg, page);
	else
		read_grey(jpeg, page);
	jpeg_finish_decompress(&jpeg->lib);
out:;
	const enum decode_reason reason = jpeg->reason;
	jpeg_destroy_decompress(&jpeg->lib);
	free(jpeg);
	return reason;
}
