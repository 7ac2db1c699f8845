#include "store/password.h"

#include "core/err.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#define OPS crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE

_Static_assert(PASSWORD_HASH == crypto_pwhash_STRBYTES, "as libsodium writes");

bool
password_hash(const char *password, char hash[PASSWORD_HASH], struct err *err)
{
	const size_t len = strlen(password);
	char made[PASSWORD_HASH];

	if (len < PASSWORD_MIN)
		return err_set(err, ERR_USAGE,
			"the password is shorter than %d characters",
			PASSWORD_MIN);
	if (len > PASSWORD_MAX)
		return err_set(err, ERR_USAGE,
			"the password is longer than %d characters",
			PASSWORD_MAX);
	if (sodium_init() < 0)
		return err_set(err, ERR_SYSTEM, "no source of randomness");
	if (crypto_pwhash_str_alg(made, password, len, OPS, MEMORY,
		    crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(err, ERR_SYSTEM, "out of memory");
	memcpy(hash, made, sizeof(made));
	return true;
}

bool
password_check(
	const char *password, const char *hash, bool *fits, struct err *err)
{
	uint8_t out[32];
	static const uint8_t salt[crypto_pwhash_SALTBYTES];

	if (hash != NULL) {
		errno = 0;
		*fits = crypto_pwhash_str_verify(
				hash, password, strlen(password)) == 0;
		return *fits || errno != ENOMEM ||
		       err_set(err, ERR_SYSTEM, "out of memory");
	}
	*fits = false;
	if (crypto_pwhash(out, sizeof(out), password, strlen(password), salt,
		    OPS, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(err, ERR_SYSTEM, "out of memory");
	return true;
}
