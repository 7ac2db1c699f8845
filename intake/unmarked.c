#include "intake/unmarked.h"

#include "intake/fold.h"
#include "intake/ink_px.h"
#include "intake/reduce.h"

#include <math.h>

/* --- streaks ------------------------------------------------------------ */

/* Columns that are dark down most of the page: dirt on a feeder's glass. */
void
unmarked_streaks(const struct grey *work, double px_mm, struct ink *ink)
{
	const double limit = LIMIT_STREAK_SHARE * work->h;
	int x, n = 0;
	size_t i;

	for (x = 0; x < work->w; x++)
		n += ink->columns[x] > limit;
	/* So much is no dirt: the bed, or something that covers the page. */
	if (n * px_mm > LIMIT_STREAK_WIDE_MM)
		n = 0;
	ink->streak_mm = n * px_mm;
	if (n == 0)
		return;
	for (i = 0; i < ink->n_px; i++)
		if (ink->columns[ink->px[i].x] > limit)
			ink->px[i].contrast = 0;
}

/* --- folds --------------------------------------------------------------- */

#define FOLD_NEAR 1.6 /* coarse cells: 0.8 mm each side */

/* Takes folds out; what of them lay in boxes is kept in box_ink.fold. */
void
unmarked_folds(const struct layout_page *page, double px_mm2, struct ink *ink)
{
	const size_t coarse = COARSE_CELLS;
	struct fold folds[FOLDS];
	size_t i, n = 0;
	int n_folds, k;

	memset(ink->label_of, 0, coarse * sizeof(*ink->label_of));
	for (i = 0; i < ink->n_px; i++)
		if (ink->px[i].contrast > 0)
			ink->label_of[coarse_of(ink->px[i].cell)]++;
	for (i = 0; (i = next_cell(ink, i)) < coarse; i++)
		if (ink->label_of[i] > 1)
			ink->stack[n++] = (uint32_t)(i % COARSE_W) |
					  (uint32_t)(i / COARSE_W) << 16;
	n_folds = folds_find(ink->stack, n, COARSE_W, COARSE_H, folds);
	for (i = 0; i < ink->n_px && n_folds > 0; i++) {
		struct ink_px *px = &ink->px[i];
		const uint32_t at = coarse_of(px->cell);
		const uint32_t row = px->cell / PRINT_W;
		const double x = (double)(px->cell % PRINT_W) / COARSE - 0.5;
		const double y = (double)row / COARSE - 0.5;

		for (k = 0; k < n_folds; k++)
			if (fold_distance(&folds[k], x, y) <= FOLD_NEAR)
				break;
		if (k == n_folds)
			continue;
		if (ink->zone_of[at] != NO_ZONE && ink->zone_of[at] != FIELD) {
			const struct um_point um = {(int32_t)(x * COARSE_UM),
				(int32_t)(y * COARSE_UM)};
			const size_t box = ink->zone_of[at] - 1U;

			if (um_rect_has(page->boxes[box].box, um))
				ink->boxes[box].fold += mass_of(px, px_mm2);
		}
		px->contrast = 0;
	}
}

/* --- punched holes ------------------------------------------------------- */

#define HOLE_RIM 500.0 /* um: blurred */

/* One disc alone may be a mark: mark.c sees it. */
void
unmarked_holes(struct ink *ink)
{
	struct um_point at;
	size_t i;
	int k;

	for (k = 0; k < ink->n_holes; k++) {
		const struct hole *hole = &ink->holes[k];

		for (i = 0; i < ink->n_px && hole->paired; i++)
			if (ink_at(ink, i, &at) &&
				hypot(at.x - hole->x, at.y - hole->y) <
					hole->r + HOLE_RIM)
				ink->px[i].contrast = 0;
	}
}
