/*
 * Where the answers of one question stand: a cell a step and a cell for each
 * answer beside them. A cell is a zone with a picture, a box and words; the
 * zone is what the reader takes for the answer, so no two come closer than
 * LADDER_GAP.
 *
 *	row:	[pic]  [pic]  [pic]        [pic]  [pic]
 *		1[ ]   2[ ]   3[ ]          [ ]    [ ]
 *		words  words  words        words  words
 *
 *	column:	[pic] 3[ ] words ......
 *		[pic] 2[ ] words ......    [pic] [ ] words
 *		[pic] 1[ ] words ......    [pic] [ ] words
 *
 * In um, left to right, in the width of frame_content(); the caller mirrors.
 */
#ifndef SKAPA_FORMS_LADDER_H
#define SKAPA_FORMS_LADDER_H

#include "core/geom.h"
#include "instrument/instrument.h"

#include <stdbool.h>
#include <stdint.h>

/* At least 6 mm a box and 3 mm between zones (domain R119, issue 3). */
#define LADDER_BOX 8000
#define LADDER_GAP 3000
/* Pictures: clear at 14 mm (issue 3); larger than 20 mm gains nothing. */
#define LADDER_PICTURE_LEAST 14000
#define LADDER_PICTURE_MOST 20000

struct ladder {
	enum orientation orientation;
	bool has_pictures;
	bool falls; /* in a column: the first at the top */
	int n_steps, n_extras;
};

struct ladder_cell {
	struct um_rect zone;
	struct um_rect art; /* the picture's square */
	struct um_rect box;
	struct um_point words; /* the top left of ladder_words_width() */
};

/* Room for the words of cell i: steps from 0, then the extras. */
int32_t ladder_words_width(const struct ladder *ladder, int i);
/* With pictures of `picture` and words of at most words_h. */
int32_t ladder_height(
	const struct ladder *ladder, int32_t picture, int32_t words_h);
/* Cell i of a ladder whose top is at y; own_h is its own words' height. */
struct ladder_cell ladder_cell(const struct ladder *ladder, int i,
	int32_t picture, int32_t words_h, int32_t own_h, int32_t y);

#endif
