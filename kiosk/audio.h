/*
 * Clips of texts read aloud, by language and by the very text: a text that was
 * changed has none until it is recorded anew. In a folder of templates:
 *
 *	audio/index.tsv           language, text_sha256, clip_sha256, status
 *	audio/ar/<text_sha256>.ogg	or .webm, as the recorder's browser made
 *it
 *
 * The status is "synthetic" for a voice that a machine made, "recorded" for a
 * person's that nobody has listened to yet, "approved" when somebody has.
 */
#ifndef SKAPA_KIOSK_AUDIO_H
#define SKAPA_KIOSK_AUDIO_H

#include "core/hash.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct str;

#define AUDIO_INDEX "audio/index.tsv"
#define AUDIO_COLUMNS "language\ttext_sha256\tclip_sha256\tstatus\n"
#define AUDIO_PATH 160 /* of an address, with the NUL */
#define AUDIO_LANGUAGE 32
#define AUDIO_LIMIT ((size_t)8 << 20) /* bytes of the index, and of a clip */

enum audio_status { AUDIO_SYNTHETIC, AUDIO_RECORDED, AUDIO_APPROVED };

struct audio_clip {
	char language[AUDIO_LANGUAGE];
	char text[HASH_HEX], clip[HASH_HEX];
	enum audio_status status;
};

struct audio {
	struct audio_clip *clips; /* by language and text */
	size_t n;
};

/*
 * What the folders' index says; no index is no clips. The caller ends *audio
 * with audio_finish. Errors: ERR_INPUT with file and line.
 */
bool audio_load(const char *templates, struct audio *audio, struct err *err);
void audio_finish(struct audio *audio);

/*
 * Adds a clip of a text, by the clip's own hash; *is_new false: there was one,
 * and it stays.
 */
bool audio_put(struct audio *audio, const char *language, const char *text,
	const char *clip, enum audio_status status, bool *is_new,
	struct err *err);
/* The same by the text's hash, and instead of one that there was. */
bool audio_set(
	struct audio *audio, const struct audio_clip *clip, struct err *err);
/* The index as it stands in a folder of templates, added to out. */
void audio_index(const struct audio *audio, struct str *out);
/* Writes it; the folder has an audio/. */
bool audio_write(
	const char *folder, const struct audio *audio, struct err *err);

/* Borrowed; NULL if there is no clip of that text in that language. */
const struct audio_clip *audio_find(
	const struct audio *audio, const char *language, const char *text);
/* The same by the text's hash. */
const struct audio_clip *audio_find_hash(
	const struct audio *audio, const char *language, const char *hash);
/* What the first bytes say that it is: "audio/ogg" or "audio/webm", of Opus or
 * Vorbis as far as that shows; else NULL. Nothing is decoded. */
const char *audio_type(const void *bytes, size_t len);
/* Where a clip of that type is in a folder of templates. */
void audio_file(
	const struct audio_clip *clip, const char *type, char path[AUDIO_PATH]);
/* "/audio/ar/<hash>" */
void audio_address(const struct audio_clip *clip, char path[AUDIO_PATH]);
/*
 * The bytes at an address's two parts, added to out, and their type. *found
 * false: there are none, or other ones than the index says.
 */
bool audio_read(const struct audio *audio, const char *templates,
	const char *language, const char *file, struct str *out,
	const char **type, bool *found, struct err *err);

#endif
