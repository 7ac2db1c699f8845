/*
 * Files that a round writes, such as words and their recordings: beside their
 * places at once, and at their places when the round is kept. A round that is
 * taken back leaves none.
 *
 *	drafts_begin(drafts, err)	in a handler
 *	drafts_put(drafts, path, bytes, len, err)
 *	drafts_round(drafts, kept)	when the round has ended
 *
 * A round holds the files of one request, so that none builds upon what may yet
 * be taken back: a second one's drafts_begin fails, and the server handles each
 * in a round of its own (http.h).
 */
#ifndef SKAPA_KIOSK_DRAFTS_H
#define SKAPA_KIOSK_DRAFTS_H

#include <stdbool.h>
#include <stddef.h>

struct err;

#define DRAFTS 4 /* files of a request */

/* All zeros is none. */
struct drafts {
	char *paths[DRAFTS];
	size_t n;
	bool has_begun;
};

/* Errors: ERR_LIMIT if another request of the round has. */
bool drafts_begin(struct drafts *drafts, struct err *err);
/* Errors: those of file_draft; ERR_LIMIT beyond DRAFTS. */
bool drafts_put(struct drafts *drafts, const char *path, const void *bytes,
	size_t len, struct err *err);
/*
 * True if some request has begun. What cannot be kept after all is said in the
 * log: it stays beside its place.
 */
bool drafts_round(struct drafts *drafts, bool kept);

#endif
