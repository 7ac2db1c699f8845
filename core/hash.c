#include "core/hash.h"

#include "core/err.h"
#include "core/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

void
hash_bytes(const void *bytes, size_t len, char hex[HASH_HEX])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, bytes, len);
	str_hex(hash, sizeof(hash), hex);
}

bool
hash_file(const char *path, char hex[HASH_HEX], struct err *err)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	unsigned char bytes[16384];
	crypto_hash_sha256_state state;
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n;

	if (fd < 0)
		return err_errno(err, "%s: cannot be opened", path);
	crypto_hash_sha256_init(&state);
	do {
		n = read(fd, bytes, sizeof(bytes));
		if (n > 0)
			crypto_hash_sha256_update(
				&state, bytes, (unsigned long long)n);
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0) {
		err_errno(err, "%s: cannot be read", path);
		close(fd);
		return false;
	}
	close(fd);
	crypto_hash_sha256_final(&state, hash);
	str_hex(hash, sizeof(hash), hex);
	return true;
}
