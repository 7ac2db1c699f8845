/*
 * Bytes of a stranger's file in, pixels out. The only place where untrusted
 * images and PDFs are decoded: each page in a child of its own that can reach
 * nothing (sandbox.h); only numbers and pixels come back, in shared memory.
 *
 *	struct decoder *decoder = decoder_new(err);
 *	struct decode_file file;
 *	struct refusal refusal;
 *	if (decode_probe(decoder, bytes, len, &file, &refusal, err))
 *		for (int page = 1; page <= file.n_pages; page++)
 *			decode_page(decoder, bytes, len, &file, page, 300,
 *				&image, &refusal, err);
 *
 * A decoder is for one thread. Several processes each open their own, after
 * they were forked.
 */
#ifndef SKAPA_INTAKE_DECODE_H
#define SKAPA_INTAKE_DECODE_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct image;
struct decoder;

/* Limits of design 3.4 and 4; a larger file or page is refused by name. */
#define DECODE_FILE_BYTES ((size_t)64 << 20)
#define DECODE_PAGES 200
#define DECODE_SIDE_PX 30000
#define DECODE_PX 80000000 /* an A3 page at 600 dpi has 69.6 million */

enum decode_kind {
	DECODE_PNG,
	DECODE_JPEG,
	DECODE_TIFF,
	DECODE_PDF,
	DECODE__MAX
};

struct decode_file {
	enum decode_kind kind;
	int n_pages; /* 1..DECODE_PAGES; 0: not counted yet */
};

/*
 * Why a file or a page is refused: a word for programs (out of the table in
 * decode_refusal.c) and a sentence for people, which says what to do.
 */
struct refusal {
	char reason[24];
	char sentence[160];
};

/*
 * Maps the shared pixels (address space only, until a page is decoded) and
 * tries the sandbox in a child. NULL if the kernel cannot close it.
 *
 * Errors: ERR_SYSTEM.
 */
struct decoder *decoder_new(struct err *err);
void decoder_free(struct decoder *decoder);

/*
 * What the file is and how many pages it has. The pages of a TIFF or PDF are
 * counted in a child. A page that is announced but cannot be found counts, and
 * is refused when it is decoded: none is lost without a word.
 *
 * False: refusal->reason is a word and err the sentence (ERR_INPUT,
 * ERR_LIMIT), or refusal->reason is empty and err is ours (ERR_SYSTEM): the
 * file is not to blame, try again later. refusal may not be NULL.
 */
bool decode_probe(struct decoder *decoder, const void *bytes, size_t len,
	struct decode_file *file, struct refusal *refusal, struct err *err);

/*
 * The same as far as it needs no child: n_pages is 0 for a TIFF or PDF. For
 * decode_first_reduced, and nothing else.
 */
bool decode_kind(const void *bytes, size_t len, struct decode_file *file,
	struct refusal *refusal, struct err *err);

/*
 * Decodes page (from 1). Black-and-white sources come as depth 1, all others
 * as depth 8 by luminance; transparency lies on white. A PDF page that is one
 * image is taken as it is; any other is rendered at render_dpi (> 0). The
 * pixels are borrowed until the next call with this decoder. Turns written
 * into the file (EXIF, /Rotate of an image page) are not applied.
 *
 * False: as decode_probe; *out is untouched.
 */
bool decode_page(struct decoder *decoder, const void *bytes, size_t len,
	const struct decode_file *file, int page, int render_dpi,
	struct image *out, struct refusal *refusal, struct err *err);

/*
 * The same for the reader: a picture of depth 8 may come as reduce() would
 * leave it (image.h, factor), which saves much of its way through memory.
 */
bool decode_page_reduced(struct decoder *decoder, const void *bytes, size_t len,
	const struct decode_file *file, int page, int render_dpi,
	struct image *out, struct refusal *refusal, struct err *err);

/*
 * decode_probe and decode_page_reduced of page 1 in one child, for most files
 * have one page: sets file->n_pages, of which file->kind is known.
 *
 * False: as decode_probe. If file->n_pages is 0 the file is refused, else its
 * first page.
 */
bool decode_first_reduced(struct decoder *decoder, const void *bytes,
	size_t len, struct decode_file *file, int render_dpi, struct image *out,
	struct refusal *refusal, struct err *err);

/*
 * Wall time a page may take, ms; from decoder_new 15,000, and 20,000 for a
 * PDF. Tests shorten it.
 */
void decoder_limit_time(struct decoder *decoder, int image_ms, int pdf_ms);

#endif
