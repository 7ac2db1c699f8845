/*
 * A sealed file that is written and read from its beginning to its end, in
 * pieces (libsodium's secretstream, XChaCha20-Poly1305): none can be changed,
 * left out, repeated or moved, and the end is known to be the end.
 *
 * The file is a head in the open, which the first piece is bound to, and
 * pieces of STREAM_PIECE bytes; the last is shorter or says that it is last.
 * It is written beside its place, synced and renamed.
 */
#ifndef SKAPA_STORE_STREAM_H
#define SKAPA_STORE_STREAM_H

#include "store/seal.h"

struct err;
struct stream;

#define STREAM_PIECE 65536 /* bytes in a piece, before sealing */

/* Writes head as it is. NULL on failure. */
struct stream *stream_create(const char *path, const struct seal_key *key,
	const void *head, size_t len, struct err *err);
bool stream_put(
	struct stream *stream, const void *bytes, size_t len, struct err *err);
/* Ends it: the file is there, durable. Else stream_close leaves nothing. */
bool stream_finish(struct stream *stream, struct err *err);

/* Opens a file behind its head of len bytes. NULL on failure. */
struct stream *stream_open(const char *path, const struct seal_key *key,
	const void *head, size_t len, struct err *err);
/* Exactly len bytes. Errors: ERR_INPUT for what is damaged or cut off. */
bool stream_get(
	struct stream *stream, void *bytes, size_t len, struct err *err);
/* That nothing is left. Errors: as stream_get. */
bool stream_end(struct stream *stream, struct err *err);

void stream_close(struct stream *stream); /* NULL is fine */

#endif
