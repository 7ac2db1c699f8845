#include "forms/ladder.h"

#include "core/frame.h"

#define EXTRA_GAP 8000	    /* between the steps and what is beside them */
#define EXTRA_PICTURE 14000 /* at most */
#define PAD 1000	    /* inside a zone, and between its parts */

/* A row. */
#define EXTRA_W 22000
#define STEP_W_MOST 44000 /* wider cells tear a short ladder apart */
#define WORDS_SIDE 300

/* A column. */
#define SIDE_W 56000 /* of the extras */
#define DIGIT_W 6000
#define APART 3000 /* picture, box and words */

static bool
is_extra(const struct ladder *ladder, int i)
{
	return i >= ladder->n_steps;
}

static int32_t
max(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static int32_t
min(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* The picture's side in cell i; 0 without. */
static int32_t
side_of(const struct ladder *ladder, int i, int32_t picture)
{
	if (!ladder->has_pictures)
		return 0;
	return is_extra(ladder, i) ? min(picture, EXTRA_PICTURE) : picture;
}

/* ------------------------------------------------------------------ a row */

static int32_t
row_extras_width(const struct ladder *ladder)
{
	const int n = ladder->n_extras;

	return n == 0 ? 0 : EXTRA_GAP + n * EXTRA_W + (n - 1) * LADDER_GAP;
}

static int32_t
row_width(const struct ladder *ladder, int i)
{
	const int32_t room = frame_content().w - row_extras_width(ladder) -
			     (ladder->n_steps - 1) * LADDER_GAP;

	return is_extra(ladder, i) ? EXTRA_W
				   : min(room / ladder->n_steps, STEP_W_MOST);
}

static int32_t
row_height(const struct ladder *ladder, int32_t picture, int32_t words_h)
{
	const int32_t art = ladder->has_pictures ? picture + PAD : 0;

	return PAD + art + LADDER_BOX + PAD + words_h + PAD;
}

static struct ladder_cell
row_cell(const struct ladder *ladder, int i, int32_t picture, int32_t words_h,
	int32_t y)
{
	const struct um_rect content = frame_content();
	const int32_t w = row_width(ladder, i);
	const int32_t side = side_of(ladder, i, picture);
	const int32_t art_h = ladder->has_pictures ? picture + PAD : 0;
	int32_t x = content.x;
	int32_t mid;

	if (is_extra(ladder, i))
		x += content.w - row_extras_width(ladder) + EXTRA_GAP +
		     (i - ladder->n_steps) * (EXTRA_W + LADDER_GAP);
	else
		x += i * (w + LADDER_GAP);
	mid = x + w / 2;
	return (struct ladder_cell){
		.zone = {x, y, w, row_height(ladder, picture, words_h)},
		.art = {mid - side / 2, y + PAD + (picture - side) / 2, side,
			side},
		.box = {mid - LADDER_BOX / 2, y + PAD + art_h, LADDER_BOX,
			LADDER_BOX},
		.words = {x + WORDS_SIDE, y + PAD + art_h + LADDER_BOX + PAD},
	};
}

/* --------------------------------------------------------------- a column */

static int32_t
line_height(const struct ladder *ladder, int32_t picture, int32_t words_h)
{
	const int32_t art = ladder->has_pictures ? picture : 0;

	return 2 * PAD + max(max(art, LADDER_BOX), words_h);
}

/* From a zone's left to its box, and the zone's place in x and w. */
static int32_t
column_lead(const struct ladder *ladder, int i)
{
	const int32_t most =
		is_extra(ladder, i) ? EXTRA_PICTURE : LADDER_PICTURE_MOST;

	return PAD + (ladder->has_pictures ? most + APART : 0) +
	       (is_extra(ladder, i) ? 0 : DIGIT_W);
}

static void
column_zone(const struct ladder *ladder, int i, int32_t *x, int32_t *w)
{
	const struct um_rect content = frame_content();

	*x = content.x;
	*w = content.w - (ladder->n_extras > 0 ? EXTRA_GAP + SIDE_W : 0);
	if (is_extra(ladder, i)) {
		*x = content.x + content.w - SIDE_W;
		*w = SIDE_W;
	}
}

static struct ladder_cell
column_cell(const struct ladder *ladder, int i, int32_t picture,
	int32_t words_h, int32_t own_h, int32_t y)
{
	const int32_t line = line_height(ladder, picture, words_h);
	const int32_t side = side_of(ladder, i, picture);
	const int n = ladder->n_steps;
	int at = ladder->falls ? i : n - 1 - i;
	int32_t x, w, mid, box;

	column_zone(ladder, i, &x, &w);
	if (is_extra(ladder, i)) /* the last lines */
		at = n - ladder->n_extras + (i - n);
	y += at * (line + LADDER_GAP);
	mid = y + line / 2;
	box = x + column_lead(ladder, i);
	return (struct ladder_cell){
		.zone = {x, y, w, line},
		.art = {x + PAD +
				((is_extra(ladder, i) ? EXTRA_PICTURE
						      : LADDER_PICTURE_MOST) -
					side) /
					2,
			mid - side / 2, side, side},
		.box = {box, mid - LADDER_BOX / 2, LADDER_BOX, LADDER_BOX},
		.words = {box + LADDER_BOX + APART, mid - own_h / 2},
	};
}

/* ------------------------------------------------------------------- both */

int32_t
ladder_words_width(const struct ladder *ladder, int i)
{
	int32_t x, w;

	if (ladder->orientation == ORIENTATION_ROW)
		return row_width(ladder, i) - 2 * WORDS_SIDE;
	column_zone(ladder, i, &x, &w);
	return w - column_lead(ladder, i) - LADDER_BOX - APART - PAD;
}

int32_t
ladder_height(const struct ladder *ladder, int32_t picture, int32_t words_h)
{
	if (ladder->orientation == ORIENTATION_ROW)
		return row_height(ladder, picture, words_h);
	return max(ladder->n_steps, ladder->n_extras) *
		       (line_height(ladder, picture, words_h) + LADDER_GAP) -
	       LADDER_GAP;
}

struct ladder_cell
ladder_cell(const struct ladder *ladder, int i, int32_t picture,
	int32_t words_h, int32_t own_h, int32_t y)
{
	if (ladder->orientation == ORIENTATION_ROW)
		return row_cell(ladder, i, picture, words_h, y);
	return column_cell(ladder, i, picture, words_h, own_h, y);
}
