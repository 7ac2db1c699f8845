#include "intake/pngfile.h"

#include "core/err.h"
#include "core/str.h"
#include "intake/image.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* A stack of pages waits for it: the fastest that makes paper small. */
#define LEVEL 1
#define INCHES_A_METRE (1 / 0.0254)

static void
put_u32(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 24);
	at[1] = (uint8_t)(value >> 16);
	at[2] = (uint8_t)(value >> 8);
	at[3] = (uint8_t)value;
}

/* PNG (third edition) 5.3: length, type, data, CRC of type and data. */
static void
add_chunk(struct str *out, const char *type, const uint8_t *data, uint32_t len)
{
	uint8_t number[4];
	uLong crc = crc32(0, (const Bytef *)type, 4);

	put_u32(number, len);
	str_add_bytes(out, number, 4);
	str_add_bytes(out, type, 4);
	if (len > 0) {
		crc = crc32(crc, data, len);
		str_add_bytes(out, data, len);
	}
	put_u32(number, (uint32_t)crc);
	str_add_bytes(out, number, 4);
}

/* A row as PNG has it: no filter, and in 1 bit a pixel white is 1. */
static void
put_row(const struct image *image, int y, size_t bytes, uint8_t *row)
{
	const uint8_t *from = image->bits + (size_t)y * image->stride;
	size_t i;

	row[0] = 0;
	if (image->depth != 1)
		memcpy(row + 1, from, bytes);
	else
		for (i = 0; i < bytes; i++)
			row[1 + i] = (uint8_t)~from[i];
}

static bool
compress_rows(
	const struct image *image, uint8_t **data, size_t *len, struct err *err)
{
	const size_t bytes = ((size_t)image->w * (size_t)image->depth + 7) / 8;
	const uLong all = (uLong)((bytes + 1) * (size_t)image->h);
	z_stream stream = {0};
	uint8_t *row = malloc(bytes + 1);
	uint8_t *out = NULL;
	bool ok = false;
	int y;

	if (row == NULL || deflateInit(&stream, LEVEL) != Z_OK)
		goto out;
	stream.avail_out = (uInt)deflateBound(&stream, all);
	out = malloc(stream.avail_out);
	stream.next_out = out;
	ok = out != NULL;
	for (y = 0; ok && y < image->h; y++) {
		put_row(image, y, bytes, row);
		stream.next_in = row;
		stream.avail_in = (uInt)(bytes + 1);
		ok = deflate(&stream, Z_NO_FLUSH) == Z_OK &&
		     stream.avail_in == 0;
	}
	ok = ok && deflate(&stream, Z_FINISH) == Z_STREAM_END;
	*len = stream.total_out;
	deflateEnd(&stream);
out:
	free(row);
	if (!ok) {
		free(out);
		return err_set(err, ERR_SYSTEM, "out of memory");
	}
	*data = out;
	return true;
}

bool
pngfile_write(const struct image *image, struct str *out, struct err *err)
{
	uint8_t head[13] = {0}, phys[9] = {0};
	uint8_t *data = NULL;
	size_t len = 0;

	if (image->w < 1 || image->h < 1)
		return err_set(err, ERR_INPUT, "a picture without pixels");
	if (!compress_rows(image, &data, &len, err))
		return false;
	str_add_bytes(out, "\x89PNG\r\n\x1a\n", 8);
	put_u32(head, (uint32_t)image->w);
	put_u32(head + 4, (uint32_t)image->h);
	head[8] = image->depth == 1 ? 1 : 8;
	head[9] = image->depth == 24 ? 2 : 0; /* colour type: RGB, or grey */
	add_chunk(out, "IHDR", head, sizeof(head));
	if (image->dpi_x > 0 && image->dpi_y > 0) {
		put_u32(phys, (uint32_t)(image->dpi_x * INCHES_A_METRE + 0.5));
		put_u32(phys + 4,
			(uint32_t)(image->dpi_y * INCHES_A_METRE + 0.5));
		phys[8] = 1; /* the unit is the metre */
		add_chunk(out, "pHYs", phys, sizeof(phys));
	}
	add_chunk(out, "IDAT", data, (uint32_t)len);
	add_chunk(out, "IEND", NULL, 0);
	free(data);
	return str_ok(out, err);
}
