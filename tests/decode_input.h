/*
 * Small scans in every format, for the tests of decoding: written with
 * Leptonica, cairo and qpdf, or byte by byte where those will not.
 */
#ifndef SKAPA_TESTS_DECODE_INPUT_H
#define SKAPA_TESTS_DECODE_INPUT_H

#include <stddef.h>
#include <stdint.h>

struct bytes {
	uint8_t *at; /* free */
	size_t len;
};

/* The test picture: 200 dpi. */
enum { INPUT_W = 331, INPUT_H = 203, INPUT_DPI = 200 };

enum input_look {
	INPUT_GREY,    /* a byte a pixel: input_grey */
	INPUT_BLACK,   /* a bit a pixel: input_black */
	INPUT_COLOR,   /* input_grey as r = g = b */
	INPUT_PALETTE, /* the same in 16 steps */
	INPUT_ALPHA,   /* input_grey, left half wholly transparent */
	INPUT_DEEP     /* 16 bits */
};

int input_grey(int x, int y);  /* 0..255, smooth */
int input_black(int x, int y); /* 0 or 1 */

/* As a file of Leptonica's format number (IFF_...). */
struct bytes input_file(int format, enum input_look look);
int input_png(void);
int input_jpeg(void);
int input_tiff(void); /* uncompressed */
int input_tiff_g4(void);
int input_tiff_g3(void);
int input_tiff_lzw(void);
int input_tiff_zip(void);
int input_tiff_packbits(void);
int input_tiff_jpeg(void);

/* A TIFF of n pages, in the order black, grey, black, ... */
struct bytes input_stack(int n);

/*
 * A PDF of one page that shows stream as an image; dict has the keys besides
 * Width, Height and Length. content NULL: the image fills the page.
 * page_keys: more keys of the page, or "".
 */
struct bytes input_pdf(const char *dict, const void *stream, size_t len,
	const char *content, const char *page_keys);
/* Text and a filled square drawn by cairo, fonts embedded: 200 x 100 pt. */
struct bytes input_drawn_pdf(int n_pages);
/* The same file locked with a user password ("" for none). */
struct bytes input_locked_pdf(struct bytes pdf, const char *password);

/* Value of a tag of the first directory of a little-endian TIFF. */
uint32_t input_tag(struct bytes tiff, int tag);
void input_set_tag(struct bytes tiff, int tag, uint32_t value);
/* The one strip of such a TIFF: borrowed. */
struct bytes input_strip(struct bytes tiff);

/* The caller's own, exactly as long as it is, so that ASan sees. */
struct bytes input_copy(const void *bytes, size_t len);
#define INPUT_TEXT(s) input_copy(s, sizeof(s) - 1)

/* Frees what cairo and fontconfig keep, for the leak check. */
void input_finish(void);
/* The first IDAT of a PNG. */
struct bytes input_idat(struct bytes png);

#endif
