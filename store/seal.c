#include "store/seal.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	"a key is the cipher's");
_Static_assert(SEAL_MORE == 1 + NONCE + TAG, "version, nonce and tag");

bool
seal_ready(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, ERR_SYSTEM,
			"the system has no randomness for keys");
	return true;
}

bool
seal_key_make(struct seal_key *key, struct err *err)
{
	if (!seal_ready(err))
		return false;
	randombytes_buf(key->at, sizeof(key->at));
	return true;
}

void
seal_random(void *out, size_t len)
{
	randombytes_buf(out, len);
}

/*
 * A child that is forked finds zeros there (madvise(2), MADV_WIPEONFORK, Linux
 * 4.14). Where the system cannot, the memory is as it was.
 */
static void
keep_from_children(void *memory, size_t size)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	const uintptr_t from = (uintptr_t)memory / page * page;

	(void)madvise(
		(void *)from, (uintptr_t)memory + size - from, MADV_WIPEONFORK);
}

void *
seal_memory(size_t size, struct err *err)
{
	void *memory = seal_ready(err) ? sodium_malloc(size) : NULL;

	if (memory == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	else
		memset(memory, 0, size);
	if (memory != NULL)
		keep_from_children(memory, size);
	return memory;
}

void
seal_memory_free(void *memory)
{
	sodium_free(memory);
}

void
seal_wipe(void *at, size_t len)
{
	sodium_memzero(at, len);
}

bool
seal_is_zero(const void *at, size_t len)
{
	return sodium_is_zero(at, len) == 1;
}

/*
 * The additional data: the version and the hash of what the thing is about,
 * so that a text of any length fits.
 */
#define BOUND (1 + 32)

static void
bind(uint8_t bound[BOUND], const char *about)
{
	bound[0] = SEAL_VERSION;
	crypto_generichash(bound + 1, BOUND - 1, (const unsigned char *)about,
		strlen(about), NULL, 0);
}

void
seal_into(const struct seal_key *key, const char *about, const void *plain,
	size_t len, uint8_t *sealed)
{
	uint8_t bound[BOUND];

	bind(bound, about);
	sealed[0] = SEAL_VERSION;
	randombytes_buf(sealed + 1, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + 1 + NONCE, NULL,
		plain, len, bound, sizeof(bound), NULL, sealed + 1, key->at);
}

bool
seal_put(const struct seal_key *key, const char *about, const void *plain,
	size_t len, struct bytes *sealed, struct err *err)
{
	uint8_t *at;

	at = len < SIZE_MAX - SEAL_MORE ? malloc(len + SEAL_MORE) : NULL;
	if (at == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	seal_into(key, about, plain, len, at);
	*sealed = (struct bytes){at, len + SEAL_MORE};
	return true;
}

bool
seal_open_into(const struct seal_key *key, const char *about,
	const void *sealed, size_t len, uint8_t *plain)
{
	const uint8_t *const in = sealed;
	uint8_t bound[BOUND];

	if (len < SEAL_MORE)
		return false;
	bind(bound, about);
	if (in[0] == SEAL_VERSION &&
		crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL,
			in + 1 + NONCE, len - 1 - NONCE, bound, sizeof(bound),
			in + 1, key->at) == 0)
		return true;
	sodium_memzero(plain, len - SEAL_MORE);
	return false;
}

bool
seal_open(const struct seal_key *key, const char *about, const void *sealed,
	size_t len, struct bytes *plain, struct err *err)
{
	uint8_t *at;

	if (len < SEAL_MORE)
		return err_set(err, ERR_INPUT,
			"%s: %zu bytes are no sealed field", about, len);
	if (*(const uint8_t *)sealed > SEAL_VERSION)
		return err_set(err, ERR_INPUT,
			"%s: sealed in form %d, and this program knows up to "
			"%d; install the newer program",
			about, *(const uint8_t *)sealed, SEAL_VERSION);
	at = malloc(len - SEAL_MORE + 1);
	if (at == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (!seal_open_into(key, about, sealed, len, at)) {
		free(at);
		return err_set(err, ERR_INPUT,
			"%s: does not open; it is damaged, was moved or has "
			"another key",
			about);
	}
	at[len - SEAL_MORE] = '\0';
	*plain = (struct bytes){at, len - SEAL_MORE};
	return true;
}

void
seal_bytes_free(struct bytes *bytes)
{
	if (bytes->at != NULL)
		sodium_memzero(bytes->at, bytes->len);
	bytes_free(bytes);
}

void
seal_index(const struct seal_key *key, const void *bytes, size_t len,
	uint8_t index[SEAL_INDEX])
{
	crypto_generichash(
		index, SEAL_INDEX, bytes, len, key->at, sizeof(key->at));
}

void
seal_index_hex(const struct seal_key *key, const void *bytes, size_t len,
	char hex[SEAL_INDEX_HEX])
{
	uint8_t index[SEAL_INDEX];

	seal_index(key, bytes, len, index);
	str_hex(index, sizeof(index), hex);
}

void
seal_subkey(
	const struct seal_key *key, const char *name, struct seal_key *subkey)
{
	seal_index(key, name, strlen(name), subkey->at);
}
