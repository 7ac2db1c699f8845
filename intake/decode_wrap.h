/*
 * Puts the compressed pixels of a PDF image, as they are, into a TIFF or PNG
 * in memory: the decoders for those read them in rows, with their limits,
 * and nothing is expanded beforehand. Private to the decoders.
 */
#ifndef SKAPA_INTAKE_DECODE_WRAP_H
#define SKAPA_INTAKE_DECODE_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wrap_filter { WRAP_NONE, WRAP_FAX, WRAP_FLATE, WRAP_LZW };

#define WRAP_COLORS 256

struct wrap_image {
	uint32_t w, h;
	int bits;     /* a sample: 1, 2, 4, 8 or 16 */
	int samples;  /* 1 grey or palette, 3 RGB */
	int n_colors; /* > 0: samples are places in colors */
	uint8_t colors[WRAP_COLORS][3];
	bool zero_is_white; /* grey only */
	enum wrap_filter filter;
	int predictor; /* PDF 1.7, table 3.8: 1 none, 2 TIFF, 10..15 PNG */
	int fax_k;     /* < 0 G4, 0 G3, > 0 G3 in two dimensions */
	const uint8_t *bytes;
	size_t len;
};

/*
 * The bytes of a PNG (predictor 10 and up) or else a TIFF of one strip; the
 * caller frees them. NULL: no memory.
 */
uint8_t *wrap_image(const struct wrap_image *image, size_t *len);
bool wrap_is_png(const struct wrap_image *image);

#endif
