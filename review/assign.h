/*
 * A refused page read anew, as the page that a person says it is.
 */
#ifndef SKAPA_REVIEW_ASSIGN_H
#define SKAPA_REVIEW_ASSIGN_H

#include "store/review.h"

struct err;
struct page_book;
struct shelf;

/*
 * book is the shelf's, open. line: the code line that stands on the page,
 * without its hyphen. *reading is for store_review_assign. What the machine
 * cannot read even so, because the squares are lost or the scan cannot be
 * decoded, waits for a person answer by answer (reason by_hand).
 *
 * Errors: ERR_USAGE for a line that was never issued here or is of a page
 * without questions, for a review that is of no page of a scan, and if the
 * page's own code says otherwise.
 */
bool assign_read(struct shelf *shelf, const struct page_book *book,
	const struct store_review *review, const char line[CODE_LINE],
	struct reading *reading, struct err *err);

#endif
