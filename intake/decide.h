/*
 * The rule of marks: from what was seen at an item's boxes to its answer.
 *
 * Any ink in a box or its picture is a mark. One certain mark is an answer,
 * however heavy. Two, a faint one, or ink that is nobody's go to a person with
 * the reason; boxes that cannot be seen are never blank.
 */
#ifndef SKAPA_INTAKE_DECIDE_H
#define SKAPA_INTAKE_DECIDE_H

#include "core/answer.h"
#include "intake/mark.h"

/*
 * Reasons of review: two_marks, corrected (one of two marked boxes is
 * blackened), faint, outside (ink in no zone or in several: a mark
 * beside the boxes, an arrow, a word), covered,
 * fold (no mark, but a fold runs through a box). Reason
 * of unreadable: covered.
 */
void decide(const struct item_seen *item, struct answer *answer);

#endif
