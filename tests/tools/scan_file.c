#include "tests/tools/scan_file.h"

#include "core/err.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>

#define PDF_PAGES 4000

static const struct {
	const char *word, *suffix;
	bool bilevel, many;
} formats[SCAN_FORMAT__MAX] = {
	[SCAN_JPEG] = {"jpeg", "jpg", false, false},
	[SCAN_PNG] = {"png", "png", false, false},
	[SCAN_TIFF_G4] = {"tiff-g4", "tif", true, true},
	[SCAN_TIFF_LZW] = {"tiff-lzw", "tif", false, true},
	[SCAN_TIFF_DEFLATE] = {"tiff-deflate", "tif", false, true},
	[SCAN_TIFF_JPEG] = {"tiff-jpeg", "tif", false, true},
	[SCAN_PDF_JPEG] = {"pdf-jpeg", "pdf", false, true},
	[SCAN_PDF_G4] = {"pdf-g4", "pdf", true, true},
	[SCAN_PDF_FLATE] = {"pdf-flate", "pdf", false, true},
};

struct scan_file {
	enum scan_format format;
	char path[4096];
	FILE *out;  /* JPEG, PNG, PDF */
	TIFF *tiff; /* TIFF */
	int n_pages;
	/* PDF: objects 1 catalogue, 2 pages, then 3 a page. */
	long offsets[3 + 3 * PDF_PAGES];
};

const char *
scan_format_word(enum scan_format format)
{
	return format < SCAN_FORMAT__MAX ? formats[format].word : "none";
}

enum scan_format
scan_format_of_word(const char *word)
{
	int i;

	for (i = 0; i < SCAN_FORMAT__MAX; i++)
		if (strcmp(word, formats[i].word) == 0)
			break;
	return (enum scan_format)i;
}

const char *
scan_format_suffix(enum scan_format format)
{
	return formats[format].suffix;
}

bool
scan_format_is_bilevel(enum scan_format format)
{
	return formats[format].bilevel;
}

bool
scan_format_holds_many(enum scan_format format)
{
	return formats[format].many;
}

static bool
is_tiff(enum scan_format format)
{
	return format >= SCAN_TIFF_G4 && format <= SCAN_TIFF_JPEG;
}

static bool
is_pdf(enum scan_format format)
{
	return format >= SCAN_PDF_JPEG;
}

struct scan_file *
scan_file_new(const char *path, enum scan_format format, struct err *err)
{
	struct scan_file *file = calloc(1, sizeof(*file));

	if (!file) {
		err_set(err, ERR_SYSTEM, "%s: out of memory", path);
		return NULL;
	}
	file->format = format;
	snprintf(file->path, sizeof(file->path), "%s", path);
	if (is_tiff(format))
		file->tiff = TIFFOpen(path, "w");
	else
		file->out = fopen(path, "wb");
	if (!file->tiff && !file->out) {
		err_errno(err, "%s: cannot create", path);
		free(file);
		return NULL;
	}
	if (is_pdf(format))
		fputs("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", file->out);
	return file;
}

/* Row y as bytes a file holds: grey, red-green-blue, or bits. */
static void
row_bytes(const struct raster *picture, int y, bool bits, bool one_is_black,
	uint8_t *row)
{
	size_t at = (size_t)y * (size_t)picture->w;
	int x;

	if (bits) {
		memset(row, 0, ((size_t)picture->w + 7) / 8);
		for (x = 0; x < picture->w; x++)
			if ((picture->plane[0][at + (size_t)x] < 128) ==
				one_is_black)
				row[x >> 3] |= (uint8_t)(0x80 >> (x & 7));
	} else if (picture->n_planes == 1) {
		memcpy(row, picture->plane[0] + at, (size_t)picture->w);
	} else {
		for (x = 0; x < picture->w; x++) {
			row[3 * x] = picture->plane[0][at + (size_t)x];
			row[3 * x + 1] = picture->plane[1][at + (size_t)x];
			row[3 * x + 2] = picture->plane[2][at + (size_t)x];
		}
	}
}

struct jpeg_trap {
	struct jpeg_error_mgr base;
	jmp_buf jump;
};

static void
jpeg_failed(j_common_ptr info)
{
	union {
		struct jpeg_error_mgr *base;
		struct jpeg_trap *trap;
	} manager = {info->err};

	longjmp(manager.trap->jump, 1);
}

static bool
jpeg_bytes(const struct raster *picture, int quality, unsigned char **bytes,
	unsigned long *len, struct err *err)
{
	struct jpeg_compress_struct info;
	struct jpeg_trap trap;
	uint8_t *row = malloc((size_t)picture->w * 3);

	*bytes = NULL;
	*len = 0;
	if (!row)
		return err_set(err, ERR_SYSTEM, "out of memory");
	memset(&info, 0, sizeof(info));
	info.err = jpeg_std_error(&trap.base);
	trap.base.error_exit = jpeg_failed;
	if (setjmp(trap.jump)) {
		jpeg_destroy_compress(&info);
		free(row);
		return err_set(err, ERR_LIBRARY, "JPEG cannot be written");
	}
	jpeg_create_compress(&info);
	jpeg_mem_dest(&info, bytes, len);
	info.image_width = (JDIMENSION)picture->w;
	info.image_height = (JDIMENSION)picture->h;
	info.input_components = picture->n_planes;
	info.in_color_space = picture->n_planes == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&info);
	jpeg_set_quality(&info, quality, TRUE);
	info.density_unit = 1;
	info.X_density = (UINT16)(picture->dpi + .5);
	info.Y_density = (UINT16)(picture->dpi_y + .5);
	jpeg_start_compress(&info, TRUE);
	while (info.next_scanline < info.image_height) {
		JSAMPROW rows[1] = {row};

		row_bytes(picture, (int)info.next_scanline, false, false, row);
		jpeg_write_scanlines(&info, rows, 1);
	}
	jpeg_finish_compress(&info);
	jpeg_destroy_compress(&info);
	free(row);
	return true;
}

static bool
add_jpeg(struct scan_file *file, const struct raster *picture, int quality,
	struct err *err)
{
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	bool ok = jpeg_bytes(picture, quality, &bytes, &len, err);

	if (ok && fwrite(bytes, 1, len, file->out) != len)
		ok = err_errno(err, "cannot write");
	free(bytes);
	return ok;
}

static bool
add_png(struct scan_file *file, const struct raster *picture, struct err *err)
{
	png_structp png = png_create_write_struct(
		PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png ? png_create_info_struct(png) : NULL;
	uint8_t *row = malloc((size_t)picture->w * 3);
	png_uint_32 per_metre_x =
		(png_uint_32)(picture->dpi / MM_PER_INCH * 1000 + .5);
	png_uint_32 per_metre_y =
		(png_uint_32)(picture->dpi_y / MM_PER_INCH * 1000 + .5);
	bool bits = picture->bilevel;
	int y;

	if (!png || !info || !row || setjmp(png_jmpbuf(png))) {
		png_destroy_write_struct(&png, &info);
		free(row);
		return err_set(err, ERR_LIBRARY, "PNG cannot be written");
	}
	png_init_io(png, file->out);
	png_set_IHDR(png, info, (png_uint_32)picture->w,
		(png_uint_32)picture->h, bits ? 1 : 8,
		picture->n_planes == 3 ? PNG_COLOR_TYPE_RGB
				       : PNG_COLOR_TYPE_GRAY,
		PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
		PNG_FILTER_TYPE_DEFAULT);
	png_set_pHYs(png, info, per_metre_x, per_metre_y, PNG_RESOLUTION_METER);
	png_set_compression_level(png, bits ? 6 : 2);
	png_set_filter(png, 0, bits ? PNG_FILTER_NONE : PNG_FILTER_UP);
	png_write_info(png, info);
	for (y = 0; y < picture->h; y++) {
		row_bytes(picture, y, bits, false, row);
		png_write_row(png, row);
	}
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	free(row);
	return true;
}

/* For a PDF one strip, with 1 as white as DeviceGray has it (but for G4). */
static bool
tiff_page(TIFF *tiff, const struct raster *picture, uint16_t packing,
	int quality, bool for_pdf, struct err *err)
{
	bool bits = picture->bilevel && packing != COMPRESSION_JPEG;
	bool one_is_black = !for_pdf || packing == COMPRESSION_CCITTFAX4;
	uint8_t *row = malloc((size_t)picture->w * 3);
	uint16_t kind = PHOTOMETRIC_MINISBLACK;
	bool ok = true;
	int y;

	if (!row)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (bits && one_is_black)
		kind = PHOTOMETRIC_MINISWHITE;
	else if (picture->n_planes == 3)
		kind = packing == COMPRESSION_JPEG ? PHOTOMETRIC_YCBCR
						   : PHOTOMETRIC_RGB;
	TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, (uint32_t)picture->w);
	TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, (uint32_t)picture->h);
	TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits ? 1 : 8);
	TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, picture->n_planes);
	TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind);
	TIFFSetField(tiff, TIFFTAG_COMPRESSION, packing);
	TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
	TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
	TIFFSetField(tiff, TIFFTAG_XRESOLUTION, picture->dpi);
	TIFFSetField(tiff, TIFFTAG_YRESOLUTION, picture->dpi_y);
	TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
	if (packing == COMPRESSION_JPEG) {
		TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, quality);
		if (picture->n_planes == 3)
			TIFFSetField(
				tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
	}
	if (packing == COMPRESSION_ADOBE_DEFLATE)
		TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, 2);
	TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP,
		for_pdf ? (uint32_t)picture->h : 64U);
	for (y = 0; ok && y < picture->h; y++) {
		row_bytes(picture, y, bits, one_is_black, row);
		ok = TIFFWriteScanline(tiff, row, (uint32_t)y, 0) >= 0;
	}
	free(row);
	if (!ok || !TIFFWriteDirectory(tiff))
		return err_set(err, ERR_LIBRARY, "TIFF cannot be written");
	return true;
}

/* A picture's packed bytes alone, by way of a small TIFF beside the file. */
static bool
packed_bytes(const char *path, const struct raster *picture, uint16_t packing,
	unsigned char **bytes, unsigned long *len, struct err *err)
{
	char side[4200];
	TIFF *tiff;
	tmsize_t size;
	bool ok;

	snprintf(side, sizeof(side), "%s.part", path);
	tiff = TIFFOpen(side, "w");
	if (!tiff)
		return err_errno(err, "%s: cannot create", side);
	ok = tiff_page(tiff, picture, packing, 0, true, err);
	TIFFClose(tiff);
	tiff = ok ? TIFFOpen(side, "r") : NULL;
	if (tiff) {
		size = TIFFRawStripSize(tiff, 0);
		*bytes = malloc((size_t)size);
		ok = *bytes && TIFFReadRawStrip(tiff, 0, *bytes, size) == size;
		*len = (unsigned long)size;
		TIFFClose(tiff);
	}
	if (!ok)
		err_set(err, ERR_LIBRARY, "%s: cannot be read", side);
	unlink(side);
	return ok;
}

static bool
pdf_page_bytes(struct scan_file *file, const struct raster *picture,
	int quality, unsigned char **bytes, unsigned long *len,
	char filter[200], struct err *err)
{
	switch (file->format) {
	case SCAN_PDF_JPEG:
		snprintf(filter, 200, "/Filter /DCTDecode");
		return jpeg_bytes(picture, quality, bytes, len, err);
	case SCAN_PDF_G4:
		snprintf(filter, 200,
			"/Filter /CCITTFaxDecode /DecodeParms "
			"<< /K -1 /Columns %d /Rows %d >>",
			picture->w, picture->h);
		return packed_bytes(file->path, picture, COMPRESSION_CCITTFAX4,
			bytes, len, err);
	default:
		snprintf(filter, 200, "/Filter /FlateDecode");
		return packed_bytes(file->path, picture,
			COMPRESSION_ADOBE_DEFLATE, bytes, len, err);
	}
}

static bool
add_pdf(struct scan_file *file, const struct raster *picture, int quality,
	struct err *err)
{
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	char filter[200], content[120];
	int id = 3 + 3 * file->n_pages;
	/* Points in hundredths, so that no locale puts a comma there. */
	long w = (long)(picture->w / picture->dpi * 7200 + .5);
	long h = (long)(picture->h / picture->dpi_y * 7200 + .5);
	bool bits = picture->bilevel && file->format != SCAN_PDF_JPEG;
	bool ok = false;

	if (file->n_pages == PDF_PAGES)
		return err_set(err, ERR_LIMIT, "more than %d pages", PDF_PAGES);
	if (!pdf_page_bytes(file, picture, quality, &bytes, &len, filter, err))
		goto out;
	file->offsets[id] = ftell(file->out);
	fprintf(file->out,
		"%d 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox "
		"[0 0 %ld.%02ld %ld.%02ld] /Contents %d 0 R /Resources << "
		"/XObject << /Im %d 0 R >> >> >>\nendobj\n",
		id, w / 100, w % 100, h / 100, h % 100, id + 1, id + 2);
	snprintf(content, sizeof(content),
		"q %ld.%02ld 0 0 %ld.%02ld 0 0 cm /Im Do Q\n", w / 100, w % 100,
		h / 100, h % 100);
	file->offsets[id + 1] = ftell(file->out);
	fprintf(file->out,
		"%d 0 obj\n<< /Length %zu >>\nstream\n%sendstream\nendobj\n",
		id + 1, strlen(content), content);
	file->offsets[id + 2] = ftell(file->out);
	fprintf(file->out,
		"%d 0 obj\n<< /Type /XObject /Subtype /Image /Width %d "
		"/Height %d /ColorSpace /%s /BitsPerComponent %d %s "
		"/Length %lu >>\nstream\n",
		id + 2, picture->w, picture->h,
		picture->n_planes == 3 ? "DeviceRGB" : "DeviceGray",
		bits ? 1 : 8, filter, len);
	ok = fwrite(bytes, 1, len, file->out) == len;
	fputs("\nendstream\nendobj\n", file->out);
	if (!ok)
		err_errno(err, "cannot write");
out:
	free(bytes);
	return ok;
}

bool
scan_file_add(struct scan_file *file, const struct raster *picture, int quality,
	struct err *err)
{
	static const uint16_t packing[SCAN_FORMAT__MAX] = {
		[SCAN_TIFF_G4] = COMPRESSION_CCITTFAX4,
		[SCAN_TIFF_LZW] = COMPRESSION_LZW,
		[SCAN_TIFF_DEFLATE] = COMPRESSION_ADOBE_DEFLATE,
		[SCAN_TIFF_JPEG] = COMPRESSION_JPEG,
	};
	bool ok;

	if (file->n_pages > 0 && !formats[file->format].many)
		return err_set(
			err, ERR_USAGE, "%s: holds one page", file->path);
	if (formats[file->format].bilevel && !picture->bilevel)
		return err_set(
			err, ERR_USAGE, "%s: not black and white", file->path);
	if (is_tiff(file->format))
		ok = tiff_page(file->tiff, picture, packing[file->format],
			quality, false, err);
	else if (is_pdf(file->format))
		ok = add_pdf(file, picture, quality, err);
	else if (file->format == SCAN_PNG)
		ok = add_png(file, picture, err);
	else
		ok = add_jpeg(file, picture, quality, err);
	if (!ok)
		return err_wrap(err, "%s", file->path);
	file->n_pages++;
	return true;
}

static void
pdf_end(struct scan_file *file)
{
	int i, n = 3 + 3 * file->n_pages;
	long table;

	file->offsets[1] = ftell(file->out);
	fputs("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
		file->out);
	file->offsets[2] = ftell(file->out);
	fputs("2 0 obj\n<< /Type /Pages /Kids [", file->out);
	for (i = 0; i < file->n_pages; i++)
		fprintf(file->out, "%d 0 R ", 3 + 3 * i);
	fprintf(file->out, "] /Count %d >>\nendobj\n", file->n_pages);
	table = ftell(file->out);
	fprintf(file->out, "xref\n0 %d\n0000000000 65535 f \n", n);
	for (i = 1; i < n; i++)
		fprintf(file->out, "%010ld 00000 n \n", file->offsets[i]);
	fprintf(file->out,
		"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%ld\n%%%%EOF"
		"\n",
		n, table);
}

bool
scan_file_close(struct scan_file *file, struct err *err)
{
	bool ok = true;

	if (!file)
		return true;
	if (file->tiff)
		TIFFClose(file->tiff);
	if (file->out) {
		if (is_pdf(file->format))
			pdf_end(file);
		if (ferror(file->out) || fclose(file->out) != 0)
			ok = err_errno(err, "%s: cannot write", file->path);
	}
	free(file);
	return ok;
}
