#include "store/stream.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEALED (STREAM_PIECE + crypto_secretstream_xchacha20poly1305_ABYTES)
#define HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define LAST crypto_secretstream_xchacha20poly1305_TAG_FINAL

struct stream {
	FILE *file;
	char *path, *beside; /* beside NULL: is read, or is in its place */
	crypto_secretstream_xchacha20poly1305_state state;
	uint8_t head[crypto_generichash_BYTES]; /* a hash of it */
	size_t n_pieces;
	uint8_t plain[STREAM_PIECE];
	size_t len, at; /* in plain; at: what was read of it */
	bool is_last;	/* was read */
	uint8_t sealed[SEALED];
};

void
stream_close(struct stream *stream)
{
	if (stream == NULL)
		return;
	if (stream->file != NULL)
		fclose(stream->file);
	if (stream->beside != NULL)
		unlink(stream->beside);
	free(stream->path);
	free(stream->beside);
	sodium_memzero(stream, sizeof(*stream));
	free(stream);
}

static struct stream *
stream_new(const char *path, const void *head, size_t len, struct err *err)
{
	struct stream *stream = NULL;

	if (seal_ready(err)) {
		stream = calloc(1, sizeof(*stream));
		if (stream != NULL)
			stream->path = strdup(path);
		if (stream == NULL || stream->path == NULL) {
			free(stream);
			stream = NULL;
			err_set(err, ERR_SYSTEM, "out of memory");
		}
	}
	if (stream != NULL)
		crypto_generichash(
			stream->head, sizeof(stream->head), head, len, NULL, 0);
	return stream;
}

/* --------------------------------------------------------------- writing */

static bool
write_bytes(
	struct stream *stream, const void *bytes, size_t len, struct err *err)
{
	return fwrite(bytes, 1, len, stream->file) == len ||
	       err_errno(err, "%s: cannot be written", stream->path);
}

struct stream *
stream_create(const char *path, const struct seal_key *key, const void *head,
	size_t len, struct err *err)
{
	struct stream *stream = stream_new(path, head, len, err);
	uint8_t header[HEADER];
	struct str beside = {0};
	int fd;

	if (stream == NULL)
		return NULL;
	str_addf(&beside, "%s.tmp-%ld", path, (long)getpid());
	stream->beside = str_take(&beside);
	if (stream->beside == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	fd = open(
		stream->beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	stream->file = fd >= 0 ? fdopen(fd, "wb") : NULL;
	if (stream->file == NULL) {
		err_errno(err, "%s: cannot be written", path);
		if (fd >= 0)
			close(fd);
		goto out;
	}
	crypto_secretstream_xchacha20poly1305_init_push(
		&stream->state, header, key->at);
	if (write_bytes(stream, head, len, err) &&
		write_bytes(stream, header, sizeof(header), err))
		return stream;
out:
	stream_close(stream);
	return NULL;
}

static bool
put_piece(struct stream *stream, bool is_last, struct err *err)
{
	crypto_secretstream_xchacha20poly1305_push(&stream->state,
		stream->sealed, NULL, stream->plain, stream->len, stream->head,
		stream->n_pieces == 0 ? sizeof(stream->head) : 0,
		is_last ? LAST : 0);
	if (!write_bytes(stream, stream->sealed,
		    stream->len + SEALED - STREAM_PIECE, err))
		return false;
	stream->n_pieces++;
	stream->len = 0;
	return true;
}

bool
stream_put(
	struct stream *stream, const void *bytes, size_t len, struct err *err)
{
	const uint8_t *from = bytes;

	while (len > 0) {
		size_t some = STREAM_PIECE - stream->len;

		if (some == 0) {
			if (!put_piece(stream, false, err))
				return false;
			continue;
		}
		some = len < some ? len : some;
		memcpy(stream->plain + stream->len, from, some);
		stream->len += some;
		from += some;
		len -= some;
	}
	return true;
}

bool
stream_finish(struct stream *stream, struct err *err)
{
	bool ok;

	if (!put_piece(stream, true, err))
		return false;
	ok = fflush(stream->file) == 0 && fsync(fileno(stream->file)) == 0;
	ok = fclose(stream->file) == 0 && ok;
	stream->file = NULL;
	if (!ok || rename(stream->beside, stream->path) != 0)
		return err_errno(err, "%s: cannot be written", stream->path);
	if (!file_sync_place(stream->path, err))
		return false;
	free(stream->beside);
	stream->beside = NULL;
	return true;
}

/* --------------------------------------------------------------- reading */

static bool
is_damaged(const struct stream *stream, struct err *err)
{
	return err_set(err, ERR_INPUT,
		"%s: damaged or cut off in piece %zu; take another copy",
		stream->path, stream->n_pieces + 1);
}

struct stream *
stream_open(const char *path, const struct seal_key *key, const void *head,
	size_t len, struct err *err)
{
	struct stream *stream = stream_new(path, head, len, err);
	uint8_t header[HEADER];

	if (stream == NULL)
		return NULL;
	stream->file = fopen(path, "rbe");
	if (stream->file == NULL ||
		fseek(stream->file, (long)len, SEEK_SET) != 0) {
		err_errno(err, "%s: cannot be opened", path);
	} else if (fread(header, 1, sizeof(header), stream->file) !=
			   sizeof(header) ||
		   crypto_secretstream_xchacha20poly1305_init_pull(
			   &stream->state, header, key->at) != 0) {
		is_damaged(stream, err);
	} else {
		return stream;
	}
	stream_close(stream);
	return NULL;
}

static bool
get_piece(struct stream *stream, struct err *err)
{
	const size_t got = fread(stream->sealed, 1, SEALED, stream->file);
	unsigned long long len = 0;
	unsigned char tag = 0;

	if (ferror(stream->file) != 0)
		return err_errno(err, "%s: cannot be read", stream->path);
	if (stream->is_last || got < SEALED - STREAM_PIECE ||
		crypto_secretstream_xchacha20poly1305_pull(&stream->state,
			stream->plain, &len, &tag, stream->sealed, got,
			stream->head,
			stream->n_pieces == 0 ? sizeof(stream->head) : 0) != 0)
		return is_damaged(stream, err);
	stream->n_pieces++;
	stream->len = (size_t)len;
	stream->at = 0;
	stream->is_last = tag == LAST;
	return true;
}

bool
stream_get(struct stream *stream, void *bytes, size_t len, struct err *err)
{
	uint8_t *to = bytes;

	while (len > 0) {
		size_t some = stream->len - stream->at;

		if (some == 0) {
			if (!get_piece(stream, err))
				return false;
			continue;
		}
		some = len < some ? len : some;
		memcpy(to, stream->plain + stream->at, some);
		stream->at += some;
		to += some;
		len -= some;
	}
	return true;
}

bool
stream_end(struct stream *stream, struct err *err)
{
	while (stream->at == stream->len && !stream->is_last)
		if (!get_piece(stream, err))
			return false;
	return (stream->at == stream->len && fgetc(stream->file) == EOF) ||
	       is_damaged(stream, err);
}
