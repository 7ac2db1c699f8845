#include "store/sign.h"

#include "store/seal.h"

#include <sodium.h>

_Static_assert(SEAL_KEY == crypto_sign_SEEDBYTES, "a key is a seed");
_Static_assert(SIGN_PUBLIC == crypto_sign_PUBLICKEYBYTES, "Ed25519");
_Static_assert(SIGN_BYTES == crypto_sign_BYTES, "Ed25519");

void
sign_public(const struct seal_key *seed, uint8_t public[SIGN_PUBLIC])
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES];

	crypto_sign_seed_keypair(public, secret, seed->at);
	sodium_memzero(secret, sizeof(secret));
}

void
sign_make(const struct seal_key *seed, const void *bytes, size_t len,
	uint8_t signature[SIGN_BYTES])
{
	uint8_t public[SIGN_PUBLIC], secret[crypto_sign_SECRETKEYBYTES];

	crypto_sign_seed_keypair(public, secret, seed->at);
	crypto_sign_detached(signature, NULL, bytes, len, secret);
	sodium_memzero(secret, sizeof(secret));
}

bool
sign_holds(const uint8_t public[SIGN_PUBLIC], const void *bytes, size_t len,
	const uint8_t signature[SIGN_BYTES])
{
	return crypto_sign_verify_detached(signature, bytes, len, public) == 0;
}
