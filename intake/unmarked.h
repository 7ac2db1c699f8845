/*
 * What is dark on a page and was left by no pen: a feeder's streaks, folds,
 * punched holes. Each function takes its pixels out of ink->px, by making their
 * contrast 0, before strokes are made of them.
 */
#ifndef SKAPA_INTAKE_UNMARKED_H
#define SKAPA_INTAKE_UNMARKED_H

struct grey;
struct ink;
struct layout_page;

/* px_mm: mm a pixel. Sets ink->streak_mm. */
void unmarked_streaks(const struct grey *work, double px_mm, struct ink *ink);
/* px_mm2: mm^2 a pixel. What of them lay in boxes is kept in box_ink.fold. */
void unmarked_folds(
	const struct layout_page *page, double px_mm2, struct ink *ink);
/* ink->holes that are paired; one disc alone may be a mark. */
void unmarked_holes(struct ink *ink);

#endif
