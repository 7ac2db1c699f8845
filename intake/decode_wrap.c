#include "intake/decode_wrap.h"

#include <stdlib.h>
#include <string.h>

/* TIFF 6.0: types and the tags of an image of one strip. */
enum { SHORT = 3, LONG = 4 };
enum { FAX_3 = 3, FAX_4 = 4, LZW = 5, NONE = 1, DEFLATE = 8 };
enum { MIN_IS_WHITE = 0, MIN_IS_BLACK = 1, RGB = 2, PALETTE = 3 };

#define ENTRIES 14 /* at most */
#define HEAD (8 + 2 + 12 * ENTRIES + 4)
#define MAP_BYTES ((size_t)3 * WRAP_COLORS * 2)

struct out {
	uint8_t *at;
	int n_entries;
};

static void
put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void
put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

static void
entry(struct out *out, uint32_t tag, uint32_t type, uint32_t count,
	uint32_t value)
{
	put16(out->at, tag);
	put16(out->at + 2, type);
	put32(out->at + 4, count);
	if (type == SHORT && count == 1)
		put16(out->at + 8, value);
	else
		put32(out->at + 8, value);
	out->at += 12;
	out->n_entries++;
}

static uint32_t
compression(const struct wrap_image *image)
{
	switch (image->filter) {
	case WRAP_FAX:
		return image->fax_k < 0 ? FAX_4 : FAX_3;
	case WRAP_FLATE:
		return DEFLATE;
	case WRAP_LZW:
		return LZW;
	default:
		return NONE;
	}
}

static uint32_t
photometric(const struct wrap_image *image)
{
	if (image->n_colors > 0)
		return PALETTE;
	if (image->samples == 3)
		return RGB;
	return image->zero_is_white ? MIN_IS_WHITE : MIN_IS_BLACK;
}

/* A TIFF map has 2^bits entries of 16 bits, first all reds (TIFF 6.0, 23). */
static void
put_map(uint8_t *at, const struct wrap_image *image)
{
	const int n = 1 << image->bits;

	for (int c = 0; c < 3; c++)
		for (int i = 0; i < n; i++, at += 2)
			at[0] = at[1] =
				i < image->n_colors ? image->colors[i][c] : 0;
}

/* Head, map, three sample sizes, then the pixels. */
static uint8_t *
wrap_tiff(const struct wrap_image *image, size_t *len)
{
	static const uint8_t head[8] = {'M', 'M', 0, '*', 0, 0, 0, 8};
	const uint32_t map_at = HEAD, sizes_at = map_at + (uint32_t)MAP_BYTES;
	const uint32_t pixels_at = sizes_at + 8;
	uint8_t *const bytes = calloc(1, pixels_at + image->len);
	struct out out = {.at = bytes ? bytes + 10 : NULL};

	if (!bytes)
		return NULL;
	memcpy(bytes, head, sizeof(head));
	for (int i = 0; i < 3; i++)
		put16(bytes + sizes_at + 2 * i, (uint32_t)image->bits);
	memcpy(bytes + pixels_at, image->bytes, image->len);

	entry(&out, 256, LONG, 1, image->w);
	entry(&out, 257, LONG, 1, image->h);
	if (image->samples == 3)
		entry(&out, 258, SHORT, 3, sizes_at);
	else
		entry(&out, 258, SHORT, 1, (uint32_t)image->bits);
	entry(&out, 259, SHORT, 1, compression(image));
	entry(&out, 262, SHORT, 1, photometric(image));
	entry(&out, 273, LONG, 1, pixels_at);
	entry(&out, 277, SHORT, 1, (uint32_t)image->samples);
	entry(&out, 278, LONG, 1, image->h);
	entry(&out, 279, LONG, 1, (uint32_t)image->len);
	if (image->filter == WRAP_FAX && image->fax_k > 0)
		entry(&out, 292, LONG, 1, 1); /* two dimensions */
	if (image->predictor == 2)
		entry(&out, 317, SHORT, 1, 2);
	if (image->n_colors > 0) {
		put_map(bytes + map_at, image);
		entry(&out, 320, SHORT, 3U << image->bits, map_at);
	}
	put16(bytes + 8, (uint32_t)out.n_entries);
	*len = pixels_at + image->len;
	return bytes;
}

/* CRC of PNG (ISO/IEC 15948, annex D), a bit at a time: for short chunks. */
static uint32_t
crc(uint32_t sum, const uint8_t *bytes, size_t len)
{
	static uint32_t table[256];

	if (table[1] == 0)
		for (uint32_t i = 0; i < 256; i++) {
			uint32_t c = i;
			for (int k = 0; k < 8; k++)
				c = c & 1 ? 0xedb88320U ^ c >> 1 : c >> 1;
			table[i] = c;
		}
	for (size_t i = 0; i < len; i++)
		sum = table[(sum ^ bytes[i]) & 0xff] ^ sum >> 8;
	return sum;
}

static uint8_t *
put_chunk(uint8_t *at, const char *type, const uint8_t *bytes, size_t len)
{
	put32(at, (uint32_t)len);
	memcpy(at + 4, type, 4);
	if (len > 0)
		memcpy(at + 8, bytes, len);
	put32(at + 8 + len, ~crc(~0U, at + 4, len + 4));
	return at + 12 + len;
}

static uint8_t *
wrap_png(const struct wrap_image *image, size_t *len)
{
	const size_t n_map = (size_t)image->n_colors * 3;
	uint8_t *const bytes =
		malloc(8 + 25 + 12 + n_map + 12 + image->len + 12);
	uint8_t head[13] = {0};
	uint8_t *at = bytes;

	if (!bytes)
		return NULL;
	put32(head, image->w);
	put32(head + 4, image->h);
	head[8] = (uint8_t)image->bits;
	head[9] = image->n_colors > 0 ? 3 : image->samples == 3 ? 2 : 0;
	memcpy(at, "\x89PNG\r\n\x1a\n", 8);
	at = put_chunk(at + 8, "IHDR", head, sizeof head);
	if (image->n_colors > 0)
		at = put_chunk(at, "PLTE", image->colors[0], n_map);
	at = put_chunk(at, "IDAT", image->bytes, image->len);
	at = put_chunk(at, "IEND", NULL, 0);
	*len = (size_t)(at - bytes);
	return bytes;
}

bool
wrap_is_png(const struct wrap_image *image)
{
	return image->filter == WRAP_FLATE && image->predictor >= 10;
}

uint8_t *
wrap_image(const struct wrap_image *image, size_t *len)
{
	return wrap_is_png(image) ? wrap_png(image, len)
				  : wrap_tiff(image, len);
}
