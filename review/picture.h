/*
 * What a person is shown of a review: a picture out of the kept scan.
 */
#ifndef SKAPA_REVIEW_PICTURE_H
#define SKAPA_REVIEW_PICTURE_H

#include "store/review.h"

struct decoder;
struct err;
struct str;

/*
 * Adds a PNG file to out: of an answer or writing its boxes or field, upright;
 * of a conflict, for each question that differs, the filed scan above the
 * newer one; of a page that was refused, or read by a program that kept no
 * map, the whole page as it lies. Decoded in the sandbox.
 *
 * Errors: ERR_INPUT if the scan cannot be decoded or is damaged.
 */
bool picture_of(struct store *store, struct decoder *decoder,
	const struct store_review *review, struct str *out, struct err *err);

/*
 * The same in two steps: what it takes out of the store, then the picture,
 * which may be made on another thread. NULL on failure. Errors: as above, in
 * either.
 */
struct picture;
struct picture *picture_take(struct store *store,
	const struct store_review *review, struct err *err);
bool picture_make(struct picture *picture, struct decoder *decoder,
	struct str *out, struct err *err);
void picture_free(struct picture *picture); /* NULL is fine */

#endif
