/*
 * What was read from one scanned page. intake makes it, the store files it,
 * `intake read` prints it. A struct of fixed size: it goes through a pipe
 * from the worker that read it.
 */
#ifndef SKAPA_CORE_READING_H
#define SKAPA_CORE_READING_H

#include "core/answer.h"
#include "core/code.h"
#include "core/geom.h"
#include "core/layout.h"

struct str;

enum reading_status {
	READING_FILED,	    /* every answer certain */
	READING_REVIEW,	    /* filed; at least one answer waits for a person */
	READING_DUPLICATE,  /* filed before, and the answers agree */
	READING_CONFLICT,   /* filed before with other answers */
	READING_BLANK_PAGE, /* no ink of ours, or a page without boxes */
	READING_REFUSED,    /* with a reason; the scan is kept */
	READING__MAX
};

const char *reading_status_word(enum reading_status status);
enum reading_status reading_status_of_word(const char *word);

#define READING_REASON 24
#define READING_HINT 160
#define READING_ANSWERS 24
#define READING_SHA256 65
#define READING_WRITINGS 2  /* fields for writing on a page */
#define READING_WRITTEN 400 /* bytes of a suggestion, with the NUL */

/* Writing by hand in a field of the page (layout.h: fields). */
struct writing {
	char item[ITEM_KEY];
	double ink_mm2; /* more than 0: a field without ink is not told */
	/* What a machine reads there, UTF-8; "" for nothing. Never a value. */
	char suggestion[READING_WRITTEN];
	bool lacks_data; /* the machine has no data for the language */
};

struct reading {
	char sha256[READING_SHA256]; /* of the file the page came from */
	int source_page;	     /* 1..; 0: the file yielded no page */
	enum reading_status status;
	char reason[READING_REASON]; /* "" unless refused or conflict */
	char hint[READING_HINT];     /* a sentence for a person, or "" */
	bool has_code;		     /* code, layout and page below are set */
	struct page_code code;
	char line[CODE_LINE];
	char instrument[LAYOUT_KEY];
	char language[LAYOUT_KEY];
	bool has_map;	     /* the four below are set */
	double scale;	     /* printed size against the layout, 1 = true */
	double rotation_deg; /* of the page in the picture, clockwise, 0..360 */
	double residual_mm;  /* root mean square at the anchors */
	struct homography map; /* page um to px of the scan as it is kept */
	int n_answers;
	struct answer answers[READING_ANSWERS];
	int n_writings;
	struct writing writings[READING_WRITINGS];
};

/* One JSON object as in the contract, no newline. source is a file name. */
void reading_write(
	const struct reading *reading, const char *source, struct str *out);

/*
 * Whether two readings of one page say the same: for every stored item the
 * same set of marked values. An unreadable item agrees only with an unreadable
 * one. The practice item does not count.
 */
bool reading_agrees(const struct reading *a, const struct reading *b);

/* FILED or REVIEW from the answers; the practice item does not count. */
enum reading_status reading_status_of_answers(const struct reading *reading);

#endif
