#include "kiosk/gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#define ZLIB_CONST
#include <zlib.h>

#define WINDOW (14 + 16) /* 16 kB, and gzip's head */
#define MEMORY 7
/* A head of 10 bytes and a tail of 8, and less is not gained. */
#define SMALLEST 64

bool
gzip_pack(
	const void *bytes, size_t len, int level, void **made, size_t *made_len)
{
	z_stream stream = {0};
	bool ok;

	*made = NULL;
	if (len < SMALLEST || len > UINT_MAX ||
		deflateInit2(&stream, level, Z_DEFLATED, WINDOW, MEMORY,
			Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	/* What does not fit into less than it was is not sent. */
	*made = malloc(len);
	stream.next_in = bytes;
	stream.avail_in = (uInt)len;
	stream.next_out = *made;
	stream.avail_out = (uInt)len;
	ok = *made != NULL && deflate(&stream, Z_FINISH) == Z_STREAM_END;
	*made_len = stream.total_out;
	deflateEnd(&stream);
	if (!ok) {
		free(*made);
		*made = NULL;
	}
	return ok;
}

/* "gzip", "gzip;q=0.5"; not "gzip;q=0", "gzipped". */
static bool
says_gzip(const char *coding, size_t len)
{
	const char *q;

	if (len < 4 || strncasecmp(coding, "gzip", 4) != 0 ||
		(len > 4 && strchr("; \t", coding[4]) == NULL))
		return false;
	q = memmem(coding, len, "q=", 2);
	return q == NULL || q + 2 + strspn(q + 2, "0. \t") < coding + len;
}

bool
gzip_is_taken(const char *accepted)
{
	size_t len;

	while (accepted != NULL && *accepted != '\0') {
		accepted += strspn(accepted, ", \t");
		len = strcspn(accepted, ",");
		if (says_gzip(accepted, len))
			return true;
		accepted += len;
	}
	return false;
}
