#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#include "intake/decode_child.h"
#include "intake/decode_content.h"
#include "intake/decode_wrap.h"

/* Content of a page that is one image; more is drawing. */
#define CONTENT_BYTES 262144
#define CHECKED 16    /* images looked at before a page is drawn */
#define FORM_LEVELS 3 /* forms within forms */
#define PARENTS 32    /* levels of a page tree */
/* An image may hang over its page by this part of the page's side. */
#define OVERHANG 0.05
/* An image smaller than this part of the page's side is not the page. */
#define COVER 0.5

static bool
ends_well(const uint8_t *bytes, size_t len)
{
	const size_t tail = len < 1024 ? len : 1024;

	return memmem(bytes + len - tail, tail, "%%EOF", 5) != NULL;
}

static qpdf_data
try_open(const uint8_t *bytes, size_t len, bool repair,
	enum decode_reason *reason)
{
	qpdf_data pdf = qpdf_init();

	*reason = DECODE_OK;
	qpdf_silence_errors(pdf);
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	qpdf_set_attempt_recovery(pdf, repair ? QPDF_TRUE : QPDF_FALSE);
	if (qpdf_read_memory(pdf, "", (const char *)bytes, len, NULL) &
		QPDF_ERRORS) {
		qpdf_error error = qpdf_get_error(pdf);
		*reason = qpdf_get_error_code(pdf, error) == qpdf_e_password
				  ? DECODE_PASSWORD
				  : DECODE_DAMAGED;
	}
	return pdf;
}

/*
 * A file whose table of contents is wrong is repaired if it is whole; one
 * that is cut off is not, since the pages that are gone would not be missed.
 */
static qpdf_data
open_pdf(const uint8_t *bytes, size_t len, int *n_pages,
	enum decode_reason *reason)
{
	qpdf_data pdf = try_open(bytes, len, false, reason);

	*n_pages = *reason ? -1 : qpdf_get_num_pages(pdf);
	if (*reason == DECODE_PASSWORD || *n_pages >= 0)
		return pdf;
	*reason = DECODE_TRUNCATED;
	if (!ends_well(bytes, len))
		return pdf;
	qpdf_cleanup(&pdf);
	pdf = try_open(bytes, len, true, reason);
	if (*reason)
		return pdf;
	*n_pages = qpdf_get_num_pages(pdf);
	if (*n_pages < 0)
		*reason = DECODE_DAMAGED;
	return pdf;
}

/* The pages the file says it has must be there. */
static bool
has_all_pages(qpdf_data pdf, int n_pages)
{
	const qpdf_oh pages =
		qpdf_oh_get_key(pdf, qpdf_get_root(pdf), "/Pages");
	int said;

	if (!qpdf_oh_is_dictionary(pdf, pages))
		return false;
	if (!qpdf_oh_get_value_as_int(
		    pdf, qpdf_oh_get_key(pdf, pages, "/Count"), &said))
		return false;
	return said == n_pages;
}

enum decode_reason
decode_pdf_count(struct page *page, const uint8_t *bytes, size_t len)
{
	enum decode_reason reason;
	qpdf_data pdf = open_pdf(bytes, len, &page->n_pages, &reason);

	if (!reason && !has_all_pages(pdf, page->n_pages))
		reason = DECODE_DAMAGED;
	qpdf_cleanup(&pdf);
	return reason;
}

/* Of the page or of the nearest node above it that has it; null if none. */
static qpdf_oh
inherited(qpdf_data pdf, qpdf_oh node, const char *key)
{
	for (int i = 0; i < PARENTS && qpdf_oh_is_dictionary(pdf, node); i++) {
		const qpdf_oh value = qpdf_oh_get_key(pdf, node, key);
		if (!qpdf_oh_is_null(pdf, value))
			return value;
		node = qpdf_oh_get_key(pdf, node, "/Parent");
	}
	return qpdf_oh_new_null(pdf);
}

static double
number_in(qpdf_data pdf, qpdf_oh array, int i)
{
	double value = (double)NAN;

	if (i < qpdf_oh_get_array_n_items(pdf, array))
		qpdf_oh_get_value_as_number(
			pdf, qpdf_oh_get_array_item(pdf, array, i), &value);
	return value;
}

/* Absent is fallback; anything but an integer is INT32_MIN. */
static int
integer(qpdf_data pdf, qpdf_oh dict, const char *key, int fallback)
{
	int value = INT32_MIN;

	if (!qpdf_oh_is_dictionary(pdf, dict))
		return fallback;
	const qpdf_oh oh = qpdf_oh_get_key(pdf, dict, key);
	if (qpdf_oh_is_null(pdf, oh))
		return fallback;
	qpdf_oh_get_value_as_int(pdf, oh, &value);
	return value;
}

static bool
flag(qpdf_data pdf, qpdf_oh dict, const char *key, bool fallback)
{
	QPDF_BOOL value = fallback;

	if (qpdf_oh_is_dictionary(pdf, dict))
		qpdf_oh_get_value_as_bool(
			pdf, qpdf_oh_get_key(pdf, dict, key), &value);
	return value;
}

static bool
is_absent(qpdf_data pdf, qpdf_oh dict, const char *key)
{
	return qpdf_oh_is_null(pdf, qpdf_oh_get_key(pdf, dict, key));
}

/* A value, or an array with that value alone. */
static qpdf_oh
alone(qpdf_data pdf, qpdf_oh value)
{
	if (qpdf_oh_is_array(pdf, value) &&
		qpdf_oh_get_array_n_items(pdf, value) == 1)
		return qpdf_oh_get_array_item(pdf, value, 0);
	return value;
}

static bool
is_small_stream(qpdf_data pdf, qpdf_oh oh)
{
	if (!qpdf_oh_is_stream(pdf, oh))
		return false;
	const qpdf_oh dict = qpdf_oh_get_dict(pdf, oh);
	const int len = integer(pdf, dict, "/Length", -1);
	return len >= 0 && len <= CONTENT_BYTES &&
	       !qpdf_oh_is_array(
		       pdf, alone(pdf, qpdf_oh_get_key(pdf, dict, "/Filter")));
}

static bool
is_small_content(qpdf_data pdf, qpdf_oh contents)
{
	if (!qpdf_oh_is_array(pdf, contents))
		return is_small_stream(pdf, contents);
	const int n = qpdf_oh_get_array_n_items(pdf, contents);
	for (int i = 0; i < n; i++)
		if (!is_small_stream(
			    pdf, qpdf_oh_get_array_item(pdf, contents, i)))
			return false;
	return n > 0 && n <= 8;
}

/* The image is the page: it covers most of it and hardly hangs over. */
static bool
fills_page(qpdf_data pdf, qpdf_oh page, const struct content_image *at)
{
	qpdf_oh box = inherited(pdf, page, "/CropBox");

	if (!qpdf_oh_is_array(pdf, box))
		box = inherited(pdf, page, "/MediaBox");
	if (!qpdf_oh_is_array(pdf, box))
		return false;
	const double x0 = fmin(number_in(pdf, box, 0), number_in(pdf, box, 2));
	const double x1 = fmax(number_in(pdf, box, 0), number_in(pdf, box, 2));
	const double y0 = fmin(number_in(pdf, box, 1), number_in(pdf, box, 3));
	const double y1 = fmax(number_in(pdf, box, 1), number_in(pdf, box, 3));
	const double w = x1 - x0, h = y1 - y0;
	return w > 0 && h > 0 && at->x > x0 - OVERHANG * w &&
	       at->y > y0 - OVERHANG * h && at->x + at->w < x1 + OVERHANG * w &&
	       at->y + at->h < y1 + OVERHANG * h && at->w >= COVER * w &&
	       at->h >= COVER * h;
}

/* The one image of a page, as a stream; false if the page is not that. */
static bool
find_image(qpdf_data pdf, qpdf_oh page, struct content_image *at, qpdf_oh *out)
{
	unsigned char *content = NULL;
	size_t len = 0;

	/* Someone may have marked the page in a viewer. */
	const qpdf_oh notes = qpdf_oh_get_key(pdf, page, "/Annots");
	if (!qpdf_oh_is_null(pdf, notes) &&
		!(qpdf_oh_is_array(pdf, notes) &&
			qpdf_oh_get_array_n_items(pdf, notes) == 0))
		return false;
	if (!is_small_content(pdf, qpdf_oh_get_key(pdf, page, "/Contents")) ||
		qpdf_oh_get_page_content_data(pdf, page, &content, &len))
		return false;
	const bool one = content_is_image(content, len, at);
	free(content);
	if (!one || !fills_page(pdf, page, at))
		return false;
	const qpdf_oh resources = inherited(pdf, page, "/Resources");
	if (!qpdf_oh_is_dictionary(pdf, resources))
		return false;
	const qpdf_oh list = qpdf_oh_get_key(pdf, resources, "/XObject");
	if (!qpdf_oh_is_dictionary(pdf, list))
		return false;
	*out = qpdf_oh_get_key(pdf, list, at->name);
	if (!qpdf_oh_is_stream(pdf, *out))
		return false;
	const qpdf_oh dict = qpdf_oh_get_dict(pdf, *out);
	return qpdf_oh_is_name_and_equals(
		       pdf, qpdf_oh_get_key(pdf, dict, "/Subtype"), "/Image") &&
	       is_absent(pdf, dict, "/SMask") &&
	       is_absent(pdf, dict, "/Mask") && is_absent(pdf, dict, "/OC") &&
	       !flag(pdf, dict, "/ImageMask", false);
}

/* 1 or 3 samples of plain grey or RGB; 0 for any other space. */
static int
samples(qpdf_data pdf, qpdf_oh space)
{
	if (qpdf_oh_is_array(pdf, space)) {
		const qpdf_oh first = qpdf_oh_get_array_item(pdf, space, 0);
		if (qpdf_oh_is_name_and_equals(pdf, first, "/ICCBased")) {
			const qpdf_oh profile =
				qpdf_oh_get_array_item(pdf, space, 1);
			if (!qpdf_oh_is_stream(pdf, profile))
				return 0;
			const int n = integer(
				pdf, qpdf_oh_get_dict(pdf, profile), "/N", 0);
			return n == 1 || n == 3 ? n : 0;
		}
		if (qpdf_oh_is_name_and_equals(pdf, first, "/CalGray"))
			return 1;
		if (qpdf_oh_is_name_and_equals(pdf, first, "/CalRGB"))
			return 3;
		space = alone(pdf, space);
	}
	if (qpdf_oh_is_name_and_equals(pdf, space, "/DeviceGray"))
		return 1;
	return qpdf_oh_is_name_and_equals(pdf, space, "/DeviceRGB") ? 3 : 0;
}

static bool
read_palette(qpdf_data pdf, qpdf_oh space, struct wrap_image *image)
{
	const int n = samples(pdf, qpdf_oh_get_array_item(pdf, space, 1));
	int high = -1;
	size_t len = 0;

	qpdf_oh_get_value_as_int(
		pdf, qpdf_oh_get_array_item(pdf, space, 2), &high);
	const qpdf_oh table = qpdf_oh_get_array_item(pdf, space, 3);
	if (n == 0 || high < 0 || high >= 1 << image->bits || image->bits > 8 ||
		!qpdf_oh_is_string(pdf, table))
		return false;
	const char *const at =
		qpdf_oh_get_binary_string_value(pdf, table, &len);
	if (len < (size_t)(high + 1) * (size_t)n)
		return false;
	image->n_colors = high + 1;
	for (int i = 0; i <= high; i++)
		for (int c = 0; c < 3; c++)
			image->colors[i][c] =
				(uint8_t)at[n == 3 ? 3 * i + c : i];
	return true;
}

/* 0: as usual; 1: white and black exchanged (grey only); -1: odd. */
static int
read_decode(qpdf_data pdf, qpdf_oh decode, const struct wrap_image *image)
{
	if (qpdf_oh_is_null(pdf, decode))
		return 0;
	if (!qpdf_oh_is_array(pdf, decode) || image->n_colors > 0)
		return -1;
	const int n = qpdf_oh_get_array_n_items(pdf, decode);
	bool usual = n == 2 * image->samples, exchanged = n == 2;
	for (int i = 0; i < n; i++) {
		const double v = number_in(pdf, decode, i);
		usual = usual && v == i % 2;
		exchanged = exchanged && v == 1 - i % 2;
	}
	return usual ? 0 : exchanged && image->samples == 1 ? 1 : -1;
}

static bool
read_shape(qpdf_data pdf, qpdf_oh dict, struct wrap_image *image)
{
	const int w = integer(pdf, dict, "/Width", 0);
	const int h = integer(pdf, dict, "/Height", 0);
	const qpdf_oh space = qpdf_oh_get_key(pdf, dict, "/ColorSpace");

	image->bits = integer(pdf, dict, "/BitsPerComponent", 8);
	if (w <= 0 || h <= 0 ||
		(image->bits != 1 && image->bits != 2 && image->bits != 4 &&
			image->bits != 8 && image->bits != 16))
		return false;
	image->w = (uint32_t)w;
	image->h = (uint32_t)h;
	image->samples = samples(pdf, space);
	if (image->samples == 0 && qpdf_oh_is_array(pdf, space) &&
		qpdf_oh_get_array_n_items(pdf, space) == 4 &&
		qpdf_oh_is_name_and_equals(pdf,
			qpdf_oh_get_array_item(pdf, space, 0), "/Indexed")) {
		image->samples = 1;
		if (!read_palette(pdf, space, image))
			return false;
	}
	const int decode =
		read_decode(pdf, qpdf_oh_get_key(pdf, dict, "/Decode"), image);
	image->zero_is_white = decode == 1;
	return image->samples > 0 && decode >= 0 &&
	       (image->samples == 1 || image->bits == 8);
}

static bool
read_fax(qpdf_data pdf, qpdf_oh parms, struct wrap_image *image)
{
	image->filter = WRAP_FAX;
	image->fax_k = integer(pdf, parms, "/K", 0);
	/* A fax's black shows as black unless one of the two turns it. */
	image->zero_is_white =
		flag(pdf, parms, "/BlackIs1", false) == image->zero_is_white;
	return image->bits == 1 && image->n_colors == 0 &&
	       image->samples == 1 &&
	       !flag(pdf, parms, "/EncodedByteAlign", false) &&
	       integer(pdf, parms, "/Columns", 1728) == (int)image->w;
}

static bool
read_predictor(qpdf_data pdf, qpdf_oh parms, struct wrap_image *image)
{
	image->predictor = integer(pdf, parms, "/Predictor", 1);
	if (image->predictor == 1)
		return true;
	if (image->predictor == 2 && image->bits != 8)
		return false;
	return (image->predictor == 2 ||
		       (image->predictor >= 10 && image->predictor <= 15 &&
			       image->filter == WRAP_FLATE)) &&
	       integer(pdf, parms, "/Colors", 1) == image->samples &&
	       integer(pdf, parms, "/BitsPerComponent", 8) == image->bits &&
	       integer(pdf, parms, "/Columns", 1) == (int)image->w &&
	       !(image->zero_is_white && image->predictor >= 10);
}

enum raw { RAW_RENDER, RAW_JPEG, RAW_WRAP };

/* How the stream's bytes can be read as they are. */
static enum raw
read_filter(qpdf_data pdf, qpdf_oh dict, struct wrap_image *image)
{
	const qpdf_oh filter =
		alone(pdf, qpdf_oh_get_key(pdf, dict, "/Filter"));
	const qpdf_oh parms =
		alone(pdf, qpdf_oh_get_key(pdf, dict, "/DecodeParms"));
	const bool plain = qpdf_oh_is_null(pdf, parms);

	if (!read_shape(pdf, dict, image) ||
		!(plain || qpdf_oh_is_dictionary(pdf, parms)))
		return RAW_RENDER;
	image->predictor = 1;
	if (qpdf_oh_is_name_and_equals(pdf, filter, "/DCTDecode"))
		return plain && image->n_colors == 0 && !image->zero_is_white
			       ? RAW_JPEG
			       : RAW_RENDER;
	if (qpdf_oh_is_name_and_equals(pdf, filter, "/CCITTFaxDecode"))
		return read_fax(pdf, parms, image) ? RAW_WRAP : RAW_RENDER;
	if (qpdf_oh_is_name_and_equals(pdf, filter, "/FlateDecode"))
		image->filter = WRAP_FLATE;
	else if (qpdf_oh_is_name_and_equals(pdf, filter, "/LZWDecode") &&
		 integer(pdf, parms, "/EarlyChange", 1) == 1)
		image->filter = WRAP_LZW;
	else if (qpdf_oh_is_null(pdf, filter))
		image->filter = WRAP_NONE;
	else
		return RAW_RENDER;
	return read_predictor(pdf, parms, image) ? RAW_WRAP : RAW_RENDER;
}

static enum decode_reason
decode_wrapped(struct page *page, const struct wrap_image *image)
{
	size_t len;

	/* Before it is wrapped: the sizes come from the file. */
	const enum decode_reason reason =
		page_start(page, image->w, image->h, 8, 0, 0);
	if (reason)
		return reason;
	uint8_t *const bytes = wrap_image(image, &len);
	if (!bytes)
		return DECODE_OUT_OF_MEMORY;
	return wrap_is_png(image) ? decode_png(page, bytes, len)
				  : decode_tiff(page, bytes, len, 1);
}

/* False: the page is to be rendered; else *reason. */
static bool
decode_raw(qpdf_data pdf, qpdf_oh from, struct page *page,
	enum decode_reason *reason)
{
	struct content_image at;
	struct wrap_image image = {0};
	unsigned char *bytes = NULL;
	qpdf_oh stream;

	if (!find_image(pdf, from, &at, &stream))
		return false;
	const enum raw raw =
		read_filter(pdf, qpdf_oh_get_dict(pdf, stream), &image);
	if (raw == RAW_RENDER)
		return false;
	if (qpdf_oh_get_stream_data(
		    pdf, stream, qpdf_dl_none, NULL, &bytes, &image.len)) {
		*reason = DECODE_DAMAGED;
		return true;
	}
	image.bytes = bytes;
	page->points_x = at.w;
	page->points_y = at.h;
	*reason = raw == RAW_JPEG ? decode_jpeg(page, bytes, image.len)
				  : decode_wrapped(page, &image);
	return true;
}

/* DECODE_OK also for what only poppler reads. */
static enum decode_reason
check_image(qpdf_data pdf, qpdf_oh stream, struct page *page)
{
	const qpdf_oh dict = qpdf_oh_get_dict(pdf, stream);
	const qpdf_oh filter =
		alone(pdf, qpdf_oh_get_key(pdf, dict, "/Filter"));
	const bool is_jpeg =
		qpdf_oh_is_name_and_equals(pdf, filter, "/DCTDecode");
	struct wrap_image image = {0};
	unsigned char *bytes = NULL;

	if (!is_jpeg && read_filter(pdf, dict, &image) != RAW_WRAP)
		return DECODE_OK;
	if (qpdf_oh_get_stream_data(
		    pdf, stream, qpdf_dl_none, NULL, &bytes, &image.len))
		return DECODE_DAMAGED;
	image.bytes = bytes;
	const enum decode_reason reason =
		is_jpeg ? decode_jpeg(page, bytes, image.len)
			: decode_wrapped(page, &image);
	free(bytes);
	return reason;
}

/*
 * poppler draws nothing, or half, for an image that is damaged, and says
 * nothing. So each image of a page that it is to draw is decoded once before,
 * into the pixels that it will draw over.
 */
static enum decode_reason
check_images(qpdf_data pdf, qpdf_oh resources, struct page *page, int depth)
{
	qpdf_oh streams[CHECKED];
	int n = 0;

	if (depth == 0 || !qpdf_oh_is_dictionary(pdf, resources))
		return DECODE_OK;
	const qpdf_oh list = qpdf_oh_get_key(pdf, resources, "/XObject");
	if (!qpdf_oh_is_dictionary(pdf, list))
		return DECODE_OK;
	qpdf_oh_begin_dict_key_iter(pdf, list);
	while (n < CHECKED && qpdf_oh_dict_more_keys(pdf)) {
		const char *const name = qpdf_oh_dict_next_key(pdf);
		streams[n] = qpdf_oh_get_key(pdf, list, name);
		if (qpdf_oh_is_stream(pdf, streams[n]))
			n++;
	}
	for (int i = 0; i < n; i++) {
		const qpdf_oh dict = qpdf_oh_get_dict(pdf, streams[i]);
		const qpdf_oh type = qpdf_oh_get_key(pdf, dict, "/Subtype");
		enum decode_reason reason = DECODE_OK;
		if (qpdf_oh_is_name_and_equals(pdf, type, "/Image"))
			reason = check_image(pdf, streams[i], page);
		else if (qpdf_oh_is_name_and_equals(pdf, type, "/Form"))
			reason = check_images(pdf,
				qpdf_oh_get_key(pdf, dict, "/Resources"), page,
				depth - 1);
		if (reason)
			return reason;
	}
	return DECODE_OK;
}

enum decode_reason
decode_pdf(struct page *page, const uint8_t *bytes, size_t len, int number,
	int render_dpi)
{
	enum decode_reason reason;
	int n_pages;
	qpdf_data pdf = open_pdf(bytes, len, &n_pages, &reason);

	if (reason)
		return reason;
	if (number > n_pages)
		return DECODE_DAMAGED;
	const qpdf_oh from = qpdf_get_page_n(pdf, (size_t)number - 1);
	if (!qpdf_oh_is_dictionary(pdf, from))
		return DECODE_DAMAGED;
	if (decode_raw(pdf, from, page, &reason))
		return reason;
	reason = check_images(
		pdf, inherited(pdf, from, "/Resources"), page, FORM_LEVELS);
	if (reason)
		return reason;
	return decode_render(page, bytes, len, number, render_dpi);
}
