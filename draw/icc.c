#include "draw/icc.h"

#include "core/str.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/*
 * ICC.1:2001-04. Primaries and curve of IEC 61966-2-1, adapted to D50 by the
 * Bradford transform, in s15Fixed16.
 */
#define TAGS 9
#define CURVE 256 /* points */

enum piece { DESC, COPYRIGHT, WHITE, RED, GREEN, BLUE, TONE, PIECES };

static const char description[] = "sRGB";
static const char copyright[] = "No copyright, use freely";

static const uint32_t xyz[PIECES][3] = {
	[WHITE] = {0xf6d6, 0x10000, 0xd32d},
	[RED] = {0x6fa2, 0x38f5, 0x0390},
	[GREEN] = {0x6299, 0xb785, 0x18da},
	[BLUE] = {0x24a0, 0x0f84, 0xb6cf},
};

static const struct {
	char name[5];
	enum piece piece;
} tags[TAGS] = {
	{"desc", DESC},
	{"cprt", COPYRIGHT},
	{"wtpt", WHITE},
	{"rXYZ", RED},
	{"gXYZ", GREEN},
	{"bXYZ", BLUE},
	{"rTRC", TONE},
	{"gTRC", TONE},
	{"bTRC", TONE},
};

static void
add16(struct str *out, unsigned value)
{
	const unsigned char bytes[2] = {
		(unsigned char)(value >> 8),
		(unsigned char)value,
	};

	str_add_bytes(out, bytes, sizeof(bytes));
}

static void
add32(struct str *out, uint32_t value)
{
	add16(out, value >> 16 & 0xffff);
	add16(out, value & 0xffff);
}

static void
add_zeros(struct str *out, size_t n)
{
	static const char zero = 0;

	while (n-- > 0)
		str_add_bytes(out, &zero, 1);
}

static void
add_curve(struct str *out)
{
	int i;

	str_add(out, "curv");
	add32(out, 0);
	add32(out, CURVE);
	for (i = 0; i < CURVE; i++) {
		const double v = i / (CURVE - 1.0);
		const double light = v <= 0.04045
					     ? v / 12.92
					     : pow((v + 0.055) / 1.055, 2.4);

		add16(out, (unsigned)lround(light * 65535));
	}
}

static void
add_piece(struct str *out, enum piece piece)
{
	int i;

	switch (piece) {
	case DESC:
		str_add(out, "desc");
		add32(out, 0);
		add32(out, sizeof(description));
		str_add_bytes(out, description, sizeof(description));
		add_zeros(out, 4 + 4 + 2 + 1 + 67); /* no other alphabets */
		break;
	case COPYRIGHT:
		str_add(out, "text");
		add32(out, 0);
		str_add_bytes(out, copyright, sizeof(copyright));
		break;
	case TONE:
		add_curve(out);
		break;
	default:
		str_add(out, "XYZ ");
		add32(out, 0);
		for (i = 0; i < 3; i++)
			add32(out, xyz[piece][i]);
	}
	add_zeros(out, (4 - out->len % 4) % 4);
}

static void
add_header(struct str *out, uint32_t size)
{
	static const unsigned date[6] = {2026, 1, 1, 0, 0, 0};
	int i;

	add32(out, size);
	add32(out, 0);
	add32(out, 0x02400000); /* 2.4 */
	str_add(out, "mntrRGB XYZ ");
	for (i = 0; i < 6; i++)
		add16(out, date[i]);
	str_add(out, "acsp");
	add_zeros(out, 28);
	for (i = 0; i < 3; i++)
		add32(out, xyz[WHITE][i]);
	add_zeros(out, 48);
}

void
icc_srgb(struct str *out)
{
	const uint32_t start = 128 + 4 + 12 * TAGS;
	uint32_t at[PIECES], len[PIECES];
	struct str data = {0};
	int i;

	for (i = 0; i < PIECES; i++) {
		at[i] = start + (uint32_t)data.len;
		add_piece(&data, (enum piece)i);
		len[i] = start + (uint32_t)data.len - at[i];
	}
	add_header(out, start + (uint32_t)data.len);
	add32(out, TAGS);
	for (i = 0; i < TAGS; i++) {
		str_add_bytes(out, tags[i].name, 4);
		add32(out, at[tags[i].piece]);
		add32(out, len[tags[i].piece]);
	}
	str_add_bytes(out, data.at, data.len);
	if (data.failed)
		out->failed = true;
	str_finish(&data);
}
