#include "intake/decide.h"

#include "core/str.h"
#include "intake/limits.h"

#include <math.h>

enum strength { NO_MARK, MAYBE, CERTAIN };

static enum strength
strength_of(const struct box_seen *box)
{
	if (box->largest >= LIMIT_MARK_MM2 &&
		box->contrast >= LIMIT_MARK_CONTRAST)
		return CERTAIN;
	return box->largest >= LIMIT_MAYBE_MM2 ? MAYBE : NO_MARK;
}

/* Dirt beside a certain mark: little, and neither in the box nor along print.*/
static bool
is_dirt(const struct box_seen *box, double dirt)
{
	return !box->lined && box->largest < LIMIT_BESIDE_MM2 &&
	       box->in_box < fmax(LIMIT_MAYBE_MM2, dirt);
}

/* What lies in the cell and hardly in the box has not a mark's form. */
static bool
is_no_pens(const struct box_seen *box)
{
	return box->stripe ||
	       (box->formless && box->inside < LIMIT_INSIDE &&
		       box->in_box < fmax(LIMIT_IN_BOX_MM2,
					     LIMIT_PASSING * box->largest));
}

static void
review(struct answer *answer, const char *reason)
{
	answer->status = ANSWER_REVIEW;
	answer->value = VALUE_NONE;
	answer->confidence = 0;
	str_copy(answer->reason, sizeof(answer->reason), reason);
}

/* How clear one mark is: 0.5 at the limit of a certain one, to 1. */
static double
confidence_of(const struct box_seen *box)
{
	const double mass = box->mass / LIMIT_MARK_MM2;
	const double contrast = box->contrast / LIMIT_MARK_CONTRAST;

	return 1 - 0.5 * exp(1 - fmin(mass, 8)) * exp(1 - fmin(contrast, 2));
}

/*
 * Whether a pale mark may have been taken out with what shows through: much of
 * this one was, beyond the least that the item's boxes have, or more was in
 * another box, or as much as a mark that is far darker than most of what shows.
 */
static bool
is_paled(const struct item_seen *item, int at)
{
	double least = item->boxes[0].pale;
	double least_dark = item->boxes[0].pale_dark;
	int i;

	for (i = 1; i < item->n; i++) {
		least = fmin(least, item->boxes[i].pale);
		least_dark = fmin(least_dark, item->boxes[i].pale_dark);
	}
	for (i = 0; i < item->n; i++) {
		const double limit = i == at ? LIMIT_PALED * item->boxes[i].mass
					     : LIMIT_PALED_MM2;

		if (item->boxes[i].pale - least > limit)
			return true;
		if (i != at &&
			item->boxes[i].pale_dark - least_dark > LIMIT_MARK_MM2)
			return true;
	}
	return false;
}

void
decide(const struct item_seen *item, struct answer *answer)
{
	int n_certain = 0, n_maybe = 0, n_hidden = 0, n_heavy = 0;
	int n_folded = 0, n_elsewhere = 0, n_pale = 0, n_toned = 0, n_spots = 0;
	int at = 0, i;

	*answer = (struct answer){.n_marks = item->n};
	str_copy(answer->item, sizeof(answer->item), item->item);
	for (i = 0; i < item->n; i++)
		if (strength_of(&item->boxes[i]) == CERTAIN) {
			n_certain++;
			at = i;
		}
	for (i = 0; i < item->n; i++) {
		const struct box_seen *box = &item->boxes[i];
		const enum strength strength = strength_of(box);
		const bool candidate =
			strength == CERTAIN ||
			(strength == MAYBE &&
				(n_certain == 0 || !is_dirt(box, item->dirt)));

		answer->marks[i] = (struct mark){.value = box->value,
			.ink = box->inside,
			.zone_ink =
				box->box_mm2 > 0 ? box->mass / box->box_mm2 : 0,
			.outline = box->outline,
			.shift_mm = box->shift_mm,
			.candidate = candidate};
		n_maybe += candidate && strength == MAYBE;
		n_hidden += box->hidden;
		n_elsewhere += candidate && !box->hidden;
		n_folded += box->folded;
		n_pale += box->pale >= LIMIT_MARK_MM2;
		n_toned += box->toned;
		n_spots += item->dirt <= 0 && box->spot > 0;
		n_heavy += candidate && box->inside >= LIMIT_HEAVY;
	}
	if (n_hidden > 0) {
		/* What lies over a hidden box is no mark. */
		if (n_elsewhere > 0 || item->shared || item->foreign) {
			review(answer, "covered");
			return;
		}
		answer->status = ANSWER_UNREADABLE;
		str_copy(answer->reason, sizeof(answer->reason), "covered");
		return;
	}
	if (item->foreign)
		review(answer, "outside");
	else if (n_certain + n_maybe > 1)
		review(answer, n_heavy == 1 ? "corrected" : "two_marks");
	else if (item->shared)
		review(answer, "outside");
	else if (n_certain == 1 && item->stray >= LIMIT_STRAY_MM2)
		review(answer, "outside");
	else if (n_certain == 1 && is_no_pens(&item->boxes[at]))
		review(answer, "outside");
	else if (n_certain == 1 && n_pale > 0 &&
		 (item->boxes[at].contrast < LIMIT_THROUGH * item->through ||
			 is_paled(item, at)))
		/* Others as pale may have been taken out. */
		review(answer, "faint");
	else if (n_certain == 1) {
		answer->value = item->boxes[at].value;
		answer->status = answer_status_of_value(answer->value);
		answer->confidence = confidence_of(&item->boxes[at]);
	} else if (n_maybe == 1 || n_pale > 0 || n_toned > 0 || n_spots > 0 ||
		   item->blind)
		review(answer, "faint");
	else if (fmax(item->stray, item->remote) >= LIMIT_STRAY_BLANK_MM2)
		review(answer, "outside");
	else if (n_folded > 0)
		review(answer, "fold");
	else {
		answer->status = ANSWER_BLANK;
		answer->confidence =
			1 - 0.5 * fmin(fmax(item->stray, item->remote) /
						  LIMIT_STRAY_BLANK_MM2,
					  1);
	}
}
