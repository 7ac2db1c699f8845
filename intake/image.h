/*
 * A decoded page: grey or black-and-white pixels, and nothing else. What comes
 * out of the sandbox.
 */
#ifndef SKAPA_INTAKE_IMAGE_H
#define SKAPA_INTAKE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

struct image {
	int w, h; /* px */
	/*
	 * 8: a byte a pixel, 0 black to 255 white. 1: a bit a pixel, the
	 * leftmost in the highest bit, 1 black.
	 */
	int depth;
	size_t stride;	     /* bytes a row */
	const uint8_t *bits; /* borrowed from the decoder */
	int dpi_x, dpi_y;    /* what the file says; 0 if it is silent */
	/*
	 * 2 or more: bits hold w / factor by h / factor pixels of depth 8, the
	 * means of whole blocks (intake/reduce.h). Else 0 or 1. w, h and dpi
	 * are the file's in either case.
	 */
	int factor;
};

#endif
