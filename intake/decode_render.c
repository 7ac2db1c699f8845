#include <math.h>
#include <string.h>

#include <poppler.h>

#include "intake/decode_child.h"

/* Set by on_log in this child, which decodes one page and ends. */
struct complaints {
	bool damaged;
	bool font_missing;
};

/*
 * poppler goes on after an error and draws what it can; a half-drawn page
 * must not be read. Its texts start with the kind of error.
 */
static void
on_log(const char *domain, GLogLevelFlags level, const char *text, void *data)
{
	struct complaints *const complaints = data;

	(void)domain;
	(void)level;
	if (!text)
		return;
	if (strstr(text, "font") || strstr(text, "Font"))
		complaints->font_missing = true;
	else if (!strncmp(text, "Syntax error", 12) ||
		 !strncmp(text, "IO error", 8) ||
		 !strncmp(text, "Internal error", 14))
		complaints->damaged = true;
}

/* 0xXXRRGGBB in the machine's order (cairo's RGB24) to luminance. */
static void
store_rows(cairo_surface_t *surface, struct page *page)
{
	const unsigned char *const data = cairo_image_surface_get_data(surface);
	const int stride = cairo_image_surface_get_stride(surface);

	for (int y = 0; y < page->h; y++) {
		const unsigned char *const in =
			data + (size_t)y * (size_t)stride;
		uint8_t *const out = page_row(page, (uint32_t)y);
		for (int x = 0; x < page->w; x++) {
			uint32_t pixel;
			memcpy(&pixel, in + 4 * (size_t)x, sizeof pixel);
			out[x] = luminance(pixel >> 16 & 255, pixel >> 8 & 255,
				pixel & 255);
		}
	}
}

static enum decode_reason
draw(PopplerPage *from, struct page *page, int dpi)
{
	double w, h;
	const double scale = dpi / 72.0;
	enum decode_reason reason = DECODE_OUT_OF_MEMORY;

	poppler_page_get_size(from, &w, &h);
	w = ceil(w * scale - 0.01);
	h = ceil(h * scale - 0.01);
	if (!(w > 0) || !(h > 0))
		return DECODE_DAMAGED;
	reason = page_start(page, w > 1e9 ? 1000000000 : (uint32_t)w,
		h > 1e9 ? 1000000000 : (uint32_t)h, 8, dpi, dpi);
	if (reason)
		return reason;
	cairo_surface_t *const surface = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, page->w, page->h);
	cairo_t *const cairo = cairo_create(surface);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	poppler_page_render(from, cairo);
	cairo_surface_flush(surface);
	if (cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
		reason = cairo_status(cairo) == CAIRO_STATUS_NO_MEMORY
				 ? DECODE_OUT_OF_MEMORY
				 : DECODE_DAMAGED;
	else
		store_rows(surface, page);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	return reason;
}

enum decode_reason
decode_render(struct page *page, const uint8_t *bytes, size_t len, int number,
	int render_dpi)
{
	struct complaints complaints = {0};
	GError *error = NULL;
	PopplerPage *from = NULL;
	enum decode_reason reason = DECODE_DAMAGED;

	g_log_set_default_handler(on_log, &complaints);
	GBytes *const data = g_bytes_new_static(bytes, len);
	PopplerDocument *const document =
		poppler_document_new_from_bytes(data, NULL, &error);
	if (!document) {
		if (g_error_matches(
			    error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
			reason = DECODE_PASSWORD;
		goto out;
	}
	from = poppler_document_get_page(document, number - 1);
	if (!from)
		goto out;
	reason = draw(from, page, render_dpi);
	if (!reason && complaints.damaged)
		reason = DECODE_DAMAGED;
	else if (!reason && complaints.font_missing)
		reason = DECODE_FONT_MISSING;
out:
	g_clear_error(&error);
	if (from)
		g_object_unref(from);
	if (document)
		g_object_unref(document);
	g_bytes_unref(data);
	return reason;
}
