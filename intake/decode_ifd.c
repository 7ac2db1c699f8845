#include "intake/decode_ifd.h"

#define TAG_SUBFILE 254 /* bit 0: a reduced copy of another page */
#define SEEN 1024	/* directories; a stack has two a page at most */

struct walk {
	const uint8_t *bytes;
	size_t len;
	bool is_big_endian;
	bool is_big_tiff;
};

/* n bytes at `at`, which the caller has checked. */
static uint64_t
number_at(const struct walk *walk, uint64_t at, int n)
{
	uint64_t value = 0;

	for (int i = 0; i < n; i++) {
		const int from = walk->is_big_endian ? i : n - 1 - i;
		value = value << 8 | walk->bytes[at + (uint64_t)from];
	}
	return value;
}

static bool
has(const struct walk *walk, uint64_t at, uint64_t n)
{
	return at <= walk->len && n <= walk->len - at;
}

/* Bytes of one value by its type (TIFF 6.0, page 15; BigTIFF's 16 to 18). */
static unsigned
type_size(uint64_t type)
{
	static const unsigned char sizes[] = {
		0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

	return type < sizeof sizes ? sizes[type] : 0;
}

struct directory {
	uint64_t next;
	bool is_reduced;
	bool is_cut; /* values behind the end */
};

/* False: the directory itself lies behind the end. */
static bool
read_directory(const struct walk *walk, uint64_t at, struct directory *out)
{
	const unsigned count_size = walk->is_big_tiff ? 8 : 2;
	const unsigned entry_size = walk->is_big_tiff ? 20 : 12;
	const int word = walk->is_big_tiff ? 8 : 4;

	if (!has(walk, at, count_size))
		return false;
	const uint64_t n = number_at(walk, at, (int)count_size);
	at += count_size;
	if (n > walk->len / entry_size ||
		!has(walk, at, n * entry_size + (unsigned)word))
		return false;
	*out = (struct directory){0};
	for (uint64_t i = 0; i < n; i++, at += entry_size) {
		const uint64_t tag = number_at(walk, at, 2);
		const unsigned size = type_size(number_at(walk, at + 2, 2));
		const uint64_t count = number_at(walk, at + 4, word);
		const uint64_t value = at + 4 + (unsigned)word;
		if (tag == TAG_SUBFILE && size > 0 && size <= 4)
			out->is_reduced = number_at(walk, value, (int)size) & 1;
		if (size == 0)
			continue;
		if (count > walk->len)
			out->is_cut = true;
		else if (count * size > (unsigned)word &&
			 !has(walk, number_at(walk, value, word), count * size))
			out->is_cut = true;
	}
	out->next = number_at(walk, at, word);
	return true;
}

static bool
was_there(const uint64_t *seen, int n, uint64_t at)
{
	for (int i = 0; i < n; i++)
		if (seen[i] == at)
			return true;
	return false;
}

int
ifd_pages(const uint8_t *bytes, size_t len, int limit, int number,
	struct ifd *found)
{
	struct walk walk = {.bytes = bytes, .len = len};
	uint64_t seen[SEEN];
	int n_pages = 0, n_seen = 0;

	if (len < 16) {
		if (number == 1 && found)
			*found = (struct ifd){.state = IFD_CUT};
		return 1;
	}
	walk.is_big_endian = bytes[0] == 'M';
	walk.is_big_tiff = number_at(&walk, 2, 2) == 43;
	uint64_t at = number_at(
		&walk, walk.is_big_tiff ? 8 : 4, walk.is_big_tiff ? 8 : 4);
	while (at != 0 && n_pages <= limit) {
		struct directory directory = {0};
		struct ifd ifd = {.state = IFD_GOOD, .offset = at};
		if (n_seen == SEEN)
			return limit + 1;
		if (was_there(seen, n_seen, at))
			ifd.state = IFD_CIRCLE;
		else if (!read_directory(&walk, at, &directory))
			ifd.state = IFD_CUT;
		seen[n_seen++] = at;
		ifd.is_cut = directory.is_cut;
		if (!directory.is_reduced || ifd.state != IFD_GOOD)
			n_pages++;
		if (n_pages == number && found &&
			(!directory.is_reduced || ifd.state != IFD_GOOD))
			*found = ifd;
		if (ifd.state != IFD_GOOD)
			break;
		at = directory.next;
	}
	return n_pages;
}
