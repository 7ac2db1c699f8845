/*
 * Signatures: Ed25519 (RFC 8032) of libsodium. Whoever has the public key can
 * check one with any program that knows Ed25519.
 */
#ifndef SKAPA_STORE_SIGN_H
#define SKAPA_STORE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seal_key;

#define SIGN_PUBLIC 32
#define SIGN_BYTES 64

/* The public key that belongs to a secret seed. */
void sign_public(const struct seal_key *seed, uint8_t public[SIGN_PUBLIC]);
/* The same bytes always have the same signature. */
void sign_make(const struct seal_key *seed, const void *bytes, size_t len,
	uint8_t signature[SIGN_BYTES]);
bool sign_holds(const uint8_t public[SIGN_PUBLIC], const void *bytes,
	size_t len, const uint8_t signature[SIGN_BYTES]);

#endif
