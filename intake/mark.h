/*
 * Whose is a stroke? From strokes on the page to what was seen at each box of
 * an item.
 */
#ifndef SKAPA_INTAKE_MARK_H
#define SKAPA_INTAKE_MARK_H

#include "core/answer.h"
#include "core/layout.h"
#include "intake/ink.h"
#include "intake/outline.h"

#include <stdbool.h>

struct err;

struct box_seen {
	int value;
	double box_mm2; /* of the printed square, its outer edge */
	double inside;	/* share of the box's inside that is ink, 0..1 */
	double mass;	/* mm^2 of ink mass that is the zone's */
	double largest; /* of it, the largest single stroke */
	double in_box;	/* the most that one stroke has in the printed square */
	double spot;	/* the same of those too small for a mark */
	double contrast;  /* mean over it, 0..1 */
	double pale;	  /* mm^2 no darker than what shows through the paper */
	double pale_dark; /* of it, far darker than most of what shows */
	double outline;	  /* match with the printed outline, 0..1 */
	double shift_mm;
	struct stroke form; /* its strokes that could be marks, as one */
	/* They have not the form of a mark on a picture: matters where nothing
	 * is in the box. */
	bool formless;
	bool stripe; /* the largest is a long straight band: a shadow, a fold */
	bool lined;  /* ink lies along its print, as in few of the page's others
		      */
	bool toned;  /* its inside is darker than those of the page's others */
	bool folded; /* a fold ran through the box, or a punched hole lies in
		      * its zone: ink was taken out */
	bool hidden; /* torn off, covered, punched out: what is there is not
		      * known */
};

struct item_seen {
	char item[ITEM_KEY];
	int n;
	struct box_seen boxes[ANSWER_MARKS];
	double dirt;  /* mm^2: spots of this size lie all over the page */
	double stray; /* mm^2 of ink near the item, in no zone */
	/* mm^2: the largest stroke in no zone that stands in the item's part of
	 * the page: on its question, beside or below its boxes. */
	double remote;
	double through; /* contrast of what shows through the paper, 0: none */
	bool blind;	/* faint marks cannot be seen on this page */
	bool shared;	/* ink that could be of two boxes, or of two items */
	bool foreign;	/* ink too large for a mark reaches into a zone */
};

/*
 * The items of a page in order of their first box; *n of at most room.
 * Errors: ERR_LIMIT for more items than room, more boxes of an item than
 * ANSWER_MARKS; ERR_SYSTEM if memory runs out.
 */
bool marks_attribute(const struct layout_page *page, const struct ink *ink,
	const struct field *field, struct item_seen *items, int room, int *n,
	struct err *err);

#endif
