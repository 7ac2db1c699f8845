#include "core/hash.h"

#include "core/err.h"
#include "core/str.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <unistd.h>

static void
finish(struct sha256_ctx *state, char hex[HASH_HEX])
{
	uint8_t hash[SHA256_DIGEST_SIZE];

	sha256_digest(state, sizeof(hash), hash);
	str_hex(hash, sizeof(hash), hex);
}

void
hash_bytes(const void *bytes, size_t len, char hex[HASH_HEX])
{
	struct sha256_ctx state;

	sha256_init(&state);
	sha256_update(&state, len, bytes);
	finish(&state, hex);
}

bool
hash_file(const char *path, char hex[HASH_HEX], struct err *err)
{
	unsigned char bytes[16384];
	struct sha256_ctx state;
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n;

	if (fd < 0)
		return err_errno(err, "%s: cannot be opened", path);
	sha256_init(&state);
	do {
		n = read(fd, bytes, sizeof(bytes));
		if (n > 0)
			sha256_update(&state, (size_t)n, bytes);
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0) {
		err_errno(err, "%s: cannot be read", path);
		close(fd);
		return false;
	}
	close(fd);
	finish(&state, hex);
	return true;
}
