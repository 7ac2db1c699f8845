#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "intake/decode_child.h"

struct source {
	const uint8_t *at;
	size_t left;
	bool ended; /* more was asked for than there is */
};

static void
read_bytes(png_structp png, png_bytep out, size_t len)
{
	struct source *const source = png_get_io_ptr(png);

	if (len > source->left) {
		source->ended = true;
		png_error(png, "end of file");
	}
	memcpy(out, source->at, len);
	source->at += len;
	source->left -= len;
}

/* libpng's own would print. */
static void
on_error(png_structp png, png_const_charp text)
{
	(void)text;
	png_longjmp(png, 1);
}

static void
on_warning(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

/*
 * Profiles and texts are compressed and never looked at: they are skipped,
 * so that they cannot be bombs. Gamma is skipped as no other format has it:
 * the same scan is the same grey in each.
 */
static void
skip_extras(png_structp png)
{
	static const png_byte names[] = "iCCP\0zTXt\0iTXt\0tEXt\0sPLT\0hIST\0"
					"eXIf\0gAMA\0cHRM\0sRGB";
	png_set_keep_unknown_chunks(
		png, PNG_HANDLE_CHUNK_NEVER, names, sizeof names / 5);
	png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
	png_set_chunk_malloc_max(png, 1 << 20);
	png_set_chunk_cache_max(png, 16);
}

/*
 * Whether each pixel is one bit of black and white; *invert if the file has 1
 * for white, as grey PNGs have.
 */
static bool
is_bilevel(png_structp png, png_infop info, bool *invert)
{
	const int type = png_get_color_type(png, info);
	png_colorp colors;
	int n;

	if (png_get_bit_depth(png, info) != 1 ||
		png_get_valid(png, info, PNG_INFO_tRNS))
		return false;
	*invert = true;
	if (type == PNG_COLOR_TYPE_GRAY)
		return true;
	if (type != PNG_COLOR_TYPE_PALETTE ||
		!png_get_PLTE(png, info, &colors, &n) || n != 2)
		return false;
	const png_color first = colors[0], second = colors[1];
	if (first.red != first.green || first.red != first.blue ||
		second.red != second.green || second.red != second.blue ||
		first.red + second.red != 255 || first.red % 255)
		return false;
	*invert = first.red == 0;
	return true;
}

/* Any other becomes one byte of luminance, transparency over white. */
static void
ask_for_grey(png_structp png, png_infop info)
{
	static const png_color_16 white = {
		.red = 255, .green = 255, .blue = 255, .gray = 255};
	const int type = png_get_color_type(png, info);

	png_set_expand(png);
	png_set_scale_16(png);
	if (type & PNG_COLOR_MASK_COLOR)
		png_set_rgb_to_gray_fixed(
			png, PNG_ERROR_ACTION_NONE, 29900, 58700);
	if (type & PNG_COLOR_MASK_ALPHA ||
		png_get_valid(png, info, PNG_INFO_tRNS))
		png_set_background_fixed(
			png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, PNG_FP_1);
}

static void
read_rows(png_structp png, png_infop info, const struct page *page)
{
	const int passes = png_set_interlace_handling(png);

	png_read_update_info(png, info);
	if (png_get_rowbytes(png, info) != page->stride)
		png_error(png, "rows of another length than announced");
	for (int pass = 0; pass < passes; pass++)
		for (int y = 0; y < page->h; y++)
			png_read_row(png, page_row(page, (uint32_t)y), NULL);
}

static double
dots(png_uint_32 per_unit, int unit)
{
	return unit == PNG_RESOLUTION_METER ? per_unit * 0.0254 : 0;
}

enum decode_reason
decode_png(struct page *page, const uint8_t *bytes, size_t len)
{
	struct source *const source = calloc(1, sizeof *source);
	png_structp png = png_create_read_struct(
		PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
	png_infop info = png ? png_create_info_struct(png) : NULL;
	volatile enum decode_reason reason = DECODE_OUT_OF_MEMORY;

	if (!source || !info)
		goto out;
	*source = (struct source){.at = bytes, .left = len};
	reason = DECODE_DAMAGED;
	if (setjmp(png_jmpbuf(png))) {
		if (source->ended)
			reason = DECODE_TRUNCATED;
		goto out;
	}
	png_set_read_fn(png, source, read_bytes);
	skip_extras(png);
	png_read_info(png, info);

	bool invert = false;
	const bool bilevel = is_bilevel(png, info, &invert);
	png_uint_32 dpi_x = 0, dpi_y = 0;
	int unit = PNG_RESOLUTION_UNKNOWN;
	png_get_pHYs(png, info, &dpi_x, &dpi_y, &unit);
	reason = page_start(page, png_get_image_width(png, info),
		png_get_image_height(png, info), bilevel ? 1 : 8,
		dots(dpi_x, unit), dots(dpi_y, unit));
	if (reason)
		goto out;
	reason = DECODE_DAMAGED;
	if (!bilevel)
		ask_for_grey(png, info);
	read_rows(png, info, page);
	png_read_end(png, NULL);
	if (bilevel)
		page_set_black(page, invert);
	reason = DECODE_OK;
out:
	png_destroy_read_struct(&png, &info, NULL);
	free(source);
	return reason;
}
