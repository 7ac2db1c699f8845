#include "tests/decode_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <allheaders.h>
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <qpdf/qpdf-c.h>

#include "core/str.h"

int
input_grey(int x, int y)
{
	return (x * 200 / INPUT_W + y * 55 / INPUT_H) & 255;
}

int
input_black(int x, int y)
{
	return (x / 9 + y / 7) % 3 == 0;
}

int
input_png(void)
{
	return IFF_PNG;
}

int
input_jpeg(void)
{
	return IFF_JFIF_JPEG;
}

int
input_tiff(void)
{
	return IFF_TIFF;
}

int
input_tiff_g4(void)
{
	return IFF_TIFF_G4;
}

int
input_tiff_g3(void)
{
	return IFF_TIFF_G3;
}

int
input_tiff_lzw(void)
{
	return IFF_TIFF_LZW;
}

int
input_tiff_zip(void)
{
	return IFF_TIFF_ZIP;
}

int
input_tiff_packbits(void)
{
	return IFF_TIFF_PACKBITS;
}

int
input_tiff_jpeg(void)
{
	return IFF_TIFF_JPEG;
}

static int
depth_of(enum input_look look)
{
	switch (look) {
	case INPUT_BLACK:
		return 1;
	case INPUT_COLOR:
	case INPUT_ALPHA:
		return 32;
	case INPUT_PALETTE:
		return 4;
	case INPUT_DEEP:
		return 16;
	default:
		return 8;
	}
}

static uint32_t
value_at(enum input_look look, int x, int y)
{
	const uint32_t grey = (uint32_t)input_grey(x, y);

	switch (look) {
	case INPUT_BLACK:
		return (uint32_t)input_black(x, y);
	case INPUT_COLOR:
		return grey << 24 | grey << 16 | grey << 8;
	case INPUT_ALPHA:
		return grey << 24 | grey << 16 | grey << 8 |
		       (x < INPUT_W / 2 ? 0 : 255);
	case INPUT_PALETTE:
		return grey >> 4;
	case INPUT_DEEP:
		return grey << 8 | grey;
	default:
		return grey;
	}
}

static PIX *
picture(enum input_look look)
{
	PIX *const pix = pixCreate(INPUT_W, INPUT_H, depth_of(look));

	pixSetResolution(pix, INPUT_DPI, INPUT_DPI);
	if (look == INPUT_ALPHA)
		pixSetSpp(pix, 4);
	if (look == INPUT_PALETTE) {
		PIXCMAP *const map = pixcmapCreate(4);
		for (int i = 0; i < 16; i++)
			pixcmapAddColor(map, i * 17, i * 17, i * 17);
		pixSetColormap(pix, map);
	}
	for (int y = 0; y < INPUT_H; y++)
		for (int x = 0; x < INPUT_W; x++)
			pixSetPixel(pix, x, y, value_at(look, x, y));
	return pix;
}

struct bytes
input_file(int format, enum input_look look)
{
	struct bytes out = {0};
	PIX *pix = picture(look);

	if (pixWriteMem(&out.at, &out.len, pix, format))
		abort();
	pixDestroy(&pix);
	return out;
}

struct bytes
input_stack(int n)
{
	PIXA *pages = pixaCreate(n);
	struct bytes out = {0};
	char path[] = "/tmp/skapa-stack-XXXXXX";
	const int fd = mkstemp(path);

	if (fd < 0)
		abort();
	close(fd);
	for (int i = 0; i < n; i++)
		pixaAddPix(pages, picture(i % 2 ? INPUT_GREY : INPUT_BLACK),
			L_INSERT);
	for (int i = 0; i < n; i++) {
		PIX *pix = pixaGetPix(pages, i, L_CLONE);
		if (pixWriteTiff(path, pix, i % 2 ? IFF_TIFF_LZW : IFF_TIFF_G4,
			    i == 0 ? "w" : "a"))
			abort();
		pixDestroy(&pix);
	}
	pixaDestroy(&pages);
	out.at = l_binaryRead(path, &out.len);
	unlink(path);
	return out;
}

struct pdf {
	struct str text;
	size_t offsets[8];
	int n;
};

static void
begin_object(struct pdf *pdf)
{
	pdf->offsets[pdf->n++] = pdf->text.len;
	str_addf(&pdf->text, "%d 0 obj\n", pdf->n);
}

static void
add_stream(struct pdf *pdf, const char *keys, const void *bytes, size_t len)
{
	begin_object(pdf);
	str_addf(&pdf->text, "<<%s/Length %zu>>stream\n", keys, len);
	str_add_bytes(&pdf->text, bytes, len);
	str_add(&pdf->text, "\nendstream\nendobj\n");
}

struct bytes
input_pdf(const char *dict, const void *stream, size_t len, const char *content,
	const char *page_keys)
{
	struct pdf pdf = {0};
	char keys[1024];
	const double w = INPUT_W * 72.0 / INPUT_DPI;
	const double h = INPUT_H * 72.0 / INPUT_DPI;
	char fill[128];

	snprintf(fill, sizeof fill, "q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q", w, h);
	if (!content)
		content = fill;
	str_add(&pdf.text, "%PDF-1.5\n");
	begin_object(&pdf);
	str_add(&pdf.text, "<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
	begin_object(&pdf);
	str_addf(&pdf.text,
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 %.2f %.2f]"
		"/Resources<</XObject<</Im0 4 0 R>>/Font<</F1<</Type/Font"
		"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>\nendobj\n",
		w, h);
	begin_object(&pdf);
	str_addf(&pdf.text,
		"<</Type/Page/Parent 2 0 R/Contents 5 0 R%s>>\nendobj\n",
		page_keys);
	snprintf(keys, sizeof keys, "/Subtype/Image/Width %d/Height %d%s",
		INPUT_W, INPUT_H, dict);
	add_stream(&pdf, keys, stream, len);
	add_stream(&pdf, "", content, strlen(content));
	const size_t xref = pdf.text.len;
	str_addf(&pdf.text, "xref\n0 %d\n0000000000 65535 f \n", pdf.n + 1);
	for (int i = 0; i < pdf.n; i++)
		str_addf(&pdf.text, "%010zu 00000 n \n", pdf.offsets[i]);
	str_addf(&pdf.text,
		"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%zu\n%%%%EOF\n",
		pdf.n + 1, xref);
	return (struct bytes){(uint8_t *)pdf.text.at, pdf.text.len};
}

static cairo_status_t
collect(void *to, const unsigned char *bytes, unsigned len)
{
	str_add_bytes(to, bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

struct bytes
input_drawn_pdf(int n_pages)
{
	struct str text = {0};
	cairo_surface_t *const surface =
		cairo_pdf_surface_create_for_stream(collect, &text, 200, 100);
	cairo_t *const cairo = cairo_create(surface);

	for (int i = 0; i < n_pages; i++) {
		cairo_rectangle(cairo, 20, 20, 40, 40);
		cairo_fill(cairo);
		cairo_select_font_face(cairo, "DejaVu Sans",
			CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
		cairo_set_font_size(cairo, 30);
		cairo_move_to(cairo, 80, 60);
		cairo_show_text(cairo, "Hej");
		cairo_show_page(cairo);
	}
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	cairo_surface_destroy(surface);
	return (struct bytes){(uint8_t *)text.at, text.len};
}

struct bytes
input_locked_pdf(struct bytes pdf, const char *password)
{
	qpdf_data qpdf = qpdf_init();
	struct bytes out = {0};

	qpdf_read_memory(qpdf, "", (const char *)pdf.at, pdf.len, NULL);
	qpdf_init_write_memory(qpdf);
	qpdf_set_r6_encryption_parameters2(
		qpdf, password, "owner", 1, 1, 1, 1, 1, 1, qpdf_r3p_full, 1);
	qpdf_write(qpdf);
	out.len = qpdf_get_buffer_length(qpdf);
	out.at = malloc(out.len);
	if (!out.at)
		abort();
	memcpy(out.at, qpdf_get_buffer(qpdf), out.len);
	qpdf_cleanup(&qpdf);
	return out;
}

static uint32_t
le(const uint8_t *at, int n)
{
	uint32_t value = 0;

	while (n-- > 0)
		value = value << 8 | at[n];
	return value;
}

static uint8_t *
find_tag(struct bytes tiff, int tag)
{
	const uint32_t at = le(tiff.at + 4, 4);
	const uint32_t n = le(tiff.at + at, 2);

	for (uint32_t i = 0; i < n; i++) {
		uint8_t *const entry = tiff.at + at + 2 + 12 * (size_t)i;
		if (le(entry, 2) == (uint32_t)tag)
			return entry;
	}
	abort();
}

uint32_t
input_tag(struct bytes tiff, int tag)
{
	const uint8_t *const entry = find_tag(tiff, tag);

	return le(entry + 8, le(entry + 2, 2) == 3 ? 2 : 4);
}

void
input_set_tag(struct bytes tiff, int tag, uint32_t value)
{
	uint8_t *const entry = find_tag(tiff, tag);

	entry[2] = 4; /* LONG */
	for (int i = 0; i < 4; i++)
		entry[8 + i] = (uint8_t)(value >> 8 * i);
}

struct bytes
input_idat(struct bytes png)
{
	const uint8_t *const at = memmem(png.at, png.len, "IDAT", 4);
	struct bytes out = {0};

	if (!at)
		abort();
	out.len = (size_t)at[-4] << 24 | (size_t)at[-3] << 16 |
		  (size_t)at[-2] << 8 | at[-1];
	out.at = malloc(out.len);
	if (!out.at)
		abort();
	memcpy(out.at, at + 4, out.len);
	return out;
}

void
input_finish(void)
{
	cairo_debug_reset_static_data();
	FcFini();
}

enum { TAG_STRIP_AT = 273, TAG_STRIP_BYTES = 279 };

struct bytes
input_strip(struct bytes tiff)
{
	return (struct bytes){tiff.at + input_tag(tiff, TAG_STRIP_AT),
		input_tag(tiff, TAG_STRIP_BYTES)};
}

struct bytes
input_copy(const void *bytes, size_t len)
{
	struct bytes out = {malloc(len > 0 ? len : 1), len};

	if (!out.at)
		abort();
	if (len > 0)
		memcpy(out.at, bytes, len);
	return out;
}
