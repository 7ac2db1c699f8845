#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "intake/decode_child.h"
#include "intake/decode_ifd.h"

struct source {
	const uint8_t *bytes;
	size_t len;
	size_t at;
	bool damaged; /* a codec made pixels up, and only warned */
};

static tmsize_t
read_bytes(thandle_t handle, void *out, tmsize_t len)
{
	struct source *const source = handle;
	size_t n = (size_t)len;

	if (len < 0 || source->at >= source->len)
		return 0;
	if (n > source->len - source->at)
		n = source->len - source->at;
	memcpy(out, source->bytes + source->at, n);
	source->at += n;
	return (tmsize_t)n;
}

static tmsize_t
write_bytes(thandle_t handle, void *in, tmsize_t len)
{
	(void)handle;
	(void)in;
	(void)len;
	return -1;
}

static toff_t
seek(thandle_t handle, toff_t offset, int whence)
{
	struct source *const source = handle;

	if (whence == SEEK_CUR)
		offset += source->at;
	else if (whence == SEEK_END)
		offset += source->len;
	source->at = (size_t)offset;
	return offset;
}

static int
close_source(thandle_t handle)
{
	(void)handle;
	return 0;
}

static toff_t
size_of(thandle_t handle)
{
	const struct source *const source = handle;

	return source->len;
}

/* libtiff only reads what it maps; its type has no const. */
static int
map(thandle_t handle, void **base, toff_t *size)
{
	const struct source *const source = handle;
	union {
		const uint8_t *in;
		void *out;
	} bytes = {.in = source->bytes};

	*base = bytes.out;
	*size = source->len;
	return 1;
}

static void
unmap(thandle_t handle, void *base, toff_t size)
{
	(void)handle;
	(void)base;
	(void)size;
}

static int
on_error(TIFF *tiff, void *data, const char *where, const char *format,
	va_list args)
{
	(void)tiff;
	(void)data;
	(void)where;
	(void)format;
	(void)args;
	return 1; /* nothing is printed; the call that failed says so */
}

/* The fax and JPEG codecs fill in what they cannot read, with a warning. */
static int
on_warning(TIFF *tiff, void *data, const char *where, const char *format,
	va_list args)
{
	struct source *const source = data;

	(void)tiff;
	(void)format;
	(void)args;
	if (where && (!strncmp(where, "Fax", 3) || !strncmp(where, "JPEG", 4)))
		source->damaged = true;
	return 1;
}

static TIFF *
open_tiff(struct source *source)
{
	TIFFOpenOptions *const options = TIFFOpenOptionsAlloc();
	if (!options)
		return NULL;
	TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, source);
	TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, source);
	/* h: leave the directories to ifd_pages. */
	TIFF *const tiff = TIFFClientOpenExt("", "rh", source, read_bytes,
		write_bytes, seek, close_source, size_of, map, unmap, options);
	TIFFOpenOptionsFree(options);
	return tiff;
}

struct format {
	uint32_t w, h;
	uint32_t rows_per_strip;
	uint16_t bits, samples, photometric, compression, planar;
	float dpi_x, dpi_y;
};

static bool
read_format(TIFF *tiff, struct format *out)
{
	uint16_t unit = RESUNIT_INCH;

	if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &out->w) ||
		!TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &out->h) ||
		!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &out->photometric))
		return false;
	TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &out->bits);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &out->samples);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &out->compression);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &out->planar);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &out->rows_per_strip);
	if (out->rows_per_strip == 0)
		return false;
	if (out->rows_per_strip > out->h)
		out->rows_per_strip = out->h;
	TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
	if (unit == RESUNIT_NONE ||
		!TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &out->dpi_x) ||
		!TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &out->dpi_y))
		out->dpi_x = out->dpi_y = 0;
	if (unit == RESUNIT_CENTIMETER) {
		out->dpi_x *= 2.54F;
		out->dpi_y *= 2.54F;
	}
	return true;
}

static bool
is_grey(const struct format *format)
{
	return format->samples == 1 &&
	       (format->photometric == PHOTOMETRIC_MINISWHITE ||
		       format->photometric == PHOTOMETRIC_MINISBLACK);
}

static uint32_t
rows_at(const struct format *format, uint32_t y, uint32_t band)
{
	return format->h - y < band ? format->h - y : band;
}

/*
 * libtiff's G4 decoder takes an early end-of-block as good and leaves the
 * rest of the strip alone. A row that no drawing has tells it.
 */
static void
set_sentinel(uint8_t *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		row[i] = i & 1 ? 0x5a : 0xa5;
}

static bool
is_sentinel(const uint8_t *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (row[i] != (i & 1 ? 0x5a : 0xa5))
			return false;
	return true;
}

/* Strips whose bytes are ours: straight into the page. */
static enum decode_reason
read_strips(TIFF *tiff, const struct format *format, struct page *page)
{
	uint32_t strip = 0;

	if (TIFFScanlineSize64(tiff) != page->stride)
		return DECODE_DAMAGED;
	for (uint32_t y = 0; y < format->h; y += format->rows_per_strip) {
		const uint32_t n = rows_at(format, y, format->rows_per_strip);
		const tmsize_t size = (tmsize_t)(n * page->stride);
		uint8_t *const last = page_row(page, y + n - 1);
		set_sentinel(last, page->stride);
		if (TIFFReadEncodedStrip(
			    tiff, strip++, page_row(page, y), size) != size)
			return DECODE_DAMAGED;
		if (page->depth == 1 && page->stride >= 8 &&
			is_sentinel(last, page->stride))
			return DECODE_TRUNCATED;
	}
	const bool min_is_white = format->photometric == PHOTOMETRIC_MINISWHITE;
	if (page->depth == 1) {
		page_set_black(page, !min_is_white);
	} else if (min_is_white) {
		const size_t n = page->stride * format->h;
		for (size_t i = 0; i < n; i++)
			page->bits[i] ^= 0xff;
	}
	return DECODE_OK;
}

static enum decode_reason
read_rgb_strips(TIFF *tiff, const struct format *format, struct page *page)
{
	uint32_t strip = 0;

	if (TIFFScanlineSize64(tiff) != (uint64_t)format->w * 3)
		return DECODE_DAMAGED;
	uint8_t *const buffer = malloc((size_t)TIFFStripSize(tiff));
	if (!buffer)
		return DECODE_OUT_OF_MEMORY;
	for (uint32_t y = 0; y < format->h; y += format->rows_per_strip) {
		const uint32_t n = rows_at(format, y, format->rows_per_strip);
		const tmsize_t size = (tmsize_t)n * format->w * 3;
		if (TIFFReadEncodedStrip(tiff, strip++, buffer, size) != size) {
			free(buffer);
			return DECODE_DAMAGED;
		}
		const uint8_t *in = buffer;
		for (uint32_t row = 0; row < n; row++) {
			uint8_t *const out = page_row(page, y + row);
			for (uint32_t x = 0; x < format->w; x++, in += 3)
				out[x] = luminance(in[0], in[1], in[2]);
		}
	}
	free(buffer);
	return DECODE_OK;
}

/* libtiff's colours are multiplied by alpha already: white shows through. */
static void
store_rgba(const uint32_t *in, uint32_t w, uint8_t *out, int depth)
{
	if (depth == 1)
		memset(out, 0, (w + 7) / 8);
	for (uint32_t x = 0; x < w; x++) {
		const unsigned alpha = TIFFGetA(in[x]);
		const unsigned seen =
			luminance(TIFFGetR(in[x]), TIFFGetG(in[x]),
				TIFFGetB(in[x])) +
			(255 - alpha);
		if (depth == 8)
			out[x] = (uint8_t)(seen > 255 ? 255 : seen);
		else if (seen < 128)
			out[x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
}

/* Palettes, tiles, planes, 16 bits, CMYK, alpha: through libtiff's RGBA. */
static enum decode_reason
read_any(TIFF *tiff, const struct format *format, struct page *page)
{
	TIFFRGBAImage image;
	char why[1024];
	uint32_t band = format->rows_per_strip;

	if (TIFFIsTiled(tiff) &&
		(!TIFFGetField(tiff, TIFFTAG_TILELENGTH, &band) || band == 0))
		return DECODE_DAMAGED;
	if (band > format->h)
		band = format->h;
	if (!TIFFRGBAImageOK(tiff, why) ||
		!TIFFRGBAImageBegin(&image, tiff, 1, why))
		return DECODE_UNSUPPORTED;
	image.req_orientation = image.orientation; /* no turns, no flips */
	uint32_t *const raster =
		malloc((size_t)format->w * band * sizeof *raster);
	if (!raster)
		return DECODE_OUT_OF_MEMORY;
	for (uint32_t y = 0; y < format->h; y += band) {
		const uint32_t n = rows_at(format, y, band);
		image.row_offset = (int)y;
		image.col_offset = 0;
		if (!TIFFRGBAImageGet(&image, raster, format->w, n))
			return DECODE_DAMAGED;
		for (uint32_t row = 0; row < n; row++)
			store_rgba(raster + (size_t)row * format->w, format->w,
				page_row(page, y + row), page->depth);
	}
	return DECODE_OK;
}

static enum decode_reason
read_page(TIFF *tiff, const struct source *source, struct page *page)
{
	struct format format = {0};

	if (!read_format(tiff, &format))
		return DECODE_DAMAGED;
	const bool bilevel = format.bits == 1 && is_grey(&format);
	enum decode_reason reason = page_start(page, format.w, format.h,
		bilevel ? 1 : 8, (double)format.dpi_x, (double)format.dpi_y);
	if (reason)
		return reason;
	/* Old-style JPEG has no two readers that agree; nobody scans to it. */
	if (!TIFFIsCODECConfigured(format.compression) ||
		format.compression == COMPRESSION_OJPEG)
		return DECODE_UNSUPPORTED;
	bool is_rgb = format.photometric == PHOTOMETRIC_RGB;
	if (format.compression == COMPRESSION_JPEG &&
		format.photometric == PHOTOMETRIC_YCBCR &&
		format.planar == PLANARCONFIG_CONTIG) {
		TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
		is_rgb = true;
	}
	const bool by_strip = !TIFFIsTiled(tiff);
	if (by_strip && is_grey(&format) &&
		(format.bits == 1 || format.bits == 8))
		reason = read_strips(tiff, &format, page);
	else if (by_strip && is_rgb && format.bits == 8 &&
		 format.samples == 3 && format.planar == PLANARCONFIG_CONTIG)
		reason = read_rgb_strips(tiff, &format, page);
	else
		reason = read_any(tiff, &format, page);
	if (!reason && source->damaged)
		reason = DECODE_DAMAGED;
	return reason;
}

/* Whether pixels lie behind the end of the file. */
static bool
is_cut(TIFF *tiff, size_t len)
{
	const uint32_t n = TIFFIsTiled(tiff) ? TIFFNumberOfTiles(tiff)
					     : TIFFNumberOfStrips(tiff);

	for (uint32_t i = 0; i < n; i++) {
		const uint64_t at = TIFFGetStrileOffset(tiff, i);
		if (at > len || TIFFGetStrileByteCount(tiff, i) > len - at)
			return true;
	}
	return false;
}

enum decode_reason
decode_tiff(struct page *page, const uint8_t *bytes, size_t len, int number)
{
	struct source source = {.bytes = bytes, .len = len};
	struct ifd ifd = {0};

	if (ifd_pages(bytes, len, DECODE_PAGES, number, &ifd) < number ||
		ifd.state == IFD_CIRCLE)
		return DECODE_DAMAGED;
	if (ifd.state == IFD_CUT)
		return DECODE_TRUNCATED;
	TIFF *const tiff = open_tiff(&source);
	if (!tiff)
		return DECODE_DAMAGED;
	enum decode_reason reason = DECODE_DAMAGED;
	if (TIFFSetSubDirectory(tiff, ifd.offset)) {
		reason = read_page(tiff, &source, page);
		if (reason == DECODE_DAMAGED && is_cut(tiff, len))
			reason = DECODE_TRUNCATED;
	}
	if (reason == DECODE_DAMAGED && ifd.is_cut)
		reason = DECODE_TRUNCATED;
	TIFFClose(tiff);
	return reason;
}

enum decode_reason
decode_tiff_count(struct page *page, const uint8_t *bytes, size_t len)
{
	page->n_pages = ifd_pages(bytes, len, DECODE_PAGES, 0, NULL);
	return DECODE_OK;
}
