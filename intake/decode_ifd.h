/*
 * Finds the pages of a TIFF without libtiff: the chain of directories, walked
 * with a cap, reduced copies (thumbnails) left out. Private to the decoders.
 * Classic TIFF (TIFF 6.0, section 2) and BigTIFF.
 */
#ifndef SKAPA_INTAKE_DECODE_IFD_H
#define SKAPA_INTAKE_DECODE_IFD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ifd_state {
	IFD_GOOD,
	IFD_CUT,   /* it lies behind the end of the file */
	IFD_CIRCLE /* it was there before */
};

struct ifd {
	enum ifd_state state;
	uint64_t offset; /* bytes from the start of the file */
	bool is_cut;	 /* some value of it lies behind the end of the file */
};

/*
 * Counts pages, at most limit + 1. A directory that is cut off or closes a
 * circle counts as one last page. If number (from 1) is one of them, *found is
 * that; found may be NULL.
 */
int ifd_pages(const uint8_t *bytes, size_t len, int limit, int number,
	struct ifd *found);

#endif
