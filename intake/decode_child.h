/*
 * Between decode.c and the decoders: what a child writes into the shared
 * memory. Private to intake/decode*.c and the fuzz target. All functions run
 * inside the sandbox, except those of decode_refusal.c.
 *
 * A decoder calls page_start once it has read the header, writes the rows to
 * page->bits (image.h says how), and returns DECODE_OK or the reason. Nothing
 * needs freeing after a failure: the child ends.
 */
#ifndef SKAPA_INTAKE_DECODE_CHILD_H
#define SKAPA_INTAKE_DECODE_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/decode.h"

struct err;

enum decode_reason {
	DECODE_OK,
	DECODE_EMPTY,
	DECODE_NOT_AN_IMAGE,
	DECODE_UNSUPPORTED_FORMAT, /* a format we know and do not read */
	DECODE_UNSUPPORTED,	   /* a kind of picture inside a format */
	DECODE_TRUNCATED,
	DECODE_DAMAGED,
	DECODE_FILE_TOO_LARGE,
	DECODE_TOO_LARGE,
	DECODE_TOO_MANY_PAGES,
	DECODE_NO_PAGES,
	DECODE_PASSWORD,
	DECODE_FONT_MISSING,
	DECODE_OUT_OF_MEMORY,
	DECODE_TIMEOUT,
	DECODE_KILLED,
	DECODE_REASON__MAX
};

/* The start of the shared memory; numbers only. */
struct page {
	int w, h;  /* px, as the header says, also if it is too much */
	int depth; /* 1 or 8 */
	int dpi_x, dpi_y;
	int n_pages;	 /* found by a count, */
	bool is_counted; /* once it went well */
	/*
	 * Wanted from the parent: a picture of depth 8 may be reduced, and
	 * factor says by how much, 1 if it is not.
	 */
	bool may_reduce;
	int factor;
	/* Points that the picture takes, whatever its file says; 0: it says. */
	double points_x, points_y;
	size_t stride;
	uint8_t *bits; /* where to write; not read by the parent */
};

/*
 * The check before decoding: both sides 1..DECODE_SIDE_PX, together at most
 * DECODE_PX, which is DECODE_TOO_LARGE or DECODE_DAMAGED; then sets stride.
 * dpi outside 20..4800 is taken as silence (0).
 */
enum decode_reason page_start(struct page *page, uint32_t w, uint32_t h,
	int depth, double dpi_x, double dpi_y);
/*
 * For a decoder that can write a picture of depth 8 reduced: sets factor and
 * stride as the parent wants them, after page_start.
 */
void page_reduce(struct page *page);
/* Row y, writable; of the reduced picture if it is one. */
uint8_t *page_row(const struct page *page, uint32_t y);

/*
 * Makes 1 black in a page of depth 1, inverting it if it is the other way
 * round, and clears the bits right of the last pixel.
 */
void page_set_black(struct page *page, bool invert);

/* Luminance of Rec. 601 as JPEG has it (ITU-T T.871, 7), 0..255. */
static inline uint8_t
luminance(unsigned red, unsigned green, unsigned blue)
{
	return (uint8_t)((red * 19595 + green * 38470 + blue * 7471 + 32768) >>
			 16);
}

enum decode_reason decode_jpeg(
	struct page *page, const uint8_t *bytes, size_t len);
enum decode_reason decode_png(
	struct page *page, const uint8_t *bytes, size_t len);
enum decode_reason decode_tiff(
	struct page *page, const uint8_t *bytes, size_t len, int number);
enum decode_reason decode_pdf(struct page *page, const uint8_t *bytes,
	size_t len, int number, int render_dpi);
/* Draws the page with all that is on it, through poppler. */
enum decode_reason decode_render(struct page *page, const uint8_t *bytes,
	size_t len, int number, int render_dpi);

/* Both set page->n_pages. */
enum decode_reason decode_tiff_count(
	struct page *page, const uint8_t *bytes, size_t len);
enum decode_reason decode_pdf_count(
	struct page *page, const uint8_t *bytes, size_t len);

/*
 * The word and the sentence for a reason, into refusal and err; always false.
 * what names a format or is NULL; page has the numbers, which may be any.
 */
bool decode_refuse(enum decode_reason reason, const char *what,
	const struct page *page, struct refusal *refusal, struct err *err);

#endif
