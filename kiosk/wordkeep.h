/*
 * What the staff change of words: how far a text was reviewed, and a clip of
 * it. It goes into the first folder of the templates, the site's own, which
 * must be one that the server may write to. Files are there when the request's
 * round is kept (drafts.h), and the audio that is changed here is then read
 * anew, as it is if the round is taken back.
 */
#ifndef SKAPA_KIOSK_WORDKEEP_H
#define SKAPA_KIOSK_WORDKEEP_H

#include "instrument/wording.h"
#include "kiosk/audio.h"

#include <stdbool.h>
#include <stddef.h>

struct drafts;
struct err;

#define WORDKEEP_CLIP ((size_t)512 << 10) /* bytes: two minutes and more */

struct wordkeep_review {
	const char *key, *language, *source, *target;
	enum wording_status status;
	const char *who, *day;
};

/*
 * Adds a row to wording/review.tsv; those that are there stay. Errors:
 * ERR_SYSTEM if the folder cannot be written to.
 */
bool wordkeep_review(struct drafts *drafts, const char *templates,
	const struct wordkeep_review *review, struct err *err);

/*
 * Writes a recording of the text with that hash and the index with it; it is
 * AUDIO_RECORDED, nobody has listened to it yet. Errors: ERR_INPUT for bytes
 * that are no clip, ERR_LIMIT, ERR_SYSTEM.
 */
bool wordkeep_clip(struct drafts *drafts, const char *templates,
	struct audio *audio, const char *language, const char *text_hash,
	const void *bytes, size_t len, struct err *err);
/* Somebody has listened to it. Errors: ERR_USAGE if there is no clip. */
bool wordkeep_approve(struct drafts *drafts, const char *templates,
	struct audio *audio, const char *language, const char *text_hash,
	struct err *err);

#endif
