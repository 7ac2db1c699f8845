#include "intake/photograph.h"

#include "core/err.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/reduce.h"
#include "intake/sandbox.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define DPI 150 /* what a page would be drawn at; photographs are not */
#define TURN_CPU_S 2
#define TURN_WALL_MS 5000
#define TURN_TAG 0x0112
#define TURNS 8
#define SEGMENTS 64 /* of a JPEG that are looked through */

/* Bytes of a TIFF as EXIF has it, in its own order. */
struct exif {
	const uint8_t *at;
	size_t len;
	bool is_big; /* most significant byte first */
};

/* 2 or 4 bytes at that place; 0 beyond the end. */
static uint32_t
number_at(const struct exif *exif, size_t place, size_t n)
{
	uint32_t value = 0;
	size_t i;

	if (place > exif->len || n > exif->len - place)
		return 0;
	for (i = 0; i < n; i++) {
		const size_t k = exif->is_big ? i : n - 1 - i;

		value = value << 8 | exif->at[place + k];
	}
	return value;
}

/* The first directory's entry; 1 if there is none. */
static int
turn_of(const struct exif *exif)
{
	const size_t from = number_at(exif, 4, 4);
	const uint32_t n = number_at(exif, from, 2);
	uint32_t i, turn;

	for (i = 0; i < n && i < 512; i++) {
		const size_t entry = from + 2 + (size_t)i * 12;

		if (number_at(exif, entry, 2) != TURN_TAG)
			continue;
		turn = number_at(exif, entry + 8, 2);
		return turn >= 1 && turn <= TURNS ? (int)turn : 1;
	}
	return 1;
}

int
photograph_turn(const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	size_t place = 2;
	int i;

	if (len < 4 || at[0] != 0xff || at[1] != 0xd8)
		return 1;
	for (i = 0; i < SEGMENTS && len - place >= 4; i++) {
		const size_t size = (size_t)at[place + 2] << 8 | at[place + 3];
		const uint8_t *in = at + place + 4;
		struct exif exif;

		/* Only what stands before the picture itself has a length. */
		if (at[place] != 0xff || at[place + 1] == 0xda || size < 2 ||
			size > len - place - 2)
			return 1;
		if (at[place + 1] == 0xe1 && size >= 16 &&
			memcmp(in, "Exif\0", 6) == 0) {
			exif = (struct exif){in + 6, size - 8, in[6] == 'M'};
			return turn_of(&exif);
		}
		place += 2 + size;
	}
	return 1;
}

struct turn_job {
	const void *bytes;
	size_t len;
};

static int
work(void *data)
{
	const struct turn_job *job = data;

	return photograph_turn(job->bytes, job->len);
}

/* A file on which the child dies is not turned. */
static bool
read_turn(const void *bytes, size_t len, int *turn, struct err *err)
{
	const struct sandbox_limits limits = {
		SANDBOX_STRICT, TURN_CPU_S, TURN_WALL_MS};
	struct turn_job job = {bytes, len};
	struct sandbox_end end;

	if (!sandbox_run(&limits, work, &job, &end, err))
		return false;
	*turn = end.how == SANDBOX_EXITED && end.status >= 1 &&
				end.status <= TURNS
			? end.status
			: 1;
	return true;
}

/* EXIF's eight ways: mirrored, turned half round, and sides exchanged. */
static bool
set_upright(struct grey *grey, int turn, struct err *err)
{
	const bool is_mirrored =
		turn == 2 || turn == 3 || turn == 7 || turn == 8;
	const bool is_flipped =
		turn == 3 || turn == 4 || turn == 6 || turn == 7;
	struct grey out = {.w = turn >= 5 ? grey->h : grey->w,
		.h = turn >= 5 ? grey->w : grey->h,
		.factor = grey->factor};
	int x, y;

	if (turn == 1)
		return true;
	out.stride = (size_t)out.w;
	out.room = out.stride * (size_t)out.h;
	out.px = malloc(out.room);
	if (out.px == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (y = 0; y < out.h; y++)
		for (x = 0; x < out.w; x++) {
			int from_x = turn >= 5 ? y : x;
			int from_y = turn >= 5 ? x : y;

			if (is_mirrored)
				from_x = grey->w - 1 - from_x;
			if (is_flipped)
				from_y = grey->h - 1 - from_y;
			out.px[(size_t)y * out.stride + (size_t)x] =
				grey->px[(size_t)from_y * grey->stride +
					 (size_t)from_x];
		}
	grey_finish(grey);
	*grey = out;
	return true;
}

bool
photograph_read(struct decoder *decoder, const void *bytes, size_t len,
	struct grey *out, struct err *err)
{
	struct decode_file file;
	struct refusal refusal;
	struct image image;
	int side, turn = 1;

	if (!decode_probe(decoder, bytes, len, &file, &refusal, err))
		return false;
	if (file.kind == DECODE_PDF)
		return err_set(err, ERR_INPUT,
			"is a PDF; a photograph is a PNG, JPEG or TIFF file");
	if (!decode_page(decoder, bytes, len, &file, 1, DPI, &image, &refusal,
		    err) ||
		(file.kind == DECODE_JPEG &&
			!read_turn(bytes, len, &turn, err)))
		return false;
	side = image.w > image.h ? image.w : image.h;
	if (!reduce(&image, (side + PHOTOGRAPH_PX - 1) / PHOTOGRAPH_PX, out,
		    err))
		return false;
	if (set_upright(out, turn, err))
		return true;
	grey_finish(out);
	return false;
}
