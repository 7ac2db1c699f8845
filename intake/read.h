/*
 * One page: pixels in, struct reading out.
 *
 *	struct reader *reader = reader_new(NULL, err);
 *	struct reading reading = {0};
 *
 *	if (!reader_read(reader, &image, &book, &reading, err))
 *		return err_wrap(err, "%s page %d", path, number);
 *
 * The page is found by its anchors, known by its page code, and then compared
 * with the print that the book says it carries. What is not certain becomes
 * `review`, `unreadable` or `refused`, never a value.
 *
 * A reader keeps its working memory (about 3 bytes a pixel at 150 dpi) from
 * page to page and is of one thread. What a page looks like is never
 * remembered: the same image gives the same reading.
 */
#ifndef SKAPA_INTAKE_READ_H
#define SKAPA_INTAKE_READ_H

#include "core/code.h"
#include "core/layout.h"
#include "core/reading.h"
#include "intake/image.h"
#include "intake/print.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct grey;
struct ink;
struct located;
struct reader;
struct square;

/* An issued page. All is borrowed and must last until reader_read returns. */
struct known_page {
	const struct layout *layout;
	const struct layout_page *page; /* of layout */
	/* May be NULL where page has no boxes. */
	const struct print *print;
	struct page_code code; /* what is printed on it */
};

enum page_lookup {
	PAGE_KNOWN,
	PAGE_UNKNOWN,	   /* never issued here */
	PAGE_OTHER_LAYOUT, /* issued, but not with the layout that it names */
	PAGE_FAILED,	   /* the store failed; err says why */
};

/* What pages there are. Both functions are called at most a few times a page.*/
struct page_book {
	void *context;
	const uint8_t *key; /* CODE_KEY bytes, the site key */
	/* A code whose MAC was right. */
	enum page_lookup (*by_code)(void *context, const struct page_code *code,
		struct known_page *page, struct err *err);
	/*
	 * A code line (ten symbols, no hyphen, check symbol right). It carries
	 * no MAC: the store has the token's line.
	 */
	enum page_lookup (*by_line)(void *context, const char line[CODE_LINE],
		struct known_page *page, struct err *err);
	/*
	 * What a person says the page is, or NULL. It is taken if the page's
	 * codes cannot be read; if they can, and say otherwise, the page is
	 * refused as code_conflict.
	 */
	const struct known_page *told;
};

/*
 * tessdata is the folder of eng.traineddata, or NULL for the system's. It is
 * opened when a code line must be read for the first time, not before.
 *
 * Errors: ERR_SYSTEM if memory runs out.
 */
struct reader *reader_new(const char *tessdata, struct err *err);
void reader_free(struct reader *reader); /* NULL is fine */

/*
 * Reads one page. Sets of out: status, reason, hint, code, line, instrument,
 * language, map and answers; sha256 and source_page are left as they are.
 * status is FILED, REVIEW, BLANK_PAGE or REFUSED; duplicates are the store's
 * to know. Reasons of a refusal: no_anchors, mirrored, code_unreadable,
 * unknown_code, forged_code, code_conflict, other_layout, wrong_scale,
 * too_small, distorted, streak.
 *
 * Errors, out then unspecified: ERR_INPUT for an image without pixels; what
 * the book's functions failed with; ERR_SYSTEM if memory runs out.
 */
bool reader_read(struct reader *reader, const struct image *image,
	const struct page_book *book, struct reading *out, struct err *err);

/*
 * What the page read last was read by, as far as reading went; borrowed from
 * the reader, and page from the book, until the next page.
 */
struct sighting {
	const struct grey *work;	/* the page as it was looked at */
	const struct located *found;	/* NULL: not found in it */
	const struct layout_page *page; /* NULL: which page is not known */
	const struct ink *ink;		/* NULL: was not measured */
};

struct sighting reader_sighting(const struct reader *reader);
/*
 * The spots of work that were tried as anchors, at most room, largest first:
 * what there is to see of a page that was not found. Errors: ERR_SYSTEM.
 */
bool reader_squares(struct reader *reader, struct square *squares, int room,
	int *n, struct err *err);
/* As reader_place, in px of the sighting's work. */
bool reader_work_place(const struct reader *reader, double um_x, double um_y,
	struct px_point *at);

/*
 * Where a place of the page read last (um) lies in its picture (px of the
 * file), moved as its paper was where marks were read. False if the page was
 * not found in the picture.
 */
bool reader_place(const struct reader *reader, double um_x, double um_y,
	struct px_point *at);

#endif
