/*
 * Connected spots of a mask, found row by row as runs. Neighbours touch at a
 * side or a corner.
 *
 *	blobs_begin(&blobs);
 *	for (y = 0; y < h; y++)
 *		if (!blobs_row(&blobs, y, mask_of_row, w, err))
 *			return false;
 *	blobs_end(&blobs);
 */
#ifndef SKAPA_INTAKE_BLOB_H
#define SKAPA_INTAKE_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct blob_run {
	int32_t y, x0, x1; /* x1 is the first pixel after the run */
	int32_t blob;	   /* after blobs_end: 0..n-1 */
};

struct blobs {
	struct blob_run *runs;
	size_t n_runs, room;
	size_t row_begin, row_end; /* runs of the row before */
	int32_t row_y;
	int32_t n; /* blobs, after blobs_end */
};

void blobs_begin(struct blobs *blobs); /* keeps the memory */
/* mask: not 0 is set. Rows in rising order; empty rows may be left out. */
bool blobs_row(struct blobs *blobs, int y, const uint8_t *mask, int w,
	struct err *err);
void blobs_end(struct blobs *blobs);
void blobs_finish(struct blobs *blobs); /* frees */

#endif
